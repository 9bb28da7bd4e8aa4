//! What moves a document on: sent to another to check, returned with words, published or told of by a stub, taken back.

use axum::extract::{Path, State};
use axum::response::Redirect;
use court::publication::Stage;
use frame::fault::Fault;
use frame::format::day_text;
use hall::form::Sent;
use hall::gate::{Posted, Who};
use hall::may::upon;
use hall::state::Door;
use law::life::codes::Recall;
use law::role::Role;
use matters::act::worded;
use matters::desk::list::number;
use permit::Action;
use redact::publish::{Stub, Unpublished};

use super::mark::at_version;
use super::{Opened, opened, written};
use crate::facts::court_name;
use crate::sheet::{Ending, Said};
use crate::terms::{REASONS, ground_of};
use crate::{paper_fault, report_fault};

/// Characters of a reason at least.
const LEAST: usize = 4;

/// `POST /desk/{code}/{stream}/judgments/{nth}/{act}`.
pub async fn act(
    State(door): State<Door>,
    who: Who,
    Path((code, stream, nth, word)): Path<(String, i64, i64, String)>,
    posted: Posted,
) -> Result<Redirect, Fault> {
    let sent = posted.of(&who)?;
    let matter = matters::act::load(&door, &code, stream).await?;
    let action = if word == "send" { Action::MaskDocument } else { Action::CheckDocument };
    upon(&who, action, &matter, false)?;
    let opened = opened(&door, &who, (&code, stream, nth)).await?;
    at_version(&opened, &sent)?;
    match word.as_str() {
        "send" => send(&door, &who, opened, &sent).await,
        "back" => back(&door, &who, opened, &sent).await,
        "publish" => publish(&door, &who, opened).await,
        "recall" => {
            let ground = ground(&sent)?;
            recall(&door, &who, &opened, ground).await?;
            Ok(Redirect::to(&opened.address()))
        }
        _ => Err(Fault::NotFound("没有这种办理".to_owned())),
    }
}

fn elsewhere(opened: &Opened) -> Fault {
    Fault::Conflict(format!("这份文书现为“{}”", opened.paper.stage.zh()))
}

/// How it is to end, as the form says.
fn ending(sent: &Sent) -> Option<Ending> {
    match sent.text("ending") {
        "full" => Some(Ending::Full),
        word => REASONS.iter().find(|(one, _, _)| *one == word).map(|(_, reason, _)| Ending::Stub(*reason)),
    }
}

/// Hands it on to be checked by another; everything that keeps it is named.
async fn send(door: &Door, who: &Who, mut opened: Opened, sent: &Sent) -> Result<Redirect, Fault> {
    if !opened.masks(who) {
        return Err(elsewhere(&opened));
    }
    let words = worded("说明", sent.text("words"))?;
    let ending = ending(sent).ok_or_else(|| Fault::unclear("没有选怎样公布", "请选公布全文，或者不公布的理由。"))?;
    let mut wrong = Vec::new();
    let mut no = |what: String, instead: &str| wrong.push(Fault::unclear(what, instead.to_owned()));
    let short = words.chars().count() < LEAST;
    match ending {
        Ending::Full => {
            let open = opened.sheet.open();
            if open > 0 {
                no(format!("还有 {open} 处没有定"), "请逐处定为采用、改成或者不改。");
            }
            if !opened.sheet.flags.is_empty() && !sent.ticked("looked") {
                no("标出的疑点还没有核对".to_owned(), "请核对以后勾选“疑点都已核对”。");
            }
            if !opened.sheet.checks(&opened.paper.text).hold() && short {
                no("核对清单里还有没过的".to_owned(), "请改好；确实无误的，在说明里写清为什么。");
            }
            if !opened.matter.case.facts.publishable {
                no("本案的文书依法不公布全文".to_owned(), "请选不公布的理由，只公布案号等信息。");
            }
        }
        Ending::Stub(Unpublished::Other) if short => {
            no("没有写不宜公布的理由".to_owned(), "请写清为什么不宜在互联网公布，由院长审批。");
        }
        Ending::Stub(_) => {}
    }
    if !wrong.is_empty() {
        return Err(Fault::all(wrong));
    }
    opened.sheet.ending = ending;
    say(&mut opened, who, "send", &words, door);
    store(door, who, &opened, Stage::Review).await
}

