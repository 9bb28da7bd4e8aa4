//! Broadcast and spectators (§11; openness O-200 to O-206).

use super::*;
use crate::hearing::state::Stage;
use crate::life::RefusalCode as R;

fn approve(delay_s: u16) -> C {
    C::ApproveBroadcast { approval: "直播2020-7".to_owned(), delay_s }
}

fn on_air(opening: Opening) -> Court {
    let court = Court::seated(opening).does(ROOM, approve(60)).goes_to(Phase::Evidence);
    let court = court.does(PJ, C::StartBroadcast {});
    assert!(court.h.broadcast_now());
    court
}

#[test]
fn h_112_one_approval_and_a_delay_between_30_and_180_seconds() {
    let court = Court::civil(Phase::Rights);
    assert_eq!(court.refuses(PJ, C::StartBroadcast {}), [R::BroadcastUnapproved]);
    assert!(court.refuses(PJ, approve(60)).contains(&R::NotOfSeat), "approved outside the room");
    for bad in [29, 181] {
        assert_eq!(court.refuses(ROOM, approve(bad)), [R::DelayInvalid]);
    }
    for good in [30, 180] {
        assert!(court.allows(ROOM, approve(good)));
    }
    let approved = court.does(SU, approve(45));
    assert_eq!(approved.h.broadcast().delay_s, 45);
    assert_eq!(approved.refuses(ROOM, approve(60)), [R::NothingChanges], "one case, one approval (O-202)");
}

#[test]
fn o_200_o_203_what_is_never_on_the_network() {
    for exclusion in Exclusion::ALL.iter().copied() {
        let mut kept = opening(Flow::Civil);
        kept.exclusions = vec![exclusion];
        assert_eq!(Court::seated(kept).refuses(ROOM, approve(60)), [R::BroadcastBarred], "{exclusion:?}");
    }
    let mut private = opening(Flow::Civil);
    private.public = false;
    assert_eq!(Court::seated(private).refuses(ROOM, approve(60)), [R::BroadcastBarred]);
}

#[test]
fn an_objection_with_a_reason_is_decided_and_one_without_does_not_bar() {
    let object = |reason: Option<&str>| C::ObjectBroadcast { reason: reason.map(str::to_owned) };
    let court = Court::civil(Phase::Rights).does(ROOM, approve(60)).does(DE, object(None));
    assert!(court.allows(PJ, C::StartBroadcast {}), "recorded, no more");
    let court = court.does(PL, object(Some("证据5涉及商业秘密")));
    assert_eq!(court.refuses(PJ, C::StartBroadcast {}), [R::ObjectionPending]);
    let answer = |outcome, items| C::DecideObjection { items, outcome, person: PL, reason: "经审查".to_owned() };
    assert_eq!(court.refuses(PJ, answer(Objected::Partial, vec![5])), [R::EvidenceUnknown]);
    let court = court.does(PL, C::OfferEvidence { item: item(5, Side::Plaintiff) });
    let partial = court.clone().does(PJ, answer(Objected::Partial, vec![5]));
    assert!(partial.h.inquiry().exhibits[&5].item.secret && partial.allows(PJ, C::StartBroadcast {}));
    let upheld = court.clone().does(PJ, answer(Objected::Upheld, Vec::new()));
    assert_eq!(upheld.refuses(PJ, C::StartBroadcast {}), [R::BroadcastBarred]);
    assert!(court.does(PJ, answer(Objected::Rejected, Vec::new())).allows(PJ, C::StartBroadcast {}));
}

#[test]
fn in_criminal_cases_the_procuratorate_objects() {
    let court = Court::in_phase(Flow::Criminal, Phase::Rights);
    let object = || C::ObjectBroadcast { reason: Some("涉及被害人".to_owned()) };
    assert!(court.refuses(AC, object()).contains(&R::NotOfSeat));
    assert!(court.allows(PR, object()));
}

#[test]
fn o_206_secret_evidence_a_protected_witness_and_a_minor_cut_at_once() {
    let mut secret = item(1, Side::Plaintiff);
    secret.secret = true;
    let mut court = on_air(opening(Flow::Civil)).does(PL, C::OfferEvidence { item: secret });
    assert_eq!(court.tell(CL, show(1))[0], E::BroadcastCut { reason: Cut::Secret }, "cut before it is shown");
    assert!(!court.h.broadcast_now());
    assert_eq!(court.refuses(PJ, C::ResumeBroadcast {}), [R::CutLasts]);
    let court = court.does(CL, C::PutAway {}).does(PJ, C::ResumeBroadcast {});
    assert!(court.h.broadcast_now());

    let mut guarded = opening(Flow::Civil);
    guarded.protected = vec![WI];
    let mut court = on_air(guarded);
    assert_eq!(court.tell(PJ, C::CallWitness { person: WI })[0], E::BroadcastCut { reason: Cut::Protected });

    let mut young = opening(Flow::Civil);
    young.minors = vec![PL];
    let mut court = on_air(young);
    assert_eq!(court.tell(PJ, grant(PL))[0], E::BroadcastCut { reason: Cut::Minor });
    assert!(court.does(PJ, grant(DE)).allows(PJ, C::ResumeBroadcast {}));
}

