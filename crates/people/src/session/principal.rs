//! For whom somebody acts (代为办理): a company that named them its agent, a minor whose guardian they are. It holds from
//! request to request: once the authority ends, or the minor is of age, they act for themselves again.

use law::day::Moment;
use law::identity::CitizenId;
use sqlx::AnyConnection;

use super::start::token_digest;
use crate::account::{self, Account, AccountId, Kind, Power, of_age};
use crate::fault::Fault;
use crate::journal::{Event, Note};
use crate::{People, rows};

/// By what right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// As an agent of a company, with these special powers (services S-005).
    Agent(Vec<Power>),
    /// As the guardian of a minor (民法典 art. 23, 34).
    Guardian,
}

/// Somebody who is acted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// Their account.
    pub account: Account,
    /// By what right.
    pub how: How,
}

/// Whether somebody may act for another at a moment, and by what right.
pub(super) async fn may_act(
    conn: &mut AnyConnection,
    people: &People,
    person: AccountId,
    other: AccountId,
    at: Moment,
) -> Result<Option<Principal>, Fault> {
    let Some(account) = account::one(conn, other).await?.filter(|found| found.closed_at.is_none()) else {
        return Ok(None);
    };
    let how = match account.kind {
        Kind::Company => {
            let named = account::agent_at(conn, other, person, at.day()).await?;
            named.map(|named| How::Agent(named.powers))
        }
        Kind::Litigant if account.guardian == Some(person) => {
            let number = account::identity(conn, people, other).await?;
            let born = number.and_then(|number| CitizenId::parse(&number, at.day()).ok()?.born());
            born.filter(|born| !of_age(*born, at.day())).map(|_| How::Guardian)
        }
        _ => None,
    };
    Ok(how.map(|how| Principal { account, how }))
}

impl People {
    /// For whom somebody may act, companies first.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn principals(&self, person: AccountId, at: Moment) -> Result<Vec<Principal>, Fault> {
        let companies = self.companies_of(person, at.day()).await?.into_iter().map(|named| named.company);
        let wards = self.wards(person).await?;
        let mut conn = self.pool().acquire().await?;
        let mut all = Vec::new();
        for other in companies.chain(wards) {
            all.extend(may_act(&mut conn, self, person, other, at).await?);
        }
        Ok(all)
    }

    /// Acts from now on for another; for none, for oneself.
    ///
    /// # Errors
    /// [`Fault::Expired`] without such a session; [`Fault::Refused`] when they may not; the storage's own.
    pub async fn act_for(&self, token: &str, other: Option<AccountId>, at: Moment) -> Result<(), Fault> {
        let digest = token_digest(token).to_vec();
        self.work(move |conn, _| {
            let digest = digest.clone();
            Box::pin(async move {
                let row = sqlx::query("SELECT account FROM sessions WHERE token_digest = $1").bind(digest.clone());
                let row = row.fetch_optional(&mut *conn).await?.ok_or(Fault::Expired)?;
                let person = rows::account(&row, "account")?;
                let other = other.filter(|other| *other != person);
                if let Some(other) = other
                    && may_act(conn, self, person, other, at).await?.is_none()
                {
                    return Err(Fault::field("for", "您现在不能代为办理，授权可能已经到期，请从列表中另选。"));
                }
                let set = sqlx::query("UPDATE sessions SET acting_for = $2 WHERE token_digest = $1");
                set.bind(digest).bind(other.map(|other| other.0)).execute(&mut *conn).await?;
                Note::by(Event::ActedFor, other.unwrap_or(person), person).write(conn, at).await
            })
        })
        .await
    }
}
