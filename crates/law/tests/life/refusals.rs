//! One example for every refusal code, and what every refusal must say.

use std::collections::BTreeSet;

use law::fen::Fen;
use law::ids::{CourtId, JudgeId};
use law::life::codes::{ClosingForm as F, Document as D, Exclusion, Procedure as P, Service, Tag, Vote, Withholding};
use law::life::command::Command as C;
use law::life::{Refusal, RefusalCode as R, why_not};

use crate::matter::{BASIC, MIDDLE, Matter, close, day, intake, tagged};

const ON: &str = "2020-06-01";

fn civil() -> Matter {
    Matter::filed(BASIC, "民初", "2020-05-06")
}

fn tried() -> Matter {
    civil().assigned("2020-05-06", P::Ordinary)
}

fn judged() -> Matter {
    tried().heard("2020-05-20").closed("2020-05-20", F::Judged, D::Judgment)
}

fn enforcement() -> Matter {
    Matter::filed(BASIC, "执", "2020-05-06").assigned("2020-05-06", P::None)
}

fn bankruptcy() -> Matter {
    Matter::filed(BASIC, "破", "2020-05-06").then("2020-05-06", C::AppointAdministrator { administrator: 1 })
}

fn assign(panel: u8, procedure: P) -> C {
    C::Assign { judge: JudgeId(1), panel, assessors: 0, procedure }
}

fn exclude(ground: Exclusion) -> C {
    C::Exclude { ground, from: day("2020-05-10"), to: day("2020-05-20") }
}

fn extend(decided_by: u32) -> C {
    C::Extend { asked_by: 1, asked_on: day("2020-05-20"), decided_by }
}

fn schedule(on: &str) -> C {
    C::ScheduleHearing { day: day(on), online: false, public: true }
}

fn round_end() -> C {
    close(F::RoundEnded, D::Ruling)
}

fn filing() -> Vec<(R, Matter, C)> {
    let received = Matter::at(BASIC).then("2020-05-28", C::Receive(intake("民初", day("2020-05-28"))));
    let ask = || C::AskCorrection { defects: vec!["缺少证据目录".into()], fields: vec![] };
    let asked = received.clone().then("2020-05-29", ask());
    let mut nobody = intake("民初", day(ON));
    nobody.parties = 0;
    let mut debt = intake("民初", day(ON));
    debt.amount = Fen(-1);
    let accept = |serial| C::Accept { intake: Some(intake("民初", day(ON))), year: 2020, serial };
    vec![
        (R::CourtUnknown, Matter { court: CourtId(999), case: None }, accept(1)),
        (R::NoMatter, Matter::at(BASIC), C::Archive),
        (R::MatterExists, received.clone(), accept(1)),
        (R::TrackNotSupported, Matter::at(BASIC), C::Receive(intake("民他", day(ON)))),
        (R::CommandNotOfTrack, civil(), C::DeclareBankrupt),
        (R::StateForbids, civil(), C::Resume),
        (R::IntakeInvalid, Matter::at(BASIC), C::Receive(nobody)),
        (R::NumberInvalid, Matter::at(BASIC), accept(0)),
        (R::AmountInvalid, Matter::at(BASIC), C::Receive(debt)),
        (R::DayInvalid, Matter::at(BASIC), C::Receive(intake("民初", day("2020-06-02")))),
        (R::ReasonMissing, received.clone(), C::Refuse { code: None, ground: " ".into() }),
        (R::CorrectionRunning, asked.clone(), C::Return),
        (R::CorrectionOnce, asked.then("2020-05-30", C::Correct), ask()),
        (R::TimeRunsBackwards, received.then("2020-06-02", ask()), C::Correct),
        (
            R::RegistrationTermOver,
            Matter::at(BASIC).then("2020-05-06", C::Receive(intake("民初", day("2020-05-06")))),
            ask(),
        ),
        (R::PanelInvalid, civil(), assign(2, P::Ordinary)),
        (R::PanelInvalid, civil(), assign(1, P::Ordinary)),
        (R::ProcedureNotAllowed, Matter::filed(MIDDLE, "民初", "2020-05-06"), assign(1, P::Summary)),
        (R::ProcedureNotAllowed, Matter::remanded(BASIC, "民初", "2020-05-06"), assign(1, P::Summary)),
        (
            R::ProcedureNotAllowed,
            Matter::filed_with(BASIC, "刑初", "2020-05-06", tagged(Tag::Juvenile)),
            assign(1, P::FastTrack),
        ),
        (R::ConversionNotAllowed, tried(), C::Convert { to: P::Summary }),
        (R::ServiceNotAllowed, tried(), C::Serve { document: D::Mediation, mode: Service::Left }),
        (R::NotAllowedBefore, judged(), C::Serve { document: D::Judgment, mode: Service::Electronic }),
    ]
}

