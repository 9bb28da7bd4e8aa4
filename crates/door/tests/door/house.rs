//! Those who keep the house: accounts, posts and tokens by an administrator, papers brought to the counter, who looked.

use axum::http::StatusCode;
use docket::store::FIRST_HAND;
use law::life::codes::Channel;
use law::life::event::Event;
use law::life::office::OfficeAct;
use law::role::Role;

use crate::browser::{COURT, House, citizen, encoded};
use crate::filing::{court, file_in};

pub async fn an_administrator_keeps_the_accounts_of_the_own_court(house: House) {
    let elsewhere = law::court::by_code("辽0103").unwrap().id;
    house.appoint(&[(701, Role::President, elsewhere)]).await;
    let mut admin = house.staff("admin").await;
    let list = admin.get("/admin").await;
    assert!(list.text.contains("judge11") && !list.text.contains("staff701"), "{}", list.text);
    let given = [("name", "新来的"), ("login", "X"), ("role", "judge"), ("from", "三月")];
    let wrong = admin.submit(&list, "/admin/accounts", &given).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("新来的") && wrong.text.contains("日期写作"), "{}", wrong.text);
    let given =
        [("name", "新来的"), ("login", "newcomer"), ("role", "judge"), ("from", "2020-03-02"), ("groups", "民事")];
    let made = admin.submit(&list, "/admin/accounts", &given).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    let password = made.between("临时密码：", "<");
    let mut newcomer = house.browser();
    let form = [("login", "newcomer"), ("password", password.as_str())];
    let first = newcomer.send("/sign-in/staff", &form).await;
    assert_eq!(first.to.as_deref(), Some("/me/password"), "the temporary password serves to change it: {}", first.text);
    let number = house.account_of("新来的").await;
    let page = format!("/admin/accounts/{number}");
    let leave = [("kind", "annual"), ("from", "2020-03-02"), ("until", "2020-03-06")];
    let done = admin.does(&page, &format!("{page}/leave"), &leave).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert!(admin.get(&page).await.text.contains("年休假"));
    let closed = admin.does(&page, &format!("{page}/close"), &[]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER);
    assert_ne!(newcomer.send("/sign-in/staff", &form).await.to.as_deref(), Some("/me/password"), "closed");

    let own = "/admin/accounts/34";
    for (act, fields) in [
        ("post", &[("role", "president"), ("from", "2020-03-02"), ("capacity", "100")][..]),
        ("close", &[][..]),
        ("reset", &[][..]),
    ] {
        let done = admin.does(own, &format!("{own}/{act}"), fields).await;
        assert_eq!(done.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody does {act} to themselves");
    }
    let done = admin.does("/admin", "/admin/accounts/701/reset", &[]).await;
    assert_eq!(done.status, StatusCode::FORBIDDEN, "another court's account: {}", done.text);
    house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let party = format!("/admin/accounts/{}", house.account_of("张三").await);
    let done = admin.does(&party, &format!("{party}/contact"), &[("phone", "13899999999")]).await;
    assert_eq!(done.status, StatusCode::UNPROCESSABLE_ENTITY, "a litigant's phone is their own: {}", done.text);
    let page = "/admin/accounts/31";
    let link = [("issuer", "https://id.example.cn"), ("subject", "u-31")];
    assert_eq!(admin.does(page, &format!("{page}/oidc"), &link).await.status, StatusCode::SEE_OTHER);
    let shown = admin.get(page).await;
    assert!(
        shown.text.contains("已绑定 https://id.example.cn") && shown.text.contains("解除后本人不能"),
        "{}",
        shown.text
    );
    let other = "/admin/accounts/32";
    let taken = admin.does(other, &format!("{other}/oidc"), &link).await;
    assert!(
        taken.status == StatusCode::UNPROCESSABLE_ENTITY && taken.text.contains("已绑定其他账号"),
        "{}",
        taken.text
    );
    let undone = admin.does(other, &format!("{other}/oidc-end"), &link).await;
    assert_eq!(undone.status, StatusCode::UNPROCESSABLE_ENTITY, "not a link of theirs");
    assert_eq!(admin.does(page, &format!("{page}/oidc-end"), &link).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.people.by_oidc(link[0].1, link[1].1).await.unwrap(), None);
    let more: Vec<_> = (0..60).map(|n| (900 + n, Role::Clerk, court())).collect();
    house.appoint(&more).await;
    for order in ["number", "name", "newest"] {
        let mut seen = 0;
        let mut next = Some(format!("/admin?order={order}&name=STAFF9"));
        while let Some(address) = next {
            let list = admin.get(&address).await;
            seen += list.text.matches("href=\"/admin/accounts/9").count();
            let following = list.text.split_once("rel=\"next\"").map(|(before, _)| before.to_owned());
            next = following.map(|before| {
                before.rsplit_once("href=\"").unwrap().1.split('"').next().unwrap().replace("&#38;", "&")
            });
        }
        assert_eq!(seen, 60, "{order}: every one of them once");
    }
    let none = admin.get("/admin?name=nobody-of-that-name").await;
    assert!(none.text.contains("没有符合条件的账户"), "{}", none.text);
    let journal = admin.get("/admin/journal").await;
    assert!(journal.text.contains("开立账号") && !journal.text.contains("新来的"), "no names: {}", journal.text);
    assert!(!journal.text.contains("账号 701"), "another court's staff");
}

