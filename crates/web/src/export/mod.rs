//! Lists and tables as files: CSV sent as it is written, XLSX made first and fetched when it is done.
//! What a file holds is what the page of the same address lists.

mod cases;
mod entries;
mod handlers;
mod jobs;
mod measured;
mod pour;
mod tables;

pub use handlers::{aged_csv, aged_xlsx, cases_csv, cases_xlsx, compare_csv, compare_xlsx};
pub use handlers::{
    courts_csv, courts_xlsx, entries_csv, export, file, indicator_or_table, indicators_csv, indicators_xlsx,
};
pub use jobs::Jobs;
pub use measured::write_cases;

use std::collections::BTreeMap;

use sheet::{Cell, Column, SheetFault};
use stats::{FigureFilter, Part};

use crate::fault::Fault;
use crate::source::{EntryFilter, Source};

/// Takes the rows of a table.
pub type Each<'a> = &'a mut (dyn FnMut(&[Cell<'_>]) -> Result<(), SheetFault> + Send);

/// A table that can be written.
#[derive(Debug, Clone)]
pub struct Table {
    /// What it is called, in files and on sheets.
    pub title: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// What a reader of the file should know.
    pub notes: Vec<String>,
    /// How many rows there will be, where that is known.
    pub total: Option<i64>,
    /// Where its rows come from.
    pub rows: Rows,
}

/// Where rows come from.
#[derive(Debug, Clone)]
pub enum Rows {
    /// Rows at hand.
    Few(Vec<Vec<Cell<'static>>>),
    /// Cases that meet a filter, straight from the database.
    Cases(Box<cases::Wanted>),
    /// Entries of one court or of all.
    Entries(EntryFilter),
}

/// Which cases: by filter, or those that a figure counts.
#[derive(Debug, Clone)]
pub enum Chosen {
    /// By filter.
    Filter(docket::store::CaseFilter),
    /// Those that a part of a figure counts.
    Figure(FigureFilter, Part),
}

/// Why a table ended early. The cause is for the log.
#[derive(Debug)]
pub struct Ended(pub String);

impl From<SheetFault> for Ended {
    fn from(cause: SheetFault) -> Ended {
        Ended(cause.to_string())
    }
}

impl From<Fault> for Ended {
    fn from(cause: Fault) -> Ended {
        Ended(format!("{cause:?}"))
    }
}

impl Table {
    /// Hands over every row, in order. Blocks while it reads: call it off the runtime's own threads.
    pub fn pour(&self, source: &Source, each: Each<'_>) -> Result<(), Ended> {
        match &self.rows {
            Rows::Few(rows) => rows.iter().try_for_each(|row| each(row)).map_err(Ended::from),
            Rows::Cases(wanted) => cases::pour(source, wanted, each),
            Rows::Entries(filter) => entries::pour(source, filter, each),
        }
    }
}

/// The pairs of a query with what only pages use left out.
pub fn of_list(pairs: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    pairs
        .iter()
        .filter(|(name, _)| !["after", "trail", "at", "sort"].contains(&name.as_str()))
        .map(|(a, b)| (a.clone(), b.clone()))
        .collect()
}
