//! The presiding judge's outline of the trial.

use super::*;
use crate::hearing::outline::{Stands, Step};
use crate::life::RefusalCode as R;

fn now(court: &Court) -> Step {
    court.h.outline().into_iter().find(|step| step.stands == Stands::Now).unwrap()
}

#[test]
fn the_outline_has_the_phases_of_the_procedure_and_a_word_for_each() {
    for flow in Flow::ALL.iter().copied() {
        let steps = Court::seated(opening(flow)).h.outline();
        let phases: Vec<Phase> = steps.iter().map(|step| step.phase).collect();
        assert_eq!(phases[1..], *flow.route(), "{flow:?}");
        assert!(steps.iter().all(|step| step.say.chars().count() > 15), "{flow:?}");
        assert_eq!(steps[0].stands, Stands::Now);
    }
}

#[test]
fn what_is_missing_is_told_whole_and_goes_as_it_is_done() {
    let court = Court::civil(Phase::Rights);
    let step = now(&court);
    assert_eq!((step.ready, step.next), (false, vec![PL, DE]));
    assert_eq!(step.missing.iter().map(|no| no.code).collect::<Vec<_>>(), [R::RightsUnanswered; 2]);
    let court = court.does(PL, C::AnswerRights {});
    assert_eq!(now(&court).next, [DE]);
    let step = now(&court.does(AG_DE, C::AnswerRights {}));
    assert!(step.ready && step.next.is_empty() && step.missing.is_empty());
}

#[test]
fn whoever_owes_an_opinion_speaks_next_and_a_witness_before() {
    let court = Court::civil(Phase::Evidence).does(PL, C::OfferEvidence { item: item(1, Side::Plaintiff) });
    assert_eq!(now(&court).next, [PL], "to show it");
    let court = court.does(CL, show(1));
    assert_eq!(now(&court).next, [DE], "to answer");
    let court = court.does(WI, C::Join { person: WI }).checked(WI).does(PJ, C::CallWitness { person: WI });
    assert_eq!(now(&court).next, [WI]);
}

#[test]
fn in_administrative_cases_the_defendant_comes_first_with_evidence() {
    let court = Court::in_phase(Flow::Administrative, Phase::Evidence);
    let court = court.does(PL, C::OfferEvidence { item: item(1, Side::Plaintiff) });
    let court = court.does(DE, C::OfferEvidence { item: item(2, Side::Defendant) });
    assert_eq!(now(&court).next, [DE, PL]);
}

#[test]
fn a_recess_stands_where_it_leads_back_to_and_the_end_has_no_place() {
    let recess = C::Recess { minutes: None, reason: "休息".to_owned() };
    let court = Court::civil(Phase::Debate).does(PJ, recess);
    assert_eq!(now(&court).phase, Phase::Debate);
    let over = court.does(PJ, C::GoOffline { reason: "核对原件".to_owned() });
    assert!(over.h.outline().iter().all(|step| step.stands == Stands::Done));
}

#[test]
fn the_guard_of_the_outline_is_the_guard_of_the_command() {
    for flow in Flow::ALL.iter().copied().filter(|flow| *flow != Flow::Mediation) {
        for phase in flow.route().iter().copied().take_while(|phase| *phase != Phase::Sign) {
            let court = Court::in_phase(flow, phase);
            for court in [court.clone(), court.meets_guard()] {
                let next = flow.after(phase).unwrap();
                assert_eq!(now(&court).ready, court.allows(PJ, advance(next)), "{flow:?} {phase:?}");
            }
        }
    }
}
