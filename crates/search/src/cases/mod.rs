//! Concluded cases: their index, and those similar to a draft.

pub mod card;
pub mod elements;
pub mod grams;
mod held;
pub mod index;
mod many;
pub mod marks;
pub mod matrix;
pub mod pairwise;
pub mod reach;
pub mod read;
pub mod similar;
pub mod space;
pub mod spaces;
pub mod spread;

#[cfg(test)]
mod tests;

pub use card::{Card, Concluded, Ending, Outcome, band};
pub use index::{Cases, Feeder, Trouble};
pub use reach::{Entry, Reach};
pub use read::{named, read};
pub use similar::{Draft, Hit, Similar, Why};
pub use spread::{Departure, Range, Spread};
