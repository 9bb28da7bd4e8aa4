//! What the library has no words for: rows of headings that repeat, what a picture says, title and issuer of the file.
//! Each is one mark of the library's own output, replaced; words of the document are escaped and hold no such mark.

use docx_rs::XMLDocx;

use crate::error::PrintError;
use crate::model::Document;
use crate::text::xml;

/// How the library marks a row that may not be parted.
const ROW: &str = "<w:cantSplit />";
/// How it names a picture.
const PICTURE: &str = "<wp:docPr id=\"1\" name=\"Figure\" />";
/// Where the properties of the file end.
const PROPERTIES: &str = "</cp:coreProperties>";

/// The parts with what was missing; `charts` says in words what each picture shows.
pub(super) fn amend(mut parts: XMLDocx, document: &Document, charts: &[String]) -> Result<XMLDocx, PrintError> {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).map_err(|e| PrintError::Packing(e.to_string()));
    let body = text(parts.document)?.replace(ROW, "<w:cantSplit /><w:tblHeader />");
    parts.document = told(&body, charts)?.into_bytes();
    let core = text(parts.doc_props.core)?.replace("<dc:creator>unknown</dc:creator>", "");
    let named = format!(
        "<dc:title>{}</dc:title><dc:creator>{}</dc:creator>{PROPERTIES}",
        xml(&document.title),
        xml(&document.issuer)
    );
    parts.doc_props.core = core.replacen(PROPERTIES, &named, 1).into_bytes();
    Ok(parts)
}

/// The text with a number and a description on each picture.
fn told(body: &str, charts: &[String]) -> Result<String, PrintError> {
    let mut pieces = body.split(PICTURE);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    let mut done = 0;
    for (n, (chart, piece)) in (1..).zip(charts.iter().zip(pieces.by_ref())) {
        out.push_str(&format!("<wp:docPr id=\"{n}\" name=\"图{n}\" descr=\"{}\" />{piece}", xml(chart)));
        done += 1;
    }
    if done == charts.len() && pieces.next().is_none() {
        Ok(out)
    } else {
        Err(PrintError::Packing("图与说明的数目不合".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_picture_is_told_or_none_is_written() {
        let body = format!("a{PICTURE}b{PICTURE}c");
        let told_of = |charts: &[&str]| told(&body, &charts.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>());
        let out = told_of(&["甲\"<", "乙"]).unwrap();
        assert!(out.contains("descr=\"甲&quot;&lt;\"") && out.contains("id=\"2\" name=\"图2\" descr=\"乙\""));
        assert!(out.starts_with('a') && out.ends_with('c'));
        assert!(told_of(&["甲"]).is_err());
        assert!(told_of(&["甲", "乙", "丙"]).is_err());
    }
}
