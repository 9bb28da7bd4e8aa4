//! Storage of the docket on SQLite and PostgreSQL: one SQL text, one function that opens transactions.
//!
//! Storage keeps and hands back what was sealed. It decides nothing: what may be done to a case is `law`'s.

mod append;
mod append_matters;
mod backup;
mod backup_rows;
mod backup_tables;
mod batch;
mod beside;
mod bulk;
mod bulk_postgres;
mod bulk_sqlite;
mod changes;
mod checkpoint;
mod driver;
mod engine;
mod error;
mod fold;
mod follow;
mod hand;
mod journal;
mod keyring;
mod list;
mod load;
mod log_rows;
mod numbers;
mod open;
mod order;
mod origins;
mod project;
mod projections;
mod prove;
mod read;
mod rebuild;
mod register;
mod roll;
mod rows;
mod rows_out;
mod scan;
mod schema;
mod sitting;
mod transaction;
mod verify;

pub use append::{AppendError, Decision, Place, Posted, Posting};
pub use append_matters::{Ground, Loading, Matters};
pub use backup::{FileLine, Manifest};
pub use backup_rows::CourtLine;
pub use batch::{Batch, Counter, CourtRow, Cursor, FieldKey, NumberKey, StatementRow, Tally};
pub use beside::{Beside, DocumentMoved, DraftFiled, Moves};
pub use bulk::{BulkWriter, bulk_writer};
pub use changes::Changes;
pub use engine::Engine;
pub use error::StoreError;
pub use follow::{Followed, Follower, Standing};
pub use hand::{FIRST as FIRST_HAND, Hand};
pub use journal::{EntryCount, EntryFilter, LogEnd};
pub use keyring::{KeyFolder, KeyRing};
pub use list::{CaseFilter, Days, Key};
pub use load::Carried;
pub use numbers::NumberPart;
pub use open::OpenReport;
pub use order::{Order, Sort, Spot};
pub use project::{Act, effects};
pub use roll::{Picked, Roll};
pub use sitting::SittingRow;
pub use transaction::{Fault, Work};
pub use verify::{Finding, VerifyProgress, VerifyReport};

use std::path::PathBuf;
use std::sync::Arc;

use law::ids::{CourtId, Stream};
use law::life::facts::CaseFacts;
use sqlx::AnyPool;
use tokio::sync::Semaphore;

use crate::entry::Entry;
use crate::head::Head;
use crate::proof::ConsistencyProof;
use crate::receipt::{ConsistencyReceipt, Receipt};
use engine::Location;

