//! The party block: phrases about natural persons that are deleted (O-041, O-042), and the stretches about units.
//!
//! Roles are known by the words `judgment` knows them by. Where the block stands is not asked there: what is said about
//! somebody goes wherever a sentence begins with the role, since a block the cut takes for something else, a second one
//! in the facts, or a page that holds no head would be published with its addresses. Names are those of the case.

use crate::address::county_end;
use crate::case::{Case, Nature, Role};
use crate::edit::Class;
use crate::find::Find;
use crate::fold::{Folded, Gap};
use crate::phrase::{Fact, fact, strip_address_label};
use crate::roster::{Hit, Roster};
use crate::trigger::{Found, Trigger, begins_with_role};
use crate::words::is_unit_name;

/// What the party block gave.
#[derive(Default)]
pub(crate) struct Block {
    pub finds: Vec<Find>,
    /// Clauses about units, in the folded text.
    pub units: Vec<(usize, usize)>,
    /// Home addresses as written.
    pub homes: Vec<String>,
}

/// Of whom a clause speaks.
#[derive(Clone, Copy)]
struct Subject {
    unit: bool,
    hidden: bool,
    /// A post is part of who this is: a representative, a lawyer, an agent.
    keeps_post: bool,
}

/// One phrase between separators.
struct Segment<'f> {
    text: &'f str,
    start: usize,
    end: usize,
    /// Where its separator begins, if one stands before it in the clause.
    comma: Option<usize>,
    /// Where the mark behind it ends, if it closes a clause of its own.
    stop: usize,
}

/// Reads every clause that begins with a role.
pub(crate) fn scan(folded: &Folded<'_>, case: &Case, roster: &Roster, hits: &[Hit], triggers: &[Found]) -> Block {
    let mut block = Block::default();
    let mut done = 0;
    for found in triggers.iter().filter(|found| found.trigger == Trigger::Role) {
        if found.start < done || !begins_clause(folded, found.start) {
            continue;
        }
        if let Some((name_end, subject)) = subject(folded, case, roster, hits, found) {
            done = clauses(folded, name_end, subject, &mut block);
            if subject.unit {
                block.units.push((found.start, done));
            }
        }
    }
    block
}

fn begins_clause(folded: &Folded<'_>, at: usize) -> bool {
    folded.before(at).is_none_or(|c| "。；;：:）)".contains(c))
}

/// Whom a clause names: where the name ends and what is known of it.
fn subject(folded: &Folded<'_>, case: &Case, roster: &Roster, hits: &[Hit], found: &Found) -> Option<(usize, Subject)> {
    let mut at = found.end;
    let tail = folded.ahead(at, 30);
    if tail.starts_with(['（', '(']) {
        let (close, c) = tail.char_indices().find(|(_, c)| matches!(c, '）' | ')'))?;
        at += close + c.len_utf8();
    }
    let tail = folded.ahead(at, 1);
    if tail.starts_with(['：', ':']) {
        at += tail.len();
    }
    let tail = folded.ahead(at, 45);
    let size = tail
        .char_indices()
        .find(|(offset, c)| "，,。；;、：:（(".contains(*c) || *offset > 0 && folded.gap(at + offset) == Gap::Line)
        .map_or(tail.len(), |(offset, _)| offset);
    // a unit's name may hold brackets: 大连海天（集团）有限公司
    let hit = hits.get(hits.partition_point(|hit| hit.start < at)).filter(|hit| hit.start == at);
    let size = hit.map_or(size, |hit| size.max(hit.end - at));
    let name = tail.get(..size)?;
    let role = folded.text().get(found.start..found.end).unwrap_or("");
    let keeps_post =
        ["代表人", "负责人", "辩护人", "代理人"].iter().any(|end| role.ends_with(end)) && !role.ends_with("法定代理人");
    if let Some(hit) = hit {
        if hit.end != at + size {
            return None;
        }
        let whose = roster.patterns.get(hit.pattern).and_then(|pattern| pattern.whose.first()).copied();
        let person = whose.and_then(|whose| case.persons.get(whose))?;
        let hidden = whose.and_then(|whose| roster.verdicts.get(whose)).is_some_and(|verdict| verdict.hidden);
        let keeps_post = (keeps_post && !person.minor) || person.lawyer || person.is(Role::Official);
        let unit = person.nature == Nature::Unit;
        return Some((hit.end, Subject { unit, hidden: hidden && !unit, keeps_post }));
    }
    let unit = is_unit_name(name);
    let runs_on = name.contains(['称', '诉', '辩', '与', '系', '的', '未', '提', '向', '于', '认']);
    let first = name.chars().next().is_some_and(crate::words::is_surname);
    let short = first && !runs_on && name.chars().count() <= 4 || name.contains('·') && name.chars().count() <= 20;
    (!name.is_empty() && (unit || short))
        .then_some((at + size, Subject { unit, hidden: name.contains('某'), keeps_post }))
}

/// Reads the phrases from a name on; gives where the clauses about it end.
fn clauses(folded: &Folded<'_>, from: usize, subject: Subject, block: &mut Block) -> usize {
    let mut at = from;
    for _ in 0..12 {
        let (segments, end) = segments(folded, at);
        for segment in &segments {
            treat(folded, segment, subject, block);
        }
        let more = folded.ahead(end, 30);
        let carries_on = !more.is_empty() && !subject.unit && fact(more).continues();
        if end <= at || !carries_on {
            return end.max(from);
        }
        at = end;
    }
    at
}

