//! The chain of a recording: one line for each thing written or told, each bound to the line before it by SM3.
//!
//! A line is a JSON object whose last member is `chain`. Its value is SM3 over the value of the line before
//! (32 bytes, zeros at first) and the text of the line up to the comma before `chain`. Anybody can check it.

use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sm3::{Digest as _, Sm3};

use crate::fault::Fault;
use crate::frame::Track;
use crate::gap::Gap;
use crate::measure::length;

/// The file of the chain within the folder of a hearing.
pub const FILE: &str = "chain.jsonl";

/// What a line tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Entry {
    /// The recording begins; tracks count their time from here.
    Opened {
        /// The hearing.
        hearing: String,
        /// When.
        at_us: i64,
    },
    /// It goes on after the process was ended.
    Reopened {
        /// When.
        at_us: i64,
        /// Bytes of a torn tail that were taken off.
        dropped: u64,
    },
    /// The head of a part, at the beginning of its file.
    Head(Head),
    /// A fragment, durable in its file before this line is.
    Fragment(Fragment),
    /// Something is missing.
    Gap(Gap),
    /// The court ordered a pause.
    Interrupted {
        /// When.
        at_us: i64,
        /// Why, in the words of the court.
        reason: String,
    },
    /// The pause ended.
    Resumed {
        /// When.
        at_us: i64,
    },
    /// What follows goes into the restricted folder, or no longer does.
    Restricted {
        /// When.
        at_us: i64,
        /// Whether it begins.
        on: bool,
    },
    /// The clock of a source jumped.
    Clock {
        /// Whose.
        source: u32,
        /// Which track.
        track: Track,
        /// What the frame said.
        from_us: i64,
        /// What was written.
        to_us: i64,
    },
    /// Something that happened in the room, with the same clock.
    Note {
        /// When.
        at_us: i64,
        /// What.
        text: String,
    },
    /// The recording is complete.
    Closed {
        /// When.
        at_us: i64,
    },
}

/// The head of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The file, within the folder.
    pub file: String,
    /// Whose.
    pub source: u32,
    /// Which track.
    pub track: Track,
    /// Whether it lies in the restricted folder.
    pub restricted: bool,
    /// The codec as media sources name it.
    pub codecs: String,
    /// Width of the picture, 0 for sound.
    pub width: u16,
    /// Height of the picture, 0 for sound.
    pub height: u16,
    /// How many bytes.
    pub to: u64,
    /// SM3 of those bytes.
    pub sm3: String,
}

/// A fragment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fragment {
    /// The file, within the folder.
    pub file: String,
    /// Its first byte.
    pub from: u64,
    /// The byte after its last.
    pub to: u64,
    /// When its first sample begins.
    pub start_us: i64,
    /// When its last sample ends.
    pub end_us: i64,
    /// Whether a decoder can start with it.
    pub key: bool,
    /// SM3 of those bytes.
    pub sm3: String,
}

/// A digest as lines carry it.
pub fn digest(bytes: &[u8]) -> String {
    hex::encode(Sm3::digest(bytes))
}

/// Where a chain stands: how many lines, and what the last one is bound to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    lines: u64,
    link: [u8; 32],
}

#[derive(Serialize, Deserialize)]
struct Numbered {
    n: u64,
    #[serde(flatten)]
    entry: Entry,
}

const BEFORE_LINK: &str = ",\"chain\":\"";

impl Chain {
    /// How many lines there are.
    pub const fn lines(&self) -> u64 {
        self.lines
    }

    /// The digest of the chain so far.
    pub fn digest(&self) -> String {
        hex::encode(self.link)
    }

    /// The text of the next line, with its line end.
    pub fn write(&mut self, entry: &Entry) -> io::Result<String> {
        let numbered = Numbered { n: self.lines.saturating_add(1), entry: entry.clone() };
        let mut text = serde_json::to_string(&numbered)?;
        text.pop();
        self.bind(&text);
        text.push_str(BEFORE_LINK);
        text.push_str(&self.digest());
        text.push_str("\"}\n");
        Ok(text)
    }

    /// What a line tells, if it follows from the line before.
    pub fn read(&mut self, line: &str) -> Option<Entry> {
        let (text, link) = line.strip_suffix("\"}")?.rsplit_once(BEFORE_LINK)?;
        let mut next = self.clone();
        next.bind(text);
        let mut whole = text.to_owned();
        whole.push('}');
        let numbered: Numbered = serde_json::from_str(&whole).ok()?;
        (next.digest() == link && numbered.n == next.lines).then(|| {
            *self = next;
            numbered.entry
        })
    }

