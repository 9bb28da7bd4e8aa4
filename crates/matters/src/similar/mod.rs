//! Similar cases beside a case at the desk, and for pasted facts (类案推送); the cause of action facts point to (案由推荐).

mod answer;
pub mod causes;
mod chart;
mod form;
mod marked;
pub mod sheet;
mod sight;

use std::collections::BTreeMap;

use alike::{Note, NoteFault, Sight, Standing, Vote};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use court::filing::Matter;
use frame::fault::Fault;
use frame::format::count;
use frame::shell::{Frame, Shell, render};
use law::cause;
use law::complaint::Complaint;
use permit::{Action, Permit};
use search::cases::Similar;
use search::causes::Suggestion;

use self::answer::{Answer, is_document, pointed};
use self::sight::{sight, still};
use crate::act::{load, open};
use crate::desk::list::titled;
use crate::filing::draft::complaint;
use hall::form::{Field, Form, Kind, Sent};
use hall::gate::{Posted, Who, escaped};
use hall::may::{own_court, upon};
use hall::page::Text;
use hall::state::Door;

/// Characters of facts that are read at most.
pub const LONGEST: usize = alike::LONGEST;
/// Cases shown.
const SHOWN: usize = 10;
/// Causes shown.
const CAUSES: usize = 5;
/// Fewer characters than this point to nothing.
pub const SHORTEST: usize = 8;
/// What there is to say where the index is not there.
pub const ABSENT: &str = "类案索引没有开启，或者还在准备。稍后刷新再看。";

#[derive(Template)]
#[template(path = "similar.html")]
struct SimilarPage {
    shell: Shell,
    crumbs: Vec<Text>,
    title: String,
    lede: &'static str,
    form: Form,
    found: String,
    votes: String,
    csrf: String,
    answer: Answer,
}

#[derive(Template)]
#[template(path = "similar_found.html")]
struct FoundPart {
    votes: String,
    csrf: String,
    answer: Answer,
}

fn note_fault(cause: &NoteFault) -> Fault {
    match cause {
        NoteFault::Length => Fault::unclear(cause.to_string(), "请只留下与判断有关的事实。"),
        NoteFault::Sealed | NoteFault::Store(_) => Fault::unavailable(cause),
    }
}

/// A matter whose papers somebody may read, who has its page open already.
async fn opened(door: &Door, who: &Who, (code, stream): (&str, i64)) -> Result<Matter, Fault> {
    let matter = load(door, code, stream).await?;
    upon(who, Action::ViewFiling, &matter, false)?;
    Ok(matter)
}

/// What somebody noted; before they did, what the complaint says.
async fn noted(door: &Door, who: &Who, matter: &Matter) -> Result<Note, Fault> {
    let facts = &matter.case.facts;
    let held = door.notes().of(facts.court, facts.stream, who.account()).await.map_err(|cause| note_fault(&cause))?;
    Ok(held.unwrap_or_else(|| Note { facts: claimed(matter), draft: None }))
}

/// Claims, facts and reasons of the complaint.
fn claimed(matter: &Matter) -> String {
    let Some(filled): Option<Complaint> = matter.complaint.as_deref().map(complaint) else { return String::new() };
    let claims = filled.claims.iter().map(|claim| claim.text.trim());
    let all: Vec<&str> = claims.chain([filled.facts.trim()]).filter(|text| !text.is_empty()).collect();
    all.join("\n")
}

/// What is found for a note of a matter.
async fn found(door: &Door, who: &Who, matter: &Matter, note: &Note) -> Result<Answer, Fault> {
    let known = &matter.case.facts;
    let Some(standing) = door.alike().and_then(alike::Shelf::standing) else {
        return Ok(Answer { absent: ABSENT, ..Answer::default() });
    };
    let held = held(standing.count());
    if note.facts.chars().count() < SHORTEST {
        return Ok(Answer { held, ..Answer::default() });
    }
    let outcome = note.draft.map(alike::Draft::outcome);
    let draft = alike::of_matter(&note.facts, known, outcome);
    let shown = sight(who);
    let similar = nearest(door, &standing, draft, &shown).await?;
    let votes = door.votes().of(known.court, known.stream, who.account()).await;
    let votes = votes.map_err(|cause| Fault::unavailable(&cause))?;
    let mut answer = answer::answer(&similar, (&note.facts, outcome.as_ref()), &votes);
    let own = known.cause.and_then(cause::cause).map(|cause| cause.name);
    let causes = standing.causes(note.facts.clone(), CAUSES).await.map_err(|cause| Fault::unavailable(&cause))?;
    answer.causes = pointed(&causes.unwrap_or_default(), own);
    answer.held = held;
    Ok(answer)
}