pub async fn a_token_is_shown_once_and_reaches_what_its_scopes_say(house: House) {
    let mut admin = house.staff("admin").await;
    house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let person = house.account_of("张三").await.to_string();
    let page = admin.get("/admin/tokens").await;
    let given =
        [("name", "某银行"), ("account", person.as_str()), ("until", "2020-12-31"), ("scope-filings.write", "1")];
    let wrong = admin.submit(&page, "/admin/tokens", &given).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "no token acts for a person: {}", wrong.text);
    let given_company = [("kind", "company"), ("name", "某银行"), ("credit_code", "91350100M000100Y43")];
    house.by_phone("13844440000", &given_company).await;
    let company = house.account_of("某银行").await.to_string();
    let given =
        [("name", "某银行"), ("account", company.as_str()), ("until", "2020-12-31"), ("scope-filings.write", "1")];
    let made = admin.submit(&page, "/admin/tokens", &given).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    let start = made.text.find("mjt_").unwrap();
    let token: String =
        made.text[start..].chars().take_while(|c| c.is_ascii_alphanumeric() || "_-".contains(*c)).collect();
    assert!(!admin.get("/admin/tokens").await.text.contains("mjt_"), "shown once");
    let mut bank = house.browser();
    bank.token = Some(token);
    assert!(bank.get("/api/v1/me").await.text.contains("institution"));
    assert_eq!(bank.get("/api/v1/filings").await.status, StatusCode::FORBIDDEN, "not in its scope");
    let draft = bank.tries(&axum::http::Method::POST, "/api/v1/drafts", "{\"facts\":\"x\"}").await;
    assert_eq!(draft.status, StatusCode::CREATED, "{}", draft.text);
    let page = admin.get("/admin/tokens").await;
    let done = admin.submit(&page, "/admin/tokens/revoke", &[("number", "1")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(bank.get("/api/v1/me").await.status, StatusCode::UNAUTHORIZED, "revoked");
}

pub async fn papers_brought_to_the_counter_go_to_the_court_they_are_for(house: House) {
    let id = citizen("19800101", 1);
    let mut party = house.litigant("13811110000", "张三", &id).await;
    let mut registrar = house.staff("registrar").await;
    let begun = registrar.does("/desk/counter", "/drafts", &[]).await.to.unwrap();
    let here = file_in(&mut registrar, &begun, COURT, &[("张三", id.clone())]).await;
    assert!(here.starts_with("/desk/"), "{here}");
    let facts = house.docket.newest_cases(&docket::store::CaseFilter::default(), None, 1).await.unwrap().remove(0);
    assert_eq!((facts.channel, facts.filer), (Channel::Window.code(), Some(FIRST_HAND)));
    assert!(party.get("/me").await.text.contains("买卖合同纠纷"), "they follow online what they brought");

    let begun = registrar.does("/desk/counter", "/drafts", &[]).await.to.unwrap();
    let there = file_in(&mut registrar, &begun, "辽0103", &[("王五", citizen("19810202", 2))]).await;
    assert!(there.starts_with(&format!("/entries/{}/", encoded("辽0103"))), "the receipt: {there}");
    let other = law::court::by_code("辽0103").unwrap().id;
    let entries = house.docket.entries(other, 1, 10).await.unwrap();
    let Ok(Event::Received(intake)) = Event::read(&entries[0].kind, &entries[0].body) else { panic!("{entries:?}") };
    assert_eq!(intake.channel, Channel::CrossRegion);
    let relayed = intake.papers.unwrap().relayed.unwrap();
    assert_eq!(relayed.court, court());
    let own = house.docket.stream(court(), relayed.stream).await.unwrap();
    let Some(Ok(OfficeAct::FilingRelayed(relay))) = OfficeAct::read(&own[0].kind, &own[0].body) else {
        panic!("{own:?}")
    };
    assert_eq!(relay.to, other);
    let desk = format!("/desk/{}/{}", encoded("辽0103"), entries[0].stream.0);
    assert_eq!(registrar.get(&desk).await.status, StatusCode::FORBIDDEN, "who takes in does not decide");
    house.later(35);
    let page = house.staff("elsewhere").await.get(&desk).await;
    assert!(page.text.contains("跨域收件已等") && page.text.contains("超过30分钟的答复目标"), "{}", page.text);
    house.verified().await;
}

pub async fn parties_of_a_restricted_case_keep_their_receipt(house: House) {
    let (address, judge) = crate::filing::drawn(&house).await;
    let desk = crate::filing::at_desk(&address);
    let mut in_charge = house.staff(&format!("judge{judge}")).await;
    let fields = [("level", "restricted"), ("ground", "涉及个人隐私，当事人申请不公开审理")];
    in_charge.does(&desk, &format!("{desk}/classify"), &fields).await;
    in_charge.get(&desk).await;
    house.later(2);
    let mut party = house.again("13811110000").await;
    let page = party.get(&address).await;
    assert!(page.text.contains(&format!("{address}/receipt")), "{}", page.text);
    let receipt = party.get(&format!("{address}/receipt")).await;
    docket::receipt::check(&docket::receipt::Receipt::read(&receipt.text).unwrap()).unwrap();
    let mut stranger = house.litigant("13833330000", "王五", &citizen("19810202", 2)).await;
    assert_eq!(stranger.get(&format!("{address}/receipt")).await.status, StatusCode::NOT_FOUND);
    house.appoint(&[(801, Role::Discipline, court())]).await;
    let access = house.staff("staff801").await.get("/admin/access").await;
    assert!(access.text.contains(&format!("账号 {judge}")), "{}", access.text);
}
