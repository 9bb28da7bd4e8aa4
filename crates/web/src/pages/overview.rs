//! The first page: a province's year in few numbers, each of which opens.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use law::court;
use law::day::Day;
use stats::Part;

use super::aged::Aged;
use super::figure::{Figure, Ledger, Months};
use super::overview_rows::{City, Head, TableRow, cities, heads, table};
use crate::address::query;
use crate::fault::Fault;
use crate::format::{count, day_text, percent, points};
use crate::headline::{self, Opens, Spec};
use crate::shell::{Frame, Shell, render};
use crate::source::{Numbers, Shown};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage {
    shell: Shell,
    year: u16,
    as_of: String,
    entries: String,
    notice: Option<String>,
    large: Vec<Figure>,
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
    let as_of = source.as_of().await?;
    let logs = source.logs().await?;
    let entries: i64 = logs.iter().map(|log| log.size).sum();
    let behind: i64 = logs.iter().map(|log| log.behind).sum();
    let sort = pairs.get("sort").map(String::as_str);
    let ascending = pairs.get("dir").is_some_and(|dir| dir == "asc");
    render(&page(&frame, &numbers, as_of, entries, behind, (sort, ascending)))
}

fn page(
    frame: &Frame,
    numbers: &Numbers,
    as_of: Day,
    entries: i64,
    behind: i64,
    (sort, ascending): (Option<&str>, bool),
) -> OverviewPage {
    let year = numbers.year;
    OverviewPage {
        shell: frame.shell(format!("辽宁法院 {year} 年")),
        year,
        as_of: day_text(as_of),
        entries: count(entries),
        notice: (behind > 0).then(|| format!("还有 {} 条记录正在计入案件表，本页数字可能稍后变化。", count(behind))),
        large: large(numbers),
        ledgers: ledgers(numbers),
        months: Months::new(numbers, None),
        aged: Aged::new(numbers, None, as_of),
        cities: cities(numbers),
        court_count: court::courts().len(),
        sorted: sort.is_some(),
        heads: heads(year, sort, ascending),
        rows: table(numbers, sort, ascending),
    }
}

fn large(numbers: &Numbers) -> Vec<Figure> {
    let mut figures: Vec<Figure> = headline::LARGE.iter().filter_map(|spec| figure(numbers, spec)).collect();
    let (accepted, concluded) = numbers.caseload(None);
    figures.push(Figure {
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
        Opens::Cases => numbers.opened.get(spec.key).cloned().unwrap_or_else(|| "/indicators".to_owned()),
        Opens::Courts => "#courts".to_owned(),
    }
}
