//! What has been open for long, by kind, by cause, and by court or judge. Every number opens its cases; courts and judges
//! stand in the order of their registers.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use law::court::{self, Court};
use law::ids::CourtId;
use stats::{By, FigureFilter, NO_JUDGE, Part, Value};

use super::aged::Aged;
use super::options::{self, CityChoices};
use crate::address::{self, query};
use crate::fault::Fault;
use crate::format::{count, percent, rate_bp};
use crate::shell::{Frame, Shell, render};
use crate::source::{Numbers, Source, cause_name, judge_name, word_name};
use crate::state::AppState;

/// What is counted, with the heads of the columns: all that is open, and what of it is how long open.
pub const COLUMNS: [(&str, &str); 5] =
    [("C-004", "未结"), ("I-080", "一年以上"), ("I-080D", "一年半以上"), ("I-080C", "三年以上"), ("I-033P", "超审限")];
/// Causes shown unless all are asked for.
const CAUSES: usize = 12;

#[derive(Template)]
#[template(path = "aged_page.html")]
struct AgedPage {
    shell: Shell,
    year: u16,
    court: Option<(&'static str, String)>,
    cities: Vec<CityChoices>,
    aged: Option<Aged>,
    heads: [(&'static str, &'static str); 5],
    tables: Vec<Table>,
}

/// The stock parted one way.
struct Table {
    key: &'static str,
    title: &'static str,
    head: &'static str,
    said: &'static str,
    rows: Vec<Row>,
    rest: Option<Row>,
    whole: Row,
    export: bool,
}

/// A part of the stock.
struct Row {
    name: String,
    href: Option<String>,
    cells: Vec<Cell>,
    share: String,
}

/// A number with its cases.
struct Cell {
    text: String,
    n: i64,
    href: Option<String>,
}

/// A part before it is written.
struct Stock {
    name: String,
    href: Option<String>,
    n: [i64; 5],
    opens: [Option<String>; 5],
}

impl Stock {
    fn named(name: impl Into<String>) -> Stock {
        Stock { name: name.into(), href: None, n: [0; 5], opens: [const { None }; 5] }
    }

    /// Open longer than a year.
    const fn long(&self) -> i64 {
        self.n[1]
    }

    fn add(&mut self, other: &Stock) {
        for (own, other) in self.n.iter_mut().zip(other.n) {
            *own += other;
        }
    }

    fn written(self) -> Row {
        let share = percent(rate_bp(self.long(), self.n[0]));
        let cell = |(n, href): (i64, Option<String>)| Cell { text: count(n), n, href };
        Row { name: self.name, href: self.href, cells: self.n.into_iter().zip(self.opens).map(cell).collect(), share }
    }
}

/// `/aged?year=&court=&all=`.
pub async fn aged(
    State(state): State<AppState>,
    frame: Frame,
    Query(pairs): Query<BTreeMap<String, String>>,
) -> Result<Html<String>, Fault> {
    let source = state.source();
    let get = |name: &str| pairs.get(name).map(String::as_str).filter(|text| !text.is_empty());
    let year = source.year_of(get("year")).await?;
    let court = get("court").map(address::court_of).transpose()?;
    let numbers = source.numbers(year).await?;
    let aged = Aged::new(&numbers, court.map(|court| court.id), numbers.day());
    let mut tables = Vec::new();
    if aged.is_some() {
        for by in [By::Word, By::Cause, By::Judge] {
            if by == By::Judge && court.is_none() {
                tables.push(courts(&numbers));
            } else {
                tables.push(groups(source, &numbers, by, court, get("all") == Some("causes")).await?);
            }
        }
    }
    render(&AgedPage {
        shell: frame
            .shell(court.map_or_else(|| "长期未结案件".to_owned(), |court| format!("{}长期未结案件", court.short))),
        year,
        court: court
            .map(|court| (court.name, query(&format!("/courts/{}", court.code), [("year", &*year.to_string())]))),
        cities: options::courts(court.map_or("", |court| court.code)),
        aged,
        heads: COLUMNS,
        tables,
    })
}

/// The whole stock of the province or a court.
fn whole(numbers: &Numbers, court: Option<&'static Court>) -> Stock {
    let id = court.map(|court| court.id);
    let name = court.map_or("全省", |court| court.short);
    Stock {
        n: COLUMNS.map(|(indicator, _)| numbers.value(indicator, id).map_or(0, |ratio| ratio.num)),
        opens: COLUMNS.map(|(indicator, _)| Some(numbers.opens(indicator, id, Part::Numerator))),
        ..Stock::named(name)
    }
}

fn courts(numbers: &Numbers) -> Table {
    let year = numbers.year.to_string();
    let row = |court: &'static Court| Stock {
        href: Some(query("/aged", [("court", court.code), ("year", year.as_str())])),
        ..whole(numbers, Some(court))
    };
    Table {
        key: "courts",
        title: "各院的长期未结",
        head: "法院",
        said: "按名录排列，不分先后；选法院名看该院的。",
        rows: court::courts().iter().map(row).filter(|stock| stock.n[0] > 0).map(Stock::written).collect(),
        rest: None,
        whole: whole(numbers, None).written(),
        export: true,
    }
}

