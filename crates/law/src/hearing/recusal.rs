//! Who sits: recusals, replacements, and the official who answers for an administrative defendant (§5, CPL 149).

use super::basis;
use super::command::Command as C;
use super::decide::Scene;
use super::entrance::unchanged;
use super::event::Event as E;
use super::phase::{Flow, Phase};
use super::seat::{Participant, Person, Seat};
use crate::life::{Objections, RefusalCode as R};

pub(super) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    match command {
        C::AskRecusal { ground, of } => ask(scene, *of, ground, no),
        C::DecideRecusal { of, reason, .. } => decide(scene, *of, reason, no),
        C::ReplaceJudge { left, seated } => replace(scene, *left, seated, no),
        C::RecordOfficial { attends, reason, who } => {
            scene.only_desk(false, "记录负责人出庭情况", no);
            no.say(
                scene.h.opening.flow != Flow::Administrative,
                R::NotForFlow,
                basis::OFFICIAL,
                "只有行政案件记录行政机关负责人出庭应诉情况；本案无需办理",
            );
            scene.reason(if *attends { who } else { reason }, "记录负责人出庭情况", no);
        }
        _ => {}
    }
}

pub(super) fn events(scene: Scene<'_>, command: &C) -> Vec<E> {
    let event = match command.clone() {
        C::AskRecusal { ground, of } => E::RecusalAsked { ground, of, person: scene.by },
        C::DecideRecusal { granted, of, reason } => E::RecusalDecided { granted, of, reason },
        C::ReplaceJudge { left, seated } => E::JudgeReplaced { left, seated },
        C::RecordOfficial { attends, reason, who } => E::OfficialRecorded { attends, reason, who },
        _ => return Vec::new(),
    };
    // what is asked stops who speaks until it is decided
    let floor = matches!(event, E::RecusalAsked { .. }).then(|| super::floor::release(scene)).flatten();
    floor.into_iter().chain([event]).collect()
}

fn ask(scene: Scene<'_>, of: Person, ground: &str, no: &mut Objections) {
    scene.of_a_side("申请回避", no);
    let phase = scene.h.phase;
    scene.during(phase == Phase::Rights || phase.inquiry(), "申请回避", "告知权利后、辩论终结前", no);
    scene.reason(ground, "申请回避", no);
    let Some(who) = scene.somebody(of, no) else { return };
    let fits = matches!(
        who.seat(),
        Seat::Presiding | Seat::Judge | Seat::Assistant | Seat::Clerk | Seat::Interpreter | Seat::Expert
    );
    no.when(!fits, R::RecusalInvalid, basis::RECUSAL, || {
        format!("{}不适用回避，不能对其申请；回避适用于审判人员、法官助理、书记员、翻译人员、鉴定人", who.seat().zh())
    });
    unchanged(pending(scene, of), "对该人员的回避申请正在等待决定", no);
}

fn pending(scene: Scene<'_>, of: Person) -> bool {
    scene.h.inquiry.recusals.iter().any(|one| one.of == of && one.granted.is_none())
}

/// Of judges the president decides, told by the room or a supervisor; of all others the presiding judge.
fn decide(scene: Scene<'_>, of: Person, reason: &str, no: &mut Objections) {
    let bench = scene.h.standing(of).is_some_and(|who| who.seat().bench());
    let president = scene.room() || scene.seat() == Some(Seat::Supervisor);
    if bench {
        scene.only(president, "决定审判人员的回避", "院长", no);
    } else {
        scene.only_presiding("决定其他人员的回避", no);
    }
    scene.reason(reason, "回避决定", no);
    no.say(!pending(scene, of), R::RecusalMissing, basis::RECUSAL, "没有对该人员的待决回避申请，无从决定；请核对申请");
}

fn replace(scene: Scene<'_>, left: Person, seated: &Participant, no: &mut Objections) {
    let may = scene.room() || matches!(scene.seat(), Some(Seat::Clerk | Seat::Supervisor));
    scene.only(may, "更换审判人员", "院长决定后的书记员或者系统", no);
    let Some(who) = scene.somebody(left, no) else { return };
    let upheld =
        scene.h.inquiry.recusals.iter().any(|one| one.of == left && one.granted == Some(true) && !one.replaced);
    let gone = who.seat().court() && !who.removed && !scene.h.is_on(left);
    no.say(
        !upheld && !gone,
        R::RecusalNotUpheld,
        basis::RECUSAL,
        "没有准许其回避，其也没有缺位，不能擅自更换；请先由院长决定",
    );
    let taken = scene.h.standing(seated.person).is_some() || seated.person == Person::ROOM;
    no.when(taken || seated.seat != who.seat(), R::ReplacementInvalid, basis::PANEL, || {
        format!("接替的人员应当是新的{}，不能与现有人员重复；请核对席位和编号", who.seat().zh())
    });
}
