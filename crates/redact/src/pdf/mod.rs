//! A PDF with a text layer, masked: its text is read, masked, and given as plain text.
//!
//! Nothing of the file itself is handed on: a content stream rewritten in place may keep what it no longer shows
//! (subsets of fonts, outlines, attachments, earlier versions), and nobody could say that it does not. Text that is
//! not shown is not read; layers are read as if they were shown. What has no text layer, is locked or cannot be read
//! whole is refused by name.

mod encoding;
mod font;
mod lines;
mod page;

use hayro_syntax::{LoadPdfError, Pdf};
use serde::{Deserialize, Serialize};

use crate::mask::{Masker, Redacted};
use crate::token::Tokens;

/// The most pages and characters that are read.
const MOST_PAGES: usize = 5_000;
pub(super) const MOST_GLYPHS: usize = 4_000_000;

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "fault", content = "of")]
pub enum PdfFault {
    /// Not a PDF, or broken.
    NotAPdf,
    /// Encrypted, with a password or without.
    Encrypted,
    /// A page, counted from one, that is a picture: a scan, or a scan with a hidden layer of recognised text.
    PictureOnly(usize),
    /// No text on any page, and no picture either.
    NoText,
    /// A page, counted from one, whose fonts do not tell which characters they show.
    Unreadable(usize),
    /// Too many pages, or too much on one.
    TooLarge,
}

impl std::fmt::Display for PdfFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PdfFault::NotAPdf => f.write_str("不是完好的 PDF 文件"),
            PdfFault::Encrypted => f.write_str("PDF 文件已加密，请先解除加密"),
            PdfFault::PictureOnly(page) => write!(f, "PDF 文件第 {page} 页是图片，没有文字；请用文字版"),
            PdfFault::NoText => f.write_str("PDF 文件里没有文字"),
            PdfFault::Unreadable(page) => {
                write!(f, "PDF 文件第 {page} 页的字体没有说明是哪些字，无法读取；请用 DOCX 或者文本文件")
            }
            PdfFault::TooLarge => f.write_str("PDF 文件过大"),
        }
    }
}

impl std::error::Error for PdfFault {}

/// The text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfText {
    /// The text, a line for a paragraph, as far as the page tells where one ends; numbers of pages are left out.
    pub text: String,
    /// What was not read and is not in the text: a person must look.
    pub unread: Vec<String>,
}

/// A masked file.
#[derive(Clone, Debug)]
pub struct MaskedPdf {
    /// The masked text in UTF-8: all that is handed on.
    pub file: Vec<u8>,
    /// What was changed, by its place in the text.
    pub redacted: Redacted,
    /// The text the places count in.
    pub text: String,
    /// What was not read and is not in the text: a person must look.
    pub unread: Vec<String>,
}

/// The text of a file.
///
/// # Errors
/// Where it is no PDF, encrypted, a picture, or cannot be read whole.
pub fn text(file: &[u8]) -> Result<String, PdfFault> {
    read(file).map(|read| read.text)
}

/// The text of a file, with what was not read.
///
/// # Errors
/// Where it is no PDF, encrypted, a picture, or cannot be read whole.
pub fn read(file: &[u8]) -> Result<PdfText, PdfFault> {
    if !file.iter().take(1024).copied().collect::<Vec<u8>>().windows(5).any(|five| five == b"%PDF-") {
        return Err(PdfFault::NotAPdf);
    }
    if is_encrypted(file) {
        return Err(PdfFault::Encrypted);
    }
    let pdf = Pdf::new(file.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => PdfFault::Encrypted,
        LoadPdfError::Invalid => PdfFault::NotAPdf,
    })?;
    let pages = pdf.pages();
    if pages.len() > MOST_PAGES {
        return Err(PdfFault::TooLarge);
    }
    let mut all = lines::Text::default();
    let mut unread = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        let number = at + 1;
        let read = page::read(page)?;
        if read.glyphs.is_empty() {
            if read.pictures > 0 || read.hidden > 0 {
                return Err(PdfFault::PictureOnly(number));
            }
            continue;
        }
        if read.unknown * 50 > read.glyphs.len() {
            return Err(PdfFault::Unreadable(number));
        }
        let mut note = |count: usize, what: &str| {
            if count > 0 {
                unread.push(format!("第 {number} 页{what}"));
            }
        };
        note(read.pictures, "的图片");
        note(read.hidden, "不显示的文字");
        note(read.turned, "横放或者斜放的文字");
        note(read.unknown, "读不出的字，以 � 代替");
        note(read.notes, "的批注、印章或者表单");
        all.page(read.glyphs);
    }
    let text = all.finish();
    if text.trim().is_empty() { Err(PdfFault::NoText) } else { Ok(PdfText { text, unread }) }
}

/// Masks a file.
///
/// # Errors
/// Where it is no PDF, encrypted, a picture, or cannot be read whole.
pub fn mask(file: &[u8], masker: &Masker<'_>, tokens: &mut Tokens) -> Result<MaskedPdf, PdfFault> {
    let PdfText { text, unread } = read(file)?;
    let redacted = masker.mask(&text, tokens);
    Ok(MaskedPdf { file: redacted.text.clone().into_bytes(), redacted, text, unread })
}

/// Whether the trailer names a dictionary of encryption; also where the password is empty, since who locked it meant
/// something by it.
fn is_encrypted(file: &[u8]) -> bool {
    const KEY: &[u8] = b"/Encrypt";
    let mut rest = file;
    while let Some(at) = rest.windows(KEY.len()).position(|window| window == KEY) {
        rest = rest.get(at + KEY.len()..).unwrap_or(&[]);
        let value = rest.iter().skip_while(|b| b.is_ascii_whitespace());
        let value: Vec<u8> = value.take(16).copied().collect();
        let digits = value.iter().take_while(|b| b.is_ascii_digit()).count();
        let reference =
            digits > 0 && value.get(digits).is_some_and(|b| b.is_ascii_whitespace()) && value.contains(&b'R');
        if reference || value.starts_with(b"<<") {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests;
