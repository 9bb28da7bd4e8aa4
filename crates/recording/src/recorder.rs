//! The recording of one hearing (H-080 to H-084): frames in, durable fragments and a chain of digests out.
//!
//! Nothing here waits for the disk. What the disk cannot take in time is dropped in whole fragments, told and named.

use std::collections::{BTreeMap, VecDeque};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, TrySendError};

use crate::clock::{Jump, Room};
use crate::disk::{Disk, Folder};
use crate::fault::Fault;
use crate::frame::{Frame, TrackId};
use crate::gap::{Event, Gap, Why};
use crate::health::{Health, Shared, Watch};
use crate::index::{Index, Manifest};
use crate::journal::{self, Entry};
use crate::recover::{Past, RESTRICTED};
use crate::track::{Cut, Lane, Out, Piece};
use crate::writer::{self, Begin, Job, Writer};

/// How long closing waits for a disk that does not answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// From which step on the clock of the room counts as having jumped.
const ROOM_JUMP_US: i64 = 10_000_000;
/// How many events wait to be asked for.
const EVENTS: usize = 4096;

/// How a hearing is recorded.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How much media a fragment holds, in milliseconds: up to 800, so that a crash loses a second at most.
    pub fragment_ms: u32,
    /// How long a frame waits for one that should come before it, in milliseconds.
    pub reorder_ms: u32,
    /// How many fragments may wait for the disk.
    pub queue: usize,
    /// How many bytes may wait for the disk.
    pub queue_bytes: u64,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { fragment_ms: 600, reorder_ms: 100, queue: 512, queue_bytes: 64 << 20 }
    }
}

/// What was found when a recording was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// Gaps the end of the last process made; empty for a new recording.
    pub recovered: Vec<Gap>,
    /// Bytes of a torn tail that were taken off.
    pub dropped: u64,
    /// The reason of a pause that goes on until [`Recorder::resume`].
    pub paused: Option<String>,
    /// Whether what comes still goes into the restricted folder.
    pub restricted: bool,
}

/// A recording that goes on.
pub struct Recorder {
    folder: PathBuf,
    settings: Settings,
    cut: Cut,
    room: Room,
    lanes: BTreeMap<TrackId, Lane>,
    parts: BTreeMap<TrackId, u32>,
    /// Tracks that the end of a process cut off, and since when they are missing.
    cut_off: BTreeMap<TrackId, (i64, Why)>,
    paused: bool,
    restricted: bool,
    jobs: Sender<Job>,
    /// Lines that found the queue full; they are never dropped.
    unsent: VecDeque<Entry>,
    shared: Arc<Shared>,
    watch: Watch,
    events: VecDeque<Event>,
    from_writer: Receiver<Event>,
    thread: JoinHandle<()>,
}

impl Recorder {
    /// Begins the recording of a hearing in a folder of its own, or goes on with it after the process was ended.
    pub fn open(folder: &Path, hearing: &str, settings: Settings, now_us: i64) -> Result<(Recorder, Opened), Fault> {
        Recorder::open_on(Box::new(Folder::new(folder.to_owned())), folder, hearing, settings, now_us)
    }

    pub(crate) fn open_on(
        disk: Box<dyn Disk>,
        folder: &Path,
        hearing: &str,
        settings: Settings,
        now_us: i64,
    ) -> Result<(Recorder, Opened), Fault> {
        if !(100..=800).contains(&settings.fragment_ms) || settings.reorder_ms > 150 || settings.queue == 0 {
            return Err(Fault::Setting("fragment_ms, reorder_ms or queue"));
        }
        fs::create_dir_all(folder.join(RESTRICTED))?;
        let lock = hold(folder)?;
        let past = Past::find(folder, hearing)?;
        let fresh = past.is_none();
        let past = past.unwrap_or_else(|| Past::none(now_us));
        let opened = Opened {
            recovered: past.gaps(now_us),
            dropped: past.dropped,
            paused: past.paused.clone(),
            restricted: past.restricted,
        };
        let (jobs, queue) = crossbeam_channel::bounded(settings.queue);
        let (events, from_writer) = crossbeam_channel::unbounded();
        let shared = Arc::new(Shared::default());
        let (chain, len) = (past.chain.clone(), past.len);
        let writer = Writer::new(Begin { disk, chain, len, shared: shared.clone(), events });
        let thread = std::thread::Builder::new().name("recording".into()).spawn(move || {
            writer.run(&queue);
            drop(lock); // only now may another process write here
        })?;
        let [fragment_us, reorder_us] = [settings.fragment_ms, settings.reorder_ms].map(|ms| i64::from(ms) * 1000);
        let mut recorder = Recorder {
            folder: folder.to_owned(),
            settings,
            cut: Cut { epoch_us: past.epoch_us, fragment_us, reorder_us },
            room: Room::new(now_us, i64::MAX),
            lanes: BTreeMap::new(),
            parts: past.parts,
            cut_off: BTreeMap::new(),
            paused: past.paused.is_some(),
            restricted: past.restricted,
            jobs,
            unsent: VecDeque::new(),
            shared,
            watch: Watch::default(),
            events: VecDeque::new(),
            from_writer,
            thread,
        };
        recorder.line(if fresh {
            Entry::Opened { hearing: hearing.to_owned(), at_us: now_us }
        } else {
            Entry::Reopened { at_us: now_us, dropped: opened.dropped }
        });
        for gap in &opened.recovered {
            recorder.cut_off.insert(gap.id(), (now_us, Why::Crash));
            recorder.line(Entry::Gap(gap.clone()));
        }
        Ok((recorder, opened))
    }

