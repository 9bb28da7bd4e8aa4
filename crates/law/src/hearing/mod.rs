//! A hearing (庭审): who is in the room, who speaks, what is recorded and shown, and what the rules allow next.
//!
//! `decide` is the only door to what happens. Folding never refuses, deciding never changes. Sight follows from the state:
//! who may send, and who receives whom, is asked for every packet.

mod attendance;
pub mod command;
pub mod event;
mod fold;
pub mod kinds;
pub mod opening;
pub mod papers;
pub mod phase;
pub mod seat;
pub mod state;
pub mod terms;
mod told;

pub use command::Command;
pub use event::Event;
pub use kinds::{Classification, Track};
pub use opening::Opening;
pub use phase::{Flow, Phase};
pub use seat::{Participant, Person, Seat, Side};
pub use state::Hearing;
