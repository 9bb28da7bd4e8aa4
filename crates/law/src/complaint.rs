//! A complaint (起诉状) as a litigant fills it in: parties, claims, facts, evidence, consent. All of it may be missing while
//! it is a draft; [`check`] names everything wrong at once. Pure.

use serde::{Deserialize, Serialize};

use crate::cause::{self, CauseId, Family};
use crate::court;
use crate::day::Day;
use crate::fee::{self, Fee, FeeFault};
use crate::fen::Fen;
use crate::identity::{CitizenId, CreditCode};

/// Who a party is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// 自然人.
    #[default]
    Person,
    /// 法人、非法人组织.
    Organisation,
}

/// A party (当事人).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Party {
    /// Domicile.
    pub domicile: String,
    /// Who acts for a minor or represents an organisation (法定代理人、法定代表人).
    pub head: String,
    /// Citizen's number or credit code.
    pub id: String,
    /// Person or organisation.
    pub kind: PartyKind,
    /// Name.
    pub name: String,
    /// Phone.
    pub phone: String,
}

impl Party {
    /// Nothing is filled in.
    pub fn is_blank(&self) -> bool {
        [&self.name, &self.id, &self.domicile, &self.phone, &self.head].iter().all(|text| text.trim().is_empty())
    }
}

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
    /// Who acts for the plaintiffs and by what authority; empty when they act themselves.
    pub agent: String,
    /// Address papers are served to, confirmed.
    pub address: String,
    /// Name of the cause.
    pub cause: String,
    /// Claims.
    pub claims: Vec<Claim>,
    /// Code of the court.
    pub court: String,
    /// Defendants.
    pub defendants: Vec<Party>,
    /// Consents to electronic service.
    pub electronic: bool,
    /// Evidence.
    pub evidence: Vec<Evidence>,
    /// Facts and reasons.
    pub facts: String,
    /// Consents to mediation before registration.
    pub mediation: bool,
    /// Plaintiffs.
    pub plaintiffs: Vec<Party>,
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
    /// 被告.
    Defendants,
    /// 诉讼请求.
    Claims,
    /// 事实与理由.
    Facts,
    /// 证据.
    Evidence,
    /// 送达与确认.
    Confirm,
}

impl Step {
    /// All steps in order.
    pub const ALL: [Step; 7] =
        [Step::Matter, Step::Plaintiffs, Step::Defendants, Step::Claims, Step::Facts, Step::Evidence, Step::Confirm];

