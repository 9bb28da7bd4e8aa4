//! The body of a judgment (正文): procedure, claims, defence, evidence, facts, and what the court below did.

use std::ops::Range;

use super::anchors::{Hit, Tag};
use super::words::{announces_facts, answers, argues, is_procedure, lead, names_below, starts_with_role};
use crate::fold::Folded;
use crate::kind::ZoneKind::{self, Claims, Defence, Evidence, Facts, FactsBelow, Procedure, Reasons, ReasonsBelow};

/// Where a part begins, in plain bytes.
pub(super) type Start = (usize, ZoneKind);

/// Cuts the body between `range` into its parts. `told` says that head or parties come before it.
pub(super) fn cut(folded: &Folded, hits: &[Hit], range: Range<usize>, told: bool) -> Vec<Start> {
    let mut out: Vec<Start> = Vec::new();
    let mut state = None;
    let first = hits.partition_point(|hit| hit.start < range.start);
    for hit in hits.iter().skip(first).take_while(|hit| hit.start < range.end) {
        let Some((start, kind)) = turn(folded, hit, state) else { continue };
        if Some(kind) == state {
            continue;
        }
        let start = start.max(range.start);
        match out.last_mut() {
            Some((last, _)) if *last > start => continue,
            // The first word of a sentence tells what it is, unless it only told how the case came here.
            Some((last, before)) if *last == start => {
                if state != Some(Procedure) {
                    continue;
                }
                *before = kind;
            }
            _ => out.push((start, kind)),
        }
        state = Some(kind);
    }
    let first = out.first().map_or(range.end, |(at, _)| *at);
    if first > range.start {
        out.insert(
            0,
            (range.start, opening(folded, hits, range.start..first, told, out.first().map(|(_, kind)| *kind))),
        );
    }
    if !told {
        plain_facts(&mut out);
    }
    out.dedup_by_key(|(_, kind)| *kind);
    out
}

/// In a text without head and parties, steps of a procedure that lead to nothing are facts like all others.
fn plain_facts(out: &mut [Start]) {
    let later = |i: usize, out: &[Start]| out.iter().skip(i + 1).any(|(_, kind)| !matches!(kind, Procedure | Facts));
    for i in 0..out.len() {
        let leads = i == 0 && (later(i, out) || out.get(1).is_some());
        if let Some((_, kind)) = out.get_mut(i).filter(|(_, kind)| *kind == Procedure && !leads) {
            *kind = Facts;
        }
    }
}

/// What a body begins with before any word tells: how the case came here, or facts alone.
fn opening(folded: &Folded, hits: &[Hit], range: Range<usize>, told: bool, next: Option<ZoneKind>) -> ZoneKind {
    let first = hits.partition_point(|hit| hit.start < range.start);
    let mut own = hits.iter().skip(first).take_while(|hit| hit.start < range.end);
    let procedure = own.any(|hit| hit.tag == Tag::Procedure);
    let letters = folded.slice(range).chars().any(char::is_alphanumeric);
    match next {
        _ if !letters => ZoneKind::Other,
        Some(Claims | Facts | Defence) if told => Procedure,
        _ if told && procedure => Procedure,
        _ => Facts,
    }
}

/// The part a word leads into from the present one, and where it begins; `None` when it leads nowhere.
fn turn(folded: &Folded, hit: &Hit, state: Option<ZoneKind>) -> Option<Start> {
    let (start, lead) = lead(folded, hit)?;
    let at = |kind: ZoneKind| Some((start, kind));
    let line = folded.starts_line(start);
    let count = lead.chars().count();
    let below = matches!(state, Some(FactsBelow | ReasonsBelow));
    // What stands behind a semicolon goes on with what stands before it.
    let goes_on = folded.char_before(start) == Some(';') && !line;
    match hit.tag {
        Tag::Procedure => state.is_none().then_some((start, Procedure)),
        Tag::Claims | Tag::ClaimsWeak => claims(folded, hit, lead, state, line || start == 0).and_then(at),
        Tag::Says => says(lead, state).and_then(at),
        Tag::Defence => {
            let inside = matches!(state, Some(Facts | Evidence | Reasons)) && !line;
            let told =
                below && !line && !starts_with_role(lead) || inside || count > 80 || names_below(lead) || argues(lead);
            (!told && !folded.after(hit.end).starts_with(['的', '不'])).then_some((start, Defence))
        }
        Tag::Silence => (state == Some(Claims) && starts_with_role(lead) && !goes_on).then_some((start, Defence)),
        Tag::Evidence => {
            let open = below || matches!(state, Some(Claims | Defence)) && !lead.contains('称');
            let own = starts_with_role(lead) || count <= 16;
            (open && own && !lead.contains('未')).then_some((start, Evidence))
        }
        Tag::Proof => (state == Some(Facts) && lead.is_empty()).then_some((start, Evidence)),
        Tag::Facts => facts(folded, hit, start, lead, state),
        Tag::More => {
            let open = matches!(state, Some(Evidence | Claims | Defence)) && line;
            let word = folded.slice(hit.start..hit.end);
            (open && lead.is_empty() && !word.contains("事实")).then_some((start, Facts))
        }
        Tag::Steps => (matches!(state, None | Some(Procedure)) && count <= 4).then_some((start, Facts)),
        Tag::FactsBelow | Tag::ReasonsBelow => below_turn(folded, hit, lead, state).and_then(at),
        Tag::Answer => {
            let open = matches!(state, Some(Claims | Defence | Evidence | FactsBelow | Facts | ReasonsBelow));
            (open && lead.is_empty() && answers(folded, hit)).then_some((start, Reasons))
        }
        Tag::Reasons
        | Tag::Ruling
        | Tag::RulingPlain
        | Tag::Late
        | Tag::Costs
        | Tag::Appeal
        | Tag::Bench
        | Tag::Attachment => None,
    }
}

