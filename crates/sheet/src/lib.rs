//! Tables as CSV and XLSX, written row by row: however long a table is, no more than a row of it is held. And tables read
//! from files people hand in.
//!
//! It knows cells and files; what a table is about is its caller's.

mod blank;
mod cell;
mod plain;
pub mod read;
mod workbook;

pub use blank::{Asked, blank};
pub use cell::{Cell, Column, Kind};
pub use plain::{Plain, guarded};
pub use workbook::{SHEET_ROWS, Workbook};

/// A table could not be written; the sentence is for the log.
#[derive(Debug)]
pub struct SheetFault(String);

impl std::fmt::Display for SheetFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the table cannot be written: {}", self.0)
    }
}

impl std::error::Error for SheetFault {}

impl SheetFault {
    fn of(cause: impl std::fmt::Display) -> SheetFault {
        SheetFault(cause.to_string())
    }
}
