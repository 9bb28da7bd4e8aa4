//! Followers: whoever reads each court's log from a stored cursor, at least once. This is the only job queue.

use law::ids::CourtId;
use sqlx::{AnyConnection, AnyPool, Row};

use super::error::StoreError;
use super::{project, read};
use crate::entry::Entry;

/// A follower of every court's log, by name.
#[derive(Debug, Clone)]
pub struct Follower {
    pool: AnyPool,
    name: String,
}

/// How far a batch went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// Entries done.
    pub done: i64,
    /// The entry that failed and why; the follower stands before it.
    pub fault: Option<(i64, String)>,
}

/// A follower that stands before an entry it failed at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Court.
    pub court: CourtId,
    /// Position of the entry.
    pub position: i64,
    /// Why it failed.
    pub fault: String,
}

impl Follower {
    pub(crate) const fn new(pool: AnyPool, name: String) -> Follower {
        Follower { pool, name }
    }

    /// Hands the next entries of a court to `handle`, at most `limit`, and stores how far it came.
    ///
    /// An entry is handed over again if the process ends before that is stored: handling must bear it.
    ///
    /// # Errors
    /// The engine's own; a fault of `handle` is no error but stops the follower at its entry.
    pub async fn batch<H>(&self, court: CourtId, limit: i64, mut handle: H) -> Result<Followed, StoreError>
    where
        H: FnMut(&Entry) -> Result<(), String> + Send,
    {
        let from = self.position(court).await?;
        let mut followed = Followed { done: 0, fault: None };
        for entry in read::entries(&self.pool, court, from + 1, limit).await? {
            if let Err(fault) = handle(&entry) {
                followed.fault = Some((entry.position, fault));
                break;
            }
            followed.done += 1;
        }
        self.store(court, from + followed.done, followed.fault.as_ref()).await?;
        Ok(followed)
    }

    /// The last position done in a court.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn position(&self, court: CourtId) -> Result<i64, StoreError> {
        read::cursor(&self.pool, &self.name, court).await
    }

    /// Moves a court's cursor within the caller's own transaction, so that what it made of the entries and how far it came
    /// are stored together or not at all. Returns whether the cursor still stood where the caller began.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn advance(
        &self,
        conn: &mut AnyConnection,
        court: CourtId,
        (from, to): (i64, i64),
    ) -> Result<bool, StoreError> {
        if read::cursor(&mut *conn, &self.name, court).await? != from {
            return Ok(false);
        }
        project::put_cursor(conn, &self.name, court, to).await?;
        Ok(true)
    }

    /// Stops before the entry after `position`, and says why.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn stop(&self, court: CourtId, position: i64, fault: String) -> Result<(), StoreError> {
        self.store(court, position, Some(&(position + 1, fault))).await
    }

    async fn store(&self, court: CourtId, position: i64, fault: Option<&(i64, String)>) -> Result<(), StoreError> {
        let mut conn = self.pool.acquire().await?;
        project::put_cursor(&mut conn, &self.name, court, position).await?;
        if let Some((_, fault)) = fault {
            sqlx::query("UPDATE cursors SET fault = $3 WHERE name = $1 AND court = $2")
                .bind(self.name.as_str())
                .bind(i64::from(court.0))
                .bind(fault.as_str())
                .execute(&mut *conn)
                .await?;
        }
        Ok(())
    }

    /// The positions done in all courts, added up: it grows whenever the follower goes on anywhere.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn total(&self) -> Result<i64, StoreError> {
        let sum = sqlx::query("SELECT CAST(COALESCE(SUM(position), 0) AS BIGINT) FROM cursors WHERE name = $1");
        Ok(sum.bind(self.name.as_str()).fetch_one(&self.pool).await?.try_get(0)?)
    }

    /// Courts where it stands before an entry it failed at.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn faults(&self) -> Result<Vec<Standing>, StoreError> {
        let rows = sqlx::query(
            "SELECT court, position, fault FROM cursors WHERE name = $1 AND fault IS NOT NULL ORDER BY court",
        )
        .bind(self.name.as_str())
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Standing {
                    court: CourtId(read::narrow(row.try_get("court")?, "court")?),
                    position: row.try_get::<i64, _>("position")? + 1,
                    fault: row.try_get("fault")?,
                })
            })
            .collect()
    }
}
