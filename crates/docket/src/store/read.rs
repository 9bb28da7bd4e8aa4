//! Reading rows back: entries, heads, facts, tallies, statements. It changes nothing.

use std::borrow::Cow;

use law::day::{Day, Moment};
use law::ids::{CourtId, Stream};
use law::life::facts::CaseFacts;
use sqlx::any::AnyRow;
use sqlx::{AnyPool, AssertSqlSafe, Row};

use super::batch::{Counter, CourtRow, StatementRow, Tally};
use super::error::StoreError;
use crate::digest::Digest;
use crate::entry::Entry;
use crate::head::Head;

/// The columns of `entries`, in the order every reader and writer uses.
pub(crate) const ENTRY_COLUMNS: &str = "court, position, stream, version, kind, occurred_at, \
     recorded_at, actor, on_behalf_of, body, leaf";

/// A number that fits the column but not its meaning is damage, not a panic.
pub(crate) fn narrow<T: TryFrom<i64>>(value: i64, column: &str) -> Result<T, StoreError> {
    T::try_from(value).map_err(|_| StoreError::damaged(format!("列 {column} 的值 {value} 超出范围")))
}

/// A stored digest.
pub(crate) fn digest(bytes: &[u8], column: &str) -> Result<Digest, StoreError> {
    bytes.try_into().map_err(|_| StoreError::damaged(format!("列 {column} 应有 32 字节，实有 {} 字节", bytes.len())))
}

fn int<T: TryFrom<i64>>(row: &AnyRow, column: &'static str) -> Result<T, StoreError> {
    narrow(row.try_get::<i64, _>(column)?, column)
}

/// The court of a row.
fn court_of(row: &AnyRow) -> Result<CourtId, StoreError> {
    int(row, "court").map(CourtId)
}

/// An entry from a row of [`ENTRY_COLUMNS`].
pub(crate) fn entry(row: &AnyRow) -> Result<Entry, StoreError> {
    Ok(Entry {
        court: court_of(row)?,
        position: int(row, "position")?,
        stream: Stream(int(row, "stream")?),
        version: int(row, "version")?,
        kind: Cow::Owned(row.try_get("kind")?),
        occurred_at: Moment(int(row, "occurred_at")?),
        recorded_at: Moment(int(row, "recorded_at")?),
        actor: Cow::Owned(row.try_get("actor")?),
        on_behalf_of: row.try_get("on_behalf_of")?,
        body: row.try_get("body")?,
        leaf: digest(row.try_get::<&[u8], _>("leaf")?, "leaf")?,
    })
}

/// A head from a row of `heads`.
pub(crate) fn head(row: &AnyRow) -> Result<Head, StoreError> {
    let signature: &[u8] = row.try_get("signature")?;
    Ok(Head {
        court: court_of(row)?,
        size: int(row, "size")?,
        root: digest(row.try_get::<&[u8], _>("root")?, "root")?,
        signed_at: Moment(int(row, "signed_at")?),
        signature: signature.try_into().map_err(|_| StoreError::damaged("列 signature 应有 64 字节"))?,
    })
}

/// A row of `case_facts`; the columns stand in the order of `CaseFacts::COLUMNS`.
pub(crate) fn facts(row: &AnyRow) -> Result<CaseFacts, StoreError> {
    let cells =
        (0..CaseFacts::COLUMNS.len()).map(|at| row.try_get::<Option<i64>, _>(at)).collect::<Result<Vec<_>, _>>()?;
    CaseFacts::from_cells(&cells).map_err(|column| StoreError::damaged(format!("案件事实表的列 {column} 值不合范围")))
}

/// The columns of `case_facts` as SQL.
pub(crate) fn facts_columns() -> String {
    CaseFacts::COLUMNS.join(", ")
}

/// Courts that have entries, in order of number; read by leaps over the key.
pub(crate) async fn logged_courts(pool: &AnyPool) -> Result<Vec<CourtId>, StoreError> {
    let rows = sqlx::query(
        "WITH RECURSIVE c(court) AS (SELECT MIN(court) FROM entries UNION ALL \
         SELECT (SELECT MIN(e.court) FROM entries e WHERE e.court > c.court) FROM c \
         WHERE c.court IS NOT NULL) SELECT court FROM c WHERE court IS NOT NULL",
    )
    .fetch_all(pool)
    .await?;
    rows.iter().map(court_of).collect()
}

