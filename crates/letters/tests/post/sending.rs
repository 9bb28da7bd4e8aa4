//! Sending: once, again later, given up, and what a crash leaves.

use law::day::Moment;
use letters::settings::{Hidden, Security, Settings};
use letters::{Channel, Round, State, Wants};
use serde_json::json;

use crate::court::{Court, at, mail, settings};
use crate::server::{Certificate, Server};

fn later(from: Moment, ms: i64) -> Moment {
    Moment(from.0 + ms)
}

/// One filing by somebody, its letters written.
async fn one(court: &Court, email: &str, letters: &letters::Letters) {
    let phone = format!("1390000{:04}", court.docket.size(court.court).await.unwrap());
    let party = court.person(Some(email), &phone).await;
    court.filed(Some(party), at(0)).await;
    letters.follow(at(0)).await.unwrap();
}

pub async fn a_busy_server_is_asked_again_later_and_later(court: Court) {
    let server = Server::plain();
    let letters = court.mailed(server.mail);
    one(&court, "busy2@example.com", &letters).await;
    assert_eq!(letters.send(at(0)).await.unwrap(), Round { waiting: 1, ..Round::default() });
    let first = court.states(&letters, Channel::Mail).await;
    assert_eq!(first, [(State::Waiting, 1, Some(at(1)), "邮件服务器暂时不收（451）".to_owned())]);
    assert_eq!(letters.send(later(at(1), -1)).await.unwrap(), Round::default(), "not before its time");
    letters.send(at(1)).await.unwrap();
    assert_eq!(court.states(&letters, Channel::Mail).await[0].2, Some(at(3)), "twice as long");
    assert_eq!(letters.send(at(3)).await.unwrap(), Round { sent: 1, ..Round::default() });
    assert_eq!(letters.send(at(9_999)).await.unwrap(), Round::default(), "sent is sent");
    assert_eq!(server.mails().len(), 1);
    assert_eq!(court.states(&letters, Channel::Mail).await, []);
}

pub async fn a_refusal_is_final_and_tries_have_an_end(court: Court) {
    let server = Server::plain();
    let mut own = Settings { mail: Some(mail(server.mail)), ..settings() };
    own.retry.tries = 3;
    let letters = court.by(own);
    one(&court, "gone@example.com", &letters).await;
    assert_eq!(letters.send(at(0)).await.unwrap(), Round { failed: 1, ..Round::default() });
    assert_eq!(
        court.states(&letters, Channel::Mail).await,
        [(State::Failed, 1, None, "邮件服务器拒收（550）".to_owned())]
    );
    one(&court, "busy9@example.com", &letters).await;
    for (minute, came) in [(0, State::Waiting), (10, State::Waiting), (20, State::Failed)] {
        letters.send(at(minute)).await.unwrap();
        let states = court.states(&letters, Channel::Mail).await;
        assert!(states.iter().any(|one| one.0 == came && one.3.contains("451")), "{minute}: {states:?}");
    }
    assert_eq!(letters.send(at(9_999)).await.unwrap(), Round::default(), "given up");
    assert_eq!(letters.again(court.court, None, at(10_000)).await.unwrap(), 2);
    let failed = letters.send(at(10_000)).await.unwrap();
    assert_eq!((failed.failed, failed.waiting), (1, 1), "tried again when somebody says so");
    assert_eq!(letters.counts(court.court).await.unwrap(), [(State::Failed, 1), (State::Waiting, 1)]);
}

pub async fn a_server_that_dies_in_the_middle_loses_nothing(court: Court) {
    let mut server = Server::plain();
    let letters = court.mailed(server.mail);
    one(&court, "dies@example.com", &letters).await;
    assert_eq!(letters.send(at(0)).await.unwrap(), Round { waiting: 1, ..Round::default() });
    server.ended();
    letters.send(at(1)).await.unwrap();
    let states = court.states(&letters, Channel::Mail).await;
    assert_eq!((states[0].0, states[0].1), (State::Waiting, 2), "nobody answers: {states:?}");
    assert!(states[0].3.contains("连接"), "{states:?}");
    let port = server.mail;
    drop(server);
    let again = Server::start(&json!({ "security": "none", "mailPort": port }));
    let account = letters.waiting(court.court, 1).await.unwrap()[0].letter.key.account;
    let contact =
        people::account::Contact { phone: Some("13800000001".to_owned()), email: Some("alive@example.com".to_owned()) };
    court.people.change_contact(account, &contact, account, at(2)).await.unwrap();
    assert_eq!(letters.send(at(3)).await.unwrap(), Round { sent: 1, ..Round::default() });
    assert_eq!(again.mails()[0]["to"][0], "alive@example.com", "the address is that of now");
}

