//! A whole complaint, and each way it can be wrong.

use super::*;
use crate::life::codes::{OnlineStep, Relief};

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
    assert_eq!(wrong(|c| c.plaintiffs[0].id = citizen("20050505")), one("R01", "plaintiffs.0.guardian.name"));
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
    let wages = Complaint { cause: "追索劳动报酬纠纷".to_owned(), ..whole() };
    assert_eq!(fee_of(&wages).unwrap().total, Fen(1_000), "ten yuan whatever is claimed");
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

#[test]
fn what_was_written_before_reads_and_a_line_about_an_agent_asks_to_be_typed() {
    let old = r#"{"agent":"李律师，特别授权","address":"沈阳市和平区","cause":"买卖合同纠纷","claims":[{"text":"支付货款"}],
        "court":"辽0102","defendants":[{"name":"李四"}],"electronic":true,"facts":"x","mediation":false,
        "plaintiffs":[{"domicile":"沈阳","head":"父亲","id":"1","kind":"person","name":"张三","phone":"1"}],"signed":true}"#;
    let read: Complaint = serde_json::from_str(old).unwrap();
    assert_eq!((read.agent.as_str(), read.plaintiffs[0].head.as_str()), ("李律师，特别授权", "父亲"));
    assert!(read.agents.is_empty() && read.answers.is_empty() && read.relief.is_none());
    assert_eq!(wrong(|c| c.agent = read.agent.clone()), [("R07", "agents.0.name".to_owned())]);
    let text = serde_json::to_string(&whole()).unwrap();
    for new in ["answers", "agents", "guardian", "relief", "delivery", "incapable", "own_words"] {
        assert!(!text.contains(new), "{new}: nothing is written where nothing is said");
    }
}

fn guardian() -> Guardian {
    Guardian {
        id: citizen("19750101"),
        kinship: Some(Kinship::Parent),
        name: "张母".to_owned(),
        phone: "13900000000".to_owned(),
    }
}

/// A plaintiff of fifteen years.
fn ward(change: impl FnOnce(&mut Party)) -> Vec<(&'static str, String)> {
    wrong(|c| {
        c.plaintiffs[0].id = citizen("20050505");
        c.plaintiffs[0].guardian = guardian();
        change(&mut c.plaintiffs[0]);
    })
}

#[test]
fn cpl_57_who_cannot_sue_alone_sues_by_a_guardian() {
    let one = |field: &str| vec![("R01", format!("plaintiffs.0.guardian.{field}"))];
    assert_eq!(ward(|_| {}), []);
    assert_eq!(ward(|party| party.guardian.id = "110105194912310021".to_owned()), one("id"), "a forged number");
    assert_eq!(ward(|party| party.guardian.id.clear()), one("id"));
    assert_eq!(ward(|party| party.guardian.id = citizen("20100101")), one("id"), "a child is no guardian");
    assert_eq!(ward(|party| party.guardian.kinship = None), one("kinship"));
    assert_eq!(ward(|party| party.guardian.phone = "妈妈的".to_owned()), one("phone"));
    assert_eq!(ward(|party| party.guardian.name = "母\u{202e}".to_owned()), one("name"));
    assert_eq!(ward(|party| party.guardian.name = "母".repeat(10_000)), one("name"));
    let committee = |id: &str| {
        ward(|party| {
            party.guardian.kinship = Some(Kinship::Committee);
            party.guardian.id = id.to_owned();
        })
    };
    assert_eq!((committee(""), committee("91350100M000100Y43")), (Vec::new(), Vec::new()), "a body has no such number");
    assert_eq!(committee("123"), one("id"));
    assert_eq!(wrong(|c| c.plaintiffs[0].incapable = true), [("R01", "plaintiffs.0.guardian.name".to_owned())]);
    let own = wrong(|c| {
        c.plaintiffs[0].incapable = true;
        c.plaintiffs[0].guardian = Guardian { id: c.plaintiffs[0].id.clone(), ..guardian() };
    });
    assert_eq!(own, one("id"), "nobody is their own guardian");
    let against = wrong(|c| {
        c.plaintiffs[0].incapable = true;
        c.plaintiffs[0].guardian = guardian();
        c.defendants[0].id = guardian().id;
    });
    assert_eq!(against, [("R02", "defendants.0.id".to_owned())], "nobody sues their own ward");
    assert_eq!(wrong(|c| c.defendants[0].guardian.name = "监护人".to_owned()), [], "of a defendant what is known");
}

