//! Official documents on paper: one plain model, written as PDF, DOCX and Markdown. It counts nothing, reads no store and
//! knows no clock: what is printed, dates included, is handed in.
//!
//! PDF and DOCX need the feature `paper`, which brings the typesetter; without it they are refused with a sentence.

mod chart;
#[cfg(feature = "paper")]
mod docx;
#[cfg(feature = "paper")]
mod drawing;
mod error;
#[cfg(feature = "paper")]
mod fonts;
mod markdown;
mod model;
mod numbering;
#[cfg(feature = "paper")]
mod pdf;
#[cfg(feature = "paper")]
mod picture;
#[cfg(test)]
mod testing;
mod text;

pub use chart::{Bar, Chart, Months, Series};
pub use error::PrintError;
pub use markdown::markdown;
pub use model::{Block, Document, Level, Table};

#[cfg(feature = "paper")]
pub use docx::docx;
#[cfg(feature = "paper")]
pub use pdf::pdf;

/// Whether PDF and DOCX can be written.
pub const fn has_paper() -> bool {
    cfg!(feature = "paper")
}

/// The document as PDF, where the typesetter is built in: here it is not.
///
/// # Errors
/// Always.
#[cfg(not(feature = "paper"))]
pub const fn pdf(_document: &Document) -> Result<Vec<u8>, PrintError> {
    Err(PrintError::NoPaper)
}

/// The document as DOCX, where the writer is built in: here it is not.
///
/// # Errors
/// Always.
#[cfg(not(feature = "paper"))]
pub const fn docx(_document: &Document) -> Result<Vec<u8>, PrintError> {
    Err(PrintError::NoPaper)
}
