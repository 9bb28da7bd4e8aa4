//! Assignment by draw, by naming, and anew (分案): what must hold before the outcome becomes an entry.
//!
//! The draw itself is `assignment`'s; here stands who may be its outcome, and when.

use super::bench::{first_seated, in_time, seated, seats};
use super::codes::{ChangeGround, NamingGround, State};
use super::command::{Command as C, Drawn, Following};
use super::decide::{RUNNING, Scene};
use super::filing::assign;
use super::papers::{Change, Naming};
use super::refusal::{Objections, RefusalCode as R};
use crate::assignment::{Draw, Failing, SeatKind};
use crate::ids::JudgeId;

const RESPONSIBILITY: &str = "深化司法责任制实施意见（2020）；司法责任制若干意见（2015）";
const CHANGE: &str = "合议庭工作规定（2002）第三条";
const RECUSAL: &str = "民事诉讼法（2017）第四十四条至第四十七条";

/// Characters a reason has at least.
const REASON_LEAST: usize = 10;

pub(crate) fn check(scene: Scene<'_>, command: &C, no: &mut Objections) {
    match command {
        C::Draw(drawn) => draw(scene, drawn, no),
        C::Follow(following) => follow(scene, following, no),
        C::NoteNobody(body) => {
            scene.needs(RUNNING, "记明无人可以抽签", no);
            no.say(
                body.seat == SeatKind::Judge && body.candidates.iter().any(|one| one.failing.is_empty()),
                R::DrawMismatch,
                RESPONSIBILITY,
                "名单中还有符合条件的人，不能记为无人可以抽签；请直接抽签",
            );
        }
        C::ProposeNaming { ground, judge, proposer, reason } => {
            scene.needs(RUNNING, "提请指定分案", no);
            let naming =
                Naming { approver: None, ground: *ground, judge: *judge, proposer: *proposer, reason: reason.clone() };
            propose(scene, &naming, no);
        }
        C::ApproveNaming { approver, drawn } => approve(scene, *approver, drawn, no),
        C::DeclineNaming { by, reason } => decline(scene, *by, reason, no),
        C::ProposeChange { of, proposer, reason: text, .. } => propose_change(scene, *of, *proposer, text, no),
        C::DecideChange { by, reason, .. } => decide_change(scene, *by, reason, no),
        C::AskRecusal { ground, judge, .. } => ask_recusal(scene, ground, *judge, no),
        C::DecideRecusal { by, reason, .. } => {
            let asked = scene.case.guards.recusal;
            no.say(asked.is_none(), R::RecusalMissing, RECUSAL, "没有待决定的回避申请，不能作出决定；请核对案卷");
            decide_recusal(asked, *by, reason, no);
        }
        C::AskReconsideration { ground, .. } => ask_reconsideration(scene, ground, no),
        C::DecideReconsideration { by, reason, .. } => {
            let asked = scene.case.reconsidering().map(|(judge, _)| judge);
            no.say(
                asked.is_none(),
                R::NothingToReconsider,
                RECUSAL,
                "没有待决定的复议申请，不能作出复议决定；请核对案卷",
            );
            decide_recusal(asked, *by, reason, no);
        }
        _ => {}
    }
}

/// The draw is the next of the matter and was made with the litigant's number.
fn made_here(scene: Scene<'_>, draw: &Draw, no: &mut Objections) {
    no.say(
        draw.round != scene.case.guards.rounds.saturating_add(1),
        R::DrawMismatch,
        RESPONSIBILITY,
        "抽签的轮次与案卷不符，案卷可能刚有变动；请重新抽签",
    );
    no.say(
        draw.number.as_deref() != scene.case.number_given(),
        R::DrawMismatch,
        RESPONSIBILITY,
        "抽签没有使用当事人提供的数字；请重新抽签",
    );
}

fn draw(scene: Scene<'_>, drawn: &Drawn, no: &mut Objections) {
    scene.needs(RUNNING, "抽签分案", no);
    assign(scene, drawn.bench, no);
    in_time(scene, drawn.bench.assessors, no);
    // where the judge in charge was not drawn for, the one there is stays
    let stays = scene.case.facts.judge.filter(|_| !scene.case.vacant());
    no.say(
        drawn.draw.first().or(stays) != Some(drawn.judge),
        R::DrawMismatch,
        RESPONSIBILITY,
        "承办法官与抽签结果不符，不能另行选人；请重新抽签",
    );
    made_here(scene, &drawn.draw, no);
    seats(scene, drawn.bench, &seated(scene.case, drawn, drawn.judge), no);
    change(scene, drawn, no);
}

