//! What is done when somebody is lost, leaves or never comes (H-100 to H-103). Only the presiding judge decides;
//! software never declares a default.

use super::attendance::{Incident, Link};
use super::basis;
use super::command::Command as C;
use super::course::off_air;
use super::decide::Scene;
use super::entrance::unchanged;
use super::event::Event as E;
use super::floor::release;
use super::kinds::{Absence, Classification, Ground, LossStep, Sign};
use super::phase::{Flow, Phase};
use super::seat::{Person, Seat};
use super::state::Standing;
use super::terms::{
    ABSENCE_MS, CALL_AFTER_MS, DECIDE_AFTER_MS, LINK_AFTER_MS, OFFER_AFTER_MS, RECESS_MINUTES, SECOND_CALL_MS,
    SHOW_CAUSE_DAYS, SUMMONS_DAYS,
};
use crate::life::{Objections, RefusalCode as R};

pub(super) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    match command {
        C::TakeStep { person, step } => step_after_loss(scene, *person, *step, no),
        C::CollectSign { note, person, sign } => {
            let may = scene.room() || matches!(scene.seat(), Some(Seat::Clerk | Seat::Technician));
            scene.only(may, "收集断线证据", "书记员、技术人员或者系统", no);
            scene.somebody(*person, no);
            scene.reason(note, "断线证据", no);
            let covered = *sign == Sign::CameraCovered && scene.h.is_on(*person);
            if !covered {
                incident(scene, *person, no);
            }
        }
        C::Classify { person } => {
            scene.only_presiding("认定断线原因", no);
            incident(scene, *person, no);
        }
        C::CallAbsent { person } => call(scene, *person, no),
        C::NoteAbsent { person } => note(scene, *person, no),
        C::DecideAbsence { agent_agrees, decision, minutes, person, reason } => {
            scene.only_presiding("决定未到庭、退庭的处理", no);
            scene.reason(reason, "决定", no);
            if let Some(who) = scene.somebody(*person, no) {
                decide(scene, *person, who, *decision, no);
                conditions(scene, *person, *agent_agrees, *decision, *minutes, no);
            }
        }
        _ => {}
    }
}

pub(super) fn events(scene: Scene<'_>, command: &C) -> Vec<E> {
    let event = match command.clone() {
        C::TakeStep { person, step } => E::StepTaken { person, step },
        C::CollectSign { note, person, sign } => E::SignCollected { note, person, sign },
        C::Classify { person } => {
            let class = scene.h.incident(person).map(|one| scene.h.class_of(one));
            return class.map(|class| E::Classified { class, person }).into_iter().collect();
        }
        C::CallAbsent { person } => {
            let nth = scene.h.standing(person).map_or(1, |who| who.calls.saturating_add(1));
            E::AbsentCalled { nth, person }
        }
        C::NoteAbsent { person } => E::AbsentNoted { person },
        C::DecideAbsence { decision, minutes, person, reason, .. } => {
            return decided(scene, person, decision, minutes, reason);
        }
        _ => return Vec::new(),
    };
    vec![event]
}

/// The decision, and what it brings about at once.
fn decided(scene: Scene<'_>, person: Person, decision: Absence, minutes: u16, reason: String) -> Vec<E> {
    let due = (decision == Absence::ShowCause).then(|| scene.at.day().plus(SHOW_CAUSE_DAYS));
    let after = match decision {
        Absence::Recess => Some(E::RecessStarted { minutes: Some(minutes), reason: reason.clone() }),
        Absence::Adjourn => Some(E::Adjourned { ground: Ground::PartyAbsent, reason: reason.clone(), until: None }),
        Absence::Offline => Some(E::ChangedToOffline { reason: reason.clone() }),
        _ => None,
    };
    let floor = after.is_some().then(|| release(scene)).flatten();
    let ends = matches!(decision, Absence::Adjourn | Absence::Offline);
    let broadcast = ends.then(|| off_air(scene)).flatten();
    [E::AbsenceDecided { decision, due, person, reason }]
        .into_iter()
        .chain(floor)
        .chain(broadcast)
        .chain(after)
        .collect()
}

fn incident<'a>(scene: Scene<'a>, person: Person, no: &mut Objections) -> Option<&'a Incident> {
    let incident = scene.h.incident(person);
    no.say(
        incident.is_none(),
        R::NoIncident,
        basis::ONLINE_ABSENCE,
        "该人员没有断线、退出或者遮挡画面的记录，无从办理；请核对人员",
    );
    incident
}

