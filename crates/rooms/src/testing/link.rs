//! One direction of a line: it loses, delays, mixes up and narrows.

use std::time::{Duration, Instant};

use super::Draw;

/// How bad a direction is.
#[derive(Debug, Clone)]
pub struct Link {
    /// Lost, in 1/1000.
    pub loss: u64,
    /// What every packet takes.
    pub delay: Duration,
    /// What some take more.
    pub jitter: Duration,
    /// What it carries, in bit/s.
    pub bps: Option<u64>,
    /// Whether it is cut.
    pub cut: bool,
    free_at: Option<Instant>,
}

/// What becomes of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It arrives.
    Arrives(Instant),
    /// It is lost.
    Lost,
}

/// How much a narrow line holds before it drops.
const HOLDS: Duration = Duration::from_millis(400);

impl Link {
    /// A good line: 20 ms.
    pub const fn good() -> Self {
        Link { loss: 0, delay: Duration::from_millis(20), jitter: Duration::ZERO, bps: None, cut: false, free_at: None }
    }

    /// What becomes of a packet sent now.
    pub fn send(&mut self, bytes: usize, now: Instant, draw: &mut Draw) -> Fate {
        let lost = draw.below(1_000) < self.loss;
        let jitter_us = u64::try_from(self.jitter.as_micros()).unwrap_or(0);
        let jitter = Duration::from_micros(draw.below(jitter_us.saturating_add(1)));
        if self.cut || lost {
            return Fate::Lost;
        }
        let mut leaves = now;
        if let Some(bps) = self.bps {
            let free = self.free_at.map_or(now, |free| free.max(now));
            if free.saturating_duration_since(now) > HOLDS {
                return Fate::Lost;
            }
            let bits = u64::try_from(bytes).unwrap_or(0).saturating_mul(8);
            leaves = free + Duration::from_micros(bits.saturating_mul(1_000_000) / bps.max(1));
            self.free_at = Some(leaves);
        }
        Fate::Arrives(leaves + self.delay + jitter)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fate, Link};
    use crate::testing::{Draw, start};
    use std::time::Duration;

    #[test]
    fn a_narrow_line_carries_what_it_carries() {
        let now = start();
        let mut draw = Draw::new(1);
        let mut link = Link { bps: Some(80_000), ..Link::good() };
        let sent: Vec<Fate> = (0..10).map(|_| link.send(1_000, now, &mut draw)).collect();
        assert_eq!(sent[0], Fate::Arrives(now + Duration::from_millis(120)));
        assert_eq!(sent[1], Fate::Arrives(now + Duration::from_millis(220)));
        assert_eq!(sent.iter().filter(|fate| **fate == Fate::Lost).count(), 5);
    }

    #[test]
    fn a_lossy_line_loses_its_share_and_a_cut_one_all() {
        let now = start();
        let mut draw = Draw::new(7);
        let mut link = Link { loss: 100, ..Link::good() };
        let lost = (0..10_000).filter(|_| link.send(100, now, &mut draw) == Fate::Lost).count();
        assert!((800..1_200).contains(&lost), "{lost}");
        link.cut = true;
        assert_eq!(link.send(100, now, &mut draw), Fate::Lost);
    }
}
