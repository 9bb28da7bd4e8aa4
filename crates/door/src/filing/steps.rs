//! The steps of a complaint as forms, and forms read back into a complaint. What is right is `law`'s to say.

use law::cause::{Family, causes};
use law::complaint::{Claim, Complaint, Defect, Evidence, Party, PartyKind, Step};
use law::court::courts;
use law::fen::Fen;

use crate::form::{Field, Form, Kind, Sent};

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
        Step::Plaintiffs => {
            let mut all = parties(&complaint.plaintiffs, "plaintiffs", "原告");
            all.push(
                Field::line("agent", "代理人")
                    .hint("由律师或者他人代理的，写姓名、身份和权限，例如“李律师，特别授权：代为和解、调解”。自己办理的不填。")
                    .holding(complaint.agent.as_str()),
            );
            all
        }
        Step::Defendants => parties(&complaint.defendants, "defendants", "被告"),
        Step::Claims => claims(&complaint.claims),
        Step::Facts => vec![
            Field::new("facts", "事情的经过和理由", Kind::Text(12))
                .hint("按时间顺序写：什么时候、发生了什么、对方哪里不对、您有什么依据。")
                .holding(complaint.facts.as_str())
                .needed(),
        ],
        Step::Evidence => evidence(&complaint.evidence),
        Step::Confirm => confirm(complaint),
    }
}

fn parties(list: &[Party], side: &str, name: &str) -> Vec<Field> {
    let rows = (list.len() + usize::from(list.is_empty())).min(MOST);
    let blank = Party::default();
    let mut fields = Vec::new();
    for at in 0..rows {
        let party = list.get(at).unwrap_or(&blank);
        let which = if rows > 1 { format!("{name}{} ", at + 1) } else { name.to_owned() };
        let field = |part: &str| format!("{side}.{at}.{part}");
        let kinds = vec![
            ("person".to_owned(), "自然人".to_owned()),
            ("organisation".to_owned(), "公司或者其他单位".to_owned()),
        ];
        let kind = if party.kind == PartyKind::Organisation { "organisation" } else { "person" };
        let plaintiff = side == "plaintiffs";
        let mut id = Field::line(field("id"), "身份证号或者统一社会信用代码").holding(party.id.as_str());
        id = if plaintiff {
            id.needed()
        } else {
            id.hint("不知道的可以不填，但要写清住所，能与他人区别。")
        };
        let mut phone = Field::new(field("phone"), "电话", Kind::Line("tel", "off")).holding(party.phone.as_str());
        phone = if plaintiff { phone.needed() } else { phone.hint("知道就填，便于法院联系。") };
        fields.extend([
            Field::new(field("kind"), format!("{which}是"), Kind::Choice(kinds)).holding(kind),
            Field::line(field("name"), "姓名或者名称").holding(party.name.as_str()).needed(),
            id,
            Field::line(field("domicile"), "住所").holding(party.domicile.as_str()).needed(),
            phone,
            Field::line(field("head"), "法定代表人或者法定代理人")
                .hint("单位填法定代表人；未成年人填监护人；其他人不填。")
                .holding(party.head.as_str()),
        ]);
    }
    fields
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

fn confirm(complaint: &Complaint) -> Vec<Field> {
    let tick = |yes: bool| if yes { "1" } else { "" };
    vec![
        Field::line("address", "送达地址")
            .hint("法院的文书送到这里。地址变了要告诉法院，否则按这里送到就算送达。")
            .holding(complaint.address.as_str())
            .needed(),
        Field::new("electronic", "同意电子送达：文书发到本站收件箱和我的手机、邮箱", Kind::Tick)
            .holding(tick(complaint.electronic)),
        Field::new("mediation", "愿意先由调解组织调解（不收费，三十日内调解不成就立案）", Kind::Tick)
            .holding(tick(complaint.mediation)),
        Field::new("signed", "以上内容是我本人填写，内容属实；我知道虚假诉讼要承担法律责任", Kind::Tick)
            .holding(tick(complaint.signed)),
    ]
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
            complaint.plaintiffs = parties_of(sent, "plaintiffs", rows("plaintiffs"));
            complaint.agent = text("agent");
        }
        Step::Defendants => complaint.defendants = parties_of(sent, "defendants", rows("defendants")),
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
                    let digest = known.get(at).map_or_else(String::new, |one| one.digest.clone());
                    complaint.evidence.push(Evidence { digest, name, proves });
                }
            }
        }
        Step::Confirm => {
            complaint.address = text("address");
            complaint.electronic = sent.ticked("electronic");
            complaint.mediation = sent.ticked("mediation");
            complaint.signed = sent.ticked("signed");
        }
    }
    wrong
}

fn parties_of(sent: &Sent, side: &str, rows: usize) -> Vec<Party> {
    let party = |at: usize| {
        let text = |part: &str| sent.text(&format!("{side}.{at}.{part}")).to_owned();
        let kind = if text("kind") == "organisation" { PartyKind::Organisation } else { PartyKind::Person };
        Party {
            domicile: text("domicile"),
            head: text("head"),
            id: text("id").to_uppercase(),
            kind,
            name: text("name"),
            phone: text("phone"),
        }
    };
    (0..rows).map(party).filter(|party| !party.is_blank()).collect()
}

/// An amount as people write it: `12,345.60`; nothing below zero.
pub fn money(text: &str) -> Option<Fen> {
    Fen::parse(text.trim_end_matches('元').trim()).ok().filter(|amount| *amount >= Fen::ZERO)
}

/// One more row on the steps that have rows.
pub fn more(complaint: &mut Complaint, step: Step) {
    match step {
        Step::Plaintiffs => complaint.plaintiffs.push(Party::default()),
        Step::Defendants => complaint.defendants.push(Party::default()),
        Step::Claims => complaint.claims.push(Claim::default()),
        Step::Evidence => complaint.evidence.push(Evidence::default()),
        Step::Matter | Step::Facts | Step::Confirm => {}
    }
}

/// What the button for one more row says; none where there are no rows.
pub const fn more_word(step: Step) -> Option<&'static str> {
    match step {
        Step::Plaintiffs => Some("再加一名原告"),
        Step::Defendants => Some("再加一名被告"),
        Step::Claims => Some("再加一项请求"),
        Step::Evidence => Some("再加一件证据"),
        Step::Matter | Step::Facts | Step::Confirm => None,
    }
}

/// The form of a step.
pub fn form(complaint: &Complaint, step: Step, action: String, csrf: &str, button: &str) -> Form {
    let mut form = Form::new(action, csrf, button);
    form.fields = fields(complaint, step);
    form.second = more_word(step).map(|word| ("more".to_owned(), "1".to_owned(), word.to_owned()));
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
        "plaintiffs" | "defendants" => format!("{field}.0.name"),
        "claims" => "claims.0.text".to_owned(),
        "evidence" => "evidence.0.name".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
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
            agent: "李律师".to_owned(),
            plaintiffs: vec![
                Party { name: "张三".to_owned(), ..Party::default() },
                Party { name: "某公司".to_owned(), kind: PartyKind::Organisation, ..Party::default() },
            ],
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
                .map(|field| format!("{}={}", field.name, crate::gate::escaped(&field.value)))
                .collect();
            assert_eq!(take(&mut complaint, step, &Sent::read(&body.join("&")).unwrap()), [], "{}", step.zh());
        }
        assert_eq!(complaint, before);
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