/// Returns it to whoever made it, with words.
async fn back(door: &Door, who: &Who, mut opened: Opened, sent: &Sent) -> Result<Redirect, Fault> {
    if opened.paper.stage != Stage::Review {
        return Err(elsewhere(&opened));
    }
    upon(who, Action::CheckDocument, &opened.matter, opened.own(who))?;
    let words = worded("意见", sent.text("words"))?;
    if words.chars().count() < LEAST {
        return Err(Fault::unclear("没有写退回的意见", "请写清哪里要改、怎样改。"));
    }
    say(&mut opened, who, "back", &words, door);
    store(door, who, &opened, Stage::Masking).await
}

fn say(opened: &mut Opened, who: &Who, upon: &str, words: &str, door: &Door) {
    if !words.is_empty() {
        let said = Said { by: who.account(), at: door.now().0, upon: upon.to_owned(), text: words.to_owned() };
        opened.sheet.said.push(said);
    }
}

async fn store(door: &Door, who: &Who, opened: &Opened, to: Stage) -> Result<Redirect, Fault> {
    let review = written(&opened.sheet)?;
    let saved = door.documents().save(&opened.paper, &review, to, who.account(), door.now()).await;
    saved.map_err(paper_fault)?;
    Ok(Redirect::to(&opened.address()))
}

/// Makes it public as its maker proposes, by somebody else.
async fn publish(door: &Door, who: &Who, opened: Opened) -> Result<Redirect, Fault> {
    if opened.paper.stage != Stage::Review {
        return Err(elsewhere(&opened));
    }
    upon(who, Action::CheckDocument, &opened.matter, opened.own(who))?;
    let (paper, facts) = (&opened.paper, &opened.matter.case.facts);
    let at = door.moment_in(facts.court).await?;
    let by = (who.account(), who.actor());
    match opened.sheet.ending {
        Ending::Full => {
            let masked = opened.sheet.masked(&paper.text);
            door.documents().publish(door.keys(), paper, &masked, by, at).await.map_err(paper_fault)?;
            door.reports().corrected(paper, at).await.map_err(report_fault)?;
        }
        Ending::Stub(reason) => {
            if reason == Unpublished::Other && who.role != Role::President {
                return Err(Fault::Denied("其他不宜公布的情形由院长审批".to_owned()));
            }
            let stub = Stub {
                number: number(facts),
                court: court_name(facts).to_owned(),
                date: facts.closed_day.map(day_text).unwrap_or_default(),
                reason,
            };
            let told = (stub.line(), ground_of(reason));
            let done = door.documents().withhold(door.keys(), paper, (&told.0, told.1), by, at).await;
            done.map_err(paper_fault)?;
        }
    }
    Ok(Redirect::to(&opened.address()))
}

/// The ground of taking it back, as a form says it.
pub fn ground(sent: &Sent) -> Result<Recall, Fault> {
    let known = Recall::ALL.iter().copied().find(|ground| ground.word() == sent.text("ground"));
    known.ok_or_else(|| Fault::unclear("没有选撤回的事由", "请从列出的事由里选。"))
}

/// Takes it back at once (O-012).
pub async fn recall(door: &Door, who: &Who, opened: &Opened, ground: Recall) -> Result<(), Fault> {
    if !opened.recalls(who) {
        return Err(elsewhere(opened));
    }
    let at = door.moment_in(opened.paper.court).await?;
    let by = (who.account(), who.actor());
    door.documents().recall(door.keys(), &opened.paper, ground, by, at).await.map(drop).map_err(paper_fault)
}
