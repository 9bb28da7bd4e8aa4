//! The addresses of files: CSV at once, XLSX by way of a page that shows how far it is.

use std::collections::BTreeMap;
use std::time::Duration;

use askama::Template;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use futures_util::{StreamExt, stream};
use tokio::io::AsyncReadExt;

use super::jobs::{Job, Jobs, KEPT_FOR};
use super::{Table, cases, entries, of_list, pour, tables};
use crate::address::{self, short};
use crate::fault::Fault;
use crate::format::count;
use crate::pages;
use crate::shell::{Frame, Shell, render};
use crate::state::AppState;

type Pairs = Query<BTreeMap<String, String>>;

const CSV: &str = "text/csv; charset=utf-8";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// How long an answer waits for a small workbook before it shows the page of its progress.
const SHORT_WAIT: Duration = Duration::from_millis(1_500);
/// Bytes of a file read at once.
const CHUNK: usize = 128 * 1024;

#[derive(Template)]
#[template(path = "export.html")]
struct ExportPage {
    shell: Shell,
    name: String,
    notes: Vec<String>,
    rows: String,
    total: Option<(String, i64)>,
    done: i64,
    list: String,
    file: Option<(String, String)>,
    failed: bool,
    minutes: u64,
}

/// Headers of a file to keep: its kind, and a name in Chinese beside a plain one.
fn headers(kind: &'static str, title: &str, end: &str) -> [(header::HeaderName, HeaderValue); 3] {
    let encoded = address::query("", [("", format!("{title}.{end}").as_str())]).replacen("?=", "", 1);
    let named = format!("attachment; filename=\"mingjing.{end}\"; filename*=UTF-8''{encoded}");
    let named = HeaderValue::from_str(&named).unwrap_or(HeaderValue::from_static("attachment"));
    [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, named),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ]
}

fn csv(state: AppState, table: Table) -> Result<Response, Fault> {
    let permit = state.jobs().sending()?;
    let headers = headers(CSV, &table.title, "csv");
    Ok((headers, pour::csv(state, table, permit)).into_response())
}

