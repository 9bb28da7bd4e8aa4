//! A figure as pages show it: a value that opens, how it is reckoned, and its change.

use law::day::Day;

use crate::chart::{self, Month};
use crate::format::count;

/// A headline figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Name.
    pub label: String,
    /// Value, written.
    pub value: String,
    /// Unit, or nothing.
    pub unit: &'static str,
    /// What it opens.
    pub href: String,
    /// How it is reckoned.
    pub formula: String,
    /// Change against the year before.
    pub change: Option<String>,
}

/// Figures under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// Heading.
    pub name: &'static str,
    /// Its figures.
    pub figures: Vec<Figure>,
}

/// A number with its sort key and what it opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Key.
    pub raw: i64,
    /// Written.
    pub text: String,
    /// What it opens.
    pub href: String,
}

/// A month's row behind the chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthRow {
    /// Name.
    pub name: String,
    /// New cases.
    pub intake: Cell,
    /// Closed cases.
    pub closing: Cell,
    /// Closed less new.
    pub difference: String,
}

/// The monthly chart with the table behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Months {
    /// The answer, as title.
    pub answer: String,
    /// What is drawn.
    pub caption: String,
    /// The drawing.
    pub svg: String,
    /// The table.
    pub rows: Vec<MonthRow>,
}

impl Months {
    /// The chart of a year's months; `scope` is the list's filter beside the days, such as the court.
    pub fn new(year: u16, months: &[Month], scope: &[(&str, &str)]) -> Months {
        let rows = months.iter().filter_map(|month| row(year, month, scope)).collect();
        Months {
            answer: chart::answer(months),
            caption: format!("{year} 年各月新收与结案件数，纵轴从零起"),
            svg: chart::svg(months),
            rows,
        }
    }
}

fn row(year: u16, month: &Month, scope: &[(&str, &str)]) -> Option<MonthRow> {
    let (first, last) = days_of(year, month.month)?;
    let href = |from: &str, to: &str| {
        let (first, last) = (first.to_string(), last.to_string());
        let own = [("counts", "1"), (from, first.as_str()), (to, last.as_str())];
        crate::address::query("/cases", scope.iter().copied().chain(own))
    };
    let difference = month.closing - month.intake;
    Some(MonthRow {
        name: format!("{}月", month.month),
        intake: Cell { raw: month.intake, text: count(month.intake), href: href("from", "to") },
        closing: Cell { raw: month.closing, text: count(month.closing), href: href("closed_from", "closed_to") },
        difference: if difference > 0 { format!("+{}", count(difference)) } else { count(difference) },
    })
}

/// First and last day of a month.
pub fn days_of(year: u16, month: u8) -> Option<(Day, Day)> {
    let year = i16::try_from(year).ok()?;
    let month = i8::try_from(month).ok()?;
    let first = Day::new(year, month, 1)?;
    let next = if month == 12 { Day::new(year + 1, 1, 1)? } else { Day::new(year, month + 1, 1)? };
    Some((first, next.plus(-1)))
}

/// First and last day of a year.
pub fn year_days(year: u16) -> (String, String) {
    (format!("{year:04}-01-01"), format!("{year:04}-12-31"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_opens_its_cases() {
        let months = Months::new(2020, &[Month { month: 2, intake: 1_200, closing: 900 }], &[("court", "辽01")]);
        let row = &months.rows[0];
        assert_eq!(row.name, "2月");
        assert_eq!(row.intake.text, "1,200");
        assert_eq!(row.intake.href, "/cases?court=%E8%BE%BD01&counts=1&from=2020-02-01&to=2020-02-29");
        assert_eq!(row.closing.href, "/cases?court=%E8%BE%BD01&counts=1&closed_from=2020-02-01&closed_to=2020-02-29");
        assert_eq!(row.difference, "-300");
    }

    #[test]
    fn months_end_where_the_calendar_says() {
        let end = |year, month| days_of(year, month).unwrap().1.to_string();
        assert_eq!(end(2020, 12), "2020-12-31");
        assert_eq!(end(2021, 2), "2021-02-28");
        assert_eq!(days_of(2020, 13), None);
    }
}