fn lawyer() -> Agent {
    Agent {
        firm: "辽宁某某律师事务所".to_owned(),
        kind: Some(AgentKind::Lawyer),
        licence: "12101201010123456".to_owned(),
        name: "李律师".to_owned(),
        phone: "13811112222".to_owned(),
        ..Agent::default()
    }
}

fn relative() -> Agent {
    Agent {
        id: citizen("19700101"),
        kind: Some(AgentKind::Relative),
        name: "张兄".to_owned(),
        phone: "13811113333".to_owned(),
        powers: vec![Power::Settle, Power::Appeal],
        relation: "兄弟".to_owned(),
        ..Agent::default()
    }
}

#[test]
fn cpl_58_59_agents_are_typed_with_what_they_may_do() {
    let with = |agents: Vec<Agent>| wrong(|c| c.agents = agents);
    let one = |field: &str| vec![("R07", format!("agents.0.{field}"))];
    assert_eq!(with(vec![lawyer(), relative()]), []);
    assert_eq!(lawyer().authority(), "一般授权");
    assert_eq!(relative().authority(), "特别授权：和解、调解；提起上诉");
    assert_eq!(
        with(vec![lawyer(), relative(), Agent { id: citizen("19710101"), ..relative() }]),
        [("R07", "agents".to_owned())]
    );
    for bad in ["", "1210120101012345", "1210120101012345X", "１２１０１２０１０１０１２３４５６"] {
        assert_eq!(with(vec![Agent { licence: bad.to_owned(), ..lawyer() }]), one("licence"), "{bad}");
    }
    assert_eq!(with(vec![Agent { firm: String::new(), ..lawyer() }]), one("firm"));
    assert_eq!(with(vec![Agent { id: String::new(), ..relative() }]), one("id"));
    assert_eq!(with(vec![Agent { id: citizen("20050101"), ..relative() }]), one("id"), "of age");
    assert_eq!(with(vec![Agent { relation: String::new(), ..relative() }]), one("relation"));
    assert_eq!(with(vec![Agent { phone: String::new(), ..relative() }]), one("phone"));
    assert_eq!(with(vec![Agent { kind: None, ..lawyer() }]), one("kind"));
    assert_eq!(with(vec![Agent { kind: Some(AgentKind::Employee), ..relative() }]), one("kind"), "of no organisation");
    assert_eq!(with(vec![relative(), relative()]), [("R07", "agents.1.name".to_owned())]);
    for odd in ["李".repeat(10_000), "李\u{202e}".to_owned(), "李\u{0}".to_owned()] {
        assert_eq!(with(vec![Agent { name: odd, ..lawyer() }]), one("name"));
    }
    let both = wrong(|c| {
        c.defendants[0].id = relative().id;
        c.agents = vec![relative()];
    });
    assert_eq!(both, one("name"), "not the other side");
}

