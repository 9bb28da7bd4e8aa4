//! A workbook to be filled in: the columns with an example, and on a second sheet how each is written and what it allows.

use rust_xlsxwriter::{Color, DataValidation, DocProperties, Format, FormatAlign, FormatBorder, Formula, Workbook};

use crate::SheetFault;

/// Rows that are held to a column's allowed values.
const HELD_ROWS: u32 = 20_000;
/// Pixels of a Chinese character.
const PIXELS: u32 = 15;

/// A column to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Heading.
    pub name: &'static str,
    /// Must be filled in.
    pub needed: bool,
    /// How it is written.
    pub hint: &'static str,
    /// An example.
    pub example: &'static str,
    /// What it allows; empty for anything that fits the hint.
    pub allowed: Vec<String>,
    /// Width in Chinese characters.
    pub width: u16,
}

/// Makes the workbook: the sheet to fill in under `title`, and the sheet of explanations. Every column to be filled in is of
/// text, so that a spreadsheet changes neither numbers nor dates.
///
/// # Errors
/// When it cannot be written.
pub fn blank(title: &str, columns: &[Asked], notes: &[&str]) -> Result<Vec<u8>, SheetFault> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_title(title));
    let text = Format::new().set_num_format("@");
    let heading = Format::new()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0xEE_EBE0));
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let sheet = book.add_worksheet();
    sheet.set_name(title)?.set_freeze_panes(1, 0)?;
    for (at, column) in (0..).zip(columns) {
        sheet.set_column_width_pixels(at, u32::from(column.width) * PIXELS)?;
        sheet.set_column_format(at, &text)?;
        let name = if column.needed { format!("{}*", column.name) } else { column.name.to_owned() };
        sheet.write_string_with_format(0, at, name, &heading)?;
        if !column.example.is_empty() {
            sheet.write_string_with_format(1, at, column.example, &text)?;
        }
    }
    let hints = book.add_worksheet();
    hints.set_name("填写说明")?;
    for (at, (name, width)) in (0..).zip([("列", 9_u32), ("必填", 4), ("怎样写", 36), ("可以填的值", 40)]) {
        hints.set_column_width_pixels(at, width * PIXELS)?;
        hints.write_string_with_format(0, at, name, &heading)?;
    }
    for (row, column) in (1..).zip(columns) {
        hints.write_string_with_format(row, 0, column.name, &wrapped)?;
        hints.write_string_with_format(row, 1, if column.needed { "是" } else { "" }, &wrapped)?;
        hints.write_string_with_format(row, 2, column.hint, &wrapped)?;
        hints.write_string_with_format(row, 3, column.allowed.join("、"), &wrapped)?;
    }
    let below = u32::try_from(columns.len()).unwrap_or(0) + 2;
    for (row, note) in (below..).zip(notes) {
        hints.write_string(row, 0, *note)?;
    }
    lists(&mut book, columns)?;
    Ok(book.save_to_buffer()?)
}

/// The allowed values as lists of a third sheet, from which the cells are chosen.
fn lists(book: &mut Workbook, columns: &[Asked]) -> Result<(), SheetFault> {
    let listed: Vec<(u16, &Asked)> = (0..).zip(columns).filter(|(_, column)| !column.allowed.is_empty()).collect();
    let sheet = book.add_worksheet();
    sheet.set_name("可选值")?;
    for (at, (_, column)) in (0..).zip(&listed) {
        sheet.set_column_width_pixels(at, 14 * PIXELS)?;
        for (row, value) in (0..).zip(&column.allowed) {
            sheet.write_string(row, at, value)?;
        }
    }
    for (list, (at, column)) in listed.iter().enumerate() {
        let letters = crate::read::letters(list);
        let from = format!("='可选值'!${letters}$1:${letters}${}", column.allowed.len());
        let held = DataValidation::new()
            .allow_list_formula(Formula::new(from))
            .set_error_title("不在可以填的值里")?
            .set_error_message("请从下拉列表里选，见“填写说明”。")?;
        book.worksheet_from_index(0)?.add_data_validation(1, *at, HELD_ROWS, *at, &held)?;
    }
    Ok(())
}
