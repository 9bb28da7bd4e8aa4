//! The bulk path into PostgreSQL: `COPY` into the tables that only grow, upserts for the rest, one transaction a batch.
#![allow(clippy::disallowed_methods, reason = "one batch is one transaction; only this writer adds to its courts")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use law::life::facts::CaseFacts;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection, Executor, Row};

use super::backup_tables::{Cell, TableRows};
use super::batch::{Batch, REPLACED_TABLES};
use super::bulk::BulkWriter;
use super::driver::Driver;
use super::engine::Engine;
use super::error::StoreError;
use super::read::ENTRY_COLUMNS;
use super::sitting;

/// A writer of batches into a PostgreSQL database.
pub(crate) struct PostgresBulk {
    conn: PgConnection,
    driver: Driver,
    text: String,
}

impl PostgresBulk {
    /// Connects; the tables must be there already.
    pub(crate) fn open(url: &str) -> Result<PostgresBulk, StoreError> {
        let driver = Driver::new()?;
        let conn = driver.drive(async {
            let mut conn = PgConnection::connect(url).await?;
            conn.execute("SET client_min_messages = warning").await?;
            conn.execute("CREATE TEMPORARY TABLE facts_in (LIKE case_facts INCLUDING DEFAULTS) ON COMMIT DELETE ROWS")
                .await?;
            Ok::<_, StoreError>(conn)
        })?;
        Ok(PostgresBulk { driver, conn, text: String::new() })
    }
}

impl BulkWriter for PostgresBulk {
    fn write(&mut self, batch: &Batch) -> Result<(), StoreError> {
        let PostgresBulk { driver, conn, text } = self;
        let write = async {
            let mut tx = conn.begin_with(Engine::Postgres.begin()).await?;
            write_all(&mut tx, batch, text).await?;
            tx.commit().await?;
            Ok::<_, StoreError>(())
        };
        driver.drive(write).map_err(StoreError::settled)
    }

    fn finish(self: Box<Self>) -> Result<(), StoreError> {
        let PostgresBulk { driver, conn, .. } = *self;
        driver.drive(async { Ok::<_, StoreError>(conn.close().await?) })
    }
}

async fn write_all(conn: &mut PgConnection, batch: &Batch, text: &mut String) -> Result<(), StoreError> {
    text.clear();
    courts(conn, batch).await?;
    clear(conn, batch).await?;
    entry_rows(batch, text);
    copy(conn, "entries", ENTRY_COLUMNS, text).await?;
    node_rows(batch, text);
    copy(conn, "tree_nodes", "court, level, idx, hash", text).await?;
    head_rows(batch, text);
    copy(conn, "heads", "court, size, root, signed_at, signature", text).await?;
    facts(conn, batch, text).await?;
    tallies(conn, batch).await?;
    beside(conn, batch).await?;
    for rows in &batch.tables {
        table_rows(rows, text);
        copy(conn, rows.table, &rows.columns.join(", "), text).await?;
    }
    Ok(())
}

fn table_rows(of: &TableRows, out: &mut String) {
    for row in &of.rows {
        for cell in row {
            match cell {
                Cell::Null => out.push_str("\\N\t"),
                Cell::Int(value) => int_cell(out, *value),
                Cell::Text(text) => text_cell(out, text),
                Cell::Bytes(bytes) => bytes_cell(out, bytes),
            }
        }
        end_row(out);
    }
}

/// Takes away what a batch computes anew, unless the log has grown since.
async fn clear(conn: &mut PgConnection, batch: &Batch) -> Result<(), StoreError> {
    for court in &batch.replaced {
        let sql = "SELECT COALESCE(MAX(position), 0) FROM entries WHERE court = $1";
        let row = sqlx::query(sql).bind(i64::from(court.0)).fetch_one(&mut *conn).await?;
        batch.check_replaced(*court, row.try_get(0)?)?;
        for table in REPLACED_TABLES {
            sqlx::query(AssertSqlSafe(format!("DELETE FROM {table} WHERE court = $1")))
                .bind(i64::from(court.0))
                .execute(&mut *conn)
                .await?;
        }
    }
    Ok(())
}

