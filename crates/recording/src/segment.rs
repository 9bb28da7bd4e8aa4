//! The program cut into segments for the public: picture and sound together, from key frame to key frame, without a hole.
//!
//! Where there is no picture the still one stands, where there is no sound there is silence, so that a player never waits.

use std::collections::VecDeque;

use crate::fault::Fault;
use crate::fragment::{self, Run, Sample};
use crate::frame::{Codec, Frame};
use crate::measure::{PICTURE_SCALE, SECOND, SOUND_SCALE, span, ticks};
use crate::picture::{Picture, Reader, Shape, opus_us};
use crate::slate;

/// How long a segment is.
pub const SEGMENT_US: i64 = 2 * SECOND;
/// How long it is at most, where no key frame comes.
pub const LONGEST_US: i64 = 5 * SECOND;
/// Holes up to here are closed by showing the next picture earlier.
pub const LOOSE_US: i64 = 300_000;
/// How long sound may come after the picture of the same moment.
const SETTLE_US: i64 = 600_000;
/// A picture that stands longer than this has ended, and stood for a second.
const STANDS_US: i64 = 2 * SECOND;
const SILENCE_US: i64 = 20_000;

/// A piece of the program, or of the still picture.
#[derive(Debug)]
pub struct Segment {
    /// When it begins.
    pub start_us: i64,
    /// When it ends.
    pub end_us: i64,
    /// What its picture is.
    pub picture: Picture,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Segment {
    /// What must be loaded before it.
    pub fn head(picture: &Picture) -> Result<Vec<u8>, Fault> {
        fragment::head(&[&Shape::Picture(picture.clone()), &Shape::Sound])
    }
}

#[derive(Debug)]
struct Shot {
    at: i64,
    data: Vec<u8>,
    /// Set where a decoder can start.
    key: Option<Picture>,
}

/// Where the next segment ends, and whether it shows the program.
struct Bounds {
    end_us: i64,
    picture: Option<Picture>,
}

/// Cuts frames into segments.
pub struct Cutter {
    epoch_us: i64,
    start_us: i64,
    sound_us: i64,
    until_us: i64,
    sequence: u32,
    reader: Reader,
    shots: VecDeque<Shot>,
    sounds: VecDeque<(i64, Vec<u8>)>,
    /// The picture of the last segment, if the next one may go on with it without a key frame.
    going_on: Option<Picture>,
    still: (Picture, Vec<u8>),
}

impl Cutter {
    /// A cutter whose first segment begins at a moment; segments count their time from `epoch_us`.
    pub fn new(epoch_us: i64, start_us: i64) -> Result<Cutter, Fault> {
        Ok(Cutter {
            epoch_us,
            start_us,
            sound_us: start_us,
            until_us: i64::MAX,
            sequence: 0,
            reader: Reader::default(),
            shots: VecDeque::new(),
            sounds: VecDeque::new(),
            going_on: None,
            still: slate::picture().ok_or_else(|| Fault::Boxes("the still picture".into()))?,
        })
    }

    /// Where the next segment begins.
    pub const fn start_us(&self) -> i64 {
        self.start_us
    }

    /// Nothing is cut beyond this moment.
    pub const fn end_at(&mut self, until_us: i64) {
        self.until_us = until_us;
    }

    /// Takes a frame of the program, taken at a moment.
    pub fn push(&mut self, frame: &Frame, time_us: i64) {
        if time_us < self.start_us || time_us >= self.until_us {
            return;
        }
        if frame.codec == Codec::Opus {
            if opus_us(&frame.data).is_some() {
                self.sounds.push_back((time_us, frame.data.to_vec()));
            }
            return;
        }
        let Some(ready) = self.reader.read(frame.codec, &frame.data) else { return };
        let after = self.shots.back().map_or(i64::MIN, |last| last.at);
        if time_us > after {
            let key = ready.key.then(|| self.reader.current().cloned()).flatten();
            self.shots.push_back(Shot { at: time_us, data: ready.data, key });
        }
    }

    /// The next segment, if it is complete at this moment.
    pub fn next(&mut self, now_us: i64) -> Result<Option<Segment>, Fault> {
        if self.start_us >= self.until_us {
            return Ok(None);
        }
        // what a decoder cannot start with is not shown
        while self
            .shots
            .front()
            .is_some_and(|shot| shot.at < self.start_us || (shot.key.is_none() && self.going_on.is_none()))
        {
            self.shots.pop_front();
        }
        let Some(bounds) = self.bounds(now_us) else { return Ok(None) };
        let end_us = bounds.end_us.min(self.until_us);
        if now_us < end_us.saturating_add(SETTLE_US) {
            return Ok(None);
        }
        let start_us = self.start_us;
        let samples = match bounds.picture {
            Some(_) => self.take_shots(end_us),
            None => self.still_samples(end_us),
        };
        let sound_start = ticks(self.sound_us - self.epoch_us, SOUND_SCALE);
        let sound = self.take_sounds(end_us);
        let picture = bounds.picture.clone().unwrap_or_else(|| self.still.0.clone());
        self.sequence = self.sequence.saturating_add(1);
        let runs = [
            Run { number: 1, start: ticks(start_us - self.epoch_us, PICTURE_SCALE), samples: &samples },
            Run { number: 2, start: sound_start, samples: &sound },
        ];
        let mut bytes = fragment::opening()?;
        bytes.extend(fragment::fragment(self.sequence, &runs)?);
        self.start_us = end_us;
        let next_follows = self.shots.front().is_some_and(|shot| shot.key.is_none() && shot.at < end_us + LOOSE_US);
        self.going_on = bounds.picture.filter(|_| next_follows);
        Ok(Some(Segment { start_us, end_us, picture, bytes }))
    }

