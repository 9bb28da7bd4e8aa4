//! A correction: the litigant sees what the court asked, and answers only that (S-012).

use std::borrow::Cow;
use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use court::filing::Matter;
use court::office::{Request, perform};
use frame::fault::Fault;
use frame::shell::Frame;
use law::complaint::{Complaint, Step, changed, check, steps_of};
use law::ids::Stream;
use law::life::codes::State as Phase;
use law::life::command::Command;
use law::life::event::Event;

use super::draft::complaint;
use super::status::{address, court_of, own};
use super::steps;
use super::submit::papers;
use crate::form::{Field, Form};
use crate::gate::{Posted, Who, escaped, not_done};
use crate::page::{Block, Page, Text};
use crate::state::Door;

/// What the notice asked, and the steps it lets change.
fn asked(matter: &Matter) -> (Vec<String>, BTreeSet<Step>) {
    let notice = matter.entries.iter().rev().find_map(|(_, event)| match event {
        Event::CorrectionAsked(body) => Some(body.clone()),
        _ => None,
    });
    let Some(notice) = notice else { return (Vec::new(), BTreeSet::new()) };
    let steps = notice.fields.iter().flat_map(|code| steps_of(code)).copied().collect();
    (notice.defects, steps)
}

fn page(matter: &Matter, filled: &Complaint, who: &Who, here: &str, wrong: &[(String, String)]) -> Page {
    let (defects, open) = asked(matter);
    let mut form =
        Form::new(format!("{here}/correct"), who.csrf(), "提交补正").warning("提交以后封存，法院重新计算七日审查期。");
    for step in &open {
        form.fields.extend(steps::fields(filled, *step).into_iter().filter(|field| field.name != "signed"));
    }
    let told = std::iter::once("法院一次告知要补正的内容：".to_owned()).chain(defects).map(Text::from);
    let form = wronged(form, wrong);
    Page::new("补正", "只改下面问到的内容，别的都还在，不用重填。")
        .narrow()
        .under([Text::link("我的办件", "/me"), Text::link("立案申请", here)])
        .with(Block::Note("warn", told.collect()))
        .with(Block::Form(Box::new(form)))
}

fn wronged(mut form: Form, wrong: &[(String, String)]) -> Form {
    for (name, sentence) in wrong {
        match form.fields.iter_mut().find(|field| field.name == *name) {
            Some(field) => field.wrong = sentence.clone(),
            None => {
                let mut loose = Field::hidden(format!("fault-{name}"), "");
                loose.wrong = sentence.clone();
                form.fields.push(loose);
            }
        }
    }
    form
}

async fn open(door: &Door, who: &Who, code: &str, stream: i64) -> Result<(Matter, Complaint), Fault> {
    let matter = own(door, who, court_of(code)?, stream).await?;
    if matter.case.state() != Phase::Correcting {
        return Err(Fault::Conflict("这件申请现在不需要补正".to_owned()));
    }
    let filled = matter.complaint.as_deref().map(complaint).unwrap_or_default();
    Ok((matter, filled))
}

/// `GET /filings/{code}/{stream}/correct`.
pub async fn show(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
) -> Result<Html<String>, Fault> {
    let (matter, filled) = open(&door, &who, &code, stream).await?;
    let here = format!("/filings/{}/{stream}", escaped(&code));
    page(&matter, &filled, &who, &here, &[]).render(&frame)
}

/// `POST /filings/{code}/{stream}/correct`.
pub async fn send(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let sent = posted.of(&who)?;
    let (matter, before) = open(&door, &who, &code, stream).await?;
    let (_, steps_open) = asked(&matter);
    let mut after = before.clone();
    let mut wrong = Vec::new();
    for step in &steps_open {
        let signed = after.signed;
        wrong.extend(steps::take(&mut after, *step, &sent));
        after.signed = signed;
    }
    let defects = check(&after, door.now().day());
    for step in &steps_open {
        wrong.extend(steps::wrongs(&defects, *step));
    }
    let beyond = changed(&before, &after).into_iter().filter(|step| !steps_open.contains(step));
    wrong.extend(beyond.map(|step| ("form".to_owned(), format!("“{}”不在补正的范围内，不能改", step.zh()))));
    if changed(&before, &after).is_empty() {
        wrong.push(("form".to_owned(), "内容没有改动；请按通知补正后再提交".to_owned()));
    }
    let here = format!("/filings/{}/{stream}", escaped(&code));
    if !wrong.is_empty() {
        let answer = page(&matter, &after, &who, &here, &wrong).render(&frame)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, answer).into_response());
    }
    let court = court_of(&code)?;
    let request = Request {
        court,
        stream: Some(Stream(stream)),
        at: door.now(),
        actor: Cow::Owned(who.actor()),
        command: Command::Resubmit(papers(&after, who.account())),
        field_key: None,
        parties: None,
        complaint: Some(serde_json::to_string(&after).map_err(|cause| Fault::unavailable(&cause))?),
        draft: None,
    };
    perform(door.docket(), door.keys(), &request).await.map_err(not_done)?;
    Ok(Redirect::to(&address(court, Stream(stream))).into_response())
}
