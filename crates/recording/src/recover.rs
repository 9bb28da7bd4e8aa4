//! What is found in the folder of a hearing when it is opened again: the torn tail taken off, the gap named.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::path::Path;

use crate::fault::Fault;
use crate::frame::TrackId;
use crate::gap::{Gap, Why};
use crate::journal::{self, Chain, Entry, Fragment};

/// Where files of secret evidence lie within the folder.
pub const RESTRICTED: &str = "restricted";

/// A track that ended longer before the end than this was not cut off by it.
const CUT_OFF_US: i64 = 3_000_000;

/// What was found.
#[derive(Debug, Default)]
pub struct Past {
    /// The chain so far.
    pub chain: Chain,
    /// The bytes it takes.
    pub len: u64,
    /// When the hearing's recording began.
    pub epoch_us: i64,
    /// The reason of a pause nobody ended.
    pub paused: Option<String>,
    /// Whether secret evidence was being shown.
    pub restricted: bool,
    /// Parts of each track so far.
    pub parts: BTreeMap<TrackId, u32>,
    /// Where each track ends.
    pub ends: BTreeMap<TrackId, i64>,
    /// Bytes that were taken off.
    pub dropped: u64,
    /// Recorded bytes that are no longer there.
    pub damaged: Vec<Gap>,
    hearing: String,
    closed: bool,
    owners: BTreeMap<String, TrackId>,
    files: BTreeMap<String, Vec<Fragment>>,
}

impl Past {
    /// Nothing was recorded before this moment.
    pub fn none(epoch_us: i64) -> Past {
        Past { epoch_us, ..Past::default() }
    }

    /// Reads a folder and takes off what an interrupted write left behind; nothing, if nothing was recorded yet.
    pub fn find(folder: &Path, hearing: &str) -> Result<Option<Past>, Fault> {
        let lines = match journal::read(folder) {
            Ok(lines) => lines,
            Err(Fault::Absent) => return Ok(None),
            Err(fault) => return Err(fault),
        };
        if let Some(line) = lines.broken {
            return Err(Fault::Broken { line });
        }
        let mut past = Past { chain: lines.chain, len: lines.len, dropped: lines.torn, ..Past::default() };
        lines.entries.into_iter().for_each(|entry| past.take(entry));
        if past.closed {
            return Err(Fault::Closed);
        }
        if past.chain.lines() > 0 && past.hearing != hearing {
            return Err(Fault::Other(past.hearing));
        }
        OpenOptions::new().write(true).open(folder.join(journal::FILE))?.set_len(past.len)?;
        past.trim(folder)?;
        Ok((past.chain.lines() > 0).then_some(past))
    }

    fn take(&mut self, entry: Entry) {
        match entry {
            Entry::Opened { hearing, at_us } => (self.hearing, self.epoch_us) = (hearing, at_us),
            Entry::Head(head) => {
                let id = TrackId::new(head.source, head.track);
                *self.parts.entry(id).or_default() += 1;
                self.owners.insert(head.file.clone(), id);
                self.files.entry(head.file).or_default();
            }
            Entry::Fragment(fragment) => {
                if let Some(id) = self.owners.get(&fragment.file) {
                    let end = self.ends.entry(*id).or_insert(fragment.end_us);
                    *end = (*end).max(fragment.end_us);
                }
                self.files.entry(fragment.file.clone()).or_default().push(fragment);
            }
            Entry::Interrupted { reason, .. } => self.paused = Some(reason),
            Entry::Resumed { .. } => self.paused = None,
            Entry::Restricted { on, .. } => self.restricted = on,
            Entry::Closed { .. } => self.closed = true,
            Entry::Reopened { .. } | Entry::Gap(_) | Entry::Clock { .. } | Entry::Note { .. } => {}
        }
    }

    /// Cuts files to what the chain knows of them and removes those it does not know.
    fn trim(&mut self, folder: &Path) -> Result<(), Fault> {
        for (file, fragments) in &self.files {
            let known = fragments.last().map_or(0, |last| last.to);
            let found = fs::metadata(folder.join(file)).map_or(0, |about| about.len());
            if found > known && known > 0 {
                self.dropped = self.dropped.saturating_add(found - known);
                File::options().write(true).open(folder.join(file))?.set_len(known)?;
            }
            let missing = fragments.iter().find(|fragment| fragment.to > found);
            if let (Some(first), Some(last), Some(id)) = (missing, fragments.last(), self.owners.get(file)) {
                self.damaged.push(Gap::new(*id, first.start_us, last.end_us, Why::Damaged));
            }
        }
        let known: BTreeSet<&str> = self.files.keys().map(String::as_str).collect();
        for (place, prefix) in [(folder.to_owned(), ""), (folder.join(RESTRICTED), "restricted/")] {
            for entry in fs::read_dir(&place)? {
                let entry = entry?;
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                if name.ends_with(".mp4") && !known.contains(name.as_str()) {
                    self.dropped = self.dropped.saturating_add(entry.metadata()?.len());
                    fs::remove_file(entry.path())?;
                }
            }
        }
        Ok(())
    }

    /// The gaps that the end of the process made, up to the moment the folder is opened again.
    pub fn gaps(&self, now_us: i64) -> Vec<Gap> {
        let last = self.ends.values().copied().max().unwrap_or(now_us);
        let cut_off = |(id, end): (&TrackId, &i64)| {
            (last.saturating_sub(*end) <= CUT_OFF_US && *end < now_us).then(|| Gap::new(*id, *end, now_us, Why::Crash))
        };
        let crashed = self.ends.iter().filter(|_| self.paused.is_none()).filter_map(cut_off);
        self.damaged.iter().cloned().chain(crashed).collect()
    }
}
