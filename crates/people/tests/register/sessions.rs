//! Sessions: going on, ending, devices, the acting post.

use law::role::Role;
use people::account::{AccountId, AgentDraft, Draft, Kind, Power};
use people::post::StandInDraft;
use people::session::How;
use people::signing::{Second, StaffSignIn};
use people::terms::{DAY_MS, HOUR_MS, MINUTE_MS};
use people::{Fault, People, PostId};

use crate::fixture::*;

const GOOD: &str = "correct horse battery";

async fn sign_in(people: &People, login: &str, agent: &str, ms: i64) -> String {
    let given = StaffSignIn { login, password: GOOD, second: Second::None };
    let seed = u64::try_from(ms).unwrap() + 1_000 * agent.len() as u64;
    let signed = people.sign_in_staff(given, &device(agent), at(ms), &mut Seeded(seed)).await.unwrap();
    signed.token.as_str().to_owned()
}

async fn with_password(people: &People, login: &str) -> AccountId {
    let account = make(people, &staff(login)).await;
    people.set_password(account, GOOD, AccountId(1), at(0), &mut Seeded(1)).await.unwrap();
    account
}

async fn party(people: &People, ms: i64) -> (AccountId, String) {
    let account = make(people, &litigant(1)).await;
    let asked = people.ask_code(&phone(1), at(ms), &mut Seeded(5)).await.unwrap();
    let given = (asked.phone.as_str(), asked.code.as_str());
    let signed = people.sign_in_by_code(Kind::Litigant, given, &device("b"), at(ms), &mut Seeded(6)).await.unwrap();
    (account, signed.token.as_str().to_owned())
}

pub async fn a_session_goes_on_and_ends(people: &People) {
    with_password(people, "wangwu").await;
    let token = sign_in(people, "wangwu", "b", 0).await;
    let resume = async |token: &str, ms: i64| people.resume(token, "b", at(ms)).await;
    let mut ms = 0;
    while ms + 29 * MINUTE_MS < 12 * HOUR_MS {
        ms += 29 * MINUTE_MS;
        let signed = resume(&token, ms).await.unwrap();
        assert_eq!(signed.ends_at, at((ms + 30 * MINUTE_MS).min(12 * HOUR_MS)));
    }
    assert_eq!(resume(&token, 12 * HOUR_MS).await, Err(Fault::Expired), "used all the time, and old");
    let token = sign_in(people, "wangwu", "b", 1).await;
    assert_eq!(resume(&token, 1 + 30 * MINUTE_MS).await, Err(Fault::Expired), "idle");
    assert_eq!(resume(&token, 2).await, Err(Fault::Expired), "ended is ended");
    let (_, token) = party(people, 0).await;
    for day in [6, 12, 18, 24, 29] {
        assert_eq!(resume(&token, day * DAY_MS).await.unwrap().role(), Some(Role::Litigant));
    }
    assert_eq!(resume(&token, 30 * DAY_MS).await, Err(Fault::Expired));
    for nonsense in ["", "x", &"x".repeat(100_000), "' OR 1=1 --"] {
        assert_eq!(resume(nonsense, 0).await, Err(Fault::Expired));
    }
    let token = sign_in(people, "wangwu", "b", 2).await;
    people.sign_out(&token, at(3)).await.unwrap();
    people.sign_out(&token, at(3)).await.unwrap();
    assert_eq!(resume(&token, 3).await, Err(Fault::Expired));
}

pub async fn another_browser_ends_it(people: &People) {
    let account = with_password(people, "wangwu").await;
    let token = sign_in(people, "wangwu", "browser one", 0).await;
    people.resume(&token, "browser one", at(1)).await.unwrap();
    assert_eq!(people.resume(&token, "browser two", at(2)).await, Err(Fault::Stolen));
    assert_eq!(people.resume(&token, "browser one", at(3)).await, Err(Fault::Expired));
    let journal = people.journal(Some(account), None, None, 1).await.unwrap();
    assert_eq!(journal[0].event, people::journal::Event::SessionStolen);
}

