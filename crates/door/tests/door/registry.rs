//! What the registry decides: relief, the unpaid fee, the check list and its notices, consent, complaints.

use axum::http::StatusCode;
use law::role::Role;
use people::post::{InterestDraft, Relation};

use crate::browser::{Browser, COURT, House, citizen, encoded};
use crate::filing::{at_desk, court, file, stream_of};
use crate::guided::{begun, hands_in, sides, takes};

/// Files a sale with relief asked for.
async fn poor(browser: &mut Browser<'_>, id: &str) -> String {
    let draft = begun(browser, "买卖合同纠纷").await;
    sides(browser, &draft, "张三", id).await;
    takes(browser, &draft, "claims", &[("claims.0.text", "判令被告支付货款"), ("claims.0.amount", "100000")]).await;
    takes(browser, &draft, "facts", &[("facts", "2019年5月，被告向原告购买钢材，收货后一直没有付款。")]).await;
    let page = browser.get(&format!("{draft}/fee")).await;
    assert!(
        page.text.contains("¥2,300.00") && page.text.contains("如果适用简易程序") && page.text.contains("¥1,150.00")
    );
    let few = takes(browser, &draft, "fee", &[("relief", "reduce"), ("relief_percent", "20")]).await;
    for told in ["请选择申请减交的情形", "30% 至 99%", "证明材料"] {
        assert!(few.text.contains(told), "{told}: {}", few.text);
    }
    let asked = [
        ("relief", "reduce"),
        ("relief_ground", "disaster"),
        ("relief_percent", "50"),
        ("relief_proof", "街道办出具的受灾证明"),
    ];
    let done = takes(browser, &draft, "fee", &asked).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    hands_in(browser, &draft).await
}

pub async fn relief_is_decided_before_registration(house: House) {
    let id = citizen("19800101", 1);
    let mut party = house.litigant("13811110000", "张三", &id).await;
    let address = poor(&mut party, &id).await;
    let desk = at_desk(&address);
    let mut registrar = house.staff("registrar").await;
    let page = registrar.get(&desk).await;
    assert!(page.offers(&format!("{desk}/relief")) && page.text.contains("街道办出具的受灾证明"), "{}", page.text);
    let early = registrar.submit(&page, &format!("{desk}/accept"), &[]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text.contains("立案以前作出决定"), "FEE 49: {}", early.text);
    let none = registrar.submit(&page, &format!("{desk}/relief"), &[("until", "明天")]).await;
    assert!(none.text.contains("没有选怎样决定") && none.text.contains("日期不能读"), "all at once: {}", none.text);
    let low = [("granted", "reduce"), ("percent", "20"), ("reason", "确有困难")];
    let low = registrar.submit(&page, &format!("{desk}/relief"), &low).await;
    assert!(low.text.contains("百分之三十"), "{}", low.text);
    let granted = [("granted", "reduce"), ("percent", "40"), ("reason", "受灾属实，家庭生活困难")];
    registrar.submit(&page, &format!("{desk}/relief"), &granted).await;
    registrar.does(&desk, &format!("{desk}/accept"), &[]).await;
    let page = party.get(&address).await;
    assert!(page.text.contains("准许减交 40%"), "{}", page.text);
    assert!(page.text.contains("应交 ¥1,380.00（准许减交，原应交 ¥2,300.00）"), "{}", page.text);
    let paid = party.submit(&page, &format!("{address}/fee"), &[("reference", "票0001")]).await;
    assert_eq!(paid.status, StatusCode::SEE_OTHER, "{}", paid.text);
    house.verified().await;
}

