//! Who sees and hears whom: what decides every packet.

use super::*;

const TRACKS: [Track; 3] = [Track::Camera, Track::Microphone, Track::Screen];

fn sees(court: &Court, viewer: Person, source: Person) -> bool {
    court.h.receives(viewer, source, Track::Camera)
}

fn hears(court: &Court, viewer: Person, source: Person) -> bool {
    court.h.receives(viewer, source, Track::Microphone)
}

fn receives_nothing(court: &Court, viewer: Person) -> bool {
    court.h.people().all(|(source, _)| TRACKS.iter().all(|track| !court.h.receives(viewer, source, *track)))
}

fn watched(flow_public: bool, phase: Phase) -> Court {
    let mut opening = opening(Flow::Civil);
    opening.public = flow_public;
    let court =
        Court::seated(opening).goes_to(phase).does(SP, C::ApplyToWatch { watcher: watcher(SP, Seat::Spectator) });
    let shown = Moment(court.now.0 - 20_000);
    court.does(CL, C::AdmitWatcher { person: SP }).does(SP, C::Join { person: SP }).does(SP, C::Acknowledge { shown })
}

#[test]
fn those_being_checked_are_seen_by_the_bench_and_the_clerk_only() {
    let court = Court::waiting(opening(Flow::Civil)).enters(DE).does(PL, C::Join { person: PL });
    for (viewer, sees_him) in [(PJ, true), (JU, true), (CL, true), (DE, false), (BP, false), (JA, false), (TE, false)] {
        assert_eq!(sees(&court, viewer, PL), sees_him, "{viewer:?}");
        assert_eq!(hears(&court, viewer, PL), sees_him, "{viewer:?}");
    }
    assert!(hears(&court, PL, CL) && !sees(&court, PL, DE), "he is spoken to by those who check");
    let court = court.checked(PL);
    assert!(sees(&court, DE, PL) && sees(&court, PL, DE), "once admitted");
}

#[test]
fn nobody_is_beyond_the_waiting_room_before_identity_and_acknowledgement() {
    let face = C::CheckIdentity { method: IdentityMethod::Face, person: PL, score: 95 };
    let court = Court::waiting(opening(Flow::Civil)).does(ROOM, C::StartRecording {}).does(PL, C::Join { person: PL });
    assert!(!court.h.in_room(PL));
    let court = court.does(ROOM, face);
    assert!(!court.h.in_room(PL) && court.refuses(CL, C::Admit { person: PL }).len() == 1);
    let shown = Moment(court.now.0 - 15_000);
    let court = court.does(PL, C::Acknowledge { shown });
    assert!(!court.h.in_room(PL), "the clerk lets in");
    assert!(court.does(CL, C::Admit { person: PL }).h.in_room(PL));
}

#[test]
fn h_110_onlookers_never_send_and_see_a_public_session_only() {
    let court = watched(true, Phase::Debate);
    assert!(sees(&court, SP, PL) && hears(&court, SP, PJ));
    assert!(TRACKS.iter().all(|track| !court.h.may_send(SP, *track)));
    assert_eq!(court.h.why_silent(SP), Some("旁听人员不得发言、提问"));
    let recess = court.clone().does(PJ, C::Recess { minutes: None, reason: "休息".to_owned() });
    assert!(receives_nothing(&recess, SP));
    let alone = court.clone().does(PJ, C::StartDeliberation {});
    assert!(receives_nothing(&alone, SP));
    let talk = court.does(PL, C::AnswerMediation { willing: true }).does(DE, C::AnswerMediation { willing: true });
    let talk = talk.does(PJ, C::StartMediation { recorded: true });
    assert!(receives_nothing(&talk, SP) && sees(&talk, PL, DE));
}

