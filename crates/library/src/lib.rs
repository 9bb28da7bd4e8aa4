//! The court's library: laws as they were imported, the index over them, the pages where readers find an
//! article, the same as JSON, the links from a text to what it cites, and which public judgments cite an article.
//!
//! How articles are found is `search`'s. Here they are kept, the index is kept up to date, and what was found is shown. It
//! reads no clock: moments are arguments.

mod api;
mod find;
mod import;
mod judgments;
mod laws;
mod link;
pub mod pages;
mod shelf;

pub use api::document;
pub use import::{ImportFault, Source, read};
pub use laws::{Imported, Laws, Stamp};
pub use link::{ArticleLink, Segment, html, linked};
pub use shelf::{Shelf, Standing};
