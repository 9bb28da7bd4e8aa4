//! The recording of a hearing that is open, its program, and its broadcast: what the rules let each have of every frame.

use std::path::{Path, PathBuf};

use law::hearing::{Hearing, Phase};
use recording::{Broadcast, Codec, Fault, Frame, Health, Manifest, Program, Recorder, Settings, Track};

/// Seconds of a broadcast that can be wound back.
const WINDOW_S: u32 = 600;
/// How long a recording may be silent about what was said before it counts as stalled.
const STALL_US: i64 = 3_000_000;

/// What a recording has to say to the hearing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pulse {
    /// What is said is on the disk.
    Durable,
    /// It is not, and why.
    Stalled(String),
    /// Nothing is to be recorded yet.
    Quiet,
}

/// What goes where, by the rules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Wanted {
    file: bool,
    apart: bool,
    public: bool,
}

/// A recording that goes on.
pub struct Tape {
    folder: PathBuf,
    recorder: Recorder,
    program: Program,
    broadcast: Option<Broadcast>,
    wanted: Wanted,
    paused: bool,
    /// What is to be added to the moments of the room to have those of the clock.
    offset: Option<i64>,
    last_us: i64,
}

/// The folder of what the public is sent.
pub fn public(folder: &Path) -> PathBuf {
    folder.join("broadcast")
}

impl Tape {
    /// Begins, or goes on after the process was ended.
    pub fn open(folder: &Path, hearing: &str, now_us: i64) -> Result<Tape, Fault> {
        let (recorder, opened) = Recorder::open(folder, hearing, Settings::default(), now_us)?;
        for gap in &opened.recovered {
            tracing::warn!(hearing, ?gap, "a recording goes on after a gap");
        }
        Ok(Tape {
            folder: folder.to_owned(),
            recorder,
            program: Program::new(now_us)?,
            broadcast: None,
            wanted: Wanted { apart: opened.restricted, ..Wanted::default() },
            paused: opened.paused.is_some(),
            offset: None,
            last_us: now_us,
        })
    }

    /// Follows the rules after a change.
    pub fn follow(&mut self, hearing: &Hearing, now_us: i64) {
        let before = matches!(hearing.phase(), Phase::Waiting);
        let file = hearing.recorded() || before;
        let apart = hearing.recorded_apart();
        let wanted = Wanted { file, apart, public: hearing.broadcast_now() };
        if !file && !apart && !self.paused {
            self.told(|tape| tape.recorder.interrupt(now_us, hearing.phase().zh()));
            self.paused = true;
        } else if (file || apart) && self.paused {
            self.recorder.resume(now_us);
            self.paused = false;
        }
        if apart != self.wanted.apart {
            self.told(|tape| tape.recorder.restricted(apart));
        }
        self.sent(hearing, wanted, now_us);
        self.wanted = wanted;
        match hearing.screens().iter().next() {
            Some(person) => self.program.focus_screen(u32::from(person.0)),
            None => {
                let shown = hearing.floor().map(|floor| floor.person).or_else(|| hearing.presiding());
                if let Some(person) = shown {
                    self.program.focus(u32::from(person.0));
                }
            }
        }
    }

    /// What the public is sent begins, is cut off for ever, and goes on.
    fn sent(&mut self, hearing: &Hearing, wanted: Wanted, now_us: i64) {
        if wanted.public && self.broadcast.is_none() {
            let delay = u32::from(hearing.broadcast().delay_s);
            match Broadcast::new(&public(&self.folder), delay, WINDOW_S, now_us) {
                Ok(broadcast) => self.broadcast = Some(broadcast),
                Err(cause) => tracing::error!(%cause, "a broadcast does not begin"),
            }
        }
        let Some(broadcast) = &mut self.broadcast else { return };
        let done = match (self.wanted.public, wanted.public) {
            (true, false) => broadcast.cut(now_us).map(|_| ()),
            (false, true) => broadcast.resume(now_us),
            _ => Ok(()),
        };
        if let Err(cause) = done {
            tracing::error!(%cause, "a broadcast does not follow");
        }
    }

    fn told(&mut self, act: impl FnOnce(&mut Tape) -> Result<(), Fault>) {
        if let Err(cause) = act(self) {
            tracing::error!(%cause, "a recording does not follow");
        }
    }

    /// Takes a frame in the moments of its room.
    pub fn push(&mut self, frame: Frame, now_us: i64) {
        let offset = *self.offset.get_or_insert(now_us.saturating_sub(frame.time_us));
        let frame = Frame { time_us: frame.time_us.saturating_add(offset), ..frame };
        if !(self.wanted.file || self.wanted.apart) {
            return;
        }
        self.last_us = now_us;
        let shown = self.program.push(&frame);
        self.told(|tape| tape.recorder.push(frame));
        if let Some(frame) = shown {
            self.composed(&frame);
        }
    }

    fn composed(&mut self, frame: &Frame) {
        if let Some(broadcast) = self.broadcast.as_mut().filter(|_| self.wanted.public) {
            broadcast.push(frame);
        }
        let frame = frame.clone();
        self.told(|tape| tape.recorder.push(frame));
    }

    /// Lets time pass.
    pub fn tick(&mut self, now_us: i64) -> Pulse {
        if self.wanted.file || self.wanted.apart {
            for frame in self.program.tick(now_us) {
                self.composed(&frame);
            }
        }
        self.told(|tape| tape.recorder.tick(now_us));
        if let Some(broadcast) = &mut self.broadcast
            && let Err(cause) = broadcast.tick(now_us)
        {
            tracing::error!(%cause, "a broadcast stands still");
        }
        self.pulse(now_us)
    }

    fn pulse(&mut self, now_us: i64) -> Pulse {
        match self.recorder.health() {
            Health::Durable { since_us: None, .. } => Pulse::Quiet,
            Health::Durable { last_durable_us: Some(last), .. }
                if !self.paused && now_us.saturating_sub(last) > STALL_US && now_us - self.last_us < STALL_US =>
            {
                Pulse::Stalled("最近几秒的录音录像没有写入磁盘".to_owned())
            }
            Health::Durable { .. } => Pulse::Durable,
            Health::Stalled { for_ms } => Pulse::Stalled(format!("磁盘 {} 秒没有响应", for_ms / 1000)),
            Health::DiskFull => Pulse::Stalled("磁盘已满".to_owned()),
            Health::Failing { error } => Pulse::Stalled(format!("写入失败：{error}")),
        }
    }

    /// Ends it, and tells what there is.
    pub fn finish(mut self, now_us: i64) -> Result<Manifest, Fault> {
        for frame in self.program.finish(now_us) {
            self.composed(&frame);
        }
        if let Some(broadcast) = &mut self.broadcast {
            broadcast.end(now_us)?;
        }
        self.recorder.finish(now_us)
    }
}

/// A track in the words of the recording.
pub const fn track(track: rooms::Track) -> Track {
    match track {
        rooms::Track::Camera => Track::Camera,
        rooms::Track::Microphone => Track::Microphone,
        rooms::Track::Screen => Track::Screen,
    }
}

/// A coding in the words of the recording.
pub const fn codec(codec: rooms::Codec) -> Codec {
    match codec {
        rooms::Codec::Opus => Codec::Opus,
        rooms::Codec::H264 => Codec::H264,
        rooms::Codec::Vp8 => Codec::Vp8,
    }
}
