//! How the nearest cases ended (裁判结果分布), and where a draft departs from them (偏离预警).

use std::collections::BTreeMap;

use serde::Serialize;

use super::card::{Ending, Outcome};

/// Fewer cases than this with a figure give no range: a rule is not read out of three cases.
pub const FEWEST: usize = 10;

/// The middle of a figure among the nearest cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Range {
    /// How many cases had the figure.
    pub cases: usize,
    /// A tenth of the cases lie below.
    pub low: i64,
    /// A quarter lie below.
    pub quarter: i64,
    /// Half lie below.
    pub median: i64,
    /// Three quarters lie below.
    pub three_quarters: i64,
    /// Nine tenths lie below.
    pub high: i64,
}

impl Range {
    /// The range of figures; none from fewer than [`FEWEST`].
    pub fn of(mut figures: Vec<i64>) -> Option<Self> {
        if figures.len() < FEWEST {
            return None;
        }
        figures.sort_unstable();
        let last = figures.len() - 1;
        let at = |percent: usize| figures.get((last * percent + 50) / 100).copied().unwrap_or_default();
        Some(Self {
            cases: figures.len(),
            low: at(10),
            quarter: at(25),
            median: at(50),
            three_quarters: at(75),
            high: at(90),
        })
    }
}

/// Outcomes of the nearest cases.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Spread {
    /// How many cases were looked at.
    pub cases: usize,
    /// How many ended each way, the most frequent first.
    pub endings: Vec<(Ending, usize)>,
    /// Money awarded, in fen.
    pub amount_fen: Option<Range>,
    /// Terms of imprisonment, in months.
    pub months: Option<Range>,
}

impl Spread {
    /// Counts outcomes.
    pub fn of<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> Self {
        let (mut endings, mut amounts, mut months) = (BTreeMap::<Ending, usize>::new(), Vec::new(), Vec::new());
        let mut cases = 0;
        for outcome in outcomes {
            cases += 1;
            *endings.entry(outcome.ending).or_default() += 1;
            amounts.extend(outcome.amount_fen);
            months.extend(outcome.months.map(i64::from));
        }
        let mut endings: Vec<(Ending, usize)> = endings.into_iter().collect();
        endings.sort_by_key(|(ending, count)| (std::cmp::Reverse(*count), *ending));
        Self { cases, endings, amount_fen: Range::of(amounts), months: Range::of(months) }
    }

    /// Where a draft's outcome lies outside the middle four fifths of these.
    pub fn departures(&self, draft: &Outcome) -> Vec<Departure> {
        let mut departures = Vec::new();
        let same = self.endings.iter().find(|(ending, _)| *ending == draft.ending).map_or(0, |(_, count)| *count);
        if self.cases >= FEWEST && same * 10 < self.cases {
            departures.push(Departure::Ending { ending: draft.ending, same, cases: self.cases });
        }
        if let (Some(range), Some(drafted)) = (self.amount_fen, draft.amount_fen)
            && !(range.low..=range.high).contains(&drafted)
        {
            departures.push(Departure::Amount { drafted_fen: drafted, range });
        }
        if let (Some(range), Some(drafted)) = (self.months, draft.months.map(i64::from))
            && !(range.low..=range.high).contains(&drafted)
        {
            departures.push(Departure::Months { drafted, range });
        }
        departures
    }
}

/// A point in which a draft departs from the nearest cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Departure {
    /// Fewer than a tenth of them ended this way.
    Ending {
        /// The draft's ending.
        ending: Ending,
        /// How many ended so.
        same: usize,
        /// Of how many.
        cases: usize,
    },
    /// The sum lies outside the middle four fifths.
    Amount {
        /// The draft's sum.
        drafted_fen: i64,
        /// Of the nearest cases.
        range: Range,
    },
    /// The term lies outside the middle four fifths.
    Months {
        /// The draft's term.
        drafted: i64,
        /// Of the nearest cases.
        range: Range,
    },
}

impl Departure {
    /// The warning as a judge reads it.
    pub fn text(&self) -> String {
        match self {
            Self::Ending { ending, same, cases } => {
                format!("拟判结果“{}”在最相近的{cases}件案件中仅有{same}件。", ending.name())
            }
            Self::Amount { drafted_fen, range } => format!(
                "拟判金额{}元，{}{}件相近案件中间八成的范围（{}元至{}元）。",
                yuan(*drafted_fen),
                side(*drafted_fen, range),
                range.cases,
                yuan(range.low),
                yuan(range.high)
            ),
            Self::Months { drafted, range } => format!(
                "拟判刑期{drafted}个月，{}{}件相近案件中间八成的范围（{}个月至{}个月）。",
                side(*drafted, range),
                range.cases,
                range.low,
                range.high
            ),
        }
    }
}

fn side(drafted: i64, range: &Range) -> &'static str {
    if drafted < range.low { "低于" } else { "高于" }
}

fn yuan(fen: i64) -> String {
    let cents = fen.unsigned_abs() % 100;
    let sign = if fen < 0 { "-" } else { "" };
    let whole = fen.unsigned_abs() / 100;
    if cents == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{cents:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(ending: Ending, yuan: i64) -> Outcome {
        Outcome { ending, amount_fen: Some(yuan * 100), months: None }
    }

    fn hundred() -> Spread {
        let cases: Vec<Outcome> =
            (1..=100).map(|yuan| outcome(if yuan <= 5 { Ending::Dismissed } else { Ending::Partly }, yuan)).collect();
        Spread::of(&cases)
    }

    #[test]
    fn a_hundred_sums_are_spread() {
        let spread = hundred();
        assert_eq!(spread.endings, [(Ending::Partly, 95), (Ending::Dismissed, 5)]);
        let range = spread.amount_fen.unwrap();
        assert_eq!((range.low, range.median, range.high), (1_100, 5_100, 9_000));
        assert_eq!(spread.months, None);
    }

    #[test]
    fn a_draft_inside_is_not_warned_about() {
        assert_eq!(hundred().departures(&outcome(Ending::Partly, 50)), []);
        assert_eq!(hundred().departures(&outcome(Ending::Partly, 11)), []);
    }

    #[test]
    fn a_draft_outside_is_warned_about_by_name() {
        let warned = hundred().departures(&outcome(Ending::Dismissed, 95));
        let texts: Vec<String> = warned.iter().map(Departure::text).collect();
        assert_eq!(
            texts,
            [
                "拟判结果“驳回诉讼请求”在最相近的100件案件中仅有5件。",
                "拟判金额95元，高于100件相近案件中间八成的范围（11元至90元）。"
            ]
        );
        let low = hundred().departures(&outcome(Ending::Partly, 1));
        assert!(low[0].text().contains("低于"));
    }

    #[test]
    fn a_few_cases_make_no_rule() {
        let few = Spread::of(&vec![outcome(Ending::Partly, 5); FEWEST - 1]);
        assert_eq!(few.departures(&outcome(Ending::Acquitted, 900)), []);
    }

    #[test]
    fn terms_are_compared_in_months() {
        let terms = vec![Outcome { ending: Ending::Convicted, amount_fen: None, months: Some(12) }; 20];
        let draft = Outcome { ending: Ending::Convicted, amount_fen: None, months: Some(36) };
        let warned = Spread::of(&terms).departures(&draft);
        assert_eq!(warned[0].text(), "拟判刑期36个月，高于20件相近案件中间八成的范围（12个月至12个月）。");
    }
}
