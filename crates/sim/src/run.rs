//! Running a simulation: a fresh one, or one that goes on where storage stopped.
//!
//! To go on, the year is lived again from its first day without writing what storage holds, and the logs must
//! come out the same; that is quick, needs no saved state, and shows that nothing was changed meanwhile.

use ::court::bulk::{Line, LineFault, Opening};
use docket::digest;
use docket::head::Head;
use docket::key::CourtKey;
use docket::store::BulkWriter;
use law::day::Day;
use law::life::facts::CaseFacts;
use serde::{Deserialize, Serialize};

use crate::plan::{Plan, PlanRefused, Scale};
use crate::world;
use crate::year::{Living, Stuck};

/// Name under which storage keeps the simulation's progress.
pub const PROGRESS: &str = "simulate";

/// Entries after which a day's end closes a transaction.
pub const PIECE: usize = 100_000;

/// The digest of the text a case made public, by the seed and what its log says of it; none where there is no text.
pub type Texts = fn(u64, &CaseFacts) -> Option<String>;

/// What to live.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The plan, not scaled.
    pub plan: Plan,
    /// How much of it.
    pub scale: Scale,
    /// Seed.
    pub seed: u64,
    /// Digests of what is published, for who has the texts.
    pub texts: Option<Texts>,
}

/// What storage knows of an earlier run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Last day stored.
    pub day: Day,
    /// Whether the year is complete.
    pub done: bool,
    /// Entries stored.
    pub entries: u64,
    /// Transactions stored.
    pub pieces: u64,
    /// Digest of the plan.
    pub plan: String,
    /// Scale.
    pub scale: String,
    /// Seed.
    pub seed: u64,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Entries of the whole history.
    pub entries: u64,
    /// Entries written by this run.
    pub written: u64,
    /// Matters.
    pub matters: u64,
    /// Stopped before the end.
    pub stopped: bool,
}

/// Why a run ended badly.
#[derive(Debug)]
pub enum SimFault {
    /// The plan cannot be met.
    Plan(PlanRefused),
    /// A step was refused.
    Stuck(Box<Stuck>),
    /// Sealing or storing failed.
    Line(LineFault),
    /// Storage holds another history.
    Other(String),
}

impl std::fmt::Display for SimFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SimFault::Plan(cause) => write!(f, "{cause}"),
            SimFault::Stuck(cause) => write!(f, "模拟中的一步被规则拒绝：{cause}"),
            SimFault::Line(cause) => write!(f, "{cause}"),
            SimFault::Other(cause) => f.write_str(cause),
        }
    }
}

impl std::error::Error for SimFault {}

/// Keys of the simulated courts' heads, fixed by the seed: for simulated courts only.
pub fn keys(seed: u64) -> Vec<CourtKey> {
    let key = |court: &law::court::Court| CourtKey::from_seed(format!("simulated/{seed}/{}", court.code).as_bytes());
    law::court::courts().iter().map(key).collect()
}

/// What is told while it runs.
#[derive(Debug, Clone, Copy)]
pub struct Tick {
    /// First day.
    pub first: Day,
    /// The day just lived.
    pub day: Day,
    /// Last day.
    pub last: Day,
    /// Entries so far.
    pub entries: u64,
}

/// What storage holds of an earlier run.
#[derive(Debug, Clone)]
pub struct Held {
    /// Its progress, as stored.
    pub progress: String,
    /// The latest head of each court.
    pub heads: Vec<Head>,
}

/// Lives the year into a writer. `tick` is told of every day and may stop the run by returning false.
pub fn simulate(
    settings: &Settings,
    held: Option<Held>,
    writer: Box<dyn BulkWriter>,
    tick: &mut dyn FnMut(Tick) -> bool,
) -> Result<Outcome, SimFault> {
    let plan = settings.plan.scaled(settings.scale).map_err(SimFault::Plan)?;
    let fates = world::make(&plan, settings.seed).map_err(SimFault::Plan)?;
    let mut progress = Progress {
        day: Day(0),
        done: false,
        entries: 0,
        pieces: 0,
        plan: digest::to_hex(&digest::sm3(format!("{plan:?}").as_bytes())),
        scale: settings.scale.to_string(),
        seed: settings.seed,
    };
    let earlier = held.as_ref().map(|held| same_run(&progress, &held.progress)).transpose()?;
    let matters = u64::try_from(fates.len()).unwrap_or(0);
    if let Some(earlier) = earlier.as_ref().filter(|earlier| earlier.done) {
        return Ok(Outcome { entries: earlier.entries, written: 0, matters, stopped: false });
    }
    let opening = Opening {
        keys: keys(settings.seed),
        heads: held.map(|held| held.heads).unwrap_or_default(),
        held: earlier.map_or(0, |earlier| earlier.pieces),
    };
    let line = Line::start(opening, writer);
    let mut living = Living::new(&plan, settings.seed, &fates, settings.texts);
    let stopped = live(&mut living, &line, &mut progress, tick);
    let written = line.finish().map_err(SimFault::Line)?;
    Ok(Outcome { entries: progress.entries, written, matters, stopped: stopped? })
}

fn live(
    living: &mut Living<'_>,
    line: &Line,
    progress: &mut Progress,
    tick: &mut dyn FnMut(Tick) -> bool,
) -> Result<bool, SimFault> {
    let (first, last) = (living.first(), living.last());
    let mut day = first;
    while day <= last {
        living.day(day).map_err(|stuck| SimFault::Stuck(Box::new(stuck)))?;
        progress.day = day;
        let done = day == last;
        if done {
            living.settle_all();
        }
        let pending = living.register.entries();
        if done || pending >= PIECE {
            progress.entries += u64::try_from(pending).unwrap_or(0);
            progress.pieces += 1;
            progress.done = done;
            let value = serde_json::to_string(progress).map_err(|e| SimFault::Other(e.to_string()))?;
            if !line.send(living.register.take(Some((PROGRESS.to_owned(), value)), done)) {
                return Ok(true);
            }
        }
        let pending = u64::try_from(living.register.entries()).unwrap_or(0);
        if !tick(Tick { first, day, last, entries: progress.entries + pending }) && !done {
            return Ok(true);
        }
        day = day.plus(1);
    }
    Ok(false)
}

fn same_run(mine: &Progress, stored: &str) -> Result<Progress, SimFault> {
    let stored: Progress =
        serde_json::from_str(stored).map_err(|e| SimFault::Other(format!("库中的模拟进度无法读取：{e}")))?;
    let same = stored.plan == mine.plan && stored.scale == mine.scale && stored.seed == mine.seed;
    if same {
        return Ok(stored);
    }
    Err(SimFault::Other(format!(
        "库中已有另一次模拟（比例 {}，种子 {}，到 {}），与本次（比例 {}，种子 {}）的计划不同；请换一个数据库",
        stored.scale, stored.seed, stored.day, mine.scale, mine.seed
    )))
}
