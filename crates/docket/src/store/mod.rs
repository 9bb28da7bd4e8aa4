//! Storage of the docket on SQLite and PostgreSQL: one SQL text, one function that opens transactions.
//!
//! Storage keeps and hands back what was sealed. It decides nothing: what may be done to a case is `law`'s.

mod batch;
mod bulk;
mod bulk_postgres;
mod bulk_sqlite;
mod engine;
mod error;
mod list;
mod open;
mod read;
mod scan;
mod schema;
mod transaction;

pub use batch::{Batch, Counter, CourtRow, Cursor, FieldKey, NumberKey, StatementRow, Tally};
pub use bulk::{BulkWriter, bulk_writer};
pub use engine::Engine;
pub use error::StoreError;
pub use list::{CaseFilter, Days, Key};
pub use open::OpenReport;

use law::ids::{CourtId, Stream};
use law::life::facts::CaseFacts;
use sqlx::AnyPool;

use crate::entry::Entry;
use crate::head::Head;
use engine::Location;

/// The docket of a province: every court's log and what is computed from it.
#[derive(Debug, Clone)]
pub struct Docket {
    location: Location,
    pool: AnyPool,
    report: OpenReport,
}

impl Docket {
    /// Opens the database at `sqlite://PATH` or `postgres://…`, making or upgrading its tables.
    ///
    /// # Errors
    /// What is wrong with the address, the file or the server, each its own variant with its own sentence.
    pub async fn open(url: &str) -> Result<Docket, StoreError> {
        let location = Location::parse(url)?;
        let (pool, report) = open::open(&location).await?;
        Ok(Docket {
            location,
            pool,
            report,
        })
    }

    /// What opening found.
    pub const fn report(&self) -> &OpenReport {
        &self.report
    }

    /// The engine.
    pub const fn engine(&self) -> Engine {
        self.location.engine()
    }

    /// Closes every connection.
    pub async fn close(self) {
        self.pool.close().await;
    }

    /// Courts known, in order of number.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn courts(&self) -> Result<Vec<CourtRow>, StoreError> {
        read::courts(&self.pool).await
    }

    /// Number of entries in a court's log.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn size(&self, court: CourtId) -> Result<i64, StoreError> {
        read::size(&self.pool, court).await
    }

    /// Entries of a court from a position on, at most `limit`.
    ///
    /// # Errors
    /// The engine's own, and damage found in a row.
    pub async fn entries(
        &self,
        court: CourtId,
        from: i64,
        limit: i64,
    ) -> Result<Vec<Entry>, StoreError> {
        read::entries(&self.pool, court, from, limit).await
    }

    /// Every entry of a matter, in order.
    ///
    /// # Errors
    /// The engine's own, and damage found in a row.
    pub async fn stream(&self, court: CourtId, stream: Stream) -> Result<Vec<Entry>, StoreError> {
        read::stream(&self.pool, court, stream).await
    }

    /// The newest heads of a court, the largest first, at most `limit`.
    ///
    /// # Errors
    /// The engine's own, and damage found in a row.
    pub async fn heads(&self, court: CourtId, limit: i64) -> Result<Vec<Head>, StoreError> {
        read::heads(&self.pool, court, i64::MAX, limit).await
    }

    /// The head over all of a court's entries that has been signed last.
    ///
    /// # Errors
    /// The engine's own, and damage found in a row.
    pub async fn latest_head(&self, court: CourtId) -> Result<Option<Head>, StoreError> {
        Ok(self.heads(court, 1).await?.pop())
    }

    /// The facts of one matter.
    ///
    /// # Errors
    /// The engine's own, and damage found in the row.
    pub async fn facts(
        &self,
        court: CourtId,
        stream: Stream,
    ) -> Result<Option<CaseFacts>, StoreError> {
        list::facts(&self.pool, court, stream).await
    }

    /// Cases that meet the filter, in order of court and stream, after a key.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for a column that is none; the engine's own.
    pub async fn list_cases(
        &self,
        filter: &CaseFilter,
        after: Option<Key>,
        limit: i64,
    ) -> Result<Vec<CaseFacts>, StoreError> {
        list::list(&self.pool, filter, after, limit).await
    }

    /// How many cases meet the filter.
    ///
    /// # Errors
    /// As [`Docket::list_cases`].
    pub async fn count_cases(&self, filter: &CaseFilter) -> Result<i64, StoreError> {
        list::count(&self.pool, filter).await
    }

    /// The case under a number.
    ///
    /// # Errors
    /// The engine's own, and damage found in the row.
    pub async fn find_number(&self, number: NumberKey) -> Result<Option<CaseFacts>, StoreError> {
        list::find_number(&self.pool, number).await
    }

    /// Calls `row` with the cells of every row of `case_facts` (in the order of `CaseFacts::COLUMNS`),
    /// in order of court and stream; gives their number.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn scan_facts(
        &self,
        row: &mut (dyn FnMut(&[Option<i64>]) + Send),
    ) -> Result<u64, StoreError> {
        scan::scan_facts(&self.location, &self.pool, row).await
    }

    /// Tallies of a court, or of all, in order of court, day and kind.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn tallies(&self, court: Option<CourtId>) -> Result<Vec<Tally>, StoreError> {
        read::tallies(&self.pool, court).await
    }

    /// Imported figures of a court, or of all, in order of court, year and key.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn statements(
        &self,
        court: Option<CourtId>,
    ) -> Result<Vec<StatementRow>, StoreError> {
        read::statements(&self.pool, court).await
    }
}
