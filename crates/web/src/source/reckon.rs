//! Fills a year's figures from the statistics, and lists the cases behind one of them. It reckons nothing itself.

use std::collections::BTreeMap;

use docket::store::Docket;
use law::court;
use law::ids::{CourtId, Stream};
use stats::{By, Direction, FigureFilter, FigureValue, Indicator, Kind, Part, Scope, Stats};

use super::figures::Year;
use super::numbers::{About, Form, Numbers, Ratio, Shown};
use super::{Listing, failed};
use crate::fault::Fault;
use crate::format::{bounds, count};

/// Hides a failure of the statistics from the reader.
pub(super) fn unreckoned(cause: impl std::fmt::Display) -> Fault {
    Fault::unavailable(&cause)
}

/// All figures of the statistics' year.
pub async fn numbers(stats: &Stats, year: u16) -> Result<Numbers, Fault> {
    let mut numbers = Numbers::empty(year);
    let applicable = || stats.indicators().all().iter().filter(|one| one.applies_to(stats.period().year));
    if applicable().next().is_none() {
        return Ok(numbers);
    }
    let whole = Scope::default();
    for by in [By::Province, By::Month, By::Court, By::CourtMonth] {
        for value in stats.compute(by, &whole).await.map_err(unreckoned)? {
            let (court, month) = (value.filter.court, value.filter.month);
            numbers.put(&value.filter.indicator, court, month, Ratio { num: value.num, den: value.den.unwrap_or(0) });
        }
    }
    for (key, (value, filter)) in stats.figures_with_filters().await.map_err(unreckoned)? {
        if let Some(filter) = filter {
            numbers.opened.insert(key.clone(), filter.query(Part::Numerator));
        }
        numbers.figures.insert(key, shown(value));
    }
    numbers.indicators = applicable().map(about).collect();
    numbers.lately = stats.lately().await.map_err(unreckoned)?;
    Ok(numbers)
}

const fn shown(value: FigureValue) -> Shown {
    match value {
        FigureValue::Count(n) => Shown::Count(n),
        FigureValue::Hundredths(n) => Shown::Rate(n),
        FigureValue::Tenths(n) => Shown::Tenths(n),
    }
}

fn about(indicator: &Indicator) -> About {
    About {
        id: indicator.id.to_string(),
        name: indicator.name.clone(),
        group: group_of(&indicator.id).to_owned(),
        words: indicator.formula.clone(),
        form: match indicator.kind {
            Kind::Rate => Form::Rate,
            Kind::Mean | Kind::Ratio => Form::Mean,
            Kind::Count => Form::Count,
            Kind::Amount => Form::Amount,
            Kind::Evenness => Form::Evenness,
        },
        unit: indicator.unit.clone().unwrap_or_default(),
        reference: indicator.interval.map_or_else(String::new, |interval| bounds(indicator.kind, interval)),
        interval: indicator.interval.map_or((None, None), |interval| (interval.low, interval.high)),
        direction: match indicator.direction {
            Direction::Up => "越高越好",
            Direction::Down => "越低越好",
            Direction::Interval => "看区间，不比高低",
        }
        .to_owned(),
        profile: indicator.profile.as_deref().map_or("", profile_zh).to_owned(),
        companion: indicator.companion.clone(),
        money: indicator.kind == Kind::Amount || indicator.formula.contains("金额"),
        opens: !indicator.is_of_entries() && indicator.kind != Kind::Evenness,
        source: indicator.legal.clone(),
    }
}

/// Heading of an indicator, by the letter and the range of its id (indicators §3 to §6).
fn group_of(id: &str) -> &'static str {
    let digits: String = id.chars().skip(2).take_while(char::is_ascii_digit).collect();
    let number = digits.parse::<u32>().unwrap_or(0);
    match (id.chars().next(), number) {
        (Some('K'), _) => "执行四项核心指标",
        (Some('E'), _) | (Some('I'), 76) => "执行",
        (Some('O'), _) | (Some('I'), 100..=109) => "司法公开",
        (Some('S'), _) => "诉讼服务与调解",
        (Some('C'), _) | (Some('I'), 20..=29) => "收结存",
        (Some('I'), 30..=49) => "审限与周期",
        (Some('I'), 50..=79) => "质量与程序",
        (Some('I'), 80..=99 | 200..) => "长期未结、均衡、归档",
        (Some('I'), 190..=199) => "防止数字失真",
        _ => "其他",
    }
}