/// The phrases of one clause, and where it ends.
fn segments<'f>(folded: &'f Folded<'_>, from: usize) -> (Vec<Segment<'f>>, usize) {
    let text = folded.text();
    let mut segments = Vec::new();
    let (mut start, mut comma, mut depth) = (from, None, 0_u32);
    let (mut end, mut stop) = (from, from);
    let mut line = folded.next_line(from);
    for (offset, c) in text.get(from..).unwrap_or("").char_indices().take(600) {
        let at = from + offset;
        (end, stop) = (at, at);
        if at == line {
            if line_ends(folded, at) {
                break;
            }
            line = folded.next_line(at);
        }
        (end, stop) = (at + c.len_utf8(), at + c.len_utf8());
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            '，' | ',' if depth == 0 => {
                let piece = Segment { text: text.get(start..at).unwrap_or(""), start, end: at, comma, stop: at };
                segments.push(piece);
                (comma, start) = (Some(at), at + c.len_utf8());
            }
            '。' | '；' | ';' => {
                (end, stop) = (at, at + c.len_utf8());
                break;
            }
            _ => {}
        }
    }
    segments.push(Segment { text: text.get(start..end).unwrap_or(""), start, end, comma, stop });
    (segments, stop)
}

/// Whether a line end closes the clause, or only breaks it.
fn line_ends(folded: &Folded<'_>, at: usize) -> bool {
    let closed = folded.text().get(..at).is_some_and(|head| head.ends_with(['。', '；', '：', ';', ':']));
    let next = folded.ahead(at, 30);
    closed || begins_with_role(next) || fact(next).continues() || next.starts_with(['上', '本', '审', '案', '诉', '一'])
}

fn treat(folded: &Folded<'_>, segment: &Segment<'_>, subject: Subject, block: &mut Block) {
    let class = match fact(segment.text) {
        Fact::Identity => Class::Identity,
        Fact::Phone if !subject.unit => Class::Phone,
        Fact::Address if !subject.unit => return address(segment, block),
        Fact::Birth if subject.hidden => Class::Birth,
        Fact::Occupation if !subject.unit && !subject.keeps_post => Class::Occupation,
        _ => return,
    };
    let (start, end) = bounds(folded, segment);
    block.finds.push(Find::deletion(start, end, class, 95));
}

/// A phrase with one separator: the comma before it, or the mark behind it where it stands alone.
fn bounds(folded: &Folded<'_>, segment: &Segment<'_>) -> (usize, usize) {
    match segment.comma {
        Some(comma) => (comma, segment.end),
        None => (
            segment.start,
            if segment.stop == segment.end { segment.end + mark(folded, segment.end) } else { segment.stop },
        ),
    }
}

fn mark(folded: &Folded<'_>, at: usize) -> usize {
    folded.after(at).filter(|c| "，,".contains(*c)).map_or(0, char::len_utf8)
}

/// A home address is cut at county or district level; one without any division goes.
fn address(segment: &Segment<'_>, block: &mut Block) {
    let (label, address) = strip_address_label(segment.text);
    if address.starts_with("同") || address.is_empty() {
        return;
    }
    block.homes.push(address.to_owned());
    match county_end(address) {
        Some(cut) => {
            let from = segment.start + label + cut;
            if from < segment.end {
                block.finds.push(Find::deletion(from, segment.end, Class::Address, 95));
            }
        }
        None => {
            let start = segment.comma.unwrap_or(segment.start);
            let end = if segment.comma.is_some() { segment.end } else { segment.stop };
            block.finds.push(Find::deletion(start, end, Class::Address, 85));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Kind, Options, Person};
    use crate::edit::{apply, settle};

    fn masked(text: &str, kind: Kind, persons: Vec<Person>) -> String {
        let case = Case { kind, persons, ..Case::default() };
        let folded = Folded::new(text);
        let roster = Roster::new(&case, &Options::default());
        let block = scan(&folded, &case, &roster, &roster.find(&folded), &crate::trigger::scan(&folded));
        apply(text, &settle(block.finds.iter().map(|find| find.edit(&folded)).collect()))
    }

    #[test]
    fn o_041_what_is_kept_of_a_party() {
        let text = "原告：陈刚，男，1980年1月1日出生，汉族，工人，初中文化，住沈阳市和平区南京北街12号。\n公民身份号码210102198001011232。\n联系电话13900001111。\n被告：沈阳甲乙有限公司，住所地沈阳市沈河区青年大街1号。\n法定代表人：吴强，总经理。";
        let is = "原告：陈刚，男，1980年1月1日出生，汉族，住沈阳市和平区。\n\n\n被告：沈阳甲乙有限公司，住所地沈阳市沈河区青年大街1号。\n法定代表人：吴强，总经理。";
        assert_eq!(masked(text, Kind::Civil, vec![Person::new("陈刚", Role::Party)]), is);
    }

    #[test]
    fn o_041_of_somebody_hidden_the_birth_goes_too() {
        let persons = vec![Person::new("陈刚", Role::Party)];
        let text = "原告陈刚，男，1980年1月1日出生，汉族，住沈阳市和平区南京\n北街12号";
        assert_eq!(masked(text, Kind::Family, persons), "原告陈刚，男，汉族，住沈阳市和平区");
    }

    #[test]
    fn o_042_running_text_is_no_party_block() {
        let text = "原告陈刚住院治疗，工人，原告陈刚诉称，住在城里，学生。";
        assert_eq!(masked(text, Kind::Civil, vec![Person::new("陈刚", Role::Party)]), text);
    }

    #[test]
    fn o_041_lawyers_keep_their_firm_and_licence() {
        let text = "辩护人钱进，辽宁正义律师事务所律师，执业证号12101199810123456。";
        assert_eq!(
            masked(text, Kind::Criminal, vec![Person { lawyer: true, ..Person::new("钱进", Role::Defender) }]),
            text
        );
    }
}
