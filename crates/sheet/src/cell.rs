//! What a table is made of: columns with a kind, and cells with a value. Money is whole fen and rates whole hundredths.

use std::borrow::Cow;

use law::day::Day;
use law::fen::Fen;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Whole,
    /// An amount of money, shown in yuan.
    Money,
    /// A day.
    Day,
    /// A rate in hundredths of a per cent.
    Rate,
    /// A number in hundredths.
    Hundredths,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Heading.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Width in Chinese characters.
    pub width: u16,
}

impl Column {
    /// A column.
    pub fn new(name: impl Into<String>, kind: Kind, width: u16) -> Column {
        Column { name: name.into(), kind, width }
    }
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// No value.
    Empty,
    /// Text.
    Text(Cow<'a, str>),
    /// A whole number.
    Whole(i64),
    /// An amount of money.
    Money(Fen),
    /// A day.
    Day(Day),
    /// A rate in hundredths of a per cent: 94.79% is 9479.
    Rate(i64),
    /// A number in hundredths: 12.34 is 1234.
    Hundredths(i64),
}

impl Cell<'_> {
    /// A text that is not copied.
    pub fn text(text: &str) -> Cell<'_> {
        Cell::Text(Cow::Borrowed(text))
    }

    /// The value, or nothing.
    pub fn maybe<'a, T>(value: Option<T>, cell: impl FnOnce(T) -> Cell<'a>) -> Cell<'a> {
        value.map_or(Cell::Empty, cell)
    }

    /// As it is written in plain text, without separators.
    pub fn plain(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) => Cow::Borrowed(text.as_ref()),
            Cell::Whole(n) => Cow::Owned(n.to_string()),
            Cell::Money(Fen(n)) | Cell::Hundredths(n) => Cow::Owned(decimal(*n, 2)),
            Cell::Rate(n) => Cow::Owned(format!("{}%", decimal(*n, 2))),
            Cell::Day(day) => Cow::Owned(day.to_string()),
        }
    }

    /// As a spreadsheet counts it; none for text and for nothing.
    pub(crate) fn number(&self) -> Option<f64> {
        // Days of a spreadsheet are counted so that 1970-01-01 is 25569.
        const EPOCH: i32 = 25_569;
        match self {
            Cell::Empty | Cell::Text(_) => None,
            Cell::Whole(n) => float(*n, 0),
            Cell::Money(Fen(n)) | Cell::Hundredths(n) => float(*n, 2),
            Cell::Rate(n) => float(*n, 4),
            Cell::Day(day) => Some(f64::from(day.0.saturating_add(EPOCH))),
        }
    }
}

/// A whole number with its last `places` digits after the point.
fn decimal(n: i64, places: usize) -> String {
    let digits = format!("{:0width$}", n.unsigned_abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    let sign = if n < 0 { "-" } else { "" };
    if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// The float nearest to a decimal; the only place where a figure becomes one, for a spreadsheet has no other numbers.
fn float(n: i64, places: usize) -> Option<f64> {
    match (i32::try_from(n), places) {
        (Ok(small), 0) => Some(f64::from(small)),
        (Ok(small), 2) => Some(f64::from(small) / 100.0),
        (Ok(small), 4) => Some(f64::from(small) / 10_000.0),
        _ => decimal(n, places).parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_are_written_plainly() {
        for (cell, plain) in [
            (Cell::Empty, ""),
            (Cell::text("甲"), "甲"),
            (Cell::Whole(-12_345), "-12345"),
            (Cell::Money(Fen(1_234_500)), "12345.00"),
            (Cell::Money(Fen(-5)), "-0.05"),
            (Cell::Rate(9_479), "94.79%"),
            (Cell::Hundredths(7), "0.07"),
            (Cell::Day(Day::new(2020, 3, 2).unwrap()), "2020-03-02"),
        ] {
            assert_eq!(cell.plain(), plain);
        }
    }

    #[test]
    fn a_spreadsheet_counts_days_from_1900() {
        assert_eq!(Cell::Day(Day::new(2020, 3, 2).unwrap()).number(), Some(43_892.0));
        assert_eq!(Cell::Rate(9_479).number(), Some(0.9479));
        assert_eq!(Cell::text("1").number(), None);
    }

    proptest! {
        #[test]
        fn the_float_is_the_one_nearest_to_the_decimal(n in any::<i64>(), small in any::<i32>()) {
            for (n, places) in [(n, 2), (i64::from(small), 2), (i64::from(small), 4), (i64::from(small), 0)] {
                prop_assert_eq!(float(n, places), decimal(n, places).parse().ok());
            }
        }
    }
}