/// The docket of a province: every court's log and what is computed from it.
#[derive(Debug, Clone)]
pub struct Docket {
    url: String,
    location: Location,
    pool: AnyPool,
    turns: Arc<Semaphore>,
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
        let turns = Arc::new(transaction::turns(location.engine()));
        Ok(Docket { url: url.to_owned(), location, pool, turns, report })
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
    pub async fn entries(&self, court: CourtId, from: i64, limit: i64) -> Result<Vec<Entry>, StoreError> {
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

    /// Heads of a court of at most this size, the largest first, at most `limit`.
    ///
    /// # Errors
    /// The engine's own, and damage found in a row.
    pub async fn heads_up_to(&self, court: CourtId, size: i64, limit: i64) -> Result<Vec<Head>, StoreError> {
        read::heads(&self.pool, court, size, limit).await
    }

    /// One court, if it is known.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn court(&self, court: CourtId) -> Result<Option<CourtRow>, StoreError> {
        read::court(&self.pool, court).await
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
    pub async fn facts(&self, court: CourtId, stream: Stream) -> Result<Option<CaseFacts>, StoreError> {
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
        let after = after.map(|key| Spot { value: None, key });
        list::list(&self.pool, filter, Order::default(), after, limit).await
    }

    /// Cases that meet the filter, in an order, after a place in it.
    ///
    /// # Errors
    /// As [`Docket::list_cases`].
    pub async fn list_ordered(
        &self,
        filter: &CaseFilter,
        order: Order,
        after: Option<Spot>,
        limit: i64,
    ) -> Result<Vec<CaseFacts>, StoreError> {
        list::list(&self.pool, filter, order, after, limit).await
    }

    /// The facts of several matters, in the order of their keys as given; those that are none are left out.
    ///
    /// # Errors
    /// The engine's own, and damage found in a row.
    pub async fn facts_of(&self, keys: &[Key]) -> Result<Vec<CaseFacts>, StoreError> {
        list::facts_of(&self.pool, keys).await
    }

    /// Calls `each` with every case that meets the filter, in order of court and stream, within a range of keys
    /// when one is given; `each` says whether to go on. Blocks: call it off the runtime.
    ///
    /// # Errors
    /// As [`Docket::list_cases`].
    pub fn each_case(
        &self,
        filter: &CaseFilter,
        range: Option<(Key, Key)>,
        each: &mut (dyn FnMut(&CaseFacts) -> bool + Send),
    ) -> Result<(), StoreError> {
        list::each(&self.location, filter, range, each)
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
    pub async fn scan_facts(&self, row: &mut (dyn FnMut(&[Option<i64>]) + Send)) -> Result<u64, StoreError> {
        scan::scan_facts(&self.location, row).await
    }

    /// What the logs gained since they had these sizes, all of one moment. `None` when that cannot be told from new
    /// entries alone: a log is shorter than it was said to be, or `case_facts` lags behind a log.
    ///
    /// # Errors
    /// The engine's own, and damage found in a row.
    pub async fn changes(&self, since: &[(CourtId, i64)]) -> Result<Option<Changes>, StoreError> {
        let (location, since) = (self.location.clone(), since.to_vec());
        apart(move || changes::changes(&location, &since)).await
    }

    /// Tallies of a court, or of all, in order of court, day and kind.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn tallies(&self, court: Option<CourtId>) -> Result<Vec<Tally>, StoreError> {
        read::tallies(&self.pool, court).await
    }

    /// Gathers every tally, in order of court, day and kind, into a value as `add` says; none is held but that value.
    ///
    /// # Errors
    /// The engine's own, and damage found in a row.
    pub async fn gather_tallies<T: Send + 'static>(
        &self,
        mut into: T,
        mut add: impl FnMut(&mut T, Tally) + Send + 'static,
    ) -> Result<T, StoreError> {
        let location = self.location.clone();
        apart(move || {
            scan::each_tally(&location, &mut |tally| add(&mut into, tally))?;
            Ok(into)
        })
        .await
    }

