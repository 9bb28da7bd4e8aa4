//! Texts with the phrases marked that two of them share.

use std::ops::Range;

/// Characters of a text that are shown.
const SHOWN: usize = 4_000;

/// A piece of a text, marked or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it says.
    pub text: String,
    /// It stands in the other text too.
    pub marked: bool,
}

/// A text in pieces, at most so much of it as is shown; what is left out is said by an ellipsis.
pub fn pieces(text: &str, mut marks: Vec<Range<usize>>) -> Vec<Piece> {
    let end = text.char_indices().nth(SHOWN).map_or(text.len(), |(at, _)| at);
    marks.sort_unstable_by_key(|mark| (mark.start, mark.end));
    let mut out = Vec::new();
    let mut at = 0;
    let mut push = |range: Range<usize>, marked: bool| {
        if let Some(part) = text.get(range).filter(|part| !part.is_empty()) {
            out.push(Piece { text: part.to_owned(), marked });
        }
    };
    for mark in marks {
        let (from, to) = (mark.start.max(at), mark.end.min(end));
        if from < to && text.is_char_boundary(from) && text.is_char_boundary(to) {
            push(at..from, false);
            push(from..to, true);
            at = to;
        }
    }
    push(at..end, false);
    if end < text.len() {
        out.push(Piece { text: "……".to_owned(), marked: false });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, marks: &[Range<usize>]) -> String {
        let pieces = pieces(text, marks.to_vec());
        pieces.iter().map(|piece| if piece.marked { format!("[{}]", piece.text) } else { piece.text.clone() }).collect()
    }

    #[test]
    fn marks_stand_where_they_are_whatever_their_order() {
        assert_eq!(told("借款到期未还", &[6..12, 0..6]), "[借款][到期]未还");
        assert_eq!(told("借款到期未还", &[0..9, 6..12]), "[借款到][期]未还");
        assert_eq!(told("借款", &[]), "借款");
        assert_eq!(told("", std::slice::from_ref(&(0..3))), "");
        assert_eq!(told("借款", std::slice::from_ref(&(1..4))), "借款", "a mark inside a character is none");
        assert_eq!(told("借款", std::slice::from_ref(&(3..90))), "借[款]");
    }

    #[test]
    fn a_long_text_is_cut() {
        let long = "甲".repeat(SHOWN + 9);
        let shown = told(&long, std::slice::from_ref(&(3 * SHOWN - 3..3 * SHOWN + 6)));
        assert!(shown.ends_with("[甲]……"));
    }
}
