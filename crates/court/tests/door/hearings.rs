//! Online hearings beside the log: the journal and its chain, links, versions of the transcript, signatures.

use court::hearings::{Acted, Draft, HearingFault, Hearings, Link, Paragraph, Signed, Standing};
use docket::sealed::StreamKey;
use docket::store::Docket;
use law::day::Moment;
use law::hearing::{Event, Flow, Opening, Participant, Person, Seat, Side};
use law::ids::Stream;

use crate::support::{at, court_of};

const STANDING: Standing = Standing { phase: "waiting", broadcast: "none" };

fn opening(planned: Moment) -> Opening {
    let part = |number: u16, seat: Seat, side: Side| Participant {
        consent: true,
        for_whom: Vec::new(),
        label: format!("{}甲", seat.zh()),
        online: true,
        person: Person(number),
        seat,
        side,
    };
    let people = vec![part(1, Seat::Presiding, Side::Bench), part(2, Seat::Plaintiff, Side::Plaintiff)];
    Opening::new(Flow::Civil, true, planned, people)
}

fn joined(number: u16, at: Moment) -> Acted {
    Acted { by: Person::ROOM, at, event: Event::Joined { person: Person(number) } }
}

pub async fn a_journal_is_a_chain_that_tells_what_was_changed(docket: &Docket) {
    let hearings = Hearings::new(docket.clone(), StreamKey::from_seed(b"hearings"));
    let (court, now) = (court_of("辽0102"), at("2020-03-02", 540));
    let links = [Link { person: Person(1), token: "a".repeat(32) }, Link { person: Person(2), token: "b".repeat(32) }];
    let id = hearings.make((court, Stream(7)), &opening(now), &links, (3, now)).await.unwrap();
    let next = hearings.make((court, Stream(7)), &opening(now), &[], (3, now)).await.unwrap();
    assert_eq!((id.nth, next.nth), (1, 2));
    assert_eq!(hearings.by_token(&"b".repeat(32)).await.unwrap(), Some((id, Person(2))));
    assert_eq!(hearings.by_token("b").await.unwrap(), None);
    assert_eq!(hearings.links(id).await.unwrap(), links);
    let (head, acts) = hearings.journal(id).await.unwrap();
    assert!(head.acts == 0 && acts.is_empty());
    let first = hearings.add(id, &head, &[joined(1, now), joined(2, now)], STANDING).await.unwrap();
    assert!(matches!(hearings.add(id, &head, &[joined(1, now)], STANDING).await, Err(HearingFault::Moved)));
    let (again, acts) = hearings.journal(id).await.unwrap();
    assert_eq!((again, acts), (first, vec![joined(1, now), joined(2, now)]));
    assert_eq!(hearings.one(id).await.unwrap().unwrap().phase, "waiting");
    assert_eq!(hearings.planned(court, now).await.unwrap().len(), 2);
    let other = Hearings::new(docket.clone(), StreamKey::from_seed(b"another key"));
    assert!(matches!(other.journal(id).await, Err(HearingFault::Sealed)));
    sqlx::query("UPDATE hearings SET chain = 'x' WHERE court = $1 AND stream = 7 AND nth = 1")
        .bind(i64::from(court.0))
        .execute(docket.pool())
        .await
        .unwrap();
    assert!(matches!(hearings.journal(id).await, Err(HearingFault::Broken)));
}

pub async fn a_version_that_was_put_stays_as_it_is(docket: &Docket) {
    let hearings = Hearings::new(docket.clone(), StreamKey::from_seed(b"hearings"));
    let (court, now) = (court_of("辽0102"), at("2020-03-02", 540));
    let id = hearings.make((court, Stream(8)), &opening(now), &[], (3, now)).await.unwrap();
    assert_eq!(hearings.draft(id).await.unwrap(), Draft::default());
    let said = |text: &str| Draft {
        paragraphs: vec![Paragraph { at: now.0, label: "审判长".into(), person: Some(1), text: text.into() }],
    };
    for text in ["现在开", "现在开庭。"] {
        hearings.save_draft(id, &said(text), now).await.unwrap();
    }
    assert_eq!(hearings.draft(id).await.unwrap(), said("现在开庭。"));
    let pages = vec!["审判长：现在开庭。".to_owned()];
    let digest = hearings.put(id, 1, &pages, now).await.unwrap();
    assert_eq!(digest, Hearings::digest(&pages).unwrap());
    assert!(matches!(hearings.put(id, 1, &["别的".to_owned()], now).await, Err(HearingFault::Moved)));
    let put = hearings.version(id, 1).await.unwrap().unwrap();
    assert_eq!((put.pages, put.digest.as_str()), (pages, digest.as_str()));
    let signed = Signed { person: Person(2), version: 1, at: now, digest, picture: "data:image/png;base64,AA".into() };
    hearings.sign(id, &signed).await.unwrap();
    hearings.sign(id, &Signed { picture: "again".into(), ..signed.clone() }).await.unwrap();
    assert_eq!(hearings.signatures(id, 1).await.unwrap(), [signed], "the first stands");
    assert_eq!(hearings.versions(id).await.unwrap().len(), 1);
}
