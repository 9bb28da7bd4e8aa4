//! PDFs built by hand: with a text layer of several kinds of fonts, with a picture only, encrypted, broken.

use std::fmt::Write as _;

use super::*;
use crate::case::{Case, Kind, Options, Person, Role};

/// A file of these objects, numbered from one; the first is the catalogue.
fn file(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut file = String::from("%PDF-1.7\n");
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        write!(file, "{} 0 obj\n{object}\nendobj\n", at + 1).unwrap();
    }
    let xref = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for place in places {
        writeln!(file, "{place:010} 00000 n ").unwrap();
    }
    write!(file, "trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{xref}\n%%EOF\n", objects.len() + 1)
        .unwrap();
    file.into_bytes()
}

fn stream(dict: &str, content: &str) -> String {
    format!("<< {dict} /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// Every character's number in the font: its place among those used, from one.
fn numbers(text: &str, used: &mut Vec<char>) -> String {
    let mut hex = String::new();
    for c in text.chars() {
        let at = used.iter().position(|other| *other == c).unwrap_or_else(|| {
            used.push(c);
            used.len() - 1
        });
        write!(hex, "{:04X}", at + 1).unwrap();
    }
    hex
}

fn to_unicode(used: &[char]) -> String {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n\
         1 begincodespacerange <0000> <FFFF> endcodespacerange\n",
    );
    writeln!(map, "{} beginbfchar", used.len()).unwrap();
    for (at, c) in used.iter().enumerate() {
        let units: String = c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("{unit:04X}")).collect();
        writeln!(map, "<{:04X}> <{units}>", at + 1).unwrap();
    }
    map + "endbfchar endcmap end end"
}

/// One page with this content: font F1 numbers its glyphs and has a table of characters, F2 is UTF-16, F3 one byte, F4
/// numbers its glyphs and has no table.
fn page(content: &str, used: &[char], trailer: &str, annotations: &str) -> Vec<u8> {
    let composite = |encoding: &str, more: &str| {
        format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /{encoding} {more} /DescendantFonts [<< /Type /Font \
             /Subtype /CIDFontType2 /BaseFont /A /DW 1000 /W [3 [500 500] 900 901 250] >>] >>"
        )
    };
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R {annotations} /Resources << /Font << /F1 5 0 R \
             /F2 7 0 R /F3 8 0 R /F4 9 0 R >> /XObject << /Im 10 0 R /Fm 11 0 R >> >> >>"
        ),
        stream("", content),
        composite("Identity-H", "/ToUnicode 6 0 R"),
        stream("", &to_unicode(used)),
        composite("UniGB-UTF16-H", ""),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [65 /uni5F20 /one] >> /FirstChar 65 \
         /Widths [1000 500] >>"
            .to_owned(),
        composite("Identity-H", ""),
        stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", "x"),
        stream("/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /Font << /G 7 0 R >> >>", FORM),
    ];
    file(&objects, trailer)
}

/// 印章 in UTF-16, by a form's own name for the font.
const FORM: &str = "BT /G 10 Tf 1 0 0 1 50 100 Tm <53707AE0> Tj ET";

fn utf16(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("{unit:04X}")).collect()
}

#[test]
fn o_032_text_is_read_whatever_the_font() {
    let mut used = Vec::new();
    let first = numbers("原告张建国，电话", &mut used);
    let content = format!(
        "q BT /F1 10 Tf 1 0 0 1 50 700 Tm <{first}> Tj /F2 10 Tf <{}> Tj 0 -20 Td [<{}> -200 <{}>] TJ ET Q /Fm Do \
         BT /F3 10 Tf 1 0 0 1 50 600 Tm (AB) Tj ET",
        utf16("13900001111。"),
        utf16("被告"),
        utf16("李明"),
    );
    let read = read(&page(&content, &used, "", "")).unwrap();
    assert_eq!(read.text, "原告张建国，电话13900001111。\n被告李明\n张1\n印章\n");
    assert!(read.unread.is_empty(), "{:?}", read.unread);
}

