//! The first page: a province's year in few numbers, each of which opens.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use law::court;
use stats::Part;

use super::aged::Aged;
use super::figure::{Figure, Ledger, Months};
use super::lately::Lately;
use super::live::Live;
use super::overview_rows::{self, City, Head, TableRow, cities, heads, table};
use crate::address::query;
use crate::fault::Fault;
use crate::format::{count, percent, points};
use crate::headline::{self, Opens, Spec};
use crate::shell::{Frame, Shell, render};
use crate::source::{Numbers, Shown, Texts};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage {
    shell: Shell,
    year: u16,
    as_of: String,
    entries: String,
    notice: Option<String>,
    live: Live,
    large: Vec<Figure>,
    lately: Option<Lately>,
    ledgers: Vec<Ledger>,
    months: Months,
    aged: Option<Aged>,
    cities: Vec<City>,
    court_count: usize,
    sorted: bool,
    heads: Vec<Head>,
    rows: Vec<TableRow>,
}

/// `/?year=&sort=&dir=`.
pub async fn overview(
    State(state): State<AppState>,
    frame: Frame,
    Query(pairs): Query<BTreeMap<String, String>>,
) -> Result<Html<String>, Fault> {
    let source = state.source();
    let year = source.year_of(pairs.get("year").map(String::as_str)).await?;
    let numbers = source.numbers(year).await?;
    let behind: i64 = source.logs().await?.iter().map(|log| log.behind).sum();
    let sort = pairs.get("sort").map(String::as_str);
    let ascending = pairs.get("dir").is_some_and(|dir| dir == "asc");
    render(&page(&frame, &numbers, behind, (sort, ascending)))
}

fn page(frame: &Frame, numbers: &Numbers, behind: i64, (sort, ascending): (Option<&str>, bool)) -> OverviewPage {
    let year = numbers.year;
    OverviewPage {
        shell: frame.shell(format!("辽宁法院 {year} 年")),
        year,
        as_of: numbers.until(),
        entries: count(numbers.entries),
        notice: (behind > 0).then(|| format!("还有 {} 条记录正在计入案件表，本页数字可能稍后变化。", count(behind))),
        live: Live::figures(numbers, None),
        large: large(numbers),
        lately: Lately::of(numbers),
        ledgers: ledgers(numbers),
        months: Months::new(numbers, None),
        aged: Aged::new(numbers, None, numbers.day()),
        cities: cities(numbers),
        court_count: court::courts().len(),
        sorted: sort.is_some(),
        heads: heads(year, sort, ascending),
        rows: table(numbers, sort, ascending),
    }
}

/// The texts of the page, by key.
pub fn texts(numbers: &Numbers, texts: &mut Texts) {
    let ledgers = ledgers(numbers).into_iter().flat_map(|ledger| ledger.figures);
    large(numbers).into_iter().chain(ledgers).for_each(|figure| figure.texts(texts));
    if let Some(lately) = Lately::of(numbers) {
        lately.texts(texts);
    }
    Months::new(numbers, None).rows.iter().for_each(|row| row.texts(texts));
    overview_rows::texts(numbers, texts);
    if let Some(aged) = Aged::new(numbers, None, numbers.day()) {
        aged.texts(texts);
    }
}

fn large(numbers: &Numbers) -> Vec<Figure> {
    let mut figures: Vec<Figure> = headline::LARGE.iter().filter_map(|spec| figure(numbers, spec)).collect();
    let (accepted, concluded) = numbers.caseload(None);
    figures.push(Figure {
        key: "open".to_owned(),
        label: "未结".to_owned(),
        value: count(accepted - concluded),
        unit: "件",
        href: numbers.opens("C-004", None, Part::Numerator),
        formula: "受理减审结，即年末尚未结案的案件，转入下年旧存。".to_owned(),
        change: None,
    });
    figures
}

fn ledgers(numbers: &Numbers) -> Vec<Ledger> {
    headline::LEDGERS
        .iter()
        .map(|(name, specs)| Ledger { name, figures: specs.iter().filter_map(|spec| figure(numbers, spec)).collect() })
        .filter(|ledger: &Ledger| !ledger.figures.is_empty())
        .collect()
}

/// A figure, when the data supports it.
fn figure(numbers: &Numbers, spec: &Spec) -> Option<Figure> {
    let value = match numbers.figures.get(spec.key)? {
        Shown::Count(n) => count(*n),
        Shown::Rate(bp) => percent(Some(*bp)),
        Shown::Tenths(tenths) => format!("{}.{}%", tenths / 10, tenths % 10),
    };
    let change = spec.change.and_then(|key| match numbers.figures.get(key) {
        Some(Shown::Rate(bp)) => Some(format!("比上年{}", points(*bp))),
        _ => None,
    });
    Some(Figure {
        key: spec.key.to_owned(),
        label: spec.label.to_owned(),
        value,
        unit: spec.unit,
        href: opens(numbers, spec),
        formula: spec.formula.to_owned(),
        change,
    })
}

fn opens(numbers: &Numbers, spec: &Spec) -> String {
    let year = numbers.year;
    let (first, last) = super::figure::year_days(year);
    match spec.opens {
        Opens::Indicator(id) => query(&format!("/indicators/{id}"), [("year", year.to_string().as_str())]),
        Opens::Entries(kind) => query("/entries", [("kind", kind), ("from", first.as_str()), ("to", last.as_str())]),
        Opens::Broadcasts => query(
            "/entries",
            [("kind", "hearing.held.v1"), ("from", first.as_str()), ("to", last.as_str()), ("broadcast", "1")],
        ),
        Opens::Cases => match numbers.opened.get(spec.key) {
            Some(query) => numbers.cases(query),
            None => "/indicators".to_owned(),
        },
        Opens::Courts => "#courts".to_owned(),
    }
}
