//! What an old case went through, as commands the law decides. A history it refuses cannot be taken over.

use law::case_number::Word;
use law::day::{Day, Moment};
use law::fen::Fen;
use law::ids::{CauseId, CourtId, JudgeId, Stream};
use law::life::codes::{Channel, ClosingForm, Procedure, Secrecy};
use law::life::command::Command;
use law::life::event::{Event, Intake};
use law::life::facts::CaseFacts;
use law::life::track::{Stage, Track};
use law::life::{Case, Refusal, decide, usual_document, why_not};

/// Days a summons is sent before a hearing; an old case tells the hearing, not the summons (D-206).
const SUMMONS_DAYS: i32 = 3;
/// Minutes past midnight of the steps of a day, in the order the law asks for.
const RECEIVED: i64 = 540;
const ACCEPTED: i64 = 570;
const CLASSIFIED: i64 = 575;
const ASSIGNED: i64 = 600;
const SCHEDULED: i64 = 630;
const HEARD: i64 = 840;
const COLLECTED: i64 = 930;
const CLOSED: i64 = 960;

/// A party of an old case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldParty {
    /// Role, as the public pages know it: `plaintiff`, `debtor`.
    pub role: &'static str,
    /// `person` or `organisation`.
    pub kind: &'static str,
    /// Name.
    pub name: String,
    /// Citizen's number or credit code; empty when it was not given.
    pub id: String,
}

/// An old case, as a row of a table tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldCase {
    /// Row of the table.
    pub row: u32,
    /// Type word.
    pub word: Word,
    /// Year of the number.
    pub year: u16,
    /// Serial of the number.
    pub serial: u32,
    /// Cause.
    pub cause: CauseId,
    /// Amount claimed.
    pub amount: Fen,
    /// Parties.
    pub parties: Vec<OldParty>,
    /// When the papers arrived.
    pub received: Day,
    /// When it was registered.
    pub registered: Day,
    /// When it was assigned, and to whom.
    pub assigned: Option<(Day, JudgeId)>,
    /// Members of the panel; none where the procedure tells.
    pub panel: Option<u8>,
    /// Procedure.
    pub procedure: Procedure,
    /// Hearings, in order.
    pub heard: Vec<Day>,
    /// Money collected by enforcement.
    pub collected: Fen,
    /// When and how it was closed.
    pub closed: Option<(Day, ClosingForm)>,
    /// Who may see it.
    pub secrecy: Secrecy,
}

/// A step of an old case: what a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Receipt of the papers.
    Receive,
    /// Registration under the number.
    Accept,
    /// Secrecy.
    Classify,
    /// Assignment.
    Assign,
    /// A hearing, its summons included.
    Hear,
    /// Money collected.
    Collect,
    /// Closing.
    Close,
}

/// Why the law refuses a history, and at which step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The step.
    pub step: Step,
    /// The reason.
    pub refusal: Refusal,
}

/// An old case as the law has decided it, ready to be sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Row of the table.
    pub row: u32,
    /// Its entries: when each happened, and what.
    pub events: Vec<(Moment, Event)>,
    /// Its row of facts; it names no stream yet.
    pub facts: CaseFacts,
    /// The parties in plain, sealed where it is entered.
    pub parties: String,
}

/// Lives an old case by the law. `by` is the account that takes it over.
///
/// # Errors
/// All reasons against the first step that is refused.
pub fn history(old: &OldCase, court: CourtId, by: u32) -> Result<History, Vec<Told>> {
    let mut past: Option<Case> = None;
    let mut events = Vec::new();
    for (at, step, command) in steps(old, by) {
        let told = |refusal| Told { step, refusal };
        let event = decide(past.as_ref(), court, at, &command).map_err(|first| {
            let all = why_not(past.as_ref(), court, at, &command);
            if all.is_empty() { vec![told(first)] } else { all.into_iter().map(told).collect() }
        })?;
        match &mut past {
            Some(case) => case.apply(at, &event),
            None => past = Some(Case::open(court, Stream(0), at, &event).map_err(|refusal| vec![told(refusal)])?),
        }
        events.push((at, event));
    }
    let facts = past.map(|case| case.facts).ok_or_else(Vec::new)?;
    Ok(History { row: old.row, events, facts, parties: parties(old) })
}

