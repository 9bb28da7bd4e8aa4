//! The online door on both engines: a case's whole life, what refusals leave behind, writers at once, two courts.
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may panic and print"
)]

mod support;

use std::collections::BTreeSet;
use std::sync::Arc;

use court::office::{self, NotDone};
use court::publication::{Documents, Fresh, PaperFault, Stage, Wanted};
use court::reports::{ReportFault, Reports, Standing};
use docket::digest::{sm3, to_hex};
use docket::sealed::StreamKey;
use docket::store::{Docket, NumberKey, Posted, StoreError};
use law::case_number::Word;
use law::ids::{JudgeId, Stream};
use law::life::RefusalCode;
use law::life::codes::{AppealOutcome, Channel, ClosingForm, Document, Procedure, Recall, Service, State, Withholding};
use law::life::command::Command;
use law::life::event::{Event, Origin};
use law::life::office::{Liaison, OfficeAct, Statement};
use support::{Keys, Matter, accept, at, court_of, day, everything, open, papers, verified};

docket::both_engines! {
    scratch => &open(&scratch.url).await;
    crate::a_civil_case_lives_from_the_papers_to_the_archive;
    crate::a_refused_act_leaves_nothing_behind;
    crate::an_unknown_matter_is_not_found_and_leaves_nothing_behind;
    crate::cn_061_filings_at_once_get_serials_without_a_gap;
    crate::acts_upon_one_matter_at_once_are_none_lost_and_none_doubled;
    crate::an_appeal_travels_between_two_courts;
    crate::acts_of_the_court_itself_are_entries_too;
    crate::o_012_a_document_is_published_by_another_and_taken_back;
    crate::o_012_a_reader_reports_an_error_and_a_stub_tells_why;
}

const ASSIGN: Command = Command::Assign { judge: JudgeId(3001), panel: 1, assessors: 0, procedure: Procedure::Summary };

fn refused(outcome: Result<Posted, NotDone>) -> RefusalCode {
    match outcome {
        Err(NotDone::Refused(refusal)) => {
            assert!(!refusal.sentence.is_empty() && !refusal.basis.is_empty());
            refusal.code
        }
        other => panic!("not refused: {other:?}"),
    }
}

/// From acceptance on the spot to a judgment pronounced at the hearing and served.
async fn judged<'a>(docket: &'a Docket, code: &str) -> Matter<'a> {
    let mut matter = Matter::new(docket, code);
    matter.act(at("2020-03-06", 0), accept(Some(papers("民初", "2020-03-06", Channel::Window, None)))).await;
    matter.act(at("2020-03-09", 0), ASSIGN).await;
    matter
        .act(at("2020-03-11", 0), Command::ScheduleHearing { day: day("2020-03-20"), online: true, public: true })
        .await;
    matter.act(at("2020-03-20", 0), Command::HoldHearing { broadcast: true, minutes: 75, recorded: true }).await;
    let close = Command::Close { form: ClosingForm::Judged, document: Document::Judgment, in_court: true };
    matter.act(at("2020-03-20", 90), close).await;
    matter.act(at("2020-03-23", 0), Command::Serve { document: Document::Judgment, mode: Service::Direct }).await;
    matter
}