pub async fn a_sender_killed_before_it_recorded_sends_the_same_letter_again(court: Court) {
    let server = Server::plain();
    let letters = court.mailed(server.mail);
    one(&court, "holds@example.com", &letters).await;
    let sender = letters.clone();
    let under_way = tokio::spawn(async move { sender.send(at(0)).await });
    let first = tokio::task::spawn_blocking({
        let told = server;
        move || (told.next(), told)
    });
    let (first, server) = first.await.unwrap();
    // the server has the letter; whoever sent it is gone before it wrote that down
    under_way.abort();
    assert!(under_way.await.unwrap_err().is_cancelled());
    let lease = letters.settings().retry.lease_ms;
    assert_eq!(
        letters.send(later(at(0), lease - 1)).await.unwrap(),
        Round::default(),
        "left alone while it may be under way"
    );
    let account = letters.waiting(court.court, 1).await.unwrap()[0].letter.key.account;
    let contact =
        people::account::Contact { phone: Some("13800000001".to_owned()), email: Some("alive@example.com".to_owned()) };
    court.people.change_contact(account, &contact, account, at(2)).await.unwrap();
    assert_eq!(
        court.mailed(server.mail).send(later(at(0), lease)).await.unwrap(),
        Round { sent: 1, ..Round::default() }
    );
    let second = server.next();
    assert_eq!(first["mail"]["id"], second["mail"]["id"], "the same letter by its id");
    assert!(first["mail"]["id"].as_str().unwrap().ends_with("@court.example>"));
    assert_eq!(letters.send(later(at(0), 10 * lease)).await.unwrap(), Round::default());
}

pub async fn two_senders_at_once_send_each_letter_once(court: Court) {
    let server = Server::plain();
    let letters = court.mailed(server.mail);
    for n in 0..12 {
        let party = court.person(Some(&format!("p{n}@example.com")), &format!("1380000{n:04}")).await;
        court.filed(Some(party), at(0)).await;
    }
    letters.follow(at(0)).await.unwrap();
    let (one, other) = (court.mailed(server.mail), court.mailed(server.mail));
    let (one, other) = tokio::join!(one.send(at(0)), other.send(at(0)));
    assert_eq!(one.unwrap().sent + other.unwrap().sent, 12);
    let mut ids: Vec<String> = server.mails().iter().map(|mail| mail["id"].to_string()).collect();
    assert_eq!(ids.len(), 12);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 12);
}

pub async fn connections_are_secured_and_signed_in_to(court: Court) {
    let folder = tempfile::tempdir().unwrap();
    let made = Certificate::make(folder.path());
    let pem = std::fs::read_to_string(&made.cert).unwrap();
    for (security, word) in [(Security::StartTls, "starttls"), (Security::Tls, "tls")] {
        let asked =
            json!({ "security": word, "key": made.key, "cert": made.cert, "user": "notice", "password": "right" });
        let server = Server::start(&asked);
        let own = |password: &str, authority: Option<String>, security: Security| {
            let mut mail = mail(server.mail);
            mail.server = "localhost".to_owned();
            mail.security = security;
            mail.authority = authority;
            mail.user = Some(("notice".to_owned(), Hidden(password.to_owned())));
            court.by(Settings { mail: Some(mail), ..settings() })
        };
        let letters = own("wrong", Some(pem.clone()), security);
        one(&court, "zhang@example.com", &letters).await;
        letters.send(at(0)).await.unwrap();
        let state = court.states(&letters, Channel::Mail).await.remove(0);
        assert_eq!(
            (state.0, state.3.as_str()),
            (State::Waiting, "邮件服务器不接受本站登录（535）"),
            "a wrong password gives no letter up"
        );
        let stranger = own("right", None, security);
        stranger.send(at(1)).await.unwrap();
        let state = court.states(&letters, Channel::Mail).await.remove(0);
        assert!(state.0 == State::Waiting && state.1 == 2, "a server nobody vouches for gets nothing: {state:?}");
        assert_eq!(own("right", Some(pem.clone()), security).send(at(9)).await.unwrap().sent, 1);
        let told = server.told();
        let sent: Vec<_> = told.iter().filter(|one| one.get("mail").is_some()).collect();
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0]["secure"], true);
    }
    // a server that offers no STARTTLS is not spoken to in the clear
    let bare = Server::plain();
    let mut mail = mail(bare.mail);
    mail.security = Security::StartTls;
    let letters = court.by(Settings { mail: Some(mail), ..settings() });
    one(&court, "zhang@example.com", &letters).await;
    assert_eq!(letters.send(at(20)).await.unwrap(), Round { waiting: 1, ..Round::default() });
    assert_eq!(bare.mails().len(), 0);
}

