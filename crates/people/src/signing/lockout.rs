//! Wrong tries in a row are counted by the login name given, known or not, and by where they come from, and lock it for
//! longer and longer; a device somebody is known on is counted by itself.

use docket::digest::Digest;
use law::day::Moment;
use sqlx::AnyConnection;

use crate::account::AccountId;
use crate::fault::Fault;
use crate::journal::{Event, Note};
use crate::keys::Purpose;
use crate::session::{self, Device};
use crate::terms::PasswordTerms;
use crate::{People, rows};

/// A login name as somebody gave it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given {
    pub(super) digest: Digest,
    /// Whose it is; [`AccountId::SYSTEM`] when nobody's.
    pub(super) account: AccountId,
}

/// What failures are counted under. Who signs in on a device they are known on has a count of their own there: wrong
/// tries of others elsewhere do not lock them out. Anywhere else the name is counted, known or not, and where the
/// tries come from.
pub(super) struct Counts {
    /// The name, or the name on its known device.
    pub(super) given: Given,
    /// Where the tries come from; none on a known device, and where that is not known.
    pub(super) source: Option<Digest>,
}

impl Counts {
    /// The counts of a sign-in.
    pub(super) async fn of(
        conn: &mut AnyConnection,
        people: &People,
        (login, account): (&str, AccountId),
        device: &Device,
    ) -> Result<Counts, Fault> {
        let known = match device.known.as_ref().filter(|_| account != AccountId::SYSTEM) {
            Some(token) => session::device_known(conn, &people.keys, account, token).await?.then_some(token),
            None => None,
        };
        let digest = match known {
            Some(token) => people.login_digest(&format!("{login}\0{}", token.as_str())),
            None => people.login_digest(login),
        };
        let source = device.address.filter(|_| known.is_none());
        let source = source.map(|address| people.keys.digest(Purpose::Source, address.to_string().as_bytes()));
        Ok(Counts { given: Given { digest, account }, source })
    }

    /// Refuses while the name or the source is locked.
    pub(super) async fn check(&self, conn: &mut AnyConnection, at: Moment) -> Result<(), Fault> {
        check(conn, &self.given.digest, at).await?;
        match &self.source {
            Some(source) => check(conn, source, at).await,
            None => Ok(()),
        }
    }

    /// Counts a failure under both; the one that locks says so, any other is `fault`.
    pub(super) async fn fail(
        &self,
        conn: &mut AnyConnection,
        fault: Fault,
        terms: &PasswordTerms,
        at: Moment,
    ) -> Result<Fault, Fault> {
        let fault = fail(conn, self.given, fault, terms, at).await?;
        let Some(source) = &self.source else { return Ok(fault) };
        match count(conn, source, terms.source_tries, terms, at).await? {
            Some(until) => Ok(Fault::Locked { until }),
            None => Ok(fault),
        }
    }
}

impl People {
    /// The digest a login name's failures are counted under.
    pub(super) fn login_digest(&self, login: &str) -> Digest {
        self.keys.digest(Purpose::Login, login.as_bytes())
    }
}

/// Refuses while the name is locked.
pub(super) async fn check(conn: &mut AnyConnection, digest: &Digest, at: Moment) -> Result<(), Fault> {
    let row = sqlx::query("SELECT locked_until FROM sign_in_failures WHERE login_digest = $1").bind(digest.to_vec());
    match row.fetch_optional(conn).await? {
        Some(row) => match rows::moment(&row, "locked_until")? {
            until if until > at => Err(Fault::Locked { until }),
            _ => Ok(()),
        },
        None => Ok(()),
    }
}

/// Counts a failure; the one that locks says so, any other is `fault`.
pub(super) async fn fail(
    conn: &mut AnyConnection,
    given: Given,
    fault: Fault,
    terms: &PasswordTerms,
    at: Moment,
) -> Result<Fault, Fault> {
    Note::own(Event::SignInFailed, given.account).write(conn, at).await?;
    match count(conn, &given.digest, terms.tries, terms, at).await? {
        Some(until) => {
            Note::own(Event::Locked, given.account).write(conn, at).await?;
            Ok(Fault::Locked { until })
        }
        None => Ok(fault),
    }
}

/// Counts a failure under a digest; gives until when it locks once there are too many.
async fn count(
    conn: &mut AnyConnection,
    digest: &Digest,
    tries: i64,
    terms: &PasswordTerms,
    at: Moment,
) -> Result<Option<Moment>, Fault> {
    let row = sqlx::query(
        "INSERT INTO sign_in_failures (login_digest, failures, locks, failed_at, locked_until) \
         VALUES ($1, 1, 0, $2, 0) ON CONFLICT (login_digest) DO UPDATE SET \
         failures = sign_in_failures.failures + 1, failed_at = excluded.failed_at RETURNING failures, locks",
    )
    .bind(digest.to_vec())
    .bind(at.0)
    .fetch_one(&mut *conn)
    .await?;
    let (failures, locks) = (rows::int::<i64>(&row, "failures")?, rows::int::<u32>(&row, "locks")?);
    if failures < tries {
        return Ok(None);
    }
    let until = Moment(at.0.saturating_add(lock_ms(terms, locks)));
    sqlx::query(
        "UPDATE sign_in_failures SET failures = 0, locks = locks + 1, locked_until = $2 WHERE login_digest = $1",
    )
    .bind(digest.to_vec())
    .bind(until.0)
    .execute(&mut *conn)
    .await?;
    Ok(Some(until))
}

/// How long the next lock lasts after `locks` before it.
fn lock_ms(terms: &PasswordTerms, locks: u32) -> i64 {
    let doubled = 1_i64.checked_shl(locks.min(40)).unwrap_or(i64::MAX);
    terms.lock_ms.saturating_mul(doubled).min(terms.longest_lock_ms)
}

/// Forgets failures and locks of a name; gives whether there were any.
pub(super) async fn forget(conn: &mut AnyConnection, digest: &Digest) -> Result<bool, Fault> {
    let delete = sqlx::query("DELETE FROM sign_in_failures WHERE login_digest = $1").bind(digest.to_vec());
    Ok(delete.execute(conn).await?.rows_affected() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::{DAY_MS, MINUTE_MS, Terms};

    #[test]
    fn locks_double_up_to_a_day() {
        let terms = Terms::default().passwords;
        let minutes = |locks| lock_ms(&terms, locks) / MINUTE_MS;
        assert_eq!([0, 1, 2, 3].map(minutes), [15, 30, 60, 120]);
        assert_eq!(
            [6, 7, 63, u32::MAX].map(|locks| lock_ms(&terms, locks)),
            [16 * 60 * MINUTE_MS, DAY_MS, DAY_MS, DAY_MS]
        );
    }
}
