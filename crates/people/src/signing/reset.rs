//! The administrator's reset (重置): a temporary password, everything else to be made anew.

use law::day::Moment;

use super::hash::{PasswordHash, apart};
use super::{lockout, password, recovery};
use crate::account::AccountId;
use crate::draw::{self, Draw, Secret};
use crate::fault::Fault;
use crate::journal::{Event, Note};
use crate::{People, session};

/// A temporary password, to be handed to the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Temporary {
    /// The password; shown once.
    pub password: Secret,
    /// Until when it serves.
    pub until: Moment,
}

/// Letters of a temporary password, five bits each.
pub(crate) const LETTERS: usize = 20;

impl People {
    /// Gives staff a temporary password. Second factor, recovery codes, locks and sessions are taken away: whoever
    /// signs in with it must change it and enrol again.
    ///
    /// # Errors
    /// [`Fault::NotFound`]; the storage's own.
    pub async fn reset_staff(
        &self,
        account: AccountId,
        by: AccountId,
        at: Moment,
        draw: &mut dyn Draw,
    ) -> Result<Temporary, Fault> {
        let (password, salt) = (draw::clear_text(LETTERS, draw)?, draw::bytes(draw)?);
        let (terms, text) = (self.terms.passwords.clone(), password.clone());
        let hash = apart(move || PasswordHash::salted(text.as_str(), &terms, &salt)).await?;
        let until = Moment(at.0.saturating_add(self.terms.passwords.temporary_ms));
        let hash = &hash;
        self.work(move |conn, _| {
            Box::pin(async move {
                let found = password::by_account(conn, account).await?;
                password::put(conn, account, hash, Some(until), at).await?;
                let delete = sqlx::query("DELETE FROM second_factors WHERE account = $1").bind(account.0);
                delete.execute(&mut *conn).await?;
                recovery::remove(conn, account).await?;
                lockout::forget(conn, &self.login_digest(&found.login)).await?;
                session::end_all(conn, account, None).await?;
                session::forget_devices(conn, account).await?;
                Note::by(Event::PasswordReset, account, by).write(conn, at).await
            })
        })
        .await?;
        Ok(Temporary { password, until })
    }

    /// Takes a lock away before its time; gives whether there was any failure to forget.
    ///
    /// # Errors
    /// [`Fault::NotFound`]; the storage's own.
    pub async fn unlock_staff(&self, account: AccountId, by: AccountId, at: Moment) -> Result<bool, Fault> {
        self.work(move |conn, _| {
            Box::pin(async move {
                let found = password::by_account(conn, account).await?;
                let failed = lockout::forget(conn, &self.login_digest(&found.login)).await?;
                // a known device has a count of its own: unknown again, it has the name's
                let had = session::forget_devices(conn, account).await? || failed;
                if had {
                    Note::by(Event::Unlocked, account, by).write(conn, at).await?;
                }
                Ok(had)
            })
        })
        .await
    }
}
