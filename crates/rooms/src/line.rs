//! A spare line of a client: what it shows, and the one unbroken stream it is whatever it shows.

use std::time::{Duration, Instant};

use str0m::Rtc;
use str0m::media::Mid;

use crate::names::{Medium, Source};

/// How long a barrier can matter: no packet waits longer than this.
const BARRIER_FOR: Duration = Duration::from_secs(10);

/// How much of what goes out may be sent again: enough for a line that loses a tenth and mixes up the rest.
const MOST_AGAIN: f32 = 0.25;

/// The step where a stream goes on with another source, in time stamps: a frame of a picture, a piece of sound.
const STEP_VIDEO: u64 = 3_000;
const STEP_AUDIO: u64 = 960;

/// A spare line.
#[derive(Debug)]
pub(crate) struct Line {
    pub mid: Mid,
    pub medium: Medium,
    pub pair: usize,
    /// What it shows.
    pub shows: Option<Source>,
    /// The layer it should have; nothing where the picture is off.
    pub target: Option<usize>,
    /// The layer it has.
    pub layer: Option<usize>,
    /// Whether nothing can be shown before a key frame.
    pub awaits_key: bool,
    ssrc: Option<u32>,
    offset: u64,
    last: u64,
    last_at: Option<Instant>,
    barrier: Option<(u32, Instant)>,
}

impl Line {
    pub(crate) fn new(mid: Mid, medium: Medium, pair: usize) -> Self {
        Line {
            mid,
            medium,
            pair,
            shows: None,
            target: None,
            layer: None,
            awaits_key: true,
            ssrc: None,
            offset: 0,
            last: 1 << 20,
            last_at: None,
            barrier: None,
        }
    }

    /// Shows another source, or none. What waits of the old one never goes out.
    pub(crate) fn turn_to(&mut self, source: Option<Source>, rtc: &mut Rtc, now: Instant) {
        if self.shows == source {
            return;
        }
        if let Some(stream) = rtc.direct_api().stream_tx_by_mid(self.mid, None) {
            self.ssrc = Some(*stream.ssrc());
            // forgets what could be sent again when asked
            stream.set_rtx_cache(1_024, Duration::from_secs(3), Some(MOST_AGAIN));
        }
        if self.shows.is_some() && self.last_at.is_some() {
            self.barrier = Some((low(self.last), now));
        }
        self.shows = source;
        self.layer = None;
        self.target = source.map(|_| 0);
        self.awaits_key = true;
    }

    /// Whether a packet as it goes out belongs to something the line no longer shows.
    pub(crate) fn holds_back(&mut self, ssrc: u32, stamp: u32, now: Instant) -> bool {
        let Some((barrier, since)) = self.barrier else { return false };
        if now.saturating_duration_since(since) > BARRIER_FOR {
            self.barrier = None;
            return false;
        }
        // the half of all time stamps that lies at or before the barrier
        self.ssrc == Some(ssrc) && stamp.wrapping_sub(barrier).wrapping_sub(1) >= 1 << 31
    }

    /// Whether anything could be held back.
    pub(crate) fn has_barrier(&self) -> bool {
        self.barrier.is_some()
    }

    /// The time stamp of a frame on this line. `fresh` where it is the first of a source or layer.
    pub(crate) fn stamp(&mut self, ticks: u64, rate: u32, fresh: bool, now: Instant) -> u64 {
        if fresh {
            let passed = self.last_at.map_or(Duration::ZERO, |at| now.saturating_duration_since(at));
            let passed = passed.as_micros().saturating_mul(u128::from(rate)) / 1_000_000;
            let least = if self.medium == Medium::Audio { STEP_AUDIO } else { STEP_VIDEO };
            let step = u64::try_from(passed).unwrap_or(u64::MAX).clamp(least, 1 << 30);
            self.offset = self.last.wrapping_add(step).wrapping_sub(ticks);
        }
        let stamp = ticks.wrapping_add(self.offset);
        // a late frame does not move the end back
        if stamp.wrapping_sub(self.last) < 1 << 31 {
            self.last = stamp;
        }
        self.last_at = Some(now);
        stamp
    }
}

/// A time stamp as it stands in a packet.
fn low(stamp: u64) -> u32 {
    u32::try_from(stamp & 0xffff_ffff).unwrap_or(0)
}

/// The stream and the time stamp of a media packet; nothing of any other packet.
pub(crate) fn media_header(bytes: &[u8]) -> Option<(u8, u32, u32)> {
    let (head, _) = bytes.split_first_chunk::<12>()?;
    let [first, second, _, _, t0, t1, t2, t3, s0, s1, s2, s3] = *head;
    let payload = second & 0x7f;
    // between them stand the reports (RFC 5761)
    let is_media = (128..192).contains(&first) && !(64..96).contains(&payload);
    is_media.then(|| (payload, u32::from_be_bytes([s0, s1, s2, s3]), u32::from_be_bytes([t0, t1, t2, t3])))
}

#[cfg(test)]
mod tests {
    use super::{Line, media_header};
    use crate::names::Medium;
    use crate::testing::start;
    use std::time::Duration;

    #[test]
    fn a_line_is_one_stream_whatever_it_shows() {
        let now = start();
        let mut line = Line::new("v".into(), Medium::Video, 0);
        let first = line.stamp(5_000_000, 90_000, true, now);
        assert_eq!(line.stamp(5_003_000, 90_000, false, now + Duration::from_millis(33)), first + 3_000);
        let other = line.stamp(77, 90_000, true, now + Duration::from_millis(1_033));
        assert_eq!(other, first + 3_000 + 90_000, "a second later, a second on");
        let third = line.stamp(4_000_000_000, 90_000, true, now + Duration::from_millis(1_033));
        assert_eq!(third, other + 3_000, "never on the spot");
    }

    #[test]
    fn what_waits_behind_a_barrier_is_held_back_and_what_follows_is_not() {
        let now = start();
        let mut line = Line::new("v".into(), Medium::Video, 0);
        line.ssrc = Some(7);
        line.barrier = Some((100, now));
        let table = [(7, 100, true), (7, 99, true), (7, u32::MAX, true), (7, 101, false), (8, 50, false)];
        for (ssrc, stamp, held) in table {
            assert_eq!(line.holds_back(ssrc, stamp, now), held, "{ssrc} {stamp}");
        }
        assert!(!line.holds_back(7, 100, now + Duration::from_secs(11)));
        assert!(!line.has_barrier());
    }

    #[test]
    fn media_is_told_from_reports_and_all_else() {
        let mut packet = [0u8; 20];
        packet[0] = 128;
        packet[1] = 96 | 128;
        packet[7] = 9;
        packet[11] = 5;
        assert_eq!(media_header(&packet), Some((96, 5, 9)));
        packet[1] = 200;
        assert_eq!(media_header(&packet), None);
        assert_eq!(media_header(&packet[..11]), None);
        assert_eq!(media_header(&[0, 1]), None);
    }
}
