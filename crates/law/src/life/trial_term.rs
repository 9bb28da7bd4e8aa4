//! The term while a matter runs: conversion, exclusion, extension, suspension.

use super::codes::{Exclusion as X, Procedure as P, State};
use super::command::Command as C;
use super::decide::{OPEN, RUNNING, Scene};
use super::refusal::{Objections, RefusalCode as R};
use super::track::{Branch, Stage};
use crate::day::Day;

/// 2022-01-01, when the Civil Procedure Law of 2021 came into force (procedure §14).
pub(crate) const CPL_2021: Day = Day(18_993);

pub(crate) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    match command {
        C::Convert { to } => convert(scene, *to, no),
        C::Exclude { ground, from, to } => exclude(scene, *ground, *from, *to, no),
        C::Extend { asked_by, asked_on, decided_by } => extend(scene, *asked_by, *asked_on, *decided_by, no),
        C::Suspend { ground } => {
            scene.needs(RUNNING, "中止", no);
            no.say(
                ground.trim().is_empty(),
                R::ReasonMissing,
                "民事诉讼法（2017）第一百五十条",
                "中止应当写明法定事由；请补充事由",
            );
        }
        C::Resume => scene.needs(&[State::Suspended], "恢复", no),
        _ => {}
    }
}

/// P-044, P-045, P-126, P-156.
fn convert(scene: Scene<'_>, to: P, no: &mut Objections) {
    scene.only(&[Stage::First], "程序转换", no);
    scene.needs(&[State::Assigned, State::Hearing], "转换程序", no);
    let from = scene.case.procedure();
    let fits = match from {
        P::SmallClaim => matches!(to, P::Summary | P::Ordinary),
        P::FastTrack => matches!(to, P::Summary | P::Ordinary),
        P::Summary => to == P::Ordinary,
        P::None | P::Ordinary => false,
    };
    no.when(
        !fits,
        R::ConversionNotAllowed,
        "民诉法解释（2020）第二百五十八条、第二百六十条",
        || format!("不能由“{}”转为“{}”；已经按普通程序审理的案件应当继续适用普通程序", from.zh(), to.zh()),
    );
    if let Some((_, end)) = scene.case.current_ends(scene.today) {
        no.when(scene.today > end, R::ConversionTooLate, "民诉法解释（2020）第二百五十八条", || {
            format!("审限已于{end}届满，不能再转换程序；转换应当在审限届满前裁定")
        });
    }
}

/// D-035, D-036.
fn exclude(scene: Scene<'_>, ground: X, from: Day, to: Day, no: &mut Objections) {
    scene.needs(OPEN, "扣除审限", no);
    no.say(
        scene.case.clock.term.is_none(),
        R::NoTerm,
        "法释〔2000〕29号第九条",
        "本案没有审限，无需扣除；请直接在卷宗中记明情况",
    );
    let branch = scene.case.branch();
    let enforcing = scene.case.stage() == Some(Stage::Enforcement);
    let fits = match ground {
        X::Announcement | X::Appraisal | X::Audit | X::Jurisdiction | X::NewEvidence | X::Suspension => true,
        X::Settlement => branch == Some(Branch::Civil) || enforcing,
        X::AdministrativeMediation => branch == Some(Branch::Administrative),
        X::Psychiatric | X::NewCounsel | X::SupplementaryInvestigation | X::ProcuratorateReading => {
            branch == Some(Branch::Criminal)
        }
        X::Auction => enforcing,
    };
    no.when(
        !fits,
        R::GroundNotAllowed,
        "民诉法解释（2020）第二百四十三条；法释〔2000〕29号第九条",
        || format!("“{}”不是该类案件扣除审限的法定事由；需要更多时间的，请申请延长审限", ground.zh()),
    );
    let start = scene.case.facts.accepted_day.unwrap_or(scene.case.facts.received_day);
    no.say(
        from >= to || to > scene.today || to <= start,
        R::DayInvalid,
        "民事诉讼法（2017）第八十二条",
        "扣除的起止日期有误：止日应当晚于起日和立案日，且不晚于今天；请核对日期",
    );
    no.say(
        ground == X::NewEvidence && from.until(to) > 31,
        R::DayInvalid,
        "法释〔2000〕29号第九条",
        "因新证据延期的扣除不超过一个月；超出部分请申请延长审限",
    );
}

/// D-030, D-038, P-013.
fn extend(scene: Scene<'_>, asked_by: u32, asked_on: Day, decided_by: u32, no: &mut Objections) {
    scene.needs(OPEN, "延长审限", no);
    no.say(
        asked_by == decided_by,
        R::AskerDecides,
        "民商事案件延长审限规定（2019）第一条",
        "申请人不能审批自己的申请；请由院长或者上级法院审批",
    );
    no.say(
        asked_on > scene.today,
        R::DayInvalid,
        "民商事案件延长审限规定（2019）第一条",
        "申请日期不能晚于审批日期；请核对日期",
    );
    let clock = &scene.case.clock;
    let Some(term) = clock.term else {
        no.say(true, R::NoTerm, "法释〔2000〕29号", "本案没有审限，无需延长；请继续办理");
        return;
    };
    no.when(clock.extensions >= clock.allowed(), R::ExtensionNotAllowed, "法释〔2000〕29号", || {
        format!(
            "{}的审限不能延长或者已经延长到顶（{}）；请尽快结案，简易程序可以依法转为普通程序",
            term.name, term.source
        )
    });
    if let Some((_, end)) = scene.case.current_ends(scene.today) {
        no.when(scene.today > end, R::TermAlreadyOver, "民商事案件延长审限规定（2019）第一条", || {
            format!("审限已于{end}届满，不能事后补批延长；本案应当计为超审限案件")
        });
    }
}