/// Role, kind, name and number of each party, as they are sealed.
fn parties(old: &OldCase) -> String {
    let party = |one: &OldParty| {
        let mut party = serde_json::json!({ "kind": one.kind, "name": one.name, "role": one.role });
        if let (Some(object), false) = (party.as_object_mut(), one.id.is_empty()) {
            object.insert("id".to_owned(), one.id.clone().into());
        }
        party
    };
    serde_json::Value::Array(old.parties.iter().map(party).collect()).to_string()
}

fn channel(word: Word) -> Channel {
    match word.as_str() {
        "刑初" => Channel::Prosecution,
        word if word.ends_with('终') => Channel::Transferred,
        _ => Channel::Window,
    }
}

/// One person decides in quick procedures and in enforcement, a panel of three elsewhere.
fn panel(old: &OldCase) -> u8 {
    let quick = matches!(old.procedure, Procedure::Summary | Procedure::SmallClaim | Procedure::FastTrack);
    let alone = Track::of(old.word).is_some_and(|track| {
        matches!(track.stage, Stage::Enforcement | Stage::BankruptcyApplication | Stage::Preservation)
    });
    old.panel.unwrap_or(if quick || alone { 1 } else { 3 })
}

/// The commands of an old case in the order of their moments.
fn steps(old: &OldCase, by: u32) -> Vec<(Moment, Step, Command)> {
    let intake = Intake {
        amount: old.amount,
        cause: old.cause,
        channel: channel(old.word),
        origin: None,
        papers: None,
        parties: u8::try_from(old.parties.len()).unwrap_or(u8::MAX),
        received: old.received,
        sealed: None,
        tags: Vec::new(),
        word: old.word,
    };
    let mut steps = Vec::with_capacity(8);
    let mut add = |day: Day, minute: i64, step: Step, command: Command| {
        steps.push((day.at_minute(minute), step, command));
    };
    let accept = |intake| Command::Accept { intake, year: old.year, serial: old.serial };
    if old.received == old.registered {
        add(old.registered, ACCEPTED, Step::Accept, accept(Some(intake)));
    } else {
        add(old.received, RECEIVED, Step::Receive, Command::Receive(intake));
        add(old.registered, ACCEPTED, Step::Accept, accept(None));
    }
    if old.secrecy != Secrecy::Open {
        let ground = "接收旧案时载明的密级".to_owned();
        add(old.registered, CLASSIFIED, Step::Classify, Command::Classify { by, ground, level: old.secrecy });
    }
    if let Some((day, judge)) = old.assigned {
        let assign = Command::Assign { judge, panel: panel(old), assessors: 0, procedure: old.procedure };
        add(day, ASSIGNED, Step::Assign, assign);
    }
    let mut last = old.registered;
    for day in &old.heard {
        let summoned = summoned(old, last, *day);
        let public = old.secrecy == Secrecy::Open;
        add(summoned, SCHEDULED, Step::Hear, Command::ScheduleHearing { day: *day, online: false, public });
        add(*day, HEARD, Step::Hear, Command::HoldHearing { broadcast: false, minutes: 0, recorded: false });
        last = *day;
    }
    if old.collected > Fen::ZERO {
        let day = old.closed.map_or(last, |(day, _)| day);
        add(day, COLLECTED, Step::Collect, Command::CollectMoney { amount: old.collected });
    }
    if let Some((day, form)) = old.closed {
        let document = usual_document(old.word, form);
        add(day, CLOSED, Step::Close, Command::Close { form, document, in_court: false });
    }
    // a summons may have gone out before the judge was known
    steps.sort_by_key(|(at, _, _)| *at);
    steps
}

/// The day of the summons: three days before the hearing, and not before the case was ready for it.
fn summoned(old: &OldCase, last: Day, day: Day) -> Day {
    let wanted = day.plus(-SUMMONS_DAYS);
    let quick = matches!(old.procedure, Procedure::Summary | Procedure::SmallClaim | Procedure::FastTrack);
    let ready =
        old.assigned.filter(|_| quick || last > old.registered).map_or(last, |(assigned, _)| assigned.max(last));
    wanted.max(ready)
}
