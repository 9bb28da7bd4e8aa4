//! Filing by questions, for another, and with what should not be typed.

use axum::http::StatusCode;
use people::{Draft, Kind};

use crate::browser::{Browser, COURT, House, citizen};

/// Begins a draft about a cause; gives the address of its steps.
pub async fn begun(browser: &mut Browser<'_>, cause: &str) -> String {
    let page = browser.get("/me").await;
    let draft = browser.submit(&page, "/drafts", &[]).await.to.unwrap().replace("/matter", "");
    let matter = format!("{draft}/matter");
    browser.does(&matter, &matter, &[("cause", cause), ("court", COURT)]).await;
    draft
}

/// Takes a step of a draft.
pub async fn takes<'a>(
    browser: &mut Browser<'_>,
    draft: &str,
    step: &str,
    fields: &[(&'a str, &'a str)],
) -> crate::browser::Answer {
    let at = format!("{draft}/{step}");
    browser.does(&at, &at, fields).await
}

/// A plaintiff and a defendant of whom everything is known.
pub async fn sides(browser: &mut Browser<'_>, draft: &str, name: &str, id: &str) {
    let plaintiff = [
        ("plaintiffs.0.kind", "person"),
        ("plaintiffs.0.name", name),
        ("plaintiffs.0.id", id),
        ("plaintiffs.0.domicile", "沈阳市和平区南京街1号"),
        ("plaintiffs.0.phone", "13800000000"),
    ];
    let done = takes(browser, draft, "plaintiffs", &plaintiff).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let defendant = [("defendants.0.name", "李四"), ("defendants.0.domicile", "沈阳市和平区青年大街2号")];
    takes(browser, draft, "defendants", &defendant).await;
}

/// Confirms and hands in; gives the address of the filing.
pub async fn hands_in(browser: &mut Browser<'_>, draft: &str) -> String {
    let confirm = [("address", "沈阳市和平区南京街1号"), ("electronic", "1"), ("online.hearing", "1"), ("signed", "1")];
    let done = takes(browser, draft, "confirm", &confirm).await;
    assert_eq!(done.to.as_deref(), Some(format!("{draft}/review").as_str()), "{}", done.text);
    let review = browser.get(&format!("{draft}/review")).await;
    let filed = browser.submit(&review, &format!("{draft}/submit"), &[]).await;
    let to = filed.to.unwrap_or_else(|| panic!("{}", filed.text));
    assert!(to.starts_with("/filings/"), "{}", review.text);
    to
}

const LOAN: [(&str, &str); 11] = [
    ("answers.lent", "100000"),
    ("answers.lent_on", "2019-05-01"),
    ("answers.paid_by", "银行转账"),
    ("answers.paper", "借条"),
    ("answers.interest", "no"),
    ("answers.has_due", "no"),
    ("answers.part", "yes"),
    ("answers.repaid", "20000"),
    ("answers.owed", "80000.50"),
    ("answers.sued_before", "no"),
    ("answers.arbitration", "no"),
];