/// Whether a word for claims begins them.
fn claims(folded: &Folded, hit: &Hit, lead: &str, state: Option<ZoneKind>, line: bool) -> Option<ZoneKind> {
    let word = folded.slice(hit.start..hit.end);
    let open = matches!(state, None | Some(Procedure));
    if word.contains("指控") {
        if is_procedure(folded, hit) {
            return state.is_none().then_some(Procedure);
        }
        let answered = lead.contains('辩') || lead.contains('对') || folded.after(hit.end).starts_with('的');
        if answered && !open {
            return None;
        }
    }
    if lead.contains("围绕") || lead.contains("变更") || argues(lead) {
        return None;
    }
    if hit.tag == Tag::ClaimsWeak {
        return (open && lead.chars().count() <= 60).then_some(Claims);
    }
    let told = matches!(state, Some(Facts | Reasons)) && !line;
    (!told && lead.chars().count() <= 80).then_some(Claims)
}

/// Whether a word for facts begins them, and where: in a long sentence behind its last comma.
fn facts(folded: &Folded, hit: &Hit, start: usize, lead: &str, state: Option<ZoneKind>) -> Option<Start> {
    if !announces_facts(folded, hit) {
        return None;
    }
    let word = folded.slice(hit.start..hit.end);
    let particular = word.ends_with("事实如下") && word.chars().count() == 4 || matches!(word, "以下事实" | "如下事实");
    if particular && state == Some(FactsBelow) && !["本院", "审理", "二审"].iter().any(|word| lead.contains(word))
    {
        return None;
    }
    if state == Some(Reasons) && !folded.starts_line(start) {
        return None;
    }
    let kind = if names_below(lead) { FactsBelow } else { Facts };
    let whole =
        ["根据", "依据", "综合", "结合", "经", "综上", "通过", "基于"].iter().any(|word| lead.starts_with(word));
    let clause = lead.rmatch_indices([',', ':']).map(|(i, mark)| i + mark.len());
    let mut clause = clause.filter(|i| !whole && lead.get(*i..).is_some_and(stands_alone));
    Some((start + clause.next().unwrap_or(0), kind))
}

/// Whether a clause can begin the facts: 根据…, 本院….
fn stands_alone(clause: &str) -> bool {
    clause.is_empty()
        || ["根据", "依据", "本院", "经", "结合", "综合", "现", "可"].iter().any(|word| clause.starts_with(word))
}

/// Whose words follow when somebody 称: the claiming side's first, then the other's.
fn says(lead: &str, state: Option<ZoneKind>) -> Option<ZoneKind> {
    let starts = |roles: &[&str]| roles.iter().any(|role| lead.starts_with(role)) && lead.chars().count() <= 40;
    let claiming = [
        "原告",
        "申请人",
        "申请执行人",
        "上诉人",
        "再审申请人",
        "案外人",
        "异议人",
        "利害关系人",
        "复议申请人",
        "申诉人",
        "自诉人",
        "赔偿请求人",
        "起诉人",
    ];
    let answering =
        ["被告", "被上诉人", "被申请人", "被执行人", "申请执行人", "第三人", "辩护人", "赔偿义务机关", "被申诉人"];
    match state {
        None | Some(Procedure) if starts(&claiming) => Some(Claims),
        Some(Claims) if starts(&answering) => Some(Defence),
        _ => None,
    }
}

/// Whether a word about the court below begins a part of its own.
fn below_turn(folded: &Folded, hit: &Hit, lead: &str, state: Option<ZoneKind>) -> Option<ZoneKind> {
    let rest = folded.after(hit.end);
    let judged = [
        "清楚",
        "不清",
        "事实清楚",
        "事实不清",
        "事实错误",
        "事实有误",
        "错误",
        "的",
        "有误",
        "不当",
        "正确",
        "是",
        "基本",
        "证据",
    ];
    if judged.iter().any(|word| rest.starts_with(word))
        || lead.chars().count() > 24
        || lead.contains('称')
        || argues(lead)
    {
        return None;
    }
    let marked = rest.starts_with([',', ':', '。']) || folded.slice(hit.start..hit.end).ends_with(':');
    let line = folded.starts_line(hit.start);
    match state {
        Some(Claims) if !marked && !line => None,
        Some(Facts | Reasons) if !line => None,
        _ if hit.tag == Tag::FactsBelow => Some(FactsBelow),
        _ => Some(ReasonsBelow),
    }
}
