//! What is decided and said around a filing: relief from fees, consent to go online, complaints about the registry.

use super::codes::{OnlineStep, Relief, State};
use super::command::Command as C;
use super::decide::Scene;
use super::refusal::{Objections, RefusalCode as R};
use crate::complaint::{LEAST_REDUCTION, MOST_REDUCTION};
use crate::day::Day;

/// Days before an online hearing up to which one may still ask for it to be held on site (S-052, design).
const REASONABLE_DAYS: i32 = 3;

pub(crate) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    match command {
        C::DecideRelief { granted, percent, reason, until, .. } => {
            relief(scene, (*granted, *percent, *until), reason, no);
        }
        C::ChangeConsent { given, step, .. } => consent(scene, *given, *step, no),
        C::Complain { text, .. } => complain(scene, text, no),
        C::AnswerComplaint { text, .. } => answer(scene, text, no),
        _ => {}
    }
}

/// Decided once and before the suit is registered (FEE 44 to 49, P-173).
fn relief(
    scene: Scene<'_>,
    (granted, percent, until): (Option<Relief>, u8, Option<Day>),
    reason: &str,
    no: &mut Objections,
) {
    scene.needs(&[State::Received], "决定诉讼费缓减免", no);
    let asked = scene.case.guards.relief;
    no.say(
        asked.is_none() || scene.case.guards.relieved.is_some(),
        R::ReliefMissing,
        "诉讼费用交纳办法（2006）第四十八条",
        "没有待决定的缓交、减交、免交申请；当事人申请后才能决定，一件只决定一次",
    );
    no.say(
        granted == Some(Relief::Waive) && asked.is_some_and(|plea| !plea.natural),
        R::ReliefNotAllowed,
        "诉讼费用交纳办法（2006）第四十四条",
        "免交诉讼费只适用于自然人；原告有单位的，可以准许缓交或者减交",
    );
    let fits = (LEAST_REDUCTION..=MOST_REDUCTION).contains(&percent);
    no.say(
        (granted == Some(Relief::Reduce)) != fits,
        R::ReliefNotAllowed,
        "诉讼费用交纳办法（2006）第四十六条",
        "减交比例应当在百分之三十至九十九之间，其他决定不写比例；请核对后重新填写",
    );
    let ahead = until.is_some_and(|day| day > scene.today);
    no.say(
        (granted == Some(Relief::Defer)) != ahead,
        R::DayInvalid,
        "诉讼费用交纳办法（2006）第四十七条",
        "准许缓交的应当写明缓交到哪一天，并且晚于今天；其他决定不写日期",
    );
    no.say(
        reason.trim().is_empty(),
        R::ReasonMissing,
        "诉讼费用交纳办法（2006）第四十八条",
        "缓减免决定应当写明理由；请补充理由",
    );
}

/// Consent is given and taken back step by step, for what is to come (S-051, S-052).
fn consent(scene: Scene<'_>, given: bool, step: OnlineStep, no: &mut Objections) {
    const STATES: &[State] = &[
        State::Received,
        State::Correcting,
        State::Diverted,
        State::Registered,
        State::Assigned,
        State::Hearing,
        State::Suspended,
        State::Closed,
        State::Effective,
        State::Appealed,
    ];
    scene.needs(STATES, "变更在线办理的同意", no);
    no.when(
        scene.case.guards.consents.contains(&step) == given,
        R::ConsentUnchanged,
        "人民法院在线诉讼规则（2021）第四条",
        || format!("“{}”本来就{}，不用再变更", step.zh(), if given { "同意" } else { "没有同意" }),
    );
    let pending = scene.case.guards.pending.filter(|hearing| hearing.online && step == OnlineStep::Hearing && !given);
    no.when(
        pending.is_some_and(|hearing| scene.today.until(hearing.day) < REASONABLE_DAYS),
        R::ConsentTooLate,
        "人民法院在线诉讼规则（2021）第五条",
        || "离在线庭审不足三日，不能直接改为线下；有正当理由的，请向承办法官说明".to_owned(),
    );
}

/// P-024.
fn complain(scene: Scene<'_>, text: &str, no: &mut Objections) {
    let registry = &[State::Received, State::Correcting, State::Returned, State::Refused, State::Diverted];
    scene.needs(registry, "对立案提出投诉", no);
    no.say(
        scene.case.guards.complained.is_some(),
        R::ComplaintPending,
        "登记立案规定（2015）第十三条",
        "上一次投诉还没有答复；请等答复以后再提出",
    );
    no.say(
        text.trim().is_empty(),
        R::ReasonMissing,
        "登记立案规定（2015）第十三条",
        "投诉应当写明事情和要求；请补充内容",
    );
}

fn answer(scene: Scene<'_>, text: &str, no: &mut Objections) {
    no.say(
        scene.case.guards.complained.is_none(),
        R::ComplaintMissing,
        "登记立案规定（2015）第十三条",
        "没有待答复的投诉，不用答复；请核对案卷后再办理",
    );
    no.say(
        text.trim().is_empty(),
        R::ReasonMissing,
        "登记立案规定（2015）第十三条",
        "答复应当写明处理结果和理由；请补充内容",
    );
}
