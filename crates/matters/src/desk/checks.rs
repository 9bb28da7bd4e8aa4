//! The registry's check list for one filing: what is known of it, what the machine finds, and the form by which the clerk
//! decides (services §2.2).

use court::filing::Matter;
use docket::entry::Entry;
use frame::fault::Fault;
use law::complaint::{AgentKind, Complaint, Item, Known, REASONS, Verdict, review};
use law::day::Day;
use law::life::codes::State as Phase;
use law::life::event::Event;
use law::role::Role;
use people::post::Relation;
use permit::Action;

use super::list::address;
use hall::form::{Field, Form, Kind};
use hall::gate::{Who, trouble};
use hall::may::upon;
use hall::page::{Block, Check, Checks, Text};
use hall::state::Door;

/// Filings of the own court looked through for the same suit, the latest first.
const LOOKED_AT: i64 = 3_000;
/// Matters of a plaintiff's account looked at in other courts.
const ELSEWHERE: i64 = 20;
/// Alike matters named at most.
const NAMED: usize = 5;

/// What the machine finds, item by item.
///
/// # Errors
/// When storage fails.
pub async fn items(door: &Door, matter: &Matter, filled: &Complaint) -> Result<Vec<Item>, Fault> {
    Ok(review(filled, &known(door, matter, filled).await?))
}

/// The list of a filing; with its form while a notice may still be sent.
///
/// # Errors
/// When storage fails.
pub async fn list(door: &Door, who: &Who, matter: &Matter, filled: &Complaint, here: &str) -> Result<Block, Fault> {
    let mut rows: Vec<Check> = items(door, matter, filled)
        .await?
        .into_iter()
        .map(|item| {
            let look = match item.verdict {
                Verdict::Fits => "good",
                Verdict::Defect => "overdue",
                Verdict::ByEye => "muted",
            };
            Check {
                number: item.number.to_string(),
                what: item.what.to_owned(),
                verdict: Text::from(item.verdict.zh()).looking(look),
                why: item.why,
                code: item.code.to_owned(),
                // copies are counted, not decided
                instead: if item.number == 14 { "系统自动" } else { "在下面释明或者裁定" },
                say: item.say,
                against: item.verdict == Verdict::Defect && !item.code.is_empty(),
            }
        })
        .collect();
    let form = form(who, matter, here);
    if form.is_some() {
        // reasons that are no item of the list
        let others = REASONS.iter().filter(|(code, _)| !rows.iter().any(|row| row.code == *code));
        let others: Vec<Check> = others
            .map(|(code, zh)| Check {
                number: "—".to_owned(),
                what: (*zh).to_owned(),
                verdict: Text::from(Verdict::ByEye.zh()).looking("muted"),
                code: (*code).to_owned(),
                ..Check::default()
            })
            .collect();
        rows.extend(others);
    }
    Ok(Block::Checks(Box::new(Checks { title: "审查清单".to_owned(), rows, form })))
}

/// The notice, the first or, for the chief to agree to, a second.
fn form(who: &Who, matter: &Matter, here: &str) -> Option<Form> {
    let case = &matter.case;
    let may = case.state() == Phase::Received && upon(who, Action::AskCorrection, matter, false).is_ok();
    if !may || case.correction_proposed().is_some() {
        return None;
    }
    let more = Field::new("reason", "具体说明", Kind::Text(2)).hint("清单里没有说到的写在这里，一行一项。");
    if case.facts.corrections == 0 {
        let form = Form::new(format!("{here}/correction"), who.csrf(), "发出补正通知").with(more);
        return Some(
            form.warning("认定“有欠缺”的各项合成一份通知，一次告知（登记立案规定第七条）；请一次写全，至少十个字。"),
        );
    }
    let form = Form::new(format!("{here}/second-correction"), who.csrf(), "提请再次通知补正")
        .with(more)
        .with(Field::new("why", "第一次为什么没有告知", Kind::Text(2)).needed());
    Some(form.warning("已经通知过一次补正；再次通知要庭长批准。"))
}

