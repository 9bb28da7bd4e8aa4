//! One decision about one span, saved as it is made.

use axum::extract::{Path, State};
use axum::response::Redirect;
use court::publication::Stage;
use frame::fault::Fault;
use hall::form::Sent;
use hall::gate::{Posted, Who};
use hall::may::upon;
use hall::state::Door;
use permit::Action;

use super::{Opened, opened, written};
use crate::paper_fault;
use crate::sheet::{Marked, SheetFault, Verdict};
use crate::terms::class_of;

/// `POST /desk/{code}/{stream}/judgments/{nth}`.
pub async fn mark(
    State(door): State<Door>,
    who: Who,
    Path((code, stream, nth)): Path<(String, i64, i64)>,
    posted: Posted,
) -> Result<Redirect, Fault> {
    let sent = posted.of(&who)?;
    let matter = matters::act::load(&door, &code, stream).await?;
    upon(&who, Action::MaskDocument, &matter, false)?;
    let mut opened = opened(&door, &who, (&code, stream, nth)).await?;
    at_version(&opened, &sent)?;
    if !opened.masks(&who) {
        return Err(Fault::Conflict(format!("这份文书现为“{}”，不能再改处理", opened.paper.stage.zh())));
    }
    let anchor = decided(&mut opened, &sent, who.account()).map_err(refused)?;
    let review = written(&opened.sheet)?;
    let saved = door.documents().save(&opened.paper, &review, Stage::Masking, who.account(), door.now()).await;
    saved.map_err(paper_fault)?;
    Ok(Redirect::to(&format!("{}{anchor}", opened.address())))
}

/// The page was made over the document as it is now.
pub fn at_version(opened: &Opened, sent: &Sent) -> Result<(), Fault> {
    if sent.text("version") == opened.paper.version.to_string() {
        return Ok(());
    }
    Err(Fault::Conflict("这份文书在别处改过了".to_owned()))
}

/// Takes the decision of a form; gives where on the page it is seen.
fn decided(opened: &mut Opened, sent: &Sent, by: u32) -> Result<String, SheetFault> {
    let (sheet, text) = (&mut opened.sheet, opened.paper.text.as_str());
    let span = sent.text("span").parse::<u32>().map_err(|_| SheetFault::NoSpan);
    let verdict = match sent.text("do") {
        "keep" => Verdict::Kept,
        "drop" => Verdict::Dropped,
        "open" => Verdict::Open,
        "word" => {
            let id = span?;
            sheet.reword(text, id, sent.text("wording"), by)?;
            return Ok(format!("#r{id}"));
        }
        "mark" => {
            let marked = Marked {
                phrase: sent.text("phrase"),
                at: sent.text("at").parse().ok(),
                everywhere: sent.ticked("everywhere"),
                class: class_of(sent.text("class")).ok_or(SheetFault::NoSpan)?,
                wording: sent.text("wording"),
            };
            return sheet.mark(text, &marked, by).map(|id| format!("#r{id}"));
        }
        "rest" => {
            sheet.keep_rest(by);
            return Ok("#send".to_owned());
        }
        _ => return Err(SheetFault::NoSpan),
    };
    let id = span?;
    sheet.decide(id, verdict, by)?;
    Ok(format!("#r{id}"))
}

fn refused(cause: SheetFault) -> Fault {
    Fault::unclear(cause.to_string(), cause.instead())
}
