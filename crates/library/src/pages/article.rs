//! An article: its text, how a court cites it, since when it reads like this, whom it cites and who cites it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use frame::fault::Fault;
use frame::format::day_text;
use frame::shell::{Frame, Shell, render};
use search::statutes::Library;
use search::statutes::corpus::{Place, Stage};
use search::statutes::law::{Article, Law};
use search::statutes::quote::paragraphs;

use super::answer::{grouped, href, law_href};
use super::asked::{Asked, When};
use super::day::{Note, on_day};
use super::head::Head;
use super::judged::{Judged, counted};
use super::network::{groups, picture, told};
use super::{Reading, library};
use crate::find::{Lost, article as find};
use crate::judgments::Counted;

/// Articles of a list that are shown at once, and at most.
const SHOWN: usize = 12;
const LISTED: usize = 500;

/// A wording in the history.
struct Wording {
    href: String,
    since: String,
    until: String,
    changed: bool,
    here: bool,
}

/// A paragraph: its name, how a court cites it, its lines.
struct Clause {
    name: String,
    quote: String,
    lines: Vec<String>,
}

/// A list of articles, its beginning and the rest.
struct Listed {
    total: String,
    first: Vec<(String, String)>,
    rest: Vec<(String, String)>,
}

impl Listed {
    fn of(library: &Library, places: impl Iterator<Item = Place>, total: usize, when: When) -> Listed {
        let mut first: Vec<(String, String)> =
            places.take(LISTED).filter_map(|place| quoted(library, place, when)).collect();
        let rest = first.split_off(first.len().min(SHOWN));
        Listed { total: grouped(total), first, rest }
    }
}

/// Who cites an article and whom it cites.
struct Cited {
    by: Listed,
    to: Listed,
    together: Vec<(String, String, usize)>,
    picture: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage {
    shell: Shell,
    quote: String,
    whole: String,
    title: String,
    law: String,
    search: String,
    chapter: String,
    clauses: Vec<Clause>,
    notes: Vec<Note>,
    head: Head,
    today_in_force: bool,
    before: Option<(String, String)>,
    after: Option<(String, String)>,
    history: Vec<Wording>,
    cited: Cited,
    /// The judgments that cite it; none while they are being read.
    judged: Option<Judged>,
}

fn quoted(library: &Library, place: Place, when: When) -> Option<(String, String)> {
    Some((when.with(&href(library, place)?), library.quote(place, None, None)?))
}

/// `GET /laws/{law}/{article}`.
pub async fn article(
    State(reading): State<Reading>,
    frame: Frame,
    Path((law, article)): Path<(String, String)>,
    asked: Asked,
) -> Result<Response, Fault> {
    let library = match library(&reading, &frame).await? {
        Ok(library) => library,
        Err(page) => return Ok(page),
    };
    let when = asked.when()?;
    let today = reading.today();
    let (found, notes) = on_day(when.on, |on| find(&library, &law, &article, on, today), |found| found.exact)?;
    let place = found.place;
    let corpus = library.corpus();
    let (law, article) = corpus.article(place).ok_or(Lost::Article)?;
    let wording = corpus.law_of(place).ok_or(Lost::Law)?;
    let of = corpus.places(wording);
    let judged = counted(reading.shelf(), &library, place).await.map_err(|cause| Fault::unavailable(&cause))?;
    let beside = |at: Option<u32>| at.filter(|at| of.contains(at)).and_then(|at| quoted(&library, Place(at), when));
    let stage = |stage: Stage| {
        Some(Wording {
            href: href(&library, stage.place)?,
            since: stage.since.map_or_else(|| "不详".to_owned(), day_text),
            until: stage.until.map_or_else(|| "至今".to_owned(), |day| format!("至{}", day_text(day))),
            changed: stage.changed,
            here: stage.place == place,
        })
    };
    let quote = library.quote(place, None, None).unwrap_or_default();
    let page = ArticlePage {
        shell: frame.shell(quote.clone()),
        whole: format!("{quote}：“{}”", article.text),
        quote,
        title: law.title.clone(),
        law: when.with(&law_href(law)),
        search: when.with("/laws"),
        chapter: article.chapter.clone(),
        clauses: clauses(&library, place, article),
        notes,
        head: Head::of(corpus, wording).ok_or(Lost::Law)?,
        today_in_force: corpus.is_in_force(place, today),
        before: beside(place.0.checked_sub(1)),
        after: beside(place.0.checked_add(1)),
        history: corpus.history(place).into_iter().filter_map(stage).collect(),
        cited: cited(&library, law, place, (judged.as_ref().map(|(counted, _)| counted), when)),
        judged: judged.map(|(counted, lines)| Judged::of(&counted, lines)),
    };
    Ok(render(&page)?.into_response())
}

/// The paragraphs with their names; one alone has none.
fn clauses(library: &Library, place: Place, article: &Article) -> Vec<Clause> {
    let all = paragraphs(&article.text);
    let several = all.len() > 1;
    (1..)
        .zip(all)
        .map(|(n, text)| {
            let quote = library.quote(place, Some(n), None).unwrap_or_default();
            let number = judgment::numeral::to_chinese(u64::from(n));
            Clause {
                name: if several { format!("第{number}款") } else { String::new() },
                quote,
                lines: text.lines().map(str::to_owned).collect(),
            }
        })
        .collect()
}

fn cited(library: &Library, law: &Law, place: Place, (counted, when): (Option<&Counted>, When)) -> Cited {
    let network = library.network();
    let by = groups(library, &law.title, network.cited_by(place));
    let to = groups(library, &law.title, network.cites(place));
    let together = counted.into_iter().flat_map(|counted| counted.together.iter().copied());
    Cited {
        by: Listed::of(library, network.cited_by(place), network.times_cited(place), when),
        to: Listed::of(library, network.cites(place), network.cites(place).count(), when),
        together: together
            .filter_map(|(place, times)| quoted(library, place, when).map(|(href, quote)| (href, quote, times)))
            .collect(),
        picture: (!by.is_empty() || !to.is_empty()).then(|| (picture(&by, &to), told(&by, &to))),
    }
}
