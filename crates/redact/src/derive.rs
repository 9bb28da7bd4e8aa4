//! A case read from the text itself, where the court gives no data: kind, parties, bench, victims and witnesses.
//!
//! Parties, who acts for them, the bench and the procedure are what `judgment::cut` reads. What it does not read is
//! added here: who is introduced by a role in running text, such as victims, witnesses and the deceased.
//! A stopgap: it knows only whom the text introduces by a role.

use std::collections::BTreeMap;

use judgment::{AgentRole, Judgment, PersonKind, Procedure, cut};

use crate::case::{Case, Kind, Nature, Person, Role, Sex};
use crate::fold::{Folded, Gap};
use crate::trigger::{self, Trigger};
use crate::words::{is_compound_surname, is_han, is_surname, is_unit_name};

/// How far a text is read for names: a judgment is shorter.
const READ: usize = 2_000_000;
/// How many roles are read, and how far around one its name is compared.
const MOST: usize = 5_000;
const AROUND: usize = 6_000;

/// Reads a case from a text.
#[must_use]
pub fn case(text: &str) -> Case {
    let mut end = text.len().min(READ);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text.get(..end).unwrap_or("");
    let judgment = cut(text);
    let folded = Folded::new(text);
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    named(&judgment, &mut people);
    for found in trigger::scan(&folded).iter().filter(|found| found.trigger == Trigger::Role).take(MOST) {
        let word = folded.text().get(found.start..found.end).unwrap_or("");
        introduce(&folded, role(word), found.end, &mut people);
    }
    Case { kind: kind(folded.text(), judgment.procedure), persons: people.into_values().collect(), ..Case::default() }
}

/// Whom the cut of the judgment names: parties, who acts for them, the bench.
fn named(judgment: &Judgment<'_>, people: &mut BTreeMap<String, Person>) {
    use judgment::Role as Of;
    for party in judgment.parties.iter().take(MOST) {
        let role = match party.role {
            Of::Accused | Of::Convict => Role::Accused,
            Of::Victim => Role::Victim,
            Of::IncidentalPlaintiff => Role::IncidentalPlaintiff,
            _ => Role::Party,
        };
        let unit = party.kind != PersonKind::Natural;
        let name = judgment.name(&party.name);
        if let Some(person) = person(&name, unit, role, judgment.at(&party.span), people) {
            let aliases = party.aliases.iter().map(|alias| judgment.name(alias).into_owned());
            let aliases = aliases.filter(|alias| (2..=12).contains(&alias.chars().count()) && !is_masked(alias));
            person.aliases.extend(aliases);
            person.aliases.sort();
            person.aliases.dedup();
        }
        for agent in &party.agents {
            let role = match agent.role {
                AgentRole::Agent => Role::Agent,
                AgentRole::Guardian => Role::StatutoryAgent,
                AgentRole::Representative => Role::LegalRepresentative,
                AgentRole::Defender => Role::Defender,
            };
            let facts = judgment.at(&agent.span);
            if let Some(person) = person(&judgment.name(&agent.name), false, role, facts, people) {
                person.lawyer |= agent.lawyer;
                if agent.role == AgentRole::Agent && facts.contains('系') && !agent.lawyer {
                    person.relation = Some("亲属".to_owned());
                }
            }
        }
    }
    for member in judgment.bench.iter().take(MOST) {
        let title = judgment.name(&member.title);
        let role = match title.as_ref() {
            title if title.contains("陪审") => Role::Assessor,
            title if title.contains("书记") || title.contains("助理") => Role::Clerk,
            title if title.contains("检察") => Role::Prosecutor,
            _ => Role::Judge,
        };
        person(&judgment.name(&member.name), false, role, "", people);
    }
}

/// Takes up a name the cut gave, if it is one: a unit's, or a surname with one or two characters.
fn person<'p>(
    name: &str,
    unit: bool,
    role: Role,
    facts: &str,
    people: &'p mut BTreeMap<String, Person>,
) -> Option<&'p mut Person> {
    let two: String = name.chars().take(2).collect();
    let count = name.chars().count();
    let surname = if is_compound_surname(&two) { 2 } else { usize::from(name.chars().next().is_some_and(is_surname)) };
    let natural = surname > 0 && (surname + 1..=surname + 2).contains(&count) && name.chars().all(is_han);
    let translated = name.contains(['·', '•']) && count <= 20;
    if is_masked(name) || !(unit && count > 3 || natural || translated) {
        return None;
    }
    let nature = if unit { Nature::Unit } else { Nature::Natural };
    let person = people.entry(name.to_owned()).or_insert_with(|| Person { nature, ..Person::new(name, role) });
    add(person, role, facts);
    Some(person)
}