pub async fn the_acting_post_is_chosen_and_lapses(people: &People) {
    let (one, two) = (with_password(people, "one").await, with_password(people, "two").await);
    let judge = people.add_post(&post(one, Role::Judge, 2), two, at(0)).await.unwrap();
    let head = people.add_post(&post(two, Role::DivisionHead, 3), two, at(0)).await.unwrap();
    let draft = StandInDraft { post: head, account: one, from: today(), until: today() };
    let stand_in = people.add_stand_in(draft, two, at(0)).await.unwrap();
    let token = sign_in(people, "one", "b", 0).await;
    let signed = people.resume(&token, "b", at(1)).await.unwrap();
    assert_eq!((signed.role(), signed.acting.unwrap().post.court.0), (Some(Role::Judge), 2));
    let chosen = people.choose_post(&token, head, Some(stand_in), at(2)).await.unwrap();
    assert_eq!(chosen.stands_in_for(), Some(two));
    let signed = people.resume(&token, "b", at(3)).await.unwrap();
    assert_eq!(signed.acting, Some(chosen));
    assert_eq!((signed.role(), signed.account), (Some(Role::DivisionHead), one));
    for (number, by) in [(head, None), (judge, Some(stand_in)), (PostId(99), None)] {
        assert_eq!(fields(people.choose_post(&token, number, by, at(4)).await), ["post"]);
    }
    // the standing-in lapses under the open session
    people.end_stand_in(stand_in, today().plus(-1), two, at(5)).await.unwrap();
    let signed = people.resume(&token, "b", at(6)).await.unwrap();
    assert_eq!((signed.role(), signed.acting), (None, None));
    people.choose_post(&token, judge, None, at(7)).await.unwrap();
    people.end_post(judge, today().plus(-1), two, at(8)).await.unwrap();
    assert_eq!(people.resume(&token, "b", at(9)).await.unwrap().role(), None);
    assert_eq!(people.choose_post("none", judge, None, at(9)).await, Err(Fault::Expired));
}

pub async fn devices_are_listed_and_signed_out(people: &People) {
    let account = with_password(people, "wangwu").await;
    let long = "c".repeat(300);
    let one = sign_in(people, "wangwu", "first", 0).await;
    let two = sign_in(people, "wangwu", &long, MINUTE_MS).await;
    let devices = people.devices(account, at(MINUTE_MS)).await.unwrap();
    assert_eq!(devices.iter().map(|line| line.agent.len()).collect::<Vec<_>>(), [120, 5]);
    assert_eq!(devices[0].network, "203.0.113.*");
    assert_eq!(people.devices(account, at(30 * MINUTE_MS)).await.unwrap().len(), 1, "what ran out is not listed");
    let handle = people.resume(&one, "first", at(MINUTE_MS)).await.unwrap().handle;
    let other = make(people, &staff("other")).await;
    assert_eq!(people.sign_out_device(other, &handle, other, at(2)).await, Err(Fault::NotFound), "not theirs");
    people.sign_out_device(account, &handle, account, at(MINUTE_MS)).await.unwrap();
    assert_eq!(people.resume(&one, "first", at(MINUTE_MS)).await, Err(Fault::Expired));
    people.resume(&two, &long, at(MINUTE_MS)).await.unwrap();
    sign_in(people, "wangwu", "third", MINUTE_MS).await;
    assert_eq!(people.sign_out_everywhere(account, account, at(MINUTE_MS)).await.unwrap(), 2);
    assert!(people.devices(account, at(MINUTE_MS)).await.unwrap().is_empty());
}

pub async fn a_closed_account_is_out_at_once(people: &People) {
    let (account, token) = party(people, 0).await;
    people.resume(&token, "b", at(1)).await.unwrap();
    people.set_closed(account, true, AccountId(1), at(2)).await.unwrap();
    people.set_closed(account, true, AccountId(1), at(2)).await.unwrap();
    assert_eq!(people.resume(&token, "b", at(3)).await, Err(Fault::Expired));
    people.set_closed(account, false, AccountId(1), at(4)).await.unwrap();
    assert_eq!(people.resume(&token, "b", at(5)).await, Err(Fault::Expired), "it does not come back");
    assert_eq!(people.set_closed(AccountId(9), true, AccountId(1), at(2)).await, Err(Fault::NotFound));
}

pub async fn csrf_belongs_to_one_session(people: &People) {
    with_password(people, "wangwu").await;
    let (one, two) = (sign_in(people, "wangwu", "b", 0).await, sign_in(people, "wangwu", "b", 50).await);
    let mine = people.resume(&one, "b", at(60)).await.unwrap();
    let other = people.resume(&two, "b", at(60)).await.unwrap();
    assert!(mine.csrf_fits(mine.csrf.as_str()));
    assert_eq!(mine.csrf, people.resume(&one, "b", at(70)).await.unwrap().csrf);
    assert!(!mine.csrf_fits(other.csrf.as_str()) && !mine.csrf_fits("") && !mine.csrf_fits(&one));
}