fn step_after_loss(scene: Scene<'_>, person: Person, step: LossStep, no: &mut Objections) {
    let by_hand = step == LossStep::Call;
    let clerk = scene.seat() == Some(Seat::Clerk);
    scene.only(clerk || (scene.room() && !by_hand), "断线处置", "书记员（短信和建议也可由系统发出）", no);
    let Some(lost) = incident(scene, person, no) else { return };
    unchanged(lost.back.is_some() || scene.h.is_on(person), "该人员已经恢复连接", no);
    unchanged(lost.steps.contains(&step), "这一步已经办理", no);
    let (wait, words) = match step {
        LossStep::Link => (LINK_AFTER_MS, "十五秒"),
        LossStep::Call => (CALL_AFTER_MS, "六十秒"),
        LossStep::Offer => (OFFER_AFTER_MS, "五分钟"),
    };
    early(scene, lost.at.0 + wait, words, step.zh(), no);
}

fn early(scene: Scene<'_>, from: i64, words: &str, what: &str, no: &mut Objections) {
    no.when(scene.at.0 < from, R::StepTooEarly, basis::ONLINE_ABSENCE, || {
        format!("时间不满{words}，不能{what}；请等待时间届满，其间继续联系该人员")
    });
}

/// H-103: once at the planned start, once a quarter of an hour later.
fn call(scene: Scene<'_>, person: Person, no: &mut Objections) {
    scene.only_desk(true, "催促到庭", no);
    let Some(who) = scene.somebody(person, no) else { return };
    unchanged(who.link != Link::Never, "该人员已经到过庭", no);
    let planned = scene.h.opening.planned.0;
    let (from, words) = if who.calls == 0 {
        (planned, "到预定的开庭时间")
    } else {
        (planned + SECOND_CALL_MS, "开庭后十五分钟")
    };
    early(scene, from, words, "催促到庭", no);
}

fn note(scene: Scene<'_>, person: Person, no: &mut Objections) {
    scene.only_desk(false, "记明未到庭", no);
    let Some(who) = scene.somebody(person, no) else { return };
    unchanged(who.absent || who.link != Link::Never, "该人员已经到庭或者已经记明", no);
    let phase = scene.h.phase;
    scene.during(phase == Phase::Waiting || phase == Phase::Identity, "记明未到庭", "候庭、核对身份期间", no);
    let planned = scene.h.opening.planned.0;
    if !who.seat().party() {
        early(scene, planned, "到预定的开庭时间", "记明未到庭", no);
        return;
    }
    early(scene, planned + ABSENCE_MS, "开庭后三十分钟", "记明未到庭", no);
    let must = scene.h.opening.flow == Flow::Criminal;
    no.when(must, R::MustAppear, basis::PUT_OFF, || {
        format!("{}必须到庭，不能在其缺席时开庭；请延期审理", who.participant.label)
    });
    if !scene.h.agent_in_room(person) {
        proof(scene, person, who, no);
    }
}

/// H-103: service proved at least three days before, consent, a test call, two calls; if any is missing, adjourn.
fn proof(scene: Scene<'_>, person: Person, who: &Standing, no: &mut Objections) {
    let opening = &scene.h.opening;
    let summons = opening.summonses.iter().find(|one| one.person == person);
    // the three days do not bind in quick procedures (CPL 163)
    let notice = if opening.flow.merges() { 0 } else { SUMMONS_DAYS };
    let served = summons.and_then(|one| one.served).is_some_and(|day| day.until(opening.planned.day()) >= notice);
    let tested = summons.is_some_and(|one| one.tested);
    let online = who.participant.online;
    let lacks = [
        (!served, "传票没有依法提前送达的证明"),
        (online && !who.participant.consent, "没有同意在线庭审的记录"),
        (online && !tested, "没有测试通话的结果"),
        (who.calls < 2, "没有两次催促到庭的记录"),
    ];
    for (_, what) in lacks.iter().filter(|(lacking, _)| *lacking) {
        no.when(true, R::AbsenceUnproven, basis::ONLINE_ABSENCE, || {
            format!("{}{what}，不能认定无正当理由拒不到庭；请补正，或者延期开庭", who.participant.label)
        });
    }
}

