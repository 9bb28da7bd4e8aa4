//! Who may do what (权限): one question, answered by the policies in `policies/*.cedar`. Default deny.
//!
//! It knows no store and no request: how a person stands to a matter is an argument.

mod ask;
mod matrix;
mod policies;
mod reach;
mod scope;

pub use ask::{Action, Ask, Phase, Relation, Secrecy};
pub use matrix::{cells, matrix};
pub use policies::{Permit, Verdict};
pub use reach::Reach;
pub use scope::Scope;
