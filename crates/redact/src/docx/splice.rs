//! XML changed by cutting and pasting: what is not named stays to the byte.

use std::ops::Range;

use roxmltree::Document;

/// The text with stretches replaced; a stretch inside another goes with it.
pub(super) fn splice(text: &str, mut changes: Vec<(Range<usize>, String)>) -> String {
    changes.sort_by(|(a, _), (b, _)| a.start.cmp(&b.start).then(b.end.cmp(&a.end)));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, with) in changes {
        if range.start < at {
            continue;
        }
        out.push_str(text.get(at..range.start).unwrap_or(""));
        out.push_str(&with);
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

/// Words as they stand in XML.
pub(super) fn escape(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The list of kinds of parts, without the parts that left.
pub(super) fn content_types(bytes: &[u8]) -> Vec<u8> {
    without(bytes, |node| {
        let part = node.attribute("PartName").map(|name| name.trim_start_matches('/'));
        part.is_some_and(super::part::is_dropped)
    })
}

/// The relations of a part: those to parts that left go, links to the outside lead nowhere.
pub(super) fn relationships(bytes: &[u8]) -> Vec<u8> {
    let Some((xml, document)) = parsed(bytes) else { return bytes.to_vec() };
    let mut changes = Vec::new();
    for node in document.root_element().children().filter(|node| node.is_element()) {
        let kind = node.attribute("Type").unwrap_or("");
        let target = node.attribute("Target").unwrap_or("");
        let gone = [
            "/comments",
            "/commentsExtended",
            "/commentsIds",
            "/people",
            "/core-properties",
            "/extended-properties",
            "/custom-properties",
            "/customXml",
            "/glossaryDocument",
            "/vbaProject",
            "/thumbnail",
            "/attachedTemplate",
        ];
        if gone.iter().any(|end| kind.ends_with(end)) || target.contains("docProps/") || target.contains("customXml/") {
            changes.push((node.range(), String::new()));
        } else if node.attribute("TargetMode") == Some("External") {
            let value = node
                .attributes()
                .find(|attribute| attribute.name() == "Target")
                .map(|attribute| attribute.range_value());
            changes.extend(value.map(|range| (range, "about:blank".to_owned())));
        }
    }
    splice(xml, changes).into_bytes()
}

fn without(bytes: &[u8], gone: impl Fn(roxmltree::Node<'_, '_>) -> bool) -> Vec<u8> {
    let Some((xml, document)) = parsed(bytes) else { return bytes.to_vec() };
    let nodes = document.root_element().children().filter(|node| node.is_element() && gone(*node));
    splice(xml, nodes.map(|node| (node.range(), String::new())).collect()).into_bytes()
}

fn parsed(bytes: &[u8]) -> Option<(&str, Document<'_>)> {
    let xml = std::str::from_utf8(bytes).ok()?;
    Document::parse(xml).ok().map(|document| (xml, document))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_inside_others_go_with_them() {
        let changes = vec![(4..6, "x".to_owned()), (1..8, "a".to_owned()), (8..9, "b".to_owned())];
        assert_eq!(splice("0123456789", changes), "0ab9");
    }

    #[test]
    fn words_are_escaped() {
        assert_eq!(escape("a<b&c>"), "a&lt;b&amp;c&gt;");
    }
}
