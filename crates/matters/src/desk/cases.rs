//! The list of cases somebody of the staff may see: the policies are asked once for every kind of matter, and what they
//! answer becomes the conditions of a few queries. No row is asked about.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Html;
use docket::store::{CaseFilter, Key};
use frame::fault::Fault;
use frame::format::day_text;
use frame::shell::Frame;
use law::court::{by_code, court, courts};
use law::ids::{CourtId, JudgeId, Stream};
use law::life::codes::{Secrecy as Level, State as Phase};
use law::life::facts::CaseFacts;
use permit::{Action, Permit, Relation, Secrecy};

use super::list::{address, number};
use hall::form::{Field, Kind, Sent};
use hall::gate::{Asked, Who, escaped};
use hall::may::{own_court, phase};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;

/// Cases on a page.
pub const PAGE: i64 = 50;

/// Levels of secrecy, in policies and in columns.
const LEVELS: [(Secrecy, Level); 3] =
    [(Secrecy::Open, Level::Open), (Secrecy::Restricted, Level::Restricted), (Secrecy::Secret, Level::Secret)];

/// The filters whose cases together are what somebody may list.
pub fn reach(who: &Who, own: CourtId, asked: &CaseFilter) -> Vec<CaseFilter> {
    let reach = Permit::embedded().reach(who.role, Action::ListCases);
    let below: Vec<CourtId> = courts().iter().filter(|one| one.parent == Some(own)).map(|one| one.id).collect();
    let groups = [
        (Relation::SameCourt, vec![own], None),
        (Relation::InCharge, vec![own], Some(JudgeId(who.account()))),
        (Relation::Above, below, None),
    ];
    let mut parts = Vec::new();
    for (relation, courts, judge) in groups {
        let courts: Vec<CourtId> = if asked.courts.is_empty() {
            courts
        } else {
            courts.into_iter().filter(|court| asked.courts.contains(court)).collect()
        };
        let judged = judge.is_some() && asked.judge.is_some() && asked.judge != judge;
        if courts.is_empty() || judged {
            continue;
        }
        for (secrecy, level) in LEVELS {
            let states: Vec<u8> = Phase::ALL
                .iter()
                .filter(|state| reach.allows(relation, secrecy, phase(**state)))
                .map(|state| state.code())
                .filter(|state| asked.states.is_empty() || asked.states.contains(state))
                .collect();
            if states.is_empty() {
                continue;
            }
            let mut part = CaseFilter { courts: courts.clone(), states, judge: judge.or(asked.judge), ..asked.clone() };
            part.between.push(("secrecy", i64::from(level.code()), i64::from(level.code())));
            parts.push(part);
        }
    }
    parts
}

/// Cases somebody may list, the newest of each court first, before a key.
///
/// # Errors
/// [`Fault::Denied`] for those who may list none; when storage fails.
pub async fn listed(
    door: &Door,
    who: &Who,
    asked: &CaseFilter,
    before: Option<Key>,
    limit: i64,
) -> Result<Vec<CaseFacts>, Fault> {
    let own = own_court(who)?;
    if Permit::embedded().reach(who.role, Action::ListCases).is_empty() {
        return Err(Fault::Denied(format!("{}不查看案件列表", who.role.zh())));
    }
    let mut found: BTreeMap<Key, CaseFacts> = BTreeMap::new();
    for part in reach(who, own, asked) {
        let some = door.docket().newest_cases(&part, before, limit).await;
        let some = some.map_err(|cause| Fault::unavailable(&cause))?;
        found.extend(some.into_iter().map(|facts| ((facts.court, facts.stream), facts)));
    }
    let most = usize::try_from(limit).unwrap_or(0);
    Ok(found.into_values().rev().take(most).collect())
}

