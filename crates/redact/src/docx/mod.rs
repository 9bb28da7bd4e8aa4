//! A DOCX masked in its own form: text in every part, names split over runs; what is hidden in a file goes.
//!
//! Comments, tracked deletions, hidden text, document properties, custom XML and links leave the file. Of a text alone a clean
//! file is made.

mod part;
mod splice;
mod written;

pub use written::written;

use std::io::{Cursor, Read, Write};

use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::mask::{Masker, Redacted};
use crate::token::Tokens;
use part::Part;

/// The most a file may unpack to: 200 MB, and its parts: 5,000.
const MOST_BYTES: u64 = 200_000_000;
const MOST_PARTS: usize = 5_000;

/// Why a file is not masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "fault", content = "of")]
pub enum DocxFault {
    /// Not an archive, or broken.
    NotAnArchive,
    /// No word/document.xml inside.
    NotADocument,
    /// Too many parts, or it unpacks to too much.
    TooLarge,
    /// A part that is no XML: its name.
    BrokenPart(String),
}

impl std::fmt::Display for DocxFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            DocxFault::NotAnArchive => f.write_str("不是完好的 DOCX 文件"),
            DocxFault::NotADocument => f.write_str("文件中没有正文"),
            DocxFault::TooLarge => f.write_str("文件过大"),
            DocxFault::BrokenPart(name) => write!(f, "文件的 {name} 部分无法读取"),
        }
    }
}

impl std::error::Error for DocxFault {}

/// A masked file.
#[derive(Clone, Debug)]
pub struct MaskedDocx {
    /// The new file.
    pub file: Vec<u8>,
    /// What was changed, by its place in the text of all parts one after the other.
    pub redacted: Redacted,
    /// The text the places count in.
    pub text: String,
    /// Pictures and embedded files nobody has looked into: a person must.
    pub unread: Vec<String>,
}

/// The text of a file: all parts that would be read on paper, the body first. Comments, tracked deletions, hidden text and
/// properties are no part of it.
///
/// # Errors
/// Where it is no DOCX, broken or too large.
pub fn text(file: &[u8]) -> Result<String, DocxFault> {
    Ok(parts(&unpack(file)?)?.iter().map(|(_, part)| part.text.as_str()).collect())
}

/// The parts with text, the body first: digits follow its order.
fn parts(entries: &[(String, Vec<u8>)]) -> Result<Vec<(String, Part)>, DocxFault> {
    let mut parts = Vec::new();
    for (name, bytes) in entries.iter().filter(|(name, _)| part::is_text(name)) {
        let xml = std::str::from_utf8(bytes).map_err(|_| DocxFault::BrokenPart(name.clone()))?;
        parts.push((name.clone(), Part::read(xml).ok_or_else(|| DocxFault::BrokenPart(name.clone()))?));
    }
    parts.sort_by_key(|(name, _)| (name != "word/document.xml", name.clone()));
    if parts.first().is_none_or(|(name, _)| name != "word/document.xml") {
        return Err(DocxFault::NotADocument);
    }
    Ok(parts)
}

/// Masks a file.
///
/// # Errors
/// Where it is no DOCX, broken or too large.
pub fn mask(file: &[u8], masker: &Masker<'_>, tokens: &mut Tokens) -> Result<MaskedDocx, DocxFault> {
    let entries = unpack(file)?;
    let parts = parts(&entries)?;
    let text: String = parts.iter().map(|(_, part)| part.text.as_str()).collect();
    let redacted = masker.mask(&text, tokens);
    let mut written = Vec::new();
    let mut from = 0;
    for (name, part) in &parts {
        written.push((name.clone(), part.write(&redacted.edits, from).into_bytes()));
        from += part.text.len();
    }
    let mut unread = Vec::new();
    for (name, bytes) in entries {
        if part::is_text(&name) || part::is_dropped(&name) {
            continue;
        }
        let bytes = match name.as_str() {
            "[Content_Types].xml" => splice::content_types(&bytes),
            name if name.ends_with(".rels") => splice::relationships(&bytes),
            name if name.starts_with("word/media/")
                || name.starts_with("word/embeddings/")
                || name.starts_with("word/charts/") =>
            {
                unread.push(name.to_owned());
                bytes
            }
            _ => bytes,
        };
        written.push((name, bytes));
    }
    Ok(MaskedDocx { file: pack(&written).ok_or(DocxFault::NotAnArchive)?, redacted, text, unread })
}

fn unpack(file: &[u8]) -> Result<Vec<(String, Vec<u8>)>, DocxFault> {
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|_| DocxFault::NotAnArchive)?;
    if archive.len() > MOST_PARTS {
        return Err(DocxFault::TooLarge);
    }
    let mut entries = Vec::new();
    let mut left = MOST_BYTES;
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(|_| DocxFault::NotAnArchive)?;
        if entry.is_dir() {
            continue;
        }
        let name = entry.name().to_owned();
        let mut bytes = Vec::new();
        entry.by_ref().take(left + 1).read_to_end(&mut bytes).map_err(|_| DocxFault::NotAnArchive)?;
        left = left.checked_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX)).ok_or(DocxFault::TooLarge)?;
        entries.push((name, bytes));
    }
    Ok(entries)
}

