//! What a folder holds, read from its chain: tracks, parts, fragments, gaps. Playback and the manifest start here.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::fault::Fault;
use crate::frame::TrackId;
use crate::gap::{Gap, Why};
use crate::journal::{self, Entry, Fragment, Head};

/// One part of a track: a file that plays by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its head.
    pub head: Head,
    /// Its fragments, in order.
    pub fragments: Vec<Fragment>,
}

/// A pause the court ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pause {
    /// From when.
    pub from_us: i64,
    /// Until when; nothing while it lasts.
    pub to_us: Option<i64>,
    /// Why.
    pub reason: String,
}

/// Something that happened in the room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// When.
    pub at_us: i64,
    /// What.
    pub text: String,
}

/// What a folder holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// The hearing.
    pub hearing: String,
    /// When the recording began.
    pub opened_us: i64,
    /// When it was closed.
    pub closed_us: Option<i64>,
    /// The tracks and their parts.
    pub tracks: BTreeMap<TrackId, Vec<Part>>,
    /// What is missing, but for pauses.
    pub gaps: Vec<Gap>,
    /// Pauses.
    pub pauses: Vec<Pause>,
    /// What happened in the room.
    pub notes: Vec<Note>,
    /// Lines of the chain.
    pub lines: u64,
    /// The digest of the chain.
    pub digest: String,
}

/// What a closed recording comes to, for the seal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Manifest {
    /// The hearing.
    pub hearing: String,
    /// When the recording began.
    pub opened_us: i64,
    /// When it was closed.
    pub closed_us: i64,
    /// Its tracks.
    pub tracks: Vec<Recorded>,
    /// What is missing, pauses included: one for each track that a pause cut.
    pub gaps: Vec<Gap>,
    /// Lines of the chain.
    pub lines: u64,
    /// The digest of the chain, which binds every byte: what is sealed.
    pub digest: String,
}

/// One track of a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recorded {
    /// Whose, and which.
    pub id: TrackId,
    /// Its files.
    pub files: Vec<String>,
    /// When its first fragment begins.
    pub from_us: i64,
    /// When its last fragment ends.
    pub to_us: i64,
    /// How much media there is.
    pub media_us: i64,
    /// How many bytes.
    pub bytes: u64,
}

impl Index {
    /// Reads a folder, while it is being recorded or after.
    pub fn read(folder: &Path) -> Result<Index, Fault> {
        let lines = journal::read(folder)?;
        if let Some(line) = lines.broken {
            return Err(Fault::Broken { line });
        }
        let mut index = Index { lines: lines.chain.lines(), digest: lines.chain.digest(), ..Index::default() };
        let mut owners: BTreeMap<String, TrackId> = BTreeMap::new();
        for entry in lines.entries {
            index.take(entry, &mut owners);
        }
        Ok(index)
    }

    fn take(&mut self, entry: Entry, owners: &mut BTreeMap<String, TrackId>) {
        match entry {
            Entry::Opened { hearing, at_us } => (self.hearing, self.opened_us) = (hearing, at_us),
            Entry::Head(head) => {
                let id = TrackId::new(head.source, head.track);
                owners.insert(head.file.clone(), id);
                self.tracks.entry(id).or_default().push(Part { head, fragments: Vec::new() });
            }
            Entry::Fragment(fragment) => {
                let parts = owners.get(&fragment.file).and_then(|id| self.tracks.get_mut(id));
                if let Some(part) = parts.and_then(|parts| parts.last_mut()) {
                    part.fragments.push(fragment);
                }
            }
            Entry::Gap(gap) => self.gaps.push(gap),
            Entry::Interrupted { at_us, reason } => {
                self.pauses.push(Pause { from_us: at_us, to_us: None, reason });
            }
            Entry::Resumed { at_us } => {
                if let Some(pause) = self.pauses.last_mut() {
                    pause.to_us = Some(at_us);
                }
            }
            Entry::Note { at_us, text } => self.notes.push(Note { at_us, text }),
            Entry::Closed { at_us } => self.closed_us = Some(at_us),
            Entry::Reopened { .. } | Entry::Restricted { .. } | Entry::Clock { .. } => {}
        }
    }

    /// What is missing of one track, pauses included, in order.
    pub fn missing(&self, id: TrackId) -> Vec<Gap> {
        let end = self.tracks.get(&id).and_then(|parts| last_us(parts)).unwrap_or(0);
        let start = self.tracks.get(&id).and_then(|parts| first_us(parts)).unwrap_or(i64::MAX);
        let last = self.closed_us.unwrap_or(end);
        // who came only after a pause, or had left before it, misses nothing by it
        let cut = |pause: &&Pause| start < pause.from_us && (end > pause.from_us || pause.to_us.is_none());
        let pauses = self.pauses.iter().filter(cut).map(|pause| {
            let to = pause.to_us.unwrap_or(last);
            Gap::new(id, pause.from_us, to, Why::Interrupted(pause.reason.clone()))
        });
        let mut gaps: Vec<Gap> = self.gaps.iter().filter(|gap| gap.id() == id).cloned().chain(pauses).collect();
        gaps.sort_by_key(|gap| (gap.from_us, gap.to_us));
        gaps
    }

    /// What the recording comes to.
    pub fn manifest(&self) -> Manifest {
        let tracks: Vec<Recorded> = self.tracks.iter().filter_map(|(id, parts)| recorded(*id, parts)).collect();
        Manifest {
            hearing: self.hearing.clone(),
            opened_us: self.opened_us,
            closed_us: self.closed_us.unwrap_or(self.opened_us),
            gaps: tracks.iter().flat_map(|track| self.missing(track.id)).collect(),
            tracks,
            lines: self.lines,
            digest: self.digest.clone(),
        }
    }
}

fn first_us(parts: &[Part]) -> Option<i64> {
    parts.iter().flat_map(|part| &part.fragments).map(|fragment| fragment.start_us).min()
}

fn last_us(parts: &[Part]) -> Option<i64> {
    parts.iter().flat_map(|part| &part.fragments).map(|fragment| fragment.end_us).max()
}

fn recorded(id: TrackId, parts: &[Part]) -> Option<Recorded> {
    let fragments = || parts.iter().flat_map(|part| &part.fragments);
    Some(Recorded {
        id,
        files: parts.iter().map(|part| part.head.file.clone()).collect(),
        from_us: first_us(parts)?,
        to_us: last_us(parts)?,
        media_us: fragments().map(|fragment| fragment.end_us - fragment.start_us).sum(),
        bytes: parts.iter().filter_map(|part| part.fragments.last()).map(|last| last.to).sum(),
    })
}
