//! The index follows the documents on both engines: what is concluded is found, each reader finds what they may, what is
//! taken back is found inside alone, and a process that begins again goes on where the last one stood.
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    dead_code,
    reason = "a test may panic, and uses its own part of the support"
)]

#[path = "../../court/tests/support/mod.rs"]
mod support;

use std::collections::BTreeSet;

use alike::{
    Draft, INSIDE, Key, Note, NoteFault, Notes, OPEN, Round, Said, Shelf, Sight, Standing, Trouble, Vote, Votes, pasted,
};
use court::publication::{Documents, Fresh, Stage};
use docket::sealed::StreamKey;
use docket::store::Docket;
use law::day::Moment;
use law::fen::Fen;
use law::ids::{CourtId, Stream};
use law::life::codes::{Channel, ClosingForm, Document, Procedure, Recall, Service, Withholding};
use law::life::command::Command;
use search::cases::{Ending, Similar};
use support::{Keys, Matter, accept, at, court_of, day, open, papers};

docket::both_engines! {
    scratch => &open(&scratch.url).await;
    crate::a_judgment_is_found_once_it_is_concluded_and_by_those_who_may;
    crate::o_003_a_case_with_a_stub_is_found_inside_alone_and_not_by_its_stub;
    crate::an_index_begun_again_goes_on_and_one_thrown_away_is_made_anew;
    crate::notes_and_votes_are_ones_own;
}

const LOAN: &str = "原告张建国向本院提出诉讼请求：判令被告李明偿还借款2万元。经审理查明，被告李明向原告张建国借款2万元用于装修，\
    出具借条，约定月利率1%，到期后经原告多次催要没有归还。本院认为，被告应当偿还借款。依照《中华人民共和国民法典》\
    第六百七十五条之规定，判决如下：被告李明于本判决生效后十日内偿还原告张建国借款2万元。";
const FACTS: &str = "被告借款3万元装修，出具借条，约定月利率，到期经催要没有归还";

/// A loan judged, with its judgment handed in.
async fn judged<'a>(docket: &'a Docket, documents: &Documents, text: &str) -> Matter<'a> {
    let mut matter = Matter::new(docket, "辽0102");
    matter.act(at("2020-03-06", 0), accept(Some(papers("民初", "2020-03-06", Channel::Window, None)))).await;
    let judge = law::ids::JudgeId(3001);
    let assign = Command::Assign { judge, panel: 1, assessors: 0, procedure: Procedure::Summary };
    matter.act(at("2020-03-09", 0), assign).await;
    let hearing = Command::ScheduleHearing { day: day("2020-03-20"), online: true, public: true };
    matter.act(at("2020-03-11", 0), hearing).await;
    matter.act(at("2020-03-20", 0), Command::HoldHearing { broadcast: true, minutes: 75, recorded: true }).await;
    let fresh = Fresh {
        court: matter.court,
        stream: matter.stream.unwrap(),
        kind: Document::Judgment,
        maker: 31,
        due: None,
        text,
        review: "[]",
    };
    documents.begin(fresh, at("2020-03-20", 60)).await.unwrap();
    matter
}

async fn close(matter: &mut Matter<'_>) {
    let close = Command::Close { form: ClosingForm::Judged, document: Document::Judgment, in_court: true };
    matter.act(at("2020-03-20", 90), close).await;
    matter.act(at("2020-03-23", 0), Command::Serve { document: Document::Judgment, mode: Service::Direct }).await;
    matter.act(at("2020-04-10", 0), Command::TakeEffect { on: day("2020-04-10") }).await;
}

fn documents(docket: &Docket) -> Documents {
    Documents::new(docket.clone(), StreamKey::from_seed(b"documents"))
}

async fn publish(documents: &Documents, matter: &Matter<'_>, masked: &str) {
    let at_hand = || async { documents.one(matter.court, matter.stream.unwrap(), 1).await.unwrap().unwrap() };
    documents.save(&at_hand().await, "[]", Stage::Review, 31, at("2020-04-11", 0)).await.unwrap();
    let by = (40, "account:40".into());
    documents.publish(&Keys, &at_hand().await, masked, by, at("2020-04-13", 0)).await.unwrap();
}

/// The first round of an index whose folder the one before may hold for as long as it still learns.
async fn begun(shelf: &Shelf) -> Round {
    for _ in 0..600 {
        match shelf.follow().await {
            Err(Trouble::Held) => tokio::time::sleep(std::time::Duration::from_millis(100)).await,
            other => return other.unwrap(),
        }
    }
    panic!("the folder is never let go");
}

