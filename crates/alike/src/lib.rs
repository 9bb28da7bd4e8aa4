//! Similar cases of a docket (类案推送): the index over its documents, kept up to date beside those who read; what a judge
//! notes of a case while its facts grow; what readers say of the cases they were shown.
//!
//! How cases are found is `search`'s, how texts are masked `redact`'s. The index is a copy: it can be thrown away, and is
//! made anew from the documents.

mod asked;
mod card;
mod notes;
mod shelf;
mod source;
mod votes;

pub use asked::{of_matter, pasted};
pub use card::{INSIDE, OPEN, RESTRICTED, outcome_of};
pub use notes::{Draft, LONGEST, Note, NoteFault, Notes};
pub use shelf::{Round, Shelf, Sight, Standing, Trouble};
pub use source::Key;
pub use votes::{Said, Vote, Votes};