#[test]
fn cpl_52_53_those_who_sue_together_agree_and_many_choose_a_few() {
    let many = |count: usize, chosen: usize| {
        wrong(|c| {
            c.plaintiffs = (0..count)
                .map(|n| {
                    let order = 1 + i8::try_from(n % 28).unwrap();
                    let own = party(&format!("原告{n}"), &citizen(&format!("198001{order:02}")));
                    Party { joins: true, represents: n < chosen, ..own }
                })
                .collect();
        })
    };
    let represents = vec![("R07", "represents.0".to_owned())];
    assert_eq!(many(2, 0), []);
    assert_eq!(many(9, 0), []);
    assert_eq!(many(9, 2), represents, "few need none");
    for (chosen, right) in [(0, false), (1, false), (2, true), (5, true), (6, false)] {
        assert_eq!(many(11, chosen).is_empty(), right, "{chosen}");
    }
    assert_eq!(many(10, 0), represents, "十人以上 holds ten");
    let silent = wrong(|c| c.plaintiffs.push(party("王五", &citizen("19820202"))));
    assert_eq!(silent, [("R07", "joins.0".to_owned()), ("R07", "joins.1".to_owned())], "each for themselves");
}

#[test]
fn s_060_an_address_is_confirmed_with_its_channels() {
    let with = |change: fn(&mut Delivery)| wrong(|c| change(&mut c.delivery));
    assert_eq!(with(|d| d.email = "zhang@example.com".to_owned()), []);
    for bad in
        ["zhang", "@example.com", "zhang@", "zhang@example", "a b@example.com", "张@example.com", "a@b@c.com", "a@.com"]
    {
        assert_eq!(wrong(|c| c.delivery.email = bad.to_owned()), [("R11", "email".to_owned())], "{bad}");
    }
    assert_eq!(with(|d| d.phone = "home".to_owned()), [("R11", "phone".to_owned())]);
    assert_eq!(with(|d| d.recipient = "收\u{200b}".to_owned()), [("R11", "recipient".to_owned())]);
    let mut complaint = Complaint { electronic: false, ..whole() };
    complaint.delivery.online = vec![OnlineStep::Hearing, OnlineStep::Service, OnlineStep::Hearing];
    assert_eq!(consents(&complaint), [OnlineStep::Hearing], "service is agreed to by itself alone");
    assert!(not_electronic(Day::new(2021, 12, 31).unwrap()).is_some());
    assert!(not_electronic(Day::new(2022, 1, 1).unwrap()).is_none());
}

#[test]
fn fee_44_to_47_relief_is_asked_for_on_a_ground_with_proof() {
    let ask = |kind, ground, percent, proof: &str| {
        let asked = ReliefAsked { ground, kind, percent, proof: proof.to_owned() };
        wrong(|c| c.relief = Some(asked))
    };
    let one = |field: &str| vec![("R99", field.to_owned())];
    assert_eq!(ask(Relief::Waive, Some(ReliefGround::Destitute), 0, "低保证 1 号"), []);
    assert_eq!(ask(Relief::Waive, Some(ReliefGround::Disaster), 0, "低保证 1 号"), one("relief_ground"));
    assert_eq!(ask(Relief::Waive, None, 0, "低保证 1 号"), one("relief_ground"));
    assert_eq!(ask(Relief::Reduce, Some(ReliefGround::Veteran), 30, "优抚证 1 号"), []);
    for percent in [0, 29, 100] {
        assert_eq!(ask(Relief::Reduce, Some(ReliefGround::Veteran), percent, "优抚证 1 号"), one("relief_percent"));
    }
    assert_eq!(ask(Relief::Defer, Some(ReliefGround::LegalAid), 0, "无"), one("relief_proof"));
    assert_eq!(ask(Relief::Defer, Some(ReliefGround::LegalAid), 0, &"证".repeat(10_000)), one("relief_proof"));
    let company = wrong(|c| {
        let code = "91350100M000100Y43";
        c.plaintiffs =
            vec![Party { kind: PartyKind::Organisation, head: "王五".to_owned(), ..party("某公司", code) }];
        let proof = "证明一份".to_owned();
        c.relief =
            Some(ReliefAsked { ground: Some(ReliefGround::OtherWaiver), kind: Relief::Waive, percent: 0, proof });
    });
    assert_eq!(company, one("relief"), "P-173: natural persons alone");
    let of = |kind| ReliefGround::ALL.iter().filter(|ground| ground.kind() == kind).count();
    assert_eq!([Relief::Waive, Relief::Reduce, Relief::Defer].map(of), [5, 4, 4]);
    assert_eq!(after(Fen(12_345), Some(Relief::Reduce), 50), Fen(6_172), "half a fen is the payer's");
    assert_eq!(after(Fen(i64::MAX), Some(Relief::Reduce), 99).0, i64::MAX / 100);
}

