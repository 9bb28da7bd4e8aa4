//! A whole complaint, and each way it can be wrong.

use super::*;

fn party(name: &str, id: &str) -> Party {
    Party {
        domicile: "沈阳市和平区南京街1号".to_owned(),
        id: id.to_owned(),
        name: name.to_owned(),
        phone: "13800000000".to_owned(),
        ..Party::default()
    }
}

/// A number with a right check digit, of somebody born on a day.
fn citizen(born: &str) -> String {
    let body = format!("210102{born}001");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.chars().zip(weights).map(|(c, weight)| c.to_digit(10).unwrap() * weight).sum();
    format!("{body}{}", "10X98765432".chars().nth(usize::try_from(sum % 11).unwrap()).unwrap())
}

fn today() -> Day {
    Day::new(2020, 3, 2).unwrap()
}

fn whole() -> Complaint {
    Complaint {
        address: "沈阳市和平区南京街1号 13800000000".to_owned(),
        cause: "买卖合同纠纷".to_owned(),
        claims: vec![
            Claim { text: "判令被告支付货款".to_owned(), amount: Some(Fen(10_000_000)) },
            Claim { text: "由被告承担诉讼费".to_owned(), amount: None },
        ],
        court: "辽0102".to_owned(),
        defendants: vec![Party { id: String::new(), phone: String::new(), ..party("李四", "") }],
        electronic: true,
        evidence: vec![Evidence {
            name: "送货单".to_owned(), proves: "已经交货".to_owned(), digest: String::new()
        }],
        facts: "2019年5月，被告向原告购买钢材，收货后一直没有付款，多次催要未果。".to_owned(),
        plaintiffs: vec![party("张三", &citizen("19800101"))],
        signed: true,
        ..Complaint::default()
    }
}

fn wrong(change: impl FnOnce(&mut Complaint)) -> Vec<(&'static str, String)> {
    let mut complaint = whole();
    change(&mut complaint);
    check(&complaint, today()).into_iter().map(|defect| (defect.code, defect.field)).collect()
}

#[test]
fn a_whole_complaint_has_no_defect_and_reads_back() {
    assert_eq!(check(&whole(), today()), []);
    let text = serde_json::to_string(&whole()).unwrap();
    assert_eq!(serde_json::from_str::<Complaint>(&text).unwrap(), whole());
    assert_eq!(serde_json::from_str::<Complaint>("{}").unwrap(), Complaint::default(), "a draft may lack everything");
}

#[test]
fn everything_missing_is_named_at_once() {
    let fields: Vec<String> = check(&Complaint::default(), today()).into_iter().map(|defect| defect.field).collect();
    assert_eq!(fields, ["court", "cause", "plaintiffs", "defendants", "claims", "facts", "address", "signed"]);
}

#[test]
fn each_defect_has_its_code_and_field() {
    let one = |code: &'static str, field: &str| vec![(code, field.to_owned())];
    assert_eq!(wrong(|c| c.plaintiffs[0].id = "210102198001010019".to_owned()), one("R01", "plaintiffs.0.id"));
    assert_eq!(wrong(|c| c.plaintiffs[0].phone = "电话".to_owned()), one("R01", "plaintiffs.0.phone"));
    assert_eq!(wrong(|c| c.plaintiffs[0].id = citizen("20050505")), one("R01", "plaintiffs.0.head"));
    assert_eq!(wrong(|c| c.defendants[0].id = c.plaintiffs[0].id.clone()), one("R02", "defendants.0.id"));
    assert_eq!(wrong(|c| c.defendants.push(c.defendants[0].clone())), one("R02", "defendants.1.name"));
    assert_eq!(wrong(|c| c.claims[0].amount = Some(Fen(-1))), one("R03", "claims.0.amount"));
    assert_eq!(wrong(|c| c.cause = "合同纠纷的一种".to_owned()), one("R03", "cause"));
    assert_eq!(wrong(|c| c.facts = "太短".to_owned()), one("R04", "facts"));
    assert_eq!(wrong(|c| c.evidence[0].proves.clear()), one("R05", "evidence.0.proves"));
    assert_eq!(wrong(|c| c.court = "辽9999".to_owned()), one("R10", "court"));
    assert_eq!(wrong(|c| c.signed = false), one("R08", "signed"));
}

#[test]
fn an_organisation_needs_its_code_and_its_head() {
    let company =
        Party { kind: PartyKind::Organisation, head: "王五".to_owned(), ..party("某公司", "91210100MA0000000X") };
    let fields = |company: Party| wrong(|c| c.plaintiffs = vec![company]).into_iter().map(|(_, field)| field);
    assert!(fields(company.clone()).any(|field| field == "plaintiffs.0.id"), "a wrong check character");
    let right = Party { id: "91350100M000100Y43".to_owned(), ..company };
    assert_eq!(fields(right.clone()).count(), 0);
    assert_eq!(fields(Party { head: String::new(), ..right }).collect::<Vec<_>>(), ["plaintiffs.0.head"]);
}

#[test]
fn names_of_ten_thousand_characters_and_hidden_marks_are_refused() {
    assert_eq!(wrong(|c| c.plaintiffs[0].name = "张".repeat(10_000)), [("R01", "plaintiffs.0.name".to_owned())]);
    for odd in ["张\u{202e}三", "张\u{0}三", "张\u{200b}三"] {
        assert_eq!(wrong(|c| c.plaintiffs[0].name = odd.to_owned()), [("R01", "plaintiffs.0.name".to_owned())]);
    }
    assert_eq!(wrong(|c| c.defendants = vec![party("甲", ""); 60]).first(), Some(&("R02", "defendants".to_owned())));
}

#[test]
fn fee_13_a_sale_of_a_hundred_thousand_costs_2300() {
    assert_eq!(total(&whole()), Fen(10_000_000));
    assert_eq!((scale_of(&whole()), fee_of(&whole()).unwrap().total), ("property", Fen(230_000)));
    let divorce = Complaint { cause: "离婚纠纷".to_owned(), claims: Vec::new(), ..whole() };
    assert_eq!(scale_of(&divorce), "divorce");
    let none = Complaint { claims: vec![Claim { text: "停止侵害".to_owned(), amount: None }], ..whole() };
    assert_eq!(scale_of(&none), "other");
}

#[test]
fn s_012_only_what_was_asked_may_change() {
    let mut after = whole();
    after.claims[0].amount = Some(Fen(9_000_000));
    after.facts.push_str("补充。");
    assert_eq!(changed(&whole(), &after), [Step::Claims, Step::Facts]);
    assert_eq!(steps_of("R03"), [Step::Claims]);
    for (code, _) in REASONS {
        assert!(!steps_of(code).is_empty(), "{code}");
    }
}

#[test]
fn steps_follow_each_other() {
    let mut step = Step::Matter;
    let mut seen = vec![step];
    while let Some(next) = step.next() {
        assert_eq!(Step::parse(next.word()), Some(next));
        seen.push(next);
        step = next;
    }
    assert_eq!(seen, Step::ALL);
}
