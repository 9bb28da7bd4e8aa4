//! After closing: documents online, disclosure to the parties, the archive.

use super::appeal::{appealable, replaced};
use super::codes::State;
use super::command::Command as C;
use super::decide::Scene;
use super::refusal::{Objections, RefusalCode as R};
use super::track::Track;

pub(crate) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    match command {
        C::Publish { .. } => publish(scene, no),
        C::Recall { .. } => {
            no.say(
                scene.case.facts.published == 0,
                R::StateForbids,
                "法释〔2016〕19号第十六条",
                "本案没有已经上网的文书，无从撤回",
            );
        }
        C::Withhold { .. } => {
            scene.needs(&[State::Closed, State::Effective], "审批不上网公开", no);
            no.say(
                scene.case.facts.published > 0,
                R::StateForbids,
                "法释〔2016〕19号第十六条",
                "文书已经上网，不能再审批不公开；确有不当的，请办理撤回",
            );
        }
        C::Disclose { .. } => {
            let states = [
                State::Registered,
                State::Assigned,
                State::Hearing,
                State::Suspended,
                State::Closed,
                State::Effective,
                State::Appealed,
            ];
            scene.needs(&states, "推送流程信息", no);
        }
        C::Archive => archive(scene, no),
        _ => {}
    }
}

/// 法释〔2016〕19号 art. 3, 4.
fn publish(scene: Scene<'_>, no: &mut Objections) {
    let case = scene.case;
    let closed = case.facts.closed_day.is_some();
    no.when(!closed, R::StateForbids, "法释〔2016〕19号第三条", || {
        format!("案件现为“{}”，还没有可以公开的结案文书；请在结案后办理", case.state().zh())
    });
    no.say(
        closed && case.guards.offline,
        R::NotPublishable,
        "法释〔2016〕19号第四条",
        "离婚、未成年人、调解以及经审批不公开的文书不上网；请办理不公开审批并公布案号等信息",
    );
    let waiting = appealable(case) && case.facts.effective_day.is_none() && !replaced(case);
    no.say(
        closed && waiting,
        R::NotEffective,
        "法释〔2016〕19号第三条、第七条",
        "裁判文书在生效后上网，本案文书尚未生效；请先登记生效",
    );
}

/// P-201, P-202.
fn archive(scene: Scene<'_>, no: &mut Objections) {
    let case = scene.case;
    no.say(
        !case.track.is_some_and(Track::accepts),
        R::CommandNotOfTrack,
        "人民法院诉讼档案管理办法",
        "该登记事项不立卷归档；请随诉讼案件归卷",
    );
    no.say(
        case.state() == State::Appealed,
        R::AppealPending,
        "人民法院诉讼档案管理办法",
        "卷宗因上诉在外，不能归档；请等待上诉结果退回",
    );
    if case.state() != State::Appealed {
        scene.needs(&[State::Closed, State::Effective], "归档", no);
    }
    let waiting = appealable(case) && case.facts.effective_day.is_none() && !replaced(case);
    no.say(
        case.state() == State::Closed && waiting,
        R::NotEffective,
        "人民法院诉讼档案管理办法",
        "裁判尚未生效，不能归档；请先登记生效",
    );
}
