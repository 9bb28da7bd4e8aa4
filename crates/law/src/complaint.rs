//! A complaint (起诉状) as a litigant fills it in: parties, who acts for them, answers, claims, facts, evidence, fees,
//! consent. All of it may be missing while it is a draft; [`check`] names everything wrong at once. What was written before
//! a field was known still reads. Pure.

mod agent;
mod delivery;
mod party;
mod relief;
mod review;

use serde::{Deserialize, Serialize};

use crate::cause::{self, CauseId, Family};
use crate::court;
use crate::day::Day;
use crate::elements::{self, Answers};
use crate::fee::{self, Fee, FeeFault};
use crate::fen::Fen;

pub use agent::{Agent, AgentKind, MANY, MOST_AGENTS, Power};
pub use delivery::{Delivery, consents, not_electronic};
pub use party::{Guardian, Kinship, Party, PartyKind};
pub use relief::{LEAST_REDUCTION, MOST_REDUCTION, ReliefAsked, ReliefGround, after, article, natural};
pub use review::{Item, Known, Verdict, likeness, review};

/// A claim (诉讼请求).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Claim {
    /// Money claimed; none for a claim that is not for money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Fen>,
    /// What is claimed.
    pub text: String,
}

/// A piece of evidence (证据).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    /// Digest of the file, when one was handed in.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub digest: String,
    /// Name.
    pub name: String,
    /// What it proves.
    pub proves: String,
}

/// A complaint.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Complaint {
    /// Address papers are served to, confirmed.
    pub address: String,
    /// Who acts for the plaintiffs, as complaints of old say it in a line.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub agent: String,
    /// Who acts for the plaintiffs; none when they act themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agents: Vec<Agent>,
    /// Answers to the questions of the cause, as typed; empty when none were put.
    #[serde(skip_serializing_if = "Answers::is_empty")]
    pub answers: Answers,
    /// Name of the cause.
    pub cause: String,
    /// Claims.
    pub claims: Vec<Claim>,
    /// Code of the court.
    pub court: String,
    /// Defendants.
    pub defendants: Vec<Party>,
    /// How the plaintiff is reached beside the address.
    #[serde(skip_serializing_if = "Delivery::is_blank")]
    pub delivery: Delivery,
    /// Consents to electronic service.
    pub electronic: bool,
    /// Evidence.
    pub evidence: Vec<Evidence>,
    /// Facts and reasons.
    pub facts: String,
    /// Consents to mediation before registration.
    pub mediation: bool,
    /// Written without the questions: the answers are not looked at.
    #[serde(skip_serializing_if = "is_false")]
    pub own_words: bool,
    /// Plaintiffs.
    pub plaintiffs: Vec<Party>,
    /// Relief from the fee that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relief: Option<ReliefAsked>,
    /// Declares that all of it is true, and signs.
    pub signed: bool,
}

/// A step of filling it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// 案由与法院.
    Matter,
    /// 原告.
    Plaintiffs,
    /// 代理人和共同诉讼.
    Agents,
    /// 被告.
    Defendants,
    /// 问答.
    Questions,
    /// 诉讼请求.
    Claims,
    /// 事实与理由.
    Facts,
    /// 证据.
    Evidence,
    /// 诉讼费.
    Fee,
    /// 送达与确认.
    Confirm,
}

impl Step {
    /// All steps in order.
    pub const ALL: [Step; 10] = [
        Step::Matter,
        Step::Plaintiffs,
        Step::Agents,
        Step::Defendants,
        Step::Questions,
        Step::Claims,
        Step::Facts,
        Step::Evidence,
        Step::Fee,
        Step::Confirm,
    ];

    /// The word in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Step::Matter => "matter",
            Step::Plaintiffs => "plaintiffs",
            Step::Agents => "agents",
            Step::Defendants => "defendants",
            Step::Questions => "questions",
            Step::Claims => "claims",
            Step::Facts => "facts",
            Step::Evidence => "evidence",
            Step::Fee => "fee",
            Step::Confirm => "confirm",
        }
    }

    /// Chinese name.
    pub const fn zh(self) -> &'static str {
        match self {
            Step::Matter => "案由与法院",
            Step::Plaintiffs => "原告",
            Step::Agents => "代理人",
            Step::Defendants => "被告",
            Step::Questions => "问答",
            Step::Claims => "诉讼请求",
            Step::Facts => "事实与理由",
            Step::Evidence => "证据",
            Step::Fee => "诉讼费",
            Step::Confirm => "送达与确认",
        }
    }

    /// The step of a word.
    pub fn parse(word: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.word() == word)
    }

    /// The step after it.
    pub fn next(self) -> Option<Step> {
        Step::ALL.into_iter().find(|step| *step > self)
    }
}

