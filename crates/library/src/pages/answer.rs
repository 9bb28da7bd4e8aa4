//! One box for every question to the law, and what it finds.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use frame::fault::Fault;
use frame::format::{count, day_text};
use frame::shell::{Frame, Shell, render};
use search::statutes::ask::Named;
use search::statutes::corpus::{LawPlace, Place};
use search::statutes::law::{Article, Kind, Law, Status};
use search::statutes::terms::LONGEST_CHARS;
use search::statutes::{Hit, Library, Page, Why};

use super::asked::{Asked, FURTHEST, ROWS, Told, When, escaped};
use super::{Reading, library};

/// Characters of an article shown in a list.
const SHOWN: usize = 240;

/// A question that finds fewer articles, or has no more characters, may be mistyped; a longer one that finds many is
/// understood, and is not corrected.
const FEW: usize = 20;
const SHORT: usize = 6;

/// A piece of a text, marked or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it says.
    pub text: String,
    /// It was asked for.
    pub marked: bool,
}

/// An article in the list.
struct Found {
    href: String,
    quote: String,
    chapter: String,
    pieces: Vec<Piece>,
    status: &'static str,
    in_force: bool,
    since: String,
    why: &'static str,
    cited: usize,
    other_wording: bool,
}

#[derive(Template)]
#[template(path = "laws.html")]
struct AnswerPage {
    shell: Shell,
    asked: Asked,
    kinds: Vec<&'static str>,
    statuses: Vec<&'static str>,
    searched: bool,
    total: String,
    from: usize,
    hits: Vec<Found>,
    laws: Vec<(String, String)>,
    missing: Vec<String>,
    corrected: Option<(String, String)>,
    synonyms: Vec<(String, String)>,
    cut: bool,
    next: Option<String>,
    before: Option<String>,
    held: String,
    told: Option<Told>,
    back: Option<String>,
    longest: usize,
}

#[derive(Template)]
#[template(path = "no_laws.html")]
struct NonePage {
    shell: Shell,
    coming: bool,
}

/// A count as pages write it.
pub fn grouped(n: usize) -> String {
    count(i64::try_from(n).unwrap_or(i64::MAX))
}

/// The page where there are no laws to search yet.
pub fn none_page(frame: &Frame, coming: bool) -> Result<Html<String>, Fault> {
    render(&NonePage { shell: frame.shell("法律检索"), coming })
}

/// The same as an answer.
pub fn none(frame: &Frame, coming: bool) -> Result<Response, Fault> {
    Ok(none_page(frame, coming)?.into_response())
}

/// `GET /laws`.
pub async fn answer(State(reading): State<Reading>, frame: Frame, asked: Asked) -> Result<Response, Fault> {
    let library = match library(&reading, &frame).await? {
        Ok(library) => library,
        Err(page) => return Ok(page),
    };
    let (filters, when, from) = asked.read()?;
    let question = asked.q.trim().to_owned();
    let searched = !question.is_empty();
    let own = std::sync::Arc::clone(&library);
    let asking = question.clone();
    let found = tokio::task::spawn_blocking(move || own.search(&asking, &filters, Page { from, size: ROWS })).await;
    let found = found.map_err(|cause| Fault::unavailable(&cause))?.map_err(|cause| Fault::unavailable(&cause))?;
    let doubtful = found.total < FEW || question.chars().count() <= SHORT;
    let shell = frame.shell("法律检索");
    let told = when.told();
    let page = AnswerPage {
        shell,
        back: told.as_ref().and_then(|told| told.back).map(|day| asked.on_day(day)),
        told,
        longest: LONGEST_CHARS,
        kinds: Kind::ALL.iter().map(|(_, zh)| *zh).collect(),
        statuses: Status::ALL.iter().map(|(_, zh)| *zh).collect(),
        searched,
        total: grouped(found.total),
        from,
        hits: found.hits.iter().filter_map(|hit| shown(&library, hit, when)).collect(),
        laws: found.laws.iter().filter_map(|law| named(&library, *law, when)).collect(),
        missing: found.missing.iter().map(missing).collect(),
        corrected: found.corrected.filter(|_| doubtful).map(|text| (asked.at(&text, 0), text)),
        synonyms: found.synonyms.into_iter().map(|(said, words)| (said, words.join("、"))).collect(),
        cut: found.cut,
        next: (searched && from + ROWS < found.total.min(FURTHEST + 1)).then(|| asked.at(&question, from + ROWS)),
        before: (from > 0).then(|| asked.at(&question, from.saturating_sub(ROWS))),
        held: grouped(library.corpus().len()),
        asked,
    };
    Ok(render(&page)?.into_response())
}

