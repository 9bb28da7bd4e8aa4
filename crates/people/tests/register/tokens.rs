//! Tokens of institutions, links to other systems, and the journal.

use law::ids::CourtId;
use people::account::AccountId;
use people::journal::Event;
use people::session::Duty;
use people::signing::{Second, Vouched, code_at};
use people::terms::{DAY_MS, MINUTE_MS};
use people::token::{TokenDraft, TokenId};
use people::{Fault, People};

use crate::fixture::*;

pub async fn tokens_are_shown_once_and_end(people: &People) {
    let admin = make(people, &staff("admin.a")).await;
    let draft = TokenDraft {
        name: "某银行".to_owned(),
        scopes: vec!["payments.write".to_owned(), "cases.read".to_owned()],
        court: Some(CourtId(2)),
        account: None,
        expires_at: at(DAY_MS),
    };
    let (number, text) = people.make_token(&draft, admin, at(0), &mut Seeded(1)).await.unwrap();
    let found = people.check_token(text.as_str(), at(1)).await.unwrap();
    assert_eq!((found.number, found.of.court, found.made_by), (number, Some(CourtId(2)), admin));
    assert_eq!(found.of.scopes, ["cases.read", "payments.write"]);
    assert_eq!(people.check_token(text.as_str(), at(DAY_MS)).await, Err(Fault::Expired));
    for wrong in ["", "mjt_", &text.as_str()[4..], &format!("{}x", text.as_str()), &"x".repeat(100_000)] {
        assert_eq!(people.check_token(wrong, at(1)).await, Err(Fault::Expired));
    }
    let second = people.make_token(&TokenDraft { court: None, ..draft.clone() }, admin, at(0), &mut Seeded(9)).await;
    let (second, _) = second.unwrap();
    people.revoke_token(number, admin, at(2)).await.unwrap();
    people.revoke_token(number, admin, at(3)).await.unwrap();
    assert_eq!(people.check_token(text.as_str(), at(3)).await, Err(Fault::Expired));
    assert_eq!(people.revoke_token(TokenId(99), admin, at(3)).await, Err(Fault::NotFound));
    let all = people.tokens(None, 10).await.unwrap();
    assert_eq!(all.iter().map(|token| token.number).collect::<Vec<_>>(), [number, second]);
    assert_eq!(all[0].revoked_at, Some(at(2)));
    assert_eq!(people.tokens(Some(number), 10).await.unwrap().len(), 1);
    let wrong = TokenDraft {
        name: String::new(),
        scopes: Vec::new(),
        court: Some(CourtId(999)),
        account: Some(AccountId(404)),
        expires_at: at(0),
    };
    let refused = fields(people.make_token(&wrong, admin, at(0), &mut Seeded(1)).await);
    assert_eq!(refused, ["name", "scopes", "court", "account", "expires_at"]);
    let wrong = TokenDraft { scopes: vec!["Cases Read".to_owned()], expires_at: at(800 * DAY_MS), ..draft };
    assert_eq!(fields(people.make_token(&wrong, admin, at(0), &mut Seeded(1)).await), ["scopes", "expires_at"]);
}

pub async fn links_name_one_account(people: &People) {
    let (one, two) = (make(people, &staff("one")).await, make(people, &staff("two")).await);
    let who = ("https://id.example.cn", "abc");
    assert_eq!(people.by_oidc(who.0, who.1).await.unwrap(), None);
    people.link_oidc(who, one, two, at(0)).await.unwrap();
    people.link_oidc(who, one, two, at(1)).await.unwrap();
    assert_eq!(people.by_oidc(who.0, who.1).await.unwrap(), Some(one));
    assert_eq!(people.by_oidc("https://id.example.com", who.1).await.unwrap(), None);
    assert_eq!(fields(people.link_oidc(who, two, two, at(2)).await), ["subject"]);
    let refused = fields(people.link_oidc(("", "a\nb"), AccountId(9), two, at(2)).await);
    assert_eq!(refused, ["issuer", "subject", "account"]);
    assert_eq!(people.oidc_links(one).await.unwrap().len(), 1);
    let party = make(people, &litigant(1)).await;
    assert_eq!(fields(people.link_oidc(("https://id.example.cn", "xyz"), party, two, at(2)).await), ["account"]);
    let enter_by = async |second_factor: bool, seed: u64| {
        let vouched = Vouched { issuer: who.0, subject: who.1, second_factor, ticket: Some("a word") };
        people.sign_in_by_oidc(vouched, &device("b"), at(3), &mut Seeded(seed)).await
    };
    let enter = async || enter_by(true, 3).await;
    let signed = enter().await.unwrap();
    let resumed = people.resume(signed.token.as_str(), "b", at(4)).await.unwrap();
    assert_eq!((resumed.account, resumed.duty), (one, Duty::None));
    let ticket = people.sign_out(signed.token.as_str(), at(4)).await.unwrap();
    assert_eq!(ticket.unwrap().as_str(), "a word", "what is shown when the session ends");
    assert_eq!(people.sign_out(signed.token.as_str(), at(4)).await.unwrap(), None);
    // without a second factor there, one is owed here: first enrolled, then shown
    let weak = enter_by(false, 50).await.unwrap();
    assert_eq!(weak.duty, Duty::Enrol);
    let handle = people.resume(weak.token.as_str(), "b", at(4)).await.unwrap().handle;
    people.set_password(two, "correct horse battery", two, at(4), &mut Seeded(60)).await.unwrap();
    let secret = people.enrol_second(one, &mut Seeded(61)).await.unwrap().secret;
    let code = |ms: i64| code_at(secret.as_str(), at(ms)).unwrap();
    people.confirm_second(one, &code(4), &handle, at(4), &mut Seeded(62)).await.unwrap();
    assert_eq!(people.resume(weak.token.as_str(), "b", at(5)).await.unwrap().duty, Duty::None);
    let next = enter_by(false, 70).await.unwrap();
    assert_eq!(next.duty, Duty::Prove);
    let handle = people.resume(next.token.as_str(), "b", at(5)).await.unwrap().handle;
    let show = async |code: &str, ms: i64| people.prove_second(one, Second::Totp(code), &handle, at(ms)).await;
    assert_eq!(show("000000", 6).await, Err(Fault::WrongCode));
    assert_eq!(people.resume(next.token.as_str(), "b", at(6)).await.unwrap().duty, Duty::Prove);
    show(&code(40_000), 40_000).await.unwrap();
    assert_eq!(people.resume(next.token.as_str(), "b", at(40_001)).await.unwrap().duty, Duty::None);
    people.set_closed(one, true, two, at(5)).await.unwrap();
    assert_eq!(enter().await, Err(Fault::Closed));
    people.unlink_oidc(who.0, who.1, two, at(6)).await.unwrap();
    assert_eq!(enter().await, Err(Fault::NoAccount));
    assert_eq!(people.unlink_oidc(who.0, who.1, two, at(6)).await, Err(Fault::NotFound));
}

