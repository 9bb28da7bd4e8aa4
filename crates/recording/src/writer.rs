//! The thread that writes: media first and made durable, then the lines that name them. A batch holds whole or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender};

use crate::disk::Disk;
use crate::fault::Fault;
use crate::frame::TrackId;
use crate::gap::{Event, Gap, Why};
use crate::health::Shared;
use crate::journal::{self, Chain, Entry, Fragment, Head};
use crate::measure::length;
use crate::picture::Shape;
use crate::track::{Part, Piece};

/// How many jobs are made durable together at most.
const BATCH: usize = 64;

/// Something to be written.
pub enum Job {
    /// A fragment.
    Piece(Box<Piece>),
    /// A line of the chain.
    Line(Entry),
    /// The last line; the answer says whether all of it is durable.
    Finish(Entry, Sender<Result<(), Fault>>),
}

/// Where the writer begins.
pub struct Begin {
    /// What it writes to.
    pub disk: Box<dyn Disk>,
    /// The chain so far.
    pub chain: Chain,
    /// The bytes the chain takes so far.
    pub len: u64,
    /// What the caller sees.
    pub shared: Arc<Shared>,
    /// What the caller is told.
    pub events: Sender<Event>,
}

/// The writer.
pub struct Writer {
    begin: Begin,
    lengths: BTreeMap<String, u64>,
    files: BTreeMap<TrackId, String>,
    /// Lines that could not be written yet, in their order.
    backlog: Vec<Entry>,
    /// What was dropped of each track since its last durable fragment.
    lost: BTreeMap<TrackId, (i64, i64)>,
}

/// What a batch would change.
#[derive(Default)]
struct Staged {
    entries: Vec<Entry>,
    lengths: BTreeMap<String, u64>,
    healed: BTreeSet<TrackId>,
    media: Option<(i64, i64)>,
}

impl Writer {
    /// A writer that goes on from there.
    pub const fn new(begin: Begin) -> Writer {
        Writer { begin, lengths: BTreeMap::new(), files: BTreeMap::new(), backlog: Vec::new(), lost: BTreeMap::new() }
    }

    /// Writes what comes until nobody can send any more.
    pub fn run(mut self, jobs: &Receiver<Job>) {
        while let Ok(first) = jobs.recv() {
            let mut batch = vec![first];
            batch.extend(jobs.try_iter().take(BATCH - 1));
            let count = length(batch.len());
            let bytes = batch.iter().map(size).sum();
            self.commit(batch);
            self.begin.shared.did(count, bytes);
        }
    }

    fn commit(&mut self, batch: Vec<Job>) {
        let mut answer = None;
        let mut items = Vec::with_capacity(batch.len());
        for job in batch {
            match job {
                Job::Finish(entry, reply) => {
                    answer = Some(reply);
                    items.push(Job::Line(entry));
                }
                job => items.push(job),
            }
        }
        let mut staged = Staged::default();
        let result = self.stage(&items, &mut staged).and_then(|()| self.seal(&staged.entries));
        let told = match result {
            Ok((chain, len)) => {
                (self.begin.chain, self.begin.len) = (chain, len);
                self.settle(&items, staged);
                Ok(())
            }
            Err(error) => {
                self.take_back(items, &staged, answer.is_some());
                self.tell_failure(&error);
                Err(Fault::Io(error))
            }
        };
        if let Some(answer) = answer {
            // the caller may have stopped waiting; what it would hear is on the disk
            let _ = answer.send(told);
        }
    }

    /// Writes the media of a batch and makes them durable.
    fn stage(&mut self, items: &[Job], staged: &mut Staged) -> io::Result<()> {
        staged.entries.extend(self.backlog.iter().cloned());
        for item in items {
            match item {
                Job::Line(entry) => {
                    if matches!(entry, Entry::Closed { .. }) {
                        self.stage_lost(staged);
                    }
                    staged.entries.push(entry.clone());
                }
                Job::Piece(piece) => self.stage_piece(piece, staged)?,
                Job::Finish(..) => {}
            }
        }
        staged.lengths.keys().try_for_each(|file| self.begin.disk.sync(file))
    }

    /// What was dropped and has nothing behind it is named before the recording is closed.
    fn stage_lost(&self, staged: &mut Staged) {
        for (id, (from, to)) in &self.lost {
            if staged.healed.insert(*id) {
                staged.entries.push(Entry::Gap(Gap::new(*id, *from, *to, Why::Disk)));
            }
        }
    }

