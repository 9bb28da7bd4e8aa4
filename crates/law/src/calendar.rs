//! Working days and rest days (法定休假日), as they were known on a given day.
//!
//! The calendar is data (`data/calendar.toml`): one notice after another, each counting from its
//! publication, so that a term computed before a change can be told from one computed after it
//! (deadlines D-020 to D-022). It knows no terms.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::data;
use crate::day::Day;

/// What a day is (deadlines D-021).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// An ordinary working day.
    Work,
    /// A Saturday or Sunday worked in exchange for a day off (调休上班).
    MakeUp,
    /// A Saturday or Sunday.
    Weekend,
    /// A holiday by the national measures themselves (法定节假日).
    Statutory,
    /// A day off in exchange for a make-up day, or granted by a special notice (调休放假).
    Swapped,
}

impl DayKind {
    /// Whether the day is one of rest.
    pub const fn is_rest(self) -> bool {
        matches!(self, DayKind::Weekend | DayKind::Statutory | DayKind::Swapped)
    }
}

/// A notice of the State Council on days off (节假日安排).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Day of publication: from here on it is known.
    pub published: Day,
    /// What it arranges.
    pub title: String,
    /// How sure its days are.
    pub sure: Sure,
    /// The holidays it sets; one it names again replaces the earlier arrangement.
    pub holidays: Vec<Holiday>,
}

/// How a notice's days are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sure {
    /// Compared with a published data set.
    Verified,
    /// From memory.
    Memory,
}

/// A holiday of a year with the days worked for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The year it belongs to, even where its first day lies in the year before.
    pub year: i16,
    /// Name.
    pub name: String,
    /// First day off.
    pub first: Day,
    /// Last day off.
    pub last: Day,
    /// Saturdays and Sundays worked.
    pub work: Vec<Day>,
    /// Days that the national measures themselves grant.
    pub statutory: Vec<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    notice: Vec<Notice>,
}

/// The calendar of working days, in all its editions.
#[derive(Debug)]
pub struct Calendar {
    notices: Vec<Notice>,
    /// By the day from which each is known; the first has always been.
    editions: Vec<Edition>,
}

#[derive(Debug)]
struct Edition {
    known_from: Day,
    /// One for each day from `FIRST` on.
    kinds: Vec<DayKind>,
    /// Working days from `FIRST` up to and including the day.
    worked: Vec<i32>,
}

/// 2018-01-01; before it and after the last day only weekends are known.
const FIRST: Day = Day(17_532);
/// Days from 2018-01-01 to 2030-12-31.
const DAYS: i32 = 4_748;

static EMBEDDED: LazyLock<Calendar> =
    LazyLock::new(|| data::sound("calendar.toml", Calendar::parse(include_str!("../../../data/calendar.toml"))));

impl Calendar {
    /// An `as_of` that knows every notice.
    pub const LATEST: Day = Day(i32::MAX);

    /// The calendar of the courts of the country, 2019 to 2026.
    pub fn embedded() -> &'static Calendar {
        &EMBEDDED
    }

    /// Reads and checks a calendar (deadlines §2, loader checks).
    pub fn parse(text: &str) -> Result<Calendar, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut known: Vec<&Holiday> = Vec::new();
        let mut editions = vec![Edition::new(Day(i32::MIN), &known)?];
        let mut before = Day(i32::MIN);
        for notice in &file.notice {
            if notice.published <= before {
                return Err(format!("{}: out of order", notice.title));
            }
            before = notice.published;
            for holiday in &notice.holidays {
                known.retain(|old| (old.year, &old.name) != (holiday.year, &holiday.name));
                known.push(holiday);
            }
            editions.push(Edition::new(notice.published, &known)?);
        }
        Ok(Calendar { notices: file.notice, editions })
    }

    /// The notices, in the order of publication.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// What `day` is, as far as was known on `as_of`.
    pub fn kind(&self, day: Day, as_of: Day) -> DayKind {
        self.edition(as_of).map_or_else(|| plain(day), |edition| edition.kind(day))
    }

    /// Whether `day` is a day of rest, as far as was known on `as_of` (deadlines D-020).
    pub fn is_rest(&self, day: Day, as_of: Day) -> bool {
        self.kind(day, as_of).is_rest()
    }

    /// The first working day from `day` on: `day` itself when it is one.
    pub fn next_working_day(&self, day: Day, as_of: Day) -> Day {
        self.step(day, as_of, 1)
    }

    /// The last working day up to `day`: `day` itself when it is one.
    pub fn previous_working_day(&self, day: Day, as_of: Day) -> Day {
        self.step(day, as_of, -1)
    }

    /// Working days after `from` up to and including `to`; negative when `to` is the earlier.
    pub fn working_days_between(&self, from: Day, to: Day, as_of: Day) -> i32 {
        let edition = self.edition(as_of);
        let through = |day| edition.map_or_else(|| weekdays_through(day), |one| one.through(day));
        through(to) - through(from)
    }

    /// The `n`th working day after `day`.
    pub fn add_working_days(&self, day: Day, n: u16, as_of: Day) -> Day {
        (0..n).fold(day, |day, _| self.next_working_day(day.plus(1), as_of))
    }

    fn step(&self, day: Day, as_of: Day, by: i32) -> Day {
        let mut day = day;
        while self.is_rest(day, as_of) {
            day = day.plus(by);
        }
        day
    }

    fn edition(&self, as_of: Day) -> Option<&Edition> {
        self.editions.iter().rev().find(|edition| edition.known_from <= as_of)
    }
}

