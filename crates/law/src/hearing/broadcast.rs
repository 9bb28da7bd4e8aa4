//! Broadcast: one approval, objections with reasons, a delay, and cuts at once (H-112, O-200 to O-206).

use super::basis;
use super::command::Command as C;
use super::decide::Scene;
use super::entrance::unchanged;
use super::event::Event as E;
use super::kinds::{Cut, Objected};
use super::phase::{Flow, Phase};
use super::seat::{Person, Seat};
use super::state::{Called, Hearing, Stage};
use super::terms::{BROADCAST_DELAY_MAX_S, BROADCAST_DELAY_MIN_S};
use crate::life::{Objections, RefusalCode as R};

impl Hearing {
    /// Why the broadcast must be cut now, whoever asks for it (O-206).
    pub fn cut_due(&self) -> Option<Cut> {
        let protected =
            |(person, called): (Person, Called)| called == Called::Now && self.opening.protected.contains(&person);
        let minor = self.floor.is_some_and(|floor| self.opening.minors.contains(&floor.person));
        if self.secret_shown() {
            Some(Cut::Secret)
        } else if self.people().map(|(person, who)| (person, who.called)).any(protected) {
            Some(Cut::Protected)
        } else {
            minor.then_some(Cut::Minor)
        }
    }

    /// The cut itself, if the broadcast is on.
    pub(super) fn cut_for(&self, reason: Cut) -> Option<E> {
        (self.broadcast.stage == Stage::On).then_some(E::BroadcastCut { reason })
    }
}

pub(super) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    let stage = scene.h.broadcast.stage;
    match command {
        C::ApproveBroadcast { approval, delay_s } => approve(scene, approval, *delay_s, no),
        C::RefuseBroadcast { reason } => {
            approver(scene, no);
            scene.reason(reason, "不批准直播", no);
            unchanged(stage != Stage::None, "直播已经审批", no);
        }
        C::ObjectBroadcast { reason } => object(scene, reason.as_deref(), no),
        C::DecideObjection { items, outcome, person, reason } => objection(scene, items, *outcome, *person, reason, no),
        C::StartBroadcast {} => {
            scene.only_desk(false, "开始直播", no);
            unchanged(matches!(stage, Stage::On | Stage::Cut), "直播已经开始", no);
            fit(scene, no);
            no.say(
                matches!(stage, Stage::None | Stage::Refused),
                R::BroadcastUnapproved,
                basis::BROADCAST_APPROVAL,
                "本案直播没有获得批准，不能开始；请按一案一批逐级报批",
            );
            scene.during(scene.h.phase.in_session(), "开始直播", "开庭后", no);
            ends(scene, no);
        }
        C::CutBroadcast { reason } => cut(scene, *reason, no),
        C::ResumeBroadcast {} => {
            scene.only_presiding("恢复直播", no);
            unchanged(stage != Stage::Cut, "直播没有切断", no);
            fit(scene, no);
            ends(scene, no);
        }
        C::CloseBroadcast {} => {
            scene.only_presiding("关闭公开", no);
            unchanged(matches!(stage, Stage::None | Stage::Refused | Stage::Closed), "没有可以关闭的直播", no);
        }
        _ => {}
    }
}

pub(super) fn events(scene: Scene<'_>, command: &C) -> Vec<E> {
    let event = match command.clone() {
        C::ApproveBroadcast { approval, delay_s } => E::BroadcastApproved { approval, delay_s },
        C::RefuseBroadcast { reason } => E::BroadcastRefused { reason },
        C::ObjectBroadcast { reason } => {
            let reason = reason.filter(|reason| !reason.trim().is_empty());
            E::BroadcastObjected { person: scene.by, reason }
        }
        C::DecideObjection { items, outcome, person, reason } => {
            return decided(scene, E::ObjectionDecided { items, outcome, person, reason }, outcome);
        }
        C::StartBroadcast {} => E::BroadcastStarted {},
        C::CutBroadcast { reason } => E::BroadcastCut { reason },
        C::ResumeBroadcast {} => E::BroadcastResumed {},
        C::CloseBroadcast {} => E::BroadcastClosed {},
        _ => return Vec::new(),
    };
    vec![event]
}

/// A broadcast on the air is cut before an objection that holds is told.
fn decided(scene: Scene<'_>, event: E, outcome: Objected) -> Vec<E> {
    let shown = outcome == Objected::Upheld;
    let cut = shown.then(|| scene.h.cut_for(Cut::Presiding)).flatten();
    cut.into_iter().chain([event]).collect()
}

/// The department and the vice-president approve outside the room; the room or a supervisor tells of it (O-202).
fn approver(scene: Scene<'_>, no: &mut Objections) {
    let may = scene.room() || scene.seat() == Some(Seat::Supervisor);
    scene.only(may, "审批直播", "审判庭提出后的主管副院长", no);
}

