//! Similar cases beside a judge's case, for pasted facts, and the cause that facts point to.

use axum::http::{Method, StatusCode};
use court::office::{self, Request};
use court::publication::Fresh;
use docket::store::Beside;
use door::Clock as _;
use law::day::Moment;
use law::ids::Stream;
use law::life::codes::{ClosingForm, Document, Service};
use law::life::command::Command;
use law::role::Role;

use crate::browser::{Browser, House, Keys, citizen};
use crate::filing::{at_desk, court, drawn, file, stream_of};

const DAY_MIN: i64 = 24 * 60;
const JUDGMENT: &str = "原告张三向本院提出诉讼请求：判令被告支付货款10万元。经审理查明，2019年4月，被告向原告购买钢材，\
    收货后一直没有付款，经原告多次催要未果。本院认为，被告应当支付货款。依照《中华人民共和国民法典》第六百二十六条之规定，\
    判决如下：被告李四于本判决生效后十日内支付原告张三货款10万元。";

/// Hears and closes a case outside of the pages, and hands its judgment in.
async fn concluded(house: &House, stream: Stream, now: Moment) {
    let on = |day: i64| Moment(now.0 + day * DAY_MIN * 60_000);
    let hearing = Command::ScheduleHearing { day: on(15).day(), online: false, public: true };
    let close = Command::Close { form: ClosingForm::Judged, document: Document::Judgment, in_court: true };
    let acts = [
        (on(1), hearing),
        (on(15), Command::HoldHearing { broadcast: false, minutes: 60, recorded: true }),
        (Moment(on(15).0 + 60_000), close),
        (on(16), Command::Serve { document: Document::Judgment, mode: Service::Direct }),
    ];
    for (at, command) in acts {
        let request = Request {
            court: court(),
            stream: Some(stream),
            at,
            actor: "judge:11".into(),
            command,
            field_key: None,
            parties: None,
            complaint: None,
            beside: Beside::default(),
        };
        office::perform(&house.docket, &Keys, &request).await.unwrap();
    }
    let fresh =
        Fresh { court: court(), stream, kind: Document::Judgment, maker: 11, due: None, text: JUDGMENT, review: "[]" };
    house.documents.begin(fresh, on(17)).await.unwrap();
}

/// A concluded case, and another that a judge is trying: the address at the desk and the judge.
async fn two(house: &House) -> (String, u32) {
    let (first, _) = drawn(house).await;
    house.later(10);
    let mut party = house.again("13811110000").await;
    let second = file(&mut party, &[("张三", citizen("19800101", 1))]).await;
    let desk = at_desk(&second);
    // whoever enrolled once signs in otherwise
    house.appoint(&[(601, Role::Registrar, court())]).await;
    let mut registrar = house.staff("staff601").await;
    registrar.does(&desk, &format!("{desk}/accept"), &[]).await;
    let facts = || async { house.docket.facts(court(), stream_of(&second)).await.unwrap().unwrap() };
    if facts().await.judge.is_none() {
        registrar.does(&desk, &format!("{desk}/draw"), &[("procedure", "summary")]).await;
    }
    let judge = facts().await.judge.unwrap().0;
    concluded(house, stream_of(&first), house.hands.now()).await;
    house.later(20 * DAY_MIN);
    assert_eq!(house.alike.follow().await.unwrap().fed, 1);
    (desk, judge)
}

