//! What is asked, as weighted terms: words and pairs of characters, each once, with how much it counts.

use std::collections::BTreeMap;

use super::synonyms::Synonyms;
use super::zones::Weighted;
use crate::words::{Cutter, Grain, each_gram, is_stop};

/// Longest part of a question that is read, in characters; the rest is left out, and the answer says so.
pub const LONGEST_CHARS: usize = 4_000;

/// The terms of a question.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Terms {
    /// Words of the question.
    pub words: Vec<Weighted>,
    /// Its pairs of characters.
    pub grams: Vec<Weighted>,
    /// What the law calls the same things.
    pub synonyms: Vec<Weighted>,
    /// How many characters were read.
    pub chars: u32,
}

impl Terms {
    /// The terms of a text; words that ask and do not name are left out unless there are no others.
    #[must_use]
    pub fn of(text: &str, synonyms: &Synonyms) -> Self {
        let text = head(text, LONGEST_CHARS);
        let mut words: BTreeMap<String, f32> = BTreeMap::new();
        Cutter::shared().each(text, Grain::Words, |word, _| *words.entry(word.to_owned()).or_default() += 1.0);
        if words.keys().any(|word| !is_stop(word)) {
            words.retain(|word, _| !is_stop(word));
        }
        let mut grams: BTreeMap<String, f32> = BTreeMap::new();
        each_gram(text, |gram, _| *grams.entry(gram.to_owned()).or_default() += 1.0);
        let chars = u32::try_from(text.chars().filter(|c| c.is_alphanumeric()).count()).unwrap_or(u32::MAX);
        let expanded = synonyms.of(text).into_iter().filter(|(word, _)| !words.contains_key(word)).collect();
        Self { words: damped(words), grams: damped(grams), synonyms: expanded, chars }
    }

    /// Whether nothing was asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.grams.is_empty()
    }

    /// Words and pairs with their weights, for an index of both.
    pub fn both(&self) -> impl Iterator<Item = (&str, f64)> {
        self.words.iter().chain(&self.grams).map(|(term, weight)| (term.as_str(), f64::from(*weight)))
    }
}

/// A term said often counts more, but not as often as it is said.
fn damped(counts: BTreeMap<String, f32>) -> Vec<Weighted> {
    counts.into_iter().map(|(term, times)| (term, 1.0 + times.ln())).collect()
}

/// The first characters of a text.
#[must_use]
pub fn head(text: &str, chars: usize) -> &str {
    text.char_indices().nth(chars).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asking_words_are_left_out_unless_there_are_no_others() {
        let terms = Terms::of("请问借款怎么办", &Synonyms::none());
        assert_eq!(terms.words, [("借款".to_owned(), 1.0)]);
        assert_eq!(Terms::of("怎么办", &Synonyms::none()).words.len(), 1);
        assert!(Terms::of("，。（*\"", &Synonyms::none()).is_empty());
    }

    #[test]
    fn a_very_long_question_is_read_up_to_a_bound() {
        let terms = Terms::of(&"借款，返还，".repeat(1_000_000), &Synonyms::none());
        assert_eq!((terms.words.len(), terms.chars), (3, 2_667));
        assert_eq!(head("一二三", 2), "一二");
        assert_eq!(head("一", 2), "一");
    }

    #[test]
    fn what_the_law_calls_it_is_added() {
        let terms = Terms::of("我想打官司", &Synonyms::shipped());
        assert!(terms.synonyms.iter().any(|(word, _)| word == "诉讼"), "{terms:?}");
    }
}
