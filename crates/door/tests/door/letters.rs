//! What people are told: the inbox, its days for a calendar, what has not left the house, and lists that follow.

use std::sync::Arc;
use std::time::Duration;

use axum::body::BodyDataStream;
use axum::http::StatusCode;
use docket::sealed::StreamKey;
use door::{Clock as _, Door};
use futures_util::StreamExt as _;
use law::role::Role;
use letters::Letters;
use letters::settings::{MailServer, Security, Settings};
use serde_json::Value;

use crate::browser::{Browser, COURT, House, Keys, citizen, encoded};
use crate::filing::{at_desk, file};

/// Letters are written, as the task of the running server does.
async fn follow(house: &House) {
    let letters = Letters::inbox_only(house.docket.clone(), house.people.clone());
    letters.follow(house.hands.now()).await.unwrap();
}

/// A filing whose correction was asked.
async fn corrected<'a>(house: &'a House) -> (Browser<'a>, String) {
    let id = citizen("19800101", 1);
    let mut party = house.litigant("13811110000", "张三", &id).await;
    let address = file(&mut party, &[("张三", id)]).await;
    let mut registrar = house.staff("registrar").await;
    let desk = at_desk(&address);
    let ask = [("code-R03", "1"), ("reason", "货款金额与送货单不符，请按送货单重新计算")];
    let done = registrar.does(&desk, &format!("{desk}/correction"), &ask).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    (party, address)
}

