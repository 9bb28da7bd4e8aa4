//! After the judgment: windows of appeal, the file's way up and the outcome's way down, effect.

use super::case::Case;
use super::codes::{AppealOutcome as O, ClosingForm as F, Document, Procedure as P, State};
use super::command::Command as C;
use super::decide::Scene;
use super::refusal::{Objections, RefusalCode as R};
use super::track::{Branch, Stage, Track};
use crate::calendar::Calendar;
use crate::day::Day;
use crate::period::{Period, Roll, Variant, last_day};

/// Whether an appeal lies against how the matter was closed (P-081, P-082, P-105, P-110, P-159).
pub(crate) fn appealable(case: &Case) -> bool {
    let Some(track) = case.track else { return false };
    if case.state() == State::Refused || (case.facts.closed_day.is_none() && case.guards.refused.is_some()) {
        return track.stage == Stage::First;
    }
    match (track.stage, case.form()) {
        (Stage::First, Some(F::Judged | F::Acquitted | F::DismissedSuit | F::NotAccepted)) => {
            case.procedure() != P::SmallClaim
        }
        (Stage::BankruptcyApplication, Some(F::BankruptcyRefused | F::BankruptcyApplicationDismissed)) => true,
        _ => false,
    }
}

/// Last day of the last window of appeal.
pub(crate) fn window_end(case: &Case, as_of: Day) -> Option<Day> {
    let start = case.facts.closed_day.or(case.guards.refused)?;
    let start = case.guards.served.map_or(start, |served| served.max(start));
    let judgment = case.facts.document == Document::Judgment.code();
    let days = match (case.branch() == Some(Branch::Criminal), judgment) {
        (true, true) => 10,
        (true, false) => 5,
        (false, true) => 15,
        (false, false) => 10,
    };
    Some(last_day(start, Period::Days(days), Variant::Civil, Roll::Legal, Calendar::embedded(), as_of))
}

/// Whether the court above left nothing of the judgment to take effect.
pub(crate) fn replaced(case: &Case) -> bool {
    matches!(case.appeal_outcome(), Some(O::Changed | O::Remanded | O::Mediated))
}

pub(crate) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    match command {
        C::TakeEffect { on } => effect(scene, *on, no),
        C::ReceiveAppeal { .. } => receive(scene, no),
        C::SendFile { to } => {
            pending(scene, "移送上诉卷宗", no);
            let above = crate::court::court(scene.case.facts.court).and_then(|court| court.parent);
            no.say(
                above.is_some_and(|above| above != *to),
                R::CourtUnknown,
                "民事诉讼法（2017）第一百六十四条",
                "卷宗应当移送上一级人民法院；请核对上诉法院",
            );
        }
        C::ConcludeAppeal { .. } => pending(scene, "登记上诉结果", no),
        _ => {}
    }
}

fn pending(scene: Scene<'_>, what: &str, no: &mut Objections) {
    let state = scene.case.state();
    no.when(
        state != State::Appealed,
        R::NoAppealPending,
        "民事诉讼法（2017）第一百六十六条、第一百六十七条",
        || format!("本案没有待处理的上诉（现为“{}”），不能{what}；请先登记上诉", state.zh()),
    );
}

fn receive(scene: Scene<'_>, no: &mut Objections) {
    let case = scene.case;
    no.say(
        case.facts.appealed_day.is_some(),
        R::AlreadyAppealed,
        "民事诉讼法（2017）第一百六十四条",
        "本案已经登记上诉，其他当事人的上诉应当并入同一上诉卷；无需再次登记",
    );
    scene.needs(&[State::Closed, State::Refused, State::Effective, State::Appealed], "登记上诉", no);
    if case.facts.closed_day.is_none() && case.guards.refused.is_none() {
        return;
    }
    if !appealable(case) {
        no.say(
            true,
            R::NotAppealable,
            "民事诉讼法（2017）第一百五十四条、第一百六十二条、第一百七十五条",
            "该裁判不得上诉；当事人不服的，可以依法申请再审",
        );
        return;
    }
    if let Some(end) = window_end(case, scene.today) {
        no.when(
            scene.today > end,
            R::AppealTooLate,
            "民事诉讼法（2017）第一百六十四条；刑事诉讼法（2018）第二百三十条；行政诉讼法（2017）第八十五条",
            || format!("上诉期已于{end}届满，不能再登记上诉；有正当理由耽误的可以申请顺延，也可以申请再审"),
        );
    }
}

fn effect(scene: Scene<'_>, on: Day, no: &mut Objections) {
    let case = scene.case;
    no.say(
        !case.track.is_some_and(Track::takes_effect),
        R::CommandNotOfTrack,
        "民事诉讼法（2017）第一百五十五条",
        "该类案件的文书作出即生效，不另行登记生效日",
    );
    no.say(
        case.state() == State::Appealed,
        R::AppealPending,
        "民事诉讼法（2017）第一百五十五条",
        "上诉尚未终结，一审裁判没有生效；请等待上诉结果",
    );
    if case.state() != State::Appealed {
        scene.needs(&[State::Closed], "登记生效", no);
    }
    no.say(
        replaced(case),
        R::Replaced,
        "民事诉讼法（2017）第一百七十条、第一百七十二条",
        "上级法院已经改判、发回或者调解，本裁判不再生效；以上级法院的裁判为准",
    );
    no.say(
        on > scene.today,
        R::DayInvalid,
        "民事诉讼法（2017）第一百五十五条",
        "生效日不能晚于今天；请在生效当日或者以后登记",
    );
    let Some(closed) = case.facts.closed_day else { return };
    let waits = appealable(case) && case.facts.appealed_day.is_none();
    let earliest = window_end(case, scene.today).filter(|_| waits).map_or(closed, |end| end.plus(1));
    no.when(
        on < earliest,
        R::WindowOpen,
        "民事诉讼法（2017）第一百五十五条；刑事诉讼法（2018）第二百三十条",
        || format!("最早于{earliest}生效，不能登记为{on}；请等待最后一名当事人的上诉期届满"),
    );
}