/// Whether a name is a token already: 张某, 张×, 张XX.
fn is_masked(name: &str) -> bool {
    name.contains(['某', '×', '*', 'X', 'x', 'Ｘ', '＊'])
}

/// Adds a role, and what the entry says of the person.
fn add(person: &mut Person, role: Role, facts: &str) {
    if person.role != role && !person.also.contains(&role) {
        person.also.push(role);
    }
    for phrase in facts.split(['，', ',', '。']).map(str::trim) {
        match phrase {
            "男" => person.sex = Some(Sex::Male),
            "女" => person.sex = Some(Sex::Female),
            _ if phrase.ends_with('族') && phrase.chars().count() < 7 => person.ethnicity = Some(phrase.to_owned()),
            _ => {}
        }
    }
}

fn role(word: &str) -> Role {
    match word {
        "被害人" => Role::Victim,
        "证人" => Role::Witness,
        "鉴定人" => Role::Appraiser,
        "出庭负责人" => Role::Official,
        "被继承人" => Role::Deceased,
        word if word.ends_with("被告人") || word == "罪犯" => Role::Accused,
        word if word.ends_with("法定代理人") || word.ends_with("监护人") => Role::StatutoryAgent,
        word if word.ends_with("代表人") || word.ends_with("负责人") => Role::LegalRepresentative,
        word if word.ends_with("辩护人") => Role::Defender,
        word if word.ends_with("代理人") => Role::Agent,
        word if word.contains("附带民事诉讼原告") => Role::IncidentalPlaintiff,
        _ => Role::Party,
    }
}

/// The kind of a case: the procedure where the cut tells it, then the words of the heading and the causes of family law.
fn kind(text: &str, procedure: Option<Procedure>) -> Kind {
    match procedure {
        Some(Procedure::Criminal) => return Kind::Criminal,
        Some(Procedure::Administrative) => return Kind::Administrative,
        Some(Procedure::Enforcement) => return Kind::Enforcement,
        Some(Procedure::Compensation) => return Kind::Compensation,
        Some(Procedure::Civil) | None => {}
    }
    let end = text.char_indices().nth(3000).map_or(text.len(), |(at, _)| at);
    let head = text.get(..end).unwrap_or("");
    let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
    let open = procedure.is_none();
    if open && has(&["刑初", "刑终", "公诉机关", "被告人", "检察院指控"]) {
        Kind::Criminal
    } else if has(&["继承纠纷", "被继承人", "遗嘱继承", "法定继承"]) {
        Kind::Inheritance
    } else if has(&["离婚", "抚养", "赡养", "扶养", "婚姻", "彩礼", "同居关系", "收养", "监护", "分家析产"])
    {
        Kind::Family
    } else if open && has(&["行初", "行终", "行政处罚"]) {
        Kind::Administrative
    } else if open && has(&["申请执行人", "被执行人"]) {
        Kind::Enforcement
    } else if has(&["名誉权", "隐私权", "肖像权", "人格权"]) {
        Kind::Personality
    } else {
        Kind::Civil
    }
}

fn introduce(folded: &Folded<'_>, role: Role, at: usize, people: &mut BTreeMap<String, Person>) {
    let mut at = at;
    let tail = folded.ahead(at, 24);
    if tail.starts_with(['（', '(']) {
        let Some((close, c)) = tail.char_indices().find(|(_, c)| matches!(c, '）' | ')')) else { return };
        at += close + c.len_utf8();
    }
    let tail = folded.ahead(at, 1);
    if tail.starts_with(['：', ':']) {
        at += tail.len();
    }
    let Some((name, nature)) = name(folded, at) else { return };
    let facts = folded.ahead(at + name.len(), 60);
    let facts = facts.find('。').map_or(facts, |stop| facts.get(..stop).unwrap_or(facts));
    let person = people.entry(name.clone()).or_insert_with(|| Person { nature, ..Person::new(&name, role) });
    add(person, role, facts);
    person.lawyer |= facts.contains("律师") || facts.contains("法律服务所");
    if role == Role::Agent && facts.contains('系') && !person.lawyer {
        person.relation = Some("亲属".to_owned());
    }
}

