//! What of benches waits: for a president's or a vice-president's decision, and for somebody who can be drawn.

use docket::store::CaseFilter;
use frame::fault::Fault;
use frame::format::day_text;
use law::calendar::Calendar;
use law::day::Day;
use law::ids::CourtId;
use law::life::codes::{State as Phase, Wait};
use law::life::facts::CaseFacts;
use permit::{Action, Permit, Phase as Far, Relation, Secrecy};

use super::list::{address, number};
use hall::gate::Who;
use hall::page::{Block, Table, Text};
use hall::state::Door;

/// Cases looked through at most.
const MOST: i64 = 200;

/// What waits in a court.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Waiting {
    /// Cases with something to decide, and what.
    pub decisions: Vec<(CaseFacts, Wait)>,
    /// Cases nobody can be drawn for, since when, and by when it goes to the vice-president.
    pub nobody: Vec<(CaseFacts, Day, Day)>,
    /// Cases with an empty place.
    pub places: Vec<CaseFacts>,
}

/// Working days after which a case nobody can be drawn for goes to the vice-president.
const WORKING_DAYS: u16 = 1;

fn escalates(since: Day) -> Day {
    Calendar::embedded().add_working_days(since, WORKING_DAYS, since)
}

/// What waits in a court.
///
/// # Errors
/// When storage fails.
pub async fn waiting(door: &Door, court: CourtId) -> Result<Waiting, Fault> {
    let states = [Phase::Registered, Phase::Assigned, Phase::Hearing, Phase::Suspended];
    let filter = CaseFilter {
        courts: vec![court],
        states: states.map(Phase::code).to_vec(),
        between: vec![("waits", 1, i64::from(u8::MAX))],
        ..CaseFilter::default()
    };
    let failed = |cause: docket::store::StoreError| Fault::unavailable(&cause);
    let mut found = Waiting::default();
    for facts in door.docket().list_cases(&filter, None, MOST).await.map_err(failed)? {
        let waits = |wait: Wait| facts.waits & wait.code() != 0;
        for wait in [Wait::Naming, Wait::Change, Wait::Recusal, Wait::Reconsideration] {
            if waits(wait) {
                found.decisions.push((facts.clone(), wait));
            }
        }
        if waits(Wait::Nobody) {
            let entries = door.docket().stream(court, facts.stream).await.map_err(failed)?;
            let case = court::office::fold(&entries).map_err(hall::gate::not_done)?;
            if let Some(since) = case.and_then(|case| case.nobody_since()) {
                found.nobody.push((facts.clone(), since, escalates(since)));
            }
        }
        if waits(Wait::Places) {
            found.places.push(facts);
        }
    }
    Ok(found)
}

/// Whether somebody may do it to open cases of their own court at all.
fn may(who: &Who, action: Action) -> bool {
    Permit::embedded().reach(who.role, action).allows(Relation::SameCourt, Secrecy::Open, Far::Pending)
}

/// What waits, for those who decide on it or follow it.
pub fn blocks(who: &Who, waiting: &Waiting, today: Day) -> Vec<Block> {
    let mut blocks = Vec::new();
    if may(who, Action::DecideChange) || may(who, Action::ApproveDesignation) {
        let rows = waiting.decisions.iter().map(|(facts, wait)| {
            vec![Text::link(number(facts), address(facts)), wait.zh().into(), cause(facts).into()]
        });
        blocks.push(Block::Table(Table {
            title: "等待您决定".to_owned(),
            heads: vec!["案号", "事项", "案由"],
            rows: rows.collect(),
            empty: "没有等待决定的指定分案、变更审判人员和回避。",
            count: format!("{} 件", waiting.decisions.len()),
            next: None,
        }));
    }
    if !waiting.nobody.is_empty() {
        let rows = waiting.nobody.iter().map(|(facts, since, by)| {
            let late = today > *by;
            let told = if late { "已转分管副院长处理" } else { "抽签人员先核对任职、休假登记" };
            vec![
                Text::link(number(facts), address(facts)),
                cause(facts).into(),
                day_text(*since).into(),
                Text::from(day_text(*by)).looking(if late { "overdue" } else { "" }),
                Text::from(told).looking(if late { "overdue" } else { "" }),
            ]
        });
        blocks.push(Block::Table(Table {
            title: "无人可以抽签".to_owned(),
            heads: vec!["案号", "案由", "首次抽签", "最晚解决", "现在"],
            rows: rows.collect(),
            count: format!("{} 件", waiting.nobody.len()),
            ..Table::default()
        }));
    }
    if may(who, Action::Draw) && !waiting.places.is_empty() {
        let rows = waiting.places.iter().map(|facts| {
            vec![Text::link(number(facts), address(facts)), cause(facts).into(), "席位空缺，待重新抽签".into()]
        });
        blocks.push(Block::Table(Table {
            title: "等待重新抽签".to_owned(),
            heads: vec!["案号", "案由", "现在"],
            rows: rows.collect(),
            count: format!("{} 件", waiting.places.len()),
            ..Table::default()
        }));
    }
    blocks
}

fn cause(facts: &CaseFacts) -> &'static str {
    facts.cause.and_then(law::cause::cause).map_or("", |cause| cause.name)
}
