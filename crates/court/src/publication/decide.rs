//! What another than its maker decides about a document: its text is made public, a stub tells of it, or it is taken back.
//! The entry and the row change together.

use docket::digest::{sm3, to_hex};
use docket::store::{Beside, DocumentMoved, KeyRing, Moves, Posted, StoreError};
use law::day::Moment;
use law::life::codes::{Recall, Withholding};
use law::life::command::Command;

use super::{Documents, Paper, PaperFault, Stage};
use crate::office::{Name, NotDone, Request, perform};

/// What is to be shown, with its digest, if the document waits to be checked by somebody else than its maker.
fn checked(paper: &Paper, shown: &str, by: u32) -> Result<(String, String), PaperFault> {
    if paper.stage != Stage::Review {
        return Err(PaperFault::Moved);
    }
    if paper.maker == by {
        return Err(PaperFault::OwnWork);
    }
    Ok((shown.to_owned(), to_hex(&sm3(shown.as_bytes()))))
}

impl Documents {
    /// Makes a document public: the entry names the digest of the masked text, and both are stored together.
    ///
    /// # Errors
    /// [`PaperFault::OwnWork`] when the maker checks; [`PaperFault::Moved`]; what the law refuses.
    pub async fn publish(
        &self,
        keys: &dyn KeyRing,
        paper: &Paper,
        masked: &str,
        by: (u32, Name),
        at: Moment,
    ) -> Result<Posted, PaperFault> {
        let (text, digest) = checked(paper, masked, by.0)?;
        let command = Command::Publish { document: paper.kind, text: Some(digest.clone()) };
        self.act(keys, paper, (command, Moves::Published(text, digest)), by, at).await
    }

    /// Tells the public that a document is not published, and why (O-003): the stub stands where the text would.
    ///
    /// # Errors
    /// As [`Documents::publish`].
    pub async fn withhold(
        &self,
        keys: &dyn KeyRing,
        paper: &Paper,
        (stub, ground): (&str, Withholding),
        by: (u32, Name),
        at: Moment,
    ) -> Result<Posted, PaperFault> {
        let (text, digest) = checked(paper, stub, by.0)?;
        self.act(keys, paper, (Command::Withhold { ground }, Moves::Stub(text, digest)), by, at).await
    }

    /// Takes a published document back; its text stays with the court. A stub has nothing to be taken back.
    ///
    /// # Errors
    /// [`PaperFault::Moved`]; what the law refuses.
    pub async fn recall(
        &self,
        keys: &dyn KeyRing,
        paper: &Paper,
        ground: Recall,
        by: (u32, Name),
        at: Moment,
    ) -> Result<Posted, PaperFault> {
        if paper.stage != Stage::Published {
            return Err(PaperFault::Moved);
        }
        let text = paper.masked.as_ref().map(|(_, digest)| digest.clone());
        self.act(keys, paper, (Command::Recall { ground, text }, Moves::Recalled), by, at).await
    }

    async fn act(
        &self,
        keys: &dyn KeyRing,
        paper: &Paper,
        (command, to): (Command, Moves),
        (checker, actor): (u32, Name),
        at: Moment,
    ) -> Result<Posted, PaperFault> {
        let request = Request {
            court: paper.court,
            stream: Some(paper.stream),
            at,
            actor,
            command,
            field_key: None,
            parties: None,
            complaint: None,
            beside: Beside {
                document: Some(DocumentMoved { nth: paper.nth, version: paper.version, checker, to }),
                ..Beside::default()
            },
        };
        perform(&self.docket, keys, &request).await.map_err(|cause| match cause {
            NotDone::Store(StoreError::Conflict(_)) => PaperFault::Moved,
            other => PaperFault::NotDone(other),
        })
    }
}
