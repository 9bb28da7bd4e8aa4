//! Clients of our own and a bad network, for tests and for the load generator. No part of a server.

mod client;
mod draw;
mod frames;
mod link;
#[cfg(test)]
mod world;

use std::time::Instant;

pub use client::{Client, Got, Offers, Pictures};
pub use draw::Draw;
pub use frames::{MARK_BYTES, Mark, frame};
pub use link::{Fate, Link};
#[cfg(test)]
pub(crate) use world::{World, host, tag};

/// A moment to reckon from.
#[allow(clippy::disallowed_methods, reason = "virtual time needs a first moment, and an Instant has no other")]
pub fn start() -> Instant {
    Instant::now()
}
