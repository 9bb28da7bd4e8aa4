//! The bench (审判组织, assignment §8, §9): how many sit, judges and assessors, by stage, branch, court and procedure; and who
//! sits after a draw.

use super::case::Case;
use super::codes::{Procedure as P, SevenGround};
use super::command::{Bench, Drawn};
use super::decide::Scene;
use super::papers::Seated;
use super::refusal::{Objections, RefusalCode as R};
use super::track::{Branch, Stage, Track};
use super::trial_term::CPL_2021;
use crate::assignment::{Draw, SeatKind};
use crate::court::{Level, court};
use crate::ids::JudgeId;

const PANELS: &str = "民事诉讼法（2017）第三十九条、第四十条";
const SINGLE: &str = "民事诉讼法（2021）第四十条至第四十二条";
const CRIMINAL: &str = "刑事诉讼法（2018）第一百八十三条";
const ASSESSORS: &str = "人民陪审员法（2018）第十四条、第十五条";
const SEVEN: &str = "人民陪审员法（2018）第十六条";

/// Days between the draw of assessors and the hearing (人民陪审员法解释 art. 3), A-083.
const ASSESSOR_DAYS: i32 = 7;

/// Whether so many may sit on it.
pub(crate) fn formed(scene: Scene<'_>, track: Track, bench: Bench, no: &mut Objections) {
    let Bench { procedure, panel, assessors, .. } = bench;
    let single_only = matches!(procedure, P::SmallClaim | P::FastTrack)
        || (procedure == P::Summary && matches!(track.branch, Branch::Civil | Branch::Administrative));
    no.say(
        panel.is_multiple_of(2) || panel > 7 || (single_only && panel != 1),
        R::PanelInvalid,
        "民事诉讼法（2017）第三十九条；行政诉讼法（2017）第八十三条",
        "审判组织应当是一人独任，或者三、五、七人的合议庭，简易、小额、速裁程序由一人独任；请重新组成审判组织",
    );
    let quick = single_only || procedure == P::Summary;
    let panel_needed =
        track.branch != Branch::Other && !quick && matches!(track.stage, Stage::First | Stage::Second | Stage::Retrial);
    let before = scene.today < CPL_2021;
    no.say(
        panel_needed && panel == 1 && before,
        R::PanelInvalid,
        PANELS,
        "2022年1月1日前适用普通程序、二审和再审的案件应当组成合议庭，不能独任；请组成合议庭",
    );
    let alone = track.branch == Branch::Civil && track.stage == Stage::First && scene.case.basic();
    no.say(
        panel_needed && panel == 1 && !before && !alone,
        R::PanelInvalid,
        SINGLE,
        "普通程序独任审理只限于基层人民法院的第一审民事案件，二审独任须经双方当事人同意；请组成合议庭",
    );
    judges_alone(scene, track, bench, no);
    let may_sit = matches!(track.stage, Stage::First | Stage::Retrial) && panel > 1 && assessors < panel;
    no.say(
        assessors > 0 && !may_sit,
        R::PanelInvalid,
        ASSESSORS,
        "人民陪审员只能与法官组成合议庭审理第一审案件；请重新组成审判组织",
    );
    no.say(
        assessors > 0 && may_sit && !matches!((panel, assessors), (3, 1 | 2) | (7, 4)),
        R::PanelInvalid,
        ASSESSORS,
        "有人民陪审员的合议庭只能是三人（陪审员一至二人），或者法官三人与陪审员四人组成的七人；请重新组成审判组织",
    );
    seven(track, bench, no);
}

/// Panels of judges in criminal cases (K18 183).
fn judges_alone(scene: Scene<'_>, track: Track, bench: Bench, no: &mut Objections) {
    if track.branch != Branch::Criminal || bench.assessors > 0 {
        return;
    }
    let high = court(scene.case.facts.court).is_some_and(|court| court.level == Level::High);
    let most = match track.stage {
        Stage::First if high => 7,
        Stage::First => 3,
        Stage::Second => 5,
        _ => 7,
    };
    no.when(bench.panel > most, R::PanelInvalid, CRIMINAL, || {
        format!("本案由法官组成的合议庭不超过{most}人；请重新组成合议庭，或者依法由人民陪审员参加七人合议庭")
    });
}

/// Three judges and four assessors sit on a closed list of cases alone.
fn seven(track: Track, bench: Bench, no: &mut Objections) {
    let seven = (bench.panel, bench.assessors) == (7, 4);
    no.say(
        seven && bench.seven.is_none(),
        R::PanelInvalid,
        SEVEN,
        "七人合议庭只用于法律列明的案件；请选明适用七人合议庭的事由，或者组成三人合议庭",
    );
    no.say(
        !seven && bench.seven.is_some(),
        R::PanelInvalid,
        SEVEN,
        "不是法官三人、陪审员四人的七人合议庭，不需要七人合议庭的事由；请核对后重新组成",
    );
    no.say(
        seven && bench.seven == Some(SevenGround::LongSentence) && track.branch != Branch::Criminal,
        R::PanelInvalid,
        SEVEN,
        "“可能判处十年以上有期徒刑”只适用于刑事案件；请另选七人合议庭的事由",
    );
}

