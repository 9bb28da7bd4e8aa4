//! Tables handed in as files: XLSX by its content, CSV in the encodings and with the separators spreadsheets write.
//!
//! Nothing in a file is run, and nothing of it is believed: sizes, rows, columns and cells have limits, and what the file
//! is follows from its bytes, never from its name.

mod book;
mod fault;
mod package;
mod text;

pub use fault::ReadFault;

/// How much of a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Bytes of a workbook once it is unpacked.
    pub unpacked: u64,
    /// Rows under the heading.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Characters of a cell.
    pub characters: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { bytes: 20 << 20, unpacked: 160 << 20, rows: 20_000, columns: 60, characters: 2_000 }
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// Text, without spaces around it.
    Text(String),
    /// A number; of a workbook, also a date as its serial.
    Number(f64),
    /// A formula: it is not run, and what it once came to is not taken.
    Formula,
    /// An error of the spreadsheet, such as `#N/A`.
    Error,
}

/// A row that is not empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its number, as a spreadsheet shows it, from 1.
    pub number: u32,
    /// Cells by column, from 0; empty ones are left out.
    pub cells: Vec<(usize, Found)>,
}

/// A table as read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    /// Rows, the heading first.
    pub lines: Vec<Line>,
    /// What the reader did not take, in sentences.
    pub notes: Vec<String>,
    /// Days count from 1904, as old workbooks of Macintosh do.
    pub from_1904: bool,
}

impl Line {
    /// What stands in a column.
    pub fn cell(&self, column: usize) -> Option<&Found> {
        self.cells.iter().find(|(at, _)| *at == column).map(|(_, found)| found)
    }
}

/// The letters of a column, from 0: `A`, `Z`, `AA`.
pub fn letters(column: usize) -> String {
    let mut out = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        out.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    out.iter().rev().collect()
}

/// Reads a file. Of a workbook the sheet under `preferred` is taken if there is one, else the first that is shown.
///
/// # Errors
/// [`ReadFault`]: why nothing of it can be read.
pub fn read(bytes: &[u8], preferred: &str, limits: &Limits) -> Result<Grid, ReadFault> {
    if bytes.is_empty() {
        return Err(ReadFault::Empty);
    }
    if bytes.len() > limits.bytes {
        return Err(ReadFault::TooLarge { most: limits.bytes });
    }
    if let Some(other) = package::disguised(bytes) {
        return Err(other);
    }
    if bytes.starts_with(package::ZIP) {
        package::check(bytes, limits)?;
        return book::read(bytes, preferred, limits);
    }
    text::read(bytes, limits)
}

/// A text of a cell: without spaces around it, and not longer than is read.
fn closed(text: &str, row: u32, column: usize, limits: &Limits) -> Result<Option<Found>, ReadFault> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.chars().count() > limits.characters {
        return Err(ReadFault::LongCell { row, column: letters(column), most: limits.characters });
    }
    Ok((!text.is_empty()).then(|| Found::Text(text.to_owned())))
}

#[cfg(test)]
mod tests;
