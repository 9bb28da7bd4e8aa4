//! The row of a matter as its papers alone make it, before anything has happened to it.

use super::codes::{Procedure, State};
use super::event::Intake;
use super::facts::CaseFacts;
use crate::ids::{CourtId, Stream};

/// The first row of a matter (收案).
pub(crate) fn blank(court: CourtId, stream: Stream, intake: &Intake) -> CaseFacts {
    CaseFacts {
        court,
        stream,
        word: intake.word.code(),
        state: State::Received.code(),
        cause: Some(intake.cause),
        channel: intake.channel.code(),
        filer: intake.papers.as_ref().map(|papers| papers.filer),
        amount: intake.amount,
        parties: intake.parties,
        received_day: intake.received,
        procedure: Procedure::None.code(),
        origin_court: intake.origin.map(|origin| origin.court),
        origin_stream: intake.origin.map(|origin| origin.stream),
        ..CaseFacts::default()
    }
}
