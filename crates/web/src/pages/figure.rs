//! A figure as pages show it: a value that opens, how it is reckoned, and its change.

use law::day::Day;
use law::ids::CourtId;
use stats::Part;

use crate::chart::{self, Month};
use crate::format::count;
use crate::source::{CLOSING, INTAKE, Numbers, Texts};

/// A headline figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Key of its texts.
    pub key: String,
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

impl Figure {
    /// Its texts, by key.
    pub fn texts(&self, texts: &mut Texts) {
        texts.figures.insert(self.key.clone(), self.value.clone());
        if let Some(change) = &self.change {
            texts.figures.insert(format!("{}.change", self.key), change.clone());
        }
    }
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
    /// Key of its texts.
    pub key: String,
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
    /// The chart of a year's months, of the province or a court. Each number opens the figure that it is.
    pub fn new(numbers: &Numbers, court: Option<CourtId>) -> Months {
        let months = numbers.months(court);
        Months {
            answer: chart::answer(&months),
            caption: format!("{} 年各月新收与结案件数，纵轴从零起", numbers.year),
            svg: chart::svg(&months),
            rows: months.iter().map(|month| row(numbers, court, month)).collect(),
        }
    }
}

impl MonthRow {
    /// Its texts, by key.
    pub fn texts(&self, texts: &mut Texts) {
        for (part, text) in
            [("intake", &self.intake.text), ("closing", &self.closing.text), ("difference", &self.difference)]
        {
            texts.figures.insert(format!("{}.{part}", self.key), text.clone());
        }
    }
}

fn row(numbers: &Numbers, court: Option<CourtId>, month: &Month) -> MonthRow {
    let cell =
        |id, n| Cell { raw: n, text: count(n), href: numbers.opens_in(id, court, Some(month.month), Part::Numerator) };
    let difference = month.closing - month.intake;
    MonthRow {
        key: format!("month.{}", month.month),
        name: format!("{}月", month.month),
        intake: cell(INTAKE, month.intake),
        closing: cell(CLOSING, month.closing),
        difference: if difference > 0 { format!("+{}", count(difference)) } else { count(difference) },
    }
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
    use crate::source::Ratio;

    #[test]
    fn a_month_opens_the_figures_it_shows() {
        let mut numbers = Numbers::empty(2020);
        for (id, num) in [(INTAKE, 1_200), (CLOSING, 900)] {
            numbers.put(id, Some(CourtId(2)), Some(2), Ratio { num, den: 0 });
        }
        let months = Months::new(&numbers, Some(CourtId(2)));
        let row = &months.rows[1];
        assert_eq!((row.name.as_str(), row.intake.text.as_str()), ("2月", "1,200"));
        for (cell, id) in [(&row.intake, INTAKE), (&row.closing, CLOSING)] {
            assert!(cell.href.contains(&format!("figure={id}")) && cell.href.contains("month=2"), "{}", cell.href);
            assert!(cell.href.contains("court="), "{}", cell.href);
        }
        assert_eq!(row.difference, "-300");
        assert_eq!(months.rows.len(), 12, "a month without a case is shown as such");
    }

    #[test]
    fn months_end_where_the_calendar_says() {
        let end = |year, month| days_of(year, month).unwrap().1.to_string();
        assert_eq!(end(2020, 12), "2020-12-31");
        assert_eq!(end(2021, 2), "2021-02-28");
        assert_eq!(days_of(2020, 13), None);
    }
}