async fn a_civil_case_lives_from_the_papers_to_the_archive(docket: &Docket) {
    let mut matter = Matter::new(docket, "辽0102");
    let case =
        matter.act(at("2020-03-02", 0), Command::Receive(papers("民初", "2020-03-02", Channel::Online, None))).await;
    assert_eq!((case.state(), case.facts.counts, case.facts.serial), (State::Received, false, None));
    let defects = vec!["缺少被告住址".to_owned()];
    let case = matter.act(at("2020-03-03", 0), Command::AskCorrection { defects, fields: vec![] }).await;
    assert_eq!((case.state(), case.facts.corrections), (State::Correcting, 1));
    let case = matter.act(at("2020-03-05", 0), Command::Correct).await;
    assert_eq!(case.state(), State::Received);

    let case = matter.act(at("2020-03-06", 0), accept(None)).await;
    assert_eq!((case.state(), case.facts.year, case.facts.serial), (State::Registered, Some(2020), Some(1)));
    assert_eq!(case.facts.accepted_day, Some(day("2020-03-06")));
    assert!(case.facts.counts);
    let case = matter.act(at("2020-03-06", 20), Command::Disclose { effective: true }).await;
    assert!(case.facts.disclosed && case.facts.disclosed_effectively);
    let case = matter.act(at("2020-03-09", 0), ASSIGN).await;
    assert_eq!(
        (case.state(), case.facts.judge, case.procedure()),
        (State::Assigned, Some(JudgeId(3001)), Procedure::Summary)
    );
    assert_eq!(case.facts.final_end_day, Some(day("2020-06-08")), "three months, and on to the Monday");
    matter.act(at("2020-03-10", 0), Command::Serve { document: Document::Notice, mode: Service::Electronic }).await;

    matter
        .act(at("2020-03-11", 0), Command::ScheduleHearing { day: day("2020-03-20"), online: true, public: true })
        .await;
    let case =
        matter.act(at("2020-03-20", 0), Command::HoldHearing { broadcast: true, minutes: 75, recorded: true }).await;
    assert_eq!((case.state(), case.facts.hearings, case.facts.hearings_online), (State::Hearing, 1, 1));
    assert_eq!((case.facts.hearings_broadcast, case.facts.hearings_closed), (1, 0));
    let close = Command::Close { form: ClosingForm::Judged, document: Document::Judgment, in_court: true };
    let case = matter.act(at("2020-03-20", 90), close).await;
    assert_eq!((case.state(), case.form(), case.facts.in_court), (State::Closed, Some(ClosingForm::Judged), true));
    assert!(case.facts.publishable);
    matter.act(at("2020-03-23", 0), Command::Serve { document: Document::Judgment, mode: Service::Direct }).await;
    let case = matter.act(at("2020-04-10", 0), Command::TakeEffect { on: day("2020-04-10") }).await;
    assert_eq!((case.state(), case.facts.effective_day), (State::Effective, Some(day("2020-04-10"))));
    let case = matter.act(at("2020-04-13", 0), Command::Publish { document: Document::Judgment, text: None }).await;
    assert_eq!((case.facts.published, case.facts.first_published_day), (1, Some(day("2020-04-13"))));
    let case = matter.act(at("2020-05-20", 0), Command::Archive).await;
    assert_eq!((case.state(), case.facts.archived_day), (State::Archived, Some(day("2020-05-20"))));
    assert_eq!(case.facts.version, 14);

    let court = matter.court;
    assert_eq!(docket.field_key(court, Stream(1)).await.unwrap(), Some(vec![7; 32]));
    let word = Word::parse("民初").unwrap().code();
    let found = docket.find_number(NumberKey { court, year: 2020, word, serial: 1 }).await.unwrap();
    assert_eq!(found.map(|facts| facts.stream), Some(Stream(1)));
    let tallies = docket.tallies(Some(court)).await.unwrap();
    let held = tallies.iter().find(|tally| tally.kind == "hearing.held.v1").unwrap();
    assert_eq!((held.day, held.n, held.total), (day("2020-03-20"), 1, 1));
    let receipt = docket.receipt(court, 4).await.unwrap();
    let checked = docket::receipt::check(&receipt).unwrap();
    assert_eq!((checked.entry.kind.as_str(), checked.size), ("case.accepted.v1", 14));
    assert_eq!(checked.entry.body["number"], "（2020）辽0102民初1号");
    verified(docket).await;
}

