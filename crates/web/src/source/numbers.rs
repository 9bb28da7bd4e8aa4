//! The figures of a year as pages read them: by province, court and month. Filled by `reckon`, asked by pages.

use std::collections::BTreeMap;

use law::day::{Day, Moment};
use law::ids::CourtId;
use stats::{Convention, DayCount, Direction, FigureFilter, Measure, Part, Sides};

use crate::address;
use crate::chart::Month;
use crate::format::{moment_text, rate_bp};
use crate::pages::figure::{days_of, year_days};

/// A value of the figures map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// A count.
    Count(i64),
    /// A rate or a change, in hundredths of a per cent or of a point.
    Rate(i64),
    /// A share with one decimal, in tenths of a per cent.
    Tenths(i64),
}

/// How an indicator's value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A rate, 分子÷分母.
    Rate,
    /// A count; there is no denominator.
    Count,
    /// A mean or quotient with two decimals, such as days a case.
    Mean,
    /// An amount of money.
    Amount,
    /// 结案均衡度: the numerator is already in ten-thousandths.
    Evenness,
}

impl Form {
    /// Whether a denominator belongs to it.
    pub const fn is_quotient(self) -> bool {
        matches!(self, Form::Rate | Form::Mean)
    }
}

/// An indicator as pages describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Id, such as `I-020`.
    pub id: String,
    /// Name.
    pub name: String,
    /// Heading it stands under.
    pub group: String,
    /// Formula in words.
    pub words: String,
    /// How it is written.
    pub form: Form,
    /// Unit of a count or mean.
    pub unit: String,
    /// Reference interval, or nothing.
    pub reference: String,
    /// Reference interval in hundredths of the unit: lowest and highest.
    pub interval: (Option<i64>, Option<i64>),
    /// Direction, in words.
    pub direction: String,
    /// Which way is better.
    pub better: Direction,
    /// Scope of cases.
    pub profile: String,
    /// Ids of indicators to read beside it (反管理).
    pub companion: Vec<String>,
    /// What its sides are measured in.
    pub sides: Sides,
    /// Kind of the entries it counts, and whether it adds up their quantities; none when it counts cases.
    pub entries: Option<(String, bool)>,
    /// Source.
    pub source: String,
}

impl About {
    /// A rate of which more is better, for tests.
    #[cfg(test)]
    pub fn rate(id: &str) -> About {
        About {
            id: id.to_owned(),
            name: "某率".to_owned(),
            group: String::new(),
            words: String::new(),
            form: Form::Rate,
            unit: String::new(),
            reference: String::new(),
            interval: (None, None),
            direction: String::new(),
            better: Direction::Up,
            profile: String::new(),
            companion: Vec::new(),
            sides: Sides { numerator: Measure::Matters, denominator: Measure::Matters },
            entries: None,
            source: String::new(),
        }
    }

    /// Whether its sides are amounts in fen.
    pub const fn is_money(&self) -> bool {
        matches!(self.sides.numerator, Measure::Money)
    }
}

/// The two sides of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ratio {
    /// 分子.
    pub num: i64,
    /// 分母.
    pub den: i64,
}

/// What a value is of: an indicator, a court or the province, a month or the year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Indicator.
    pub id: String,
    /// Court; none for the province.
    pub court: Option<CourtId>,
    /// Month; none for the year.
    pub month: Option<u8>,
}

/// All figures of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    /// The year.
    pub year: u16,
    /// Entries of all logs together that they hold.
    pub entries: i64,
    /// When the last of these entries was recorded; none when there is none.
    pub as_of: Option<Moment>,
    /// The last two days on which anything was recorded, the later first.
    pub lately: Vec<DayCount>,
    /// Dotted key to value.
    pub figures: BTreeMap<String, Shown>,
    /// Dotted key to what lists the cases it counts.
    pub opened: BTreeMap<String, String>,
    /// Indicators in the order of their file.
    pub indicators: Vec<About>,
    /// Values.
    pub values: BTreeMap<Place, Ratio>,
}

/// 结案率: its sides are closed and accepted.
const CASELOAD: &str = "I-020";
/// 新收案件数.
pub const INTAKE: &str = "C-002";
/// 结案数.
pub const CLOSING: &str = "C-003";

impl Numbers {
    /// A year without figures.
    pub const fn empty(year: u16) -> Numbers {
        Numbers {
            year,
            entries: 0,
            as_of: None,
            lately: Vec::new(),
            figures: BTreeMap::new(),
            opened: BTreeMap::new(),
            indicators: Vec::new(),
            values: BTreeMap::new(),
        }
    }

    /// Keeps a value of a court or the province, of a month or the year.
    pub fn put(&mut self, id: &str, court: Option<CourtId>, month: Option<u8>, ratio: Ratio) {
        self.values.insert(Place { id: id.to_owned(), court, month }, ratio);
    }

    /// A value of the year.
    pub fn value(&self, id: &str, court: Option<CourtId>) -> Option<Ratio> {
        self.values.get(&Place { id: id.to_owned(), court, month: None }).copied()
    }

