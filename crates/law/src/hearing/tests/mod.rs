//! A hearing to play with: given what happened, when somebody asks, then what follows.

mod attendance;
mod broadcast;
mod course;
mod floor;
mod invariants;
mod outline;
mod refusals;
mod sight;
mod transcript;
mod witness;
mod words;

use super::kinds::*;
use super::papers::{Item, Opinion, Watcher};
use super::phase::{Flow, Phase};
use super::seat::{Participant, Person, Seat, Side};
use super::{Command as C, Event as E, Hearing, Opening, decide, why_not};
use crate::day::{Day, Moment};
use crate::hearing::opening::{Appeal, Summons};
use crate::life::RefusalCode;

pub const ROOM: Person = Person::ROOM;
pub const PJ: Person = Person(1);
pub const JU: Person = Person(2);
pub const CL: Person = Person(3);
pub const PL: Person = Person(4);
pub const DE: Person = Person(5);
pub const DE2: Person = Person(6);
pub const AG_PL: Person = Person(7);
pub const AG_DE: Person = Person(8);
pub const WI: Person = Person(9);
pub const WI2: Person = Person(10);
pub const EX: Person = Person(11);
pub const IN: Person = Person(12);
pub const BP: Person = Person(13);
pub const TE: Person = Person(14);
pub const SU: Person = Person(15);
pub const JA: Person = Person(16);
pub const PR: Person = Person(18);
pub const AC: Person = Person(19);
pub const SP: Person = Person(30);
pub const ME: Person = Person(31);
/// Nobody of this hearing.
pub const NOBODY: Person = Person(999);

/// A hearing and its clock.
#[derive(Clone)]
pub struct Court {
    pub h: Hearing,
    pub now: Moment,
}

/// The planned start: 2020-06-01 at 10:00.
pub fn ten() -> Moment {
    Day::parse("2020-06-01").unwrap().at_minute(600)
}

pub fn who(person: Person, seat: Seat, side: Side, for_whom: &[Person]) -> Participant {
    Participant {
        consent: true,
        for_whom: for_whom.to_vec(),
        label: format!("{}{}", seat.zh(), person.0),
        online: true,
        person,
        seat,
        side,
    }
}

/// The bench, the clerk, one plaintiff, one defendant, each with an agent, two witnesses, an expert, an interpreter,
/// and the court's other people.
pub fn civil() -> Vec<Participant> {
    vec![
        who(PJ, Seat::Presiding, Side::Bench, &[]),
        who(JU, Seat::Judge, Side::Bench, &[]),
        who(CL, Seat::Clerk, Side::Bench, &[]),
        who(PL, Seat::Plaintiff, Side::Plaintiff, &[]),
        who(DE, Seat::Defendant, Side::Defendant, &[]),
        who(AG_PL, Seat::Agent, Side::Plaintiff, &[PL]),
        who(AG_DE, Seat::Agent, Side::Defendant, &[DE]),
        who(WI, Seat::Witness, Side::None, &[]),
        who(WI2, Seat::Witness, Side::None, &[]),
        who(EX, Seat::Expert, Side::None, &[]),
        who(IN, Seat::Interpreter, Side::None, &[DE]),
        who(BP, Seat::Police, Side::Bench, &[]),
        who(TE, Seat::Technician, Side::Bench, &[]),
        who(SU, Seat::Supervisor, Side::Bench, &[]),
        who(JA, Seat::Assistant, Side::Bench, &[]),
    ]
}

/// The same with prosecutor, accused and defender.
pub fn criminal() -> Vec<Participant> {
    let mut people = civil();
    people.retain(|one| ![PL, DE, AG_PL, AG_DE, IN].contains(&one.person));
    people.push(who(PR, Seat::Prosecutor, Side::Prosecution, &[]));
    people.push(who(AC, Seat::Accused, Side::Accused, &[]));
    people.push(who(AG_DE, Seat::Agent, Side::Accused, &[AC]));
    people
}