    /// Imported figures of a court, or of all, in order of court, year and key.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn statements(&self, court: Option<CourtId>) -> Result<Vec<StatementRow>, StoreError> {
        read::statements(&self.pool, court).await
    }

    /// Makes courts known: their codes and public keys.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a court is known under another code or key.
    pub async fn register(&self, courts: &[CourtRow]) -> Result<(), StoreError> {
        let mut work = register::Register { courts };
        transaction::transact((&self.pool, &self.turns), self.engine(), &mut work).await
    }

    /// Appends one act: `decide` is told where it will stand and returns what to seal. It may be asked
    /// again when another writer was quicker; only its last answer counts.
    ///
    /// # Errors
    /// What `decide` declined with; [`StoreError::Conflict`] when the matter is no longer at the version
    /// expected; the engine's own. Nothing is stored then.
    pub async fn append<E, F>(&self, posting: &Posting, keys: &dyn KeyRing, decide: F) -> Result<Posted, AppendError<E>>
    where
        F: FnMut(Place) -> Result<Decision, E> + Send,
        E: Send,
    {
        let mut work = append::Append { posting, keys, decide };
        transaction::transact((&self.pool, &self.turns), self.engine(), &mut work).await
    }

    /// Does work on tables that lie beside the log (persons, drafts, letters to be sent), in one serialisable
    /// transaction: whole or not at all. Nothing that is an official act belongs there.
    ///
    /// # Errors
    /// What the work fails with, once it is no use to try again.
    pub async fn work<W: Work>(&self, work: &mut W) -> Result<W::Output, W::Error> {
        transaction::transact((&self.pool, &self.turns), self.engine(), work).await
    }

    /// The connections, for reading tables that lie beside the log.
    pub const fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// A receipt of an entry under the court's latest head.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such entry or no head covers it; the engine's own.
    pub async fn receipt(&self, court: CourtId, position: i64) -> Result<Receipt, StoreError> {
        prove::receipt(&self.pool, court, position).await
    }

    /// Proof that a court's log of `to_size` entries continues that of `from_size`.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for sizes that cannot follow each other; the engine's own.
    pub async fn consistency(
        &self,
        court: CourtId,
        from_size: i64,
        to_size: i64,
    ) -> Result<ConsistencyProof, StoreError> {
        prove::consistency(&self.pool, court, from_size, to_size).await
    }

    /// The same proof with both signed heads, as a file that stands by itself.
    ///
    /// # Errors
    /// As [`Docket::consistency`], and [`StoreError::Missing`] when no head has one of the sizes.
    pub async fn consistency_receipt(
        &self,
        court: CourtId,
        from_size: i64,
        to_size: i64,
    ) -> Result<ConsistencyReceipt, StoreError> {
        prove::consistency_receipt(&self.pool, court, from_size, to_size).await
    }

    /// The follower of this name.
    pub fn follower(&self, name: impl Into<String>) -> Follower {
        Follower::new(self.pool.clone(), name.into())
    }

    /// The key of a matter's sealed fields; `None` once destroyed.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn field_key(&self, court: CourtId, stream: Stream) -> Result<Option<Vec<u8>>, StoreError> {
        read::field_key(&self.pool, court, stream).await
    }

    /// Destroys the key of a matter's sealed fields: they can never be read again, and no proof breaks.
    /// Returns whether there was one.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn destroy_field_key(&self, court: CourtId, stream: Stream) -> Result<bool, StoreError> {
        register::destroy_field_key(&self.pool, court, stream).await
    }

    /// The caller's own progress under a name.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn progress(&self, name: &str) -> Result<Option<String>, StoreError> {
        read::progress(&self.pool, name).await
    }

    /// Case-number counters, in order of court, year and word.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn counters(&self) -> Result<Vec<Counter>, StoreError> {
        read::counters(&self.pool).await
    }

    /// Recomputes everything from the entries of a court, or of all, and compares it with what is stored.
    ///
    /// # Errors
    /// The engine's own; what is wrong with the data is in the report.
    pub async fn verify(
        &self,
        court: Option<CourtId>,
        progress: Arc<VerifyProgress>,
    ) -> Result<VerifyReport, StoreError> {
        let location = self.location.clone();
        apart(move || verify::verify(&location, court, &progress)).await
    }

    /// Hands over every stored row of a court in batches of at most `most` entries. Blocks: call it off the runtime.
    ///
    /// # Errors
    /// What `each` returns; the engine's own.
    pub fn each_batch(
        &self,
        court: CourtId,
        most: usize,
        each: &mut (dyn FnMut(Batch) -> Result<(), StoreError> + Send),
    ) -> Result<(), StoreError> {
        rows_out::each_batch(&mut rows::Reader::open(&self.location)?, court, most, each)
    }

    /// Computes a court's projected tables anew from its entries; gives the position up to which they stand.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] naming the entry that cannot be folded; the engine's own.
    pub async fn rebuild(&self, court: CourtId) -> Result<i64, StoreError> {
        let (location, url) = (self.location.clone(), self.url.clone());
        apart(move || rebuild::rebuild(&location, &url, court)).await
    }

    /// Rebuilds every court whose `case_facts` lag behind its log; gives those courts.
    ///
    /// # Errors
    /// As [`Docket::rebuild`].
    pub async fn catch_up(&self) -> Result<Vec<CourtId>, StoreError> {
        let behind = open::facts_behind(&self.pool).await?;
        for (court, _) in &behind {
            self.rebuild(*court).await?;
        }
        Ok(behind.into_iter().map(|(court, _)| court).collect())
    }
}

impl Docket {
    /// Writes a backup into a folder that is empty or not there: every court's entries and heads, keys of
    /// sealed fields, callers' progress, and a manifest with counts and digests.
    ///
    /// # Errors
    /// A file that is there already or cannot be written; the engine's own.
    pub async fn backup(&self, folder: impl Into<PathBuf>) -> Result<Manifest, StoreError> {
        let (location, folder) = (self.location.clone(), folder.into());
        apart(move || backup::backup(&location, &folder)).await
    }

    /// Takes a backup made on either engine into this empty database. Heads stay as they were signed; every
    /// leaf, root and signature is checked, and the projected tables are computed anew.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the database is not empty; [`StoreError::Damaged`] naming the file, or
    /// the court and entry, that does not check; the engine's own.
    pub async fn restore(&self, folder: impl Into<PathBuf>) -> Result<Manifest, StoreError> {
        let (location, url, folder) = (self.location.clone(), self.url.clone(), folder.into());
        apart(move || backup::restore(&location, &url, &folder)).await
    }
}

/// Blocking work on a thread where it may block.
async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work).await.map_err(|e| StoreError::Failed(e.to_string()))?
}
