//! The course of a hearing: phases, rights, issues, last words, mediation, recess, deliberation, judgment (§5).

use super::basis;
use super::command::Command as C;
use super::decide::Scene;
use super::entrance::unchanged;
use super::event::Event as E;
use super::floor::release;
use super::guard;
use super::kinds::Room;
use super::phase::{Flow, Phase};
use super::seat::{Person, Seat};
use super::state::Stage;
use crate::life::{Objections, RefusalCode as R};

pub(super) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    match command {
        C::Advance { to } => advance(scene, *to, no),
        C::Return { reason, to } => back(scene, *to, reason, no),
        C::AnswerRights {} => {
            scene.of_a_side("答复权利义务", no);
            scene.during(scene.h.phase == Phase::Rights, "答复权利义务", "“告知权利和回避”环节", no);
        }
        C::PutFocus { points, .. } => {
            scene.only_presiding("归纳争议焦点", no);
            scene.during(scene.h.phase.inquiry(), "归纳争议焦点", "法庭调查中", no);
            scene.reason(&points.concat(), "归纳争议焦点", no);
            scene.going(no);
        }
        C::AnswerFocus { .. } => {
            scene.of_a_side("答复争议焦点", no);
            no.say(
                scene.h.inquiry.focus.is_none(),
                R::FocusUnconfirmed,
                basis::INQUIRY,
                "审判长还没有归纳争议焦点，无从答复；请等待归纳",
            );
        }
        C::CloseDebate {} => {
            scene.only_presiding("宣布辩论终结", no);
            scene.during(scene.h.phase == Phase::Debate, "宣布辩论终结", "法庭辩论中", no);
            scene.going(no);
        }
        C::WaiveWord {} => waive(scene, no),
        C::AnswerMediation { .. } | C::StartMediation { .. } | C::EndMediation { .. } => mediation(scene, command, no),
        C::Recess { reason, .. } => {
            scene.only_presiding("宣布休庭", no);
            let sits = scene.h.phase.in_session() || scene.h.phase == Phase::MediationTalk;
            scene.during(sits, "宣布休庭", "开庭后", no);
            scene.reason(reason, "休庭", no);
        }
        C::Resume {} => {
            scene.only_presiding("恢复庭审", no);
            scene.during(scene.h.phase == Phase::Recess, "恢复庭审", "休庭中", no);
        }
        C::StartDeliberation {} => deliberate(scene, no),
        C::EndDeliberation {} => {
            scene.only_presiding("结束合议", no);
            scene.during(scene.h.phase == Phase::Deliberation, "结束合议", "合议中", no);
        }
        C::EnterRoom { of, room } => private(scene, *room, *of, no),
        C::LeaveRoom {} => unchanged(scene.me().is_none_or(|who| who.private.is_none()), "您不在独立房间中", no),
        C::Freeze { .. } => {
            scene.only(scene.room() || scene.seat() == Some(Seat::Clerk), "技术暂停", "书记员或者系统", no);
            unchanged(scene.h.freeze.is_some(), "庭审已经暂停", no);
        }
        C::Unfreeze {} => {
            let may = scene.room() || matches!(scene.seat(), Some(Seat::Clerk | Seat::Presiding));
            scene.only(may, "解除技术暂停", "书记员、审判长或者系统", no);
            unchanged(scene.h.freeze.is_none(), "庭审没有暂停", no);
        }
        C::Pronounce { appeal_told, marriage_told } => pronounce(scene, *appeal_told, *marriage_told, no),
        C::Close {} => close(scene, no),
        C::Adjourn { reason, .. } | C::GoOffline { reason } => {
            scene.only_presiding(command.zh(), no);
            scene.reason(reason, command.zh(), no);
        }
        _ => {}
    }
}

