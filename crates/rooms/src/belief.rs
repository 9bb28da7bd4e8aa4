//! What a viewer's line is held to carry. The engine's estimate takes every loss for a sign of too much; but a line
//! that loses a tenth whatever it carries still carries the rest, and what it carried of late is not doubted.

use std::time::Duration;

/// From here on the mean loss of two seconds means too much, in 1/1000.
const TOO_LOSSY: u64 = 370;
/// Up to here loss is nothing to think of, in 1/1000.
const CLEAN: u64 = 20;
/// How much later than at its best a line may answer before it is held to be filled up.
const TOO_LATE: Duration = Duration::from_millis(300);

/// What one line is held to carry.
#[derive(Debug, Default)]
pub(crate) struct Belief {
    /// The engine's estimate.
    told: Option<u64>,
    /// What the line carried of late.
    proven: u64,
    best_rtt: Option<Duration>,
    /// The last answers, the latest first.
    rtts: [Option<Duration>; 3],
    /// What of the last second was lost.
    loss: u64,
}

/// A second of a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Second {
    /// What was sent of frames, without what was sent again or only to fill up, in bit/s.
    pub sent_bps: u64,
    /// What was sent in all, in bit/s.
    pub all_bps: u64,
    /// What was lost, in 1/1000.
    pub loss: u64,
    /// There and back.
    pub rtt: Option<Duration>,
}

impl Belief {
    /// The engine has a new estimate.
    pub(crate) fn hear(&mut self, bps: u64) {
        self.told = Some(bps);
    }

    /// Takes a second in which the line was up.
    pub(crate) fn see(&mut self, second: Second) {
        if let Some(rtt) = second.rtt {
            self.best_rtt = Some(self.best_rtt.map_or(rtt, |best| best.min(rtt)));
            let [first, second, _] = self.rtts;
            self.rtts = [Some(rtt), first, second];
        }
        // answers that come now late, now early are jitter; where all are late the line is full
        let best = self.best_rtt.unwrap_or_default();
        let late = self.rtts.iter().all(|rtt| rtt.is_some_and(|rtt| rtt.saturating_sub(best) > TOO_LATE));
        let carried = second.sent_bps.saturating_mul(1_000_u64.saturating_sub(second.loss)) / 1_000;
        // one bad second alone is mostly the beginning of an outage
        let choked = u64::midpoint(std::mem::replace(&mut self.loss, second.loss), second.loss) > TOO_LOSSY;
        self.proven = if choked {
            (carried / 10 * 7).min(self.proven)
        } else if late {
            self.proven / 10 * 6
        } else {
            // what is lost without a sign of too much wears the memory down slowly; in a clean second all counts
            match second.loss {
                0..=CLEAN => second.sent_bps.max(second.all_bps).max(self.proven),
                _ if second.loss > TOO_LOSSY => self.proven / 100 * 98,
                _ => second.sent_bps.max(self.proven / 100 * 98),
            }
        };
    }

    /// What the line is held to carry; nothing where nobody measured.
    pub(crate) fn bps(&self) -> Option<u64> {
        // a picture varies around its mean, and what just fitted goes on fitting
        self.told.map(|told| told.max(self.proven / 4 * 5))
    }

    /// Whether the engine has too low a mind of the line; it also paces by its estimate, and would hold pictures back.
    pub(crate) fn overrules(&self) -> bool {
        self.told.is_some_and(|told| told < self.proven)
    }
}

#[cfg(test)]
mod tests {
    use super::{Belief, Second};
    use std::time::Duration;

    fn second(sent_bps: u64, loss: u64, rtt: u64) -> Second {
        Second { sent_bps, all_bps: sent_bps / 10 * 11, loss, rtt: Some(Duration::from_millis(rtt)) }
    }

    #[test]
    fn h105_a_line_that_loses_a_tenth_but_carries_the_rest_is_believed() {
        let mut belief = Belief::default();
        assert_eq!(belief.bps(), None, "nobody measured");
        for _ in 0..20 {
            belief.hear(60_000);
            belief.see(second(600_000, 200, 150));
        }
        assert_eq!(belief.bps(), Some(750_000));
        assert!(belief.overrules());
    }

    #[test]
    fn h105_a_line_that_chokes_is_not() {
        let mut lossy = Belief::default();
        let mut late = Belief::default();
        for belief in [&mut lossy, &mut late] {
            belief.hear(1_000_000);
            belief.see(second(600_000, 0, 40));
            belief.hear(200_000);
            assert_eq!(belief.bps(), Some(825_000), "in a clean second all counts");
        }
        lossy.see(second(600_000, 500, 60));
        assert_eq!(lossy.bps(), Some(808_500), "one bad second");
        lossy.see(second(600_000, 500, 60));
        assert_eq!(lossy.bps(), Some(262_500));
        for _ in 0..6 {
            late.see(second(600_000, 0, 900));
        }
        assert_eq!(late.bps(), Some(200_000));
        assert!(!late.overrules());
    }
}
