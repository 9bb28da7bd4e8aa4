//! Full reads below the driver: rows of one court handed over as they lie, in one snapshot, without copies.

use std::path::Path;

use futures_util::StreamExt;
use law::ids::CourtId;
use sqlx::postgres::{PgConnection, PgRow};
use sqlx::{AssertSqlSafe, Connection, Executor, Row};

use super::driver::Driver;
use super::engine::Location;
use super::error::StoreError;

/// Rows taken from a server before they are handed on.
const ROWS_AT_ONCE: usize = 1024;

/// The cells of a row.
pub(crate) trait Cells {
    /// An integer; `None` is NULL.
    fn int_or_null(&self, at: usize) -> Result<Option<i64>, StoreError>;
    /// A text; `None` is NULL.
    fn text_or_null(&self, at: usize) -> Result<Option<&str>, StoreError>;
    /// Bytes; `None` is NULL.
    fn bytes_or_null(&self, at: usize) -> Result<Option<&[u8]>, StoreError>;
    /// Bytes.
    fn bytes(&self, at: usize) -> Result<&[u8], StoreError>;

    /// An integer that must be there.
    fn int(&self, at: usize) -> Result<i64, StoreError> {
        self.int_or_null(at)?.ok_or_else(|| StoreError::damaged(format!("第 {at} 列为空")))
    }
    /// A text that must be there.
    fn text(&self, at: usize) -> Result<&str, StoreError> {
        self.text_or_null(at)?.ok_or_else(|| StoreError::damaged(format!("第 {at} 列为空")))
    }
}

impl Cells for rusqlite::Row<'_> {
    fn int_or_null(&self, at: usize) -> Result<Option<i64>, StoreError> {
        let cell = self.get_ref(at)?;
        cell.as_i64_or_null().map_err(|e| StoreError::damaged(format!("第 {at} 列：{e}")))
    }
    fn text_or_null(&self, at: usize) -> Result<Option<&str>, StoreError> {
        let cell = self.get_ref(at)?;
        cell.as_str_or_null().map_err(|e| StoreError::damaged(format!("第 {at} 列：{e}")))
    }
    fn bytes_or_null(&self, at: usize) -> Result<Option<&[u8]>, StoreError> {
        let cell = self.get_ref(at)?;
        cell.as_blob_or_null().map_err(|e| StoreError::damaged(format!("第 {at} 列：{e}")))
    }
    fn bytes(&self, at: usize) -> Result<&[u8], StoreError> {
        let cell = self.get_ref(at)?;
        cell.as_blob().map_err(|e| StoreError::damaged(format!("第 {at} 列：{e}")))
    }
}

impl Cells for PgRow {
    fn int_or_null(&self, at: usize) -> Result<Option<i64>, StoreError> {
        Ok(self.try_get(at)?)
    }
    fn text_or_null(&self, at: usize) -> Result<Option<&str>, StoreError> {
        Ok(self.try_get(at)?)
    }
    fn bytes_or_null(&self, at: usize) -> Result<Option<&[u8]>, StoreError> {
        Ok(self.try_get(at)?)
    }
    fn bytes(&self, at: usize) -> Result<&[u8], StoreError> {
        Ok(self.try_get(at)?)
    }
}

/// A reader with a snapshot of the database. It blocks: async callers put it on a thread of its own.
pub(crate) enum Reader {
    /// SQLite.
    File(rusqlite::Connection),
    /// PostgreSQL.
    Server {
        /// Connection.
        conn: Box<PgConnection>,
        /// What drives it.
        driver: Driver,
    },
}

/// What is done with a row.
pub(crate) type Each<'a> = &'a mut (dyn FnMut(&dyn Cells) -> Result<(), StoreError> + Send);

impl Reader {
    /// Opens a snapshot.
    pub(crate) fn open(location: &Location) -> Result<Reader, StoreError> {
        match location {
            Location::File(path) => open_file(path).map(Reader::File),
            Location::Server(url) => {
                let driver = Driver::new()?;
                let conn = driver.drive(async {
                    let mut conn = PgConnection::connect(url).await?;
                    conn.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
                    Ok(Box::new(conn))
                })?;
                Ok(Reader::Server { conn, driver })
            }
        }
    }

    /// Hands over the rows of a query whose values are all integers.
    pub(crate) fn rows(&mut self, sql: &str, values: &[i64], each: Each<'_>) -> Result<(), StoreError> {
        match self {
            Reader::File(conn) => {
                let mut statement = conn.prepare_cached(sql)?;
                let mut rows = statement.query(rusqlite::params_from_iter(values))?;
                while let Some(row) = rows.next()? {
                    each(row)?;
                }
                Ok(())
            }
            Reader::Server { conn, driver } => {
                let query = sqlx::query(AssertSqlSafe(sql.to_owned()));
                let query = values.iter().fold(query, |query, value| query.bind(*value));
                let mut rows = query.fetch(conn.as_mut()).chunks(ROWS_AT_ONCE);
                // what is done with a row may block, so it is done outside of the driver's runtime
                while let Some(chunk) = driver.drive(async { Ok(rows.next().await) })? {
                    for row in chunk {
                        each(&row?)?;
                    }
                }
                Ok(())
            }
        }
    }

    /// The single integer of a query; 0 for NULL or no row.
    pub(crate) fn number(&mut self, sql: &str, values: &[i64]) -> Result<i64, StoreError> {
        let mut found = 0;
        self.rows(sql, values, &mut |row| {
            found = row.int_or_null(0)?.unwrap_or(0);
            Ok(())
        })?;
        Ok(found)
    }

    /// Number of entries of a court.
    pub(crate) fn size(&mut self, court: CourtId) -> Result<i64, StoreError> {
        self.number("SELECT MAX(position) FROM entries WHERE court = $1", &[i64::from(court.0)])
    }
}

/// A reading handle on a file, its snapshot taken at the first read.
fn open_file(path: &Path) -> Result<rusqlite::Connection, StoreError> {
    use rusqlite::OpenFlags;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = rusqlite::Connection::open_with_flags(path, flags)?;
    conn.execute_batch("PRAGMA busy_timeout = 5000; PRAGMA cache_size = -16384; PRAGMA mmap_size = 8589934592; BEGIN")?;
    Ok(conn)
}