pub async fn last_use_is_written_once_a_minute(people: &People) {
    let account = with_password(people, "wangwu").await;
    let token = sign_in(people, "wangwu", "b", 0).await;
    let seen = async |ms: i64| {
        people.resume(&token, "b", at(ms)).await.unwrap();
        people.devices(account, at(ms)).await.unwrap()[0].seen_at
    };
    assert_eq!(seen(MINUTE_MS - 1).await, at(0));
    assert_eq!(seen(MINUTE_MS).await, at(MINUTE_MS));
    assert_eq!(seen(MINUTE_MS + 1).await, at(MINUTE_MS));
    assert_eq!(seen(3 * MINUTE_MS).await, at(3 * MINUTE_MS));
}

pub async fn what_ran_out_is_swept(people: &People) {
    let (_, token) = party(people, 0).await;
    let given = StaffSignIn { login: "nobody", password: GOOD, second: Second::None };
    people.sign_in_staff(given, &device("b"), at(0), &mut Seeded(1)).await.unwrap_err();
    let swept = people.sweep(at(HOUR_MS - 1)).await.unwrap();
    assert_eq!((swept.sessions, swept.codes, swept.failures), (0, 0, 0));
    let swept = people.sweep(at(2 * DAY_MS)).await.unwrap();
    // a failure is noted by name and by where it came from
    assert_eq!((swept.sessions, swept.codes, swept.failures), (0, 1, 2));
    people.resume(&token, "b", at(2 * DAY_MS)).await.unwrap();
    assert_eq!(people.sweep(at(9 * DAY_MS)).await.unwrap().sessions, 1);
    assert_eq!(people.resume(&token, "b", at(2 * DAY_MS)).await, Err(Fault::Expired));
}

pub async fn who_acts_for_another_does_so_while_they_may(people: &People) {
    let (agent, token) = party(people, 0).await;
    let company = Draft {
        kind: Kind::Company,
        name: "某公司".to_owned(),
        phone: some("13900000009"),
        credit_code: some("91350100M000100Y43"),
        ..Draft::default()
    };
    let company = make(people, &company).await;
    let resume = async |ms: i64| people.resume(&token, "b", at(ms)).await.unwrap();
    let choose = async |other: AccountId, ms: i64| people.act_for(&token, Some(other), at(ms)).await;
    assert_eq!(fields(choose(company, 1).await), ["for"], "not named");
    let named = AgentDraft { company, agent, powers: vec![Power::Settle], from: today(), until: Some(today().plus(1)) };
    people.put_agent(&named, company, at(1)).await.unwrap();
    let all = people.principals(agent, at(2)).await.unwrap();
    assert_eq!((all.len(), &all[0].how), (1, &How::Agent(vec![Power::Settle])));
    choose(company, 2).await.unwrap();
    let signed = resume(3).await;
    assert_eq!((signed.account, signed.person, signed.kind), (company, agent, Kind::Company));
    assert_eq!(signed.name, "某公司");
    assert!(signed.acts_for_another());
    assert_eq!(resume(2 * DAY_MS).await.account, agent, "past the last day, in the same session");
    people.end_agent(company, agent, today().plus(-1), company, at(4)).await.unwrap();
    assert_eq!(resume(5).await.account, agent, "ended at once");
    assert_eq!(fields(choose(company, 5).await), ["for"]);
    // a minor, until the birthday itself
    let born = Draft { phone: None, id_number: some(&number("20030603", 5)), ..litigant(5) };
    let ward = people.create_ward(&born, agent, at(6)).await.unwrap();
    assert_eq!(people.account(ward).await.unwrap().unwrap().guardian, Some(agent));
    choose(ward, 6).await.unwrap();
    assert_eq!((resume(7).await.account, resume(7).await.person), (ward, agent));
    assert_eq!(resume(DAY_MS).await.account, ward, "the day before");
    assert_eq!(resume(2 * DAY_MS).await.account, agent, "of age");
    people.act_for(&token, None, at(8)).await.unwrap();
    assert!(!resume(9).await.acts_for_another());
    people.set_closed(ward, true, agent, at(9)).await.unwrap();
    assert_eq!(fields(choose(ward, 10).await), ["for"], "closed");
    let other = make(people, &litigant(7)).await;
    assert_eq!(fields(choose(other, 10).await), ["for"], "a stranger");
    let grown = Draft { phone: None, id_number: some(&number("20030601", 6)), ..litigant(6) };
    assert_eq!(fields(people.create_ward(&grown, agent, at(10)).await), ["id_number"], "of age today");
}
