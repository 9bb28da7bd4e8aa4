//! The two check lists (O-032 step 7): nothing that must go is left, nothing that must stay is lost.
//!
//! They read the masked text afresh and trust nothing the rules found.

use std::collections::BTreeMap;

use judgment::cut::case_numbers;
use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::context::{Standing, standing};
use crate::edit::{Class, Edit};
use crate::fold::{Folded, Gap, fold};
use crate::roster::{Form, Hit, Roster};
use crate::sums::{is_card, is_identity, is_mobile};
use crate::words::is_statute;

/// Something that must go and is still there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leftover {
    /// First byte in the masked text.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// What it is.
    pub class: Class,
}

/// Something that must stay and is gone, or is there less often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lost {
    /// The phrase.
    pub phrase: String,
    /// How often it stood in the original, deleted phrases not counted.
    pub before: usize,
    /// How often it stands in the masked text.
    pub after: usize,
}

/// Goes through both lists.
pub(crate) fn check(
    original: &Folded<'_>,
    hits: &[Hit],
    edits: &[Edit],
    masked: &str,
    case: &Case,
    roster: &Roster,
) -> (Vec<Leftover>, Vec<Lost>) {
    let folded = Folded::new(masked);
    let after = roster.find(&folded);
    let mut left = identifiers(&folded);
    left.extend(names(&folded, &after, roster));
    for (phrases, class) in [(&case.secrets, Class::Secret), (&case.privacy, Class::Privacy)] {
        for phrase in phrases.iter().map(|phrase| fold(phrase)).filter(|phrase| phrase.chars().count() > 1) {
            if let Some(at) = folded.text().find(&phrase) {
                left.push(leftover(&folded, at, at + phrase.len(), class));
            }
        }
    }
    (left, lost(original, hits, edits, &after, roster))
}

fn leftover(folded: &Folded<'_>, start: usize, end: usize, class: Class) -> Leftover {
    let (start, end) = folded.span(start, end);
    Leftover { start, end, class }
}

fn names(folded: &Folded<'_>, hits: &[Hit], roster: &Roster) -> Vec<Leftover> {
    let mut left = Vec::new();
    for hit in hits {
        let Some(pattern) = roster.patterns.get(hit.pattern) else { continue };
        let class = match pattern.form {
            Form::Name => Class::Name,
            Form::Alias | Form::Nickname => Class::Alias,
            _ => continue,
        };
        let kept = pattern.whose.first().and_then(|whose| roster.kept.get(*whose)).copied().unwrap_or(3);
        if standing(folded, hit.start, hit.end, kept) == Standing::Name {
            left.push(leftover(folded, hit.start, hit.end, class));
        }
    }
    left
}

/// Identity numbers, mobile numbers and bank cards whose check holds, between digits' boundaries.
#[must_use]
pub fn identifiers(folded: &Folded<'_>) -> Vec<Leftover> {
    let bytes = folded.text().as_bytes();
    let mut left = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if !byte.is_ascii_digit() {
            at += 1;
            continue;
        }
        let mut end = at;
        while bytes.get(end).is_some_and(u8::is_ascii_digit) && (end == at || folded.gap(end) == Gap::None) {
            end += 1;
        }
        if end - at == 17 && bytes.get(end) == Some(&b'x') {
            end += 1;
        }
        let number = folded.text().get(at..end).unwrap_or("");
        let class = match number.len() {
            18 if is_identity(number) => Some(Class::Identity),
            11 if is_mobile(number) && !is_amount(folded, at, end) && !is_code(folded, at) => Some(Class::Phone),
            16..=19 if is_card(number) && !is_amount(folded, at, end) && !is_lettered(folded, at, end) => {
                Some(Class::Account)
            }
            _ => None,
        };
        left.extend(class.map(|class| leftover(folded, at, end, class)));
        at = end;
    }
    left
}

fn is_amount(folded: &Folded<'_>, start: usize, end: usize) -> bool {
    folded.ahead(end, 1).starts_with(['元', '万', '亿', '.', ',']) || folded.back(start, 1).ends_with(['.', ','])
}

fn is_lettered(folded: &Folded<'_>, start: usize, end: usize) -> bool {
    let letter = |part: &str| part.starts_with(|c: char| c.is_ascii_alphabetic());
    letter(folded.back(start, 1)) || letter(folded.ahead(end, 1))
}

fn is_code(folded: &Folded<'_>, start: usize) -> bool {
    let back = folded.back(start, 6);
    ["编号", "单号", "合同号", "代码", "执业证号", "证书号", "票号", "编号：", "单号：", "型号"]
        .iter()
        .any(|label| back.ends_with(label))
}