fn trial() -> Vec<(R, Matter, C)> {
    let quick = Matter::filed(BASIC, "刑初", "2020-05-06").assigned("2020-05-06", P::FastTrack);
    let adjourned = |matter: Matter| {
        matter
            .then("2020-05-10", schedule("2020-05-14"))
            .then("2020-05-14", C::AdjournHearing { ground: "通知新的证人".into(), approved: false })
    };
    let twice = adjourned(Matter::filed(BASIC, "民初", "2020-05-06").assigned("2020-05-06", P::Summary));
    let closed_doors = C::ScheduleHearing { day: day(ON), online: false, public: false };
    let private = tried().then("2020-05-20", closed_doors);
    let second =
        Matter::filed_with(MIDDLE, "民终", "2020-05-06", tagged(Tag::RemandedBefore)).assigned("2020-05-06", P::None);
    vec![
        (R::ConversionTooLate, quick.clone(), C::Convert { to: P::Ordinary }),
        (R::TermAlreadyOver, quick.clone(), extend(2)),
        (R::ExtensionNotAllowed, quick, extend(2)),
        (R::AskerDecides, tried(), extend(1)),
        (R::GroundNotAllowed, tried(), exclude(Exclusion::Auction)),
        (R::NoTerm, bankruptcy(), exclude(Exclusion::Audit)),
        (R::HearingPending, tried().then("2020-05-20", schedule("2020-06-05")), schedule("2020-06-08")),
        (R::NoHearingScheduled, tried(), C::HoldHearing { broadcast: false, minutes: 1, recorded: true }),
        (R::SummonsTooShort, tried(), schedule("2020-06-03")),
        (
            R::AdjournmentLimit,
            twice.then("2020-05-20", schedule("2020-06-05")),
            C::AdjournHearing { ground: "证人".into(), approved: false },
        ),
        (R::NotPublishable, private, C::HoldHearing { broadcast: true, minutes: 1, recorded: true }),
        (R::NotAssigned, civil(), close(F::WithdrawalAllowed, D::Ruling)),
        (R::NotHeard, tried(), close(F::Judged, D::Judgment)),
        (R::FormNotOfTrack, tried(), close(F::Performed, D::Notice)),
        (R::DocumentDoesNotFit, tried(), close(F::Mediated, D::Judgment)),
        (
            R::NotPronouncedInCourt,
            tried(),
            C::Close { form: F::WithdrawalAllowed, document: D::Ruling, in_court: true },
        ),
        (R::RemandLimit, second, close(F::Remanded, D::Ruling)),
        (
            R::NotAppealable,
            tried().closed("2020-05-20", F::DeemedWithdrawn, D::Ruling),
            C::ReceiveAppeal { protest: false },
        ),
        (
            R::AlreadyAppealed,
            judged().then("2020-05-21", C::ReceiveAppeal { protest: false }),
            C::ReceiveAppeal { protest: false },
        ),
        (R::AppealPending, judged().then("2020-05-21", C::ReceiveAppeal { protest: false }), C::Archive),
        (R::NoAppealPending, judged(), C::SendFile { to: crate::matter::court(MIDDLE) }),
        (R::WindowOpen, judged(), C::TakeEffect { on: day("2020-05-30") }),
        (R::NotEffective, judged(), C::Archive),
        (R::NotEffective, judged(), C::Publish { document: D::Judgment, text: None }),
        (
            R::NotPublishable,
            judged().then("2020-05-21", C::Withhold { ground: Withholding::Secret }),
            C::Publish { document: D::Judgment, text: None },
        ),
        (
            R::Archived,
            tried().closed("2020-05-20", F::DeemedWithdrawn, D::Ruling).then("2020-05-21", C::Archive),
            close(F::Ended, D::Ruling),
        ),
    ]
}

