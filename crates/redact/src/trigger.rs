//! The words the rules wait for, found in one pass.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::contact;
use crate::fold::Folded;

/// What a word sets off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trigger {
    /// A role of the party block: 原告, 法定代理人.
    Role,
    /// Health: 患有, 诊断为.
    Health,
    /// Technical investigation (技术侦查).
    Investigation,
    /// A contact or a paper: 微信, 护照.
    Label,
}

/// A word found in the folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub start: usize,
    pub end: usize,
    pub trigger: Trigger,
}

/// How a clause about somebody begins.
pub(crate) const ROLES: &[&str] = &[
    "附带民事诉讼原告人",
    "附带民事诉讼被告人",
    "附带民事诉讼原告",
    "委托诉讼代理人",
    "主要负责人",
    "出庭负责人",
    "再审申请人",
    "复议申请人",
    "申请执行人",
    "赔偿请求人",
    "利害关系人",
    "法定代理人",
    "法定代表人",
    "委托代理人",
    "诉讼代理人",
    "指定代理人",
    "指定辩护人",
    "被申请人",
    "被上诉人",
    "被执行人",
    "被继承人",
    "上诉人",
    "第三人",
    "申请人",
    "原告人",
    "被告人",
    "案外人",
    "异议人",
    "申诉人",
    "负责人",
    "代表人",
    "原审第三人",
    "原审原告",
    "原审被告",
    "辩护人",
    "被害人",
    "鉴定人",
    "自诉人",
    "起诉人",
    "证人",
    "罪犯",
    "经营者",
    "原告",
    "被告",
];

const HEALTH: &[&str] = &["患有", "患", "罹患", "身患", "确诊为", "诊断为", "确诊患有", "诊断患有", "病史为"];
const INVESTIGATION: &[&str] = &["技术侦查", "技术侦察", "技侦"];

static WORDS: LazyLock<Vec<(&str, Trigger)>> = LazyLock::new(|| {
    let of = |words: &'static [&'static str], trigger| words.iter().map(move |word| (*word, trigger));
    of(ROLES, Trigger::Role)
        .chain(of(HEALTH, Trigger::Health))
        .chain(of(INVESTIGATION, Trigger::Investigation))
        .chain(of(contact::TRIGGERS, Trigger::Label))
        .collect()
});

static AUTOMATON: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .build(WORDS.iter().map(|(word, _)| *word))
        .ok()
});

/// Every trigger of a text, from left to right.
pub(crate) fn scan(folded: &Folded<'_>) -> Vec<Found> {
    let Some(automaton) = AUTOMATON.as_ref() else { return Vec::new() };
    automaton
        .find_iter(folded.text())
        .filter_map(|found| {
            let (_, trigger) = WORDS.get(found.pattern().as_usize())?;
            Some(Found { start: found.start(), end: found.end(), trigger: *trigger })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o_042_the_longest_role_is_found() {
        let folded = Folded::new("附带民事诉讼原告人孙丽，患有抑郁症，微信号abc12。");
        let found: Vec<_> = scan(&folded).iter().map(|found| &folded.text()[found.start..found.end]).collect();
        assert_eq!(found, ["附带民事诉讼原告人", "患有", "微信"]);
    }
}
