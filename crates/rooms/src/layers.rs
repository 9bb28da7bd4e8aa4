//! How a viewer's line is shared out: sound always, then screens, then cameras by importance, small before large.

use std::time::{Duration, Instant};

/// What is kept for sound and for everything around it, whatever the pictures want, in bit/s.
pub(crate) const SOUND_BPS: u64 = 48_000;

/// A picture a viewer should get: the bit rates of its layers, the largest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Want {
    pub layers: Vec<u64>,
}

/// The layer of each picture, or nothing where it is off. `wants` has the most important first.
pub(crate) fn share(line_bps: Option<u64>, sounds: u64, wants: &[Want]) -> Vec<Option<usize>> {
    let Some(line_bps) = line_bps else {
        return wants.iter().map(|want| (!want.layers.is_empty()).then_some(0)).collect();
    };
    let mut left = line_bps.saturating_sub(sounds.saturating_mul(SOUND_BPS));
    // first everybody small, as long as it lasts: who does not fit takes all after him along
    let mut chosen: Vec<Option<usize>> = Vec::with_capacity(wants.len());
    let mut fits = true;
    for want in wants {
        let smallest = want.layers.len().checked_sub(1);
        let costs = want.layers.last().copied().unwrap_or(0);
        fits = fits && smallest.is_some() && costs <= left;
        if fits {
            left -= costs;
        }
        chosen.push(smallest.filter(|_| fits));
    }
    // then larger, the most important first
    for (want, choice) in wants.iter().zip(chosen.iter_mut()) {
        while let Some(now) = *choice
            && let Some(larger) = now.checked_sub(1)
        {
            let cost = |layer: usize| want.layers.get(layer).copied().unwrap_or(0);
            let more = cost(larger).saturating_sub(cost(now));
            if more > left {
                break;
            }
            left -= more;
            *choice = Some(larger);
        }
    }
    chosen
}

/// Holds back what gets better until it has been better for a while; what gets worse happens at once.
#[derive(Debug, Default)]
pub(crate) struct Patience {
    since: Option<Instant>,
}

impl Patience {
    /// The share to use now: `wide` was reckoned with the whole line, `narrow` with less of it.
    ///
    /// Where the present share costs no more than the wide one allows it stays; it grows to the narrow one only.
    pub(crate) fn settle(
        &mut self,
        present: &[Option<usize>],
        wide: &[Option<usize>],
        narrow: &[Option<usize>],
        now: Instant,
        better_for: Duration,
    ) -> Vec<Option<usize>> {
        let size = |layer: &Option<usize>| layer.map_or(0, |layer| usize::MAX - layer);
        if present.len() != wide.len() {
            self.since = None;
            return wide.to_vec();
        }
        if present.iter().zip(wide).any(|(present, wide)| size(present) > size(wide)) {
            self.since = None;
            return wide.to_vec();
        }
        if present.iter().zip(narrow).all(|(present, narrow)| size(narrow) <= size(present)) {
            self.since = None;
            return present.to_vec();
        }
        let since = *self.since.get_or_insert(now);
        if now.saturating_duration_since(since) < better_for {
            return present.to_vec();
        }
        self.since = None;
        let larger = |(present, narrow): (&Option<usize>, &Option<usize>)| {
            if size(narrow) > size(present) { *narrow } else { *present }
        };
        present.iter().zip(narrow).map(larger).collect()
    }
}

/// Counts bytes and tells a rate, over the last full second.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    since: Option<Instant>,
    bytes: u64,
    bps: u64,
    last: Option<Instant>,
}

impl Meter {
    pub(crate) fn add(&mut self, bytes: usize, now: Instant) {
        self.roll(now);
        self.bytes = self.bytes.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
        self.last = Some(now);
    }

    fn roll(&mut self, now: Instant) {
        let since = *self.since.get_or_insert(now);
        let passed = now.saturating_duration_since(since);
        if passed >= Duration::from_secs(1) {
            let ms = u64::try_from(passed.as_millis()).unwrap_or(u64::MAX).max(1);
            let bps = self.bytes.saturating_mul(8_000) / ms;
            // a stream that rests for a moment is not a small stream
            self.bps = if self.bps == 0 { bps } else { (self.bps + bps) / 2 };
            self.bytes = 0;
            self.since = Some(now);
        }
    }

