//! Nobody sees what is not theirs: every address tried by everybody it is not for.

use axum::http::StatusCode;
use law::day::Day;
use law::life::event::Event;
use people::post::StandInDraft;
use people::{AccountId, SystemDraw};

use crate::browser::{House, citizen};
use crate::filing::{at_desk, court, drawn, file, stream_of};

/// What is sent from the pages of the own account.
const OWN: [&str; 12] = [
    "/me/acting",
    "/me/agents",
    "/me/agents/end",
    "/me/contact",
    "/me/devices/out",
    "/me/oidc",
    "/me/oidc/undo",
    "/me/post",
    "/me/recovery",
    "/me/second/show",
    "/me/wards",
    "/sign-out",
];

pub async fn nobody_sees_what_is_not_theirs(house: House) {
    let mut party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let address = file(&mut party, &[("张三", citizen("19800101", 1))]).await;
    let page = party.get("/me").await;
    let draft = party.submit(&page, "/drafts", &[]).await.to.unwrap();
    let desk = at_desk(&address);
    let pages = [
        address.clone(),
        format!("{address}/correct"),
        desk.clone(),
        draft.clone(),
        draft.replace("/matter", "/questions"),
        draft.replace("/matter", "/agents"),
        draft.replace("/matter", "/fee"),
        "/desk".into(),
        "/desk/notices".into(),
        "/desk/relays".into(),
        "/desk/relays/1".into(),
        "/desk/import".into(),
        "/desk/import/ab".into(),
        "/desk/import/template.xlsx".into(),
        "/desk/import/ab/faults.csv".into(),
        "/desk/import/ab/faults.xlsx".into(),
    ];

    let mut nobody = house.browser();
    for page in &pages {
        let answer = nobody.get(page).await;
        assert!(answer.to.is_some_and(|to| to.starts_with("/sign-in?to=")), "{page}");
    }
    for page in ["/me/account", "/me/agents", "/me/wards", "/me/recovery"] {
        assert!(nobody.get(page).await.to.is_some_and(|to| to.starts_with("/sign-in?to=")), "{page}");
    }
    for page in ["/me/post", "/me/second", "/me/second/show", "/me/password"] {
        assert_eq!(nobody.get(page).await.status, StatusCode::UNAUTHORIZED, "{page}");
    }
    for act in OWN {
        assert_eq!(nobody.send(act, &[("for", "1"), ("agent", "1")]).await.status, StatusCode::UNAUTHORIZED, "{act}");
    }
    for api in ["acting", "agents", "wards"] {
        assert_eq!(nobody.get(&format!("/api/v1/me/{api}")).await.status, StatusCode::UNAUTHORIZED, "{api}");
    }
    let mut other = house.litigant("13833330000", "王五", &citizen("19810202", 2)).await;
    for page in &pages {
        let answer = other.get(page).await;
        let shut = answer.status.is_client_error() || answer.to.as_deref() == Some("/me");
        assert!(shut && !answer.text.contains("张三"), "{page}: {}", answer.text);
    }
    let acts: Vec<String> = ["number", "fee", "recusal", "reconsider", "correct", "consent", "complain"]
        .map(|act| format!("{address}/{act}"))
        .into_iter()
        .chain(
            [
                "accept",
                "take",
                "correction",
                "refuse",
                "return",
                "divert",
                "reopen",
                "propose",
                "recusal",
                "classify",
                "relief",
                "explain",
                "second-correction",
                "approve-correction",
                "deem-withdrawn",
                "answer",
                "draw",
                "approve",
                "decline",
                "follow",
                "change",
                "decide-change",
                "reconsideration",
            ]
            .map(|act| format!("{desk}/{act}")),
        )
        .chain([
            draft.clone(),
            format!("{draft}/typed"),
            draft.replace("/matter", "/submit"),
            draft.replace("/matter", "/discard"),
            "/desk/import/ab/run".to_owned(),
            "/desk/relays/1/told".to_owned(),
        ])
        .collect();
    let size = house.docket.size(court()).await.unwrap();
    for act in &acts {
        let fields = [
            ("number", "1"),
            ("ground", "x"),
            ("reason", "一个足够长的理由来试一试"),
            ("procedure", "summary"),
            ("of", "11"),
            ("stream", "1"),
        ];
        let answer = other.does("/me/account", act, &fields).await;
        assert!(answer.status.is_client_error(), "{act}: {} {:?}", answer.status, answer.to);
        let answer = nobody.send(act, &fields).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{act}");
    }
    for login in ["admin", "elsewhere", "judge11"] {
        let mut staff = house.staff(login).await;
        let answer = staff.get(&desk).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{login}: {}", answer.text);
        assert!(!answer.text.contains("张三"));
        let answer = staff.does("/me/account", &format!("{desk}/accept"), &[]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{login}");
        assert_eq!(staff.get(&address).await.status, StatusCode::NOT_FOUND, "{login}");
    }
    assert_eq!(house.docket.size(court()).await.unwrap(), size, "nothing was entered");
    for guess in
        ["/filings/辽0102/999", "/filings/辽9999/1", "/desk/辽0102/999", "/drafts/00/matter", "/draws/辽0102/1"]
    {
        let answer = other.get(&crate::browser::encoded(guess).replace("%2F", "/")).await;
        assert!(answer.status == StatusCode::NOT_FOUND, "{guess}: {}", answer.status);
    }
}

pub async fn looking_at_a_restricted_case_is_an_entry(house: House) {
    let (address, judge) = drawn(&house).await;
    let desk = at_desk(&address);
    let mut in_charge = house.staff(&format!("judge{judge}")).await;
    let fields = [("level", "restricted"), ("ground", "涉及个人隐私，当事人申请不公开审理")];
    let done = in_charge.does(&desk, &format!("{desk}/classify"), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    in_charge.get(&desk).await;
    let entries = house.docket.stream(court(), stream_of(&address)).await.unwrap();
    let last = Event::read(&entries.last().unwrap().kind, &entries.last().unwrap().body).unwrap();
    let Event::Viewed(body) = last else { panic!("{last:?}") };
    assert_eq!((body.by, body.role.as_str()), (judge, "judge"));
    let mut clerk = house.staff("clerk").await;
    assert_eq!(clerk.get(&desk).await.status, StatusCode::FORBIDDEN, "a clerk does not see restricted cases");
    house.verified().await;
}

pub async fn a_stand_in_works_for_whom_they_stand_in(house: House) {
    let mut party = house.litigant("13811110000", "张三", &citizen("19800101", 1)).await;
    let address = file(&mut party, &[("张三", citizen("19800101", 1))]).await;
    let desk = at_desk(&address);
    let mut clerk = house.staff("clerk").await;
    let denied = clerk.does("/me/account", &format!("{desk}/accept"), &[]).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    let now = {
        use door::Clock as _;
        house.hands.now()
    };
    let post = house.people.posts_of(AccountId(31)).await.unwrap().remove(0).number;
    let stand_in = StandInDraft {
        post,
        account: AccountId(35),
        from: Day::parse("2020-03-01").unwrap(),
        until: Day::parse("2020-03-10").unwrap(),
    };
    house.people.add_stand_in(stand_in, AccountId(34), now).await.unwrap();
    let page = clerk.get("/me/account").await;
    let choice = page.between("（代班）", "<");
    assert!(choice.is_empty());
    let number = house.people.posts_on(AccountId(35), now.day()).await.unwrap();
    let acting = number.iter().find(|acting| acting.stand_in.is_some()).unwrap();
    let value = format!("{}-{}", acting.post.number.0, acting.stand_in.unwrap().0);
    clerk.submit(&page, "/me/post", &[("post", &value)]).await;
    let done = clerk.does(&desk, &format!("{desk}/accept"), &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let entries = house.docket.stream(court(), stream_of(&address)).await.unwrap();
    let accepted = entries.iter().find(|entry| entry.kind == "case.accepted.v1").unwrap();
    assert_eq!(accepted.actor, "registrar:35", "the entry says who it was");
    let _ = SystemDraw;
}
