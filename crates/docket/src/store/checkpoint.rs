//! Checkpoints: what SQLite's write-ahead log holds is copied into the file behind the writers. Left to SQLite, it is the
//! writer whose commit crosses the mark that copies a thousand pages, and whoever filed then waits for all of them.

use sqlx::Row;

use super::Docket;
use super::engine::Engine;
use super::error::StoreError;

/// Pages of the log at which a writer copies after all: when nobody else does, or cannot keep up.
pub(crate) const WRITER_COPIES: u32 = 16_384;

impl Docket {
    /// Copies what the log of a file holds into the file; writers and readers go on meanwhile. Gives the pages copied; none
    /// with an engine that sees to it itself.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn checkpoint(&self) -> Result<i64, StoreError> {
        if self.engine() != Engine::Sqlite {
            return Ok(0);
        }
        let row = sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").fetch_one(self.pool()).await?;
        Ok(row.try_get(2)?)
    }
}
