//! What changes in an account: contact, confirmed address, closing. Number, kind and identity never do.

use law::day::Moment;
use sqlx::{AnyConnection, Row};

use super::read::{self, context};
use super::{AccountId, Contact, Kind};
use crate::fault::Fault;
use crate::field::{self, Faults};
use crate::journal::{Event, Note};
use crate::{People, session};

impl People {
    /// Changes phone and e-mail; what is left out is taken out. Whoever signs in by phone keeps one.
    ///
    /// # Errors
    /// [`Fault::Refused`] with every field that is wrong or taken; [`Fault::NotFound`]; the storage's own.
    pub async fn change_contact(
        &self,
        account: AccountId,
        contact: &Contact,
        by: AccountId,
        at: Moment,
    ) -> Result<(), Fault> {
        self.work(move |conn, _| {
            Box::pin(async move {
                put_contact(conn, self, account, contact).await?;
                Note::by(Event::ContactChanged, account, by).write(conn, at).await
            })
        })
        .await
    }

    /// Notes whether the service address is confirmed (送达地址确认).
    ///
    /// # Errors
    /// [`Fault::NotFound`]; the storage's own.
    pub async fn confirm_address(
        &self,
        account: AccountId,
        confirmed: bool,
        by: AccountId,
        at: Moment,
    ) -> Result<(), Fault> {
        self.work(move |conn, _| {
            Box::pin(async move {
                let set = sqlx::query("UPDATE accounts SET address_confirmed = $2 WHERE account = $1");
                let done = set.bind(account.0).bind(i64::from(confirmed)).execute(&mut *conn).await?;
                if done.rows_affected() == 0 {
                    return Err(Fault::NotFound);
                }
                Note::by(Event::AddressConfirmed, account, by).about(i64::from(confirmed)).write(conn, at).await
            })
        })
        .await
    }

    /// Closes an account and ends its sessions, or opens it again. Closing twice is closing once.
    ///
    /// # Errors
    /// [`Fault::NotFound`]; the storage's own.
    pub async fn set_closed(&self, account: AccountId, closed: bool, by: AccountId, at: Moment) -> Result<(), Fault> {
        self.work(move |conn, _| {
            Box::pin(async move {
                let found = read::one(conn, account).await?.ok_or(Fault::NotFound)?;
                if found.closed_at.is_some() == closed {
                    return Ok(());
                }
                let set = sqlx::query("UPDATE accounts SET closed_at = $2 WHERE account = $1");
                set.bind(account.0).bind(closed.then_some(at.0)).execute(&mut *conn).await?;
                session::end_all(conn, account, None).await?;
                let event = if closed { Event::Closed } else { Event::Reopened };
                Note::by(event, account, by).write(conn, at).await
            })
        })
        .await
    }
}

async fn put_contact(
    conn: &mut AnyConnection,
    people: &People,
    account: AccountId,
    contact: &Contact,
) -> Result<(), Fault> {
    let found = read::one(conn, account).await?.ok_or(Fault::NotFound)?;
    let mut faults = Faults::default();
    let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let phone = given(&contact.phone).and_then(|text| faults.take("phone", field::phone(&text)));
    let email = given(&contact.email).and_then(|text| faults.take("email", field::email(&text)));
    if given(&contact.phone).is_none() && found.kind != Kind::Staff && found.guardian.is_none() {
        faults.add("phone", "请填写手机号码，登录时要用它接收验证码。");
    }
    let digest = phone.as_deref().map(|phone| people.phone_digest(phone).to_vec());
    let others = sqlx::query("SELECT COUNT(*) FROM accounts WHERE kind = $1 AND phone_digest = $2 AND account <> $3")
        .bind(found.kind.word())
        .bind(digest.clone())
        .bind(account.0)
        .fetch_one(&mut *conn)
        .await?;
    if others.try_get::<i64, _>(0)? > 0 {
        faults.add("phone", "该手机号码已注册过同类账号，请换用其他号码。");
    }
    faults.settle()?;
    let seal = |field: &str, plain: Option<&str>| {
        plain.map(|plain| people.keys.seal(&context(account, field), plain)).transpose()
    };
    sqlx::query("UPDATE accounts SET phone = $2, phone_digest = $3, email = $4 WHERE account = $1")
        .bind(account.0)
        .bind(seal("phone", phone.as_deref())?)
        .bind(digest)
        .bind(seal("email", email.as_deref())?)
        .execute(conn)
        .await?;
    Ok(())
}
