//! Parties and who acts for them (当事人及代理人), read from the head of a judgment.

use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};

use crate::fold::Folded;

/// The longest name that is read, in characters.
const MAX_NAME: usize = 60;
/// The most parties and agents that are kept of one text.
const MAX_PEOPLE: usize = 20_000;

/// In which role somebody is a party (诉讼地位).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 原告.
    Plaintiff,
    /// 被告.
    Defendant,
    /// 第三人.
    ThirdParty,
    /// 上诉人.
    Appellant,
    /// 被上诉人.
    Appellee,
    /// 再审申请人.
    RetrialApplicant,
    /// 申请人.
    Applicant,
    /// 被申请人.
    Respondent,
    /// 申请执行人.
    ExecutionApplicant,
    /// 被执行人.
    ExecutionDebtor,
    /// 异议人, 案外人, 利害关系人, 复议申请人.
    Objector,
    /// 公诉机关, 抗诉机关.
    Prosecution,
    /// 自诉人.
    PrivateProsecutor,
    /// 被告人, 被告单位.
    Accused,
    /// 附带民事诉讼原告人.
    IncidentalPlaintiff,
    /// 附带民事诉讼被告人.
    IncidentalDefendant,
    /// 被害人.
    Victim,
    /// 申诉人.
    Petitioner,
    /// 起诉人.
    Complainant,
    /// 赔偿请求人.
    CompensationClaimant,
    /// 赔偿义务机关.
    LiableOrgan,
    /// 罪犯, of commutation and parole.
    Convict,
    /// 执行机关, that proposes commutation.
    PenalOrgan,
}

/// In which role somebody acts for a party (代理身份).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgentRole {
    /// 委托代理人, 委托诉讼代理人, 诉讼代理人.
    Agent,
    /// 法定代理人, 监护人.
    Guardian,
    /// 法定代表人, 负责人, 代表人, 经营者.
    Representative,
    /// 辩护人, 指定辩护人.
    Defender,
}

/// What kind of person a party is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonKind {
    /// Natural person (自然人).
    Natural,
    /// Company, association or other unit (法人、非法人组织).
    Organisation,
    /// Public authority (机关).
    Authority,
}

/// Somebody who acts for a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// In which role.
    pub role: AgentRole,
    /// Bytes of the name.
    pub name: Range<usize>,
    /// Bytes of the whole entry: role, name, what is said about the person.
    pub span: Range<usize>,
    /// Whether the entry says that it is a lawyer or legal worker (律师、法律工作者).
    pub lawyer: bool,
}

/// A party of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// In which role.
    pub role: Role,
    /// Bytes of the role's words, with what stands in brackets behind them: 上诉人（原审被告）.
    pub label: Range<usize>,
    /// Role before the court below, where the brackets say so.
    pub role_below: Option<Role>,
    /// What kind of person.
    pub kind: PersonKind,
    /// Bytes of the name.
    pub name: Range<usize>,
    /// Bytes of other names the entry gives (曾用名、又名、绰号).
    pub aliases: Vec<Range<usize>>,
    /// Bytes of the whole entry, without the agents.
    pub span: Range<usize>,
    /// Who acts for the party.
    pub agents: Vec<Agent>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Party(Role),
    Agent(AgentRole),
}

