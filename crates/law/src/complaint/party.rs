//! Parties (当事人) as a complaint names them, and who acts for those who cannot act themselves (法定代理人).

use serde::{Deserialize, Serialize};

use super::{Defects, LINE, MOST, NAME, Step, is_false};
use crate::day::Day;
use crate::identity::{CitizenId, CreditCode};
use crate::life::codes::codes;

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

codes! {
    /// How a guardian stands to the ward (民法典 arts. 27, 28).
    Kinship: u8 {
        Parent = 1, "parent", "父母";
        Grandparent = 2, "grandparent", "祖父母、外祖父母";
        Sibling = 3, "sibling", "兄、姐";
        Spouse = 4, "spouse", "配偶";
        Child = 5, "child", "成年子女";
        Relative = 6, "relative", "其他近亲属";
        Consented = 7, "consented", "经居（村）委会或者民政部门同意的其他人";
        Committee = 8, "committee", "居（村）委会或者民政部门";
    }
}

/// A guardian (监护人), who acts for a party that cannot.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Guardian {
    /// Citizen's number.
    pub id: String,
    /// How they stand to the ward.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kinship: Option<Kinship>,
    /// Name.
    pub name: String,
    /// Phone.
    pub phone: String,
}

impl Guardian {
    /// Nothing is filled in.
    pub fn is_blank(&self) -> bool {
        [&self.name, &self.id, &self.phone].iter().all(|text| text.trim().is_empty())
    }
}

/// A party (当事人).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Party {
    /// Domicile.
    pub domicile: String,
    /// Who acts for them: of a minor, the guardian.
    #[serde(skip_serializing_if = "Guardian::is_blank")]
    pub guardian: Guardian,
    /// Who represents an organisation (法定代表人、负责人). Complaints of old name a guardian here too.
    pub head: String,
    /// Citizen's number or credit code.
    pub id: String,
    /// An adult without full capacity (无民事行为能力人、限制民事行为能力人).
    #[serde(skip_serializing_if = "is_false")]
    pub incapable: bool,
    /// Agrees to sue together with the others (民事诉讼法 art. 52).
    #[serde(skip_serializing_if = "is_false")]
    pub joins: bool,
    /// Person or organisation.
    pub kind: PartyKind,
    /// Name.
    pub name: String,
    /// Phone.
    pub phone: String,
    /// Chosen to represent those who sue together (诉讼代表人, 民事诉讼法 art. 53).
    #[serde(skip_serializing_if = "is_false")]
    pub represents: bool,
}

impl Party {
    /// Nothing is filled in.
    pub fn is_blank(&self) -> bool {
        let texts = [&self.name, &self.id, &self.domicile, &self.phone, &self.head];
        texts.iter().all(|text| text.trim().is_empty()) && self.guardian.is_blank()
    }

    /// A natural person born less than eighteen years before (民法典 art. 17).
    pub fn is_minor(&self, today: Day) -> bool {
        let id = Some(&self.id).filter(|_| self.kind == PartyKind::Person);
        let born = id.and_then(|id| CitizenId::parse(id, today).ok()).and_then(|id| id.born());
        born.is_some_and(|born| under_18(born, today))
    }
}

fn under_18(born: Day, today: Day) -> bool {
    let (born, today) = (born.date(), today.date());
    let years = today.year() - born.year();
    years < 18 || (years == 18 && (today.month(), today.day()) < (born.month(), born.day()))
}

/// A citizen's number of somebody who acts for others: right, and of an adult.
pub(super) fn adult_fault(id: &str, today: Day) -> Option<String> {
    match CitizenId::parse(id, today) {
        Err(fault) => Some(format!("身份证号有误：{fault}")),
        Ok(id) => {
            let minor = id.born().is_some_and(|born| under_18(born, today));
            minor.then(|| "未满 18 周岁的人不能代理他人诉讼".to_owned())
        }
    }
}

/// One side of a complaint: code, step, field and name of the side.
type Side<'a> = (&'static str, Step, &'a str, &'a str);