pub(super) fn events(scene: Scene<'_>, command: &C) -> Vec<E> {
    let (by, from) = (scene.by, scene.h.phase);
    let event = match command.clone() {
        C::Advance { to } => E::PhaseAdvanced { from, to },
        C::Return { reason, to } => E::PhaseReturned { from, reason, to },
        C::AnswerRights {} => E::RightsAnswered { person: by },
        C::PutFocus { points, ruled } => E::FocusPut { points, ruled },
        C::AnswerFocus { agrees, text } => E::FocusAnswered { agrees, person: by, text },
        C::CloseDebate {} => E::DebateClosed {},
        C::WaiveWord {} => E::WordWaived { person: by },
        C::AnswerMediation { willing } => E::MediationAnswered { person: by, willing },
        C::StartMediation { recorded } => E::MediationStarted { recorded },
        C::EndMediation { agreed, text } => E::MediationEnded { agreed, text },
        C::Recess { minutes, reason } => E::RecessStarted { minutes, reason },
        C::Resume {} => E::Resumed {},
        C::StartDeliberation {} => E::DeliberationStarted {},
        C::EndDeliberation {} => E::DeliberationEnded {},
        C::EnterRoom { of, room } => {
            let of = if room == Room::Bench { Person::ROOM } else { of };
            return vec![E::RoomEntered { of, person: by, room }];
        }
        C::LeaveRoom {} => return vec![E::RoomLeft { person: by }],
        C::Freeze { reason } => E::Frozen { reason },
        C::Unfreeze {} => E::Unfrozen {},
        C::Pronounce { appeal_told, marriage_told } => E::Pronounced { appeal_told, marriage_told },
        C::Close {} => E::Closed {},
        C::Adjourn { ground, reason, until } => E::Adjourned { ground, reason, until },
        C::GoOffline { reason } => E::ChangedToOffline { reason },
        _ => return Vec::new(),
    };
    let moves = matches!(
        event,
        E::PhaseAdvanced { .. }
            | E::PhaseReturned { .. }
            | E::MediationStarted { .. }
            | E::MediationEnded { .. }
            | E::RecessStarted { .. }
            | E::DeliberationStarted {}
            | E::Frozen { .. }
            | E::Adjourned { .. }
            | E::ChangedToOffline { .. }
            | E::Closed {}
    );
    // nobody keeps the floor into another phase, and nothing is broadcast after the end
    let floor = if moves { release(scene) } else { None };
    let broadcast = if ends(&event) { off_air(scene) } else { None };
    floor.into_iter().chain(broadcast).chain([event]).collect()
}

const fn ends(event: &E) -> bool {
    matches!(event, E::Closed {} | E::Adjourned { .. } | E::ChangedToOffline { .. })
}

/// The broadcast is closed with the hearing.
pub(super) fn off_air(scene: Scene<'_>) -> Option<E> {
    matches!(scene.h.broadcast.stage, Stage::On | Stage::Cut).then_some(E::BroadcastClosed {})
}

fn advance(scene: Scene<'_>, to: Phase, no: &mut Objections) {
    let (h, from) = (scene.h, scene.h.phase);
    if from == Phase::Scheduled {
        scene.only_desk(false, "开放候庭", no);
    } else {
        scene.only_presiding("进入下一环节", no);
    }
    no.when(!h.opening.flow.leads(from, to), R::PhaseForbids, basis::OPENING, || {
        let next = h.opening.flow.after(from).map_or("", Phase::zh);
        format!("{}中不能从“{}”直接进入“{}”；通常的下一环节是“{next}”", h.opening.flow.zh(), from.zh(), to.zh())
    });
    scene.going(no);
    guard::leaving(h, from, Some(to), no);
}

/// 恢复法庭调查、恢复法庭辩论.
fn back(scene: Scene<'_>, to: Phase, reason: &str, no: &mut Objections) {
    scene.only_presiding("恢复前一环节", no);
    scene.reason(reason, "恢复前一环节", no);
    let (h, from) = (scene.h, scene.h.phase);
    no.when(!h.opening.flow.leads_back(from, to), R::PhaseForbids, basis::DEBATE, || {
        format!("不能从“{}”恢复到“{}”；可以恢复的是此前的法庭调查、辩论环节", from.zh(), to.zh())
    });
    guard::witnesses_gone(h, Some(to), no);
    scene.going(no);
}

fn waive(scene: Scene<'_>, no: &mut Objections) {
    let accused = scene.h.opening.flow == Flow::Criminal;
    let fits = scene.seat().is_some_and(|seat| if accused { seat == Seat::Accused } else { seat.of_a_side() });
    scene.only(fits, "放弃最后意见", "当事人、代理人（刑事案件仅被告人本人）", no);
    scene.inside(scene.by, no);
    scene.during(scene.h.phase == Phase::Final, "放弃最后意见", "“最后意见”环节", no);
}

