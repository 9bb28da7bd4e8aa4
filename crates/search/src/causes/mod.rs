//! The cause of action (案由) or charge (罪名) that facts point to, with how sure the answer is.

pub mod centres;
pub mod latent;
mod mix;
pub mod model;
pub mod prior;
pub mod ridge;
pub mod suggest;

pub use suggest::{Lesson, Suggester, Suggestion};