async fn found(standing: &Standing, sight: &Sight) -> Similar {
    standing.similar(pasted(FACTS), sight.clone(), 10).await.unwrap()
}

fn inside(court: CourtId) -> Sight {
    Sight { inside: BTreeSet::from([court]), restricted: BTreeSet::new() }
}

async fn a_judgment_is_found_once_it_is_concluded_and_by_those_who_may(docket: &Docket) {
    let documents = documents(docket);
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(docket.clone(), documents.clone(), folder.path());
    assert!(shelf.standing().is_none());
    let mut matter = judged(docket, &documents, LOAN).await;
    shelf.follow().await.unwrap();
    let standing = shelf.standing().unwrap();
    let own = inside(matter.court);
    assert!(found(&standing, &own).await.hits.is_empty(), "the case is not closed");

    close(&mut matter).await;
    assert_eq!(shelf.follow().await.unwrap().fed, 1);
    let hits = found(&standing, &own).await.hits;
    assert_eq!((hits.len(), hits[0].card.secrecy), (1, INSIDE));
    assert_eq!(hits[0].card.outcome.ending, Ending::Granted);
    assert_eq!(hits[0].card.outcome.amount_fen, Some(2_000_000));
    assert_eq!(hits[0].card.articles, ["民法典/675"]);
    assert!(hits[0].card.number.contains("辽0102民初1号"), "{}", hits[0].card.number);
    assert!(!hits[0].why.elements.is_empty() || !hits[0].why.phrases.is_empty(), "{:?}", hits[0].why);
    assert!(found(&standing, &Sight::default()).await.hits.is_empty(), "it is not public");
    assert!(found(&standing, &inside(court_of("辽0103"))).await.hits.is_empty(), "another court may not");

    publish(&documents, &matter, LOAN).await;
    assert_eq!(shelf.follow().await.unwrap().fed, 1);
    let hits = found(&standing, &Sight::default()).await.hits;
    assert_eq!((hits.len(), hits[0].card.secrecy), (1, OPEN));
    let (key, version) = Key::read(&hits[0].card.id).unwrap();
    assert_eq!((key.court, key.stream, key.nth, version), (matter.court, matter.stream.unwrap(), 1, 3));
    assert_eq!(standing.count(), 1, "the version before is gone");

    let paper = documents.one(matter.court, matter.stream.unwrap(), 1).await.unwrap().unwrap();
    let by = (40, "account:40".into());
    documents.recall(&Keys, &paper, Recall::Masking, by, at("2020-04-20", 0)).await.unwrap();
    shelf.follow().await.unwrap();
    assert!(found(&standing, &Sight::default()).await.hits.is_empty(), "taken back");
    let case = matter.case().await.facts;
    let own_draft = alike::of_matter(FACTS, &case, None);
    assert!(standing.similar(own_draft, own, 10).await.unwrap().hits.is_empty(), "a case is not like itself");
    assert_eq!(shelf.follow().await.unwrap(), alike::Round::default(), "nothing changed");
}

async fn o_003_a_case_with_a_stub_is_found_inside_alone_and_not_by_its_stub(docket: &Docket) {
    let documents = documents(docket);
    let folder = tempfile::tempdir().unwrap();
    let mut matter = judged(docket, &documents, LOAN).await;
    close(&mut matter).await;
    let at_hand = || async { documents.one(matter.court, matter.stream.unwrap(), 1).await.unwrap().unwrap() };
    documents.save(&at_hand().await, "[]", Stage::Review, 31, at("2020-04-11", 0)).await.unwrap();
    let stub = ("（2020）辽0102民初1号，理由5", Withholding::Other);
    let by = (40, "account:40".into());
    documents.withhold(&Keys, &at_hand().await, stub, by, at("2020-04-13", 0)).await.unwrap();
    assert_eq!(at_hand().await.stage, Stage::Stub);
    let shelf = Shelf::new(docket.clone(), documents.clone(), folder.path());
    assert_eq!(shelf.follow().await.unwrap().fed, 1);
    let standing = shelf.standing().unwrap();
    assert!(found(&standing, &Sight::default()).await.hits.is_empty(), "its text is not public");
    let hits = found(&standing, &inside(matter.court)).await.hits;
    assert_eq!((hits.len(), hits[0].card.secrecy), (1, INSIDE), "the text and not the stub is compared");
}

