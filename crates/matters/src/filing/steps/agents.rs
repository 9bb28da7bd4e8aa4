//! Who acts for the plaintiffs, and how several sue together, as fields, and read back.

use law::complaint::{Agent, AgentKind, Complaint, MANY, MOST_AGENTS, Power};

use hall::form::{Field, Kind, Sent};

pub(super) fn fields(complaint: &Complaint) -> Vec<Field> {
    let mut all = joint(complaint);
    for (at, agent) in complaint.agents.iter().enumerate().take(MOST_AGENTS + 1) {
        all.extend(one(agent, at));
    }
    all
}

/// Each plaintiff's consent, and who represents many.
fn joint(complaint: &Complaint) -> Vec<Field> {
    if complaint.plaintiffs.len() < 2 {
        return Vec::new();
    }
    let tick = |yes: bool| if yes { "1" } else { "" };
    let all = complaint.plaintiffs.iter().enumerate();
    let mut fields: Vec<Field> = all
        .clone()
        .map(|(at, party)| {
            Field::new(format!("joins.{at}"), format!("“{}”同意共同起诉", party.name), Kind::Tick)
                .holding(tick(party.joins))
        })
        .collect();
    if complaint.plaintiffs.len() >= MANY {
        fields.extend(all.map(|(at, party)| {
            Field::new(format!("represents.{at}"), format!("推选“{}”为诉讼代表人", party.name), Kind::Tick)
                .holding(tick(party.represents))
        }));
    }
    fields
}

fn one(agent: &Agent, at: usize) -> Vec<Field> {
    let field = |part: &str| format!("agents.{at}.{part}");
    let kinds = AgentKind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.zh().to_owned()));
    let only = |kinds: &[AgentKind]| {
        let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
        format!("{}={}", field("kind"), words.join("|"))
    };
    let licensed = only(&[AgentKind::Lawyer, AgentKind::LegalWorker]);
    let others = only(&[AgentKind::Relative, AgentKind::Employee, AgentKind::Recommended]);
    let mut all = vec![
        Field::new(field("kind"), format!("第 {} 名代理人是", at + 1), Kind::Choice(kinds.collect()))
            .holding(agent.kind.map_or("", AgentKind::word))
            .needed(),
        Field::line(field("name"), "代理人的姓名").holding(agent.name.as_str()).needed(),
        Field::new(field("phone"), "代理人的电话", Kind::Line("tel", "off")).holding(agent.phone.as_str()).needed(),
        Field::new(field("licence"), "执业证号", Kind::Line("numeric", "off"))
            .hint("律师和基层法律服务工作者填写，17 位数字。律师本人办理的，以账户登记的为准。")
            .holding(agent.licence.as_str())
            .when(licensed.as_str()),
        Field::line(field("firm"), "律师事务所或者法律服务所")
            .hint("律师和基层法律服务工作者填写。")
            .holding(agent.firm.as_str())
            .when(licensed.as_str()),
        Field::line(field("id"), "代理人的身份证号")
            .hint("不是律师的填写。")
            .holding(agent.id.as_str())
            .when(others.as_str()),
        Field::line(field("relation"), "与当事人的关系，或者由谁推荐")
            .hint("不是律师的填写，例如“配偶”“本公司法务”“南湖社区推荐”。")
            .holding(agent.relation.as_str())
            .when(others.as_str()),
    ];
    all.extend(Power::ALL.iter().map(|power| {
        let told = format!("特别授权：{}", power.zh());
        Field::new(field(power.word()), told, Kind::Tick).holding(if agent.powers.contains(power) { "1" } else { "" })
    }));
    all
}

pub(super) fn take(complaint: &mut Complaint, sent: &Sent, rows: usize) {
    for (at, party) in complaint.plaintiffs.iter_mut().enumerate() {
        party.joins = sent.ticked(&format!("joins.{at}"));
        party.represents = sent.ticked(&format!("represents.{at}"));
    }
    let agent = |at: usize| {
        let text = |part: &str| sent.text(&format!("agents.{at}.{part}")).to_owned();
        let kind = text("kind");
        Agent {
            firm: text("firm"),
            id: text("id").to_uppercase(),
            kind: AgentKind::ALL.iter().copied().find(|one| one.word() == kind),
            licence: text("licence"),
            name: text("name"),
            phone: text("phone"),
            powers: Power::ALL
                .iter()
                .copied()
                .filter(|power| sent.ticked(&format!("agents.{at}.{}", power.word())))
                .collect(),
            relation: text("relation"),
        }
    };
    // one row more than the law allows is read, so that it is named and not lost
    complaint.agents = (0..rows.min(MOST_AGENTS + 1)).map(agent).filter(|agent| !agent.is_blank()).collect();
    if !complaint.agents.is_empty() {
        complaint.agent.clear();
    }
}
