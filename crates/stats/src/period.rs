//! Which day belongs to which month of a statistical year (indicators I-004).

use law::day::Day;

use crate::error::StatsError;

/// How a statistical year is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Convention {
    /// 自然年: 1 January to 31 December.
    #[default]
    Natural,
    /// Filings from December of the year before to November, closings by the calendar year.
    DecNov,
    /// Months that close on the 22nd.
    Cut22,
}

impl Convention {
    /// Every convention.
    pub const ALL: [Convention; 3] = [Convention::Natural, Convention::DecNov, Convention::Cut22];

    /// Its word in queries and file names.
    pub const fn word(self) -> &'static str {
        match self {
            Convention::Natural => "natural",
            Convention::DecNov => "dec_nov",
            Convention::Cut22 => "cut22",
        }
    }

    /// The convention of a word.
    pub fn from_word(word: &str) -> Option<Convention> {
        Convention::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// A statistical year: the last days of its months, for filings and for everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The year.
    pub year: i16,
    /// How it is cut.
    pub convention: Convention,
    /// Day before the first month, then the last day of each month.
    cuts: [i32; 13],
    /// The same for filings (立案) and for what is in stock.
    stock_cuts: [i32; 13],
    /// Last month counted.
    last: u8,
}

/// Month of a day after the year, or of no day.
pub(crate) const AFTER: i64 = 13;

impl Period {
    /// The statistical year of a number.
    pub fn new(year: i16, convention: Convention) -> Result<Period, StatsError> {
        let none = || StatsError::Unknown(format!("{year}年"));
        let natural = month_ends(year).ok_or_else(none)?;
        let (cuts, stock_cuts) = match convention {
            Convention::Natural => (natural, natural),
            Convention::DecNov => (natural, one_month_earlier(year, natural).ok_or_else(none)?),
            Convention::Cut22 => {
                let cuts = twenty_seconds(year).ok_or_else(none)?;
                (cuts, cuts)
            }
        };
        Ok(Period { year, convention, cuts, stock_cuts, last: 12 })
    }

    /// First day.
    pub fn from(&self) -> Day {
        let [before, ..] = self.cuts;
        Day(before + 1)
    }

    /// Last day, on which the figures stand.
    pub fn as_of(&self) -> Day {
        let [before, ..] = self.cuts;
        Day(self.cuts.get(usize::from(self.last)).copied().unwrap_or(before))
    }

    /// The same year up to the end of a month; a month that is none is taken for the nearest.
    #[must_use]
    pub fn through(&self, month: u8) -> Period {
        Period { last: month.clamp(1, 12), ..*self }
    }

    /// The same year as it stood at the end of a day: nothing later has happened yet, and what is open is as old as it
    /// was then. A day after the year changes nothing, nor does one before it.
    #[must_use]
    pub fn until(&self, day: Day) -> Period {
        if day < self.from() {
            return *self;
        }
        let cut = |cuts: [i32; 13]| cuts.map(|cut| cut.min(day.0));
        Period { cuts: cut(self.cuts), stock_cuts: cut(self.stock_cuts), ..*self }
    }

    /// Last month counted.
    pub const fn last_month(&self) -> u8 {
        self.last
    }

    /// Month of a day: 0 before the year, 1 to 12, 13 later or never.
    pub(crate) fn month(&self, day: Option<i64>) -> i64 {
        month_in(&self.cuts, day)
    }

    /// The same by the cuts for filings and stock.
    pub(crate) fn stock_month(&self, day: Option<i64>) -> i64 {
        month_in(&self.stock_cuts, day)
    }

    /// First month at whose end a matter accepted on `day` is older than `months` months; 13 if none.
    pub(crate) fn aged_month(&self, day: Option<i64>, months: i32) -> i64 {
        let due = day.and_then(|day| i32::try_from(day).ok()).map(|day| {
            let later = Day(day).date().saturating_add(jiff_months(months));
            i64::from(Day::from_date(later).0) + 1
        });
        self.stock_month(due)
    }
}

fn jiff_months(months: i32) -> jiff::Span {
    jiff::Span::new().months(months)
}

fn month_in(cuts: &[i32; 13], day: Option<i64>) -> i64 {
    let Some(day) = day else { return AFTER };
    let passed = cuts.iter().filter(|cut| i64::from(**cut) < day).count();
    i64::try_from(passed).unwrap_or(AFTER)
}

