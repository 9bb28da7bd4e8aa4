//! Where in a text the words of a question stand (高亮).

use std::collections::BTreeSet;

use crate::words::{Cutter, Grain, Span};

/// Spans of the text whose words are among those asked for, neighbours joined; at most `most` of them.
#[must_use]
pub fn marks(text: &str, words: &BTreeSet<&str>, most: usize) -> Vec<Span> {
    let mut marks: Vec<Span> = Vec::new();
    if words.is_empty() {
        return marks;
    }
    Cutter::shared().each(text, Grain::Pieces, |word, span| {
        if words.contains(word) && (marks.len() < most || marks.last().is_some_and(|last| span.start <= last.end)) {
            marks.push(span);
        }
    });
    marks.sort_by_key(|span| (span.start, span.end));
    let mut joined: Vec<Span> = Vec::new();
    for span in marks {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_marked_where_they_stand_and_neighbours_joined() {
        let text = "借款人未返还借款的，应当支付逾期利息。";
        let marked = |words: &[&str]| -> Vec<&str> {
            marks(text, &words.iter().copied().collect(), 10).into_iter().map(|span| &text[span]).collect()
        };
        assert_eq!(marked(&["返还", "借款"]), ["借款", "返还借款"]);
        assert_eq!(marked(&["利息"]), ["利息"]);
        assert!(marked(&[]).is_empty() && marked(&["离婚"]).is_empty());
        let long = "借款。".repeat(10_000);
        assert_eq!(marks(&long, &["借款"].into(), 20).len(), 20);
    }
}
