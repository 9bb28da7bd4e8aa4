//! A correction: the litigant sees what the court asked, and answers only that (S-012).

use std::collections::BTreeSet;

use ::files::{Place, State as How, Upload};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use court::filing::Matter;
use docket::store::Hand;
use frame::fault::Fault;
use frame::shell::Frame;
use law::complaint::{Complaint, changed, check, guided, steps_of};
use law::ids::Stream;
use law::life::codes::State as Phase;
use law::life::event::Event;

use super::draft::complaint;
use super::status::{address, court_of};
use super::steps;
use crate::act::{Step, own, take};
use crate::files::attached::with_files;
use crate::files::{given, upload_fault};
use hall::form::{Field, Form};
use hall::gate::{Posted, Who, escaped};
use hall::page::{Block, Page, Text};
use hall::state::Door;

/// What the notice asked, and the steps it lets change.
pub fn asked(matter: &Matter) -> (Vec<String>, BTreeSet<law::complaint::Step>) {
    let notice = matter.entries.iter().rev().find_map(|(_, event)| match event {
        Event::CorrectionAsked(body) => Some(body.clone()),
        _ => None,
    });
    let Some(notice) = notice else { return (Vec::new(), BTreeSet::new()) };
    let mut steps: BTreeSet<_> = notice.fields.iter().flat_map(|code| steps_of(code)).copied().collect();
    // who wrote without the questions is not put them now
    if !matter.complaint.as_deref().map(complaint).is_some_and(|filled| guided(&filled)) {
        steps.remove(&law::complaint::Step::Questions);
    }
    (notice.defects, steps)
}

/// Files added by the correction, and where its evidence may name files from: these and those handed in before.
async fn files(door: &Door, matter: &Matter) -> Result<(Vec<Upload>, Vec<Upload>), Fault> {
    let (court, stream) = (matter.case.facts.court, matter.case.facts.stream);
    let all = door.files().of_matter(court, stream).await.map_err(upload_fault)?;
    let added = all.iter().filter(|upload| upload.place == Place::Matter(court, stream)).cloned().collect();
    Ok((added, all))
}

fn page(
    (matter, filled): (&Matter, &Complaint),
    (added, all): &(Vec<Upload>, Vec<Upload>),
    who: &Who,
    here: &str,
    wrong: &[(String, String)],
) -> Page {
    let (defects, open) = asked(matter);
    let mut form =
        Form::new(format!("{here}/correct"), who.csrf(), "提交补正").warning("提交以后封存，法院重新计算七日审查期。");
    let mut shown = filled.clone();
    if open.contains(&law::complaint::Step::Agents) && shown.agents.is_empty() {
        steps::more(&mut shown, law::complaint::Step::Agents);
    }
    for step in &open {
        let mut fields = steps::fields(&shown, *step);
        if *step == law::complaint::Step::Evidence {
            fields = with_files(fields, &shown, all);
        }
        form.fields.extend(fields.into_iter().filter(|field| field.name != "signed"));
    }
    let files = open.contains(&law::complaint::Step::Evidence).then(|| {
        let code = law::court::court(matter.case.facts.court).map_or("", |court| court.code);
        let place = format!("court {code} stream {}", matter.case.facts.stream.0);
        Block::Files(Box::new(given(added, &format!("{here}/files"), place, who.csrf(), false)))
    });
    let told = std::iter::once("法院一次告知要补正的内容：".to_owned()).chain(defects).map(Text::from);
    let form = wronged(form, wrong);
    Page::new("补正", "只改下面问到的内容，别的都还在，不用重填。")
        .narrow()
        .under([Text::link("我的办件", "/me"), Text::link("立案申请", here)])
        .with(Block::Note("warn", told.collect()))
        .and(files)
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

async fn open(door: &Door, who: &Who, code: &str, stream: i64) -> Result<((Matter, Hand), Complaint), Fault> {
    let own = own(door, who, court_of(code)?, stream).await?;
    if own.0.case.state() != Phase::Correcting {
        return Err(Fault::Conflict("这件申请现在不需要补正".to_owned()));
    }
    let filled = own.0.complaint.as_deref().map(complaint).unwrap_or_default();
    Ok((own, filled))
}

/// `GET /filings/{code}/{stream}/correct`.
pub async fn show(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
) -> Result<Html<String>, Fault> {
    let ((matter, _), filled) = open(&door, &who, &code, stream).await?;
    let here = format!("/filings/{}/{stream}", escaped(&code));
    let files = files(&door, &matter).await?;
    page((&matter, &filled), &files, &who, &here, &[]).render(&frame)
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
    let (own, before) = open(&door, &who, &code, stream).await?;
    let (_, steps_open) = asked(&own.0);
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
    let files = files(&door, &own.0).await?;
    if changed(&before, &after).is_empty() && files.0.iter().all(|upload| upload.state != How::Kept) {
        wrong.push(("form".to_owned(), "内容没有改动；请按通知补正后再提交".to_owned()));
    }
    let here = format!("/filings/{}/{stream}", escaped(&code));
    if !wrong.is_empty() {
        let answer = page((&own.0, &after), &files, &who, &here, &wrong).render(&frame)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, answer).into_response());
    }
    take(&door, &who, &own, Step::Correct { complaint: Box::new(after) }).await?;
    Ok(Redirect::to(&address(court_of(&code)?, Stream(stream))).into_response())
}