/// Number of entries in a court's log.
pub(crate) async fn size<'e, E>(executor: E, court: CourtId) -> Result<i64, StoreError>
where
    E: sqlx::Executor<'e, Database = sqlx::Any>,
{
    let row = sqlx::query("SELECT MAX(position) FROM entries WHERE court = $1")
        .bind(i64::from(court.0))
        .fetch_one(executor)
        .await?;
    Ok(row.try_get::<Option<i64>, _>(0)?.unwrap_or(0))
}

/// How far a follower has read; 0 if it never did.
pub(crate) async fn cursor<'e, E>(executor: E, name: &str, court: CourtId) -> Result<i64, StoreError>
where
    E: sqlx::Executor<'e, Database = sqlx::Any>,
{
    let row = sqlx::query("SELECT position FROM cursors WHERE name = $1 AND court = $2")
        .bind(name)
        .bind(i64::from(court.0))
        .fetch_optional(executor)
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?.unwrap_or(0))
}

/// Entries of a court from a position on, at most `limit`.
pub(crate) async fn entries<'e, E>(executor: E, court: CourtId, from: i64, limit: i64) -> Result<Vec<Entry>, StoreError>
where
    E: sqlx::Executor<'e, Database = sqlx::Any>,
{
    let sql = format!(
        "SELECT {ENTRY_COLUMNS} FROM entries WHERE court = $1 AND position >= $2 \
         ORDER BY position LIMIT $3"
    );
    let rows =
        sqlx::query(AssertSqlSafe(sql)).bind(i64::from(court.0)).bind(from).bind(limit).fetch_all(executor).await?;
    rows.iter().map(entry).collect()
}

/// Every entry of a matter, in order.
pub(crate) async fn stream<'e, E>(executor: E, court: CourtId, stream: Stream) -> Result<Vec<Entry>, StoreError>
where
    E: sqlx::Executor<'e, Database = sqlx::Any>,
{
    let sql = format!("SELECT {ENTRY_COLUMNS} FROM entries WHERE court = $1 AND stream = $2 ORDER BY version");
    let rows = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(court.0)).bind(stream.0).fetch_all(executor).await?;
    rows.iter().map(entry).collect()
}

/// Matters of a court that have entries after a position and up to another.
pub(crate) async fn streams_between(
    pool: &AnyPool,
    court: CourtId,
    after: i64,
    to: i64,
) -> Result<Vec<Stream>, StoreError> {
    let sql = "SELECT DISTINCT stream FROM entries WHERE court = $1 AND position > $2 AND position <= $3";
    let rows = sqlx::query(sql).bind(i64::from(court.0)).bind(after).bind(to).fetch_all(pool).await?;
    rows.iter().map(|row| int(row, "stream").map(Stream)).collect()
}

/// Courts known, in order of number.
pub(crate) async fn courts<'e, E>(executor: E) -> Result<Vec<CourtRow>, StoreError>
where
    E: sqlx::Executor<'e, Database = sqlx::Any>,
{
    let rows =
        sqlx::query("SELECT court, code, name, public_key FROM courts ORDER BY court").fetch_all(executor).await?;
    rows.iter().map(court_row).collect()
}

/// One court, if it is known.
pub(crate) async fn court<'e, E>(executor: E, court: CourtId) -> Result<Option<CourtRow>, StoreError>
where
    E: sqlx::Executor<'e, Database = sqlx::Any>,
{
    let row = sqlx::query("SELECT court, code, name, public_key FROM courts WHERE court = $1")
        .bind(i64::from(court.0))
        .fetch_optional(executor)
        .await?;
    row.as_ref().map(court_row).transpose()
}

