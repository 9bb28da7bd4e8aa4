//! A court's log as such: how long it is, its signed heads, whether any two of them belong together. It signs nothing.

use std::collections::BTreeMap;

use askama::Template;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use docket::digest::to_hex;
use docket::head::Head;
use docket::receipt::{ConsistencyReceipt, check_consistency};
use docket::store::StoreError;
use futures_util::stream;
use law::court::Court;

use super::figure::days_of;
use crate::address::{self, query, short};
use crate::bars;
use crate::fault::Fault;
use crate::format::{count, moment};
use crate::shell::{Frame, Shell, render};
use crate::source::Growth;
use crate::state::AppState;

/// Heads of a page.
const PAGE: usize = 20;
/// Entries read at once for a download.
const CHUNK: i64 = 2_000;

#[derive(Template)]
#[template(path = "docket.html")]
struct DocketPage {
    shell: Shell,
    court: &'static str,
    code: &'static str,
    size: String,
    since: String,
    public_key: String,
    file: String,
    svg: String,
    months: Vec<Month>,
    heads: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
    asked: Asked,
    between: Option<Between>,
    refused: Option<String>,
}

/// A month's entries.
struct Month {
    name: String,
    entries: String,
    href: String,
}

/// A signed head.
struct Row {
    size: String,
    raw: i64,
    signed_at: String,
    root: String,
    added: String,
    since_previous: Option<String>,
}

/// What stands in the form.
struct Asked {
    from: String,
    to: String,
}

/// A proof between two heads.
struct Between {
    holds: bool,
    from: String,
    to: String,
    path: Vec<String>,
    download: String,
}

/// `/courts/{code}/docket?before=&from=&to=`.
pub async fn docket(
    State(state): State<AppState>,
    frame: Frame,
    Path(code): Path<String>,
    Query(pairs): Query<BTreeMap<String, String>>,
) -> Result<Html<String>, Fault> {
    let court = address::court_of(&code)?;
    let source = state.source();
    let value = |name: &str| pairs.get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
    let before = size_of(&value("before"))?.unwrap_or(i64::MAX);
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let heads = source.heads(court.id, before, limit).await?;
    let size = source.size(court.id).await?;
    let growth = source.growth(court.id).await?;
    let asked = Asked { from: value("from"), to: value("to") };
    let (between, refused) = match (size_of(&asked.from)?, size_of(&asked.to)?) {
        (Some(from), Some(to)) => match source.between(court.id, from, to).await? {
            Some(receipt) => (Some(shown(court, &receipt)), None),
            None => (None, Some(no_proof(from, to))),
        },
        (None, None) => (None, None),
        _ => (None, Some("请同时给出前后两个树头的条数。".to_owned())),
    };
    let base = format!("/courts/{}/docket", court.code);
    let next = (heads.len() > PAGE).then(|| heads.get(PAGE).map(|head| head.size.to_string())).flatten();
    let bars: Vec<(String, i64)> = growth.iter().map(|month| (name_of(month), month.entries)).collect();
    render(&DocketPage {
        shell: frame.shell(format!("{}的日志", court.short)),
        court: court.name,
        code: court.code,
        size: count(size),
        since: growth.first().map(name_of).unwrap_or_default(),
        public_key: source.public_key(court.id).await?,
        file: format!("{base}/log.jsonl"),
        svg: bars::svg("每月封存的记录条数，数据见下表", &bars),
        months: growth.iter().map(|month| month_row(court, month)).collect(),
        heads: rows(&base, &heads),
        first: (before != i64::MAX).then(|| format!("{base}#heads")),
        next: next.map(|size| format!("{}#heads", query(&base, [("before", size.as_str())]))),
        asked,
        between,
        refused,
    })
}

/// `/courts/{code}/docket/consistency.json?from=&to=`.
pub async fn consistency(
    State(state): State<AppState>,
    Path(code): Path<String>,
    Query(pairs): Query<BTreeMap<String, String>>,
) -> Result<impl IntoResponse, Fault> {
    let court = address::court_of(&code)?;
    let size = |name: &str| size_of(pairs.get(name).map_or("", |text| text.trim()));
    let (Some(from), Some(to)) = (size("from")?, size("to")?) else {
        return Err(Fault::unclear("没有说明哪两个树头", "请从日志页选择前后两个树头。"));
    };
    let receipt = state.source().between(court.id, from, to).await?;
    let receipt = receipt.ok_or_else(|| Fault::NotFound(no_proof(from, to).trim_end_matches('。').to_owned()))?;
    let name = format!("attachment; filename=\"consistency-{}-{from}-{to}.json\"", digits(court));
    Ok((
        [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, name)],
        receipt.to_json(),
    ))
}

