//! Entries of a kind on days: what figures that count entries open.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use docket::entry::Entry;
use law::court;
use law::day::Day;
use law::ids::CourtId;

use super::case::number_of;
use super::cases::{PAGE, pager};
use super::live::Live;
use super::options::{self, Choice, CityChoices};
use crate::address::{self, day_of, short};
use crate::fault::Fault;
use crate::format::{count, moment};
use crate::narrate::{kind_zh, sentence};
use crate::shell::{Frame, Shell, render};
use crate::source::EntryFilter;
use crate::state::AppState;

const PATH: &str = "/entries";

#[derive(Template)]
#[template(path = "entries.html")]
struct EntriesPage {
    shell: Shell,
    heading: String,
    summary: String,
    live: Live,
    open: bool,
    courts: Vec<CityChoices>,
    kinds: Vec<Choice>,
    from: String,
    to: String,
    tally: Vec<TallyRow>,
    rows: Vec<Row>,
    first: Option<String>,
    previous: Option<String>,
    next: Option<String>,
}

/// How many entries a court has.
struct TallyRow {
    href: String,
    name: &'static str,
    raw: i64,
    text: String,
}

/// An entry on the list.
struct Row {
    href: String,
    kind: String,
    at: String,
    what: String,
    court: &'static str,
    case: Option<(String, String)>,
}

/// `/entries?court=&kind=&from=&to=`. Without a court the courts are listed with their numbers, for logs are by court.
pub async fn entries(
    State(state): State<AppState>,
    frame: Frame,
    Query(pairs): Query<BTreeMap<String, String>>,
) -> Result<Html<String>, Fault> {
    let filter = read(&pairs)?;
    let source = state.source();
    let counted = source.count_entries(&filter).await?;
    let total: i64 = counted.iter().map(|(_, n)| n).sum();
    let (tally, entries) = match filter.court {
        None => (tally(&pairs, &counted), Vec::new()),
        Some(court) => {
            let after = pairs.get("after").map_or(Ok(0), |key| place_of(key))?;
            (Vec::new(), source.list_entries(court, &filter, after, PAGE + 1).await?)
        }
    };
    let mut cases = BTreeMap::new();
    for entry in entries.iter().take(PAGE) {
        if let Some(facts) = source.facts(entry.court, entry.stream).await? {
            cases.insert(entry.stream.0, number_of(&facts));
        }
    }
    let live = Live::list(source.size_of_all().await?);
    render(&page(&frame, &pairs, &filter, (total, tally), (entries, live), &cases))
}

pub(crate) fn read(pairs: &BTreeMap<String, String>) -> Result<EntryFilter, Fault> {
    let get = |name: &str| pairs.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
    let court = get("court").map(|code| {
        court::by_code(code)
            .map(|court| court.id)
            .ok_or_else(|| Fault::unclear(format!("没有代字为“{}”的法院", short(code)), "请在筛选条件里选择法院。"))
    });
    let kind = get("kind");
    if let Some(kind) = kind.filter(|kind| kind_zh(kind) == *kind) {
        return Err(Fault::unclear(format!("没有“{}”这种记录", short(kind)), "请在筛选条件里选择种类。"));
    }
    let (from, to) = (day_of("日期", get("from"))?, day_of("日期", get("to"))?);
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(Fault::unclear("日期的起止颠倒", "起日不能晚于止日。"));
    }
    let broadcast = get("broadcast").is_some() && kind == Some("hearing.held.v1");
    Ok(EntryFilter { court: court.transpose()?, kind: kind.map(str::to_owned), from, to, broadcast })
}

fn place_of(key: &str) -> Result<i64, Fault> {
    if key.is_empty() {
        return Ok(0);
    }
    key.parse().map_err(|_| Fault::unclear("翻页的位置不能读", "请从列表首页重新翻页。"))
}

fn tally(pairs: &BTreeMap<String, String>, counted: &[(CourtId, i64)]) -> Vec<TallyRow> {
    counted
        .iter()
        .filter_map(|(id, n)| {
            let court = court::court(*id)?;
            let href = address::with(PATH, pairs, &[("court", court.code)]);
            Some(TallyRow { href, name: court.name, raw: *n, text: count(*n) })
        })
        .collect()
}

fn page(
    frame: &Frame,
    pairs: &BTreeMap<String, String>,
    filter: &EntryFilter,
    (total, tally): (i64, Vec<TallyRow>),
    (mut entries, live): (Vec<Entry>, Live),
    cases: &BTreeMap<i64, String>,
) -> EntriesPage {
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let last = entries.last().filter(|_| more).map(|entry| entry.position.to_string());
    let (first, previous, next) = pager(PATH, pairs, last);
    let heading = match filter.kind.as_deref() {
        Some(_) if filter.broadcast => "庭审直播",
        Some(kind) => kind_zh(kind),
        None => "封存的记录",
    }
    .to_owned();
    let text = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
    let code = filter.court.and_then(court::court).map_or("", |court| court.code);
    EntriesPage {
        shell: frame.shell(heading.clone()),
        heading,
        summary: summary(filter, total),
        live,
        open: false,
        courts: options::courts(code),
        kinds: options::kinds(filter.kind.as_deref().unwrap_or("")),
        from: text(filter.from),
        to: text(filter.to),
        tally,
        rows: entries.iter().map(|entry| row(entry, cases)).collect(),
        first,
        previous,
        next,
    }
}

fn summary(filter: &EntryFilter, total: i64) -> String {
    let court = filter.court.and_then(court::court).map_or("全省法院", |court| court.name);
    let days = match (filter.from, filter.to) {
        (Some(from), Some(to)) => format!("，{from} 至 {to}"),
        (Some(from), None) => format!("，{from} 起"),
        (None, Some(to)) => format!("，{to} 前"),
        (None, None) => String::new(),
    };
    let then = if filter.court.is_none() { "。选择法院可查看逐条记录" } else { "" };
    format!("{court}{days}，共 {} 条{then}", count(total))
}

fn row(entry: &Entry, cases: &BTreeMap<i64, String>) -> Row {
    Row {
        href: address::entry(entry.court, entry.position),
        kind: kind_zh(&entry.kind).to_owned(),
        at: moment(entry.occurred_at),
        what: sentence(&entry.kind, &entry.body).unwrap_or_default(),
        court: court::court(entry.court).map_or("", |court| court.short),
        case: cases.get(&entry.stream.0).map(|number| (number.clone(), address::case(entry.court, entry.stream))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(pairs: &[(&str, &str)]) -> Result<EntryFilter, Fault> {
        read(&pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_filter_is_read_and_told() {
        let chosen =
            filter(&[("kind", "document.published.v1"), ("from", "2020-01-01"), ("to", "2020-12-31")]).unwrap();
        assert_eq!(summary(&chosen, 1_234), "全省法院，2020-01-01 至 2020-12-31，共 1,234 条。选择法院可查看逐条记录");
        let chosen = filter(&[("court", "辽01")]).unwrap();
        assert_eq!(summary(&chosen, 2), "辽宁省沈阳市中级人民法院，共 2 条");
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for pairs in [
            vec![("court", "京01")],
            vec![("kind", "x")],
            vec![("from", "昨天")],
            vec![("from", "2020-02-01"), ("to", "2020-01-01")],
        ] {
            assert!(matches!(filter(&pairs), Err(Fault::Unclear { .. })), "{pairs:?}");
        }
        assert!(place_of("x").is_err());
        assert_eq!(place_of(""), Ok(0));
    }
}
