//! Whatever is asked in whatever order: no panic, a reason whenever a no, and a row that stays in order.

use law::case_number::Word;
use law::day::Day;
use law::fen::Fen;
use law::ids::{JudgeId, Stream};
use law::life::codes::*;
use law::life::command::Command as C;
use law::life::event::{Event, Origin};
use law::life::facts::CaseFacts;
use law::life::track::TRACKS;
use law::life::{Case, decide, why_not};
use proptest::prelude::*;

use crate::matter::{BASIC, MIDDLE, court, intake};

fn of<T: Copy>(list: &[T], n: u32) -> T {
    list[usize::try_from(n).unwrap() % list.len()]
}

fn command(n: u32, k: u32, word: Word, today: Day) -> C {
    let back = |days: u32| today.plus(-i32::try_from(days % 40).unwrap());
    let ahead = today.plus(i32::try_from(k % 60).unwrap());
    let money = Fen(i64::from(k) * 40_000 - 50_000);
    let papers = || intake(word.as_str(), back(k % 3));
    let year = u16::try_from(today.year()).unwrap();
    let document = of(Document::ALL, k);
    match n % 50 {
        0 => C::Receive(papers()),
        1 => C::AskCorrection { defects: vec!["缺项".into()], fields: vec![] },
        2 => C::Correct,
        3 => C::Return,
        4 => C::Refuse { code: None, ground: "理由".into() },
        5 => C::Accept { intake: (k.is_multiple_of(2)).then(papers), year, serial: k },
        6 => C::Assign {
            judge: JudgeId(k),
            panel: of(&[1, 2, 3], k),
            assessors: 0,
            procedure: of(Procedure::ALL, k / 3),
        },
        7 => C::Convert { to: of(Procedure::ALL, k) },
        8 => C::Serve { document, mode: of(Service::ALL, k / 5) },
        9 => C::Exclude { ground: of(Exclusion::ALL, k), from: back(k / 2), to: back(k) },
        10 => C::Extend { asked_by: 1, asked_on: back(k), decided_by: k % 3 },
        11 => C::Suspend { ground: "事由".into() },
        12 => C::Resume,
        13..=15 => C::ScheduleHearing { day: ahead, online: k.is_multiple_of(2), public: true },
        16 => C::AdjournHearing { ground: "事由".into(), approved: k.is_multiple_of(5) },
        17..=19 => C::HoldHearing { broadcast: k.is_multiple_of(3), minutes: 30, recorded: true },
        20..=22 => C::Close {
            form: of(ClosingForm::ALL, k),
            document: of(Document::ALL, k / 7),
            in_court: k.is_multiple_of(9),
        },
        23 => C::TakeEffect { on: back(k) },
        24 => C::ReceiveAppeal { protest: false },
        25 => C::SendFile { to: court(MIDDLE) },
        26 => {
            let above = Origin { court: court(MIDDLE), stream: Stream(3) };
            C::ConcludeAppeal { above, outcome: of(AppealOutcome::ALL, k), error: false }
        }
        27 => C::Publish { document, text: None },
        28 => C::Withhold { ground: of(Withholding::ALL, k) },
        29 => C::Disclose { effective: k.is_multiple_of(2) },
        30 => C::Archive,
        31 => C::NoticeDebtor { report_order: true },
        32 => C::QueryProperty { found: false, full: k.is_multiple_of(2) },
        33 => C::InspectProperty { found: false },
        34 => C::ControlProperty { asset: of(Asset::ALL, k), value: money },
        35 => C::CollectMoney { amount: money },
        36 => C::RestrictDebtor { listed: k.is_multiple_of(2) },
        37 => C::InterviewApplicant { agrees: true },
        38 => match k % 4 {
            0 => C::NotifyDebtor,
            1 => C::OrderReorganisation,
            2 => C::ApprovePlan,
            _ => C::DeclareBankrupt,
        },
        39 => C::AppointAdministrator { administrator: k },
        40 => C::AnnounceClaims { until: ahead },
        41 => C::VoteCreditors {
            matter: of(Vote::ALL, k),
            heads_present: 9,
            heads_for: k % 11,
            claims_total: Fen(90),
            claims_for: money,
        },
        42 => C::DistributeEstate { amount: money },
        46 => C::NoticeFee { amount: money, scale: "property".into() },
        47 => C::ChangeConsent { by: k % 3, given: k.is_multiple_of(2), step: of(OnlineStep::ALL, k / 2) },
        48 => C::DecideRelief {
            by: k % 3,
            granted: Relief::ALL.get(usize::try_from(k % 4).unwrap()).copied(),
            percent: u8::try_from(k % 120).unwrap(),
            reason: "理由".into(),
            until: k.is_multiple_of(3).then_some(ahead),
        },
        49 => match k % 4 {
            0 => C::Explain { by: 1, ground: of(RefusalGround::ALL, k), text: "说明".into() },
            1 => C::Complain { by: 1, text: "投诉".into() },
            2 => C::AnswerComplaint { by: 2, text: "答复".into() },
            _ => C::ApproveCorrection { by: k % 3 },
        },
        43 => match k % 3 {
            0 => C::RulePreservation,
            1 => C::DecideAid { amount: money },
            _ => C::PayAid { amount: money },
        },
        44 => C::AcceptMediation { mediator: k },
        _ => C::HoldMediation { av: true, minutes: 9 },
    }
}

