//! The registrar's desk and those beside it: what waits, the check list, and every act upon a filing up to its judge.

pub mod acts;
pub mod assign;
pub mod list;
pub mod matter;
