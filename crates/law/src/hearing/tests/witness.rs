//! Witnesses and experts (H-090, H-091).

use super::*;
use crate::life::RefusalCode as R;

fn called() -> Court {
    let court = Court::civil(Phase::Evidence).does(WI, C::Join { person: WI }).checked(WI);
    court.does(PJ, C::CallWitness { person: WI })
}

fn undertaking(read_aloud: bool, incapable: bool) -> C {
    C::SignUndertaking { incapable, person: WI, read_aloud }
}

#[test]
fn h_090_no_testimony_without_an_undertaking_read_aloud() {
    let court = called();
    assert_eq!(court.refuses(PJ, grant(WI)), [R::UndertakingMissing]);
    assert_eq!(court.refuses(WI, undertaking(false, false)), [R::UndertakingMissing]);
    assert!(court.clone().does(WI, undertaking(true, false)).allows(PJ, grant(WI)));
    assert!(court.refuses(WI, undertaking(false, true)).contains(&R::NotOfSeat), "nobody excuses himself");
    assert!(court.does(CL, undertaking(false, true)).allows(PJ, grant(WI)), "no or limited capacity");
}

#[test]
fn h_090_a_witness_comes_when_called_and_is_gone_afterwards() {
    let early = Court::waiting(opening(Flow::Civil)).does(WI, C::Join { person: WI });
    assert!(early.refuses(CL, C::Admit { person: WI }).contains(&R::WitnessNotCalled));
    let court = called();
    assert_eq!(court.refuses(PJ, advance(Phase::Debate)), [R::WitnessInRoom]);
    assert!(court.allows(PJ, advance(Phase::Questions)));
    let gone = court.does(PJ, C::DismissWitness { person: WI });
    assert_eq!(gone.refuses(PJ, C::CallWitness { person: WI }), [R::WitnessGone]);
    let gone = gone.does(ROOM, C::Lose { person: WI });
    assert_eq!(gone.refuses(WI, C::Join { person: WI }), [R::WitnessGone]);
    let faced = gone.does(PJ, C::OrderConfrontation { persons: vec![WI, WI2] });
    assert!(faced.allows(WI, C::Join { person: WI }));
}

#[test]
fn h_091_no_testimony_by_sound_alone() {
    let court = called().does(WI, undertaking(true, false)).does(PJ, C::StopVideo { person: WI });
    assert_eq!(court.refuses(PJ, grant(WI)), [R::SoundAlone]);
}

#[test]
fn an_expert_needs_no_undertaking_and_may_share_a_screen() {
    let court = Court::civil(Phase::Evidence).does(EX, C::Join { person: EX }).checked(EX);
    let court = court.does(PJ, C::CallWitness { person: EX }).does(PJ, grant(EX));
    assert!(court.does(PJ, C::GrantScreen { person: EX }).h.may_send(EX, Track::Screen));
}

#[test]
fn confrontation_needs_two_who_testify() {
    let court = called();
    for persons in [vec![WI], vec![WI, WI], vec![WI, PL]] {
        assert!(court.refuses(PJ, C::OrderConfrontation { persons }).contains(&R::NotAWitness));
    }
}