/// The name that begins at a place: up to a mark, or by the surname where the sentence runs on.
fn name(folded: &Folded<'_>, at: usize) -> Option<(String, Nature)> {
    let tail = folded.ahead(at, 32);
    let size = tail
        .char_indices()
        .find(|(offset, c)| {
            !(is_han(*c) || *c == '·' || c.is_ascii_alphabetic()) || *offset > 0 && folded.gap(at + offset) == Gap::Line
        })
        .map_or(tail.len(), |(offset, _)| offset);
    let run = tail.get(..size)?;
    // 张XX is somebody's token, whoever gave it
    if run.is_empty() || run.contains(['某', '×']) || run.starts_with(is_han) && run.contains('x') {
        return None;
    }
    let count = run.chars().count();
    let first = run.chars().next()?;
    let two: String = run.chars().take(2).collect();
    if count > 4 && is_unit_name(run) && !["诉", "与", "和", "及"].iter().any(|word| run.contains(word)) {
        return Some((run.to_owned(), Nature::Unit));
    }
    if run.contains('·') && count <= 20 {
        return Some((run.to_owned(), Nature::Natural));
    }
    let surname = if is_compound_surname(&two) { 2 } else { usize::from(is_surname(first)) };
    if surname == 0 {
        return None;
    }
    if count <= surname + 2 && count > surname {
        return Some((run.to_owned(), Nature::Natural));
    }
    let given = given(folded, at, run, surname);
    let name: String = run.chars().take(surname + given).collect();
    (name.chars().count() > surname).then_some((name, Nature::Natural))
}

/// How long a given name is where the sentence runs on: two characters if they stand together wherever the first does.
fn given(folded: &Folded<'_>, here: usize, run: &str, surname: usize) -> usize {
    const AFTER: &str = "的诉称辩与和及在到将把被向对给因说述曾均已未不也又为证是以从自提系于等之经持驾所即同应有无没共签认出去死故请坚当承伙赔支偿委犯进窃打";
    let short: String = run.chars().take(surname + 1).collect();
    let Some(third) = run.chars().nth(surname + 1) else { return 1 };
    if AFTER.contains(third) {
        return 1;
    }
    let back = folded.back(here, AROUND);
    let (from, ahead) = (here - back.len(), folded.ahead(here, AROUND));
    let window = folded.text().get(from..here + ahead.len()).unwrap_or("");
    let mut places = window.match_indices(&short).take(20);
    let together = places.all(|(at, _)| folded.after(from + at + short.len()) == Some(third));
    if together { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o_020_a_criminal_case_is_read_from_its_text() {
        let text = "某某人民检察院\n被告人赵强，男，汉族。辩护人钱进，辽宁正义律师事务所律师。\n被告人赵强持刀将被害人孙丽捅伤，证人周建华证实孙丽倒地。周建华报警。\n审判长 冯 涛\n书记员 蒋沈";
        let case = case(text);
        assert_eq!(case.kind, Kind::Criminal);
        let of = |name: &str| case.persons.iter().find(|person| person.name == name).map(|person| person.role);
        assert_eq!(of("赵强"), Some(Role::Accused));
        assert_eq!(of("孙丽"), Some(Role::Victim));
        assert_eq!(of("周建华"), Some(Role::Witness));
        assert_eq!(of("冯涛"), Some(Role::Judge));
        assert!(case.persons.iter().any(|person| person.name == "钱进" && person.lawyer));
    }

    #[test]
    fn o_020_units_and_translated_names_are_read() {
        let text = "原告：阿依古丽·买买提，女，维吾尔族。被告：沈阳甲乙有限公司，住所地沈阳市。";
        let case = case(text);
        assert_eq!(case.persons.len(), 2);
        assert!(case.persons.iter().any(|person| person.nature == Nature::Unit));
        assert!(case.persons.iter().any(|person| person.ethnicity.as_deref() == Some("维吾尔族")));
    }

    #[test]
    fn o_033_a_token_of_the_original_is_nobodys_name() {
        for text in ["被告人张XX，男。张XX1登记。", "证人李××证实。", "原告：王某，女。被告：赵**。", "证人周ＸＸ"]
        {
            assert!(case(text).persons.is_empty(), "{text}: {:?}", case(text).persons);
        }
    }

    #[test]
    fn o_020_a_text_without_roles_gives_nobody() {
        for text in ["", "，。；：", "\u{0}\u{1}", "今天天气很好"] {
            assert!(case(text).persons.is_empty());
        }
    }
}
