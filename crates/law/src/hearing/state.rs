//! A hearing as its events tell it: the state only. Who is present follows in `attendance`, who sees whom in `sight`.

use std::collections::{BTreeMap, BTreeSet};

use super::attendance::{Incident, Link};
use super::kinds::{Absence, Freeze, IdentityMethod, Interruption, Method, Room, Rung, Unsigned};
use super::opening::Opening;
use super::papers::{Item, Opinion, Version, Watcher};
use super::phase::Phase;
use super::seat::{Participant, Person, Seat};
use crate::day::Moment;

/// An identity that was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// When.
    pub at: Moment,
    /// Who checked.
    pub by: Person,
    /// How.
    pub method: IdentityMethod,
    /// Score in 1/100.
    pub score: u8,
}

/// Where a witness or an expert stands (H-090).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Called {
    /// Waits apart.
    #[default]
    Before,
    /// Is in the room.
    Now,
    /// Has been dismissed.
    After,
}

/// How somebody stands in this hearing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub struct Standing {
    /// Noted absent, or gone for good by decision.
    pub absent: bool,
    /// Has acknowledged the discipline.
    pub acknowledged: bool,
    /// Let in by the clerk.
    pub admitted: bool,
    /// How often called before the start (H-103).
    pub calls: u8,
    /// Of a witness or expert.
    pub called: Called,
    /// People at the same place, declared, and whether they may stay (H-012, H-110).
    pub companions: Vec<(String, Option<bool>)>,
    /// What was decided of an absence.
    pub decided: Option<Absence>,
    /// The hearing goes on without (H-101).
    pub excused: bool,
    /// Failed checks of identity.
    pub failures: u8,
    /// Identity.
    pub identity: Option<Identity>,
    /// Line.
    pub link: Link,
    /// Muted by the presiding judge or the clerk.
    pub muted: bool,
    /// Of a supervisor: the presiding judge was told.
    pub noticed: bool,
    /// Who it is.
    pub participant: Participant,
    /// The private room somebody is in, and whose.
    pub private: Option<(Room, Person)>,
    /// The face must be checked again before speaking (H-105).
    pub recheck: bool,
    /// Told to leave.
    pub removed: bool,
    /// Knows the rights, asked for no recusal or had it decided.
    pub rights: bool,
    /// Warnings.
    pub rungs: Vec<(Rung, Moment)>,
    /// Of a witness: undertaking signed and read, or none needed.
    pub undertaking: bool,
    /// Picture off by leave (H-105).
    pub video_off: bool,
}

impl Standing {
    pub(super) const fn new(participant: Participant) -> Standing {
        Standing {
            absent: false,
            acknowledged: false,
            admitted: false,
            calls: 0,
            called: Called::Before,
            companions: Vec::new(),
            decided: None,
            excused: false,
            failures: 0,
            identity: None,
            link: Link::Never,
            muted: false,
            noticed: false,
            participant,
            private: None,
            recheck: false,
            removed: false,
            rights: false,
            rungs: Vec::new(),
            undertaking: false,
            video_off: false,
        }
    }

    /// Seat.
    pub const fn seat(&self) -> Seat {
        self.participant.seat
    }

    /// Checked, agreed and aware of the discipline, as far as the seat asks for it.
    pub const fn ready(&self) -> bool {
        let seat = self.participant.seat;
        if seat.court() {
            return true;
        }
        if seat.onlooker() {
            return self.acknowledged;
        }
        let online = self.participant.online;
        self.identity.is_some() && (!online || (self.acknowledged && self.participant.consent))
    }

    /// The hearing need not wait any more.
    pub const fn settled(&self) -> bool {
        self.absent || self.excused || self.removed
    }
}

/// Who has the floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Floor {
    /// Who.
    pub person: Person,
    /// Since when.
    pub since: Moment,
    /// Until when, where the time is limited.
    pub until: Option<Moment>,
}

