//! The cases behind a figure, with what each adds to it. Which cases those are is for the statistics to say.

use docket::store::{Docket, Key};
use law::case_number::Word;
use law::court;
use law::fen::Fen;
use law::ids::{CourtId, Stream};
use law::life::facts::CaseFacts;
use stats::{FigureFilter, Indicator, Kind, Measure, NO_CAUSE, NO_JUDGE, Part, Stats, Totals};

use super::figures::Year;
use super::reckon::unreckoned;
use super::{Listing, failed};
use crate::fault::Fault;
use crate::format::count;

/// What the cases of a list add to their figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adds {
    /// Measured in what.
    pub measure: Measure,
    /// By case of the page, in its order.
    pub each: Vec<i64>,
    /// By all cases of the list together.
    pub total: i64,
}

impl Adds {
    /// A quantity in words.
    pub fn written(&self, n: i64) -> String {
        written(self.measure, n)
    }

    /// What the quantities are called.
    pub const fn name(&self) -> &'static str {
        match self.measure {
            Measure::Matters => "计数",
            Measure::Days => "天数",
            Measure::Hearings => "场次",
            Measure::Money => "金额",
        }
    }
}

fn written(measure: Measure, n: i64) -> String {
    match measure {
        Measure::Matters => format!("{} 件次", count(n)),
        Measure::Days => format!("{} 天", count(n)),
        Measure::Hearings => format!("{} 场", count(n)),
        Measure::Money => Fen(n).to_string(),
    }
}

/// A page of the cases that a part of a figure counts.
pub async fn list(
    docket: &Docket,
    year: &Year,
    (filter, part): (&FigureFilter, Part),
    after: Option<(CourtId, Stream)>,
    page: usize,
) -> Result<Listing, Fault> {
    let stats = &year.stats;
    let indicator = stats
        .indicators()
        .get(&filter.indicator)
        .ok_or_else(|| Fault::NotFound(format!("没有编号为“{}”的指标", filter.indicator)))?;
    let mut listed = stats.list(filter, part, after, page + 1).await.map_err(unreckoned)?;
    let totals = stats.totals(filter, part).await.map_err(unreckoned)?;
    let more = listed.len() > page;
    listed.truncate(page);
    let keys: Vec<Key> = listed.iter().map(|one| (one.court, one.stream)).collect();
    let cases = docket.facts_of(&keys).await.map_err(failed)?;
    let mut left = listed.iter();
    let mut adds = |facts: &CaseFacts| left.find(|one| (one.court, one.stream) == (facts.court, facts.stream));
    let each = cases.iter().filter_map(|facts| Some(adds(facts)?.n)).collect();
    let measure = measure(indicator, part);
    let plain = measure == Measure::Matters && totals.n == totals.matters;
    Ok(Listing {
        cases,
        more,
        total: Some(totals.matters),
        words: words(indicator, filter, part),
        notice: Some(indicator.formula.clone()),
        adds: (!plain).then_some(Adds { measure, each, total: totals.n }),
        less: taken_away(stats, indicator, (filter, part), totals).await?,
        entries: year.numbers.entries,
    })
}

/// What the cases of a part are measured in.
pub fn measure(indicator: &Indicator, part: Part) -> Measure {
    let sides = indicator.sides();
    match part {
        Part::Numerator | Part::NumeratorLess => sides.numerator,
        Part::Denominator | Part::DenominatorLess => sides.denominator,
    }
}

/// A figure whose formula takes something away says what, how the two come to it, and where the others are listed.
async fn taken_away(
    stats: &Stats,
    indicator: &Indicator,
    (filter, part): (&FigureFilter, Part),
    listed: Totals,
) -> Result<Option<(String, String)>, Fault> {
    let less = match part {
        Part::Numerator => Part::NumeratorLess,
        Part::Denominator => Part::DenominatorLess,
        Part::NumeratorLess | Part::DenominatorLess => return Ok(None),
    };
    let taken = stats.totals(filter, less).await.map_err(unreckoned)?;
    if taken.matters == 0 {
        return Ok(None);
    }
    let say = |n: i64| match measure(indicator, part) {
        Measure::Matters => count(n),
        other => written(other, n),
    };
    let words = format!("{} 减去 {} 等于 {}", say(listed.n), say(taken.n), say(listed.n - taken.n));
    Ok(Some((words, format!("/cases?{}", filter.query(less)))))
}

fn words(indicator: &Indicator, filter: &FigureFilter, part: Part) -> Vec<String> {
    let side = match part {
        Part::Numerator if indicator.kind == Kind::Evenness => "所依据的结案",
        Part::NumeratorLess if !indicator.kind.is_quotient() => "减去的",
        Part::Numerator if !indicator.kind.is_quotient() => "",
        Part::Numerator => "的分子",
        Part::NumeratorLess => "的分子减去的",
        Part::Denominator => "的分母",
        Part::DenominatorLess => "的分母减去的",
    };
    let when = match (filter.month, filter.through) {
        (Some(month), _) | (None, Some(month @ 1)) => format!("{}年{month}月", filter.year),
        (None, Some(last)) => format!("{}年1至{last}月", filter.year),
        (None, None) => format!("{}年", filter.year),
    };
    let mut words = vec![when, format!("{}{side}", indicator.name)];
    words.extend(filter.court.and_then(court::court).map(|court| court.name.to_owned()));
    words.extend(filter.cause.map(cause_name));
    words.extend(filter.word.map(|word| format!("“{}”字", word_name(word))));
    words.extend(filter.judge.map(judge_name));
    words
}

/// A cause by its name, or that there is none.
pub fn cause_name(cause: law::ids::CauseId) -> String {
    if cause == NO_CAUSE {
        return "未记案由".to_owned();
    }
    law::cause::cause(cause).map_or_else(|| cause.0.to_string(), |cause| cause.name.to_owned())
}

/// A judge by number, or that there is none.
pub fn judge_name(judge: law::ids::JudgeId) -> String {
    if judge == NO_JUDGE { "尚未分案".to_owned() } else { format!("承办法官 {} 号", judge.0) }
}

/// The type word of a code.
pub fn word_name(word: u16) -> &'static str {
    Word::by_code(word).map_or("", Word::as_str)
}
