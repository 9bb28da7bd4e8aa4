//! The playlist of a broadcast, and how long caches may keep its files.

use std::collections::VecDeque;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::measure::{SECOND, moment, seconds};
use crate::segment::LONGEST_US;

/// The name of the playlist.
pub const PLAYLIST: &str = "live.m3u8";

/// A segment the public may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its file.
    pub name: String,
    /// The file to be loaded before it.
    pub head: String,
    /// When it begins.
    pub start_us: i64,
    /// When it ends.
    pub end_us: i64,
    /// Whether it does not go on with the one before.
    pub breaks: bool,
}

/// The text of the playlist.
pub fn playlist(entries: &VecDeque<Entry>, sequence: u64, breaks_gone: u64, ended: bool) -> String {
    let mut out = String::from("#EXTM3U\n#EXT-X-VERSION:7\n");
    // writing to a string does not fail
    let _ = writeln!(out, "#EXT-X-TARGETDURATION:{}", LONGEST_US / SECOND + 1);
    let _ = writeln!(out, "#EXT-X-MEDIA-SEQUENCE:{sequence}");
    let _ = writeln!(out, "#EXT-X-DISCONTINUITY-SEQUENCE:{breaks_gone}");
    let mut head = "";
    for entry in entries {
        if entry.breaks {
            out.push_str("#EXT-X-DISCONTINUITY\n");
        }
        if head != entry.head {
            let _ = writeln!(out, "#EXT-X-MAP:URI=\"{}\"", entry.head);
            head = &entry.head;
        }
        let _ = writeln!(out, "#EXT-X-PROGRAM-DATE-TIME:{}", moment(entry.start_us));
        let _ = write!(out, "#EXTINF:{},\n{}\n", seconds(entry.end_us - entry.start_us), entry.name);
    }
    if ended {
        out.push_str("#EXT-X-ENDLIST\n");
    }
    out
}

/// `Content-Type` and `Cache-Control` of a file by its name; nothing for names a broadcast never gives.
pub fn headers(name: &str) -> Option<(&'static str, &'static str)> {
    const FOR_EVER: &str = "public, max-age=31536000, immutable";
    if name == PLAYLIST {
        return Some(("application/vnd.apple.mpegurl", "public, max-age=1"));
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if name.strip_suffix(".m4s").is_some_and(digits) {
        return Some(("video/iso.segment", FOR_EVER));
    }
    let head = name.strip_prefix("head-").and_then(|rest| rest.strip_suffix(".mp4"));
    head.is_some_and(digits).then_some(("video/mp4", FOR_EVER))
}

#[cfg(test)]
mod tests {
    use super::{Entry, headers, playlist};

    #[test]
    fn a_break_brings_its_head() {
        let entry = |name: &str, head: &str, start: i64, breaks| Entry {
            name: name.into(),
            head: head.into(),
            start_us: start * 1_000_000,
            end_us: (start + 2) * 1_000_000,
            breaks,
        };
        let entries = [entry("7.m4s", "a", 10, true), entry("8.m4s", "a", 12, false), entry("9.m4s", "b", 14, true)];
        let text = playlist(&entries.into(), 7, 3, false);
        let tags: Vec<&str> = text.lines().filter(|line| !line.contains("TIME:")).collect();
        let expected = [
            "#EXTM3U",
            "#EXT-X-VERSION:7",
            "#EXT-X-TARGETDURATION:6",
            "#EXT-X-MEDIA-SEQUENCE:7",
            "#EXT-X-DISCONTINUITY-SEQUENCE:3",
            "#EXT-X-DISCONTINUITY",
            "#EXT-X-MAP:URI=\"a\"",
            "#EXTINF:2.000000,",
            "7.m4s",
            "#EXTINF:2.000000,",
            "8.m4s",
            "#EXT-X-DISCONTINUITY",
            "#EXT-X-MAP:URI=\"b\"",
            "#EXTINF:2.000000,",
            "9.m4s",
        ];
        assert_eq!(tags, expected);
    }

    #[test]
    fn only_names_a_broadcast_gives_are_served() {
        for name in ["live.m3u8", "00000012.m4s", "head-0001.mp4"] {
            assert!(headers(name).is_some(), "{name}");
        }
        for name in ["", "state.json", "../live.m3u8", "a.m4s", ".m4s", "head-.mp4", "head-1/2.mp4", "live.m3u8.new"] {
            assert_eq!(headers(name), None, "{name}");
        }
        assert!(headers("1.m4s").unwrap().1.contains("immutable"));
        assert_eq!(headers("live.m3u8").unwrap().1, "public, max-age=1");
    }
}
