//! Network and attendance (§10): the worked examples, the ladder after a loss, absence at the start.

use super::*;
use crate::hearing::attendance::Halt;
use crate::life::RefusalCode as R;

fn lost(person: Person) -> Court {
    Court::civil(Phase::Debate).at(5).does(ROOM, C::Lose { person })
}

fn class(court: &Court, person: Person) -> Classification {
    court.h.class_of(court.h.incident(person).unwrap())
}

fn sign(person: Person, sign: Sign) -> C {
    C::CollectSign { note: "附通知".to_owned(), person, sign }
}

#[test]
fn h_100_example_1_left_at_1005_reminded_1006_warned_1008_may_be_taken_as_walked_out() {
    let court = Court::civil(Phase::Debate).at(5).does(DE, C::Leave {});
    assert_eq!(class(&court, DE), Classification::Voluntary);
    assert!(court.refuses(PJ, absence(DE, Absence::WalkedOut)).contains(&R::NotWarned));
    let court = court.at(6).does(CL, warn(DE, Rung::Hint));
    assert!(court.refuses(PJ, absence(DE, Absence::WalkedOut)).contains(&R::NotWarned));
    let soon = court.clone().later(59).does(CL, warn(DE, Rung::Warning));
    assert!(soon.refuses(PJ, absence(DE, Absence::WalkedOut)).contains(&R::NotWarned), "60 s between (H-102)");
    let court = court.at(8).does(CL, warn(DE, Rung::Warning));
    assert!(court.refuses(CL, absence(DE, Absence::WalkedOut)).contains(&R::NotOfSeat), "only PJ decides");
    assert!(court.refuses(ROOM, absence(DE, Absence::WalkedOut)).contains(&R::NotOfSeat), "software never does");
    let back = court.clone().does(DE, C::Join { person: DE });
    assert!(back.refuses(PJ, absence(DE, Absence::WalkedOut)).contains(&R::NotVoluntary), "corrected");
    let court = court.does(AG_DE, C::Leave {}).does(PJ, absence(DE, Absence::WalkedOut));
    assert!(court.allows(PJ, absence(DE, Absence::Default)), "a defendant who walked out: in absence");
    assert!(court.refuses(PJ, absence(DE, Absence::Withdrawn)).contains(&R::AbsenceUnproven));
}

#[test]
fn h_102_example_2_lost_with_a_notice_of_the_operator_is_technical() {
    let court = lost(DE).does(CL, sign(DE, Sign::OperatorNotice));
    assert_eq!(class(&court, DE), Classification::Technical);
    let court = court.does(CL, warn(DE, Rung::Hint)).later(90).does(CL, warn(DE, Rung::Warning));
    assert!(court.refuses(PJ, absence(DE, Absence::WalkedOut)).contains(&R::NotVoluntary), "H-100: never a walk-out");
    let events = court.clone().tell(PJ, C::Classify { person: DE });
    assert_eq!(events, [E::Classified { class: Classification::Technical, person: DE }]);
}

#[test]
fn h_102_example_3_lost_twice_without_notice_is_unclear_and_the_second_time_shows_cause() {
    let court = lost(DE);
    assert_eq!(class(&court, DE), Classification::Unclear);
    assert_eq!(court.refuses(PJ, absence(DE, Absence::ShowCause)), [R::FirstUnclear]);
    let court = court.does(DE, C::Join { person: DE }).later(60).does(ROOM, C::Lose { person: DE });
    let events = court.clone().tell(PJ, absence(DE, Absence::ShowCause));
    let in_three_days = Day::parse("2020-06-04");
    assert!(matches!(&events[..], [E::AbsenceDecided { due, .. }] if *due == in_three_days));
}

