//! Staff sign in: login name, password, second factor. Who is unknown, closed or without a password costs as much
//! time and is told the same.

use law::day::Moment;
use sqlx::AnyConnection;

use super::hash::{PasswordHash, apart};
use super::lockout::{self, Counts};
use super::password::{self, Credentials};
use super::second;
use crate::account::{AccountId, Kind};
use crate::draw::Draw;
use crate::fault::Fault;
use crate::session::{Device, Method, Opening, SignedIn};
use crate::{People, field};

/// What was typed as second factor.
#[derive(Clone, Copy)]
pub enum Second<'a> {
    /// Nothing yet.
    None,
    /// The code an authenticator shows.
    Totp(&'a str),
    /// A recovery code.
    Recovery(&'a str),
}

/// What somebody of the staff typed.
#[derive(Clone, Copy)]
pub struct StaffSignIn<'a> {
    /// Login name.
    pub login: &'a str,
    /// Password.
    pub password: &'a str,
    /// Second factor.
    pub second: Second<'a>,
}

/// Longest password that is hashed, in bytes.
const LONGEST: usize = 1024;

/// A password tried outside the transaction.
struct Tried {
    login: String,
    /// The hash it was tried on; none when there is no such account.
    on: Option<PasswordHash>,
    fits: bool,
}

impl People {
    /// Signs staff in.
    ///
    /// # Errors
    /// [`Fault::WrongPassword`]; [`Fault::NeedsSecond`] when the password is right and no second factor was given;
    /// [`Fault::WrongCode`] for the second factor; [`Fault::Locked`] after too many of them; [`Fault::Expired`] for a
    /// temporary password past its end; the storage's own.
    pub async fn sign_in_staff(
        &self,
        given: StaffSignIn<'_>,
        device: &Device,
        at: Moment,
        draw: &mut dyn Draw,
    ) -> Result<SignedIn, Fault> {
        let opening = Opening::draw(self, device, Method::Password, draw)?;
        let tried = self.try_password(given, device, at).await?;
        let (opening, tried) = (&opening, &tried);
        let asked = (given.second, device);
        self.work(move |conn, _| Box::pin(async move { decide(conn, self, opening, tried, asked, at).await })).await?
    }

    /// Tries the password on what is stored, or on a dummy that costs the same.
    async fn try_password(&self, given: StaffSignIn<'_>, device: &Device, at: Moment) -> Result<Tried, Fault> {
        let login = field::login_as_typed(given.login);
        let mut conn = self.pool().acquire().await?;
        let found = password::by_login(&mut conn, &login).await?;
        let account = found.as_ref().map_or(AccountId::SYSTEM, |found| found.account);
        Counts::of(&mut conn, self, (&login, account), device).await?.check(&mut conn, at).await?;
        drop(conn);
        let on = found.filter(|found| !found.closed).and_then(|found| found.hash);
        let hash = on.clone().unwrap_or_else(|| PasswordHash::dummy(&self.terms.passwords));
        let password = given.password.to_owned();
        let right = apart(move || Ok(password.len() <= LONGEST && hash.fits(&password)?)).await?;
        Ok(Tried { login, fits: right && on.is_some(), on })
    }
}

/// Decides on what was tried; a refusal that counts is a value, so that the count stays.
async fn decide(
    conn: &mut AnyConnection,
    people: &People,
    opening: &Opening<'_>,
    tried: &Tried,
    (second, device): (Second<'_>, &Device),
    at: Moment,
) -> Result<Result<SignedIn, Fault>, Fault> {
    let found = password::by_login(conn, &tried.login).await?;
    let account = found.as_ref().map_or(AccountId::SYSTEM, |found| found.account);
    let counts = Counts::of(conn, people, (&tried.login, account), device).await?;
    let terms = &people.terms.passwords;
    counts.check(conn, at).await?;
    let right = |found: &Credentials| tried.fits && !found.closed && found.hash == tried.on;
    let Some(found) = found.filter(right) else {
        return Ok(Err(counts.fail(conn, Fault::WrongPassword, terms, at).await?));
    };
    if found.temporary_until.is_some_and(|until| until <= at) {
        return Ok(Err(Fault::Expired));
    }
    if found.confirmed {
        if matches!(second, Second::None) {
            return Ok(Err(Fault::NeedsSecond));
        }
        if !second::spend(conn, people, &found, second, at).await? {
            return Ok(Err(counts.fail(conn, Fault::WrongCode, terms, at).await?));
        }
    }
    lockout::forget(conn, &counts.given.digest).await?;
    let bound = (found.temporary_until.is_some(), found.confirmed);
    opening.write(conn, (found.account, Kind::Staff), bound, at).await.map(Ok)
}