    /// Bits a second, nothing where too little was seen.
    pub(crate) fn bps(&mut self, now: Instant) -> u64 {
        self.roll(now);
        self.bps
    }

    /// Whether anything came within the time.
    pub(crate) fn is_alive(&self, now: Instant, within: Duration) -> bool {
        self.last.is_some_and(|last| now.saturating_duration_since(last) <= within)
    }
}

#[cfg(test)]
mod tests {
    use super::{Meter, Patience, Want, share};
    use crate::testing::start;
    use proptest::prelude::*;
    use std::time::Duration;

    fn want(layers: &[u64]) -> Want {
        Want { layers: layers.to_vec() }
    }

    #[test]
    fn h105_as_the_line_narrows_layers_go_down_then_cameras_off_then_the_screen_and_sound_never() {
        // a screen of one layer, two cameras of two
        let wants = [want(&[200_000]), want(&[600_000, 100_000]), want(&[600_000, 100_000])];
        let at = |bps: u64| share(Some(bps), 2, &wants);
        let table = [
            (2_000_000, [Some(0), Some(0), Some(0)]),
            (1_100_000, [Some(0), Some(0), Some(1)]),
            (600_000, [Some(0), Some(1), Some(1)]),
            (450_000, [Some(0), Some(1), None]),
            (300_000, [Some(0), None, None]),
            (150_000, [None, None, None]),
        ];
        for (bps, expected) in table {
            assert_eq!(at(bps), expected, "{bps}");
        }
        assert_eq!(share(None, 2, &wants), [Some(0), Some(0), Some(0)], "a line that was not measured");
    }

    #[test]
    fn a_less_important_small_picture_does_not_overtake() {
        assert_eq!(share(Some(300_000), 0, &[want(&[500_000]), want(&[100_000])]), [None, None]);
    }

    #[test]
    fn worse_happens_at_once_and_better_after_a_while() {
        let start = start();
        let after = |ms| start + Duration::from_millis(ms);
        let wait = Duration::from_secs(2);
        let (off, small, large) = ([None], [Some(1)], [Some(0)]);
        let mut patience = Patience::default();
        assert_eq!(patience.settle(&large, &off, &off, after(0), wait), off);
        assert_eq!(patience.settle(&off, &small, &small, after(0), wait), off);
        assert_eq!(patience.settle(&off, &small, &off, after(1_000), wait), off, "not good enough: begins anew");
        assert_eq!(patience.settle(&off, &small, &small, after(2_100), wait), off);
        assert_eq!(patience.settle(&off, &small, &small, after(4_100), wait), small);
        assert_eq!(patience.settle(&small, &large, &small, after(9_000), wait), small, "stays on the border");
    }

    #[test]
    fn a_meter_tells_bits_a_second() {
        let start = start();
        let mut meter = Meter::default();
        for step in 0..=40u64 {
            meter.add(1_000, start + Duration::from_millis(step * 25));
        }
        let now = start + Duration::from_millis(1_010);
        assert_eq!(meter.bps(now), 320_000);
        assert!(meter.is_alive(now, Duration::from_millis(100)));
        assert!(!meter.is_alive(now + Duration::from_secs(1), Duration::from_millis(100)));
    }

    proptest! {
        #[test]
        fn the_line_is_never_overdrawn_and_more_line_never_takes_a_picture_away(
            wants in prop::collection::vec(prop::collection::vec(1u64..900_000, 1..4), 0..8),
            sounds in 0u64..8,
            bps in 0u64..4_000_000,
            more in 0u64..1_000_000,
        ) {
            let sorted = |mut layers: Vec<u64>| { layers.sort(); layers.reverse(); Want { layers } };
            let wants: Vec<Want> = wants.into_iter().map(sorted).collect();
            let chosen = share(Some(bps), sounds, &wants);
            let cost: u64 = wants.iter().zip(&chosen).filter_map(|(want, layer)| layer.map(|at| want.layers[at])).sum();
            prop_assert!(cost <= bps.saturating_sub(sounds * super::SOUND_BPS));
            let on = |chosen: &[Option<usize>]| chosen.iter().filter(|layer| layer.is_some()).count();
            prop_assert!(on(&share(Some(bps + more), sounds, &wants)) >= on(&chosen));
        }
    }
}
