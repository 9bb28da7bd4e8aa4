//! Cross-region filing from the counter of one court to the desk of another, and the answer back.

use axum::http::{Method, StatusCode};
use law::ids::CourtId;
use law::life::event::Event;
use law::life::office::{OfficeAct, Told};
use law::role::Role;

use crate::browser::{Browser, House, citizen, encoded};
use crate::filing::{court, file_in};

const OTHER: &str = "辽0103";

fn other() -> CourtId {
    law::court::by_code(OTHER).unwrap().id
}

/// Papers taken in at the counter for the other court; gives the page of the relay and the matter at the other desk.
async fn relayed(house: &House, registrar: &mut Browser<'_>) -> (String, String) {
    let counter = registrar.get("/desk/counter").await;
    assert!(counter.text.contains("谁负责什么"), "{}", counter.text);
    let begun = registrar.submit(&counter, "/drafts", &[]).await.to.unwrap();
    file_in(registrar, &begun, OTHER, &[("王五", citizen("19810202", 2))]).await;
    let sent = house.docket.newest_of_kind(court(), "office.filing_relayed.v1", i64::MAX, 10).await.unwrap();
    let there = house.docket.newest_of_kind(other(), "filing.received.v1", i64::MAX, 10).await.unwrap();
    (format!("/desk/relays/{}", sent[0].stream.0), format!("/desk/{}/{}", encoded(OTHER), there[0].stream.0))
}

