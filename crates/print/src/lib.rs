//! Official documents on paper: one plain model, written as PDF, DOCX and Markdown. It counts nothing, reads no store and
//! knows no clock: what is printed, dates included, is handed in.

mod chart;
mod docx;
mod drawing;
mod error;
mod fonts;
mod markdown;
mod model;
mod numbering;
mod pdf;
mod picture;
#[cfg(test)]
mod testing;
mod text;

pub use chart::{Bar, Chart, Code, Months, Series};
pub use error::PrintError;
pub use markdown::markdown;
pub use model::{Block, Document, Level, Table};

pub use docx::docx;
pub use pdf::pdf;
