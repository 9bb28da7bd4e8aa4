//! Sessions are listed and ended: here, on one device, everywhere; and those that ran out are swept away.

use law::day::Moment;
use sqlx::AnyConnection;

use super::Method;
use super::start::{ticket_context, token_digest};
use crate::account::{AccountId, Kind, one};
use crate::draw::Secret;
use crate::fault::Fault;
use crate::journal::{Event, Note};
use crate::terms::{DAY_MS, HOUR_MS};
use crate::{People, rows};

/// A device somebody is signed in on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceLine {
    /// Its handle; it opens nothing.
    pub handle: String,
    /// What its browser says of itself, shortened.
    pub agent: String,
    /// The network it was in, not its address.
    pub network: String,
    /// How they signed in.
    pub method: Method,
    /// When the session began.
    pub started_at: Moment,
    /// When it was last used, to about a minute.
    pub seen_at: Moment,
}

/// What was swept away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Sessions that ran out.
    pub sessions: u64,
    /// One-time codes too old to count.
    pub codes: u64,
    /// Failures long past.
    pub failures: u64,
    /// Sign-ins elsewhere that nobody came back from.
    pub pending: u64,
    /// Known devices long unused.
    pub devices: u64,
}

/// Ends the sessions of an account, but for the one of this handle; gives how many.
pub(crate) async fn end_all(conn: &mut AnyConnection, account: AccountId, but: Option<&str>) -> Result<u64, Fault> {
    let delete = sqlx::query("DELETE FROM sessions WHERE account = $1 AND handle <> $2");
    let done = delete.bind(account.0).bind(but.unwrap_or_default()).execute(conn).await?;
    Ok(done.rows_affected())
}

impl People {
    /// The devices an account is signed in on, the last used first.
    ///
    /// # Errors
    /// [`Fault::NotFound`]; the storage's own.
    pub async fn devices(&self, account: AccountId, at: Moment) -> Result<Vec<DeviceLine>, Fault> {
        let mut conn = self.pool().acquire().await?;
        let kind: Kind = one(&mut conn, account).await?.ok_or(Fault::NotFound)?.kind;
        let terms = self.terms.session(kind);
        let found = sqlx::query(
            "SELECT handle, agent, address, method, started_at, seen_at FROM sessions WHERE account = $1 \
             AND started_at > $2 AND seen_at > $3 ORDER BY seen_at DESC, handle",
        )
        .bind(account.0)
        .bind(at.0.saturating_sub(terms.whole_ms))
        .bind(at.0.saturating_sub(terms.idle_ms))
        .fetch_all(&mut *conn)
        .await?;
        found
            .iter()
            .map(|row| {
                Ok(DeviceLine {
                    handle: rows::text(row, "handle")?,
                    agent: rows::text(row, "agent")?,
                    network: rows::text(row, "address")?,
                    method: rows::word(row, "method", Method::parse)?,
                    started_at: rows::moment(row, "started_at")?,
                    seen_at: rows::moment(row, "seen_at")?,
                })
            })
            .collect()
    }

    /// Ends the session of a token. One that is none is ended already. Gives what whoever vouched for it wants to see
    /// again, when somebody did.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn sign_out(&self, token: &str, at: Moment) -> Result<Option<Secret>, Fault> {
        let digest = token_digest(token).to_vec();
        self.work(move |conn, _| {
            let digest = digest.clone();
            Box::pin(async move {
                let delete = "DELETE FROM sessions WHERE token_digest = $1 RETURNING account, handle, ticket";
                let row = sqlx::query(delete).bind(digest).fetch_optional(&mut *conn).await?;
                let Some(row) = row else { return Ok(None) };
                Note::own(Event::SignedOut, rows::account(&row, "account")?).write(conn, at).await?;
                let Some(ticket) = rows::some_text(&row, "ticket")? else { return Ok(None) };
                let handle = rows::text(&row, "handle")?;
                self.keys.open(&ticket_context(&handle), &ticket).map(|ticket| Some(Secret::new(ticket)))
            })
        })
        .await
    }

    /// Ends the session on one device of an account.
    ///
    /// # Errors
    /// [`Fault::NotFound`]; the storage's own.
    pub async fn sign_out_device(
        &self,
        account: AccountId,
        handle: &str,
        by: AccountId,
        at: Moment,
    ) -> Result<(), Fault> {
        self.work(move |conn, _| {
            Box::pin(async move {
                let delete = sqlx::query("DELETE FROM sessions WHERE account = $1 AND handle = $2");
                let done = delete.bind(account.0).bind(handle).execute(&mut *conn).await?;
                if done.rows_affected() == 0 {
                    return Err(Fault::NotFound);
                }
                Note::by(Event::SignedOut, account, by).write(conn, at).await
            })
        })
        .await
    }

    /// Ends every session of an account; gives how many there were.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn sign_out_everywhere(&self, account: AccountId, by: AccountId, at: Moment) -> Result<u64, Fault> {
        self.work(move |conn, _| {
            Box::pin(async move {
                let ended = end_all(conn, account, None).await?;
                Note::by(Event::SignedOut, account, by).write(conn, at).await?;
                Ok(ended)
            })
        })
        .await
    }

    /// Sweeps away what has run out. It changes nothing anybody could still use; once an hour is enough.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn sweep(&self, at: Moment) -> Result<Swept, Fault> {
        let terms = &self.terms;
        let run = async |sql: &'static str, before: [i64; 2]| -> Result<u64, Fault> {
            let [one, other] = before;
            let done = sqlx::query(sql).bind(at.0 - one).bind(at.0 - other).execute(self.pool()).await?;
            Ok(done.rows_affected())
        };
        let longest = terms.staff.whole_ms.max(terms.public.whole_ms);
        let idlest = terms.staff.idle_ms.max(terms.public.idle_ms);
        Ok(Swept {
            sessions: run("DELETE FROM sessions WHERE started_at <= $1 OR seen_at <= $2", [longest, idlest]).await?,
            codes: run("DELETE FROM phone_codes WHERE asked_at <= $1 AND asked_at <= $2", [HOUR_MS; 2]).await?,
            failures: run("DELETE FROM sign_in_failures WHERE failed_at <= $1 AND locked_until <= $2", [2 * DAY_MS, 0])
                .await?,
            pending: run("DELETE FROM oidc_pending WHERE begun_at <= $1 AND begun_at <= $2", [terms.pending_ms; 2])
                .await?,
            devices: run("DELETE FROM known_devices WHERE seen_at <= $1 AND seen_at <= $2", [terms.known_device_ms; 2])
                .await?,
        })
    }
}
