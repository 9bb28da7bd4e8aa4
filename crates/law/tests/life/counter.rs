//! What is decided and said around a filing: relief from fees, unpaid fees, consent to go online, advice, a second notice,
//! complaints about the registry.

use law::fen::Fen;
use law::life::RefusalCode as R;
use law::life::codes::{ClosingForm, Document, OnlineStep, RefusalGround, Relief, State};
use law::life::command::Command as C;
use law::life::event::Event;
use law::life::papers::{Papers, ReliefPlea};

use crate::desk::{papers, registered};
use crate::matter::{BASIC, Matter, close, day, intake};

const ON: &str = "2020-06-01";

fn plea(kind: Relief, natural: bool) -> Option<ReliefPlea> {
    Some(ReliefPlea { kind, natural })
}

/// Filed online with relief asked for, not yet looked at.
fn filed(relief: Option<ReliefPlea>) -> Matter {
    let mut intake = intake("民初", day("2020-05-28"));
    intake.papers = Some(Box::new(Papers { relief, ..papers(false) }));
    Matter::at(BASIC).then("2020-05-28", C::Receive(intake))
}

fn decide(granted: Option<Relief>, percent: u8, until: Option<&str>) -> C {
    C::DecideRelief { by: 31, granted, percent, reason: "有低保证".to_owned(), until: until.map(day) }
}

fn accept() -> C {
    C::Accept { intake: None, year: 2020, serial: 1 }
}

fn notice() -> C {
    C::NoticeFee { amount: Fen(230_000), scale: "property".to_owned() }
}

fn consent(step: OnlineStep, given: bool) -> C {
    C::ChangeConsent { by: 1, given, step }
}

fn complain(text: &str) -> C {
    C::Complain { by: 1, text: text.to_owned() }
}

fn propose() -> C {
    C::ProposeCorrection {
        by: 31,
        defects: vec!["证据清单缺页".to_owned()],
        fields: vec!["R05".to_owned()],
        reason: "补正的材料里才看得出".to_owned(),
    }
}

fn corrected() -> Matter {
    let ask = C::AskCorrection { defects: vec!["请求不明确".into()], fields: vec!["R03".into()] };
    filed(None).then("2020-05-29", ask).then("2020-05-30", C::Correct)
}

fn unpaid() -> C {
    close(ClosingForm::DeemedWithdrawn, Document::Ruling)
}

/// One example for every code that only what stands here refuses with.
pub fn examples() -> Vec<(R, Matter, &'static str, C)> {
    let waived = filed(plea(Relief::Waive, false));
    let online = registered()
        .then(ON, consent(OnlineStep::Hearing, true))
        .then(ON, C::ScheduleHearing { day: day("2020-06-08"), online: true, public: true });
    vec![
        (R::ReliefMissing, filed(None), ON, decide(Some(Relief::Waive), 0, None)),
        (R::ReliefNotAllowed, waived.clone(), ON, decide(Some(Relief::Waive), 0, None)),
        (R::ReliefPending, waived, ON, accept()),
        (R::FeeRunning, registered().then(ON, notice()), ON, unpaid()),
        (R::ConsentUnchanged, filed(None), ON, consent(OnlineStep::Service, true)),
        (R::ConsentTooLate, online, "2020-06-06", consent(OnlineStep::Hearing, false)),
        (R::ProposalMissing, corrected(), ON, C::ApproveCorrection { by: 32 }),
        (R::ComplaintPending, filed(None).then(ON, complain("一直不答复")), ON, complain("再说一次")),
        (R::ComplaintMissing, filed(None), ON, C::AnswerComplaint { by: 32, text: "已经办理".to_owned() }),
    ]
}

fn noticed(matter: &mut Matter) -> (Fen, String, Option<Fen>) {
    let Event::FeeNoticed(body) = matter.does(ON, notice()) else { panic!("no notice") };
    (body.amount, body.due.to_string(), body.full)
}

#[test]
fn fee_44_to_49_relief_is_decided_before_registration_and_the_notice_shows_it() {
    for (granted, percent, until, wanted) in [
        (Some(Relief::Reduce), 30, None, (Fen(161_000), "2020-06-08", Some(Fen(230_000)))),
        (Some(Relief::Reduce), 99, None, (Fen(2_300), "2020-06-08", Some(Fen(230_000)))),
        (Some(Relief::Waive), 0, None, (Fen(0), "2020-06-08", Some(Fen(230_000)))),
        (Some(Relief::Defer), 0, Some("2020-09-30"), (Fen(230_000), "2020-09-30", None)),
        (None, 0, None, (Fen(230_000), "2020-06-08", None)),
    ] {
        let mut matter = filed(plea(Relief::Reduce, true));
        assert_eq!(matter.refuses(ON, &accept()), [R::ReliefPending], "FEE 49");
        matter.does(ON, decide(granted, percent, until));
        assert_eq!(matter.refuses(ON, &decide(None, 0, None)), [R::ReliefMissing], "decided once");
        matter.does(ON, accept());
        let (amount, due, full) = noticed(&mut matter);
        assert_eq!((amount, due.as_str(), full), wanted, "{granted:?} {percent}");
    }
}