/// What each decision rests on.
fn decide(scene: Scene<'_>, person: Person, who: &Standing, decision: Absence, no: &mut Objections) {
    let last = scene.h.incident(person);
    match decision {
        Absence::ShowCause => {
            incident(scene, person, no);
            let unclear = last.is_some_and(|one| scene.h.class_of(one) == Classification::Unclear);
            no.say(
                !unclear || scene.h.unclear_losses(person) < 2,
                R::FirstUnclear,
                basis::ONLINE_ABSENCE,
                "首次原因不明的断线按技术原因处理，不能责令说明理由；请等待其恢复或者休庭，再次发生的可以责令说明",
            );
        }
        Absence::WalkedOut => walked_out(scene, person, last, no),
        Absence::Withdrawn | Absence::Default => {
            let plaintiff = who.seat() == Seat::Plaintiff;
            let fits = if decision == Absence::Withdrawn { plaintiff } else { who.seat() == Seat::Defendant };
            let basis = if decision == Absence::Withdrawn { basis::ABSENT_PLAINTIFF } else { basis::ABSENT_DEFENDANT };
            no.when(!fits || scene.h.opening.flow == Flow::Criminal, R::AbsenceUnproven, basis, || {
                format!("对{}不能“{}”；按撤诉处理适用于原告，缺席审理适用于被告", who.seat().zh(), decision.zh())
            });
            let there = scene.h.represented(person);
            let found = who.decided == Some(Absence::WalkedOut);
            let absent = who.absent && who.link == Link::Never;
            if there || (!found && !absent) {
                no.when(true, R::AbsenceUnproven, basis, || {
                    format!(
                        "没有记明{}拒不到庭或者中途退庭，不能“{}”；请先依法认定，或者延期开庭",
                        who.participant.label,
                        decision.zh()
                    )
                });
            }
            if absent {
                proof(scene, person, who, no);
            }
        }
        Absence::Continue | Absence::Recess | Absence::Adjourn | Absence::Offline => {
            unchanged(scene.h.is_on(person), "该人员在线", no);
            let recess = decision == Absence::Recess;
            let wait = if recess { CALL_AFTER_MS } else { DECIDE_AFTER_MS };
            let (from, words) = match last.filter(|one| !one.left) {
                Some(lost) => (lost.at.0 + wait, if recess { "六十秒" } else { "十五分钟" }),
                None if who.link == Link::Never => (scene.h.opening.planned.0 + ABSENCE_MS, "开庭后三十分钟"),
                None => (0, ""),
            };
            early(scene, from, words, decision.zh(), no);
        }
    }
}

/// OL 25: not corrected after 提示 and 警告, and no technical cause.
fn walked_out(scene: Scene<'_>, person: Person, last: Option<&Incident>, no: &mut Objections) {
    incident(scene, person, no);
    let Some(incident) = last else { return };
    let class = scene.h.class_of(incident);
    no.when(class != Classification::Voluntary, R::NotVoluntary, basis::ONLINE_ABSENCE, || {
        format!("这次断线属于“{}”，不能认定中途退庭；请等待其恢复、休庭或者延期", class.zh())
    });
    no.say(
        !scene.h.warned_since(incident),
        R::NotWarned,
        basis::ONLINE_ABSENCE,
        "没有先提示、至少六十秒后再警告，不能认定中途退庭；请先提示、警告并记录",
    );
    no.say(
        incident.back.is_some(),
        R::NotVoluntary,
        basis::ONLINE_ABSENCE,
        "该人员已经返回法庭，不能认定中途退庭；请继续审理，必要时予以训诫",
    );
}

fn conditions(
    scene: Scene<'_>,
    person: Person,
    agent_agrees: bool,
    decision: Absence,
    minutes: u16,
    no: &mut Objections,
) {
    no.say(
        decision == Absence::Continue && !(agent_agrees && scene.h.stood_in_for(person)),
        R::AgentMissing,
        basis::ONLINE_ABSENCE,
        "没有其代理人（代理人断线的，没有其委托人）在庭并同意，不能继续审理；请休庭等候、延期或者转为线下开庭",
    );
    no.when(
        decision == Absence::Recess && (minutes == 0 || minutes > RECESS_MINUTES),
        R::RecessTooLong,
        basis::PUT_OFF,
        || format!("为等候断线人员的休庭应当在{RECESS_MINUTES}分钟以内；需要更久的，请延期开庭"),
    );
    let sits = scene.h.phase.in_session() || scene.h.phase == Phase::MediationTalk;
    if decision == Absence::Recess {
        scene.during(sits, "休庭等候", "开庭后", no);
    }
}
