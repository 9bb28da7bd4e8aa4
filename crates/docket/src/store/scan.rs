//! The full scan of `case_facts` that statistics start from: every row, as cells, at the engine's best speed.

use futures_util::TryStreamExt;
use law::life::facts::CaseFacts;
use sqlx::{AnyPool, AssertSqlSafe, Row};
use tokio::sync::mpsc;

use super::engine::Location;
use super::error::StoreError;
use super::read::facts_columns;

/// Rows handed over at once.
const CHUNK_ROWS: usize = 2048;
const WIDTH: usize = CaseFacts::COLUMNS.len();

type Cells = Vec<Option<i64>>;

/// Calls `row` with the cells of every row of `case_facts`, in order of court and stream.
pub(crate) async fn scan_facts(
    location: &Location,
    pool: &AnyPool,
    row: &mut (dyn FnMut(&[Option<i64>]) + Send),
) -> Result<u64, StoreError> {
    let sql = format!(
        "SELECT {} FROM case_facts ORDER BY court, stream",
        facts_columns()
    );
    let Location::File(path) = location else {
        return scan_pool(pool, sql, row).await;
    };
    let path = path.clone();
    let (send, mut receive) = mpsc::channel::<Cells>(4);
    let reader = tokio::task::spawn_blocking(move || read_file(&path, &sql, &send));
    let mut rows = 0;
    while let Some(cells) = receive.recv().await {
        for cells in cells.chunks_exact(WIDTH) {
            row(cells);
            rows += 1;
        }
    }
    reader
        .await
        .map_err(|e| StoreError::Failed(e.to_string()))??;
    Ok(rows)
}

fn read_file(
    path: &std::path::Path,
    sql: &str,
    send: &mpsc::Sender<Cells>,
) -> Result<(), StoreError> {
    let conn = super::open::reader(path)?;
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut cells: Cells = Vec::with_capacity(CHUNK_ROWS * WIDTH);
    while let Some(row) = rows.next()? {
        for at in 0..WIDTH {
            cells.push(row.get::<_, Option<i64>>(at)?);
        }
        if cells.len() == CHUNK_ROWS * WIDTH {
            let full = std::mem::replace(&mut cells, Vec::with_capacity(CHUNK_ROWS * WIDTH));
            if send.blocking_send(full).is_err() {
                return Ok(());
            }
        }
    }
    drop(send.blocking_send(cells));
    Ok(())
}

async fn scan_pool(
    pool: &AnyPool,
    sql: String,
    row: &mut (dyn FnMut(&[Option<i64>]) + Send),
) -> Result<u64, StoreError> {
    let mut found = sqlx::query(AssertSqlSafe(sql)).fetch(pool);
    let mut cells: Cells = Vec::with_capacity(WIDTH);
    let mut rows = 0;
    while let Some(next) = found.try_next().await? {
        cells.clear();
        for at in 0..WIDTH {
            cells.push(next.try_get(at)?);
        }
        row(&cells);
        rows += 1;
    }
    Ok(rows)
}