/// A piece of evidence before the court.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exhibit {
    /// The presiding judge has closed it.
    pub closed: bool,
    /// The piece.
    pub item: Item,
    /// Opinions, the last of each.
    pub opinions: BTreeMap<Person, Opinion>,
    /// Shown at least once.
    pub shown: bool,
}

/// Issues put to the parties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Focus {
    /// Who answered, and whether they agree.
    pub answers: BTreeMap<Person, bool>,
    /// Issues.
    pub points: Vec<String>,
    /// Fixed by the bench.
    pub ruled: bool,
}

/// A recusal asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recusal {
    /// Granted or not, once decided.
    pub granted: Option<bool>,
    /// Of whom.
    pub of: Person,
    /// The place is filled again.
    pub replaced: bool,
}

/// What was said and shown between opening and judgment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inquiry {
    /// Who may face each other (H-090).
    pub confronted: BTreeSet<Person>,
    /// Debate closed.
    pub debate_closed: bool,
    /// Deliberated.
    pub deliberated: bool,
    /// Evidence by number.
    pub exhibits: BTreeMap<u16, Exhibit>,
    /// Issues.
    pub focus: Option<Focus>,
    /// Parties heard with their last word, or who waived it.
    pub heard: BTreeSet<Person>,
    /// Responsible official recorded (ADM).
    pub official: bool,
    /// Judgment pronounced.
    pub pronounced: bool,
    /// Recusals.
    pub recusals: Vec<Recusal>,
    /// Piece and page on the screen.
    pub showing: Option<(u16, u16)>,
}

/// Mediation during a hearing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Talk {
    /// Parties' answers.
    pub answers: BTreeMap<Person, bool>,
    /// Where it leads back to.
    pub back: Option<Phase>,
    /// Agreed or not, once it ended.
    pub result: Option<bool>,
    /// Suitable to be recorded.
    pub recorded: bool,
}

/// The state of the recording (H-080).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Recording {
    /// Not begun.
    #[default]
    Off,
    /// Durable.
    Running,
    /// Nothing reaches the disk.
    Stalled,
    /// Interrupted for a reason that is logged.
    Interrupted(Interruption),
}

/// A gap of the recording, ended or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// From.
    pub from: Moment,
    /// Why; none while stalled.
    pub reason: Option<Interruption>,
    /// To.
    pub to: Option<Moment>,
}

/// Where a broadcast stands (H-112).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// Nobody asked.
    #[default]
    None,
    /// Refused.
    Refused,
    /// Approved.
    Approved,
    /// On.
    On,
    /// Cut for now.
    Cut,
    /// Closed for good.
    Closed,
}

/// The broadcast of a hearing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Broadcast {
    /// Delay in seconds.
    pub delay_s: u16,
    /// Objections with a reason, and whether they are decided.
    pub objections: BTreeMap<Person, bool>,
    /// Stage.
    pub stage: Stage,
}

/// A correction of the transcript asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Accepted or refused, once answered.
    pub accepted: Option<bool>,
    /// On which page.
    pub page: u16,
    /// By whom.
    pub person: Person,
    /// What it should say.
    pub text: String,
}

/// A signature under a transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// When.
    pub at: Moment,
    /// Of which text.
    pub digest: String,
    /// How.
    pub method: Method,
    /// Not voided by a later version.
    pub valid: bool,
}

/// The transcript (H-070).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transcript {
    /// Corrections, the first has number 1.
    pub corrections: Vec<Correction>,
    /// When the current version was put.
    pub put_at: Option<Moment>,
    /// Pages read of the current version, and when the last was.
    pub read: BTreeMap<Person, (BTreeSet<u16>, Moment)>,
    /// Signatures, the last of each person.
    pub signatures: BTreeMap<Person, Signature>,
    /// Why a signature is missing.
    pub unsigned: BTreeMap<Person, Unsigned>,
    /// The current version.
    pub version: Option<Version>,
}

