//! Who and what is spoken of in a room: persons, tracks, sessions, the two ends of a wire.

use std::net::SocketAddr;

/// A room, by the number its caller gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoomId(pub u64);

/// A person within a room, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person(pub u32);

/// One connection of a person. A number is never given twice within a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub u64);

/// What a person sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Track {
    /// The picture of a person (画面).
    Camera,
    /// The voice of a person (声音).
    Microphone,
    /// A shared screen, mostly evidence (共享屏幕).
    Screen,
}

impl Track {
    /// Sound or picture.
    pub const fn medium(self) -> Medium {
        match self {
            Track::Microphone => Medium::Audio,
            Track::Camera | Track::Screen => Medium::Video,
        }
    }
}

/// Sound or picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Medium {
    /// Sound.
    Audio,
    /// Picture.
    Video,
}

/// A track of a person: the unit of every right.
pub type Source = (Person, Track);

/// How a frame is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Codec {
    /// Sound, 48 kHz.
    Opus,
    /// Picture, constrained baseline; frames are in Annex B form.
    H264,
    /// Picture, of clients that have no H264.
    Vp8,
}

/// Which ways a connection carries media.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// Both ways, as the pages of the court do.
    Both,
    /// To the room only (WHIP).
    In,
    /// From the room only (WHEP).
    Out,
}

/// What a packet travels on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wire {
    /// Datagrams.
    Udp,
    /// A connection with each packet behind its length (RFC 4571), where datagrams are blocked.
    Tcp,
}

/// The far end of a wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Peer {
    /// Datagrams or a connection.
    pub wire: Wire,
    /// Its address.
    pub addr: SocketAddr,
}

impl Peer {
    /// A peer that sends datagrams.
    pub const fn udp(addr: SocketAddr) -> Self {
        Peer { wire: Wire::Udp, addr }
    }

    /// A peer that holds a connection.
    pub const fn tcp(addr: SocketAddr) -> Self {
        Peer { wire: Wire::Tcp, addr }
    }
}