    /// Takes a frame. It is not recorded during a pause.
    pub fn push(&mut self, frame: Frame) -> Result<(), Fault> {
        if self.paused {
            return Ok(());
        }
        let id = frame.id();
        let mut out = Out::default();
        let lane = self.lanes.entry(id).or_insert_with(|| {
            let parts = self.parts.get(&id).copied().unwrap_or(0);
            let mut lane = Lane::new(id, self.cut, parts, self.restricted);
            if let Some((since, why)) = self.cut_off.remove(&id) {
                lane.missing_since(since, why);
            }
            lane
        });
        lane.push(frame, self.room.now_us(), &mut out)?;
        self.hand_over(id, out);
        Ok(())
    }

    /// Lets time pass; to be called at least every 100 ms. A clock that goes back is not followed, one that goes ahead is.
    pub fn tick(&mut self, now_us: i64) -> Result<(), Fault> {
        let before = self.room.now_us();
        self.set(now_us);
        if self.room.now_us().saturating_sub(before) > ROOM_JUMP_US {
            self.tell_jump(before, now_us);
        }
        self.each(|lane, now, out| lane.tick(now, out))?;
        self.resend();
        self.collect();
        Ok(())
    }

    /// Pauses: recess, deliberation, mediation (H-080). What is said from now on is not recorded.
    pub fn interrupt(&mut self, now_us: i64, reason: &str) -> Result<(), Fault> {
        if self.paused {
            return Ok(());
        }
        self.set(now_us);
        self.each(|lane, now, out| lane.flush(now, out))?;
        self.paused = true;
        self.line(Entry::Interrupted { at_us: self.room.now_us(), reason: reason.to_owned() });
        Ok(())
    }

    /// Goes on after a pause.
    pub fn resume(&mut self, now_us: i64) {
        if !self.paused {
            return;
        }
        self.set(now_us);
        self.paused = false;
        self.line(Entry::Resumed { at_us: self.room.now_us() });
        for (id, lane) in &mut self.lanes {
            lane.missing_since(self.room.now_us(), Why::Switch);
            self.events.push_back(Event::KeyWanted(*id));
        }
    }

    /// While secret evidence is shown, what comes goes into the restricted folder.
    pub fn restricted(&mut self, on: bool) -> Result<(), Fault> {
        if self.restricted == on {
            return Ok(());
        }
        self.restricted = on;
        self.each(|lane, now, out| lane.switch(now, on, out))?;
        self.line(Entry::Restricted { at_us: self.room.now_us(), on });
        self.events.extend(self.lanes.keys().map(|id| Event::KeyWanted(*id)));
        Ok(())
    }

    /// Keeps in the chain that something happened in the room: a phase, a speaker, somebody who joined or left.
    pub fn note(&mut self, now_us: i64, text: &str) {
        self.line(Entry::Note { at_us: self.room.of(now_us), text: text.to_owned() });
    }

    /// What happened since it was asked last.
    pub fn events(&mut self) -> Vec<Event> {
        self.collect();
        self.events.drain(..).collect()
    }

    /// What nobody asks for does not pile up.
    fn collect(&mut self) {
        self.events.extend(self.from_writer.try_iter());
        let over = self.events.len().saturating_sub(EVENTS);
        self.events.drain(..over);
    }