const ROLES: [(&str, Role); 33] = [
    ("原告", Role::Plaintiff),
    ("被告", Role::Defendant),
    ("第三人", Role::ThirdParty),
    ("上诉人", Role::Appellant),
    ("被上诉人", Role::Appellee),
    ("再审申请人", Role::RetrialApplicant),
    ("申请再审人", Role::RetrialApplicant),
    ("申请人", Role::Applicant),
    ("被申请人", Role::Respondent),
    ("被申请再审人", Role::Respondent),
    ("申诉人", Role::Petitioner),
    ("被申诉人", Role::Respondent),
    ("申请执行人", Role::ExecutionApplicant),
    ("被执行人", Role::ExecutionDebtor),
    ("异议人", Role::Objector),
    ("案外人", Role::Objector),
    ("利害关系人", Role::Objector),
    ("复议申请人", Role::Objector),
    ("申请复议人", Role::Objector),
    ("公诉机关", Role::Prosecution),
    ("抗诉机关", Role::Prosecution),
    ("自诉人", Role::PrivateProsecutor),
    ("被告人", Role::Accused),
    ("被告单位", Role::Accused),
    ("附带民事诉讼原告人", Role::IncidentalPlaintiff),
    ("附带民事诉讼被告人", Role::IncidentalDefendant),
    ("被害人", Role::Victim),
    ("起诉人", Role::Complainant),
    ("赔偿请求人", Role::CompensationClaimant),
    ("赔偿义务机关", Role::LiableOrgan),
    ("罪犯", Role::Convict),
    ("执行机关", Role::PenalOrgan),
    ("附带民事诉讼原告", Role::IncidentalPlaintiff),
];
const AGENTS: [(&str, AgentRole); 13] = [
    ("委托代理人", AgentRole::Agent),
    ("委托诉讼代理人", AgentRole::Agent),
    ("诉讼代理人", AgentRole::Agent),
    ("特别授权代理人", AgentRole::Agent),
    ("法定代理人", AgentRole::Guardian),
    ("监护人", AgentRole::Guardian),
    ("法定代表人", AgentRole::Representative),
    ("诉讼代表人", AgentRole::Representative),
    ("负责人", AgentRole::Representative),
    ("代表人", AgentRole::Representative),
    ("经营者", AgentRole::Representative),
    ("辩护人", AgentRole::Defender),
    ("指定辩护人", AgentRole::Defender),
];
const BEFORE_ROLES: [&str; 8] = ["原审", "一审", "二审", "再审", "原", "本诉", "反诉", "原审附带民事诉讼"];
const ALIASES: [&str; 12] =
    ["曾用名", "又名", "别名", "化名", "绰号", "小名", "乳名", "网名", "自报名", "自报", "外号", "曾用姓名"];

/// The words that begin an entry about a party, plain: 原告, 原审被告, 反诉原告.
pub fn role_words() -> impl Iterator<Item = (String, Role)> {
    let before = || BEFORE_ROLES.into_iter().chain([""]);
    ROLES.into_iter().flat_map(move |(word, role)| before().map(move |before| (format!("{before}{word}"), role)))
}

/// The words that begin an entry about who acts for a party, plain; they may stand behind a party's: 原告的委托代理人.
pub fn agent_words() -> impl Iterator<Item = (&'static str, AgentRole)> {
    AGENTS.into_iter()
}

struct Words {
    automaton: Option<AhoCorasick>,
    words: Vec<Word>,
}

/// The words for roles, alone and as 原审被告, 反诉原告, 原告委托代理人.
fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut patterns = Vec::new();
        let mut words = Vec::new();
        for (text, role) in ROLES {
            for before in BEFORE_ROLES.into_iter().chain([""]) {
                patterns.push(format!("{before}{text}"));
                words.push(Word::Party(role));
            }
            for (agent, role) in AGENTS {
                patterns.push(format!("{text}{agent}"));
                patterns.push(format!("{text}的{agent}"));
                words.extend([Word::Agent(role); 2]);
            }
        }
        for (agent, role) in AGENTS {
            patterns.push(agent.to_owned());
            words.push(Word::Agent(role));
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns).ok();
        Words { automaton, words }
    })
}

/// A word for a role at a place where an entry can begin, in plain bytes.
struct Hit {
    word: Word,
    start: usize,
    end: usize,
}

fn hits(folded: &Folded, block: Range<usize>) -> Vec<Hit> {
    let Words { automaton, words } = words();
    let text = folded.slice(block.clone());
    // Where the entry before this one may end without a mark: 公诉机关某检察院被告人某.
    let mut before: Option<usize> = None;
    automaton
        .iter()
        .flat_map(|automaton| automaton.find_iter(text))
        .filter_map(|found| {
            let word = words.get(found.pattern().as_usize()).copied()?;
            let start = block.start + found.start();
            let mut end = block.start + found.end();
            // 被告人寿保险公司: a defendant whose name begins with 人.
            if folded.slice(start..end).ends_with("被告人")
                && ["寿", "民", "保"].iter().any(|c| folded.after(end).starts_with(c))
            {
                end -= '人'.len_utf8();
            }
            let begins =
                begins_entry(folded, start) || before.is_some_and(|before| runs_on(folded.slice(before..start)));
            before = begins.then_some(end).or(before);
            begins.then_some(Hit { word, start, end })
        })
        .take(MAX_PEOPLE)
        .collect()
}

