//! Bankruptcy (破产): administrator, claims, creditors' votes, plans, declaration, distribution.

use super::codes::{ClosingForm as F, Vote};
use super::command::Command as C;
use super::decide::{OPEN, RUNNING, Scene};
use super::refusal::{Objections, RefusalCode as R};
use super::track::Stage;
use crate::calendar::Calendar;
use crate::day::Day;
use crate::fen::Fen;
use crate::period::{Period, Roll, Variant, last_day};

pub(crate) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    if matches!(command, C::NotifyDebtor) {
        scene.only(&[Stage::BankruptcyApplication], "通知债务人", no);
        scene.needs(RUNNING, "通知债务人", no);
        return;
    }
    scene.only(&[Stage::Bankruptcy], "破产程序", no);
    scene.needs(OPEN, "办理破产事项", no);
    let guards = &scene.case.guards;
    match command {
        C::AppointAdministrator { .. } => {
            let same = scene.case.facts.accepted_day == Some(scene.today);
            no.say(
                !same && !guards.administrator,
                R::AdministratorLate,
                "企业破产法（2006）第十三条",
                "裁定受理破产申请的，应当同时指定管理人；请报上一级人民法院说明并处理",
            );
        }
        C::AnnounceClaims { until } => claims(scene, *until, no),
        C::VoteCreditors { heads_present, heads_for, claims_total, claims_for, .. } => {
            missing(!guards.claims, "债权申报公告", no);
            let wrong = heads_for > heads_present || claims_for > claims_total || *claims_for < Fen::ZERO;
            no.say(
                wrong,
                R::VoteInvalid,
                "企业破产法（2006）第六十四条、第八十四条",
                "同意的人数或者债权额不能多于出席人数或者债权总额；请核对表决数字",
            );
        }
        C::OrderReorganisation => {
            missing(!guards.administrator, "指定管理人", no);
            late(guards.bankrupt, "已经宣告破产", no);
        }
        C::ApprovePlan => {
            late(guards.bankrupt, "已经宣告破产", no);
            let voted = if guards.reorganising { guards.plan_voted } else { guards.composition_voted };
            no.say(
                !voted,
                R::PlanNotVoted,
                "企业破产法（2006）第八十六条、第九十八条",
                "重整计划草案或者和解协议没有表决通过，不能批准；请先提交债权人会议表决",
            );
        }
        C::DeclareBankrupt => {
            missing(!guards.administrator, "指定管理人", no);
            late(guards.bankrupt, "已经宣告破产", no);
        }
        C::DistributeEstate { amount } => {
            missing(!guards.bankrupt, "宣告破产", no);
            no.say(
                *amount < Fen::ZERO,
                R::AmountInvalid,
                "企业破产法（2006）第一百一十三条",
                "分配金额不能为负数；请核对后重新填写",
            );
        }
        _ => {}
    }
}

fn claims(scene: Scene<'_>, until: Day, no: &mut Objections) {
    missing(!scene.case.guards.administrator, "指定管理人", no);
    let end = |period, roll| last_day(scene.today, period, Variant::Civil, roll, Calendar::embedded(), scene.today);
    let (first, last) = (end(Period::Days(30), Roll::Never), end(Period::Months(3), Roll::Legal));
    no.when(until < first || until > last, R::ClaimsPeriod, "企业破产法（2006）第四十五条", || {
        format!("债权申报期限不少于三十日、不超过三个月，截止日应当在{first}至{last}之间；请重新确定")
    });
}

fn missing(missing: bool, what: &str, no: &mut Objections) {
    no.when(
        missing,
        R::BankruptcyStep,
        "企业破产法（2006）第十三条、第十四条、第一百零七条",
        || format!("尚未完成“{what}”，不能办理；请先办理该步骤"),
    );
}

fn late(wrong: bool, what: &str, no: &mut Objections) {
    no.when(wrong, R::BankruptcyStep, "企业破产法（2006）第七十条、第一百零七条", || {
        format!("债务人{what}，不能再办理；请按破产清算程序进行")
    });
}

/// Closing needs what came before it (procedure §10).
pub(crate) fn close(scene: Scene<'_>, form: F, no: &mut Objections) {
    let guards = &scene.case.guards;
    match form {
        F::BankruptcyEnded => missing(!guards.administrator, "指定管理人", no),
        F::ReorganisationEnded => {
            missing(!guards.reorganising || !guards.plan_approved, "裁定重整并批准重整计划", no);
        }
        F::CompositionEnded => missing(guards.reorganising || !guards.plan_approved, "裁定认可和解协议", no),
        _ => {}
    }
}

/// Whether a vote passes (P-183): more than half of the heads, and two thirds of the claims for a plan or
/// a composition, half of them otherwise (BK 64, 84, 97).
pub(crate) fn passes(matter: Vote, heads: (u32, u32), claims: (Fen, Fen)) -> bool {
    let ((heads_for, heads_present), (claims_for, claims_total)) = (heads, claims);
    let (numerator, denominator) = match matter {
        Vote::Plan | Vote::Composition => (2, 3),
        Vote::Realisation | Vote::Distribution => (1, 2),
    };
    u64::from(heads_for) * 2 > u64::from(heads_present)
        && i128::from(claims_for.0) * denominator >= i128::from(claims_total.0) * numerator
}
