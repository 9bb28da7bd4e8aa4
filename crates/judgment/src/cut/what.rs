//! What kind of text it is: procedure, instance, kind of document (文书属性), from number, title and roles.

use super::anchors::Hit;
use super::head::Head;
use crate::fold::Folded;
use crate::kind::{DocumentKind, Instance, Procedure};
use crate::party::{Party, PersonKind, Role};

/// How far a text without a head is read for its procedure, in characters.
const MAX_LOOK: usize = 400;

/// What the text is, as far as it tells.
#[derive(Debug, Default)]
pub(super) struct What {
    pub procedure: Option<Procedure>,
    pub instance: Option<Instance>,
    pub document: Option<DocumentKind>,
}

/// Tells what the text is.
pub(super) fn tell(folded: &Folded, head: &Head, parties: &[Party], ruling: Option<&Hit>) -> What {
    let number = head.number.clone().map_or("", |range| folded.slice(range));
    // The court's name and its code may hold any character: what tells stands behind them.
    let word = number.rsplit_once(|c: char| c.is_ascii_digit()).map_or(number, |_| type_word(number));
    let title = head.title.clone().map_or("", |range| folded.slice(range));
    let decided = ruling.map_or("", |hit| folded.slice(hit.start..hit.end));
    let look: String = folded.as_str().chars().take(MAX_LOOK).collect();
    What {
        procedure: by_number(word)
            .or_else(|| by_title(title))
            .or_else(|| by_roles(parties))
            .or_else(|| by_words(&look)),
        instance: instance(word).or_else(|| instance_by_roles(parties)),
        document: document(title).or_else(|| document(decided)),
    }
}

/// The type word of a case number: 民初 of (2020)辽0102民初1234号, 沈和民初字第 of an older one.
fn type_word(number: &str) -> &str {
    let end = number.rfind('号').unwrap_or(number.len());
    let body = number.get(..end).unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit());
    let start =
        body.char_indices().rev().find(|(_, c)| c.is_ascii_digit() || *c == ')').map_or(0, |(i, c)| i + c.len_utf8());
    body.get(start..).unwrap_or_default()
}

fn by_number(word: &str) -> Option<Procedure> {
    let last = |c: char| word.rfind(c);
    if last('刑').is_some() {
        return Some(Procedure::Criminal);
    }
    if last('执').is_some() {
        return Some(Procedure::Enforcement);
    }
    if last('行').is_some() {
        return Some(Procedure::Administrative);
    }
    if word.contains(['民', '商']) || word.contains("财保") || word.contains("知") {
        return Some(Procedure::Civil);
    }
    if word.contains(['赔', '救']) {
        return Some(Procedure::Compensation);
    }
    None
}

fn by_title(title: &str) -> Option<Procedure> {
    [
        ("刑事", Procedure::Criminal),
        ("民事", Procedure::Civil),
        ("行政", Procedure::Administrative),
        ("执行", Procedure::Enforcement),
        ("赔偿", Procedure::Compensation),
        ("支付令", Procedure::Civil),
    ]
    .into_iter()
    .find_map(|(word, procedure)| title.contains(word).then_some(procedure))
}

fn by_roles(parties: &[Party]) -> Option<Procedure> {
    let any = |roles: &[Role]| {
        parties.iter().any(|party| roles.contains(&party.role) || party.role_below.is_some_and(|r| roles.contains(&r)))
    };
    if any(&[Role::Accused, Role::Prosecution, Role::PrivateProsecutor, Role::Convict]) {
        return Some(Procedure::Criminal);
    }
    if any(&[Role::ExecutionApplicant, Role::ExecutionDebtor]) {
        return Some(Procedure::Enforcement);
    }
    if any(&[Role::CompensationClaimant, Role::LiableOrgan]) {
        return Some(Procedure::Compensation);
    }
    let sued =
        |party: &&Party| matches!(party.role, Role::Defendant | Role::Appellee) && party.kind == PersonKind::Authority;
    if parties.iter().any(|party| sued(&party)) {
        return Some(Procedure::Administrative);
    }
    (!parties.is_empty()).then_some(Procedure::Civil)
}

fn by_words(look: &str) -> Option<Procedure> {
    let criminal =
        ["被告人", "公诉机关", "检察院指控", "被害人", "上诉人(原审被告人)"].iter().any(|word| look.contains(word));
    if criminal {
        return Some(Procedure::Criminal);
    }
    if look.contains("申请执行人") || look.contains("被执行人") {
        return Some(Procedure::Enforcement);
    }
    (look.contains("原告") || look.contains("被告")).then_some(Procedure::Civil)
}

fn instance(word: &str) -> Option<Instance> {
    if word.contains('终') {
        return Some(Instance::Second);
    }
    if word.contains("初") {
        return Some(Instance::First);
    }
    if word.contains(['再', '申', '监', '抗']) && !word.contains('执') {
        return Some(Instance::Retrial);
    }
    word.contains(['执', '保', '督', '特', '催', '破', '更', '辖', '清', '认', '协', '赔', '医'])
        .then_some(Instance::Special)
}

fn instance_by_roles(parties: &[Party]) -> Option<Instance> {
    let any = |roles: &[Role]| parties.iter().any(|party| roles.contains(&party.role));
    if any(&[Role::RetrialApplicant, Role::Petitioner]) {
        return Some(Instance::Retrial);
    }
    if any(&[Role::Appellant, Role::Appellee]) {
        return Some(Instance::Second);
    }
    if any(&[Role::ExecutionApplicant, Role::ExecutionDebtor, Role::Applicant, Role::Convict, Role::Objector]) {
        return Some(Instance::Special);
    }
    any(&[Role::Plaintiff, Role::Prosecution, Role::PrivateProsecutor, Role::Accused]).then_some(Instance::First)
}

fn document(words: &str) -> Option<DocumentKind> {
    [
        ("判决", DocumentKind::Judgment),
        ("裁定", DocumentKind::Ruling),
        ("调解", DocumentKind::Mediation),
        ("协议", DocumentKind::Mediation),
        ("支付令", DocumentKind::PaymentOrder),
        ("决定", DocumentKind::Decision),
        ("通知", DocumentKind::Notice),
    ]
    .into_iter()
    .find_map(|(word, kind)| words.contains(word).then_some(kind))
}
