//! What a viewer's line is held to carry. The engine's estimate takes every loss for a sign of too much; but a line
//! that loses a tenth whatever it carries still carries the rest, and what it carried of late is not doubted. It also
//! takes a busy server's unevenness for a full line; where nothing is lost and answers are quick, nothing is taken away.

use std::time::Duration;

/// From here on the mean loss of two seconds means too much, in 1/1000.
const TOO_LOSSY: u64 = 370;
/// Up to here loss is nothing to think of, in 1/1000.
const CLEAN: u64 = 20;
/// From here on an answer is late enough to make one think.
const SLOW: Duration = Duration::from_millis(100);
/// Seconds a doubt lasts.
const DOUBTS_FOR: u8 = 4;
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
    /// What it was held to carry when there was no doubt.
    held: u64,
    /// Seconds the last sign of too much still counts.
    doubts: u8,
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
    /// What a line is held to carry before anything was seen of it.
    pub(crate) fn new(bps: u64) -> Self {
        Belief { held: bps, ..Belief::default() }
    }

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
        self.doubt(second);
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
        let fits = self.fits();
        self.held = if self.doubts > 0 { fits } else { self.held.max(fits) };
    }

    fn doubt(&mut self, second: Second) {
        let slow = second.rtt.zip(self.best_rtt).is_some_and(|(rtt, best)| rtt.saturating_sub(best) > SLOW);
        let sign = slow || second.loss > CLEAN;
        self.doubts = if sign { DOUBTS_FOR } else { self.doubts.saturating_sub(1) };
    }

    fn fits(&self) -> u64 {
        // a picture varies around its mean, and what just fitted goes on fitting
        self.told.unwrap_or(0).max(self.proven / 4 * 5)
    }

    /// What the line is held to carry; nothing where nobody measured.
    pub(crate) fn bps(&self) -> Option<u64> {
        self.told.map(|_| if self.doubts > 0 { self.fits() } else { self.fits().max(self.held) })
    }

    /// Whether the engine has too low a mind of the line; it also paces by its estimate, and would hold pictures back.
    pub(crate) fn overrules(&self) -> bool {
        self.bps() > self.told
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
    fn h105_without_a_sign_of_too_much_nothing_is_taken_away() {
        let mut belief = Belief::new(1_500_000);
        belief.hear(300_000);
        belief.see(second(200_000, 0, 10));
        assert_eq!(belief.bps(), Some(1_500_000), "the server was busy, not the line");
        assert!(belief.overrules());
        belief.see(second(200_000, 50, 10));
        assert_eq!(belief.bps(), Some(300_000));
        for _ in 0..4 {
            belief.see(second(200_000, 0, 10));
        }
        assert_eq!(belief.bps(), Some(300_000), "what was doubted is shown anew");
        belief.see(second(200_000, 0, 200));
        assert!(belief.doubts > 0, "late answers are a sign too");
    }

    #[test]
    fn h105_a_line_that_chokes_is_not() {
        let mut lossy = Belief::default();
        let mut late = Belief::default();
        for belief in [&mut lossy, &mut late] {
            belief.hear(500_000);
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