#[test]
fn marking_evidence_secret_while_it_is_shown_cuts_first() {
    let court = on_air(opening(Flow::Civil)).does(PL, C::OfferEvidence { item: item(1, Side::Plaintiff) });
    let mut court = court.does(CL, show(1));
    let events = court.tell(PJ, C::MarkSecret { id: 1 });
    assert_eq!(events, [E::BroadcastCut { reason: Cut::Secret }, E::EvidenceMarkedSecret { id: 1 }]);
}

#[test]
fn the_operator_cuts_the_presiding_judge_resumes_or_closes() {
    let court = on_air(opening(Flow::Civil)).does(TE, C::CutBroadcast { reason: Cut::Operator });
    assert!(court.refuses(TE, C::ResumeBroadcast {}).contains(&R::NotOfSeat));
    let court = court.does(PJ, C::CloseBroadcast {});
    assert_eq!(court.h.broadcast().stage, Stage::Closed);
    assert_eq!(court.refuses(PJ, C::StartBroadcast {}), [R::BroadcastBarred], "closed for good");
}

#[test]
fn a_broadcast_shows_the_session_only_and_ends_with_it() {
    let court = on_air(opening(Flow::Civil));
    let recess = court.clone().does(PJ, C::Recess { minutes: None, reason: "休息".to_owned() });
    assert!(!recess.h.broadcast_now() && recess.does(PJ, C::Resume {}).h.broadcast_now());
    let mut court = court;
    let adjourn = C::Adjourn { ground: Ground::NewEvidence, reason: "重新鉴定".to_owned(), until: None };
    assert_eq!(court.tell(PJ, adjourn)[0], E::BroadcastClosed {});
}

#[test]
fn h_110_who_may_not_watch() {
    let court = Court::civil(Phase::Debate);
    for unfit in Unfit::ALL.iter().copied() {
        let watcher = Watcher { unfit: Some(unfit), ..watcher(SP, Seat::Spectator) };
        let court = court.clone().does(SP, C::ApplyToWatch { watcher });
        assert_eq!(court.refuses(CL, C::AdmitWatcher { person: SP }), [R::WatcherUnfit]);
        let no = C::RefuseWatcher { person: SP, reason: unfit.zh().to_owned() };
        assert_eq!(court.does(CL, no).h.watchers().count(), 0);
    }
}

#[test]
fn h_111_a_witness_never_watches_under_another_number() {
    let court = Court::civil(Phase::Debate);
    let apply = |same_as, seat| C::ApplyToWatch { watcher: Watcher { same_as, ..watcher(SP, seat) } };
    assert_eq!(court.refuses(SP, apply(Some(WI), Seat::Spectator)), [R::WatcherTestifies]);
    assert_eq!(court.refuses(SP, apply(Some(EX), Seat::Media)), [R::WatcherTestifies]);
    assert_eq!(court.refuses(SP, apply(Some(PL), Seat::Spectator)), [R::WatcherInvalid]);
    assert_eq!(court.refuses(SP, apply(None, Seat::Judge)), [R::WatcherInvalid]);
    assert!(court.allows(ME, C::ApplyToWatch { watcher: watcher(ME, Seat::Media) }), "H-113: media ask as well");
}

#[test]
fn h_110_seats_are_limited_and_an_onlooker_acknowledges_the_discipline_first() {
    let mut small = opening(Flow::Civil);
    small.spectators = 1;
    let court = Court::seated(small).goes_to(Phase::Debate);
    let court = court.does(SP, C::ApplyToWatch { watcher: watcher(SP, Seat::Spectator) });
    let court = court.does(ME, C::ApplyToWatch { watcher: watcher(ME, Seat::Invited) });
    let court = court.does(CL, C::AdmitWatcher { person: SP });
    assert_eq!(court.refuses(CL, C::AdmitWatcher { person: ME }), [R::WatcherLimit]);
    let court = court.does(SP, C::Join { person: SP });
    assert!(!court.h.receives(SP, PJ, Track::Camera));
    let soon = C::Acknowledge { shown: Moment(court.now.0 - 14_999) };
    assert_eq!(court.refuses(SP, soon), [R::DisciplineTooShort], "shown 15 s");
}
