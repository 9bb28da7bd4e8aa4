//! The floor, hands, muting and the ladder of warnings (H-010, H-011).

use super::*;
use crate::life::RefusalCode as R;

fn hears(court: &Court, viewer: Person, source: Person) -> bool {
    court.h.receives(viewer, source, Track::Microphone)
}

#[test]
fn h_010_everybody_but_the_floor_the_presiding_judge_and_the_clerk_is_silent() {
    let court = Court::civil(Phase::Debate);
    for silent in [JU, JA, PL, DE, AG_PL, AG_DE, BP] {
        assert!(!court.h.may_send(silent, Track::Microphone), "{silent:?}");
        assert!(court.h.why_silent(silent).is_some());
    }
    assert!(hears(&court, PL, PJ) && hears(&court, PL, CL));
    let court = court.does(PL, C::RaiseHand {}).does(PJ, grant(PL));
    assert!(hears(&court, DE, PL) && court.h.why_silent(PL).is_none() && court.h.hands().is_empty());
    let court = court.does(PJ, grant(JU));
    assert!(!hears(&court, DE, PL) && hears(&court, DE, JU), "one floor");
    assert!(court.refuses(CL, grant(PL)).contains(&R::NotOfSeat), "the floor is the presiding judge's to give");
}

#[test]
fn a_floor_given_for_a_time_ends_with_it() {
    let court = Court::civil(Phase::Debate).does(PJ, C::GrantFloor { person: PL, seconds: Some(90) });
    assert_eq!(court.clone().later(89).refuses(ROOM, C::ExpireFloor {}), [R::FloorNotOver]);
    let court = court.later(90).does(ROOM, C::ExpireFloor {});
    assert_eq!(court.h.floor(), None);
}

#[test]
fn h_010_whoever_is_muted_is_heard_by_nobody_and_the_clerk_mutes_with_a_reason() {
    let court = Court::civil(Phase::Debate).does(PJ, grant(PL));
    let mute = |person, reason: &str| C::Mute { person, reason: reason.to_owned() };
    assert_eq!(court.refuses(CL, mute(PL, "")), [R::ReasonMissing]);
    assert_eq!(court.refuses(PJ, mute(JU, "噪音")), [R::BenchUntouchable]);
    let mut court = court;
    let events = court.tell(CL, mute(PL, "噪音"));
    assert_eq!(events[0], E::FloorRevoked { person: PL });
    assert!(court.h.people().all(|(viewer, _)| !hears(&court, viewer, PL)));
    assert_eq!(court.refuses(PJ, grant(PL)), [R::IsMuted]);
    assert!(court.h.may_send(PL, Track::Camera), "the camera stays on (§4)");
    let quiet = court.clone().does(PJ, mute(CL, "噪音")).does(PJ, mute(IN, "噪音"));
    assert!(!hears(&quiet, PL, CL) && !hears(&quiet, DE, IN), "nor whoever speaks without the floor");
    assert!(court.does(PJ, C::Unmute { person: PL }).allows(PJ, grant(PL)));
}

#[test]
fn h_011_warnings_go_up_one_rung_at_a_time_to_removal() {
    let court = Court::civil(Phase::Debate).does(PJ, grant(DE));
    for rung in [Rung::Warning, Rung::Reprimand, Rung::Removal] {
        assert_eq!(court.refuses(PJ, warn(DE, rung)), [R::RungSkipped], "{rung:?} before a hint");
    }
    let court = court.does(CL, warn(DE, Rung::Hint)).does(CL, warn(DE, Rung::Warning));
    assert!(court.refuses(CL, warn(DE, Rung::Reprimand)).contains(&R::NotOfSeat));
    let mut court = court.does(PJ, warn(DE, Rung::Reprimand));
    let events = court.tell(PJ, warn(DE, Rung::Removal));
    assert!(events.iter().any(|event| matches!(event, E::Removed { person: DE, .. })));
    assert!(!court.h.may_send(DE, Track::Camera) && !court.h.receives(DE, PJ, Track::Microphone));
    assert_eq!(court.refuses(DE, C::RaiseHand {})[0], R::WasRemoved);
    let gone = court.clone().does(ROOM, C::Lose { person: DE });
    assert!(gone.refuses(DE, C::Join { person: DE }).contains(&R::WasRemoved));
    assert!(court.refuses(PJ, warn(JU, Rung::Hint)).contains(&R::BenchUntouchable));
}

#[test]
fn h_012_others_in_the_frame_are_declared_and_answered() {
    let court = Court::civil(Phase::Debate).does(PL, C::DeclareCompanion { label: "王某，护工".to_owned() });
    let court = court.does(PJ, C::PermitCompanion { permitted: false, person: PL });
    assert_eq!(court.h.standing(PL).unwrap().companions, [("王某，护工".to_owned(), Some(false))]);
    assert_eq!(court.refuses(PJ, C::PermitCompanion { permitted: true, person: PL }), [R::NothingChanges]);
}

#[test]
fn screens_are_shared_by_leave_and_by_those_who_may() {
    let court = Court::civil(Phase::Evidence);
    assert!(!court.h.may_send(PL, Track::Screen) && court.h.may_send(CL, Track::Screen));
    assert_eq!(court.refuses(PJ, C::GrantScreen { person: IN }), [R::NeverShares]);
    let court = court.does(PJ, C::GrantScreen { person: PL });
    assert!(court.h.receives(DE, PL, Track::Screen));
    assert!(!court.does(PJ, C::RevokeScreen { person: PL }).h.receives(DE, PL, Track::Screen));
}
