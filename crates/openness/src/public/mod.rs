//! What anybody reads: the list of judgments, one of them, and the way to report an error.

pub mod list;
pub mod one;
pub mod report;

use court::publication::Paper;
use frame::fault::Fault;
use hall::gate::escaped;
use hall::state::Door;
use law::court::by_code;
use law::ids::Stream;
use law::life::facts::CaseFacts;

use crate::paper_fault;
use crate::sheet::{Ending, Sheet};

/// A public document with the facts of its case.
pub struct Public {
    /// The document.
    pub paper: Paper,
    /// The facts.
    pub facts: CaseFacts,
    /// How it was published.
    pub ending: Ending,
    /// The text or the stub as it is or was public, with its digest.
    pub masked: (String, String),
}

impl Public {
    /// It was taken back and is not public now.
    pub const fn is_withdrawn(&self) -> bool {
        self.paper.published_at.is_none()
    }

    /// Its address.
    pub fn address(&self) -> String {
        address(&self.facts, self.paper.nth)
    }
}

/// The address of a public document.
pub fn address(facts: &CaseFacts, nth: i64) -> String {
    let code = law::court::court(facts.court).map_or("", |court| court.code);
    format!("/judgments/{}/{}/{nth}", escaped(code), facts.stream.0)
}

/// How a document was published, as its sheet has it.
pub fn ending(paper: &Paper) -> Result<Ending, Fault> {
    serde_json::from_str::<Sheet>(&paper.review).map(|sheet| sheet.ending).map_err(|cause| Fault::unavailable(&cause))
}

/// A document that is or was public.
pub async fn public(door: &Door, (code, stream, nth): (&str, i64, i64)) -> Result<Public, Fault> {
    let none = || Fault::NotFound("没有公布过这份文书".to_owned());
    let court = by_code(code).map(|court| court.id).ok_or_else(none)?;
    let paper = door.documents().one(court, Stream(stream), nth).await.map_err(paper_fault)?.ok_or_else(none)?;
    let masked = paper.masked.clone().ok_or_else(none)?;
    let facts = door.docket().facts(court, Stream(stream)).await.map_err(|cause| Fault::unavailable(&cause))?;
    Ok(Public { ending: ending(&paper)?, facts: facts.ok_or_else(none)?, masked, paper })
}
