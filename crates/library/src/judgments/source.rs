//! Which documents changed, and the texts of those that are public in full: read from the documents and from the log.

use docket::store::{Docket, StoreError};
use law::day::{Day, Moment};
use law::ids::{CourtId, Stream};
use sqlx::Row;

use super::Judgment;

/// The kind of the entry that makes a document public in full; a stub has another.
const PUBLISHED: &str = "document.published.v1";

/// A document: court, matter, and which of the matter's.
pub type Key = (CourtId, Stream, i64);

/// A document that changed.
#[derive(Debug, Clone, Copy)]
pub struct Changed {
    /// Which.
    pub key: Key,
    /// Its version.
    pub version: i64,
    /// When it came to it.
    pub changed_at: Moment,
    /// It is public, in full or as a stub.
    pub public: bool,
}

/// A document that is public in full.
#[derive(Debug)]
pub struct Public {
    /// Which, and when it was decided.
    pub judgment: Judgment,
    /// The version that was read.
    pub version: i64,
    /// Its text as it is public.
    pub text: String,
}

/// Documents that changed at a moment or after it.
///
/// # Errors
/// The engine's own.
pub async fn since(docket: &Docket, at: Moment) -> Result<Vec<Changed>, StoreError> {
    let sql = "SELECT court, stream, nth, version, changed_at, published_at FROM documents WHERE changed_at >= $1";
    let rows = sqlx::query(sql).bind(at.0).fetch_all(docket.pool()).await?;
    let changed = rows.iter().map(|row| {
        let court = u16::try_from(row.try_get::<i64, _>(0)?).map_err(|cause| StoreError::Damaged(cause.to_string()))?;
        Ok(Changed {
            key: (CourtId(court), Stream(row.try_get(1)?), row.try_get(2)?),
            version: row.try_get(3)?,
            changed_at: Moment(row.try_get(4)?),
            public: row.try_get::<Option<i64>, _>(5)?.is_some(),
        })
    });
    changed.collect()
}

/// A document as it is public in full: an entry of its matter names the digest of its text. None where there is no such text.
///
/// # Errors
/// The engine's own.
pub async fn public(docket: &Docket, (court, stream, nth): Key) -> Result<Option<Public>, StoreError> {
    let row = sqlx::query(
        "SELECT d.version, d.masked, d.published_at, f.closed_day FROM documents d \
         JOIN case_facts f ON f.court = d.court AND f.stream = d.stream \
         WHERE d.court = $1 AND d.stream = $2 AND d.nth = $3 AND d.published_at IS NOT NULL \
         AND EXISTS (SELECT 1 FROM entries e WHERE e.court = d.court AND e.stream = d.stream AND e.kind = $4 \
         AND e.body LIKE '%' || d.digest || '%')",
    )
    .bind(i64::from(court.0))
    .bind(stream.0)
    .bind(nth)
    .bind(PUBLISHED)
    .fetch_optional(docket.pool())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let Some(text) = row.try_get::<Option<String>, _>(1)? else { return Ok(None) };
    let closed = row.try_get::<Option<i64>, _>(3)?.and_then(|day| i32::try_from(day).ok()).map(Day);
    let day = closed.unwrap_or(Moment(row.try_get(2)?).day());
    Ok(Some(Public { judgment: Judgment { day, court, stream, nth }, version: row.try_get(0)?, text }))
}
