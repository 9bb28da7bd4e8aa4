//! Elements of a suit (要素): what is asked of a plaintiff for each cause, and the claims and facts that follow from the
//! answers as a proposal. The lists are data (`data/elements/`). Nothing is decided here, and nothing that was written is
//! changed.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::cause::{self, CauseId};
use crate::complaint::{Claim, hidden};
use crate::data;
use crate::day::Day;
use crate::fen::Fen;

/// Answers as they were typed, by question.
pub type Answers = BTreeMap<String, String>;

/// Characters of an answer in words at most.
const LONGEST: usize = 1_000;
/// No answer names an earlier year.
const FIRST_YEAR: i16 = 1900;

/// What kind of answer a question wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 是、否: `yes` or `no`.
    Yes,
    /// One of those listed.
    Choice,
    /// A day, as `2020-03-02`.
    Date,
    /// An amount in yuan.
    Money,
    /// A number without a sign, with four decimals at most.
    Number,
    /// Words.
    Text,
}

impl Kind {
    /// Its word in data.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Yes => "yes",
            Kind::Choice => "choice",
            Kind::Date => "date",
            Kind::Money => "money",
            Kind::Number => "number",
            Kind::Text => "text",
        }
    }
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Id within the list.
    pub id: String,
    /// Kind of answer.
    pub kind: Kind,
    /// The question, in daily words, with the term in brackets.
    pub ask: String,
    /// What helps to answer.
    #[serde(default)]
    pub help: String,
    /// Must be answered.
    #[serde(default)]
    pub needed: bool,
    /// Answers to choose from.
    #[serde(default)]
    pub choices: Vec<String>,
    /// The answer that makes it be asked: `id` for yes, `!id` for no, `id=choice`; empty for always.
    #[serde(default)]
    pub when: String,
    /// The day may lie ahead.
    #[serde(default)]
    pub future: bool,
    /// The day is that of the facts (行为时): by it the law that applies is looked up.
    #[serde(default)]
    pub of_facts: bool,
}

/// A claim that follows from answers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Proposal {
    text: String,
    #[serde(default)]
    amount: String,
    #[serde(default)]
    when: String,
}

/// The list of a cause.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Name of the cause; empty for all that have no list of their own.
    pub cause: String,
    #[serde(default)]
    claims: Vec<Proposal>,
    #[serde(default)]
    facts: Vec<Proposal>,
    /// Its questions in order.
    pub questions: Vec<Question>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    list: Vec<List>,
}

struct Register {
    by_cause: HashMap<CauseId, List>,
    general: List,
    common: List,
}

static REGISTER: LazyLock<Register> = LazyLock::new(|| data::sound("elements", load(&TABLES)));

const TABLES: [&str; 7] = [
    include_str!("../../../data/elements/any_cause.toml"),
    include_str!("../../../data/elements/money.toml"),
    include_str!("../../../data/elements/trade.toml"),
    include_str!("../../../data/elements/housing.toml"),
    include_str!("../../../data/elements/family.toml"),
    include_str!("../../../data/elements/work.toml"),
    include_str!("../../../data/elements/harm.toml"),
];

fn load(tables: &[&str]) -> Result<Register, String> {
    let (mut by_cause, mut general, mut common) = (HashMap::new(), None, None);
    for table in tables {
        for list in toml::from_str::<File>(table).map_err(|error| error.to_string())?.list {
            sound(&list)?;
            match list.cause.as_str() {
                "" => general = Some(list),
                "*" => common = Some(list),
                name => {
                    let known = cause::by_name(name).filter(|cause| cause.name == name && cause.is_fileable());
                    let id = known.ok_or_else(|| format!("{name} is no cause in force"))?.id;
                    if by_cause.insert(id, list).is_some() {
                        return Err("a cause has two lists".to_owned());
                    }
                }
            }
        }
    }
    let general = general.ok_or("no general list")?;
    Ok(Register { by_cause, general, common: common.ok_or("no common list")? })
}