    fn bind(&mut self, text: &str) {
        let mut state = Sm3::new();
        state.update(self.link);
        state.update(text.as_bytes());
        self.link = state.finalize().into();
        self.lines = self.lines.saturating_add(1);
    }
}

/// A chain read from its file.
#[derive(Debug, Default)]
pub struct Lines {
    /// What the lines tell that hold.
    pub entries: Vec<Entry>,
    /// Where the chain stands behind them.
    pub chain: Chain,
    /// How many bytes they take.
    pub len: u64,
    /// How many bytes of a torn line lie behind them.
    pub torn: u64,
    /// The number of the first line that does not hold, if it was not merely torn.
    pub broken: Option<u64>,
}

/// Reads the chain of a folder up to the first line that does not hold.
pub fn read(folder: &Path) -> Result<Lines, Fault> {
    let file = match std::fs::File::open(folder.join(FILE)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Fault::Absent),
        Err(error) => return Err(error.into()),
    };
    let mut reader = BufReader::new(file);
    let mut lines = Lines::default();
    let mut line = Vec::new();
    loop {
        line.clear();
        let taken = length(reader.read_until(b'\n', &mut line)?);
        if taken == 0 {
            return Ok(lines);
        }
        let whole = line.strip_suffix(b"\n");
        let entry = whole.and_then(|text| std::str::from_utf8(text).ok()).and_then(|text| lines.chain.read(text));
        if let Some(entry) = entry {
            lines.entries.push(entry);
            lines.len = lines.len.saturating_add(taken);
            continue;
        }
        // a line without its end, or zeros where a line should be, is what an interrupted write leaves behind
        if whole.is_some_and(|text| text.iter().any(|byte| *byte != 0)) {
            lines.broken = Some(lines.chain.lines().saturating_add(1));
        }
        lines.torn = taken.saturating_add(io::copy(&mut reader.by_ref(), &mut io::sink())?);
        return Ok(lines);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Chain, Entry, FILE, Fragment, read};
    use crate::fault::Fault;

    fn entries() -> Vec<Entry> {
        let fragment = Fragment {
            file: "s001-camera-001.mp4".into(),
            from: 700,
            to: 900,
            start_us: 5,
            end_us: 600_005,
            key: true,
            sm3: super::digest(b"x"),
        };
        vec![
            Entry::Opened { hearing: "2026-1".into(), at_us: 1 },
            Entry::Fragment(fragment),
            Entry::Note { at_us: 2, text: "带“引号”和 ,\"chain\":\" 的话".into() },
            Entry::Closed { at_us: 9 },
        ]
    }

    fn text() -> String {
        let mut chain = Chain::default();
        entries().iter().map(|entry| chain.write(entry).unwrap()).collect()
    }

    #[test]
    fn lines_are_read_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(read(folder.path()), Err(Fault::Absent)));
        fs::write(folder.path().join(FILE), text()).unwrap();
        let lines = read(folder.path()).unwrap();
        assert_eq!(lines.entries, entries());
        assert_eq!((lines.torn, lines.broken, lines.chain.lines()), (0, None, 4));
        assert_eq!(lines.len, text().len() as u64);
    }

    #[test]
    fn a_line_can_be_checked_by_hand() {
        let line = text().lines().next().unwrap().to_owned();
        let (before, after) = line.split_once(",\"chain\":").unwrap();
        let expected = super::digest(&[&[0; 32][..], before.as_bytes()].concat());
        assert_eq!(after, format!("\"{expected}\"}}"));
    }

    #[test]
    fn a_torn_line_is_not_a_broken_one() {
        let folder = tempfile::tempdir().unwrap();
        let whole = text();
        let last = whole.trim_end().rfind('\n').unwrap() + 1;
        for tail in [&whole.as_bytes()[last..whole.len() - 1], &[0; 40][..], &[b"\0\0\n".as_slice(), &[0; 9]].concat()]
        {
            fs::write(folder.path().join(FILE), [&whole.as_bytes()[..last], tail].concat()).unwrap();
            let lines = read(folder.path()).unwrap();
            assert_eq!((lines.entries.len(), lines.broken, lines.torn), (3, None, tail.len() as u64));
        }
    }

    #[test]
    fn h_082_a_changed_moved_or_missing_line_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let whole = text();
        let lines: Vec<&str> = whole.lines().collect();
        let changed = whole.replace("\"to\":900", "\"to\":901");
        let missing = [lines[0], lines[2], lines[3], ""].join("\n");
        let moved = [lines[0], lines[2], lines[1], lines[3], ""].join("\n");
        for text in [changed, missing, moved] {
            fs::write(folder.path().join(FILE), text).unwrap();
            assert_eq!(read(folder.path()).unwrap().broken, Some(2));
        }
    }
}
