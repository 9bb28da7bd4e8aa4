//! XLSX with typed cells, written to a temporary file row by row. A sheet holds 1,048,576 rows; what is more goes to the next.

use std::io::Write;
use std::path::Path;

use rust_xlsxwriter::{DocProperties, Format, FormatAlign, Worksheet, XlsxError};

use crate::SheetFault;
use crate::cell::{Cell, Column, Kind};

/// Rows of a sheet, its heading among them.
pub const SHEET_ROWS: u32 = 1_048_576;
/// Pixels of a Chinese character at the size of the cells.
const PIXELS: u32 = 15;
/// Longest text of a cell, in UTF-16 units.
const LONGEST: usize = 32_767;

/// A table as a workbook.
pub struct Workbook {
    book: rust_xlsxwriter::Workbook,
    title: String,
    columns: Vec<Column>,
    formats: Formats,
    most: u32,
    sheets: usize,
    /// Rows on the current sheet, its heading among them.
    at: u32,
    rows: u64,
}

impl From<XlsxError> for SheetFault {
    fn from(cause: XlsxError) -> SheetFault {
        SheetFault::of(cause)
    }
}

/// How values are shown.
struct Formats {
    text: Format,
    whole: Format,
    hundredths: Format,
    day: Format,
    rate: Format,
}

impl Formats {
    fn new() -> Formats {
        let number = |shown: &str| Format::new().set_num_format(shown);
        Formats {
            text: Format::new(),
            whole: number("#,##0"),
            hundredths: number("#,##0.00"),
            day: number("yyyy-mm-dd"),
            rate: number("0.00%"),
        }
    }

    const fn of_kind(&self, kind: Kind) -> &Format {
        match kind {
            Kind::Text => &self.text,
            Kind::Whole => &self.whole,
            Kind::Money | Kind::Hundredths => &self.hundredths,
            Kind::Day => &self.day,
            Kind::Rate => &self.rate,
        }
    }

    const fn of_cell(&self, cell: &Cell<'_>) -> &Format {
        self.of_kind(match cell {
            Cell::Empty | Cell::Text(_) => Kind::Text,
            Cell::Whole(_) => Kind::Whole,
            Cell::Money(_) => Kind::Money,
            Cell::Day(_) => Kind::Day,
            Cell::Rate(_) => Kind::Rate,
            Cell::Hundredths(_) => Kind::Hundredths,
        })
    }
}

impl Workbook {
    /// Begins a workbook; rows wait in files under `folder` until it is finished.
    ///
    /// # Errors
    /// When nothing can be written under the folder.
    pub fn new(title: &str, columns: Vec<Column>, folder: &Path) -> Result<Workbook, SheetFault> {
        Workbook::with_rows(title, columns, folder, SHEET_ROWS)
    }

    fn with_rows(title: &str, columns: Vec<Column>, folder: &Path, most: u32) -> Result<Workbook, SheetFault> {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.set_tempdir(folder)?;
        book.set_properties(&DocProperties::new().set_title(title));
        let formats = Formats::new();
        let title = title.to_owned();
        let mut new = Workbook { book, title, columns, formats, most, sheets: 0, at: 0, rows: 0 };
        new.open_sheet()?;
        Ok(new)
    }

    /// Rows written so far, without headings.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    fn open_sheet(&mut self) -> Result<(), SheetFault> {
        self.sheets += 1;
        let name = if self.sheets == 1 { self.title.clone() } else { format!("{}（{}）", self.title, self.sheets) };
        let sheet = self.book.add_worksheet_with_constant_memory();
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        sheet.set_repeat_rows(0, 0)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        let heading = Format::new().set_bold().set_align(FormatAlign::Center);
        for (at, column) in (0..).zip(&self.columns) {
            sheet.set_column_width_pixels(at, u32::from(column.width) * PIXELS)?;
            sheet.set_column_format(at, self.formats.of_kind(column.kind))?;
        }
        for (at, column) in (0..).zip(&self.columns) {
            sheet.write_string_with_format(0, at, &column.name, &heading)?;
        }
        self.at = 1;
        Ok(())
    }

    fn close_sheet(&mut self) -> Result<(), SheetFault> {
        let (last, width) = (self.at - 1, u16::try_from(self.columns.len()).unwrap_or(u16::MAX));
        let sheet = self.book.worksheet_from_index(self.sheets - 1)?;
        sheet.autofilter(0, 0, last, width.saturating_sub(1))?;
        Ok(())
    }

    /// Writes a row, on a new sheet when the current one is full.
    ///
    /// # Errors
    /// When nothing more can be written.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), SheetFault> {
        if self.at == self.most {
            self.close_sheet()?;
            self.open_sheet()?;
        }
        let sheet = self.book.worksheet_from_index(self.sheets - 1)?;
        for (at, cell) in (0..).zip(cells) {
            write(sheet, self.at, at, cell, self.formats.of_cell(cell))?;
        }
        self.at += 1;
        self.rows += 1;
        Ok(())
    }

    /// Ends the workbook with a sheet of notes, and writes it out whole.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self, notes: &[String], sink: impl Write + Send) -> Result<u64, SheetFault> {
        self.close_sheet()?;
        let mut lines = vec![self.title.clone()];
        lines.extend(notes.iter().cloned());
        if self.sheets > 1 {
            let (sheets, rows) = (self.sheets, self.most - 1);
            lines.push(format!("一张工作表至多 {rows} 行数据，本文件共 {} 行，分在 {sheets} 张工作表中。", self.rows));
        }
        let sheet = self.book.add_worksheet_with_constant_memory();
        sheet.set_name("说明")?.set_column_width_pixels(0, 900)?;
        for (at, line) in (0..).zip(&lines) {
            sheet.write_string(at, 0, cut(line))?;
        }
        self.book.save_to_writer(sink)?;
        Ok(self.rows)
    }
}

