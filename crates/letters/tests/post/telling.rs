//! What leaves the house, and what does not lie with the letters.

use law::life::codes::Secrecy;
use law::life::command::Command;
use letters::Round;
use sqlx::Row as _;

use crate::court::{Court, at};
use crate::server::Server;

pub async fn mail_says_what_to_do_with_the_day_for_a_calendar(court: Court) {
    let server = Server::plain();
    let party = court.person(Some("zhang@example.com"), "13800000001").await;
    let stream = court.filed(Some(party), at(0)).await;
    court.correction(stream, at(1)).await;
    let letters = court.mailed(server.mail);
    letters.follow(at(2)).await.unwrap();
    assert_eq!(letters.send(at(2)).await.unwrap(), Round { sent: 2, ..Round::default() });
    let mails = server.mails();
    let mail = mails.iter().find(|mail| mail["subject"].as_str().unwrap().contains("补正")).unwrap();
    assert_eq!(mail["to"][0], "zhang@example.com");
    assert_eq!(mail["from"]["name"], "人民法院");
    assert_eq!(mail["auto"], "auto-generated");
    assert_eq!(mail["ascii"], true, "headers are ASCII, whatever they say");
    let text = mail["text"].as_str().unwrap();
    for told in [
        "货款金额与送货单不符；缺证据清单",
        "只改通知里问到的内容",
        "补正的最后一天：2020年",
        "第七条",
        "https://court.example/me/inbox/",
    ] {
        assert!(text.contains(told), "{told} in {text}");
    }
    let inbox = letters.inbox(party, None, 10).await.unwrap();
    let due = inbox[0].due.unwrap();
    let event = &mail["calendar"][0];
    assert_eq!(event["start"], due.to_string());
    assert_eq!(event["end"], due.plus(1).to_string());
    assert_eq!(event["uid"], format!("{}-{}@court.example", court.court.0, inbox[0].key.position));
    assert_eq!(event["stamp"], "2020-03-02T01:01:00Z");
    assert_eq!(event["summary"], "补正的最后一天：需要补正材料（买卖合同纠纷）");
    assert!(event["description"].as_str().unwrap().contains("缺证据清单"));
    let received = mails.iter().find(|mail| mail["subject"].as_str().unwrap().contains("收到")).unwrap();
    assert!(received["calendar"].is_null(), "no day, no calendar");
}

pub async fn a_case_that_is_not_open_is_not_told_of_outside(court: Court) {
    let server = Server::plain();
    let party = court.person(Some("zhang@example.com"), "13800000001").await;
    let stream = court.filed(Some(party), at(0)).await;
    let level = Secrecy::Restricted;
    court.act(Some(stream), None, at(1), Command::Classify { by: 33, ground: "当事人申请".to_owned(), level }).await;
    court.correction(stream, at(2)).await;
    let letters = court.letters(&server);
    letters.follow(at(3)).await.unwrap();
    letters.send(at(3)).await.unwrap();
    let told = server.told();
    assert_eq!(told.len(), 4);
    for one in &told {
        let text = one.to_string();
        assert!(text.contains("通知") && text.contains("/me/inbox/"), "{text}");
        for kept in ["补正", "买卖", "货款", "材料"] {
            assert!(!text.contains(kept), "{kept} in {text}");
        }
    }
    let inbox = letters.inbox(party, None, 10).await.unwrap();
    assert!(letters.words(&inbox[0]).await.unwrap().what.contains("货款"), "whoever signs in reads it");
}

pub async fn no_address_and_no_name_lies_with_the_letters(court: Court) {
    let server = Server::plain();
    for (email, phone) in [("gone@example.com", "13800000400"), ("busy9@example.com", "13800000503")] {
        let party = court.person(Some(email), phone).await;
        let stream = court.filed(Some(party), at(0)).await;
        court.correction(stream, at(1)).await;
    }
    let letters = court.letters(&server);
    letters.follow(at(2)).await.unwrap();
    letters.send(at(2)).await.unwrap();
    let columns = "subject || ' ' || state || ' ' || channel || ' ' || COALESCE(fault, '')";
    let rows =
        sqlx::query(sqlx::AssertSqlSafe(format!("SELECT {columns} FROM letters"))).fetch_all(court.docket.pool());
    let rows = rows.await.unwrap();
    assert_eq!(rows.len(), 12);
    for row in &rows {
        let text: String = row.try_get(0).unwrap();
        for kept in ["example.com", "138", "欧阳", "货款"] {
            assert!(!text.contains(kept), "{kept} in {text}");
        }
    }
}
