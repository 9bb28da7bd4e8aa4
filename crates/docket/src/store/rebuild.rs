//! Projected tables computed anew from a court's entries and put in place of what stood there.

use law::ids::CourtId;

use super::batch::{Batch, Cursor};
use super::bulk::bulk_writer;
use super::engine::Location;
use super::error::StoreError;
use super::fold::CourtFold;
use super::log_rows;
use super::rows::Reader;

/// How often a court is folded anew when others append to it meanwhile.
const ATTEMPTS: u32 = 5;

/// Folds a court's log and replaces its rows in every projected table. Blocks.
pub(crate) fn rebuild(location: &Location, url: &str, court: CourtId) -> Result<i64, StoreError> {
    let mut attempt = 1;
    loop {
        let batch = fold(location, court)?;
        let position = batch.cursors.first().map_or(0, |cursor| cursor.position);
        let mut writer = bulk_writer(url)?;
        match writer.write(&batch) {
            Err(StoreError::Conflict(_)) if attempt < ATTEMPTS => attempt += 1,
            other => {
                other?;
                writer.finish()?;
                return Ok(position);
            }
        }
    }
}

/// Everything a court's log comes to, as a batch that replaces what stood there.
fn fold(location: &Location, court: CourtId) -> Result<Batch, StoreError> {
    let mut reader = Reader::open(location)?;
    let mut fold = CourtFold::new(court);
    let mut position = 0;
    log_rows::each_entry(&mut reader, court, &mut |entry| {
        position = entry.position;
        fold.take(entry)
            .map_err(|what| StoreError::Damaged(format!("法院 {} 第 {} 条：{what}", court.0, entry.position)))
    })?;
    Ok(Batch {
        replaced: vec![court],
        facts: fold.facts().cloned().collect(),
        sittings: fold.sittings().collect(),
        tallies: fold.tallies(),
        statements: fold.statements(),
        counters: fold.counters(),
        cursors: vec![Cursor { name: "facts".to_owned(), court, position }],
        ..Batch::default()
    })
}
