//! The suggester: learns from the court's own concluded cases and from what is known of causes.
//!
//! Four ways judge a text. Ridge regression weighs all texts together and is best where a class has many, the nearest texts
//! where it has a few, and centres where it has none or one, by their words and in latent dimensions: a centre starts from
//! the cause's name and words and from its place in the register, and moves to the texts as they come. Invented facts stand beside the court's own cases and count
//! a quarter, so that a court without cases is answered too.

use std::collections::BTreeMap;

use law::cause::{self, Family};
use law::ids::CauseId;
use rayon::prelude::*;
use serde::Serialize;

use super::mix::Mix;
use super::model::{Judged, Model, Text};
use super::prior;
use crate::cases::grams::{Counts, cut, normal, pairs};

/// Lessons that are judged to find the mix; more change it little.
const HELD: usize = 1_600;
/// Of fewer lessons nothing is learnt of the mix.
const FEWEST: usize = 40;
/// What an invented text counts beside a real one.
const EXAMPLE: f32 = 0.25;

/// A text with the names of its causes.
#[derive(Debug, Clone)]
pub struct Lesson {
    counts: Counts,
    labels: Vec<String>,
}

impl Lesson {
    /// A concluded case's facts and causes.
    pub fn new(facts: &str, labels: Vec<String>) -> Self {
        Self { counts: features(facts), labels }
    }
}

/// A suggested cause.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suggestion {
    /// Its name.
    pub name: String,
    /// Its number, where the register in force has it.
    pub cause: Option<CauseId>,
    /// How sure, 0 to 1; all causes together have 1.
    pub confidence: f64,
}

/// Suggests causes.
pub struct Suggester {
    model: Model,
    mix: Mix,
    /// How the lessons write each class.
    said: Vec<String>,
}

/// Words of content and pairs of characters as one bag.
fn features(text: &str) -> Counts {
    let text = normal(text);
    let keys = [cut(&text).counts(), pairs(&text)];
    let all = keys.iter().flat_map(Counts::iter).flat_map(|(key, count)| (0..count.min(50)).map(move |_| key));
    Counts::of(all.collect())
}

impl Suggester {
    /// A suggester that has learnt nothing: the names of the causes of a list and what is known of them
    /// speak alone.
    pub fn known(family: Family) -> Self {
        Self::learn(family, &[])
    }

    /// Learns causes of a list. How the ways mix and how sure the sum is are found on lessons, each judged as though
    /// it had not been among them.
    pub fn learn(family: Family, lessons: &[Lesson]) -> Self {
        let names = names(family, lessons);
        let said = said(&names, lessons);
        let examples: Vec<(&str, &str)> = prior::facts(family).collect();
        let examples: Vec<Lesson> =
            examples.into_par_iter().map(|(name, facts)| Lesson::new(facts, vec![name.to_owned()])).collect();
        let known: Vec<Counts> = names.par_iter().map(|name| features(&prior::words(name))).collect();
        let weighed =
            examples.iter().map(|example| (example, EXAMPLE)).chain(lessons.iter().map(|lesson| (lesson, 1.0)));
        let texts = weighed
            .map(|(Lesson { counts, labels }, weight)| Text { counts, classes: classes(&names, labels), weight })
            .collect();
        let held = if lessons.len() < FEWEST { 0 } else { lessons.len().min(HELD) };
        let (model, judged) = Model::learn(&names, &known, texts, held);
        Self { model, mix: Mix::fit(&with_company(judged)), said }
    }

    /// The causes facts point to, the surest first.
    pub fn suggest(&self, facts: &str, wanted: usize) -> Vec<Suggestion> {
        let counts = features(facts);
        if self.model.is_strange(&counts) {
            return Vec::new();
        }
        let sure = self.mix.confidences(&self.model.votes(&counts));
        let mut ranked: Vec<(f64, &String)> = sure.into_iter().zip(&self.said).collect();
        ranked.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
        let suggestion = |(confidence, name): (f64, &String)| Suggestion {
            name: name.clone(),
            cause: cause::by_name(name).map(|cause| cause.id),
            confidence,
        };
        ranked.into_iter().take(wanted).map(suggestion).collect()
    }
}

/// Those with a class that another has too. Of a class of one nothing but invented texts is left when it is judged, which
/// says how to mix where a court has no cases, and is not what it asks; if there are few others, all are taken.
fn with_company(judged: Vec<Judged>) -> Vec<Judged> {
    let mut count: BTreeMap<usize, usize> = BTreeMap::new();
    for class in judged.iter().flat_map(|(_, classes)| classes) {
        *count.entry(*class).or_default() += 1;
    }
    let (company, alone): (Vec<Judged>, Vec<Judged>) = judged
        .into_iter()
        .partition(|(_, classes)| classes.iter().any(|class| count.get(class).is_some_and(|count| *count > 1)));
    if company.len() >= FEWEST { company } else { company.into_iter().chain(alone).collect() }
}