#[test]
fn h_103_example_4_a_summons_two_days_before_is_no_ground_to_take_a_suit_as_withdrawn() {
    let absent = |served: &str| {
        let mut opening = opening(Flow::Civil);
        let served = Day::parse(served);
        opening.summonses.iter_mut().filter(|one| one.person == PL).for_each(|one| one.served = served);
        let court = Court::waiting(opening).does(CL, C::CallAbsent { person: PL });
        assert_eq!(court.refuses(CL, C::CallAbsent { person: PL }), [R::StepTooEarly], "the second call at T+15");
        let court = court.at(15).does(CL, C::CallAbsent { person: PL });
        assert_eq!(court.clone().at(29).refuses(CL, C::NoteAbsent { person: PL })[0], R::StepTooEarly);
        court.at(30)
    };
    let late = absent("2020-05-30");
    assert_eq!(late.refuses(CL, C::NoteAbsent { person: PL }), [R::AbsenceUnproven]);
    assert!(late.refuses(PJ, absence(PL, Absence::Withdrawn)).contains(&R::AbsenceUnproven));
    assert!(late.allows(PJ, absence(PL, Absence::Adjourn)), "adjourn, not default");
    let proved = absent("2020-05-29").does(CL, C::NoteAbsent { person: PL });
    assert!(proved.allows(PJ, absence(PL, Absence::Withdrawn)));
}

#[test]
fn h_101_example_5_without_the_clerk_the_hearing_cannot_go_on() {
    let court = lost(CL);
    assert_eq!(court.h.halted(), Some(Halt::Court(CL)));
    for command in [advance(Phase::Final), grant(PL), C::CloseDebate {}] {
        assert!(court.refuses(PJ, command).contains(&R::HearingHalted));
    }
    assert!(!court.h.broadcast_now());
    assert!(court.allows(PJ, C::Recess { minutes: None, reason: "等候书记员".to_owned() }));
    assert!(court.does(CL, C::Join { person: CL }).allows(PJ, grant(PL)));
}

#[test]
fn h_101_example_6_one_of_two_defendants_lost_may_be_gone_on_without_if_his_agent_agrees() {
    let two = |agent: bool| {
        let mut opening = opening(Flow::Civil);
        opening.participants.push(who(DE2, Seat::Defendant, Side::Defendant, &[]));
        if agent {
            opening.participants.push(who(Person(50), Seat::Agent, Side::Defendant, &[DE2]));
        }
        Court::seated(opening).goes_to(Phase::Debate).does(ROOM, C::Lose { person: DE2 })
    };
    let go_on = |agent_agrees| C::DecideAbsence {
        agent_agrees,
        decision: Absence::Continue,
        minutes: 0,
        person: DE2,
        reason: "代理人在庭".to_owned(),
    };
    assert_eq!(two(true).later(899).refuses(PJ, go_on(true)), [R::StepTooEarly]);
    assert_eq!(two(true).later(900).refuses(PJ, go_on(false)), [R::AgentMissing]);
    let court = two(true).later(900).does(PJ, go_on(true));
    assert!(court.allows(PJ, C::CloseDebate {}));
    let alone = two(false).later(900);
    assert_eq!(alone.refuses(PJ, go_on(true)), [R::AgentMissing], "the agent of the other is not his");
    assert_eq!(alone.h.halted(), Some(Halt::Party(DE2)));
}

#[test]
fn h_101_the_ladder_after_a_loss() {
    let step = |step| C::TakeStep { person: DE, step };
    let court = lost(DE);
    for (seconds, one) in [(15, LossStep::Link), (60, LossStep::Call), (300, LossStep::Offer)] {
        assert_eq!(court.clone().later(seconds - 1).refuses(CL, step(one)), [R::StepTooEarly], "{one:?}");
        let taken = court.clone().later(seconds).does(CL, step(one));
        assert_eq!(taken.refuses(CL, step(one)), [R::NothingChanges], "once");
    }
    assert!(court.clone().later(90).refuses(ROOM, step(LossStep::Call)).contains(&R::NotOfSeat), "the clerk calls");
    assert_eq!(court.clone().later(899).refuses(PJ, absence(DE, Absence::Offline)), [R::StepTooEarly]);
    let offline = court.clone().later(900).does(PJ, absence(DE, Absence::Offline));
    assert!(offline.h.offline());
    let long = C::DecideAbsence {
        agent_agrees: false,
        decision: Absence::Recess,
        minutes: 61,
        person: DE,
        reason: "等候".to_owned(),
    };
    assert_eq!(court.clone().later(900).refuses(PJ, long), [R::RecessTooLong]);
    assert_eq!(court.later(60).does(PJ, absence(DE, Absence::Recess)).h.phase(), Phase::Recess);
}

