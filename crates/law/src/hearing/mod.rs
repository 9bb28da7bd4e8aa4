//! A hearing (庭审): who is in the room, who speaks, what is recorded and shown, and what the rules allow next.
//!
//! `decide` is the only door to what happens. Folding never refuses, deciding never changes. Sight follows from the
//! state: who may send, and who receives whom, is asked for every packet.

mod absence;
pub mod attendance;
mod basis;
mod broadcast;
pub mod command;
mod course;
mod decide;
mod entrance;
pub mod event;
mod evidence;
mod floor;
mod fold;
mod guard;
pub mod kinds;
pub mod opening;
pub mod outline;
pub mod papers;
pub mod phase;
mod recording;
mod recusal;
pub mod seat;
mod sight;
mod spectators;
pub mod state;
pub mod terms;
#[cfg(test)]
mod tests;
mod told;
mod transcript;
mod witness;

pub use command::Command;
pub use decide::{decide, why_not};
pub use event::Event;
pub use kinds::{Classification, Track};
pub use opening::Opening;
pub use outline::Step;
pub use phase::{Flow, Phase};
pub use seat::{Participant, Person, Seat, Side};
pub use state::{Floor, Hearing, Recording, Stage};
