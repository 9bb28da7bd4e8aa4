//! Filing (立案): drafts, what was handed in, and what of it may be read again.
//!
//! The registry's decisions are `law`'s; here they are only loaded, sealed and opened.

mod draft;
mod matter;

pub use draft::{Draft, DraftFault, Drafts};
pub use matter::Matter;
