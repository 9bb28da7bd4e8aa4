//! The program: one picture, of whoever has the floor, and one sound of all who are heard. What is played back and sent
//! to the public. There is always a picture: where nobody has one, a still picture stands.

use std::sync::Arc;

use crate::clock::{Clock, Room};
use crate::fault::Fault;
use crate::frame::{Codec, Frame, PROGRAM, Track, TrackId};
use crate::measure::SECOND;
use crate::mix::Mixer;
use crate::slate;

/// How often a source is asked again for a key frame.
const ASK_US: i64 = SECOND / 2;
/// After so long without a picture the still one is shown, and again after each second.
const STILL_US: i64 = 3 * SECOND / 2;
const STILL_STEP_US: i64 = SECOND;
/// Between two pictures where their clock does not say.
const PICTURE_US: i64 = 33_333;

/// The composed sound and picture of a hearing.
pub struct Program {
    mixer: Mixer,
    wanted: Option<TrackId>,
    shown: Option<TrackId>,
    asked_us: i64,
    last_us: i64,
    room: Room,
    clock: Clock,
    still: Arc<[u8]>,
}

impl Program {
    /// A program that begins at a moment.
    pub fn new(now_us: i64) -> Result<Program, Fault> {
        Ok(Program {
            mixer: Mixer::new(now_us)?,
            wanted: None,
            shown: None,
            asked_us: i64::MIN,
            last_us: now_us,
            room: Room::new(now_us, i64::MAX),
            clock: Clock::default(),
            still: slate::PICTURE.into(),
        })
    }

    /// Shows the face of a source from its next key frame on.
    pub fn focus(&mut self, source: u32) {
        self.want(Some(TrackId::new(source, Track::Camera)));
    }

    /// Shows the screen of a source from its next key frame on.
    pub fn focus_screen(&mut self, source: u32) {
        self.want(Some(TrackId::new(source, Track::Screen)));
    }

    /// A source left: its voice is dropped, and its picture if it was shown.
    pub fn leave(&mut self, source: u32) {
        self.mixer.forget(source);
        if self.shown.is_some_and(|id| id.source == source) {
            self.shown = None;
        }
        if self.wanted.is_some_and(|id| id.source == source) {
            self.wanted = None;
        }
    }

    fn want(&mut self, id: Option<TrackId>) {
        if self.wanted != id {
            (self.wanted, self.asked_us) = (id, i64::MIN);
        }
    }

    /// Takes a frame of a participant who may be heard and seen; gives the picture back if it is shown.
    pub fn push(&mut self, frame: &Frame) -> Option<Frame> {
        if frame.track == Track::Microphone {
            self.mixer.push(frame);
            return None;
        }
        let id = frame.id();
        if self.wanted == Some(id) && self.shown != Some(id) && frame.key {
            self.shown = Some(id);
        }
        if self.shown != Some(id) {
            return None;
        }
        Some(self.picture(frame.codec, frame.time_us, frame.key, frame.data.clone()))
    }

    /// Lets time pass: the sound that is due, and the still picture where there is no other.
    pub fn tick(&mut self, now_us: i64) -> Vec<Frame> {
        let _ = self.room.set(now_us);
        let now_us = self.room.now_us();
        let mut frames = self.mixer.mix(now_us);
        let still = self.shown.is_none() && now_us.saturating_sub(self.last_us) >= STILL_STEP_US;
        if still || now_us.saturating_sub(self.last_us) >= STILL_US {
            // whoever was shown comes back with a key frame only
            self.shown = None;
            let data = self.still.clone();
            frames.push(self.picture(Codec::H264, now_us, true, data));
        }
        frames
    }

    /// The rest of the sound, when the hearing ends.
    pub fn finish(&mut self, now_us: i64) -> Vec<Frame> {
        let _ = self.room.set(now_us);
        self.mixer.finish(self.room.now_us())
    }

    /// The source to ask for a key frame now, so that its picture can be shown.
    pub fn key_wanted(&mut self, now_us: i64) -> Option<TrackId> {
        let wanted = self.wanted.filter(|id| self.shown != Some(*id))?;
        if now_us.saturating_sub(self.asked_us) < ASK_US {
            return None;
        }
        self.asked_us = now_us;
        Some(wanted)
    }

    /// Pictures of two sources follow each other in the order in which they are shown.
    fn picture(&mut self, codec: Codec, time_us: i64, key: bool, data: Arc<[u8]>) -> Frame {
        let (time_us, _) = self.clock.place(time_us, self.room.now_us(), PICTURE_US);
        self.last_us = time_us.max(self.last_us.saturating_add(1_000));
        Frame { source: PROGRAM, track: Track::Camera, codec, time_us: self.last_us, key, data }
    }
}