pub async fn text_messages_go_through_the_gateway(court: Court) {
    let server = Server::plain();
    let letters = court.by(Settings { sms: Some(crate::court::sms(server.http)), ..settings() });
    for phone in ["13800000001", "13800000503", "13800000400", "13800000007"] {
        let party = court.person(None, phone).await;
        let stream = court.filed(Some(party), at(0)).await;
        court.correction(stream, at(0)).await;
    }
    letters.follow(at(0)).await.unwrap();
    assert_eq!(letters.send(at(0)).await.unwrap(), Round { sent: 3, waiting: 3, failed: 2, skipped: 0 });
    let told = server.told();
    assert_eq!(told.len(), 8);
    for one in &told {
        assert_eq!((one["method"].as_str(), one["token"].as_str()), (Some("POST"), Some("t")));
        assert_eq!(one["sms"]["id"].as_str().unwrap().len(), 32);
    }
    let text = told.iter().map(|one| one["sms"]["text"].as_str().unwrap()).find(|text| text.contains("补正")).unwrap();
    assert!(text.starts_with("【沈阳市和平区人民法院】需要补正材料，补正的最后一天：2020年"), "{text}");
    let faults: Vec<String> = court.states(&letters, Channel::Sms).await.into_iter().map(|one| one.3).collect();
    for fault in ["短信网关拒收（400）", "短信网关暂时不收（503）", "短信网关答复 E7"] {
        assert!(faults.iter().any(|one| one == fault), "{fault} in {faults:?}");
    }
    assert_eq!(letters.send(at(1)).await.unwrap().sent, 1, "the busy one is asked again");

    assert!(letters.sends_codes() && !court.inbox().sends_codes());
    server.told();
    letters.send_code("13800000001", "123456").await.unwrap();
    let code = server.next();
    assert!(code["sms"]["text"].as_str().unwrap().contains("123456"));
    assert_eq!(letters.send_code("13800000400", "123456").await, Err(letters::Unsent::Failed));
    assert_eq!(court.inbox().send_code("13800000001", "1").await, Err(letters::Unsent::NoGateway));
}

pub async fn a_minor_is_told_through_the_guardian(court: Court) {
    let server = Server::plain();
    let letters = court.letters(&server);
    let guardian = court.person(Some("guardian@example.com"), "13800000001").await;
    let ward = court.ward(guardian).await;
    court.filed(Some(ward), at(0)).await;
    letters.follow(at(0)).await.unwrap();
    assert_eq!(letters.send(at(0)).await.unwrap(), Round { sent: 2, ..Round::default() });
    let told = server.told();
    assert!(told.iter().any(|one| one["mail"]["to"][0] == "guardian@example.com"), "{told:?}");
    assert!(told.iter().any(|one| one["sms"]["phone"] == "13800000001"), "{told:?}");
    assert_eq!((letters.unread(ward).await.unwrap(), letters.unread(guardian).await.unwrap()), (1, 0));
}

pub async fn what_is_not_wanted_or_has_no_address_is_not_sent(court: Court) {
    let server = Server::plain();
    let letters = court.letters(&server);
    let silent = court.person(Some("silent@example.com"), "13800000001").await;
    let bare = court.person(None, "13800000002").await;
    assert_eq!(letters.wants(silent).await.unwrap(), Wants { mail: true, sms: true });
    letters.set_wants(silent, Wants { mail: false, sms: true }).await.unwrap();
    letters.set_wants(silent, Wants { mail: false, sms: false }).await.unwrap();
    for party in [silent, bare] {
        court.filed(Some(party), at(0)).await;
    }
    letters.follow(at(0)).await.unwrap();
    assert_eq!(letters.send(at(0)).await.unwrap(), Round { sent: 1, skipped: 3, ..Round::default() });
    let faults: Vec<String> = court.states(&letters, Channel::Mail).await.into_iter().map(|one| one.3).collect();
    assert!(faults.contains(&"本人不要邮件".to_owned()) && faults.contains(&"没有登记邮箱".to_owned()), "{faults:?}");
    assert_eq!(letters.unread(silent).await.unwrap(), 1, "the inbox is always told");
}
