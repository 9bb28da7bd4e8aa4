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
mod door_killed;
mod figures;
mod input;
mod kill;
mod number;
mod old_cases;
#[path = "../../../stats/tests/opened/mod.rs"]
mod opened;
mod opening;
mod place;
mod proofs;
mod refused;
mod upload_killed;
