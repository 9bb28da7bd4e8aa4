//! Entries, the Merkle log, receipts and storage on SQLite and PostgreSQL.
//!
//! The log half (this list up to `tree`) is pure: it reads no clock and touches no database.
//! Randomness enters only where a key is generated.

pub mod canonical;
pub mod digest;
pub mod entry;
pub mod head;
pub mod key;
pub mod proof;
pub mod receipt;
pub mod sealed;
pub mod sealer;
pub mod tree;
pub mod vrf;

// The storage half.
pub mod store;
#[cfg(feature = "testing")]
pub mod testing;