pub fn opening(flow: Flow) -> Opening {
    let people = if flow == Flow::Criminal { criminal() } else { civil() };
    let mut opening = Opening::new(flow, true, ten(), people);
    let served = Day::parse("2020-05-20");
    let summoned = [PL, DE, DE2, PR, AC];
    opening.summonses = summoned.map(|person| Summons { person, served, tested: true }).to_vec();
    opening.appeal = Some(Appeal { court: "某中级人民法院".to_owned(), days: 15 });
    opening
}

pub fn item(id: u16, side: Side) -> Item {
    Item { digest: format!("digest-{id}"), id, pages: 3, secret: false, side, title: format!("合同{id}") }
}

pub fn opinion(id: u16) -> Opinion {
    Opinion { authentic: View::Yes, id, lawful: View::Yes, relevant: View::Partly, text: String::new() }
}

pub fn watcher(person: Person, seat: Seat) -> Watcher {
    let label = format!("旁听{}", person.0);
    Watcher { label, person, purpose: "旁听".to_owned(), same_as: None, seat, unfit: None }
}

pub fn advance(to: Phase) -> C {
    C::Advance { to }
}

pub fn grant(person: Person) -> C {
    C::GrantFloor { person, seconds: None }
}

pub fn warn(person: Person, rung: Rung) -> C {
    C::Warn { person, reason: "扰乱秩序".to_owned(), rung }
}

pub fn absence(person: Person, decision: Absence) -> C {
    C::DecideAbsence { agent_agrees: true, decision, minutes: 30, person, reason: "经合议".to_owned() }
}

pub fn show(id: u16) -> C {
    C::ShowEvidence { id, page: 1 }
}

impl Court {
    pub fn new(opening: Opening) -> Court {
        Court { h: Hearing::new(opening), now: ten() }
    }

    /// Somebody asks and it is done.
    pub fn does(mut self, by: Person, command: C) -> Court {
        self.tell(by, command);
        self
    }

    pub fn tell(&mut self, by: Person, command: C) -> Vec<E> {
        let text = serde_json::to_string(&command).unwrap();
        assert_eq!(serde_json::from_str::<C>(&text).unwrap(), command, "{text}");
        let events = decide(&self.h, by, self.now, &command).unwrap_or_else(|no| panic!("{by:?} {command:?}: {no}"));
        assert!(!events.is_empty(), "{command:?} makes something happen");
        for event in &events {
            let text = serde_json::to_string(event).unwrap();
            assert_eq!(&serde_json::from_str::<E>(&text).unwrap(), event, "{text}");
            self.h.apply(self.now, event);
        }
        events
    }

    /// Codes of all reasons against it.
    pub fn refuses(&self, by: Person, command: C) -> Vec<RefusalCode> {
        let reasons = why_not(&self.h, by, self.now, &command);
        let first = decide(&self.h, by, self.now, &command).err();
        assert_eq!(reasons.first(), first.as_ref(), "{command:?}");
        assert!(!reasons.is_empty(), "{command:?} is not refused");
        reasons.into_iter().map(|reason| reason.code).collect()
    }

    pub fn allows(&self, by: Person, command: C) -> bool {
        why_not(&self.h, by, self.now, &command).is_empty()
    }

    /// The clock goes on by so many seconds.
    pub fn later(mut self, seconds: i64) -> Court {
        self.now = Moment(self.now.0 + seconds * 1000);
        self
    }

    /// The clock shows so many minutes after ten.
    pub fn at(mut self, minute: i64) -> Court {
        self.now = Moment(ten().0 + minute * 60_000);
        self
    }

    /// Identity, discipline, admission: all that brings somebody into the room.
    pub fn enters(mut self, person: Person) -> Court {
        self.tell(person, C::Join { person });
        self.checked(person)
    }