/// A number of cases in words.
fn held(cases: u64) -> String {
    count(i64::try_from(cases).unwrap_or(i64::MAX))
}

/// The address of the page of a matter.
fn here(code: &str, stream: i64) -> String {
    format!("/desk/{}/{stream}/similar", escaped(code))
}

fn page(
    frame: &Frame,
    who: &Who,
    matter: &Matter,
    here: &str,
    form: Form,
    answer: Answer,
) -> Result<Html<String>, Fault> {
    let title = titled(&matter.case.facts);
    render(&SimilarPage {
        shell: frame.shell("类案推送"),
        crumbs: vec![Text::link("立案工作台", "/desk"), Text::link(title, here.trim_end_matches("/similar"))],
        title: "类案推送".to_owned(),
        lede: "最相近的已结案件，和为什么相近。只供参考，裁判由您决定。",
        form,
        found: format!("{here}/found"),
        votes: format!("{here}/vote"),
        csrf: who.csrf().to_owned(),
        answer,
    })
}

/// `GET /desk/{code}/{stream}/similar`.
pub async fn show(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
) -> Result<Html<String>, Fault> {
    let matter = open(&door, &who, (&code, stream), Action::ViewFiling).await?;
    let note = noted(&door, &who, &matter).await?;
    let here = here(&code, stream);
    let form = form::form(&here, &format!("{here}/typed"), who.csrf(), &note);
    let answer = found(&door, &who, &matter, &note).await?;
    page(&frame, &who, &matter, &here, form, answer)
}

/// `POST /desk/{code}/{stream}/similar`: noted, and shown again.
pub async fn save(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let sent = posted.of(&who)?;
    let matter = opened(&door, &who, (&code, stream)).await?;
    let here = here(&code, stream);
    let (note, wrong) = form::taken(&sent);
    if wrong.is_empty() {
        keep(&door, &who, &matter, &note).await?;
        return Ok(Redirect::to(&here).into_response());
    }
    let before = noted(&door, &who, &matter).await?;
    let form = form::form(&here, &format!("{here}/typed"), who.csrf(), &before).again(&sent, &wrong);
    Ok(page(&frame, &who, &matter, &here, form, Answer::default())?.into_response())
}

async fn keep(door: &Door, who: &Who, matter: &Matter, note: &Note) -> Result<(), Fault> {
    let at = (matter.case.facts.court, matter.case.facts.stream);
    door.notes().save(at, who.account(), note, door.now()).await.map_err(|cause| note_fault(&cause))
}

