//! How a recording does: whether what was said a moment ago is on the disk.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// From how long on a write that does not return is told.
pub const STALL_MS: i64 = 2_000;

/// How a recording does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// What is recorded is on the disk within a second.
    Durable {
        /// Since when without a failure; nothing before the first fragment.
        since_us: Option<i64>,
        /// Until when everything is on the disk.
        last_durable_us: Option<i64>,
    },
    /// A write does not return.
    Stalled {
        /// For how long.
        for_ms: i64,
    },
    /// The disk is full: fragments are dropped until there is room.
    DiskFull,
    /// Writing fails for another reason: fragments are dropped until it works.
    Failing {
        /// What the system said.
        error: String,
    },
}

/// What the writing thread and the caller know of each other.
#[derive(Debug, Default)]
pub struct Shared {
    /// Jobs the writer is through with, well or badly.
    done: AtomicU64,
    /// Bytes handed over and not yet done.
    pub queued_bytes: AtomicU64,
    state: Mutex<State>,
}

#[derive(Clone, Debug, Default)]
struct State {
    since_us: Option<i64>,
    last_durable_us: Option<i64>,
    failing: Option<(bool, String)>,
}

impl Shared {
    /// The writer is through with some jobs.
    pub fn did(&self, jobs: u64, bytes: u64) {
        self.queued_bytes.fetch_sub(bytes, Ordering::Relaxed);
        self.done.fetch_add(jobs, Ordering::Release);
    }

    /// A commit is durable; its media begin and end so. Returns whether it ends a failure.
    pub fn durable(&self, media: Option<(i64, i64)>) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let recovered = state.failing.take().is_some();
        if recovered {
            state.since_us = None;
        }
        if let Some((start, end)) = media {
            state.since_us.get_or_insert(start);
            state.last_durable_us = state.last_durable_us.max(Some(end));
        }
        recovered
    }

    /// A commit failed. Returns whether it is the first of a row.
    pub fn failed(&self, full: bool, error: &str) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.failing.replace((full, error.to_owned())).is_none()
    }
}

/// What the caller knows of the jobs it handed over.
#[derive(Debug, Default)]
pub struct Watch {
    sent: u64,
    waiting: VecDeque<(u64, i64)>,
}

impl Watch {
    /// A job is handed over.
    pub fn sent(&mut self, now_us: i64) {
        self.sent = self.sent.saturating_add(1);
        self.waiting.push_back((self.sent, now_us));
    }

    /// How the recording does at a moment.
    pub fn health(&mut self, shared: &Shared, now_us: i64) -> Health {
        let done = shared.done.load(Ordering::Acquire);
        while self.waiting.front().is_some_and(|(job, _)| *job <= done) {
            self.waiting.pop_front();
        }
        let state = shared.state.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let for_ms = self.waiting.front().map_or(0, |(_, since)| now_us.saturating_sub(*since) / 1000);
        match state.failing {
            _ if for_ms >= STALL_MS => Health::Stalled { for_ms },
            Some((true, _)) => Health::DiskFull,
            Some((false, error)) => Health::Failing { error },
            None => Health::Durable { since_us: state.since_us, last_durable_us: state.last_durable_us },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Health, Shared, Watch};

    #[test]
    fn a_write_that_does_not_return_is_told_by_its_age() {
        let (shared, mut watch) = (Shared::default(), Watch::default());
        watch.sent(0);
        watch.sent(1_000_000);
        assert!(matches!(watch.health(&shared, 1_900_000), Health::Durable { .. }));
        assert_eq!(watch.health(&shared, 2_500_000), Health::Stalled { for_ms: 2500 });
        shared.did(1, 0);
        assert!(matches!(watch.health(&shared, 2_500_000), Health::Durable { .. }));
        assert_eq!(watch.health(&shared, 4_000_000), Health::Stalled { for_ms: 3000 });
    }

    #[test]
    fn a_failure_is_told_until_a_commit_holds() {
        let (shared, mut watch) = (Shared::default(), Watch::default());
        assert!(!shared.durable(Some((5, 9))));
        assert!(shared.failed(true, "no space"));
        assert!(!shared.failed(true, "no space"));
        assert_eq!(watch.health(&shared, 0), Health::DiskFull);
        shared.failed(false, "input/output error");
        assert_eq!(watch.health(&shared, 0), Health::Failing { error: "input/output error".into() });
        assert!(shared.durable(Some((20, 30))));
        let expected = Health::Durable { since_us: Some(20), last_durable_us: Some(30) };
        assert_eq!(watch.health(&shared, 0), expected);
    }
}
