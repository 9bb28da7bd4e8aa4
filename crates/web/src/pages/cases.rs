//! The case list: a filter in the address, a page by key, never by offset.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use docket::store::{Order, Sort};
use law::court;
use law::day::Day;
use law::life::facts::CaseFacts;

use super::case::{cause_of, is_overdue, number_of, state_of};
use super::live::Live;
use super::options::{self, Choice, CityChoices};
use crate::address;
use crate::fault::Fault;
use crate::filter;
use crate::format::count;
use crate::shell::{Frame, Shell, render};
use crate::source::{Adds, Listing, ORDERS, order_of, place_text};
use crate::state::AppState;

/// Cases on a page.
pub(crate) const PAGE: usize = 50;
const PATH: &str = "/cases";
/// Steps back that an address remembers.
const TRAIL: usize = 12;

#[derive(Template)]
#[template(path = "cases.html")]
pub(crate) struct CasesPage {
    shell: Shell,
    summary: String,
    notice: Option<String>,
    since: Option<Since>,
    live: Live,
    less: Option<(String, String)>,
    adds: Option<&'static str>,
    open: bool,
    classes: Vec<Choice>,
    courts: Vec<CityChoices>,
    words: Vec<Choice>,
    states: Vec<Choice>,
    sorts: Vec<Choice>,
    form: Form,
    chips: Vec<(String, String)>,
    presets: Vec<(&'static str, String)>,
    headings: Option<Vec<Heading>>,
    rows: Vec<Row>,
    first: Option<String>,
    previous: Option<String>,
    next: Option<String>,
}

/// How many entries came after the figure was made that opened this list, and the list without that question.
struct Since {
    entries: String,
    href: String,
}

/// What stands in the fields of the form.
struct Form {
    cause: String,
    judge: String,
    from: String,
    to: String,
    closed_from: String,
    closed_to: String,
    overdue: bool,
    open: bool,
    amount_from: String,
    amount_to: String,
}

/// A heading that puts the list in order.
struct Heading {
    name: &'static str,
    href: String,
    sorted: Option<&'static str>,
}

/// A case on the list.
struct Row {
    href: String,
    number: String,
    cause: String,
    court: &'static str,
    state: &'static str,
    overdue: bool,
    accepted: String,
    closed: String,
    running: String,
    amount: String,
    adds: String,
}

/// `/cases?…`.
pub async fn cases(
    State(state): State<AppState>,
    frame: Frame,
    Query(pairs): Query<BTreeMap<String, String>>,
) -> Result<Response, Fault> {
    let source = state.source();
    let as_of = source.as_of().await?;
    let after = pairs.get("after").map_or("", String::as_str);
    let listing = source.list(&pairs, as_of, after, PAGE).await?;
    let counted = listing.total.is_some();
    let mut response = render(&page(&frame, &pairs, listing, as_of))?.into_response();
    if !counted {
        // the next reader is to see the number, not this page kept without it
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    Ok(response)
}

pub(crate) fn page(frame: &Frame, pairs: &BTreeMap<String, String>, listing: Listing, as_of: Day) -> CasesPage {
    let value = |name: &str| pairs.get(name).cloned().unwrap_or_default();
    let Listing { cases, more, total, words, notice, adds, less, entries } = listing;
    let at = pairs.get("at").and_then(|at| at.parse::<i64>().ok()).filter(|at| (0..entries).contains(at));
    let figure = pairs.contains_key("figure");
    let order = if figure { Order::default() } else { order_of(pairs, as_of).unwrap_or_default() };
    let (first, previous, next) = pager(PATH, pairs, cases.last().filter(|_| more).map(|last| place_text(order, last)));
    CasesPage {
        shell: frame.shell("案件"),
        summary: summary(&words, total, adds.as_ref()),
        notice,
        since: at.map(|at| Since { entries: count(entries - at), href: address::with(PATH, pairs, &[("at", "")]) }),
        live: Live::list(entries),
        less,
        adds: adds.as_ref().map(Adds::name),
        open: cases.is_empty(),
        classes: classes(&value("class")),
        courts: options::courts(&value("court")),
        words: options::words(&value("word")),
        states: options::states(&value("state")),
        sorts: sorts(&value("sort")),
        form: Form {
            cause: value("cause"),
            judge: value("judge"),
            from: value("from"),
            to: value("to"),
            closed_from: value("closed_from"),
            closed_to: value("closed_to"),
            overdue: !value("overdue").is_empty(),
            open: !value("open").is_empty(),
            amount_from: value("amount_from"),
            amount_to: value("amount_to"),
        },
        chips: if figure { Vec::new() } else { chips(pairs, as_of) },
        presets: presets(if figure { "" } else { pairs.get("court").map_or("", String::as_str) }, as_of),
        headings: (!figure).then(|| ORDERS.into_iter().map(|order| heading(pairs, order)).collect()),
        rows: cases.iter().enumerate().map(|(place, facts)| row(facts, as_of, added(adds.as_ref(), place))).collect(),
        first,
        previous,
        next,
    }
}

/// The orders a reader may choose: each from the greatest and from the least.
fn sorts(chosen: &str) -> Vec<Choice> {
    let both = |(word, name): (&str, &str)| {
        [("-", "从大到小"), ("", "从小到大")].map(|(sign, how)| {
            let value = format!("{sign}{word}");
            let how =
                if name.ends_with('日') { how.replace('大', "晚").replace('小', "早") } else { how.to_owned() };
            Choice { selected: value == chosen, value, name: format!("{name}{how}") }
        })
    };
    ORDERS.into_iter().flat_map(both).collect()
}

/// Links to the whole classes of cases.
fn classes(chosen: &str) -> Vec<Choice> {
    filter::CLASSES
        .iter()
        .map(|(class, name, _)| Choice {
            value: address::query(PATH, [("class", *class)]),
            name: (*name).to_owned(),
            selected: *class == chosen,
        })
        .collect()
}

/// The conditions in force, each with the address that leaves it out.
fn chips(pairs: &BTreeMap<String, String>, as_of: Day) -> Vec<(String, String)> {
    let chosen = filter::read(pairs, as_of).map_or_else(|_| Vec::new(), |chosen| chosen.words);
    let without = |names: &[&str]| {
        let emptied: Vec<(&str, &str)> = names.iter().chain(&["after", "trail"]).map(|name| (*name, "")).collect();
        address::with(PATH, pairs, &emptied)
    };
    chosen.into_iter().map(|(names, words)| (words, without(&names))).collect()
}

/// Lists often asked for, of the court that is chosen.
fn presets(court: &str, as_of: Day) -> Vec<(&'static str, String)> {
    let (year, month, day) = (as_of.date().year(), as_of.date().month(), as_of.date().day());
    let year_ago = Day::new(year - 1, month, day).unwrap_or(as_of.plus(-366)).to_string();
    let first = as_of.plus(1 - i32::from(day));
    let last_end = first.plus(-1);
    let last = last_end.plus(1 - i32::from(last_end.date().day()));
    let (month, last, last_end) = (first.to_string(), last.to_string(), last_end.to_string());
    let to = |pairs: &[(&str, &str)]| address::query(PATH, [("court", court)].iter().chain(pairs).copied());
    vec![
        ("超期未结", to(&[("overdue", "1"), ("sort", "-running")])),
        ("长期未结（超过 12 个月）", to(&[("counts", "1"), ("open", "1"), ("to", &year_ago), ("sort", "-running")])),
        ("本月新收", to(&[("counts", "1"), ("from", &month), ("sort", "-accepted")])),
        ("本月结案", to(&[("counts", "1"), ("closed_from", &month), ("sort", "-closed")])),
        ("上月结案", to(&[("counts", "1"), ("closed_from", &last), ("closed_to", &last_end), ("sort", "-closed")])),
        ("未结，标的额最大", to(&[("counts", "1"), ("open", "1"), ("sort", "-amount")])),
    ]
}

/// A heading that puts the list in order: its word, its address, and how the list stands in order by it now.
fn heading(pairs: &BTreeMap<String, String>, (word, name): (&'static str, &'static str)) -> Heading {
    let now = pairs.get("sort").map_or("", String::as_str);
    let descending = format!("-{word}");
    let (sorted, next) = match now {
        now if now == word => (Some("ascending"), descending),
        now if now == descending => (Some("descending"), word.to_owned()),
        _ => (None, descending),
    };
    let href = address::with(PATH, pairs, &[("sort", &next), ("after", ""), ("trail", "")]);
    Heading { name, href, sorted }
}

/// What a case of the page adds to the figure that is listed.
fn added(adds: Option<&Adds>, place: usize) -> String {
    adds.and_then(|adds| Some(adds.written(*adds.each.get(place)?))).unwrap_or_default()
}

fn summary(words: &[String], total: Option<i64>, adds: Option<&Adds>) -> String {
    let what = if words.is_empty() { "全部案件".to_owned() } else { words.join("　·　") };
    match (total, adds) {
        (Some(total), Some(adds)) => format!("{what}，共 {} 件，合计 {}", count(total), adds.written(adds.total)),
        (Some(total), None) => format!("{what}，共 {} 件", count(total)),
        (None, _) => format!("{what}（件数较多，正在清点，刷新可见）"),
    }
}

/// Addresses of the first, previous and next page. The trail is the keys passed on the way here.
pub(crate) fn pager(
    path: &str,
    pairs: &BTreeMap<String, String>,
    last: Option<String>,
) -> (Option<String>, Option<String>, Option<String>) {
    let after = pairs.get("after").map_or("", String::as_str);
    let mut trail: Vec<&str> =
        pairs.get("trail").map_or("", String::as_str).split(',').filter(|key| !key.is_empty()).collect();
    let first = (!after.is_empty()).then(|| address::with(path, pairs, &[("after", ""), ("trail", "")]));
    let next = last.map(|last| {
        let mut passed = trail.clone();
        if !after.is_empty() {
            passed.push(after);
        }
        let passed = passed.split_off(passed.len().saturating_sub(TRAIL));
        address::with(path, pairs, &[("after", &last), ("trail", &passed.join(","))])
    });
    let back = trail.pop().unwrap_or("");
    let previous = (!after.is_empty() && !back.is_empty())
        .then(|| address::with(path, pairs, &[("after", back), ("trail", &trail.join(","))]));
    (first, previous, next)
}

fn row(facts: &CaseFacts, as_of: Day, adds: String) -> Row {
    let facts = &*facts.shown();
    let day = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
    Row {
        href: address::case(facts.court, facts.stream),
        number: number_of(facts),
        cause: cause_of(facts),
        court: court::court(facts.court).map_or("", |court| court.short),
        state: state_of(facts),
        overdue: is_overdue(facts, as_of),
        accepted: day(facts.accepted_day),
        closed: day(facts.closed_day),
        running: Sort::Running(as_of).value(facts).map_or_else(String::new, count),
        amount: if facts.amount.0 > 0 { facts.amount.to_string() } else { String::new() },
        adds,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(list: &[(&str, &str)]) -> BTreeMap<String, String> {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn pages_remember_the_way_back() {
        let first = pager(PATH, &pairs(&[("word", "x")]), Some("3.9".to_owned()));
        assert_eq!(first, (None, None, Some("/cases?word=x&after=3.9".to_owned())));
        let second = pager(PATH, &pairs(&[("word", "x"), ("after", "3.9")]), Some("3.20".to_owned()));
        assert_eq!(second.0.as_deref(), Some("/cases?word=x"));
        assert_eq!(second.1, None, "the page before is the first one");
        assert_eq!(second.2.as_deref(), Some("/cases?word=x&after=3.20&trail=3.9"));
        let third = pager(PATH, &pairs(&[("after", "3.20"), ("trail", "3.9")]), None);
        assert_eq!(third.1.as_deref(), Some("/cases?after=3.9"));
        assert_eq!(third.2, None);
    }

    #[test]
    fn the_summary_counts_or_says_that_it_counts() {
        assert_eq!(summary(&[], Some(1_234), None), "全部案件，共 1,234 件");
        assert!(summary(&["民生".to_owned()], None, None).contains("正在清点"));
        let adds = Adds { measure: stats::Measure::Days, each: vec![40, 2], total: 7_035 };
        assert_eq!(summary(&[], Some(148), Some(&adds)), "全部案件，共 148 件，合计 7,035 天");
        assert_eq!(
            (added(Some(&adds), 1).as_str(), added(Some(&adds), 2).as_str(), added(None, 0).as_str()),
            ("2 天", "", "")
        );
    }
}
