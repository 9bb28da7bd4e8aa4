//! What is counted beside the facts: entries by kind and day, and statements taken over from earlier years.

use std::collections::BTreeMap;

use law::day::Day;
use law::ids::CourtId;

use crate::period::Period;

/// Entries of a kind that a court recorded as of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyRow {
    /// Court.
    pub court: CourtId,
    /// Local day.
    pub day: Day,
    /// Kind of entry.
    pub kind: String,
    /// Number of entries.
    pub n: i64,
    /// Sum of their quantities.
    pub total: i64,
}

/// A figure of an earlier year, as its source printed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementRow {
    /// Court that took it over.
    pub court: CourtId,
    /// Year it is of.
    pub year: i16,
    /// Dotted key.
    pub key: String,
    /// Value.
    pub value: i64,
}

/// Tallies and statements, ready to ask.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Books {
    pub(crate) tallies: BTreeMap<(String, CourtId, i64), (i64, i64)>,
    pub(crate) statements: BTreeMap<(i16, String), i64>,
    pub(crate) days: BTreeMap<(Day, CourtId), i64>,
}

impl Books {
    /// Tallies of the period by month, and all statements.
    pub fn new(period: &Period, tallies: &[TallyRow], statements: &[StatementRow]) -> Books {
        let mut books = Books::default();
        books.add(period, tallies, statements);
        books
    }

    fn add(&mut self, period: &Period, tallies: &[TallyRow], statements: &[StatementRow]) {
        for row in tallies {
            self.add_tally(period, row.clone());
        }
        self.add_statements(statements);
    }

    /// Adds a tally to its month and its day.
    pub(crate) fn add_tally(&mut self, period: &Period, row: TallyRow) {
        *self.days.entry((row.day, row.court)).or_default() += row.n;
        let month = period.month(Some(i64::from(row.day.0)));
        if (1..=12).contains(&month) {
            let sums = self.tallies.entry((row.kind, row.court, month)).or_default();
            sums.0 += row.n;
            sums.1 += row.total;
        }
    }

    /// Puts statements in place of those with their keys.
    pub(crate) fn add_statements(&mut self, statements: &[StatementRow]) {
        for row in statements {
            self.statements.insert((row.year, row.key.clone()), row.value);
        }
    }

    /// Puts newer tallies of some courts from a day on, the first of a month of the period, in place of what was held
    /// of those courts and that time; and newer statements.
    pub fn replace(
        &mut self,
        period: &Period,
        courts: &[CourtId],
        since: Day,
        tallies: &[TallyRow],
        statements: &[StatementRow],
    ) {
        let month = period.month(Some(i64::from(since.0)));
        self.tallies.retain(|(_, court, at), _| *at < month || !courts.contains(court));
        self.days.retain(|(day, court), _| *day < since || !courts.contains(court));
        self.add(period, tallies, statements);
    }

    /// The last days with entries, the latest first, with the number of their entries; at most `most`.
    pub fn last_days(&self, most: usize) -> Vec<(Day, i64)> {
        let mut days: Vec<(Day, i64)> = Vec::with_capacity(most);
        for ((day, _), n) in self.days.iter().rev() {
            if let Some(last) = days.last_mut().filter(|last| last.0 == *day) {
                last.1 += n;
            } else if days.len() < most {
                days.push((*day, *n));
            } else {
                break;
            }
        }
        days
    }

    /// Entries of a kind, or their quantities, by a court and in a month where given.
    pub fn entries(&self, kind: &str, total: bool, court: Option<CourtId>, month: Option<i64>) -> i64 {
        let rows =
            self.tallies.range((kind.to_owned(), CourtId(0), 0)..=(kind.to_owned(), CourtId(u16::MAX), i64::MAX));
        let fits =
            |of: CourtId, at: i64| court.is_none_or(|court| court == of) && month.is_none_or(|month| month == at);
        rows.filter(|((_, of, at), _)| fits(*of, *at)).map(|(_, (n, sum))| if total { *sum } else { *n }).sum()
    }

    /// Courts that recorded an entry of the kind.
    pub fn courts_with(&self, kind: &str) -> Vec<CourtId> {
        let rows =
            self.tallies.range((kind.to_owned(), CourtId(0), 0)..=(kind.to_owned(), CourtId(u16::MAX), i64::MAX));
        let mut courts: Vec<CourtId> = rows.map(|((_, court, _), _)| *court).collect();
        courts.dedup();
        courts
    }

    /// Courts that recorded anything in the period.
    pub fn courts(&self) -> Vec<CourtId> {
        let courts: std::collections::BTreeSet<CourtId> = self.tallies.keys().map(|(_, court, _)| *court).collect();
        courts.into_iter().collect()
    }

    /// A figure of an earlier year.
    pub fn statement(&self, year: i16, key: &str) -> Option<i64> {
        self.statements.get(&(year, key.to_owned())).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::period::Convention;

    #[test]
    fn entries_are_added_up_by_court_and_month() {
        let period = Period::new(2020, Convention::Natural).unwrap();
        let row = |court, day: &str, n, total| TallyRow {
            court: CourtId(court),
            day: Day::parse(day).unwrap(),
            kind: "hearing.held.v1".to_owned(),
            n,
            total,
        };
        let tallies = [
            row(1, "2020-01-02", 5, 2),
            row(1, "2020-01-31", 3, 1),
            row(2, "2020-03-01", 7, 0),
            row(2, "2019-12-31", 90, 90),
        ];
        let statements = [StatementRow { court: CourtId(1), year: 2019, key: "a.b".to_owned(), value: 9_348 }];
        let books = Books::new(&period, &tallies, &statements);
        assert_eq!(books.entries("hearing.held.v1", false, None, None), 15);
        assert_eq!(books.entries("hearing.held.v1", true, None, None), 3);
        assert_eq!(books.entries("hearing.held.v1", false, Some(CourtId(1)), Some(1)), 8);
        assert_eq!(books.entries("hearing.held.v1", false, Some(CourtId(1)), Some(3)), 0);
        assert_eq!(books.entries("hearing", false, None, None), 0);
        assert_eq!(books.courts_with("hearing.held.v1"), [CourtId(1), CourtId(2)]);
        assert_eq!(books.statement(2019, "a.b"), Some(9_348));
        assert_eq!(books.statement(2018, "a.b"), None);
    }

    #[test]
    fn newer_tallies_take_the_place_of_older_ones_of_the_same_courts_and_time() {
        let period = Period::new(2020, Convention::Natural).unwrap();
        let row = |court, day: &str, n| TallyRow {
            court: CourtId(court),
            day: Day::parse(day).unwrap(),
            kind: "hearing.held.v1".to_owned(),
            n,
            total: 0,
        };
        let before = [row(1, "2020-01-31", 3), row(1, "2020-02-03", 4), row(2, "2020-02-03", 5)];
        let newer = [row(1, "2020-02-03", 6), row(1, "2020-02-04", 7)];
        let mut books = Books::new(&period, &before, &[]);
        books.replace(&period, &[CourtId(1)], Day::parse("2020-02-01").unwrap(), &newer, &[]);
        let whole =
            Books::new(&period, &[before[0].clone(), before[2].clone(), newer[0].clone(), newer[1].clone()], &[]);
        assert_eq!(books, whole);
        let day = |text| Day::parse(text).unwrap();
        assert_eq!(books.last_days(2), [(day("2020-02-04"), 7), (day("2020-02-03"), 11)]);
        assert_eq!(books.last_days(9).len(), 3);
    }
}
