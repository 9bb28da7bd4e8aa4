//! What the law calls what people say (同义词): 打官司 → 诉讼. A table of our own, kept as data.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::zones::Weighted;
use crate::words::{Cutter, Grain, fold};

const TABLE: &str = include_str!("../../data/synonyms.txt");

/// A table from what people say to words of the law.
#[derive(Debug, Clone)]
pub struct Synonyms {
    finder: Option<AhoCorasick>,
    sayings: Vec<(String, Vec<String>)>,
}

impl Synonyms {
    /// The table this crate brings.
    #[must_use]
    pub fn shipped() -> Self {
        static SHIPPED: OnceLock<Synonyms> = OnceLock::new();
        SHIPPED.get_or_init(|| Self::read(TABLE)).clone()
    }

    /// No table.
    #[must_use]
    pub const fn none() -> Self {
        Self { finder: None, sayings: Vec::new() }
    }

    /// Reads a table: `saying saying = word word` a line, `#` before a remark.
    #[must_use]
    pub fn read(table: &str) -> Self {
        let mut sayings: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in table.lines().filter(|line| !line.trim_start().starts_with('#')) {
            let Some((said, words)) = line.split_once('=') else { continue };
            for saying in said.split_whitespace() {
                let known = sayings.entry(fold(saying)).or_default();
                known.extend(words.split_whitespace().map(str::to_owned));
            }
        }
        let sayings: Vec<(String, Vec<String>)> = sayings.into_iter().collect();
        let patterns = sayings.iter().map(|(saying, _)| saying);
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns).ok();
        Self { finder, sayings }
    }

    /// The table's sayings that stand in a text, with what the law calls them.
    #[must_use]
    pub fn sayings(&self, text: &str) -> Vec<(&str, &[String])> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let folded = fold(text);
        let mut found: Vec<(&str, &[String])> = Vec::new();
        for hit in finder.find_iter(&folded) {
            let Some((saying, words)) = self.sayings.get(hit.pattern().as_usize()) else { continue };
            if !found.iter().any(|(known, _)| known == saying) {
                found.push((saying, words));
            }
        }
        found
    }

    /// The law's words for what a text says, each once, as an index of words has them.
    #[must_use]
    pub fn of(&self, text: &str) -> Vec<Weighted> {
        let mut words: BTreeMap<String, f32> = BTreeMap::new();
        for (_, terms) in self.sayings(text) {
            for term in terms {
                Cutter::shared().each(term, Grain::Words, |word, _| {
                    words.entry(word.to_owned()).or_insert(1.0);
                });
            }
        }
        words.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sayings_lead_to_the_words_of_the_law() {
        let shipped = Synonyms::shipped();
        for (said, word) in
            [("想和他打官司", "诉讼"), ("欠钱不还怎么办", "返还"), ("老板拖欠工資", "劳动报酬"), ("被辞退了", "解除")]
        {
            assert!(shipped.of(said).iter().any(|(known, _)| known.contains(word)), "{said}: {:?}", shipped.of(said));
        }
        assert!(shipped.of("").is_empty() && shipped.of("，。(*").is_empty());
        assert!(Synonyms::none().of("打官司").is_empty());
    }

    #[test]
    fn the_longest_saying_counts_and_each_word_once() {
        let table = Synonyms::read("# 注\n打 = 殴打\n打官司 告状 = 诉讼 起诉\n没有等号\n");
        assert_eq!(table.of("打官司，告状"), [("诉讼".to_owned(), 1.0), ("起诉".to_owned(), 1.0)]);
        assert_eq!(table.sayings("打人打官司").len(), 2);
    }

    #[test]
    fn every_line_of_the_shipped_table_says_something() {
        for line in TABLE.lines().filter(|line| !line.trim_start().starts_with('#') && !line.trim().is_empty()) {
            let (said, words) = line.split_once('=').unwrap_or_else(|| panic!("{line}"));
            assert!(!said.trim().is_empty() && !words.trim().is_empty(), "{line}");
        }
    }
}
