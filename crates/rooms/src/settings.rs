//! Every limit of a room in one place.

use std::net::SocketAddr;
use std::time::Duration;

use str0m::config::DtlsCert;
use str0m::crypto::from_feature_flags;

/// Limits of a room, and where it is reached.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The addresses clients are told to reach the room at; several where the server stands behind NAT.
    pub hosts: Vec<SocketAddr>,
    /// Whether the same addresses also take connections.
    pub tcp: bool,
    /// The key every session proves itself with; a room makes its own where there is none.
    pub certificate: Option<Certificate>,
    /// Whether whole frames are handed out for a recording (H-080).
    pub record: bool,
    /// The most persons at the same time.
    pub persons: usize,
    /// The most pairs of spare lines a client may offer.
    pub slots: usize,
    /// The longest offer, in bytes.
    pub offer_bytes: usize,
    /// Packets a second from one address; what is more is dropped.
    pub packets_per_second: u32,
    /// Bytes a session may send in its life.
    pub session_bytes: u64,
    /// The least time between two requests for a key frame of the same stream.
    pub key_frame_pause: Duration,
    /// How long a session may be without a sign of consent (RFC 7675) before it ends.
    pub consent: Duration,
    /// How long nothing may come before a session is called lost (H-101).
    pub lost_after: Duration,
    /// How long an invited client may take to connect.
    pub connect_within: Duration,
    /// What a viewer's line is held to carry before it was measured, in bit/s.
    pub estimate_bps: u64,
    /// How long a line must have been good before a picture is added or made larger.
    pub better_for: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            hosts: Vec::new(),
            tcp: false,
            certificate: None,
            record: false,
            persons: 32,
            slots: 16,
            offer_bytes: 96 * 1024,
            packets_per_second: 4_000,
            session_bytes: 64 * 1024 * 1024 * 1024,
            key_frame_pause: Duration::from_millis(500),
            consent: Duration::from_secs(20),
            lost_after: Duration::from_secs(2),
            connect_within: Duration::from_secs(30),
            estimate_bps: 1_500_000,
            better_for: Duration::from_secs(2),
        }
    }
}

/// The key a server proves itself with to every client of a process.
#[derive(Debug, Clone)]
pub struct Certificate(pub(crate) DtlsCert);

impl Certificate {
    /// Makes a new one; nothing where the cryptography of the process fails.
    pub fn generate() -> Option<Self> {
        let provider = from_feature_flags();
        let made = provider.dtls_provider.generate_certificate().map(Certificate);
        provider.install_process_default();
        made
    }
}
