//! One hearing that is open here: its state, who listens, its recording, its sessions.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex as Held, PoisonError};

use court::hearings::{Head, HearingId};
use law::hearing::{Hearing, Person};
use rooms::{RoomId, SessionId};
use serde::Serialize;
use serde_json::Value;
use tokio::sync::{Mutex, broadcast};

use crate::tape::Tape;

/// What listeners may be behind.
const BEHIND: usize = 256;
/// Messages to the clerk that are kept.
const TALK: usize = 200;

/// What a listening page is told.
#[derive(Debug, Clone)]
pub enum Told {
    /// Something changed: ask for the view.
    Changed,
    /// To one of the room, or to all.
    Event(Option<Person>, &'static str, Value),
}

/// The case a hearing is of, as pages name it.
#[derive(Debug, Clone, Serialize)]
pub struct Titled {
    /// Case number.
    pub number: String,
    /// Name of the court.
    pub court: String,
    /// Cause of action.
    pub cause: String,
}

/// What changes with every act.
#[derive(Debug)]
pub struct State {
    /// The hearing.
    pub hearing: Hearing,
    /// How far its journal is.
    pub head: Head,
}

/// A hearing that is open here.
pub struct Live {
    /// Which.
    pub id: HearingId,
    /// Its room in the media engine.
    pub room: RoomId,
    /// Its case.
    pub titled: Titled,
    /// Its state; held while an act is decided and kept.
    pub state: Mutex<State>,
    /// Its recording and broadcast; none once it is over.
    pub tape: Held<Option<Tape>>,
    sessions: Held<BTreeMap<Person, SessionId>>,
    /// What each one's lines show, for a page that comes to listen later.
    slots: Held<BTreeMap<Person, Value>>,
    talk: Held<VecDeque<([Person; 2], Value)>>,
    told: broadcast::Sender<Told>,
}

impl Live {
    /// Opens it.
    pub fn new(id: HearingId, room: RoomId, titled: Titled, state: State, tape: Option<Tape>) -> Live {
        Live {
            id,
            room,
            titled,
            state: Mutex::new(state),
            tape: Held::new(tape),
            sessions: Held::default(),
            slots: Held::default(),
            talk: Held::default(),
            told: broadcast::Sender::new(BEHIND),
        }
    }

    /// Hears what is told from now on.
    pub fn listen(&self) -> broadcast::Receiver<Told> {
        self.told.subscribe()
    }

    /// Tells whoever listens.
    pub fn tell(&self, told: Told) {
        // nobody listening is nothing wrong
        let _ = self.told.send(told);
    }

    /// Tells somebody what their lines show, now and whenever they come to listen.
    pub fn shows(&self, person: Person, slots: Value) {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner).insert(person, slots.clone());
        self.tell(Told::Event(Some(person), "slots", slots));
    }

    /// What somebody's lines show; none before they came.
    pub fn shown(&self, person: Person) -> Option<Value> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner).get(&person).cloned()
    }

    /// The session of somebody, from now on.
    pub fn came(&self, person: Person, session: SessionId) {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).insert(person, session);
    }

    /// A session is over; whether it was the one its person had.
    pub fn went(&self, person: Person, session: SessionId) -> bool {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let own = sessions.get(&person) == Some(&session);
        if own {
            sessions.remove(&person);
        }
        own
    }

    /// Whether a session is the one its person has.
    pub fn has(&self, person: Person, session: SessionId) -> bool {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).get(&person) == Some(&session)
    }

    /// The session of somebody.
    pub fn session(&self, person: Person) -> Option<SessionId> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).get(&person).copied()
    }

    /// Keeps a message between two for as long as the hearing is open here.
    pub fn said(&self, between: [Person; 2], message: Value) {
        let mut talk = self.talk.lock().unwrap_or_else(PoisonError::into_inner);
        talk.push_back((between, message));
        if talk.len() > TALK {
            talk.pop_front();
        }
    }

    /// The messages somebody wrote or was written.
    pub fn heard(&self, person: Person) -> Vec<Value> {
        let talk = self.talk.lock().unwrap_or_else(PoisonError::into_inner);
        talk.iter().filter(|(between, _)| between.contains(&person)).map(|(_, message)| message.clone()).collect()
    }
}
