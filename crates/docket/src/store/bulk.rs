//! The bulk path: batches of sealed entries, each stored whole or not at all. Nothing is sealed or folded here.

use super::batch::Batch;
use super::bulk_postgres::PostgresBulk;
use super::bulk_sqlite::SqliteBulk;
use super::engine::Location;
use super::error::StoreError;

/// Stores batches, one transaction a call. A batch whose call returned is there after a crash of the process.
pub trait BulkWriter: Send {
    /// Stores a batch.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::Conflict`] when an entry or head is there already, and the
    /// engine's own; nothing of the batch is stored then.
    fn write(&mut self, batch: &Batch) -> Result<(), StoreError>;

    /// Flushes what was written to the disk and closes.
    ///
    /// # Errors
    /// The engine's own; the batches written stay.
    fn finish(self: Box<Self>) -> Result<(), StoreError>;
}

/// Opens a bulk writer on a database whose tables [`super::Docket::open`] has made.
///
/// # Errors
/// As [`super::Docket::open`].
pub fn bulk_writer(url: &str) -> Result<Box<dyn BulkWriter>, StoreError> {
    match Location::parse(url)? {
        Location::File(path) => Ok(Box::new(SqliteBulk::open(&path)?)),
        Location::Server(url) => Ok(Box::new(PostgresBulk::open(&url)?)),
    }
}
