//! The judgments of the demonstration: those of its court's simulated cases, handed in once, so that similar cases are found.

use std::path::Path;

use court::publication::{Documents, Fresh};
use docket::store::{CaseFilter, Docket};
use law::cause::{Family, causes};
use law::life::codes::{ClosingForm, Document};

use crate::run::door::{SHOWN, now, sealing_of};
use crate::run::{Failure, court_of, input};

/// Judgments handed in at most.
const MOST: i64 = 240;
/// The account that hands them in where a case names no judge.
const NOBODY: u32 = 901;

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
        let maker = facts.judge.map_or(NOBODY, |judge| judge.0);
        let kind = Document::Judgment;
        let fresh = Fresh { court, stream: facts.stream, kind, maker, due: None, text: &text, review: "" };
        documents.begin(fresh, now()).await.map_err(input)?;
    }
    Ok(())
}