/// A hearing, folded from its events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hearing {
    pub(super) back: Option<Phase>,
    pub(super) broadcast: Broadcast,
    pub(super) floor: Option<Floor>,
    pub(super) freeze: Option<Freeze>,
    pub(super) gaps: Vec<Gap>,
    pub(super) hands: Vec<Person>,
    pub(super) incidents: Vec<Incident>,
    pub(super) inquiry: Inquiry,
    pub(super) last_at: Option<Moment>,
    pub(super) offline: bool,
    pub(super) opening: Opening,
    pub(super) people: BTreeMap<Person, Standing>,
    pub(super) phase: Phase,
    pub(super) recording: Recording,
    pub(super) screens: BTreeSet<Person>,
    pub(super) talk: Talk,
    pub(super) transcript: Transcript,
    pub(super) watchers: BTreeMap<Person, Watcher>,
}

impl Hearing {
    /// A hearing that has been scheduled.
    pub fn new(opening: Opening) -> Hearing {
        let people = opening.participants.iter().map(|one| (one.person, Standing::new(one.clone()))).collect();
        Hearing {
            back: None,
            broadcast: Broadcast::default(),
            floor: None,
            freeze: None,
            gaps: Vec::new(),
            hands: Vec::new(),
            incidents: Vec::new(),
            inquiry: Inquiry::default(),
            last_at: None,
            offline: false,
            opening,
            people,
            phase: Phase::Scheduled,
            recording: Recording::Off,
            screens: BTreeSet::new(),
            talk: Talk::default(),
            transcript: Transcript::default(),
            watchers: BTreeMap::new(),
        }
    }

    /// What it started from.
    pub const fn opening(&self) -> &Opening {
        &self.opening
    }

    /// Where it stands.
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// Where a recess, a deliberation or a mediation leads back to.
    pub const fn returns_to(&self) -> Option<Phase> {
        if matches!(self.phase, Phase::MediationTalk) { self.talk.back } else { self.back }
    }

    /// Who has the floor.
    pub const fn floor(&self) -> Option<Floor> {
        self.floor
    }

    /// Raised hands, the first first.
    pub fn hands(&self) -> &[Person] {
        &self.hands
    }

    /// Everybody by number.
    pub fn people(&self) -> impl Iterator<Item = (Person, &Standing)> {
        self.people.iter().map(|(person, standing)| (*person, standing))
    }

    /// How somebody stands.
    pub fn standing(&self, person: Person) -> Option<&Standing> {
        self.people.get(&person)
    }

    /// Those who asked to watch and have no answer yet.
    pub fn watchers(&self) -> impl Iterator<Item = &Watcher> {
        self.watchers.values()
    }

    /// Issues, evidence, recusals, last words.
    pub const fn inquiry(&self) -> &Inquiry {
        &self.inquiry
    }

    /// Mediation.
    pub const fn talk(&self) -> &Talk {
        &self.talk
    }

    /// State of the recording.
    pub const fn recording(&self) -> Recording {
        self.recording
    }

    /// Gaps of the recording.
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// The broadcast.
    pub const fn broadcast(&self) -> &Broadcast {
        &self.broadcast
    }

    /// The transcript.
    pub const fn transcript(&self) -> &Transcript {
        &self.transcript
    }

    /// Losses and leavings in their order.
    pub fn incidents(&self) -> &[Incident] {
        &self.incidents
    }

    /// Who may share a screen now.
    pub const fn screens(&self) -> &BTreeSet<Person> {
        &self.screens
    }

    /// Changed to offline (H-001).
    pub const fn offline(&self) -> bool {
        self.offline
    }

    /// The room stands still for this reason.
    pub const fn frozen(&self) -> Option<Freeze> {
        self.freeze
    }

    /// Whether the public may be there: a public hearing, and every pronouncement (CPL 151).
    pub fn public_now(&self) -> bool {
        self.opening.public || self.phase == Phase::Pronounce
    }

    /// Secret evidence is on the screen.
    pub fn secret_shown(&self) -> bool {
        let shown = self.inquiry.showing.and_then(|(id, _)| self.inquiry.exhibits.get(&id));
        shown.is_some_and(|exhibit| exhibit.item.secret)
    }
}