#[test]
fn answers_are_looked_at_once_they_were_put() {
    assert_eq!(wrong(|c| c.answers.clear()), []);
    let put = |own_words| {
        wrong(|c| {
            c.answers.insert("goods".to_owned(), "钢材".to_owned());
            c.own_words = own_words;
        })
    };
    let fields = put(false);
    assert!(fields.contains(&("R04", "answers.side".to_owned())) && fields.len() > 5, "{fields:?}");
    assert_eq!(put(true), [], "who writes in own words is asked nothing");
    assert_eq!(changed(&whole(), &Complaint { own_words: true, ..whole() }), [Step::Questions]);
}

fn item(number: u8, change: impl FnOnce(&mut Complaint), known: &Known) -> Item {
    let mut complaint = whole();
    change(&mut complaint);
    let all = review(&complaint, known);
    all.into_iter().find(|item| item.number == number).unwrap()
}

fn known() -> Known {
    Known { today: today(), filer: Some("张三".to_owned()), ..Known::default() }
}

#[test]
fn the_list_has_fifteen_items_each_with_a_code_of_its_own() {
    let all = review(&whole(), &known());
    let numbers: Vec<u8> = all.iter().map(|item| item.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    let codes: Vec<&str> = all.iter().map(|item| item.code).filter(|code| !code.is_empty()).collect();
    let mut once = codes.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), codes.len());
    assert!(codes.iter().all(|code| REASONS.iter().any(|(known, _)| known == code)));
    assert!(all.iter().all(|item| item.verdict != Verdict::Defect), "{all:?}");
    assert!(all.iter().all(|item| item.verdict == Verdict::Fits || !item.why.is_empty()));
    let empty = review(&Complaint::default(), &known());
    for item in empty.iter().filter(|item| item.verdict == Verdict::Defect && !item.code.is_empty()) {
        assert!(!item.say.is_empty(), "{}: what is told is prefilled", item.what);
    }
    assert!(empty.iter().filter(|item| item.verdict == Verdict::Defect).count() >= 7);
}

#[test]
fn item_3_money_asked_for_without_a_sum() {
    let bare = item(3, |c| c.claims[0].amount = None, &known());
    assert_eq!(bare.verdict, Verdict::Defect);
    assert!(bare.say.contains("第 1 项") && !bare.say.contains("第 2 项"), "costs of the suit need none: {}", bare.say);
    assert!(item(3, |_| {}, &known()).why.contains("100,000.00"));
}

#[test]
fn item_6_who_files_for_another_shows_the_authority() {
    assert_eq!(item(6, |_| {}, &known()).verdict, Verdict::Fits);
    let other = Known { filer: Some("王五".to_owned()), ..known() };
    let stranger = item(6, |_| {}, &other);
    assert!(stranger.verdict == Verdict::Defect && stranger.say.contains("授权委托书"));
    assert_eq!(
        item(6, |c| c.plaintiffs[0].guardian = Guardian { name: "王五".to_owned(), ..guardian() }, &other).verdict,
        Verdict::Fits
    );
    let own = Known { filer: Some("李律师".to_owned()), licence: Some("12101201010123456".to_owned()), ..known() };
    let counsel = item(6, |c| c.agents = vec![lawyer()], &own);
    assert!(counsel.verdict == Verdict::ByEye && counsel.why.contains("律师事务所证明"), "{}", counsel.why);
    let forged = item(6, |c| c.agents = vec![Agent { licence: "12101201010199999".to_owned(), ..lawyer() }], &own);
    assert!(forged.verdict == Verdict::Defect && forged.say.contains("执业证号"));
    let related = Known { related: vec!["李律师".to_owned()], ..own };
    assert!(item(6, |c| c.agents = vec![lawyer()], &related).say.contains("配偶"), "A-028");
}

