//! One track on its way to the disk: frames put in order, its clock held, cut into fragments that stand alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::clock::{Clock, Jump};
use crate::fault::Fault;
use crate::fragment::{self, Run, Sample};
use crate::frame::{Codec, Frame, Track, TrackId};
use crate::gap::{Event, Gap, Why};
use crate::measure::{PICTURE_SCALE, SECOND, SOUND_SCALE, span, ticks};
use crate::picture::{Reader, Shape, opus_us};

/// A hole in a picture beyond which the fragment before it is closed.
const HOLE_US: i64 = SECOND;
/// How far a packet of sound may lie from where the last one ended and still follow it.
const LOOSE_US: i64 = 40_000;
/// From which length on silence of a source is named as a gap.
const NAMED_US: i64 = 2 * SECOND;
/// How often a source is asked again for a key frame.
const ASK_US: i64 = SECOND;
/// A fragment with more bytes than this is closed, whatever its frames say of their moments.
const HEAVY: usize = 4 << 20;

/// How tracks are cut.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// The beginning of the hearing: where tracks count from.
    pub epoch_us: i64,
    /// How much media a fragment holds.
    pub fragment_us: i64,
    /// How long a frame waits for one that should come before it.
    pub reorder_us: i64,
}

/// A fragment ready to be written.
#[derive(Debug)]
pub struct Piece {
    /// Whose.
    pub id: TrackId,
    /// The part it belongs to.
    pub part: Arc<Part>,
    /// `moof` and `mdat`.
    pub bytes: Vec<u8>,
    /// When its first sample begins.
    pub start_us: i64,
    /// When its last sample ends.
    pub end_us: i64,
    /// Whether a decoder can start here.
    pub key: bool,
    /// What is missing before it.
    pub gap: Option<Gap>,
}

/// A part of a track: one file with one head.
#[derive(Debug)]
pub struct Part {
    /// The file, within the folder.
    pub file: String,
    /// Whether it lies in the restricted folder.
    pub restricted: bool,
    /// What it is of.
    pub shape: Shape,
    /// Its head.
    pub head: Vec<u8>,
}

/// What comes out of a track.
#[derive(Debug, Default)]
pub struct Out {
    /// Fragments, in order.
    pub pieces: Vec<Piece>,
    /// What to tell.
    pub events: Vec<Event>,
    /// Jumps of the clock, to be kept in the chain.
    pub jumps: Vec<Jump>,
}

struct Open {
    start: u64,
    start_us: i64,
    samples: Vec<Sample>,
    /// When the last sample begins, in ticks and in microseconds.
    last: u64,
    last_us: i64,
    key: bool,
    gap: Option<Gap>,
    bytes: usize,
}

/// One track.
pub struct Lane {
    id: TrackId,
    cut: Cut,
    clock: Clock,
    waiting: BTreeMap<(i64, u64), Frame>,
    arrivals: u64,
    reader: Reader,
    parts: u32,
    part: Option<Arc<Part>>,
    sequence: u32,
    open: Option<Open>,
    /// Where the last closed fragment ends, in ticks and in microseconds.
    end: u64,
    end_us: Option<i64>,
    /// Why the next fragment may not follow the last one.
    why: Option<Why>,
    key_needed: bool,
    asked_us: i64,
    /// Frames before this are not recorded.
    floor_us: i64,
    step_us: i64,
    restricted: bool,
}

impl Lane {
    /// A track that has so many parts already.
    pub fn new(id: TrackId, cut: Cut, parts: u32, restricted: bool) -> Lane {
        Lane {
            id,
            cut,
            clock: Clock::default(),
            waiting: BTreeMap::new(),
            arrivals: 0,
            reader: Reader::default(),
            parts,
            part: None,
            sequence: 0,
            open: None,
            end: 0,
            end_us: None,
            why: None,
            key_needed: true,
            asked_us: i64::MIN,
            floor_us: cut.epoch_us,
            step_us: SECOND / 30,
            restricted,
        }
    }

    /// Where the last fragment ended, before a crash or a pause: what is missing from there on is named so.
    pub fn missing_since(&mut self, us: i64, why: Why) {
        self.end_us = Some(us);
        self.why = Some(why);
        self.key_needed = true;
        self.floor_us = self.floor_us.max(us);
        self.end = self.end.max(self.ticks(us));
    }

