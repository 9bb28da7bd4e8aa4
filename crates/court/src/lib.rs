//! Use cases: load the past, decide, seal, project. Every write of the house goes through here.
//!
//! The rules themselves are in `law`, storage in `docket`; this crate only joins them.

pub mod allot;
pub mod bulk;
pub mod filing;
pub mod former;
pub mod hearings;
pub mod notices;
pub mod office;
pub mod old_cases;
pub mod publication;
pub mod relay;
pub mod replay;
pub mod reports;
