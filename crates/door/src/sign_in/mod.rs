//! Signing in and out: litigants and lawyers by a code sent to their phone, staff by password and second factor,
//! or by another system that vouches for them.

pub mod out;
pub mod public;
pub mod second;
pub mod staff;
pub mod vouched;