pub async fn an_unpaid_fee_is_a_withdrawal(house: House) {
    let id = citizen("19800101", 1);
    let mut party = house.litigant("13811110000", "张三", &id).await;
    let address = file(&mut party, &[("张三", id.clone())]).await;
    let desk = at_desk(&address);
    house.appoint(&[(501, Role::Registrar, court())]).await;
    let mut registrar = house.staff("registrar").await;
    registrar.does(&desk, &format!("{desk}/accept"), &[]).await;
    let page = registrar.get(&desk).await;
    assert!(!page.offers(&format!("{desk}/deem-withdrawn")), "seven days run");
    let early = registrar.submit(&page, &format!("{desk}/deem-withdrawn"), &[]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    house.later(8 * 24 * 60);
    let mut later = house.staff("staff501").await;
    let page = later.get(&desk).await;
    assert!(page.offers(&format!("{desk}/deem-withdrawn")), "{}", page.text);
    later.submit(&page, &format!("{desk}/deem-withdrawn"), &[]).await;
    let facts = house.docket.facts(court(), stream_of(&address)).await.unwrap().unwrap();
    assert!(facts.closed_day.is_some());
    house.verified().await;
}

pub async fn the_list_names_what_is_wrong_and_a_second_notice_needs_the_chief(house: House) {
    let id = citizen("19800101", 1);
    let mut party = house.litigant("13811110000", "张三", &id).await;
    let draft = begun(&mut party, "买卖合同纠纷").await;
    sides(&mut party, &draft, "张三", &id).await;
    takes(&mut party, &draft, "claims", &[("claims.0.text", "判令被告赔偿全部损失")]).await;
    takes(&mut party, &draft, "facts", &[("facts", "2019年5月，被告向原告购买钢材，收货后一直没有付款。")]).await;
    let address = hands_in(&mut party, &draft).await;
    let desk = at_desk(&address);
    let mut registrar = house.staff("registrar").await;
    let page = registrar.get(&desk).await;
    assert!(page.text.contains("请求给付金钱，请写明金额"), "the machine proposes: {}", page.text);
    assert!(page.text.contains("name=\"item-R03\" value=\"defect\" checked"), "and prefills");
    assert!(page.text.contains("name=\"item-R01\" value=\"ok\" checked"));
    let list = registrar.get(&format!("/api/v1/desk/{}/{}/checks", encoded(COURT), stream_of(&address).0)).await;
    let items: Vec<serde_json::Value> = serde_json::from_str(&list.text).unwrap();
    assert_eq!(items.len(), 16, "fifteen items, the fourth in two parts");
    let decided = [
        ("item-R01", "ok"),
        ("item-R03", "defect"),
        ("say-R03", "第 1 项请求给付金钱，请写明金额和计算方法"),
        ("item-R05", "defect"),
        ("say-R05", "没有证据清单，请列明证据和证明什么"),
        ("say-R02", "没有认定的不写进通知"),
    ];
    registrar.submit(&page, &format!("{desk}/correction"), &decided).await;
    let page = party.get(&format!("{address}/correct")).await;
    assert!(page.text.contains("写明金额和计算方法") && page.text.contains("没有证据清单"), "one notice names all");
    assert!(!page.text.contains("没有认定的"));
    let fixed = [
        ("claims.0.text", "判令被告赔偿全部损失"),
        ("claims.0.amount", "50000"),
        ("evidence.0.name", "送货单"),
        ("evidence.0.proves", "已经交货"),
    ];
    let done = party.submit(&page, &format!("{address}/correct"), &fixed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);

    let page = registrar.get(&desk).await;
    assert!(!page.offers(&format!("{desk}/correction")) && page.offers(&format!("{desk}/second-correction")));
    let again = [("item-R11", "defect"), ("say-R11", "送达地址没有门牌号，请补充"), ("why", "第一次材料里看不出")];
    registrar.submit(&page, &format!("{desk}/second-correction"), &again).await;
    let page = registrar.get(&desk).await;
    assert!(!page.offers(&format!("{desk}/approve-correction")), "who proposes does not agree");
    let own = registrar.submit(&page, &format!("{desk}/approve-correction"), &[]).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    let mut head = house.staff("head").await;
    let page = head.get(&desk).await;
    assert!(page.text.contains("送达地址没有门牌号"), "{}", page.text);
    let done = head.submit(&page, &format!("{desk}/approve-correction"), &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = party.get(&format!("{address}/correct")).await;
    assert!(page.text.contains("送达地址没有门牌号") && page.text.contains("name=\"address\""), "{}", page.text);
    house.verified().await;
}

pub async fn the_same_suit_filed_again_is_noticed(house: House) {
    let id = citizen("19800101", 1);
    let mut party = house.litigant("13811110000", "张三", &id).await;
    let first = file(&mut party, &[("张三", id.clone())]).await;
    let second = file(&mut party, &[("张三", id.clone())]).await;
    let interest = InterestDraft {
        account: people::AccountId(11),
        name: "张兄".to_owned(),
        id_number: Some(citizen("19700101", 9)),
        relation: Relation::Spouse,
    };
    use door::Clock as _;
    house.people.declare_interest(&interest, people::AccountId(11), house.hands.now()).await.unwrap();
    let mut registrar = house.staff("registrar").await;
    let page = registrar.get(&at_desk(&second)).await;
    assert!(page.text.contains("当事人、案由、请求金额都相同的还有"), "{}", page.text);
    let entry = house.docket.stream(court(), stream_of(&first)).await.unwrap();
    assert!(!entry[0].body.contains("张三") && entry[0].body.contains("likeness"), "no name in the clear");
    let desk = at_desk(&first);
    let refuse = [("code", "no_claims"), ("ground", "请求和事实都不具体，没有依据")];
    registrar.does(&desk, &format!("{desk}/refuse"), &refuse).await;
    let page = registrar.get(&at_desk(&second)).await;
    assert!(!page.text.contains("都相同的还有"), "what was refused may be filed again: {}", page.text);

    let draft = begun(&mut party, "买卖合同纠纷").await;
    sides(&mut party, &draft, "张三", &id).await;
    let brother = citizen("19700101", 9);
    let agent = [
        ("agents.0.kind", "recommended"),
        ("agents.0.name", "张兄"),
        ("agents.0.phone", "13811113333"),
        ("agents.0.id", brother.as_str()),
        ("agents.0.relation", "南湖社区推荐"),
    ];
    let done = takes(&mut party, &draft, "agents", &agent).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    takes(&mut party, &draft, "claims", &[("claims.0.text", "判令被告支付货款"), ("claims.0.amount", "40000000")])
        .await;
    takes(&mut party, &draft, "facts", &[("facts", "2019年5月，被告向原告购买钢材，收货后一直没有付款。")]).await;
    let third = hands_in(&mut party, &draft).await;
    let page = registrar.get(&at_desk(&third)).await;
    assert!(page.text.contains("是本院工作人员的配偶、父母或者子女"), "A-028: {}", page.text);
    assert!(page.text.contains("辽宁省沈阳市中级人民法院管辖"), "by the amount: {}", page.text);
}

pub async fn consent_is_taken_back_and_a_complaint_answered(house: House) {
    let id = citizen("19800101", 1);
    let mut party = house.litigant("13811110000", "张三", &id).await;
    let draft = begun(&mut party, "买卖合同纠纷").await;
    let page = party.get(&format!("{draft}/confirm")).await;
    assert!(page.text.contains("2022 年 1 月 1 日以前不能电子送达"), "S-062 is told: {}", page.text);
    let address = file(&mut party, &[("张三", id.clone())]).await;
    let consent = format!("{address}/consent");
    let page = party.get(&address).await;
    assert!(page.text.contains("现在同意电子送达，改为不同意") && page.text.contains("改为同意在线庭审"));
    party.submit(&page, &consent, &[("change", "service-0")]).await;
    let page = party.get(&address).await;
    assert!(page.text.contains("不再同意电子送达") && page.text.contains("改为同意电子送达"), "{}", page.text);
    let twice = party.submit(&page, &consent, &[("change", "service-0")]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", twice.text);
    for odd in ["", "service", "flying-1"] {
        let answer = party.submit(&page, &consent, &[("change", odd)]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{odd}");
    }
    let complain = format!("{address}/complain");
    for odd in ["长".repeat(10_000), "不答\u{202e}复".to_owned()] {
        let answer = party.submit(&page, &complain, &[("text", &odd)]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    }
    party.submit(&page, &complain, &[("text", "窗口不给出收件凭证")]).await;
    let page = party.get(&address).await;
    assert!(page.text.contains("法院最晚") && !page.offers(&complain), "{}", page.text);
    let desk = at_desk(&address);
    let mut head = house.staff("head").await;
    let page = head.get(&desk).await;
    assert!(page.offers(&format!("{desk}/answer")), "{}", page.text);
    head.submit(&page, &format!("{desk}/answer"), &[("text", "已经补发收件凭证，并向您致歉")]).await;
    let page = party.get(&address).await;
    assert!(page.text.contains("已经补发收件凭证") && page.offers(&complain), "{}", page.text);
    house.verified().await;
}

pub async fn anybody_reckons_a_fee(house: House) {
    let mut anybody = house.browser();
    let page = anybody.get("/service").await;
    assert!(page.text.contains("/service/fee"));
    let page = anybody.get("/service/fee").await;
    assert!(page.text.contains("诉讼费计算") && !page.text.contains("案件受理费"), "nothing was asked yet");
    for (query, told) in [
        ("kind=property&amount=100000", "¥2,300.00"),
        ("kind=property&amount=100000&half=summary", "¥1,150.00"),
        ("kind=divorce&amount=300,000", "¥800.00"),
        ("kind=labour", "¥10.00"),
        ("kind=payment-order&amount=100000", "¥766.67"),
        ("kind=bankruptcy&amount=500000000", "¥300,000.00"),
        ("kind=labour&amount=5", "按件收费"),
        ("kind=moon&amount=x&half=y", "没有这一类收费"),
        ("kind=moon&amount=x&half=y", "金额只写数字"),
        ("kind=moon&amount=x&half=y", "减半的情形"),
        ("kind=property&amount=99999999999999999999", "金额只写数字"),
    ] {
        let page = anybody.get(&format!("/service/fee?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        assert!(page.text.contains(told), "{query}: {}", page.text);
    }
    let sheet = anybody.get("/api/v1/fee?kind=property&amount=100000").await;
    let sheet: serde_json::Value = serde_json::from_str(&sheet.text).unwrap();
    assert_eq!((sheet["total"].as_i64(), sheet["steps"].as_array().unwrap().len()), (Some(230_000), 2));
    for bad in ["kind=moon", "kind=labour&amount=5", "kind=property&amount=-1", "kind=property&x=1", "amount=5"] {
        let answer = anybody.get(&format!("/api/v1/fee?{bad}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{bad}");
    }
    assert_eq!(anybody.get("/api/v1/elements?cause=x").await.status, StatusCode::BAD_REQUEST);
}
