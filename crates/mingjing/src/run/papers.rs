//! The judgments of the demonstration: those of its court's simulated cases, handed in once. What their entries made public is
//! public with its text, masked as the court would; the others wait inside, so that similar cases are found.

use std::path::Path;

use court::publication::{Documents, Fresh, PaperFault};
use docket::digest::{sm3, to_hex};
use docket::store::{CaseFilter, Docket};
use law::cause::{Family, causes};
use law::court::by_code;
use law::life::codes::{ClosingForm, Document, Secrecy};
use law::life::facts::CaseFacts;
use openness::{Form, Sheet, Source, Verdict};
use redact::{Options, Tokens, derive};

use crate::run::door::{SHOWN, now, sealing_of};
use crate::run::{Failure, court_of, input};

/// Judgments handed in at most.
const MOST: i64 = 240;
/// The account that hands them in where a case names no judge.
const NOBODY: u32 = 901;
/// The account that checked what is public.
const CHECKER: u32 = 902;

/// The digest of the text that a simulated case made public; none for cases of other courts and those without words.
pub fn digest(seed: u64, facts: &CaseFacts) -> Option<String> {
    if facts.secrecy != Secrecy::Open.code() || by_code(SHOWN).is_none_or(|shown| shown.id != facts.court) {
        return None;
    }
    let text = sim::judgment::judgment(seed, facts)?;
    Some(to_hex(&sm3(sheet(&text).masked(&text).as_bytes())))
}

/// What the machine proposes for a text, with nothing of it declined.
fn sheet(text: &str) -> Sheet {
    let source = Source { form: Form::Typed, digest: to_hex(&sm3(text.as_bytes())) };
    Sheet::propose(text, source, derive::case(text), Options::default(), Tokens::default())
}

/// Hands the judgments in, unless some were before.
pub async fn hand_in(docket: &Docket, data: &Path, seed: u64) -> Result<(), Failure> {
    let court = court_of(SHOWN)?.id;
    let documents = Documents::new(docket.clone(), sealing_of(docket, data).await?);
    let told = causes(Family::Civil).iter().filter(|cause| sim::judgment::tells(cause.name)).map(|cause| cause.id);
    let filter = CaseFilter {
        courts: vec![court],
        causes: told.collect(),
        closings: vec![ClosingForm::Judged.code()],
        ..CaseFilter::default()
    };
    for facts in docket.list_cases(&filter, None, MOST).await? {
        let Some(text) = sim::judgment::judgment(seed, &facts) else { continue };
        if documents.one(court, facts.stream, 1).await.map_err(input)?.is_some() {
            return Ok(());
        }
        if !attached(&documents, &facts, &text).await? {
            let maker = facts.judge.map_or(NOBODY, |judge| judge.0);
            let kind = Document::Judgment;
            let fresh = Fresh { court, stream: facts.stream, kind, maker, due: None, text: &text, review: "" };
            documents.begin(fresh, now()).await.map_err(input)?;
        }
    }
    Ok(())
}

/// Keeps the text of a case that made it public, as its judge decided about it; gives whether it did.
async fn attached(documents: &Documents, facts: &CaseFacts, text: &str) -> Result<bool, Failure> {
    if facts.published == 0 {
        return Ok(false);
    }
    let maker = facts.judge.map_or(NOBODY, |judge| judge.0);
    let mut sheet = sheet(text);
    let ids: Vec<u32> = sheet.spans.iter().map(|span| span.id).collect();
    for id in ids {
        sheet.decide(id, Verdict::Kept, maker).map_err(input)?;
    }
    let review = serde_json::to_string(&sheet).map_err(input)?;
    let kind = Document::Judgment;
    let fresh = Fresh { court: facts.court, stream: facts.stream, kind, maker, due: None, text, review: &review };
    match documents.attach(fresh, &sheet.masked(text), CHECKER, now()).await {
        Ok(_) => Ok(true),
        Err(PaperFault::NotFound) => Ok(false),
        Err(cause) => Err(input(cause)),
    }
}
