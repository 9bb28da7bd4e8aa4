//! One indicator: its formula, its months, how the courts lie, who moves it, what to read beside it. It ranks nobody.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use law::court;
use stats::Part;

use super::Pair;
use super::figure::Figure;
use crate::address::{query, short};
use crate::fault::Fault;
use crate::format::rate_bp;
use crate::shell::{Frame, Shell, render};
use crate::source::{About, Form, Numbers, Ratio};
use crate::spread::{self, Dot};
use crate::state::AppState;
use crate::trend;

/// Courts shown as moving the value, each way.
const MOVERS: usize = 5;

#[derive(Template)]
#[template(path = "indicator.html")]
struct IndicatorPage {
    shell: Shell,
    year: u16,
    id: String,
    name: String,
    formula: Formula,
    large: Vec<Figure>,
    about: Vec<Pair>,
    trend: Option<Trend>,
    spread: Option<Spread>,
    movers: Vec<Mover>,
    companions: Vec<Pair>,
    rows: Vec<CourtRow>,
}

/// The formula, as a fraction when it is one.
struct Formula {
    words: String,
    fraction: Option<(String, String)>,
}

/// The months.
struct Trend {
    caption: String,
    svg: String,
    rows: Vec<MonthRow>,
}

/// A month.
struct MonthRow {
    name: String,
    value: String,
    num: String,
    num_href: Option<String>,
    den: String,
    den_href: Option<String>,
}

/// How the courts lie.
struct Spread {
    said: String,
    svg: String,
}

/// A court that moves the province's value.
struct Mover {
    name: &'static str,
    href: String,
    value: String,
    share: String,
    moves: String,
}

/// An indicator of a court.
struct CourtRow {
    code: &'static str,
    name: &'static str,
    value: String,
    key: i64,
    num: String,
    key_num: i64,
    num_href: Option<String>,
    den: String,
    key_den: i64,
    den_href: Option<String>,
}

/// `/indicators/{id}?year=`.
pub async fn indicator(
    State(state): State<AppState>,
    frame: Frame,
    Path(id): Path<String>,
    Query(pairs): Query<BTreeMap<String, String>>,
) -> Result<Html<String>, Fault> {
    let source = state.source();
    let year = source.year_of(pairs.get("year").map(String::as_str)).await?;
    let numbers = source.numbers(year).await?;
    let about = numbers
        .indicators
        .iter()
        .find(|about| about.id == id)
        .ok_or_else(|| Fault::NotFound(format!("没有编号为“{}”的指标", short(&id))))?;
    render(&page(&frame, &numbers, about))
}

