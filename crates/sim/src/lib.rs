//! The synthetic province: a year of lawful cases, deterministic by seed.
//!
//! Every step goes through `court`'s bulk door and so through `law::life::decide`: a history the rules
//! refuse cannot be made. Nobody in it is real.

pub mod ahead;
pub mod appeals;
pub mod caseload;
pub mod chance;
pub mod fate;
pub mod judgment;
pub mod life;
pub mod marks;
pub mod office;
pub mod persons;
pub mod plan;
pub mod run;
pub mod script;
pub mod world;
pub mod year;

pub use ahead::Ahead;
pub use plan::{Plan, PlanRefused, Scale};
pub use run::{Outcome, Settings, SimFault, simulate};
