//! The life of a matter, from filing to the archive.

mod matter;
mod procedure;
mod properties;
mod refusals;
mod terms;
mod walks;
