//! The transcript: the clerk's draft as all follow it, the versions put to the parties, their signatures.

use std::sync::Arc;

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use court::hearings::{Draft, Hearings, Paragraph, Signed};
use frame::fault::Fault;
use law::hearing::command::Command;
use law::hearing::kinds::Method;
use law::hearing::papers::Part;
use law::hearing::{Event, Person, Seat};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::act::{perform, perform_in};
use crate::live::{Live, Told};
use crate::room::{Laid, answered, here};

/// Characters of a page.
const PAGE: usize = 800;
/// Where the picture of a signature begins.
const PICTURE: &str = "data:image/png;base64,";

/// Cuts a draft into pages: whole paragraphs, about 800 characters each.
fn pages(draft: &Draft) -> Vec<String> {
    let mut pages: Vec<String> = Vec::new();
    for one in &draft.paragraphs {
        let line = line(one);
        let length = line.chars().count();
        match pages.last_mut().filter(|page| page.chars().count() + length < PAGE) {
            Some(page) => {
                page.push('\n');
                page.push_str(&line);
            }
            None => pages.push(line),
        }
    }
    pages
}

/// The pages on which each of those who testified speaks: the part they read and sign.
fn parts(draft: &Draft, pages: &[String], testified: &[Person]) -> Vec<Part> {
    let part = |person: &Person| {
        let own = draft.paragraphs.iter().filter(|one| one.person == Some(person.0)).map(line);
        let lines: Vec<String> = own.collect();
        let on = |page: &String| lines.iter().any(|line| page.contains(line.as_str()));
        let numbers: Vec<u16> = pages.iter().zip(1_u16..).filter(|(page, _)| on(page)).map(|(_, no)| no).collect();
        Some(Part { from: *numbers.first()?, person: *person, to: *numbers.last()? })
    };
    testified.iter().filter_map(part).collect()
}

/// A paragraph as it stands on a page.
fn line(one: &Paragraph) -> String {
    if one.label.is_empty() { one.text.clone() } else { format!("{}：{}", one.label, one.text) }
}

/// Whether somebody follows what the clerk writes while it is written: all who take part but those who testify or watch.
fn follows(seat: Seat) -> bool {
    !(seat.testifies() || seat.onlooker() || matches!(seat, Seat::Police | Seat::Technician))
}

/// `GET /room/{token}/transcript`.
pub async fn show(laid: Laid, Path(token): Path<String>) -> Result<Json<Value>, Fault> {
    let halls = here(laid)?;
    let (live, me) = halls.by_token(&token).await?;
    let kept = halls.kept();
    let draft = kept.draft(live.id).await.map_err(crate::fault)?;
    let versions = kept.versions(live.id).await.map_err(crate::fault)?;
    let state = live.state.lock().await;
    let hearing = &state.hearing;
    let seat = hearing.standing(me).map(|who| who.seat());
    let own = hearing.pages_of(me);
    let current = hearing.transcript().version.clone();
    let signatures: Vec<Value> = hearing
        .transcript()
        .signatures
        .iter()
        .map(|(person, one)| {
            let label = hearing.standing(*person).map_or("", |who| who.participant.label.as_str());
            json!({ "person": person, "label": label, "at": one.at, "valid": one.valid })
        })
        .collect();
    let corrections: Vec<Value> = hearing
        .transcript()
        .corrections
        .iter()
        .zip(1..)
        .map(|(one, no)| json!({ "no": no, "person": one.person, "page": one.page, "text": one.text, "accepted": one.accepted }))
        .collect();
    drop(state);
    let put = match &current {
        Some(version) => kept.version(live.id, i64::from(version.no)).await.map_err(crate::fault)?,
        None => None,
    };
    let page = |(text, number): (&String, u16)| own.contains(&number).then(|| json!({ "page": number, "text": text }));
    let pages: Vec<Value> = put.iter().flat_map(|put| put.pages.iter().zip(1_u16..)).filter_map(page).collect();
    let paragraphs = if seat.is_some_and(follows) { draft.paragraphs } else { Vec::new() };
    Ok(Json(json!({
        "no": current.as_ref().map_or(0, |version| version.no),
        "digest": current.map(|version| version.digest).unwrap_or_default(),
        "pages": pages,
        "paragraphs": paragraphs,
        "versions": versions.iter().map(|(no, at, digest)| json!({ "no": no, "at": at, "digest": digest }))
            .collect::<Vec<_>>(),
        "signatures": signatures,
        "corrections": corrections,
    })))
}

/// Only the clerk writes.
async fn clerk(live: &Arc<Live>, me: Person) -> Result<(), Fault> {
    let state = live.state.lock().await;
    let clerk = state.hearing.standing(me).is_some_and(|who| who.seat() == Seat::Clerk);
    if clerk { Ok(()) } else { Err(Fault::Denied("庭审笔录由书记员记录".to_owned())) }
}

