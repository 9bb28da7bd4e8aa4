//! What of an article counts whatever is asked (条文的固有特征): its law, its chapter, its standing and its length.

use std::collections::BTreeMap;

use super::corpus::{Corpus, Place, count, index};
use super::law::{Kind, Status};

/// Fixed figures of every article, by place.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// Which wording of which law.
    pub law: Vec<u32>,
    /// Which chapter of which wording.
    pub chapter: Vec<u32>,
    /// 0 in force, then amended, historical, repealed.
    pub standing: Vec<f64>,
    /// 0 law, 1 judicial interpretation, 2 regulation, 3 another.
    pub kind: Vec<f64>,
    /// Length of the text, as a logarithm.
    pub length: Vec<f64>,
    /// How many laws.
    pub laws: usize,
    /// How many chapters.
    pub chapters: usize,
}

impl Frame {
    /// Reckons the figures.
    #[must_use]
    pub fn new(corpus: &Corpus) -> Self {
        let mut frame = Self { laws: corpus.laws().count(), ..Self::default() };
        let mut chapters: BTreeMap<(u32, &str), u32> = BTreeMap::new();
        for (place, law, article) in corpus.articles() {
            let of = corpus.law_of(place).map_or(u32::MAX, |law| law.0);
            let next = count(chapters.len());
            frame.law.push(of);
            frame.chapter.push(*chapters.entry((of, article.chapter.as_str())).or_insert(next));
            frame.standing.push(match law.status {
                Status::InForce => 0.0,
                Status::Amended | Status::Coming => 1.0,
                Status::Historical => 2.0,
                Status::Repealed => 3.0,
            });
            frame.kind.push(match law.kind {
                Kind::Law | Kind::Constitution => 0.0,
                Kind::JudicialInterpretation => 1.0,
                Kind::Regulation | Kind::LocalRegulation => 2.0,
                Kind::Interpretation | Kind::Amendment | Kind::Decision | Kind::Other => 3.0,
            });
            frame.length.push(f64::from(count(article.text.len() + 1)).ln());
        }
        frame.chapters = chapters.len();
        frame
    }

    /// The law of an article.
    #[must_use]
    pub fn law_of(&self, place: Place) -> u32 {
        self.law.get(index(place.0)).copied().unwrap_or(u32::MAX)
    }

    /// The chapter of an article.
    #[must_use]
    pub fn chapter_of(&self, place: Place) -> u32 {
        self.chapter.get(index(place.0)).copied().unwrap_or(u32::MAX)
    }

    /// For each group the largest of its articles' values.
    #[must_use]
    pub fn largest(groups: &[u32], values: &[f64], size: usize) -> Vec<f64> {
        let mut largest = vec![0.0_f64; size];
        for (group, value) in groups.iter().zip(values) {
            if let Some(slot) = largest.get_mut(index(*group)) {
                *slot = slot.max(*value);
            }
        }
        largest
    }

    /// Values of the three articles before and after in the same law, nearer ones counting more.
    #[must_use]
    pub fn around(&self, place: Place, values: &[f64]) -> f64 {
        let law = self.law_of(place);
        let mut sum = 0.0;
        for (distance, weight) in [(1, 1.0), (2, 0.5), (3, 1.0 / 3.0)] {
            for other in [place.0.checked_sub(distance), place.0.checked_add(distance)].into_iter().flatten() {
                if self.law_of(Place(other)) == law {
                    sum += weight * values.get(index(other)).copied().unwrap_or_default();
                }
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::law;
    use super::*;

    #[test]
    fn neighbours_count_within_the_law_only() {
        let corpus = Corpus::new(vec![
            law("a", "甲法", "2020-01-01", "2020-01-01", &["一", "二"]),
            law("b", "乙条例", "2020-01-01", "2020-01-01", &["三", "四"]),
        ]);
        let frame = Frame::new(&corpus);
        let values = [1.0, 10.0, 100.0, 1000.0];
        assert!((frame.around(Place(1), &values) - 1.0).abs() < 1e-9);
        assert!((frame.around(Place(2), &values) - 1000.0).abs() < 1e-9);
        assert_eq!(Frame::largest(&frame.law, &values, frame.laws), [10.0, 1000.0]);
        assert_eq!((frame.kind[0], frame.kind[2]), (0.0, 2.0));
        assert_eq!((frame.laws, frame.chapters), (2, 2));
    }
}