impl Edition {
    fn new(known_from: Day, holidays: &[&Holiday]) -> Result<Edition, String> {
        let mut kinds: Vec<DayKind> = (0..DAYS).map(|n| fixed(FIRST.plus(n))).collect();
        for holiday in holidays {
            holiday.paint(&mut kinds)?;
        }
        for holiday in holidays {
            holiday.paint_work(&mut kinds)?;
        }
        let mut total = 0;
        let worked = kinds.iter().map(|kind| {
            total += i32::from(!kind.is_rest());
            total
        });
        let worked = worked.collect();
        Ok(Edition { known_from, kinds, worked })
    }

    fn kind(&self, day: Day) -> DayKind {
        row(day).and_then(|row| self.kinds.get(row)).copied().unwrap_or_else(|| plain(day))
    }

    fn through(&self, day: Day) -> i32 {
        let before = FIRST.plus(-1);
        let last = before.plus(DAYS);
        match row(day).and_then(|row| self.worked.get(row)) {
            Some(worked) => *worked,
            None if day < FIRST => weekdays_through(day) - weekdays_through(before),
            None => {
                let all = self.worked.last().copied().unwrap_or(0);
                all + weekdays_through(day) - weekdays_through(last)
            }
        }
    }
}

impl Holiday {
    fn fault<T>(&self, day: Day, what: &str) -> Result<T, String> {
        Err(format!("{} {}: {day} {what}", self.year, self.name))
    }

    fn paint(&self, kinds: &mut [DayKind]) -> Result<(), String> {
        if self.last < self.first || self.first.until(self.last) > 15 {
            return self.fault(self.last, "is no end for a holiday");
        }
        for day in &self.statutory {
            if !(self.first..=self.last).contains(day) {
                return self.fault(*day, "is not among its days off");
            }
        }
        let mut day = self.first;
        while day <= self.last {
            let kind = match plain(day) {
                _ if self.statutory.contains(&day) => DayKind::Statutory,
                DayKind::Work => DayKind::Swapped,
                weekend => weekend,
            };
            match row(day).and_then(|row| kinds.get_mut(row)) {
                Some(slot) => *slot = kind,
                None => return self.fault(day, "is out of range"),
            }
            day = day.plus(1);
        }
        Ok(())
    }

    fn paint_work(&self, kinds: &mut [DayKind]) -> Result<(), String> {
        for day in &self.work {
            if plain(*day) != DayKind::Weekend {
                return self.fault(*day, "is a make-up day but no Saturday or Sunday");
            }
            if (self.first..=self.last).contains(day) {
                return self.fault(*day, "is both off and worked");
            }
            match row(*day).and_then(|row| kinds.get_mut(row)) {
                Some(slot) if *slot == DayKind::Weekend => *slot = DayKind::MakeUp,
                Some(_) => return self.fault(*day, "is both off and worked"),
                None => return self.fault(*day, "is out of range"),
            }
        }
        Ok(())
    }
}

fn row(day: Day) -> Option<usize> {
    usize::try_from(FIRST.until(day)).ok()
}

/// Saturdays and Sundays only.
fn plain(day: Day) -> DayKind {
    // 1970-01-01 was a Thursday.
    if (i64::from(day.0) + 3).rem_euclid(7) >= 5 { DayKind::Weekend } else { DayKind::Work }
}

/// What is certain before any notice: weekends and the holidays fixed in the solar calendar
/// (全国年节及纪念日放假办法 art. 2; 2 May since 2025).
fn fixed(day: Day) -> DayKind {
    let date = day.date();
    match (date.month(), date.day()) {
        (1, 1) | (5, 1) | (10, 1..=3) => DayKind::Statutory,
        (5, 2) if date.year() >= 2025 => DayKind::Statutory,
        _ => plain(day),
    }
}

/// Mondays to Fridays up to and including the day, counted from the Monday before 1970.
fn weekdays_through(day: Day) -> i32 {
    let n = day.0.saturating_add(3);
    n.div_euclid(7) * 5 + (n.rem_euclid(7) + 1).min(5)
}

#[cfg(test)]
mod tests;
