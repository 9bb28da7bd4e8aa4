//! A recording played back: playlists for players of HLS (RFC 8216), and where a moment lies.
//!
//! Files stay as they are; playlists name byte ranges in them. Tracks of one source break at the same places, and what
//! only one of them lacks is filled with a gap, so that sound and picture stay together.

use std::fmt::Write as _;

use crate::frame::{Track, TrackId};
use crate::index::{Index, Part};
use crate::journal::Fragment;
use crate::measure::{SECOND, moment, seconds};

/// How long a segment should be.
const SEGMENT_US: i64 = 4 * SECOND;
/// From which length on a hole is a break.
const HOLE_US: i64 = SECOND / 4;
/// Breaks of two tracks that lie so close are one.
const TOGETHER_US: i64 = 3 * SECOND;
/// The longest gap named at once.
const GAP_US: i64 = 6 * SECOND;

/// Who plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Whoever may consult the recording: without what was restricted.
    Open,
    /// Whoever may see secret evidence as well.
    Restricted,
}

/// Where a moment of a track lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, within the folder.
    pub file: String,
    /// The bytes of its head, needed before anything else of it.
    pub head: u64,
    /// The first byte of the segment.
    pub from: u64,
    /// The byte after its last.
    pub to: u64,
    /// When the segment begins.
    pub start_us: i64,
    /// When it ends.
    pub end_us: i64,
    /// How far into the playlist the moment is.
    pub offset_us: i64,
}

/// Fragments played as one.
struct Segment<'a> {
    part: &'a Part,
    from: u64,
    to: u64,
    start_us: i64,
    end_us: i64,
    /// How many breaks lie before it.
    breaks: usize,
    /// What this track alone lacks before it.
    gap_us: i64,
}

impl Index {
    /// The playlist of one track; addresses are file names within the folder.
    pub fn playlist(&self, id: TrackId, access: Access) -> String {
        let segments = self.segments(id, access);
        let longest = segments.iter().map(|segment| segment.end_us - segment.start_us).max().unwrap_or(0).max(GAP_US);
        let mut out = String::from("#EXTM3U\n#EXT-X-VERSION:7\n");
        let kind = if self.closed_us.is_some() { "VOD" } else { "EVENT" };
        let longest = longest.saturating_add(SECOND - 1) / SECOND;
        // writing to a string does not fail
        let _ = write!(out, "#EXT-X-TARGETDURATION:{longest}\n#EXT-X-PLAYLIST-TYPE:{kind}\n");
        let mut file = "";
        for segment in &segments {
            let head = &segment.part.head;
            gaps(&mut out, segment);
            out.push_str(&"#EXT-X-DISCONTINUITY\n".repeat(segment.breaks));
            if file != head.file {
                let _ = writeln!(out, "#EXT-X-MAP:URI=\"{}\",BYTERANGE=\"{}@0\"", head.file, head.to);
                file = &head.file;
            }
            let _ = writeln!(out, "#EXT-X-PROGRAM-DATE-TIME:{}", moment(segment.start_us));
            let _ = writeln!(out, "#EXTINF:{},", seconds(segment.end_us - segment.start_us));
            let _ = writeln!(out, "#EXT-X-BYTERANGE:{}@{}", segment.to - segment.from, segment.from);
            let _ = writeln!(out, "{}", head.file);
        }
        if self.closed_us.is_some() {
            out.push_str("#EXT-X-ENDLIST\n");
        }
        out
    }

    /// The playlist of a source: its picture with its sound beside it. `name` gives the address of a track's playlist.
    pub fn master(&self, source: u32, access: Access, name: impl Fn(TrackId) -> String) -> String {
        let [camera, voice] = [Track::Camera, Track::Microphone].map(|track| TrackId::new(source, track));
        let mut out = String::from("#EXTM3U\n#EXT-X-VERSION:7\n");
        let mut codecs: Vec<&str> = Vec::new();
        let parts = |id| self.tracks.get(&id).map_or(&[][..], Vec::as_slice);
        for part in parts(camera).iter().chain(parts(voice)).filter(|part| shown(part, access)) {
            if !codecs.contains(&part.head.codecs.as_str()) {
                codecs.push(&part.head.codecs);
            }
        }
        let codecs = codecs.join(",");
        let rate = self.rate(camera, access).saturating_add(self.rate(voice, access)).max(1);
        let stream = format!("#EXT-X-STREAM-INF:BANDWIDTH={rate},CODECS=\"{codecs}\"");
        match (parts(camera).is_empty(), parts(voice).is_empty()) {
            (false, false) => {
                let address = name(voice);
                let media = "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"现场声\",DEFAULT=YES,AUTOSELECT=YES";
                let _ = write!(out, "{media},URI=\"{address}\"\n{stream},AUDIO=\"sound\"\n{}\n", name(camera));
            }
            (picture, _) => {
                let _ = write!(out, "{stream}\n{}\n", name(if picture { voice } else { camera }));
            }
        }
        out
    }

