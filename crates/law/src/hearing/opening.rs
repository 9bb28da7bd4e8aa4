//! What a hearing starts from: the procedure, whether it is public, who takes part, and what is known of each before.

use serde::{Deserialize, Serialize};

use super::kinds::{Bar, Exclusion};
use super::phase::Flow;
use super::seat::{Participant, Person};
use super::terms::SPECTATORS;
use crate::day::{Day, Moment};

/// The appeal that must be told of when judgment is pronounced (CPL 151).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    /// The court above.
    pub court: String,
    /// Days to appeal.
    pub days: u8,
}

/// What is known of the summons of somebody (H-103).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summons {
    /// Who was summoned.
    pub person: Person,
    /// The day the summons was served, where service is proved.
    pub served: Option<Day>,
    /// The test call was passed (§3, 2).
    pub tested: bool,
}

/// What a hearing starts from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The appeal to tell of, if there is one.
    pub appeal: Option<Appeal>,
    /// Reasons against an online hearing (H-001).
    #[serde(default)]
    pub barred: Vec<Bar>,
    /// A divorce: no marriage before the judgment takes effect (CPL 151).
    #[serde(default)]
    pub divorce: bool,
    /// Reasons to keep the hearing off the network (O-200, O-203).
    #[serde(default)]
    pub exclusions: Vec<Exclusion>,
    /// Procedure.
    pub flow: Flow,
    /// Minors among those who take part (O-206).
    #[serde(default)]
    pub minors: Vec<Person>,
    /// Who takes part.
    pub participants: Vec<Participant>,
    /// Planned start.
    pub planned: Moment,
    /// Witnesses of a protected class (O-206).
    #[serde(default)]
    pub protected: Vec<Person>,
    /// Public.
    pub public: bool,
    /// How many may watch (H-110).
    pub spectators: u16,
    /// Summonses.
    #[serde(default)]
    pub summonses: Vec<Summons>,
}

impl Opening {
    /// The plain case: nothing stands against it and nobody is protected.
    pub const fn new(flow: Flow, public: bool, planned: Moment, participants: Vec<Participant>) -> Opening {
        Opening {
            appeal: None,
            barred: Vec::new(),
            divorce: false,
            exclusions: Vec::new(),
            flow,
            minors: Vec::new(),
            participants,
            planned,
            protected: Vec::new(),
            public,
            spectators: SPECTATORS,
            summonses: Vec::new(),
        }
    }
}