async fn an_index_begun_again_goes_on_and_one_thrown_away_is_made_anew(docket: &Docket) {
    let documents = documents(docket);
    let folder = tempfile::tempdir().unwrap();
    let mut first = judged(docket, &documents, LOAN).await;
    close(&mut first).await;
    let shelf = Shelf::new(docket.clone(), documents.clone(), folder.path());
    assert_eq!(shelf.follow().await.unwrap().fed, 1);
    let other = Shelf::new(docket.clone(), documents.clone(), folder.path());
    assert!(matches!(other.follow().await, Err(Trouble::Held)), "one process feeds it");
    assert!(other.glance().await.unwrap());
    assert_eq!(other.standing().unwrap().count(), 1);
    drop((shelf, other));

    let mut second = judged(docket, &documents, &LOAN.replace("装修", "进货")).await;
    close(&mut second).await;
    let shelf = Shelf::new(docket.clone(), documents.clone(), folder.path());
    assert_eq!(begun(&shelf).await.fed, 1, "the first is there");
    assert_eq!(shelf.standing().unwrap().count(), 2);
    drop(shelf);

    std::fs::remove_dir_all(folder.path()).unwrap();
    let shelf = Shelf::new(docket.clone(), documents.clone(), folder.path());
    assert_eq!(begun(&shelf).await.fed, 2, "made anew from the documents");
    let hits = found(&shelf.standing().unwrap(), &inside(first.court)).await.hits;
    assert_eq!(hits.len(), 2);
    for more in 0..40 {
        let mut matter = judged(docket, &documents, &LOAN.replace("2万元", &format!("{}万元", more + 3))).await;
        close(&mut matter).await;
    }
    let round = shelf.follow().await.unwrap();
    assert!(round.anew && round.fed == 42, "enough to learn from: {round:?}");
    let similar = found(&shelf.standing().unwrap(), &inside(first.court)).await;
    assert_eq!((similar.hits.len(), similar.spread.cases), (10, 42));
    assert_eq!(similar.spread.endings, [(Ending::Granted, 42)]);
}

async fn notes_and_votes_are_ones_own(docket: &Docket) {
    let notes = Notes::new(docket.clone(), StreamKey::from_seed(b"notes"));
    let (court, stream, now) = (court_of("辽0102"), Stream(7), Moment(1_000_000));
    assert_eq!(notes.of(court, stream, 11).await.unwrap(), None);
    let draft = Draft { ending: Ending::Partly, amount: Some(Fen(100)), months: None };
    let note = Note { facts: "借款未还".to_owned(), draft: Some(draft) };
    notes.save((court, stream), 11, &note, now).await.unwrap();
    assert_eq!(notes.of(court, stream, 11).await.unwrap(), Some(note.clone()));
    assert_eq!(notes.of(court, stream, 12).await.unwrap(), None, "another's");
    let changed = Note { draft: None, ..note };
    notes.save((court, stream), 11, &changed, now).await.unwrap();
    assert_eq!(notes.of(court, stream, 11).await.unwrap(), Some(changed));
    let long = Note { facts: "字".repeat(alike::LONGEST + 1), draft: None };
    assert!(matches!(notes.save((court, stream), 11, &long, now).await, Err(NoteFault::Length)));
    let foreign = Notes::new(docket.clone(), StreamKey::from_seed(b"another"));
    assert!(matches!(foreign.of(court, stream, 11).await, Err(NoteFault::Sealed)));

    let votes = Votes::new(docket.clone());
    let vote = |useful| Some(Vote { useful, rank: 3 });
    assert!(votes.give((court, stream), 11, "3/1/1", vote(true), now).await.unwrap());
    assert!(votes.give((court, stream), 11, "3/1/1", vote(false), now).await.unwrap(), "in the place of the first");
    assert!(votes.give((court, stream), 12, "3/1/1", vote(true), now).await.unwrap());
    assert!(!votes.give((court, stream), 12, "3/1/1@9", vote(true), now).await.unwrap());
    assert_eq!(votes.of(court, stream, 11).await.unwrap().get("3/1/1"), Some(&false));
    assert_eq!(votes.said(court, now).await.unwrap(), Said { useful: 1, not: 1 });
    assert_eq!(votes.said(court, Moment(now.0 + 1)).await.unwrap(), Said::default());
    assert!(votes.give((court, stream), 11, "3/1/1", None, now).await.unwrap(), "taken back");
    assert!(votes.of(court, stream, 11).await.unwrap().is_empty());
}
