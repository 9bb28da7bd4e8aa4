//! Accounts read back: by number, login name, phone or identity number. It changes nothing.

use law::day::Moment;
use law::identity::{CitizenId, CreditCode};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row};

use super::{Account, AccountId, Contact, Kind};
use crate::fault::Fault;
use crate::keys::Purpose;
use crate::{People, field, rows};

/// The first number given by the counter; those below are given by hand.
pub(crate) const FIRST_FREE: i64 = 1_000_000;

/// The columns an [`Account`] is read from.
pub(super) const COLUMNS: &str =
    "account, kind, name, login, licence, firm, guardian, address_confirmed, made_at, closed_at";

pub(super) fn account(row: &AnyRow) -> Result<Account, Fault> {
    Ok(Account {
        number: rows::account(row, "account")?,
        kind: rows::word(row, "kind", Kind::parse)?,
        name: rows::text(row, "name")?,
        login: rows::some_text(row, "login")?,
        licence: rows::some_text(row, "licence")?,
        firm: rows::some_text(row, "firm")?,
        guardian: rows::some_int(row, "guardian")?.map(AccountId),
        address_confirmed: rows::int::<i64>(row, "address_confirmed")? != 0,
        made_at: rows::moment(row, "made_at")?,
        closed_at: rows::some_moment(row, "closed_at")?,
    })
}

/// What a sealed field of an account is bound to.
pub(super) fn context(account: AccountId, field: &str) -> String {
    format!("people/{account}/{field}")
}

pub(crate) async fn one(conn: &mut AnyConnection, number: AccountId) -> Result<Option<Account>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM accounts WHERE account = $1");
    let row = sqlx::query(AssertSqlSafe(sql)).bind(number.0).fetch_optional(conn).await?;
    row.as_ref().map(account).transpose()
}

/// The identity number of an account, opened.
pub(crate) async fn identity(
    conn: &mut AnyConnection,
    people: &People,
    number: AccountId,
) -> Result<Option<String>, Fault> {
    let row = sqlx::query("SELECT identity FROM accounts WHERE account = $1").bind(number.0).fetch_optional(conn);
    let sealed = row.await?.map(|row| rows::some_text(&row, "identity")).transpose()?.flatten();
    sealed.map(|sealed| people.keys.open(&context(number, "identity"), &sealed)).transpose()
}

impl People {
    /// An account by its number.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn account(&self, number: AccountId) -> Result<Option<Account>, Fault> {
        let mut conn = self.pool().acquire().await?;
        one(&mut conn, number).await
    }

    /// How the person of an account is reached.
    ///
    /// # Errors
    /// [`Fault::NotFound`]; the storage's own.
    pub async fn contact(&self, number: AccountId) -> Result<Contact, Fault> {
        let row = sqlx::query("SELECT phone, email FROM accounts WHERE account = $1").bind(number.0);
        let row = row.fetch_optional(self.pool()).await?.ok_or(Fault::NotFound)?;
        let open = |field: &str| {
            let sealed = rows::some_text(&row, field)?;
            sealed.map(|sealed| self.keys.open(&context(number, field), &sealed)).transpose()
        };
        Ok(Contact { phone: open("phone")?, email: open("email")? })
    }

    /// The citizen's number or credit code of an account, opened. Only a page that must show it asks for it.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn identity(&self, number: AccountId) -> Result<Option<String>, Fault> {
        let mut conn = self.pool().acquire().await?;
        identity(&mut conn, self, number).await
    }

    /// The account of staff with a login name.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn by_login(&self, login: &str) -> Result<Option<Account>, Fault> {
        let sql = format!("SELECT {COLUMNS} FROM accounts WHERE login = $1");
        let query = sqlx::query(AssertSqlSafe(sql)).bind(field::login_as_typed(login));
        query.fetch_optional(self.pool()).await?.as_ref().map(account).transpose()
    }

    /// The account of a kind with a phone; `None` also when the text is no phone.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn by_phone(&self, kind: Kind, phone: &str) -> Result<Option<Account>, Fault> {
        match field::phone(phone) {
            Ok(phone) => self.by_digest("phone_digest", kind, &self.phone_digest(&phone)).await,
            Err(_) => Ok(None),
        }
    }

    /// The account of a kind with a citizen's number or, of a company, a credit code; `None` also when the text is
    /// no such number.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn by_identity(&self, kind: Kind, number: &str, at: Moment) -> Result<Option<Account>, Fault> {
        let digest = match kind {
            Kind::Company => CreditCode::parse(number)
                .ok()
                .map(|code| self.keys.digest(Purpose::Organisation, code.as_str().as_bytes())),
            _ => CitizenId::parse(number, at.day()).ok().map(|number| self.citizen_digest(&number)),
        };
        match digest {
            Some(digest) => self.by_digest("identity_digest", kind, &digest).await,
            None => Ok(None),
        }
    }

    async fn by_digest(&self, column: &str, kind: Kind, digest: &[u8]) -> Result<Option<Account>, Fault> {
        let sql = format!("SELECT {COLUMNS} FROM accounts WHERE kind = $1 AND {column} = $2");
        let query = sqlx::query(AssertSqlSafe(sql)).bind(kind.word()).bind(digest);
        query.fetch_optional(self.pool()).await?.as_ref().map(account).transpose()
    }

    /// The persons whom somebody is guardian of.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn wards(&self, guardian: AccountId) -> Result<Vec<AccountId>, Fault> {
        let query = sqlx::query("SELECT account FROM accounts WHERE guardian = $1 ORDER BY account").bind(guardian.0);
        let found = query.fetch_all(self.pool()).await?;
        found.iter().map(|row| Ok(AccountId(row.try_get(0)?))).collect()
    }
}
