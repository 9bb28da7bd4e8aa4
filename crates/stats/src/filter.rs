//! How figures are grouped, and what a figure counts, said so that the same matters can be listed again.

use std::fmt::Write;
use std::sync::Arc;

use law::ids::{CauseId, CourtId, JudgeId};

use crate::error::StatsError;
use crate::period::Convention;

/// Grouping of a computation (分组).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// One value for all courts.
    Province,
    /// Month of the year.
    Month,
    /// Court.
    Court,
    /// Court and month.
    CourtMonth,
    /// Cause of action.
    Cause,
    /// Judge in charge.
    Judge,
    /// Kind of case, by its type word.
    Word,
}

/// The cause of matters that have none recorded; in a filter, "no cause recorded".
pub const NO_CAUSE: CauseId = CauseId(0);
/// The judge of matters that nobody is in charge of; in a filter, "nobody in charge".
pub const NO_JUDGE: JudgeId = JudgeId(0);

impl By {
    /// Every grouping with its word on the command line.
    pub const ALL: [(By, &'static str); 7] = [
        (By::Province, "province"),
        (By::Month, "month"),
        (By::Court, "court"),
        (By::CourtMonth, "court-month"),
        (By::Cause, "cause"),
        (By::Judge, "judge"),
        (By::Word, "word"),
    ];

    /// The grouping of a word.
    pub fn from_word(word: &str) -> Option<By> {
        By::ALL.into_iter().find(|(_, one)| *one == word).map(|(by, _)| by)
    }

    /// The column it groups by, besides months.
    pub(crate) const fn column(self) -> Option<&'static str> {
        match self {
            By::Province | By::Month => None,
            By::Court | By::CourtMonth => Some("court"),
            By::Cause => Some("cause"),
            By::Judge => Some("judge"),
            By::Word => Some("word"),
        }
    }

    /// Whether it tells months apart.
    pub const fn is_monthly(self) -> bool {
        matches!(self, By::Month | By::CourtMonth)
    }
}

/// Narrows a computation; nothing set means the whole province.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scope {
    /// Only this court.
    pub court: Option<CourtId>,
    /// Only this cause.
    pub cause: Option<CauseId>,
    /// Only this judge.
    pub judge: Option<JudgeId>,
    /// Only this kind of case, by the code of its type word.
    pub word: Option<u16>,
}

impl Scope {
    /// Only this court, or the whole province.
    pub const fn of(court: Option<CourtId>) -> Scope {
        Scope { court, cause: None, judge: None, word: None }
    }
}

/// A part of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// What the numerator counts.
    Numerator,
    /// What the numerator takes away.
    NumeratorLess,
    /// What the denominator counts.
    Denominator,
    /// What the denominator takes away.
    DenominatorLess,
}

impl Part {
    /// Every part with its word in queries.
    pub const ALL: [(Part, &'static str); 4] = [
        (Part::Numerator, "num"),
        (Part::NumeratorLess, "num-less"),
        (Part::Denominator, "den"),
        (Part::DenominatorLess, "den-less"),
    ];

    /// Its word in queries.
    pub const fn word(self) -> &'static str {
        match self {
            Part::Numerator => "num",
            Part::NumeratorLess => "num-less",
            Part::Denominator => "den",
            Part::DenominatorLess => "den-less",
        }
    }
}

/// Which figure, of what: enough to count it again and to list its matters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FigureFilter {
    /// Id of the indicator.
    pub indicator: Arc<str>,
    /// Statistical year.
    pub year: i16,
    /// How the year is cut.
    pub convention: Convention,
    /// Month, 1 to 12; without it the whole year.
    pub month: Option<u8>,
    /// Last month of the part of the year from its beginning that is meant; not together with a month.
    pub through: Option<u8>,
    /// Court.
    pub court: Option<CourtId>,
    /// Cause.
    pub cause: Option<CauseId>,
    /// Judge.
    pub judge: Option<JudgeId>,
    /// Code of the type word.
    pub word: Option<u16>,
}

impl FigureFilter {
    /// The filter as a query string of a case list: `figure=I-020&part=num&year=2020&court=3`.
    pub fn query(&self, part: Part) -> String {
        let mut out = format!("figure={}&part={}&year={}", self.indicator, part.word(), self.year);
        let mut add = |key: &str, value: Option<u32>| {
            if let Some(value) = value {
                // writing to a string cannot fail
                let _ = write!(out, "&{key}={value}");
            }
        };
        add("month", self.month.map(u32::from));
        add("through", self.through.map(u32::from));
        add("court", self.court.map(|court| u32::from(court.0)));
        add("cause", self.cause.map(|cause| cause.0));
        add("judge", self.judge.map(|judge| judge.0));
        add("word", self.word.map(u32::from));
        if self.convention != Convention::Natural {
            let _ = write!(out, "&period={}", self.convention.word());
        }
        out
    }

