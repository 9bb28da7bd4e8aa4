//! The table of phases (§5): the way through, the guards, what each procedure does differently.

use super::*;
use crate::life::RefusalCode as R;

#[test]
fn every_procedure_runs_from_the_waiting_room_to_the_close() {
    for flow in Flow::ALL.iter().copied().filter(|flow| *flow != Flow::Mediation) {
        let closed = Court::in_phase(flow, Phase::Sign).signed_by_all().does(PJ, C::Close {});
        assert_eq!(closed.h.phase(), Phase::Closed, "{flow:?}");
        assert_eq!(closed.refuses(PJ, C::Resume {})[0], R::HearingOver);
    }
}

#[test]
fn a_mediation_session_leads_to_the_signatures() {
    let talk = Court::in_phase(Flow::Mediation, Phase::Rights).meets_guard();
    assert!(talk.refuses(PJ, C::StartMediation { recorded: false }).contains(&R::MediationUnwilling));
    let talk = talk.does(PL, C::AnswerMediation { willing: true }).does(DE, C::AnswerMediation { willing: true });
    let talk = talk.does(PJ, C::StartMediation { recorded: false });
    assert_eq!((talk.h.phase(), talk.h.recorded()), (Phase::MediationTalk, false), "AV 3: not recorded if unsuitable");
    assert_eq!(talk.refuses(PJ, advance(Phase::Sign)), [R::MediationOpen]);
    let signing = talk.does(PJ, C::EndMediation { agreed: false, text: String::new() });
    assert_eq!(signing.h.phase(), Phase::Sign);
}

#[test]
fn h_001_a_case_unfit_for_the_network_does_not_open_and_what_was_done_stays() {
    let mut bad = opening(Flow::Civil);
    bad.barred = vec![Bar::OnTheSpot, Bar::Influence];
    let court = Court::seated(bad);
    let reasons = court.refuses(PJ, advance(Phase::Identity));
    assert_eq!(reasons, [R::OnlineBarred, R::OnlineBarred], "each reason is told");
    let debate = Court::civil(Phase::Debate);
    let offline = debate.does(PJ, C::GoOffline { reason: "需要现场核对原件".to_owned() });
    assert!(offline.h.offline() && offline.h.inquiry().focus.is_some(), "what was done stays valid");
}

#[test]
fn h_002_nobody_is_online_without_consent() {
    let mut people = opening(Flow::Civil);
    people.participants.iter_mut().filter(|one| one.person == DE).for_each(|one| one.consent = false);
    let court = Court::waiting(people).does(DE, C::Join { person: DE });
    assert!(court.refuses(CL, C::Admit { person: DE }).contains(&R::ConsentMissing));
    let agreed = court.does(DE, C::ChangeConsent { given: true, reason: String::new() });
    assert!(agreed.checked(DE).h.in_room(DE));
}

#[test]
fn h_003_those_in_the_courtroom_need_no_consent_and_send_nothing() {
    let mut mixed = opening(Flow::Civil);
    mixed.participants.iter_mut().filter(|one| one.person == DE).for_each(|one| {
        one.online = false;
        one.consent = false;
    });
    let court = Court::waiting(mixed).does(CL, C::Join { person: DE });
    let court = court.does(CL, C::CheckIdentity { method: IdentityMethod::Courtroom, person: DE, score: 100 });
    let court = court.does(CL, C::Admit { person: DE });
    assert!(court.h.in_room(DE) && !court.h.may_send(DE, Track::Camera));
    assert!(!court.h.receives(DE, PJ, Track::Microphone));
}

#[test]
fn h_080_the_waiting_room_is_not_left_before_the_recording_is_on_the_disk() {
    let court = Court::waiting(opening(Flow::Civil));
    assert!(court.refuses(PJ, advance(Phase::Identity)).contains(&R::RecordingMissing));
    let court = court.does(ROOM, C::StartRecording {}).does(PJ, advance(Phase::Identity));
    let reasons = court.refuses(PJ, advance(Phase::Composition));
    assert_eq!(reasons, [R::AttendanceUnsettled; 5], "PL, DE, two agents and the interpreter have not come");
}

#[test]
fn rights_are_answered_by_each_party_or_its_agent() {
    let court = Court::civil(Phase::Rights).does(PL, C::AnswerRights {});
    assert_eq!(court.refuses(PJ, advance(Phase::Statements)), [R::RightsUnanswered]);
    assert!(court.does(AG_DE, C::AnswerRights {}).allows(PJ, advance(Phase::Statements)));
}

