//! What a matter's row says in codes, told as what they mean.

use super::Case;
use crate::case_number::Word;
use crate::court::{Level, court};
use crate::life::codes::{AppealOutcome, ClosingForm, Procedure, State};
use crate::life::track::{Branch, Stage};

impl Case {
    /// State.
    pub fn state(&self) -> State {
        State::from_code(self.facts.state).unwrap_or(State::Received)
    }

    /// Procedure.
    pub fn procedure(&self) -> Procedure {
        Procedure::from_code(self.facts.procedure).unwrap_or(Procedure::None)
    }

    /// Form of closing, once closed.
    pub fn form(&self) -> Option<ClosingForm> {
        ClosingForm::from_code(self.facts.closing)
    }

    /// Outcome of the appeal, once known.
    pub fn appeal_outcome(&self) -> Option<AppealOutcome> {
        AppealOutcome::from_code(self.facts.appeal_outcome)
    }

    /// Type word.
    pub fn word(&self) -> Option<Word> {
        Word::by_code(self.facts.word)
    }

    pub(crate) fn stage(&self) -> Option<Stage> {
        self.track.map(|track| track.stage)
    }

    pub(crate) fn branch(&self) -> Option<Branch> {
        self.track.map(|track| track.branch)
    }

    pub(crate) fn basic(&self) -> bool {
        court(self.facts.court).is_some_and(|court| court.level == Level::Basic)
    }
}
