//! From entries to letters: who is told, once, and whatever ends the process.

use docket::store::{Follower, StoreError, Work};
use law::ids::{CourtId, JudgeId};
use law::life::codes::Procedure;
use law::life::command::Command;
use letters::{FOLLOWER, Subject};
use people::AccountId;
use sqlx::AnyConnection;

use crate::court::{Court, at};

async fn subjects(court: &Court, account: AccountId) -> Vec<Subject> {
    let letters = court.inbox().inbox(account, None, 50).await.unwrap();
    letters.iter().map(|letter| letter.subject).collect()
}

pub async fn parties_are_told_and_nobody_else(court: Court) {
    let party = court.person(None, "13800000001").await;
    let other = court.person(None, "13800000002").await;
    let stream = court.filed(Some(party), at(0)).await;
    let on_paper = court.filed(None, at(1)).await;
    court.correction(stream, at(2)).await;
    court.correction(on_paper, at(3)).await;
    court.act(Some(stream), None, at(4), Command::Correct).await;
    court.act(Some(stream), None, at(5), Command::Accept { intake: None, year: 2020, serial: 0 }).await;
    let fee = Command::NoticeFee { amount: law::fen::Fen(230_000), scale: "property".to_owned() };
    court.act(Some(stream), None, at(6), fee).await;
    let assign =
        |judge| Command::Assign { judge: JudgeId(judge), panel: 1, assessors: 0, procedure: Procedure::Summary };
    court.act(Some(stream), None, at(7), assign(11)).await;

    let letters = court.inbox();
    assert_eq!(letters.follow(at(8)).await.unwrap(), 6);
    use Subject as S;
    let told = [S::Drawn, S::Fee, S::Registered, S::Resubmitted, S::Correction, S::Received];
    assert_eq!(subjects(&court, party).await, told, "the newest first");
    assert_eq!(subjects(&court, other).await, []);
    let all = letters.inbox(party, None, 50).await.unwrap();
    let fee = letters.words(&all[1]).await.unwrap();
    assert!(fee.what.contains("¥2,300.00") && fee.by.is_some(), "{fee:?}");
    let drawn = letters.words(&all[0]).await.unwrap();
    assert!(drawn.what.contains("11 号法官承办") && drawn.what.contains("独任"), "{drawn:?}");
    let correction = letters.words(&all[4]).await.unwrap();
    assert!(correction.what.contains("货款金额与送货单不符；缺证据清单"), "{correction:?}");
    assert!(letters.one(other, all[0].key.court, all[0].key.position).await.unwrap().is_none());
    assert!(letters.one(party, all[0].key.court, all[0].key.position).await.unwrap().is_some());
}

/// Sets the follower back from where it stands after two entries.
struct Lost<'a>(&'a Follower, CourtId);

impl Work for Lost<'_> {
    type Output = bool;
    type Error = StoreError;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<bool, StoreError> {
        self.0.advance(conn, self.1, (2, 0)).await
    }
}

async fn set_back(court: &Court, follower: &Follower) -> bool {
    court.docket.work(&mut Lost(follower, court.court)).await.unwrap()
}

pub async fn a_follower_resumes_where_it_stood_and_writes_no_letter_twice(court: Court) {
    let party = court.person(None, "13800000001").await;
    let stream = court.filed(Some(party), at(0)).await;
    assert_eq!(court.inbox().follow(at(1)).await.unwrap(), 1);
    let follower = court.docket.follower(FOLLOWER);
    assert_eq!(follower.position(court.court).await.unwrap(), 1, "stored with the letter");
    court.correction(stream, at(2)).await;
    // a process that ended before it wrote anything: the next one goes on
    assert_eq!(court.inbox().follow(at(3)).await.unwrap(), 1);
    assert_eq!(court.inbox().follow(at(4)).await.unwrap(), 0);
    // a cursor that was lost, as by a restored backup: what was told is not told again
    assert!(set_back(&court, &follower).await);
    court.inbox().follow(at(5)).await.unwrap();
    assert_eq!(subjects(&court, party).await, [Subject::Correction, Subject::Received]);
    assert_eq!(follower.position(court.court).await.unwrap(), 2);
    set_back(&court, &follower).await;
    assert!(!set_back(&court, &follower).await, "a cursor that stands elsewhere is not moved");
}