async fn a_refused_act_leaves_nothing_behind(docket: &Docket) {
    let court = court_of("辽0102");
    let mut matter = judged(docket, "辽0102").await;
    let before = everything(docket, court).await;

    // nothing to open a matter with, or not so; a serial asked for is not used up
    let mut none = papers("民初", "2020-03-23", Channel::Window, None);
    none.parties = 0;
    let mut tomorrow = papers("民初", "2020-03-23", Channel::Window, None);
    tomorrow.received = day("2020-03-25");
    let petition = papers("信访", "2020-03-23", Channel::Window, None);
    let mut fresh = Matter::new(docket, "辽0102");
    let now = at("2020-03-24", 0);
    for (command, code) in [
        (accept(Some(none)), RefusalCode::IntakeInvalid),
        (accept(Some(tomorrow)), RefusalCode::DayInvalid),
        (accept(Some(petition)), RefusalCode::CommandNotOfTrack),
        (accept(None), RefusalCode::IntakeInvalid),
        (
            Command::Accept {
                intake: Some(papers("民初", "2020-03-23", Channel::Window, None)),
                year: 2019,
                serial: 0,
            },
            RefusalCode::NumberInvalid,
        ),
        (Command::Archive, RefusalCode::NoMatter),
    ] {
        assert_eq!(refused(fresh.try_act(now, command).await), code);
    }

    // a matter that is closed and waits for its window
    for (command, code) in [
        (accept(None), RefusalCode::StateForbids),
        (Command::Receive(papers("民初", "2020-03-23", Channel::Online, None)), RefusalCode::MatterExists),
        (Command::TakeEffect { on: day("2020-03-24") }, RefusalCode::WindowOpen),
        (Command::Publish { document: Document::Judgment, text: None }, RefusalCode::NotEffective),
        (Command::Archive, RefusalCode::NotEffective),
        (Command::SendFile { to: court_of("辽01") }, RefusalCode::NoAppealPending),
        (Command::QueryProperty { found: true, full: true }, RefusalCode::CommandNotOfTrack),
    ] {
        assert_eq!(refused(matter.try_act(now, command).await), code);
    }
    assert_eq!(refused(matter.try_act(at("2020-03-22", 0), Command::Archive).await), RefusalCode::TimeRunsBackwards);
    assert_eq!(everything(docket, court).await, before);

    // and the serial after them is the next one
    let mut next = Matter::new(docket, "辽0102");
    let case = next.act(now, accept(Some(papers("民初", "2020-03-24", Channel::Window, None)))).await;
    assert_eq!(case.facts.serial, Some(2));
    verified(docket).await;
}

async fn an_unknown_matter_is_not_found_and_leaves_nothing_behind(docket: &Docket) {
    let court = court_of("辽0102");
    let matter = judged(docket, "辽0102").await;
    let before = everything(docket, court).await;
    for stream in [2, 99, -1] {
        let mut unknown = Matter { docket, court, stream: Some(Stream(stream)) };
        let outcome = unknown.try_act(at("2020-04-20", 0), Command::Archive).await;
        assert!(matches!(outcome, Err(NotDone::NotFound)), "{outcome:?}");
    }
    let mut elsewhere = Matter { docket, court: court_of("辽0103"), stream: matter.stream };
    let outcome = elsewhere.try_act(at("2020-04-20", 0), Command::Archive).await;
    assert!(matches!(outcome, Err(NotDone::NotFound)), "{outcome:?}");
    assert_eq!(everything(docket, court).await, before);
    assert_eq!(docket.size(court_of("辽0103")).await.unwrap(), 0);
}

async fn cn_061_filings_at_once_get_serials_without_a_gap(docket: &Docket) {
    const TASKS: usize = 8;
    const FILINGS: usize = 10;
    let court = court_of("辽0202");
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..TASKS {
        let docket = docket.clone();
        tasks.spawn(async move {
            let mut serials = Vec::new();
            for minute in 0..FILINGS {
                let intake = papers("民初", "2020-06-01", Channel::Window, None);
                let matter = Matter { docket: &docket, court, stream: None };
                let request = matter.request(at("2020-06-01", minute as i64), accept(Some(intake)));
                let posted = office::perform(&docket, &Keys, &request).await.unwrap();
                let body: serde_json::Value = serde_json::from_str(&posted.entries[0].body).unwrap();
                let facts = docket.facts(court, posted.entries[0].stream).await.unwrap().unwrap();
                assert_eq!(body["number"], format!("（2020）辽0202民初{}号", facts.serial.unwrap()));
                serials.push(facts.serial.unwrap());
            }
            assert!(serials.is_sorted(), "one writer's serials go up");
            serials
        });
    }
    let mut all: Vec<u32> = tasks.join_all().await.into_iter().flatten().collect();
    all.sort_unstable();
    assert_eq!(all, (1..=(TASKS * FILINGS) as u32).collect::<Vec<_>>());
    assert_eq!(docket.size(court).await.unwrap(), (TASKS * FILINGS) as i64);
    assert_eq!(docket.counters().await.unwrap()[0].last, (TASKS * FILINGS) as u32);
    verified(docket).await;
}

