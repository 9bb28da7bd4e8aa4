//! The life of a matter, from filing to the archive.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod bench;
mod counter;
mod desk;
mod matter;
mod procedure;
mod properties;
mod refusals;
mod terms;
mod walks;
