//! The steps of a complaint as forms, and forms read back into a complaint. What is right is `law`'s to say.

mod agents;
mod confirm;
mod costs;
mod parties;
mod questions;

use law::cause::{Family, causes};
use law::complaint::{Agent, Claim, Complaint, Defect, Evidence, MOST_AGENTS, Party, Step, cause_of, guided};
use law::court::courts;
use law::elements;
use law::fen::Fen;

use hall::form::{Field, Form, Kind, Sent};
use hall::page::Block;

/// Characters of a digest.
const DIGEST: usize = 64;
/// Rows a step shows at most.
const MOST: usize = 50;

/// Causes people come with most often, first in the list.
const COMMON: [&str; 20] = [
    "买卖合同纠纷",
    "民间借贷纠纷",
    "金融借款合同纠纷",
    "信用卡纠纷",
    "离婚纠纷",
    "物业服务合同纠纷",
    "机动车交通事故责任纠纷",
    "劳动争议",
    "追索劳动报酬纠纷",
    "房屋租赁合同纠纷",
    "商品房预售合同纠纷",
    "建设工程施工合同纠纷",
    "劳务合同纠纷",
    "提供劳务者受害责任纠纷",
    "供用热力合同纠纷",
    "保险纠纷",
    "追偿权纠纷",
    "继承纠纷",
    "生命权、身体权、健康权纠纷",
    "医疗损害责任纠纷",
];

fn cause_options() -> Vec<(String, String)> {
    let fileable = causes(Family::Civil).iter().filter(|cause| cause.is_fileable()).map(|cause| cause.name);
    let known: Vec<&str> = fileable.collect();
    let common = COMMON.iter().copied().filter(|name| known.contains(name));
    let rest = known.iter().copied().filter(|name| !COMMON.contains(name));
    let all = common.chain(rest).map(|name| (name.to_owned(), name.to_owned()));
    std::iter::once((String::new(), "请选择".to_owned())).chain(all).collect()
}

fn court_options() -> Vec<(String, String)> {
    let all = courts().iter().map(|court| (court.code.to_owned(), court.name.to_owned()));
    std::iter::once((String::new(), "请选择".to_owned())).chain(all).collect()
}

/// The fields of a step, filled with what the complaint holds.
pub fn fields(complaint: &Complaint, step: Step) -> Vec<Field> {
    match step {
        Step::Matter => vec![
            Field::new("cause", "因为什么事（案由）", Kind::Select(cause_options()))
                .hint("常见的排在前面。拿不准的，选最接近的一项，法院会核对。")
                .holding(complaint.cause.as_str())
                .needed(),
            Field::new("court", "向哪个法院起诉", Kind::Select(court_options()))
                .hint("一般是被告住所地的基层人民法院；合同纠纷也可以是合同履行地的法院。")
                .holding(complaint.court.as_str())
                .needed(),
        ],
        Step::Plaintiffs => parties::fields(&complaint.plaintiffs, "plaintiffs", "原告"),
        Step::Agents => agents::fields(complaint),
        Step::Defendants => parties::fields(&complaint.defendants, "defendants", "被告"),
        Step::Questions => questions::fields(complaint),
        Step::Claims => claims(&proposed_claims(complaint)),
        Step::Facts => vec![
            Field::new("facts", "事情的经过和理由", Kind::Text(12))
                .hint("按时间顺序写：什么时候、发生了什么、对方哪里不对、您有什么依据。")
                .holding(proposed_facts(complaint))
                .needed(),
        ],
        Step::Evidence => evidence(&complaint.evidence),
        Step::Fee => costs::fields(complaint),
        Step::Confirm => confirm::fields(complaint),
    }
}

/// The claims as written; while none is, those the answers make.
fn proposed_claims(complaint: &Complaint) -> Vec<Claim> {
    if complaint.claims.is_empty() && guided(complaint) {
        return elements::claims(cause_of(complaint), &complaint.answers);
    }
    complaint.claims.clone()
}

/// The facts as written; while nothing is, those the answers tell.
fn proposed_facts(complaint: &Complaint) -> String {
    if complaint.facts.trim().is_empty() && guided(complaint) {
        return elements::facts(cause_of(complaint), &complaint.answers);
    }
    complaint.facts.clone()
}

