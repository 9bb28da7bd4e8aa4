//! Benches on both engines: assessors and their year, empty places, linked cases, former panels, leaders' shares.

use std::collections::{BTreeMap, BTreeSet};

use court::allot::{self, Asking, Judge, Link};
use court::filing::Matter as Papered;
use court::office::{self, Request};
use court::replay::replay;
use docket::store::Docket;
use law::assignment::pool::Assessor;
use law::assignment::{Failing, SeatKind};
use law::ids::{CourtId, JudgeId, Stream};
use law::life::codes::{ChangeGround, Channel, LinkGround, Procedure};
use law::life::command::{Bench, Command};
use law::life::event::Origin;

use crate::support::{Keys, accept, at, court_of, day, papers, verified};
use crate::{acts, asking, assigned, judge, registered, upon};

pub fn assessor(number: u32) -> Assessor {
    let (away, bound_to) = (Vec::new(), BTreeSet::new());
    Assessor { judge: JudgeId(number), listed: true, away, bound_to, sat: 0, most: Some(2) }
}

/// An ordinary panel of two judges and an assessor.
fn with_assessor(court: CourtId, stream: Stream) -> Asking {
    let mut ask = asking(court, stream, &[11, 12, 13, 14]);
    ask.bench = Bench { procedure: Procedure::Ordinary, panel: 3, assessors: 1, seven: None };
    ask.assessors = (501..=504).map(assessor).collect();
    ask
}

pub async fn a_086_assessors_are_drawn_alike_until_the_year_has_its_most(docket: &Docket) {
    let court = court_of("辽0102");
    let mut sat: BTreeMap<JudgeId, u32> = BTreeMap::new();
    for n in 0..6 {
        let stream = registered(docket, court).await;
        let posted = allot::draw(docket, &Keys, &with_assessor(court, stream)).await.unwrap();
        let body = assigned(&posted);
        let draw = body.draw.as_ref().unwrap();
        let seat = draw.seat(SeatKind::Assessor).unwrap();
        for one in &seat.candidates {
            let before = sat.get(&one.judge).copied().unwrap_or(0);
            assert_eq!(one.load, i64::from(before) * 100, "what they sat on is told");
            assert_eq!(one.failing.contains(&Failing::CapReached), before >= 2, "draw {n}: {one:?}");
        }
        assert_eq!((seat.outcome.len(), body.assessors), (2, 1), "one sits, one waits");
        *sat.entry(seat.outcome[0]).or_default() += 1;
        let receipt = docket.receipt(court, posted.entries[0].position).await.unwrap().to_json();
        let replayed = replay(&receipt).unwrap();
        assert!(replayed.sound(), "{:?}", replayed.checks);
        assert!(replayed.checks.iter().any(|check| check.what == "审判组织" && check.found.contains("递补")));
    }
    assert!(sat.values().all(|n| *n <= 2), "{sat:?}");
    let days = docket::store::Days { from: day("2020-01-01"), to: day("2020-12-31") };
    assert_eq!(docket.seatings(court, days, 100).await.unwrap().len(), 6);
    let days = docket::store::Days { from: day("2021-01-01"), to: day("2021-12-31") };
    assert_eq!(docket.seatings(court, days, 100).await.unwrap(), []);
    verified(docket).await;
    docket.rebuild(court).await.unwrap();
    verified(docket).await;
}

pub async fn a_053_only_the_empty_place_is_drawn_for(docket: &Docket) {
    let court = court_of("辽0102");
    let stream = registered(docket, court).await;
    let ask = with_assessor(court, stream);
    let before = assigned(&allot::draw(docket, &Keys, &ask).await.unwrap()).seated;
    let member = before[1].judge;
    let propose = Command::ProposeChange {
        ground: ChangeGround::LongLeave,
        of: member,
        proposer: 40,
        reason: "产假，从下月起半年不能办案".into(),
    };
    acts(docket, court, stream, "2020-03-05", propose).await;
    let decide = Command::DecideChange { by: 50, granted: true, reason: "情况属实".into() };
    acts(docket, court, stream, "2020-03-06", decide).await;
    let matter = Papered::load(docket, court, stream).await.unwrap().unwrap();
    let change = matter.case.change_granted(member).cloned();
    let again = Asking { at: at("2020-03-06", 5), change, ..ask };
    let posted = allot::draw(docket, &Keys, &again).await.unwrap();
    let body = assigned(&posted);
    let draw = body.draw.as_ref().unwrap();
    assert_eq!((draw.seats.len(), draw.seats[0].kind, draw.round), (1, SeatKind::Member, 2));
    let of = |judge| &draw.seats[0].candidates.iter().find(|one| one.judge == judge).unwrap().failing;
    assert_eq!(of(member), &[Failing::Left]);
    assert_eq!(of(before[0].judge), &[Failing::OnBench], "the judge in charge stays");
    assert_eq!((body.judge, body.seated.len()), (before[0].judge, before.len()));
    let receipt = docket.receipt(court, posted.entries[0].position).await.unwrap().to_json();
    assert!(replay(&receipt).unwrap().sound());
    let facts = docket.facts(court, stream).await.unwrap().unwrap();
    assert_eq!((facts.waits, facts.judge), (0, Some(before[0].judge)));
    verified(docket).await;
}

