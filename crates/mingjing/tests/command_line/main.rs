//! The binary as a person uses it: arguments in, sentences, files and exit codes out.
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may panic and print"
)]

mod ahead;
mod copies;
mod figures;
mod input;
mod kill;
mod number;
#[path = "../../../stats/tests/opened/mod.rs"]
mod opened;
mod opening;
mod place;
mod proofs;
