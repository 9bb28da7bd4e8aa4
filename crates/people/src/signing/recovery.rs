//! Recovery codes (恢复码): for who has lost their authenticator. Ten, shown once, each good for one use.

use law::day::Moment;
use sqlx::{AnyConnection, Row};

use crate::People;
use crate::account::AccountId;
use crate::draw::{self, Draw, Secret};
use crate::fault::Fault;
use crate::keys::{Keys, Purpose};

/// How many there are.
const COUNT: usize = 10;
/// Letters of one, five bits each.
const LETTERS: usize = 15;

/// Draws a set of codes.
pub(super) fn drawn(draw: &mut dyn Draw) -> Result<Vec<Secret>, Fault> {
    (0..COUNT).map(|_| draw::clear_text(LETTERS, draw)).collect()
}

/// What a code is kept under: bound to its account.
fn kept(keys: &Keys, account: AccountId, code: &str) -> Vec<u8> {
    let text = format!("{account}/{}", draw::clear_read(code));
    keys.digest(Purpose::Recovery, text.as_bytes()).to_vec()
}

/// Puts these codes in the place of any others.
pub(super) async fn put(
    conn: &mut AnyConnection,
    keys: &Keys,
    account: AccountId,
    codes: &[Secret],
) -> Result<(), Fault> {
    remove(conn, account).await?;
    for code in codes {
        let insert = sqlx::query("INSERT INTO recovery_codes (account, code_digest, used_at) VALUES ($1, $2, NULL)");
        insert.bind(account.0).bind(kept(keys, account, code.as_str())).execute(&mut *conn).await?;
    }
    Ok(())
}

/// Takes all codes away.
pub(super) async fn remove(conn: &mut AnyConnection, account: AccountId) -> Result<(), Fault> {
    let delete = sqlx::query("DELETE FROM recovery_codes WHERE account = $1").bind(account.0);
    delete.execute(conn).await?;
    Ok(())
}

/// Uses a code up; false when it is none or was used before.
pub(super) async fn spend(
    conn: &mut AnyConnection,
    keys: &Keys,
    account: AccountId,
    typed: &str,
    at: Moment,
) -> Result<bool, Fault> {
    let set = sqlx::query(
        "UPDATE recovery_codes SET used_at = $3 WHERE account = $1 AND code_digest = $2 AND used_at IS NULL",
    );
    let done = set.bind(account.0).bind(kept(keys, account, typed)).bind(at.0).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}

impl People {
    /// How many recovery codes of an account are left.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn recovery_left(&self, account: AccountId) -> Result<i64, Fault> {
        let count = sqlx::query("SELECT COUNT(*) FROM recovery_codes WHERE account = $1 AND used_at IS NULL");
        Ok(count.bind(account.0).fetch_one(self.pool()).await?.try_get(0)?)
    }
}
