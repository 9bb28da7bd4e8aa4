//! A law from its first article on, in one wording.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use frame::fault::Fault;
use frame::format::day_text;
use frame::shell::{Frame, Shell, render};
use search::statutes::corpus::Place;
use search::statutes::law::Law;

use super::answer::{grouped, href, law_href};
use super::asked::Asked;
use super::day::{Note, on_day};
use super::head::Head;
use super::{Reading, library};
use crate::find::{Lost, wording as find};

/// Articles of a page.
const ROWS: usize = 200;

/// A law with fewer chapters needs no contents.
const CHAPTERS: usize = 3;

struct Line {
    href: String,
    chapter: String,
    number: String,
    paragraphs: Vec<String>,
}

#[derive(Template)]
#[template(path = "wording.html")]
struct WordingPage {
    shell: Shell,
    title: String,
    head: Head,
    notes: Vec<Note>,
    search: String,
    on: String,
    of: String,
    lines: Vec<Line>,
    total: String,
    first: usize,
    last: usize,
    contents: Vec<(String, String)>,
    others: Vec<(String, String, bool)>,
    before: Option<String>,
    next: Option<String>,
}

/// `GET /laws/{law}`.
pub async fn wording(
    State(reading): State<Reading>,
    frame: Frame,
    Path(named): Path<String>,
    asked: Asked,
) -> Result<Response, Fault> {
    let library = match library(&reading, &frame).await? {
        Ok(library) => library,
        Err(page) => return Ok(page),
    };
    let when = asked.when()?;
    let today = reading.today();
    let (found, notes) = on_day(when.on, |on| find(&library, &named, on, today), |found| found.exact)?;
    let place = found.law;
    let corpus = library.corpus();
    let law = corpus.law(place).ok_or(Lost::Law)?;
    let here = law_href(law);
    let from = match asked.from.as_str() {
        "" => 0,
        text => text
            .parse::<usize>()
            .ok()
            .filter(|from| *from < law.articles.len())
            .ok_or_else(|| Fault::unclear("没有这一页", "请从上一页进入下一页。"))?,
    };
    let at = |from: usize| when.with(&if from == 0 { here.clone() } else { format!("{here}?from={from}") });
    let mut last = String::new();
    let mut line = |at: u32| {
        let (_, article) = corpus.article(Place(at))?;
        let chapter = if article.chapter == last { String::new() } else { article.chapter.clone() };
        last.clone_from(&article.chapter);
        Some(Line {
            href: when.with(&href(&library, Place(at))?),
            chapter,
            number: article.number.to_string(),
            paragraphs: article.text.lines().map(str::to_owned).collect(),
        })
    };
    let lines: Vec<Line> = corpus.places(place).skip(from).take(ROWS).filter_map(&mut line).collect();
    let others = corpus.wordings(&law.title).iter().filter_map(|other| {
        let wording = corpus.law(*other)?;
        let since = wording.since().map_or_else(|| "日期不详".to_owned(), day_text);
        Some((law_href(wording), format!("{since}起（{}）", wording.status.word()), *other == place))
    });
    let page = WordingPage {
        shell: frame.shell(law.title.clone()),
        title: law.title.clone(),
        head: Head::of(corpus, place).ok_or(Lost::Law)?,
        notes,
        search: when.with("/laws"),
        on: when.on.map(|day| day.to_string()).unwrap_or_default(),
        of: asked.of.clone(),
        total: grouped(law.articles.len()),
        first: from + 1,
        last: from + lines.len(),
        contents: contents(law).into_iter().map(|(chapter, from)| (chapter, at(from))).collect(),
        others: others.collect(),
        before: (from > 0).then(|| at(from.saturating_sub(ROWS))),
        next: (from + ROWS < law.articles.len()).then(|| at(from + ROWS)),
        lines,
    };
    Ok(render(&page)?.into_response())
}

/// The chapters of a law, each with how many articles stand before it; none where there are few.
fn contents(law: &Law) -> Vec<(String, usize)> {
    let mut chapters: Vec<(String, usize)> = Vec::new();
    for (at, article) in law.articles.iter().enumerate() {
        let fresh = chapters.last().is_none_or(|(last, _)| *last != article.chapter);
        if fresh && !article.chapter.is_empty() {
            chapters.push((article.chapter.clone(), at));
        }
    }
    if chapters.len() < CHAPTERS { Vec::new() } else { chapters }
}
