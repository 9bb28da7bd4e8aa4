//! What the public is sent (庭审直播, O-206): the program behind a delay, as plain files any web cache can carry.
//!
//! A segment younger than the delay is nowhere but in memory. Cutting off throws away what is there, for ever, and a
//! still picture takes its place.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::clock::{Clock, Room};
use crate::fault::Fault;
use crate::frame::Frame;
use crate::live::{self, Entry, PLAYLIST};
use crate::measure::SECOND;
use crate::picture::Picture;
use crate::segment::{Cutter, LOOSE_US, SEGMENT_US, Segment, still};

/// The folder of what is public, within the folder of the broadcast.
const PUBLIC: &str = "live";
const STATE: &str = "state.json";
/// How long a file that no playlist names any more stays for those who are late.
const GRACE_US: i64 = 60 * SECOND;
/// By how much the clock may go ahead at once, lest a clock that is set forward makes public what is too young.
const LEAP_US: i64 = 5 * SECOND;
/// Between two frames where their clock does not say.
const FRAME_US: i64 = 20_000;
/// The usual delay in seconds.
pub const DELAY_S: u32 = 60;

/// A broadcast that goes on.
pub struct Broadcast {
    folder: PathBuf,
    delay_us: i64,
    window_us: i64,
    state: State,
    room: Room,
    clock: Clock,
    cutter: Option<Cutter>,
    held: VecDeque<Segment>,
    /// The head the last segment needs.
    head: Option<(Picture, String)>,
}

/// What must outlive the process: names are never used twice, and who was cut off stays cut off.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct State {
    epoch_us: i64,
    next_segment: u64,
    next_head: u64,
    media_sequence: u64,
    breaks_gone: u64,
    entries: VecDeque<Entry>,
    /// Until when the public has been sent something.
    covered_us: i64,
    cut: bool,
    ending_us: Option<i64>,
    ended: bool,
    /// Files no playlist names any more, and since when.
    gone: VecDeque<(String, i64)>,
}

/// What was thrown away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Discarded {
    /// From when.
    pub from_us: i64,
    /// Until when.
    pub to_us: i64,
}

/// A file for the public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// Where it lies.
    pub path: PathBuf,
    /// `Content-Type`.
    pub content_type: &'static str,
    /// `Cache-Control`.
    pub cache_control: &'static str,
}

impl Broadcast {
    /// Begins a broadcast in a folder of its own, or goes on with it. `delay_s` is 30 to 180; the playlist names the
    /// last `window_s` seconds, at least 12.
    pub fn new(folder: &Path, delay_s: u32, window_s: u32, now_us: i64) -> Result<Broadcast, Fault> {
        if !(30..=180).contains(&delay_s) || window_s < 12 {
            return Err(Fault::Setting("delay_s or window_s"));
        }
        let public = folder.join(PUBLIC);
        fs::create_dir_all(&public)?;
        let delay_us = i64::from(delay_s) * SECOND;
        let horizon = now_us.saturating_sub(delay_us);
        let mut state = State::find(folder, horizon)?;
        if state.ended {
            return Err(Fault::Closed);
        }
        // after a long absence the still picture does not make up for all of it
        state.covered_us = state.covered_us.clamp(horizon.saturating_sub(10 * SECOND), horizon);
        let cutter = if state.cut { None } else { Some(Cutter::new(state.epoch_us, now_us)?) };
        let window_us = i64::from(window_s) * SECOND;
        Ok(Broadcast {
            folder: folder.to_owned(),
            delay_us,
            window_us,
            state,
            room: Room::new(now_us, LEAP_US),
            clock: Clock::default(),
            cutter,
            held: VecDeque::new(),
            head: None,
        })
    }

    /// Takes a frame of the program. While the broadcast is cut off it is not kept.
    pub fn push(&mut self, frame: &Frame) {
        let (time_us, _) = self.clock.place(frame.time_us, self.room.now_us(), FRAME_US);
        if let Some(cutter) = &mut self.cutter {
            cutter.push(frame, time_us);
        }
    }

