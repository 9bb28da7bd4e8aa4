//! What is wrong with a table, row by row, and the files that say so: where, what was read, what is wrong, how to write it.

use std::io::Write;

use sheet::{Cell, Column as Of, Kind, Plain, SheetFault, Workbook};

/// Something wrong with a cell, or with a row as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// Row, as a spreadsheet counts.
    pub row: u32,
    /// Column, with its letters.
    pub column: String,
    /// What was read; empty for nothing.
    pub read: String,
    /// What is wrong.
    pub wrong: String,
    /// How it is written, or what to do.
    pub instead: String,
}

/// Characters of what was read that are repeated.
const REPEATED: usize = 60;

/// What was read as it may be repeated: without what does not print, and not at length.
pub fn shown(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() || turns(c) { ' ' } else { c });
    let mut out: String = plain.take(REPEATED).collect();
    if text.chars().count() > REPEATED {
        out.push('…');
    }
    out
}

/// Marks that turn a line round or have no width.
fn turns(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn columns() -> Vec<Of> {
    let text = |name, width| Of::new(name, Kind::Text, width);
    vec![Of::new("行", Kind::Whole, 5), text("列", 14), text("读到的", 22), text("哪里不对", 40), text("应当怎样", 40)]
}

fn cells(fault: &RowFault) -> [Cell<'_>; 5] {
    [
        Cell::Whole(i64::from(fault.row)),
        Cell::text(&fault.column),
        Cell::text(&fault.read),
        Cell::text(&fault.wrong),
        Cell::text(&fault.instead),
    ]
}

/// The faults as CSV.
///
/// # Errors
/// When the sink takes nothing.
pub fn as_plain(faults: &[RowFault], sink: impl Write) -> Result<(), SheetFault> {
    let mut plain = Plain::new(sink, &columns())?;
    for fault in faults {
        plain.row(&cells(fault))?;
    }
    plain.finish().map(drop)
}

/// The faults as a workbook.
///
/// # Errors
/// When it cannot be written.
pub fn as_book(faults: &[RowFault], sink: impl Write + Send) -> Result<(), SheetFault> {
    let mut book = Workbook::new("错误清单", columns(), &std::env::temp_dir())?;
    for fault in faults {
        book.row(&cells(fault))?;
    }
    let notes = ["改好后重新上传整份文件；改好以前一件也不会导入。".to_owned()];
    book.finish(&notes, sink).map(drop)
}
