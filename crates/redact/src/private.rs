//! What must go word for word or by its kind: trade secrets, private facts, health, technical investigation, homes.

use std::collections::BTreeSet;

use crate::address::street;
use crate::case::Case;
use crate::edit::Class;
use crate::find::{Find, SIX, crosses};
use crate::fold::{Folded, Gap, fold};
use crate::needles::Needles;
use crate::trigger::{Found, Trigger};
use crate::words::is_han;

/// What stands for a private fact: always four crosses, so that the length tells nothing.
const FOUR: &str = "××××";
/// More homes than any case has.
const MOST_HOMES: usize = 2_000;
const ILLNESSES: &[&str] = &[
    "综合征",
    "综合症",
    "高血压",
    "糖尿病",
    "肝硬化",
    "脑瘫",
    "障碍",
    "梗塞",
    "梗死",
    "衰竭",
    "结核",
    "中风",
    "症",
    "病",
    "癌",
    "炎",
    "瘤",
    "疹",
];

/// Everything of this kind in a text; `homes` are addresses the party block gave.
pub(crate) fn scan(folded: &Folded<'_>, case: &Case, homes: &[String], triggers: &[Found]) -> Vec<Find> {
    let mut finds = Vec::new();
    phrases(folded, &case.secrets, Class::Secret, SIX, &mut finds);
    phrases(folded, &case.privacy, Class::Privacy, FOUR, &mut finds);
    let addresses: BTreeSet<String> =
        homes.iter().cloned().chain(case.addresses.iter().map(|address| fold(address))).take(MOST_HOMES).collect();
    homes_named(folded, &addresses, &mut finds);
    let mut reached = 0;
    for found in triggers {
        match found.trigger {
            Trigger::Health if found.end >= reached => reached = illness(folded, found.end, &mut finds),
            Trigger::Investigation if found.start >= reached => {
                let (start, end) = sentence(folded, found.start);
                finds.push(Find {
                    rule: crate::edit::Rule::O040,
                    ..Find::deletion(start, end, Class::Investigation, 95)
                });
                reached = end;
            }
            Trigger::Label => {
                let word = folded.text().get(found.start..found.end).unwrap_or("");
                finds.extend(crate::contact::behind(folded, word, found.end));
            }
            _ => {}
        }
    }
    finds
}

fn phrases(folded: &Folded<'_>, phrases: &[String], class: Class, replacement: &str, finds: &mut Vec<Find>) {
    for phrase in phrases.iter().map(|phrase| fold(phrase)).filter(|phrase| phrase.chars().count() > 1) {
        let found = folded.text().match_indices(phrase.as_str());
        finds.extend(found.map(|(at, _)| Find::new(at, at + phrase.len(), class, replacement, 99)));
    }
}

/// A home in running text: the street stays, its number goes; where there is no number, what follows the county goes.
fn homes_named(folded: &Folded<'_>, addresses: &BTreeSet<String>, finds: &mut Vec<Find>) {
    let streets = addresses.iter().map(|address| street(address).split(['（', '(', '，']).next().unwrap_or(""));
    let streets: Vec<&str> = streets.filter(|street| street.chars().count() >= 4).collect();
    if streets.is_empty() {
        return;
    }
    for (start, end, _) in Needles::new(streets.into_iter()).longest(folded.text()) {
        let street = folded.text().get(start..end).unwrap_or("");
        let (from, replacement) = match street.find(|c: char| c.is_ascii_digit()) {
            Some(digit) => (start + digit, if street.contains('号') { "×号".to_owned() } else { "×".to_owned() }),
            None => (start, crosses(street)),
        };
        finds.push(Find::new(from, end, Class::Address, &replacement, 97));
    }
}

