//! Learning from what readers found useful (从反馈学习): questions with the articles that answered them make the
//! library rank better. Ships empty, and the library works without it.

mod draw;
pub(super) mod features;
mod memory;
mod sense;
mod trees;

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

pub use draw::Draw;
pub use features::NAMES;
pub use sense::{DIRECTIONS, Sense};
pub use trees::{Group, Growth, Trees};

use super::corpus::{Place, count};
use super::library::Library;
use super::signals::Signals;
use super::terms::Terms;
use features::{Popularity, Sources};
use memory::Memory;

/// Parts the examples are cut into.
const PARTS: usize = 6;

/// A question and the articles a reader found useful for it, by their ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The question, or the facts of a case.
    pub question: String,
    /// Ids of the articles.
    pub articles: Vec<String>,
}

/// How to learn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// How trees are grown.
    pub growth: Growth,
    /// Fewest examples from which trees are grown; below, memory alone speaks.
    pub fewest: usize,
    /// Candidates of a question that are ranked.
    pub pool: usize,
    /// Candidates without a grade kept of each example.
    pub others: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { growth: Growth::default(), fewest: 60, pool: 500, others: 160 }
    }
}

/// What was learnt, kept as data beside the laws.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Learnt {
    /// The examples themselves: new questions are compared with them.
    pub examples: Vec<Example>,
    /// How features decide.
    pub trees: Trees,
    /// Candidates of a question that are ranked.
    pub pool: usize,
}

/// What was learnt, ready to rank the articles of one library.
#[derive(Debug, Clone, Default)]
pub struct Ranker {
    memory: Memory,
    popularity: Popularity,
    trees: Trees,
    pool: usize,
}

impl Ranker {
    /// Readies what was learnt.
    #[must_use]
    pub fn new(learnt: &Learnt, library: &Library) -> Self {
        let memory = Memory::new(&learnt.examples, library.corpus());
        let popularity = Popularity::new(&memory, library.frame());
        Self { memory, popularity, trees: learnt.trees.clone(), pool: learnt.pool.max(1) }
    }

    fn sources<'a>(&'a self, library: &'a Library) -> Sources<'a> {
        Sources {
            frame: library.frame(),
            sense: library.sense(),
            memory: &self.memory,
            popularity: &self.popularity,
            pool: self.pool,
        }
    }

    /// The candidates of an example with their grades: its answers, the best others, and some drawn from the rest.
    fn group(&self, library: &Library, example: &Example, settings: Settings, seed: u64) -> tantivy::Result<Group> {
        let answers: BTreeSet<Place> = example.articles.iter().filter_map(|id| library.corpus().by_id(id)).collect();
        let terms = Terms::of(&example.question, library.synonyms());
        let signals = library.signals(&terms)?;
        let candidates = self.sources(library).candidates(&terms, &signals);
        let mut order: Vec<usize> = (0..candidates.places.len()).collect();
        let guess = |place: &usize| candidates.guess.get(*place).copied().unwrap_or_default();
        order.sort_by(|a, b| guess(b).total_cmp(&guess(a)));
        let sure = settings.others / 3;
        let share =
            f64::from(count(settings.others - sure)) / f64::from(count(order.len().saturating_sub(sure).max(1)));
        let mut draw = Draw::new(seed);
        let mut group = Group::default();
        for (rank, candidate) in order.into_iter().enumerate() {
            let (Some(place), Some(row)) = (candidates.places.get(candidate), candidates.rows.get(candidate)) else {
                continue;
            };
            let useful = answers.contains(place);
            if useful || rank < sure || draw.share() < share {
                group.rows.push(row.clone());
                group.grades.push(if useful { 1.0 } else { 0.0 });
            }
        }
        Ok(group)
    }

    /// Articles for a question with their scores, the best first.
    #[must_use]
    pub fn rank(&self, library: &Library, terms: &Terms, signals: &Signals) -> Vec<(Place, f64)> {
        let candidates = self.sources(library).candidates(terms, signals);
        let scores = candidates
            .rows
            .iter()
            .zip(&candidates.guess)
            .map(|(row, guess)| if self.trees.is_empty() { *guess } else { self.trees.score(row) });
        let mut ranked: Vec<(Place, f64)> = candidates.places.iter().copied().zip(scores).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked
    }
}

