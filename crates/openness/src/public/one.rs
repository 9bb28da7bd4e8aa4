//! One public judgment as it is read and printed: its text with the articles it cites, and how it is proven to be the one in
//! the log.

use std::ops::Range;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use frame::fault::Fault;
use frame::format::{day_text, moment_text};
use frame::shell::{Frame, Shell, render};
use hall::gate::escaped;
use hall::state::Door;
use law::day::Day;
use law::life::codes::Secrecy;
use library::Shelf;
use matters::desk::list::number;

use super::{Public, public};
use crate::facts::{court_name, title};
use crate::sheet::Ending;
use crate::shown::{Paragraph, paragraphs};

#[derive(Template)]
#[template(path = "judgment.html")]
struct JudgmentPage {
    shell: Shell,
    title: String,
    number: String,
    court: &'static str,
    decided: String,
    published: String,
    withdrawn: bool,
    /// Why it is not published in full; empty where it is.
    reason: &'static str,
    paragraphs: Vec<Paragraph>,
    cites: bool,
    digest: String,
    entry: Option<(String, i64)>,
    case: Option<String>,
    here: String,
}

/// `GET /judgments/{code}/{stream}/{nth}`.
pub async fn show(
    State(door): State<Door>,
    frame: Frame,
    shelf: Option<Extension<Shelf>>,
    Path((code, stream, nth)): Path<(String, i64, i64)>,
) -> Result<Html<String>, Fault> {
    let public = public(&door, (&code, stream, nth)).await?;
    let (facts, (text, digest)) = (&public.facts, &public.masked);
    let (title, reason) = match public.ending {
        Ending::Full => (title(public.paper.kind, facts), ""),
        Ending::Stub(reason) => (format!("{}（不公布全文）", public.paper.kind.zh()), reason.text()),
    };
    let full = public.ending == Ending::Full && !public.is_withdrawn();
    let links = match shelf.filter(|_| full) {
        Some(Extension(shelf)) => links(&shelf, text, facts.closed_day.unwrap_or_else(|| door.now().day())).await?,
        None => Vec::new(),
    };
    let open = facts.secrecy == Secrecy::Open.code();
    let page = JudgmentPage {
        shell: frame.shell(format!("{title} {}", number(facts))),
        title,
        number: number(facts),
        court: court_name(facts),
        decided: facts.closed_day.map(day_text).unwrap_or_default(),
        published: public.paper.published_at.map(moment_text).unwrap_or_default(),
        withdrawn: public.is_withdrawn(),
        reason,
        paragraphs: if full { paragraphs(text, &links) } else { Vec::new() },
        cites: !links.is_empty(),
        digest: digest.clone(),
        entry: if open { entry(&door, &public).await? } else { None },
        case: open.then(|| format!("/cases/{}/{stream}", escaped(&code))),
        here: public.address(),
    };
    render(&page)
}

/// `GET /judgments/{code}/{stream}/{nth}/text`.
pub async fn text(
    State(door): State<Door>,
    Path((code, stream, nth)): Path<(String, i64, i64)>,
) -> Result<Response, Fault> {
    let public = public(&door, (&code, stream, nth)).await?;
    if public.is_withdrawn() {
        return Err(Fault::NotFound("这份文书已经撤回".to_owned()));
    }
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok((kind, public.masked.0).into_response())
}

/// The entry that made it public, or last took it back: its address and its position.
pub async fn entry(door: &Door, public: &Public) -> Result<Option<(String, i64)>, Fault> {
    let (court, stream) = (public.paper.court, public.paper.stream);
    let entries = door.docket().stream(court, stream).await.map_err(|cause| Fault::unavailable(&cause))?;
    let kind = match (public.is_withdrawn(), public.ending) {
        (true, _) => "document.recalled.v1",
        (false, Ending::Full) => "document.published.v1",
        (false, Ending::Stub(_)) => "document.withheld.v1",
    };
    let named = |body: &str| matches!(public.ending, Ending::Stub(_)) || body.contains(&public.masked.1);
    let found = entries.iter().rev().find(|entry| entry.kind == kind && named(&entry.body));
    let code = law::court::court(court).map_or("", |court| court.code);
    Ok(found.map(|entry| (format!("/entries/{}/{}", escaped(code), entry.position), entry.position)))
}

/// The articles a text cites that were in force on a day, where the library has them.
async fn links(shelf: &Shelf, text: &str, on: Day) -> Result<Vec<(Range<usize>, String)>, Fault> {
    let segments = shelf.linked(text, on).await.map_err(|cause| Fault::unavailable(&cause))?;
    let mut at = 0;
    let mut links = Vec::new();
    for segment in segments {
        let span = at..at + segment.text.len();
        at = span.end;
        links.extend(segment.link.map(|link| (span, link.href)));
    }
    Ok(links)
}