    /// Where a moment of a track lies; nothing where nothing was recorded.
    pub fn locate(&self, id: TrackId, time_us: i64, access: Access) -> Option<Place> {
        let mut offset_us = 0_i64;
        for segment in self.segments(id, access) {
            offset_us = offset_us.saturating_add(segment.gap_us);
            if (segment.start_us..segment.end_us).contains(&time_us) {
                return Some(Place {
                    file: segment.part.head.file.clone(),
                    head: segment.part.head.to,
                    from: segment.from,
                    to: segment.to,
                    start_us: segment.start_us,
                    end_us: segment.end_us,
                    offset_us: offset_us.saturating_add(time_us - segment.start_us),
                });
            }
            offset_us = offset_us.saturating_add(segment.end_us - segment.start_us);
        }
        None
    }

    /// Bits a second at most, over any segment.
    fn rate(&self, id: TrackId, access: Access) -> i64 {
        let rate = |segment: &Segment<'_>| {
            let bits = i64::try_from(segment.to - segment.from).unwrap_or(i64::MAX).saturating_mul(8);
            bits.saturating_mul(1000) / ((segment.end_us - segment.start_us) / 1000).max(1)
        };
        self.segments(id, access).iter().map(rate).max().unwrap_or(0)
    }

    fn segments(&self, id: TrackId, access: Access) -> Vec<Segment<'_>> {
        let breaks = self.breaks(id, access);
        let mut segments: Vec<Segment<'_>> = Vec::new();
        for (part, fragment) in self.fragments(id, access) {
            let crossed = |since: i64| breaks.iter().filter(|at| (since + 1..=fragment.start_us).contains(*at)).count();
            if let Some(last) = segments.last_mut() {
                let joined = last.part.head.file == part.head.file && fragment.from == last.to;
                let hole = fragment.start_us.saturating_sub(last.end_us);
                let long = fragment.key && fragment.end_us - last.start_us > SEGMENT_US;
                if joined && hole <= HOLE_US && !long && crossed(last.start_us) == 0 {
                    (last.to, last.end_us) = (fragment.to, fragment.end_us);
                    continue;
                }
            }
            let before = segments.last().map(|last| (last.start_us, last.end_us));
            segments.push(Segment {
                part,
                from: fragment.from,
                to: fragment.to,
                start_us: fragment.start_us,
                end_us: fragment.end_us,
                breaks: before.map_or(0, |(start, _)| crossed(start)),
                gap_us: before.map_or(0, |(_, end)| self.alone(id, access, end, fragment.start_us)),
            });
        }
        segments
    }

    fn fragments(&self, id: TrackId, access: Access) -> impl Iterator<Item = (&Part, &Fragment)> {
        let parts = self.tracks.get(&id).into_iter().flatten().filter(move |part| shown(part, access));
        parts.flat_map(|part| part.fragments.iter().map(move |fragment| (part, fragment)))
    }

    /// The other track that is played together with this one.
    fn beside(&self, id: TrackId) -> Option<TrackId> {
        let other = match id.track {
            Track::Camera => Track::Microphone,
            Track::Microphone => Track::Camera,
            Track::Screen => return None,
        };
        Some(TrackId::new(id.source, other))
    }

    /// Moments at which this track or the one beside it begins anew.
    fn breaks(&self, id: TrackId, access: Access) -> Vec<i64> {
        let mut all = Vec::new();
        for id in [Some(id), self.beside(id)].into_iter().flatten() {
            let mut last: Option<(&str, i64)> = None;
            for (part, fragment) in self.fragments(id, access) {
                if last.is_some_and(|(file, end)| file != part.head.file || fragment.start_us - end > HOLE_US) {
                    all.push(fragment.start_us);
                }
                last = Some((&part.head.file, fragment.end_us));
            }
        }
        all.sort_unstable();
        let mut first = i64::MIN;
        all.retain(|at| {
            let apart = at.saturating_sub(first) > TOGETHER_US;
            first = if apart { *at } else { first };
            apart
        });
        all
    }

    /// How much of a hole the track beside this one fills, if it is worth a gap.
    fn alone(&self, id: TrackId, access: Access, from_us: i64, to_us: i64) -> i64 {
        if to_us - from_us <= HOLE_US {
            return 0;
        }
        let Some(other) = self.beside(id) else { return 0 };
        let within =
            |(_, fragment): (&Part, &Fragment)| (fragment.end_us.min(to_us) - fragment.start_us.max(from_us)).max(0);
        let filled: i64 = self.fragments(other, access).map(within).sum();
        if filled > HOLE_US { filled } else { 0 }
    }
}

fn shown(part: &Part, access: Access) -> bool {
    access == Access::Restricted || !part.head.restricted
}

fn gaps(out: &mut String, segment: &Segment<'_>) {
    let mut left = segment.gap_us;
    while left > 0 {
        let now = left.min(GAP_US);
        let _ = write!(out, "#EXT-X-GAP\n#EXTINF:{},\n{}\n", seconds(now), segment.part.head.file);
        left -= now;
    }
}

#[cfg(test)]
#[path = "playlist_tests.rs"]
mod tests;