#[test]
fn item_9_the_court_that_is_right_by_amount_and_place() {
    let of = |change: fn(&mut Complaint)| item(9, change, &known());
    let here = of(|c| c.defendants[0].domicile = "沈阳市和平区南京街1号".to_owned());
    assert_eq!(here.verdict, Verdict::Fits, "{}", here.why);
    let there = of(|c| c.defendants[0].domicile = "沈阳市沈河区青年大街2号".to_owned());
    assert!(there.verdict == Verdict::ByEye && there.why.contains("沈河区人民法院"), "{}", there.why);
    let large = of(|c| c.claims[0].amount = Fen::yuan(30_000_000));
    assert!(large.verdict == Verdict::Defect && large.say.contains("辽宁省沈阳市中级人民法院"), "{}", large.why);
    let small = of(|c| c.court = "辽01".to_owned());
    assert!(small.verdict == Verdict::Defect && small.say.contains("和平区人民法院"), "{}", small.why);
    let crash = of(|c| {
        c.cause = "机动车交通事故责任纠纷".to_owned();
        c.claims[0].amount = Fen::yuan(30_000_000);
    });
    assert_ne!(crash.verdict, Verdict::Defect, "basic courts hear these whatever the sum");
}

#[test]
fn items_11_and_12_what_was_sued_for_before_and_what_goes_to_arbitration() {
    let alike = |same| Known { alike: vec![("（2020）辽0102民初1号".to_owned(), same)], ..known() };
    assert_eq!(item(11, |_| {}, &known()).verdict, Verdict::Fits);
    assert_eq!(item(11, |_| {}, &alike(true)).verdict, Verdict::Defect);
    let near = item(11, |_| {}, &alike(false));
    assert!(near.verdict == Verdict::ByEye && near.why.contains("民初1号"));
    let answered = |id: &'static str, answer: &'static str| {
        move |c: &mut Complaint| drop(c.answers.insert(id.to_owned(), answer.to_owned()))
    };
    assert_eq!(item(11, answered("sued_before", "yes"), &known()).verdict, Verdict::ByEye);
    assert_eq!(item(12, |_| {}, &known()).verdict, Verdict::ByEye);
    assert_eq!(item(12, answered("arbitration", "yes"), &known()).verdict, Verdict::Defect);
    assert_eq!(item(12, answered("arbitration", "no"), &known()).verdict, Verdict::Fits);
}

#[test]
fn the_same_suit_is_found_by_names_however_they_are_written() {
    let of = |change: fn(&mut Complaint)| {
        let mut complaint = whole();
        change(&mut complaint);
        likeness(&complaint)
    };
    let (parties, claims) = of(|_| {});
    assert_eq!(of(|c| c.plaintiffs[0].name = " 张 三".to_owned()), (parties.clone(), claims.clone()));
    assert_eq!(of(|c| c.facts = "另一种说法，但还是同一件事情，货款没有付。".to_owned()).1, claims, "not its words");
    let dearer = of(|c| c.claims[0].amount = Some(Fen(1)));
    assert!(dearer.0 == parties && dearer.1 != claims, "same parties and cause, another sum");
    assert_ne!(of(|c| c.cause = "民间借贷纠纷".to_owned()).0, parties);
    assert_ne!(of(|c| c.defendants[0].name = "李五".to_owned()).0, parties);
    let sides = of(|c| std::mem::swap(&mut c.plaintiffs, &mut c.defendants));
    assert_ne!(sides.0, parties, "who sues whom matters");
}
