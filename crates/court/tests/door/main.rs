//! The court's door on both engines: drafts, filings, corrections, draws that can be made again, notices, and a thousand
//! at once.
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    dead_code,
    reason = "a test may panic and print, and uses its own part of the support"
)]

mod bench;
mod hearings;
mod notices;
#[path = "../support/mod.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bench::{
    a_047_a_linked_case_follows_unless_its_judge_is_barred, a_053_only_the_empty_place_is_drawn_for,
    a_086_assessors_are_drawn_alike_until_the_year_has_its_most, assessor, e6_a_remanded_case_gets_another_panel,
    e9_leaders_are_drawn_until_their_share_of_the_average,
};

use court::allot::{self, Asking, Judge, NotDrawn};
use court::filing::{Draft, DraftFault, Drafts, Matter as Papered};
use court::office::{self, NotDone, Request};
use court::replay::{ReplayFault, replay};
use docket::sealed::StreamKey;
use docket::store::{Beside, Docket, DraftFiled, FIRST_HAND, Hand, Posted, StoreError};
use law::assignment::weight::{Circumstances, base, cause_factor};
use law::assignment::{Failing, Need, Profile, SeatKind};
use law::case_number::Word;
use law::court::courts;
use law::ids::{CourtId, JudgeId, Stream};
use law::life::RefusalCode;
use law::life::codes::{ChangeGround, Channel, NamingGround, Procedure, State};
use law::life::command::{Bench, Command};
use law::life::event::Event;
use law::life::papers::{Change, PaperFile, Papers};
use support::{Keys, accept, at, court_of, day, open, papers, verified};

docket::both_engines! {
    scratch => &open(&scratch.url).await;
    crate::a_draft_is_saved_as_it_is_typed_and_filed_once;
    crate::what_was_handed_in_is_sealed_and_a_correction_takes_its_place;
    crate::a_draw_is_made_again_from_its_receipt_alone;
    crate::a_029_a_recusal_forces_a_new_draw;
    crate::a_010_nobody_left_is_told_and_nothing_is_entered;
    crate::draws_at_once_never_use_a_stale_pool;
    crate::a_051_a_named_judge_stands_beside_the_draw_that_would_have_been;
    crate::a_086_assessors_are_drawn_alike_until_the_year_has_its_most;
    crate::a_053_only_the_empty_place_is_drawn_for;
    crate::a_047_a_linked_case_follows_unless_its_judge_is_barred;
    crate::e6_a_remanded_case_gets_another_panel;
    crate::e9_leaders_are_drawn_until_their_share_of_the_average;
    hearings::a_journal_is_a_chain_that_tells_what_was_changed;
    hearings::a_version_that_was_put_stays_as_it_is;
    notices::notices_hang_from_a_day_to_a_day;
    crate::a_thousand_filings_at_once_lose_none_and_skip_no_number;
}

const COMPLAINT: &str = r#"{"facts":"被告张三拖欠货款"}"#;

fn handed(mediation: bool) -> Papers {
    let file = PaperFile { digest: "ab".repeat(32), kind: "pdf".to_owned(), size: 1234 };
    Papers {
        consents: Vec::new(),
        electronic: true,
        filer: FIRST_HAND,
        files: vec![file],
        likeness: None,
        mediation,
        relayed: None,
        relief: None,
        sealed: None,
    }
}

