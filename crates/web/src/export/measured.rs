//! A list written to a file as the handlers write it, for the benchmark of exports.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use sheet::Plain;

use super::{Ended, Table, cases, jobs};
use crate::state::AppState;

/// Writes every case to a file, XLSX or CSV by its name; gives the number of rows.
///
/// # Errors
/// What went wrong, in a sentence.
pub async fn write_cases(state: &AppState, file: &Path) -> Result<u64, String> {
    let table = cases::table(state.source(), &BTreeMap::new()).await.map_err(|fault| fault.words().what)?;
    let (state, file) = (state.clone(), file.to_path_buf());
    let written = tokio::task::spawn_blocking(move || write(&state, &table, &file));
    written.await.map_err(|cause| cause.to_string())?.map_err(|Ended(cause)| cause)
}

fn write(state: &AppState, table: &Table, file: &Path) -> Result<u64, Ended> {
    let failed = |cause: std::io::Error| Ended(cause.to_string());
    let mut rows = 0;
    if file.extension().is_some_and(|end| end == "csv") {
        let mut plain = Plain::new(BufWriter::new(File::create(file).map_err(failed)?), &table.columns)?;
        table.pour(state.source(), &mut |cells| {
            rows += 1;
            plain.row(cells)
        })?;
        plain.finish()?.into_inner().map_err(|cause| Ended(cause.to_string()))?;
        return Ok(rows);
    }
    let folder = file.parent().unwrap_or(Path::new("."));
    let (made, _) = jobs::make(state.source(), table, folder, &mut || rows += 1)?;
    made.persist(file).map_err(|cause| Ended(cause.to_string()))?;
    Ok(rows)
}