/// The stock by kind, cause or judge.
async fn groups(
    source: &Source,
    numbers: &Numbers,
    by: By,
    court: Option<&'static Court>,
    all: bool,
) -> Result<Table, Fault> {
    let mut parts: BTreeMap<u32, Stock> = BTreeMap::new();
    for (place, (indicator, _)) in COLUMNS.iter().enumerate() {
        let values = source.grouped(numbers.year, indicator, by, court.map(|court| court.id)).await?;
        for value in values.iter().filter(|value| value.num > 0) {
            let part = parts.entry(key_of(value)).or_insert_with(|| Stock::named(name_of(&value.filter)));
            if let (Some(n), Some(opens)) = (part.n.get_mut(place), part.opens.get_mut(place)) {
                *n = value.num;
                *opens = Some(format!("/cases?{}", value.filter.query(Part::Numerator)));
            }
        }
    }
    let judges = by == By::Judge;
    let mut stocks: Vec<(u32, Stock)> = parts.into_iter().collect();
    if judges {
        stocks.sort_by_key(|(judge, _)| (*judge == NO_JUDGE.0, *judge));
    } else {
        stocks.sort_by_key(|(key, stock)| (std::cmp::Reverse((stock.long(), stock.n[0])), *key));
    }
    let mut stocks: Vec<Stock> = stocks.into_iter().map(|(_, stock)| stock).collect();
    let cut = if by == By::Cause && !all && stocks.len() > CAUSES + 1 { CAUSES } else { stocks.len() };
    let others = stocks.split_off(cut);
    let rest = (!others.is_empty()).then(|| {
        let pairs =
            [("court", court.map_or("", |court| court.code)), ("year", &*numbers.year.to_string()), ("all", "causes")];
        let mut rest = Stock::named(format!("其余 {} 个案由", others.len()));
        rest.href = Some(format!("{}#causes", query("/aged", pairs)));
        others.iter().for_each(|other| rest.add(other));
        rest.written()
    });
    let (key, title, head, said) = match by {
        By::Judge => ("judges", "各承办法官的长期未结", "承办法官", "按法官编号排列，不分先后；难易不同，不宜相比。"),
        By::Cause => ("causes", "哪些案由", "案由", "一年以上未结多的在前。"),
        _ => ("words", "哪些类型的案件", "类型代字", "一年以上未结多的在前。"),
    };
    let rows = stocks.into_iter().map(Stock::written).collect();
    Ok(Table { key, title, head, said, rows, rest, whole: whole(numbers, court).written(), export: false })
}

fn key_of(value: &Value) -> u32 {
    let filter = &value.filter;
    let cause = filter.cause.map(|cause| cause.0);
    let word = filter.word.map(u32::from);
    cause.or(word).or(filter.judge.map(|judge| judge.0)).unwrap_or(0)
}

fn name_of(filter: &FigureFilter) -> String {
    let word = filter.word.map(|word| word_name(word).to_owned());
    word.or_else(|| filter.cause.map(cause_name)).or_else(|| filter.judge.map(judge_name)).unwrap_or_default()
}

/// The numbers of a court, in the order of the columns.
pub fn of_court(numbers: &Numbers, court: CourtId) -> [i64; 5] {
    COLUMNS.map(|(indicator, _)| numbers.value(indicator, Some(court)).map_or(0, |ratio| ratio.num))
}
