//! A session goes on: the question every request asks, answered by one query.

use law::day::{Day, Moment};
use sqlx::any::AnyRow;

use super::device::compared;
use super::start::{csrf, token_digest};
use super::{Duty, Method, Signed, principal};
use crate::account::{AccountId, Kind};
use crate::fault::Fault;
use crate::journal::{Event, Note};
use crate::keys::Purpose;
use crate::post::{Acting, StandInId, post};
use crate::{People, rows};

/// Longest token that is looked at.
const LONGEST: usize = 64;

const SIGNED: &str = "SELECT s.account, s.handle, s.method, s.started_at, s.seen_at, s.agent_digest, s.stand_in, s.proven, s.acting_for, \
     a.kind, a.name, a.closed_at, p.post, p.account AS owner, p.role, p.court, p.from_day, p.until_day, p.capacity, \
     p.group_codes, t.post AS stood_post, t.account AS stood_by, t.from_day AS stood_from, t.until_day AS stood_until, \
     w.temporary_until, f.confirmed_at, (SELECT COUNT(*) FROM leaves l WHERE l.account = s.account \
     AND l.from_day <= $2 AND l.until_day >= $2) AS away \
     FROM sessions s JOIN accounts a ON a.account = s.account LEFT JOIN posts p ON p.post = s.post \
     LEFT JOIN stand_ins t ON t.stand_in = s.stand_in LEFT JOIN passwords w ON w.account = s.account \
     LEFT JOIN second_factors f ON f.account = s.account WHERE s.token_digest = $1";

impl People {
    /// Who is signed in with a token. A session that ran out, or whose browser is another, is ended.
    ///
    /// # Errors
    /// [`Fault::Expired`] when there is no such session any more; [`Fault::Stolen`]; the storage's own.
    pub async fn resume(&self, token: &str, agent: &str, at: Moment) -> Result<Signed, Fault> {
        self.session(token, agent, at, true).await
    }

    /// The same for what a page asks by itself while nobody touches it: a session is not used by it and ends in its time.
    ///
    /// # Errors
    /// As [`People::resume`].
    pub async fn look(&self, token: &str, agent: &str, at: Moment) -> Result<Signed, Fault> {
        self.session(token, agent, at, false).await
    }

    async fn session(&self, token: &str, agent: &str, at: Moment, used: bool) -> Result<Signed, Fault> {
        if token.len() > LONGEST {
            return Err(Fault::Expired);
        }
        let digest = token_digest(token);
        let day = at.day();
        let query = sqlx::query(SIGNED).bind(digest.to_vec()).bind(i64::from(day.0));
        let row = query.fetch_optional(self.pool()).await?.ok_or(Fault::Expired)?;
        let account = rows::account(&row, "account")?;
        let kind = rows::word(&row, "kind", Kind::parse)?;
        let (started_at, seen_at) = (rows::moment(&row, "started_at")?, rows::moment(&row, "seen_at")?);
        let terms = self.terms.session(kind);
        if at >= terms.ends_at(started_at, seen_at) || rows::some_moment(&row, "closed_at")?.is_some() {
            self.drop_session(&digest).await?;
            return Err(Fault::Expired);
        }
        if !self.keys.fits(Purpose::Agent, compared(agent).as_bytes(), &rows::bytes(&row, "agent_digest")?) {
            self.end_stolen(&digest, Note::own(Event::SessionStolen, account), at).await?;
            return Err(Fault::Stolen);
        }
        if used && seen_at.0.saturating_add(self.terms.seen_every_ms) <= at.0 {
            let seen = sqlx::query("UPDATE sessions SET seen_at = $2 WHERE token_digest = $1 AND seen_at < $2");
            seen.bind(digest.to_vec()).bind(at.0).execute(self.pool()).await?;
        }
        let method = rows::word(&row, "method", Method::parse)?;
        let temporary = rows::some_moment(&row, "temporary_until")?.is_some();
        let enrolled = rows::some_moment(&row, "confirmed_at")?.is_some();
        let proven = rows::some_int::<i64>(&row, "proven")?.is_none_or(|proven| proven != 0);
        let principal = match rows::some_int(&row, "acting_for")?.map(AccountId) {
            Some(other) => {
                let mut conn = self.pool().acquire().await?;
                principal::may_act(&mut conn, self, account, other, at).await?.map(|found| found.account)
            }
            None => None,
        };
        let person = (account, kind, rows::text(&row, "name")?);
        let (acts_for, kind, name) = principal.map_or(person, |other| (other.number, other.kind, other.name));
        Ok(Signed {
            account: acts_for,
            person: account,
            kind,
            name,
            handle: rows::text(&row, "handle")?,
            acting: acting(&row, account, day)?,
            duty: Duty::of(method, temporary, enrolled, proven),
            method,
            csrf: csrf(&self.keys, token),
            started_at,
            ends_at: terms.ends_at(started_at, if used { seen_at.max(at) } else { seen_at }),
        })
    }

    async fn drop_session(&self, digest: &[u8]) -> Result<(), Fault> {
        let delete = sqlx::query("DELETE FROM sessions WHERE token_digest = $1").bind(digest);
        delete.execute(self.pool()).await?;
        Ok(())
    }

    async fn end_stolen(&self, digest: &[u8], note: Note, at: Moment) -> Result<(), Fault> {
        self.work(move |conn, _| {
            Box::pin(async move {
                let delete = sqlx::query("DELETE FROM sessions WHERE token_digest = $1").bind(digest);
                match delete.execute(&mut *conn).await?.rows_affected() {
                    0 => Ok(()),
                    _ => note.write(conn, at).await,
                }
            })
        })
        .await
    }
}

/// The post chosen, as long as it is still held or stood in for that day.
fn acting(row: &AnyRow, account: AccountId, day: Day) -> Result<Option<Acting>, Fault> {
    if rows::some_int::<i64>(row, "post")?.is_none() {
        return Ok(None);
    }
    let post = post(row)?;
    let stand_in = rows::some_int::<i64>(row, "stand_in")?.map(StandInId);
    let holds = match stand_in {
        None => post.account == account,
        Some(_) => {
            let covers = rows::some_day(row, "stood_from")?.is_some_and(|from| from <= day)
                && rows::some_day(row, "stood_until")?.is_some_and(|until| day <= until);
            covers
                && rows::some_int(row, "stood_post")? == Some(post.number.0)
                && rows::some_int(row, "stood_by")? == Some(account.0)
        }
    };
    let away = rows::int::<i64>(row, "away")? > 0;
    Ok((holds && post.covers(day)).then_some(Acting { post, account, stand_in, away }))
}
