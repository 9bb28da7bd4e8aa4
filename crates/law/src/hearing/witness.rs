//! Witnesses and experts: called one by one, bound by an undertaking read aloud, gone afterwards (H-090, H-091).

use super::basis;
use super::command::Command as C;
use super::decide::Scene;
use super::entrance::unchanged;
use super::event::Event as E;
use super::kinds::Cut;
use super::seat::{Person, Seat};
use super::state::Called;
use crate::life::{Objections, RefusalCode as R};

pub(super) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    match command {
        C::CallWitness { person } => call(scene, *person, no),
        C::SignUndertaking { incapable, person, read_aloud } => undertake(scene, *person, *incapable, *read_aloud, no),
        C::OrderConfrontation { persons } => confront(scene, persons, no),
        C::DismissWitness { person } => {
            scene.only_presiding("令证人、鉴定人退庭", no);
            in_court(scene, *person, no);
        }
        _ => {}
    }
}

pub(super) fn events(scene: Scene<'_>, command: &C) -> Vec<E> {
    let h = scene.h;
    let event = match command {
        C::CallWitness { person } => {
            let protected = h.opening.protected.contains(person);
            let cut = protected.then(|| h.cut_for(Cut::Protected)).flatten();
            return cut.into_iter().chain([E::WitnessCalled { person: *person }]).collect();
        }
        C::SignUndertaking { incapable, person, read_aloud } => {
            E::UndertakingSigned { incapable: *incapable, person: *person, read_aloud: *read_aloud }
        }
        C::OrderConfrontation { persons } => E::ConfrontationOrdered { persons: persons.clone() },
        C::DismissWitness { person } => {
            let floor = h.floor.filter(|floor| floor.person == *person).map(|_| E::FloorRevoked { person: *person });
            return floor.into_iter().chain([E::WitnessDismissed { person: *person }]).collect();
        }
        _ => return Vec::new(),
    };
    vec![event]
}

fn testifies(seat: Seat, no: &mut Objections) {
    no.when(!seat.testifies(), R::NotAWitness, basis::WITNESS_APART, || {
        format!("{}不是证人、鉴定人，不适用传唤作证；请核对出庭人员", seat.zh())
    });
}

fn in_court(scene: Scene<'_>, person: Person, no: &mut Objections) {
    let Some(who) = scene.somebody(person, no) else { return };
    testifies(who.seat(), no);
    no.say(
        who.called != Called::Now,
        R::WitnessNotCalled,
        basis::WITNESS_APART,
        "证人、鉴定人没有传唤到庭，不能办理；请先由审判长传唤",
    );
}

fn call(scene: Scene<'_>, person: Person, no: &mut Objections) {
    scene.only_presiding("传证人、鉴定人到庭", no);
    let h = scene.h;
    let Some(who) = scene.somebody(person, no) else { return };
    testifies(who.seat(), no);
    let merged = h.opening.flow.merges() && h.phase.inquiry();
    let phase = matches!(h.phase, super::phase::Phase::Evidence | super::phase::Phase::Questions);
    scene.during(phase || merged, "传证人、鉴定人到庭", "“举证质证”“发问”环节", no);
    scene.going(no);
    unchanged(who.called == Called::Now, "该人员已经到庭", no);
    no.say(
        who.participant.online && !who.participant.consent,
        R::ConsentMissing,
        basis::ONLINE_CONSENT,
        "该人员没有同意在线作证，不能在线传唤；请征得同意，或者通知其到法庭作证",
    );
    let faces = |one: Person| h.inquiry.confronted.contains(&one);
    no.say(
        who.called == Called::After && !faces(person),
        R::WitnessGone,
        basis::WITNESS_APART,
        "该人员已经作证完毕退庭，不能再次传唤；需要对质的，请先准许对质",
    );
    let other = h.people().any(|(one, at)| one != person && at.called == Called::Now && !(faces(one) && faces(person)));
    no.say(
        other,
        R::WitnessInRoom,
        basis::WITNESS_APART,
        "询问证人时其他证人不得在场；请先令在庭的证人、鉴定人退庭，或者准许对质",
    );
}

/// EV 71: signed and read aloud; those of no or limited capacity need not.
fn undertake(scene: Scene<'_>, person: Person, incapable: bool, read_aloud: bool, no: &mut Objections) {
    in_court(scene, person, no);
    let desk = matches!(scene.seat(), Some(Seat::Presiding | Seat::Clerk));
    scene.only(
        if incapable { desk } else { desk || scene.by == person },
        "办理保证书",
        "证人本人、审判长或者书记员",
        no,
    );
    if let Some(who) = scene.h.standing(person) {
        scene.inside(person, no);
        unchanged(who.undertaking, "保证书已经办理", no);
    }
    no.say(
        !read_aloud && !incapable,
        R::UndertakingMissing,
        basis::WITNESS_UNDERTAKES,
        "保证书应当当庭宣读，没有宣读的不得作证；请证人宣读后记明",
    );
}

fn confront(scene: Scene<'_>, persons: &[Person], no: &mut Objections) {
    scene.only_presiding("准许对质", no);
    for person in persons {
        if let Some(who) = scene.somebody(*person, no) {
            testifies(who.seat(), no);
        }
    }
    let different: std::collections::BTreeSet<_> = persons.iter().collect();
    no.say(
        different.len() < 2,
        R::NotAWitness,
        basis::WITNESS_APART,
        "对质至少需要两名证人、鉴定人，不能对一人准许；请补充参加对质的人员",
    );
}