    /// Reads what `query` writes; keys of other filters are left alone.
    pub fn parse(query: &str) -> Result<(FigureFilter, Part), StatsError> {
        let pairs: Vec<(&str, &str)> =
            query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('=')).collect();
        let get = |key: &str| pairs.iter().find(|(one, _)| *one == key).map(|(_, value)| *value);
        let bad = |key: &str| StatsError::Unknown(format!("“{key}”的这个取值"));
        let number = |key: &str| get(key).map(|text| text.parse::<u32>().map_err(|_| bad(key))).transpose();
        let small = |key: &str| number(key)?.map(|n| u16::try_from(n).map_err(|_| bad(key))).transpose();
        let month = |key: &str| {
            let month = |n: u16| u8::try_from(n).ok().filter(|m| (1..=12).contains(m)).ok_or_else(|| bad(key));
            small(key)?.map(month).transpose()
        };
        let (month, through) = (month("month")?, month("through")?);
        if month.is_some() && through.is_some() {
            return Err(bad("through"));
        }
        let part = get("part").unwrap_or("num");
        let filter = FigureFilter {
            indicator: get("figure").ok_or_else(|| bad("figure"))?.into(),
            year: get("year").and_then(|text| text.parse().ok()).ok_or_else(|| bad("year"))?,
            convention: get("period")
                .map_or(Some(Convention::Natural), Convention::from_word)
                .ok_or_else(|| bad("period"))?,
            month,
            through,
            court: small("court")?.map(CourtId),
            cause: number("cause")?.map(CauseId),
            judge: number("judge")?.map(JudgeId),
            word: small("word")?,
        };
        let part = Part::ALL.into_iter().find(|(_, word)| *word == part).map(|(part, _)| part);
        Ok((filter, part.ok_or_else(|| bad("part"))?))
    }

    /// First and last month counted.
    pub(crate) fn months(&self) -> (u8, u8) {
        self.month.map_or((1, self.through.unwrap_or(12)), |month| (month, month))
    }

    /// The matters it is about, apart from months and indicator.
    pub fn scope(&self) -> Scope {
        Scope { court: self.court, cause: self.cause, judge: self.judge, word: self.word }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_reads_back_what_it_writes() {
        let filter = FigureFilter {
            indicator: "I-020".into(),
            year: 2020,
            convention: Convention::DecNov,
            month: Some(3),
            through: None,
            court: Some(CourtId(12)),
            cause: None,
            judge: Some(JudgeId(77)),
            word: Some(301),
        };
        let query = filter.query(Part::Denominator);
        assert_eq!(query, "figure=I-020&part=den&year=2020&month=3&court=12&judge=77&word=301&period=dec_nov");
        assert_eq!(FigureFilter::parse(&query).unwrap(), (filter, Part::Denominator));
        let so_far = FigureFilter { indicator: "K1".into(), year: 2020, through: Some(9), ..FigureFilter::default() };
        let query = so_far.query(Part::Numerator);
        assert_eq!(query, "figure=K1&part=num&year=2020&through=9");
        assert_eq!(FigureFilter::parse(&query).unwrap().0, so_far);
        let (plain, part) = FigureFilter::parse("?figure=K1&year=2020&sort=asc").unwrap();
        assert_eq!((&*plain.indicator, plain.month, part), ("K1", None, Part::Numerator));
    }

    #[test]
    fn a_filter_that_makes_no_sense_is_refused() {
        for query in [
            "",
            "figure=K1",
            "figure=K1&year=2020&month=13",
            "figure=K1&year=2020&through=0",
            "figure=K1&year=2020&month=3&through=9",
            "figure=K1&year=2020&part=x",
            "figure=K1&year=2020&court=70000",
            "figure=K1&year=2020&period=moon",
        ] {
            assert!(FigureFilter::parse(query).is_err(), "{query}");
        }
    }

    #[test]
    fn groupings_have_words() {
        for (by, word) in By::ALL {
            assert_eq!(By::from_word(word), Some(by));
        }
        assert_eq!(By::from_word("moon"), None);
    }
}