#[cfg(test)]
mod tests {
    use super::Program;
    use crate::frame::{Codec, Frame, Track, TrackId};
    use crate::sample::{self, START, person};

    const S: i64 = 1_000_000;

    /// Two people for some seconds; `act` is called before each frame.
    fn run(seconds: i64, act: impl Fn(&mut Program, i64)) -> Vec<Frame> {
        let mut frames = person(1, START, seconds);
        frames.extend(sample::frames(2, Track::Camera, Codec::H264, sample::SMALL, START + 300_000));
        frames.sort_by_key(|frame| frame.time_us);
        let mut program = Program::new(START).unwrap();
        let mut out = Vec::new();
        for frame in frames {
            act(&mut program, frame.time_us);
            out.extend(program.push(&frame));
            out.extend(program.tick(frame.time_us));
        }
        out
    }

    fn pictures(frames: &[Frame]) -> Vec<&Frame> {
        frames.iter().filter(|frame| frame.track == Track::Camera).collect()
    }

    #[test]
    fn the_picture_changes_with_the_next_key_frame() {
        let out = run(4, |program, now| if now < START + S { program.focus(1) } else { program.focus(2) });
        let pictures = pictures(&out);
        assert!(pictures.windows(2).all(|two| two[0].time_us < two[1].time_us));
        let small = sample::read(sample::SMALL);
        let first = pictures.iter().position(|frame| small.iter().any(|(_, data)| **data == *frame.data)).unwrap();
        assert!(pictures[first].key && pictures[first].time_us == START + 300_000 + 15 * 66_667);
        // until then the one before is shown
        assert!(pictures[first].time_us - pictures[first - 1].time_us < 70_000);
        assert!(out.iter().all(|frame| frame.source == 0));
    }

    #[test]
    fn the_sound_has_no_hole() {
        let out = run(3, |_, _| {});
        let mut program = Program::new(START).unwrap();
        assert_eq!((program.tick(START + S).len(), program.finish(START + S).len()), (41, 10));
        let times: Vec<i64> = out.iter().filter(|f| f.track == Track::Microphone).map(|f| f.time_us).collect();
        assert!(times.len() > 135 && times.windows(2).all(|two| two[1] - two[0] == 20_000));
    }

    #[test]
    fn where_nobody_has_a_picture_the_still_one_stands() {
        let out = run(5, |_, _| {});
        assert_eq!(pictures(&out).len(), 4);
        assert!(pictures(&out).iter().all(|frame| *frame.data == *crate::slate::PICTURE && frame.key));
        // and a source whose pictures stop does not leave a hole
        let out = run(6, |program, _| program.focus(2));
        let pictures = pictures(&out);
        assert!(pictures.windows(2).all(|two| two[1].time_us - two[0].time_us <= 1_600_000));
        assert_eq!(*pictures.last().unwrap().data, *crate::slate::PICTURE);
    }

    #[test]
    fn h_081_a_clock_that_is_set_back_stops_neither_sound_nor_picture() {
        let mut program = Program::new(START).unwrap();
        program.focus(1);
        let (mut sounds, mut pictures) = (0, 0);
        let mut last = START;
        for frame in person(1, START, 4) {
            let back = if frame.time_us > START + 2 * S { 3600 * S } else { 0 };
            let mut out = program.tick(frame.time_us - back);
            out.extend(program.push(&Frame { time_us: frame.time_us - back, ..frame }));
            for frame in out.into_iter().filter(|frame| frame.track == Track::Camera) {
                pictures += 1;
                assert!(frame.time_us >= last && *frame.data != *crate::slate::PICTURE);
                last = frame.time_us;
            }
            sounds = program.mixer.next_us();
        }
        assert!(pictures == 60 && sounds > START + 3_700_000, "{pictures} {}", sounds - START);
    }

    #[test]
    fn the_source_is_asked_for_a_key_frame_until_it_is_shown() {
        let mut program = Program::new(START).unwrap();
        assert_eq!(program.key_wanted(START), None);
        program.focus_screen(3);
        let screen = TrackId::new(3, Track::Screen);
        assert_eq!(program.key_wanted(START), Some(screen));
        assert_eq!(program.key_wanted(START + 100_000), None);
        program.focus_screen(3);
        assert_eq!(program.key_wanted(START + 600_000), Some(screen));
        let key = sample::frames(3, Track::Screen, Codec::H264, sample::WIDE, START + S).swap_remove(0);
        assert!(program.push(&key).is_some());
        assert_eq!(program.key_wanted(START + 5 * S), None);
        program.leave(3);
        assert!(program.push(&key).is_none());
    }
}