/// Whether a list holds together: ids are its own, conditions name an earlier question, proposals name a question.
fn sound(list: &List) -> Result<(), String> {
    let told = |what: &str| format!("{}: {what}", list.cause);
    for (at, question) in list.questions.iter().enumerate() {
        let earlier = list.questions.get(..at).unwrap_or(&[]);
        if earlier.iter().any(|other| other.id == question.id) {
            return Err(told(&format!("`{}` stands twice", question.id)));
        }
        if !condition_sound(&question.when, earlier) {
            return Err(told(&format!("`{}` depends on no earlier question", question.id)));
        }
        let day = question.kind == Kind::Date && !question.future;
        if question.of_facts && (!day || earlier.iter().any(|other| other.of_facts)) {
            return Err(told(&format!("`{}` is no day of the facts", question.id)));
        }
        if (question.kind == Kind::Choice) == question.choices.is_empty() || question.ask.is_empty() {
            return Err(told(&format!("`{}` is not whole", question.id)));
        }
    }
    for proposal in list.claims.iter().chain(&list.facts) {
        let named = places(&proposal.text).all(|id| list.questions.iter().any(|question| question.id == id));
        let amount = proposal.amount.is_empty()
            || list.questions.iter().any(|one| one.id == proposal.amount && one.kind == Kind::Money);
        if !named || !amount || !condition_sound(&proposal.when, &list.questions) {
            return Err(told(&format!("`{}` names no question", proposal.text)));
        }
    }
    Ok(())
}

fn condition_sound(when: &str, earlier: &[Question]) -> bool {
    let of = |id: &str, kind: Kind| earlier.iter().find(|one| one.id == id && one.kind == kind);
    match when.split_once('=') {
        Some((id, choice)) => of(id, Kind::Choice).is_some_and(|one| one.choices.iter().any(|own| own == choice)),
        None => when.is_empty() || of(when.trim_start_matches('!'), Kind::Yes).is_some(),
    }
}

/// Ids in braces.
fn places(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(id, _)| id)
}

/// The list of a cause: its own, else that of the nearest cause it is part of, else the general one.
pub fn of(id: Option<CauseId>) -> &'static List {
    let own = id.and_then(cause::cause);
    let above = own.into_iter().flat_map(cause::Cause::ancestors);
    let mut all = own.into_iter().chain(above);
    all.find_map(|cause| REGISTER.by_cause.get(&cause.id)).unwrap_or(&REGISTER.general)
}

/// How many causes have a list of their own.
pub fn own_lists() -> impl Iterator<Item = &'static List> {
    REGISTER.by_cause.values()
}

/// All questions of a cause, those put for every cause last.
pub fn questions(id: Option<CauseId>) -> impl Iterator<Item = &'static Question> {
    of(id).questions.iter().chain(&REGISTER.common.questions)
}

/// Whether the answers given make a question be asked.
pub fn asked(id: Option<CauseId>, question: &Question, answers: &Answers) -> bool {
    holds(id, &question.when, answers)
}

/// A condition holds when the answer is so and its own question is asked.
fn holds(id: Option<CauseId>, when: &str, answers: &Answers) -> bool {
    if when.is_empty() {
        return true;
    }
    let (of, wanted) = match when.split_once('=') {
        Some((of, choice)) => (of, choice),
        None => when.strip_prefix('!').map_or((when, "yes"), |of| (of, "no")),
    };
    let given = answers.get(of).map(|text| text.trim()) == Some(wanted);
    given && questions(id).find(|one| one.id == of).is_some_and(|one| holds(id, &one.when, answers))
}

/// Everything wrong with the answers: the question and what to do.
pub fn check(id: Option<CauseId>, answers: &Answers, today: Day) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    for question in questions(id).filter(|question| asked(id, question, answers)) {
        let given = answers.get(&question.id).map_or("", |text| text.trim());
        let fault = if given.is_empty() {
            question.needed.then(|| format!("请回答“{}”", question.ask))
        } else {
            fault(question, given, today).map(|what| format!("“{}”{what}", question.ask))
        };
        wrong.extend(fault.map(|sentence| (question.id.as_str(), sentence)));
    }
    wrong
}

