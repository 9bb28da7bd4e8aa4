//! Tokens of institutions, links to other systems, and the journal.

use law::ids::CourtId;
use people::account::AccountId;
use people::journal::Event;
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
    let wrong = TokenDraft { name: String::new(), scopes: Vec::new(), court: Some(CourtId(999)), expires_at: at(0) };
    let refused = fields(people.make_token(&wrong, admin, at(0), &mut Seeded(1)).await);
    assert_eq!(refused, ["name", "scopes", "court", "expires_at"]);
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
    let enter = async || people.sign_in_by_oidc(who, &device("b"), at(3), &mut Seeded(3)).await;
    let signed = enter().await.unwrap();
    let resumed = people.resume(signed.token.as_str(), "b", at(4)).await.unwrap();
    assert_eq!((resumed.account, resumed.duty), (one, people::session::Duty::None));
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
    let all = people.journal(None, None, 100).await.unwrap();
    assert_eq!(all.len(), 8);
    assert_eq!((all[0].event, all[0].spot.account, all[0].by), (Event::Closed, one, admin));
    assert!(all.windows(2).all(|pair| pair[0].spot > pair[1].spot));
    assert_eq!(all[1].subject, Some(1));
    assert_eq!((all[7].event, all[7].by), (Event::Created, admin), "who made the account: the person itself");
    assert_eq!(people.journal(Some(admin), None, 100).await.unwrap().len(), 1);
    let mut paged = Vec::new();
    while let Some(page) = Some(people.journal(Some(one), paged.last().map(line_spot), 3).await.unwrap()) {
        if page.is_empty() {
            break;
        }
        paged.extend(page);
    }
    assert_eq!(paged.len(), 7);
    assert_eq!(paged, all.into_iter().filter(|line| line.spot.account == one).collect::<Vec<_>>());
}

fn line_spot(line: &people::journal::Line) -> people::journal::Spot {
    line.spot
}