/// How the answers would say it, beside what was written otherwise.
pub fn drafted(complaint: &Complaint, step: Step) -> Vec<Block> {
    if !guided(complaint) {
        return Vec::new();
    }
    let cause = cause_of(complaint);
    match step {
        Step::Claims if complaint.claims.is_empty() => {
            vec![Block::Note("plain", vec!["下面是按您的回答拟的，请逐项核对，可以改、可以加。".into()])]
        }
        Step::Facts if complaint.facts.trim().is_empty() => {
            vec![Block::Note("plain", vec!["下面是按您的回答拟的，请核对，把没有说到的补上。".into()])]
        }
        Step::Claims => {
            let made = elements::claims(cause, &complaint.answers);
            if made == complaint.claims || made.is_empty() {
                return Vec::new();
            }
            let told = made.into_iter().map(|claim| {
                let amount = claim.amount.map(|amount| format!("，{amount}")).unwrap_or_default();
                format!("{}{amount}", claim.text)
            });
            vec![Block::Prose("按您的回答可以这样请求".to_owned(), told.collect())]
        }
        Step::Facts => {
            let made = elements::facts(cause, &complaint.answers);
            if made == complaint.facts || made.is_empty() {
                return Vec::new();
            }
            vec![Block::Prose("按您的回答可以这样写".to_owned(), vec![made])]
        }
        _ => Vec::new(),
    }
}

fn claims(list: &[Claim]) -> Vec<Field> {
    let rows = (list.len() + usize::from(list.is_empty())).min(MOST);
    let blank = Claim::default();
    (0..rows)
        .flat_map(|at| {
            let claim = list.get(at).unwrap_or(&blank);
            let amount = claim.amount.map(plain).unwrap_or_default();
            [
                Field::new(format!("claims.{at}.text"), format!("第 {} 项请求", at + 1), Kind::Text(2))
                    .hint("例如“判令被告支付货款”。")
                    .holding(claim.text.as_str())
                    .needed(),
                Field::new(format!("claims.{at}.amount"), "金额（元）", Kind::Line("decimal", "off"))
                    .hint("不是要钱的请求不填。")
                    .holding(amount),
            ]
        })
        .collect()
}

fn evidence(list: &[Evidence]) -> Vec<Field> {
    let rows = (list.len() + usize::from(list.is_empty())).min(MOST);
    let blank = Evidence::default();
    (0..rows)
        .flat_map(|at| {
            let one = list.get(at).unwrap_or(&blank);
            [
                Field::line(format!("evidence.{at}.name"), format!("第 {} 件证据", at + 1))
                    .hint("例如“送货单三张”“2019 年 5 月的微信聊天记录”。没有证据的不填。")
                    .holding(one.name.as_str()),
                Field::line(format!("evidence.{at}.proves"), "证明什么").holding(one.proves.as_str()),
            ]
        })
        .collect()
}

/// An amount in yuan without separators.
fn plain(amount: Fen) -> String {
    let (yuan, fen) = (amount.0.unsigned_abs() / 100, amount.0.unsigned_abs() % 100);
    let sign = if amount.0 < 0 { "-" } else { "" };
    if fen == 0 { format!("{sign}{yuan}") } else { format!("{sign}{yuan}.{fen:02}") }
}

/// Reads what was sent for a step into the complaint; gives fields whose text cannot be kept as it is.
pub fn take(complaint: &mut Complaint, step: Step, sent: &Sent) -> Vec<(String, String)> {
    let text = |name: &str| sent.text(name).to_owned();
    let rows = |side: &str| {
        let numbers = sent.pairs().filter_map(|(name, _)| {
            let (first, rest) = name.split_once('.')?;
            let (at, _) = rest.split_once('.')?;
            (first == side).then(|| at.parse::<usize>().ok()).flatten()
        });
        numbers.filter(|at| *at < MOST).max().map_or(0, |last| last + 1)
    };
    let mut wrong = Vec::new();
    match step {
        Step::Matter => (complaint.cause, complaint.court) = (text("cause"), text("court")),
        Step::Plaintiffs => {
            let before = std::mem::take(&mut complaint.plaintiffs);
            complaint.plaintiffs = parties::taken(sent, "plaintiffs", rows("plaintiffs"), &before);
        }
        Step::Agents => agents::take(complaint, sent, rows("agents")),
        Step::Defendants => {
            complaint.defendants = parties::taken(sent, "defendants", rows("defendants"), &[]);
        }
        Step::Questions => questions::take(complaint, sent),
        Step::Claims => {
            complaint.claims.clear();
            for at in 0..rows("claims") {
                let (said, amount) = (text(&format!("claims.{at}.text")), text(&format!("claims.{at}.amount")));
                if said.is_empty() && amount.is_empty() {
                    continue;
                }
                let read = money(&amount);
                if read.is_none() && !amount.is_empty() {
                    let sentence = "金额只写数字，最多两位小数，例如 12345.60".to_owned();
                    wrong.push((format!("claims.{at}.amount"), sentence));
                }
                complaint.claims.push(Claim { amount: read, text: said });
            }
        }
        Step::Facts => complaint.facts = text("facts"),
        Step::Evidence => {
            let known = std::mem::take(&mut complaint.evidence);
            for at in 0..rows("evidence") {
                let (name, proves) = (text(&format!("evidence.{at}.name")), text(&format!("evidence.{at}.proves")));
                if !name.is_empty() || !proves.is_empty() {
                    let before = || known.get(at).map_or_else(String::new, |one| one.digest.clone());
                    let chosen = sent.get(&format!("evidence.{at}.digest")).map(str::trim);
                    let digest = chosen.map_or_else(before, |chosen| chosen.chars().take(DIGEST).collect());
                    complaint.evidence.push(Evidence { digest, name, proves });
                }
            }
        }
        Step::Fee => wrong.extend(costs::take(complaint, sent)),
        Step::Confirm => confirm::take(complaint, sent),
    }
    wrong
}