/// Of acts decided upon the same past only one gets in; the others are told of the conflict.
async fn acts_upon_one_matter_at_once_are_none_lost_and_none_doubled(docket: &Docket) {
    let matter = judged(docket, "辽0102").await;
    let (court, stream) = (matter.court, matter.stream.unwrap());
    let (mut version, mut conflicts) = (matter.case().await.facts.version, 0);
    for round in 0..25 {
        let start = Arc::new(tokio::sync::Barrier::new(6));
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let (docket, start) = (docket.clone(), Arc::clone(&start));
            tasks.spawn(async move {
                let matter = Matter { docket: &docket, court, stream: Some(stream) };
                let request = matter.request(at("2020-03-24", round), Command::Disclose { effective: true });
                start.wait().await;
                office::perform(&docket, &Keys, &request).await
            });
        }
        let mut done = 0;
        for outcome in tasks.join_all().await {
            match outcome {
                Ok(posted) => {
                    assert_eq!(posted.entries.len(), 1);
                    done += 1;
                }
                Err(NotDone::Store(StoreError::Conflict(what))) => {
                    assert!(!what.is_empty());
                    conflicts += 1;
                }
                Err(other) => panic!("{other}"),
            }
        }
        assert!(done >= 1, "somebody gets in");
        version += done;
        assert_eq!(matter.case().await.facts.version, version);
        if conflicts > 0 {
            break;
        }
    }
    assert!(conflicts > 0, "no two acts ever met");
    let versions: BTreeSet<i32> =
        docket.stream(court, stream).await.unwrap().iter().map(|entry| entry.version).collect();
    assert_eq!(versions, (1..=version).collect());
    verified(docket).await;
}

async fn an_appeal_travels_between_two_courts(docket: &Docket) {
    let (below, above) = (court_of("辽0102"), court_of("辽01"));
    let mut first = judged(docket, "辽0102").await;
    let case = first.act(at("2020-04-02", 0), Command::ReceiveAppeal { protest: false }).await;
    assert_eq!((case.state(), case.facts.appealed_day), (State::Appealed, Some(day("2020-04-02"))));
    let before = everything(docket, below).await;
    let wrong = Command::SendFile { to: court_of("辽02") };
    assert_eq!(refused(first.try_act(at("2020-04-15", 0), wrong).await), RefusalCode::CourtUnknown);
    let early = Command::TakeEffect { on: day("2020-04-15") };
    assert_eq!(refused(first.try_act(at("2020-04-15", 0), early).await), RefusalCode::AppealPending);
    assert_eq!(everything(docket, below).await, before);
    let case = first.act(at("2020-04-15", 0), Command::SendFile { to: above }).await;
    assert_eq!(case.facts.file_sent_day, Some(day("2020-04-15")));

    let mut second = Matter::new(docket, "辽01");
    let origin = Origin { court: below, stream: first.stream.unwrap() };
    let intake = papers("民终", "2020-04-20", Channel::Transferred, Some(origin));
    let case = second.act(at("2020-04-20", 0), accept(Some(intake))).await;
    assert_eq!((case.facts.origin_court, case.facts.origin_stream), (Some(below), first.stream));
    let panel = Command::Assign { judge: JudgeId(2001), panel: 3, assessors: 0, procedure: Procedure::Ordinary };
    second.act(at("2020-04-21", 0), panel).await;
    let close = Command::Close { form: ClosingForm::Upheld, document: Document::Judgment, in_court: false };
    second.act(at("2020-05-20", 0), close).await;

    let told = Command::ConcludeAppeal {
        above: Origin { court: above, stream: second.stream.unwrap() },
        outcome: AppealOutcome::Upheld,
        error: false,
    };
    let case = first.act(at("2020-05-25", 0), told).await;
    assert_eq!((case.state(), case.appeal_outcome()), (State::Closed, Some(AppealOutcome::Upheld)));
    let case = first.act(at("2020-05-26", 0), Command::TakeEffect { on: day("2020-05-26") }).await;
    assert_eq!(case.state(), State::Effective);
    first.act(at("2020-06-30", 0), Command::Archive).await;

    let kinds = first.kinds().await;
    assert_eq!(
        kinds[6..],
        ["appeal.received.v1", "appeal.file_sent.v1", "appeal.concluded.v1", "case.effective.v1", "case.archived.v1"]
    );
    let sent = &docket.stream(below, first.stream.unwrap()).await.unwrap()[7];
    let Event::FileSent(sent) = Event::read(&sent.kind, &sent.body).unwrap() else { panic!("no file sent") };
    assert_eq!(sent.to, above);
    let told = &docket.stream(below, first.stream.unwrap()).await.unwrap()[8];
    let Event::AppealConcluded(told) = Event::read(&told.kind, &told.body).unwrap() else { panic!("not concluded") };
    let there = docket.facts(told.above.court, told.above.stream).await.unwrap().unwrap();
    assert_eq!(there.origin_stream, first.stream, "each points at the other");
    let sizes = (docket.size(below).await.unwrap(), docket.size(above).await.unwrap());
    assert_eq!(sizes, (11, 3), "each court's entries stand in its own log");
    verified(docket).await;
}

