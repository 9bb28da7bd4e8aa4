//! Reports as files: the work report and the monthly bulletin as Markdown, JSON, PDF and DOCX. It writes down what was
//! counted elsewhere; it counts nothing.

pub(crate) mod bulletin;
pub(crate) mod gazette;
mod paper;
mod shelf;

use stats::Report;

pub use paper::document;
pub(crate) use shelf::Shelf;

/// A form of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// PDF.
    Pdf,
    /// DOCX.
    Docx,
    /// Markdown.
    Md,
    /// JSON.
    Json,
}

impl Format {
    /// All, in the order they are offered.
    pub const ALL: [Format; 4] = [Format::Pdf, Format::Docx, Format::Md, Format::Json];

    /// End of a file's name.
    pub const fn extension(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Docx => "docx",
            Format::Md => "md",
            Format::Json => "json",
        }
    }

    /// The form of an end of a file's name.
    pub fn of(extension: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.extension() == extension)
    }

    /// Type of content.
    pub const fn content_type(self) -> &'static str {
        match self {
            Format::Pdf => "application/pdf",
            Format::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Format::Md => "text/markdown; charset=utf-8",
            Format::Json => "application/json",
        }
    }

    /// What it is good for, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Format::Pdf => "PDF，按公文版式排好，可直接打印",
            Format::Docx => "Word 文档，可修改",
            Format::Md => "纯文本（Markdown）",
            Format::Json => "数据（JSON），供程序读取",
        }
    }
}

/// Writes a document down, on a thread of its own. There is no JSON of a document.
///
/// # Errors
/// What is wrong, in a sentence.
pub async fn printed(document: print::Document, format: Format) -> Result<Vec<u8>, String> {
    let set = move || match format {
        Format::Docx => print::docx(&document),
        Format::Pdf => print::pdf(&document),
        Format::Md | Format::Json => Ok(print::markdown(&document).into_bytes()),
    };
    tokio::task::spawn_blocking(set).await.map_err(|e| e.to_string())?.map_err(|e| e.to_string())
}

/// The work report of the province or a court as a file.
///
/// # Errors
/// What is wrong, in a sentence.
pub async fn file(report: &Report, format: Format) -> Result<Vec<u8>, String> {
    match format {
        Format::Md => Ok(report.markdown().into_bytes()),
        Format::Json => {
            let json = report.json().map_err(|cause| cause.to_string())?;
            let mut text = serde_json::to_vec_pretty(&json).map_err(|cause| cause.to_string())?;
            text.push(b'\n');
            Ok(text)
        }
        Format::Pdf | Format::Docx => printed(document(report), format).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_found_by_its_end() {
        for format in Format::ALL {
            assert_eq!(Format::of(format.extension()), Some(format));
            assert!(!format.words().is_empty() && format.content_type().contains('/'));
        }
        assert_eq!(Format::of("exe"), None);
        assert_eq!(Format::of("PDF"), None);
    }
}