    /// A fragment of this track was dropped: what follows needs a key frame again.
    pub fn lost(&mut self, from_us: i64, why: Why) {
        match &mut self.open {
            Some(open) if open.key => open.gap = Some(Gap::new(self.id, from_us, open.start_us, why)),
            open => {
                *open = None;
                (self.end_us, self.why, self.key_needed) = (Some(from_us), Some(why), true);
            }
        }
    }

    /// Closes what is open; what follows goes into a new part, restricted or not.
    pub fn switch(&mut self, now_us: i64, restricted: bool, out: &mut Out) -> Result<(), Fault> {
        self.flush(now_us, out)?;
        self.restricted = restricted;
        self.part = None;
        if let Some(end) = self.end_us {
            self.missing_since(end, Why::Switch);
        }
        self.floor_us = now_us;
        Ok(())
    }

    /// Takes a frame.
    pub fn push(&mut self, frame: Frame, room_us: i64, out: &mut Out) -> Result<(), Fault> {
        if (frame.codec == Codec::Opus) != (self.id.track == Track::Microphone) {
            out.events.push(Event::Unreadable(self.id));
            return Ok(());
        }
        let (at, jump) = self.clock.place(frame.time_us, room_us, self.step_us);
        if let Some(jump) = jump {
            out.jumps.push(jump);
            out.events.push(Event::ClockJumped { id: self.id, from_us: jump.from_us, to_us: jump.to_us });
        }
        self.arrivals = self.arrivals.saturating_add(1);
        self.waiting.insert((at, self.arrivals), frame);
        let newest = self.clock.newest_us().unwrap_or(at);
        self.release(newest.saturating_sub(self.cut.reorder_us), out)
    }

    /// Lets time pass: a source that sends no more does not keep back what it sent.
    pub fn tick(&mut self, now_us: i64, out: &mut Out) -> Result<(), Fault> {
        let patience = self.cut.reorder_us.saturating_mul(2);
        self.release(now_us.saturating_sub(patience), out)?;
        let due = now_us.saturating_sub(self.cut.fragment_us).saturating_sub(patience);
        if self.open.as_ref().is_some_and(|open| open.start_us <= due) {
            let seen = now_us.saturating_sub(patience);
            let end = self.open.as_ref().map_or(seen, |open| self.shown_until(open, seen));
            self.close(end, out)?;
        }
        Ok(())
    }

    /// Writes down everything there is, up to a moment.
    pub fn flush(&mut self, now_us: i64, out: &mut Out) -> Result<(), Fault> {
        self.release(i64::MAX, out)?;
        let end = self.open.as_ref().map(|open| self.shown_until(open, now_us));
        end.map_or(Ok(()), |end| self.close(end, out))
    }

    /// The last picture stands until something else is known, for a second at most; sound ends where it ends.
    fn shown_until(&self, open: &Open, until_us: i64) -> i64 {
        let own = open.last_us.saturating_add(self.step_us);
        if self.is_sound() { own } else { until_us.min(open.last_us.saturating_add(SECOND)).max(own) }
    }

    fn is_sound(&self) -> bool {
        self.part.as_ref().is_some_and(|part| part.shape == Shape::Sound)
    }

    fn release(&mut self, until_us: i64, out: &mut Out) -> Result<(), Fault> {
        while let Some(entry) = self.waiting.first_entry() {
            if entry.key().0 > until_us {
                break;
            }
            let ((at, _), frame) = entry.remove_entry();
            if at < self.floor_us {
                continue; // too late: what lies behind it is written
            }
            self.floor_us = at;
            match frame.codec {
                Codec::Opus => self.sound(at, &frame.data, out)?,
                codec => self.picture(at, codec, &frame.data, out)?,
            }
        }
        Ok(())
    }

    fn picture(&mut self, at: i64, codec: Codec, data: &[u8], out: &mut Out) -> Result<(), Fault> {
        let Some(ready) = self.reader.read(codec, data) else {
            self.ask(at, out);
            return Ok(());
        };
        if !ready.key && (self.key_needed || self.part.is_none()) {
            self.ask(at, out);
            return Ok(());
        }
        if let Some(open) = &self.open {
            let since_last = at.saturating_sub(open.last_us);
            let full = at.saturating_sub(open.start_us) >= self.cut.fragment_us || open.bytes > HEAVY;
            if since_last > HOLE_US {
                self.close(open.last_us.saturating_add(self.step_us), out)?;
            } else {
                self.step_us = since_last.max(1);
                if ready.key || full {
                    self.close(at, out)?;
                }
            }
        }
        if let Some(new) = ready.new {
            self.begin(Shape::Picture(new))?;
        } else if self.part.is_none()
            && let Some(current) = self.reader.current().cloned()
        {
            self.begin(Shape::Picture(current))?;
        }
        self.key_needed = false;
        let start = self.ticks(at).max(self.end);
        self.add(at, start, Sample { ticks: 1, key: ready.key, data: ready.data });
        Ok(())
    }