/// Something wrong with a complaint: where, and what to do. `code` is that of the registry's list of reasons (services
/// §2.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// Code, such as `R03`.
    pub code: &'static str,
    /// Field, such as `claims.0.amount`.
    pub field: String,
    /// The step it is in.
    pub step: Step,
    /// What is wrong and what to do.
    pub sentence: String,
}

/// The registry's reasons for asking for a correction (services §2.3).
pub const REASONS: [(&str, &str); 13] = [
    ("R01", "原告身份信息不全"),
    ("R02", "被告不明确"),
    ("R03", "请求不明确或者金额不符"),
    ("R04", "缺事实理由"),
    ("R05", "证据缺失或者没有清单"),
    ("R06", "身份证明缺失"),
    ("R07", "委托手续不全"),
    ("R08", "未签名捺印"),
    ("R09", "文件不清晰或者格式不符"),
    ("R10", "管辖不符（释明）"),
    ("R11", "送达地址缺失"),
    ("R12", "缴费凭证异常"),
    ("R99", "其他"),
];

/// Fields of a complaint that a reason asks about: the steps a litigant may then change.
pub fn steps_of(code: &str) -> &'static [Step] {
    match code {
        "R01" | "R06" => &[Step::Plaintiffs],
        "R02" => &[Step::Defendants],
        "R03" => &[Step::Claims],
        "R04" => &[Step::Questions, Step::Facts],
        "R05" | "R09" => &[Step::Evidence],
        "R07" => &[Step::Agents, Step::Evidence],
        "R08" | "R11" => &[Step::Confirm],
        "R12" => &[Step::Fee],
        "R10" => &[Step::Matter],
        _ => &Step::ALL,
    }
}

/// Characters at most: of names and numbers, of a line, of a long text.
const NAME: usize = 60;
const LINE: usize = 300;
const TEXT: usize = 20_000;
/// Parties of one side, claims, pieces of evidence at most.
const MOST: usize = 50;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// Collects what is wrong.
struct Defects(Vec<Defect>);

impl Defects {
    fn when(&mut self, wrong: bool, code: &'static str, step: Step, field: impl Into<String>, sentence: &str) {
        if wrong {
            self.0.push(Defect { code, field: field.into(), step, sentence: sentence.to_owned() });
        }
    }

    /// A text that must be there, not too long, and without hidden characters.
    fn text(&mut self, text: &str, (least, most): (usize, usize), at: (&'static str, Step, String), what: &str) {
        let (code, step, field) = at;
        let length = text.trim().chars().count();
        self.when(length < least, code, step, field.clone(), &format!("请填写{what}"));
        let long = length > most;
        self.when(long, code, step, field.clone(), &format!("{what}过长，最多 {most} 个字；更多内容请作为证据上传"));
        let odd = text.chars().any(hidden);
        self.when(odd, code, step, field, &format!("{what}含有看不见的控制字符，请删去后重新填写"));
    }
}

/// Controls, marks that turn a line round, characters without width.
pub fn hidden(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => true,
        c => c.is_control(),
    }
}

/// Everything wrong with a complaint that is to be filed.
pub fn check(complaint: &Complaint, today: Day) -> Vec<Defect> {
    let mut out = Defects(Vec::new());
    let known = court::by_code(&complaint.court).is_some();
    out.when(!known, "R10", Step::Matter, "court", "请选择受理法院");
    out.when(cause_of(complaint).is_none(), "R03", Step::Matter, "cause", "请选择案由；拿不准的，选最接近的一项");
    party::check(&mut out, &complaint.plaintiffs, ("R01", Step::Plaintiffs, "plaintiffs", "原告"), today);
    agent::check(&mut out, complaint, today);
    party::check(&mut out, &complaint.defendants, ("R02", Step::Defendants, "defendants", "被告"), today);
    party::both_sides(&mut out, &complaint.plaintiffs, &complaint.defendants);
    answers(&mut out, complaint, today);
    claims(&mut out, &complaint.claims);
    out.text(&complaint.facts, (20, TEXT), ("R04", Step::Facts, "facts".to_owned()), "事实与理由，至少 20 个字");
    for (at, one) in complaint.evidence.iter().enumerate().take(MOST + 1) {
        let place = |part: &str| ("R05", Step::Evidence, format!("evidence.{at}.{part}"));
        out.text(&one.name, (1, NAME), place("name"), "证据名称");
        out.text(&one.proves, (1, LINE), place("proves"), "证明什么");
    }
    let many = complaint.evidence.len() > MOST;
    out.when(many, "R05", Step::Evidence, "evidence", "证据最多列 50 项，请合并同类证据");
    relief::check(&mut out, complaint);
    delivery::check(&mut out, complaint);
    out.when(!complaint.signed, "R08", Step::Confirm, "signed", "请勾选并确认所填内容属实");
    out.0
}