    /// Lets time pass: what is older than the delay becomes public. To be called every second or oftener.
    pub fn tick(&mut self, now_us: i64) -> Result<(), Fault> {
        if self.state.ended {
            return Ok(());
        }
        let now_us = self.set(now_us);
        if let Some(cutter) = &mut self.cutter {
            while let Some(segment) = cutter.next(now_us)? {
                self.held.push_back(segment);
            }
        }
        let horizon = now_us.saturating_sub(self.delay_us).min(self.state.ending_us.unwrap_or(i64::MAX));
        while self.publish_one(horizon)? {}
        if self.state.ending_us.is_some_and(|ending| self.state.covered_us.saturating_add(LOOSE_US) >= ending) {
            self.state.ended = true;
            self.write_down()?;
        }
        self.sweep(now_us)
    }

    /// The kill switch: nothing that is not out yet will ever be, and the still picture takes its place.
    pub fn cut(&mut self, now_us: i64) -> Result<Discarded, Fault> {
        self.held.clear();
        self.cutter = None;
        self.state.cut = true;
        self.state.save(&self.folder)?;
        self.tick(now_us)?;
        let discarded = Discarded { from_us: self.state.covered_us, to_us: self.room.now_us() };
        Ok(discarded)
    }

    /// Goes on with what is said from now on; the public sees it after the delay.
    pub fn resume(&mut self, now_us: i64) -> Result<(), Fault> {
        let now_us = self.set(now_us);
        if self.state.cut {
            let mut cutter = Cutter::new(self.state.epoch_us, now_us)?;
            cutter.end_at(self.state.ending_us.unwrap_or(i64::MAX));
            self.cutter = Some(cutter);
            self.state.cut = false;
            self.state.save(&self.folder)?;
        }
        Ok(())
    }

    /// Ends the broadcast: what was said until now still comes out after its delay, then the playlist is closed.
    pub fn end(&mut self, now_us: i64) -> Result<(), Fault> {
        let now_us = self.set(now_us);
        if self.state.ending_us.is_none() {
            self.state.ending_us = Some(now_us);
            if let Some(cutter) = &mut self.cutter {
                cutter.end_at(now_us);
            }
            self.state.save(&self.folder)?;
        }
        Ok(())
    }

    /// Whether it is cut off.
    pub const fn is_cut(&self) -> bool {
        self.state.cut
    }

    /// Whether the playlist is closed.
    pub const fn is_over(&self) -> bool {
        self.state.ended
    }

    /// The file of a name in an address, if there is one; it asks nothing of a broadcast that goes on.
    pub fn serve(folder: &Path, name: &str) -> Option<Served> {
        let (content_type, cache_control) = live::headers(name)?;
        let path = folder.join(PUBLIC).join(name);
        path.is_file().then_some(Served { path, content_type, cache_control })
    }

    /// The moment it is by a clock that does not run ahead: what jumps is the machine's clock, never the delay.
    fn set(&mut self, now_us: i64) -> i64 {
        let _ = self.room.set(now_us);
        self.room.now_us()
    }

    /// Makes the next thing public that is due, and says whether there was one.
    fn publish_one(&mut self, horizon: i64) -> Result<bool, Fault> {
        let covered = self.state.covered_us;
        let next = self.held.front().map(|segment| (segment.start_us, segment.end_us));
        if let Some((start, end)) = next
            && start <= covered.saturating_add(LOOSE_US)
        {
            if end > horizon {
                return Ok(false);
            }
            // it leaves memory only when it is out
            let Some(segment) = self.held.pop_front() else { return Ok(false) };
            let result = self.publish(&segment);
            if result.is_err() {
                self.held.push_front(segment);
            }
            return result.map(|()| true);
        }
        let coming = next.map(|(start, _)| start).or_else(|| self.cutter.as_ref().map(Cutter::start_us));
        let limit = coming.unwrap_or(i64::MAX).min(horizon);
        let whole = covered.saturating_add(SEGMENT_US);
        let bounded = Some(limit) == coming || Some(limit) == self.state.ending_us;
        let end = if whole <= limit { whole } else { limit };
        if end.saturating_sub(covered) < LOOSE_US || (end != whole && !bounded) {
            return Ok(false);
        }
        let segment = still(self.state.epoch_us, covered, end)?;
        self.publish(&segment).map(|()| true)
    }