fn approve(scene: Scene<'_>, approval: &str, delay_s: u16, no: &mut Objections) {
    approver(scene, no);
    scene.reason(approval, "批准直播的审批编号", no);
    unchanged(scene.h.broadcast.stage != Stage::None, "直播已经审批", no);
    fit(scene, no);
    let range = BROADCAST_DELAY_MIN_S..=BROADCAST_DELAY_MAX_S;
    no.when(!range.contains(&delay_s), R::DelayInvalid, basis::BROADCAST, || {
        format!("直播延时应当为{BROADCAST_DELAY_MIN_S}至{BROADCAST_DELAY_MAX_S}秒，{delay_s}秒不合规定；通常为六十秒")
    });
}

/// O-200, O-203: what is never broadcast.
fn fit(scene: Scene<'_>, no: &mut Objections) {
    let opening = &scene.h.opening;
    no.say(
        !opening.public,
        R::BroadcastBarred,
        basis::BROADCAST,
        "不公开审理的案件不得直播；宣判可以公开进行，但不在网上播出",
    );
    for exclusion in &opening.exclusions {
        no.when(true, R::BroadcastBarred, basis::ONLINE_PUBLIC, || {
            format!("本案{}，不得在互联网上公开；请关闭直播后开庭", exclusion.zh())
        });
    }
    no.say(
        scene.h.broadcast.stage == Stage::Closed,
        R::BroadcastBarred,
        basis::BROADCAST,
        "审判长已经关闭公开或者异议成立，本次庭审不能再直播；确有需要的，请下次开庭前另行报批",
    );
    no.say(
        scene.h.broadcast.objections.values().any(|decided| !decided),
        R::ObjectionPending,
        basis::BROADCAST,
        "有当事人附理由的异议没有答复，不能直播；请审判长先作出决定",
    );
}

/// O-206: a broadcast does not go on while the reason for a cut lasts.
fn ends(scene: Scene<'_>, no: &mut Objections) {
    if let Some(reason) = scene.h.cut_due() {
        no.when(true, R::CutLasts, basis::ONLINE_PUBLIC, || {
            format!("现在{}，不能直播；请在这一情形结束后再恢复", reason.zh())
        });
    }
}

fn object(scene: Scene<'_>, reason: Option<&str>, no: &mut Objections) {
    let criminal = scene.h.opening.flow == Flow::Criminal;
    let fits = scene.seat().is_some_and(|seat| if criminal { seat == Seat::Prosecutor } else { seat.of_a_side() });
    scene.only(fits, "对直播提出异议", "当事人及其代理人（刑事案件为检察机关）", no);
    scene.during(
        matches!(scene.h.phase, Phase::Scheduled | Phase::Waiting) || scene.h.phase.in_session(),
        "对直播提出异议",
        "直播开始前或者庭审中",
        no,
    );
    let told = reason.is_some() && scene.h.broadcast.objections.contains_key(&scene.by);
    unchanged(told, "已经提出附理由的异议", no);
}

fn objection(scene: Scene<'_>, items: &[u16], outcome: Objected, person: Person, reason: &str, no: &mut Objections) {
    scene.only_presiding("决定对直播的异议", no);
    scene.reason(reason, "决定", no);
    no.say(
        scene.h.broadcast.objections.get(&person) != Some(&false),
        R::NoObjection,
        basis::BROADCAST,
        "没有该人员附理由的待决异议，无从决定；没有理由的异议记入笔录，不影响直播",
    );
    let known = !items.is_empty() && items.iter().all(|id| scene.h.inquiry.exhibits.contains_key(id));
    no.say(
        outcome == Objected::Partial && !known,
        R::EvidenceUnknown,
        basis::BROADCAST,
        "部分成立的，应当写明不公开的证据编号，不能空缺；请填写已经提交的证据",
    );
    no.say(
        outcome != Objected::Partial && !items.is_empty(),
        R::NoObjection,
        basis::BROADCAST,
        "只有部分成立的决定才列明不公开的证据，其他决定不能列明；请核对决定",
    );
}

fn cut(scene: Scene<'_>, reason: Cut, no: &mut Objections) {
    let fits = match reason {
        Cut::Presiding => scene.presiding(),
        Cut::Operator => matches!(scene.seat(), Some(Seat::Clerk | Seat::Technician)),
        Cut::Secret | Cut::Protected | Cut::Minor => scene.room() || scene.presiding(),
    };
    scene.only(fits, "以此理由切断直播", "审判长、值守人员或者系统", no);
    unchanged(scene.h.broadcast.stage != Stage::On, "直播没有在进行", no);
}
