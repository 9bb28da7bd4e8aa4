//! Indicators: what each counts, in words, and its value in every court with both sides open.

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
use crate::source::{About, Numbers, Ratio};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "indicators.html")]
struct IndicatorsPage {
    shell: Shell,
    year: u16,
    count: usize,
    groups: Vec<Group>,
}

/// Indicators under a heading.
struct Group {
    name: String,
    rows: Vec<Row>,
}

/// An indicator of the province.
struct Row {
    href: String,
    name: String,
    value: String,
    num: String,
    den: String,
    words: String,
}

#[derive(Template)]
#[template(path = "indicator.html")]
struct IndicatorPage {
    shell: Shell,
    year: u16,
    id: String,
    name: String,
    words: String,
    large: Vec<Figure>,
    about: Vec<Pair>,
    rows: Vec<CourtRow>,
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

/// `/indicators?year=`.
pub async fn indicators(
    State(state): State<AppState>,
    frame: Frame,
    Query(pairs): Query<BTreeMap<String, String>>,
) -> Result<Html<String>, Fault> {
    let source = state.source();
    let year = source.year_of(pairs.get("year").map(String::as_str)).await?;
    let numbers = source.numbers(year).await?;
    let mut groups: Vec<Group> = Vec::new();
    for about in &numbers.indicators {
        let row = row(&numbers, about);
        match groups.iter_mut().find(|group| group.name == about.group) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group { name: about.group.clone(), rows: vec![row] }),
        }
    }
    let page = IndicatorsPage { shell: frame.shell("指标"), year, count: numbers.indicators.len(), groups };
    render(&page)
}

fn row(numbers: &Numbers, about: &About) -> Row {
    let ratio = numbers.value(&about.id, None);
    let side = |n: Option<i64>| n.map_or_else(String::new, |n| Numbers::side(about, n));
    Row {
        href: query(&format!("/indicators/{}", about.id), [("year", numbers.year.to_string().as_str())]),
        name: about.name.clone(),
        value: ratio.map_or_else(|| "—".to_owned(), |ratio| Numbers::written(about, ratio)),
        num: side(ratio.filter(|_| about.form.is_quotient()).map(|ratio| ratio.num)),
        den: side(ratio.filter(|_| about.form.is_quotient()).map(|ratio| ratio.den)),
        words: about.words.clone(),
    }
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
    let rows = court::courts()
        .iter()
        .filter_map(|court| {
            let ratio = numbers.value(&about.id, Some(court.id))?;
            Some(court_row(numbers, about, court, ratio))
        })
        .collect();
    IndicatorPage {
        shell: frame.shell(about.name.clone()),
        year: numbers.year,
        id: about.id.clone(),
        name: about.name.clone(),
        words: about.words.clone(),
        large: large(numbers, about),
        about: facts(about),
        rows,
    }
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
    let opens = |part| if about.opens { numbers.opens(&about.id, None, part) } else { String::new() };
    let mut figures = vec![figure(format!("{} 年全省", numbers.year), Numbers::written(about, ratio), String::new())];
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
    let opens = |part| Some(numbers.opens(&about.id, Some(court.id), part)).filter(|_| about.opens);
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
