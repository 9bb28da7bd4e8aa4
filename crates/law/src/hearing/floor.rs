//! Who speaks: the floor, hands, muting, screens, and the ladder of warnings (H-010, H-011).

use super::basis;
use super::command::Command as C;
use super::decide::Scene;
use super::entrance::unchanged;
use super::event::Event as E;
use super::kinds::{Cut, Rung};
use super::phase::Phase;
use super::seat::{Person, Seat};
use crate::day::Moment;
use crate::life::{Objections, RefusalCode as R};

pub(super) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    match command {
        C::RaiseHand {} => {
            scene.only(scene.seat().is_some_and(Seat::speaks), "举手", "可以发言的人员", no);
            scene.inside(scene.by, no);
            unchanged(scene.h.hands.contains(&scene.by), "已经举手", no);
        }
        C::LowerHand { person } => {
            let desk = matches!(scene.seat(), Some(Seat::Presiding | Seat::Clerk));
            scene.only(desk || scene.by == *person, "放下他人的手", "本人、审判长或者书记员", no);
            unchanged(!scene.h.hands.contains(person), "该人员没有举手", no);
        }
        C::GrantFloor { person, .. } => grant(scene, *person, no),
        C::RevokeFloor {} => {
            let own = scene.h.floor.is_some_and(|floor| floor.person == scene.by);
            scene.only(scene.presiding() || own, "终止发言", "审判长或者发言人本人", no);
            unchanged(scene.h.floor.is_none(), "现在没有人发言", no);
        }
        C::ExpireFloor {} => expire(scene, no),
        C::GrantScreen { person } => screen(scene, *person, no),
        C::RevokeScreen { person } => {
            scene.only(scene.presiding() || scene.by == *person, "终止共享屏幕", "审判长或者本人", no);
            unchanged(!scene.h.screens.contains(person), "该人员没有共享屏幕", no);
        }
        C::Mute { person, reason } => mute(scene, *person, reason, no),
        C::Unmute { person } => {
            scene.only_desk(false, "解除静音", no);
            let muted = scene.somebody(*person, no).is_some_and(|who| who.muted);
            unchanged(!muted, "该人员没有被静音", no);
        }
        C::Warn { person, reason, rung } => warn(scene, *person, reason, *rung, no),
        C::StopVideo { person } | C::ReturnVideo { person } => video(scene, *person, command, no),
        _ => {}
    }
}

pub(super) fn events(scene: Scene<'_>, command: &C) -> Vec<E> {
    let h = scene.h;
    let event = match command {
        C::RaiseHand {} => E::HandRaised { person: scene.by },
        C::LowerHand { person } => E::HandLowered { person: *person },
        C::GrantFloor { person, seconds } => return granted(scene, *person, *seconds),
        C::RevokeFloor {} => return release(scene).into_iter().collect(),
        C::ExpireFloor {} => {
            return h.floor.map(|floor| E::FloorExpired { person: floor.person }).into_iter().collect();
        }
        C::GrantScreen { person } => E::ScreenGranted { person: *person },
        C::RevokeScreen { person } => E::ScreenRevoked { person: *person },
        C::Mute { person, reason } => {
            return cease(scene, *person, E::Muted { person: *person, reason: reason.clone() });
        }
        C::Unmute { person } => E::Unmuted { person: *person },
        C::Warn { person, reason, rung } => {
            let warned = E::Warned { person: *person, reason: reason.clone(), rung: *rung };
            if *rung != Rung::Removal {
                return vec![warned];
            }
            let gone = cease(scene, *person, E::Removed { person: *person, reason: reason.clone() });
            return [warned].into_iter().chain(gone).collect();
        }
        C::StopVideo { person } => E::VideoStopped { person: *person },
        C::ReturnVideo { person } => E::VideoReturned { person: *person },
        _ => return Vec::new(),
    };
    vec![event]
}

/// The floor is given back, if anybody has it.
pub(super) fn release(scene: Scene<'_>) -> Option<E> {
    scene.h.floor.map(|floor| E::FloorRevoked { person: floor.person })
}

/// Whoever is silenced leaves the floor first.
fn cease(scene: Scene<'_>, person: Person, event: E) -> Vec<E> {
    let own = scene.h.floor.is_some_and(|floor| floor.person == person);
    own.then_some(E::FloorRevoked { person }).into_iter().chain([event]).collect()
}

fn granted(scene: Scene<'_>, person: Person, seconds: Option<u32>) -> Vec<E> {
    let until = seconds.map(|seconds| Moment(scene.at.0.saturating_add(i64::from(seconds) * 1_000)));
    let minor = scene.h.opening.minors.contains(&person);
    let cut = minor.then(|| scene.h.cut_for(Cut::Minor)).flatten();
    release(scene).into_iter().chain(cut).chain([E::FloorGranted { person, until }]).collect()
}