pub async fn two_followers_at_once_write_each_letter_once(court: Court) {
    let party = court.person(None, "13800000001").await;
    for n in 0..30 {
        court.filed(Some(party), at(n)).await;
    }
    let (one, other) = (court.inbox(), court.inbox());
    let (one, other) = tokio::join!(one.follow(at(40)), other.follow(at(40)));
    one.unwrap();
    other.unwrap();
    let all = court.inbox().inbox(party, None, 100).await.unwrap();
    let mut positions: Vec<i64> = all.iter().map(|letter| letter.key.position).collect();
    positions.sort_unstable();
    assert_eq!(positions, (1..=30).collect::<Vec<_>>());
    assert_eq!(court.docket.follower(FOLLOWER).position(court.court).await.unwrap(), 30);
}

pub async fn an_entry_that_cannot_be_read_stops_its_court_and_is_named(court: Court) {
    let party = court.person(None, "13800000001").await;
    let stream = court.filed(Some(party), at(0)).await;
    court.correction(stream, at(1)).await;
    court.act(Some(stream), None, at(2), Command::Correct).await;
    let spoil = async |kind: &str| {
        let set = sqlx::query("UPDATE entries SET kind = $1 WHERE position = 2").bind(kind.to_owned());
        set.execute(court.docket.pool()).await.unwrap();
    };
    spoil("filing.unheard_of.v9").await;
    let letters = court.inbox();
    letters.follow(at(3)).await.unwrap();
    assert_eq!(subjects(&court, party).await, [Subject::Received], "what stands before it is told");
    let standing = letters.standing().await.unwrap();
    assert_eq!((standing[0].court, standing[0].position), (court.court, 2));
    assert!(standing[0].fault.contains("filing.unheard_of.v9"));
    court.filed(Some(party), at(4)).await;
    letters.follow(at(5)).await.unwrap();
    assert_eq!(subjects(&court, party).await.len(), 1, "nothing is told past it");
    spoil("filing.correction_asked.v1").await;
    court.inbox().follow(at(6)).await.unwrap();
    assert_eq!(subjects(&court, party).await.len(), 4, "once it can be read, all of it is told");
    assert_eq!(letters.standing().await.unwrap(), []);
}

pub async fn the_past_is_told_in_the_inbox_alone(court: Court) {
    let party = court.person(Some("a@example.com"), "13800000001").await;
    court.filed(Some(party), at(0)).await;
    let days = |n: i64| n * 24 * 60;
    let letters = court.mailed(9);
    letters.follow(at(days(4))).await.unwrap();
    court.filed(Some(party), at(days(4))).await;
    letters.follow(at(days(4))).await.unwrap();
    assert_eq!(subjects(&court, party).await.len(), 2);
    assert_eq!(letters.waiting(court.court, 10).await.unwrap().len(), 1, "only what is new leaves the house");
}

pub async fn the_inbox_pages_counts_and_is_read(court: Court) {
    let party = court.person(None, "13800000001").await;
    let other = court.person(None, "13800000002").await;
    for n in 0..7 {
        court.filed(Some(party), at(n / 2)).await;
    }
    court.filed(Some(other), at(9)).await;
    let letters = court.inbox();
    letters.follow(at(10)).await.unwrap();
    let mut seen = Vec::new();
    let mut spot = None;
    loop {
        let page = letters.inbox(party, spot, 3).await.unwrap();
        seen.extend(page.iter().map(|letter| letter.key.position));
        spot = page.last().map(letters::Letter::spot);
        if page.len() < 3 {
            break;
        }
    }
    assert_eq!(seen, [7, 6, 5, 4, 3, 2, 1]);
    assert_eq!(letters.unread(party).await.unwrap(), 7);
    let changes = letters.changes();
    assert_eq!(letters.read(party, Some((court.court, 3)), at(11)).await.unwrap(), 1);
    assert_eq!(letters.read(party, Some((court.court, 3)), at(12)).await.unwrap(), 0, "opened is opened");
    assert!(changes.has_changed().unwrap());
    let opened = letters.one(party, court.court, 3).await.unwrap().unwrap();
    assert_eq!(opened.read_at, Some(at(11)));
    assert_eq!(letters.read(party, Some((court.court, 8)), at(12)).await.unwrap(), 0, "another's is not mine to open");
    assert_eq!(letters.read(party, None, at(13)).await.unwrap(), 6);
    assert_eq!((letters.unread(party).await.unwrap(), letters.unread(other).await.unwrap()), (0, 1));
}
