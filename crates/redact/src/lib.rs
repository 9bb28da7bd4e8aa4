//! The anonymiser (裁判文书技术处理): what must go from a judgment before it is published, what must stay,
//! and how each is shown to be so.
//!
//! A pure function of the text and of what the court knows of the case. It publishes nothing and asks nobody:
//! a failed check or a doubt is said, and a person decides.

mod address;
mod base;
pub mod case;
mod check;
mod contact;
mod context;
pub mod derive;
pub mod docx;
pub mod edit;
pub mod examples;
mod find;
pub mod fold;
pub mod forge;
pub mod hide;
mod mask;
mod names;
mod needles;
mod numbers;
mod party;
pub mod pdf;
mod phrase;
mod plate;
mod private;
pub mod publish;
mod roster;
pub mod sums;
mod titles;
mod token;
mod trigger;
mod words;

pub use case::{Case, Edition, Kind, Nature, Options, Person, Role, Sex, Style};
pub use check::{Leftover, Lost, identifiers};
pub use edit::{Class, Edit, Flag, Reason, Rule};
pub use fold::Folded;
pub use mask::{Masker, Redacted, Status, redact};
pub use token::Tokens;