/// A draft as it is sent.
#[derive(Deserialize)]
pub struct Written {
    paragraphs: Vec<Paragraph>,
}

/// `PUT /room/{token}/transcript`.
pub async fn save(laid: Laid, Path(token): Path<String>, Json(sent): Json<Written>) -> Result<StatusCode, Fault> {
    let halls = here(laid)?;
    let (live, me) = halls.by_token(&token).await?;
    clerk(&live, me).await?;
    let draft = Draft { paragraphs: sent.paragraphs };
    halls.kept().save_draft(live.id, &draft, halls.door().now()).await.map_err(crate::fault)?;
    live.tell(Told::Event(None, "written", json!({ "paragraphs": draft.paragraphs.len() })));
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /room/{token}/transcript/put`: the draft as it is now becomes a version the parties read and sign.
pub async fn put(laid: Laid, Path(token): Path<String>) -> Result<Response, Fault> {
    let halls = here(laid)?;
    let (live, me) = halls.by_token(&token).await?;
    clerk(&live, me).await?;
    let kept = halls.kept();
    let draft = kept.draft(live.id).await.map_err(crate::fault)?;
    let pages = pages(&draft);
    let digest = Hearings::digest(&pages).map_err(crate::fault)?;
    let count = u16::try_from(pages.len()).map_err(|_| Fault::unclear("笔录过长", "请分次整理。"))?;
    let mut state = live.state.lock().await;
    let testifies = state.hearing.people().filter(|(_, who)| who.seat().testifies());
    let testified: Vec<Person> = testifies.map(|(person, _)| person).collect();
    let command = Command::PutTranscript { digest, pages: count, parts: parts(&draft, &pages, &testified) };
    let at = halls.door().now();
    // the text is there before the journal names it
    if let Ok(events) = law::hearing::decide(&state.hearing, me, at, &command) {
        let no = events.iter().find_map(|event| match event {
            Event::TranscriptPut { version } => Some(version.no),
            _ => None,
        });
        if let Some(no) = no {
            kept.put(live.id, i64::from(no), &pages, at).await.map_err(crate::fault)?;
        }
    }
    answered(perform_in(&halls, &live, &mut state, me, &command).await.map(|_| ()))
}

/// A signature as it is sent.
#[derive(Deserialize)]
pub struct Strokes {
    digest: String,
    image: String,
}

/// `POST /room/{token}/transcript/sign`.
pub async fn sign(laid: Laid, Path(token): Path<String>, Json(sent): Json<Strokes>) -> Result<Response, Fault> {
    let halls = here(laid)?;
    let (live, me) = halls.by_token(&token).await?;
    if !sent.image.starts_with(PICTURE) || sent.image.len() < PICTURE.len() + 64 {
        return Err(Fault::unclear("没有签名的笔迹", "请在签名框里手写签名后再提交。"));
    }
    let command = Command::SignTranscript { digest: sent.digest.clone(), method: Method::Handwriting };
    let done = perform(&halls, &live, me, &command).await;
    if done.is_ok() {
        let version = live.state.lock().await.hearing.transcript().version.as_ref().map_or(0, |version| version.no);
        let at = halls.door().now();
        let signed = Signed { person: me, version: i64::from(version), at, digest: sent.digest, picture: sent.image };
        halls.kept().sign(live.id, &signed).await.map_err(crate::fault)?;
    }
    answered(done.map(|_| ()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(label: &str, length: usize) -> Paragraph {
        Paragraph { at: 0, label: label.to_owned(), person: None, text: "字".repeat(length) }
    }

    #[test]
    fn pages_hold_whole_paragraphs_and_every_word() {
        let draft = Draft {
            paragraphs: vec![said("审判长", 500), said("原告", 200), said("", 400), said("被告", 2_000)],
        };
        let pages = pages(&draft);
        assert_eq!(pages.len(), 3);
        assert!(pages[0].starts_with("审判长：") && pages[0].contains("\n原告："));
        let words: usize = pages.iter().map(|page| page.matches('字').count()).sum();
        assert_eq!(words, 3_100);
        assert!(super::pages(&Draft::default()).is_empty());
    }

    #[test]
    fn who_testified_has_the_pages_they_speak_on() {
        let mut draft = Draft { paragraphs: vec![said("审判长", 700), said("证人", 300), said("证人", 900)] };
        draft.paragraphs[1].person = Some(6);
        draft.paragraphs[2].person = Some(6);
        let pages = pages(&draft);
        let own = parts(&draft, &pages, &[Person(6), Person(7)]);
        assert_eq!(own, [Part { from: 2, person: Person(6), to: 3 }]);
    }

    #[test]
    fn h090_who_testifies_does_not_follow_the_transcript() {
        assert!(!follows(Seat::Witness) && !follows(Seat::Spectator) && !follows(Seat::Expert));
        assert!(follows(Seat::Presiding) && follows(Seat::Plaintiff) && follows(Seat::Agent));
    }
}
