//! The security journal (安全日志): what happened to accounts, by whom and when.
//!
//! It holds account numbers and numbers of posts, tokens and the like, never a name, phone or address.
//! Lines are only added.

use law::day::Moment;
use law::ids::CourtId;
use sqlx::{AnyConnection, AssertSqlSafe};

use crate::account::AccountId;
use crate::fault::Fault;
use crate::{People, rows};

macro_rules! events {
    ($($(#[$doc:meta])* $event:ident = $word:literal, $zh:literal;)*) => {
        /// What happened to an account.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Event { $(#[doc = $zh] $event,)* }

        impl Event {
            /// Every event.
            pub const ALL: &'static [Event] = &[$(Event::$event),*];

            /// Its word in the table.
            pub const fn word(self) -> &'static str { match self { $(Event::$event => $word),* } }

            /// Its Chinese name.
            pub const fn zh(self) -> &'static str { match self { $(Event::$event => $zh),* } }

            /// The event of a word.
            pub fn parse(word: &str) -> Option<Event> { match word { $($word => Some(Event::$event),)* _ => None } }
        }
    };
}

events! {
    Created = "created", "开立账号";
    Closed = "closed", "停用账号";
    Reopened = "reopened", "恢复账号";
    ContactChanged = "contact_changed", "变更联系方式";
    AddressConfirmed = "address_confirmed", "变更送达地址确认状态";
    AgentAdded = "agent_added", "增加代办人";
    AgentEnded = "agent_ended", "终止代办人";
    CodeAsked = "code_asked", "获取验证码";
    SignedIn = "signed_in", "登录";
    SignInFailed = "sign_in_failed", "登录失败";
    Locked = "locked", "因多次失败锁定";
    Unlocked = "unlocked", "解除锁定";
    SignedOut = "signed_out", "退出";
    SessionStolen = "session_stolen", "会话环境变化，强制退出";
    PasswordSet = "password_set", "设置密码";
    PasswordChanged = "password_changed", "修改密码";
    PasswordReset = "password_reset", "重置密码";
    SecondEnrolled = "second_enrolled", "启用动态口令";
    RecoveryUsed = "recovery_used", "使用恢复码";
    RecoveryRenewed = "recovery_renewed", "更换恢复码";
    PostAdded = "post_added", "任职";
    PostEnded = "post_ended", "免去任职";
    StandInAdded = "stand_in_added", "安排代班";
    StandInEnded = "stand_in_ended", "终止代班";
    LeaveAdded = "leave_added", "登记休假";
    LeaveEnded = "leave_ended", "销假";
    InterestDeclared = "interest_declared", "申报利害关系";
    InterestWithdrawn = "interest_withdrawn", "撤回利害关系申报";
    PostChosen = "post_chosen", "切换身份";
    OidcLinked = "oidc_linked", "绑定统一身份";
    ActedFor = "acted_for", "代为办理";
    SecondProven = "second_proven", "补验动态口令";
    OidcUnlinked = "oidc_unlinked", "解除统一身份绑定";
    TokenMade = "token_made", "签发接口令牌";
    TokenRevoked = "token_revoked", "吊销接口令牌";
}

/// A line of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Where it stands.
    pub spot: Spot,
    /// What happened.
    pub event: Event,
    /// Who did it; [`AccountId::SYSTEM`] for nobody in particular.
    pub by: AccountId,
    /// The number of the post, token or other thing it is about.
    pub subject: Option<i64>,
}

/// A place in the journal: its order is that of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// When.
    pub at: Moment,
    /// To whom; [`AccountId::SYSTEM`] when the name given was nobody's.
    pub account: AccountId,
    /// Which of that account's events of the moment.
    pub n: i64,
}

/// What is to be written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Note {
    pub(crate) event: Event,
    pub(crate) account: AccountId,
    pub(crate) by: AccountId,
    pub(crate) subject: Option<i64>,
}

impl Note {
    /// What an account did itself.
    pub(crate) const fn own(event: Event, account: AccountId) -> Note {
        Note { event, account, by: account, subject: None }
    }

    /// What somebody did to an account.
    pub(crate) const fn by(event: Event, account: AccountId, by: AccountId) -> Note {
        Note { event, account, by, subject: None }
    }

    pub(crate) const fn about(self, subject: i64) -> Note {
        Note { subject: Some(subject), ..self }
    }

    pub(crate) async fn write(self, conn: &mut AnyConnection, at: Moment) -> Result<(), Fault> {
        sqlx::query(
            "INSERT INTO security_journal (at, account, n, event, done_by, subject) \
             SELECT $1, $2, COALESCE(MAX(n), 0) + 1, $3, $4, $5 FROM security_journal WHERE at = $1 AND account = $2",
        )
        .bind(at.0)
        .bind(self.account.0)
        .bind(self.event.word())
        .bind(self.by.0)
        .bind(self.subject)
        .execute(conn)
        .await?;
        Ok(())
    }
}

impl People {
    /// Lines of the journal, the newest first, before a spot, of one account or all.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn journal(
        &self,
        account: Option<AccountId>,
        court: Option<CourtId>,
        before: Option<Spot>,
        limit: i64,
    ) -> Result<Vec<Line>, Fault> {
        let before = before.unwrap_or(Spot { at: Moment(i64::MAX), account: AccountId(i64::MAX), n: i64::MAX });
        let one = if account.is_some() { "AND account = $5" } else { "AND $5 = 0" };
        let sql = format!(
            "SELECT at, account, n, event, done_by, subject FROM security_journal \
             WHERE (at, account, n) < ($1, $2, $3) {one} AND ($6 = 0 OR account IN \
             (SELECT p.account FROM posts p WHERE p.court = $6)) ORDER BY at DESC, account DESC, n DESC LIMIT $4"
        );
        let found = sqlx::query(AssertSqlSafe(sql))
            .bind(before.at.0)
            .bind(before.account.0)
            .bind(before.n)
            .bind(limit)
            .bind(account.map_or(0, |account| account.0))
            .bind(court.map_or(0, |court| i64::from(court.0)))
            .fetch_all(self.pool())
            .await?;
        found
            .iter()
            .map(|row| {
                Ok(Line {
                    spot: Spot {
                        at: rows::moment(row, "at")?,
                        account: rows::account(row, "account")?,
                        n: rows::int(row, "n")?,
                    },
                    event: rows::word(row, "event", Event::parse)?,
                    by: rows::account(row, "done_by")?,
                    subject: rows::some_int(row, "subject")?,
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_unique_and_read_back() {
        for event in Event::ALL.iter().copied() {
            assert_eq!(Event::parse(event.word()), Some(event));
            assert!(!event.zh().is_empty());
        }
        assert_eq!(Event::parse("nothing"), None);
    }
}
