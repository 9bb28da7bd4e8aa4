//! A small index in memory: BM25 over texts that come one by one, such as the questions a court has answered.

use std::collections::BTreeMap;

use super::corpus::{count, index};

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// Texts by their terms.
#[derive(Debug, Clone, Default)]
pub struct Postings {
    terms: BTreeMap<String, Vec<(u32, u32)>>,
    lengths: Vec<u32>,
    total: u64,
}

impl Postings {
    /// Adds a text; texts are counted from zero.
    pub fn add(&mut self, terms: impl IntoIterator<Item = String>) {
        let text = count(self.lengths.len());
        let mut length = 0_u32;
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for term in terms {
            *counts.entry(term).or_default() += 1;
            length = length.saturating_add(1);
        }
        for (term, times) in counts {
            self.terms.entry(term).or_default().push((text, times));
        }
        self.lengths.push(length);
        self.total += u64::from(length);
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// BM25 of every text for weighted terms (k1 1.2, b 0.75), by its count.
    pub fn scores<'a>(&self, terms: impl IntoIterator<Item = (&'a str, f64)>) -> Vec<f64> {
        let mut scores = vec![0.0; self.lengths.len()];
        let texts = f64::from(count(self.lengths.len()));
        let average = f64::from(u32::try_from(self.total).unwrap_or(u32::MAX)) / texts.max(1.0);
        for (term, weight) in terms {
            let Some(list) = self.terms.get(term) else { continue };
            let seen = f64::from(count(list.len()));
            let rarity = (1.0 + (texts - seen + 0.5) / (seen + 0.5)).ln();
            for (text, times) in list {
                let times = f64::from(*times);
                let length = self.lengths.get(index(*text)).copied().map_or(0.0, f64::from);
                if let Some(score) = scores.get_mut(index(*text)) {
                    *score += weight * rarity * times * (K1 + 1.0)
                        / (times + K1 * (1.0 - B + B * length / average.max(1e-9)));
                }
            }
        }
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn postings() -> Postings {
        let mut postings = Postings::default();
        for text in ["借款 返还 借款", "租赁 返还", "商标"] {
            postings.add(text.split(' ').map(str::to_owned));
        }
        postings
    }

    #[test]
    fn scores_are_those_of_the_formula() {
        let scores = postings().scores([("借款", 1.0)]);
        let rarity = (1.0 + 2.5 / 1.5_f64).ln();
        let expected = rarity * 2.0 * 2.2 / (2.0 + 1.2 * (0.25 + 0.75 * 3.0 / 2.0));
        assert!((scores[0] - expected).abs() < 1e-9 && scores[1] == 0.0);
    }

    #[test]
    fn rare_terms_count_more_and_unknown_ones_nothing() {
        let scores = postings().scores([("返还", 1.0), ("租赁", 1.0), ("无", 1.0)]);
        assert!(scores[1] > scores[0] && scores[2] == 0.0);
        assert!(Postings::default().scores([("返还", 1.0)]).is_empty());
    }
}