fn mediation(scene: Scene<'_>, command: &C, no: &mut Objections) {
    let h = scene.h;
    let session = h.opening.flow == Flow::Mediation;
    no.say(
        !session && !h.opening.flow.mediates(),
        R::NotForFlow,
        basis::MEDIATE,
        "本案适用的程序不进行庭审调解；依法可以和解、协调的，请另行办理",
    );
    let from = h.phase.inquiry() || h.phase == Phase::Final || (session && h.phase == Phase::Rights);
    match command {
        C::AnswerMediation { .. } => {
            scene.of_a_side("答复是否调解", no);
            scene.during(from, "答复是否调解", "法庭调查开始后、宣判前", no);
        }
        C::StartMediation { .. } => {
            scene.only_presiding("开始调解", no);
            scene.during(from, "开始调解", "法庭调查开始后、宣判前", no);
            scene.going(no);
            for party in h.awaited().filter(|party| h.represented(*party)) {
                let willing = h.talk.answers.get(&party) == Some(&true);
                no.when(!willing, R::MediationUnwilling, basis::MEDIATE, || {
                    format!("{}没有表示愿意调解，不能强制调解；请征询其意见，不愿意的继续审理", h.label(party))
                });
            }
            if session {
                guard::leaving(h, Phase::Rights, None, no);
            }
            guard::witnesses_gone(h, Some(Phase::MediationTalk), no);
        }
        _ => {
            scene.only_presiding("结束调解", no);
            scene.during(h.phase == Phase::MediationTalk, "结束调解", "调解中", no);
        }
    }
    if let C::EndMediation { agreed: true, text } = command {
        scene.reason(text, "达成的协议", no);
    }
}

fn deliberate(scene: Scene<'_>, no: &mut Objections) {
    scene.only_presiding("开始合议", no);
    let phase = scene.h.phase;
    scene.during(phase.in_session() || phase == Phase::Recess, "开始合议", "开庭后", no);
    let panel = scene.h.people().filter(|(person, who)| who.seat().bench() && scene.h.is_on(*person)).count() > 1;
    no.say(!panel, R::NotAPanel, basis::PANEL, "在线的合议庭成员不足两人，不能合议；独任审理的案件可以休庭后直接宣判");
}

/// §2: 合议室 for the bench, 休庭室 for a client and the client's own agent. Only while the court does not sit.
fn private(scene: Scene<'_>, room: Room, of: Person, no: &mut Objections) {
    let h = scene.h;
    let aside = matches!(h.phase, Phase::Waiting | Phase::Recess | Phase::Deliberation);
    scene.during(aside, "进入独立房间", "候庭、休庭、合议期间", no);
    scene.inside(scene.by, no);
    let Some(me) = scene.me() else {
        return scene.only(false, "进入独立房间", "出庭人员本人", no);
    };
    let client = h.standing(of).is_some_and(|who| who.seat().party() && who.seat() != Seat::Prosecutor);
    let fits = match room {
        Room::Bench => me.seat().bench() && h.phase != Phase::Deliberation,
        Room::Counsel => {
            let theirs = matches!(me.seat(), Seat::Agent | Seat::Interpreter) && me.participant.for_whom.contains(&of);
            client && (scene.by == of || theirs)
        }
    };
    no.when(!fits, R::RoomForbidden, basis::COURT_ORDER, || {
        format!("您不能进入该{}；合议室只供合议庭成员，休庭室只供当事人与其本人的代理人、辩护人、翻译", room.zh())
    });
    unchanged(me.private.is_some(), "您已经在独立房间中", no);
}

fn pronounce(scene: Scene<'_>, appeal_told: bool, marriage_told: bool, no: &mut Objections) {
    scene.only_presiding("宣告判决", no);
    scene.during(scene.h.phase == Phase::Pronounce, "宣告判决", "“宣判”环节", no);
    scene.going(no);
    unchanged(scene.h.inquiry.pronounced, "判决已经宣告", no);
    let opening = &scene.h.opening;
    if let Some(appeal) = opening.appeal.as_ref().filter(|_| !appeal_told) {
        no.when(true, R::AppealNotTold, basis::PRONOUNCE, || {
            format!("宣告判决时必须告知上诉权利、{}日上诉期限和上诉法院{}；请告知后记明", appeal.days, appeal.court)
        });
    }
    no.say(
        opening.divorce && !marriage_told,
        R::MarriageNotTold,
        basis::PRONOUNCE,
        "宣告离婚判决，必须告知判决生效前不得另行结婚；请告知后记明",
    );
}

fn close(scene: Scene<'_>, no: &mut Objections) {
    scene.only_presiding("宣布闭庭", no);
    scene.during(scene.h.phase == Phase::Sign, "宣布闭庭", "核对笔录签名后", no);
    guard::leaving(scene.h, Phase::Sign, None, no);
}
