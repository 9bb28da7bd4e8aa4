//! Memory of answered questions: which articles readers found useful for a question (问答记忆).

use std::collections::BTreeMap;

use super::super::corpus::{Corpus, Place, count, index};
use super::super::postings::Postings;
use super::super::synonyms::Synonyms;
use super::super::terms::Terms;
use super::Example;

/// How many of the nearest questions have a say.
const NEAREST: usize = 60;

/// A question near to the one asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearby {
    /// Which example.
    pub example: u32,
    /// How near, 1 for the nearest.
    pub share: f64,
}

/// Questions and the articles that answered them.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    postings: Postings,
    answers: Vec<Vec<Place>>,
    popular: BTreeMap<Place, u32>,
}

impl Memory {
    /// Takes in examples; articles that are not at hand are left out.
    #[must_use]
    pub fn new(examples: &[Example], corpus: &Corpus) -> Self {
        let mut memory = Self::default();
        let none = Synonyms::none();
        for example in examples {
            let terms = Terms::of(&example.question, &none);
            memory.postings.add(terms.both().map(|(term, _)| term.to_owned()));
            let mut places: Vec<Place> = example.articles.iter().filter_map(|id| corpus.by_id(id)).collect();
            places.sort_unstable();
            places.dedup();
            for place in &places {
                *memory.popular.entry(*place).or_default() += 1;
            }
            memory.answers.push(places);
        }
        memory
    }

    /// The articles that answered an example.
    #[must_use]
    pub fn answers(&self, example: u32) -> &[Place] {
        self.answers.get(index(example)).map_or(&[], Vec::as_slice)
    }

    /// Articles with how many questions they answered.
    pub fn popular(&self) -> impl Iterator<Item = (Place, u32)> {
        self.popular.iter().map(|(place, times)| (*place, *times))
    }

    /// The nearest questions, the nearest first, and how near that one is.
    #[must_use]
    pub fn nearest(&self, terms: &Terms) -> (Vec<Nearby>, f64) {
        let scores = self.postings.scores(terms.both());
        let mut near: Vec<(u32, f64)> = scores
            .into_iter()
            .enumerate()
            .map(|(example, score)| (count(example), score))
            .filter(|(_, score)| *score > 0.0)
            .collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        near.truncate(NEAREST);
        let best = near.first().map_or(0.0, |(_, score)| *score);
        (near.into_iter().map(|(example, score)| Nearby { example, share: score / best }).collect(), best)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::law;
    use super::*;

    #[test]
    fn the_nearest_question_comes_first() {
        let corpus = Corpus::new(vec![law("a", "甲法", "2020-01-01", "2020-01-01", &["一", "二"])]);
        let example =
            |question: &str, article: &str| Example { question: question.into(), articles: vec![article.into()] };
        let memory = Memory::new(
            &[example("邻居装修漏水怎么办", "a/1"), example("借款不还", "a/2"), example("楼上漏水", "没有的条文")],
            &corpus,
        );
        let terms = Terms::of("楼上装修漏水", &Synonyms::none());
        let (near, best) = memory.nearest(&terms);
        assert!(best > 0.0 && near.len() == 2 && near[0].share >= near[1].share);
        assert_eq!(near[0].example, 2);
        assert_eq!((memory.answers(0), memory.answers(2), memory.answers(9)), (&[Place(0)][..], &[][..], &[][..]));
        assert_eq!(memory.popular().collect::<Vec<_>>(), [(Place(0), 1), (Place(1), 1)]);
    }
}
