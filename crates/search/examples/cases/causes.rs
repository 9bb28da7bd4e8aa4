//! Causes suggested from facts, cross-validated.

use std::collections::BTreeMap;
use std::path::Path;

use law::cause::Family;
use search::cases::grams::mixed;
use search::causes::{Lesson, Suggester, prior};

use crate::{Done, Line, Plain, cell, drawn, ranked, real, rows};

/// How the five folds are drawn, and how that is told.
const DRAWS: [(&str, Draw, [&str; 2]); 2] = [
    (
        "folds within each cause",
        within_each,
        [
            "5 folds, the texts of a cause dealt out over them; only texts whose cause another text has are scored, all causes compete; an older name is the cause in force",
            "5 folds, the texts of a cause dealt out over them; all texts scored, also those whose cause no other text has",
        ],
    ),
    (
        "folds by place",
        by_place,
        [
            "5 folds drawn by the place of a text, so that a cause of few texts may have all in the scored fold; otherwise as above",
            "5 folds drawn by the place of a text; all texts scored, also those whose cause no other text has",
        ],
    ),
];
/// The seed of the draws.
const SEED: u64 = 3;

/// The fold of each text from the causes of all.
type Draw = fn(&[(String, String)]) -> Vec<u64>;

fn by_place(own: &[(String, String)]) -> Vec<u64> {
    (0..own.len()).map(|at| drawn(at, SEED)).collect()
}

/// The texts of a cause in a drawn order, dealt out from a drawn fold on.
fn within_each(own: &[(String, String)]) -> Vec<u64> {
    let mut order: Vec<usize> = (0..own.len()).collect();
    order.sort_by_key(|at| (mixed(u64::try_from(*at).unwrap_or(0) ^ mixed(SEED)), *at));
    let mut next: BTreeMap<&str, u64> = BTreeMap::new();
    let mut folds = vec![0; own.len()];
    for at in order {
        let (Some((_, cause)), Some(fold)) = (own.get(at), folds.get_mut(at)) else { continue };
        let next = next.entry(cause).or_insert_with(|| drawn(at, SEED));
        *fold = *next;
        *next = (*next + 1) % 5;
    }
    folds
}

/// The texts of one kind with their causes.
struct Set {
    name: &'static str,
    family: Family,
    own: Vec<(String, String)>,
    labels: Vec<Vec<String>>,
}

/// What was answered to each text: by the ten nearest, and by the product.
struct Answers {
    plain: Vec<Vec<String>>,
    ours: Vec<Vec<String>>,
}

pub fn causes(folder: &Path, lines: &mut Vec<Line>) -> Done {
    let rows = rows(&folder.join("train.jsonl"))?;
    for (kind, family, name) in
        [("civil", Family::Civil, "cause, civil"), ("criminal", Family::Criminal, "charge, criminal")]
    {
        let of_kind = rows.iter().filter(|row| cell(row, "kind") == kind);
        let own: Vec<(String, String)> = of_kind.map(|row| (cell(row, "text"), cell(row, "cause"))).collect();
        let labels = own.iter().map(|(_, cause)| match family {
            Family::Criminal => prior::apart(cause),
            _ => vec![cause.clone()],
        });
        let set = Set { name, family, labels: labels.collect(), own };
        for (told, draw, definitions) in DRAWS {
            let answers = set.answers(&draw(&set.own));
            set.report(told, &answers, definitions, lines);
        }
    }
    Ok(())
}

impl Set {
    /// Each text answered by what was learnt from the other folds.
    fn answers(&self, folds: &[u64]) -> Answers {
        let count = self.own.len();
        let lessons: Vec<Lesson> =
            self.own.iter().zip(&self.labels).map(|((text, _), labels)| Lesson::new(text, labels.clone())).collect();
        let mut answers = Answers { plain: vec![Vec::new(); count], ours: vec![Vec::new(); count] };
        for fold in 0..5 {
            let (scored, inside): (Vec<usize>, Vec<usize>) =
                (0..count).partition(|at| folds.get(*at).is_some_and(|own| *own == fold));
            let kept: Vec<Lesson> = inside.iter().filter_map(|at| lessons.get(*at).cloned()).collect();
            let suggester = Suggester::learn(self.family, &kept);
            let texts: Vec<String> = inside.iter().filter_map(|at| Some(self.own.get(*at)?.0.clone())).collect();
            let bm25 = Plain::of(&texts);
            for at in scored {
                let text = self.own.get(at).map(|(text, _)| text.as_str()).unwrap_or_default();
                if let Some(slot) = answers.ours.get_mut(at) {
                    *slot = suggester.suggest(text, 5).into_iter().map(|one| one.name).collect();
                }
                if let Some(slot) = answers.plain.get_mut(at) {
                    *slot = voted(&bm25.scores(text), &inside, &self.labels);
                }
            }
        }
        answers
    }

    fn report(&self, told: &str, answers: &Answers, definitions: [&'static str; 2], lines: &mut Vec<Line>) {
        let mut seen: BTreeMap<&String, usize> = BTreeMap::new();
        for (_, cause) in &self.own {
            *seen.entry(cause).or_default() += 1;
        }
        for (way, answers) in [("10 nearest by plain BM25", &answers.plain), ("ours", &answers.ours)] {
            for (least, texts, definition) in
                [(2, "causes with 2 texts or more", definitions[0]), (1, "all texts", definitions[1])]
            {
                let enough = |(_, cause): &(String, String)| seen.get(cause).is_some_and(|count| *count >= least);
                let scored: Vec<usize> =
                    (0..self.own.len()).filter(|at| self.own.get(*at).is_some_and(enough)).collect();
                lines.push(Line {
                    set: self.name,
                    way: format!("{way}, {told}, {texts}"),
                    figures: tops(answers, &self.labels, &scored),
                    definition,
                });
            }
        }
    }
}

/// The causes of the ten nearest texts, by the sum of their scores.
fn voted(scores: &[f64], inside: &[usize], labels: &[Vec<String>]) -> Vec<String> {
    let mut votes: BTreeMap<&String, f64> = BTreeMap::new();
    for at in ranked(scores, usize::MAX).into_iter().take(10) {
        for label in inside.get(at).and_then(|at| labels.get(*at)).into_iter().flatten() {
            *votes.entry(label).or_default() += scores.get(at).copied().unwrap_or_default();
        }
    }
    let mut order: Vec<(&String, f64)> = votes.into_iter().collect();
    order.sort_by(|one, other| other.1.total_cmp(&one.1));
    order.into_iter().take(5).map(|(label, _)| label.clone()).collect()
}

/// Whether two names are of one cause: that in force and its older ones.
fn is_same(one: &str, other: &str) -> bool {
    let id = |name| law::cause::by_name(name).map(|cause| cause.id);
    one == other || id(one).is_some_and(|own| id(other) == Some(own))
}

/// Shares of texts with one of their causes first, and among the first five.
fn tops(answers: &[Vec<String>], labels: &[Vec<String>], scored: &[usize]) -> BTreeMap<&'static str, f64> {
    let share = |first: usize| {
        let right = scored.iter().filter(|at| {
            let (Some(answers), Some(labels)) = (answers.get(**at), labels.get(**at)) else { return false };
            answers.iter().take(first).any(|answer| labels.iter().any(|label| is_same(label, answer)))
        });
        real(right.count()) / real(scored.len()).max(1.0)
    };
    BTreeMap::from([("top-1", share(1)), ("top-5", share(5)), ("texts", real(scored.len()))])
}
