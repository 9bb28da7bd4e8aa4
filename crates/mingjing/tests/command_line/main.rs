//! The binary as a person uses it: arguments in, sentences, files and exit codes out.
#![allow(clippy::as_conversions)]

mod copies;
mod figures;
mod input;
mod kill;
mod number;
mod place;
mod proofs;