fn fault(question: &Question, given: &str, today: Day) -> Option<String> {
    match question.kind {
        Kind::Yes => (given != "yes" && given != "no").then(|| "请选“是”或者“不是”".to_owned()),
        Kind::Choice => {
            (!question.choices.iter().any(|choice| choice == given)).then(|| "请从列出的答案里选一个".to_owned())
        }
        Kind::Date => match Day::parse(given).filter(|day| (FIRST_YEAR..=2200).contains(&day.year())) {
            None => Some("不是日期，请写成 2020-03-02 的样子".to_owned()),
            Some(day) if day > today && !question.future => Some("不能晚于今天，请核对年份和月份".to_owned()),
            Some(_) => None,
        },
        Kind::Money => match Fen::parse(given) {
            Ok(amount) if (0..=crate::complaint::MOST_MONEY).contains(&amount.0) => None,
            Ok(_) => Some("应当在 0 至 1 万亿元之间".to_owned()),
            Err(_) => Some("只写数字，最多两位小数，例如 12345.60".to_owned()),
        },
        Kind::Number => (!number(given)).then(|| "只写数字，例如 12 或者 89.5".to_owned()),
        Kind::Text if given.chars().count() > LONGEST => {
            Some(format!("过长，最多 {LONGEST} 个字；更多内容请写在“事实与理由”里"))
        }
        Kind::Text => given.chars().any(hidden).then(|| "含有看不见的控制字符，请删去后重新填写".to_owned()),
    }
}

fn number(given: &str) -> bool {
    let (whole, part) = given.split_once('.').unwrap_or((given, "0"));
    let digits =
        |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole, 12) && digits(part, 4)
}

/// An answer as a sentence takes it; none when it is not given, not right or not asked for.
pub fn said(id: Option<CauseId>, question: &Question, answers: &Answers) -> Option<String> {
    let given = answers.get(&question.id).map(|text| text.trim()).filter(|text| !text.is_empty())?;
    if !asked(id, question, answers) || fault(question, given, Day(i32::MAX)).is_some() {
        return None;
    }
    Some(match question.kind {
        Kind::Yes => if given == "yes" { "是" } else { "不是" }.to_owned(),
        Kind::Date => {
            let day = Day::parse(given)?.date();
            format!("{}年{}月{}日", day.year(), day.month(), day.day())
        }
        Kind::Money => {
            let fen = Fen::parse(given).ok()?.0.unsigned_abs();
            let part = if fen.is_multiple_of(100) { String::new() } else { format!(".{:02}", fen % 100) };
            format!("{}{part}元", fen / 100)
        }
        Kind::Choice | Kind::Number => given.to_owned(),
        Kind::Text => given.trim_end_matches(['。', '；', '，', '.', ';']).replace('\n', ""),
    })
}

/// The day of the facts (行为时) as the answers give it; none where no question asks for it or it was not answered. For a
/// contract it is the day it was made or first broken, for harm the day it was done: a proposal, for a judge to change.
pub fn day_of_facts(id: Option<CauseId>, answers: &Answers) -> Option<Day> {
    let question = questions(id).find(|question| question.of_facts && asked(id, question, answers))?;
    let given = answers.get(&question.id)?.trim();
    fault(question, given, Day(i32::MAX)).is_none().then(|| Day::parse(given)).flatten()
}

/// A proposal with its places filled in; none when one of them is not answered or its condition does not hold.
fn filled(id: Option<CauseId>, proposal: &Proposal, answers: &Answers) -> Option<String> {
    if !holds(id, &proposal.when, answers) {
        return None;
    }
    let mut text = String::new();
    let mut rest = proposal.text.as_str();
    // what is answered is put in, never read as a place again
    while let Some((before, after)) = rest.split_once('{') {
        let (place, tail) = after.split_once('}')?;
        let question = questions(id).find(|one| one.id == place)?;
        text.push_str(before);
        text.push_str(&said(id, question, answers)?);
        rest = tail;
    }
    text.push_str(rest);
    Some(text)
}

/// The claims the answers make; for the plaintiff to change. A claim for money whose amount is not given is left out.
pub fn claims(id: Option<CauseId>, answers: &Answers) -> Vec<Claim> {
    let mut all = Vec::new();
    for proposal in &of(id).claims {
        let amount = answers.get(&proposal.amount).and_then(|given| Fen::parse(given.trim()).ok());
        let amount = amount.filter(|amount| amount.0 > 0);
        let asked = of(id).questions.iter().find(|one| one.id == proposal.amount);
        let live = asked.is_none_or(|question| said(id, question, answers).is_some() && amount.is_some());
        if let Some(text) = filled(id, proposal, answers).filter(|_| live) {
            all.push(Claim { amount, text });
        }
    }
    all
}

/// The facts the answers tell, as a paragraph; for the plaintiff to change.
pub fn facts(id: Option<CauseId>, answers: &Answers) -> String {
    let sentences = of(id).facts.iter().filter_map(|proposal| filled(id, proposal, answers));
    sentences.map(|text| if text.ends_with('。') { text } else { text + "。" }).collect()
}

#[cfg(test)]
mod tests;