/// An amount as people write it: `12,345.60`; nothing below zero.
pub fn money(text: &str) -> Option<Fen> {
    Fen::parse(text.trim_end_matches('元').trim()).ok().filter(|amount| *amount >= Fen::ZERO)
}

/// One more row on the steps that have rows.
pub fn more(complaint: &mut Complaint, step: Step) {
    match step {
        Step::Plaintiffs => complaint.plaintiffs.push(Party::default()),
        Step::Agents if complaint.agents.len() < MOST_AGENTS => complaint.agents.push(Agent::default()),
        Step::Defendants => complaint.defendants.push(Party::default()),
        Step::Claims => complaint.claims.push(Claim::default()),
        Step::Evidence => complaint.evidence.push(Evidence::default()),
        Step::Matter | Step::Agents | Step::Questions | Step::Facts | Step::Fee | Step::Confirm => {}
    }
}

/// What the button for one more row says; none where there are no rows.
pub const fn more_word(step: Step) -> Option<&'static str> {
    match step {
        Step::Plaintiffs => Some("再加一名原告"),
        Step::Agents => Some("加一名代理人"),
        Step::Defendants => Some("再加一名被告"),
        Step::Claims => Some("再加一项请求"),
        Step::Evidence => Some("再加一件证据"),
        Step::Matter | Step::Questions | Step::Facts | Step::Fee | Step::Confirm => None,
    }
}

/// The form of a step.
pub fn form(complaint: &Complaint, step: Step, action: String, csrf: &str, button: &str) -> Form {
    let mut form = Form::new(action, csrf, button);
    form.fields = fields(complaint, step);
    form.second = more_word(step).map(|word| ("more".to_owned(), "1".to_owned(), word.to_owned()));
    if step == Step::Questions {
        form.paced = true;
        form.second = Some(("own_words".to_owned(), "1".to_owned(), "不逐项回答，我自己写".to_owned()));
    }
    if step == Step::Agents && complaint.agents.len() >= MOST_AGENTS {
        form.second = None;
    }
    form
}

/// Defects of a step as wrong fields.
pub fn wrongs(defects: &[Defect], step: Step) -> Vec<(String, String)> {
    let own = defects.iter().filter(|defect| defect.step == step);
    own.map(|defect| (field_of(&defect.field), defect.sentence.clone())).collect()
}

