//! The numbered examples of the procedure note, §13, and of enforcement §14.

use law::day::Day;
use law::fen::Fen;
use law::life::RefusalCode as R;
use law::life::codes::{ClosingForm as F, Document as D, Procedure as P, Service, State, Tag, Vote};
use law::life::command::Command as C;
use law::life::event::Event;

use crate::matter::{BASIC, MIDDLE, Matter, close, day, intake, tagged};

fn received() -> Matter {
    Matter::at(BASIC)
        .then("2020-03-02", C::Receive(intake("民初", day("2020-03-02"))))
        .then("2020-03-04", C::AskCorrection { defects: vec!["缺少身份证明".into()], fields: vec![] })
}

fn judged(procedure: P) -> Matter {
    Matter::filed(BASIC, "民初", "2020-03-02").assigned("2020-03-03", procedure).heard("2020-05-20").closed(
        "2020-06-01",
        F::Judged,
        D::Judgment,
    )
}

#[test]
fn t_1_seven_days_run_anew_from_the_corrected_papers() {
    let refuse = C::Refuse { code: None, ground: "不属于受理范围".into() };
    let matter = received().then("2020-03-10", C::Correct);
    assert!(matter.refuses("2020-03-17", &refuse).is_empty());
    assert_eq!(matter.refuses("2020-03-18", &refuse), [R::RegistrationTermOver]);
    assert!(matter.refuses("2020-03-18", &C::Accept { intake: None, year: 2020, serial: 4 }).is_empty());
}

#[test]
fn t_2_not_corrected_and_insisting_is_refused_with_an_appeal_of_ten_days() {
    let matter = received();
    assert_eq!(matter.refuses("2020-03-10", &C::Return), [R::CorrectionRunning]);
    let matter =
        matter.then("2020-03-20", C::Return).then("2020-03-23", C::Refuse { code: None, ground: "材料不全".into() });
    assert_eq!(matter.facts().state, State::Refused.code());
    let appeal = C::ReceiveAppeal { protest: false };
    assert!(matter.refuses("2020-04-02", &appeal).is_empty());
    assert_eq!(matter.refuses("2020-04-03", &appeal), [R::AppealTooLate]);
}

#[test]
fn t_3_the_last_window_decides_the_day_of_effect() {
    let serve = |mode| C::Serve { document: D::Judgment, mode };
    let matter =
        judged(P::Ordinary).then("2020-06-01", serve(Service::Direct)).then("2020-06-09", serve(Service::Direct));
    let effect = |on| C::TakeEffect { on: day(on) };
    assert_eq!(matter.refuses("2020-06-25", &effect("2020-06-24")), [R::WindowOpen]);
    assert_eq!(matter.then("2020-06-25", effect("2020-06-25")).facts().effective_day, Some(day("2020-06-25")));
}

#[test]
fn t_5_a_third_adjournment_needs_the_president() {
    let adjourn = |approved| C::AdjournHearing { ground: "需要通知新的证人到庭".into(), approved };
    let schedule = |on: &str| C::ScheduleHearing { day: day(on), online: false, public: true };
    let mut matter = Matter::filed(BASIC, "民初", "2020-03-02").assigned("2020-03-03", P::Ordinary);
    for (asked, on) in [("2020-04-01", "2020-04-08"), ("2020-04-09", "2020-04-20")] {
        matter = matter.then(asked, schedule(on)).then(on, adjourn(false));
    }
    let matter = matter.then("2020-04-21", schedule("2020-05-06"));
    assert_eq!(matter.refuses("2020-05-06", &adjourn(false)), [R::AdjournmentLimit]);
    assert_eq!(matter.then("2020-05-06", adjourn(true)).facts().adjournments, 3);
}

#[test]
fn t_6_a_small_claim_is_effective_at_once() {
    let matter = judged(P::SmallClaim);
    assert_eq!(matter.refuses("2020-06-02", &C::ReceiveAppeal { protest: false }), [R::NotAppealable]);
    let matter = matter.then("2020-06-01", C::TakeEffect { on: day("2020-06-01") });
    assert_eq!(matter.facts().effective_day, Some(day("2020-06-01")));
}

#[test]
fn t_7_remand_once_but_again_for_faults_of_criminal_procedure() {
    let second = |word, tag: Option<Tag>| {
        let tags = tag.into_iter().collect();
        let matter = Matter::filed_with(MIDDLE, word, "2020-06-01", |papers| papers.tags = tags);
        matter.assigned("2020-06-01", P::Ordinary).refuses("2020-07-01", &close(F::Remanded, D::Ruling))
    };
    assert!(second("民终", None).is_empty());
    assert_eq!(second("民终", Some(Tag::RemandedBefore)), [R::RemandLimit]);
    assert_eq!(second("行终", Some(Tag::RemandedBefore)), [R::RemandLimit]);
    assert!(second("刑终", Some(Tag::RemandedBefore)).is_empty());
}

#[test]
fn t_9_half_of_the_heads_fails_and_two_thirds_of_the_claims_pass() {
    let passed = |matter, heads_for, claims_for| {
        let mut bankrupt = Matter::filed(BASIC, "破", "2020-03-02")
            .then("2020-03-02", C::AppointAdministrator { administrator: 1 })
            .then("2020-03-10", C::AnnounceClaims { until: day("2020-04-20") });
        let vote = C::VoteCreditors {
            matter,
            heads_present: 10,
            heads_for,
            claims_total: Fen(900),
            claims_for: Fen(claims_for),
        };
        match bankrupt.does("2020-06-01", vote) {
            Event::CreditorsVoted(body) => body.passed,
            other => panic!("{other:?}"),
        }
    };
    assert!(!passed(Vote::Plan, 5, 900));
    assert!(passed(Vote::Plan, 6, 600));
    assert!(!passed(Vote::Plan, 6, 599));
    assert!(passed(Vote::Distribution, 6, 450));
    assert!(!passed(Vote::Distribution, 6, 449));
}