/// Learns from examples. The same examples and settings give the same answer.
///
/// The examples are cut into parts, and each part is ranked as questions are that the memory does not hold, by a memory of
/// the other parts: what is learnt is how to answer new questions. Leaving out one example at a time would not do, since
/// an article's popularity less one would then give its answer away.
///
/// # Errors
/// When the index cannot be read.
pub fn learn(library: &Library, examples: &[Example], settings: Settings) -> tantivy::Result<Learnt> {
    let mut learnt = Learnt { examples: examples.to_vec(), trees: Trees::default(), pool: settings.pool };
    if examples.len() < settings.fewest {
        return Ok(learnt);
    }
    let mut draw = Draw::new(settings.growth.seed);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    draw.shuffle(&mut order);
    let mut parts: Vec<Vec<&Example>> = vec![Vec::new(); PARTS];
    for (place, number) in order.into_iter().enumerate() {
        if let (Some(part), Some(example)) = (parts.get_mut(place % PARTS), examples.get(number)) {
            part.push(example);
        }
    }
    let mut groups = Vec::new();
    for (left_out, part) in parts.iter().enumerate() {
        let others = parts.iter().enumerate().filter(|(place, _)| *place != left_out).flat_map(|(_, part)| part);
        let others: Vec<Example> = others.map(|example| (*example).clone()).collect();
        let known = Learnt { examples: others, trees: Trees::default(), pool: settings.pool };
        let ranker = Ranker::new(&known, library);
        let seeds: Vec<u64> = part.iter().map(|_| draw.next()).collect();
        let ranked: tantivy::Result<Vec<Group>> =
            part.par_iter().zip(seeds).map(|(example, seed)| ranker.group(library, example, settings, seed)).collect();
        groups.extend(ranked?);
    }
    learnt.trees = Trees::grow(&groups, settings.growth);
    Ok(learnt)
}

#[cfg(test)]
mod tests {
    use super::super::tests::library;
    use super::*;

    fn example(question: &str, article: &str) -> Example {
        Example { question: question.into(), articles: vec![article.into()] }
    }

    fn first(ranker: &Ranker, question: &str) -> Option<String> {
        let library = library();
        let terms = Terms::of(question, library.synonyms());
        let signals = library.signals(&terms).unwrap();
        let (place, _) = *ranker.rank(&library, &terms, &signals).first()?;
        library.corpus().article(place).map(|(_, article)| article.id.clone())
    }

    #[test]
    fn what_answered_a_question_answers_one_like_it() {
        let library = library();
        let examples = [example("老板跑路了怎么办", "民/2"), example("欠条丢了怎么办", "民/1")];
        let learnt = learn(&library, &examples, Settings::default()).unwrap();
        assert!(learnt.trees.is_empty(), "two examples grow no trees");
        assert_eq!(first(&Ranker::new(&learnt, &library), "老板跑路"), Some("民/2".into()));
        assert_eq!(first(&Ranker::new(&Learnt { pool: 10, ..Learnt::default() }, &library), "老板跑路"), None);
    }

    #[test]
    fn enough_examples_grow_trees_and_learning_again_gives_the_same() {
        let library = library();
        let examples: Vec<Example> = (0..80)
            .map(|n| {
                if n % 2 == 0 {
                    example(&format!("借款不还第{n}问"), "民/1")
                } else {
                    example(&format!("侵权第{n}问"), "民/3")
                }
            })
            .collect();
        let settings =
            Settings { growth: Growth { trees: 10, leaf_rows: 5, ..Growth::default() }, ..Settings::default() };
        let learnt = learn(&library, &examples, settings).unwrap();
        assert!(!learnt.trees.is_empty());
        assert_eq!(learn(&library, &examples, settings).unwrap(), learnt);
        assert_eq!(first(&Ranker::new(&learnt, &library), "朋友借款不还"), Some("民/1".into()));
        let text = serde_json::to_string(&learnt).unwrap();
        assert_eq!(serde_json::from_str::<Learnt>(&text).unwrap(), learnt);
    }
}