pub(super) fn check(out: &mut Defects, list: &[Party], side: Side<'_>, today: Day) {
    let (code, step, field, name) = side;
    out.when(list.is_empty(), code, step, field, &format!("请至少填写一名{name}"));
    out.when(list.len() > MOST, code, step, field, &format!("{name}最多 50 名；人数更多的，请到窗口办理代表人诉讼"));
    for (at, party) in list.iter().enumerate().take(MOST) {
        let place = |part: &str| (code, step, format!("{field}.{at}.{part}"));
        out.text(&party.name, (1, NAME), place("name"), &format!("{name}的姓名或者名称"));
        out.text(&party.domicile, (3, LINE), place("domicile"), &format!("{name}的住所"));
        out.text(&party.head, (0, NAME), place("head"), "法定代表人或者负责人");
        identity(out, party, step == Step::Plaintiffs, place("id"), place("head").2, today);
        guardian(out, party, side, at, today);
        let phone = party.phone.trim();
        let wanted = step == Step::Plaintiffs;
        let wrong = if phone.is_empty() { wanted } else { !is_phone(phone) };
        out.when(wrong, code, step, place("phone").2, &format!("请填写{name}的电话，只用数字和“-”"));
        let twice = list.iter().take(at).any(|other| same(other, party));
        out.when(twice, code, step, place("name").2, &format!("这名{name}填了两次，请删去一次"));
    }
}

/// Seven to twenty digits and dashes.
pub(super) fn is_phone(phone: &str) -> bool {
    phone.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && (7..=20).contains(&phone.len())
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
        PartyKind::Person => {
            if let Err(fault) = CitizenId::parse(id, today) {
                out.when(true, code, step, field, &format!("身份证号有误：{fault}"));
            }
        }
    }
}

/// A minor and a person without capacity sue by their guardian (民事诉讼法 art. 57).
fn guardian(out: &mut Defects, party: &Party, side: Side<'_>, at: usize, today: Day) {
    let (code, step, field, name) = side;
    let place = |part: &str| (code, step, format!("{field}.{at}.guardian.{part}"));
    let person = party.kind == PartyKind::Person;
    let wanted = person && step == Step::Plaintiffs && (party.is_minor(today) || party.incapable);
    let one = &party.guardian;
    if !wanted && one.is_blank() {
        return;
    }
    let least = usize::from(wanted);
    let missing = wanted && one.is_blank();
    let why = format!("这名{name}未满 18 周岁或者没有完全的行为能力，请填写监护人（法定代理人）的姓名、身份证号和关系");
    out.when(missing, code, step, place("name").2, &why);
    if missing {
        return;
    }
    out.text(&one.name, (least, NAME), place("name"), "监护人的姓名");
    let body = one.kinship == Some(Kinship::Committee);
    let id = one.id.trim();
    if !id.is_empty() || (wanted && !body) {
        let fault = match id {
            "" => Some("请填写监护人的身份证号".to_owned()),
            id if body => CreditCode::parse(id).err().map(|fault| format!("统一社会信用代码有误：{fault}")),
            id => adult_fault(id, today),
        };
        out.when(fault.is_some(), code, step, place("id").2, &fault.unwrap_or_default());
    }
    let own = !id.is_empty() && id.eq_ignore_ascii_case(party.id.trim());
    out.when(own, code, step, place("id").2, "监护人和被监护人不能是同一个人");
    out.when(wanted && one.kinship.is_none(), code, step, place("kinship").2, "请选择监护人和他是什么关系");
    let phone = one.phone.trim();
    out.when(!phone.is_empty() && !is_phone(phone), code, step, place("phone").2, "监护人的电话只用数字和“-”");
}

fn same(one: &Party, other: &Party) -> bool {
    let by_id = !one.id.trim().is_empty() && one.id.trim() == other.id.trim();
    let by_name = one.id.trim().is_empty() && other.id.trim().is_empty();
    by_id || (by_name && !one.name.trim().is_empty() && one.name.trim() == other.name.trim())
}

/// Nobody sues themselves, nor their own ward.
pub(super) fn both_sides(out: &mut Defects, plaintiffs: &[Party], defendants: &[Party]) {
    for (at, defendant) in defendants.iter().enumerate() {
        let id = defendant.id.trim();
        let on = |of: fn(&Party) -> &String| !id.is_empty() && plaintiffs.iter().any(|one| of(one).trim() == id);
        let field = format!("defendants.{at}.id");
        let both = on(|one| &one.id);
        out.when(both, "R02", Step::Defendants, field.clone(), "原告和被告不能是同一个人；请核对被告的身份信息");
        let ward = !both && on(|one| &one.guardian.id);
        out.when(ward, "R02", Step::Defendants, field, "监护人不能同时是被告；请另行确定原告的监护人");
    }
}
