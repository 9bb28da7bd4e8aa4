//! Who gets a case (随机分案): weights, loads, the pool with every reason against a judge, the draw, and its replay.
//!
//! Random is the rule and naming the exception. Nothing here draws a lot: the lot is an argument, and whoever
//! holds the record can draw it again.

mod chance;
pub mod draw;
pub mod group;
pub mod index;
pub mod load;
pub mod metrics;
pub mod pool;
pub mod replay;
pub mod spread;
pub mod weight;

pub use draw::{Candidate, Draw, Lot, Seat, SeatKind};
pub use pool::{Failing, Need, Profile};