#[test]
fn a_recusal_stops_everything_until_the_president_decides_and_the_place_is_filled() {
    let court = Court::civil(Phase::Rights).meets_guard().does(PJ, grant(PL));
    let court = court.does(DE, C::AskRecusal { ground: "系原告亲属".to_owned(), of: JU });
    assert_eq!(court.h.floor(), None, "who speaks stops");
    assert!(court.refuses(PJ, advance(Phase::Statements)).contains(&R::HearingHalted));
    let granted = C::DecideRecusal { granted: true, of: JU, reason: "属实".to_owned() };
    assert!(court.refuses(PJ, granted.clone()).contains(&R::NotOfSeat), "of a judge the president decides");
    let court = court.does(SU, granted);
    assert!(court.refuses(PJ, advance(Phase::Statements)).contains(&R::HearingHalted), "the place is empty");
    let seated = who(Person(40), Seat::Judge, Side::Bench, &[]);
    let court = court.does(CL, C::ReplaceJudge { left: JU, seated }).enters(Person(40));
    assert_eq!(court.refuses(PJ, advance(Phase::Statements)), [R::RightsUnanswered; 2], "asked anew of who sits now");
    assert_eq!(court.refuses(JU, C::RaiseHand {})[0], R::WasRemoved);
    assert!(court.meets_guard().allows(PJ, advance(Phase::Statements)));
}

#[test]
fn issues_are_confirmed_by_the_parties_or_fixed_by_the_bench() {
    let put = |ruled| C::PutFocus { points: vec!["质量".to_owned()], ruled };
    let answer = |agrees| C::AnswerFocus { agrees, text: String::new() };
    let court = Court::civil(Phase::Statements);
    assert_eq!(court.refuses(PJ, advance(Phase::Evidence)), [R::FocusUnconfirmed]);
    let court = court.does(PJ, put(false)).does(PL, answer(true)).does(DE, answer(false));
    assert_eq!(court.refuses(PJ, advance(Phase::Evidence)), [R::FocusUnconfirmed]);
    let court = court.does(PJ, put(true)).does(PL, answer(true)).does(DE, answer(false));
    assert!(court.allows(PJ, advance(Phase::Evidence)));
}

#[test]
fn debate_does_not_start_while_a_piece_is_open() {
    let court = Court::civil(Phase::Evidence).does(PL, C::OfferEvidence { item: item(1, Side::Plaintiff) });
    assert_eq!(court.refuses(PJ, advance(Phase::Debate)), [R::EvidenceOpen]);
    let court = court.does(CL, show(1));
    assert_eq!(court.refuses(PJ, advance(Phase::Debate)), [R::EvidenceOpen], "shown is not closed");
    assert_eq!(court.refuses(PJ, C::CloseEvidence { id: 1 }), [R::OpinionMissing]);
    let court = court.does(AG_DE, C::GiveOpinion { opinion: opinion(1) }).does(PJ, C::CloseEvidence { id: 1 });
    assert!(court.allows(PJ, advance(Phase::Debate)), "questions are optional");
    assert_eq!(court.refuses(DE, C::GiveOpinion { opinion: opinion(1) }), [R::EvidenceFixed]);
}

#[test]
fn inquiry_is_resumed_from_debate_with_a_reason_and_debate_must_be_closed_again() {
    let court = Court::civil(Phase::Debate).does(PJ, C::CloseDebate {});
    let back = |reason: &str| C::Return { reason: reason.to_owned(), to: Phase::Evidence };
    assert_eq!(court.refuses(PJ, back(" ")), [R::ReasonMissing]);
    let court = court.does(PJ, back("有新的证据")).does(PJ, advance(Phase::Debate));
    assert_eq!(court.refuses(PJ, advance(Phase::Final)), [R::DebateOpen]);
}

#[test]
fn each_party_has_a_last_word_or_waives_it() {
    let court = Court::civil(Phase::Final).does(PJ, C::StartDeliberation {}).does(PJ, C::EndDeliberation {});
    let asked = court.does(PL, C::AnswerMediation { willing: false }).does(DE, C::AnswerMediation { willing: true });
    assert_eq!(asked.refuses(PJ, advance(Phase::Pronounce)), [R::LastWordMissing; 2]);
    let court = asked.does(PJ, grant(AG_PL));
    assert!(court.refuses(PJ, advance(Phase::Pronounce)).contains(&R::FloorHeld), "it is heard to the end");
    let court = court.does(PJ, C::RevokeFloor {}).does(DE, C::WaiveWord {});
    assert!(court.allows(PJ, advance(Phase::Pronounce)));
}

#[test]
fn judgment_waits_for_deliberation_and_for_the_offer_of_mediation() {
    let court = Court::civil(Phase::Final).does(PL, C::WaiveWord {}).does(DE, C::WaiveWord {});
    let reasons = court.refuses(PJ, advance(Phase::Pronounce));
    assert_eq!(reasons, [R::MediationUnasked, R::MediationUnasked, R::NotDeliberated]);
    assert!(court.allows(PJ, advance(Phase::Sign)), "judgment may be given on another day");
}

