//! What a hearing leaves behind as sound and picture (庭审录音录像), and what the public is sent of it (庭审直播).
//!
//! Whole frames come in with their moments; fragments of MP4 that stay playable whatever happens to the process come
//! out, each bound into a chain of digests. The crate asks no clock and opens no socket, and knows nothing of cases.

#![cfg_attr(test, allow(clippy::as_conversions, reason = "tests reckon with small numbers"))]

mod broadcast;
mod clock;
mod disk;
mod fault;
mod fragment;
mod frame;
#[cfg(test)]
mod full_disk_tests;
mod gap;
mod h264;
mod health;
mod index;
mod journal;
#[cfg(test)]
mod kill_tests;
mod live;
mod measure;
mod mix;
mod picture;
mod playlist;
mod program;
mod recorder;
mod recover;
#[cfg(test)]
mod sample;
mod segment;
mod slate;
mod track;
mod verify;
mod writer;

pub use broadcast::{Broadcast, DELAY_S, Discarded, Served};
pub use fault::Fault;
pub use frame::{Codec, Frame, PROGRAM, Track, TrackId};
pub use gap::{Event, Gap, Why};
pub use health::Health;
pub use index::{Index, Manifest, Note, Part, Pause, Recorded};
pub use journal::{Fragment, Head};
pub use playlist::{Access, Place};
pub use program::Program;
pub use recorder::{Opened, Recorder, Settings};
pub use verify::{Flaw, Verdict, verify};