async fn known(door: &Door, matter: &Matter, filled: &Complaint) -> Result<Known, Fault> {
    let filer = matter.hands.first().filter(|_| matter.papers.as_ref().is_some_and(|papers| papers.relayed.is_none()));
    let filer = match filer {
        Some(hand) => door.people().account(people::AccountId(i64::from(hand.account))).await.map_err(trouble)?,
        None => None,
    };
    Ok(Known {
        today: door.now().day(),
        licence: filer.as_ref().and_then(|account| account.licence.clone()),
        filer: filer.map(|account| account.name),
        files: matter.papers.as_ref().map_or(0, |papers| papers.files.len()),
        alike: alike(door, matter).await?,
        related: related(door, matter, filled).await?,
    })
}

/// Other filings with the same parties and cause, by their keyed digests: the latest of this court, and those of the same
/// account elsewhere.
async fn alike(door: &Door, matter: &Matter) -> Result<Vec<(String, bool)>, Fault> {
    let unavailable = |cause| Fault::unavailable(&cause);
    let own = matter.papers.as_ref().and_then(|papers| papers.likeness.as_deref());
    let Some((parties, _)) = own.and_then(|likeness| likeness.split_once('.')) else { return Ok(Vec::new()) };
    let facts = &matter.case.facts;
    let received = door.docket().newest_of_kind(facts.court, "filing.received.v1", i64::MAX, LOOKED_AT).await;
    let mut entries: Vec<Entry> = received.map_err(unavailable)?;
    for hand in &matter.hands {
        let others = door.docket().matters_of(hand.account, ELSEWHERE).await.map_err(unavailable)?;
        for other in others.iter().filter(|other| other.court != facts.court) {
            let stream = door.docket().stream(other.court, other.stream).await.map_err(unavailable)?;
            entries.extend(stream.into_iter().take(1));
        }
    }
    let same_matter = |entry: &Entry| (entry.court, entry.stream) == (facts.court, facts.stream);
    let mut found = Vec::new();
    for entry in entries.iter().filter(|entry| !same_matter(entry) && entry.body.contains(parties)) {
        let Ok(Event::Received(intake)) = Event::read(&entry.kind, &entry.body) else { continue };
        let Some(other) = intake.papers.and_then(|papers| papers.likeness) else { continue };
        let known = door.docket().facts(entry.court, entry.stream).await.map_err(unavailable)?;
        let state = known.as_ref().and_then(|facts| Phase::from_code(facts.state)).unwrap_or(Phase::Received);
        // what was sent back or never registered may be filed again
        if matches!(state, Phase::Returned | Phase::Refused) || withdrawn(known.as_ref()) {
            continue;
        }
        let name = known.as_ref().map_or_else(String::new, |facts| match facts.serial {
            Some(_) => super::list::number(facts),
            None => address(facts),
        });
        found.push((format!("{name}（{}，{}）", entry.recorded_at.day(), state.zh()), Some(other.as_str()) == own));
        if found.len() == NAMED {
            break;
        }
    }
    Ok(found)
}

/// Closed by withdrawal: the same suit may be brought again (P-025).
fn withdrawn(facts: Option<&law::life::facts::CaseFacts>) -> bool {
    use law::life::codes::ClosingForm as F;
    facts
        .and_then(|facts| F::from_code(facts.closing))
        .is_some_and(|form| matches!(form, F::WithdrawalAllowed | F::DeemedWithdrawn))
}

/// Agents who are husband, wife, parent or child of somebody of this court, as those declared.
async fn related(door: &Door, matter: &Matter, filled: &Complaint) -> Result<Vec<String>, Fault> {
    let mut found = Vec::new();
    let today: Day = door.now().day();
    if filled.agents.is_empty() {
        return Ok(found);
    }
    let mut staff = Vec::new();
    for role in [Role::Judge, Role::DivisionHead, Role::President, Role::Registrar, Role::Clerk, Role::Assistant] {
        let held = door.people().holders(matter.case.facts.court, role, today).await.map_err(trouble)?;
        staff.extend(held.into_iter().map(|acting| acting.account));
    }
    staff.sort_unstable();
    staff.dedup();
    for agent in filled.agents.iter().filter(|agent| agent.kind != Some(AgentKind::Relative)) {
        let id = Some(agent.id.as_str()).filter(|id| !id.is_empty());
        for account in &staff {
            let met = door.people().interests_in(*account, &agent.name, id, door.now()).await.map_err(trouble)?;
            if met.iter().any(|one| matches!(one.relation, Relation::Spouse | Relation::Direct)) {
                found.push(agent.name.clone());
                break;
            }
        }
    }
    Ok(found)
}
