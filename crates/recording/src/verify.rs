//! Whether a recording is what it was: every line follows from the one before, every byte has its digest (H-082, H-084).

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::Path;

use sm3::{Digest as _, Sm3};

use crate::fault::Fault;
use crate::journal::{self, Entry};
use crate::recover::RESTRICTED;

/// What is wrong with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The line does not follow from the line before it.
    Line,
    /// The bytes are not those that were written.
    Bytes,
    /// There are fewer bytes than were written, or the file is gone.
    Missing,
    /// There are bytes, or a file, nobody wrote down.
    Extra,
}

impl Flaw {
    /// What a person is told.
    pub const fn text(self) -> &'static str {
        match self {
            Flaw::Line => "记录链在此处断开",
            Flaw::Bytes => "内容与记录的校验值不符",
            Flaw::Missing => "内容缺失",
            Flaw::Extra => "有未经记录的内容",
        }
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All of it holds.
    Whole {
        /// Lines of the chain.
        lines: u64,
        /// The digest of the chain, to be held against the seal.
        digest: String,
        /// Whether the recording was closed.
        closed: bool,
    },
    /// The first link that does not hold.
    Broken {
        /// The line of the chain, from 1.
        line: u64,
        /// The file concerned.
        file: String,
        /// What is wrong.
        flaw: Flaw,
    },
}

/// Checks a folder from its first byte to its last.
pub fn verify(folder: &Path) -> Result<Verdict, Fault> {
    let lines = journal::read(folder)?;
    let mut files: BTreeMap<String, Reading> = BTreeMap::new();
    let mut closed = false;
    for (line, entry) in (1..).zip(&lines.entries) {
        let (file, from, to, sm3) = match entry {
            Entry::Head(head) => (&head.file, 0, head.to, &head.sm3),
            Entry::Fragment(fragment) => (&fragment.file, fragment.from, fragment.to, &fragment.sm3),
            Entry::Closed { .. } => {
                closed = true;
                continue;
            }
            _ => continue,
        };
        let broken = |flaw| Ok(Verdict::Broken { line, file: file.clone(), flaw });
        if !files.contains_key(file) {
            let Ok(open) = File::open(folder.join(file)) else { return broken(Flaw::Missing) };
            files.insert(file.clone(), Reading { reader: BufReader::new(open), at: 0 });
        }
        let Some(reading) = files.get_mut(file) else { continue };
        match reading.check(from, to, sm3)? {
            None => {}
            Some(flaw) => return broken(flaw),
        }
    }
    let last = lines.chain.lines();
    if let Some(line) = lines.broken {
        return Ok(Verdict::Broken { line, file: journal::FILE.into(), flaw: Flaw::Line });
    }
    // while it is being written, a tail nobody has written down yet is as it should be
    if closed && let Some(file) = extra(folder, &mut files, lines.torn)? {
        return Ok(Verdict::Broken { line: last, file, flaw: Flaw::Extra });
    }
    Ok(Verdict::Whole { lines: last, digest: lines.chain.digest(), closed })
}

struct Reading {
    reader: BufReader<File>,
    at: u64,
}

impl Reading {
    fn check(&mut self, from: u64, to: u64, sm3: &str) -> Result<Option<Flaw>, Fault> {
        if from != self.at || to < from {
            return Ok(Some(Flaw::Line));
        }
        let mut state = Sm3::new();
        let mut left = (&mut self.reader).take(to - from);
        let mut buffer = [0; 16 * 1024];
        loop {
            let read = left.read(&mut buffer)?;
            if read == 0 {
                break;
            }
            state.update(buffer.get(..read).unwrap_or_default());
        }
        let missing = left.limit() > 0;
        self.at = to;
        let bytes = hex::encode(state.finalize()) != *sm3;
        Ok(if missing { Some(Flaw::Missing) } else { bytes.then_some(Flaw::Bytes) })
    }
}

/// A file with bytes behind its last fragment, or one the chain does not know.
fn extra(folder: &Path, files: &mut BTreeMap<String, Reading>, torn: u64) -> Result<Option<String>, Fault> {
    if torn > 0 {
        return Ok(Some(journal::FILE.into()));
    }
    for (name, reading) in files.iter_mut() {
        if reading.reader.read(&mut [0])? > 0 {
            return Ok(Some(name.clone()));
        }
    }
    for (place, prefix) in [(folder.to_owned(), ""), (folder.join(RESTRICTED), "restricted/")] {
        for entry in fs::read_dir(place)? {
            let name = format!("{prefix}{}", entry?.file_name().to_string_lossy());
            if name.ends_with(".mp4") && !files.contains_key(&name) {
                return Ok(Some(name));
            }
        }
    }
    Ok(None)
}

#[cfg(test)]
#[path = "verify_tests.rs"]
mod tests;