pub async fn the_journal_tells_what_happened_and_pages(people: &People) {
    let admin = make(people, &staff("admin.a")).await;
    let one = make(people, &litigant(1)).await;
    for n in 0..5 {
        people.confirm_address(one, n % 2 == 0, admin, at(MINUTE_MS)).await.unwrap();
    }
    people.set_closed(one, true, admin, at(2 * MINUTE_MS)).await.unwrap();
    let all = people.journal(None, None, None, 100).await.unwrap();
    assert_eq!(all.len(), 8);
    assert_eq!((all[0].event, all[0].spot.account, all[0].by), (Event::Closed, one, admin));
    assert!(all.windows(2).all(|pair| pair[0].spot > pair[1].spot));
    assert_eq!(all[1].subject, Some(1));
    assert_eq!((all[7].event, all[7].by), (Event::Created, admin), "who made the account: the person itself");
    assert_eq!(people.journal(Some(admin), None, None, 100).await.unwrap().len(), 1);
    let mut paged = Vec::new();
    while let Some(page) = Some(people.journal(Some(one), None, paged.last().map(line_spot), 3).await.unwrap()) {
        if page.is_empty() {
            break;
        }
        paged.extend(page);
    }
    assert_eq!(paged.len(), 7);
    assert_eq!(paged, all.into_iter().filter(|line| line.spot.account == one).collect::<Vec<_>>());
}

pub async fn a_sign_in_elsewhere_comes_back_once_to_the_same_browser(people: &People) {
    let begin = async |seed: u64| people.begin_oidc(None, "/desk?x=1", at(0), &mut Seeded(seed)).await.unwrap();
    let take = async |state: &str, browser: &str, ms: i64| people.take_oidc(state, browser, at(ms)).await;
    let begun = begin(1).await;
    let all = [&begun.state, &begun.browser, &begun.nonce, &begun.verifier];
    assert!(all.iter().all(|one| one.as_str().len() == 43), "long enough for RFC 7636");
    let came = take(begun.state.as_str(), begun.browser.as_str(), MINUTE_MS).await.unwrap();
    assert_eq!((came.nonce, came.verifier, came.account), (begun.nonce, begun.verifier, None));
    assert_eq!(came.back, "/desk?x=1");
    assert_eq!(take(begun.state.as_str(), begun.browser.as_str(), MINUTE_MS).await, Err(Fault::Expired), "used");
    let (one, two) = (begin(10).await, begin(20).await);
    assert_eq!(take(one.state.as_str(), two.browser.as_str(), 1).await, Err(Fault::Expired), "another browser");
    assert_eq!(take(one.state.as_str(), one.browser.as_str(), 1).await, Err(Fault::Expired), "and it is gone");
    assert_eq!(take(two.state.as_str(), two.browser.as_str(), 10 * MINUTE_MS).await, Err(Fault::Expired), "late");
    for nonsense in ["", "x", &"x".repeat(100_000)] {
        assert_eq!(take(nonsense, nonsense, 1).await, Err(Fault::Expired));
    }
    begin(30).await;
    assert_eq!(people.sweep(at(10 * MINUTE_MS)).await.unwrap().pending, 1);
}

fn line_spot(line: &people::journal::Line) -> people::journal::Spot {
    line.spot
}
