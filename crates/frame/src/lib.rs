//! What stands around every page and answer: shell, faults, looks, assets, the writing of numbers and days.
//!
//! It knows no store and no office; `web` and `door` fill the frame.

pub mod assets;
pub mod events;
pub mod fault;
pub mod format;
pub mod look;
pub mod problem;
pub mod qr;
pub mod shell;