pub async fn a_047_a_linked_case_follows_unless_its_judge_is_barred(docket: &Docket) {
    let court = court_of("辽0102");
    let first = registered(docket, court).await;
    let judge = assigned(&allot::draw(docket, &Keys, &asking(court, first, &[11, 12, 13])).await.unwrap()).judge;
    let link = Link { case: Origin { court, stream: first }, judge, ground: LinkGround::SameComplaint };
    let stream = registered(docket, court).await;
    let ask = Asking { link: Some(link), ..asking(court, stream, &[11, 12, 13]) };
    let posted = allot::draw(docket, &Keys, &ask).await.unwrap();
    let body = assigned(&posted);
    assert_eq!((body.judge, body.draw.is_none()), (judge, true));
    assert_eq!(body.linked.unwrap().case.stream, first);
    let receipt = docket.receipt(court, posted.entries[0].position).await.unwrap().to_json();
    let replayed = replay(&receipt).unwrap();
    assert!(replayed.sound() && replayed.checks[0].found.contains("没有抽签"));

    let panel = registered(docket, court).await;
    let mut ask = with_assessor(court, panel);
    ask.link = Some(link);
    let body = assigned(&allot::draw(docket, &Keys, &ask).await.unwrap());
    let draw = body.draw.unwrap();
    assert_eq!((body.judge, draw.first(), draw.seats.len()), (judge, None, 2), "the others are drawn");
    assert!(!draw.outcome(SeatKind::Member).contains(&judge));

    let stream = registered(docket, court).await;
    let mut ask = Asking { link: Some(link), ..asking(court, stream, &[11, 12, 13]) };
    let own = ask.judges.iter_mut().find(|one| one.profile.judge == judge).unwrap();
    own.profile.active = false;
    let body = assigned(&allot::draw(docket, &Keys, &ask).await.unwrap());
    assert!(body.linked.is_none() && body.judge != judge, "drawn for");
    verified(docket).await;
}

pub async fn e6_a_remanded_case_gets_another_panel(docket: &Docket) {
    let (court, above) = (court_of("辽0102"), court_of("辽01"));
    let first = registered(docket, court).await;
    let before = assigned(&allot::draw(docket, &Keys, &with_assessor(court, first)).await.unwrap()).seated;
    let from = |stream, court| Some(Origin { court, stream });
    let opened = async |court: CourtId, word: &str, channel, origin| {
        let request = Request {
            command: accept(Some(papers(word, "2020-03-10", channel, origin))),
            stream: None,
            at: at("2020-03-10", 0),
            field_key: Some([7; 32]),
            ..upon(court, first, "2020-03-10", Command::Return)
        };
        office::perform(docket, &Keys, &request).await.unwrap().entries[0].stream
    };
    let appeal = opened(above, "民终", Channel::Transferred, from(first, court)).await;
    let again = opened(court, "民初", Channel::Transferred, from(appeal, above)).await;
    let mut ask = with_assessor(court, again);
    ask.at = at("2020-03-11", 0);
    ask.judges.extend([15, 16].map(|number| judge(court, number)));
    let body = assigned(&allot::draw(docket, &Keys, &ask).await.unwrap());
    let candidates = &body.draw.as_ref().unwrap().seat(SeatKind::Judge).unwrap().candidates;
    for one in before.iter().filter(|one| one.seat != SeatKind::Assessor) {
        let own = candidates.iter().find(|candidate| candidate.judge == one.judge).unwrap();
        assert_eq!(own.failing, [Failing::FormerPanel]);
    }
    verified(docket).await;
}

pub async fn e9_leaders_are_drawn_until_their_share_of_the_average(docket: &Docket) {
    let court = court_of("辽0102");
    let mut led = 0;
    let mut reached = 0;
    for _ in 0..12 {
        let stream = registered(docket, court).await;
        let mut ask = asking(court, stream, &[11, 12, 13]);
        ask.judges.push(Judge { capacity: 60, share: Some(50), ..judge(court, 20) });
        let body = assigned(&allot::draw(docket, &Keys, &ask).await.unwrap());
        let own = body.draw.as_ref().unwrap().seats[0]
            .candidates
            .iter()
            .find(|one| one.judge == JudgeId(20))
            .unwrap()
            .clone();
        reached += u32::from(own.failing == [Failing::ShareReached]);
        led += u32::from(body.judge == JudgeId(20));
    }
    assert!(led <= 2 && (led == 0 || reached > 0), "{led} of twelve, kept out {reached} times");
    verified(docket).await;
}