/// `/courts/{code}/docket/log.jsonl`: every entry's text as it was hashed, a line each.
pub async fn log(State(state): State<AppState>, Path(code): Path<String>) -> Result<Response, Fault> {
    let court = address::court_of(&code)?;
    let lines = stream::try_unfold(0_i64, move |after| {
        let state = state.clone();
        async move {
            let (text, last) = state.source().lines(court.id, after, CHUNK).await?;
            Ok::<_, StoreError>((last > after).then(|| (Bytes::from(text), last)))
        }
    });
    let name = format!("attachment; filename=\"log-{}.jsonl\"", digits(court));
    let headers =
        [(header::CONTENT_TYPE, "application/jsonl; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, Body::from_stream(lines)).into_response())
}

/// A size in an address; none when empty.
fn size_of(text: &str) -> Result<Option<i64>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    text.replace([',', '，'], "")
        .parse()
        .ok()
        .filter(|size| *size > 0)
        .map(Some)
        .ok_or_else(|| Fault::unclear(format!("“{}”不是日志的条数", short(text)), "条数写作一个正整数。"))
}

fn no_proof(from: i64, to: i64) -> String {
    format!("{} 条与 {} 条不都是签过名的树头，或者前后颠倒。请从下面的树头里选两个。", count(from), count(to))
}

fn digits(court: &Court) -> String {
    let digits: String = court.code.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() { "00".to_owned() } else { digits }
}

fn name_of(month: &Growth) -> String {
    format!("{}-{:02}", month.year, month.month)
}

fn month_row(court: &'static Court, month: &Growth) -> Month {
    let (year, number) = (u16::try_from(month.year).unwrap_or(0), u8::try_from(month.month).unwrap_or(0));
    let (first, last) =
        days_of(year, number).map_or_else(Default::default, |(first, last)| (first.to_string(), last.to_string()));
    Month {
        name: name_of(month),
        entries: count(month.entries),
        href: query("/entries", [("court", court.code), ("from", &first), ("to", &last)]),
    }
}

/// Rows of a page; the head beyond it tells how much the last one added.
fn rows(base: &str, heads: &[Head]) -> Vec<Row> {
    heads
        .iter()
        .enumerate()
        .take(PAGE)
        .map(|(at, head)| {
            let earlier = heads.get(at + 1);
            let pair = |earlier: &Head| {
                let (from, to) = (earlier.size.to_string(), head.size.to_string());
                format!("{}#between", query(base, [("from", from.as_str()), ("to", to.as_str())]))
            };
            Row {
                size: count(head.size),
                raw: head.size,
                signed_at: moment(head.signed_at),
                root: to_hex(&head.root),
                added: format!("+{}", count(head.size - earlier.map_or(0, |earlier| earlier.size))),
                since_previous: earlier.map(pair),
            }
        })
        .collect()
}

fn shown(court: &Court, receipt: &ConsistencyReceipt) -> Between {
    let head = |size, at| format!("{} 条（{}）", count(size), moment(at));
    let (from, to) = (receipt.from.size.to_string(), receipt.to.size.to_string());
    Between {
        holds: check_consistency(receipt).is_ok(),
        from: head(receipt.from.size, receipt.from.signed_at),
        to: head(receipt.to.size, receipt.to.signed_at),
        path: receipt.path.iter().map(to_hex).collect(),
        download: query(
            &format!("/courts/{}/docket/consistency.json", court.code),
            [("from", from.as_str()), ("to", to.as_str())],
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_read_with_or_without_separators() {
        assert_eq!(size_of("1,234"), Ok(Some(1_234)));
        assert_eq!(size_of(""), Ok(None));
        assert!(size_of("-1").is_err() && size_of("一").is_err() && size_of("0").is_err());
    }

    #[test]
    fn a_month_opens_its_entries() {
        let court = law::court::by_code("辽01").unwrap();
        let row = month_row(court, &Growth { year: 2020, month: 2, entries: 1_200 });
        assert_eq!((row.name.as_str(), row.entries.as_str()), ("2020-02", "1,200"));
        assert!(row.href.ends_with("from=2020-02-01&to=2020-02-29"), "{}", row.href);
    }
}