fn pack(entries: &[(String, Vec<u8>)]) -> Option<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let first = |name: &str| name != "[Content_Types].xml";
    let mut order: Vec<&(String, Vec<u8>)> = entries.iter().collect();
    order.sort_by_key(|(name, _)| (first(name), name.clone()));
    for (name, bytes) in order {
        writer.start_file(name.as_str(), options).ok()?;
        writer.write_all(bytes).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Case, Kind, Options, Person, Role};

    const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

    fn sample() -> Vec<u8> {
        let body = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document {W}><w:body>\
             <w:p><w:r><w:t>原告张建</w:t></w:r><w:bookmarkStart w:id=\"1\" w:name=\"张建国\"/><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">国诉 </w:t></w:r>\
             <w:r><w:t>被告张建民</w:t></w:r></w:p>\
             <w:p><w:del w:id=\"2\" w:author=\"王助理\"><w:r><w:delText>张建国旧稿</w:delText></w:r></w:del>\
             <w:ins w:id=\"3\" w:author=\"王助理\"><w:r><w:t>电话13900001111</w:t></w:r></w:ins>\
             <w:r><w:rPr><w:vanish/></w:rPr><w:t>张建国的秘密</w:t></w:r><w:commentRangeStart w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r></w:p>\
             </w:body></w:document>"
        );
        let header = format!("<w:hdr {W}><w:p><w:r><w:t>张建国案 &amp; 卷</w:t></w:r></w:p></w:hdr>");
        let rels = "<Relationships xmlns=\"r\"><Relationship Id=\"a\" Type=\"x/comments\" Target=\"comments.xml\"/>\
                    <Relationship Id=\"b\" Type=\"x/header\" Target=\"header1.xml\"/>\
                    <Relationship Id=\"c\" Type=\"x/hyperlink\" Target=\"mailto:a@b.com\" TargetMode=\"External\"/></Relationships>";
        let types = "<Types xmlns=\"t\"><Override PartName=\"/word/comments.xml\" ContentType=\"c\"/>\
                     <Override PartName=\"/word/document.xml\" ContentType=\"d\"/></Types>";
        let parts: [(&str, &str); 8] = [
            ("[Content_Types].xml", types),
            ("word/document.xml", &body),
            ("word/header1.xml", &header),
            ("word/comments.xml", "<w:comments>张建国</w:comments>"),
            ("docProps/core.xml", "<creator>张建国</creator>"),
            ("customXml/item1.xml", "<a>张建国</a>"),
            ("word/_rels/document.xml.rels", rels),
            ("word/media/image1.png", "png"),
        ];
        pack(&parts.map(|(name, bytes)| (name.to_owned(), bytes.as_bytes().to_vec()))).unwrap()
    }

    fn case() -> Case {
        let persons = vec![Person::new("张建国", Role::Party), Person::new("张建民", Role::Party)];
        Case { kind: Kind::Inheritance, persons, ..Case::default() }
    }

    #[test]
    fn o_032_names_over_runs_in_all_parts_and_nothing_hidden_left() {
        let case = case();
        let mut tokens = Tokens::default();
        let masked = mask(&sample(), &Masker::new(&case, &Options::default()), &mut tokens).unwrap();
        let entries = unpack(&masked.file).unwrap();
        let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
        assert!(
            !names
                .iter()
                .any(|name| name.contains("comments") || name.contains("docProps") || name.contains("customXml"))
        );
        for (name, bytes) in &entries {
            let xml = String::from_utf8_lossy(bytes);
            for gone in
                ["张建国", "建国", "建民", "王助理", "13900001111", "秘密", "旧稿", "mailto", "comment", "vanish"]
            {
                assert!(!xml.contains(gone), "{name}: {gone} in {xml}");
            }
        }
        let body = &entries.iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
        let body = String::from_utf8(body.clone()).unwrap();
        assert!(roxmltree::Document::parse(&body).is_ok(), "{body}");
        assert!(
            body.contains("<w:t>原告张某1</w:t>") && body.contains(">诉 </w:t>") && body.contains("电话××××××"),
            "{body}"
        );
        let header = &entries.iter().find(|(name, _)| name == "word/header1.xml").unwrap().1;
        assert!(String::from_utf8_lossy(header).contains("张某1案 &amp; 卷"));
        assert_eq!(masked.unread, ["word/media/image1.png"]);
        assert_eq!(tokens.of("张建民"), Some("张某2"));
    }

    #[test]
    fn the_text_of_a_file_is_what_is_read_on_paper() {
        let text = text(&sample()).unwrap();
        assert!(text.contains("张建国") && text.contains("张建民"), "{text}");
        assert!(!text.contains("秘密") && !text.contains("旧稿") && !text.contains("王助理"), "{text}");
        assert_eq!(super::text(b"%PDF-1.7").unwrap_err(), DocxFault::NotAnArchive);
    }

    #[test]
    fn a_masked_file_masked_again_is_the_same() {
        let case = case();
        let masker = Masker::new(&case, &Options::default());
        let once = mask(&sample(), &masker, &mut Tokens::default()).unwrap();
        let twice = mask(&once.file, &masker, &mut Tokens::default()).unwrap();
        assert_eq!(unpack(&once.file).unwrap(), unpack(&twice.file).unwrap());
    }

    #[test]
    fn what_is_no_docx_is_refused_by_name() {
        let case = case();
        let masker = Masker::new(&case, &Options::default());
        let refused = |file: &[u8]| mask(file, &masker, &mut Tokens::default()).map(|_| ()).unwrap_err();
        assert_eq!(refused(b""), DocxFault::NotAnArchive);
        assert_eq!(refused(b"PK\x03\x04 nothing"), DocxFault::NotAnArchive);
        assert_eq!(refused(&pack(&[("a.txt".into(), b"a".to_vec())]).unwrap()), DocxFault::NotADocument);
        let broken = pack(&[("word/document.xml".into(), b"<w:p>".to_vec())]).unwrap();
        assert_eq!(refused(&broken), DocxFault::BrokenPart("word/document.xml".into()));
    }
}
