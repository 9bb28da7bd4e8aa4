//! Finding: articles of the law by words, numbers and plain questions; cases like a case; the cause of action of facts.

pub mod cases;
pub mod causes;
pub mod metrics;
pub mod statutes;
pub mod words;