/// A linked case follows the judge of the first one of the same court.
fn follow(scene: Scene<'_>, following: &Following, no: &mut Objections) {
    scene.needs(RUNNING, "随案分配", no);
    assign(scene, following.bench, no);
    in_time(scene, following.bench.assessors, no);
    no.say(
        scene.case.facts.judge.is_some(),
        R::JudgeFixed,
        RESPONSIBILITY,
        "承办法官一经确定不得擅自变更，不能再随案分配；确需变更的，请办理变更审判人员",
    );
    let own = following.case.court == scene.case.facts.court && following.case.stream != scene.case.facts.stream;
    no.say(!own, R::LinkInvalid, RESPONSIBILITY, "关联案件应当是本院的另一件案件；请核对关联案件，或者直接抽签分案");
    if let Some(draw) = &following.draw {
        made_here(scene, draw, no);
        no.say(
            draw.first().is_some(),
            R::DrawMismatch,
            RESPONSIBILITY,
            "随案分配的承办法官不再抽签；请只抽合议庭其他成员",
        );
    }
    let all = first_seated(following.judge, following.draw.as_ref(), following.bench.assessors);
    seats(scene, following.bench, &all, no);
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
        change.asked_by == change.by,
        R::AskerDecides,
        RESPONSIBILITY,
        "提请人与批准人不能是同一人；请由院长或者庭长另行批准",
    );
    reason(&change.reason, no);
    if again {
        granted(scene, change, no);
    }
}

/// A change was decided before it is drawn for: by a recusal that was upheld, or by a decision of its own.
fn granted(scene: Scene<'_>, change: &Change, no: &mut Objections) {
    let of = change.of.or(scene.case.facts.judge);
    let leaves = of.is_some_and(|of| scene.case.leaving().contains(&of));
    if change.ground == ChangeGround::Recusal {
        let barred = of.is_some_and(|of| scene.case.guards.barred.contains(&of));
        no.say(
            !(leaves && barred),
            R::RecusalNotUpheld,
            RECUSAL,
            "没有准许回避的决定，不能以回避为由变更承办法官；请先作出回避决定",
        );
        return;
    }
    let decided = of.and_then(|of| scene.case.change_granted(of));
    let same =
        decided.is_some_and(|one| (one.ground, one.asked_by, one.by) == (change.ground, change.asked_by, change.by));
    no.say(
        !(leaves && same),
        R::ChangeNotGranted,
        CHANGE,
        "没有批准变更审判人员的决定，不能重新抽签；请先提请变更并经院长批准",
    );
}

