//! Small offices: pre-suit preservation (诉前保全), judicial aid (司法救助), mediation before suit (诉前调解).

use super::codes::{ClosingForm as F, State};
use super::command::Command as C;
use super::decide::{RUNNING, Scene};
use super::refusal::{Objections, RefusalCode as R};
use super::track::Stage;
use crate::fen::Fen;

/// Forty-eight hours in milliseconds.
const HOURS_48_MS: i64 = 48 * 3_600_000;

pub(crate) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    let guards = &scene.case.guards;
    match command {
        C::RulePreservation => {
            scene.only(&[Stage::Preservation], "裁定保全", no);
            scene.needs(RUNNING, "裁定保全", no);
            let late = scene.case.accepted_at.is_some_and(|from| scene.at.0 - from.0 > HOURS_48_MS);
            no.say(
                late,
                R::PreservationTooLate,
                "民事诉讼法（2017）第一百零一条",
                "接受申请已满四十八小时，不能再以诉前保全裁定；请驳回申请或者告知申请人在诉讼中申请保全",
            );
        }
        C::DecideAid { amount } => {
            scene.only(&[Stage::Aid], "救助决定", no);
            scene.needs(RUNNING, "作出救助决定", no);
            negative(*amount, no);
            no.say(
                guards.aid.is_some(),
                R::AidTwice,
                "法发〔2019〕2号",
                "同一案件只救助一次，已经作出决定；不服的可以申请复核",
            );
        }
        C::PayAid { amount } => {
            scene.only(&[Stage::Aid], "发放救助金", no);
            scene.needs(&[State::Registered, State::Assigned, State::Hearing, State::Closed], "发放救助金", no);
            negative(*amount, no);
            no.say(guards.aid_paid, R::AidTwice, "法发〔2019〕2号", "救助金已经发放，不能重复发放；请核对发放记录");
            let granted = guards.aid.unwrap_or(Fen::ZERO);
            no.say(
                granted == Fen::ZERO || *amount > granted,
                R::AidNotDecided,
                "法发〔2019〕2号",
                "没有决定救助或者发放金额超过决定金额，不能发放；请先作出救助决定",
            );
        }
        C::AcceptMediation { .. } => {
            scene.only(&[Stage::Mediation], "调解员接受", no);
            scene.needs(&[State::Received], "指定调解员", no);
        }
        C::HoldMediation { .. } => {
            scene.only(&[Stage::Mediation], "调解", no);
            scene.needs(&[State::Received], "调解", no);
            unmediated(!guards.mediator, no);
        }
        _ => {}
    }
}

fn negative(amount: Fen, no: &mut Objections) {
    no.say(amount < Fen::ZERO, R::AmountInvalid, "法发〔2019〕2号", "救助金额不能为负数；请核对后重新填写");
}

fn unmediated(wrong: bool, no: &mut Objections) {
    no.say(
        wrong,
        R::MediatorMissing,
        "特邀调解规定（2016）第十一条",
        "还没有调解员接受或者没有进行调解；请先确定调解员并组织调解",
    );
}

/// Closing of these offices.
pub(crate) fn close(scene: Scene<'_>, form: F, no: &mut Objections) {
    let guards = &scene.case.guards;
    match form {
        F::Preserved | F::PartlyPreserved | F::NothingToPreserve | F::PreservationLifted => {
            no.say(
                !guards.ruled,
                R::NotRuled,
                "民事诉讼法（2017）第一百零一条",
                "还没有裁定保全，不能以此结案；请先裁定保全或者驳回申请",
            );
        }
        F::AidGranted => no.say(
            guards.aid.is_none_or(|amount| amount == Fen::ZERO),
            R::AidNotDecided,
            "法发〔2019〕2号",
            "没有给予救助的决定，不能以决定救助结案；请先作出决定",
        ),
        F::AidRefused => no.say(
            guards.aid != Some(Fen::ZERO),
            R::AidNotDecided,
            "法发〔2019〕2号",
            "没有不予救助的决定，不能以此结案；请先作出决定",
        ),
        F::MediationAgreed => {
            unmediated(!guards.mediated, no);
            let over = scene.case.current_ends(scene.today).is_some_and(|(_, end)| scene.today > end);
            no.say(over, R::MediationOverdue, "特邀调解规定（2016）第二十七条",
                "三十日调解期限已过，不能再以调解成功结案；请以调解不成结案并及时立案，当事人同意的可以在诉讼中继续调解");
        }
        _ => {}
    }
}
