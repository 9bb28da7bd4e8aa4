//! The bench from the desk: panels and assessors, changes, linked cases, nobody left, and the figures of a year.

use axum::http::StatusCode;
use law::assignment::SeatKind;
use law::ids::JudgeId;
use law::life::codes::LinkGround;
use law::life::event::{Assigned, Event};
use law::role::Role;

use crate::browser::{Browser, COURT, House, citizen, encoded};
use crate::filing::{at_desk, court, drawn, file, file_in, stream_of};

async fn last(house: &House, address: &str) -> Event {
    let entry = house.docket.stream(court(), stream_of(address)).await.unwrap().pop().unwrap();
    Event::read(&entry.kind, &entry.body).unwrap()
}

async fn last_assigned(house: &House, address: &str) -> Assigned {
    let entries = house.docket.stream(court(), stream_of(address)).await.unwrap();
    let events = entries.iter().rev().filter_map(|entry| Event::read(&entry.kind, &entry.body).ok());
    let mut assigned = events.filter_map(|event| match event {
        Event::Assigned(body) => Some(body),
        _ => None,
    });
    assigned.next().unwrap()
}

/// Filed by a litigant and registered.
async fn registered(house: &House, registrar: &mut Browser<'_>, party: &mut Browser<'_>) -> String {
    let address = file(party, &[("张三", citizen("19800101", 1))]).await;
    let desk = at_desk(&address);
    registrar.does(&desk, &format!("{desk}/accept"), &[]).await;
    assert!(house.docket.facts(court(), stream_of(&address)).await.unwrap().unwrap().accepted_day.is_some());
    address
}

