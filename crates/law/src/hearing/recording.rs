//! Sound and picture: on the disk before the opening, interrupted only for reasons of the law (H-080, H-081).

use super::basis;
use super::command::Command as C;
use super::decide::Scene;
use super::entrance::unchanged;
use super::event::Event as E;
use super::kinds::Interruption;
use super::phase::Phase;
use super::state::Recording;
use crate::life::{Objections, RefusalCode as R};

pub(super) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    let state = scene.h.recording;
    match command {
        C::StartRecording {} => {
            scene.only(scene.room(), "报告录音录像开始", "系统", no);
            unchanged(state != Recording::Off, "录音录像已经开始", no);
            scene.during(scene.h.phase == Phase::Waiting, "开始录音录像", "候庭时", no);
        }
        C::StallRecording { reason } => {
            scene.only(scene.room(), "报告录音录像受阻", "系统", no);
            scene.reason(reason, "录音录像受阻", no);
            unchanged(state != Recording::Running, "录音录像没有在进行", no);
        }
        C::ResumeRecording {} => {
            scene.only_desk(true, "恢复录音录像", no);
            unchanged(matches!(state, Recording::Off | Recording::Running), "录音录像没有中断", no);
        }
        C::InterruptRecording { note, reason } => interrupt(scene, note, *reason, no),
        _ => {}
    }
}

pub(super) fn events(_scene: Scene<'_>, command: &C) -> Vec<E> {
    let event = match command.clone() {
        C::StartRecording {} => E::RecordingStarted {},
        C::StallRecording { reason } => E::RecordingStalled { reason },
        C::ResumeRecording {} => E::RecordingResumed {},
        C::InterruptRecording { note, reason } => E::RecordingInterrupted { note, reason },
        _ => return Vec::new(),
    };
    vec![event]
}

fn interrupt(scene: Scene<'_>, note: &str, reason: Interruption, no: &mut Objections) {
    let h = scene.h;
    unchanged(matches!(h.recording, Recording::Off | Recording::Interrupted(_)), "录音录像没有在进行", no);
    let holds = match reason {
        Interruption::Recess => matches!(h.phase, Phase::Recess | Phase::Deliberation),
        Interruption::Secret => h.secret_shown(),
        Interruption::Mediation => h.phase == Phase::MediationTalk && !h.talk.recorded,
        Interruption::Fault => {
            scene.only_presiding("因故障中断录音录像", no);
            no.say(
                note.trim().is_empty(),
                R::ReasonMissing,
                basis::RECORDING_FAULT,
                "因故障中断录音录像的，审判长应当签署书面说明；请写明故障和起止时间",
            );
            return;
        }
    };
    scene.only_desk(true, "中断录音录像", no);
    no.when(!holds, R::RecordingGround, basis::RECORDING, || {
        format!("现在没有“{}”的情形，录音录像不得间断；请继续录制", reason.zh())
    });
}
