//! The registry's desk and the parties before it (立案窗口): numbers for the draw, diversion, fees, secrecy.

use super::codes::{Channel, State};
use super::command::Command as C;
use super::decide::{OPEN, Scene};
use super::refusal::{Objections, RefusalCode as R};
use crate::fen::Fen;

/// Digits a number for the draw has at most.
const NUMBER_LONGEST: usize = 20;

pub(crate) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    match command {
        C::GiveNumber { number, .. } => give_number(scene, number, no),
        C::Divert { consent } => divert(scene, *consent, no),
        C::Take => take(scene, no),
        C::Reopen => scene.needs(&[State::Diverted], "转立案", no),
        C::NoticeFee { amount, .. } => notice_fee(scene, *amount, no),
        C::PayFee { amount, reference } => pay_fee(scene, *amount, reference, no),
        C::Classify { ground, .. } => no.say(
            ground.trim().is_empty(),
            R::ReasonMissing,
            "人民法院组织法（2018）第七条",
            "确定密级应当写明依据；请补充依据",
        ),
        _ => {}
    }
}

fn give_number(scene: Scene<'_>, number: &str, no: &mut Objections) {
    scene.needs(&[State::Received, State::Correcting, State::Registered], "提供抽签数字", no);
    let digits = (1..=NUMBER_LONGEST).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    no.say(
        !digits,
        R::NumberInvalid,
        "深化司法责任制实施意见（2020）",
        "抽签数字应当是 1 至 20 位数字（0—9）；请重新填写",
    );
    no.say(
        scene.case.guards.number.is_some(),
        R::NumberTwice,
        "深化司法责任制实施意见（2020）",
        "抽签数字已经提供并封存，不能更改",
    );
}

/// Another court's filing is answered once for now (services S-020).
fn take(scene: Scene<'_>, no: &mut Objections) {
    scene.needs(&[State::Received], "接收跨域收件", no);
    no.say(
        scene.case.facts.channel != Channel::CrossRegion.code(),
        R::NotRelayed,
        "跨域立案服务（2019）",
        "这不是别的法院转来的收件，不用接收；请直接审查立案",
    );
    no.say(
        scene.case.guards.taken.is_some(),
        R::TakenTwice,
        "跨域立案服务（2019）",
        "已经接收并告知协作法院决定的期限；请在期限内作出决定",
    );
}

fn divert(scene: Scene<'_>, consent: bool, no: &mut Objections) {
    scene.needs(&[State::Received], "转诉前调解", no);
    no.say(
        !consent && !scene.case.guards.mediation,
        R::ConsentMissing,
        "民事诉讼法（2017）第一百二十二条",
        "诉前调解应当由原告自愿；没有原告同意的记录，请先征得同意或者依法立案",
    );
}

fn notice_fee(scene: Scene<'_>, amount: Fen, no: &mut Objections) {
    scene.needs(OPEN, "通知交费", no);
    no.say(
        amount < Fen::ZERO,
        R::AmountInvalid,
        "诉讼费用交纳办法（2006）第十三条",
        "诉讼费不能为负数；请核对后重新计算",
    );
    no.say(
        scene.case.guards.fee.is_some(),
        R::FeeTwice,
        "诉讼费用交纳办法（2006）第二十二条",
        "本案已经发出交费通知；金额有变化的，应当办理补交或者退费",
    );
}

fn pay_fee(scene: Scene<'_>, amount: Fen, reference: &str, no: &mut Objections) {
    scene.needs(OPEN, "交纳诉讼费", no);
    let asked = scene.case.guards.fee;
    no.say(
        asked.is_none(),
        R::FeeNotAsked,
        "诉讼费用交纳办法（2006）第二十二条",
        "本案还没有交费通知；请等待法院通知后再交费",
    );
    no.when(
        asked.is_some_and(|fee| fee != amount),
        R::AmountInvalid,
        "诉讼费用交纳办法（2006）第二十二条",
        || format!("应交 {}，与所交的 {amount} 不符；请按通知的金额交纳", asked.unwrap_or(Fen::ZERO)),
    );
    no.say(
        scene.case.guards.paid.is_some(),
        R::FeeTwice,
        "诉讼费用交纳办法（2006）第二十二条",
        "诉讼费已经交过，不必再交；多交的可以申请退费",
    );
    no.say(
        reference.trim().is_empty(),
        R::ReasonMissing,
        "诉讼费用交纳办法（2006）第二十二条",
        "没有缴费凭证号；请填写银行或者窗口出具的凭证号",
    );
}