/// The questions were put, so that what they need must be answered.
pub fn guided(complaint: &Complaint) -> bool {
    !complaint.answers.is_empty() && !complaint.own_words
}

fn answers(out: &mut Defects, complaint: &Complaint, today: Day) {
    if !guided(complaint) {
        return;
    }
    for (id, sentence) in elements::check(cause_of(complaint), &complaint.answers, today) {
        out.when(true, "R04", Step::Questions, format!("answers.{id}"), &sentence);
    }
}

fn claims(out: &mut Defects, list: &[Claim]) {
    out.when(list.is_empty(), "R03", Step::Claims, "claims", "请至少填写一项诉讼请求");
    out.when(list.len() > MOST, "R03", Step::Claims, "claims", "诉讼请求最多 50 项，请合并");
    for (at, claim) in list.iter().enumerate().take(MOST) {
        out.text(&claim.text, (4, LINE), ("R03", Step::Claims, format!("claims.{at}.text")), "请求的内容");
        let odd = claim.amount.is_some_and(|amount| amount < Fen::ZERO || amount.0 > MOST_MONEY);
        let field = format!("claims.{at}.amount");
        out.when(odd, "R03", Step::Claims, field, "金额应当在 0 至 1 万亿元之间；请核对后重新填写");
    }
}

/// No claim is for more: a trillion yuan, in fen.
pub(crate) const MOST_MONEY: i64 = 100_000_000_000_000;

/// The cause chosen.
pub fn cause_of(complaint: &Complaint) -> Option<CauseId> {
    let found = cause::by_name(complaint.cause.trim())?;
    (found.family == Family::Civil && found.is_fileable()).then_some(found.id)
}

/// What is claimed in money, in all.
pub fn total(complaint: &Complaint) -> Fen {
    let all = complaint.claims.iter().filter_map(|claim| claim.amount);
    Fen(all.fold(0_i64, |sum, amount| sum.saturating_add(amount.0.clamp(0, MOST_MONEY))))
}

/// The scale of fees a complaint falls under (诉讼费用交纳办法 art. 13), by its cause and claims.
pub fn scale_of(complaint: &Complaint) -> &'static str {
    fee::scale_for(cause_of(complaint), total(complaint) > Fen::ZERO)
}

/// The fee to be paid in advance, with every step.
///
/// # Errors
/// When the scale or the amount is none.
pub fn fee_of(complaint: &Complaint) -> Result<Fee, FeeFault> {
    let (amount, id) = (total(complaint), scale_of(complaint));
    // what is charged by the matter alone knows no amount
    let banded = fee::scale(id).is_some_and(|scale| !scale.bands.is_empty());
    fee::fee(id, Some(amount).filter(|amount| banded && *amount > Fen::ZERO), &[])
}

/// Parties without what is said of them under another step.
fn sides(list: &[Party]) -> Vec<Party> {
    list.iter().map(|party| Party { joins: false, represents: false, ..party.clone() }).collect()
}

fn agents(one: &Complaint) -> (&str, &[Agent], Vec<(bool, bool)>) {
    (&one.agent, &one.agents, one.plaintiffs.iter().map(|party| (party.joins, party.represents)).collect())
}

fn confirmed(one: &Complaint) -> (&str, &Delivery, bool, bool) {
    (&one.address, &one.delivery, one.electronic, one.mediation)
}

/// Steps in which two complaints differ.
pub fn changed(before: &Complaint, after: &Complaint) -> Vec<Step> {
    let differs = [
        (Step::Matter, (&before.court, &before.cause) != (&after.court, &after.cause)),
        (Step::Plaintiffs, sides(&before.plaintiffs) != sides(&after.plaintiffs)),
        (Step::Agents, agents(before) != agents(after)),
        (Step::Defendants, before.defendants != after.defendants),
        (Step::Questions, (&before.answers, before.own_words) != (&after.answers, after.own_words)),
        (Step::Claims, before.claims != after.claims),
        (Step::Facts, before.facts != after.facts),
        (Step::Evidence, before.evidence != after.evidence),
        (Step::Fee, before.relief != after.relief),
        (Step::Confirm, confirmed(before) != confirmed(after)),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(step, _)| step).collect()
}

#[cfg(test)]
mod tests;