    /// How the recording does.
    pub fn health(&mut self) -> Health {
        self.watch.health(&self.shared, self.room.now_us())
    }

    /// Writes down the rest and closes the recording. Waits for the disk; if that fails, open it again and close it then.
    pub fn finish(mut self, now_us: i64) -> Result<Manifest, Fault> {
        self.set(now_us);
        if !self.paused {
            self.each(|lane, now, out| lane.flush(now, out))?;
        }
        let timed_out = || Fault::Io(std::io::ErrorKind::TimedOut.into());
        for entry in std::mem::take(&mut self.unsent) {
            self.jobs.send_timeout(Job::Line(entry), PATIENCE).map_err(|_| timed_out())?;
        }
        let (answer, answered) = crossbeam_channel::bounded(1);
        let last = Job::Finish(Entry::Closed { at_us: self.room.now_us() }, answer);
        self.jobs.send_timeout(last, PATIENCE).map_err(|_| timed_out())?;
        answered.recv_timeout(PATIENCE).map_err(|_| timed_out())??;
        drop(self.jobs);
        // it has answered and has nothing left to do but to let go of the folder
        let _ = self.thread.join();
        Ok(Index::read(&self.folder)?.manifest())
    }

    fn set(&mut self, now_us: i64) {
        if let Some(jump) = self.room.set(now_us) {
            self.tell_jump(jump.from_us, jump.to_us);
        }
    }

    fn tell_jump(&mut self, from_us: i64, to_us: i64) {
        self.events.push_back(Event::RoomClockJumped { from_us, to_us });
        self.line(Entry::Note { at_us: self.room.now_us(), text: format!("时钟由 {from_us} 变为 {to_us}") });
    }

    fn each(&mut self, act: impl Fn(&mut Lane, i64, &mut Out) -> Result<(), Fault>) -> Result<(), Fault> {
        let now_us = self.room.now_us();
        let mut outs = Vec::new();
        for (id, lane) in &mut self.lanes {
            let mut out = Out::default();
            act(lane, now_us, &mut out)?;
            outs.push((*id, out));
        }
        outs.into_iter().for_each(|(id, out)| self.hand_over(id, out));
        Ok(())
    }

    fn hand_over(&mut self, id: TrackId, out: Out) {
        self.events.extend(out.events);
        for Jump { from_us, to_us } in out.jumps {
            self.line(Entry::Clock { source: id.source, track: id.track, from_us, to_us });
        }
        for piece in out.pieces {
            self.hand_over_piece(piece);
        }
    }

    fn hand_over_piece(&mut self, piece: Piece) {
        self.resend();
        let (id, from) = (piece.id, piece.gap.as_ref().map_or(piece.start_us, |gap| gap.from_us));
        let bytes = crate::measure::length(piece.bytes.len());
        let queued = self.shared.queued_bytes.load(Ordering::Relaxed).saturating_add(bytes);
        let room = self.unsent.is_empty() && queued <= self.settings.queue_bytes;
        if !room || self.send(Job::Piece(Box::new(piece))).is_err() {
            if let Some(lane) = self.lanes.get_mut(&id) {
                lane.lost(from, Why::Queue);
            }
            self.events.push_back(Event::KeyWanted(id));
        }
    }

    fn line(&mut self, entry: Entry) {
        self.unsent.push_back(entry);
        self.resend();
    }

    fn resend(&mut self) {
        while let Some(entry) = self.unsent.pop_front() {
            if let Err(Job::Line(entry)) = self.send(Job::Line(entry)) {
                self.unsent.push_front(entry);
                break;
            }
        }
    }

    fn send(&mut self, job: Job) -> Result<(), Job> {
        let bytes = writer::size(&job);
        self.shared.queued_bytes.fetch_add(bytes, Ordering::Relaxed);
        match self.jobs.try_send(job) {
            Ok(()) => {
                self.watch.sent(self.room.now_us());
                Ok(())
            }
            Err(TrySendError::Full(job) | TrySendError::Disconnected(job)) => {
                self.shared.queued_bytes.fetch_sub(bytes, Ordering::Relaxed);
                Err(job)
            }
        }
    }
}

/// One process at a time.
fn hold(folder: &Path) -> Result<File, Fault> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(folder.join(journal::FILE))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Fault::Held),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

#[cfg(test)]
#[path = "recorder_tests.rs"]
mod tests;