/// What an address asks for.
///
/// # Errors
/// Everything in it that cannot be read.
pub fn asked(query: &Sent) -> Result<(CaseFilter, Option<Key>), Fault> {
    let mut faults = Vec::new();
    let court = by_code(query.text("court")).map(|court| court.id);
    let state = query.text("state").parse().ok().and_then(Phase::from_code).map(Phase::code);
    let judge = query.text("judge").parse().ok().map(JudgeId);
    let before = query
        .text("before")
        .split_once('-')
        .and_then(|(court, stream)| Some((CourtId(court.parse().ok()?), Stream(stream.parse().ok()?))));
    for (name, read, instead) in [
        ("court", court.is_some(), "法院代字如 辽0102。"),
        ("state", state.is_some(), "状态是一个代码，请从列出的状态里选。"),
        ("judge", judge.is_some(), "法官编号是一个数字。"),
        ("before", before.is_some(), "请从上一页进入下一页。"),
    ] {
        if !read && !query.text(name).is_empty() {
            let told = format!("{name} 的值“{}”不能读", hall::gate::shortened(query.text(name)));
            faults.push(Fault::unclear(told, instead));
        }
    }
    if !faults.is_empty() {
        return Err(Fault::all(faults));
    }
    let filter = CaseFilter {
        courts: court.into_iter().collect(),
        states: state.into_iter().collect(),
        judge,
        ..CaseFilter::default()
    };
    Ok((filter, before))
}

/// `GET /desk/cases`.
pub async fn cases(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Asked(query): Asked,
) -> Result<Html<String>, Fault> {
    let own = own_court(&who)?;
    let (filter, before) = asked(&query)?;
    let mut found = listed(&door, &who, &filter, before, PAGE + 1).await?;
    let more = found.len() > usize::try_from(PAGE).unwrap_or(0);
    found.truncate(usize::try_from(PAGE).unwrap_or(0));
    let next = found.last().filter(|_| more).map(|last| {
        let kept = ["court", "state", "judge"].map(|name| format!("{name}={}", escaped(query.text(name))));
        format!("/desk/cases?{}&before={}-{}", kept.join("&"), last.court.0, last.stream.0)
    });
    let below = courts().iter().filter(|one| one.parent == Some(own) || one.id == own);
    let mut options = vec![(String::new(), "本院和下级法院".to_owned())];
    options.extend(below.map(|court| (court.code.to_owned(), court.name.to_owned())));
    let mut states = vec![(String::new(), "全部状态".to_owned())];
    states.extend(Phase::ALL.iter().map(|state| (state.code().to_string(), state.zh().to_owned())));
    let ask = Block::Ask(vec![
        Field::new("court", "法院", Kind::Select(options)).holding(query.text("court")),
        Field::new("state", "状态", Kind::Select(states)).holding(query.text("state")),
        Field::line("judge", "法官编号").holding(query.text("judge")),
    ]);
    let table = Table {
        title: "案件".to_owned(),
        heads: vec!["案号", "法院", "案由", "收到", "法官", "现在", "密级"],
        rows: found.iter().map(row).collect(),
        empty: "没有您可以查看的、符合条件的案件。",
        count: String::new(),
        next,
    };
    let name = court(own).map_or("", |court| court.name);
    Page::new("案件列表", format!("{name}，{}可以查看的案件，新收的在前。", who.role.zh()))
        .under([Text::link("工作台", "/desk")])
        .following("cases", crate::live::cases_stamp(&door, own).await?)
        .with(ask)
        .with(Block::Table(table))
        .render(&frame)
}

fn row(facts: &CaseFacts) -> Vec<Text> {
    let level = Level::from_code(facts.secrecy).unwrap_or(Level::Secret);
    vec![
        Text::link(number(facts), address(facts)),
        Text::from(court(facts.court).map_or("", |court| court.name)),
        Text::from(facts.cause.and_then(law::cause::cause).map_or("", |cause| cause.name)),
        Text::from(day_text(facts.received_day)),
        Text::from(facts.judge.map(|judge| format!("{} 号", judge.0)).unwrap_or_default()),
        Text::from(Phase::from_code(facts.state).map_or("", Phase::zh)),
        Text::from(level.zh()).looking(if level == Level::Open { "muted" } else { "overdue" }),
    ]
}
