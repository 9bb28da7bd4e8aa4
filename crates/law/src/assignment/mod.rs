//! Draws (随机分案).

use serde::{Deserialize, Serialize};

use crate::ids::JudgeId;

/// A draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// The number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub number: Option<String>,
    /// Outcome.
    pub outcome: Vec<JudgeId>,
    /// Round.
    pub round: u32,
}

impl Draw {
    /// The first drawn.
    pub fn first(&self) -> Option<JudgeId> {
        self.outcome.first().copied()
    }
}
