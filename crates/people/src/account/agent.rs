//! Agents (代办人): persons who act for a company's account, and how far they may go.

use law::day::{Day, Moment};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::{AccountId, Kind, read};
use crate::fault::Fault;
use crate::field::Faults;
use crate::journal::{Event, Note};
use crate::{People, rows};

/// What an agent may do beside the ordinary (特别授权事项, services S-005).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Power {
    /// Admit, waive or change claims (承认、放弃、变更诉讼请求).
    Waive,
    /// Settle (和解、调解).
    Settle,
    /// Counterclaim (反诉).
    Counterclaim,
    /// Appeal (上诉).
    Appeal,
    /// Collect money (代收款项).
    Collect,
}

impl Power {
    /// Every power.
    pub const ALL: &'static [Power] =
        &[Power::Waive, Power::Settle, Power::Counterclaim, Power::Appeal, Power::Collect];

    /// Its word in data and columns.
    pub const fn word(self) -> &'static str {
        match self {
            Power::Waive => "waive",
            Power::Settle => "settle",
            Power::Counterclaim => "counterclaim",
            Power::Appeal => "appeal",
            Power::Collect => "collect",
        }
    }

    /// Its Chinese name.
    pub const fn zh(self) -> &'static str {
        match self {
            Power::Waive => "承认、放弃、变更诉讼请求",
            Power::Settle => "和解、调解",
            Power::Counterclaim => "提起反诉",
            Power::Appeal => "提起上诉",
            Power::Collect => "代收款项",
        }
    }

    /// The power of a word.
    pub fn parse(word: &str) -> Option<Power> {
        Power::ALL.iter().copied().find(|power| power.word() == word)
    }
}

/// An agent to be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentDraft {
    /// The company.
    pub company: AccountId,
    /// Who acts for it.
    pub agent: AccountId,
    /// Special powers; none is an ordinary authority (一般代理).
    pub powers: Vec<Power>,
    /// First day.
    pub from: Day,
    /// Last day, if it is known.
    pub until: Option<Day>,
}

/// An agent as registered.
pub type Agent = AgentDraft;

impl People {
    /// Names an agent of a company, or changes the powers and days of one.
    ///
    /// # Errors
    /// [`Fault::Refused`] with every field that is wrong; the storage's own.
    pub async fn put_agent(&self, draft: &AgentDraft, by: AccountId, at: Moment) -> Result<(), Fault> {
        self.work(move |conn, _| Box::pin(async move { put(conn, draft, by, at).await })).await
    }

    /// Ends an agent's authority with this day as its last.
    ///
    /// # Errors
    /// [`Fault::NotFound`]; the storage's own.
    pub async fn end_agent(
        &self,
        company: AccountId,
        agent: AccountId,
        last: Day,
        by: AccountId,
        at: Moment,
    ) -> Result<(), Fault> {
        self.work(move |conn, _| {
            Box::pin(async move {
                let end = sqlx::query("UPDATE agents SET until_day = $3 WHERE company = $1 AND agent = $2");
                let done = end.bind(company.0).bind(agent.0).bind(i64::from(last.0)).execute(&mut *conn).await?;
                if done.rows_affected() == 0 {
                    return Err(Fault::NotFound);
                }
                Note::by(Event::AgentEnded, company, by).about(agent.0).write(conn, at).await
            })
        })
        .await
    }

    /// Who may act for a company on a day.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn agents_of(&self, company: AccountId, day: Day) -> Result<Vec<Agent>, Fault> {
        self.agents("company", company, day).await
    }

    /// Who may act for a company on a day or later.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn agents_from(&self, company: AccountId, day: Day) -> Result<Vec<Agent>, Fault> {
        let find = "SELECT company, agent, scope, from_day, until_day FROM agents WHERE company = $1 \
             AND (until_day IS NULL OR until_day >= $2) ORDER BY agent";
        let query = sqlx::query(find).bind(company.0).bind(i64::from(day.0));
        query.fetch_all(self.pool()).await?.iter().map(agent).collect()
    }

    /// The companies somebody may act for on a day.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn companies_of(&self, agent: AccountId, day: Day) -> Result<Vec<Agent>, Fault> {
        self.agents("agent", agent, day).await
    }

    async fn agents(&self, column: &str, account: AccountId, day: Day) -> Result<Vec<Agent>, Fault> {
        let sql = format!(
            "SELECT company, agent, scope, from_day, until_day FROM agents WHERE {column} = $1 AND from_day <= $2 \
             AND (until_day IS NULL OR until_day >= $2) ORDER BY company, agent"
        );
        let query = sqlx::query(AssertSqlSafe(sql)).bind(account.0).bind(i64::from(day.0));
        query.fetch_all(self.pool()).await?.iter().map(agent).collect()
    }
}

/// The authority of an agent of a company on a day.
pub(crate) async fn agent_at(
    conn: &mut AnyConnection,
    company: AccountId,
    agent: AccountId,
    day: Day,
) -> Result<Option<Agent>, Fault> {
    let find = "SELECT company, agent, scope, from_day, until_day FROM agents WHERE company = $1 AND agent = $2 \
         AND from_day <= $3 AND (until_day IS NULL OR until_day >= $3)";
    let row = sqlx::query(find).bind(company.0).bind(agent.0).bind(i64::from(day.0)).fetch_optional(conn).await?;
    row.as_ref().map(self::agent).transpose()
}

fn agent(row: &AnyRow) -> Result<Agent, Fault> {
    let power = |word: &String| Power::parse(word).ok_or_else(|| Fault::damaged(format!("授权事项 {word} 无法识别")));
    Ok(Agent {
        company: rows::account(row, "company")?,
        agent: rows::account(row, "agent")?,
        powers: rows::codes(row, "scope")?.iter().map(power).collect::<Result<_, _>>()?,
        from: rows::day(row, "from_day")?,
        until: rows::some_day(row, "until_day")?,
    })
}

async fn put(conn: &mut AnyConnection, draft: &AgentDraft, by: AccountId, at: Moment) -> Result<(), Fault> {
    let mut faults = Faults::default();
    let open = |found: Option<super::Account>, kinds: &[Kind]| {
        found.is_some_and(|found| found.closed_at.is_none() && kinds.contains(&found.kind))
    };
    if !open(read::one(conn, draft.company).await?, &[Kind::Company]) {
        faults.add("company", "只能为在用的单位账号指定代办人，请核对单位账号。");
    }
    if !open(read::one(conn, draft.agent).await?, &[Kind::Litigant, Kind::Lawyer]) {
        faults.add("agent", "代办人须是已注册的自然人或律师，请核对其账号。");
    }
    if draft.until.is_some_and(|until| until < draft.from) {
        faults.add("until", "终止日期不能早于起始日期，请修改。");
    }
    faults.settle()?;
    let mut powers: Vec<Power> = draft.powers.clone();
    powers.sort_unstable();
    powers.dedup();
    let scope: Vec<&str> = powers.into_iter().map(Power::word).collect();
    sqlx::query(
        "INSERT INTO agents (company, agent, scope, from_day, until_day) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (company, agent) DO UPDATE SET scope = excluded.scope, from_day = excluded.from_day, \
         until_day = excluded.until_day",
    )
    .bind(draft.company.0)
    .bind(draft.agent.0)
    .bind(scope.join(" "))
    .bind(i64::from(draft.from.0))
    .bind(draft.until.map(|until| i64::from(until.0)))
    .execute(&mut *conn)
    .await?;
    Note::by(Event::AgentAdded, draft.company, by).about(draft.agent.0).write(conn, at).await
}
