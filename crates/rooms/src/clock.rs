//! One clock for a room: when a frame was taken, in microseconds since the room was opened.
//!
//! Arrival times jitter, so the quickest packets of late tell how a sender's clock lies to ours. Once the sender's
//! reports tie sound and picture to one clock of its own, both are placed by that.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

/// How long a quickest packet is remembered, in microseconds.
const WINDOW_US: i128 = 10_000_000;

/// The least of a number over the last ten to twenty seconds.
#[derive(Debug, Default)]
struct Least {
    began: i128,
    present: Option<i128>,
    before: Option<i128>,
}

impl Least {
    fn take(&mut self, value: i128, at: i128) -> i128 {
        if self.present.is_some() && at - self.began >= WINDOW_US {
            // after a long rest nothing of old holds
            self.before = self.present.filter(|_| at - self.began < 2 * WINDOW_US);
            self.present = None;
        }
        if self.present.is_none() {
            self.began = at;
        }
        let least = self.present.map_or(value, |present| present.min(value));
        self.present = Some(least);
        self.before.map_or(least, |before| before.min(least))
    }
}

/// A time stamp tied to the sender's own clock by its report.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Report {
    /// The sender's clock.
    pub ntp: SystemTime,
    /// Its time stamp at that moment.
    pub ticks: u64,
}

/// The clocks of one sender. Tracks are told apart by a number of the caller's.
#[derive(Debug, Default)]
pub(crate) struct SenderClock {
    shared: Least,
    own: BTreeMap<usize, Least>,
    last: BTreeMap<usize, u64>,
}

impl SenderClock {
    /// When a frame was taken. Later frames of a track are never placed before earlier ones.
    pub(crate) fn place(
        &mut self,
        track: usize,
        ticks: u64,
        rate: u32,
        report: Option<Report>,
        arrival_us: u64,
    ) -> u64 {
        let arrival = i128::from(arrival_us);
        let us = |ticks: i128| ticks * 1_000_000 / i128::from(rate.max(1));
        let placed = match report.and_then(|report| ntp_us(report.ntp).map(|ntp| (ntp, report.ticks))) {
            Some((ntp, at)) => {
                // time stamps are 32 bits on the wire; the nearest one is meant
                let apart = i128::from(nearest(ticks, at));
                let line = ntp + us(apart);
                line + self.shared.take(arrival - line, arrival)
            }
            None => {
                let line = us(i128::from(ticks));
                line + self.own.entry(track).or_default().take(arrival - line, arrival)
            }
        };
        let placed = u64::try_from(placed).unwrap_or(0);
        let last = self.last.entry(track).or_insert(0);
        *last = placed.max(last.saturating_add(1));
        *last
    }
}

fn ntp_us(ntp: SystemTime) -> Option<i128> {
    let since = ntp.duration_since(UNIX_EPOCH).ok()?;
    i128::try_from(since.as_micros()).ok()
}

/// How far one time stamp is ahead of another, both read as 32 bits.
fn nearest(ticks: u64, at: u64) -> i64 {
    let apart = ticks.wrapping_sub(at) & 0xffff_ffff;
    let apart = i64::try_from(apart).unwrap_or(0);
    if apart > 0x7fff_ffff { apart - 0x1_0000_0000 } else { apart }
}

#[cfg(test)]
mod tests {
    use super::{Report, SenderClock, nearest};
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn jitter_is_taken_out() {
        let mut clock = SenderClock::default();
        let mut placed = Vec::new();
        for step in 0..100u64 {
            let jitter = [0, 90_000, 20_000, 50_000][usize::try_from(step % 4).unwrap()];
            placed.push(clock.place(0, 7_000 + step * 960, 48_000, None, 1_000_000 + step * 20_000 + jitter));
        }
        assert!(placed.windows(2).all(|two| two[1] - two[0] == 20_000), "{placed:?}");
    }

    #[test]
    fn reports_put_sound_and_picture_on_one_line() {
        let mut clock = SenderClock::default();
        let ntp = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let (sound, picture) = (Report { ntp, ticks: 48_000 }, Report { ntp, ticks: 900_000 });
        // both taken at the same moment; the picture arrives 300 ms late
        let heard = clock.place(0, 48_000 + 48_000, 48_000, Some(sound), 5_000_000);
        let seen = clock.place(1, 900_000 + 90_000, 90_000, Some(picture), 5_300_000);
        assert_eq!(heard, seen);
    }

    #[test]
    fn later_is_later_and_a_clock_that_jumps_is_followed() {
        let mut clock = SenderClock::default();
        let first = clock.place(0, 90_000, 90_000, None, 1_000_000);
        assert!(clock.place(0, 89_000, 90_000, None, 1_001_000) > first);
        let long_after = clock.place(0, 90_000, 90_000, None, 61_000_000);
        assert_eq!(long_after, 61_000_000);
    }

    #[test]
    fn time_stamps_wrap() {
        assert_eq!(nearest(5, 0xffff_fffb), 10);
        assert_eq!(nearest(0xffff_fffb, 5), -10);
        assert_eq!(nearest(0x1_0000_0005, 5), 0);
    }
}
