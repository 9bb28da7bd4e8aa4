//! Chinese text as words: one way of writing, cut by jieba, each word with its place in the text as it was written.
//!
//! Everything that finds (statutes, cases, causes) cuts here, so that an index and a question agree on what a word is.
//! Nothing here decides what a word means or weighs.

mod cut;
mod fold;
mod gram;
mod near;
mod stop;
mod stream;

pub use cut::{Cutter, Grain, Span, Word};
pub use fold::{fold, fold_char};
pub use gram::{each_gram, grams};
pub use near::{Lexicon, Near};
pub use stop::is_stop;
pub use stream::{GramTokenizer, WordTokenizer};
