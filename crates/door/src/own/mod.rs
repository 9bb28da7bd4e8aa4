//! The own account: who one is, on which devices, by which means one signs in; for whom one acts, and who acts for one.

pub mod account;
pub mod agents;
pub mod recovery;
pub mod wards;