fn in_order(facts: &CaseFacts) {
    let ordered = |a: Option<Day>, b: Option<Day>| a.is_none_or(|a| b.is_none_or(|b| a <= b));
    assert!(ordered(Some(facts.received_day), facts.accepted_day));
    assert!(ordered(facts.accepted_day, facts.assigned_day));
    assert!(ordered(facts.accepted_day, facts.first_hearing_day));
    assert!(ordered(facts.accepted_day, facts.closed_day));
    assert!(ordered(facts.closed_day, facts.effective_day));
    assert!(ordered(facts.closed_day, facts.archived_day));
    assert!(ordered(facts.base_end_day, facts.final_end_day));
    assert_eq!(facts.closed_day.is_some(), facts.closing != 0);
    assert_eq!(facts.hearings > 0, facts.first_hearing_day.is_some());
    assert!(facts.hearings_online <= facts.hearings && facts.hearings_recorded <= facts.hearings);
    assert!(facts.excluded_days >= 0 && facts.collected >= Fen::ZERO);
    assert!(!facts.counts || facts.serial.is_some());
    assert!(facts.published == 0 || facts.closed_day.is_some());
    assert_eq!(CaseFacts::from_cells(&facts.cells()).as_ref(), Ok(facts));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_asked(
        track in 0..TRACKS.len(), basic: bool,
        asked in prop::collection::vec((0_u32..46, 0_u32..4000, 0_i32..30), 1..120),
    ) {
        let here = court(if basic { BASIC } else { MIDDLE });
        let word = Word::parse(TRACKS[track].0).unwrap();
        let (mut case, mut today): (Option<Case>, Day) = (None, Day::parse("2020-01-06").unwrap());
        let mut stored: Vec<(law::day::Moment, Event)> = Vec::new();
        for (n, k, days) in asked {
            today = today.plus(days % 12);
            let at = today.at_minute(i64::from(k % 600) + 480);
            let n = if case.is_none() { 5 } else { n };
            let asked = command(n, k, word, today);
            let reasons = why_not(case.as_ref(), here, at, &asked);
            let event = decide(case.as_ref(), here, at, &asked);
            prop_assert_eq!(reasons.is_empty(), event.is_ok(), "{:?} {:?}", asked, reasons);
            let Ok(event) = event else { continue };
            let mut body = Vec::new();
            event.write_body(&mut body).unwrap();
            prop_assert_eq!(&Event::read(event.kind(), std::str::from_utf8(&body).unwrap()).unwrap(), &event);
            match &mut case {
                Some(case) => case.apply(at, &event),
                None => case = Some(Case::open(here, Stream(1), at, &event).unwrap()),
            }
            stored.push((at, event));
            in_order(&case.as_ref().unwrap().facts);
        }
        if let Some(case) = case {
            let mut stored = stored.iter();
            let (at, first) = stored.next().unwrap();
            let mut again = Case::open(here, Stream(1), *at, first).unwrap();
            stored.for_each(|(at, event)| again.apply(*at, event));
            prop_assert_eq!(again, case);
        }
    }
}