#[test]
fn h_110_a_private_hearing_is_watched_by_nobody_until_judgment() {
    let mut private = opening(Flow::Civil);
    private.public = false;
    let court = Court::seated(private).goes_to(Phase::Debate);
    let apply = C::ApplyToWatch { watcher: watcher(SP, Seat::Spectator) };
    assert_eq!(court.refuses(SP, apply), [RefusalCode::NotPublic]);
    let judged = watched(false, Phase::Pronounce);
    assert!(hears(&judged, SP, PJ), "pronouncement is always public (O-204)");
}

#[test]
fn secret_evidence_is_for_the_court_and_the_parties_alone() {
    let mut secret = item(1, Side::Plaintiff);
    secret.secret = true;
    let court = watched(true, Phase::Evidence).does(PL, C::OfferEvidence { item: secret }).does(CL, show(1));
    assert!(receives_nothing(&court, SP) && sees(&court, DE, PL));
    assert_eq!((court.h.recorded(), court.h.recorded_apart()), (false, true), "AV 3(2)");
    let away = court.does(CL, C::PutAway {});
    assert!(sees(&away, SP, PL) && away.h.recorded());
}

#[test]
fn h_090_a_witness_receives_nothing_before_the_call_and_nothing_after() {
    let mut court = Court::civil(Phase::Evidence).does(WI, C::Join { person: WI }).checked(WI);
    assert!(receives_nothing(&court, WI) && !court.h.may_send(WI, Track::Camera));
    court = court.does(PJ, C::CallWitness { person: WI });
    assert!(hears(&court, WI, PJ) && sees(&court, PL, WI) && !hears(&court, PL, WI));
    court = court.does(PJ, C::DismissWitness { person: WI });
    assert!(receives_nothing(&court, WI) && !court.h.may_send(WI, Track::Camera));
}

#[test]
fn h_090_a_witness_is_checked_by_sight_of_the_clerk_without_seeing_anybody() {
    let court = Court::waiting(opening(Flow::Civil)).does(WI, C::Join { person: WI });
    assert!(sees(&court, CL, WI) && receives_nothing(&court, WI));
}

#[test]
fn h_090_witnesses_hear_one_another_only_when_confronted() {
    let court = Court::civil(Phase::Evidence).does(WI, C::Join { person: WI }).does(WI2, C::Join { person: WI2 });
    let court = court.checked(WI).checked(WI2).does(PJ, C::CallWitness { person: WI });
    assert_eq!(court.refuses(PJ, C::CallWitness { person: WI2 }), [RefusalCode::WitnessInRoom]);
    let court = court.does(PJ, C::OrderConfrontation { persons: vec![WI, WI2] });
    let court = court.does(PJ, C::CallWitness { person: WI2 });
    assert!(sees(&court, WI, WI2) && sees(&court, WI2, WI));
}

#[test]
fn in_deliberation_the_bench_hears_itself_and_nobody_hears_the_bench() {
    let court = Court::civil(Phase::Final).does(PJ, C::StartDeliberation {});
    assert!(hears(&court, PJ, JU) && hears(&court, JU, PJ));
    for viewer in [CL, JA, PL, DE, BP, TE, SU, IN] {
        assert!(receives_nothing(&court, viewer), "{viewer:?}");
    }
    assert!(!court.h.recorded());
}

#[test]
fn a_client_and_the_own_agent_talk_alone_while_the_court_is_away() {
    let enter = |of| C::EnterRoom { of, room: Room::Counsel };
    let court = Court::civil(Phase::Debate);
    assert!(court.refuses(PL, enter(PL)).contains(&RefusalCode::PhaseForbids));
    let court = court.does(PJ, C::Recess { minutes: None, reason: "休息".to_owned() });
    assert!(receives_nothing(&court, DE) && receives_nothing(&court, PJ), "in a recess nobody hears anybody");
    assert_eq!(court.refuses(AG_PL, enter(DE)), [RefusalCode::RoomForbidden]);
    let court = court.does(DE, enter(DE)).does(AG_DE, enter(DE)).does(PL, enter(PL));
    assert!(hears(&court, DE, AG_DE) && hears(&court, AG_DE, DE));
    assert!(!hears(&court, PL, DE) && !hears(&court, PJ, DE) && !hears(&court, SU, DE));
    let court = court.does(PJ, C::StartDeliberation {});
    assert!(hears(&court, DE, AG_DE) && !hears(&court, DE, PJ), "they go on while the bench deliberates");
    let court = court.does(PJ, C::EndDeliberation {});
    assert!(court.h.people().all(|(_, who)| who.private.is_none()));
}

