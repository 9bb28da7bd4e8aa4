//! Who is there and who is not: lines, losses, their causes (H-100 to H-105), and why a hearing stands still.

use std::collections::BTreeSet;

use super::kinds::{Absence, Classification, Freeze, Interruption, LossStep, Rung, Sign};
use super::phase::Phase;
use super::seat::{Person, Seat};
use super::state::{Called, Hearing, Recording, Standing};
use super::terms::{TECHNICAL_SIGNS, WARNING_GAP_MS};
use crate::day::Moment;

/// Somebody's line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Link {
    /// Has not come yet.
    #[default]
    Never,
    /// Is there.
    On,
    /// Was lost.
    Lost(Moment),
    /// Left by an explicit act.
    Left(Moment),
}

/// A loss, a leaving or a covered camera.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// When.
    pub at: Moment,
    /// When the person was back.
    pub back: Option<Moment>,
    /// What it was taken for by the presiding judge.
    pub class: Option<Classification>,
    /// What was decided.
    pub decided: Option<Absence>,
    /// Left by an explicit act.
    pub left: bool,
    /// Who.
    pub person: Person,
    /// Signs collected.
    pub signs: BTreeSet<Sign>,
    /// Steps taken.
    pub steps: BTreeSet<LossStep>,
}

/// Why a hearing stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Halt {
    /// Frozen by the clerk or the room.
    Frozen(Freeze),
    /// The recording does not reach the disk.
    Recording,
    /// A recusal waits for its decision.
    Recusal,
    /// A place on the bench or the clerk's is empty.
    Court(Person),
    /// A party is there neither in person nor by an agent.
    Party(Person),
}

impl Sign {
    /// Where a sign of a technical cause comes from; signs of one source count once (H-102).
    const fn source(self) -> Option<u8> {
        match self {
            Sign::ServerLog | Sign::Reconnects => Some(0),
            Sign::OperatorNotice => Some(1),
            Sign::PowerCut => Some(2),
            Sign::OthersLost => Some(3),
            Sign::DeviceLog => Some(4),
            Sign::ServerFault | Sign::PhoneAnswered | Sign::CameraCovered => None,
        }
    }
}

impl Hearing {
    /// Connected and not told to leave.
    pub fn is_on(&self, person: Person) -> bool {
        self.people.get(&person).is_some_and(|who| who.link == Link::On && !who.removed)
    }

    /// Past the waiting room: connected, checked, aware of the discipline, and admitted or called.
    pub fn in_room(&self, person: Person) -> bool {
        let Some(who) = self.people.get(&person) else { return false };
        if !self.is_on(person) || !who.ready() {
            return false;
        }
        match who.seat() {
            seat if seat.court() => true,
            seat if seat.testifies() => who.called == Called::Now,
            _ => who.admitted,
        }
    }

    /// The parties, in the order of their numbers.
    pub(super) fn parties(&self) -> impl Iterator<Item = (Person, &Standing)> {
        self.people().filter(|(_, who)| who.seat().party())
    }

    /// Those of whom a party's word is: the party and the agents for it.
    pub(super) fn voices(&self, party: Person) -> impl Iterator<Item = Person> {
        self.people().filter_map(move |(person, who)| {
            let agent = who.seat() == Seat::Agent && who.participant.for_whom.contains(&party);
            (person == party || agent).then_some(person)
        })
    }

    /// An agent of the party is in the room.
    pub(super) fn agent_in_room(&self, party: Person) -> bool {
        self.voices(party).any(|person| person != party && self.in_room(person))
    }

    /// The party is in the room, in person or by an agent.
    pub(super) fn represented(&self, party: Person) -> bool {
        self.voices(party).any(|person| self.in_room(person))
    }

    /// Who can go on in somebody's stead is in the room: an agent for a party, the clients for an agent (H-101).
    pub(super) fn stood_in_for(&self, person: Person) -> bool {
        match self.people.get(&person) {
            Some(who) if who.seat().party() => self.agent_in_room(person),
            Some(who) if who.seat() == Seat::Agent => who.participant.for_whom.iter().all(|one| self.in_room(*one)),
            _ => false,
        }
    }

