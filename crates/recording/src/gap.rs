//! What is missing from a recording and why (H-080, H-081): told when it happens, kept in the chain, never guessed.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::frame::{Track, TrackId};

/// Why there is nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Why {
    /// The process that recorded was ended.
    Crash,
    /// The disk could not follow and the queue before it was full.
    Queue,
    /// The disk was full, or writing failed.
    Disk,
    /// The court ordered a pause: recess, deliberation, mediation.
    Interrupted(String),
    /// The picture began again with the next key frame after a change of place.
    Switch,
    /// Nothing came from the participant.
    Silent,
    /// Bytes that had been recorded are no longer there.
    Damaged,
}

impl fmt::Display for Why {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::Crash => out.write_str("进程中断"),
            Why::Queue => out.write_str("写入队列已满"),
            Why::Disk => out.write_str("磁盘已满或者写入失败"),
            Why::Interrupted(reason) => write!(out, "依法中断：{reason}"),
            Why::Switch => out.write_str("切换录制位置"),
            Why::Silent => out.write_str("没有收到音视频"),
            Why::Damaged => out.write_str("已录内容缺失"),
        }
    }
}

/// A stretch of one track with nothing in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Whose track.
    pub source: u32,
    /// Which track.
    pub track: Track,
    /// From when, in microseconds since 1970.
    pub from_us: i64,
    /// Until when.
    pub to_us: i64,
    /// Why.
    pub why: Why,
}

impl Gap {
    /// A gap in a track.
    pub fn new(id: TrackId, from_us: i64, to_us: i64, why: Why) -> Gap {
        Gap { source: id.source, track: id.track, from_us, to_us, why }
    }

    /// The track it is in.
    pub const fn id(&self) -> TrackId {
        TrackId::new(self.source, self.track)
    }
}

/// What a recorder tells whoever runs the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The source must be asked for a key frame: without one its picture is not recorded.
    KeyWanted(TrackId),
    /// The clock of a source jumped; its track goes on at `to_us` where the frame said `from_us`.
    ClockJumped {
        /// The track.
        id: TrackId,
        /// What the frame said.
        from_us: i64,
        /// What was written instead.
        to_us: i64,
    },
    /// The clock of the room itself went back, or stood still for long.
    RoomClockJumped {
        /// What it said before.
        from_us: i64,
        /// What it says now.
        to_us: i64,
    },
    /// A gap that has just ended.
    Gap(Gap),
    /// Writing fails; fragments are being dropped.
    WriteFailed {
        /// Whether because the disk is full.
        full: bool,
        /// What the system said.
        error: String,
    },
    /// Writing works again.
    WriteRecovered,
    /// A frame that is not what it says it is: not written.
    Unreadable(TrackId),
}

#[cfg(test)]
mod tests {
    use super::{Gap, Why};
    use crate::frame::{Track, TrackId};

    #[test]
    fn a_reason_is_kept_as_a_word_and_shown_as_a_sentence() {
        let gap = Gap::new(TrackId::new(3, Track::Microphone), 5, 9, Why::Interrupted("休庭".into()));
        let text = serde_json::to_string(&gap).unwrap();
        assert!(text.contains(r#""why":{"interrupted":"休庭"}"#), "{text}");
        assert_eq!(serde_json::from_str::<Gap>(&text).unwrap(), gap);
        assert_eq!(gap.why.to_string(), "依法中断：休庭");
        assert_eq!(Why::Crash.to_string(), "进程中断");
    }
}
