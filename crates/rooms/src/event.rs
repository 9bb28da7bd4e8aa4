//! What a room says to its caller.

use std::sync::Arc;
use std::time::Instant;

use str0m::media::Mid;

use crate::fault::Why;
use crate::figures::Figures;
use crate::names::{Codec, Peer, Person, SessionId, Source, Track};

/// What a room wants done.
#[derive(Debug)]
pub enum Output {
    /// Send these bytes.
    Transmit {
        /// To whom.
        to: Peer,
        /// One packet.
        bytes: Vec<u8>,
    },
    /// Nothing more to do before this moment, unless a packet comes.
    Timeout(Instant),
    /// Something happened.
    Event(Event),
}

/// Something that happened in a room.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A session is up.
    Connected(SessionId, Person),
    /// A session is over.
    Disconnected(SessionId, Person, Why),
    /// Nothing came from a session for a while; the clock of H-101 starts.
    Lost(SessionId, Person),
    /// It is heard again.
    Back(SessionId, Person),
    /// What each spare line of a client shows now.
    Slots {
        /// The client.
        session: SessionId,
        /// Its person.
        person: Person,
        /// Each line and what it shows.
        map: Vec<(Mid, Option<Source>)>,
        /// Sources that have a line but whose picture is off, as the client's own line is too weak (H-105).
        off: Vec<Source>,
    },
    /// Somebody speaks, or stopped to.
    Speaking {
        /// Who.
        person: Person,
        /// In dB below the loudest, 0 to 127; 127 is silence.
        level: u8,
    },
    /// A whole frame, for the recording.
    Frame {
        /// Of whom.
        person: Person,
        /// What.
        track: Track,
        /// How it is coded.
        codec: Codec,
        /// When it was taken, in microseconds of the room's one clock.
        time_us: u64,
        /// Whether a recording can begin here; always so for sound.
        key: bool,
        /// The frame.
        data: Arc<[u8]>,
    },
    /// How a session does; once a second.
    Figures {
        /// The session.
        session: SessionId,
        /// Its person.
        person: Person,
        /// How it does.
        figures: Figures,
    },
    /// What was dropped since the last time.
    Refused {
        /// The session that sent it.
        session: SessionId,
        /// Its person.
        person: Person,
        /// What it was.
        what: Refused,
        /// How many packets or frames.
        count: u64,
    },
    /// An address sends more than it may.
    Flood {
        /// The address.
        addr: Peer,
    },
}

/// What is dropped, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refused {
    /// A track the person may not send now, mostly of somebody who was muted (H-010).
    NoRight(Track),
    /// A kind of packet or layer that the offer did not promise.
    Unpromised,
    /// A coding that the viewer does not know.
    UnknownToViewer(Codec),
    /// Not understood at all.
    Malformed,
}
