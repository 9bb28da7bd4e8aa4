//! How many packets an address may send a second. What is more is dropped before anybody reads it.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::names::Peer;

/// Addresses that are counted at the same time; with more of them all that are new share one count.
const MOST_ADDRESSES: usize = 4_096;

/// What to do with a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Read it.
    Pass,
    /// Drop it, and say so: this is the first one too many.
    Flood,
    /// Drop it.
    Drop,
}

/// Counts the packets of each address by the second.
#[derive(Debug)]
pub(crate) struct Gate {
    most: u32,
    began: Option<Instant>,
    counts: BTreeMap<Peer, u32>,
    crowd: u32,
}

impl Gate {
    /// A gate that lets so many packets a second through from each address.
    pub(crate) fn new(most: u32) -> Self {
        Gate { most, began: None, counts: BTreeMap::new(), crowd: 0 }
    }

    /// Counts a packet.
    pub(crate) fn count(&mut self, from: Peer, now: Instant) -> Verdict {
        let began = *self.began.get_or_insert(now);
        if now.saturating_duration_since(began) >= Duration::from_secs(1) {
            self.began = Some(now);
            self.counts.clear();
            self.crowd = 0;
        }
        let full = self.counts.len() >= MOST_ADDRESSES;
        let count = match self.counts.get_mut(&from) {
            Some(count) => count,
            None if full => &mut self.crowd,
            None => self.counts.entry(from).or_insert(0),
        };
        *count = count.saturating_add(1);
        match (*count).cmp(&self.most.saturating_add(1)) {
            std::cmp::Ordering::Less => Verdict::Pass,
            std::cmp::Ordering::Equal => Verdict::Flood,
            std::cmp::Ordering::Greater => Verdict::Drop,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Gate, MOST_ADDRESSES, Verdict};
    use crate::names::Peer;
    use crate::testing::start;
    use std::net::SocketAddr;
    use std::time::Duration;

    fn peer(number: usize) -> Peer {
        let byte = |number: usize| u8::try_from(number).unwrap();
        Peer::udp(SocketAddr::from(([10, 0, byte(number / 250), byte(number % 250)], 1_000)))
    }

    #[test]
    fn a_flood_is_said_once_a_second_and_others_pass() {
        let start = start();
        let mut gate = Gate::new(100);
        let verdicts: Vec<Verdict> = (0..150).map(|_| gate.count(peer(1), start)).collect();
        assert_eq!(verdicts.iter().filter(|verdict| **verdict == Verdict::Pass).count(), 100);
        assert_eq!(verdicts.iter().filter(|verdict| **verdict == Verdict::Flood).count(), 1);
        assert_eq!(gate.count(peer(2), start), Verdict::Pass);
        assert_eq!(gate.count(peer(1), start + Duration::from_millis(1_001)), Verdict::Pass);
    }

    #[test]
    fn ever_new_addresses_neither_fill_the_memory_nor_pass() {
        let start = start();
        let mut gate = Gate::new(10);
        let passed = (0..MOST_ADDRESSES * 3).filter(|number| gate.count(peer(*number), start) == Verdict::Pass).count();
        assert_eq!(passed, MOST_ADDRESSES + 10);
        assert_eq!(gate.counts.len(), MOST_ADDRESSES);
    }
}