pub async fn a_panel_with_an_assessor_is_drawn_from_the_page(house: House) {
    house.appoint(&[501, 502, 503].map(|number| (number, Role::Assessor, court()))).await;
    let mut party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let mut registrar = house.staff("registrar").await;
    let address = registered(&house, &mut registrar, &mut party).await;
    let desk = at_desk(&address);
    let page = registrar.get(&desk).await;
    assert!(page.text.contains("法官二人、陪审员一人") && page.text.contains("七人合议庭的事由"), "{}", page.text);
    for (fields, told) in [
        (&[("procedure", "summary"), ("bench", "3+1")][..], "一人独任"),
        (&[("procedure", "ordinary"), ("bench", "1")], "应当组成合议庭"),
        (&[("procedure", "ordinary"), ("bench", "7+4")], "七人合议庭"),
        (&[("procedure", "ordinary"), ("bench", "5+2")], "没有选审判组织"),
        (&[("procedure", "x"), ("bench", "y"), ("seven", "z")], "没有选程序"),
    ] {
        let refused = registrar.submit(&page, &format!("{desk}/draw"), fields).await;
        assert!(refused.status.is_client_error() && refused.text.contains(told), "{fields:?}: {}", refused.text);
    }
    let done = registrar.submit(&page, &format!("{desk}/draw"), &[("procedure", "ordinary"), ("bench", "3+1")]).await;
    let draw = done.to.unwrap_or_else(|| panic!("{}", done.text));
    let body = last_assigned(&house, &address).await;
    assert_eq!((body.panel, body.assessors, body.seated.len()), (3, 1, 4), "a substitute waits");
    let page = house.browser().get(&draw).await;
    for told in ["与记录完全一致", "人民陪审员的候选名单", "第 1 递补", "审判组织"] {
        assert!(page.text.contains(told), "{told}: {}", page.text);
    }
    let page = party.get(&address).await;
    assert!(page.text.contains("人民陪审员 50") && page.text.contains("合议庭成员"), "{}", page.text);
    let assessor = body.seated.iter().find(|one| one.seat == SeatKind::Assessor).unwrap().judge;
    let fields = [("ground", "与被告同村同住"), ("judge", &*assessor.0.to_string())];
    let done = party.submit(&page, &format!("{address}/recusal"), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let mut president = house.staff("president").await;
    assert!(president.get("/desk").await.text.contains("回避申请待决定"));
    president.does(&desk, &format!("{desk}/recusal"), &[("upheld", "1"), ("reason", "属实")]).await;
    let page = president.get(&desk).await;
    assert!(!page.text.contains("席位空缺"), "the substitute sits: {}", page.text);
    house.verified().await;
}

pub async fn a_judge_is_replaced_by_one_who_asks_another_who_decides_and_a_draw(house: House) {
    let (address, first) = drawn(&house).await;
    let desk = at_desk(&address);
    let fields = [("ground", "illness"), ("of", &*first.to_string()), ("reason", "患病住院，预计四个月不能办案")];
    let mut head = house.staff("head").await;
    let bad = head.does(&desk, &format!("{desk}/change"), &[("ground", "recusal"), ("of", "1"), ("reason", "x")]).await;
    assert!(bad.status.is_client_error() && bad.text.contains("没有选事由"), "{}", bad.text);
    let done = head.does(&desk, &format!("{desk}/change"), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let decide = [("granted", "1"), ("reason", "情况属实")];
    let own = head.does("/me/account", &format!("{desk}/decide-change"), &decide).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN, "who asks does not decide");
    let mut president = house.staff("president").await;
    let list = president.get("/desk").await;
    assert!(list.text.contains("变更审判人员待决定") && list.text.contains(&desk), "{}", list.text);
    let page = president.get(&desk).await;
    assert!(page.text.contains("患病住院"), "{}", page.text);
    let done = president.submit(&page, &format!("{desk}/decide-change"), &decide).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    house.later(2);
    let mut party = house.again("13811110000").await;
    let page = party.get(&address).await;
    let told = format!("{first} 号不再审理本案，接替的人由抽签确定");
    assert!(page.text.contains(&told) && page.text.contains("重新抽签"), "the parties are told: {}", page.text);
    house.appoint(&[(801, Role::Registrar, court())]).await;
    let mut registrar = house.staff("staff801").await;
    assert!(registrar.get("/desk").await.text.contains("等待重新抽签"));
    let done = registrar.does(&desk, &format!("{desk}/draw"), &[("procedure", "summary")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let body = last_assigned(&house, &address).await;
    assert_ne!(body.judge, JudgeId(first));
    let change = body.change.unwrap();
    assert_eq!((change.asked_by, change.by, change.of), (32, 33, Some(JudgeId(first))));
    let page = party.get(&address).await;
    assert!(page.text.contains(&format!("因患病变更，接替 {first} 号")), "{}", page.text);
    let year = house.browser().get(&format!("/draws?court={}&year=2020", encoded(COURT))).await;
    for told in
        ["2020年怎样分案", "与公平抽签相符", "次数少", "其中：患病", "<svg", "/draws/list?", "立案到分案", "1 件中 "]
    {
        assert!(year.text.contains(told), "{told}: {}", year.text);
    }
    house.verified().await;
}

pub async fn a_proposal_to_name_a_judge_can_be_declined(house: House) {
    let mut party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let mut registrar = house.staff("registrar").await;
    let address = registered(&house, &mut registrar, &mut party).await;
    let desk = at_desk(&address);
    let mut head = house.staff("head").await;
    let propose = |judge| [("ground", "major"), ("judge", judge), ("reason", "新类型案件，需要熟悉数据权益的法官")];
    let stranger = head.does(&desk, &format!("{desk}/propose"), &propose("777")).await;
    assert!(stranger.status.is_client_error() && stranger.text.contains("不是本院在任的法官"), "{}", stranger.text);
    head.does(&desk, &format!("{desk}/propose"), &propose("13")).await;
    let mut president = house.staff("president").await;
    let page = president.get(&desk).await;
    assert!(page.offers(&format!("{desk}/decline")), "{}", page.text);
    president.submit(&page, &format!("{desk}/decline"), &[("reason", "其他法官也能办理")]).await;
    assert!(matches!(last(&house, &address).await, Event::NamingDeclined(_)));
    let done = registrar.does(&desk, &format!("{desk}/draw"), &[("procedure", "summary")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    house.verified().await;
}

pub async fn the_same_complaint_again_gets_the_same_judge(house: House) {
    let (_, first) = drawn(&house).await;
    house.later(2);
    let mut party = house.again("13811110000").await;
    let address = file(&mut party, &[("张三", citizen("19800101", 1))]).await;
    let desk = at_desk(&address);
    house.appoint(&[(801, Role::Registrar, court())]).await;
    let mut registrar = house.staff("staff801").await;
    registrar.does(&desk, &format!("{desk}/accept"), &[]).await;
    let done = registrar.does(&desk, &format!("{desk}/draw"), &[("procedure", "summary")]).await;
    let shown = done.to.unwrap_or_else(|| panic!("{}", done.text));
    let body = last_assigned(&house, &address).await;
    assert_eq!((body.judge, body.draw.is_none(), body.named.is_none()), (JudgeId(first), true, true));
    assert_eq!(body.linked.unwrap().ground, LinkGround::SameComplaint);
    let page = house.browser().get(&shown).await;
    assert!(page.text.contains("三十日内就同一纠纷再次起诉") && page.text.contains("不是指定"), "{}", page.text);
    let page = party.get(&address).await;
    assert!(page.text.contains("没有另行抽签"), "{}", page.text);

    let mut other = house.litigant("13833330000", "王五", &citizen("19810202", 2)).await;
    let third = file(&mut other, &[("王五", citizen("19810202", 2))]).await;
    let desk = at_desk(&third);
    registrar.does(&desk, &format!("{desk}/accept"), &[]).await;
    let along = |stream: &str, ground: &'static str| {
        [("procedure", "summary".to_owned()), ("ground", ground.to_owned()), ("stream", stream.to_owned())]
    };
    let first_stream = stream_of(&address).0.to_string();
    for (fields, told) in [
        (along(&first_stream, "series"), "不能指定"),
        (along("x", "counterclaim"), "不是数字"),
        (along("99999", "counterclaim"), "没有这件关联案件"),
    ] {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = registrar.does(&desk, &format!("{desk}/follow"), &fields).await;
        assert!(refused.status.is_client_error() && refused.text.contains(told), "{told}: {}", refused.text);
    }
    let fields = [("procedure", "summary"), ("ground", "counterclaim"), ("stream", first_stream.as_str())];
    let done = registrar.does(&desk, &format!("{desk}/follow"), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "both sue 李四: {}", done.text);
    let list = house.browser().get(&format!("/draws/list?court={}&year=2020&way=linked", encoded(COURT))).await;
    assert!(list.text.contains("2 次") && list.text.contains("随案"), "{}", list.text);
    house.verified().await;
}

pub async fn nobody_left_is_listed_and_goes_to_the_vice_president(house: House) {
    let mut party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let page = party.get("/me").await;
    let begun = party.submit(&page, "/drafts", &[]).await.to.unwrap();
    let address = file_in(&mut party, &begun, "辽0103", &[("张三", citizen("19800101", 1))]).await;
    let desk = at_desk(&address);
    let mut registrar = house.staff("elsewhere").await;
    registrar.does(&desk, &format!("{desk}/accept"), &[]).await;
    let page = registrar.does(&desk, &format!("{desk}/draw"), &[("procedure", "summary")]).await;
    assert!(page.text.contains("没有人可以抽"), "{}", page.text);
    let list = registrar.get("/desk").await;
    assert!(list.text.contains("无人可以抽签") && list.text.contains("先核对任职"), "{}", list.text);
    let page = party.get(&address).await;
    assert!(page.text.contains("不会悄悄指定"), "{}", page.text);
    house.later(2 * 24 * 60);
    let there = law::court::by_code("辽0103").unwrap().id;
    house.appoint(&[(701, Role::President, there), (702, Role::Judge, there)]).await;
    let list = house.staff("staff701").await.get("/desk").await;
    assert!(list.text.contains("已转分管副院长处理"), "{}", list.text);
    house.appoint(&[(703, Role::Registrar, there)]).await;
    let mut registrar = house.staff("staff703").await;
    let done = registrar.does(&desk, &format!("{desk}/draw"), &[("procedure", "summary")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "a judge came: {}", done.text);
    assert!(!registrar.get("/desk").await.text.contains("无人可以抽签"));
    house.verified().await;
}

pub async fn a_recusal_not_granted_is_reconsidered(house: House) {
    let (address, first) = drawn(&house).await;
    let desk = at_desk(&address);
    house.later(2);
    let mut party = house.again("13811110000").await;
    let fields = [("ground", "承办法官是被告的近亲属"), ("judge", &*first.to_string())];
    party.does(&address, &format!("{address}/recusal"), &fields).await;
    let mut president = house.staff("president").await;
    president.does(&desk, &format!("{desk}/recusal"), &[("upheld", ""), ("reason", "没有证据")]).await;
    let page = party.get(&address).await;
    assert!(page.offers(&format!("{address}/reconsider")), "{}", page.text);
    let done = party.submit(&page, &format!("{address}/reconsider"), &[("reconsider-ground", "现提交户籍证明")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let again = party.submit(&page, &format!("{address}/reconsider"), &[("reconsider-ground", "再一次")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "once");
    let page = president.get(&desk).await;
    assert!(page.text.contains("现提交户籍证明") && page.offers(&format!("{desk}/reconsideration")), "{}", page.text);
    president.submit(&page, &format!("{desk}/reconsideration"), &[("upheld", "1"), ("reason", "经复议属实")]).await;
    assert!(party.get(&address).await.text.contains("重新抽签"));
    house.verified().await;
}