/// Whether an entry can begin here: at a sentence or clause, after 二 as in 二被告, or at a line; not in brackets.
fn begins_entry(folded: &Folded, at: usize) -> bool {
    folded.starts_sentence(at)
        || folded.char_before(at).is_some_and(|c| ",、):号".contains(c) || "二两三四五六七八九十述上同".contains(c))
            && !in_brackets(folded, at)
}

/// Whether what stands between two words for roles is a bare name: no mark parts the entries.
fn runs_on(name: &str) -> bool {
    let count = name.chars().take(41).count();
    let bare = count <= 40 && name.chars().all(|c| c.is_alphanumeric() || c == '×');
    let unit = ["检察院", "公司", "局", "银行", "政府", "委员会"].iter().any(|end| name.ends_with(end));
    bare && ((2..=4).contains(&count) && !name.ends_with(['系', '与', '诉', '和', '为', '的']) || unit)
}

/// Whether a bracket is open here, looked for a little way back.
fn in_brackets(folded: &Folded, at: usize) -> bool {
    let mut from = at.saturating_sub(120).max(folded.line_start(at));
    while !folded.as_str().is_char_boundary(from) {
        from += 1;
    }
    folded.slice(from..at).chars().rev().find(|c| matches!(c, '(' | ')')) == Some('(')
}

/// Whether a word for a role stands at the very beginning of the plain text from this byte on: its role's end.
pub(crate) fn role_at(folded: &Folded, at: usize) -> Option<(usize, bool)> {
    let rest = folded.after(at);
    let head: String = rest.chars().take(14).collect();
    let Words { automaton, words } = words();
    let found = automaton.as_ref()?.find(head.as_str()).filter(|found| found.start() == 0)?;
    let party = matches!(words.get(found.pattern().as_usize()), Some(Word::Party(_)));
    Some((at + found.end(), party))
}

/// The role behind a word.
pub(crate) fn role_of(word: &str) -> Option<Role> {
    let Words { automaton, words } = words();
    let found = automaton.as_ref()?.find(word).filter(|found| found.start() == 0)?;
    match words.get(found.pattern().as_usize()) {
        Some(Word::Party(role)) => Some(*role),
        _ => None,
    }
}

/// Reads the parties out of the part of a text that names them.
pub(crate) fn parties(original: &str, folded: &Folded, block: Range<usize>) -> Vec<Party> {
    let hits = hits(folded, block.clone());
    let mut out: Vec<Party> = Vec::new();
    for (i, hit) in hits.iter().enumerate() {
        let end = hits.get(i + 1).map_or(block.end, |next| next.start);
        let (label_end, note) = label_end(folded, hit.end, end);
        let names = names(folded, label_end, end);
        let span = folded.span(original, hit.start..end);
        match hit.word {
            Word::Party(role) => {
                for name in names {
                    out.push(Party {
                        role,
                        label: folded.span(original, hit.start..label_end),
                        role_below: note.as_deref().and_then(role_of),
                        kind: kind(folded.slice(name.clone()), role),
                        aliases: aliases(original, folded, name.end..end),
                        name: folded.span(original, name),
                        span: span.clone(),
                        agents: Vec::new(),
                    });
                }
            }
            Word::Agent(role) => {
                let Some(party) = out.last_mut() else { continue };
                let entry = folded.slice(hit.start..end);
                let lawyer = entry.contains("律师") || entry.contains("法律工作者");
                for name in names {
                    party.agents.push(Agent { role, name: folded.span(original, name), span: span.clone(), lawyer });
                }
            }
        }
    }
    out
}

/// Passes over brackets and a colon behind a role's word: where they end, and what the brackets hold.
fn label_end(folded: &Folded, at: usize, limit: usize) -> (usize, Option<String>) {
    let mut at = at;
    let mut note = None;
    while let Some(inner) =
        folded.slice(at..limit).strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(a, _)| a)
    {
        at += inner.len() + 2;
        note.get_or_insert_with(|| inner.to_owned());
    }
    if folded.slice(at..limit).starts_with([':', '为', '系']) {
        at += folded.slice(at..limit).chars().next().map_or(0, char::len_utf8);
    }
    (at, note)
}