    /// The parties somebody speaks for.
    pub(super) fn speaks_for(&self, person: Person) -> Vec<Person> {
        match self.people.get(&person) {
            Some(who) if who.seat().party() => vec![person],
            Some(who) if who.seat() == Seat::Agent => who.participant.for_whom.clone(),
            _ => Vec::new(),
        }
    }

    /// Parties that must still be heard: neither noted absent nor let go, with or without an agent.
    pub(super) fn awaited(&self) -> impl Iterator<Item = Person> {
        self.parties().filter(|(person, who)| self.represented(*person) || !who.settled()).map(|(person, _)| person)
    }

    /// Who presides.
    pub fn presiding(&self) -> Option<Person> {
        self.people().find(|(_, who)| who.seat() == Seat::Presiding && !who.removed).map(|(person, _)| person)
    }

    /// The last loss, leaving or covering of somebody.
    pub fn incident(&self, person: Person) -> Option<&Incident> {
        self.incidents.iter().rev().find(|one| one.person == person)
    }

    /// What a loss must be taken for (H-102).
    pub fn class_of(&self, incident: &Incident) -> Classification {
        let sources: BTreeSet<u8> = incident.signs.iter().filter_map(|sign| sign.source()).collect();
        if incident.signs.contains(&Sign::ServerFault) || sources.len() >= TECHNICAL_SIGNS {
            return Classification::Technical;
        }
        let covered = incident.signs.contains(&Sign::CameraCovered) && self.warned_since(incident);
        if incident.left || covered { Classification::Voluntary } else { Classification::Unclear }
    }

    /// A 提示 and, at least a minute later, a 警告 since it happened (H-102).
    pub fn warned_since(&self, incident: &Incident) -> bool {
        let Some(who) = self.people.get(&incident.person) else { return false };
        let since = |rung: Rung| who.rungs.iter().filter(move |(one, at)| *one == rung && *at >= incident.at);
        since(Rung::Hint).any(|(_, hint)| since(Rung::Warning).any(|(_, warning)| warning.0 - hint.0 >= WARNING_GAP_MS))
    }

    /// How many losses of somebody nobody could explain so far.
    pub fn unclear_losses(&self, person: Person) -> usize {
        let lost = |one: &&Incident| one.person == person && !one.signs.contains(&Sign::CameraCovered);
        let mine = self.incidents.iter().filter(lost);
        mine.filter(|one| self.class_of(one) == Classification::Unclear).count()
    }

    /// Why nothing may go on now; none while it may.
    pub fn halted(&self) -> Option<Halt> {
        if let Some(reason) = self.freeze {
            return Some(Halt::Frozen(reason));
        }
        if !self.phase.in_session() && self.phase != Phase::MediationTalk {
            return None;
        }
        if !self.recording_in_order() {
            return Some(Halt::Recording);
        }
        if self.inquiry.recusals.iter().any(|one| one.granted.is_none()) {
            return Some(Halt::Recusal);
        }
        self.empty_place().map(Halt::Court).or_else(|| self.missing_party().map(Halt::Party))
    }

    /// The disk has what is said, or what is said need not be on it (H-080, H-081).
    fn recording_in_order(&self) -> bool {
        match self.recording {
            Recording::Running | Recording::Interrupted(Interruption::Fault) => true,
            Recording::Interrupted(Interruption::Secret) => self.secret_shown(),
            Recording::Interrupted(Interruption::Mediation) => {
                self.phase == Phase::MediationTalk && !self.talk.recorded
            }
            Recording::Off | Recording::Stalled | Recording::Interrupted(Interruption::Recess) => false,
        }
    }

    /// A place on the bench or the clerk's that is empty or must be filled anew.
    pub(super) fn empty_place(&self) -> Option<Person> {
        let vacant = |person: Person| {
            self.inquiry.recusals.iter().any(|one| one.of == person && one.granted == Some(true) && !one.replaced)
        };
        self.people()
            .find(|(person, who)| {
                let needed = who.seat().bench() || who.seat() == Seat::Clerk;
                vacant(*person) || (needed && !who.removed && !self.is_on(*person))
            })
            .map(|(person, _)| person)
    }

    fn missing_party(&self) -> Option<Person> {
        if self.phase == Phase::Identity {
            return None;
        }
        self.parties().find(|(person, who)| !who.settled() && !self.represented(*person)).map(|(person, _)| person)
    }
}