fn month_ends(year: i16) -> Option<[i32; 13]> {
    let mut cuts = [0; 13];
    let mut at = Day::new(year, 1, 1)?.plus(-1);
    for (month, cut) in (0_i8..).zip(cuts.iter_mut()) {
        if month > 0 {
            let next = if month == 12 { Day::new(year.checked_add(1)?, 1, 1) } else { Day::new(year, month + 1, 1) };
            at = next?.plus(-1);
        }
        *cut = at.0;
    }
    Some(cuts)
}

fn one_month_earlier(year: i16, natural: [i32; 13]) -> Option<[i32; 13]> {
    let mut cuts = natural;
    cuts.rotate_right(1);
    let first = cuts.first_mut()?;
    *first = Day::new(year.checked_sub(1)?, 11, 30)?.0;
    Some(cuts)
}

fn twenty_seconds(year: i16) -> Option<[i32; 13]> {
    let mut cuts = [0; 13];
    for (month, cut) in (0_i8..).zip(cuts.iter_mut()) {
        let day = if month == 0 { Day::new(year.checked_sub(1)?, 12, 22) } else { Day::new(year, month, 22) };
        *cut = day?.0;
    }
    Some(cuts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<i64> {
        Day::parse(text).map(|day| i64::from(day.0))
    }

    #[test]
    fn i_004_a_natural_year_has_its_months() {
        let period = Period::new(2020, Convention::Natural).unwrap();
        assert_eq!(period.from(), Day::parse("2020-01-01").unwrap());
        assert_eq!(period.as_of(), Day::parse("2020-12-31").unwrap());
        for (text, month) in [
            ("2019-12-31", 0),
            ("2020-01-01", 1),
            ("2020-01-31", 1),
            ("2020-02-29", 2),
            ("2020-12-31", 12),
            ("2021-01-01", 13),
        ] {
            assert_eq!(period.month(day(text)), month, "{text}");
            assert_eq!(period.stock_month(day(text)), month, "{text}");
        }
        assert_eq!(period.month(None), AFTER);
    }

    #[test]
    fn i_004_filings_from_december_to_november() {
        let period = Period::new(2020, Convention::DecNov).unwrap();
        assert_eq!(period.month(day("2019-12-15")), 0);
        for (text, month) in
            [("2019-11-30", 0), ("2019-12-01", 1), ("2020-01-31", 2), ("2020-11-30", 12), ("2020-12-01", 13)]
        {
            assert_eq!(period.stock_month(day(text)), month, "{text}");
        }
    }

    #[test]
    fn i_004_months_that_close_on_the_22nd() {
        let period = Period::new(2014, Convention::Cut22).unwrap();
        assert_eq!(period.from(), Day::parse("2013-12-23").unwrap());
        for (text, month) in [("2014-03-22", 3), ("2014-03-23", 4), ("2014-04-22", 4), ("2014-12-23", 13)] {
            assert_eq!(period.month(day(text)), month, "{text}");
        }
    }

    #[test]
    fn i_080_a_case_is_aged_from_the_day_after_its_anniversary() {
        let period = Period::new(2020, Convention::Natural).unwrap();
        for (text, month) in
            [("2019-01-30", 1), ("2019-01-31", 2), ("2018-01-01", 0), ("2019-12-30", 12), ("2019-12-31", 13)]
        {
            assert_eq!(period.aged_month(day(text), 12), month, "{text}");
        }
    }

    #[test]
    fn a_year_under_way_ends_today() {
        let whole = Period::new(2020, Convention::Natural).unwrap();
        let today = whole.until(Day::parse("2020-06-15").unwrap());
        assert_eq!((today.from(), today.as_of()), (whole.from(), Day::parse("2020-06-15").unwrap()));
        for (text, month) in [("2020-05-31", 5), ("2020-06-15", 6), ("2020-06-16", 13), ("2020-12-31", 13)] {
            assert_eq!(today.month(day(text)), month, "{text}");
        }
        assert_eq!(today.aged_month(day("2019-06-14"), 12), 6);
        assert_eq!(today.aged_month(day("2019-06-15"), 12), AFTER, "a year old, and not a day more");
        assert_eq!(whole.aged_month(day("2019-06-15"), 12), 6);
        for unchanged in ["2020-12-31", "2021-03-01", "2019-12-31"] {
            assert_eq!(whole.until(Day::parse(unchanged).unwrap()), whole);
        }
    }

    #[test]
    fn words_lead_back_to_their_conventions() {
        for one in Convention::ALL {
            assert_eq!(Convention::from_word(one.word()), Some(one));
        }
        assert_eq!(Convention::from_word("lunar"), None);
    }
}