#[test]
fn a_recess_and_a_deliberation_lead_back_to_where_they_came_from() {
    for phase in [Phase::Identity, Phase::Rights, Phase::Evidence, Phase::Debate, Phase::Final] {
        let recess = C::Recess { minutes: Some(10), reason: "休息".to_owned() };
        let court = Court::civil(phase).does(PJ, recess).does(PJ, C::StartDeliberation {});
        assert_eq!((court.h.phase(), court.h.returns_to()), (Phase::Deliberation, Some(phase)));
        assert_eq!(court.does(PJ, C::EndDeliberation {}).h.phase(), phase);
    }
    let willing = Court::civil(Phase::Debate).does(PL, C::AnswerMediation { willing: true });
    let talk = willing.does(DE, C::AnswerMediation { willing: true }).does(PJ, C::StartMediation { recorded: true });
    let talk = talk.does(PJ, C::Recess { minutes: None, reason: "各自商量".to_owned() }).does(PJ, C::Resume {});
    assert_eq!(talk.h.phase(), Phase::MediationTalk);
    let failed = talk.clone().does(PJ, C::EndMediation { agreed: false, text: String::new() });
    assert_eq!(failed.h.phase(), Phase::Debate);
    let agreed = talk.does(PJ, C::EndMediation { agreed: true, text: "分期支付".to_owned() });
    assert_eq!(agreed.h.phase(), Phase::Sign);
}

#[test]
fn quick_procedures_merge_phases_four_to_seven_and_others_do_not() {
    for flow in [Flow::Summary, Flow::SmallClaim] {
        let court = Court::in_phase(flow, Phase::Rights).meets_guard().does(PJ, advance(Phase::Debate));
        let court = court.does(PJ, advance(Phase::Evidence)).does(PJ, advance(Phase::Statements));
        let court = court.does(PL, C::OfferEvidence { item: item(1, Side::Plaintiff) });
        assert_eq!(court.refuses(PJ, advance(Phase::Final)), [R::EvidenceOpen], "{flow:?}");
    }
    let court = Court::civil(Phase::Rights).meets_guard();
    assert!(court.refuses(PJ, advance(Phase::Debate)).contains(&R::PhaseForbids));
}

#[test]
fn of_an_administrative_act_the_defendant_proves_first_and_the_official_is_recorded() {
    let court = Court::in_phase(Flow::Administrative, Phase::Identity);
    assert_eq!(court.refuses(PJ, advance(Phase::Composition)), [R::OfficialUnrecorded]);
    let absent = C::RecordOfficial { attends: false, reason: String::new(), who: "李某".to_owned() };
    assert_eq!(court.refuses(CL, absent), [R::ReasonMissing], "ADM: absence has a reason");
    let court = court.goes_to(Phase::Evidence).does(PL, C::OfferEvidence { item: item(1, Side::Plaintiff) });
    let court = court.does(DE, C::OfferEvidence { item: item(2, Side::Defendant) });
    assert_eq!(court.refuses(CL, show(1)), [R::BurdenFirst]);
    let court = court.does(CL, show(2)).does(PL, C::GiveOpinion { opinion: opinion(2) });
    assert!(court.does(PJ, C::CloseEvidence { id: 2 }).allows(CL, show(1)));
}

#[test]
fn the_last_statement_of_the_accused_is_his_own() {
    let court = Court::in_phase(Flow::Criminal, Phase::Final).does(PJ, grant(AG_DE)).does(PJ, C::RevokeFloor {});
    let court = court.does(PJ, C::StartDeliberation {}).does(PJ, C::EndDeliberation {});
    assert_eq!(court.refuses(PJ, advance(Phase::Pronounce)), [R::LastWordMissing], "a defender's word is not his");
    assert!(court.refuses(AG_DE, C::WaiveWord {}).contains(&R::NotOfSeat));
    let back = C::Return { reason: "提出新的事实".to_owned(), to: Phase::Evidence };
    assert!(court.allows(PJ, back), "CrPI 288: new facts lead back to the inquiry");
    let heard = court.does(PJ, grant(AC)).does(PJ, C::RevokeFloor {});
    assert!(heard.allows(PJ, advance(Phase::Pronounce)));
    assert!(heard.refuses(PJ, C::StartMediation { recorded: true }).contains(&R::NotForFlow));
}

#[test]
fn appeal_and_marriage_are_told_when_judgment_is_pronounced() {
    let mut divorce = opening(Flow::Civil);
    divorce.divorce = true;
    let court = Court::seated(divorce).goes_to(Phase::Pronounce);
    assert_eq!(court.refuses(PJ, advance(Phase::Sign)), [R::NotPronounced]);
    let silent = C::Pronounce { appeal_told: false, marriage_told: false };
    assert_eq!(court.refuses(PJ, silent), [R::AppealNotTold, R::MarriageNotTold]);
    let court = court.does(PJ, C::Pronounce { appeal_told: true, marriage_told: true });
    assert!(court.allows(PJ, advance(Phase::Sign)));
}

#[test]
fn a_clerk_may_freeze_but_not_end_a_hearing() {
    let court = Court::civil(Phase::Debate).does(PJ, grant(PL)).does(CL, C::Freeze { reason: Freeze::Technical });
    assert_eq!((court.h.floor(), court.h.phase()), (None, Phase::Debate));
    assert!(court.refuses(PJ, grant(PL)).contains(&R::HearingHalted));
    for command in [C::Close {}, C::Resume {}, C::CloseDebate {}] {
        assert!(court.refuses(CL, command).contains(&R::NotOfSeat));
    }
    assert!(court.does(CL, C::Unfreeze {}).allows(PJ, grant(PL)));
}
