//! The life of a matter (案件): its entries, the state they fold into, and what the law allows next.
//!
//! `decide` is the only door to a new entry. Folding never refuses, deciding never changes.

mod advice;
mod aid;
mod allot;
mod appeal;
mod bankruptcy;
mod bench;
mod case;
mod closing;
pub mod codes;
pub mod command;
mod counter;
mod decide;
mod desk;
mod drawn;
mod enforcement;
pub mod event;
pub mod facts;
mod filing;
mod hearing;
mod intake;
mod make;
pub mod office;
pub mod papers;
mod publication;
mod refusal;
pub mod term;
pub mod track;
mod trial_term;

pub use case::{Case, Sat};
pub use closing::{document_fits, usual_document};
pub use decide::{decide, why_not};
pub(crate) use refusal::Objections;
pub use refusal::{Refusal, RefusalCode};