fn filing(court: CourtId, draft: Option<&str>) -> Request {
    let mut intake = papers("民初", "2020-03-02", Channel::Online, None);
    intake.papers = Some(Box::new(handed(false)));
    Request {
        court,
        stream: None,
        at: at("2020-03-02", 0),
        actor: "account:900".into(),
        command: Command::Receive(intake),
        field_key: Some([7; 32]),
        parties: Some(r#"[{"name":"张三","role":"defendant"}]"#.to_owned()),
        complaint: Some(COMPLAINT.to_owned()),
        beside: Beside {
            draft: draft.map(|id| DraftFiled::Saved(id.to_owned())),
            hand: Some(Hand { number: FIRST_HAND, account: 900, agent: false }),
            document: None,
        },
    }
}

fn upon(court: CourtId, stream: Stream, on: &str, command: Command) -> Request {
    Request {
        court,
        stream: Some(stream),
        at: at(on, 0),
        actor: "account:1".into(),
        command,
        field_key: None,
        parties: None,
        complaint: None,
        beside: Beside::default(),
    }
}

async fn acts(docket: &Docket, court: CourtId, stream: Stream, on: &str, command: Command) -> Posted {
    office::perform(docket, &Keys, &upon(court, stream, on, command)).await.unwrap()
}

/// Filed and registered.
async fn registered(docket: &Docket, court: CourtId) -> Stream {
    let stream = office::perform(docket, &Keys, &filing(court, None)).await.unwrap().entries[0].stream;
    acts(docket, court, stream, "2020-03-03", accept(None)).await;
    stream
}

fn judge(court: CourtId, number: u32) -> Judge {
    let profile = Profile {
        judge: JudgeId(number),
        court,
        active: true,
        groups: BTreeSet::from(["civil".to_owned()]),
        away: Vec::new(),
        bound_to: BTreeSet::new(),
        open_cases: 0,
        most_open: None,
        share_reached: false,
        qualified: BTreeSet::new(),
    };
    Judge { profile, capacity: 100, new: false, share: None }
}

fn asking(court: CourtId, stream: Stream, judges: &[u32]) -> Asking {
    Asking {
        court,
        stream,
        at: at("2020-03-04", 0),
        actor: "account:1".into(),
        need: Need {
            court,
            group: "civil".to_owned(),
            window: (day("2020-03-20"), day("2020-04-20")),
            persons: BTreeSet::new(),
            sat_before: BTreeSet::new(),
            former_panel: BTreeSet::new(),
            investigated: BTreeSet::new(),
            recused: BTreeSet::new(),
            left: BTreeSet::new(),
            on_bench: BTreeSet::new(),
            mediators: BTreeSet::new(),
            qualifications: BTreeSet::new(),
        },
        judges: judges.iter().map(|number| judge(court, *number)).collect(),
        assessors: Vec::new(),
        bench: Bench { procedure: Procedure::Summary, panel: 1, assessors: 0, seven: None },
        circumstances: Circumstances::default(),
        change: None,
        approver: None,
        link: None,
    }
}

fn assigned(posted: &Posted) -> law::life::event::Assigned {
    match Event::read(&posted.entries[0].kind, &posted.entries[0].body).unwrap() {
        Event::Assigned(body) => body,
        other => panic!("{other:?}"),
    }
}

fn refusal(outcome: Result<Posted, NotDone>) -> RefusalCode {
    match outcome {
        Err(NotDone::Refused(refusal)) => refusal.code,
        other => panic!("not refused: {other:?}"),
    }
}

async fn a_draft_is_saved_as_it_is_typed_and_filed_once(docket: &Docket) {
    let drafts = Drafts::new(docket.clone(), StreamKey::from_seed(b"drafts"));
    let now = at("2020-03-02", 0);
    drafts.begin("d1", 900, "{}", now).await.unwrap();
    let first = drafts.load("d1", 900).await.unwrap();
    assert_eq!((first.version, first.body.as_str(), first.filed), (1, "{}", None));
    assert_eq!(drafts.save(&first, COMPLAINT, now).await, Ok(2));
    assert_eq!(drafts.save(&first, "{\"late\":1}", now).await, Err(DraftFault::Moved(2)), "saved elsewhere meanwhile");
    assert_eq!(drafts.load("d1", 901).await, Err(DraftFault::NotFound), "another's is as none");
    assert_eq!(drafts.load("d1", 900).await.unwrap().body, COMPLAINT);
    let other = Drafts::new(docket.clone(), StreamKey::from_seed(b"other"));
    assert_eq!(other.load("d1", 900).await, Err(DraftFault::Sealed), "it is sealed at rest");

    let court = court_of("辽0102");
    let posted = office::perform(docket, &Keys, &filing(court, Some("d1"))).await.unwrap();
    let filed = drafts.load("d1", 900).await.unwrap();
    assert_eq!(filed.filed, Some((court, posted.entries[0].stream)));
    assert_eq!(drafts.of(900).await.unwrap(), []);
    let again = office::perform(docket, &Keys, &filing(court, Some("d1"))).await;
    assert!(matches!(again, Err(NotDone::Store(StoreError::Conflict(_)))), "{again:?}");
    assert_eq!(docket.size(court).await.unwrap(), 1, "nothing is filed twice");
    assert_eq!(drafts.save(&filed, "{}", now).await, Err(DraftFault::Filed(court, posted.entries[0].stream)));
    assert_eq!(drafts.discard("d1", 900).await, Err(DraftFault::NotFound));

    let unsaved =
        Draft { id: "d4".into(), account: 900, version: 0, changed_at: now, body: COMPLAINT.into(), filed: None };
    let with_it = Request {
        beside: Beside { draft: Some(drafts.filed(&unsaved).unwrap()), ..Beside::default() },
        ..filing(court, None)
    };
    let posted = office::perform(docket, &Keys, &with_it).await.unwrap();
    let kept = drafts.load("d4", 900).await.unwrap();
    assert_eq!((kept.filed, kept.body.as_str()), (Some((court, posted.entries[0].stream)), COMPLAINT));
    let again = office::perform(docket, &Keys, &with_it).await;
    assert!(matches!(again, Err(NotDone::Store(StoreError::Conflict(_)))), "{again:?}");
    assert_eq!(docket.size(court).await.unwrap(), 2, "what comes with the act is filed once too");
    let refused = Request { command: accept(None), ..with_it };
    let refused = Request {
        beside: Beside {
            draft: Some(drafts.filed(&Draft { id: "d5".into(), ..unsaved }).unwrap()),
            ..Beside::default()
        },
        ..refused
    };
    assert!(office::perform(docket, &Keys, &refused).await.is_err());
    assert_eq!(drafts.load("d5", 900).await, Err(DraftFault::NotFound), "with the act or not at all");

    drafts.begin("d2", 900, "{}", now).await.unwrap();
    assert_eq!(drafts.discard("d2", 901).await, Err(DraftFault::NotFound));
    assert_eq!(drafts.discard("d2", 900).await, Ok(()));
    let long = "x".repeat(1_048_577);
    assert_eq!(drafts.begin("d3", 900, &long, now).await, Err(DraftFault::TooLarge));
    for n in 0..50 {
        drafts.begin(&format!("many{n}"), 7, "{}", now).await.unwrap();
    }
    assert_eq!(drafts.begin("more", 7, "{}", now).await, Err(DraftFault::TooMany));
    verified(docket).await;
}

async fn what_was_handed_in_is_sealed_and_a_correction_takes_its_place(docket: &Docket) {
    let court = court_of("辽0102");
    let posted = office::perform(docket, &Keys, &filing(court, None)).await.unwrap();
    let stream = posted.entries[0].stream;
    for hidden in ["张三", "货款", "facts"] {
        assert!(!posted.entries[0].body.contains(hidden), "{hidden} lies open in the log");
    }
    let facts = docket.facts(court, stream).await.unwrap().unwrap();
    assert_eq!(facts.filer, Some(FIRST_HAND), "no account stands in what is public");
    let ask = Command::AskCorrection { defects: vec!["请求不明确".into()], fields: vec!["claims".into()] };
    acts(docket, court, stream, "2020-03-03", ask).await;
    let mut request = upon(court, stream, "2020-03-05", Command::Resubmit(handed(true)));
    request.complaint = Some("{\"facts\":\"改\"}".to_owned());
    office::perform(docket, &Keys, &request).await.unwrap();
    let matter = Papered::load(docket, court, stream).await.unwrap().unwrap();
    assert_eq!(matter.complaint.as_deref(), Some("{\"facts\":\"改\"}"));
    assert_eq!(matter.before.as_deref(), Some(COMPLAINT));
    assert_eq!(matter.parties.as_deref(), Some(r#"[{"name":"张三","role":"defendant"}]"#));
    assert_eq!((matter.case.state(), matter.hand_of(900).map(|hand| hand.number)), (State::Received, Some(FIRST_HAND)));
    assert!(matter.papers.unwrap().mediation);

    docket.destroy_field_key(court, stream).await.unwrap();
    let erased = Papered::load(docket, court, stream).await.unwrap().unwrap();
    assert_eq!((erased.complaint, erased.parties), (None, None), "erased, and the proof holds");
    docket::receipt::check(&docket.receipt(court, stream.0).await.unwrap()).unwrap();
    assert!(Papered::load(docket, court, Stream(99)).await.unwrap().is_none());
    verified(docket).await;
}

async fn a_draw_is_made_again_from_its_receipt_alone(docket: &Docket) {
    let court = court_of("辽0102");
    allot::publish_key(docket, &Keys, court, at("2020-03-01", 0)).await.unwrap();
    allot::publish_key(docket, &Keys, court, at("2020-03-01", 5)).await.unwrap();
    assert_eq!(docket.size(court).await.unwrap(), 1, "one key is entered once");
    let stream = office::perform(docket, &Keys, &filing(court, None)).await.unwrap().entries[0].stream;
    acts(docket, court, stream, "2020-03-02", Command::GiveNumber { by: 900, number: "20200302".into() }).await;
    acts(docket, court, stream, "2020-03-03", accept(None)).await;
    let mut ask = asking(court, stream, &[11, 12, 13, 14]);
    ask.judges[3].profile.active = false;
    let posted = allot::draw(docket, &Keys, &ask).await.unwrap();
    let body = assigned(&posted);
    let draw = body.draw.clone().unwrap();
    assert_eq!(draw.number.as_deref(), Some("20200302"));
    assert_eq!(draw.seats[0].candidates[3].failing, [Failing::NotInQuota]);

    let receipt = docket.receipt(court, posted.entries[0].position).await.unwrap().to_json();
    let replayed = replay(&receipt).unwrap();
    assert!(replayed.sound(), "{:?}", replayed.checks);
    assert_eq!(replayed.assigned.judge, body.judge);
    let other = docket.receipt(court, stream.0).await.unwrap().to_json();
    assert!(matches!(replay(&other), Err(ReplayFault::NoDraw(_))));
    assert!(matches!(replay("{}"), Err(ReplayFault::Receipt(_))));
    let forged = receipt.replace("\\\"judge\\\":11", "\\\"judge\\\":12").replace("\"judge\":11", "\"judge\":12");
    if forged != receipt {
        assert!(matches!(replay(&forged), Err(ReplayFault::Receipt(_))), "a bent receipt proves nothing");
    }
    let again = allot::draw(docket, &Keys, &ask).await;
    assert!(matches!(again, Err(NotDrawn::NotDone(NotDone::Refused(_)))), "A-003: not drawn twice");
    verified(docket).await;
}

async fn a_029_a_recusal_forces_a_new_draw(docket: &Docket) {
    let court = court_of("辽0102");
    let stream = registered(docket, court).await;
    let ask = asking(court, stream, &[11, 12, 13]);
    let first = assigned(&allot::draw(docket, &Keys, &ask).await.unwrap()).judge;
    let recusal = Command::AskRecusal { by: 900, ground: "与被告是近亲属".into(), judge: first };
    acts(docket, court, stream, "2020-03-05", recusal).await;
    let decision = Command::DecideRecusal { by: 50, reason: "属实".into(), upheld: true };
    acts(docket, court, stream, "2020-03-06", decision).await;
    let change = Change {
        asked_by: 40,
        by: 50,
        ground: ChangeGround::Recusal,
        of: Some(first),
        reason: "院长决定准许回避，重新抽签".into(),
    };
    let again = Asking { at: at("2020-03-06", 5), change: Some(change), ..ask };
    let body = assigned(&allot::draw(docket, &Keys, &again).await.unwrap());
    assert_ne!(body.judge, first);
    let draw = body.draw.unwrap();
    assert_eq!(draw.round, 2);
    let out = draw.seats[0].candidates.iter().find(|one| one.judge == first).unwrap();
    assert_eq!(out.failing, [Failing::Recused]);
    verified(docket).await;
}

async fn a_010_nobody_left_is_told_and_nothing_is_entered(docket: &Docket) {
    let court = court_of("辽0102");
    let stream = registered(docket, court).await;
    let size = docket.size(court).await.unwrap();
    let mut ask = asking(court, stream, &[11, 12]);
    ask.judges[0].profile.groups.clear();
    ask.judges[1].profile.away = vec![(day("2020-03-01"), day("2020-06-01"))];
    let Err(NotDrawn::Unassignable(nobody)) = allot::draw(docket, &Keys, &ask).await else { panic!("drawn") };
    let reasons: Vec<&[Failing]> = nobody.candidates.iter().map(|one| one.failing.as_slice()).collect();
    assert_eq!(reasons, [&[Failing::OtherGroup][..], &[Failing::Absent]]);
    let noted = docket.stream(court, stream).await.unwrap().pop().unwrap();
    let Event::NobodyLeft(body) = Event::read(&noted.kind, &noted.body).unwrap() else { panic!("{}", noted.kind) };
    assert_eq!(body.candidates, nobody.candidates, "noted with every reason");
    assert_eq!(docket.size(court).await.unwrap(), size + 1);
    assert_eq!(docket.facts(court, stream).await.unwrap().unwrap().waits, 16);
    let mut ask = asking(court, stream, &[11, 12, 13]);
    ask.bench = Bench { procedure: Procedure::Ordinary, panel: 3, assessors: 1, seven: None };
    ask.assessors = vec![assessor(501)];
    let Err(NotDrawn::Unassignable(nobody)) = allot::draw(docket, &Keys, &ask).await else { panic!("drawn") };
    assert_eq!(nobody.kind, SeatKind::Assessor, "an assessor, and no substitute");
    verified(docket).await;
}

/// The loads of judges as the log says before a position, by weights of the table.
async fn loads_before(docket: &Docket, court: CourtId, position: i64) -> BTreeMap<JudgeId, i64> {
    let mut of: BTreeMap<i64, (u32, JudgeId)> = BTreeMap::new();
    let mut cause = BTreeMap::new();
    for entry in docket.entries(court, 1, position - 1).await.unwrap() {
        match Event::read(&entry.kind, &entry.body) {
            Ok(Event::Received(intake)) => drop(cause.insert(entry.stream.0, intake.cause)),
            Ok(Event::Assigned(body)) => drop(of.insert(entry.stream.0, (body.panel.into(), body.judge))),
            _ => {}
        }
    }
    let mut loads = BTreeMap::new();
    for (stream, (_, judge)) in of {
        // the cause of a loan weighs as its kind; the entry of the draw records the same
        let weight = base(Word::parse("民初").unwrap(), Procedure::Summary) * cause_factor(cause[&stream]) / 100;
        *loads.entry(judge).or_default() += weight;
    }
    loads
}

async fn draws_at_once_never_use_a_stale_pool(docket: &Docket) {
    let court = court_of("辽0102");
    let mut streams = Vec::new();
    for _ in 0..24 {
        streams.push(registered(docket, court).await);
    }
    let docket_of = Arc::new(docket.clone());
    let draws = streams.into_iter().map(|stream| {
        let docket = Arc::clone(&docket_of);
        tokio::spawn(async move {
            let ask = asking(court, stream, &[11, 12, 13, 14, 15]);
            allot::draw(&docket, &Keys, &ask).await.unwrap()
        })
    });
    let draws: Vec<_> = draws.collect();
    for one in draws {
        let posted = one.await.unwrap();
        let draw = assigned(&posted).draw.unwrap();
        let known = loads_before(docket, court, posted.entries[0].position).await;
        for candidate in &draw.seats[0].candidates {
            assert_eq!(candidate.load, known.get(&candidate.judge).copied().unwrap_or(0), "{draw:?}");
        }
    }
    verified(docket).await;
}

async fn a_051_a_named_judge_stands_beside_the_draw_that_would_have_been(docket: &Docket) {
    let court = court_of("辽0102");
    let stream = registered(docket, court).await;
    let propose = Command::ProposeNaming {
        ground: NamingGround::Major,
        judge: JudgeId(12),
        proposer: 40,
        reason: "新类型案件，需要专业法官办理".into(),
    };
    acts(docket, court, stream, "2020-03-04", propose).await;
    let own = Asking { approver: Some(40), ..asking(court, stream, &[11, 13]) };
    let Err(NotDrawn::NotDone(cause)) = allot::draw(docket, &Keys, &own).await else {
        panic!("approved by the proposer")
    };
    assert_eq!(refusal(Err(cause)), RefusalCode::AskerDecides);
    let approved = Asking { approver: Some(50), ..asking(court, stream, &[11, 13]) };
    let posted = allot::draw(docket, &Keys, &approved).await.unwrap();
    let body = assigned(&posted);
    assert_eq!(body.judge, JudgeId(12));
    assert!(body.draw.unwrap().first().is_some_and(|drawn| drawn != JudgeId(12)));
    let receipt = docket.receipt(court, posted.entries[0].position).await.unwrap().to_json();
    assert!(replay(&receipt).unwrap().sound());
}

async fn a_thousand_filings_at_once_lose_none_and_skip_no_number(docket: &Docket) {
    let all: Vec<CourtId> = courts().iter().map(|court| court.id).collect();
    let gate = Arc::new(tokio::sync::Semaphore::new(64));
    let filings = (0..1000).map(|n| {
        let (docket, gate, court) = (docket.clone(), Arc::clone(&gate), all[n % all.len()]);
        tokio::spawn(async move {
            let _slot = gate.acquire().await.unwrap();
            let posted = office::perform(&docket, &Keys, &filing(court, None)).await.unwrap();
            let stream = posted.entries[0].stream;
            acts(&docket, court, stream, "2020-03-03", accept(None)).await;
            (court, stream)
        })
    });
    let filings: Vec<_> = filings.collect();
    let mut numbers: BTreeMap<CourtId, BTreeSet<u32>> = BTreeMap::new();
    for one in filings {
        let (court, stream) = one.await.unwrap();
        let facts = docket.facts(court, stream).await.unwrap().unwrap();
        assert!(numbers.entry(court).or_default().insert(facts.serial.unwrap()), "a number twice");
        let receipt = docket.receipt(court, stream.0).await.unwrap();
        docket::receipt::check(&receipt).unwrap();
    }
    for (court, numbers) in &numbers {
        let n = u32::try_from(numbers.len()).unwrap();
        assert_eq!(numbers.iter().copied().collect::<Vec<_>>(), (1..=n).collect::<Vec<_>>(), "court {}", court.0);
    }
    assert_eq!(numbers.values().map(BTreeSet::len).sum::<usize>(), 1000);
    verified(docket).await;
}
