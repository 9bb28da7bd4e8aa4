//! The media engine of hearing rooms: who is heard and seen by whom, packet by packet.
//!
//! A [`Room`] is a pure machine: packets and time go in, packets and events come out. What is allowed is told by its
//! caller as [`Rights`]; it knows nothing of hearings, roles or phases. A [`Node`] runs many rooms on a few threads
//! and is the only place here that reads the clock or touches a socket.

mod admission;
mod belief;
mod clock;
mod event;
mod fault;
mod figures;
mod flood;
mod forward;
mod layers;
mod line;
mod names;
mod node;
mod rights;
mod room;
mod routes;
mod sdp;
mod session;
mod settings;
mod slots;
mod socket;
mod tcp;
mod tend;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod upload;
mod worker;

pub use admission::Ceilings;
pub use event::{Event, Output, Refused};
pub use fault::{Busy, JoinFault, Why};
pub use figures::Figures;
pub use names::{Codec, Medium, Peer, Person, RoomId, SessionId, Source, Track, Way, Wire};
pub use node::{Advertise, Health, Node, NodeSettings};
pub use rights::Rights;
pub use room::{Joined, Room};
pub use settings::{Certificate, Settings};
pub use str0m::media::Mid;
pub use worker::NodeEvent;