#[test]
fn p_173_a_waiver_is_for_natural_persons_and_a_reduction_no_less_than_thirty_per_cent() {
    let asked = |kind, natural| filed(plea(kind, natural));
    let no = |matter: &Matter, granted, percent, until| matter.refuses(ON, &decide(granted, percent, until));
    assert_eq!(no(&asked(Relief::Waive, false), Some(Relief::Waive), 0, None), [R::ReliefNotAllowed]);
    assert_eq!(no(&asked(Relief::Waive, false), Some(Relief::Reduce), 50, None), []);
    for percent in [0, 29, 100, 255] {
        assert_eq!(no(&asked(Relief::Reduce, true), Some(Relief::Reduce), percent, None), [R::ReliefNotAllowed]);
    }
    assert_eq!(no(&asked(Relief::Defer, true), None, 50, None), [R::ReliefNotAllowed], "nothing is no percentage");
    for until in [None, Some(ON)] {
        assert_eq!(no(&asked(Relief::Defer, true), Some(Relief::Defer), 0, until), [R::DayInvalid], "{until:?}");
    }
    assert_eq!(no(&asked(Relief::Defer, true), Some(Relief::Waive), 0, Some("2020-09-30")), [R::DayInvalid]);
    let silent = C::DecideRelief { by: 31, granted: None, percent: 0, reason: " ".to_owned(), until: None };
    assert_eq!(asked(Relief::Defer, true).refuses(ON, &silent), [R::ReasonMissing]);
}

#[test]
fn s_014_a_fee_not_paid_in_seven_days_is_a_withdrawal() {
    let matter = registered().then(ON, notice());
    assert!(!matter.case.as_ref().unwrap().fee_lapsed(day("2020-06-08")));
    assert_eq!(matter.refuses("2020-06-08", &unpaid()).first(), Some(&R::FeeRunning), "the last day");
    let lapsed = matter.clone().then("2020-06-09", unpaid());
    assert_eq!(lapsed.facts().state, State::Closed.code());
    let paid = matter.then("2020-06-05", C::PayFee { amount: Fen(230_000), reference: "票1".to_owned() });
    assert_eq!(paid.refuses("2020-06-09", &unpaid()), [R::NotAssigned], "what is paid is heard");
    let deferred = filed(plea(Relief::Defer, true))
        .then(ON, decide(Some(Relief::Defer), 0, Some("2020-09-30")))
        .then(ON, accept())
        .then(ON, notice());
    assert!(deferred.refuses("2020-06-09", &unpaid()).contains(&R::FeeRunning));
    deferred.then("2020-10-09", unpaid());
}

#[test]
fn fee_20_wages_are_not_paid_in_advance() {
    let mut wages = intake("民初", day("2020-05-28"));
    wages.cause = law::cause::by_name("追索劳动报酬纠纷").unwrap().id;
    let mut matter = Matter::at(BASIC).then("2020-05-28", C::Receive(wages)).then(ON, accept());
    let Event::FeeNoticed(body) = matter.does(ON, notice()) else { panic!("no notice") };
    assert!(body.later);
    assert!(matter.refuses("2020-07-01", &unpaid()).contains(&R::FeeRunning), "however long it takes");
}

#[test]
fn s_051_consent_is_given_and_taken_back_step_by_step() {
    let mut intake = intake("民初", day("2020-05-28"));
    let consents = vec![OnlineStep::Evidence, OnlineStep::Hearing];
    intake.papers = Some(Box::new(Papers { consents, ..papers(false) }));
    let matter = Matter::at(BASIC).then("2020-05-28", C::Receive(intake));
    let of = |matter: &Matter| matter.case.as_ref().unwrap().consents().to_vec();
    assert_eq!(of(&matter), [OnlineStep::Service, OnlineStep::Evidence, OnlineStep::Hearing]);
    let matter = matter.then(ON, consent(OnlineStep::Service, false)).then(ON, consent(OnlineStep::Mediation, true));
    assert_eq!(of(&matter), [OnlineStep::Mediation, OnlineStep::Evidence, OnlineStep::Hearing]);
    assert!(!matter.case.as_ref().unwrap().electronic());
    assert_eq!(matter.refuses(ON, &consent(OnlineStep::Service, false)), [R::ConsentUnchanged]);
    let refused = matter.then(ON, C::Refuse { code: None, ground: "不符合起诉条件".to_owned() });
    assert_eq!(refused.refuses(ON, &consent(OnlineStep::Service, true)), [R::StateForbids]);
}

