//! Hearings (开庭): scheduling, adjournment, the hearing itself.

use super::codes::Procedure as P;
use super::codes::State;
use super::command::Command as C;
use super::decide::{RUNNING, Scene};
use super::refusal::{Objections, RefusalCode as R};
use super::track::Track;
use crate::day::Day;

/// Days between the summons and the hearing (D-206).
const SUMMONS_DAYS: i32 = 3;

pub(crate) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    no.say(
        !scene.case.track.is_some_and(Track::hears),
        R::CommandNotOfTrack,
        "民事诉讼法（2017）第一百三十四条",
        "该类案件不开庭审理；请通过询问、听证等方式办理",
    );
    match command {
        C::ScheduleHearing { day, .. } => schedule(scene, *day, no),
        C::AdjournHearing { ground, approved } => adjourn(scene, ground, *approved, no),
        C::HoldHearing { broadcast, .. } => hold(scene, *broadcast, no),
        _ => {}
    }
}

fn schedule(scene: Scene<'_>, day: Day, no: &mut Objections) {
    scene.needs(RUNNING, "排期", no);
    super::bench::hearing_after_draw(scene, day, no);
    no.say(
        scene.case.guards.pending.is_some(),
        R::HearingPending,
        "民事诉讼法（2017）第一百三十六条",
        "已有一次开庭等待进行，不能重复排期；请先开庭或者办理延期",
    );
    // summary procedures summon in simple ways (C17 160, K18 219, AI18 103)
    let simple = matches!(scene.case.procedure(), P::Summary | P::SmallClaim | P::FastTrack);
    let notice = if simple { 0 } else { SUMMONS_DAYS };
    no.when(
        scene.today.until(day) < notice,
        R::SummonsTooShort,
        "民事诉讼法（2017）第一百三十六条；刑事诉讼法（2018）第一百八十七条",
        || format!("开庭应当至少提前{notice}日传唤、通知，不能定在{day}；请改定{}以后的日期", scene.today.plus(notice)),
    );
}

/// P-050, P-051.
fn adjourn(scene: Scene<'_>, ground: &str, approved: bool, no: &mut Objections) {
    scene.needs(RUNNING, "延期开庭", no);
    unscheduled(scene, no);
    no.say(
        ground.trim().is_empty(),
        R::ReasonMissing,
        "民事诉讼法（2017）第一百四十六条",
        "延期开庭应当写明法定事由；请补充事由",
    );
    let quick = matches!(scene.case.procedure(), P::Summary | P::SmallClaim);
    let max = if quick { 1 } else { 2 };
    no.when(
        !approved && scene.case.facts.adjournments >= max,
        R::AdjournmentLimit,
        "民商事案件延长审限规定（2019）第三条、第六条",
        || format!("延期开庭以{max}次为限，次数已满；因不可抗力确需延期的，须报院长批准"),
    );
}

fn hold(scene: Scene<'_>, broadcast: bool, no: &mut Objections) {
    scene.needs(&[State::Assigned, State::Hearing], "开庭", no);
    unscheduled(scene, no);
    let Some(pending) = scene.case.guards.pending else { return };
    no.when(pending.day != scene.today, R::DayInvalid, "民事诉讼法（2017）第一百三十六条", || {
        format!("开庭定于{}，不能在其他日期进行；需要改期的，请办理延期后重新排期", pending.day)
    });
    no.say(
        broadcast && !pending.public,
        R::NotPublishable,
        "民事诉讼法（2017）第一百三十四条",
        "不公开审理的案件不能直播；请关闭直播后开庭",
    );
}

fn unscheduled(scene: Scene<'_>, no: &mut Objections) {
    no.say(
        scene.case.guards.pending.is_none(),
        R::NoHearingScheduled,
        "民事诉讼法（2017）第一百三十六条",
        "没有已经排定的开庭；请先排期并传唤当事人",
    );
}
