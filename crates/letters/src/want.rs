//! Which channels somebody wants beside the inbox, which nobody can turn off.

use docket::store::{StoreError, Work};
use people::AccountId;
use sqlx::{AnyConnection, Row as _};

use crate::Letters;

/// The channels somebody wants. Whoever said nothing is told by both, where an address is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wants {
    /// By electronic mail.
    pub mail: bool,
    /// By text message.
    pub sms: bool,
}

struct Put {
    account: AccountId,
    wants: Wants,
}

impl Work for Put {
    type Output = ();
    type Error = StoreError;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<(), StoreError> {
        let put = sqlx::query(
            "INSERT INTO letter_wants (account, mail, sms) VALUES ($1, $2, $3) \
             ON CONFLICT (account) DO UPDATE SET mail = excluded.mail, sms = excluded.sms",
        );
        let put = put.bind(self.account.0).bind(i64::from(self.wants.mail)).bind(i64::from(self.wants.sms));
        put.execute(conn).await?;
        Ok(())
    }
}

impl Letters {
    /// What somebody wants.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn wants(&self, account: AccountId) -> Result<Wants, StoreError> {
        let query = sqlx::query("SELECT mail, sms FROM letter_wants WHERE account = $1").bind(account.0);
        let Some(row) = query.fetch_optional(self.0.docket.pool()).await? else {
            return Ok(Wants { mail: true, sms: true });
        };
        Ok(Wants { mail: row.try_get::<i64, _>("mail")? != 0, sms: row.try_get::<i64, _>("sms")? != 0 })
    }

    /// Notes what somebody wants from now on; letters that wait are sent or not by it.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn set_wants(&self, account: AccountId, wants: Wants) -> Result<(), StoreError> {
        self.0.docket.work(&mut Put { account, wants }).await
    }
}
