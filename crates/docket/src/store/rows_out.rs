//! Every stored row of the docket, court by court, in batches a bulk writer takes: what storing alone costs is measured so.

use law::ids::{CourtId, Stream};
use law::life::facts::CaseFacts;

use super::batch::{Batch, FieldKey};
use super::error::StoreError;
use super::log_rows;
use super::read::facts_columns;
use super::rows::Reader;
use super::sitting;

/// Hands over a court's rows: entries in batches of at most `most`, then all that stands beside them.
pub(crate) fn each_batch(
    reader: &mut Reader,
    court: CourtId,
    most: usize,
    each: &mut (dyn FnMut(Batch) -> Result<(), StoreError> + Send),
) -> Result<(), StoreError> {
    let mut entries = Vec::with_capacity(most);
    log_rows::each_entry(reader, court, &mut |entry| {
        entries.push(entry.clone());
        if entries.len() == most {
            let entries = std::mem::replace(&mut entries, Vec::with_capacity(most));
            each(Batch { entries, ..Batch::default() })?;
        }
        Ok(())
    })?;
    each(Batch {
        entries,
        heads: log_rows::heads(reader, court)?,
        nodes: log_rows::nodes(reader, court)?,
        facts: facts(reader, court)?,
        sittings: sitting::all(reader, court)?,
        field_keys: field_keys(reader, court)?,
        ..Batch::default()
    })
}

fn facts(reader: &mut Reader, court: CourtId) -> Result<Vec<CaseFacts>, StoreError> {
    let sql = format!("SELECT {} FROM case_facts WHERE court = $1 ORDER BY stream", facts_columns());
    let mut rows = Vec::new();
    let mut cells = Vec::with_capacity(CaseFacts::COLUMNS.len());
    reader.rows(&sql, &[i64::from(court.0)], &mut |row| {
        cells.clear();
        for at in 0..CaseFacts::COLUMNS.len() {
            cells.push(row.int_or_null(at)?);
        }
        rows.push(CaseFacts::from_cells(&cells).map_err(StoreError::damaged)?);
        Ok(())
    })?;
    Ok(rows)
}

fn field_keys(reader: &mut Reader, court: CourtId) -> Result<Vec<FieldKey>, StoreError> {
    let mut keys = Vec::new();
    let sql = "SELECT stream, key FROM field_keys WHERE court = $1 ORDER BY stream";
    reader.rows(sql, &[i64::from(court.0)], &mut |row| {
        keys.push(FieldKey { court, stream: Stream(row.int(0)?), key: row.bytes(1)?.to_vec() });
        Ok(())
    })?;
    Ok(keys)
}