#[test]
fn s_052_an_online_hearing_is_left_three_days_before_at_the_latest() {
    let matter = registered()
        .then(ON, consent(OnlineStep::Hearing, true))
        .then(ON, C::ScheduleHearing { day: day("2020-06-08"), online: true, public: true });
    let leave = consent(OnlineStep::Hearing, false);
    assert_eq!(matter.refuses("2020-06-05", &leave), []);
    assert_eq!(matter.refuses("2020-06-06", &leave), [R::ConsentTooLate]);
    assert_eq!(matter.refuses("2020-06-06", &consent(OnlineStep::Service, false)), [], "another step");
}

#[test]
fn s_012_a_second_notice_needs_another_who_agrees() {
    assert_eq!(filed(None).refuses(ON, &propose()), [R::StateForbids], "the first is sent as it is");
    let matter = corrected().then(ON, propose());
    assert_eq!(matter.refuses(ON, &C::ApproveCorrection { by: 31 }), [R::AskerDecides]);
    let mut matter = matter;
    let Event::CorrectionAsked(body) = matter.does(ON, C::ApproveCorrection { by: 32 }) else { panic!("not asked") };
    assert_eq!((body.approver, body.fields.as_slice()), (Some(32), ["R05".to_owned()].as_slice()));
    assert_eq!(matter.facts().state, State::Correcting.code());
    assert_eq!(matter.facts().corrections, 2);
    let matter = matter.then(ON, C::Correct);
    assert_eq!(matter.refuses(ON, &C::ApproveCorrection { by: 32 }), [R::ProposalMissing], "agreed to once");
}

#[test]
fn p_021_advice_changes_nothing_and_a_refusal_keeps_its_ground() {
    let explain = |text: &str| C::Explain { by: 31, ground: RefusalGround::Arbitration, text: text.to_owned() };
    assert_eq!(filed(None).refuses(ON, &explain("")), [R::ReasonMissing]);
    let mut matter = filed(None).then(ON, explain("请申请仲裁"));
    assert_eq!(matter.facts().state, State::Received.code());
    let refuse = C::Refuse { code: Some(RefusalGround::Arbitration), ground: "合同第九条写明仲裁".to_owned() };
    let Event::Refused(body) = matter.does(ON, refuse) else { panic!("not refused") };
    assert_eq!(body.code, Some(RefusalGround::Arbitration));
    let old = Event::read("filing.refused.v1", r#"{"ground":"不属于受案范围"}"#).unwrap();
    assert!(matches!(old, Event::Refused(body) if body.code.is_none()), "what was written before still reads");
}

#[test]
fn p_024_a_complaint_about_the_registry_is_answered_within_fifteen_days() {
    assert_eq!(filed(None).refuses(ON, &complain(" ")), [R::ReasonMissing]);
    assert_eq!(registered().refuses(ON, &complain("太慢")), [R::StateForbids], "registered: it is not about filing");
    let mut matter = filed(None);
    let Event::Complained(body) = matter.does(ON, complain("不给回执")) else { panic!("not taken") };
    assert_eq!(body.due, day("2020-06-16"));
    assert_eq!(matter.case.as_ref().unwrap().complaint_due(), Some(day("2020-06-16")));
    let answer = |text: &str| C::AnswerComplaint { by: 32, text: text.to_owned() };
    assert_eq!(matter.refuses(ON, &answer("")), [R::ReasonMissing]);
    let matter = matter.then(ON, answer("已经补发回执"));
    assert_eq!(matter.case.as_ref().unwrap().complaint_due(), None);
}

#[test]
fn bodies_of_before_read_as_they_were() {
    for (kind, body) in [
        ("fee.noticed.v1", r#"{"amount":230000,"due":"2020-06-08","scale":"property"}"#),
        ("filing.correction_asked.v1", r#"{"defects":["缺页"],"due":"2020-06-15","fields":["R05"]}"#),
        ("filing.corrected.v2", r#"{"electronic":true,"filer":1,"mediation":false}"#),
        ("filing.refused.v1", r#"{"ground":"不属于受案范围"}"#),
    ] {
        let event = Event::read(kind, body).unwrap();
        let mut written = Vec::new();
        event.write_body(&mut written).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), body, "{kind}: written as before where nothing is new");
    }
}