fn names(family: Family, lessons: &[Lesson]) -> Vec<String> {
    let listed = prior::fileable(family).chain(prior::facts(family).map(|(name, _)| name));
    let own = lessons.iter().flat_map(|lesson| &lesson.labels).map(|label| in_force(label).to_owned());
    let mut names: Vec<String> = own.chain(listed.map(str::to_owned)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The name in force of a cause by any of its names; a name the register does not have stays.
fn in_force(label: &str) -> &str {
    cause::by_name(label).map_or(label, |cause| cause.name)
}

fn classes(names: &[String], labels: &[String]) -> Vec<usize> {
    labels.iter().filter_map(|label| names.binary_search_by(|name| name.as_str().cmp(in_force(label))).ok()).collect()
}

/// The name of each class that most lessons use: a court that still writes older names is answered in them.
fn said(names: &[String], lessons: &[Lesson]) -> Vec<String> {
    let mut used: BTreeMap<usize, BTreeMap<&str, usize>> = BTreeMap::new();
    for label in lessons.iter().flat_map(|lesson| &lesson.labels) {
        for class in classes(names, std::slice::from_ref(label)) {
            *used.entry(class).or_default().entry(label).or_default() += 1;
        }
    }
    let most = |(at, name): (usize, &String)| {
        let own = used.get(&at).and_then(|used| used.iter().max_by_key(|(_, count)| **count));
        own.map_or_else(|| name.clone(), |(label, _)| (*label).to_owned())
    };
    names.iter().enumerate().map(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lessons() -> Vec<Lesson> {
        let loan = "被告向原告借款，出具借条，约定月利率，到期没有归还本金和利息";
        let sale = "原告向被告供应钢材，被告收货后拖欠货款没有支付";
        let rent = "原告将门面出租给被告，被告拖欠租金，拒不腾退";
        let texts = [(loan, "民间借贷纠纷"), (sale, "买卖合同纠纷"), (rent, "房屋租赁合同纠纷")];
        let more = ["", "。双方多次协商", "。经催要未果", "。现起诉至法院"];
        let each = more.iter().flat_map(|more| texts.map(|(text, label)| (format!("{text}{more}"), label)));
        each.map(|(text, label)| Lesson::new(&text, vec![label.to_owned()])).collect()
    }

    #[test]
    fn what_was_learnt_is_suggested_first() {
        let suggester = Suggester::learn(Family::Civil, &lessons());
        let suggestions = suggester.suggest("被告收到钢材后货款一直拖欠", 5);
        assert_eq!(suggestions.len(), 5);
        assert_eq!(suggestions[0].name, "买卖合同纠纷");
        assert!(suggestions[0].cause.is_some());
        assert!(suggestions[0].confidence > suggestions[1].confidence);
        assert!(suggestions.iter().map(|one| one.confidence).sum::<f64>() <= 1.0 + 1e-9);
    }

    #[test]
    fn a_cause_never_seen_is_suggested_by_what_is_known_of_it() {
        let suggester = Suggester::learn(Family::Civil, &lessons());
        let names: Vec<String> = suggester
            .suggest("原告与被告登记结婚后感情破裂，双方分居，请求离婚，婚生子由原告抚养，依法分割夫妻共同财产", 5)
            .into_iter()
            .map(|one| one.name)
            .collect();
        assert!(names.contains(&"离婚纠纷".to_owned()), "{names:?}");
    }

    #[test]
    fn nothing_to_go_by_suggests_nothing() {
        let suggester = Suggester::learn(Family::Civil, &lessons());
        for text in ["", "，。！？", "\u{0}\u{1}", "12345 67890"] {
            assert!(suggester.suggest(text, 5).is_empty(), "{text:?}");
        }
    }

    #[test]
    fn without_lessons_names_alone_speak() {
        let criminal = Suggester::known(Family::Criminal);
        assert_eq!(criminal.suggest("被告人盗窃他人财物，秘密窃取现金", 3)[0].name, "盗窃罪");
        let civil = Suggester::known(Family::Civil);
        assert_eq!(civil.suggest("被告向原告借款五万元，出具借条，到期未还", 3)[0].name, "民间借贷纠纷");
        assert!(civil.suggest("，。", 3).is_empty());
    }

    #[test]
    fn the_same_lessons_give_the_same_answer() {
        let answer = || Suggester::learn(Family::Civil, &lessons()).suggest("拖欠租金", 3);
        assert_eq!(answer(), answer());
    }
}
