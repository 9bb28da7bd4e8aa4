//! Handing in: the draft becomes a filing in the court's log, once.

use std::borrow::Cow;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use court::office::{Request, perform};
use docket::sealed::StreamKey;
use frame::fault::Fault;
use law::case_number::Word;
use law::complaint::{Complaint, Party, cause_of, check, total};
use law::court::by_code;
use law::life::codes::{Channel, Tag};
use law::life::command::Command;
use law::life::event::Intake;
use law::life::papers::Papers;
use serde_json::json;

use super::draft::{complaint, draft_fault, may_file};
use super::status::address;
use crate::gate::{Posted, Who, not_done};
use crate::state::Door;

/// `POST /drafts/{id}/submit`.
pub async fn submit(
    State(door): State<Door>,
    who: Who,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.of(&who)?;
    may_file(&who)?;
    let draft = door.drafts().load(&id, who.account()).await.map_err(draft_fault)?;
    if let Some((court, stream)) = draft.filed {
        return Ok(Redirect::to(&address(court, stream)).into_response());
    }
    let filled = complaint(&draft.body);
    let at = door.now();
    if !check(&filled, at.day()).is_empty() {
        return Ok(Redirect::to(&format!("/drafts/{id}/review")).into_response());
    }
    let court = by_code(&filled.court).ok_or_else(|| Fault::NotFound("没有这个法院".to_owned()))?.id;
    let request = Request {
        court,
        stream: None,
        at,
        actor: Cow::Owned(who.actor()),
        command: Command::Receive(intake(&filled, &who, at.day())?),
        field_key: Some(StreamKey::generate().ok_or(Fault::Unavailable)?.to_bytes()),
        parties: Some(names(&filled)),
        complaint: Some(draft.body.clone()),
        draft: Some(id),
    };
    let posted = perform(door.docket(), door.keys(), &request).await.map_err(not_done)?;
    let stream = posted.entries.first().map(|entry| entry.stream).ok_or(Fault::Unavailable)?;
    Ok(Redirect::to(&address(court, stream)).into_response())
}

fn intake(filled: &Complaint, who: &Who, today: law::day::Day) -> Result<Intake, Fault> {
    let cause = cause_of(filled).ok_or_else(|| Fault::NotFound("没有这个案由".to_owned()))?;
    let parties = filled.plaintiffs.len() + filled.defendants.len();
    let livelihood = law::cause::cause(cause).is_some_and(|cause| cause.livelihood);
    Ok(Intake {
        amount: total(filled),
        cause,
        channel: Channel::Online,
        origin: None,
        papers: Some(Box::new(papers(filled, who.account()))),
        parties: u8::try_from(parties).unwrap_or(u8::MAX),
        received: today,
        sealed: None,
        tags: if livelihood { vec![Tag::Livelihood] } else { Vec::new() },
        word: Word::parse("民初").ok_or(Fault::Unavailable)?,
    })
}

/// The papers of a complaint; the text itself is sealed where it is entered.
pub fn papers(filled: &Complaint, filer: u32) -> Papers {
    Papers {
        electronic: filled.electronic,
        filer,
        files: Vec::new(),
        likeness: None,
        mediation: filled.mediation,
        sealed: None,
    }
}

/// Roles and names, as the public pages mask them.
fn names(filled: &Complaint) -> String {
    let party = |role: &str, party: &Party| {
        let kind = if party.kind == law::complaint::PartyKind::Person { "person" } else { "organisation" };
        json!({ "kind": kind, "name": party.name, "role": role })
    };
    let plaintiffs = filled.plaintiffs.iter().map(|one| party("plaintiff", one));
    let defendants = filled.defendants.iter().map(|one| party("defendant", one));
    serde_json::Value::Array(plaintiffs.chain(defendants).collect()).to_string()
}
