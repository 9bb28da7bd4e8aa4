//! The registrar's desk and those beside it: what waits, the check list, and every act upon a filing up to its judge.

pub mod acts;
pub mod assign;
pub mod bench;
pub mod cases;
pub mod checks;
pub mod counter;
pub mod import;
pub mod linked;
pub mod list;
pub mod matter;
pub mod pool;
pub mod registry;
pub mod relays;
pub mod statutes;
pub mod waiting;
