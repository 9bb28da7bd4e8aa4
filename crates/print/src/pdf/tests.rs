//! What stands on the pages, read from the pages as they were set and from the file.

use super::*;
use crate::testing::{HOSTILE, sample};
use crate::text::printable;
use typst::layout::{Abs, Frame, FrameItem, Point};

/// All words of a frame with the place where each run of glyphs begins and ends.
fn runs(frame: &Frame, at: Point, out: &mut Vec<(String, Point, Abs)>) {
    for (place, item) in frame.items() {
        match item {
            FrameItem::Group(group) => runs(&group.frame, at + *place, out),
            FrameItem::Text(text) => {
                let missing = text.glyphs.iter().filter(|glyph| glyph.id == 0).count();
                assert_eq!(missing, 0, "no glyph for {:?}", text.text);
                out.push((text.text.to_string(), at + *place, text.width()));
            }
            _ => {}
        }
    }
}

fn pages(document: &Document) -> Vec<Vec<(String, Point, Abs)>> {
    let set = set(document).unwrap();
    let one = |page: &typst_layout::Page| {
        let mut out = Vec::new();
        runs(&page.frame, Point::zero(), &mut out);
        out
    };
    set.pages().iter().map(one).collect()
}

fn words(page: &[(String, Point, Abs)]) -> String {
    page.iter().map(|(text, ..)| text.as_str()).collect::<String>().chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn every_page_has_its_number_and_nothing_leaves_the_paper() {
    let pages = pages(&sample(80));
    assert!(pages.len() > 3, "{}", pages.len());
    for (n, page) in (1..).zip(&pages) {
        assert!(words(page).contains(&format!("—{n}—")), "page {n}");
        for (text, at, width) in page {
            assert!(at.x.to_mm() >= 27.0 && (at.x + *width).to_mm() <= 186.0, "{text} on page {n}");
            assert!(at.y.to_mm() <= 285.0, "{text} on page {n}");
        }
    }
}

#[test]
fn a_long_table_repeats_its_headings_and_loses_no_row() {
    let pages = pages(&sample(120));
    let headed = pages.iter().filter(|page| words(page).contains("受理（件）")).count();
    assert!(headed >= 3, "{headed}");
    let all: String = pages.iter().map(|page| words(page)).collect();
    for n in 0..120 {
        assert!(all.contains(&format!("第{n}法院{}", n * 37)), "row {n}");
    }
}

#[test]
fn headings_are_numbered_and_figures_are_as_given() {
    let all: String = pages(&sample(0)).iter().map(|page| words(page)).collect();
    for part in
        ["一、全年收结概况", "（一）各法院", "1.名称", "二、结案率", "图1各月新收", "图2各地区", "表1各法院收结情况"]
    {
        assert!(all.contains(part), "{part} in {all}");
    }
    assert!(all.contains("1103629") && all.contains("94.79%") && all.contains("2021年1月1日"));
}

#[test]
fn a_name_is_printed_as_it_is_and_never_obeyed() {
    let all: String = pages(&sample(0)).iter().map(|page| words(page)).collect();
    for name in [HOSTILE[0], HOSTILE[1], HOSTILE[3], HOSTILE[4]] {
        let printed: String = printable(name).chars().filter(|c| !c.is_whitespace()).collect();
        assert!(all.contains(&printed), "{printed} in {all}");
    }
    let right_to_left = all.contains("شركة") || all.contains("المحكمة");
    assert!(right_to_left, "Arabic is set too");
}

#[test]
fn the_file_is_a_pdf_of_that_many_pages_and_the_same_each_time() {
    let document = sample(60);
    let file = pdf(&document).unwrap();
    assert_eq!(file, pdf(&document).unwrap());
    let count = set(&document).unwrap().pages().len();
    let opened = hayro_syntax::Pdf::new(file).unwrap();
    assert_eq!(opened.pages().len(), count);
}
