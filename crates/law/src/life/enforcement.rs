//! Enforcement (执行): measures, and what a closing of the round needs (终结本次执行程序).

use super::codes::{ClosingForm as F, State};
use super::command::Command as C;
use super::decide::{OPEN, Scene};
use super::refusal::{Objections, RefusalCode as R};
use super::track::Stage;
use crate::calendar::Calendar;
use crate::day::Day;
use crate::fen::Fen;
use crate::period::{Period, Variant, raw_last_day};

pub(crate) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    scene.only(&[Stage::Enforcement], "执行措施", no);
    let collecting = matches!(command, C::CollectMoney { .. });
    if collecting {
        // the debtor may pay when the round is over (E-183)
        scene.needs(
            &[State::Registered, State::Assigned, State::Hearing, State::Suspended, State::Closed],
            "登记案款",
            no,
        );
    } else {
        scene.needs(OPEN, "采取执行措施", no);
    }
    let negative = match command {
        C::CollectMoney { amount } => *amount < Fen::ZERO,
        C::ControlProperty { value, .. } => *value < Fen::ZERO,
        _ => false,
    };
    no.say(negative, R::AmountInvalid, "民事诉讼法（2017）第二百四十二条", "金额不能为负数；请核对后重新填写");
}

/// E-020, E-021, E-180, E-182.
pub(crate) fn close(scene: Scene<'_>, form: F, no: &mut Objections) {
    let (facts, guards) = (&scene.case.facts, &scene.case.guards);
    let paid = facts.collected >= facts.amount;
    match form {
        F::Performed => no.say(
            !paid && !guards.settled,
            R::NotPerformed,
            "法发〔2014〕26号第十五条",
            "到位金额少于申请执行标的，又没有履行完毕的和解，不能以执行完毕结案；请继续执行或者另选结案方式",
        ),
        F::RoundEnded => round_ended(scene, paid && facts.amount > Fen::ZERO, no),
        _ => {}
    }
}

fn round_ended(scene: Scene<'_>, paid: bool, no: &mut Objections) {
    const RULES: &str = "终结本次执行程序规定（2016）第一条";
    let (facts, guards) = (&scene.case.facts, &scene.case.guards);
    no.say(
        !guards.reported,
        R::NoticeMissing,
        RULES,
        "没有发出执行通知并责令报告财产，不能终结本次执行；请先发出执行通知书和报告财产令",
    );
    let fresh = guards.query.is_some_and(|query| query >= query_since(scene.today));
    no.when(!fresh, R::QueryMissing, "终结本次执行程序规定（2016）第一条、第三条", || {
        format!("{}以来没有完整的网络查控，不能终结本次执行；请重新发起全部查控", query_since(scene.today))
    });
    no.say(
        !guards.inspected,
        R::InspectionMissing,
        "终结本次执行程序规定（2016）第三条",
        "没有进行现场调查、搜查等传统查控，不能终结本次执行；请先完成调查",
    );
    no.say(
        !facts.restricted,
        R::RestrictionMissing,
        RULES,
        "没有对被执行人限制消费，不能终结本次执行；请先发出限制消费令",
    );
    no.say(
        !guards.interviewed,
        R::InterviewMissing,
        "终结本次执行程序规定（2016）第五条",
        "没有与申请执行人约谈并记明意见，不能终结本次执行；请先完成约谈",
    );
    no.say(paid, R::NothingOutstanding, RULES, "申请执行的金额已经全部到位，不能终结本次执行；请以执行完毕结案");
    let since = facts.accepted_day.map(|day| months(day, 3));
    no.when(since.is_none_or(|end| scene.today <= end), R::ThreeMonthsNotPassed, RULES, || {
        "自立案起未满三个月，不能终结本次执行；请继续查找财产".to_owned()
    });
}

fn months(day: Day, n: u16) -> Day {
    raw_last_day(day, Period::Months(n), Variant::Civil, Calendar::embedded(), day)
}

/// The first day whose query still counts: three months and a day back (E-182 item 2).
fn query_since(today: Day) -> Day {
    Day::from_date(today.date().saturating_sub(jiff::Span::new().months(3))).plus(-1)
}

/// Last day of a measure: deposits one year, movables two, real estate and other rights three (E-060).
pub(crate) fn measure_until(asset: super::codes::Asset, today: Day) -> Day {
    use super::codes::Asset as A;
    let years = match asset {
        A::Deposit | A::Payment => 1,
        A::Vehicle => 2,
        A::RealEstate | A::Securities => 3,
    };
    raw_last_day(today, Period::Years(years), Variant::Civil, Calendar::embedded(), today)
}
