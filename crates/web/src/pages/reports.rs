//! Work reports: choosing one, and the files.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use law::court::Court;

use super::options::{self, CityChoices};
use crate::address;
use crate::fault::Fault;
use crate::report::Format;
use crate::shell::{Frame, Shell, render};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "reports.html")]
struct ReportsPage {
    shell: Shell,
    year: u16,
    title: String,
    coverage: String,
    courts: Vec<CityChoices>,
    files: Vec<FileLink>,
    chapters: Vec<ChapterLine>,
    bulletins: Vec<(u8, String)>,
}

/// A file to take along.
pub(super) struct FileLink {
    /// Address.
    pub(super) href: String,
    /// Name of the form.
    pub(super) name: &'static str,
    /// What it is good for.
    pub(super) words: &'static str,
}

/// A chapter of the report, as the page shows it.
struct ChapterLine {
    title: &'static str,
    text: String,
    tables: String,
}

/// The files under an address without its end.
pub(super) fn links(path: &str, wanted: impl Fn(Format) -> bool) -> Vec<FileLink> {
    let name = |format| match format {
        Format::Pdf => "PDF",
        Format::Docx => "Word",
        Format::Md => "Markdown",
        Format::Json => "JSON",
    };
    let link = |format: Format| FileLink {
        href: format!("{path}.{}", format.extension()),
        name: name(format),
        words: format.words(),
    };
    Format::ALL.into_iter().filter(|format| wanted(*format)).map(link).collect()
}

fn chosen(code: Option<&String>) -> Result<Option<&'static Court>, Fault> {
    code.filter(|code| !code.is_empty()).map(|code| address::court_of(code)).transpose()
}

/// `/reports?year=&court=`.
pub async fn reports(
    State(state): State<AppState>,
    frame: Frame,
    Query(pairs): Query<BTreeMap<String, String>>,
) -> Result<Html<String>, Fault> {
    let source = state.source();
    let year = source.year_of(pairs.get("year").map(String::as_str)).await?;
    let court = chosen(pairs.get("court"))?;
    let report = source.report(year, court).await?;
    let path = match court {
        Some(court) => format!("/reports/{year}/{}", court.code),
        None => format!("/reports/{year}"),
    };
    let chapters: Vec<ChapterLine> = report
        .chapters()
        .into_iter()
        .map(|chapter| ChapterLine {
            title: chapter.title,
            text: chapter.text,
            tables: chapter
                .tables
                .iter()
                .map(|table| format!("{}（{} 行）", table.title, table.rows.len()))
                .collect::<Vec<_>>()
                .join("，"),
        })
        .collect();
    let files = if chapters.is_empty() { Vec::new() } else { links(&path, |_| true) };
    let as_of = source.as_of().await?;
    let last = match i32::from(as_of.year()).cmp(&i32::from(year)) {
        _ if chapters.is_empty() => 0,
        std::cmp::Ordering::Greater => 12,
        std::cmp::Ordering::Equal => u8::try_from(as_of.date().month()).unwrap_or(0),
        std::cmp::Ordering::Less => 0,
    };
    let bulletins = (1..=last).map(|month| (month, format!("/bulletins/{year}/{month}"))).collect();
    render(&ReportsPage {
        shell: frame.shell("工作报告"),
        year,
        title: report.title(),
        coverage: report.coverage(),
        courts: options::courts(court.map_or("", |court| court.code)),
        files,
        chapters,
        bulletins,
    })
}

/// `/reports/{year}.{format}`.
pub async fn province(State(state): State<AppState>, Path(file): Path<String>) -> Result<Response, Fault> {
    let (year, format) = named(&file)?;
    answer(&state, year, None, format).await
}

/// `/reports/{year}/{court}.{format}`.
pub async fn court(
    State(state): State<AppState>,
    Path((year, file)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let (code, format) = named(&file)?;
    answer(&state, &year, Some(address::court_of(code)?), format).await
}

/// A file's name in its two parts.
pub(super) fn named(file: &str) -> Result<(&str, Format), Fault> {
    let known = file.rsplit_once('.').and_then(|(name, end)| Some((name, Format::of(end)?)));
    let ends = || Format::ALL.iter().map(|format| format!(" .{}", format.extension())).collect::<String>();
    known.ok_or_else(|| Fault::NotFound(format!("没有这种格式的文件，可取的有{}", ends())))
}

async fn answer(
    state: &AppState,
    year: &str,
    court: Option<&'static Court>,
    format: Format,
) -> Result<Response, Fault> {
    let source = state.source();
    let year = source.year_of(Some(year).filter(|year| !year.is_empty()).or(Some("0"))).await?;
    let file = source.report_file(year, court, format).await?;
    let subject = court.map_or("辽宁省法院", |court| court.name);
    Ok(download(&format!("{subject}{year}年工作报告"), format, file))
}

/// A file with its type and its name, in Chinese as RFC 5987 writes it.
pub(super) fn download(name: &str, format: Format, file: axum::body::Bytes) -> Response {
    let end = format.extension();
    let encoded = address::query("", [("x", format!("{name}.{end}").as_str())]);
    let encoded = encoded.trim_start_matches("?x=").to_owned();
    let how = if matches!(format, Format::Docx) { "attachment" } else { "inline" };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
    if let Ok(disposition) =
        HeaderValue::from_str(&format!("{how}; filename=\"report.{end}\"; filename*=UTF-8''{encoded}"))
    {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    (headers, file).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_a_name_and_a_known_end() {
        assert_eq!(named("2020.md").unwrap(), ("2020", Format::Md));
        assert_eq!(named("辽0102.json").unwrap(), ("辽0102", Format::Json));
        assert_eq!(named("2020.pdf").unwrap(), ("2020", Format::Pdf));
        for wrong in ["2020", "2020.exe", "", ".", "2020.PDF"] {
            assert!(named(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_download_is_named_in_chinese() {
        let response = download("报告", Format::Docx, axum::body::Bytes::from_static(b"x"));
        assert_eq!(
            response.headers().get("content-disposition").unwrap(),
            "attachment; filename=\"report.docx\"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.docx"
        );
    }
}
