//! A law from its first article on, in one wording.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use frame::fault::Fault;
use frame::format::day_text;
use frame::shell::{Frame, Shell, render};
use search::statutes::corpus::Place;
use search::statutes::law::Status;

use super::answer::{grouped, href, law_href};
use super::{Reading, library};

/// Articles of a page.
const ROWS: usize = 200;

struct Line {
    href: String,
    chapter: String,
    number: String,
    text: String,
}

#[derive(Template)]
#[template(path = "wording.html")]
struct WordingPage {
    shell: Shell,
    title: String,
    kind: &'static str,
    issuer: String,
    status: &'static str,
    in_force: bool,
    since: String,
    lines: Vec<Line>,
    total: String,
    others: Vec<(String, String, bool)>,
    next: Option<String>,
}

/// `GET /laws/{law}`.
pub async fn wording(
    State(reading): State<Reading>,
    frame: Frame,
    Path(law): Path<String>,
    axum::extract::RawQuery(query): axum::extract::RawQuery,
) -> Result<Response, Fault> {
    let library = match library(&reading, &frame).await? {
        Ok(library) => library,
        Err(page) => return Ok(page),
    };
    let corpus = library.corpus();
    let Some((place, law)) = corpus.laws().find(|(_, one)| one.id == law) else {
        return Err(Fault::NotFound("法律库里没有这部法律".to_owned()));
    };
    let from = match query.as_deref().unwrap_or("").strip_prefix("from=") {
        None => 0,
        Some(text) => text
            .parse::<usize>()
            .ok()
            .filter(|from| *from < law.articles.len())
            .ok_or_else(|| Fault::unclear("没有这一页", "请从上一页进入下一页。"))?,
    };
    let mut last = String::new();
    let mut lines = Vec::new();
    for at in corpus.places(place).skip(from).take(ROWS) {
        let Some((_, article)) = corpus.article(Place(at)) else { continue };
        let chapter = if article.chapter == last { String::new() } else { article.chapter.clone() };
        last.clone_from(&article.chapter);
        lines.push(Line {
            href: href(&library, Place(at)).unwrap_or_default(),
            chapter,
            number: article.number.to_string(),
            text: article.text.clone(),
        });
    }
    let others = corpus.wordings(&law.title).iter().filter_map(|other| {
        let wording = corpus.law(*other)?;
        let since = wording.since().map_or_else(|| "日期不详".to_owned(), day_text);
        Some((law_href(wording), format!("{since}起（{}）", wording.status.word()), *other == place))
    });
    let page = WordingPage {
        shell: frame.shell(law.title.clone()),
        title: law.title.clone(),
        kind: law.kind.word(),
        issuer: law.issuer.clone(),
        status: law.status.word(),
        in_force: law.status == Status::InForce,
        since: law.since().map(day_text).unwrap_or_default(),
        total: grouped(law.articles.len()),
        others: others.collect(),
        next: (from + ROWS < law.articles.len()).then(|| format!("{}?from={}", law_href(law), from + ROWS)),
        lines,
    };
    Ok(render(&page)?.into_response())
}
