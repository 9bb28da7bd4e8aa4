//! The words by which the parts of a judgment are known (分区标志), all found in one pass.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::fold::Folded;

/// What a word announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// How the case came before the court.
    Procedure,
    /// What the claiming side says.
    Claims,
    /// The same by a word that stands in other parts too.
    ClaimsWeak,
    /// What the other side says.
    Defence,
    /// That somebody says something: 李明称.
    Says,
    /// That the other side says nothing.
    Silence,
    /// Evidence handed in or examined.
    Evidence,
    /// The list of evidence behind the facts.
    Proof,
    /// Facts found.
    Facts,
    /// More facts found.
    More,
    /// Steps of an enforcement.
    Steps,
    /// Facts found below.
    FactsBelow,
    /// Reasons or decision below.
    ReasonsBelow,
    /// An answer to what a party says, part of the reasons.
    Answer,
    /// Reasons.
    Reasons,
    /// The words before what is decided.
    Ruling,
    /// The same in short: 判决：.
    RulingPlain,
    /// Consequence of late performance, part of what is decided.
    Late,
    /// Costs.
    Costs,
    /// Remedies.
    Appeal,
    /// A member of the bench.
    Bench,
    /// Attachment.
    Attachment,
}

/// A word found, in plain bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub tag: Tag,
    pub start: usize,
    pub end: usize,
}

const TABLE: &str = include_str!("../../data/anchors.tsv");

const BELOW: [&str; 19] = [
    "一审法院",
    "原审法院",
    "一审",
    "原审",
    "原判",
    "原审判决",
    "一审判决",
    "原一审法院",
    "原一审",
    "二审法院",
    "原二审法院",
    "二审",
    "原裁定",
    "一审裁定",
    "原审裁定",
    "原判决",
    "原再审",
    "生效判决",
    "原一审判决",
];
const FACT_VERBS: [&str; 7] = ["认定", "查明", "经审理查明", "审理查明", "经审理认定", "认定事实", "审理认定"];
const REASON_VERBS: [&str; 8] =
    ["认为", "审理认为", "经审理认为", "判决:", "判决如下", "裁定如下", "裁定:", "审查认为"];
/// The court's own second and further trials are found by the words of the trial itself.
const OWN_TRIAL: [&str; 1] = ["二审"];

/// The tag of a row of the table.
fn tag_of(name: &str) -> Option<Tag> {
    Some(match name {
        "procedure" => Tag::Procedure,
        "claims" => Tag::Claims,
        "says" => Tag::Says,
        "claims_weak" => Tag::ClaimsWeak,
        "defence" => Tag::Defence,
        "silence" => Tag::Silence,
        "evidence" => Tag::Evidence,
        "proof" => Tag::Proof,
        "facts" => Tag::Facts,
        "more" => Tag::More,
        "steps" => Tag::Steps,
        "answer" => Tag::Answer,
        "reasons_below" => Tag::ReasonsBelow,
        "reasons" => Tag::Reasons,
        "ruling" => Tag::Ruling,
        "ruling_plain" => Tag::RulingPlain,
        "late" => Tag::Late,
        "costs" => Tag::Costs,
        "appeal" => Tag::Appeal,
        "bench" => Tag::Bench,
        "attachment" => Tag::Attachment,
        _ => return None,
    })
}

struct Words {
    automaton: Option<AhoCorasick>,
    tags: Vec<Tag>,
}

fn words() -> &'static Words {
    static CELL: OnceLock<Words> = OnceLock::new();
    CELL.get_or_init(|| {
        let mut patterns: Vec<String> = Vec::new();
        let mut tags = Vec::new();
        for (tag, list) in TABLE.lines().skip(1).filter_map(|line| line.split_once('\t')) {
            let Some(tag) = tag_of(tag) else { continue };
            for word in list.split(' ').filter(|word| !word.is_empty()) {
                patterns.push(word.to_owned());
                tags.push(tag);
            }
        }
        for court in BELOW.into_iter().filter(|court| !OWN_TRIAL.contains(court)) {
            for (verbs, tag) in [(FACT_VERBS.as_slice(), Tag::FactsBelow), (REASON_VERBS.as_slice(), Tag::ReasonsBelow)]
            {
                for verb in verbs {
                    patterns.push(format!("{court}{verb}"));
                    tags.push(tag);
                }
            }
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns).ok();
        Words { automaton, tags }
    })
}

/// All words of the text, in order.
pub(super) fn find(folded: &Folded) -> Vec<Hit> {
    let Words { automaton, tags } = words();
    automaton
        .iter()
        .flat_map(|automaton| automaton.find_iter(folded.as_str()))
        .filter_map(|found| {
            let tag = tags.get(found.pattern().as_usize()).copied()?;
            // 申请执行人 and 申请再审人 are roles, no steps of a procedure.
            let role = tag == Tag::Procedure && folded.after(found.end()).starts_with('人');
            (!role).then_some(Hit { tag, start: found.start(), end: found.end() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_has_a_tag() {
        for line in TABLE.lines().skip(1) {
            let (tag, words) = line.split_once('\t').unwrap();
            assert!(tag_of(tag).is_some(), "{tag}");
            assert!(
                words.split(' ').all(|word| Folded::new(word).as_str() == word),
                "{tag} holds a word that is not plain"
            );
        }
    }

    #[test]
    fn roles_are_no_steps_of_a_procedure() {
        let tags = |text: &str| find(&Folded::new(text)).iter().map(|hit| hit.tag).collect::<Vec<_>>();
        assert_eq!(tags("申请执行人"), []);
        assert_eq!(tags("申请执行"), [Tag::Procedure]);
        assert_eq!(tags("原審 法院認為"), [Tag::ReasonsBelow]);
    }
}
