//! Typing errors: the words of a lexicon one slip away from what was typed.
//!
//! Words are kept under each of their forms with one character left out, so that a slip is found by look-up and never
//! by comparing with every word.

use std::collections::{BTreeMap, BTreeSet};

/// Longest word that is looked at, in characters.
const LONGEST_CHARS: usize = 16;

/// A word near to what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// The word of the lexicon.
    pub word: String,
    /// How many characters were left out, added, changed or swapped.
    pub slips: u8,
    /// How often the lexicon saw it.
    pub seen: u32,
}

/// Words with how often they are used, found again when mistyped.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    words: BTreeMap<String, u32>,
    shorter: BTreeMap<String, Vec<String>>,
}

impl Lexicon {
    /// A lexicon of these words; the same word twice adds up.
    #[must_use]
    pub fn new(counted: impl IntoIterator<Item = (String, u32)>) -> Self {
        let mut words: BTreeMap<String, u32> = BTreeMap::new();
        for (word, seen) in counted {
            let length = word.chars().count();
            if (2..=LONGEST_CHARS).contains(&length) {
                let total = words.entry(word).or_default();
                *total = total.saturating_add(seen);
            }
        }
        let mut shorter: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for word in words.keys() {
            for form in left_out(word) {
                shorter.entry(form).or_default().push(word.clone());
            }
        }
        Self { words, shorter }
    }

    /// Whether the word is in the lexicon as it is.
    #[must_use]
    pub fn holds(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// How often the word was seen.
    #[must_use]
    pub fn seen(&self, word: &str) -> u32 {
        self.words.get(word).copied().unwrap_or_default()
    }

    /// How many words it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Words one slip away from a typed one of at least two characters, the most used first; none when it is a word.
    #[must_use]
    pub fn near(&self, typed: &str, most: usize) -> Vec<Near> {
        let length = typed.chars().count();
        if self.holds(typed) || !(2..=LONGEST_CHARS).contains(&length) {
            return Vec::new();
        }
        let mut found: BTreeSet<&String> = BTreeSet::new();
        // one character too few
        found.extend(self.shorter.get(typed).into_iter().flatten());
        for form in left_out(typed) {
            // one too many
            if let Some((word, _)) = self.words.get_key_value(&form) {
                found.insert(word);
            }
            // one changed, or two neighbours swapped
            found.extend(self.shorter.get(&form).into_iter().flatten());
        }
        let mut near: Vec<Near> = found
            .into_iter()
            .filter_map(|word| {
                let slips = slips(typed, word)?;
                (slips == 1 && word.chars().count() >= 2).then(|| Near {
                    word: word.clone(),
                    slips,
                    seen: self.seen(word),
                })
            })
            .collect();
        near.sort_by(|a, b| b.seen.cmp(&a.seen).then_with(|| a.word.cmp(&b.word)));
        near.truncate(most);
        near
    }
}

/// Every form of a word with one character left out.
fn left_out(word: &str) -> BTreeSet<String> {
    let chars: Vec<char> = word.chars().collect();
    (0..chars.len())
        .map(|skipped| chars.iter().enumerate().filter(|(place, _)| *place != skipped).map(|(_, c)| *c).collect())
        .collect()
}

/// One if the two differ by a single slip, nothing if by more.
fn slips(typed: &str, word: &str) -> Option<u8> {
    let a: Vec<char> = typed.chars().collect();
    let b: Vec<char> = word.chars().collect();
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let rest = a.len().min(b.len()).saturating_sub(head);
    let tail = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(|(x, y)| x == y).count();
    let (left, right) = (a.get(head..a.len().saturating_sub(tail))?, b.get(head..b.len().saturating_sub(tail))?);
    match (left, right) {
        ([], []) => Some(0),
        ([_], [_]) | ([_], []) | ([], [_]) => Some(1),
        ([x, y], [v, w]) if x == w && y == v => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        Lexicon::new(
            [("劳动合同", 90), ("劳务合同", 10), ("诉讼时效", 50), ("诉讼", 200)].map(|(w, n)| (w.to_owned(), n)),
        )
    }

    #[test]
    fn a_slip_is_found_whatever_its_kind() {
        for (typed, word) in [
            ("劳动和同", "劳动合同"),
            ("劳动合", "劳动合同"),
            ("劳动动合同", "劳动合同"),
            ("劳合动同", "劳动合同"),
            ("诉论时效", "诉讼时效"),
        ] {
            assert_eq!(lexicon().near(typed, 5).first().map(|near| near.word.as_str()), Some(word), "{typed}");
        }
    }

    #[test]
    fn what_is_a_word_or_too_far_off_suggests_nothing() {
        for typed in ["劳动合同", "房屋租赁", "诉", "", "劳什么同"] {
            assert!(lexicon().near(typed, 5).is_empty(), "{typed}");
        }
    }

    #[test]
    fn the_most_used_comes_first() {
        let near = lexicon().near("劳作合同", 5);
        assert_eq!(
            near.iter().map(|n| (n.word.as_str(), n.slips, n.seen)).collect::<Vec<_>>(),
            [("劳动合同", 1, 90), ("劳务合同", 1, 10)]
        );
        assert_eq!(lexicon().near("劳作合同", 1).len(), 1);
    }

    #[test]
    fn a_typed_monster_is_not_looked_at() {
        assert!(lexicon().near(&"法".repeat(100_000), 5).is_empty());
    }
}
