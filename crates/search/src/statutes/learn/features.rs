//! What speaks for an article (排序特征): how its zones fit the question, what answered questions like it, where it stands.

use std::collections::{BTreeMap, BTreeSet};

use super::super::corpus::{Place, count, index};
use super::super::frame::Frame;
use super::super::signals::Signals;
use super::super::terms::Terms;
use super::memory::Memory;
use super::sense::Sense;

/// Names of the features, in the order of a row.
pub const NAMES: [&str; 32] = [
    "text",
    "grams",
    "title",
    "chapter",
    "synonyms",
    "base",
    "base share",
    "rank",
    "votes",
    "sharp votes",
    "nearest",
    "votes around",
    "base around",
    "law votes",
    "chapter votes",
    "popular",
    "law popular",
    "chapter popular",
    "law base",
    "chapter base",
    "standing",
    "kind",
    "length",
    "best question",
    "question length",
    "first guess",
    "feedback",
    "text share",
    "sense",
    "sense around",
    "asked",
    "asked around",
];

/// Articles worth ranking, and what speaks for each.
#[derive(Debug, Clone, Default)]
pub struct Candidates {
    /// The articles.
    pub places: Vec<Place>,
    /// A row of features each.
    pub rows: Vec<Vec<f64>>,
    /// The score each has before anything was learnt from gains.
    pub guess: Vec<f64>,
}

/// What the memory says of a question.
struct Votes {
    soft: Vec<f64>,
    sharp: BTreeMap<Place, f64>,
    nearest: BTreeMap<Place, f64>,
    laws: Vec<f64>,
    chapters: Vec<f64>,
    best: f64,
}

/// How often the examples were answered by an article, its law and its chapter.
#[derive(Debug, Clone, Default)]
pub struct Popularity {
    articles: Vec<f64>,
    laws: Vec<f64>,
    chapters: Vec<f64>,
}

impl Popularity {
    /// Counts the answers of a memory.
    #[must_use]
    pub fn new(memory: &Memory, frame: &Frame) -> Self {
        let mut counts = Self {
            articles: vec![0.0; frame.law.len()],
            laws: vec![0.0; frame.laws],
            chapters: vec![0.0; frame.chapters],
        };
        for (place, times) in memory.popular() {
            counts.add(place, frame, f64::from(times));
        }
        counts
    }

    fn add(&mut self, place: Place, frame: &Frame, times: f64) {
        let slots = [
            self.articles.get_mut(index(place.0)),
            self.laws.get_mut(index(frame.law_of(place))),
            self.chapters.get_mut(index(frame.chapter_of(place))),
        ];
        slots.into_iter().flatten().for_each(|slot| *slot += times);
    }
}

/// Everything features are drawn from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// Fixed figures of the articles.
    pub frame: &'a Frame,
    /// Directions of meaning.
    pub sense: &'a Sense,
    /// Answered questions.
    pub memory: &'a Memory,
    /// How popular articles are.
    pub popularity: &'a Popularity,
    /// How many candidates are taken.
    pub pool: usize,
}

