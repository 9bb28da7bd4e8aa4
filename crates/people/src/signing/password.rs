//! What staff sign in with, as stored; set by an administrator, changed by the person.

use law::day::Moment;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::hash::{PasswordHash, apart};
use super::lockout::{self, Given};
use super::policy;
use crate::account::AccountId;
use crate::draw::{self, Draw};
use crate::fault::Fault;
use crate::journal::{Event, Note};
use crate::{People, rows, session};

/// What an account of staff signs in with.
pub(super) struct Credentials {
    pub(super) account: AccountId,
    pub(super) login: String,
    pub(super) closed: bool,
    pub(super) hash: Option<PasswordHash>,
    pub(super) temporary_until: Option<Moment>,
    /// The sealed secret of the second factor.
    pub(super) secret: Option<String>,
    pub(super) confirmed: bool,
    pub(super) last_step: i64,
}

const CREDENTIALS: &str = "SELECT a.account, a.login, a.closed_at, w.hash, w.temporary_until, f.secret, \
     f.confirmed_at, f.last_step FROM accounts a LEFT JOIN passwords w ON w.account = a.account \
     LEFT JOIN second_factors f ON f.account = a.account WHERE a.login IS NOT NULL AND";

fn credentials(row: &AnyRow) -> Result<Credentials, Fault> {
    Ok(Credentials {
        account: rows::account(row, "account")?,
        login: rows::text(row, "login")?,
        closed: rows::some_moment(row, "closed_at")?.is_some(),
        hash: rows::some_text(row, "hash")?.map(PasswordHash::stored),
        temporary_until: rows::some_moment(row, "temporary_until")?,
        secret: rows::some_text(row, "secret")?,
        confirmed: rows::some_moment(row, "confirmed_at")?.is_some(),
        last_step: rows::some_int(row, "last_step")?.unwrap_or_default(),
    })
}

/// The credentials of a login name.
pub(super) async fn by_login(conn: &mut AnyConnection, login: &str) -> Result<Option<Credentials>, Fault> {
    let query = sqlx::query(AssertSqlSafe(format!("{CREDENTIALS} a.login = $1"))).bind(login);
    query.fetch_optional(conn).await?.as_ref().map(credentials).transpose()
}

/// The credentials of an account of staff.
pub(super) async fn by_account(conn: &mut AnyConnection, account: AccountId) -> Result<Credentials, Fault> {
    let query = sqlx::query(AssertSqlSafe(format!("{CREDENTIALS} a.account = $1"))).bind(account.0);
    query.fetch_optional(conn).await?.as_ref().map(credentials).transpose()?.ok_or(Fault::NotFound)
}

/// Writes a password down; a temporary one has an end.
pub(crate) async fn put(
    conn: &mut AnyConnection,
    account: AccountId,
    hash: &PasswordHash,
    temporary_until: Option<Moment>,
    at: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO passwords (account, hash, set_at, temporary_until) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (account) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at, \
         temporary_until = excluded.temporary_until",
    )
    .bind(account.0)
    .bind(hash.as_str())
    .bind(at.0)
    .bind(temporary_until.map(|until| until.0))
    .execute(conn)
    .await?;
    Ok(())
}

impl People {
    /// Sets the password of staff outright: for the first administrator and for simulated courts. Every session of
    /// theirs ends.
    ///
    /// # Errors
    /// [`Fault::Refused`] for one that may not be chosen; [`Fault::NotFound`]; the storage's own.
    pub async fn set_password(
        &self,
        account: AccountId,
        password: &str,
        by: AccountId,
        at: Moment,
        draw: &mut dyn Draw,
    ) -> Result<(), Fault> {
        let salt = draw::bytes(draw)?;
        let mut conn = self.pool().acquire().await?;
        let found = by_account(&mut conn, account).await?;
        drop(conn);
        let terms = self.terms.passwords.clone();
        policy::check(password, &found.login, &terms)?;
        let password = password.to_owned();
        let hash = apart(move || PasswordHash::salted(&password, &terms, &salt)).await?;
        let hash = &hash;
        self.work(move |conn, _| {
            Box::pin(async move {
                put(conn, account, hash, None, at).await?;
                session::end_all(conn, account, None).await?;
                Note::by(Event::PasswordSet, account, by).write(conn, at).await
            })
        })
        .await
    }

    /// Changes one's own password. Every other session of theirs ends; `handle` is the one that stays.
    ///
    /// # Errors
    /// [`Fault::WrongPassword`] for the old one, which counts as a failed try; [`Fault::Locked`]; [`Fault::Refused`]
    /// for a new one that may not be chosen; the storage's own.
    pub async fn change_password(
        &self,
        account: AccountId,
        (old, new): (&str, &str),
        handle: &str,
        at: Moment,
        draw: &mut dyn Draw,
    ) -> Result<(), Fault> {
        let salt = draw::bytes(draw)?;
        let mut conn = self.pool().acquire().await?;
        let found = by_account(&mut conn, account).await?;
        let given = Given { digest: self.login_digest(&found.login), account };
        lockout::check(&mut conn, &given.digest, at).await?;
        drop(conn);
        let terms = self.terms.passwords.clone();
        policy::check(new, &found.login, &terms)?;
        if old == new {
            return Err(Fault::field("password", "新密码不能与原密码相同，请另选。"));
        }
        let known = found.hash.ok_or(Fault::NotFound)?;
        let (tried, old, new) = (known.clone(), old.to_owned(), new.to_owned());
        let hashed = apart(move || {
            let right = tried.fits(&old)?;
            right.then(|| PasswordHash::salted(&new, &terms, &salt)).transpose()
        });
        let (hashed, known) = (&hashed.await?, &known);
        self.work(move |conn, _| {
            Box::pin(async move {
                lockout::check(conn, &given.digest, at).await?;
                let same = by_account(conn, account).await?.hash.as_ref() == Some(known);
                match hashed {
                    Some(hash) if same => {
                        lockout::forget(conn, &given.digest).await?;
                        put(conn, account, hash, None, at).await?;
                        session::end_all(conn, account, Some(handle)).await?;
                        Note::own(Event::PasswordChanged, account).write(conn, at).await?;
                        Ok(Ok(()))
                    }
                    _ => {
                        let terms = &self.terms.passwords;
                        Ok(Err(lockout::fail(conn, given, Fault::WrongPassword, terms, at).await?))
                    }
                }
            })
        })
        .await?
    }
}
