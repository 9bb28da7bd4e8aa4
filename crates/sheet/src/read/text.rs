//! CSV: UTF-8 with and without a mark, UTF-16 with one, GB18030; separated by commas, semicolons or tabs.

use std::borrow::Cow;

use csv::ReaderBuilder;
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::{Grid, Limits, Line, ReadFault, closed, letters};

/// Separators that are told apart by the heading.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Reads a text as a table.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Grid, ReadFault> {
    let text = decoded(bytes)?;
    let heading = text.lines().find(|line| !line.trim().is_empty()).ok_or(ReadFault::Empty)?;
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(heading))
        .from_reader(text.as_bytes());
    let mut grid = Grid::default();
    let mut number = 0_u32;
    for record in reader.records() {
        let record = record.map_err(|_| ReadFault::Broken)?;
        let begins = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
        number = number.saturating_add(1).saturating_add(blank_lines(text.as_bytes(), begins));
        let mut cells = Vec::new();
        for (column, text) in record.iter().enumerate() {
            let Some(found) = closed(text, number, column, limits)? else { continue };
            if column >= limits.columns {
                return Err(ReadFault::TooWide { row: number, column: letters(column), most: limits.columns });
            }
            cells.push((column, found));
        }
        if cells.is_empty() {
            continue;
        }
        if grid.lines.len() > limits.rows {
            return Err(ReadFault::TooLong { most: limits.rows });
        }
        grid.lines.push(Line { number, cells });
    }
    if grid.lines.is_empty() { Err(ReadFault::Empty) } else { Ok(grid) }
}

/// Blank lines from a place on: the reader leaves them out, and a spreadsheet counts them as rows.
fn blank_lines(text: &[u8], from: usize) -> u32 {
    // the reader ends a row at the first of the two characters that end a line
    let halved = from.checked_sub(1).and_then(|before| text.get(before)) == Some(&b'\r');
    let from = from + usize::from(halved && text.get(from) == Some(&b'\n'));
    let ends = text.iter().skip(from).take_while(|byte| matches!(byte, b'\r' | b'\n'));
    u32::try_from(ends.filter(|byte| **byte == b'\n').count()).unwrap_or(u32::MAX)
}

/// The text in the encoding it is in; bytes that fit none are refused rather than replaced.
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, ReadFault> {
    if let Some(plain) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return std::str::from_utf8(plain).map(Cow::Borrowed).map_err(|_| ReadFault::Encoding);
    }
    for (mark, encoding) in [(b"\xff\xfe", UTF_16LE), (b"\xfe\xff", UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            let (text, broken) = encoding.decode_without_bom_handling(rest);
            return if broken { Err(ReadFault::Encoding) } else { Ok(text) };
        }
    }
    if bytes.contains(&0) {
        return Err(ReadFault::Other("二进制文件"));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    GB18030.decode_without_bom_handling_and_without_replacement(bytes).ok_or(ReadFault::Encoding)
}

/// The separator that stands most often in the heading, outside of quotes.
fn separator(heading: &str) -> u8 {
    let count = |wanted: u8| {
        let mut quoted = false;
        let outside = heading.bytes().filter(|byte| {
            quoted ^= *byte == b'"';
            *byte == wanted && !quoted
        });
        outside.count()
    };
    SEPARATORS.into_iter().max_by_key(|one| (count(*one), *one == b',')).unwrap_or(b',')
}