/// Where a defect of a whole list is shown: at its first row.
fn field_of(field: &str) -> String {
    match field {
        "plaintiffs" | "defendants" | "agents" => format!("{field}.0.name"),
        "claims" => "claims.0.text".to_owned(),
        "evidence" => "evidence.0.name".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use law::complaint::{AgentKind, Delivery, Guardian, Kinship, PartyKind, Power, ReliefAsked, ReliefGround};
    use law::life::codes::{OnlineStep, Relief};

    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, fen) in [("100000", 10_000_000), ("12,345.6", 1_234_560), ("¥0.05", 5), ("3元", 300)] {
            assert_eq!(money(text), Some(Fen(fen)), "{text}");
        }
        for bad in ["", "-1", "1.234", "一百", "1e5", ".5"] {
            assert_eq!(money(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_a_step_shows_reads_back() {
        let mut complaint = Complaint {
            agents: vec![Agent {
                name: "李律师".to_owned(),
                kind: Some(AgentKind::Lawyer),
                licence: "12101201010123456".to_owned(),
                powers: vec![Power::Waive, Power::Appeal],
                ..Agent::default()
            }],
            answers: [("goods", "钢材"), ("faulty", "no")].map(|(id, text)| (id.to_owned(), text.to_owned())).into(),
            cause: "买卖合同纠纷".to_owned(),
            delivery: Delivery {
                email: "a@example.com".to_owned(),
                online: vec![OnlineStep::Mediation, OnlineStep::Hearing],
                ..Delivery::default()
            },
            plaintiffs: vec![
                Party {
                    guardian: Guardian {
                        kinship: Some(Kinship::Parent),
                        name: "张父".to_owned(),
                        ..Guardian::default()
                    },
                    incapable: true,
                    joins: true,
                    name: "张三".to_owned(),
                    ..Party::default()
                },
                Party { name: "某公司".to_owned(), kind: PartyKind::Organisation, ..Party::default() },
            ],
            relief: Some(ReliefAsked {
                ground: Some(ReliefGround::Disaster),
                kind: Relief::Reduce,
                percent: 50,
                proof: "民政局证明".to_owned(),
            }),
            claims: vec![Claim { amount: Some(Fen(1_234_560)), text: "支付货款".to_owned() }],
            evidence: vec![Evidence {
                name: "送货单".to_owned(), proves: "交货".to_owned(), digest: "ab".to_owned()
            }],
            electronic: true,
            ..Complaint::default()
        };
        let before = complaint.clone();
        for step in Step::ALL {
            let body: Vec<String> = fields(&complaint, step)
                .iter()
                .map(|field| format!("{}={}", field.name, hall::gate::escaped(&field.value)))
                .collect();
            assert_eq!(take(&mut complaint, step, &Sent::read(&body.join("&")).unwrap()), [], "{}", step.zh());
        }
        let asked: Vec<String> = elements::questions(cause_of(&before)).map(|one| one.id.clone()).collect();
        assert!(asked.iter().all(|id| complaint.answers.contains_key(id)), "what was not answered is kept as that");
        complaint.answers.retain(|_, text| !text.is_empty());
        assert_eq!(complaint, before);
    }

    #[test]
    fn proposals_stand_where_nothing_is_written_and_never_over_what_is() {
        let mut complaint = Complaint {
            cause: "民间借贷纠纷".to_owned(),
            answers: [("owed", "5000"), ("lent", "8000"), ("lent_on", "2019-05-01"), ("paid_by", "现金")]
                .map(|(id, text)| (id.to_owned(), text.to_owned()))
                .into(),
            ..Complaint::default()
        };
        let shown = |complaint: &Complaint, step, name: &str| {
            let all = fields(complaint, step).into_iter();
            all.filter(|field| field.name == name).map(|field| field.value).collect::<String>()
        };
        assert_eq!(shown(&complaint, Step::Claims, "claims.0.amount"), "5000");
        assert!(shown(&complaint, Step::Facts, "facts").contains("2019年5月1日"));
        assert!(complaint.claims.is_empty() && complaint.facts.is_empty(), "shown, not written");
        complaint.facts = "我自己的话".to_owned();
        complaint.claims.push(Claim { amount: None, text: "还钱".to_owned() });
        assert_eq!(shown(&complaint, Step::Facts, "facts"), "我自己的话");
        assert_eq!(shown(&complaint, Step::Claims, "claims.0.text"), "还钱");
        let own = Complaint { own_words: true, claims: Vec::new(), facts: String::new(), ..complaint };
        assert_eq!(shown(&own, Step::Facts, "facts"), "");
    }

    #[test]
    fn a_third_agent_is_read_and_named_and_not_lost() {
        let mut complaint = Complaint::default();
        let sent = Sent::read("agents.0.name=a&agents.1.name=b&agents.2.name=c&agents.3.name=d").unwrap();
        take(&mut complaint, Step::Agents, &sent);
        assert_eq!(complaint.agents.len(), 3);
    }

    #[test]
    fn an_amount_that_is_none_is_named_and_rows_have_a_limit() {
        let mut complaint = Complaint::default();
        let sent = Sent::read("claims.0.text=a&claims.0.amount=abc&claims.999999999.text=x").unwrap();
        let wrong = take(&mut complaint, Step::Claims, &sent);
        assert_eq!(wrong.len(), 1);
        assert_eq!(complaint.claims.len(), 1);
    }
}