#[test]
fn t_10_a_judgment_goes_by_wire_from_2022_only() {
    let serve = C::Serve { document: D::Judgment, mode: Service::Electronic };
    assert_eq!(judged(P::Ordinary).refuses("2021-12-30", &serve), [R::NotAllowedBefore]);
    assert!(judged(P::Ordinary).refuses("2022-01-04", &serve).is_empty());
}

#[test]
fn d_21_an_announced_judgment_is_served_sixty_days_later() {
    let matter = Matter::filed(BASIC, "民初", "2020-06-01")
        .assigned("2020-06-01", P::Ordinary)
        .heard("2020-10-20")
        .closed("2020-11-02", F::Judged, D::Judgment)
        .then("2020-11-02", C::Serve { document: D::Judgment, mode: Service::Announcement });
    assert_eq!(matter.facts().closed_day, Some(day("2020-11-02")));
    assert!(matter.facts().announced);
    assert!(matter.refuses("2021-01-19", &C::ReceiveAppeal { protest: false }).is_empty());
    let effect = |on: &str| matter.refuses("2021-02-01", &C::TakeEffect { on: day(on) });
    assert_eq!(effect("2021-01-19"), [R::WindowOpen]);
    assert!(effect("2021-01-20").is_empty());
}

#[test]
fn p_110_criminal_windows_are_ten_days() {
    let matter = Matter::filed(BASIC, "刑初", "2020-08-03")
        .assigned("2020-08-03", P::Ordinary)
        .heard("2020-09-24")
        .closed("2020-09-24", F::Judged, D::Judgment);
    let appeal = C::ReceiveAppeal { protest: true };
    assert!(matter.refuses("2020-10-09", &appeal).is_empty(), "example 4");
    assert_eq!(matter.refuses("2020-10-10", &appeal), [R::AppealTooLate]);
}

fn ready_to_end() -> Matter {
    Matter::filed(BASIC, "执", "2020-05-20")
        .assigned("2020-05-20", P::None)
        .then("2020-05-20", C::QueryProperty { found: false, full: true })
        .then("2020-05-22", C::NoticeDebtor { report_order: true })
        .then("2020-06-01", C::RestrictDebtor { listed: false })
        .then("2020-06-02", C::InspectProperty { found: false })
        .then("2020-08-10", C::InterviewApplicant { agrees: false })
}

#[test]
fn e_182_the_round_ends_only_with_the_whole_list() {
    let end = close(F::RoundEnded, D::Ruling);
    let matter = ready_to_end();
    assert_eq!(matter.refuses("2020-08-20", &end), [R::ThreeMonthsNotPassed]);
    assert!(matter.refuses("2020-08-21", &end).is_empty());
    assert_eq!(matter.refuses("2020-08-22", &end), [R::QueryMissing], "three months and a day back is 05-21");
    let bare = Matter::filed(BASIC, "执", "2020-05-20").assigned("2020-05-20", P::None);
    assert_eq!(
        bare.refuses("2020-06-01", &end),
        [
            R::NoticeMissing,
            R::QueryMissing,
            R::InspectionMissing,
            R::RestrictionMissing,
            R::InterviewMissing,
            R::ThreeMonthsNotPassed,
        ]
    );
}

#[test]
fn e_060_a_measure_has_its_own_last_day() {
    use law::life::codes::Asset;
    for (asset, until) in
        [(Asset::Deposit, "2021-06-01"), (Asset::Vehicle, "2022-06-01"), (Asset::RealEstate, "2023-06-01")]
    {
        let mut matter = Matter::filed(BASIC, "执", "2020-05-20");
        let event = matter.does("2020-06-01", C::ControlProperty { asset, value: Fen(5) });
        assert!(matches!(event, Event::PropertyControlled(body) if body.until == day(until)), "{asset:?}");
        assert!(matter.facts().assets);
    }
}

#[test]
fn a_divorce_a_juvenile_and_a_mediation_stay_offline() {
    let publishable = |change: &dyn Fn(&mut law::life::event::Intake), form, document| {
        let matter = Matter::filed_with(BASIC, "民初", "2020-03-02", change)
            .assigned("2020-03-03", P::Summary)
            .heard("2020-03-20")
            .closed("2020-03-20", form, document);
        matter.facts().publishable
    };
    let divorce = law::cause::by_name("离婚纠纷").unwrap().id;
    assert!(publishable(&|_| {}, F::Judged, D::Judgment));
    assert!(!publishable(&|papers| papers.cause = divorce, F::Judged, D::Judgment));
    assert!(!publishable(&|papers| tagged(Tag::Juvenile)(papers), F::Judged, D::Judgment));
    assert!(!publishable(&|_| {}, F::Mediated, D::Mediation));
}

#[test]
fn time_of_acceptance_gives_number_year_and_serial() {
    let matter = received()
        .then("2020-03-10", C::Correct)
        .then("2020-03-11", C::Accept { intake: None, year: 2020, serial: 88 });
    let facts = matter.facts();
    assert_eq!((facts.year, facts.serial, facts.corrections), (Some(2020), Some(88), 1));
    assert_eq!((facts.received_day, facts.accepted_day), (day("2020-03-02"), Some(day("2020-03-11"))));
    assert_eq!(facts.version, 4);
    assert_eq!(facts.closed_day, None::<Day>);
}
