//! Filing online: a draft filled in step by step, looked over, handed in, followed; and corrected when the court asks.

pub mod calculator;
pub mod correct;
pub mod draft;
pub mod mine;
pub mod status;
pub mod steps;
pub mod submit;
mod summary;