#[test]
fn o_032_a_masked_pdf_is_its_masked_text_and_nothing_else() {
    let mut used = Vec::new();
    let shown = numbers("原告张建国诉被告张建民", &mut used);
    let hidden = numbers("张建国的秘密", &mut used);
    let content = format!(
        "/Im Do BT /F1 10 Tf 1 0 0 1 50 700 Tm <{shown}> Tj 3 Tr 0 -20 Td <{hidden}> Tj 0 Tr 1 0 0 1 50 -400 Tm <{hidden}> Tj ET"
    );
    let trailer = "/Info << /Author (Zhang) >>";
    let notes = "/Annots [<< /Type /Annot /Subtype /Stamp /Rect [0 0 1 1] /Contents (secret) >> << /Type /Annot /Subtype /Link >>]";
    let case = Case {
        kind: Kind::Inheritance,
        persons: vec![Person::new("张建国", Role::Party), Person::new("张建民", Role::Party)],
        ..Case::default()
    };
    let masker = Masker::new(&case, &Options::default());
    let masked = mask(&page(&content, &used, trailer, notes), &masker, &mut Tokens::default()).unwrap();
    assert_eq!(String::from_utf8(masked.file).unwrap(), "原告张某1诉被告张某2\n");
    assert_eq!(masked.unread, ["第 1 页的图片", "第 1 页不显示的文字", "第 1 页的批注、印章或者表单"]);
    assert_eq!(masked.text, "原告张建国诉被告张建民\n");
}

#[test]
fn what_has_no_text_layer_is_refused_by_name() {
    let used: Vec<char> = "张建国".chars().collect();
    let picture = page("q 600 0 0 800 0 0 cm /Im Do Q", &used, "", "");
    assert_eq!(text(&picture), Err(PdfFault::PictureOnly(1)));
    let recognised = page("/Im Do BT 3 Tr /F1 10 Tf 1 0 0 1 50 700 Tm <000100020003> Tj ET", &used, "", "");
    assert_eq!(text(&recognised), Err(PdfFault::PictureOnly(1)));
    let inline = page("BI /W 1 /H 1 /CS /G /BPC 8 ID x EI", &used, "", "");
    assert_eq!(text(&inline), Err(PdfFault::PictureOnly(1)));
    assert_eq!(text(&page("0 0 m 1 1 l S", &used, "", "")), Err(PdfFault::NoText));
}

#[test]
fn what_is_locked_or_broken_is_refused_by_name() {
    let content = "BT /F1 10 Tf 1 0 0 1 50 700 Tm <000100020003> Tj ET";
    let used: Vec<char> = "张建国".chars().collect();
    let locked = "/Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (x) /P -4 >>";
    assert_eq!(text(&page(content, &used, locked, "")), Err(PdfFault::Encrypted));
    assert_eq!(text(&page(content, &used, "/Encrypt 12 0 R", "")), Err(PdfFault::Encrypted));
    assert_eq!(text(b"PK\x03\x04"), Err(PdfFault::NotAPdf));
    assert_eq!(text(b""), Err(PdfFault::NotAPdf));
    assert_eq!(text(b"%PDF-1.7\nnothing"), Err(PdfFault::NotAPdf));
    let whole = page(content, &used, "", "");
    assert_eq!(text(&whole).unwrap(), "张建国\n");
    for cut in 0..whole.len() {
        // a file cut short is refused or read: never more than that
        let _ = text(whole.get(..cut).unwrap());
    }
}

#[test]
fn fonts_that_do_not_tell_their_characters_are_refused_by_name() {
    let used: Vec<char> = "张建国".chars().collect();
    assert_eq!(
        text(&page("BT /F4 10 Tf 1 0 0 1 50 700 Tm <000100020003> Tj ET", &used, "", "")),
        Err(PdfFault::Unreadable(1))
    );
}