pub(crate) fn barred(scene: Scene<'_>, judge: JudgeId, no: &mut Objections) {
    no.say(
        scene.case.guards.barred.contains(&judge),
        R::JudgeBarred,
        RECUSAL,
        "该法官已因回避退出本案，不能再办理；请重新抽签或者另行指定",
    );
    no.say(
        scene.case.left().contains(&judge),
        R::JudgeBarred,
        CHANGE,
        "该审判人员已经批准退出本案，不能再办理；请重新抽签或者另行指定",
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
    assign(scene, drawn.bench, no);
    in_time(scene, drawn.bench.assessors, no);
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
    eligible(naming.judge, &drawn.draw, no);
    let after = seated(scene.case, drawn, naming.judge);
    seats(scene, drawn.bench, &after, no);
    made_here(scene, &drawn.draw, no);
    let again = scene.case.facts.judge.is_some();
    no.say(
        again && drawn.change.is_none() && !scene.case.guards.vacant,
        R::JudgeFixed,
        RESPONSIBILITY,
        "承办法官一经确定不得擅自变更；请写明变更的事由",
    );
}

/// Nobody is named whom the law bars, whatever the ground.
fn eligible(judge: JudgeId, draw: &Draw, no: &mut Objections) {
    let looked_at = draw.seat(SeatKind::Judge).into_iter().flat_map(|seat| &seat.candidates);
    let own = looked_at.filter(|one| one.judge == judge).flat_map(|one| &one.failing);
    for failing in own.filter(|failing| failing.bars() && **failing != Failing::Recused) {
        no.when(true, R::JudgeBarred, failing.source(), || {
            format!("该法官{}，不能指定；请另行指定或者抽签分案", failing.zh())
        });
    }
}

fn decline(scene: Scene<'_>, by: u32, text: &str, no: &mut Objections) {
    scene.needs(RUNNING, "不批准指定分案", no);
    let Some(naming) = &scene.case.guards.proposed else {
        no.say(true, R::NamingMissing, RESPONSIBILITY, "没有待批准的指定分案；请核对案卷");
        return;
    };
    no.say(
        naming.proposer == by || naming.judge.0 == by,
        R::AskerDecides,
        RESPONSIBILITY,
        "提请人和被指定的法官不能决定该提请；请由其他院领导决定",
    );
    no.say(text.trim().is_empty(), R::ReasonMissing, RESPONSIBILITY, "不批准应当说明理由；请补充理由");
}

fn sits(scene: Scene<'_>, judge: JudgeId) -> bool {
    let in_charge = scene.case.facts.judge == Some(judge) && !scene.case.vacant();
    in_charge || scene.case.seated().iter().any(|one| one.judge == judge)
}

/// States in which a matter has a bench.
const BENCHED: &[State] = &[State::Assigned, State::Hearing, State::Suspended];

/// who asks is neither the one who decides nor, for discipline, the one it is about; the law lets a judge ask for
/// oneself, as for illness.
fn propose_change(scene: Scene<'_>, of: JudgeId, proposer: u32, text: &str, no: &mut Objections) {
    scene.needs(BENCHED, "提请变更审判人员", no);
    no.say(!sits(scene, of), R::NotAssigned, CHANGE, "该人员不在本案的审判组织中，不能变更；请核对后重新提请");
    no.say(
        scene.case.change_asked().is_some(),
        R::ChangePending,
        CHANGE,
        "已有一件变更审判人员的提请待决定；请等待决定后再提请",
    );
    no.say(proposer == 0, R::AskerDecides, CHANGE, "没有提请人，不能办理变更；请由庭长提请");
    reason(text, no);
}

fn decide_change(scene: Scene<'_>, by: u32, text: &str, no: &mut Objections) {
    scene.needs(BENCHED, "决定变更审判人员", no);
    let Some(asked) = scene.case.change_asked() else {
        no.say(true, R::ChangeMissing, CHANGE, "没有待决定的变更提请，不能作出决定；请核对案卷");
        return;
    };
    no.say(
        asked.proposer == by || asked.of.0 == by,
        R::AskerDecides,
        CHANGE,
        "提请人和被变更的人员不能决定该变更；请由院长或者副院长决定",
    );
    no.say(text.trim().is_empty(), R::ReasonMissing, CHANGE, "变更决定应当说明理由；请补充理由");
}

fn ask_recusal(scene: Scene<'_>, ground: &str, judge: JudgeId, no: &mut Objections) {
    scene.needs(BENCHED, "申请回避", no);
    no.say(ground.trim().is_empty(), R::ReasonMissing, RECUSAL, "申请回避应当说明理由；请写明与本案或者当事人的关系");
    no.say(
        !sits(scene, judge),
        R::NotAssigned,
        RECUSAL,
        "该人员不在本案的审判组织中，不能申请其回避；请核对后重新申请",
    );
    no.say(
        scene.case.guards.recusal.is_some(),
        R::RecusalPending,
        RECUSAL,
        "已有一件回避申请待决定；请等待决定，三日内会有答复",
    );
}

fn decide_recusal(asked: Option<JudgeId>, by: u32, text: &str, no: &mut Objections) {
    no.say(
        asked.is_some_and(|judge| judge.0 == by),
        R::AskerDecides,
        RECUSAL,
        "不能由本人决定自己的回避；请由院长决定",
    );
    no.say(text.trim().is_empty(), R::ReasonMissing, RECUSAL, "回避决定应当说明理由；请补充理由");
}

/// Once, after a recusal was not granted; the judge goes on meanwhile.
fn ask_reconsideration(scene: Scene<'_>, ground: &str, no: &mut Objections) {
    scene.needs(BENCHED, "申请复议", no);
    no.say(
        scene.case.recusal_refused().is_none(),
        R::NothingToReconsider,
        RECUSAL,
        "没有可以复议的回避决定，或者已经复议过一次；新的理由请另行申请回避",
    );
    no.say(ground.trim().is_empty(), R::ReasonMissing, RECUSAL, "申请复议应当说明理由；请写明不服的理由");
}
