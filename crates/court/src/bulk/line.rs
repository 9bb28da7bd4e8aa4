//! The line from drafts to storage: one thread seals, one writes, so that deciding never waits for either.
//!
//! Work that storage already holds (after a stop) is sealed again to get the logs' states back, and not written.

use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, bounded};
use docket::head::Head;
use docket::key::CourtKey;
use docket::sealer::Sealer;
use docket::store::{Batch, BulkWriter, CourtRow, Cursor, StoreError};
use docket::tree::Tree;
use law::court::courts;
use law::ids::CourtId;
use rayon::prelude::*;

use super::register::Work;

/// What stops a line.
#[derive(Debug)]
pub enum LineFault {
    /// Storage failed.
    Store(StoreError),
    /// A head could not be signed.
    Key(String),
    /// What storage holds is not what was lived again: court, and size of its log.
    Differs(CourtId, i64),
    /// A thread ended early.
    Broken,
}

impl std::fmt::Display for LineFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            LineFault::Store(cause) => write!(f, "{cause}"),
            LineFault::Key(cause) => write!(f, "日志头无法签名：{cause}"),
            LineFault::Differs(court, size) => {
                let name = law::court::court(*court).map_or("", |court| court.name);
                write!(f, "{name}：库中第 {size} 条以前的日志与本次计划、种子和比例不符，不能接着模拟")
            }
            LineFault::Broken => write!(f, "写入线程提前结束"),
        }
    }
}

impl std::error::Error for LineFault {}

/// Where a line starts.
pub struct Opening {
    /// Keys of the courts' heads, in the order of the register.
    pub keys: Vec<CourtKey>,
    /// Heads storage holds, when work up to `held` is there already.
    pub heads: Vec<Head>,
    /// Pieces of work that storage holds already.
    pub held: u64,
}

/// A running line.
pub struct Line {
    work: Option<Sender<Work>>,
    sealing: JoinHandle<Result<(), LineFault>>,
    writing: JoinHandle<Result<u64, LineFault>>,
}

/// One piece may wait between two threads, so that neither stands still while the other's pieces differ in size.
const PIECES_IN_FLIGHT: usize = 1;

impl Line {
    /// Starts the line into a writer.
    pub fn start(opening: Opening, writer: Box<dyn BulkWriter>) -> Line {
        let (work_in, work_out) = bounded::<Work>(PIECES_IN_FLIGHT);
        let (batch_in, batch_out) = bounded::<Batch>(PIECES_IN_FLIGHT);
        let sealing = std::thread::spawn(move || seal(opening, &work_out, &batch_in));
        let writing = std::thread::spawn(move || write(&batch_out, writer));
        Line { work: Some(work_in), sealing, writing }
    }

    /// Hands a piece of work over; waits when two are in flight. False when the line has stopped.
    pub fn send(&self, work: Work) -> bool {
        self.work.as_ref().is_some_and(|sender| sender.send(work).is_ok())
    }

    /// Waits until everything is stored; entries written.
    pub fn finish(mut self) -> Result<u64, LineFault> {
        self.work = None;
        let sealed = self.sealing.join().map_err(|_| LineFault::Broken)?;
        let written = self.writing.join().map_err(|_| LineFault::Broken)?;
        let written = written?;
        sealed?;
        Ok(written)
    }
}

fn seal(opening: Opening, from: &Receiver<Work>, to: &Sender<Batch>) -> Result<(), LineFault> {
    let mut sealers: Vec<Sealer> = courts()
        .iter()
        .zip(opening.keys)
        .map(|(court, key)| Sealer::new(court.code, Tree::new(court.id), key))
        .collect();
    let mut first = true;
    for (number, work) in (0_u64..).zip(from.iter()) {
        let held = number < opening.held;
        let mut batch = sealed(&mut sealers, work, held)?;
        if held {
            if number + 1 == opening.held {
                compare(&sealers, &opening.heads)?;
            }
            continue;
        }
        if std::mem::take(&mut first) {
            batch.courts = court_rows(&sealers);
        }
        if to.send(batch).is_err() {
            break;
        }
    }
    Ok(())
}

fn court_rows(sealers: &[Sealer]) -> Vec<CourtRow> {
    let row = |(court, sealer): (&law::court::Court, &Sealer)| CourtRow {
        court: court.id,
        code: court.code.to_owned(),
        name: court.name.to_owned(),
        public_key: sealer.key().public().to_bytes().to_vec(),
    };
    courts().iter().zip(sealers).map(row).collect()
}

/// What was lived again must end in the very heads that storage holds.
fn compare(sealers: &[Sealer], heads: &[Head]) -> Result<(), LineFault> {
    for sealer in sealers {
        let held = heads.iter().filter(|head| head.court == sealer.court()).max_by_key(|head| head.size);
        let same = match held {
            None => sealer.size() == 0,
            Some(head) => head.size == sealer.size() && sealer.root() == head.root,
        };
        if !same {
            return Err(LineFault::Differs(sealer.court(), held.map_or(0, |head| head.size)));
        }
    }
    Ok(())
}

fn sealed(sealers: &mut [Sealer], work: Work, held: bool) -> Result<Batch, LineFault> {
    let Work { drafts, facts, tallies, statements, field_keys, counters, until, progress, last } = work;
    let mut by_court: Vec<Option<Vec<docket::entry::Draft>>> = sealers.iter().map(|_| None).collect();
    for (court, list) in drafts {
        let index = usize::from(court.0).saturating_sub(1);
        if let Some(slot) = by_court.get_mut(index) {
            *slot = Some(list);
        }
    }
    let parts: Result<Vec<_>, LineFault> = sealers
        .par_iter_mut()
        .zip(by_court)
        .filter_map(|(sealer, drafts)| Some((sealer, drafts?)))
        .map(|(sealer, drafts)| {
            let entries: Vec<_> = drafts.into_iter().map(|draft| sealer.seal(draft)).collect();
            if held {
                return Ok((Vec::new(), sealer.take_nodes(), None));
            }
            let head = sealer.head(until).map_err(|e| LineFault::Key(e.to_string()))?;
            Ok((entries, sealer.take_nodes(), Some(head)))
        })
        .collect();
    let mut batch = Batch { facts, tallies, statements, field_keys, counters, progress, ..Batch::default() };
    for (entries, nodes, head) in parts? {
        batch.entries.extend(entries);
        batch.nodes.extend(nodes);
        batch.heads.extend(head);
    }
    if last {
        let cursor =
            |sealer: &Sealer| Cursor { name: "facts".to_owned(), court: sealer.court(), position: sealer.size() };
        batch.cursors = sealers.iter().map(cursor).collect();
    }
    Ok(batch)
}

fn write(from: &Receiver<Batch>, mut writer: Box<dyn BulkWriter>) -> Result<u64, LineFault> {
    let mut written = 0;
    for batch in from.iter() {
        writer.write(&batch).map_err(LineFault::Store)?;
        written += u64::try_from(batch.entries.len()).unwrap_or(0);
    }
    writer.finish().map_err(LineFault::Store)?;
    Ok(written)
}
