//! A suit from the first question to its judge, as each of those concerned sees it.

use axum::http::StatusCode;
use court::replay::replay;
use docket::store::CaseFilter;
use law::ids::{CourtId, Stream};
use law::life::event::Event;

use crate::browser::{Browser, COURT, House, citizen, encoded};

/// Fills in a sale and hands it in; gives the address of the filing.
pub async fn file(browser: &mut Browser<'_>, plaintiffs: &[(&str, String)]) -> String {
    let page = browser.get("/me").await;
    let begun = browser.submit(&page, "/drafts", &[]).await.to.unwrap();
    file_in(browser, &begun, COURT, plaintiffs).await
}

/// Fills in a draft that was begun, for a court, and hands it in.
pub async fn file_in(browser: &mut Browser<'_>, begun: &str, court: &str, plaintiffs: &[(&str, String)]) -> String {
    let id = begun.split('/').nth(2).unwrap().to_owned();
    let at = |step: &str| format!("/drafts/{id}/{step}");
    browser.does(begun, &at("matter"), &[("cause", "买卖合同纠纷"), ("court", court)]).await;
    let mut fields: Vec<(String, String)> = Vec::new();
    for (n, (name, number)) in plaintiffs.iter().enumerate() {
        for (part, value) in [
            ("kind", "person"),
            ("name", name),
            ("id", number.as_str()),
            ("domicile", "沈阳市和平区南京街1号"),
            ("phone", "13800000000"),
        ] {
            fields.push((format!("plaintiffs.{n}.{part}"), value.to_owned()));
        }
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let done = browser.does(&at("plaintiffs"), &at("plaintiffs"), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    if plaintiffs.len() > 1 {
        together(browser, &at("agents"), plaintiffs.len()).await;
    }
    let defendant = [("defendants.0.name", "李四"), ("defendants.0.domicile", "沈阳市沈河区青年大街2号")];
    browser.does(&at("defendants"), &at("defendants"), &defendant).await;
    let claim = [("claims.0.text", "判令被告支付货款"), ("claims.0.amount", "100,000")];
    browser.does(&at("claims"), &at("claims"), &claim).await;
    let facts = [("facts", "2019年5月，被告向原告购买钢材，收货后一直没有付款，多次催要未果。")];
    browser.does(&at("facts"), &at("facts"), &facts).await;
    let evidence = [("evidence.0.name", "送货单"), ("evidence.0.proves", "已经交货")];
    browser.does(&at("evidence"), &at("evidence"), &evidence).await;
    let confirm = [("address", "沈阳市和平区南京街1号"), ("electronic", "1"), ("signed", "1")];
    let done = browser.does(&at("confirm"), &at("confirm"), &confirm).await;
    assert_eq!(done.to.as_deref(), Some(at("review").as_str()), "{}", done.text);
    let review = browser.get(&at("review")).await;
    assert!(review.text.contains("¥2,300.00"), "the fee with its steps: {}", review.text);
    let filed = browser.submit(&review, &at("submit"), &[]).await;
    let address = filed.to.unwrap_or_else(|| panic!("{}", filed.text));
    let again = browser.submit(&review, &at("submit"), &[]).await;
    assert_eq!(again.to.as_deref(), Some(address.as_str()), "a second click leads to the same filing");
    address
}

/// A lawyer acts for several who agree each for themselves.
async fn together(browser: &mut Browser<'_>, agents: &str, count: usize) {
    let lawyer = [
        ("agents.0.kind", "lawyer"),
        ("agents.0.name", "李律师"),
        ("agents.0.phone", "13822220000"),
        ("agents.0.settle", "1"),
    ];
    let alone = browser.does(agents, agents, &lawyer).await;
    assert!(alone.text.contains("共同起诉要每名原告同意"), "{}", alone.text);
    let joins: Vec<String> = (0..count).map(|n| format!("joins.{n}")).collect();
    let mut fields = lawyer.to_vec();
    fields.extend(joins.iter().map(|name| (name.as_str(), "1")));
    let done = browser.does(agents, agents, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
}

/// The filing's address at the desk.
pub fn at_desk(address: &str) -> String {
    address.replacen("/filings/", "/desk/", 1)
}

pub fn stream_of(address: &str) -> Stream {
    Stream(address.rsplit('/').next().unwrap().parse().unwrap())
}

pub fn court() -> CourtId {
    law::court::by_code(COURT).unwrap().id
}

/// Filed, registered and drawn.
pub async fn drawn(house: &House) -> (String, u32) {
    let mut party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let address = file(&mut party, &[("张三", citizen("19800101", 1))]).await;
    let mut registrar = house.staff("registrar").await;
    let desk = at_desk(&address);
    registrar.does(&desk, &format!("{desk}/accept"), &[]).await;
    let done = registrar.does(&desk, &format!("{desk}/draw"), &[("procedure", "summary")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let facts = house.docket.facts(court(), stream_of(&address)).await.unwrap().unwrap();
    (address, facts.judge.unwrap().0)
}

pub async fn a_sale_is_filed_corrected_once_accepted_and_drawn(house: House) {
    let mut party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let address = file(&mut party, &[("张三", citizen("19800101", 1))]).await;
    let page = party.get(&address).await;
    for told in ["收到材料", "法院审查是否立案", "七日内立案", "立案回执"] {
        assert!(page.text.contains(told), "{told}");
    }
    let receipt = house.docket.receipt(court(), stream_of(&address).0).await.unwrap();
    docket::receipt::check(&receipt).unwrap();

    let mut registrar = house.staff("registrar").await;
    let desk = at_desk(&address);
    let list = registrar.get("/desk").await;
    assert!(list.text.contains("买卖合同纠纷") && list.text.contains(&desk), "{}", list.text);
    let few = registrar.does(&desk, &format!("{desk}/correction"), &[("reason", "短")]).await;
    assert_eq!(few.status, StatusCode::BAD_REQUEST);
    assert!(few.text.contains("没有选补正的事项") && few.text.contains("不足十个字"), "both at once: {}", few.text);
    let ask = [("code-R03", "1"), ("reason", "货款金额与送货单不符，请按送货单重新计算")];
    registrar.does(&desk, &format!("{desk}/correction"), &ask).await;

    let correct = format!("{address}/correct");
    let page = party.get(&correct).await;
    assert!(page.text.contains("货款金额与送货单不符") && page.text.contains("claims.0.amount"));
    assert!(!page.text.contains("name=\"facts\""), "only what was asked");
    let same = [("claims.0.text", "判令被告支付货款"), ("claims.0.amount", "100000")];
    let unchanged = party.submit(&page, &correct, &same).await;
    assert_eq!(unchanged.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sneaked = [("claims.0.text", "判令被告支付货款"), ("claims.0.amount", "90000"), ("facts", "另一个故事")];
    let done = party.submit(&page, &correct, &sneaked).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = registrar.get(&desk).await;
    assert!(page.text.contains("¥90,000.00") && !page.text.contains("另一个故事"), "S-012");
    assert!(!page.offers(&format!("{desk}/correction")), "a second notice is not offered");
    let second = registrar.submit(&page, &format!("{desk}/correction"), &ask).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY, "nor taken");

    party.does(&address, &format!("{address}/number"), &[("number", "8848")]).await;
    registrar.does(&desk, &format!("{desk}/accept"), &[]).await;
    let page = party.get(&address).await;
    assert!(page.text.contains("（2020）辽0102民初1号") && page.text.contains("应交 ¥2,050.00"), "{}", page.text);
    party.submit(&page, &format!("{address}/fee"), &[("reference", "票0001")]).await;
    let done = registrar.does(&desk, &format!("{desk}/draw"), &[("procedure", "summary")]).await;
    let draw = done.to.unwrap_or_else(|| panic!("{}", done.text));

    let mut anybody = house.browser();
    let page = anybody.get(&draw).await;
    assert!(page.text.contains("与记录完全一致") && page.text.contains("8848"), "{}", page.text);
    let position: i64 = draw.rsplit('/').next().unwrap().parse().unwrap();
    let receipt = house.docket.receipt(court(), position).await.unwrap().to_json();
    assert!(replay(&receipt).unwrap().sound(), "on another machine, from the receipt alone");
    let page = anybody.send("/draws/replay", &[("receipt", &receipt)]).await;
    assert!(page.text.contains("与记录完全一致"), "{}", page.text);
    let bent = anybody.send("/draws/replay", &[("receipt", &receipt.replacen("8848", "8849", 1))]).await;
    assert_eq!(bent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let month = anybody.get(&format!("/draws?court={}&month=2020-03", encoded(COURT))).await;
    assert!(month.text.contains("1 次抽签") && month.text.contains("卡方检验"), "{}", month.text);
    let page = party.get(&address).await;
    assert!(page.text.contains("由抽签确定") && page.text.contains(&draw), "{}", page.text);
    house.verified().await;
}

pub async fn a_lawyer_files_for_three_clients(house: House) {
    let given = [
        ("kind", "lawyer"),
        ("name", "李律师"),
        ("id_number", &*citizen("19750505", 2)),
        ("licence", "12101201010123456"),
        ("firm", "辽宁某某律师事务所"),
    ];
    let mut lawyer = house.by_phone("13822220000", &given).await;
    let clients = [("甲", 11), ("乙", 12), ("丙", 13)].map(|(name, order)| (name, citizen("19900303", order)));
    let address = file(&mut lawyer, &clients).await;
    let page = lawyer.get(&address).await;
    assert!(page.text.contains("甲、乙、丙") && page.text.contains("李律师"), "{}", page.text);
    let facts = house.docket.facts(court(), stream_of(&address)).await.unwrap().unwrap();
    assert_eq!(facts.parties, 4);
    let all = house.docket.list_cases(&CaseFilter::default(), None, 10).await.unwrap();
    assert_eq!(all.len(), 1, "one joint filing");
}

pub async fn a_refusal_is_told_with_its_ground(house: House) {
    let mut party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let address = file(&mut party, &[("张三", citizen("19800101", 1))]).await;
    let mut registrar = house.staff("registrar").await;
    let desk = at_desk(&address);
    let ground = "双方有书面仲裁条款，应当向仲裁机构申请仲裁";
    let neither = registrar.does(&desk, &format!("{desk}/refuse"), &[("ground", "不行")]).await;
    assert!(neither.text.contains("没有选事由") && neither.text.contains("不足十个字"), "both: {}", neither.text);
    registrar.does(&desk, &format!("{desk}/explain"), &[("code", "arbitration")]).await;
    let page = party.get(&address).await;
    assert!(page.text.contains("释明") && page.text.contains("向该仲裁委员会申请仲裁"), "P-021: {}", page.text);
    registrar.does(&desk, &format!("{desk}/refuse"), &[("code", "arbitration"), ("ground", ground)]).await;
    let page = party.get(&address).await;
    assert!(page.text.contains(ground) && page.text.contains("十日内") && page.text.contains("上诉"), "{}", page.text);
    let page = registrar.get(&desk).await;
    assert!(!page.offers(&format!("{desk}/accept")));
}

pub async fn a_recusal_forces_a_new_draw(house: House) {
    let (address, first) = drawn(&house).await;
    let desk = at_desk(&address);
    let mut party = house.browser();
    let signed = party.send("/sign-in", &[("phone", "13811110000"), ("kind", "litigant")]).await;
    assert!(signed.text.contains("操作过于频繁"), "one code a minute: {}", signed.text);
    house.later(2);
    let page = party.send("/sign-in", &[("phone", "13811110000"), ("kind", "litigant")]).await;
    let code = page.between("验证码是 ", "。");
    party.send("/sign-in/code", &[("phone", "13811110000"), ("kind", "litigant"), ("code", &code)]).await;
    let fields = [("ground", "承办法官是被告的近亲属"), ("judge", &*first.to_string())];
    let done = party.does(&address, &format!("{address}/recusal"), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);

    let mut president = house.staff("president").await;
    let page = president.get(&desk).await;
    assert!(page.offers(&format!("{desk}/recusal")), "{}", page.text);
    president.submit(&page, &format!("{desk}/recusal"), &[("upheld", "1"), ("reason", "经查属实")]).await;
    let page = party.get(&address).await;
    assert!(page.text.contains("准许回避") && page.text.contains("重新抽签"), "{}", page.text);
    house.later(10);
    let mut registrar = house.browser();
    let refused =
        registrar.send("/sign-in/staff", &[("login", "registrar"), ("password", crate::browser::PASSWORD)]).await;
    assert!(refused.text.contains("请输入动态口令"), "{}", refused.text);
    let head = house.staff("head").await;
    drop(head);
    let mut again = redraw(&house).await;
    let done = again.does(&desk, &format!("{desk}/draw"), &[("procedure", "summary")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let facts = house.docket.facts(court(), stream_of(&address)).await.unwrap().unwrap();
    assert_ne!(facts.judge.unwrap().0, first);
    house.verified().await;
}

/// The registrar's second device: signed in again by a fresh password and a fresh enrolment.
async fn redraw(house: &House) -> Browser<'_> {
    let number = house.people.by_login("registrar").await.unwrap().unwrap().number;
    let now = law::day::Moment(house_now(house));
    let reset = house.people.reset_staff(number, number, now, &mut people::SystemDraw).await.unwrap();
    let mut browser = house.browser();
    let form = [("login", "registrar"), ("password", reset.password.as_str())];
    let done = browser.send("/sign-in/staff", &form).await;
    assert_eq!(done.to.as_deref(), Some("/me/password"), "a temporary password must be changed: {}", done.text);
    let desk = browser.get("/desk").await;
    assert_eq!(desk.to.as_deref(), Some("/me/password"), "and nothing else is open until then");
    let fields = [("old", reset.password.as_str()), ("password", "another-long-password")];
    browser.does("/me/password", "/me/password", &fields).await;
    let page = browser.get("/me/second").await;
    let code = people::signing::code_at(&page.between("在验证器里输入：", "<"), law::day::Moment(house_now(house)));
    let done = browser.submit(&page, "/me/second", &[("code", &code.unwrap())]).await;
    assert!(done.text.contains("恢复码"), "{}", done.text);
    browser
}

fn house_now(house: &House) -> i64 {
    use door::Clock as _;
    house.hands.now().0
}

pub async fn a_named_judge_needs_another_who_agrees(house: House) {
    let mut party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let address = file(&mut party, &[("张三", citizen("19800101", 1))]).await;
    let desk = at_desk(&address);
    let mut registrar = house.staff("registrar").await;
    registrar.does(&desk, &format!("{desk}/accept"), &[]).await;
    let fields = [("ground", "major"), ("judge", "13"), ("reason", "新类型案件，需要熟悉数据权益的法官")];
    let denied = registrar.does(&desk, &format!("{desk}/propose"), &fields).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN, "a registrar proposes nobody");
    let mut head = house.staff("head").await;
    let done = head.does(&desk, &format!("{desk}/propose"), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let own = head.does("/me/account", &format!("{desk}/approve"), &[("procedure", "summary")]).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN, "nor does the head approve");
    let mut president = house.staff("president").await;
    let done = president.does(&desk, &format!("{desk}/approve"), &[("procedure", "summary")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let entries = house.docket.stream(court(), stream_of(&address)).await.unwrap();
    let Event::Assigned(body) = Event::read(&entries.last().unwrap().kind, &entries.last().unwrap().body).unwrap()
    else {
        panic!("not assigned")
    };
    assert_eq!((body.judge.0, body.named.unwrap().approver), (13, Some(33)));
    assert!(body.draw.is_some(), "the draw that would have been stands beside");
    let page = party.get(&address).await;
    assert!(page.text.contains("经批准指定"), "the parties are told: {}", page.text);
}