/// What somebody suffers from: only its kind stays (患抑郁症 → 患××症). Gives where the list of illnesses ends.
fn illness(folded: &Folded<'_>, from: usize, finds: &mut Vec<Find>) -> usize {
    let mut at = from;
    for _ in 0..10 {
        let window = folded.ahead(at, 14);
        let size = window
            .char_indices()
            .find(|(_, c)| !is_han(*c) || "的者方人后前时而并经到在".contains(*c))
            .map_or(window.len(), |(at, _)| at);
        let window = window.get(..size).unwrap_or("");
        let first = ILLNESSES
            .iter()
            .filter_map(|illness| window.find(illness).map(|place| (place + illness.len(), place, *illness)))
            .min_by_key(|(end, place, _)| (*end, *place));
        let Some((end, place, kind)) = first else { return at };
        let body = window.get(..place).unwrap_or("");
        let whole = kind.chars().count() == 3 || matches!(kind, "脑瘫");
        let general =
            matches!(body, "" | "疾" | "重" | "大" | "有" | "该" | "此" | "慢性" | "多种疾" | "有疾" | "何" | "传染");
        if whole && !body.ends_with(['无', '非']) {
            finds.push(Find::new(at + place, at + end, Class::Health, &crosses(kind), 90));
        }
        if !general {
            finds.push(Find::new(at, at + place, Class::Health, &crosses(body), 90));
        }
        at += end;
        match folded.after(at) {
            Some(c @ ('、' | '和' | '及' | '与')) => at += c.len_utf8(),
            _ => return at,
        }
    }
    at
}

/// The sentence around a place, with its stop.
fn sentence(folded: &Folded<'_>, at: usize) -> (usize, usize) {
    const STOPS: &[char] = &['。', '；', ';', '！', '？', '!', '?'];
    let back = folded.back(at, 300);
    let open = back
        .rfind(STOPS)
        .map_or(0, |stop| stop + back.get(stop..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let mut start = at - back.len() + open;
    // not over the beginning of a paragraph that closed with a stop or a heading
    let offsets: Vec<usize> =
        folded.text().get(start..at).unwrap_or("").char_indices().map(|(offset, _)| start + offset).collect();
    if let Some(line) = offsets.iter().rev().find(|place| folded.gap(**place) == Gap::Line) {
        start = *line;
    }
    let ahead = folded.ahead(at, 600);
    for (offset, c) in ahead.char_indices() {
        if STOPS.contains(&c) {
            return (start, at + offset + c.len_utf8());
        }
    }
    (start, at + ahead.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{apply, settle};

    fn masked(text: &str, case: &Case) -> String {
        let folded = Folded::new(text);
        let finds = scan(&folded, case, &[], &crate::trigger::scan(&folded));
        apply(text, &settle(finds.iter().map(|find| find.edit(&folded)).collect()))
    }

    #[test]
    fn o_040_of_an_illness_its_kind_stays() {
        let case = Case::default();
        for (text, is) in [
            ("原告患抑郁症，医疗费3,000元", "原告患××症，医疗费3,000元"),
            ("患有高血压、糖尿病。", "患有×××、×××。"),
            ("患者病情稳定", "患者病情稳定"),
            ("诊断为精神分裂症。", "诊断为××××症。"),
            ("患病死亡", "患病死亡"),
        ] {
            assert_eq!(masked(text, &case), is, "{text}");
        }
    }

    #[test]
    fn o_040_secrets_and_private_facts_go_word_for_word() {
        let case =
            Case { secrets: vec!["A 30%、B 12%".into()], privacy: vec!["与他人同居".into()], ..Case::default() };
        assert_eq!(masked("配方为A30%、\nB 12%；称其“与他人 同居”", &case), "配方为××××××；称其“××××”");
    }

    #[test]
    fn o_040_technical_investigation_goes_by_the_sentence() {
        let text = "证实购毒。通过技术侦查措施截获的通话内容证实二人商议价格。上述证据";
        assert_eq!(masked(text, &Case::default()), "证实购毒。上述证据");
    }

    #[test]
    fn o_040_homes_in_running_text() {
        let case = Case { addresses: vec!["沈阳市和平区南京北街12号3-4-5".into()], ..Case::default() };
        assert_eq!(masked("在沈阳市和平区南京北街12号3-4-5发生", &case), "在沈阳市和平区南京北街×号发生");
    }
}
