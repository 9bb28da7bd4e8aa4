//! One indicator: its formula, its months, how the courts lie, what moves it, what to read beside it. It ranks
//! nobody unless the site was started with ranking.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use law::court;
use law::ids::CourtId;
use stats::{By, Part};

use super::Pair;
use super::figure::Figure;
use super::movers::{Movers, Of};
use crate::address::{query, short};
use crate::fault::Fault;
use crate::format::rate_bp;
use crate::ranking::{self, Place};
use crate::shell::{Frame, Shell, render};
use crate::source::{About, Numbers, Ratio, Source};
use crate::spread::{self, Dot};
use crate::state::AppState;
use crate::trend;

#[derive(Template)]
#[template(path = "indicator.html")]
struct IndicatorPage {
    shell: Shell,
    year: u16,
    id: String,
    name: String,
    as_of: String,
    formula: Formula,
    large: Vec<Figure>,
    about: Vec<Pair>,
    trend: Option<Trend>,
    spread: Option<Spread>,
    movers: Vec<Movers>,
    ranked: bool,
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
    place: Option<Place>,
}

/// `/indicators/{id}?year=&all=`.
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
    let movers = movers(source, about, &numbers, pairs.get("all").map(String::as_str)).await?;
    let places = if state.ranking() { ranking::places(&numbers, about) } else { BTreeMap::new() };
    render(&page(&frame, &numbers, about, movers, &places))
}

/// What moves the value: courts, kinds of case and causes, against the year before where the logs hold it.
async fn movers(source: &Source, about: &About, now: &Numbers, all: Option<&str>) -> Result<Vec<Movers>, Fault> {
    let former = match now.year.checked_sub(1) {
        Some(year) if source.reaches(year).await? => {
            Some(source.numbers(year).await?).filter(|former| former.is_whole())
        }
        _ => None,
    };
    let of = Of { about, numbers: now, before: former.as_deref(), all };
    let grouped = async |by| {
        let before = match &former {
            Some(former) => source.grouped(former.year, &about.id, by, None).await?,
            None => Arc::default(),
        };
        Ok::<_, Fault>((source.grouped(now.year, &about.id, by, None).await?, before))
    };
    let ((words, words_before), (causes, causes_before)) = (grouped(By::Word).await?, grouped(By::Cause).await?);
    let tables = [of.courts(), of.words((&words, &words_before)), of.causes((&causes, &causes_before))];
    Ok(tables.into_iter().flatten().collect())
}

fn page(
    frame: &Frame,
    numbers: &Numbers,
    about: &About,
    movers: Vec<Movers>,
    places: &BTreeMap<CourtId, Place>,
) -> IndicatorPage {
    let values: Vec<(&'static court::Court, Ratio)> =
        court::courts().iter().filter_map(|court| Some((court, numbers.value(&about.id, Some(court.id))?))).collect();
    IndicatorPage {
        shell: frame.shell(about.name.clone()),
        year: numbers.year,
        id: about.id.clone(),
        name: about.name.clone(),
        as_of: numbers.until(),
        formula: Formula { words: about.words.clone(), fraction: fraction(&about.words) },
        large: large(numbers, about),
        about: facts(about),
        trend: months(numbers, about),
        spread: spread_of(about, &values),
        movers,
        ranked: !places.is_empty(),
        companions: companions(numbers, about),
        rows: values
            .iter()
            .map(|(court, ratio)| CourtRow {
                place: places.get(&court.id).copied(),
                ..court_row(numbers, about, court, *ratio)
            })
            .collect(),
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
        key: String::new(),
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
        place: None,
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
}