impl Sources<'_> {
    /// The candidates of a question.
    #[must_use]
    pub fn candidates(&self, terms: &Terms, signals: &Signals) -> Candidates {
        let votes = self.votes(terms);
        let popularity = self.popularity;
        let law_base = Frame::largest(&self.frame.law, &signals.base, self.frame.laws);
        let chapter_base = Frame::largest(&self.frame.chapter, &signals.base, self.frame.chapters);
        let most = signals.most.max(1e-9);
        let most_votes = votes.soft.iter().copied().fold(0.0, f64::max).max(1e-9);
        let sense = self.sense.near(terms.words.iter().map(|(word, _)| word.as_str()));
        let guess: Vec<f64> = (0..count(signals.base.len()))
            .map(|place| {
                let place = Place(place);
                let (law, chapter) = (self.frame.law_of(place), self.frame.chapter_of(place));
                at(&signals.base, place.0) / most
                    + 0.5 * at(&votes.soft, place.0) / most_votes
                    + 0.03 * at(&popularity.articles, place.0).ln_1p()
                    + 0.02 * at(&popularity.laws, law).ln_1p()
                    + 0.02 * at(&popularity.chapters, chapter).ln_1p()
                    + 0.2 * at(&sense, place.0).max(0.0)
                    + 0.1 * at(&law_base, law) / most
                    + 0.05 * at(&chapter_base, chapter) / most
            })
            .collect();
        let ranks = ranks(&signals.base);
        let mut chosen: BTreeSet<u32> = top(&guess, self.pool).into_iter().collect();
        chosen.extend(top(&signals.base, self.pool / 2));
        chosen.extend(top(&sense, self.pool / 8));
        let mut candidates = Candidates::default();
        for place in chosen.into_iter().map(Place) {
            let (law, chapter) = (self.frame.law_of(place), self.frame.chapter_of(place));
            let base = at(&signals.base, place.0);
            candidates.rows.push(vec![
                at(&signals.text, place.0),
                at(&signals.grams, place.0),
                at(&signals.title, place.0),
                at(&signals.chapter, place.0),
                at(&signals.synonyms, place.0),
                base,
                base / most,
                at(&ranks, place.0),
                at(&votes.soft, place.0),
                votes.sharp.get(&place).copied().unwrap_or_default(),
                votes.nearest.get(&place).copied().unwrap_or_default(),
                self.frame.around(place, &votes.soft),
                self.frame.around(place, &signals.base) / most,
                at(&votes.laws, law),
                at(&votes.chapters, chapter),
                at(&popularity.articles, place.0).ln_1p(),
                at(&popularity.laws, law).ln_1p(),
                at(&popularity.chapters, chapter).ln_1p(),
                at(&law_base, law) / most,
                at(&chapter_base, chapter) / most,
                at(&self.frame.standing, place.0),
                at(&self.frame.kind, place.0),
                at(&self.frame.length, place.0),
                votes.best,
                f64::from(terms.chars).ln_1p(),
                at(&guess, place.0),
                at(&signals.feedback, place.0),
                at(&signals.text, place.0) / signals.most_text.max(1e-9),
                at(&sense, place.0),
                self.frame.around(place, &sense),
                at(&signals.asked, place.0),
                self.frame.around(place, &signals.asked),
            ]);
            candidates.guess.push(at(&guess, place.0));
            candidates.places.push(place);
        }
        candidates
    }

    fn votes(&self, terms: &Terms) -> Votes {
        let (near, best) = self.memory.nearest(terms);
        let mut votes = Votes {
            soft: vec![0.0; self.frame.law.len()],
            sharp: BTreeMap::new(),
            nearest: BTreeMap::new(),
            laws: vec![0.0; self.frame.laws],
            chapters: vec![0.0; self.frame.chapters],
            best,
        };
        for nearby in near {
            let (soft, sharp) = (nearby.share.powi(2), nearby.share.powi(5));
            for place in self.memory.answers(nearby.example) {
                let slots = [
                    votes.soft.get_mut(index(place.0)),
                    votes.laws.get_mut(index(self.frame.law_of(*place))),
                    votes.chapters.get_mut(index(self.frame.chapter_of(*place))),
                ];
                slots.into_iter().flatten().for_each(|slot| *slot += soft);
                *votes.sharp.entry(*place).or_default() += sharp;
                let nearest = votes.nearest.entry(*place).or_default();
                *nearest = nearest.max(nearby.share * best);
            }
        }
        votes
    }
}

fn at(values: &[f64], place: u32) -> f64 {
    values.get(index(place)).copied().unwrap_or_default()
}

/// The places of the largest values above zero, the largest first; of equal ones the earlier.
#[must_use]
pub fn top(values: &[f64], most: usize) -> Vec<u32> {
    let mut places: Vec<u32> = (0..count(values.len())).filter(|place| at(values, *place) > 0.0).collect();
    let order = |a: &u32, b: &u32| at(values, *b).total_cmp(&at(values, *a)).then(a.cmp(b));
    if places.len() > most && most > 0 {
        places.select_nth_unstable_by(most, order);
        places.truncate(most);
    }
    places.sort_unstable_by(order);
    places.truncate(most);
    places
}

/// For each value the logarithm of its rank.
fn ranks(values: &[f64]) -> Vec<f64> {
    let lowest = f64::from(count(values.len())).ln_1p();
    let mut ranks = vec![lowest; values.len()];
    for (rank, place) in (0_u32..).zip(top(values, values.len())) {
        if let Some(slot) = ranks.get_mut(index(place)) {
            *slot = f64::from(rank).ln_1p();
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_is_sorted_and_stable() {
        let values = [0.0, 3.0, 1.0, 3.0, 2.0];
        assert_eq!(top(&values, 3), [1, 3, 4]);
        assert_eq!(top(&values, 99), [1, 3, 4, 2]);
        assert!(top(&values, 0).is_empty() && top(&[], 5).is_empty());
        let ranks = ranks(&values);
        assert!(ranks[1] < ranks[3] && ranks[3] < ranks[4] && ranks[0] > ranks[2]);
    }
}
