//! Parties as fields, with the guardian of those who cannot sue themselves, and read back.

use law::complaint::{Guardian, Kinship, Party, PartyKind};

use super::MOST;
use hall::form::{Field, Kind, Sent};

pub(super) fn fields(list: &[Party], side: &str, name: &str) -> Vec<Field> {
    let rows = (list.len() + usize::from(list.is_empty())).min(MOST);
    let blank = Party::default();
    let mut fields = Vec::new();
    for at in 0..rows {
        let party = list.get(at).unwrap_or(&blank);
        let which = if rows > 1 { format!("{name}{} ", at + 1) } else { name.to_owned() };
        fields.extend(one(party, side, at, &which));
    }
    fields
}

fn one(party: &Party, side: &str, at: usize, which: &str) -> Vec<Field> {
    let field = |part: &str| format!("{side}.{at}.{part}");
    let kinds =
        vec![("person".to_owned(), "自然人".to_owned()), ("organisation".to_owned(), "公司或者其他单位".to_owned())];
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
    let mut all = vec![
        Field::new(field("kind"), format!("{which}是"), Kind::Choice(kinds)).holding(kind),
        Field::line(field("name"), "姓名或者名称").holding(party.name.as_str()).needed(),
        id,
        Field::line(field("domicile"), "住所").holding(party.domicile.as_str()).needed(),
        phone,
        Field::line(field("head"), "法定代表人或者负责人")
            .hint("单位填写；自然人不填。")
            .holding(party.head.as_str())
            .when(format!("{}=organisation", field("kind"))),
    ];
    if plaintiff {
        all.extend(guarded(party, &field));
    }
    all
}

/// Those under age and without capacity sue by their guardian.
fn guarded(party: &Party, field: &impl Fn(&str) -> String) -> Vec<Field> {
    let guardian = &party.guardian;
    let ward = party.incapable || !guardian.is_blank();
    let when = || format!("{}=1", field("incapable"));
    let kin = Kinship::ALL.iter().map(|one| (one.word().to_owned(), one.zh().to_owned()));
    let kin = std::iter::once((String::new(), "请选择".to_owned())).chain(kin).collect();
    vec![
        Field::new(field("incapable"), "未满 18 周岁，或者不能完全辨认自己的行为，由监护人代为起诉", Kind::Tick)
            .holding(if ward { "1" } else { "" })
            .when(format!("{}=person", field("kind"))),
        Field::line(field("guardian.name"), "监护人的姓名（法定代理人）").holding(guardian.name.as_str()).when(when()),
        Field::line(field("guardian.id"), "监护人的身份证号").holding(guardian.id.as_str()).when(when()),
        Field::new(field("guardian.kinship"), "监护人是他的", Kind::Select(kin))
            .holding(guardian.kinship.map_or("", Kinship::word))
            .when(when()),
        Field::new(field("guardian.phone"), "监护人的电话", Kind::Line("tel", "off"))
            .holding(guardian.phone.as_str())
            .when(when()),
    ]
}

/// Parties as they were sent; what another step says of them is kept.
pub(super) fn taken(sent: &Sent, side: &str, rows: usize, before: &[Party]) -> Vec<Party> {
    let party = |at: usize| {
        let text = |part: &str| sent.text(&format!("{side}.{at}.{part}")).to_owned();
        let kind = if text("kind") == "organisation" { PartyKind::Organisation } else { PartyKind::Person };
        let kinship = text("guardian.kinship");
        let guardian = Guardian {
            id: text("guardian.id").to_uppercase(),
            kinship: Kinship::ALL.iter().copied().find(|one| one.word() == kinship),
            name: text("guardian.name"),
            phone: text("guardian.phone"),
        };
        let known = before.get(at);
        Party {
            domicile: text("domicile"),
            guardian,
            head: text("head"),
            id: text("id").to_uppercase(),
            incapable: kind == PartyKind::Person && sent.ticked(&format!("{side}.{at}.incapable")),
            joins: known.is_some_and(|party| party.joins),
            kind,
            name: text("name"),
            phone: text("phone"),
            represents: known.is_some_and(|party| party.represents),
        }
    };
    (0..rows).map(party).filter(|party| !party.is_blank()).collect()
}
