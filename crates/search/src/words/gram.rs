//! Pairs of neighbouring characters (二元字串): they find what the dictionary cuts otherwise.

use super::cut::Span;
use super::fold::fold_char;

/// Hands each pair of neighbouring characters and its place to `take`; a character that stands alone is handed alone.
pub fn each_gram(text: &str, mut take: impl FnMut(&str, Span)) {
    let mut before: Option<(usize, char)> = None;
    let mut alone = true;
    let mut gram = String::with_capacity(8);
    for (place, written) in text.char_indices().chain([(text.len(), '\n')]) {
        if written.is_alphanumeric() {
            let folded = fold_char(written);
            if let Some((start, first)) = before {
                gram.clear();
                gram.push(first);
                gram.push(folded);
                take(&gram, start..place + written.len_utf8());
                alone = false;
            } else {
                alone = true;
            }
            before = Some((place, folded));
        } else if let Some((start, first)) = before.take()
            && alone
        {
            gram.clear();
            gram.push(first);
            take(&gram, start..place);
        }
    }
}

/// The pairs of a text.
#[must_use]
pub fn grams(text: &str) -> Vec<String> {
    let mut grams = Vec::with_capacity(text.len() / 3);
    each_gram(text, |gram, _| grams.push(gram.to_owned()));
    grams
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_do_not_cross_punctuation() {
        assert_eq!(grams("借款人，還 A1。"), ["借款", "款人", "还", "a1"]);
        assert!(grams("").is_empty() && grams("，。").is_empty());
        assert_eq!(grams("法"), ["法"]);
    }

    #[test]
    fn a_pair_stands_where_it_was_written() {
        let text = "甲，ＡＢ乙";
        each_gram(text, |gram, span| assert_eq!(super::super::fold(&text[span]), gram));
    }
}