    fn sound(&mut self, at: i64, data: &[u8], out: &mut Out) -> Result<(), Fault> {
        let Some(long_us) = opus_us(data) else {
            out.events.push(Event::Unreadable(self.id));
            return Ok(());
        };
        let expected = match &self.open {
            Some(open) => Some(open.last_us.saturating_add(self.step_us)),
            None if self.why.is_none() => self.end_us,
            None => None,
        };
        let mut place = at;
        if let Some(expected) = expected {
            let off = at.saturating_sub(expected);
            if off < -LOOSE_US {
                return Ok(()); // the source sends more than its clock says
            }
            if off <= LOOSE_US {
                place = expected;
            } else if self.open.is_some() {
                self.close(expected, out)?;
            }
        }
        if self.open.as_ref().is_some_and(|open| place.saturating_sub(open.start_us) >= self.cut.fragment_us) {
            self.close(place, out)?;
        }
        if !self.is_sound() {
            self.begin(Shape::Sound)?;
        }
        self.step_us = long_us;
        let start = self.ticks(place).max(self.end);
        self.add(place, start, Sample { ticks: span(0, ticks(long_us, SOUND_SCALE)), key: true, data: data.to_vec() });
        Ok(())
    }

    fn add(&mut self, at: i64, start: u64, sample: Sample) {
        if let Some(open) = &mut self.open {
            let start = start.max(open.last.saturating_add(1));
            if let Some(last) = open.samples.last_mut() {
                last.ticks = span(open.last, start);
            }
            (open.last, open.last_us) = (start, at);
            open.bytes = open.bytes.saturating_add(sample.data.len());
            open.samples.push(sample);
            return;
        }
        let gap = self.gap_before(at);
        let (key, bytes) = (sample.key, sample.data.len());
        let samples = vec![sample];
        self.open = Some(Open { start, start_us: at, samples, last: start, last_us: at, key, gap, bytes });
    }

    fn gap_before(&mut self, at: i64) -> Option<Gap> {
        let why = self.why.take();
        let end = self.end_us?;
        let least = if why.is_some() { LOOSE_US } else { NAMED_US };
        (at.saturating_sub(end) > least).then(|| Gap::new(self.id, end, at, why.unwrap_or(Why::Silent)))
    }

    fn begin(&mut self, shape: Shape) -> Result<(), Fault> {
        self.parts = self.parts.saturating_add(1);
        self.sequence = 0;
        let place = if self.restricted { "restricted/" } else { "" };
        let file = format!("{place}{}-{:03}.mp4", self.id, self.parts);
        let head = fragment::head(&[&shape])?;
        self.part = Some(Arc::new(Part { file, restricted: self.restricted, shape, head }));
        Ok(())
    }

    fn close(&mut self, end_us: i64, out: &mut Out) -> Result<(), Fault> {
        let (Some(mut open), Some(part)) = (self.open.take(), self.part.clone()) else { return Ok(()) };
        let end = self.ticks(end_us).max(open.last.saturating_add(1));
        if let Some(last) = open.samples.last_mut() {
            last.ticks = span(open.last, end);
        }
        self.sequence = self.sequence.saturating_add(1);
        let run = Run { number: 1, start: open.start, samples: &open.samples };
        let bytes = fragment::fragment(self.sequence, &[run])?;
        (self.end, self.end_us) = (end, Some(end_us));
        let (start_us, key, gap) = (open.start_us, open.key, open.gap);
        out.pieces.push(Piece { id: self.id, part, bytes, start_us, end_us, key, gap });
        Ok(())
    }

    fn ask(&mut self, at: i64, out: &mut Out) {
        if at.saturating_sub(self.asked_us) >= ASK_US {
            self.asked_us = at;
            out.events.push(Event::KeyWanted(self.id));
        }
    }

    fn ticks(&self, at: i64) -> u64 {
        let scale = if self.id.track == Track::Microphone { SOUND_SCALE } else { PICTURE_SCALE };
        ticks(at.saturating_sub(self.cut.epoch_us), scale)
    }
}

#[cfg(test)]
#[path = "track_tests.rs"]
mod tests;