pub async fn a_judge_is_shown_similar_cases_and_says_which_were_of_use(house: House) {
    let (desk, judge) = two(&house).await;
    let mut browser: Browser<'_> = house.staff(&format!("judge{judge}")).await;
    let case = browser.get(&desk).await;
    assert!(case.text.contains(&format!("{desk}/similar")), "{}", case.text);
    let at = format!("{desk}/similar");
    let page = browser.get(&at).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for told in
        ["收货后一直没有付款", "同一案由：买卖合同纠纷", "支持全部请求", "未上网，仅供内部参考", "<mark>", "10.0万元"]
    {
        assert!(page.text.contains(told), "{told} in {}", page.text);
    }
    assert!(!page.text.contains("李四于本判决"), "names of one case are not carried into another");

    let vote = [
        ("document", page.between("name=\"document\" value=\"", "\"")),
        ("useful", "1".to_owned()),
        ("rank", "1".to_owned()),
    ];
    let vote: Vec<(&str, &str)> = vote.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = browser.submit(&page, &format!("{at}/vote"), &vote).await;
    assert_eq!(done.to.as_deref(), Some(format!("{at}#alike").as_str()), "{}", done.text);
    let told = browser.get(&at).await;
    assert!(told.text.contains("您认为有用"), "{}", told.text);
    let back = browser.submit(&told, &format!("{at}/vote"), &[vote[0], ("useful", "")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert!(!browser.get(&at).await.text.contains("您认为"));
    let forged = browser.submit(&told, &format!("{at}/vote"), &[("document", "../1"), ("useful", "1")]).await;
    assert_eq!(forged.status, StatusCode::BAD_REQUEST);

    let typed = browser.submit(&page, &format!("{at}/typed"), &[("facts", "被告拖欠钢材货款没有支付，原告催要")]).await;
    assert_eq!(typed.status, StatusCode::NO_CONTENT, "{}", typed.text);
    let part = browser.get(&format!("{at}/found")).await;
    assert!(part.text.contains("钢材") && !part.text.contains("<html"), "{}", part.text);
    let wrong = [("facts", "被告拖欠货款"), ("ending", "partly"), ("amount", "一点")];
    let again = browser.submit(&page, &at, &wrong).await;
    assert!(again.text.contains("金额只写数字") && again.text.contains("被告拖欠货款"), "{}", again.text);
    assert!(browser.get(&at).await.text.contains("被告拖欠钢材货款没有支付"), "nothing half saved");

    let other = if judge == 11 { "judge12" } else { "judge11" };
    let mut other = house.staff(other).await;
    assert_eq!(other.get(&at).await.status, StatusCode::FORBIDDEN, "papers are for those who try the case");
}

pub async fn facts_are_pasted_and_causes_recommended(house: House) {
    two(&house).await;
    let mut head = house.staff("head").await;
    let page = head.get("/desk/similar").await;
    assert!(page.text.contains("现有 1 件已结案件"), "{}", page.text);
    let found = head.submit(&page, "/desk/similar", &[("facts", "被告购买钢材后没有付款，多次催要未果")]).await;
    assert!(found.text.contains("支持全部请求"), "{}", found.text);
    let none = head.submit(&page, "/desk/similar", &[("facts", "，。！？\u{0}")]).await;
    assert!(none.text.contains("写下事实"), "{}", none.text);
    let long = "字".repeat(60_000);
    let told = head.submit(&page, "/desk/similar", &[("facts", &long)]).await;
    assert!(told.text.contains("最多 50000 个字"), "{}", &told.text[..2_000.min(told.text.len())]);

    let asked = |facts: &str| serde_json::json!({ "facts": facts }).to_string();
    let json = head.tries(&Method::POST, "/api/v1/desk/similar", &asked("被告购买钢材后没有付款，多次催要未果")).await;
    assert_eq!(json.status, StatusCode::OK, "{}", json.text);
    let told: serde_json::Value = serde_json::from_str(&json.text).unwrap();
    assert_eq!((&told["held"], &told["spread"]["cases"]), (&1.into(), &1.into()), "{told}");
    let case = &told["cases"][0];
    assert_eq!((&case["ending"], &case["public"]), (&"支持全部请求".into(), &false.into()), "{told}");
    assert_eq!(case["causes"][0], "买卖合同纠纷");
    assert!(case["why"]["phrases"].as_array().is_some_and(|phrases| !phrases.is_empty()), "{told}");
    for wrong in [asked("欠钱"), asked(&long), r#"{"fact":"被告购买钢材后没有付款"}"#.to_owned()] {
        let refused = head.tries(&Method::POST, "/api/v1/desk/similar", &wrong).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.text);
    }

    let mut anybody = house.browser();
    let asked = anybody.get("/service/cause").await;
    assert!(asked.text.contains("案由推荐"), "{}", asked.text);
    let short = anybody.send("/service/cause", &[("facts", "欠钱")]).await;
    assert!(short.text.contains("请再写具体一些"), "{}", short.text);
    let facts = "被告是原告的朋友，因做生意缺钱向原告借款五万元，写了借条，约定半年归还，到期一直没有还";
    for _ in 0..600 {
        let told = anybody.send("/service/cause", &[("facts", facts)]).await;
        if told.text.contains("民间借贷纠纷") {
            return;
        }
        assert!(told.text.contains("还在准备"), "{}", told.text);
        house.alike.follow().await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("causes were never learnt");
}