/// Assessors are drawn seven days before the hearing, where its day is known; a bench entered without a draw tells
/// nothing of when.
pub(crate) fn in_time(scene: Scene<'_>, assessors: u8, no: &mut Objections) {
    let first = assessors > 0 && scene.case.facts.judge.is_none();
    let Some(pending) = scene.case.guards.pending.filter(|_| first) else { return };
    no.when(scene.today.until(pending.day) < ASSESSOR_DAYS, R::AssessorsTooLate, DRAWN_BEFORE, || {
        format!(
            "开庭定于{}，人民陪审员最晚应当在{}抽取；请改定开庭日期，或者组成不含陪审员的合议庭",
            pending.day,
            pending.day.plus(-ASSESSOR_DAYS)
        )
    });
}

const DRAWN_BEFORE: &str = "人民陪审员法解释（2019）第三条";

/// A hearing is not set earlier than the assessors who were drawn can be told.
pub(crate) fn hearing_after_draw(scene: Scene<'_>, day: crate::day::Day, no: &mut Objections) {
    let Some(drawn) = scene.case.bench().and_then(|bench| bench.assessors_drawn) else { return };
    no.when(drawn.until(day) < ASSESSOR_DAYS, R::AssessorsTooLate, DRAWN_BEFORE, || {
        format!("人民陪审员于{drawn}抽取，开庭应当在七日以后，不能定在{day}；请改定{}以后的日期", drawn.plus(7))
    });
}

/// Who sits after a first draw, or after that of a case that follows another: the judge in charge, members, assessors, and
/// substitutes last. A judge who was named and is drawn as a member too changes places with the one the draw would have put
/// in charge.
pub(crate) fn first_seated(judge: JudgeId, draw: Option<&Draw>, assessors: u8) -> Vec<Seated> {
    let seat = |judge, seat, substitute| Seated { judge, seat, substitute };
    let mut all = vec![seat(judge, SeatKind::Judge, false)];
    let Some(draw) = draw else { return all };
    let members = draw.outcome(SeatKind::Member).iter().map(|member| match draw.first() {
        Some(first) if *member == judge => first,
        _ => *member,
    });
    all.extend(members.map(|member| seat(member, SeatKind::Member, false)));
    let jury = draw.outcome(SeatKind::Assessor).iter().zip(1..);
    all.extend(jury.map(|(one, nth)| seat(*one, SeatKind::Assessor, nth > assessors)));
    all
}

/// Who sits after a draw: at first all who were drawn; after a change those who stay, and those drawn in the places of those
/// who left.
pub(crate) fn seated(case: &Case, drawn: &Drawn, judge: JudgeId) -> Vec<Seated> {
    let kept = case.seated();
    if case.facts.judge.is_none() || kept.is_empty() {
        return first_seated(judge, Some(&drawn.draw), drawn.bench.assessors);
    }
    let mut all: Vec<Seated> = kept.iter().copied().filter(|one| one.seat != SeatKind::Judge).collect();
    all.push(Seated { judge, seat: SeatKind::Judge, substitute: false });
    let new = first_seated(judge, Some(&drawn.draw), drawn.bench.assessors);
    for one in new.into_iter().filter(|one| one.seat != SeatKind::Judge) {
        let sitting = all.iter().filter(|other| other.seat == SeatKind::Assessor && !other.substitute).count();
        let waits = one.seat == SeatKind::Assessor && sitting >= usize::from(drawn.bench.assessors);
        all.push(Seated { substitute: waits, ..one });
    }
    all.sort_by_key(|one| (one.substitute, one.seat));
    all
}

/// What stands against those who would sit: as many as the bench has, each once, none who was recused or left.
pub(crate) fn seats(scene: Scene<'_>, bench: Bench, all: &[Seated], no: &mut Objections) {
    let sit = |seat: SeatKind| all.iter().filter(|one| one.seat == seat && !one.substitute).count();
    let members = usize::from(bench.panel.saturating_sub(bench.assessors).saturating_sub(1));
    no.say(
        sit(SeatKind::Member) != members || sit(SeatKind::Assessor) != usize::from(bench.assessors),
        R::DrawMismatch,
        "深化司法责任制实施意见（2020）；司法责任制若干意见（2015）",
        "抽签产生的合议庭成员与审判组织的人数不符；请按审判组织重新抽签",
    );
    let twice = all.iter().enumerate().any(|(at, one)| all.iter().skip(at + 1).any(|other| other.judge == one.judge));
    no.say(
        twice,
        R::DrawMismatch,
        "深化司法责任制实施意见（2020）；司法责任制若干意见（2015）",
        "同一人不能在合议庭中占两个席位；请重新抽签",
    );
    for one in all {
        super::allot::barred(scene, one.judge, no);
    }
}