/// Begins a workbook or finds it; sends it if it is soon done, else leads to the page of its progress.
async fn xlsx(state: AppState, path: &str, pairs: &BTreeMap<String, String>, table: Table) -> Result<Response, Fault> {
    let list = address::query(path, pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let id = Jobs::id(&list, state.source().size_of_all().await?);
    let job = state.jobs().begin(&state, &id, &list, table)?;
    job.wait(SHORT_WAIT).await;
    match job.file() {
        Some(Ok(_)) => sent(job).await,
        _ => Ok(Redirect::to(&format!("/exports/{id}")).into_response()),
    }
}

/// A finished workbook as an answer. The job is held until the last byte is read, and its file with it.
async fn sent(job: std::sync::Arc<Job>) -> Result<Response, Fault> {
    let Some(Ok((path, size))) = job.file() else { return Err(gone()) };
    let file = tokio::fs::File::open(path).await.map_err(|cause| Fault::unavailable(&cause))?;
    let headers = headers(XLSX, &job.title, "xlsx");
    let chunks = stream::unfold((file, job), async |(mut file, job)| {
        let mut chunk = Vec::with_capacity(CHUNK);
        match (&mut file).take(131_072).read_to_end(&mut chunk).await {
            Ok(0) => None,
            Ok(_) => Some((Ok::<_, std::io::Error>(chunk), (file, job))),
            Err(cause) => Some((Err(cause), (file, job))),
        }
    });
    Ok((headers, [(header::CONTENT_LENGTH, size)], Body::from_stream(chunks.fuse())).into_response())
}

fn gone() -> Fault {
    Fault::NotFound("没有这个导出文件，或者它已过期".to_owned())
}

/// `/cases.csv?…`.
pub async fn cases_csv(State(state): State<AppState>, Query(pairs): Pairs) -> Result<Response, Fault> {
    let table = cases::table(state.source(), &pairs).await?;
    csv(state, table)
}

/// `/cases.xlsx?…`.
pub async fn cases_xlsx(State(state): State<AppState>, Query(pairs): Pairs) -> Result<Response, Fault> {
    let table = cases::table(state.source(), &pairs).await?;
    xlsx(state, "/cases", &of_list(&pairs), table).await
}

/// `/entries.csv?…`.
pub async fn entries_csv(State(state): State<AppState>, Query(pairs): Pairs) -> Result<Response, Fault> {
    let filter = pages::entries::read(&pairs)?;
    let table = entries::table(state.source(), filter).await?;
    csv(state, table)
}

/// The table of a comparison, and the address of its page.
async fn compared(state: &AppState, pairs: &[(String, String)]) -> Result<(Table, BTreeMap<String, String>), Fault> {
    let mut asked = pages::compare::read(pairs);
    let year = pages::compare::year_of(state.source(), pairs, &mut asked.faults).await?;
    if asked.courts.is_empty() && asked.faults.is_empty() {
        asked.faults.push("没有选法院".to_owned());
    }
    if !asked.faults.is_empty() {
        return Err(Fault::unclear(asked.faults.join("；"), "请从对比页面重新选法院。"));
    }
    let numbers = state.source().numbers(year).await?;
    let codes: Vec<&str> = asked.courts.iter().map(|court| court.code).collect();
    let list = BTreeMap::from([("courts".to_owned(), codes.join(",")), ("year".to_owned(), year.to_string())]);
    Ok((tables::compare(&numbers, &asked.courts, state.ranking()), list))
}

/// `/compare.csv?courts=&year=`.
pub async fn compare_csv(
    State(state): State<AppState>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let (table, _) = compared(&state, &pairs).await?;
    csv(state, table)
}

/// `/compare.xlsx?courts=&year=`.
pub async fn compare_xlsx(
    State(state): State<AppState>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let (table, list) = compared(&state, &pairs).await?;
    xlsx(state, "/compare", &list, table).await
}

async fn year_of(state: &AppState, pairs: &BTreeMap<String, String>) -> Result<u16, Fault> {
    state.source().year_of(pairs.get("year").map(String::as_str)).await
}

/// `/courts.csv?year=`.
pub async fn courts_csv(State(state): State<AppState>, Query(pairs): Pairs) -> Result<Response, Fault> {
    let numbers = state.source().numbers(year_of(&state, &pairs).await?).await?;
    csv(state, tables::courts(&numbers))
}

/// `/courts.xlsx?year=`.
pub async fn courts_xlsx(State(state): State<AppState>, Query(pairs): Pairs) -> Result<Response, Fault> {
    let numbers = state.source().numbers(year_of(&state, &pairs).await?).await?;
    let year = BTreeMap::from([("year".to_owned(), numbers.year.to_string())]);
    xlsx(state, "/courts", &year, tables::courts(&numbers)).await
}

/// `/aged.csv?year=`.
pub async fn aged_csv(State(state): State<AppState>, Query(pairs): Pairs) -> Result<Response, Fault> {
    let numbers = state.source().numbers(year_of(&state, &pairs).await?).await?;
    csv(state, tables::aged(&numbers))
}

/// `/aged.xlsx?year=`.
pub async fn aged_xlsx(State(state): State<AppState>, Query(pairs): Pairs) -> Result<Response, Fault> {
    let numbers = state.source().numbers(year_of(&state, &pairs).await?).await?;
    let year = BTreeMap::from([("year".to_owned(), numbers.year.to_string())]);
    xlsx(state, "/aged", &year, tables::aged(&numbers)).await
}

/// `/indicators.csv?year=`.
pub async fn indicators_csv(State(state): State<AppState>, Query(pairs): Pairs) -> Result<Response, Fault> {
    let numbers = state.source().numbers(year_of(&state, &pairs).await?).await?;
    csv(state, tables::indicators(&numbers))
}

/// `/indicators.xlsx?year=`.
pub async fn indicators_xlsx(State(state): State<AppState>, Query(pairs): Pairs) -> Result<Response, Fault> {
    let numbers = state.source().numbers(year_of(&state, &pairs).await?).await?;
    let year = BTreeMap::from([("year".to_owned(), numbers.year.to_string())]);
    xlsx(state, "/indicators", &year, tables::indicators(&numbers)).await
}

/// `/indicators/{id}`, or its table when the id ends in `.csv` or `.xlsx`.
pub async fn indicator_or_table(
    State(state): State<AppState>,
    frame: Frame,
    Path(id): Path<String>,
    Query(pairs): Pairs,
) -> Result<Response, Fault> {
    let Some((id, end)) = id.rsplit_once('.').filter(|(_, end)| ["csv", "xlsx"].contains(end)) else {
        let page = pages::indicator::indicator(State(state), frame, Path(id), Query(pairs)).await?;
        return Ok(page.into_response());
    };
    let numbers = state.source().numbers(year_of(&state, &pairs).await?).await?;
    let about = numbers
        .indicators
        .iter()
        .find(|about| about.id == id)
        .ok_or_else(|| Fault::NotFound(format!("没有编号为“{}”的指标", short(id))))?;
    let table = tables::indicator(&numbers, about);
    if end == "csv" {
        return csv(state, table);
    }
    let year = BTreeMap::from([("year".to_owned(), numbers.year.to_string())]);
    xlsx(state, &format!("/indicators/{id}"), &year, table).await
}

/// `/exports/{id}`: how far a workbook is; asks again by itself while it is under way.
pub async fn export(State(state): State<AppState>, frame: Frame, Path(id): Path<String>) -> Result<Response, Fault> {
    let job = state.jobs().get(&id).ok_or_else(gone)?;
    let file = job.file();
    let page = ExportPage {
        shell: frame.shell("导出"),
        name: job.title.clone(),
        notes: job.notes.clone(),
        rows: count(job.rows()),
        total: job.total.map(|total| (count(total), total)),
        done: job.rows(),
        list: job.list.clone(),
        file: file.and_then(Result::ok).map(|(_, size)| (format!("/exports/{id}/file"), size_text(size))),
        failed: matches!(file, Some(Err(()))),
        minutes: KEPT_FOR.as_secs() / 60,
    };
    let mut response = render(&page)?.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if file.is_none() {
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("2"));
    }
    Ok(response)
}

fn size_text(bytes: u64) -> String {
    match bytes {
        0..=999_999 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// `/exports/{id}/file`.
pub async fn file(State(state): State<AppState>, Path(id): Path<String>) -> Result<Response, Fault> {
    sent(state.jobs().get(&id).ok_or_else(gone)?).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_in_chinese_and_in_ascii() {
        let [_, (_, named), _] = headers(CSV, "案件", "csv");
        assert_eq!(
            named.to_str().unwrap(),
            "attachment; filename=\"mingjing.csv\"; filename*=UTF-8''%E6%A1%88%E4%BB%B6.csv"
        );
    }

    #[test]
    fn sizes_read_well() {
        assert_eq!(size_text(1), "1 kB");
        assert_eq!(size_text(12_345_678), "12.3 MB");
    }
}