#[test]
fn h_101_whoever_is_lost_leaves_the_floor_and_the_sole_voice_of_a_side_stops_the_hearing() {
    let mut court = Court::civil(Phase::Debate).does(PJ, grant(DE));
    let events = court.tell(ROOM, C::Lose { person: DE });
    assert_eq!(events, [E::FloorRevoked { person: DE }, E::Lost { person: DE }]);
    assert_eq!(court.h.halted(), None, "the agent is there");
    let court = court.does(ROOM, C::Lose { person: AG_DE });
    assert_eq!(court.h.halted(), Some(Halt::Party(DE)));
    assert!(court.refuses(PJ, grant(PL)).contains(&R::HearingHalted));
}

#[test]
fn an_agent_lost_may_be_gone_on_without_when_the_client_agrees() {
    let court = lost(AG_DE).later(900);
    assert!(court.allows(PJ, absence(AG_DE, Absence::Continue)));
    let court = court.does(ROOM, C::Lose { person: DE });
    assert!(court.refuses(PJ, absence(AG_DE, Absence::Continue)).contains(&R::AgentMissing));
}

#[test]
fn h_102_signs_of_one_source_count_once_and_a_fault_of_the_server_alone() {
    let again = lost(DE).does(ROOM, sign(DE, Sign::Reconnects));
    assert_eq!(class(&again, DE), Classification::Unclear, "both are the server's own log");
    assert_eq!(class(&again.does(TE, sign(DE, Sign::PowerCut)), DE), Classification::Technical);
    let frozen = Court::civil(Phase::Debate).does(ROOM, C::Freeze { reason: Freeze::Server });
    let court = frozen.does(ROOM, C::Lose { person: PL });
    assert_eq!(class(&court, PL), Classification::Technical, "H-104");
    assert_eq!(court.h.phase(), Phase::Debate, "done parts stay valid");
}

#[test]
fn h_102_a_covered_camera_is_voluntary_only_after_a_hint_and_a_warning_a_minute_apart() {
    let court = Court::civil(Phase::Debate).does(CL, sign(DE, Sign::CameraCovered));
    assert_eq!(class(&court, DE), Classification::Unclear);
    let court = court.does(PJ, warn(DE, Rung::Hint)).later(60).does(PJ, warn(DE, Rung::Warning));
    let court = court.does(ROOM, sign(DE, Sign::CameraCovered));
    assert_eq!(class(&court, DE), Classification::Voluntary);
    assert!(court.allows(PJ, absence(DE, Absence::WalkedOut)));
}

#[test]
fn h_100_the_accused_must_appear_and_a_party_with_an_agent_there_is_not_in_default() {
    let court = Court::waiting(opening(Flow::Criminal)).at(40);
    assert!(court.refuses(CL, C::NoteAbsent { person: AC }).contains(&R::MustAppear));
    let court = Court::waiting(opening(Flow::Civil)).enters(AG_DE).at(31).does(CL, C::NoteAbsent { person: DE });
    assert!(court.refuses(PJ, absence(DE, Absence::Default)).contains(&R::AbsenceUnproven));
}

#[test]
fn h_105_the_picture_goes_with_leave_and_the_face_is_checked_again() {
    let court = Court::civil(Phase::Debate).does(PJ, C::StopVideo { person: PL });
    assert!(!court.h.may_send(PL, Track::Camera));
    let court = court.does(PJ, grant(PL));
    assert!(court.h.may_send(PL, Track::Microphone), "audio first");
    let court = court.does(PJ, C::RevokeFloor {}).does(PL, C::ReturnVideo { person: PL });
    assert_eq!(court.refuses(PJ, grant(PL)), [R::IdentityMissing]);
    let again = C::CheckIdentity { method: IdentityMethod::Face, person: PL, score: 90 };
    assert!(court.does(ROOM, again).allows(PJ, grant(PL)));
}

#[test]
fn a_latecomer_noted_absent_is_heard_again_once_admitted() {
    let court = Court::waiting(opening(Flow::Civil)).does(CL, C::CallAbsent { person: PL }).at(15);
    let court = court.does(CL, C::CallAbsent { person: PL }).at(30).does(CL, C::NoteAbsent { person: PL });
    assert!(court.h.standing(PL).unwrap().absent);
    let court = court.enters(PL);
    assert!(!court.h.standing(PL).unwrap().absent && court.h.in_room(PL));
}
