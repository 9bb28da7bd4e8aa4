//! XLSX, read cell by cell: a cell at the far end of a sheet costs no more than any other.

use std::io::Cursor;

use calamine::{DataRef, Dimensions, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use super::{Found, Grid, Limits, Line, ReadFault, closed, letters};

/// Reads the sheet under a name, or the first that is shown.
pub(super) fn read(bytes: &[u8], preferred: &str, limits: &Limits) -> Result<Grid, ReadFault> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(fault)?;
    let sheets = book.sheets_metadata().to_vec();
    let shown: Vec<&str> = sheets
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.as_str())
        .collect();
    let name = shown.iter().find(|name| **name == preferred).or(shown.first()).copied().ok_or(ReadFault::NoSheet)?;
    let merged = book.merge_cells_by_sheet_name(name).map_err(fault)?;
    if let Some(first) = merged.first() {
        return Err(ReadFault::Merged { area: area(first), count: merged.len() });
    }
    let mut grid = Grid { from_1904: book.has_1904_epoch(), ..Grid::default() };
    let hidden = sheets.iter().filter(|sheet| sheet.visible != SheetVisible::Visible).count();
    if hidden > 0 {
        grid.notes.push(format!("工作簿里有 {hidden} 张隐藏的工作表，没有读取。"));
    }
    if shown.len() > 1 {
        grid.notes.push(format!("只读取了工作表“{}”，其余 {} 张没有读取。", named(name), shown.len() - 1));
    }
    cells(&mut book, name, limits, &mut grid)?;
    if grid.lines.is_empty() { Err(ReadFault::Empty) } else { Ok(grid) }
}

/// A sheet's name as a page may repeat it.
fn named(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(31).collect()
}

fn cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, limits: &Limits, grid: &mut Grid) -> Result<(), ReadFault> {
    let mut reader = book.worksheet_cells_reader(name).map_err(fault)?;
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(fault)? {
        let (row, column) = (cell.pos.0.saturating_add(1), usize::try_from(cell.pos.1).unwrap_or(usize::MAX));
        let found = match (&cell.formula, &cell.value) {
            (Some(_), _) => Some(Found::Formula),
            (None, value) => read_value(value, row, column, limits)?,
        };
        let Some(found) = found else { continue };
        if column >= limits.columns {
            return Err(ReadFault::TooWide { row, column: letters(column), most: limits.columns });
        }
        match grid.lines.last_mut() {
            Some(line) if line.number == row => line.cells.push((column, found)),
            last => {
                // rows of a sheet follow each other; a package that says otherwise is broken
                if last.is_some_and(|line| line.number > row) {
                    return Err(ReadFault::Broken);
                }
                if grid.lines.len() > limits.rows {
                    return Err(ReadFault::TooLong { most: limits.rows });
                }
                grid.lines.push(Line { number: row, cells: vec![(column, found)] });
            }
        }
    }
    Ok(())
}

fn read_value(value: &DataRef<'_>, row: u32, column: usize, limits: &Limits) -> Result<Option<Found>, ReadFault> {
    Ok(match value {
        DataRef::Empty => None,
        DataRef::Int(number) => closed(&number.to_string(), row, column, limits)?,
        DataRef::Float(number) => Some(Found::Number(*number)),
        DataRef::DateTime(moment) => Some(Found::Number(moment.as_f64())),
        DataRef::String(text) => closed(text, row, column, limits)?,
        DataRef::SharedString(text) => closed(text, row, column, limits)?,
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => closed(text, row, column, limits)?,
        DataRef::Bool(yes) => closed(if *yes { "是" } else { "否" }, row, column, limits)?,
        DataRef::Error(_) => Some(Found::Error),
    })
}

fn area(of: &Dimensions) -> String {
    let place = |(row, column): (u32, u32)| {
        format!("{}{}", letters(usize::try_from(column).unwrap_or(0)), row.saturating_add(1))
    };
    format!("{}:{}", place(of.start), place(of.end))
}

fn fault(cause: XlsxError) -> ReadFault {
    match cause {
        XlsxError::Password => ReadFault::Locked,
        _ => ReadFault::Broken,
    }
}
