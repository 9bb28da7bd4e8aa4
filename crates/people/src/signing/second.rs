//! The second factor (动态口令) of staff: enrolled in two steps, used with every sign-in, a step once used never again.

use law::day::Moment;
use sqlx::AnyConnection;

use super::lockout::{self, Given};
use super::password::{self, Credentials};
use super::staff::Second;
use super::{recovery, totp};
use crate::People;
use crate::account::AccountId;
use crate::draw::{self, Draw, Secret};
use crate::fault::Fault;
use crate::journal::{Event, Note};

/// Under which name authenticators list the court.
const ISSUER: &str = "明镜";

/// A second factor about to be enrolled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The secret, to be typed in: base32.
    pub secret: Secret,
    /// The `otpauth` address, to be scanned as a QR code.
    pub uri: Secret,
}

fn context(account: AccountId) -> String {
    format!("people/{account}/totp")
}

/// The session of a handle has shown its second factor.
async fn prove(conn: &mut AnyConnection, account: AccountId, handle: &str) -> Result<(), Fault> {
    let set = sqlx::query("UPDATE sessions SET proven = 1 WHERE account = $1 AND handle = $2");
    set.bind(account.0).bind(handle).execute(conn).await?;
    Ok(())
}

fn secret(people: &People, found: &Credentials) -> Result<Option<[u8; totp::SECRET_BYTES]>, Fault> {
    let Some(sealed) = &found.secret else { return Ok(None) };
    let text = people.keys.open(&context(found.account), sealed)?;
    totp::from_base32(&text).map(Some).ok_or_else(|| Fault::damaged("存储的动态口令密钥无法识别"))
}

/// Uses up what was typed; false when it does not fit or was used before.
pub(super) async fn spend(
    conn: &mut AnyConnection,
    people: &People,
    found: &Credentials,
    second: Second<'_>,
    at: Moment,
) -> Result<bool, Fault> {
    match second {
        Second::None => Ok(false),
        Second::Recovery(typed) => {
            let spent = recovery::spend(conn, &people.keys, found.account, typed, at).await?;
            if spent {
                Note::own(Event::RecoveryUsed, found.account).write(conn, at).await?;
            }
            Ok(spent)
        }
        Second::Totp(typed) => {
            let Some(secret) = secret(people, found)? else { return Ok(false) };
            let Some(step) = totp::matching_step(&secret, typed, at, found.last_step) else { return Ok(false) };
            let set = sqlx::query("UPDATE second_factors SET last_step = $2 WHERE account = $1 AND last_step < $2");
            let done = set.bind(found.account.0).bind(step).execute(conn).await?;
            Ok(done.rows_affected() == 1)
        }
    }
}

impl People {
    /// First step: draws a secret for the authenticator. It counts for nothing until it is confirmed; asking again
    /// draws another.
    ///
    /// # Errors
    /// [`Fault::Refused`] when one is enrolled already; [`Fault::NotFound`]; the storage's own.
    pub async fn enrol_second(&self, account: AccountId, draw: &mut dyn Draw) -> Result<Enrolment, Fault> {
        let text = totp::base32(&draw::bytes(draw)?);
        let sealed = self.keys.seal(&context(account), &text)?;
        let sealed = sealed.as_str();
        let found = self.work(move |conn, _| {
            Box::pin(async move {
                let found = password::by_account(conn, account).await?;
                if found.confirmed {
                    return Err(Fault::field("code", "动态口令已经启用；如需更换，请联系管理员重置。"));
                }
                sqlx::query(
                    "INSERT INTO second_factors (account, secret, confirmed_at, last_step) VALUES ($1, $2, NULL, 0) \
                     ON CONFLICT (account) DO UPDATE SET secret = excluded.secret, last_step = 0",
                )
                .bind(account.0)
                .bind(sealed)
                .execute(conn)
                .await?;
                Ok(found)
            })
        });
        let login = found.await?.login;
        Ok(Enrolment { uri: Secret::new(totp::uri(ISSUER, &login, &text)), secret: Secret::new(text) })
    }

