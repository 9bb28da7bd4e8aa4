//! People and their accounts over the pages: companies and agents, minors and guardians, devices and codes, several posts.

use axum::http::StatusCode;
use law::day::Day;
use law::role::Role;
use people::post::StandInDraft;
use people::signing::code_at;
use people::{AccountId, PostDraft};

use crate::browser::{House, PASSWORD, citizen};
use crate::filing::{at_desk, court, file, stream_of};

const CODE: &str = "91350100M000100Y43";

pub async fn a_company_names_agents_who_act_for_it(house: House) {
    let mut company =
        house.by_phone("13844440000", &[("kind", "company"), ("name", "某商贸公司"), ("credit_code", CODE)]).await;
    let id = citizen("19800101", 1);
    let mut agent = house.litigant("13811110000", "张三", &id).await;
    let own = agent.get("/me/account").await;
    assert!(own.text.contains("138****0000") && own.text.contains("210***********") && !own.text.contains(&id));
    assert!(own.text.contains("认证等级") && !own.text.contains("为谁办理"), "{}", own.text);
    assert_eq!(agent.get("/me/agents").await.status, StatusCode::FORBIDDEN, "a person has no agents");

    let empty = company.get("/me/agents").await;
    assert!(empty.text.contains("还没有代办人"), "{}", empty.text);
    let given = [
        ("kind", "x"),
        ("name", "李四"),
        ("phone", "13811110000"),
        ("scope", "special"),
        ("from", "三月"),
        ("until", "2019-01-01"),
    ];
    let wrong = company.submit(&empty, "/me/agents", &given).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in ["请选代办人", "日期写作", "已经过去", "至少勾选一项", "李四"] {
        assert!(wrong.text.contains(told), "{told}: {}", wrong.text);
    }
    let given = [
        ("kind", "litigant"),
        ("name", "李四"),
        ("phone", "13811110000"),
        ("scope", "general"),
        ("from", "2020-03-02"),
    ];
    let wrong = company.submit(&empty, "/me/agents", &given).await;
    let told = wrong.between("class=\"said\"", "</p>");
    let nobody = [
        ("kind", "litigant"),
        ("name", "李四"),
        ("phone", "13800009999"),
        ("scope", "general"),
        ("from", "2020-03-02"),
    ];
    let unknown = company.submit(&empty, "/me/agents", &nobody).await;
    assert_eq!(unknown.between("class=\"said\"", "</p>"), told, "whether a phone is registered is not told");
    let given = [
        ("kind", "litigant"),
        ("name", "张三"),
        ("phone", "13811110000"),
        ("scope", "special"),
        ("power-settle", "1"),
        ("from", "2020-03-02"),
        ("until", "2020-03-03"),
    ];
    assert_eq!(company.submit(&empty, "/me/agents", &given).await.to.as_deref(), Some("/me/agents"));
    let list = company.get("/me/agents").await;
    assert!(list.text.contains("张三") && list.text.contains("特别授权：和解、调解"), "{}", list.text);

    let page = agent.get("/me/account").await;
    assert!(page.text.contains("某商贸公司（代办人，特别授权）"), "{}", page.text);
    let number = house.account_of("某商贸公司").await.to_string();
    assert_eq!(agent.submit(&page, "/me/acting", &[("for", &number)]).await.to.as_deref(), Some("/me/account"));
    let page = agent.get("/me/account").await;
    assert!(page.text.contains("张三，正在代某商贸公司办理"), "{}", page.text);
    assert_eq!(agent.get("/me/agents").await.status, StatusCode::FORBIDDEN, "an agent names no agents");
    let me: serde_json::Value = serde_json::from_str(&agent.get("/api/v1/me").await.text).unwrap();
    assert_eq!((me["name"].as_str(), me["acts_for"].as_str()), (Some("张三"), Some("某商贸公司")));
    let address = file(&mut agent, &[("某商贸公司", id.clone())]).await;
    assert_eq!(company.get(&address).await.status, StatusCode::OK, "what the agent filed is the company's");
    let page = agent.get("/me/account").await;
    agent.submit(&page, "/me/acting", &[("for", "0")]).await;
    assert_eq!(agent.get(&address).await.status, StatusCode::NOT_FOUND, "and not the agent's own");
    let stranger = agent.submit(&page, "/me/acting", &[("for", "31")]).await;
    assert!(stranger.status.is_client_error(), "nobody acts for somebody who did not name them: {}", stranger.text);

    agent.submit(&page, "/me/acting", &[("for", &number)]).await;
    assert_eq!(agent.get(&address).await.status, StatusCode::OK);
    let ended =
        company.submit(&list, "/me/agents/end", &[("agent", &house.account_of("张三").await.to_string())]).await;
    assert_eq!(ended.to.as_deref(), Some("/me/agents"));
    assert_eq!(agent.get(&address).await.status, StatusCode::NOT_FOUND, "ended at once, in the open session");
}

