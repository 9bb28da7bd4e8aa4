//! Small writes beside the log: courts made known, keys of sealed fields destroyed.

use law::ids::{CourtId, Stream};
use sqlx::{AnyConnection, AnyPool};

use super::batch::CourtRow;
use super::error::StoreError;
use super::read;
use super::transaction::Work;

/// Makes courts known.
pub(crate) struct Register<'a> {
    pub(crate) courts: &'a [CourtRow],
}

impl Work for Register<'_> {
    type Output = ();
    type Error = StoreError;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<(), StoreError> {
        let known = read::courts(&mut *conn).await?;
        for row in self.courts {
            match known.iter().find(|found| found.court == row.court) {
                Some(found) if found.code == row.code && found.public_key == row.public_key => {}
                Some(found) => {
                    return Err(StoreError::Conflict(format!(
                        "编号为 {} 的法院已以代字 {} 登记，代字与公钥不得变更",
                        row.court.0, found.code
                    )));
                }
                None => put(conn, row).await?,
            }
        }
        Ok(())
    }
}

/// Writes a court down.
pub(crate) async fn put(conn: &mut AnyConnection, row: &CourtRow) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO courts (court, code, name, public_key) VALUES ($1, $2, $3, $4)")
        .bind(i64::from(row.court.0))
        .bind(row.code.as_str())
        .bind(row.name.as_str())
        .bind(row.public_key.as_slice())
        .execute(conn)
        .await?;
    Ok(())
}

/// Destroys the key of a matter's sealed fields.
pub(crate) async fn destroy_field_key(pool: &AnyPool, court: CourtId, stream: Stream) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM field_keys WHERE court = $1 AND stream = $2")
        .bind(i64::from(court.0))
        .bind(stream.0)
        .execute(pool)
        .await?;
    Ok(done.rows_affected() > 0)
}