    pub fn checked(mut self, person: Person) -> Court {
        let seat = self.h.standing(person).unwrap().seat();
        let shown = Moment(self.now.0 - 15_000);
        if seat.checked() {
            self.tell(ROOM, C::CheckIdentity { method: IdentityMethod::Face, person, score: 95 });
            self.tell(person, C::Acknowledge { shown });
        }
        if seat.expected() {
            self.tell(CL, C::Admit { person });
        }
        self
    }

    /// The waiting room is open and the court is there.
    pub fn waiting(opening: Opening) -> Court {
        let court = [PJ, JU, CL, BP, TE, SU, JA];
        let mut waiting = Court::new(opening).enters(CL).does(CL, advance(Phase::Waiting));
        for person in court.into_iter().filter(|one| *one != CL) {
            waiting = waiting.enters(person);
        }
        waiting
    }

    /// Everybody who is expected has come in, and the recording runs.
    pub fn seated(opening: Opening) -> Court {
        let expected: Vec<Person> =
            opening.participants.iter().filter(|one| one.seat.expected()).map(|one| one.person).collect();
        let waiting = Court::waiting(opening).does(ROOM, C::StartRecording {});
        expected.into_iter().fold(waiting, Court::enters)
    }

    /// A hearing of this procedure in this phase, everybody there.
    pub fn in_phase(flow: Flow, phase: Phase) -> Court {
        Court::seated(opening(flow)).goes_to(phase)
    }

    pub fn civil(phase: Phase) -> Court {
        Court::in_phase(Flow::Civil, phase)
    }

    /// Walks on to a phase, doing what each guard asks for.
    pub fn goes_to(mut self, phase: Phase) -> Court {
        while self.h.phase() != phase {
            self = self.meets_guard();
            let next = self.h.opening().flow.after(self.h.phase()).unwrap();
            self.tell(PJ, advance(next));
        }
        self
    }

    fn parties(&self) -> Vec<Person> {
        self.h.parties().map(|(person, _)| person).collect()
    }

    /// Does what the guard of the present phase asks for.
    pub fn meets_guard(mut self) -> Court {
        let flow = self.h.opening().flow;
        match self.h.phase() {
            Phase::Identity if flow == Flow::Administrative => {
                let (reason, who) = (String::new(), "张某，副局长".to_owned());
                self.tell(CL, C::RecordOfficial { attends: true, reason, who });
            }
            Phase::Rights => {
                for party in self.parties() {
                    self.tell(party, C::AnswerRights {});
                }
            }
            Phase::Statements if flow.has_focus() => {
                self.tell(PJ, C::PutFocus { points: vec!["是否交付".to_owned()], ruled: false });
                for party in self.parties() {
                    self.tell(party, C::AnswerFocus { agrees: true, text: String::new() });
                }
            }
            Phase::Debate => {
                self.tell(PJ, C::CloseDebate {});
            }
            Phase::Final => self = self.last_words(),
            Phase::Pronounce => {
                self.tell(PJ, C::Pronounce { appeal_told: true, marriage_told: true });
            }
            _ => {}
        }
        self
    }

    fn last_words(mut self) -> Court {
        let flow = self.h.opening().flow;
        for party in self.parties() {
            if party != PR {
                self.tell(PJ, grant(party));
            }
            if flow.mediates() {
                self.tell(party, C::AnswerMediation { willing: false });
            }
        }
        self.does(PJ, C::RevokeFloor {}).does(PJ, C::StartDeliberation {}).does(PJ, C::EndDeliberation {})
    }

    /// Puts a transcript of one page and has everybody read and sign it.
    pub fn signed_by_all(mut self) -> Court {
        self.tell(CL, C::PutTranscript { digest: "v1".to_owned(), pages: 1, parts: Vec::new() });
        self = self.later(2);
        for person in self.h.signers().collect::<Vec<_>>() {
            self.tell(person, C::ReadPage { page: 1 });
            self.tell(person, C::SignTranscript { digest: "v1".to_owned(), method: Method::Handwriting });
        }
        self
    }
}