    fn bounds(&self, now_us: i64) -> Option<Bounds> {
        let soon = self.start_us.saturating_add(SEGMENT_US);
        let Some(first) = self.shots.front() else {
            return Some(Bounds { end_us: soon, picture: None });
        };
        if first.at - self.start_us > LOOSE_US {
            return Some(Bounds { end_us: first.at.min(soon), picture: None });
        }
        let picture = first.key.clone().or_else(|| self.going_on.clone())?;
        let mut last = first.at;
        for shot in self.shots.iter().skip(1) {
            let length = shot.at - self.start_us;
            let other = shot.key.as_ref().is_some_and(|key| *key != picture);
            if shot.at - last > STANDS_US {
                break;
            }
            if other || (shot.key.is_some() && length >= SEGMENT_US) || length >= LONGEST_US {
                return Some(Bounds { end_us: shot.at, picture: Some(picture) });
            }
            last = shot.at;
        }
        let ended = self.shots.back().is_some_and(|newest| newest.at > last) || now_us - last > STANDS_US + SETTLE_US;
        let end_us = last.saturating_add(SECOND);
        (ended || self.until_us <= end_us).then_some(Bounds { end_us, picture: Some(picture) })
    }

    fn take_shots(&mut self, end_us: i64) -> Vec<Sample> {
        let mut samples: Vec<Sample> = Vec::new();
        let mut at = self.start_us;
        while let Some(shot) = self.shots.pop_front_if(|shot| shot.at < end_us) {
            if let Some(last) = samples.last_mut() {
                last.ticks = self.picture_span(at, shot.at);
                at = shot.at;
            }
            samples.push(Sample { ticks: 1, key: shot.key.is_some(), data: shot.data });
        }
        if let Some(last) = samples.last_mut() {
            last.ticks = self.picture_span(at, end_us);
        }
        samples
    }

    fn still_samples(&self, end_us: i64) -> Vec<Sample> {
        let mut samples = Vec::new();
        let mut at = self.start_us;
        while at < end_us {
            let next = at.saturating_add(SECOND);
            let next = if end_us - next < LOOSE_US { end_us } else { next };
            samples.push(Sample { ticks: self.picture_span(at, next), key: true, data: self.still.1.clone() });
            at = next;
        }
        samples
    }

    /// Sound up to a moment, with silence where there is none.
    fn take_sounds(&mut self, end_us: i64) -> Vec<Sample> {
        let mut samples = Vec::new();
        while let Some((at, data)) = self.sounds.pop_front_if(|(at, _)| *at < end_us) {
            self.silence(at.saturating_sub(SILENCE_US), &mut samples);
            let Some(long_us) = opus_us(&data) else { continue };
            if at >= self.sound_us.saturating_sub(2 * SILENCE_US) {
                self.sound_us = self.sound_us.saturating_add(long_us);
                samples.push(Sample { ticks: span(0, ticks(long_us, SOUND_SCALE)), key: true, data });
            }
        }
        self.silence(end_us.saturating_sub(SILENCE_US), &mut samples);
        samples
    }

    fn silence(&mut self, until_us: i64, samples: &mut Vec<Sample>) {
        while self.sound_us <= until_us {
            samples.push(Sample { ticks: 960, key: true, data: slate::SILENCE.to_vec() });
            self.sound_us = self.sound_us.saturating_add(SILENCE_US);
        }
    }

    fn picture_span(&self, from_us: i64, to_us: i64) -> u32 {
        span(ticks(from_us - self.epoch_us, PICTURE_SCALE), ticks(to_us - self.epoch_us, PICTURE_SCALE))
    }
}

/// A segment of nothing but the still picture and silence.
pub fn still(epoch_us: i64, start_us: i64, end_us: i64) -> Result<Segment, Fault> {
    let mut cutter = Cutter::new(epoch_us, start_us)?;
    cutter.end_at(end_us);
    let segment = cutter.next(i64::MAX)?.ok_or_else(|| Fault::Boxes("the still picture".into()))?;
    Ok(Segment { end_us, ..segment })
}

#[cfg(test)]
#[path = "segment_tests.rs"]
mod tests;