pub async fn s_020_both_desks_see_how_long_and_the_answer_comes_back(house: House) {
    // 16:50 on the Monday: thirty working minutes end at 08:50 on the Tuesday
    house.later(410);
    let mut registrar = house.staff("registrar").await;
    let (relay, there) = relayed(&house, &mut registrar).await;
    let page = registrar.get(&relay).await;
    assert!(page.text.contains("最晚 2020-03-03 08:50 答复"), "{}", page.text);
    let list = registrar.get("/desk/relays").await;
    assert!(list.text.contains("等答复") && !list.text.contains("role=\"alert\""), "{}", list.text);
    let desk = house.staff("elsewhere").await.get("/desk").await;
    assert!(desk.text.contains("等本院答复") && desk.text.contains(&there), "{}", desk.text);

    house.appoint(&[(801, Role::Registrar, court()), (802, Role::Registrar, other())]).await;
    house.later(16 * 60 - 10);
    let (mut registrar, mut decides) = (house.staff("staff801").await, house.staff("staff802").await);
    for page in [decides.get("/desk").await, registrar.get("/desk").await, registrar.get(&relay).await] {
        assert!(page.text.contains("已等 20 分钟以上"), "reminded at both desks: {}", page.text);
    }
    house.later(11);
    for page in [decides.get("/desk").await, registrar.get("/desk/relays").await] {
        assert!(page.text.contains("已经超过 30 分钟"), "over time at both desks: {}", page.text);
    }

    let done = decides.does(&there, &format!("{there}/take"), &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert!(decides.get(&there).await.text.contains("已经答复协作法院：2020-03-10 前决定"));
    assert!(!decides.get("/desk").await.text.contains("等本院答复"), "answered");
    let again = decides.does("/me/account", &format!("{there}/take"), &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", again.text);
    let page = registrar.get(&relay).await;
    assert!(page.text.contains("管辖法院已经接收，2020年3月10日 前决定"), "{}", page.text);
    let told = format!("{relay}/told");
    let answer = page.between("name=\"answer\" value=\"", "\"");
    registrar.submit(&page, &told, &[("answer", &answer)]).await;
    let ask = [("code-R03", "1"), ("reason", "货款金额与送货单不符，请按送货单重新计算")];
    decides.does(&there, &format!("{there}/correction"), &ask).await;
    let page = registrar.get(&relay).await;
    assert!(page.text.contains("货款金额与送货单不符") && page.offers(&told), "the next answer: {}", page.text);

    let entries = house.docket.newest_of_kind(court(), Told::KIND, i64::MAX, 10).await.unwrap();
    let Some(Ok(OfficeAct::AnswerTold(body))) = OfficeAct::read(&entries[0].kind, &entries[0].body) else { panic!() };
    let taken = house.docket.entries(other(), body.answer, 1).await.unwrap();
    assert!(matches!(Event::read(&taken[0].kind, &taken[0].body), Ok(Event::Taken(_))), "the message names the answer");
    house.verified().await;
}

pub async fn s_020_an_answer_is_told_once_over_the_api(house: House) {
    let mut registrar = house.staff("registrar").await;
    let (relay, there) = relayed(&house, &mut registrar).await;
    let mut decides = house.staff("elsewhere").await;
    let ground = [("code", "arbitration"), ("ground", "双方约定了仲裁，不属于人民法院受理的范围")];
    decides.does(&there, &format!("{there}/refuse"), &ground).await;
    let list = registrar.tries(&Method::GET, "/api/v1/desk/relays", "").await;
    let list: serde_json::Value = serde_json::from_str(&list.text).unwrap();
    assert_eq!(list[0]["to"], OTHER);
    assert!(list[0]["answers"][0]["words"].as_str().unwrap().contains("约定了仲裁"), "{list}");
    let stream = relay.rsplit('/').next().unwrap();
    let told = format!("/api/v1/desk/relays/{stream}/told");
    let answer = list[0]["answers"][0]["position"].as_i64().unwrap();
    let tell = |answer: i64| format!(r#"{{"answer":{answer}}}"#);
    let wrong = registrar.tries(&Method::POST, &told, &tell(answer + 7)).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{}", wrong.text);
    assert_eq!(registrar.tries(&Method::POST, &told, &tell(answer)).await.status, StatusCode::CREATED);
    assert_eq!(registrar.tries(&Method::POST, &told, &tell(answer)).await.status, StatusCode::CONFLICT, "once");
    let none = registrar.tries(&Method::POST, "/api/v1/desk/relays/999/told", &tell(answer)).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert_eq!(decides.get(&relay).await.status, StatusCode::NOT_FOUND, "not the other court's to tell");
    house.verified().await;
}

pub async fn services_3_the_high_court_takes_part_from_2021(house: House) {
    let mut registrar = house.staff("registrar").await;
    let counter = registrar.get("/desk/counter").await;
    let begun = registrar.submit(&counter, "/drafts", &[]).await.to.unwrap();
    let id = begun.split('/').nth(2).unwrap();
    let at = |step: &str| format!("/drafts/{id}/{step}");
    let number = citizen("19810202", 2);
    let party = |side: &str| {
        let parts =
            [("name", side), ("id", number.as_str()), ("domicile", "沈阳市和平区南京街1号"), ("phone", "13800000000")];
        parts.map(|(part, value)| (format!("{side}.0.{part}"), value.to_owned()))
    };
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    for (step, fields) in [
        ("matter", vec![pair("cause", "买卖合同纠纷"), pair("court", "辽")]),
        ("plaintiffs", party("plaintiffs").to_vec()),
        (
            "defendants",
            vec![pair("defendants.0.name", "李四"), pair("defendants.0.domicile", "沈阳市沈河区青年大街2号")],
        ),
        ("claims", vec![pair("claims.0.text", "判令被告支付货款"), pair("claims.0.amount", "100000")]),
        ("facts", vec![pair("facts", "2019年5月，被告向原告购买钢材，收货后一直没有付款，多次催要未果。")]),
        ("confirm", vec![pair("address", "沈阳市和平区南京街1号"), pair("signed", "1")]),
    ] {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let done = registrar.does(&at(step), &at(step), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{step}: {}", done.text);
    }
    let refused = registrar.does(&at("review"), &at("submit"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
    assert!(refused.text.contains("还不办理跨域立案"), "{}", refused.text);
    let high = law::court::by_code("辽").unwrap().id;
    assert_eq!(house.docket.size(high).await.unwrap(), 0);
    assert_eq!(house.docket.size(court()).await.unwrap(), 0, "and nothing is sent on");
}