    /// The word in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Step::Matter => "matter",
            Step::Plaintiffs => "plaintiffs",
            Step::Defendants => "defendants",
            Step::Claims => "claims",
            Step::Facts => "facts",
            Step::Evidence => "evidence",
            Step::Confirm => "confirm",
        }
    }

    /// Chinese name.
    pub const fn zh(self) -> &'static str {
        match self {
            Step::Matter => "案由与法院",
            Step::Plaintiffs => "原告",
            Step::Defendants => "被告",
            Step::Claims => "诉讼请求",
            Step::Facts => "事实与理由",
            Step::Evidence => "证据",
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
        "R04" => &[Step::Facts],
        "R05" | "R09" => &[Step::Evidence],
        "R07" => &[Step::Plaintiffs, Step::Evidence],
        "R08" | "R11" | "R12" => &[Step::Confirm],
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
fn hidden(c: char) -> bool {
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
    parties(&mut out, &complaint.plaintiffs, ("R01", Step::Plaintiffs, "plaintiffs", "原告"), today);
    parties(&mut out, &complaint.defendants, ("R02", Step::Defendants, "defendants", "被告"), today);
    same_on_both_sides(&mut out, complaint);
    claims(&mut out, &complaint.claims);
    out.text(&complaint.facts, (20, TEXT), ("R04", Step::Facts, "facts".to_owned()), "事实与理由，至少 20 个字");
    for (at, one) in complaint.evidence.iter().enumerate().take(MOST + 1) {
        let place = |part: &str| ("R05", Step::Evidence, format!("evidence.{at}.{part}"));
        out.text(&one.name, (1, NAME), place("name"), "证据名称");
        out.text(&one.proves, (1, LINE), place("proves"), "证明什么");
    }
    let many = complaint.evidence.len() > MOST;
    out.when(many, "R05", Step::Evidence, "evidence", "证据最多列 50 项，请合并同类证据");
    out.text(&complaint.agent, (0, LINE), ("R07", Step::Plaintiffs, "agent".to_owned()), "代理人");
    out.text(&complaint.address, (5, LINE), ("R11", Step::Confirm, "address".to_owned()), "送达地址");
    out.when(!complaint.signed, "R08", Step::Confirm, "signed", "请勾选并确认所填内容属实");
    out.0
}

fn parties(out: &mut Defects, list: &[Party], side: (&'static str, Step, &str, &str), today: Day) {
    let (code, step, field, name) = side;
    out.when(list.is_empty(), code, step, field, &format!("请至少填写一名{name}"));
    out.when(list.len() > MOST, code, step, field, &format!("{name}最多 50 名；人数更多的，请到窗口办理代表人诉讼"));
    for (at, party) in list.iter().enumerate().take(MOST) {
        let place = |part: &str| (code, step, format!("{field}.{at}.{part}"));
        out.text(&party.name, (1, NAME), place("name"), &format!("{name}的姓名或者名称"));
        out.text(&party.domicile, (3, LINE), place("domicile"), &format!("{name}的住所"));
        out.text(&party.head, (0, NAME), place("head"), "法定代理人或者法定代表人");
        identity(out, party, step == Step::Plaintiffs, place("id"), place("head").2, today);
        let phone = party.phone.trim();
        let digits = phone.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && (7..=20).contains(&phone.len());
        let wanted = step == Step::Plaintiffs;
        let wrong = if phone.is_empty() { wanted } else { !digits };
        out.when(wrong, code, step, place("phone").2, &format!("请填写{name}的电话，只用数字和“-”"));
        let twice = list.iter().take(at).any(|other| same(other, party));
        out.when(twice, code, step, place("name").2, &format!("这名{name}填了两次，请删去一次"));
    }
}

fn identity(
    out: &mut Defects,
    party: &Party,
    wanted: bool,
    at: (&'static str, Step, String),
    head: String,
    today: Day,
) {
    let (code, step, field) = at;
    let id = party.id.trim();
    if id.is_empty() {
        out.when(wanted, code, step, field, "请填写身份证号或者统一社会信用代码");
        return;
    }
    match party.kind {
        PartyKind::Organisation => {
            if let Err(fault) = CreditCode::parse(id) {
                out.when(true, code, step, field, &format!("统一社会信用代码有误：{fault}"));
            }
            let missing = wanted && party.head.trim().is_empty();
            out.when(missing, code, step, head, "请填写法定代表人或者负责人");
        }
        PartyKind::Person => match CitizenId::parse(id, today) {
            Err(fault) => out.when(true, code, step, field, &format!("身份证号有误：{fault}")),
            Ok(id) => {
                let minor = id.born().is_some_and(|born| under_18(born, today));
                let alone = minor && party.head.trim().is_empty();
                out.when(alone, code, step, head, "未满 18 周岁的，请填写法定代理人（监护人）");
            }
        },
    }
}

/// Born less than eighteen years before (民法典 art. 17).
fn under_18(born: Day, today: Day) -> bool {
    let (born, today) = (born.date(), today.date());
    let years = today.year() - born.year();
    years < 18 || (years == 18 && (today.month(), today.day()) < (born.month(), born.day()))
}

fn same(one: &Party, other: &Party) -> bool {
    let by_id = !one.id.trim().is_empty() && one.id.trim() == other.id.trim();
    let by_name = one.id.trim().is_empty() && other.id.trim().is_empty();
    by_id || (by_name && !one.name.trim().is_empty() && one.name.trim() == other.name.trim())
}

fn same_on_both_sides(out: &mut Defects, complaint: &Complaint) {
    for (at, defendant) in complaint.defendants.iter().enumerate() {
        let id = defendant.id.trim();
        let both = !id.is_empty() && complaint.plaintiffs.iter().any(|plaintiff| plaintiff.id.trim() == id);
        let field = format!("defendants.{at}.id");
        out.when(both, "R02", Step::Defendants, field, "原告和被告不能是同一个人；请核对被告的身份信息");
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
const MOST_MONEY: i64 = 100_000_000_000_000;

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
    let name = complaint.cause.trim();
    let has = |word: &str| name.contains(word);
    if has("离婚") {
        "divorce"
    } else if has("劳动") || has("工伤保险待遇") {
        "labour"
    } else if ["生命权", "身体权", "健康权", "名誉权", "隐私权", "肖像权", "姓名权", "荣誉权", "人格权"]
        .iter()
        .any(|word| has(word))
    {
        "personality"
    } else if total(complaint) > Fen::ZERO {
        "property"
    } else {
        "other"
    }
}

/// The fee to be paid in advance, with every step.
///
/// # Errors
/// When the scale or the amount is none.
pub fn fee_of(complaint: &Complaint) -> Result<Fee, FeeFault> {
    let amount = total(complaint);
    fee::fee(scale_of(complaint), (amount > Fen::ZERO).then_some(amount), &[])
}

/// Steps in which two complaints differ.
pub fn changed(before: &Complaint, after: &Complaint) -> Vec<Step> {
    let differs = [
        (Step::Matter, (&before.court, &before.cause) != (&after.court, &after.cause)),
        (Step::Plaintiffs, (&before.plaintiffs, &before.agent) != (&after.plaintiffs, &after.agent)),
        (Step::Defendants, before.defendants != after.defendants),
        (Step::Claims, before.claims != after.claims),
        (Step::Facts, before.facts != after.facts),
        (Step::Evidence, before.evidence != after.evidence),
        (
            Step::Confirm,
            (&before.address, before.electronic, before.mediation)
                != (&after.address, after.electronic, after.mediation),
        ),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(step, _)| step).collect()
}

#[cfg(test)]
mod tests;
