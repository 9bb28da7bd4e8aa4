//! The full scans that statistics start from: every row of `case_facts`, as cells, and every tally, at the engine's best
//! speed and without holding them all.

use std::borrow::Cow;

use law::day::Day;
use law::ids::CourtId;
use law::life::facts::CaseFacts;
use tokio::sync::mpsc;

use super::batch::Tally;
use super::engine::Location;
use super::error::StoreError;
use super::read::{facts_columns, narrow};
use super::rows::Reader;

/// Rows handed over at once.
const CHUNK_ROWS: usize = 2048;
const WIDTH: usize = CaseFacts::COLUMNS.len();

type Cells = Vec<Option<i64>>;

/// Calls `row` with the cells of every row of `case_facts`, in order of court and stream.
pub(crate) async fn scan_facts(
    location: &Location,
    row: &mut (dyn FnMut(&[Option<i64>]) + Send),
) -> Result<u64, StoreError> {
    let location = location.clone();
    let (send, mut receive) = mpsc::channel::<Cells>(4);
    let reader = tokio::task::spawn_blocking(move || read_all(&location, &send));
    let mut rows = 0;
    while let Some(cells) = receive.recv().await {
        for cells in cells.chunks_exact(WIDTH) {
            row(cells);
            rows += 1;
        }
    }
    reader.await.map_err(|e| StoreError::Failed(e.to_string()))??;
    Ok(rows)
}

fn read_all(location: &Location, send: &mpsc::Sender<Cells>) -> Result<(), StoreError> {
    let sql = format!("SELECT {} FROM case_facts ORDER BY court, stream", facts_columns());
    let mut cells: Cells = Vec::with_capacity(CHUNK_ROWS * WIDTH);
    Reader::open(location)?.rows(&sql, &[], &mut |row| {
        for at in 0..WIDTH {
            cells.push(row.int_or_null(at)?);
        }
        if cells.len() == CHUNK_ROWS * WIDTH {
            let full = std::mem::replace(&mut cells, Vec::with_capacity(CHUNK_ROWS * WIDTH));
            send.blocking_send(full).map_err(|_| StoreError::Failed("读取已中止".to_owned()))?;
        }
        Ok(())
    })?;
    send.blocking_send(cells).map_err(|_| StoreError::Failed("读取已中止".to_owned()))
}

/// Calls `each` with every tally, in order of court, day and kind. Blocks.
pub(crate) fn each_tally(location: &Location, each: &mut (dyn FnMut(Tally) + Send)) -> Result<(), StoreError> {
    let sql = "SELECT court, day, kind, n, total FROM tallies ORDER BY court, day, kind";
    Reader::open(location)?.rows(sql, &[], &mut |row| {
        each(Tally {
            court: CourtId(narrow(row.int(0)?, "court")?),
            day: Day(narrow(row.int(1)?, "day")?),
            kind: Cow::Owned(row.text(2)?.to_owned()),
            n: row.int(3)?,
            total: row.int(4)?,
        });
        Ok(())
    })
}
