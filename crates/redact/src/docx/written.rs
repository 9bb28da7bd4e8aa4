//! A DOCX made of a text alone: a paragraph a line, and nothing in the file but those lines. No author, no time, no trace of
//! the file the text was taken from.

use super::splice::escape;
use super::{DocxFault, pack};

const TYPES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
    r#"<Override PartName="/word/document.xml" "#,
    r#"ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>"#,
    r#"<Override PartName="/word/styles.xml" "#,
    r#"ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"#,
);
const RELATIONS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Target="word/document.xml" "#,
    r#"Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"#,
);
const OF_DOCUMENT: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Target="styles.xml" "#,
    r#"Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>"#,
);
/// 16 points on lines of 28, as official documents are written.
const STYLES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr>"#,
    r#"<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋" w:cs="Times New Roman"/>"#,
    r#"<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault>"#,
    r#"<w:pPr><w:spacing w:before="0" w:after="0" w:line="560" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults>"#,
    r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>"#,
);
const BEGIN: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#,
);
/// A4, with the margins of an official document.
const END: &str = concat!(
    r#"<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" "#,
    r#"w:header="851" w:footer="1400" w:gutter="0"/></w:sectPr></w:body></w:document>"#,
);

/// A file of a text.
///
/// # Errors
/// Where the file cannot be put together.
pub fn written(text: &str) -> Result<Vec<u8>, DocxFault> {
    let mut body = String::with_capacity(text.len() * 2 + BEGIN.len() + END.len());
    body.push_str(BEGIN);
    for line in text.lines() {
        paragraph(line, &mut body);
    }
    body.push_str(END);
    let parts = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("word/_rels/document.xml.rels", OF_DOCUMENT),
        ("word/document.xml", &body),
        ("word/styles.xml", STYLES),
    ];
    let parts = parts.map(|(name, xml)| (name.to_owned(), xml.as_bytes().to_vec()));
    pack(&parts).ok_or(DocxFault::NotAnArchive)
}

/// A line as a paragraph; an empty one has an empty text, so that it is read as a line again.
fn paragraph(line: &str, body: &mut String) {
    body.push_str("<w:p><w:r>");
    for (nth, words) in line.split('\t').enumerate() {
        if nth > 0 {
            body.push_str("<w:tab/>");
        }
        let allowed: String =
            words.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
        body.push_str("<w:t xml:space=\"preserve\">");
        body.push_str(&escape(&allowed));
        body.push_str("</w:t>");
    }
    body.push_str("</w:r></w:p>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docx::{mask, text, unpack};
    use crate::{Case, Masker, Options, Tokens};

    #[test]
    fn what_is_written_is_read_again_line_by_line() {
        for lines in [
            "民事判决书\n　　原告张某1，女。 \n\n\t第一行 & <第二>\t“𠀀”\n二〇二〇年六月二日\n",
            "\n\n开头和末尾都空着\n\n",
            "一行\n",
            "\n",
        ] {
            assert_eq!(text(&written(lines).unwrap()).unwrap(), lines);
        }
        assert_eq!(text(&written("没有末尾").unwrap()).unwrap(), "没有末尾\n");
        assert_eq!(text(&written("甲\u{0}\u{b}\u{ffff}乙\r\n丙").unwrap()).unwrap(), "甲乙\n丙\n", "no XML holds them");
    }

    #[test]
    fn it_holds_its_lines_and_nothing_else() {
        let file = written("原告张某").unwrap();
        let entries = unpack(&file).unwrap();
        let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
        let parts = ["[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"];
        assert_eq!(names, [parts.as_slice(), &["word/document.xml", "word/styles.xml"]].concat());
        for (name, bytes) in &entries {
            let xml = std::str::from_utf8(bytes).unwrap();
            assert!(roxmltree::Document::parse(xml).is_ok(), "{name}: {xml}");
        }
        let case = Case::default();
        let again = mask(&file, &Masker::new(&case, &Options::default()), &mut Tokens::default()).unwrap();
        assert_eq!(unpack(&again.file).unwrap(), entries, "there is nothing to take out");
        assert!(again.unread.is_empty());
    }
}