/// Names that stay, counted before and after; phrases deleted as a whole are not counted.
fn lost(original: &Folded<'_>, before: &[Hit], edits: &[Edit], after: &[Hit], roster: &Roster) -> Vec<Lost> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let phrase = |hit: &Hit| {
        let pattern = roster.patterns.get(hit.pattern)?;
        (pattern.form == Form::Stays).then_some(pattern.phrase.as_str())
    };
    for hit in before {
        let Some(phrase) = phrase(hit) else { continue };
        let (start, end) = original.span(hit.start, hit.end);
        let first = edits.partition_point(|edit| edit.end <= start);
        let deleted =
            edits.get(first).is_some_and(|edit| edit.start <= start && end <= edit.end && edit.replacement.is_empty());
        if !deleted {
            counts.entry(phrase).or_default().0 += 1;
        }
    }
    for hit in after {
        if let Some(phrase) = phrase(hit) {
            counts.entry(phrase).or_default().1 += 1;
        }
    }
    let mut lost: Vec<Lost> = counts
        .into_iter()
        .filter(|(_, (before, after))| after < before)
        .map(|(phrase, (before, after))| Lost { phrase: phrase.to_owned(), before, after })
        .collect();
    lost.extend(cut_citations(original, edits));
    lost
}

/// Statutes 《…》 and case numbers （2020）…号 an edit cuts into.
fn cut_citations(original: &Folded<'_>, edits: &[Edit]) -> Vec<Lost> {
    let text = original.original();
    let mut lost = Vec::new();
    for edit in edits.iter().filter(|edit| !edit.replacement.is_empty()) {
        let mut from = edit.start.saturating_sub(120);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let mut to = (edit.end + 120).min(text.len());
        while !text.is_char_boundary(to) {
            to -= 1;
        }
        let (back, ahead) = (text.get(from..edit.start).unwrap_or(""), text.get(edit.end..to).unwrap_or(""));
        let title =
            back.rfind('《').filter(|open| !back.get(*open..).unwrap_or("").contains('》')).zip(ahead.find('》'));
        let inside = |open: usize, close: usize| text.get(from + open + '《'.len_utf8()..edit.end + close);
        let statute = title.filter(|(open, close)| inside(*open, *close).is_some_and(is_statute));
        let line = back.rfind('\n').map_or(back, |at| back.get(at..).unwrap_or(back));
        let number = edit.class != Class::Certificate && ahead.starts_with('号') && {
            let near = text.get(edit.start - line.len()..edit.end + '号'.len_utf8()).unwrap_or("");
            case_numbers(near).last().is_some_and(|number| number.end == near.len() && number.len() < 60)
        };
        if let Some((open, close)) = statute {
            let phrase = format!("{}…{}", back.get(open..).unwrap_or(""), ahead.get(..close).unwrap_or(""));
            lost.push(Lost { phrase, before: 1, after: 0 });
        } else if number {
            lost.push(Lost { phrase: line.to_owned(), before: 1, after: 0 });
        }
    }
    lost
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Kind, Options, Person, Role};
    use crate::edit::Rule;

    #[test]
    fn o_032_a_number_left_is_seen() {
        let text = "号码210102198001011232，手机１３９００００１１１１，编号13900001111，金额13900001111元";
        let classes: Vec<_> = identifiers(&Folded::new(text)).iter().map(|left| left.class).collect();
        assert_eq!(classes, [Class::Identity, Class::Phone]);
    }

    #[test]
    fn o_032_a_name_left_and_a_name_lost_are_seen() {
        let persons = vec![Person::new("张建国", Role::Party), Person::new("冯涛", Role::Judge)];
        let case = Case { kind: Kind::Family, persons, ..Case::default() };
        let roster = Roster::new(&case, &Options::default());
        let folded = Folded::new("原告张建国。审判员冯涛");
        let hits = roster.find(&folded);
        let (left, lost) = check(&folded, &hits, &[], "原告张 建国。审判员冯某", &case, &roster);
        assert_eq!(left, [Leftover { start: 6, end: 16, class: Class::Name }]);
        assert_eq!(lost, [Lost { phrase: "冯涛".into(), before: 1, after: 0 }]);
    }

    #[test]
    fn o_032_a_case_number_cut_is_seen() {
        let text = "（2020）辽0102民初123号";
        let start = text.find("123").unwrap();
        let edit = Edit {
            start,
            end: start + 3,
            class: Class::Account,
            rule: Rule::O040,
            replacement: "×".into(),
            confidence: 1,
        };
        assert_eq!(cut_citations(&Folded::new(text), &[edit]).len(), 1);
    }
}
