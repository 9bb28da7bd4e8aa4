//! The court's library: laws as they were imported, the index over them, and the pages where readers find an article.
//!
//! How articles are found is `search`'s. Here they are kept, the index is kept up to date, and what was found is shown. It
//! reads no clock: moments are arguments.

mod import;
mod laws;
mod link;
pub mod pages;
mod shelf;
mod titles;

pub use import::{ImportFault, Source, read};
pub use laws::{Imported, Laws, Stamp};
pub use link::{ArticleLink, Segment, html, linked};
pub use shelf::{Shelf, Standing};
