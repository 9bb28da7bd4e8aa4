//! Leave (休假): the days somebody is not there. Who acts meanwhile is arranged apart.

use law::day::{Day, Moment};

use crate::account::{self, AccountId, Kind};
use crate::fault::Fault;
use crate::field::Faults;
use crate::journal::{Event, Note};
use crate::work::next_number;
use crate::{People, rows};

/// Number of a leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeaveId(pub i64);

/// Why somebody is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeaveKind {
    /// Annual leave (年休假).
    Annual,
    /// Illness (病假).
    Sick,
    /// Private affairs (事假).
    Private,
    /// Birth and care of a child (产假、陪产假).
    Parental,
    /// Training (学习培训).
    Training,
    /// On duty elsewhere (公务外出).
    Duty,
}

impl LeaveKind {
    /// Every kind.
    pub const ALL: &'static [LeaveKind] = &[
        LeaveKind::Annual,
        LeaveKind::Sick,
        LeaveKind::Private,
        LeaveKind::Parental,
        LeaveKind::Training,
        LeaveKind::Duty,
    ];

    /// Its word in data and columns.
    pub const fn word(self) -> &'static str {
        match self {
            LeaveKind::Annual => "annual",
            LeaveKind::Sick => "sick",
            LeaveKind::Private => "private",
            LeaveKind::Parental => "parental",
            LeaveKind::Training => "training",
            LeaveKind::Duty => "duty",
        }
    }

    /// Its Chinese name.
    pub const fn zh(self) -> &'static str {
        match self {
            LeaveKind::Annual => "年休假",
            LeaveKind::Sick => "病假",
            LeaveKind::Private => "事假",
            LeaveKind::Parental => "产假、陪产假",
            LeaveKind::Training => "学习培训",
            LeaveKind::Duty => "公务外出",
        }
    }

    /// The kind of a word.
    pub fn parse(word: &str) -> Option<LeaveKind> {
        LeaveKind::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}

/// A leave to be noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeaveDraft {
    /// Whose.
    pub account: AccountId,
    /// First day.
    pub from: Day,
    /// Last day.
    pub until: Day,
    /// Why.
    pub kind: LeaveKind,
}

/// A leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leave {
    /// Its number.
    pub number: LeaveId,
    /// What was noted.
    pub of: LeaveDraft,
}

impl People {
    /// Notes a leave.
    ///
    /// # Errors
    /// [`Fault::Refused`] with every field that is wrong; the storage's own.
    pub async fn add_leave(&self, draft: LeaveDraft, by: AccountId, at: Moment) -> Result<LeaveId, Fault> {
        self.work(move |conn, _| {
            Box::pin(async move {
                let mut faults = Faults::default();
                let found = account::one(conn, draft.account).await?;
                if found.is_none_or(|found| found.kind != Kind::Staff) {
                    faults.add("account", "只能为法院工作人员登记休假，请核对账号。");
                }
                if draft.until < draft.from {
                    faults.add("until", "终止日期不能早于起始日期，请修改。");
                }
                faults.settle()?;
                let number = next_number(conn, "leaves", 1).await?;
                sqlx::query(
                    "INSERT INTO leaves (leave_number, account, from_day, until_day, kind) VALUES ($1, $2, $3, $4, $5)",
                )
                .bind(number)
                .bind(draft.account.0)
                .bind(i64::from(draft.from.0))
                .bind(i64::from(draft.until.0))
                .bind(draft.kind.word())
                .execute(&mut *conn)
                .await?;
                Note::by(Event::LeaveAdded, draft.account, by).about(number).write(conn, at).await?;
                Ok(LeaveId(number))
            })
        })
        .await
    }

    /// Ends a leave with this day as its last (销假); one before its first day takes it back.
    ///
    /// # Errors
    /// [`Fault::NotFound`]; the storage's own.
    pub async fn end_leave(&self, number: LeaveId, last: Day, by: AccountId, at: Moment) -> Result<(), Fault> {
        self.work(move |conn, _| {
            Box::pin(async move {
                let end = sqlx::query("UPDATE leaves SET until_day = $2 WHERE leave_number = $1 RETURNING account");
                let row = end.bind(number.0).bind(i64::from(last.0)).fetch_optional(&mut *conn).await?;
                let account = rows::account(&row.ok_or(Fault::NotFound)?, "account")?;
                Note::by(Event::LeaveEnded, account, by).about(number.0).write(conn, at).await
            })
        })
        .await
    }

    /// The leaves of an account that touch the days from `from` to `until`, in order.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn leaves(&self, account: AccountId, from: Day, until: Day) -> Result<Vec<Leave>, Fault> {
        let found = sqlx::query(
            "SELECT leave_number, account, from_day, until_day, kind FROM leaves WHERE account = $1 \
             AND from_day <= $3 AND until_day >= $2 AND until_day >= from_day ORDER BY from_day, leave_number",
        )
        .bind(account.0)
        .bind(i64::from(from.0))
        .bind(i64::from(until.0))
        .fetch_all(self.pool())
        .await?;
        found
            .iter()
            .map(|row| {
                let of = LeaveDraft {
                    account: rows::account(row, "account")?,
                    from: rows::day(row, "from_day")?,
                    until: rows::day(row, "until_day")?,
                    kind: rows::word(row, "kind", LeaveKind::parse)?,
                };
                Ok(Leave { number: LeaveId(rows::int(row, "leave_number")?), of })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::LeaveKind;

    #[test]
    fn kinds_read_back() {
        for kind in LeaveKind::ALL.iter().copied() {
            assert_eq!(LeaveKind::parse(kind.word()), Some(kind));
        }
        assert_eq!(LeaveKind::parse("holiday"), None);
    }
}