pub async fn a_loan_is_asked_about_and_its_claims_proposed(house: House) {
    let id = citizen("19800101", 1);
    let mut party = house.litigant("13811110000", "张三", &id).await;
    let draft = begun(&mut party, "民间借贷纠纷").await;
    sides(&mut party, &draft, "张三", &id).await;
    let page = party.get(&format!("{draft}/questions")).await;
    assert!(page.text.contains("一共借出去多少钱") && page.text.contains("data-when=\"answers.interest=yes\""));
    assert!(page.text.contains("class=\"paced\""), "one question at a time");

    let wrong = [("answers.lent", "十万"), ("answers.lent_on", "2030-01-01"), ("answers.interest", "yes")];
    let answer = takes(&mut party, &draft, "questions", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in ["只写数字", "不能晚于今天", "请回答“年利率是百分之几？”", "请回答“现在还欠多少本金？”"]
    {
        assert!(answer.text.matches(told).count() >= 2, "beside the field and in the summary: {told}");
    }
    let again = party.get(&format!("{draft}/questions")).await;
    assert!(again.text.contains("value=\"十万\""), "kept as it was typed");

    let done = takes(&mut party, &draft, "questions", &LOAN).await;
    assert_eq!(done.to.as_deref(), Some(format!("{draft}/claims").as_str()), "{}", done.text);
    let claims = party.get(&format!("{draft}/claims")).await;
    assert!(claims.text.contains("判令被告偿还借款本金") && claims.text.contains("value=\"80000.50\""));
    let facts = party.get(&format!("{draft}/facts")).await;
    assert!(facts.text.contains("2019年5月1日，被告向原告借款100000元"), "{}", facts.text);
    takes(&mut party, &draft, "claims", &[("claims.0.text", "判令被告还钱"), ("claims.0.amount", "70000")]).await;
    let own = "被告是我的邻居，借了钱一直不还，多次要都说没有，请法院判。";
    takes(&mut party, &draft, "facts", &[("facts", own)]).await;
    takes(&mut party, &draft, "questions", &LOAN).await;
    let facts = party.get(&format!("{draft}/facts")).await;
    assert!(facts.text.contains(own) && facts.text.contains("按您的回答可以这样写"), "never over what was typed");
    let claims = party.get(&format!("{draft}/claims")).await;
    assert!(claims.text.contains("value=\"70000\"") && claims.text.contains("¥80,000.50"));

    let review = party.get(&format!("{draft}/review")).await;
    assert!(review.text.contains("钱是怎样给的？") && review.text.contains("银行转账"), "read back");
    let address = hands_in(&mut party, &draft).await;
    let mut registrar = house.staff("registrar").await;
    let desk = registrar.get(&crate::filing::at_desk(&address)).await;
    assert!(desk.text.contains("钱是怎样给的？") && desk.text.contains("审查清单"), "{}", desk.text);

    let draft = begun(&mut party, "姓名权纠纷").await;
    let general = party.get(&format!("{draft}/questions")).await;
    assert!(general.text.contains("您和对方是什么关系"), "all other causes have the general list");
    let skipped = takes(&mut party, &draft, "questions", &[("own_words", "1")]).await;
    assert_eq!(skipped.to.as_deref(), Some(format!("{draft}/claims").as_str()), "{}", skipped.text);
    let elements = house.browser().get("/api/v1/elements?cause=%E7%A6%BB%E5%A9%9A%E7%BA%A0%E7%BA%B7").await;
    assert!(elements.text.contains("\"id\":\"married_on\""), "{}", elements.text);
}

pub async fn a_guardian_files_for_a_minor(house: House) {
    use door::Clock as _;
    let mut mother = house.litigant("13811110000", "张母", &citizen("19800101", 1)).await;
    let guardian = people::AccountId(i64::from(house.account_of("张母").await));
    let child = |name: &str, order| Draft {
        kind: Kind::Litigant,
        name: name.to_owned(),
        id_number: Some(citizen("20100505", order)),
        guardian: Some(guardian),
        ..Draft::default()
    };
    let ward = house.people.create(&child("张小明", 3), guardian, house.hands.now()).await.unwrap();
    let page = mother.get("/me").await;
    assert!(page.text.contains("替张小明立案"), "{}", page.text);
    let begun = mother.submit(&page, "/drafts", &[("ward", &ward.to_string())]).await.to.unwrap();
    let draft = begun.replace("/matter", "");
    takes(&mut mother, &draft, "matter", &[("cause", "抚养费纠纷"), ("court", COURT)]).await;
    let page = mother.get(&format!("{draft}/plaintiffs")).await;
    for known in ["张小明", "张母", &citizen("20100505", 3), &citizen("19800101", 1)] {
        assert!(page.text.contains(known), "{known} is filled in");
    }
    let own = citizen("20100505", 3);
    let mothers = citizen("19800101", 1);
    let mut fields = vec![
        ("plaintiffs.0.kind", "person"),
        ("plaintiffs.0.name", "张小明"),
        ("plaintiffs.0.id", own.as_str()),
        ("plaintiffs.0.domicile", "沈阳市和平区南京街1号"),
        ("plaintiffs.0.phone", "13811110000"),
        ("plaintiffs.0.incapable", "1"),
        ("plaintiffs.0.guardian.name", "张母"),
        ("plaintiffs.0.guardian.id", "110105194912310021"),
    ];
    let forged = takes(&mut mother, &draft, "plaintiffs", &fields).await;
    assert!(
        forged.text.contains("末位校验码不符") && forged.text.contains("请选择监护人和他是什么关系"),
        "{}",
        forged.text
    );
    fields.pop();
    fields.extend([("plaintiffs.0.guardian.id", mothers.as_str()), ("plaintiffs.0.guardian.kinship", "parent")]);
    let done = takes(&mut mother, &draft, "plaintiffs", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    takes(
        &mut mother,
        &draft,
        "defendants",
        &[("defendants.0.name", "张父"), ("defendants.0.domicile", "沈阳市和平区")],
    )
    .await;
    takes(&mut mother, &draft, "claims", &[("claims.0.text", "判令被告支付抚养费"), ("claims.0.amount", "24000")])
        .await;
    takes(&mut mother, &draft, "facts", &[("facts", "父母离婚后，被告一直没有支付孩子的抚养费，多次要都不给。")]).await;
    let address = hands_in(&mut mother, &draft).await;
    let page = mother.get(&address).await;
    assert!(page.text.contains("张小明（法定代理人张母，父母）"), "{}", page.text);
    let mut registrar = house.staff("registrar").await;
    let desk = registrar.get(&crate::filing::at_desk(&address)).await;
    assert!(!desk.text.contains("提交人不是原告"), "the guardian is no stranger: {}", desk.text);

    let mut other = house.litigant("13833330000", "王五", &citizen("19810202", 2)).await;
    let page = other.get("/me").await;
    assert!(!page.text.contains("张小明"));
    let denied = other.submit(&page, "/drafts", &[("ward", &ward.to_string())]).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN, "nobody files for another's ward");
}

pub async fn a_lawyers_licence_is_that_of_the_account(house: House) {
    let given = [
        ("kind", "lawyer"),
        ("name", "李律师"),
        ("id_number", &*citizen("19750505", 2)),
        ("licence", "12101201010123456"),
        ("firm", "辽宁某某律师事务所"),
    ];
    let mut lawyer = house.by_phone("13822220000", &given).await;
    let draft = begun(&mut lawyer, "买卖合同纠纷").await;
    let page = lawyer.get(&format!("{draft}/agents")).await;
    for known in ["李律师", "12101201010123456", "辽宁某某律师事务所"] {
        assert!(page.text.contains(known), "{known}");
    }
    let forged = [
        ("agents.0.kind", "recommended"),
        ("agents.0.name", "李律师"),
        ("agents.0.phone", "13822220000"),
        ("agents.0.licence", "99999999999999999"),
        ("agents.0.firm", "别的律师事务所"),
        ("agents.0.waive", "1"),
        ("agents.0.collect", "1"),
    ];
    let done = takes(&mut lawyer, &draft, "agents", &forged).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let review = lawyer.get(&format!("{draft}/review")).await;
    assert!(
        review.text.contains("李律师（律师，辽宁某某律师事务所），特别授权：承认、放弃、变更诉讼请求；代收款项"),
        "{}",
        review.text
    );
    assert!(!review.text.contains("99999"));
    let mut three = vec![("agents.0.name", "李律师"), ("agents.0.phone", "13822220000")];
    three.extend([("agents.1.name", "甲"), ("agents.2.name", "乙")]);
    let many = takes(&mut lawyer, &draft, "agents", &three).await;
    assert!(many.text.contains("代理人最多两名") && many.text.contains("value=\"乙\""), "{}", many.text);
}

pub async fn hostile_values_are_named_and_kept(house: House) {
    let id = citizen("19800101", 1);
    let mut party = house.litigant("13811110000", "张三", &id).await;
    let draft = begun(&mut party, "买卖合同纠纷").await;
    let long = "长".repeat(10_000);
    for odd in [long.as_str(), "张\u{202e}三", "张\u{0}三", "<script>alert(1)</script>\u{7}"] {
        let guardian = [
            ("plaintiffs.0.kind", "person"),
            ("plaintiffs.0.name", "张小明"),
            ("plaintiffs.0.id", "21010220100505002X"),
            ("plaintiffs.0.incapable", "1"),
            ("plaintiffs.0.guardian.name", odd),
            ("plaintiffs.0.guardian.id", "' OR 1=1 --"),
            ("plaintiffs.0.guardian.kinship", "king"),
            ("plaintiffs.0.guardian.phone", "call me"),
        ];
        let agent = [
            ("agents.0.kind", "god"),
            ("agents.0.name", odd),
            ("agents.0.id", "110105194912310021"),
            ("agents.0.licence", odd),
            ("agents.0.phone", "call me"),
        ];
        let answers =
            [("answers.goods", odd), ("answers.side", "三体"), ("answers.price", "1e9"), ("answers.odd", odd)];
        let relief =
            [("relief", "reduce"), ("relief_ground", "poor"), ("relief_percent", "999"), ("relief_proof", odd)];
        let confirm =
            [("address", "沈阳市和平区"), ("electronic", "1"), ("email", odd), ("phone", odd), ("recipient", odd)];
        for (step, fields, least) in [
            ("plaintiffs", guardian.as_slice(), 4),
            ("agents", &agent, 3),
            ("questions", &answers, 3),
            ("fee", &relief, 3),
            ("confirm", &confirm, 3),
        ] {
            let answer = takes(&mut party, &draft, step, fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{step}");
            assert!(answer.text.matches("class=\"said\"").count() >= least, "{step}: {}", answer.text);
            assert!(!answer.text.contains("<script>alert"), "{step}");
            let again = party.get(&format!("{draft}/{step}")).await;
            assert_eq!(again.status, StatusCode::OK, "{step}");
        }
        let saved = party.get(&format!("{draft}/plaintiffs")).await;
        assert!(saved.text.contains("call me"), "saved as it was typed");
    }
    let review = party.get(&format!("{draft}/review")).await;
    assert!(review.text.contains("还有") && !review.offers(&format!("{draft}/submit")));
}