    fn stage_piece(&mut self, piece: &Piece, staged: &mut Staged) -> io::Result<()> {
        if let Some((from, _)) = self.lost.get(&piece.id)
            && !staged.healed.contains(&piece.id)
        {
            if !piece.key {
                return Ok(());
            }
            staged.entries.push(Entry::Gap(Gap::new(piece.id, *from, piece.start_us, Why::Disk)));
            staged.healed.insert(piece.id);
        }
        staged.entries.extend(piece.gap.clone().map(Entry::Gap));
        let part = &piece.part;
        let mut at = staged.lengths.get(&part.file).or_else(|| self.lengths.get(&part.file)).copied().unwrap_or(0);
        staged.lengths.insert(part.file.clone(), at);
        if at == 0 {
            self.begin.disk.write(&part.file, 0, &part.head)?;
            at = length(part.head.len());
            staged.entries.push(Entry::Head(head(piece.id, part)));
        }
        self.begin.disk.write(&part.file, at, &piece.bytes)?;
        let to = at.saturating_add(length(piece.bytes.len()));
        staged.entries.push(Entry::Fragment(Fragment {
            file: part.file.clone(),
            from: at,
            to,
            start_us: piece.start_us,
            end_us: piece.end_us,
            key: piece.key,
            sm3: journal::digest(&piece.bytes),
        }));
        staged.lengths.insert(part.file.clone(), to);
        let (start, end) = staged.media.unwrap_or((piece.start_us, piece.end_us));
        staged.media = Some((start.min(piece.start_us), end.max(piece.end_us)));
        Ok(())
    }

    /// Appends lines to the chain and makes them durable.
    fn seal(&mut self, entries: &[Entry]) -> io::Result<(Chain, u64)> {
        let mut chain = self.begin.chain.clone();
        if entries.is_empty() {
            return Ok((chain, self.begin.len));
        }
        let mut text = String::new();
        for entry in entries {
            text.push_str(&chain.write(entry)?);
        }
        self.begin.disk.write(journal::FILE, self.begin.len, text.as_bytes())?;
        self.begin.disk.sync(journal::FILE)?;
        Ok((chain, self.begin.len.saturating_add(length(text.len()))))
    }

    fn settle(&mut self, items: &[Job], staged: Staged) {
        self.backlog.clear();
        self.lost.retain(|id, _| !staged.healed.contains(id));
        for item in items {
            if let Job::Piece(piece) = item {
                if self.lost.contains_key(&piece.id) {
                    self.drop_piece(piece);
                } else if let Some(old) = self.files.insert(piece.id, piece.part.file.clone())
                    && old != piece.part.file
                {
                    self.begin.disk.close(&old);
                }
            }
        }
        self.lengths.extend(staged.lengths);
        // a batch whose fragments were all skipped says nothing of the disk
        if !staged.entries.is_empty() && self.begin.shared.durable(staged.media) {
            self.tell(Event::WriteRecovered);
        }
        for entry in staged.entries {
            if let Entry::Gap(gap) = entry {
                self.tell(Event::Gap(gap));
            }
        }
    }

    /// Nothing of the batch shall remain: files are cut back, fragments counted as lost, lines kept for later.
    fn take_back(&mut self, items: Vec<Job>, staged: &Staged, finishing: bool) {
        // a cut that fails as well leaves bytes behind that the next write at the same place covers
        for file in staged.lengths.keys() {
            let _ = self.begin.disk.cut(file, self.lengths.get(file).copied().unwrap_or(0));
        }
        let _ = self.begin.disk.cut(journal::FILE, self.begin.len);
        for item in items {
            match item {
                Job::Piece(piece) => {
                    self.backlog.extend(piece.gap.clone().map(Entry::Gap));
                    self.drop_piece(&piece);
                }
                // a recording that could not be closed is closed by whoever opens it again
                Job::Line(Entry::Closed { .. }) if finishing => {}
                Job::Line(entry) => self.backlog.push(entry),
                Job::Finish(..) => {}
            }
        }
    }

    fn drop_piece(&mut self, piece: &Piece) {
        let (_, end) = self.lost.entry(piece.id).or_insert((piece.start_us, piece.end_us));
        *end = (*end).max(piece.end_us);
        if piece.part.shape != Shape::Sound {
            self.tell(Event::KeyWanted(piece.id));
        }
    }

    fn tell_failure(&self, error: &io::Error) {
        let full = matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
        let text = error.to_string();
        if self.begin.shared.failed(full, &text) {
            self.tell(Event::WriteFailed { full, error: text });
        }
    }

    fn tell(&self, event: Event) {
        // a caller that is gone asks no more
        let _ = self.begin.events.send(event);
    }
}

/// The bytes a job holds in memory.
pub fn size(job: &Job) -> u64 {
    match job {
        Job::Piece(piece) => length(piece.bytes.len()),
        Job::Line(_) | Job::Finish(..) => 0,
    }
}

fn head(id: TrackId, part: &Part) -> Head {
    let (width, height) = match &part.shape {
        Shape::Picture(picture) => (picture.width, picture.height),
        Shape::Sound => (0, 0),
    };
    Head {
        file: part.file.clone(),
        source: id.source,
        track: id.track,
        restricted: part.restricted,
        codecs: part.shape.codecs(),
        width,
        height,
        to: length(part.head.len()),
        sm3: journal::digest(&part.head),
    }
}

#[cfg(test)]
#[path = "writer_tests.rs"]
mod tests;
