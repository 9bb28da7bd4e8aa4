//! An article: its text, how a court cites it, since when it reads like this, whom it cites and who cites it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use frame::fault::Fault;
use frame::format::day_text;
use frame::shell::{Frame, Shell, render};
use search::statutes::Library;
use search::statutes::corpus::Place;
use search::statutes::law::Status;
use search::statutes::quote::paragraphs;

use super::answer::{href, law_href};
use super::{Reading, library};

/// Articles of a list at most.
const LISTED: usize = 30;

/// A wording in the history.
struct Wording {
    href: String,
    since: String,
    until: String,
    changed: bool,
    here: bool,
}

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage {
    shell: Shell,
    quote: String,
    title: String,
    law: String,
    chapter: String,
    paragraphs: Vec<String>,
    status: &'static str,
    in_force: bool,
    since: String,
    kind: &'static str,
    issuer: String,
    before: Option<(String, String)>,
    after: Option<(String, String)>,
    history: Vec<Wording>,
    cites: Vec<(String, String)>,
    cited_by: Vec<(String, String)>,
    together: Vec<(String, String, usize)>,
    times: usize,
    today_in_force: bool,
}

fn quoted(library: &Library, place: Place) -> Option<(String, String)> {
    Some((href(library, place)?, library.quote(place, None, None)?))
}

/// `GET /laws/{law}/{article}`.
pub async fn article(
    State(reading): State<Reading>,
    frame: Frame,
    Path((law, article)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let library = match library(&reading, &frame).await? {
        Ok(library) => library,
        Err(page) => return Ok(page),
    };
    let corpus = library.corpus();
    let found = corpus.by_id(&article).and_then(|place| corpus.article(place).map(|found| (place, found)));
    let Some((place, (law, article))) = found.filter(|(_, (own, _))| own.id == law) else {
        return Err(Fault::NotFound("法律库里没有这一条".to_owned()));
    };
    let of = corpus.law_of(place).map_or(0..0, |law| corpus.places(law));
    let beside = |at: Option<u32>| at.filter(|at| of.contains(at)).and_then(|at| quoted(&library, Place(at)));
    let network = library.network();
    let listed = |places: &mut dyn Iterator<Item = Place>| -> Vec<(String, String)> {
        places.filter_map(|place| quoted(&library, place)).take(LISTED).collect()
    };
    let stage = |stage: search::statutes::corpus::Stage| {
        Some(Wording {
            href: href(&library, stage.place)?,
            since: stage.since.map_or_else(|| "不详".to_owned(), day_text),
            until: stage.until.map_or_else(|| "至今".to_owned(), day_text),
            changed: stage.changed,
            here: stage.place == place,
        })
    };
    let quote = library.quote(place, None, None).unwrap_or_default();
    let page = ArticlePage {
        shell: frame.shell(quote.clone()),
        quote,
        title: law.title.clone(),
        law: law_href(law),
        chapter: article.chapter.clone(),
        paragraphs: paragraphs(&article.text)
            .iter()
            .flat_map(|one| one.lines().map(str::to_owned).collect::<Vec<_>>())
            .collect(),
        status: law.status.word(),
        in_force: law.status == Status::InForce,
        since: law.since().map(day_text).unwrap_or_default(),
        kind: law.kind.word(),
        issuer: law.issuer.clone(),
        before: beside(place.0.checked_sub(1)),
        after: beside(place.0.checked_add(1)),
        history: corpus.history(place).into_iter().filter_map(stage).collect(),
        cites: listed(&mut network.cites(place)),
        cited_by: listed(&mut network.cited_by(place)),
        together: network
            .together(place, 8)
            .into_iter()
            .filter_map(|(place, times)| quoted(&library, place).map(|(href, quote)| (href, quote, times)))
            .collect(),
        times: network.times_cited(place).0,
        today_in_force: corpus.is_in_force(place, (reading.today)()),
    };
    Ok(render(&page)?.into_response())
}