/// A court from a row of `courts`.
pub(crate) fn court_row(row: &AnyRow) -> Result<CourtRow, StoreError> {
    Ok(CourtRow {
        court: court_of(row)?,
        code: row.try_get("code")?,
        name: row.try_get("name")?,
        public_key: row.try_get("public_key")?,
    })
}

/// Heads of a court up to a size, the largest first.
pub(crate) async fn heads<'e, E>(executor: E, court: CourtId, up_to: i64, limit: i64) -> Result<Vec<Head>, StoreError>
where
    E: sqlx::Executor<'e, Database = sqlx::Any>,
{
    let rows = sqlx::query(
        "SELECT court, size, root, signed_at, signature FROM heads \
         WHERE court = $1 AND size <= $2 ORDER BY size DESC LIMIT $3",
    )
    .bind(i64::from(court.0))
    .bind(up_to)
    .bind(limit)
    .fetch_all(executor)
    .await?;
    rows.iter().map(head).collect()
}

/// Rows of a court, or of all, for a query over the courts from `$1` to `$2`.
async fn of_courts<'e, E>(executor: E, sql: &'static str, court: Option<CourtId>) -> Result<Vec<AnyRow>, StoreError>
where
    E: sqlx::Executor<'e, Database = sqlx::Any>,
{
    let (low, high) = court.map_or((0, i64::from(u16::MAX)), |c| (i64::from(c.0), i64::from(c.0)));
    Ok(sqlx::query(sql).bind(low).bind(high).fetch_all(executor).await?)
}

/// Tallies of courts, all of them in order of key.
pub(crate) async fn tallies<'e, E>(executor: E, court: Option<CourtId>) -> Result<Vec<Tally>, StoreError>
where
    E: sqlx::Executor<'e, Database = sqlx::Any>,
{
    let sql = "SELECT court, day, kind, n, total FROM tallies WHERE court >= $1 AND court <= $2 \
               ORDER BY court, day, kind";
    let tally = |row: &AnyRow| {
        Ok(Tally {
            court: court_of(row)?,
            day: Day(int(row, "day")?),
            kind: Cow::Owned(row.try_get("kind")?),
            n: int(row, "n")?,
            total: int(row, "total")?,
        })
    };
    of_courts(executor, sql, court).await?.iter().map(tally).collect()
}

/// Imported figures of a court, or of all.
pub(crate) async fn statements<'e, E>(executor: E, court: Option<CourtId>) -> Result<Vec<StatementRow>, StoreError>
where
    E: sqlx::Executor<'e, Database = sqlx::Any>,
{
    let sql = "SELECT court, year, key, value, source FROM statements WHERE court >= $1 AND court <= $2 \
               ORDER BY court, year, key";
    let statement = |row: &AnyRow| {
        Ok(StatementRow {
            court: court_of(row)?,
            year: int(row, "year")?,
            key: row.try_get("key")?,
            value: int(row, "value")?,
            source: row.try_get("source")?,
        })
    };
    of_courts(executor, sql, court).await?.iter().map(statement).collect()
}

/// The key of a matter's sealed fields.
pub(crate) async fn field_key(pool: &AnyPool, court: CourtId, stream: Stream) -> Result<Option<Vec<u8>>, StoreError> {
    let row = sqlx::query("SELECT key FROM field_keys WHERE court = $1 AND stream = $2")
        .bind(i64::from(court.0))
        .bind(stream.0)
        .fetch_optional(pool)
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

/// A caller's progress.
pub(crate) async fn progress(pool: &AnyPool, name: &str) -> Result<Option<String>, StoreError> {
    let row = sqlx::query("SELECT value FROM progress WHERE name = $1").bind(name).fetch_optional(pool).await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

/// Every counter.
pub(crate) async fn counters(pool: &AnyPool) -> Result<Vec<Counter>, StoreError> {
    let rows =
        sqlx::query("SELECT court, year, word, last FROM counters ORDER BY court, year, word").fetch_all(pool).await?;
    rows.iter()
        .map(|row| {
            Ok(Counter {
                court: court_of(row)?,
                year: int(row, "year")?,
                word: int(row, "word")?,
                last: int(row, "last")?,
            })
        })
        .collect()
}
