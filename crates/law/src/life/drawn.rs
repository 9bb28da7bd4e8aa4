//! What a draw came to, and the bench it forms; a case that follows another. Plain data of commands.

use super::codes::{LinkGround, Procedure, SevenGround};
use super::event::Origin;
use super::papers::Change;
use crate::assignment::Draw;
use crate::ids::JudgeId;

/// The bench that is to be formed (审判组织).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bench {
    /// Procedure.
    pub procedure: Procedure,
    /// Members of the panel, assessors among them; 1 for a single judge.
    pub panel: u8,
    /// Assessors among them.
    pub assessors: u8,
    /// Why seven sit, three judges and four assessors.
    pub seven: Option<SevenGround>,
}

/// What a draw came to, and the bench it forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The bench.
    pub bench: Bench,
    /// Why the judge changes; none for the first assignment.
    pub change: Option<Change>,
    /// The draw.
    pub draw: Draw,
    /// Judge in charge from now on.
    pub judge: JudgeId,
}

/// A case that follows another's judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Following {
    /// The bench.
    pub bench: Bench,
    /// The first case.
    pub case: Origin,
    /// The draw of the others on the bench, where others sit.
    pub draw: Option<Draw>,
    /// Ground.
    pub ground: LinkGround,
    /// Judge in charge of the first case.
    pub judge: JudgeId,
    /// Weight of this case, in hundredths.
    pub weight: i64,
}