async fn acts_of_the_court_itself_are_entries_too(docket: &Docket) {
    let high = court_of("辽");
    let figures = [("caseload.province.rate_bp".to_owned(), 9348)].into();
    let acts = [
        OfficeAct::StatementImported(Statement { figures, source: "工作报告".to_owned(), year: 2019 }),
        OfficeAct::LiaisonHeld(Liaison { participants: 12 }),
        OfficeAct::LiaisonHeld(Liaison { participants: 30 }),
    ];
    for (minute, act) in (0..).zip(&acts) {
        let posted = office::act(docket, &Keys, high, at("2020-01-02", minute), "office", act).await.unwrap();
        assert_eq!((posted.entries[0].position, posted.entries[0].stream), (minute + 1, Stream(minute + 1)));
        assert_eq!(posted.entries[0].kind, act.kind());
    }
    let statements = docket.statements(Some(high)).await.unwrap();
    assert_eq!(statements.len(), 1);
    assert_eq!((statements[0].year, statements[0].value, statements[0].source.as_str()), (2019, 9348, "工作报告"));
    let tallies = docket.tallies(Some(high)).await.unwrap();
    let held = tallies.iter().find(|tally| tally.kind == "office.liaison_held.v1").unwrap();
    assert_eq!((held.n, held.total), (2, 42));
    let mut matter = Matter { docket, court: high, stream: Some(Stream(2)) };
    let outcome = matter.try_act(at("2020-01-03", 0), Command::Archive).await;
    assert!(matches!(outcome, Err(NotDone::NotFound)), "an act of the court is no matter: {outcome:?}");
    verified(docket).await;
}

