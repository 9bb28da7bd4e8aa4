//! CSV as spreadsheets read it: UTF-8 with a byte order mark, and no text that a spreadsheet would run as a formula.

use std::borrow::Cow;
use std::io::Write;

use csv::{Terminator, Writer, WriterBuilder};

use crate::SheetFault;
use crate::cell::{Cell, Column};

/// What makes a spreadsheet take a text for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A table as CSV.
pub struct Plain<W: Write> {
    out: Writer<W>,
}

/// A text that stays a text: an apostrophe goes before what would be a formula.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

impl<W: Write> Plain<W> {
    /// Begins a table.
    ///
    /// # Errors
    /// When the sink takes nothing.
    pub fn new(mut sink: W, columns: &[Column]) -> Result<Plain<W>, SheetFault> {
        sink.write_all("\u{feff}".as_bytes()).map_err(SheetFault::of)?;
        let mut out = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(sink);
        out.write_record(columns.iter().map(|column| guarded(&column.name).into_owned())).map_err(SheetFault::of)?;
        Ok(Plain { out })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When the sink takes nothing more, or the row is not as wide as the heading.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), SheetFault> {
        for cell in cells {
            let text = match cell {
                Cell::Text(text) => guarded(text),
                other => other.plain(),
            };
            self.out.write_field(text.as_bytes()).map_err(SheetFault::of)?;
        }
        self.out.write_record(None::<&[u8]>).map_err(SheetFault::of)
    }

    /// Ends the table and hands back the sink.
    ///
    /// # Errors
    /// When the sink takes nothing more.
    pub fn finish(self) -> Result<W, SheetFault> {
        self.out.into_inner().map_err(|cause| SheetFault::of(cause.error()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Kind;
    use law::fen::Fen;
    use proptest::prelude::*;

    fn written(rows: &[Vec<Cell<'_>>], width: usize) -> String {
        let columns: Vec<Column> = (0..width).map(|n| Column::new(format!("列{n}"), Kind::Text, 8)).collect();
        let mut plain = Plain::new(Vec::new(), &columns).unwrap();
        rows.iter().for_each(|row| plain.row(row).unwrap());
        String::from_utf8(plain.finish().unwrap()).unwrap()
    }

    #[test]
    fn a_formula_is_written_as_text_and_a_negative_number_as_a_number() {
        let text = written(
            &[
                vec![Cell::text("=1+1"), Cell::text("@甲"), Cell::text("-2")],
                vec![Cell::Whole(-2), Cell::Money(Fen(-5)), Cell::text("a,\"b\"\n")],
            ],
            3,
        );
        assert_eq!(text, "\u{feff}列0,列1,列2\r\n'=1+1,'@甲,'-2\r\n-2,-0.05,\"a,\"\"b\"\"\n\"\r\n");
    }

    #[test]
    fn a_row_of_another_width_is_refused() {
        let mut plain = Plain::new(Vec::new(), &[Column::new("甲", Kind::Text, 4)]).unwrap();
        assert!(plain.row(&[Cell::Empty, Cell::Empty]).is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back_and_never_a_formula(texts in proptest::collection::vec("\\PC{0,12}|[=+@\t\r-].{0,6}", 2)) {
            let text = written(&[texts.iter().map(|text| Cell::text(text)).collect()], 2);
            let body = text.trim_start_matches('\u{feff}');
            let mut reader = csv::Reader::from_reader(body.as_bytes());
            let row = reader.records().next().unwrap().unwrap();
            for (cell, text) in row.iter().zip(&texts) {
                prop_assert!(!cell.starts_with(FORMULA));
                let kept = format!("'{text}");
                prop_assert!(cell == text || cell == kept);
            }
        }
    }
}