#[test]
fn the_bench_room_is_for_the_bench_in_a_recess() {
    let enter = C::EnterRoom { of: PJ, room: Room::Bench };
    let court = Court::civil(Phase::Debate).does(PJ, C::Recess { minutes: None, reason: "商议".to_owned() });
    assert_eq!(court.refuses(CL, enter.clone()), [RefusalCode::RoomForbidden]);
    let court = court.does(PJ, enter.clone()).does(JU, enter);
    assert!(hears(&court, JU, PJ) && receives_nothing(&court, CL));
    assert!(receives_nothing(&court.does(JU, C::LeaveRoom {}), JU));
}

#[test]
fn a_technician_receives_nothing_and_a_supervisor_only_after_the_presiding_judge_was_told() {
    let court = Court::civil(Phase::Debate);
    assert!(receives_nothing(&court, TE) && receives_nothing(&court, SU));
    let court = court.does(ROOM, C::NoticeSupervision { person: SU });
    assert!(hears(&court, SU, PJ) && receives_nothing(&court, TE));
    assert!(!court.h.may_send(SU, Track::Camera) && !court.h.may_send(TE, Track::Microphone));
    assert!(receives_nothing(&court.does(PJ, C::StartDeliberation {}), SU));
}

#[test]
fn an_interpreter_is_heard_by_the_own_person_always_and_by_all_with_that_person_s_word() {
    let court = Court::civil(Phase::Debate);
    assert!(hears(&court, DE, IN) && !hears(&court, PL, IN));
    let court = court.does(PJ, grant(DE));
    assert!(hears(&court, PL, IN) && hears(&court, PJ, IN));
}

#[test]
fn while_the_hearing_stands_still_only_the_desk_is_heard() {
    let court =
        Court::civil(Phase::Debate).does(PJ, grant(PL)).does(ROOM, C::StallRecording { reason: "磁盘".to_owned() });
    assert!(!court.h.may_send(PL, Track::Microphone) && hears(&court, PL, PJ) && hears(&court, PL, CL));
    assert_eq!(court.h.why_silent(PL), Some("录音录像尚未恢复，庭审暂停"));
    assert!(court.does(ROOM, C::ResumeRecording {}).h.may_send(PL, Track::Microphone));
}

#[test]
fn everybody_is_told_why_they_are_not_heard() {
    let told = |court: &Court, person| court.h.why_silent(person).unwrap();
    let court = Court::civil(Phase::Debate);
    assert_eq!(told(&court, NOBODY), "您不是本次庭审的参与人");
    assert_eq!(told(&court, WI), "您的线路没有连接，请重新进入");
    assert_eq!(told(&court, TE), "您的席位不参与发言");
    assert_eq!(told(&court, PL), "未经审判长准许不得发言，可以点击“举手”");
    let muted = court.clone().does(PJ, C::Mute { person: PL, reason: "噪音".to_owned() });
    assert_eq!(told(&muted, PL), "您已被静音，请等待审判长解除");
    assert_eq!(
        told(&court.clone().does(WI, C::Join { person: WI }).checked(WI), WI),
        "请在证人室等待传唤；作证完毕后不再参加庭审"
    );
    let lost = court.clone().does(ROOM, C::Lose { person: JU });
    assert_eq!(told(&lost, PL), "审判人员或者书记员断线，庭审暂停");
    let recess = court.does(PJ, C::Recess { minutes: None, reason: "休息".to_owned() });
    assert_eq!(told(&recess, PJ), "现在休庭，各方互不收音");
}