async fn o_012_a_document_is_published_by_another_and_taken_back(docket: &Docket) {
    let mut matter = judged(docket, "辽0102").await;
    let documents = Documents::new(docket.clone(), StreamKey::from_seed(b"documents"));
    let (court, stream) = (matter.court, matter.stream.unwrap());
    let on = |day: &str| at(day, 0);
    let fresh = Fresh {
        court,
        stream,
        kind: Document::Judgment,
        maker: 31,
        due: Some(day("2020-04-17")),
        text: "原告张建国诉被告张建民",
        review: "[]",
    };
    let empty = documents.begin(Fresh { text: " ", ..fresh }, on("2020-03-24")).await;
    assert!(matches!(empty, Err(PaperFault::Length)), "{empty:?}");
    assert_eq!(documents.begin(fresh, on("2020-03-24")).await.unwrap(), 1);
    let paper = documents.one(court, stream, 1).await.unwrap().unwrap();
    assert_eq!((paper.stage, paper.text.as_str(), paper.review.as_str()), (Stage::Masking, fresh.text, "[]"));
    let row = sqlx::query("SELECT sealed FROM documents").fetch_one(docket.pool()).await.unwrap();
    assert!(!sqlx::Row::try_get::<String, _>(&row, 0).unwrap().contains("张建国"), "it lies sealed");

    let masked = "原告张某1诉被告张某2";
    let check = async |paper: &_, by| {
        documents.publish(&Keys, paper, masked, (by, "account:40".into()), on("2020-04-13")).await
    };
    assert!(matches!(check(&paper, 40).await, Err(PaperFault::Moved)), "nobody handed it on");
    assert_eq!(documents.save(&paper, "[1]", Stage::Review, 31, on("2020-03-25")).await.unwrap(), 2);
    let twice = documents.save(&paper, "[2]", Stage::Review, 31, on("2020-03-25")).await;
    assert!(matches!(twice, Err(PaperFault::Moved)), "{twice:?}");
    let paper = documents.one(court, stream, 1).await.unwrap().unwrap();
    assert!(matches!(check(&paper, 31).await, Err(PaperFault::OwnWork)));
    let early = documents.publish(&Keys, &paper, masked, (40, "account:40".into()), on("2020-03-26")).await;
    let Err(PaperFault::NotDone(cause)) = early else { panic!("{early:?}") };
    assert_eq!(refused(Err(cause)), RefusalCode::NotEffective);
    assert_eq!(documents.published(None, (0, 9)).await.unwrap(), [], "nothing half done");
    matter.act(on("2020-04-10"), Command::TakeEffect { on: day("2020-04-10") }).await;

    let posted = check(&paper, 40).await.unwrap();
    let digest = to_hex(&sm3(masked.as_bytes()));
    assert_eq!(posted.entries[0].kind, "document.published.v1");
    assert!(posted.entries[0].body.contains(&digest) && !posted.entries[0].body.contains("张某"));
    let public = documents.published(Some(court), (0, 9)).await.unwrap();
    assert_eq!(public.len(), 1);
    assert_eq!(public[0].masked, Some((masked.to_owned(), digest.clone())));
    assert_eq!((public[0].checker, matter.case().await.facts.published), (Some(40), 1));
    assert!(matches!(check(&paper, 40).await, Err(PaperFault::Moved)), "it is published once");

    let recall =
        documents.recall(&Keys, &public[0], Recall::Masking, (40, "account:40".into()), on("2020-04-20")).await;
    let entry = &recall.unwrap().entries[0];
    assert!(entry.kind == "document.recalled.v1" && entry.body.contains(&digest), "{}", entry.body);
    assert_eq!(documents.published(None, (0, 9)).await.unwrap(), []);
    let back = documents.one(court, stream, 1).await.unwrap().unwrap();
    assert_eq!((back.stage, matter.case().await.facts.published), (Stage::Recalled, 0));
    documents.save(&back, "[3]", Stage::Review, 31, on("2020-04-21")).await.unwrap();
    let again = documents.one(court, stream, 1).await.unwrap().unwrap();
    let other = documents.publish(&Keys, &again, "原告张某1诉张某2", (40, "account:40".into()), on("2020-04-21")).await;
    assert_eq!(other.unwrap().entries[0].kind, "document.published.v1", "corrected, it is public again");
    for unnamed in [masked, "原告张建国"] {
        let told = documents.attach(fresh, unnamed, 40, on("2020-04-22")).await;
        assert!(matches!(told, Err(PaperFault::NotFound)), "no entry in force names it: {told:?}");
    }
    assert_eq!(documents.attach(fresh, "原告张某1诉张某2", 40, on("2020-04-22")).await.unwrap(), 2);
    let kept = documents.one(court, stream, 2).await.unwrap().unwrap();
    assert_eq!((kept.stage, kept.published_at), (Stage::Published, Some(on("2020-04-21"))), "since its entry");
    verified(docket).await;
}