    fn publish(&mut self, segment: &Segment) -> Result<(), Fault> {
        let mut state = self.state.clone();
        let known = self.head.as_ref().filter(|(picture, _)| *picture == segment.picture).map(|(_, name)| name.clone());
        let fresh = known.is_none();
        let head = known.unwrap_or_else(|| format!("head-{:04}.mp4", state.next_head));
        if fresh {
            state.next_head = state.next_head.saturating_add(1);
            fs::write(self.public(&head), Segment::head(&segment.picture)?)?;
        }
        let name = format!("{:08}.m4s", state.next_segment);
        state.next_segment = state.next_segment.saturating_add(1);
        fs::write(self.public(&name), &segment.bytes)?;
        let breaks = (fresh || segment.start_us - state.covered_us > LOOSE_US) && !state.entries.is_empty();
        let (start_us, end_us) = (segment.start_us, segment.end_us);
        state.covered_us = end_us;
        state.entries.push_back(Entry { name, head: head.clone(), start_us, end_us, breaks });
        while let Some(old) = state.entries.pop_front_if(|entry| entry.end_us < end_us - self.window_us) {
            state.media_sequence = state.media_sequence.saturating_add(1);
            state.breaks_gone = state.breaks_gone.saturating_add(u64::from(old.breaks));
            state.gone.push_back((old.name, end_us));
            if state.entries.iter().all(|entry| entry.head != old.head) && old.head != head {
                state.gone.push_back((old.head, end_us));
            }
        }
        let before = std::mem::replace(&mut self.state, state);
        // what no playlist names is not out: it is tried again
        if let Err(fault) = self.write_down() {
            self.state = before;
            return Err(fault);
        }
        self.head = Some((segment.picture.clone(), head));
        Ok(())
    }

    /// The state before the playlist: a name once told is never used again.
    fn write_down(&self) -> Result<(), Fault> {
        self.state.save(&self.folder)?;
        let state = &self.state;
        let text = live::playlist(&state.entries, state.media_sequence, state.breaks_gone, state.ended);
        let (new, place) = (self.folder.join("playlist.new"), self.public(PLAYLIST));
        fs::write(&new, text)?;
        fs::rename(new, place)?;
        Ok(())
    }

    fn sweep(&mut self, now_us: i64) -> Result<(), Fault> {
        let due = now_us.saturating_sub(self.delay_us).saturating_sub(GRACE_US);
        while let Some((name, _)) = self.state.gone.pop_front_if(|(_, since)| *since < due) {
            match fs::remove_file(self.public(&name)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }

    fn public(&self, name: &str) -> PathBuf {
        self.folder.join(PUBLIC).join(name)
    }
}

impl State {
    fn find(folder: &Path, covered_us: i64) -> Result<State, Fault> {
        let fresh = State {
            epoch_us: covered_us,
            next_segment: 1,
            next_head: 1,
            media_sequence: 1,
            breaks_gone: 0,
            entries: VecDeque::new(),
            covered_us,
            cut: false,
            ending_us: None,
            ended: false,
            gone: VecDeque::new(),
        };
        let text = match fs::read(folder.join(STATE)) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(fresh),
            Err(error) => return Err(error.into()),
        };
        if let Ok(state) = serde_json::from_slice(&text) {
            return Ok(state);
        }
        // a state nobody can read may have said that the broadcast is cut off: a person goes on with it, not the machine
        let mut last: u64 = 0;
        for entry in fs::read_dir(folder.join(PUBLIC))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let digits: String = name.chars().filter(char::is_ascii_digit).collect();
            last = last.max(digits.parse().unwrap_or(0));
        }
        let next = last.saturating_add(1);
        Ok(State { next_segment: next, next_head: next, media_sequence: next, cut: true, ..fresh })
    }

    fn save(&self, folder: &Path) -> Result<(), Fault> {
        let text = serde_json::to_vec(self).map_err(|error| Fault::Boxes(error.to_string()))?;
        let new = folder.join("state.new");
        let mut file = File::create(&new)?;
        file.write_all(&text)?;
        file.sync_data()?;
        fs::rename(new, folder.join(STATE))?;
        Ok(())
    }
}

#[cfg(test)]
#[path = "broadcast_tests.rs"]
mod tests;