fn page(frame: &Frame, numbers: &Numbers, about: &About) -> IndicatorPage {
    let values: Vec<(&'static court::Court, Ratio)> =
        court::courts().iter().filter_map(|court| Some((court, numbers.value(&about.id, Some(court.id))?))).collect();
    IndicatorPage {
        shell: frame.shell(about.name.clone()),
        year: numbers.year,
        id: about.id.clone(),
        name: about.name.clone(),
        formula: Formula { words: about.words.clone(), fraction: fraction(&about.words) },
        large: large(numbers, about),
        about: facts(about),
        trend: months(numbers, about),
        spread: spread_of(about, &values),
        movers: movers(numbers, about, &values),
        companions: companions(numbers, about),
        rows: values.iter().map(|(court, ratio)| court_row(numbers, about, court, *ratio)).collect(),
    }
}

/// Both sides of a formula with one sign of division outside of brackets.
fn fraction(words: &str) -> Option<(String, String)> {
    let mut depth = 0_i32;
    let mut signs = Vec::new();
    for (at, character) in words.char_indices() {
        match character {
            '（' => depth += 1,
            '）' => depth -= 1,
            '÷' if depth == 0 => signs.push(at),
            _ => {}
        }
    }
    let [_] = signs.as_slice() else { return None };
    let (num, den) = words.split_once('÷')?;
    let bare = |text: &str| {
        let inner = text.strip_prefix('（').and_then(|text| text.strip_suffix('）'));
        inner.filter(|inner| !inner.contains(['（', '）'])).unwrap_or(text).to_owned()
    };
    let plain = |text: &str| text.contains(['，', '；', '。']);
    (!plain(den)).then(|| (bare(num), bare(den)))
}

/// The months of the province; none for what is of the whole year.
fn months(numbers: &Numbers, about: &About) -> Option<Trend> {
    let found: Vec<(u8, Option<Ratio>)> =
        (1..=12).map(|month| (month, numbers.in_month(&about.id, None, month))).collect();
    let values: Vec<Option<i64>> =
        found.iter().map(|(_, ratio)| ratio.and_then(|ratio| Numbers::smallest(about, ratio))).collect();
    if values.iter().flatten().count() < 2 {
        return None;
    }
    let known: Vec<i64> = values.iter().flatten().copied().collect();
    let quotient = about.form.is_quotient();
    let interval = if quotient { about.interval } else { (None, None) };
    let mut caption = format!("{} 年全省各月", numbers.year);
    if trend::is_cut(&known, interval) {
        caption.push_str("；纵轴不从零起，以看清变化");
    }
    if interval != (None, None) {
        caption.push_str("；底色是参考区间");
    }
    let row = |month: u8, ratio: Option<Ratio>| {
        let opens = |part| Some(numbers.opens_in(&about.id, None, Some(month), part)).filter(|_| ratio.is_some());
        let side = |pick: fn(Ratio) -> i64| ratio.map_or_else(String::new, |ratio| Numbers::side(about, pick(ratio)));
        MonthRow {
            name: format!("{month}月"),
            value: ratio.map_or_else(|| "—".to_owned(), |ratio| Numbers::written(about, ratio)),
            num: side(|ratio| ratio.num),
            num_href: opens(Part::Numerator),
            den: if quotient { side(|ratio| ratio.den) } else { String::new() },
            den_href: opens(Part::Denominator).filter(|_| quotient),
        }
    };
    Some(Trend {
        caption,
        svg: trend::svg("全省各月的值，数据见下表", &values, interval, |value| {
            Numbers::written_smallest(about, value)
        }),
        rows: found.iter().map(|(month, ratio)| row(*month, *ratio)).collect(),
    })
}

fn spread_of(about: &About, values: &[(&'static court::Court, Ratio)]) -> Option<Spread> {
    if !about.form.is_quotient() {
        return None;
    }
    let dot = |(court, ratio): &(&'static court::Court, Ratio)| {
        let value = Numbers::smallest(about, *ratio)?;
        Some(Dot { name: court.short, value, written: Numbers::written(about, *ratio) })
    };
    let dots: Vec<Dot> = values.iter().filter_map(dot).collect();
    let middle = spread::middle(&dots)?;
    let write = |value: i64| Numbers::written_smallest(about, value);
    let mut said = format!(
        "{} 家法院有这项数值，中位数 {}，中间一半在 {} 与 {} 之间。",
        dots.len(),
        write(middle.median),
        write(middle.low),
        write(middle.high)
    );
    match spread::inside(&dots, about.interval) {
        Some((inside, outside)) => {
            said.push_str(&format!("参考区间{}：{inside} 家在内，{outside} 家在外。", about.reference));
        }
        None => said.push_str("这项指标没有参考区间。"),
    }
    Some(Spread {
        said, svg: spread::svg("各院的值沿一条轴排开，数据见下面各院的表", &dots, about.interval, write)
    })
}

/// What the province's value would be without a court, against what it is: the courts that move it most.
fn movers(numbers: &Numbers, about: &About, values: &[(&'static court::Court, Ratio)]) -> Vec<Mover> {
    let Some(whole) = numbers.value(&about.id, None).filter(|_| about.form == Form::Rate) else { return Vec::new() };
    let Some(own) = fine_rate(whole.num, whole.den) else { return Vec::new() };
    let moved = |(court, ratio): &(&'static court::Court, Ratio)| {
        let rest = fine_rate(whole.num - ratio.num, whole.den - ratio.den)?;
        Some((own - rest, *court, *ratio)).filter(|(by, ..)| *by != 0)
    };
    let mut all: Vec<_> = values.iter().filter_map(moved).collect();
    all.sort_by_key(|(by, court, _)| (*by, court.id));
    let up = all.iter().rev().take(MOVERS).filter(|(by, ..)| *by > 0);
    let down = all.iter().take(MOVERS).filter(|(by, ..)| *by < 0);
    up.chain(down)
        .map(|(by, court, ratio)| Mover {
            name: court.short,
            href: query(&format!("/courts/{}", court.code), [("year", numbers.year.to_string().as_str())]),
            value: Numbers::written(about, *ratio),
            share: crate::format::percent(rate_bp(ratio.den, whole.den)),
            moves: points_of(*by),
        })
        .collect()
}

/// A difference in points with five decimals, with its sign.
fn points_of(by: i64) -> String {
    let sign = if by > 0 { "＋" } else { "－" };
    format!("{sign}{}.{:05}", by.unsigned_abs() / 100_000, by.unsigned_abs() % 100_000)
}

/// A rate in hundred-thousandths of a point, for differences too small for two decimals.
fn fine_rate(num: i64, den: i64) -> Option<i64> {
    if den <= 0 {
        return None;
    }
    let value = i128::from(num).checked_mul(10_000_000)? / i128::from(den);
    i64::try_from(value).ok()
}

fn companions(numbers: &Numbers, about: &About) -> Vec<Pair> {
    let beside = |id: &String| {
        let other = numbers.indicators.iter().find(|other| other.id == *id)?;
        let value = numbers.value(&other.id, None)?;
        let pair = Pair::maybe(&other.name, Some(format!("{}　{}", Numbers::written(other, value), other.words)))?;
        Some(pair.to(query(&format!("/indicators/{}", other.id), [("year", numbers.year.to_string().as_str())])))
    };
    about.companion.iter().filter_map(beside).collect()
}

fn large(numbers: &Numbers, about: &About) -> Vec<Figure> {
    let Some(ratio) = numbers.value(&about.id, None) else { return Vec::new() };
    let figure = |label: String, value: String, href: String| Figure {
        label,
        value,
        unit: "",
        href,
        formula: String::new(),
        change: None,
    };
    let opens = |part| numbers.opens(&about.id, None, part);
    let whole = if about.form.is_quotient() { String::new() } else { opens(Part::Numerator) };
    let mut figures = vec![figure(format!("{} 年全省", numbers.year), Numbers::written(about, ratio), whole)];
    if about.form.is_quotient() {
        figures.push(figure("分子".to_owned(), Numbers::side(about, ratio.num), opens(Part::Numerator)));
        figures.push(figure("分母".to_owned(), Numbers::side(about, ratio.den), opens(Part::Denominator)));
    }
    figures
}

fn facts(about: &About) -> Vec<Pair> {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    [
        Pair::maybe("编号", some(&about.id)),
        Pair::maybe("范围", some(&about.profile)),
        Pair::maybe("方向", some(&about.direction)),
        Pair::maybe("参考区间", some(&about.reference)),
        Pair::maybe("依据", some(&about.source)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn court_row(numbers: &Numbers, about: &About, court: &'static court::Court, ratio: Ratio) -> CourtRow {
    let counted = !about.form.is_quotient();
    let opens = |part| Some(numbers.opens(&about.id, Some(court.id), part));
    CourtRow {
        code: court.code,
        name: court.name,
        value: Numbers::written(about, ratio),
        key: if counted { ratio.num } else { rate_bp(ratio.num, ratio.den).unwrap_or(-1) },
        num: Numbers::side(about, ratio.num),
        key_num: ratio.num,
        num_href: opens(Part::Numerator),
        den: if counted { String::new() } else { Numbers::side(about, ratio.den) },
        key_den: ratio.den,
        den_href: opens(Part::Denominator).filter(|_| !counted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_with_one_division_is_a_fraction() {
        let sides = |words| fraction(words).map(|(num, den)| format!("{num}|{den}"));
        assert_eq!(sides("结案数÷（旧存＋新收）").as_deref(), Some("结案数|旧存＋新收"));
        assert_eq!(
            sides("（一审结案数－本期上诉案件数）÷一审结案数").as_deref(),
            Some("一审结案数－本期上诉案件数|一审结案数")
        );
        assert_eq!(sides("结案日在本期的案件数"), None);
        assert_eq!(sides("甲÷乙÷丙"), None);
    }

    #[test]
    fn small_differences_are_kept() {
        assert_eq!(fine_rate(1, 3), Some(3_333_333));
        assert_eq!(fine_rate(1, 0), None);
        assert_eq!((points_of(1_234).as_str(), points_of(-123_456).as_str()), ("＋0.01234", "－1.23456"));
    }
}