    /// Second step: the authenticator shows the right code. Gives the recovery codes, which are shown once. The session
    /// of this handle counts as proven from then on.
    ///
    /// # Errors
    /// [`Fault::WrongCode`]; [`Fault::Refused`] when one is enrolled already; [`Fault::NotFound`] before the first
    /// step; the storage's own.
    pub async fn confirm_second(
        &self,
        account: AccountId,
        code: &str,
        handle: &str,
        at: Moment,
        draw: &mut dyn Draw,
    ) -> Result<Vec<Secret>, Fault> {
        let codes = recovery::drawn(draw)?;
        let drawn = codes.as_slice();
        self.work(move |conn, _| {
            Box::pin(async move {
                let found = password::by_account(conn, account).await?;
                if found.confirmed {
                    return Err(Fault::field("code", "动态口令已经启用；如需更换，请联系管理员重置。"));
                }
                let secret = secret(self, &found)?.ok_or(Fault::NotFound)?;
                let step = totp::matching_step(&secret, code, at, found.last_step).ok_or(Fault::WrongCode)?;
                let set = sqlx::query("UPDATE second_factors SET confirmed_at = $2, last_step = $3 WHERE account = $1");
                set.bind(account.0).bind(at.0).bind(step).execute(&mut *conn).await?;
                recovery::put(conn, &self.keys, account, drawn).await?;
                prove(conn, account, handle).await?;
                Note::own(Event::SecondEnrolled, account).write(conn, at).await
            })
        })
        .await?;
        Ok(codes)
    }

    /// Shows the second factor in a session that somebody vouched for without one.
    ///
    /// # Errors
    /// [`Fault::WrongCode`], which counts as a failed try; [`Fault::Locked`]; [`Fault::NotFound`] when none is
    /// enrolled; the storage's own.
    pub async fn prove_second(
        &self,
        account: AccountId,
        second: Second<'_>,
        handle: &str,
        at: Moment,
    ) -> Result<(), Fault> {
        self.work(move |conn, _| {
            Box::pin(async move {
                let found = password::by_account(conn, account).await?;
                if !found.confirmed {
                    return Err(Fault::NotFound);
                }
                let given = Given { digest: self.login_digest(&found.login), account };
                lockout::check(conn, &given.digest, at).await?;
                if !spend(conn, self, &found, second, at).await? {
                    let terms = &self.terms.passwords;
                    return Ok(Err(lockout::fail(conn, given, Fault::WrongCode, terms, at).await?));
                }
                prove(conn, account, handle).await?;
                Note::own(Event::SecondProven, account).write(conn, at).await?;
                Ok(Ok(()))
            })
        })
        .await?
    }

    /// Draws new recovery codes in the place of the old ones, against a code of the authenticator.
    ///
    /// # Errors
    /// [`Fault::WrongCode`], which counts as a failed try; [`Fault::Locked`]; [`Fault::NotFound`]; the storage's own.
    pub async fn renew_recovery(
        &self,
        account: AccountId,
        code: &str,
        at: Moment,
        draw: &mut dyn Draw,
    ) -> Result<Vec<Secret>, Fault> {
        let codes = recovery::drawn(draw)?;
        let drawn = codes.as_slice();
        self.work(move |conn, _| {
            Box::pin(async move {
                let found = password::by_account(conn, account).await?;
                if !found.confirmed {
                    return Err(Fault::NotFound);
                }
                let given = Given { digest: self.login_digest(&found.login), account };
                lockout::check(conn, &given.digest, at).await?;
                if !spend(conn, self, &found, Second::Totp(code), at).await? {
                    let terms = &self.terms.passwords;
                    return Ok(Err(lockout::fail(conn, given, Fault::WrongCode, terms, at).await?));
                }
                recovery::put(conn, &self.keys, account, drawn).await?;
                Note::own(Event::RecoveryRenewed, account).write(conn, at).await?;
                Ok(Ok(()))
            })
        })
        .await??;
        Ok(codes)
    }
}