fn offices() -> Vec<(R, Matter, C)> {
    let paid = enforcement().then("2020-05-07", C::CollectMoney { amount: Fen(1_000_000) });
    let aid = || Matter::filed(BASIC, "司救民", "2020-05-06").then("2020-05-08", C::DecideAid { amount: Fen(5) });
    let preservation = Matter::filed(BASIC, "财保", "2020-05-06").assigned("2020-05-06", P::None);
    let mediation = Matter::at(BASIC).then("2020-04-06", C::Receive(intake("诉前调", day("2020-04-06"))));
    let held = mediation
        .clone()
        .then("2020-04-07", C::AcceptMediation { mediator: 1 })
        .then("2020-04-08", C::HoldMediation { av: false, minutes: 9 });
    let claimed = || bankruptcy().then("2020-05-08", C::AnnounceClaims { until: day("2020-07-01") });
    let vote = C::VoteCreditors {
        matter: Vote::Plan,
        heads_present: 1,
        heads_for: 2,
        claims_total: Fen(1),
        claims_for: Fen(1),
    };
    vec![
        (R::NoticeMissing, enforcement(), round_end()),
        (R::QueryMissing, enforcement(), round_end()),
        (R::InspectionMissing, enforcement(), round_end()),
        (R::RestrictionMissing, enforcement(), round_end()),
        (R::InterviewMissing, enforcement(), round_end()),
        (R::ThreeMonthsNotPassed, enforcement(), round_end()),
        (R::NothingOutstanding, paid, round_end()),
        (R::NotPerformed, enforcement(), close(F::Performed, D::Notice)),
        (R::AdministratorLate, Matter::filed(BASIC, "破", "2020-05-06"), C::AppointAdministrator { administrator: 1 }),
        (R::ClaimsPeriod, bankruptcy(), C::AnnounceClaims { until: day("2020-06-30") }),
        (R::ClaimsPeriod, bankruptcy(), C::AnnounceClaims { until: day("2020-09-02") }),
        (R::VoteInvalid, claimed(), vote),
        (R::PlanNotVoted, claimed(), C::ApprovePlan),
        (R::BankruptcyStep, claimed(), C::DistributeEstate { amount: Fen(1) }),
        (R::PreservationTooLate, preservation.clone(), C::RulePreservation),
        (R::NotRuled, preservation, close(F::Preserved, D::Ruling)),
        (R::AidTwice, aid(), C::DecideAid { amount: Fen(5) }),
        (R::AidNotDecided, aid(), C::PayAid { amount: Fen(6) }),
        (R::MediatorMissing, mediation, C::HoldMediation { av: true, minutes: 3 }),
        (R::MediationOverdue, held, close(F::MediationAgreed, D::Mediation)),
    ]
}

fn elsewhere() -> Vec<(R, Matter, &'static str, C)> {
    use law::life::codes::AppealOutcome;
    let above = law::life::event::Origin { court: crate::matter::court(MIDDLE), stream: law::ids::Stream(2) };
    let changed = judged()
        .then("2020-05-21", C::ReceiveAppeal { protest: false })
        .then("2020-08-01", C::ConcludeAppeal { above, outcome: AppealOutcome::Changed, error: true });
    vec![
        (R::AppealTooLate, judged(), "2020-06-05", C::ReceiveAppeal { protest: false }),
        (R::Replaced, changed, "2020-08-02", C::TakeEffect { on: day("2020-08-02") }),
    ]
}

fn all() -> Vec<(R, Matter, &'static str, C)> {
    let mut all: Vec<_> = [filing(), trial(), offices()]
        .into_iter()
        .flatten()
        .map(|(code, matter, command)| (code, matter, ON, command))
        .collect();
    all.extend(elsewhere());
    all.extend(crate::counter::examples());
    all.extend(crate::desk::examples());
    all
}

#[test]
fn every_code_has_its_example() {
    let mut seen = BTreeSet::new();
    for (code, matter, on, command) in all() {
        let codes = matter.refuses(on, &command);
        assert!(codes.contains(&code), "{code:?} by {command:?}: {codes:?}");
        seen.insert(code);
    }
    let missing: Vec<_> = R::ALL.iter().filter(|(code, _)| *code < R::NotOfHearing && !seen.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_refusal_says_what_why_and_what_else() {
    for (_, matter, on, command) in all() {
        let reasons: Vec<Refusal> = why_not(matter.case.as_ref(), matter.court, day(on).at_minute(600), &command);
        for reason in reasons {
            assert!(reason.sentence.contains(['；', '，']) && !reason.basis.is_empty(), "{reason}");
            assert!(reason.sentence.chars().count() >= 15, "{reason}");
        }
    }
}

#[test]
fn codes_are_stable_words() {
    let words: BTreeSet<&str> = R::ALL.iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!(words.len(), R::ALL.len());
    assert!(words.iter().all(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '_')));
    assert_eq!(R::RemandLimit.as_str(), "remand_limit");
}
