//! Staff whom another system vouches for: the whole way over real redirects and a real provider, and every way it can lie.

use axum::http::StatusCode;
use law::day::Moment;
use people::AccountId;
use people::signing::code_at;
use serde_json::json;

use crate::browser::{Answer, Browser, House};
use crate::provider::{Jar, Provider, settings};

/// Now, as the provider knows it.
#[expect(clippy::disallowed_methods, reason = "a real provider has a real clock")]
fn now() -> Moment {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Moment(i64::try_from(since.as_millis()).unwrap())
}

async fn house(url: &str, issuer: &str) -> House {
    House::beside(url, Some(settings(issuer)), now()).await
}

/// Links the registrar to `u-1`.
async fn linked(house: &House, provider: &Provider) {
    let at = now();
    house.people.link_oidc((&provider.issuer, "u-1"), AccountId(31), AccountId(34), at).await.unwrap();
}

/// Signs in elsewhere; gives what the court says when the browser is back.
async fn comes_back(browser: &mut Browser<'_>, provider: &Provider, jar: &mut Jar) -> Answer {
    let sent = browser.get("/sign-in/oidc?to=/desk/cases").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let back = provider.follow(&sent.to.unwrap(), jar).await;
    browser.get(&back).await
}

async fn the_whole_way(url: &str) {
    let provider = Provider::start().await;
    let house = house(url, &provider.issuer).await;
    linked(&house, &provider).await;
    let mut browser = house.browser();
    let page = browser.get("/sign-in/staff?to=/desk/cases").await;
    assert!(
        page.text.contains("用统一身份登录") && page.text.contains("/sign-in/oidc?to=/desk/cases"),
        "{}",
        page.text
    );
    let mut jar = Jar::new();
    let back = comes_back(&mut browser, &provider, &mut jar).await;
    assert_eq!(back.to.as_deref(), Some("/desk/cases"), "{}", back.text);
    let page = browser.get("/me/account").await;
    assert!(page.text.contains("统一身份认证") && page.text.contains("已绑定统一身份"), "{}", page.text);
    // signing out here goes on there, with the word that was given
    let out = browser.submit(&page, "/sign-out", &[]).await;
    let end = out.to.unwrap();
    assert!(end.starts_with(&format!("{}/session/end?id_token_hint=ey", provider.issuer)), "{end}");
    let (status, asked) = provider.page(&end, &mut jar).await;
    assert!(status == 200 && asked.contains("logout"), "{status} {asked}");
    assert!(browser.get("/desk").await.to.unwrap().starts_with("/sign-in?to="), "and is out here");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_vouched_for_signs_in_and_out_on_sqlite() {
    the_whole_way(&docket::testing::sqlite().unwrap().url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_vouched_for_signs_in_and_out_on_postgres() {
    the_whole_way(&docket::testing::postgres().unwrap().url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_word_that_does_not_check_opens_nothing() {
    let scratch = docket::testing::sqlite().unwrap();
    let provider = Provider::start().await;
    let house = house(&scratch.url, &provider.issuer).await;
    linked(&house, &provider).await;
    for (lie, told) in [
        ("stale", "已经过期"),
        ("early", "时钟相差过大"),
        ("audience", "不是给本院的"),
        ("issuer", "签发方与本院的设置不符"),
        ("nonce", "不是对这次登录的"),
        ("forged", "没有有效的签名"),
        ("unsigned", "没有有效的签名"),
        ("shared-key", "没有有效的签名"),
    ] {
        provider.told(json!({ "lie": lie })).await;
        let mut browser = house.browser();
        let back = comes_back(&mut browser, &provider, &mut Jar::new()).await;
        assert_eq!(back.status, StatusCode::FORBIDDEN, "{lie}: {}", back.text);
        assert!(back.text.contains(told), "{lie}: {}", back.text);
        assert!(!browser.cookies.contains_key("__Host-session"), "{lie}");
    }
    provider.told(json!({ "lie": null })).await;
    let back = comes_back(&mut house.browser(), &provider, &mut Jar::new()).await;
    assert_eq!(back.to.as_deref(), Some("/desk/cases"), "the truth is still believed: {}", back.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_serves_once_and_in_its_own_browser() {
    let scratch = docket::testing::sqlite().unwrap();
    let provider = Provider::start().await;
    let house = house(&scratch.url, &provider.issuer).await;
    linked(&house, &provider).await;
    let mut browser = house.browser();
    let sent = browser.get("/sign-in/oidc").await.to.unwrap();
    assert!(
        sent.contains("code_challenge_method=S256") && sent.contains("nonce=") && sent.contains("state="),
        "{sent}"
    );
    let back = provider.follow(&sent, &mut Jar::new()).await;
    let mut other = house.browser();
    let stolen = other.get(&back).await;
    assert_eq!(stolen.status, StatusCode::FORBIDDEN, "{}", stolen.text);
    assert!(stolen.text.contains("不是在这个浏览器里开始的"), "{}", stolen.text);
    let late = browser.get(&back).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN, "what was tried elsewhere is gone: {}", late.text);

    let sent = browser.get("/sign-in/oidc").await.to.unwrap();
    let back = provider.follow(&sent, &mut Jar::new()).await;
    let cookies = browser.cookies.clone();
    assert_eq!(browser.get(&back).await.to.as_deref(), Some("/desk"));
    browser.cookies = cookies;
    let again = browser.get(&back).await;
    assert_eq!(again.status, StatusCode::FORBIDDEN, "replayed: {}", again.text);
    let (path, state) = back.split_once("state=").map(|(_, rest)| ("/sign-in/oidc/back", rest)).unwrap();
    let state = state.split('&').next().unwrap();
    for query in ["", "?state=x&code=y", &format!("?state={state}"), &format!("?code={}", "y".repeat(10_000))] {
        let answer = browser.get(&format!("{path}{query}")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{query}: {}", answer.text);
    }
    // a code that was used before, in a sign-in of its own
    let mut guest = house.browser();
    let fresh = guest.get("/sign-in/oidc").await.to.unwrap();
    let own_state = fresh.split_once("state=").unwrap().1.split('&').next().unwrap().to_owned();
    let used = back.split_once("code=").unwrap().1.split('&').next().unwrap().to_owned();
    let answer = guest.get(&format!("{path}?state={own_state}&code={used}")).await;
    assert!(answer.status == StatusCode::FORBIDDEN && answer.text.contains("不认可这次登录"), "{}", answer.text);
    // an answer that says it is another's
    let fresh = guest.get("/sign-in/oidc").await.to.unwrap();
    let back = provider.follow(&fresh, &mut Jar::new()).await;
    let (before, _) = back.split_once("iss=").expect("RFC 9207");
    let answer = guest.get(&format!("{before}iss=https%3A%2F%2Fid.example.com")).await;
    assert!(answer.status == StatusCode::FORBIDDEN && answer.text.contains("签发方"), "{}", answer.text);
    // never to another site
    let sent = guest.get("/sign-in/oidc?to=//evil.example").await.to.unwrap();
    let back = provider.follow(&sent, &mut Jar::new()).await;
    assert_eq!(guest.get(&back).await.to.as_deref(), Some("/me"));
    // too late
    let sent = guest.get("/sign-in/oidc").await.to.unwrap();
    let back = provider.follow(&sent, &mut Jar::new()).await;
    house.later(11);
    assert_eq!(guest.get(&back).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_not_known_here_is_told_whom_to_ask() {
    let scratch = docket::testing::sqlite().unwrap();
    let provider = Provider::start().await;
    let house = house(&scratch.url, &provider.issuer).await;
    linked(&house, &provider).await;
    provider.told(json!({ "person": "u-unknown" })).await;
    let back = comes_back(&mut house.browser(), &provider, &mut Jar::new()).await;
    assert_eq!(back.status, StatusCode::FORBIDDEN);
    for told in ["系统管理员", "u-unknown", "用用户名和密码登录"] {
        assert!(back.text.contains(told), "{told}: {}", back.text);
    }
    provider.told(json!({ "denies": true })).await;
    let back = comes_back(&mut house.browser(), &provider, &mut Jar::new()).await;
    assert!(back.status == StatusCode::FORBIDDEN && back.text.contains("没有同意"), "{}", back.text);
    provider.told(json!({ "denies": false, "person": "u-1" })).await;
    house.people.set_closed(AccountId(31), true, AccountId(34), now()).await.unwrap();
    let back = comes_back(&mut house.browser(), &provider, &mut Jar::new()).await;
    assert!(back.status == StatusCode::FORBIDDEN && back.text.contains("已经停用"), "{}", back.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_is_away_or_changes_its_keys() {
    let scratch = docket::testing::sqlite().unwrap();
    let house_alone = house(&scratch.url, "http://127.0.0.1:9").await;
    let answer = house_alone.browser().get("/sign-in/oidc").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.text.contains("连接不上") && answer.text.contains("/sign-in/staff"), "{}", answer.text);

    let scratch = docket::testing::sqlite().unwrap();
    let provider = Provider::start().await;
    let house = house(&scratch.url, &provider.issuer).await;
    linked(&house, &provider).await;
    let back = comes_back(&mut house.browser(), &provider, &mut Jar::new()).await;
    assert_eq!(back.to.as_deref(), Some("/desk/cases"), "{}", back.text);
    provider.told(json!({ "rotated": true })).await;
    house.later(1);
    let back = comes_back(&mut house.browser(), &provider, &mut Jar::new()).await;
    assert_eq!(back.to.as_deref(), Some("/desk/cases"), "a key made since is read: {}", back.text);

    let house = self::house(&docket::testing::sqlite().unwrap().url, &format!("{}/", provider.issuer)).await;
    let answer = house.browser().get("/sign-in/oidc").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "it describes itself as another: {}", answer.text);
    let without = House::open(&docket::testing::sqlite().unwrap().url).await;
    assert_eq!(without.browser().get("/sign-in/oidc").await.status, StatusCode::NOT_FOUND);
    assert!(!without.browser().get("/sign-in/staff").await.text.contains("/sign-in/oidc"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_second_factor_there_one_is_owed_here() {
    let scratch = docket::testing::sqlite().unwrap();
    let provider = Provider::start().await;
    let house = house(&scratch.url, &provider.issuer).await;
    linked(&house, &provider).await;
    provider.told(json!({ "acr": "pwd" })).await;
    let mut browser = house.browser();
    let back = comes_back(&mut browser, &provider, &mut Jar::new()).await;
    assert_eq!(back.to.as_deref(), Some("/me/second"), "{}", back.text);
    assert_eq!(browser.get("/desk").await.to.as_deref(), Some("/me/second"), "and nothing else first");
    let page = browser.get("/me/second").await;
    let secret = page.between("在验证器里输入：", "<");
    let code = |house: &House| {
        use door::Clock as _;
        code_at(&secret, house.hands.now()).unwrap()
    };
    let enrolled = browser.submit(&page, "/me/second", &[("code", &code(&house))]).await;
    assert!(enrolled.text.contains("恢复码"), "{}", enrolled.text);
    assert_eq!(browser.get("/desk").await.status, StatusCode::OK);

    let mut browser = house.browser();
    let back = comes_back(&mut browser, &provider, &mut Jar::new()).await;
    assert_eq!(back.to.as_deref(), Some("/me/second/show"), "{}", back.text);
    assert_eq!(browser.get("/desk").await.to.as_deref(), Some("/me/second/show"));
    let page = browser.get("/me/second/show").await;
    let wrong = browser.submit(&page, "/me/second/show", &[("code", "000000")]).await;
    assert!(wrong.text.contains("不正确"), "{}", wrong.text);
    house.later(1);
    let right = browser.submit(&page, "/me/second/show", &[("code", &code(&house))]).await;
    assert_eq!(right.to.as_deref(), Some("/desk"), "{}", right.text);
    assert_eq!(browser.get("/desk").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_link_themselves_from_their_own_account() {
    let scratch = docket::testing::sqlite().unwrap();
    let provider = Provider::start().await;
    let house = house(&scratch.url, &provider.issuer).await;
    let mut browser = house.staff("registrar").await;
    let page = browser.get("/me/account").await;
    assert!(page.offers("/me/oidc"), "{}", page.text);
    assert_eq!(browser.send("/me/oidc", &[]).await.status, StatusCode::FORBIDDEN, "a form of another site");
    let sent = browser.submit(&page, "/me/oidc", &[]).await;
    let back = provider.follow(&sent.to.unwrap(), &mut Jar::new()).await;
    assert_eq!(browser.get(&back).await.to.as_deref(), Some("/me/account"));
    assert_eq!(house.people.by_oidc(&provider.issuer, "u-1").await.unwrap(), Some(AccountId(31)));
    // the same subject serves no second account, and nobody links an account they left meanwhile
    let mut head = house.staff("head").await;
    let page = head.get("/me/account").await;
    let sent = head.submit(&page, "/me/oidc", &[]).await;
    let back = provider.follow(&sent.to.unwrap(), &mut Jar::new()).await;
    let answer = head.get(&back).await;
    assert!(answer.status == StatusCode::CONFLICT && answer.text.contains("已绑定其他账号"), "{}", answer.text);
    let page = head.get("/me/account").await;
    let sent = head.submit(&page, "/me/oidc", &[]).await;
    provider.told(json!({ "person": "u-2" })).await;
    let back = provider.follow(&sent.to.unwrap(), &mut Jar::new()).await;
    head.submit(&page, "/sign-out", &[]).await;
    assert_eq!(head.get(&back).await.status, StatusCode::FORBIDDEN, "signed out meanwhile");
    assert_eq!(house.people.by_oidc(&provider.issuer, "u-2").await.unwrap(), None);
    let page = browser.get("/me/account").await;
    let link = [("issuer", provider.issuer.as_str()), ("subject", "u-1")];
    assert_eq!(browser.submit(&page, "/me/oidc/undo", &link).await.to.as_deref(), Some("/me/account"));
    assert_eq!(house.people.by_oidc(&provider.issuer, "u-1").await.unwrap(), None);
    let party = house.litigant("13811110000", "张三", &crate::browser::citizen("19800101", 1)).await;
    let mut party = party;
    let done = party.does("/me/account", "/me/oidc", &[]).await;
    assert_eq!(done.status, StatusCode::FORBIDDEN, "staff alone: {}", done.text);
}
