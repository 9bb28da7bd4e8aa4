//! Who acts for the plaintiffs (委托诉讼代理人, 民事诉讼法 arts. 58, 59) and who represents many of them (arts. 52, 53).

use serde::{Deserialize, Serialize};

use super::party::{Party, PartyKind, adult_fault, is_phone};
use super::{Complaint, Defects, LINE, NAME, Step};
use crate::day::Day;
use crate::life::codes::codes;

codes! {
    /// Who may be an agent (民事诉讼法 art. 58).
    AgentKind: u8 {
        Lawyer = 1, "lawyer", "律师";
        LegalWorker = 2, "legal_worker", "基层法律服务工作者";
        Relative = 3, "relative", "近亲属";
        Employee = 4, "employee", "单位的工作人员";
        Recommended = 5, "recommended", "社区、单位或者社会团体推荐的公民";
    }
}

codes! {
    /// What an agent may do only when it is said (特别授权, 民事诉讼法 art. 59; S-005).
    Power: u8 {
        Waive = 1, "waive", "承认、放弃、变更诉讼请求";
        Settle = 2, "settle", "和解、调解";
        Counterclaim = 3, "counterclaim", "提起反诉";
        Appeal = 4, "appeal", "提起上诉";
        Collect = 5, "collect", "代收款项";
    }
}

/// An agent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Agent {
    /// A lawyer's firm.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub firm: String,
    /// Citizen's number of those who are no lawyers.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Who they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<AgentKind>,
    /// A lawyer's licence.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub licence: String,
    /// Name.
    pub name: String,
    /// Phone.
    pub phone: String,
    /// What they may do beside the ordinary; none is an ordinary authority (一般授权).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub powers: Vec<Power>,
    /// How they stand to the party, or who recommends them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub relation: String,
}

impl Agent {
    /// Nothing is filled in.
    pub fn is_blank(&self) -> bool {
        let texts = [&self.name, &self.id, &self.licence, &self.firm, &self.relation, &self.phone];
        texts.iter().all(|text| text.trim().is_empty())
    }

    /// As one sentence: name, who they are, and how far they may go.
    pub fn zh(&self) -> String {
        let kind = self.kind.map_or("", AgentKind::zh);
        let firm = if self.firm.is_empty() { String::new() } else { format!("，{}", self.firm) };
        format!("{}（{kind}{firm}），{}", self.name, self.authority())
    }

    /// How far they may go.
    pub fn authority(&self) -> String {
        if self.powers.is_empty() {
            return "一般授权".to_owned();
        }
        let powers: Vec<&str> = self.powers.iter().map(|power| power.zh()).collect();
        format!("特别授权：{}", powers.join("；"))
    }
}

/// Agents at most (民事诉讼法 art. 58).
pub const MOST_AGENTS: usize = 2;
/// From so many plaintiffs on, they choose who represents them (民诉法解释 art. 75).
pub const MANY: usize = 10;
/// Representatives at least and at most (民诉法解释 art. 78).
const REPRESENTATIVES: (usize, usize) = (2, 5);

pub(super) fn check(out: &mut Defects, complaint: &Complaint, today: Day) {
    let old = !complaint.agent.trim().is_empty() && complaint.agents.is_empty();
    let (code, step) = ("R07", Step::Agents);
    let filled = &complaint.agents;
    out.when(old, code, step, "agents.0.name", "请逐项填写代理人的姓名、身份和权限；原来写的一句话不再够用");
    out.when(filled.len() > MOST_AGENTS, code, step, "agents", "代理人最多两名（民事诉讼法第五十八条）");
    for (at, agent) in filled.iter().enumerate().take(MOST_AGENTS) {
        one(out, complaint, agent, at, today);
    }
    joint(out, &complaint.plaintiffs);
}

fn one(out: &mut Defects, complaint: &Complaint, agent: &Agent, at: usize, today: Day) {
    let (code, step) = ("R07", Step::Agents);
    let place = |part: &str| (code, step, format!("agents.{at}.{part}"));
    out.text(&agent.name, (1, NAME), place("name"), "代理人的姓名");
    out.when(agent.kind.is_none(), code, step, place("kind").2, "请选择代理人是哪一种（民事诉讼法第五十八条）");
    let phone = agent.phone.trim();
    out.when(!is_phone(phone), code, step, place("phone").2, "请填写代理人的电话，只用数字和“-”");
    if matches!(agent.kind, Some(AgentKind::Lawyer | AgentKind::LegalWorker)) {
        let digits = agent.licence.len() == 17 && agent.licence.bytes().all(|byte| byte.is_ascii_digit());
        out.when(!digits, code, step, place("licence").2, "请填写 17 位执业证号");
        out.text(&agent.firm, (2, LINE), place("firm"), "律师事务所或者法律服务所");
    } else if agent.kind.is_some() {
        let fault = match agent.id.trim() {
            "" => Some("请填写代理人的身份证号".to_owned()),
            id => adult_fault(id, today),
        };
        out.when(fault.is_some(), code, step, place("id").2, &fault.unwrap_or_default());
        out.text(&agent.relation, (2, LINE), place("relation"), "代理人与当事人的关系，或者由谁推荐");
    }
    let employs = complaint.plaintiffs.iter().any(|party| party.kind == PartyKind::Organisation);
    let stray = agent.kind == Some(AgentKind::Employee) && !employs;
    out.when(stray, code, step, place("kind").2, "单位的工作人员只能代理本单位；原告里没有单位");
    let twice = complaint.agents.iter().take(at).any(|other| same(other, agent));
    out.when(twice, code, step, place("name").2, "这名代理人填了两次，请删去一次");
    let against = |party: &Party| {
        let id = agent.id.trim();
        let by_id = !id.is_empty() && party.id.trim().eq_ignore_ascii_case(id);
        by_id || (id.is_empty() && agent.kind.is_none() && party.name.trim() == agent.name.trim())
    };
    let opposed = complaint.defendants.iter().any(against);
    out.when(opposed, code, step, place("name").2, "代理人不能同时是被告，双方利益相反");
}

fn same(one: &Agent, other: &Agent) -> bool {
    let by = |of: fn(&Agent) -> &String| !of(one).trim().is_empty() && of(one).trim() == of(other).trim();
    by(|agent| &agent.id) || by(|agent| &agent.licence)
}

/// Those who sue together agree each for themselves; many choose a few who act for all.
fn joint(out: &mut Defects, plaintiffs: &[Party]) {
    if plaintiffs.len() < 2 {
        return;
    }
    let (code, step) = ("R07", Step::Agents);
    for (at, party) in plaintiffs.iter().enumerate() {
        let field = format!("joins.{at}");
        let sentence = format!("共同起诉要每名原告同意，请确认“{}”同意（民事诉讼法第五十二条）", short(&party.name));
        out.when(!party.joins, code, step, field, &sentence);
    }
    let chosen = plaintiffs.iter().filter(|party| party.represents).count();
    let (least, most) = REPRESENTATIVES;
    let wrong = plaintiffs.len() >= MANY && !(least..=most).contains(&chosen);
    out.when(
        wrong,
        code,
        step,
        "represents.0",
        "原告十人以上的，要推选二至五名诉讼代表人（民事诉讼法第五十三条、民诉法解释第七十五条、第七十八条）",
    );
    let few = plaintiffs.len() < MANY && chosen > 0;
    out.when(few, code, step, "represents.0", "原告不足十人的，不用推选代表人，各自或者委托代理人参加");
}

/// A name short enough for a sentence, without what does not print.
fn short(name: &str) -> String {
    name.chars().filter(|c| !super::hidden(*c)).take(20).collect()
}
