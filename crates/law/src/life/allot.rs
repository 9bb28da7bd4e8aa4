//! Assignment by draw, by naming, and anew (分案): what must hold before the outcome becomes an entry.
//!
//! The draw itself is `assignment`'s; here stands who may be its outcome, and when.

use super::codes::{ChangeGround, NamingGround, State};
use super::command::{Command as C, Drawn};
use super::decide::{RUNNING, Scene};
use super::filing::assign;
use super::papers::Naming;
use super::refusal::{Objections, RefusalCode as R};
use crate::ids::JudgeId;

const RESPONSIBILITY: &str = "深化司法责任制实施意见（2020）；司法责任制若干意见（2015）";
const RECUSAL: &str = "民事诉讼法（2017）第四十四条至第四十七条";

/// Characters a reason has at least.
const REASON_LEAST: usize = 10;

pub(crate) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    match command {
        C::Draw(drawn) => draw(scene, drawn, no),
        C::ProposeNaming { ground, judge, proposer, reason } => {
            scene.needs(RUNNING, "提请指定分案", no);
            let naming =
                Naming { approver: None, ground: *ground, judge: *judge, proposer: *proposer, reason: reason.clone() };
            propose(scene, &naming, no);
        }
        C::ApproveNaming { approver, drawn } => approve(scene, *approver, drawn, no),
        C::AskRecusal { ground, judge, .. } => ask_recusal(scene, ground, *judge, no),
        C::DecideRecusal { by, reason, .. } => decide_recusal(scene, *by, reason, no),
        _ => {}
    }
}

fn draw(scene: Scene<'_>, drawn: &Drawn, no: &mut Objections) {
    scene.needs(RUNNING, "抽签分案", no);
    assign(scene, drawn.panel, drawn.assessors, drawn.procedure, no);
    barred(scene, drawn.judge, no);
    no.say(
        drawn.draw.first() != Some(drawn.judge),
        R::DrawMismatch,
        RESPONSIBILITY,
        "承办法官与抽签结果不符，不能另行选人；请重新抽签",
    );
    no.say(
        drawn.draw.round != scene.case.guards.rounds.saturating_add(1),
        R::DrawMismatch,
        RESPONSIBILITY,
        "抽签的轮次与案卷不符，案卷可能刚有变动；请重新抽签",
    );
    no.say(
        drawn.draw.number.as_deref() != scene.case.number_given(),
        R::DrawMismatch,
        RESPONSIBILITY,
        "抽签没有使用当事人提供的数字；请重新抽签",
    );
    change(scene, drawn, no);
}

/// The judge in charge does not change at will.
fn change(scene: Scene<'_>, drawn: &Drawn, no: &mut Objections) {
    let again = scene.case.facts.judge.is_some();
    let Some(change) = &drawn.change else {
        no.say(
            again,
            R::JudgeFixed,
            RESPONSIBILITY,
            "承办法官一经确定不得擅自变更；确需变更的，应当写明事由并经院长或者庭长批准",
        );
        return;
    };
    no.say(!again, R::NotAssigned, RESPONSIBILITY, "本案还没有承办法官，不能办理变更；请直接抽签分案");
    no.say(
        change.ground == ChangeGround::Recusal && !scene.case.guards.vacant,
        R::RecusalNotUpheld,
        RECUSAL,
        "没有准许回避的决定，不能以回避为由变更承办法官；请先作出回避决定",
    );
    no.say(
        change.asked_by == change.by,
        R::AskerDecides,
        RESPONSIBILITY,
        "提请人与批准人不能是同一人；请由院长或者庭长另行批准",
    );
    reason(&change.reason, no);
}

fn barred(scene: Scene<'_>, judge: JudgeId, no: &mut Objections) {
    no.say(
        scene.case.guards.barred.contains(&judge),
        R::JudgeBarred,
        RECUSAL,
        "该法官已因回避退出本案，不能再办理；请重新抽签或者另行指定",
    );
}

fn reason(text: &str, no: &mut Objections) {
    no.say(
        text.trim().chars().count() < REASON_LEAST,
        R::ReasonMissing,
        RESPONSIBILITY,
        "理由不足十个字；请写明具体理由",
    );
}

fn propose(scene: Scene<'_>, naming: &Naming, no: &mut Objections) {
    barred(scene, naming.judge, no);
    reason(&naming.reason, no);
    no.say(naming.proposer == naming.judge.0, R::AskerDecides, RESPONSIBILITY, "不能提请指定自己承办；请由他人提请");
    no.say(
        naming.ground == NamingGround::PoolExhausted && scene.case.guards.barred.is_empty(),
        R::GroundNotAllowed,
        RESPONSIBILITY,
        "本案没有人回避，不能以无人可选为由指定；请另选事由或者抽签分案",
    );
}

fn approve(scene: Scene<'_>, approver: u32, drawn: &Drawn, no: &mut Objections) {
    scene.needs(RUNNING, "批准指定分案", no);
    assign(scene, drawn.panel, drawn.assessors, drawn.procedure, no);
    let Some(naming) = &scene.case.guards.proposed else {
        no.say(true, R::NamingMissing, RESPONSIBILITY, "没有待批准的指定分案；请先由庭长提请");
        return;
    };
    no.say(
        naming.proposer == approver,
        R::AskerDecides,
        RESPONSIBILITY,
        "提请人不能批准自己的提请；请由副院长或者院长批准",
    );
    no.say(naming.judge.0 == approver, R::AskerDecides, RESPONSIBILITY, "不能批准指定自己承办；请由其他院领导批准");
    barred(scene, naming.judge, no);
    let again = scene.case.facts.judge.is_some();
    no.say(
        again && drawn.change.is_none() && !scene.case.guards.vacant,
        R::JudgeFixed,
        RESPONSIBILITY,
        "承办法官一经确定不得擅自变更；请写明变更的事由",
    );
}

fn ask_recusal(scene: Scene<'_>, ground: &str, judge: JudgeId, no: &mut Objections) {
    scene.needs(&[State::Assigned, State::Hearing, State::Suspended], "申请回避", no);
    no.say(ground.trim().is_empty(), R::ReasonMissing, RECUSAL, "申请回避应当说明理由；请写明与本案或者当事人的关系");
    no.say(
        scene.case.facts.judge != Some(judge) || scene.case.guards.vacant,
        R::NotAssigned,
        RECUSAL,
        "该法官不是本案的承办法官；请核对后重新申请",
    );
    no.say(
        scene.case.guards.recusal.is_some(),
        R::RecusalPending,
        RECUSAL,
        "已有一件回避申请待决定；请等待决定，三日内会有答复",
    );
}

fn decide_recusal(scene: Scene<'_>, by: u32, text: &str, no: &mut Objections) {
    let asked = scene.case.guards.recusal;
    no.say(asked.is_none(), R::RecusalMissing, RECUSAL, "没有待决定的回避申请，不能作出决定；请核对案卷");
    no.say(
        asked.is_some_and(|judge| judge.0 == by),
        R::AskerDecides,
        RECUSAL,
        "不能由本人决定自己的回避；请由院长决定",
    );
    no.say(text.trim().is_empty(), R::ReasonMissing, RECUSAL, "回避决定应当说明理由；请补充理由");
}
