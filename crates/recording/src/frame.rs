//! One whole frame of sound or picture as it comes from a room, and what it belongs to.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The source of the composed sound and picture of a hearing; participants count from 1.
pub const PROGRAM: u32 = 0;

/// What a frame shows or lets hear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Track {
    /// The face of a participant, or the composed picture of the program.
    Camera,
    /// The voice of a participant, or the mixed sound of the program.
    Microphone,
    /// What a participant shows of a screen, evidence for the most part.
    Screen,
}

impl Track {
    /// The word used in file names.
    pub const fn word(self) -> &'static str {
        match self {
            Track::Camera => "camera",
            Track::Microphone => "microphone",
            Track::Screen => "screen",
        }
    }

    /// The word shown to people.
    pub const fn name(self) -> &'static str {
        match self {
            Track::Camera => "摄像头",
            Track::Microphone => "话筒",
            Track::Screen => "屏幕共享",
        }
    }
}

/// How the bytes of a frame are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Codec {
    /// H.264, one access unit, with start codes or with lengths of four bytes.
    H264,
    /// VP8, one frame.
    Vp8,
    /// Opus at 48 kHz, one packet.
    Opus,
}

/// One track of one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TrackId {
    /// Who: [`PROGRAM`], or a participant.
    pub source: u32,
    /// What.
    pub track: Track,
}

impl TrackId {
    /// The track of a source.
    pub const fn new(source: u32, track: Track) -> TrackId {
        TrackId { source, track }
    }
}

impl fmt::Display for TrackId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "s{:03}-{}", self.source, self.track.word())
    }
}

/// One whole frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Whose it is.
    pub source: u32,
    /// What it is of.
    pub track: Track,
    /// How it is coded.
    pub codec: Codec,
    /// When it was taken, in microseconds since 1970 by the clock of the room.
    pub time_us: i64,
    /// Whether a decoder can start here.
    pub key: bool,
    /// The coded bytes.
    pub data: Arc<[u8]>,
}

impl Frame {
    /// The track this frame belongs to.
    pub const fn id(&self) -> TrackId {
        TrackId::new(self.source, self.track)
    }
}

#[cfg(test)]
mod tests {
    use super::{Track, TrackId};

    #[test]
    fn a_track_is_named_for_files_and_for_people() {
        assert_eq!(TrackId::new(7, Track::Camera).to_string(), "s007-camera");
        assert_eq!(TrackId::new(1234, Track::Microphone).to_string(), "s1234-microphone");
        assert_eq!(Track::Screen.name(), "屏幕共享");
    }

    #[test]
    fn tracks_of_one_source_lie_together() {
        let mut ids = [TrackId::new(2, Track::Camera), TrackId::new(1, Track::Screen), TrackId::new(1, Track::Camera)];
        ids.sort();
        assert_eq!(ids.map(|id| id.source), [1, 1, 2]);
    }
}