/// Sends rows in `COPY`'s text format and clears them.
async fn copy(conn: &mut PgConnection, table: &str, columns: &str, text: &mut String) -> Result<(), StoreError> {
    if text.is_empty() {
        return Ok(());
    }
    let mut sink = conn.copy_in_raw(&format!("COPY {table} ({columns}) FROM STDIN")).await?;
    sink.send(text.as_bytes()).await?;
    sink.finish().await?;
    text.clear();
    Ok(())
}

/// A text value: backslash and the separators are escaped.
fn text_cell(out: &mut String, value: &str) {
    for c in value.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            other => out.push(other),
        }
    }
    out.push('\t');
}

/// A byte value: `\x` in hexadecimal, its backslash escaped.
fn bytes_cell(out: &mut String, value: &[u8]) {
    out.push_str("\\\\x");
    for byte in value {
        for half in [byte >> 4, byte & 15] {
            out.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
    }
    out.push('\t');
}

fn int_cell(out: &mut String, value: impl Into<i64>) {
    // Writing to a String cannot fail.
    let _ = write!(out, "{}\t", value.into());
}

/// Ends a row: its last separator becomes the end of the line.
fn end_row(out: &mut String) {
    out.pop();
    out.push('\n');
}

fn entry_rows(batch: &Batch, out: &mut String) {
    for entry in &batch.entries {
        int_cell(out, entry.court.0);
        int_cell(out, entry.position);
        int_cell(out, entry.stream.0);
        int_cell(out, entry.version);
        text_cell(out, &entry.kind);
        int_cell(out, entry.occurred_at.0);
        int_cell(out, entry.recorded_at.0);
        text_cell(out, &entry.actor);
        match &entry.on_behalf_of {
            Some(who) => text_cell(out, who),
            None => out.push_str("\\N\t"),
        }
        text_cell(out, &entry.body);
        bytes_cell(out, &entry.leaf);
        end_row(out);
    }
}

fn node_rows(batch: &Batch, out: &mut String) {
    for node in &batch.nodes {
        int_cell(out, node.court.0);
        int_cell(out, node.level);
        int_cell(out, node.idx);
        bytes_cell(out, &node.hash);
        end_row(out);
    }
}

fn head_rows(batch: &Batch, out: &mut String) {
    for head in &batch.heads {
        int_cell(out, head.court.0);
        int_cell(out, head.size);
        bytes_cell(out, &head.root);
        int_cell(out, head.signed_at.0);
        bytes_cell(out, &head.signature);
        end_row(out);
    }
}

/// Facts go through a table of their own: the rows of a batch replace those there.
async fn facts(conn: &mut PgConnection, batch: &Batch, text: &mut String) -> Result<(), StoreError> {
    if batch.facts.is_empty() {
        return Ok(());
    }
    // The last row of a case in the batch is the one that stands.
    let last: BTreeMap<(u16, i64), &CaseFacts> =
        batch.facts.iter().map(|row| ((row.court.0, row.stream.0), row)).collect();
    for row in last.values() {
        for cell in row.cells() {
            match cell {
                Some(value) => int_cell(text, value),
                None => text.push_str("\\N\t"),
            }
        }
        end_row(text);
    }
    let columns = CaseFacts::COLUMNS.join(", ");
    copy(conn, "facts_in", &columns, text).await?;
    conn.execute("DELETE FROM case_facts c USING facts_in f WHERE c.court = f.court AND c.stream = f.stream").await?;
    let put = format!("INSERT INTO case_facts ({columns}) SELECT {columns} FROM facts_in");
    conn.execute(AssertSqlSafe(put)).await?;
    conn.execute("TRUNCATE facts_in").await?;
    Ok(())
}

async fn courts(conn: &mut PgConnection, batch: &Batch) -> Result<(), StoreError> {
    for row in &batch.courts {
        sqlx::query(
            "INSERT INTO courts (court, code, name, public_key) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (court) DO UPDATE SET code = excluded.code, name = excluded.name, \
             public_key = excluded.public_key",
        )
        .bind(i64::from(row.court.0))
        .bind(&row.code)
        .bind(&row.name)
        .bind(&row.public_key)
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

async fn tallies(conn: &mut PgConnection, batch: &Batch) -> Result<(), StoreError> {
    let mut sums: BTreeMap<(u16, i32, &str), (i64, i64)> = BTreeMap::new();
    for row in &batch.tallies {
        let sum = sums.entry((row.court.0, row.day.0, row.kind.as_ref())).or_default();
        sum.0 += row.n;
        sum.1 += row.total;
    }
    sqlx::query(
        "INSERT INTO tallies (court, day, kind, n, total) \
         SELECT * FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::BIGINT[], $5::BIGINT[]) \
         ON CONFLICT (court, day, kind) DO UPDATE SET n = tallies.n + excluded.n, \
         total = tallies.total + excluded.total",
    )
    .bind(sums.keys().map(|key| i64::from(key.0)).collect::<Vec<_>>())
    .bind(sums.keys().map(|key| i64::from(key.1)).collect::<Vec<_>>())
    .bind(sums.keys().map(|key| key.2).collect::<Vec<_>>())
    .bind(sums.values().map(|sum| sum.0).collect::<Vec<_>>())
    .bind(sums.values().map(|sum| sum.1).collect::<Vec<_>>())
    .execute(conn)
    .await?;
    Ok(())
}

async fn beside(conn: &mut PgConnection, batch: &Batch) -> Result<(), StoreError> {
    for row in &batch.statements {
        sqlx::query(
            "INSERT INTO statements (court, year, key, value, source) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (court, year, key) DO UPDATE SET value = excluded.value, source = excluded.source",
        )
        .bind(i64::from(row.court.0))
        .bind(i64::from(row.year))
        .bind(&row.key)
        .bind(row.value)
        .bind(&row.source)
        .execute(&mut *conn)
        .await?;
    }
    let keys = batch.field_keys.iter();
    sqlx::query(
        "INSERT INTO field_keys (court, stream, key) SELECT DISTINCT ON (1, 2) * \
         FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BYTEA[]) \
         ON CONFLICT (court, stream) DO UPDATE SET key = excluded.key",
    )
    .bind(keys.clone().map(|row| i64::from(row.court.0)).collect::<Vec<_>>())
    .bind(keys.clone().map(|row| row.stream.0).collect::<Vec<_>>())
    .bind(keys.map(|row| row.key.as_slice()).collect::<Vec<_>>())
    .execute(&mut *conn)
    .await?;
    for row in &batch.sittings {
        let sql = format!(
            "INSERT INTO sittings ({}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
             ON CONFLICT (court, stream, nth) DO UPDATE SET until_day = excluded.until_day",
            sitting::COLUMNS
        );
        let put =
            row.cells().into_iter().fold(sqlx::query::<sqlx::Postgres>(AssertSqlSafe(sql)), |put, cell| put.bind(cell));
        put.execute(&mut *conn).await?;
    }
    places(conn, batch).await
}

async fn places(conn: &mut PgConnection, batch: &Batch) -> Result<(), StoreError> {
    for row in &batch.counters {
        sqlx::query(
            "INSERT INTO counters (court, year, word, last) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (court, year, word) DO UPDATE SET last = excluded.last",
        )
        .bind(i64::from(row.court.0))
        .bind(i64::from(row.year))
        .bind(i64::from(row.word))
        .bind(i64::from(row.last))
        .execute(&mut *conn)
        .await?;
    }
    for row in &batch.cursors {
        sqlx::query(
            "INSERT INTO cursors (name, court, position) VALUES ($1, $2, $3) \
             ON CONFLICT (name, court) DO UPDATE SET position = excluded.position, fault = NULL",
        )
        .bind(&row.name)
        .bind(i64::from(row.court.0))
        .bind(row.position)
        .execute(&mut *conn)
        .await?;
    }
    if let Some((name, value)) = &batch.progress {
        sqlx::query(
            "INSERT INTO progress (name, value) VALUES ($1, $2) \
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(name)
        .bind(value)
        .execute(conn)
        .await?;
    }
    Ok(())
}
