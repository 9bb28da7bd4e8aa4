//! One part of a DOCX with text: read as lines, written back with its edits and without what is hidden.

use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};

use super::splice::{escape, splice};
use crate::edit::Edit;

/// A run of text: where it stands in the part's text, and in its XML.
struct Run {
    text: Range<usize>,
    xml: Range<usize>,
}

/// A part read.
pub(super) struct Part {
    xml: String,
    /// The text, a line for a paragraph.
    pub text: String,
    runs: Vec<Run>,
    /// What leaves the XML, by bytes.
    cuts: Vec<(Range<usize>, String)>,
}

/// Parts whose text is published.
pub(super) fn is_text(name: &str) -> bool {
    let Some(file) = name.strip_prefix("word/").filter(|file| file.ends_with(".xml")) else { return false };
    ["document", "header", "footer", "footnotes", "endnotes"].iter().any(|part| file.starts_with(part))
}

/// Parts that leave the file.
pub(super) fn is_dropped(name: &str) -> bool {
    const GONE: &[&str] =
        &["word/comments", "word/people", "word/glossary", "word/vbaProject", "word/vbaData", "word/attachedToolbars"];
    name.starts_with("docProps/") || name.starts_with("customXml/") || GONE.iter().any(|gone| name.starts_with(gone))
}

/// Elements that leave with all that is in them.
const CUT: &[&str] = &[
    "del",
    "moveFrom",
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "tblPrChange",
    "tcPrChange",
    "trPrChange",
    "numberingChange",
    "tblGridChange",
    "commentRangeStart",
    "commentRangeEnd",
    "commentReference",
    "annotationRef",
    "bookmarkStart",
    "bookmarkEnd",
    "moveFromRangeStart",
    "moveFromRangeEnd",
    "moveToRangeStart",
    "moveToRangeEnd",
    "dataBinding",
    "proofErr",
    "delText",
    "delInstrText",
];
/// Elements whose tags go and whose content stays.
const UNWRAP: &[&str] = &["ins", "moveTo", "smartTag", "customXml"];

impl Part {
    pub(super) fn read(xml: &str) -> Option<Self> {
        let options = ParsingOptions { allow_dtd: false, nodes_limit: 5_000_000, ..ParsingOptions::default() };
        let document = Document::parse_with_options(xml, options).ok()?;
        let mut part = Part { xml: xml.to_owned(), text: String::new(), runs: Vec::new(), cuts: Vec::new() };
        let mut line: Option<Node<'_, '_>> = None;
        let mut skip_to = 0;
        for node in document.root_element().descendants() {
            if node.range().start < skip_to {
                continue;
            }
            if !node.is_element() {
                continue;
            }
            let name = node.tag_name().name();
            if CUT.contains(&name) || name == "r" && is_hidden(node) {
                skip_to = node.range().end;
                part.cuts.push((node.range(), String::new()));
                continue;
            }
            if UNWRAP.contains(&name) {
                part.open(node);
            }
            part.attributes(node, name);
            match name {
                "t" | "instrText" => {
                    let paragraph = node.ancestors().find(|up| up.tag_name().name() == "p");
                    if line.is_some() && paragraph != line {
                        part.text.push('\n');
                    }
                    line = paragraph;
                    part.run(node);
                }
                "tab" | "br" | "cr" if line.is_some() => part.text.push(if name == "tab" { '\t' } else { '\n' }),
                _ => {}
            }
        }
        part.text.push('\n');
        Some(part)
    }

    /// The text of an element; where it is broken by entities the element is one run all the same.
    fn run(&mut self, node: Node<'_, '_>) {
        let words: String = node.children().filter_map(|child| child.text()).collect();
        let Some(inner) = inner(&self.xml, node) else { return };
        let start = self.text.len();
        self.text.push_str(&words);
        self.runs.push(Run { text: start..self.text.len(), xml: inner });
    }

    fn open(&mut self, node: Node<'_, '_>) {
        let range = node.range();
        match inner(&self.xml, node) {
            Some(inner) => {
                self.cuts.push((range.start..inner.start, String::new()));
                self.cuts.push((inner.end..range.end, String::new()));
            }
            None => self.cuts.push((range, String::new())),
        }
    }

    /// Descriptions of pictures and names of authors.
    fn attributes(&mut self, node: Node<'_, '_>, name: &str) {
        for attribute in node.attributes() {
            let told = matches!(attribute.name(), "descr" | "title" | "author" | "initials")
                || attribute.name() == "name" && matches!(name, "docPr" | "cNvPr")
                || attribute.name() == "val" && matches!(name, "alias" | "tag");
            if told {
                self.cuts.push((attribute.range_value(), String::new()));
            }
        }
    }

    /// The XML with the edits that fall into this part, whose text begins at `from`.
    pub(super) fn write(&self, edits: &[Edit], from: usize) -> String {
        let mut changes = self.cuts.clone();
        let first = edits.partition_point(|edit| edit.end <= from);
        let mut pending = edits.get(first..).unwrap_or(&[]);
        for run in &self.runs {
            while pending.first().is_some_and(|edit| edit.end <= from + run.text.start) {
                pending = pending.get(1..).unwrap_or(&[]);
            }
            let touching: Vec<&Edit> = pending.iter().take_while(|edit| edit.start < from + run.text.end).collect();
            if touching.is_empty() {
                continue;
            }
            changes.push((run.xml.clone(), escape(&self.edited(run, &touching, from))));
        }
        splice(&self.xml, changes)
    }

    /// A run's words after the edits; what replaces a stretch over several runs stands in the first.
    fn edited(&self, run: &Run, edits: &[&Edit], from: usize) -> String {
        let mut words = String::new();
        let mut at = run.text.start;
        for edit in edits {
            let (start, end) = (edit.start.saturating_sub(from), edit.end.saturating_sub(from));
            words.push_str(self.text.get(at..start.max(at)).unwrap_or(""));
            let begins = edit.start >= from && (start >= run.text.start || self.first_of(start) == run.text.start);
            if begins {
                words.push_str(&edit.replacement);
            }
            at = end.min(run.text.end).max(at);
        }
        words.push_str(self.text.get(at..run.text.end).unwrap_or(""));
        words
    }

    /// The first run an edit touches whose beginning lies between runs.
    fn first_of(&self, start: usize) -> usize {
        let at = self.runs.partition_point(|run| run.text.end <= start);
        self.runs.get(at).map_or(usize::MAX, |run| run.text.start)
    }
}

/// Where the content of an element stands.
fn inner(xml: &str, node: Node<'_, '_>) -> Option<Range<usize>> {
    let first = node.first_child()?.range().start;
    let last = node.last_child()?.range().end;
    xml.get(first..last).map(|_| first..last)
}

/// A run with w:vanish or w:webHidden that is not switched off.
fn is_hidden(run: Node<'_, '_>) -> bool {
    let properties = run.children().find(|child| child.tag_name().name() == "rPr");
    properties.is_some_and(|properties| {
        properties.children().filter(|child| matches!(child.tag_name().name(), "vanish" | "specVanish")).any(|mark| {
            let off = mark.attributes().find(|attribute| attribute.name() == "val").map(|attribute| attribute.value());
            !matches!(off, Some("0" | "false" | "off"))
        })
    })
}