fn profile_zh(set: &str) -> &str {
    match set {
        "all_cases" => "全部案件",
        "enforcement" => "执行案件",
        "litigation" => "诉讼案件（不含执行）",
        "implementation" => "执行实施案件（执、执恢）",
        "with_term" => "有法定审限的案件",
        "every_matter" => "全部案件与诉前调解、信访",
        _ => "",
    }
}

/// What an address asks of a figure: which, and which part of it.
pub fn asked(pairs: &BTreeMap<String, String>) -> Result<(FigureFilter, Part), Fault> {
    let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    FigureFilter::parse(&query.join("&"))
        .map_err(|cause| Fault::unclear(cause.to_string(), "请从指标页面重新打开这个数字。"))
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
    let mut keys = stats.list(filter, part, after, page + 1).await.map_err(unreckoned)?;
    let total = stats.count(filter, part).await.map_err(unreckoned)?;
    let more = keys.len() > page;
    keys.truncate(page);
    let cases = docket.facts_of(&keys).await.map_err(failed)?;
    let notice = taken_away(stats, filter, part).await?;
    let words = words(indicator, filter, part);
    let notice = notice.or_else(|| Some(indicator.formula.clone()));
    Ok(Listing { cases, more, total: Some(total), words, notice, entries: year.numbers.entries })
}

/// A figure whose formula takes some cases away says how many.
async fn taken_away(stats: &Stats, filter: &FigureFilter, part: Part) -> Result<Option<String>, Fault> {
    let less = match part {
        Part::Numerator => Part::NumeratorLess,
        Part::Denominator => Part::DenominatorLess,
        Part::NumeratorLess | Part::DenominatorLess => return Ok(None),
    };
    let n = stats.count(filter, less).await.map_err(unreckoned)?;
    Ok((n > 0).then(|| format!("按口径还要减去 {} 件，所以这里的件数大于指标上的数。", count(n))))
}

fn words(indicator: &Indicator, filter: &FigureFilter, part: Part) -> Vec<String> {
    let side = match part {
        Part::Numerator | Part::NumeratorLess if !indicator.kind.is_quotient() => "",
        Part::Numerator => "的分子",
        Part::NumeratorLess => "的分子减去的",
        Part::Denominator => "的分母",
        Part::DenominatorLess => "的分母减去的",
    };
    let when = match filter.month {
        Some(month) => format!("{}年{month}月", filter.year),
        None => format!("{}年", filter.year),
    };
    let mut words = vec![when, format!("{}{side}", indicator.name)];
    words.extend(filter.court.and_then(court::court).map(|court| court.name.to_owned()));
    words.extend(filter.cause.and_then(law::cause::cause).map(|cause| cause.name.to_owned()));
    words.extend(filter.judge.map(|judge| format!("承办法官 {} 号", judge.0)));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_asks_for_no_figure_is_said_to_be_unclear() {
        let pairs = |list: &[(&str, &str)]| {
            list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<BTreeMap<_, _>>()
        };
        let (filter, part) =
            asked(&pairs(&[("figure", "I-020"), ("year", "2020"), ("part", "den"), ("after", "3.9")])).unwrap();
        assert_eq!((&*filter.indicator, part), ("I-020", Part::Denominator));
        assert!(matches!(asked(&pairs(&[("figure", "I-020"), ("year", "x")])), Err(Fault::Unclear { .. })));
    }

    #[test]
    fn indicators_stand_under_headings() {
        for (id, group) in [
            ("I-020S", "收结存"),
            ("K1", "执行四项核心指标"),
            ("I-103", "司法公开"),
            ("I-034B", "审限与周期"),
            ("I-190", "防止数字失真"),
            ("X", "其他"),
        ] {
            assert_eq!(group_of(id), group, "{id}");
        }
    }
}