/// `POST /desk/{code}/{stream}/similar/typed`: noted while it is typed; what is wrong with it is told when it is sent.
pub async fn typed(
    State(door): State<Door>,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
    posted: Posted,
) -> Result<StatusCode, Fault> {
    let sent = posted.of(&who)?;
    let matter = opened(&door, &who, (&code, stream)).await?;
    let (note, wrong) = form::taken(&sent);
    if wrong.iter().any(|(field, _)| field == "facts") {
        return Err(note_fault(&NoteFault::Length));
    }
    keep(&door, &who, &matter, &note).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /desk/{code}/{stream}/similar/found`: the part of the page that follows the facts.
pub async fn part(
    State(door): State<Door>,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
) -> Result<Html<String>, Fault> {
    let matter = opened(&door, &who, (&code, stream)).await?;
    let note = noted(&door, &who, &matter).await?;
    let answer = found(&door, &who, &matter, &note).await?;
    let votes = format!("{}/vote", here(&code, stream));
    render(&FoundPart { votes, csrf: who.csrf().to_owned(), answer })
}

/// `POST /desk/{code}/{stream}/similar/vote`: useful, not, or taken back.
pub async fn vote(
    State(door): State<Door>,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
    posted: Posted,
) -> Result<Redirect, Fault> {
    let sent = posted.of(&who)?;
    let matter = opened(&door, &who, (&code, stream)).await?;
    let useful = match sent.text("useful") {
        "1" => Some(true),
        "0" => Some(false),
        "" => None,
        _ => return Err(Fault::unclear("没有这个选项", "只有“有用”“没用”和撤回。")),
    };
    let document = sent.text("document");
    if !is_document(document) {
        return Err(Fault::unclear("没有这件案件", "请回到类案页面重新选择。"));
    }
    let rank = sent.text("rank").parse().unwrap_or(0);
    let at = (matter.case.facts.court, matter.case.facts.stream);
    let given = useful.map(|useful| Vote { useful, rank });
    let done = door.votes().give(at, who.account(), document, given, door.now()).await;
    done.map_err(|cause| Fault::unavailable(&cause))?;
    Ok(Redirect::to(&format!("{}#alike", here(&code, stream))))
}

/// Whether somebody lists cases of a court at all: what they are shown then follows the policies court by court.
fn lists(who: &Who) -> Result<(), Fault> {
    own_court(who)?;
    if Permit::embedded().reach(who.role, Action::ListCases).is_empty() {
        return Err(Fault::Denied(format!("{}不查阅案件，也不检索类案", who.role.zh())));
    }
    Ok(())
}

/// `GET /desk/similar`: for facts that are no case here.
pub async fn paste(State(door): State<Door>, frame: Frame, who: Who) -> Result<Html<String>, Fault> {
    lists(&who)?;
    pasted(&door, &frame, &who, &Sent::default()).await
}

/// `POST /desk/similar`: the same with facts; nothing is kept.
pub async fn search(State(door): State<Door>, frame: Frame, who: Who, posted: Posted) -> Result<Html<String>, Fault> {
    let sent = posted.of(&who)?;
    lists(&who)?;
    pasted(&door, &frame, &who, &sent).await
}

/// The nearest cases; one that may no longer be shown is left out.
async fn nearest(
    door: &Door,
    standing: &Standing,
    draft: search::cases::Draft,
    shown: &Sight,
) -> Result<Similar, Fault> {
    let asked = standing.similar(draft, shown.clone(), SHOWN).await;
    let mut similar = asked.map_err(|cause| Fault::unavailable(&cause))?;
    let mut hits = Vec::new();
    for hit in std::mem::take(&mut similar.hits) {
        if still(door, &hit.card, shown).await {
            hits.push(hit);
        }
    }
    similar.hits = hits;
    Ok(similar)
}

/// What the index has for facts that are no case here, and what they point to.
#[derive(Debug)]
pub struct Told {
    /// Cases a reader may be shown, how the nearest hundred ended, and where a draft departs from them.
    pub similar: Similar,
    /// Causes, the surest first; none while they are still learnt.
    pub causes: Option<Vec<Suggestion>>,
    /// Cases of the index.
    pub held: u64,
}

/// The most similar cases of those somebody lists, for facts that are no case here; none while there is no index.
pub async fn by_facts(door: &Door, who: &Who, facts: &str) -> Result<Option<Told>, Fault> {
    lists(who)?;
    let Some(standing) = door.alike().and_then(alike::Shelf::standing) else { return Ok(None) };
    let similar = nearest(door, &standing, alike::pasted(facts), &sight(who)).await?;
    let causes = standing.causes(facts.to_owned(), CAUSES).await.map_err(|cause| Fault::unavailable(&cause))?;
    Ok(Some(Told { similar, causes, held: standing.count() }))
}

async fn pasted(door: &Door, frame: &Frame, who: &Who, sent: &Sent) -> Result<Html<String>, Fault> {
    let facts = sent.text("facts");
    let too_long = facts.chars().count() > alike::LONGEST;
    let mut form = Form::new("/desk/similar", who.csrf(), "查找").with(
        Field::new("facts", "事实", Kind::Text(10)).hint("粘贴案件的事实，或者整份文书。这里不保存。").holding(facts),
    );
    if too_long {
        let sentence = format!("最多 {} 个字，请只留下与判断有关的事实", alike::LONGEST);
        form = form.again(sent, &[("facts".to_owned(), sentence)]);
    }
    let mut answer = Answer { absent: ABSENT, ..Answer::default() };
    if facts.chars().count() >= SHORTEST && !too_long {
        if let Some(told) = by_facts(door, who, facts).await? {
            answer = answer::answer(&told.similar, (facts, None), &BTreeMap::new());
            answer.causes = pointed(&told.causes.unwrap_or_default(), None);
            answer.held = held(told.held);
        }
    } else if let Some(standing) = door.alike().and_then(alike::Shelf::standing) {
        answer = Answer { held: held(standing.count()), ..Answer::default() };
    }
    render(&SimilarPage {
        shell: frame.shell("类案检索"),
        crumbs: vec![Text::link("立案工作台", "/desk")],
        title: "类案检索".to_owned(),
        lede: "粘贴事实，查找最相近的已结案件。",
        form,
        found: String::new(),
        votes: String::new(),
        csrf: who.csrf().to_owned(),
        answer,
    })
}