fn named(library: &Library, place: LawPlace, when: When) -> Option<(String, String)> {
    let law = library.law(place)?;
    Some((when.with(&law_href(law)), law.title.clone()))
}

/// An article that was asked for and is not at hand, as it was named.
pub fn missing(named: &Named) -> String {
    let number = named.number.map(|number| number.to_string()).unwrap_or_default();
    format!("{}{number}", named.title.as_deref().map(|title| format!("《{title}》")).unwrap_or_default())
}

/// Why an article was found, in words.
pub const fn why(why: Why) -> &'static str {
    match why {
        Why::Number => "按条号",
        Why::Words => "按用词",
        Why::Learnt => "读者认为有用",
    }
}

/// The address of a wording.
pub fn law_href(law: &Law) -> String {
    format!("/laws/{}", escaped(&law.id))
}

/// The address of an article in its wording.
pub fn article_href(law: &Law, article: &Article) -> String {
    format!("/laws/{}/{}", escaped(&law.id), escaped(&article.id))
}

/// The address of the article at a place.
pub fn href(library: &Library, place: Place) -> Option<String> {
    library.corpus().article(place).map(|(law, article)| article_href(law, article))
}

fn shown(library: &Library, hit: &Hit, when: When) -> Option<Found> {
    let (law, article) = library.corpus().article(hit.place)?;
    Some(Found {
        href: when.with(&href(library, hit.place)?),
        quote: library.quote(hit.place, hit.paragraph, hit.item)?,
        chapter: article.chapter.clone(),
        pieces: pieces(&article.text, &hit.marks, Some(SHOWN)),
        status: law.status.word(),
        in_force: law.status == Status::InForce,
        since: law.since().map(day_text).unwrap_or_default(),
        why: why(hit.why),
        cited: library.network().times_cited(hit.place),
        other_wording: !hit.exact,
    })
}

/// A text cut at its marks; a long one from shortly before the first of them.
pub fn pieces(text: &str, marks: &[std::ops::Range<usize>], most: Option<usize>) -> Vec<Piece> {
    let long = most.is_some_and(|most| text.chars().count() > most);
    let first = marks.first().map_or(0, |mark| mark.start);
    let begin = match text.get(..first) {
        Some(before) if long => before.char_indices().rev().nth(40).map_or(0, |(at, _)| at),
        _ => 0,
    };
    let rest = text.get(begin..).unwrap_or("");
    let end = most.and_then(|most| rest.char_indices().nth(most)).map_or(text.len(), |(at, _)| begin + at);
    let mut all = Vec::new();
    let mut push = |from: usize, to: usize, marked: bool| {
        if let Some(text) = text.get(from..to.min(end)).filter(|text| !text.is_empty()) {
            all.push(Piece { text: text.to_owned(), marked });
        }
    };
    let mut at = begin;
    for mark in marks.iter().filter(|mark| mark.start >= begin && mark.end <= end) {
        push(at, mark.start, false);
        push(mark.start, mark.end, true);
        at = mark.end;
    }
    push(at, end, false);
    if begin > 0 {
        all.insert(0, Piece { text: "…".to_owned(), marked: false });
    }
    if end < text.len() {
        all.push(Piece { text: "…".to_owned(), marked: false });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(pieces: &[Piece]) -> String {
        pieces.iter().map(|piece| if piece.marked { format!("[{}]", piece.text) } else { piece.text.clone() }).collect()
    }

    #[test]
    fn a_text_is_cut_at_its_marks() {
        let mark = |from: usize, to: usize| from * 3..to * 3;
        assert_eq!(told(&pieces("甲乙丙丁", &[mark(1, 2), mark(3, 4)], None)), "甲[乙]丙[丁]");
        assert_eq!(told(&pieces("甲乙丙丁", &[], Some(2))), "甲乙…");
        assert_eq!(told(&pieces("", &[], Some(2))), "");
        let long = "字".repeat(100) + "债务" + &"字".repeat(100);
        let shown = told(&pieces(&long, std::slice::from_ref(&(300..306)), Some(60)));
        assert!(shown.starts_with("…字") && shown.contains("[债务]") && shown.ends_with("字…"), "{shown}");
        assert_eq!(shown.chars().filter(|c| *c == '字').count(), 58);
    }
}
