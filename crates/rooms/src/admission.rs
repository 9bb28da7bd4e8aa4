//! Whether a new room may be opened. Overload is a cliff: what is in session must never be pushed over it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::fault::Busy;

/// From where on no new room is opened.
#[derive(Debug, Clone, Copy)]
pub struct Ceilings {
    /// The most rooms of a node.
    pub rooms: usize,
    /// The most of its time a thread may be busy, in 1/1000.
    pub busy: u64,
    /// The longest that 99 of 100 packets may take through the node.
    pub delay: Duration,
}

impl Default for Ceilings {
    fn default() -> Self {
        Ceilings { rooms: 400, busy: 750, delay: Duration::from_millis(40) }
    }
}

/// What a thread measures of itself, read by whoever decides.
#[derive(Debug, Default)]
pub(crate) struct Load {
    busy: AtomicU64,
    delay_us: AtomicU64,
}

impl Load {
    /// The share of its time a thread is busy, in 1/1000.
    pub(crate) fn busy(&self) -> u64 {
        self.busy.load(Ordering::Relaxed)
    }

    /// What 99 of 100 packets take at most, in microseconds.
    pub(crate) fn delay_us(&self) -> u64 {
        self.delay_us.load(Ordering::Relaxed)
    }

    #[cfg(test)]
    pub(crate) fn of(busy: u64, delay_us: u64) -> Load {
        Load { busy: AtomicU64::new(busy), delay_us: AtomicU64::new(delay_us) }
    }
}

/// Whether a room may be opened on a thread with this load.
pub(crate) fn admit(rooms: usize, load: &Load, draining: bool, ceilings: &Ceilings) -> Result<(), Busy> {
    let delay_us = u64::try_from(ceilings.delay.as_micros()).unwrap_or(u64::MAX);
    if draining {
        Err(Busy::Draining)
    } else if rooms >= ceilings.rooms {
        Err(Busy::Rooms)
    } else if load.busy() >= ceilings.busy {
        Err(Busy::Load)
    } else if load.delay_us() >= delay_us {
        Err(Busy::Delay)
    } else {
        Ok(())
    }
}

/// Buckets of delays, each twice the one before; the first ends at 32 µs.
const BUCKETS: usize = 20;

/// Measures a thread: how much of its time it does not wait, and how long packets take.
#[derive(Debug)]
pub(crate) struct Watch {
    began: Instant,
    waited: Duration,
    delays: [u64; BUCKETS],
}

impl Watch {
    pub(crate) fn new(now: Instant) -> Self {
        Watch { began: now, waited: Duration::ZERO, delays: [0; BUCKETS] }
    }

    /// The thread had nothing to do for so long.
    pub(crate) fn waited(&mut self, time: Duration) {
        self.waited += time;
    }

    /// A packet took so long.
    pub(crate) fn took(&mut self, time: Duration) {
        let us = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let bucket = usize::try_from((us >> 4).checked_ilog2().unwrap_or(0)).unwrap_or(0);
        if let Some(count) = self.delays.get_mut(bucket.min(BUCKETS - 1)) {
            *count += 1;
        }
    }

    /// Once a second writes down what was measured.
    pub(crate) fn tell(&mut self, now: Instant, load: &Load) {
        let passed = now.saturating_duration_since(self.began);
        if passed < Duration::from_secs(1) {
            return;
        }
        let all = u64::try_from(passed.as_micros()).unwrap_or(u64::MAX).max(1);
        let waited = u64::try_from(self.waited.as_micros()).unwrap_or(u64::MAX).min(all);
        let busy = (all - waited).saturating_mul(1_000) / all;
        // half of the second before, so that one bad second alone refuses nobody
        load.busy.store(u64::midpoint(load.busy(), busy), Ordering::Relaxed);
        load.delay_us.store(u64::midpoint(load.delay_us(), self.slowest_us()), Ordering::Relaxed);
        *self = Watch::new(now);
    }

    /// The end of the bucket in which the 99th of 100 packets lies.
    fn slowest_us(&self) -> u64 {
        let all: u64 = self.delays.iter().sum();
        let mut beyond = all / 100;
        for (bucket, count) in self.delays.iter().enumerate().rev() {
            if *count > beyond {
                return 32 << bucket;
            }
            beyond -= count;
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::{Ceilings, Load, Watch, admit};
    use crate::fault::Busy;
    use crate::testing::start;
    use std::time::Duration;

    #[test]
    fn a_room_is_refused_with_the_reason() {
        let ceilings = Ceilings { rooms: 10, busy: 750, delay: Duration::from_millis(40) };
        let table = [
            (9, Load::of(749, 39_999), false, Ok(())),
            (10, Load::of(0, 0), false, Err(Busy::Rooms)),
            (0, Load::of(750, 0), false, Err(Busy::Load)),
            (0, Load::of(0, 40_000), false, Err(Busy::Delay)),
            (0, Load::of(0, 0), true, Err(Busy::Draining)),
        ];
        for (rooms, load, draining, expected) in table {
            assert_eq!(admit(rooms, &load, draining, &ceilings), expected);
        }
    }

    #[test]
    fn a_thread_measures_itself() {
        let start = start();
        let load = Load::default();
        let mut watch = Watch::new(start);
        watch.waited(Duration::from_millis(400));
        for _ in 0..990 {
            watch.took(Duration::from_micros(50));
        }
        for _ in 0..11 {
            watch.took(Duration::from_millis(90));
        }
        watch.tell(start + Duration::from_millis(900), &load);
        assert_eq!(load.busy(), 0, "not before a second is over");
        watch.tell(start + Duration::from_secs(1), &load);
        assert_eq!(load.busy(), 300, "half of 600, half of nothing before");
        assert_eq!(load.delay_us(), 131_072 / 2, "the bucket of 90 ms ends at 131 ms");
    }

    #[test]
    fn few_slow_packets_among_many_do_not_count() {
        let start = start();
        let mut watch = Watch::new(start);
        for _ in 0..1_000 {
            watch.took(Duration::from_micros(20));
        }
        watch.took(Duration::from_secs(9));
        assert_eq!(watch.slowest_us(), 32);
    }
}