pub async fn every_step_is_told_in_the_inbox(house: House) {
    let (mut party, address) = corrected(&house).await;
    assert!(party.get("/me/inbox").await.text.contains("还没有通知"), "an empty inbox says what would be in it");
    follow(&house).await;
    let me = party.get("/me").await;
    assert!(me.text.contains("data-unread=\"2\">2"), "{}", me.text);
    let inbox = party.get("/me/inbox").await;
    for told in ["需要补正材料", "材料已经收到", "买卖合同纠纷", "2 条未读"] {
        assert!(inbox.text.contains(told), "{told} in {}", inbox.text);
    }
    let own = format!("/me/inbox/{}/2", encoded(COURT));
    let letter = party.get(&own).await;
    for told in
        ["货款金额与送货单不符", "补正的最后一天", "登记立案规定（2015）第七条", "data-unread=\"1\"", address.as_str()]
    {
        assert!(letter.text.contains(told), "{told} in {}", letter.text);
    }
    let day = party.get(&format!("{own}/calendar.ics")).await;
    assert!(
        day.text.starts_with("BEGIN:VCALENDAR\r\n") && day.text.contains("DTSTART;VALUE=DATE:2020"),
        "{}",
        day.text
    );
    let file = format!("{address}/calendar.ics");
    assert!(party.get(&address).await.text.contains(&file), "the filing leads to it");
    assert_eq!(party.get(&file).await.text, day.text, "the same day, the same UID");
    assert_eq!(party.get(&format!("/me/inbox/{}/1/calendar.ics", encoded(COURT))).await.status, StatusCode::NOT_FOUND);

    let list: Value = serde_json::from_str(&party.get("/api/v1/inbox").await.text).unwrap();
    assert_eq!((list["unread"].as_i64(), list["letters"][0]["subject"].as_str()), (Some(1), Some("correction")));
    let api = format!("/api/v1/inbox/{}/2", encoded(COURT));
    let one: Value = serde_json::from_str(&party.get(&api).await.text).unwrap();
    assert!(one["what"].as_str().unwrap().contains("货款") && one["due_zh"] == "补正的最后一天", "{one}");
    let post = axum::http::Method::POST;
    let half = party.tries(&post, "/api/v1/inbox/read", r#"{"position":1}"#).await;
    assert_eq!(half.status, StatusCode::BAD_REQUEST);
    let none = party.tries(&post, "/api/v1/inbox/read", r#"{"court":"辽0102","position":99}"#).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let read = party.tries(&post, "/api/v1/inbox/read", r#"{"court":"辽0102","position":1}"#).await;
    assert_eq!(read.status, StatusCode::NO_CONTENT, "{}", read.text);
    assert!(party.get("/me").await.text.contains("data-unread=\"0\" hidden"));
    for before in ["x", "1-2", "1-99999999-3", "--"] {
        assert_eq!(party.get(&format!("/me/inbox?before={before}")).await.status, StatusCode::BAD_REQUEST, "{before}");
    }

    let correct = format!("{address}/correct");
    let fields = [("claims.0.text", "判令被告支付货款"), ("claims.0.amount", "90000")];
    let done = party.does(&correct, &correct, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    follow(&house).await;
    assert_eq!(party.get(&file).await.status, StatusCode::NOT_FOUND, "what was done is no day ahead any more");
    let inbox = party.get("/me/inbox").await;
    let done = party.submit(&inbox, "/me/inbox/read", &[]).await;
    assert_eq!(done.to.as_deref(), Some("/me/inbox"));
    let inbox = party.get("/me/inbox").await;
    assert!(inbox.text.contains("全部已读") && !inbox.offers("/me/inbox/read"), "{}", inbox.text);
}

pub async fn an_inbox_is_ones_own(house: House) {
    let (mut party, address) = corrected(&house).await;
    follow(&house).await;
    let own = format!("/me/inbox/{}/2", encoded(COURT));
    let pages = [own.clone(), format!("{own}/calendar.ics"), format!("{address}/calendar.ics")];
    let mut other = house.litigant("13833330000", "王五", &citizen("19810202", 2)).await;
    for page in &pages {
        let answer = other.get(page).await;
        assert!(answer.status == StatusCode::NOT_FOUND && !answer.text.contains("货款"), "{page}: {}", answer.text);
    }
    assert_eq!(other.get(&own.replace("/me/", "/api/v1/")).await.status, StatusCode::NOT_FOUND);
    let mut nobody = house.browser();
    for page in pages.iter().map(String::as_str).chain(["/me/inbox", "/admin/letters"]) {
        assert!(nobody.get(page).await.to.is_some_and(|to| to.starts_with("/sign-in?to=")), "{page}");
    }
    assert_eq!(nobody.get("/me/events").await.status, StatusCode::UNAUTHORIZED, "a stream leads to no other page");
    assert!(!nobody.get("/service").await.text.contains("/me/inbox"));
    let mut registrar = house.staff("clerk").await;
    for page in ["/me/inbox", &own] {
        assert_eq!(registrar.get(page).await.status, StatusCode::FORBIDDEN, "{page}");
    }

    let page = party.get("/me/account").await;
    assert!(page.text.contains("通知方式") && page.text.contains("还没有登记邮箱"), "{}", page.text);
    let done = party.submit(&page, "/me/wants", &[("mail", "1")]).await;
    assert_eq!(done.to.as_deref(), Some("/me/account"));
    let page = party.get("/me/account").await;
    let box_of = |name: &str| page.between(&format!("name=\"{name}\" value=\"1\""), ">");
    assert!(box_of("mail").contains("checked") && !box_of("sms").contains("checked"), "{}", page.text);
    let forged = party.send("/me/wants", &[("csrf", "x"), ("sms", "1")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}

pub async fn an_administrator_sees_what_was_not_sent(house: House) {
    let elsewhere = law::court::by_code("辽0103").unwrap().id;
    house.appoint(&[(701, Role::Administrator, elsewhere)]).await;
    let mail = MailServer {
        server: "127.0.0.1".to_owned(),
        port: 9,
        security: Security::None,
        user: None,
        from: "a@court.example".to_owned(),
        authority: None,
    };
    let settings = Settings { mail: Some(mail), ..Settings::default() };
    let letters = Letters::new(house.docket.clone(), house.people.clone(), settings).unwrap();
    let given = [
        ("kind", "litigant"),
        ("name", "张三"),
        ("id_number", &citizen("19800101", 1)),
        ("email", "zhang@example.com"),
    ];
    let mut party = house.by_phone("13811110000", &given).await;
    file(&mut party, &[("张三", citizen("19800101", 1))]).await;
    letters.follow(house.hands.now()).await.unwrap();
    letters.send(house.hands.now()).await.unwrap();
    let account = house.account_of("张三").await;
    let mut admin = house.staff("admin").await;
    let page = admin.get("/admin/letters").await;
    let name = format!("1-{account}-mail");
    for told in [name.as_str(), "等待发送", "连接中断或者没有建立", "没有设置，不发短信"] {
        assert!(page.text.contains(told), "{told} in {}", page.text);
    }
    for kept in ["张三", "zhang@", "13811110000", "买卖"] {
        assert!(!page.text.contains(kept), "{kept}");
    }
    let mut other = house.staff("staff701").await;
    assert!(
        other.get("/admin/letters").await.text.contains("没有等待或者发送失败的通知"),
        "another court's are not theirs"
    );
    let page = admin.get("/admin/letters").await;
    for (letter, status) in
        [("x", StatusCode::BAD_REQUEST), ("99-1-mail", StatusCode::NOT_FOUND), (name.as_str(), StatusCode::SEE_OTHER)]
    {
        assert_eq!(admin.submit(&page, "/admin/letters/again", &[("letter", letter)]).await.status, status, "{letter}");
    }
    let again = letters.waiting(crate::filing::court(), 10).await.unwrap();
    assert_eq!((again[0].tries, again[0].fault.as_str()), (0, ""), "it goes at once");
    assert_eq!(admin.submit(&page, "/admin/letters/again", &[]).await.status, StatusCode::SEE_OTHER);
}

/// The next event of a stream; none when it ends. Keep-alives are passed over.
async fn next(stream: &mut BodyDataStream) -> Option<Value> {
    let mut text = String::new();
    loop {
        let piece =
            tokio::time::timeout(Duration::from_secs(20), stream.next()).await.expect("the stream says something")?;
        text.push_str(std::str::from_utf8(&piece.unwrap()).unwrap());
        if let Some(data) = text.split("data: ").nth(1).and_then(|rest| rest.split('\n').next()) {
            return Some(serde_json::from_str(data).unwrap());
        }
    }
}

pub async fn lists_follow_what_is_done_and_end_with_the_session(house: House) {
    let id = citizen("19800101", 1);
    let mut party = house.litigant("13811110000", "张三", &id).await;
    let address = file(&mut party, &[("张三", id.clone())]).await;
    let mut registrar = house.staff("registrar").await;
    let mut at_desk_now = registrar.opens("/me/events").await.into_body().into_data_stream();
    let mut at_home = party.opens("/me/events").await.into_body().into_data_stream();
    let (desk, home) = (next(&mut at_desk_now).await.unwrap(), next(&mut at_home).await.unwrap());
    let page = registrar.get("/desk").await;
    assert!(
        page.text.contains(&format!("data-mine=\"desk\" data-stamp={}", desk["lists"]["desk"])),
        "{desk} {}",
        page.text
    );
    let mut clerk = house.staff("clerk").await;
    let cases = next(&mut clerk.opens("/me/events").await.into_body().into_data_stream()).await.unwrap();
    let page = clerk.get("/desk/cases").await;
    let stamp = format!("data-mine=\"cases\" data-stamp={}", cases["lists"]["cases"]);
    assert!(page.text.contains(&stamp), "{cases} {}", page.text);
    assert_eq!(desk["lists"]["cases"], cases["lists"]["cases"], "the registry lists the cases of its court as well");
    let page = party.get("/me").await;
    assert!(
        page.text.contains(&format!("data-mine=\"mine\" data-stamp={}", home["lists"]["mine"])),
        "{home} {}",
        page.text
    );
    assert!(
        home["lists"].get("desk").is_none() && desk["lists"].get("mine").is_none(),
        "nothing of what is not theirs"
    );
    assert_eq!((home["unread"].as_i64(), desk["unread"].as_i64()), (Some(0), None));

    let work = at_desk(&address);
    registrar.does(&work, &format!("{work}/accept"), &[]).await;
    let (desk_later, home_later) = (next(&mut at_desk_now).await.unwrap(), next(&mut at_home).await.unwrap());
    assert_ne!(desk["lists"]["desk"], desk_later["lists"]["desk"]);
    assert_ne!(home["lists"]["mine"], home_later["lists"]["mine"]);
    assert!(!home_later.to_string().contains("买卖"), "only that something changed");
    follow(&house).await;
    let told = next(&mut at_home).await.unwrap();
    assert_eq!(told["unread"], 3, "received, registered, the fee: {told}");

    let mut many: Vec<_> = Vec::new();
    for _ in 0..5 {
        let one = party.opens("/me/events").await;
        assert_eq!(one.status(), StatusCode::OK);
        many.push(one.into_body().into_data_stream());
    }
    assert_eq!(
        party.opens("/me/events").await.status(),
        StatusCode::SERVICE_UNAVAILABLE,
        "a session has so many places"
    );
    drop(many);
    assert_eq!(party.opens("/me/events").await.status(), StatusCode::OK);
    let page = party.get("/me/account").await;
    party.submit(&page, "/sign-out", &[]).await;
    assert_eq!(next(&mut at_home).await, None, "it ends with the session");
}

pub async fn what_a_page_asks_by_itself_keeps_no_session_alive(house: House) {
    let mut registrar = house.staff("registrar").await;
    let mut by_itself = house.browser();
    by_itself.cookies = registrar.cookies.clone();
    by_itself.background = true;
    house.later(20);
    assert_eq!(by_itself.get("/desk").await.status, StatusCode::OK);
    house.later(11);
    assert!(
        by_itself.get("/desk").await.to.is_some_and(|to| to.starts_with("/sign-in")),
        "thirty minutes after the last use"
    );
    assert!(registrar.get("/desk").await.to.is_some_and(|to| to.starts_with("/sign-in")));
}

pub async fn without_a_way_to_send_codes_none_is_drawn(house: House) {
    let folder = tempfile::tempdir().unwrap();
    let shelf = files::Shelf::local(folder.path()).unwrap();
    let sealing = StreamKey::from_seed(b"people");
    let door = Door::new(house.docket.clone(), Arc::new(Keys), sealing, house.hands.clone(), false, shelf);
    let house = house.through(door);
    let mut browser = house.browser();
    let page = browser.send("/sign-in", &[("phone", "13811110000"), ("kind", "litigant")]).await;
    assert!(page.text.contains("本站还没有接通短信") && page.text.contains("13811110000"), "{}", page.text);
    let kept = sqlx::query("SELECT 1 FROM phone_codes").fetch_all(house.docket.pool()).await.unwrap();
    assert!(kept.is_empty());
}
