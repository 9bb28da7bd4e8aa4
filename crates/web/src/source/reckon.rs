//! Fills a year's figures from the statistics. It reckons nothing itself.

use std::collections::BTreeMap;

use stats::{By, Direction, FigureFilter, FigureValue, Indicator, Kind, Part, Scope, Stats};

use super::numbers::{About, Form, Numbers, Ratio, Shown};
use crate::fault::Fault;
use crate::interval::bounds;

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
        better: indicator.direction,
        profile: indicator.profile.as_deref().map_or("", profile_zh).to_owned(),
        companion: indicator.companion.clone(),
        sides: indicator.sides(),
        entries: indicator.entries().map(|(kind, total)| (kind.to_owned(), total)),
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
