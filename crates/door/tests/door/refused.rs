//! Bad input: forms of other sites, sessions that ended, fields that are wrong. Nothing is lost and nothing half done.

use axum::http::StatusCode;

use crate::browser::{House, PASSWORD, citizen};
use crate::filing::{court, file};

pub async fn forms_of_other_sites_and_of_other_sessions_are_not_taken(house: House) {
    let mut party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let page = party.get("/me").await;
    party.origin = Some("https://evil.example");
    assert_eq!(party.submit(&page, "/drafts", &[]).await.status, StatusCode::FORBIDDEN);
    party.origin = Some("https://court.example");
    assert_eq!(party.submit(&page, "/drafts", &[]).await.status, StatusCode::SEE_OTHER);
    party.origin = None;
    assert_eq!(party.send("/drafts", &[]).await.status, StatusCode::FORBIDDEN, "no token");
    let mut other = house.litigant("13833330000", "王五", &citizen("19810202", 2)).await;
    assert_eq!(other.submit(&page, "/drafts", &[]).await.status, StatusCode::FORBIDDEN, "another's token");
    let to = other.get("/sign-in?to=//evil.example").await;
    assert!(to.text.contains("value=\"//evil.example\""));
    house.later(2);
    let asked = other.send("/sign-in", &[("phone", "13833330000"), ("kind", "litigant")]).await;
    let code = asked.between("验证码是 ", "。");
    let form = [("phone", "13833330000"), ("kind", "litigant"), ("code", &*code), ("to", "//evil.example")];
    assert_eq!(other.send("/sign-in/code", &form).await.to.as_deref(), Some("/me"), "never to another site");
}

pub async fn a_session_that_ended_or_was_stolen_opens_nothing(house: House) {
    let mut party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    assert_eq!(party.get("/me").await.status, StatusCode::OK);
    let mut thief = house.browser();
    thief.cookies = party.cookies.clone();
    thief.agent = "Another/2".to_owned();
    assert!(thief.get("/me").await.to.unwrap().starts_with("/sign-in"), "another browser");
    assert!(party.get("/me").await.to.unwrap().starts_with("/sign-in"), "and it is ended for all");
    let mut registrar = house.staff("registrar").await;
    house.later(31);
    assert!(registrar.get("/desk").await.to.unwrap().starts_with("/sign-in"), "idle for half an hour");
    let mut guest = house.browser();
    guest.cookies.insert("__Host-session".into(), "x".repeat(10_000));
    assert!(guest.get("/me").await.to.unwrap().starts_with("/sign-in"));
    for _ in 0..6 {
        guest.send("/sign-in/staff", &[("login", "head"), ("password", "wrong-wrong-wrong")]).await;
    }
    let locked = guest.send("/sign-in/staff", &[("login", "head"), ("password", PASSWORD)]).await;
    assert!(locked.text.contains("暂停登录"), "{}", locked.text);
    let unknown = guest.send("/sign-in/staff", &[("login", "nobody"), ("password", PASSWORD)]).await;
    assert!(unknown.text.contains("用户名或密码不正确"), "{}", unknown.text);
}

pub async fn what_was_typed_stays_and_everything_wrong_is_named(house: House) {
    let mut guest = house.browser();
    let bad = guest.send("/sign-in", &[("phone", "12345"), ("kind", "litigant")]).await;
    assert!(bad.text.contains("value=\"12345\"") && bad.text.contains("aria-invalid"), "{}", bad.text);
    let mut party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let page = party.get("/me").await;
    let draft = party.submit(&page, "/drafts", &[]).await.to.unwrap().replace("/matter", "");
    let at = format!("{draft}/plaintiffs");
    let long = "长".repeat(10_000);
    for name in [long.as_str(), "张\u{202e}三", "<script>alert(1)</script>\u{0}"] {
        let fields = [
            ("plaintiffs.0.name", name),
            ("plaintiffs.0.id", "123"),
            ("plaintiffs.0.phone", "call me"),
            ("plaintiffs.0.domicile", "沈阳市和平区"),
        ];
        let answer = party.does(&at, &at, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("处需要改正") && answer.text.contains("call me"), "{}", answer.text);
        assert!(answer.text.matches("aria-invalid").count() >= 3, "each beside its field");
        assert!(!answer.text.contains("<script>alert"));
        let again = party.get(&at).await;
        assert!(again.text.contains("call me"), "saved as it was typed");
    }
    let claims = format!("{draft}/claims");
    let answer = party.does(&claims, &claims, &[("claims.0.text", "付款"), ("claims.0.amount", "一百元")]).await;
    assert!(answer.text.contains("金额只写数字"), "{}", answer.text);
    let review = party.get(&format!("{draft}/review")).await;
    assert!(review.text.contains("还有") && !review.offers(&format!("{draft}/submit")), "{}", review.text);
    let forced = party.submit(&review, &format!("{draft}/submit"), &[]).await;
    assert!(forced.to.unwrap().ends_with("/review"), "a draft with defects is not filed");
    assert_eq!(house.docket.size(court()).await.unwrap(), 0);
    let broken = party.send(&claims, &[]).await;
    assert_eq!(broken.status, StatusCode::FORBIDDEN);
    let filed = file(&mut party, &[("张三", citizen("19800101", 1))]).await;
    for number in ["", "12a", "123456789012345678901"] {
        let answer = party.does(&filed, &format!("{filed}/number"), &[("number", number)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{number}");
        assert!(answer.text.contains("1 至 20 位数字"), "{}", answer.text);
    }
}

pub async fn a_clock_behind_the_log_enters_nothing(house: House) {
    let mut party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let address = file(&mut party, &[("张三", citizen("19800101", 1))]).await;
    let size = house.docket.size(court()).await.unwrap();
    house.later(-10);
    let answer = party.does(&address, &format!("{address}/number"), &[("number", "7")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
    assert!(answer.text.contains("时钟早于"), "{}", answer.text);
    assert_eq!(house.docket.size(court()).await.unwrap(), size);
    house.later(10);
    let answer = party.does(&address, &format!("{address}/number"), &[("number", "7")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
}
