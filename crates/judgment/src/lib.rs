//! Judgments and rulings as text (裁判文书): zones, parties, citations, sums, whatever the kind and the instance.
//!
//! This crate reads text and nothing else: it stores nothing, asks no clock and never fails. Every span is a
//! range of bytes of the text that was handed in, on bounds of characters. Search, similar cases and masking
//! cut a text here and nowhere else.

pub mod amount;
pub mod citation;
pub mod cut;
pub mod fold;
pub mod kind;
pub mod laws;
pub mod numeral;
pub mod party;

pub use amount::{Money, amounts};
pub use citation::{Citation, Via, Within, citations, citations_within};
pub use cut::{Judgment, Member, Zone, cut};
pub use kind::{DocumentKind, Instance, Procedure, ZoneKind};
pub use party::{Agent, AgentRole, Party, PersonKind, Role};
