//! The words the rules wait for, found in one pass.

use std::sync::LazyLock;

use judgment::party::{agent_words, role_words};

use crate::contact;
use crate::fold::Folded;
use crate::needles::Needles;

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

/// How a clause about somebody begins, beside the words `judgment` knows the parties and their agents by.
const MORE_ROLES: &[&str] = &["主要负责人", "出庭负责人", "指定代理人", "被继承人", "原告人", "鉴定人", "证人"];

const HEALTH: &[&str] = &["患有", "患", "罹患", "身患", "确诊为", "诊断为", "确诊患有", "诊断患有", "病史为"];
const INVESTIGATION: &[&str] = &["技术侦查", "技术侦察", "技侦"];

struct Words {
    triggers: Vec<Trigger>,
    needles: Needles,
    /// The words for who acts for a party, which may stand behind a party's.
    agents: Needles,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let of = |words: &'static [&'static str], trigger| words.iter().map(move |word| ((*word).to_owned(), trigger));
    let agents: Vec<&str> = agent_words().map(|(word, _)| word).collect();
    let all: Vec<(String, Trigger)> = role_words()
        .map(|(word, _)| (word, Trigger::Role))
        .chain(agents.iter().map(|word| ((*word).to_owned(), Trigger::Role)))
        .chain(of(MORE_ROLES, Trigger::Role))
        .chain(of(HEALTH, Trigger::Health))
        .chain(of(INVESTIGATION, Trigger::Investigation))
        .chain(of(contact::TRIGGERS, Trigger::Label))
        .collect();
    Words {
        needles: Needles::new(all.iter().map(|(word, _)| word.as_str())),
        triggers: all.iter().map(|(_, trigger)| *trigger).collect(),
        agents: Needles::new(agents.into_iter()),
    }
});

/// Every trigger of a text, from left to right, at one place the longest.
pub(crate) fn scan(folded: &Folded<'_>) -> Vec<Found> {
    let Words { triggers, needles, agents } = &*WORDS;
    let mut all: Vec<Found> = Vec::new();
    needles.each(folded.text(), |start, end, number| {
        let Some(trigger) = triggers.get(number).copied() else { return };
        if all.last().is_some_and(|last| start < last.end) {
            return;
        }
        let mut end = end;
        if trigger == Trigger::Role {
            // 原告的委托代理人
            let rest = folded.text().get(end..).unwrap_or("");
            let of = if rest.starts_with('的') { '的'.len_utf8() } else { 0 };
            end = agents.at(folded.text(), end + of).unwrap_or(end);
        }
        all.push(Found { start, end, trigger });
    });
    all
}

/// Whether a text begins with a role.
pub(crate) fn begins_with_role(text: &str) -> bool {
    let Words { triggers, needles, .. } = &*WORDS;
    needles.which(text, 0).and_then(|(_, number)| triggers.get(number)) == Some(&Trigger::Role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o_042_the_longest_role_is_found() {
        let folded = Folded::new("附带民事诉讼原告人孙丽，患有抑郁症，微信号abc12。");
        let found: Vec<_> = scan(&folded).iter().map(|found| &folded.text()[found.start..found.end]).collect();
        assert_eq!(found, ["附带民事诉讼原告人", "患有", "微信"]);
        let folded = Folded::new("原告的委托代理人：钱进，反訴原告李明");
        let found: Vec<_> = scan(&folded).iter().map(|found| &folded.text()[found.start..found.end]).collect();
        assert_eq!(found, ["原告的委托代理人", "反诉原告"]);
    }

    #[test]
    fn o_042_a_line_may_begin_with_a_role() {
        assert!(begins_with_role("原审被告李明") && begins_with_role("证人周平"));
        assert!(!begins_with_role("患有抑郁症") && !begins_with_role("诉称") && !begins_with_role(""));
    }
}