pub async fn a_minor_is_registered_and_acted_for_by_a_guardian(house: House) {
    let minor = citizen("20100601", 7);
    let mut child = house.browser();
    let asked = child.send("/sign-in", &[("phone", "13855550000"), ("kind", "litigant")]).await;
    let code = asked.between("验证码是 ", "。");
    let form = [
        ("phone", "13855550000"),
        ("kind", "litigant"),
        ("code", code.as_str()),
        ("registers", "1"),
        ("name", "小明"),
        ("id_number", minor.as_str()),
    ];
    let refused = child.send("/sign-in/code", &form).await;
    assert!(refused.text.contains("须由监护人代为办理") && refused.text.contains("小明"), "{}", refused.text);
    let mut guardian = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let page = guardian.get("/me/wards").await;
    let grown = citizen("19990101", 8);
    let wrong = guardian.submit(&page, "/me/wards", &[("name", ""), ("id_number", "123")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("请填写姓名") && wrong.text.contains("身份证号有误"), "{}", wrong.text);
    let wrong = guardian.submit(&page, "/me/wards", &[("name", "大明"), ("id_number", &grown)]).await;
    assert!(wrong.text.contains("已满十八周岁"), "{}", wrong.text);
    let done = guardian.submit(&page, "/me/wards", &[("name", "小明"), ("id_number", &minor)]).await;
    assert_eq!(done.to.as_deref(), Some("/me/wards"), "{}", done.text);
    assert!(guardian.get("/me/wards").await.text.contains("可以代为办理"));
    let number = house.account_of("小明").await.to_string();
    let page = guardian.get("/me/account").await;
    assert!(page.text.contains("小明（监护人）"), "{}", page.text);
    guardian.submit(&page, "/me/acting", &[("for", &number)]).await;
    let page = guardian.get("/me").await;
    let draft = guardian.submit(&page, "/drafts", &[]).await.to.unwrap();
    assert_eq!(guardian.get(&draft).await.status, StatusCode::OK);
    let page = guardian.get("/me/account").await;
    guardian.submit(&page, "/me/acting", &[("for", "0")]).await;
    assert_eq!(guardian.get(&draft).await.status, StatusCode::NOT_FOUND, "the minor's, not the guardian's");
    let mut other = house.litigant("13822220000", "李四", &citizen("19810202", 2)).await;
    let page = other.get("/me/account").await;
    let tried = other.submit(&page, "/me/acting", &[("for", &number)]).await;
    assert!(tried.status.is_client_error(), "{}", tried.text);
}

pub async fn devices_recovery_codes_and_passwords_are_kept_by_their_owner(house: House) {
    let mut here = house.staff("registrar").await;
    let page = here.get("/me/recovery").await;
    assert!(page.text.contains("还有 10 个恢复码"), "{}", page.text);
    house.later(2);
    let mut there = house.browser();
    there.agent = "Mozilla/5.0 (iPhone; like Mac OS X) Safari/604".to_owned();
    let form = [("login", "registrar"), ("password", PASSWORD)];
    let asked = there.send("/sign-in/staff", &form).await;
    assert!(asked.text.contains("恢复码") && asked.to.is_none(), "{}", asked.text);
    // new codes against the authenticator; the secret is the one of the enrolment
    house.people.reset_staff(AccountId(31), AccountId(34), now(&house), &mut people::SystemDraw).await.unwrap();
    house
        .people
        .set_password(AccountId(31), PASSWORD, AccountId(34), now(&house), &mut people::SystemDraw)
        .await
        .unwrap();
    let mut here2 = house.browser();
    here2.send("/sign-in/staff", &form).await;
    let page = here2.get("/me/second").await;
    assert!(
        page.text.contains("<svg") && page.text.contains("动态口令的二维码"),
        "as a picture and as text: {}",
        page.text
    );
    let secret = page.between("在验证器里输入：", "<");
    let code = || code_at(&secret, now(&house)).unwrap();
    let shown = here2.submit(&page, "/me/second", &[("code", &code())]).await;
    let first = shown.between("<td><span class=\"number\">", "<");
    let with = [form[0], form[1], ("code", first.as_str())];
    assert_eq!(there.send("/sign-in/staff", &with).await.to.as_deref(), Some("/me/recovery"), "and sees what is left");
    assert!(there.get("/me/recovery").await.text.contains("还有 9 个恢复码"));
    let again = house.browser().send("/sign-in/staff", &with).await;
    assert!(again.text.contains("已经用过"), "once: {}", again.text);
    let page = here2.get("/me/recovery").await;
    let wrong = here2.submit(&page, "/me/recovery", &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    house.later(1);
    let renewed = here2.submit(&page, "/me/recovery", &[("code", &code())]).await;
    assert!(renewed.text.contains("已经换了一组") && !renewed.text.contains(&first), "{}", renewed.text);

    let page = here2.get("/me/account").await;
    assert!(page.text.contains("Safari（iPhone）") && page.text.contains("本机"), "{}", page.text);
    let handle = page.between("name=\"device\"", "</select>");
    let handle = handle.split_once("value=\"").unwrap().1.split('"').next().unwrap().to_owned();
    assert_eq!(here2.submit(&page, "/me/devices/out", &[("device", &handle)]).await.to.as_deref(), Some("/me/account"));
    assert!(there.get("/desk").await.to.unwrap().contains("why=expired"), "out, and told why");
    assert_eq!(here2.get("/desk").await.status, StatusCode::OK);
    let told = there.get("/sign-in?to=/desk&why=expired").await;
    assert!(told.text.contains("上次的登录已经到期"), "{}", told.text);
    assert!(here.get("/desk").await.to.is_some(), "a reset ended it");

    house.later(1);
    let with = [form[0], form[1], ("code", &*code())];
    let third = there.send("/sign-in/staff", &with).await;
    assert_eq!(third.to.as_deref(), Some("/desk"), "{}", third.text);
    let page = here2.get("/me/password").await;
    let change = [("old", PASSWORD), ("password", "another-long-password-of-the-court")];
    assert_eq!(here2.submit(&page, "/me/password", &change).await.to.as_deref(), Some("/me"));
    assert!(there.get("/desk").await.to.is_some() && here2.get("/desk").await.to.is_none(), "others are out");
    let page = here2.get("/me/account").await;
    here2.submit(&page, "/sign-out/everywhere", &[]).await;
    assert!(here2.get("/desk").await.to.is_some());
}

fn now(house: &House) -> law::day::Moment {
    use door::Clock as _;
    house.hands.now()
}

pub async fn posts_are_chosen_and_lapse_under_an_open_session(house: House) {
    let mut party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let address = file(&mut party, &[("张三", citizen("19800101", 1))]).await;
    let desk = at_desk(&address);
    let elsewhere = law::court::by_code("辽0103").unwrap().id;
    let second = PostDraft {
        account: AccountId(35),
        role: Role::Registrar,
        court: elsewhere,
        from: Day::parse("2020-03-01").unwrap(),
        until: Some(Day::parse("2020-03-02").unwrap()),
        capacity_hundredths: 50,
        groups: Vec::new(),
    };
    let second = house.people.add_post(&second, AccountId(34), now(&house)).await.unwrap();
    let holder = house.people.posts_of(AccountId(31)).await.unwrap().remove(0).number;
    let draft = StandInDraft {
        post: holder,
        account: AccountId(35),
        from: Day::parse("2020-03-02").unwrap(),
        until: Day::parse("2020-03-03").unwrap(),
    };
    let stand_in = house.people.add_stand_in(draft, AccountId(34), now(&house)).await.unwrap();
    house.later(12 * 60);
    let mut clerk = house.staff("clerk").await;
    let page = clerk.get("/me/account").await;
    let options = page.between("name=\"post\"", "</select>");
    assert_eq!(options.matches("<option").count(), 3, "two posts and a standing-in: {options}");
    assert!(options.contains("（代班）") && options.contains("立案人员"), "{options}");
    let own = format!("{}-0", second.0);
    clerk.submit(&page, "/me/post", &[("post", &own)]).await;
    assert_eq!(clerk.get(&desk).await.status, StatusCode::FORBIDDEN, "in the other court one is a stranger here");
    let page = clerk.get("/me/account").await;
    clerk.submit(&page, "/me/post", &[("post", &format!("{}-{}", holder.0, stand_in.0))]).await;
    let noted = clerk
        .does(&desk, &format!("{desk}/correction"), &[("code-R03", "1"), ("reason", "请写清每一项请求的金额")])
        .await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.text);
    let entries = house.docket.stream(court(), stream_of(&address)).await.unwrap();
    let last = entries.last().unwrap();
    assert_eq!(last.actor, "registrar:35", "who did it");
    assert_eq!(last.on_behalf_of.as_deref(), Some("registrar:31"), "and in whose place");
    let page = clerk.get("/me/account").await;
    clerk.submit(&page, "/me/post", &[("post", &own)]).await;
    // the post of the other court ends at midnight, under the open session
    for _ in 0..8 {
        house.later(18);
        clerk.get("/me/account").await;
    }
    assert_eq!(clerk.get("/desk").await.to.as_deref(), Some("/me/post"), "a post that ended yesterday is gone");
    let page = clerk.get("/me/post").await;
    assert!(page.text.contains("已经不在任期"), "{}", page.text);
    let done = clerk.submit(&page, &format!("{desk}/accept"), &[]).await;
    assert!(done.status == StatusCode::FORBIDDEN && done.text.contains("另选一个职务"), "{}", done.text);
    clerk.submit(&page, "/me/post", &[("post", &format!("{}-{}", holder.0, stand_in.0))]).await;
    assert_eq!(clerk.get(&desk).await.status, StatusCode::OK, "standing in still, on its last day");
    let tried = clerk.submit(&page, "/me/post", &[("post", &own)]).await;
    assert!(tried.status.is_client_error() && tried.text.contains("今天不担任"), "{}", tried.text);
    house.verified().await;
}
