//! The bulk door: many acts of many courts in order of time, decided one by one, sealed and stored in batches.

pub mod line;
pub mod register;

pub use line::{Line, LineFault, Opening};
pub use register::{Register, Work};
