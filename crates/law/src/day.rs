//! Days and moments in court local time (UTC+8). No clock is read here.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;
const OFFSET_MS: i64 = 8 * 3_600_000;

/// A calendar day in court local time, counted from 1970-01-01.
///
/// In an entry's body it is written `2020-03-02`; in a column it is the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Day(pub i32);

impl Day {
    /// The day of year, month and day of the month; `None` if there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        Date::new(year, month, day).ok().map(Day::from_date)
    }

    /// The same day as a civil date.
    pub fn date(self) -> Date {
        let span = jiff::Span::new().days(self.0);
        EPOCH.saturating_add(span)
    }

    /// The day of a civil date.
    pub fn from_date(date: Date) -> Day {
        let span = EPOCH.until(date).map_or(0, |span| span.get_days());
        Day(span)
    }

    /// The day `n` days later (or earlier, when negative).
    #[must_use]
    pub const fn plus(self, n: i32) -> Day {
        Day(self.0.saturating_add(n))
    }

    /// Whole days from `self` to `later`.
    pub const fn until(self, later: Day) -> i32 {
        later.0.saturating_sub(self.0)
    }

    /// Year.
    pub fn year(self) -> i16 {
        self.date().year()
    }

    /// Month, 1 to 12.
    pub fn month(self) -> i8 {
        self.date().month()
    }

    /// The moment at `minute` minutes past local midnight.
    pub fn at_minute(self, minute: i64) -> Moment {
        Moment(i64::from(self.0) * DAY_MS - OFFSET_MS + minute * 60_000)
    }

    /// Reads `2020-03-02`.
    pub fn parse(text: &str) -> Option<Day> {
        text.parse::<Date>().ok().map(Day::from_date)
    }
}

const EPOCH: Date = Date::constant(1970, 1, 1);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DayText;
        impl serde::de::Visitor<'_> for DayText {
            type Value = Day;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a day written YYYY-MM-DD")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Day, E> {
                Day::parse(text).ok_or_else(|| E::custom(format!("`{text}` is no day")))
            }
        }
        deserializer.deserialize_str(DayText)
    }
}

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// The local day it falls on (case-numbers CN-062: court local time is UTC+8).
    pub fn day(self) -> Day {
        let days = (self.0 + OFFSET_MS).div_euclid(DAY_MS);
        Day(i32::try_from(days).unwrap_or(i32::MAX))
    }

    /// Minutes past local midnight.
    pub const fn minute(self) -> i64 {
        (self.0 + OFFSET_MS).rem_euclid(DAY_MS) / 60_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_reads_back_what_it_writes() {
        for n in [-1000, 0, 18_262, 18_321, 18_627, 20_000] {
            assert_eq!(Day::parse(&Day(n).to_string()), Some(Day(n)));
        }
        assert_eq!(Day::new(2020, 1, 1), Some(Day(18_262)));
        assert_eq!(Day::new(2021, 2, 29), None);
    }

    #[test]
    fn cn_062_the_year_turns_at_local_midnight() {
        let last = Day::new(2020, 12, 31).unwrap().at_minute(24 * 60 - 1);
        assert_eq!(last.day().year(), 2020);
        assert_eq!(Moment(last.0 + 60_000).day(), Day::new(2021, 1, 1).unwrap());
        assert_eq!(last.minute(), 1439);
    }
}
