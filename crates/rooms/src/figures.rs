//! How a session does: loss, jitter, round trip, bit rates, once a second, for the clerk and for H-102.

use std::collections::BTreeMap;
use std::time::Instant;

use str0m::media::Mid;
use str0m::stats::{MediaEgressStats, MediaIngressStats, PeerStats};

/// How a session does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Lost on the way to the room, in 1/1000.
    pub loss_up: u16,
    /// Lost on the way to the client, in 1/1000.
    pub loss_down: u16,
    /// The jitter of what arrives, in milliseconds: of the steadiest line, as others also carry what fills up.
    pub jitter_ms: u32,
    /// There and back, in milliseconds; 0 where it was not measured yet.
    pub rtt_ms: u32,
    /// From the client, in bit/s.
    pub up_bps: u64,
    /// To the client, in bit/s.
    pub down_bps: u64,
    /// What the client's line is held to carry, in bit/s; 0 where it was not measured.
    pub estimate_bps: u64,
    /// Frames and pieces of sound taken from the client since it came.
    pub frames_up: u64,
    /// Frames and pieces of sound handed to the client since it came.
    pub frames_down: u64,
}

/// Puts a session's figures together from what the engine reports.
#[derive(Debug, Default)]
pub(crate) struct Gatherer {
    figures: Figures,
    before: Option<(Instant, u64, u64)>,
    jitter: BTreeMap<Mid, u32>,
    loss_down: BTreeMap<Mid, u16>,
    by_feedback: u16,
}

impl Gatherer {
    pub(crate) fn frame_up(&mut self) {
        self.figures.frames_up = self.figures.frames_up.saturating_add(1);
    }

    pub(crate) fn frame_down(&mut self) {
        self.figures.frames_down = self.figures.frames_down.saturating_add(1);
    }

    pub(crate) fn peer(&mut self, stats: &PeerStats) {
        if let Some((at, rx, tx)) = self.before {
            let ms = u64::try_from(stats.timestamp.saturating_duration_since(at).as_millis()).unwrap_or(0).max(1);
            self.figures.up_bps = stats.peer_bytes_rx.saturating_sub(rx).saturating_mul(8_000) / ms;
            self.figures.down_bps = stats.peer_bytes_tx.saturating_sub(tx).saturating_mul(8_000) / ms;
        }
        self.before = Some((stats.timestamp, stats.peer_bytes_rx, stats.peer_bytes_tx));
        self.figures.loss_up = per_mille(stats.ingress_loss_fraction);
        self.by_feedback = per_mille(stats.egress_loss_fraction);
        self.figures.loss_down = self.loss_down.values().copied().max().unwrap_or(0).max(self.by_feedback);
        if let Some(rtt) = stats.rtt {
            self.figures.rtt_ms = u32::try_from(rtt.as_millis()).unwrap_or(u32::MAX);
        }
    }

    /// What was sent in the last second, in bit/s, and what of it was lost by the client's own account, in 1/1000.
    pub(crate) fn sent(&self) -> (u64, u64) {
        (self.figures.down_bps, u64::from(self.by_feedback))
    }

    pub(crate) fn ingress(&mut self, stats: &MediaIngressStats, rate: u32) {
        self.jitter.insert(stats.mid, stats.jitter.saturating_mul(1_000) / rate.max(1));
        self.figures.jitter_ms = self.jitter.values().copied().min().unwrap_or(0);
    }

    pub(crate) fn egress(&mut self, stats: &MediaEgressStats) {
        self.loss_down.insert(stats.mid, per_mille(stats.loss));
    }

    pub(crate) fn now(&self, estimate_bps: Option<u64>) -> Figures {
        Figures { estimate_bps: estimate_bps.unwrap_or(0), ..self.figures }
    }
}

/// A share of 1 as a share of 1000.
#[expect(clippy::as_conversions, reason = "a share between 0 and 1000")]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held between 0 and 1000 first")]
fn per_mille(share: Option<f32>) -> u16 {
    (share.unwrap_or(0.0) * 1_000.0).clamp(0.0, 1_000.0) as u16
}

#[cfg(test)]
mod tests {
    use super::{Gatherer, per_mille};
    use crate::testing::start;
    use std::time::{Duration, Instant};
    use str0m::stats::PeerStats;

    fn stats(timestamp: Instant, rx: u64, tx: u64) -> PeerStats {
        PeerStats {
            peer_bytes_rx: rx,
            peer_bytes_tx: tx,
            bytes_rx: rx,
            bytes_tx: tx,
            timestamp,
            bwe_tx: None,
            egress_loss_fraction: Some(0.125),
            ingress_loss_fraction: None,
            rtt: Some(Duration::from_millis(35)),
            selected_candidate_pair: None,
        }
    }

    #[test]
    fn rates_are_reckoned_between_two_reports() {
        let start = start();
        let mut gatherer = Gatherer::default();
        gatherer.peer(&stats(start, 1_000, 0));
        gatherer.peer(&stats(start + Duration::from_millis(500), 6_000, 20_000));
        let figures = gatherer.now(Some(5));
        assert_eq!((figures.up_bps, figures.down_bps), (80_000, 320_000));
        assert_eq!((figures.loss_up, figures.loss_down, figures.rtt_ms, figures.estimate_bps), (0, 125, 35, 5));
    }

    #[test]
    fn shares_stay_in_their_bounds() {
        let table = [(None, 0), (Some(0.1), 100), (Some(-1.0), 0), (Some(9.0), 1_000), (Some(f32::NAN), 0)];
        for (share, expected) in table {
            assert_eq!(per_mille(share), expected);
        }
    }
}
