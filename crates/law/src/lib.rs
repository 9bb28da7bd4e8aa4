//! Pure rules of the court: numbers, courts, causes, calendars, time limits and the life of a case.
//!
//! This crate never awaits, reads no clock, draws no lot and touches no file or socket:
//! time, calendars and draws are arguments.

pub mod assignment;
pub mod calendar;
pub mod case_number;
pub mod cause;
pub mod competence;
pub mod complaint;
pub mod court;
pub mod cross_region;
mod data;
pub mod day;
pub mod elements;
pub mod fee;
pub mod fen;
pub mod hearing;
pub mod identity;
pub mod ids;
pub mod life;
pub mod office_hours;
pub mod period;
pub mod role;
pub mod words;
