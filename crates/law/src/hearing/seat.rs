//! Who takes part in a hearing, in which seat and for which side. What a seat may do follows from the table of seats.

use serde::{Deserialize, Serialize};

use super::told::spoken;

/// Number of somebody within one hearing, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Person(pub u16);

impl Person {
    /// The room itself: what its programs notice (a lost line, an ended time) is told by this number.
    pub const ROOM: Person = Person(0);
}

spoken! {
    /// The seat somebody takes (hearing.md §2).
    Seat {
        Presiding = "presiding", "审判长";
        Judge = "judge", "审判员";
        Assistant = "assistant", "法官助理";
        Clerk = "clerk", "书记员";
        Plaintiff = "plaintiff", "原告";
        Defendant = "defendant", "被告";
        Third = "third", "第三人";
        Agent = "agent", "诉讼代理人";
        Prosecutor = "prosecutor", "公诉人";
        Accused = "accused", "被告人";
        Witness = "witness", "证人";
        Expert = "expert", "鉴定人";
        Interpreter = "interpreter", "翻译人员";
        Spectator = "spectator", "旁听人员";
        Media = "media", "媒体记者";
        Police = "police", "司法警察";
        Technician = "technician", "技术人员";
        Supervisor = "supervisor", "督察人员";
        Invited = "invited", "受邀旁听人员";
    }

    /// The side somebody is on.
    Side {
        Plaintiff = "plaintiff", "原告方";
        Defendant = "defendant", "被告方";
        Third = "third", "第三人";
        Prosecution = "prosecution", "控方";
        Accused = "accused", "辩方";
        Bench = "bench", "法庭";
        None = "none", "无";
    }
}

impl Seat {
    /// A member of the bench: presiding judge, judge or assessor.
    pub const fn bench(self) -> bool {
        matches!(self, Seat::Presiding | Seat::Judge)
    }

    /// Of the court: known by the court's own sign-in, not by a face.
    pub const fn court(self) -> bool {
        matches!(
            self,
            Seat::Presiding
                | Seat::Judge
                | Seat::Assistant
                | Seat::Clerk
                | Seat::Police
                | Seat::Technician
                | Seat::Supervisor
        )
    }

    /// A party, or the prosecutor who stands as one.
    pub const fn party(self) -> bool {
        matches!(self, Seat::Plaintiff | Seat::Defendant | Seat::Third | Seat::Prosecutor | Seat::Accused)
    }

    /// Speaks for a side: a party or an agent.
    pub const fn of_a_side(self) -> bool {
        self.party() || matches!(self, Seat::Agent)
    }

    /// Watches and nothing else (H-110, H-113, H-114).
    pub const fn onlooker(self) -> bool {
        matches!(self, Seat::Spectator | Seat::Media | Seat::Invited)
    }

    /// Comes only when called (H-090).
    pub const fn testifies(self) -> bool {
        matches!(self, Seat::Witness | Seat::Expert)
    }

    /// Must be checked, agree to be online and acknowledge the discipline before entering.
    pub const fn checked(self) -> bool {
        !self.court() && !self.onlooker()
    }

    /// Must be there from the start, or be noted absent.
    pub const fn expected(self) -> bool {
        self.checked() && !self.testifies()
    }

    /// May be given the floor.
    pub const fn speaks(self) -> bool {
        !self.onlooker() && !matches!(self, Seat::Technician | Seat::Supervisor)
    }

    /// May share a screen, once granted.
    pub const fn shares(self) -> bool {
        matches!(self, Seat::Presiding | Seat::Judge | Seat::Assistant | Seat::Clerk | Seat::Prosecutor | Seat::Expert)
            || matches!(self, Seat::Plaintiff | Seat::Defendant | Seat::Third | Seat::Agent)
    }

    /// Signs the transcript, whole or the own part (H-070).
    pub const fn signs(self) -> bool {
        self.checked() || self.bench() || matches!(self, Seat::Clerk)
    }
}

/// Somebody who takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Agreed to take part online (H-002).
    pub consent: bool,
    /// Whom an agent, a defender or an interpreter is for.
    pub for_whom: Vec<Person>,
    /// Name plate.
    pub label: String,
    /// Takes part by the platform; otherwise sits in the courtroom (H-003).
    pub online: bool,
    /// Number within the hearing.
    pub person: Person,
    /// Seat.
    pub seat: Seat,
    /// Side.
    pub side: Side,
}
