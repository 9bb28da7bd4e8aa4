//! What stands in a DOCX: its parts opened again.

use std::io::Read;

use super::*;
use crate::testing::{HOSTILE, sample};
use crate::text::printable;

fn part(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The words of each paragraph.
fn paragraphs(xml: &str) -> Vec<(String, String)> {
    let tree = roxmltree::Document::parse(xml).unwrap();
    let named = |name: &'static str| move |node: &roxmltree::Node<'_, '_>| node.tag_name().name() == name;
    let style = |node: roxmltree::Node<'_, '_>| {
        let style = node.descendants().find(named("pStyle"))?;
        style.attributes().next().map(|attribute| attribute.value().to_owned())
    };
    let one = |node: roxmltree::Node<'_, '_>| {
        let words = node.descendants().filter(named("t")).filter_map(|t| t.text()).collect();
        (style(node).unwrap_or_default(), words)
    };
    tree.descendants().filter(named("p")).map(one).collect()
}

#[test]
fn headings_have_styles_and_names_are_printed_as_they_are() {
    let file = docx(&sample(3)).unwrap();
    let found = paragraphs(&part(&file, "word/document.xml"));
    let has = |style: &str, words: &str| found.iter().any(|(of, text)| of == style && text == words);
    assert!(has("Title", "辽宁省法院2020年工作报告（统计部分）"));
    assert!(has("Heading1", "一、全年收结概况") && has("Heading2", "（一）各法院") && has("Heading3", "1. 名称"));
    assert!(has("Caption", "表1 各法院收结情况") && has("Caption", "图2 各地区结案率"));
    for name in HOSTILE {
        assert!(has("Cell", &printable(name)), "{name:?}");
    }
    let styles = part(&file, "word/styles.xml");
    for style in ["Heading1", "Heading2", "Heading3", "Title", "Caption", "Cell"] {
        assert!(styles.contains(&format!("w:styleId=\"{style}\"")), "{style}");
    }
}

#[test]
fn the_headings_of_a_table_repeat_and_its_numbers_stand_right() {
    let file = docx(&sample(40)).unwrap();
    let body = part(&file, "word/document.xml");
    let tree = roxmltree::Document::parse(&body).unwrap();
    let rows: Vec<_> = tree.descendants().filter(|node| node.tag_name().name() == "tr").collect();
    assert_eq!(rows.len(), 1 + 7 + 40);
    let repeats = |row: &roxmltree::Node<'_, '_>| row.descendants().any(|node| node.tag_name().name() == "tblHeader");
    assert!(rows.first().is_some_and(repeats));
    assert_eq!(rows.iter().filter(|row| repeats(row)).count(), 1);
    let aligned: Vec<_> = rows
        .last()
        .unwrap()
        .descendants()
        .filter(|node| node.tag_name().name() == "jc")
        .filter_map(|node| node.attributes().next())
        .map(|attribute| attribute.value().to_owned())
        .collect();
    assert_eq!(aligned, ["left", "right", "right"]);
}

#[test]
fn charts_are_pictures_that_say_every_number() {
    let file = docx(&sample(0)).unwrap();
    let body = part(&file, "word/document.xml");
    assert!(body.contains("descr=\"图1 各月新收、审结与月末未结。新收（件）：1月9000、2月18000"));
    let mut archive = zip::ZipArchive::new(Cursor::new(&file[..])).unwrap();
    let pictures: Vec<_> = archive.file_names().filter(|name| name.ends_with(".png")).map(str::to_owned).collect();
    assert_eq!(pictures.len(), 2);
    for name in pictures {
        let mut bytes = Vec::new();
        archive.by_name(&name).unwrap().read_to_end(&mut bytes).unwrap();
        assert!(resvg::tiny_skia::Pixmap::decode_png(&bytes).unwrap().width() > 1000);
    }
}

#[test]
fn pages_are_numbered_on_both_sides() {
    let file = docx(&sample(0)).unwrap();
    for (name, side) in [("word/footer1.xml", "right"), ("word/footer2.xml", "left")] {
        let footer = part(&file, name);
        assert!(
            footer.contains("PAGE") && footer.contains("— ") && footer.contains(&format!("w:val=\"{side}\"")),
            "{footer}"
        );
    }
    assert!(part(&file, "word/settings.xml").contains("evenAndOddHeaders"));
    assert!(part(&file, "docProps/core.xml").contains("<dc:title>辽宁省法院2020年工作报告（统计部分）</dc:title>"));
}

#[test]
fn the_same_document_is_the_same_file() {
    let document = sample(5);
    assert_eq!(docx(&document).unwrap(), docx(&document).unwrap());
}

#[test]
fn every_part_is_xml() {
    let file = docx(&sample(2)).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(&file[..])).unwrap();
    let names: Vec<_> = archive
        .file_names()
        .filter(|name| name.ends_with(".xml") || name.ends_with(".rels"))
        .map(str::to_owned)
        .collect();
    assert!(names.len() > 8);
    for name in names {
        let mut text = String::new();
        archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        assert!(roxmltree::Document::parse(&text).is_ok(), "{name}");
    }
}