/// No more of a text than a cell can hold.
fn cut(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > LONGEST
    });
    end.and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

fn write(sheet: &mut Worksheet, row: u32, at: u16, cell: &Cell<'_>, format: &Format) -> Result<(), SheetFault> {
    match (cell, cell.number()) {
        (_, Some(number)) => sheet.write_number_with_format(row, at, number, format)?,
        (Cell::Text(text), None) => sheet.write_string(row, at, cut(text))?,
        _ => return Ok(()),
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use law::day::Day;
    use law::fen::Fen;
    use std::io::{Cursor, Read};

    fn part(book: &[u8], name: &str) -> Option<String> {
        let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
        let mut text = String::new();
        archive.by_name(name).ok()?.read_to_string(&mut text).unwrap();
        Some(text)
    }

    fn columns() -> Vec<Column> {
        vec![
            Column::new("案号", Kind::Text, 16),
            Column::new("立案日", Kind::Day, 8),
            Column::new("标的额", Kind::Money, 9),
        ]
    }

    #[test]
    fn cells_are_typed_and_the_heading_stays_in_sight() {
        let folder = tempfile::tempdir().unwrap();
        let mut book = Workbook::new("案件", columns(), folder.path()).unwrap();
        let day = Day::new(2020, 3, 2).unwrap();
        book.row(&[Cell::text("=1+1"), Cell::Day(day), Cell::Money(Fen(1_234_550))]).unwrap();
        book.row(&[Cell::text("甲<乙>&"), Cell::Empty, Cell::Money(Fen(-5))]).unwrap();
        let mut bytes = Vec::new();
        assert_eq!(book.finish(&["全省".to_owned()], &mut bytes).unwrap(), 2);
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml").unwrap();
        for needed in [
            "state=\"frozen\"",
            "<autoFilter ref=\"A1:C3\"",
            "<t>=1+1</t>",
            "甲&lt;乙&gt;&amp;",
            "<v>43892</v>",
            "<v>12345.5</v>",
            "<v>-0.05</v>",
        ] {
            assert!(sheet.contains(needed), "{needed} in {sheet}");
        }
        assert!(!sheet.contains("<f>"), "no formula");
        assert!(part(&bytes, "xl/worksheets/sheet2.xml").unwrap().contains("全省"));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left behind");
    }

    #[test]
    fn a_full_sheet_is_followed_by_another_and_the_notes_say_so() {
        let folder = tempfile::tempdir().unwrap();
        let mut book = Workbook::with_rows("案件", columns(), folder.path(), 3).unwrap();
        for n in 0..5 {
            book.row(&[Cell::Whole(n), Cell::Empty, Cell::Empty]).unwrap();
        }
        let mut bytes = Vec::new();
        assert_eq!(book.finish(&[], &mut bytes).unwrap(), 5);
        let names = part(&bytes, "xl/workbook.xml").unwrap();
        for name in ["\"案件\"", "\"案件（2）\"", "\"案件（3）\"", "\"说明\""] {
            assert!(names.contains(name), "{name} in {names}");
        }
        assert!(part(&bytes, "xl/worksheets/sheet3.xml").unwrap().contains("<v>4</v>"));
        assert!(part(&bytes, "xl/worksheets/sheet4.xml").unwrap().contains("共 5 行，分在 3 张工作表中"));
    }

    #[test]
    fn a_text_longer_than_a_cell_is_cut_between_characters() {
        let long = "𠮷".repeat(20_000);
        assert_eq!(cut(&long).chars().count(), LONGEST / 2);
        assert_eq!(cut("短"), "短");
    }
}
