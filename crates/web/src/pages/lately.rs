//! What changed since the day before: the last recorded day beside the recorded day before it.

use law::day::Day;
use stats::DayCount;

use crate::address::query;
use crate::format::count;
use crate::source::{Numbers, Texts};

/// The last recorded day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lately {
    /// Which days stand beside each other.
    pub heading: String,
    /// New cases, cases closed, entries.
    pub rows: Vec<Beside>,
}

/// A number of the last day and of the day before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Key of its texts.
    pub key: &'static str,
    /// Name.
    pub label: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Of the last day.
    pub value: String,
    /// What it opens.
    pub href: String,
    /// Of the day before; empty when there is none.
    pub before: String,
    /// What that opens.
    pub before_href: String,
    /// The difference, in words.
    pub change: String,
}

impl Lately {
    /// The last recorded day of the year; none when the year has ended before the last recorded day, or has none.
    pub fn of(numbers: &Numbers) -> Option<Lately> {
        let (last, rest) = numbers.lately.split_first()?;
        if i32::from(last.day.year()) != i32::from(numbers.year) {
            return None;
        }
        let before = rest.first();
        let day = |day: Day| format!("{}月{}日", day.month(), day.date().day());
        let rows = [
            beside(numbers, ("accepted", "新收", "件"), (last, before), |day| day.accepted),
            beside(numbers, ("closed", "结案", "件"), (last, before), |day| day.closed),
            beside(numbers, ("entries", "封存记录", "条"), (last, before), |day| day.entries),
        ];
        let heading = match before {
            Some(before) if before.day.plus(1) == last.day => format!("{}，较前一日", day(last.day)),
            Some(before) => format!("{}，较上一个有记录的{}", day(last.day), day(before.day)),
            None => day(last.day),
        };
        Some(Lately { heading, rows: rows.into() })
    }

    /// Its texts, by key.
    pub fn texts(&self, texts: &mut Texts) {
        texts.figures.insert("lately".to_owned(), self.heading.clone());
        for row in &self.rows {
            let key = |part: &str| format!("lately.{}{part}", row.key);
            texts.figures.insert(key(""), row.value.clone());
            texts.figures.insert(key(".before"), row.before.clone());
            texts.figures.insert(key(".change"), row.change.clone());
            texts.links.insert(key(""), row.href.clone());
            texts.links.insert(key(".before"), row.before_href.clone());
        }
    }
}

fn beside(
    numbers: &Numbers,
    (key, label, unit): (&'static str, &'static str, &'static str),
    (last, before): (&DayCount, Option<&DayCount>),
    of: impl Fn(&DayCount) -> i64,
) -> Beside {
    let change = before.map_or_else(String::new, |before| match of(last) - of(before) {
        0 => "持平".to_owned(),
        more @ 1.. => format!("多 {}", count(more)),
        less => format!("少 {}", count(-less)),
    });
    Beside {
        key,
        label,
        unit,
        value: count(of(last)),
        href: opens(numbers, key, last.day),
        before: before.map_or_else(String::new, |before| count(of(before))),
        before_href: before.map_or_else(String::new, |before| opens(numbers, key, before.day)),
        change,
    }
}

fn opens(numbers: &Numbers, key: &str, day: Day) -> String {
    let day = day.to_string();
    match key {
        "accepted" => numbers.cases(query("", [("counts", "1"), ("from", &day), ("to", &day)]).trim_start_matches('?')),
        "closed" => {
            let pairs = [("counts", "1"), ("closed_from", day.as_str()), ("closed_to", &day)];
            numbers.cases(query("", pairs).trim_start_matches('?'))
        }
        _ => query("/entries", [("from", day.as_str()), ("to", &day)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(days: &[(&str, i64, i64, i64)]) -> Numbers {
        let count = |(day, accepted, closed, entries): &(&str, i64, i64, i64)| DayCount {
            day: Day::parse(day).unwrap(),
            accepted: *accepted,
            closed: *closed,
            entries: *entries,
        };
        Numbers { lately: days.iter().map(count).collect(), entries: 90, ..Numbers::empty(2020) }
    }

    #[test]
    fn the_last_day_stands_beside_the_one_before_and_opens() {
        let told = Lately::of(&numbers(&[("2020-03-03", 12, 5, 1_200), ("2020-03-02", 10, 5, 1_300)])).unwrap();
        assert_eq!(told.heading, "3月3日，较前一日");
        let said: Vec<_> = told.rows.iter().map(|row| (row.value.as_str(), row.change.as_str())).collect();
        assert_eq!(said, [("12", "多 2"), ("5", "持平"), ("1,200", "少 100")]);
        let hrefs: Vec<_> = told.rows.iter().map(|row| row.href.as_str()).collect();
        assert_eq!(
            hrefs,
            [
                "/cases?counts=1&from=2020-03-03&to=2020-03-03&at=90",
                "/cases?counts=1&closed_from=2020-03-03&closed_to=2020-03-03&at=90",
                "/entries?from=2020-03-03&to=2020-03-03",
            ]
        );
        let monday = Lately::of(&numbers(&[("2020-03-09", 1, 0, 1), ("2020-03-06", 1, 0, 1)])).unwrap();
        assert_eq!(monday.heading, "3月9日，较上一个有记录的3月6日");
        let mut texts = Texts::default();
        told.texts(&mut texts);
        assert_eq!(texts.figures["lately.accepted.before"], "10");
        assert!(texts.links["lately.accepted.before"].contains("from=2020-03-02"));
    }

    #[test]
    fn a_year_that_ended_before_has_no_last_day() {
        assert_eq!(Lately::of(&numbers(&[("2021-01-04", 1, 1, 1)])), None);
        assert_eq!(Lately::of(&numbers(&[])), None);
        let only = Lately::of(&numbers(&[("2020-01-02", 1, 0, 3)])).unwrap();
        assert_eq!((only.heading.as_str(), only.rows[0].change.as_str()), ("1月2日", ""));
    }
}