async fn o_012_a_reader_reports_an_error_and_a_stub_tells_why(docket: &Docket) {
    let mut matter = judged(docket, "辽0102").await;
    matter.act(at("2020-04-10", 0), Command::TakeEffect { on: day("2020-04-10") }).await;
    let key = StreamKey::from_seed(b"documents");
    let (documents, reports) = (Documents::new(docket.clone(), key.clone()), Reports::new(docket.clone(), key));
    let (court, stream) = (matter.court, matter.stream.unwrap());
    let on = |day: &str| at(day, 0);
    let fresh =
        Fresh {
            court, stream, kind: Document::Judgment, maker: 31, due: None, text: "原告张建国100%_!", review: ""
        };
    documents.begin(fresh, on("2020-04-13")).await.unwrap();
    let one = async || documents.one(court, stream, 1).await.unwrap().unwrap();
    let early = reports.take(&one().await, "有误", "ab12", on("2020-04-13")).await;
    assert!(matches!(early, Err(ReportFault::NotFound)), "it is not public: {early:?}");
    documents.save(&one().await, "[]", Stage::Review, 31, on("2020-04-13")).await.unwrap();
    let by = || (40, "account:40".into());
    documents.publish(&Keys, &one().await, "原告张某100%_!", by(), on("2020-04-14")).await.unwrap();

    for (words, found) in [("张某", 1), ("100%_!", 1), ("1%", 0), ("张建国", 0), ("", 1)] {
        let wanted = Wanted { words: words.to_owned(), ..Wanted::default() };
        assert_eq!(documents.count(&wanted).await.unwrap(), found, "{words}");
        assert_eq!(documents.found(&wanted, (0, 9)).await.unwrap().len(), usize::try_from(found).unwrap());
    }
    let other = Wanted { year: Some(2019), ..Wanted::default() };
    assert_eq!(documents.count(&other).await.unwrap(), 0);
    let own = Wanted { year: Some(2020), court: Some(court), ..Wanted::default() };
    assert_eq!(documents.count(&own).await.unwrap(), 1);

    let due = reports.take(&one().await, "第一段还有身份证号", "AB12-CD34", on("2020-04-15")).await.unwrap();
    assert_eq!(due, day("2020-04-24"), "seven working days");
    for bad in [" ", &"字".repeat(1_001)] {
        assert!(matches!(reports.take(&one().await, bad, "x", on("2020-04-15")).await, Err(ReportFault::Length)));
    }
    let report = reports.by_code("ab12cd34").await.unwrap().unwrap();
    assert_eq!((report.text.as_str(), report.standing), ("第一段还有身份证号", Standing::Open));
    assert_eq!(reports.by_code("nobody").await.unwrap(), None);
    let row = sqlx::query("SELECT sealed, code FROM document_reports").fetch_one(docket.pool()).await.unwrap();
    let kept: (String, String) = (sqlx::Row::try_get(&row, 0).unwrap(), sqlx::Row::try_get(&row, 1).unwrap());
    assert!(!kept.0.contains("身份证") && !kept.1.contains("AB12"), "neither lies open");
    assert_eq!(reports.waiting(court).await.unwrap().len(), 1);
    let told = (Standing::Correcting, "属实，已经撤回");
    reports.answer(report.number, told, 40, on("2020-04-16")).await.unwrap();
    let twice = reports.answer(report.number, told, 40, on("2020-04-16")).await;
    assert!(matches!(twice, Err(ReportFault::Moved)), "{twice:?}");
    assert_eq!(reports.corrected(&one().await, on("2020-04-17")).await.unwrap(), 1);
    assert_eq!(reports.one(report.number).await.unwrap().unwrap().standing, Standing::Corrected);
    assert!(reports.waiting(court).await.unwrap().is_empty());

    documents.recall(&Keys, &one().await, Recall::Unfit, by(), on("2020-04-20")).await.unwrap();
    documents.save(&one().await, "[]", Stage::Review, 31, on("2020-04-20")).await.unwrap();
    let stub = ("（2020）辽0102民初1号，理由5", Withholding::Other);
    let own_work = documents.withhold(&Keys, &one().await, stub, (31, "account:31".into()), on("2020-04-21")).await;
    assert!(matches!(own_work, Err(PaperFault::OwnWork)), "{own_work:?}");
    let posted = documents.withhold(&Keys, &one().await, stub, by(), on("2020-04-21")).await.unwrap();
    assert_eq!(posted.entries[0].kind, "document.withheld.v1");
    let told = one().await;
    assert_eq!(told.masked.as_ref().unwrap().0, stub.0, "the stub stands where the text was");
    assert!(told.stage == Stage::Stub && told.stage.is_public(), "it is no published text: {:?}", told.stage);
    assert_eq!(
        documents.published(Some(court), (0, 9)).await.unwrap(),
        std::slice::from_ref(&told),
        "anybody finds the stub"
    );
    assert_eq!(documents.at(court, Stage::Published).await.unwrap(), []);
    let back = documents.recall(&Keys, &told, Recall::Unfit, by(), on("2020-04-22")).await;
    assert!(matches!(back, Err(PaperFault::Moved)), "a stub has nothing to be taken back: {back:?}");
    let saved = documents.save(&told, "[]", Stage::Masking, 31, on("2020-04-22")).await;
    assert!(matches!(saved, Err(PaperFault::Moved)), "it has come to its end: {saved:?}");
    verified(docket).await;
}