fn grant(scene: Scene<'_>, person: Person, no: &mut Objections) {
    scene.only_presiding("准许发言", no);
    let Some(who) = scene.somebody(person, no) else { return };
    let seat = who.seat();
    no.when(!seat.speaks(), R::NeverSpeaks, basis::COURT_ORDER, || {
        format!("{}不得发言、提问，不能准许其发言；需要其说明情况的，请依法通知其作为诉讼参与人到庭", seat.zh())
    });
    let phase = scene.h.phase;
    let open = phase.in_session() || matches!(phase, Phase::MediationTalk | Phase::Sign);
    scene.during(open, "准许发言", "开庭后、非休庭合议时", no);
    scene.inside(person, no);
    no.say(who.muted, R::IsMuted, basis::COURT_ORDER, "该人员已被静音，不能发言；请先解除静音");
    no.say(
        who.recheck,
        R::IdentityMissing,
        basis::ONLINE_IDENTITY,
        "画面中断后尚未重新核验身份，不能发言；请先重新比对人脸",
    );
    no.say(
        seat == Seat::Witness && !who.undertaking,
        R::UndertakingMissing,
        basis::WITNESS_UNDERTAKES,
        "证人没有签署并宣读保证书，不得作证；请先宣读，拒绝的不得作证",
    );
    no.say(
        seat.testifies() && who.video_off,
        R::SoundAlone,
        basis::ONLINE_WITNESS,
        "不能仅以声音作证；请等待画面恢复，或者安排其到法庭作证",
    );
    if !seat.bench() && seat != Seat::Clerk {
        scene.going(no);
    }
    unchanged(scene.h.floor.is_some_and(|floor| floor.person == person && floor.until.is_none()), "该人员正在发言", no);
}

fn expire(scene: Scene<'_>, no: &mut Objections) {
    scene.only(scene.room() || scene.presiding(), "报告发言时间届满", "系统或者审判长", no);
    let over = scene.h.floor.and_then(|floor| floor.until).is_some_and(|until| until <= scene.at);
    no.say(
        !over,
        R::FloorNotOver,
        basis::COURT_ORDER,
        "没有到期的限时发言，不能按届满终止；需要终止的，由审判长终止发言",
    );
}

fn screen(scene: Scene<'_>, person: Person, no: &mut Objections) {
    scene.only_presiding("准许共享屏幕", no);
    let Some(who) = scene.somebody(person, no) else { return };
    no.when(!who.seat().shares(), R::NeverShares, basis::ONLINE_EVIDENCE, || {
        format!("{}的席位不能共享屏幕；需要出示的，请由书记员或者有权的人员出示", who.seat().zh())
    });
    scene.inside(person, no);
    no.say(who.muted, R::IsMuted, basis::COURT_ORDER, "该人员已被静音，不能共享屏幕；请先解除静音");
    let phase = scene.h.phase;
    scene.during(phase.in_session() || phase == Phase::MediationTalk, "准许共享屏幕", "庭审进行中", no);
    scene.going(no);
    unchanged(scene.h.screens.contains(&person), "该人员已经可以共享屏幕", no);
}

fn mute(scene: Scene<'_>, person: Person, reason: &str, no: &mut Objections) {
    scene.only_desk(false, "将他人静音", no);
    let Some(who) = scene.somebody(person, no) else { return };
    untouchable(who.seat(), "静音", no);
    scene.reason(reason, "静音", no);
    unchanged(who.muted, "该人员已被静音", no);
}

/// H-010: the presiding judge may mute or remove anybody but a member of the bench.
fn untouchable(seat: Seat, what: &str, no: &mut Objections) {
    no.when(seat.bench(), R::BenchUntouchable, basis::PANEL, || {
        format!("合议庭成员依法平等行使职权，不能对其{what}；需要协商的，请休庭合议")
    });
}

/// H-011: 提示 → 警告 → 训诫 → 责令退出, one rung at a time.
fn warn(scene: Scene<'_>, person: Person, reason: &str, rung: Rung, no: &mut Objections) {
    let by_clerk = scene.seat() == Some(Seat::Clerk) && rung <= Rung::Warning;
    scene.only(scene.presiding() || by_clerk, &format!("作出{}", rung.zh()), "审判长（书记员可以提示、警告）", no);
    let Some(who) = scene.somebody(person, no) else { return };
    untouchable(who.seat(), rung.zh(), no);
    scene.reason(reason, rung.zh(), no);
    let highest = who.rungs.iter().map(|(one, _)| *one).max();
    let next = Rung::ALL.iter().copied().find(|one| highest.is_none_or(|highest| *one > highest));
    no.when(next.is_some_and(|next| rung > next), R::RungSkipped, basis::COURT_ORDER, || {
        format!("法庭纪律处置应当逐级作出，不能直接{}；请先{}", rung.zh(), next.map_or("", Rung::zh))
    });
    unchanged(who.removed, "该人员已经退出法庭", no);
}

/// H-105: the picture goes only with leave, and the face is checked again when it is back.
fn video(scene: Scene<'_>, person: Person, command: &C, no: &mut Objections) {
    let stops = matches!(command, C::StopVideo { .. });
    scene.only(scene.presiding() || (!stops && scene.by == person), command.zh(), "审判长（恢复时本人亦可）", no);
    let Some(who) = scene.somebody(person, no) else { return };
    unchanged(who.video_off == stops, "画面状态没有变化", no);
    scene.only(who.seat().checked() || !stops, "关闭法庭人员的画面", "在线出庭人员", no);
}