    /// A value of a month.
    pub fn in_month(&self, id: &str, court: Option<CourtId>, month: u8) -> Option<Ratio> {
        self.values.get(&Place { id: id.to_owned(), court, month: Some(month) }).copied()
    }

    /// A ratio in the smallest unit it is written in: hundredths, or whole numbers of counts and amounts.
    pub fn smallest(about: &About, ratio: Ratio) -> Option<i64> {
        match about.form {
            Form::Rate => crate::format::rate_bp(ratio.num, ratio.den),
            Form::Mean => crate::format::rate_bp(ratio.num, ratio.den.saturating_mul(100)),
            Form::Evenness => (ratio.den > 0).then_some(ratio.num),
            Form::Count | Form::Amount => Some(ratio.num),
        }
    }

    /// A value in that unit, in words.
    pub fn written_smallest(about: &About, value: i64) -> String {
        let whole = Ratio { num: value, den: 10_000 };
        match about.form {
            Form::Rate => crate::format::percent(Some(value)),
            Form::Mean => Numbers::written(about, Ratio { num: value, den: 100 }),
            Form::Count | Form::Amount | Form::Evenness => Numbers::written(about, whole),
        }
    }

    /// Accepted and concluded of the province or a court.
    pub fn caseload(&self, court: Option<CourtId>) -> (i64, i64) {
        self.value(CASELOAD, court).map_or((0, 0), |ratio| (ratio.den, ratio.num))
    }

    /// New and closed by month.
    pub fn months(&self, court: Option<CourtId>) -> Vec<Month> {
        let of = |id, month| self.in_month(id, court, month).map_or(0, |ratio| ratio.num);
        (1..=12).map(|month| Month { month, intake: of(INTAKE, month), closing: of(CLOSING, month) }).collect()
    }

    /// The day up to which the figures hold.
    pub fn day(&self) -> Day {
        self.as_of.map_or(Day(0), Moment::day)
    }

    /// Up to when the figures hold, in words.
    pub fn until(&self) -> String {
        self.as_of.map_or_else(|| "尚无记录".to_owned(), moment_text)
    }

    /// The address of the list of cases behind a figure. It carries the state of the logs that the figure is of, so
    /// that the list can say when it is of a later one.
    pub fn cases(&self, query: &str) -> String {
        format!("/cases?{query}&at={}", self.entries)
    }

    /// Whether the logs tell the whole year: cases were closed in each of its months. Cases carried over tell no year.
    pub fn is_whole(&self) -> bool {
        self.months(None).iter().all(|month| month.closing > 0)
    }

    /// The list of the cases, or of the entries, that a side of a value counts.
    pub fn opens(&self, id: &str, court: Option<CourtId>, part: Part) -> String {
        self.opens_in(id, court, None, part)
    }

    /// The same of one month.
    pub fn opens_in(&self, id: &str, court: Option<CourtId>, month: Option<u8>, part: Part) -> String {
        let about = self.indicators.iter().find(|about| about.id == id);
        if let Some((kind, broadcast)) = about.and_then(|about| about.entries.as_ref()) {
            return self.opens_entries(kind, *broadcast, court, month);
        }
        let filter = FigureFilter {
            indicator: id.into(),
            year: i16::try_from(self.year).unwrap_or(0),
            convention: Convention::Natural,
            month,
            court,
            ..FigureFilter::default()
        };
        self.cases(&filter.query(part))
    }

    /// The list of the entries of a kind, of those that were broadcast if so asked.
    fn opens_entries(&self, kind: &str, broadcast: bool, court: Option<CourtId>, month: Option<u8>) -> String {
        let code = court.and_then(law::court::court).map_or("", |court| court.code);
        let (from, to) = match month.and_then(|month| days_of(self.year, month)) {
            Some((first, last)) => (first.to_string(), last.to_string()),
            None => year_days(self.year),
        };
        address::entries_of((kind, broadcast), code, (&from, &to))
    }

    /// A side of a ratio as the indicator writes it.
    pub fn side(about: &About, n: i64) -> String {
        if about.is_money() { law::fen::Fen(n).to_string() } else { crate::format::count(n) }
    }

    /// A ratio as an indicator writes it.
    pub fn written(about: &About, ratio: Ratio) -> String {
        match about.form {
            Form::Rate => crate::format::percent(rate_bp(ratio.num, ratio.den)),
            Form::Count => crate::format::count(ratio.num),
            Form::Amount => law::fen::Fen(ratio.num).to_string(),
            Form::Evenness => format!("{}.{:04}", ratio.num / 10_000, ratio.num.rem_euclid(10_000)),
            Form::Mean => match rate_bp(ratio.num, ratio.den.saturating_mul(100)) {
                None => "—".to_owned(),
                Some(hundredths) => format!("{}.{:02}", hundredths / 100, hundredths % 100),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_whole_when_cases_were_closed_all_through_it() {
        let mut numbers = Numbers::empty(2019);
        for month in 1..=11 {
            numbers.put(CLOSING, None, Some(month), Ratio { num: 3, den: 0 });
        }
        assert!(!numbers.is_whole());
        numbers.put(CLOSING, None, Some(12), Ratio { num: 1, den: 0 });
        assert!(numbers.is_whole());
    }
}
