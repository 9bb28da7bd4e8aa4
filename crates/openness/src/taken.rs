//! A document handed in: which form it has, and its text. What cannot be read is refused by name. Every form is read here and
//! nowhere else.

use std::fmt;

use redact::docx::{self, DocxFault};
use redact::pdf::{self, PdfFault};

/// Bytes of a file at most.
pub const LARGEST: usize = 20 << 20;

/// What a document was handed in as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Typed or pasted into the page.
    Typed,
    /// A plain text.
    Text,
    /// A DOCX.
    Docx,
    /// A PDF with a layer of text.
    Pdf,
}

impl Form {
    /// Its name.
    pub const fn zh(self) -> &'static str {
        match self {
            Form::Typed => "直接填写的文字",
            Form::Text => "TXT 文本",
            Form::Docx => "DOCX 文档",
            Form::Pdf => "PDF 文档",
        }
    }
}

/// A document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// What it was handed in as.
    pub form: Form,
    /// Its text, a line for a paragraph.
    pub text: String,
}

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakenFault {
    /// There is nothing in it.
    Empty,
    /// It is too large.
    Large,
    /// A PDF that cannot be read: a picture, a locked one.
    Pdf(PdfFault),
    /// A document of the old binary form.
    Doc,
    /// A picture.
    Picture,
    /// A text in another encoding than UTF-8.
    Encoding,
    /// A DOCX that cannot be read.
    Docx(DocxFault),
}

impl fmt::Display for TakenFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TakenFault::Empty => f.write_str("文件里没有文字"),
            TakenFault::Large => write!(f, "文件超过 {} MB", LARGEST >> 20),
            TakenFault::Pdf(cause) => cause.fmt(f),
            TakenFault::Doc => f.write_str("这是旧格式的 DOC 文件，不能读"),
            TakenFault::Picture => f.write_str("这是图片，不能从图片取出文字"),
            TakenFault::Encoding => f.write_str("文本不是 UTF-8 编码"),
            TakenFault::Docx(cause) => write!(f, "DOCX 不能读：{cause}"),
        }
    }
}

impl std::error::Error for TakenFault {}

impl TakenFault {
    /// What to do instead.
    pub const fn instead(&self) -> &'static str {
        match self {
            TakenFault::Encoding => "请另存为 UTF-8 编码的文本，或者上传 DOCX。",
            TakenFault::Empty => "请选有正文的文件，或者把全文粘贴到文本框里。",
            _ => "请上传 DOCX、有文字的 PDF 或者 TXT，或者把全文粘贴到文本框里。",
        }
    }
}

/// The text of a file, by what it is and not by what it is called.
///
/// # Errors
/// Why it is not taken.
pub fn taken(file: &[u8]) -> Result<Taken, TakenFault> {
    if file.len() > LARGEST {
        return Err(TakenFault::Large);
    }
    let begins = |mark: &[u8]| file.starts_with(mark);
    if begins(b"%PDF") {
        let text = pdf::text(file).map_err(TakenFault::Pdf)?;
        return whole(Form::Pdf, &text);
    }
    if begins(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(TakenFault::Doc);
    }
    if begins(&[0xff, 0xd8, 0xff]) || begins(b"\x89PNG") || begins(b"GIF8") || begins(b"II*\0") || begins(b"MM\0*") {
        return Err(TakenFault::Picture);
    }
    if begins(b"PK\x03\x04") {
        let text = docx::text(file).map_err(TakenFault::Docx)?;
        return whole(Form::Docx, &text);
    }
    let text = std::str::from_utf8(file).map_err(|_| TakenFault::Encoding)?;
    whole(Form::Text, text)
}

/// What was typed into the page.
///
/// # Errors
/// [`TakenFault::Empty`] where that is nothing.
pub fn typed(text: &str) -> Result<Taken, TakenFault> {
    whole(Form::Typed, text)
}

/// One kind of line end, nothing that does not print, no empty lines around.
fn whole(form: Form, text: &str) -> Result<Taken, TakenFault> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let hidden = |c: char| {
        c.is_control() && c != '\n' && c != '\t'
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
    };
    let text: String = text.chars().filter(|c| !hidden(*c)).collect();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let text = lines.join("\n").trim_matches('\n').to_owned();
    if text.trim().is_empty() { Err(TakenFault::Empty) } else { Ok(Taken { form, text }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_with_one_kind_of_line_end_and_nothing_hidden() {
        let file = "\u{feff}\r\n民事判决书\r\n原告张\u{200b}伟\u{202e}。 \r被告李明\u{0}\n\n";
        let taken = taken(file.as_bytes()).unwrap();
        assert_eq!((taken.form, taken.text.as_str()), (Form::Text, "民事判决书\n原告张伟。\n被告李明"));
        assert_eq!(typed("原告").unwrap().form, Form::Typed);
    }

    #[test]
    fn what_cannot_be_read_is_refused_by_name() {
        for (file, fault) in [
            (&b"%PDF-1.7\n"[..], TakenFault::Pdf(PdfFault::NotAPdf)),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", TakenFault::Doc),
            (b"\x89PNG\r\n\x1a\n", TakenFault::Picture),
            (b"\xff\xd8\xff\xe0", TakenFault::Picture),
            (b"\xc4\xe3\xba\xc3", TakenFault::Encoding),
            (b"  \n \n", TakenFault::Empty),
            (b"", TakenFault::Empty),
            (b"PK\x03\x04broken", TakenFault::Docx(DocxFault::NotAnArchive)),
        ] {
            assert_eq!(taken(file), Err(fault.clone()), "{fault}");
            assert!(!fault.to_string().is_empty() && !fault.instead().is_empty());
        }
        assert_eq!(taken(&vec![b'a'; LARGEST + 1]), Err(TakenFault::Large));
    }
}
