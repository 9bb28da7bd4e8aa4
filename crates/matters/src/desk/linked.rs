//! Cases that follow another's judge: the same complaint again, a series of the same parties, and what goes
//! along with a suit. Found by the parties and the cause, never by choice of a judge.

use std::collections::BTreeSet;

use court::allot::Link;
use court::filing::Matter;
use docket::store::CaseFilter;
use frame::fault::Fault;
use law::complaint::Complaint;
use law::ids::Stream;
use law::life::codes::{LinkGround, State};
use law::life::event::{Event, Origin};
use law::life::facts::CaseFacts;
use law::life::papers::Papers;

use crate::filing::draft::complaint;
use hall::gate::not_done;
use hall::state::Door;

/// Days in which the same complaint gets the same judge.
const DAYS: i32 = 30;
/// Cases of the same cause looked through at most.
const MOST: i64 = 200;
/// Digits of the part of a likeness that is of parties and cause; what is of the claims stands behind a point.
const HALF: usize = 32;

fn papers_of(event: &Event) -> Option<&Papers> {
    match event {
        Event::Resubmitted(papers) => Some(papers),
        Event::Received(intake) => intake.papers.as_deref(),
        Event::Accepted(body) => body.intake.as_ref()?.papers.as_deref(),
        _ => None,
    }
}

fn origin(facts: &CaseFacts) -> Origin {
    Origin { court: facts.court, stream: facts.stream }
}

/// The case whose judge this one follows by itself: the same complaint of the last thirty days, or the first still open of a
/// series of the same parties and cause.
pub async fn found(door: &Door, matter: &Matter) -> Result<Option<Link>, Fault> {
    let Some(own) = matter.papers.as_ref().and_then(|papers| papers.likeness.clone()) else { return Ok(None) };
    let facts = &matter.case.facts;
    let Some(cause) = facts.cause else { return Ok(None) };
    let failed = |cause: docket::store::StoreError| Fault::unavailable(&cause);
    let filter = CaseFilter {
        courts: vec![facts.court],
        causes: vec![cause],
        between: vec![
            ("filer", 0, i64::from(u32::MAX)),
            ("stream", 0, facts.stream.0 - 1),
            ("judge", 0, i64::from(u32::MAX)),
            ("parties", i64::from(facts.parties), i64::from(facts.parties)),
        ],
        ..CaseFilter::default()
    };
    let mut series = None;
    for other in door.docket().newest_cases(&filter, None, MOST).await.map_err(failed)? {
        let Some(judge) = other.judge else { continue };
        let entries = door.docket().stream(other.court, other.stream).await.map_err(failed)?;
        let mut events = entries.iter().rev().filter_map(|entry| Event::read(&entry.kind, &entry.body).ok());
        let alike = events.find_map(|event| papers_of(&event)?.likeness.clone());
        let Some(alike) = alike else { continue };
        let again = alike == own && other.received_day.until(facts.received_day) <= DAYS;
        if again {
            return Ok(Some(Link { case: origin(&other), judge, ground: LinkGround::SameComplaint }));
        }
        if same_parties(&alike, &own) && other.closed_day.is_none() {
            series = Some(Link { case: origin(&other), judge, ground: LinkGround::Series });
        }
    }
    Ok(series)
}

fn same_parties(one: &str, other: &str) -> bool {
    one.get(..HALF).is_some_and(|half| other.get(..HALF) == Some(half))
}

/// The case a registrar says this one goes along with: of this court, with a judge, not closed, and between the same people,
/// whoever sues whom.
pub async fn told(door: &Door, matter: &Matter, stream: i64, ground: LinkGround) -> Result<Link, Fault> {
    let facts = &matter.case.facts;
    let unfit = |what: &str| Fault::unclear(what, "请核对关联案件；不能确认关联的，请抽签分案。");
    if matches!(ground, LinkGround::SameComplaint | LinkGround::Series) {
        return Err(unfit("重复起诉和系列案由系统按当事人和案由自动识别，不能指定"));
    }
    let other = Matter::load(door.docket(), facts.court, Stream(stream)).await.map_err(not_done)?;
    let other = other.ok_or_else(|| unfit("没有这件关联案件"))?;
    let running = matches!(other.case.state(), State::Assigned | State::Hearing | State::Suspended);
    let judge = other.case.facts.judge.filter(|_| running && !other.case.vacant());
    let judge = judge.ok_or_else(|| unfit("关联案件还没有承办法官，或者已经结案"))?;
    let own = matter.complaint.as_deref().map(complaint);
    let theirs = other.complaint.as_deref().map(complaint);
    let tied = own.zip(theirs).is_some_and(|(own, theirs)| !names(&own).is_disjoint(&names(&theirs)));
    if !tied {
        return Err(unfit("两件案件没有相同的当事人"));
    }
    Ok(Link { case: origin(&other.case.facts), judge, ground })
}

fn names(filled: &Complaint) -> BTreeSet<String> {
    let all = filled.plaintiffs.iter().chain(&filled.defendants);
    all.map(|party| party.name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}