/// The names behind a role's word, in plain bytes: up to a mark, a line's end or what is said about the person.
fn names(folded: &Folded, from: usize, limit: usize) -> Vec<Range<usize>> {
    let limit = limit.min(folded.line_end(from).max(from));
    let text = folded.slice(from..limit);
    let mut out = Vec::new();
    let mut start = 0;
    let mut brackets = 0_u32;
    let mut end = text.len();
    for (count, (i, c)) in text.char_indices().enumerate() {
        match c {
            '(' => {
                // 沈阳（北方）有限公司 keeps its brackets, 张三（曾用名张四） ends at them.
                let goes_on =
                    text.get(i..).and_then(|rest| rest.split_once(')')).is_some_and(|(_, rest)| continues(rest));
                if !goes_on {
                    end = i;
                    break;
                }
                brackets += 1;
            }
            ')' => brackets = brackets.saturating_sub(1),
            '、' if brackets == 0 => {
                out.push(start..i);
                start = i + c.len_utf8();
            }
            ',' | '。' | ';' | ':' | '"' | '“' => {
                end = i;
                break;
            }
            _ if count > MAX_NAME => return Vec::new(),
            _ => {}
        }
    }
    out.push(start..end);
    let fits = |name: &Range<usize>| name.start < name.end;
    out.into_iter().filter(fits).map(|name| from + name.start..from + name.end).collect()
}

/// Whether a company's name goes on behind brackets.
fn continues(rest: &str) -> bool {
    let word: String = rest.chars().take_while(|c| !",。;:(、".contains(*c)).take(30).collect();
    ["公司", "合伙", "厂", "中心", "企业", "店", "所", "集团", "银行", "社", "院", "行"]
        .iter()
        .any(|end| word.ends_with(end))
        || word.contains("公司")
}

/// Other names an entry gives.
fn aliases(original: &str, folded: &Folded, entry: Range<usize>) -> Vec<Range<usize>> {
    let near = folded.slice(entry.clone());
    let mut near_end = near.len().min(400);
    while !near.is_char_boundary(near_end) {
        near_end -= 1;
    }
    let near = near.get(..near_end).unwrap_or_default();
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut free = 0;
    let mut starts: Vec<usize> =
        ALIASES.iter().flat_map(|word| near.match_indices(word).map(|(i, _)| i + word.len())).collect();
    starts.sort_unstable();
    for from in starts {
        let rest = near.get(from..).unwrap_or_default();
        let lead = rest.len() - rest.trim_start_matches([':', '"', '“', '”', '‘', '\'', '为', '名']).len();
        let from = from + lead;
        let rest = near.get(from..).unwrap_or_default();
        let len = rest.find([',', '。', ')', '"', '”', '’', '\'', ';', '、', '(']).unwrap_or(rest.len());
        if from >= free && (1..=MAX_NAME).contains(&len) {
            out.push(folded.span(original, entry.start + from..entry.start + from + len));
            free = from + len;
        }
    }
    out
}

const AUTHORITY_ENDS: [&str; 16] = [
    "人民检察院",
    "人民政府",
    "公安局",
    "分局",
    "派出所",
    "局",
    "委员会",
    "人民法院",
    "办事处",
    "支队",
    "大队",
    "监狱",
    "管理处",
    "厅",
    "政府",
    "税务所",
];
const UNIT_WORDS: [&str; 27] = [
    "公司",
    "银行",
    "厂",
    "医院",
    "学校",
    "大学",
    "中心",
    "合作社",
    "集团",
    "企业",
    "事务所",
    "商店",
    "超市",
    "经营部",
    "商行",
    "协会",
    "研究院",
    "支行",
    "分行",
    "村民委员会",
    "居民委员会",
    "小学",
    "中学",
    "幼儿园",
    "合伙",
    "信用社",
    "基金会",
];

/// What kind of person bears a name.
fn kind(name: &str, role: Role) -> PersonKind {
    if matches!(role, Role::Prosecution | Role::LiableOrgan | Role::PenalOrgan) {
        return PersonKind::Authority;
    }
    if UNIT_WORDS.iter().any(|word| name.contains(word)) {
        return PersonKind::Organisation;
    }
    if AUTHORITY_ENDS.iter().any(|end| name.ends_with(end)) && name.chars().count() > 3 {
        return PersonKind::Authority;
    }
    let units = ["店", "部", "队", "社", "馆", "场", "矿", "站", "酒楼", "饭店", "工程处", "院", "会", "园"];
    if name.chars().count() > 4 && units.iter().any(|end| name.ends_with(end)) {
        return PersonKind::Organisation;
    }
    PersonKind::Natural
}
