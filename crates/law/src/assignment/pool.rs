//! Who is in the pool (A-002, §2): every reason against a judge, not only the first.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::ids::{CourtId, JudgeId};

macro_rules! failings {
    ($($variant:ident = $code:literal, $zh:literal, $source:literal;)*) => {
        /// Why a judge cannot be drawn.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Failing { $(#[doc = $zh] #[serde(rename = $code)] $variant,)* }

        impl Failing {
            /// All there are.
            pub const ALL: &'static [Failing] = &[$(Failing::$variant),*];
            /// Code, such as `E4`.
            pub const fn code(self) -> &'static str { match self { $(Failing::$variant => $code),* } }
            /// Chinese name.
            pub const fn zh(self) -> &'static str { match self { $(Failing::$variant => $zh),* } }
            /// Where it is written.
            pub const fn source(self) -> &'static str { match self { $(Failing::$variant => $source),* } }
        }
    };
}

failings! {
    NotInQuota = "E1", "不是本院在职的员额法官", "法官法（2019）第二十五条";
    OtherGroup = "E2", "不属于本案的审判团队", "随机分案为主的规定（2017）";
    Absent = "E3", "首次开庭期间休假、培训或者借调", "本系统规则";
    Related = "E4", "与当事人、代理人有应当回避的关系", "民事诉讼法（2017）第四十四条；回避规定（2011）第一条";
    SatBefore = "E5", "参加过本案其他程序的审理", "民诉法解释（2020）第四十五条；回避规定（2011）第三条";
    FormerPanel = "E6", "原合议庭成员，发回重审或者再审应当另行组成", "民事诉讼法（2017）第四十条";
    Investigated = "E7", "曾经侦查、起诉本案", "刑诉法解释（2021）第二十九条";
    Overloaded = "E8", "在办或者本月新收案件已到上限", "本系统规则";
    ShareReached = "E9", "院庭长本年办案比例已经完成", "人民法院组织法（2018）第三十条";
    Unqualified = "E10", "没有本案需要的语言或者专门资格", "本系统规则";
    Recused = "E4R", "已经决定回避本案", "民事诉讼法（2017）第四十七条";
    OnBench = "E11", "已经在本案的审判组织中", "民事诉讼法（2017）第三十九条";
    Left = "E12", "已经批准退出本案的审理", "合议庭工作规定（2002）第三条";
    NotOnList = "E13", "不在本院的人民陪审员名册，或者不在任", "人民陪审员法（2018）第十九条";
    CapReached = "E14", "本年参加审理的案件已到上限", "人民陪审员法解释（2019）第十七条";
    Mediated = "E15", "调解过本案", "人民陪审员法解释（2019）第六条";
}

/// A judge as the pool looks at them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The judge.
    pub judge: JudgeId,
    /// Court of the post.
    pub court: CourtId,
    /// In the quota and in post today.
    pub active: bool,
    /// Groups (审判团队), such as `civil`.
    pub groups: BTreeSet<String>,
    /// Away from and to, both counted.
    pub away: Vec<(Day, Day)>,
    /// Keyed digests of the numbers of relatives and of persons the judge is otherwise bound to.
    pub bound_to: BTreeSet<String>,
    /// Open cases.
    pub open_cases: i64,
    /// Open cases the judge may have at most; none for no limit.
    pub most_open: Option<i64>,
    /// A leader whose share of the year is reached.
    pub share_reached: bool,
    /// Qualifications, such as `juvenile`.
    pub qualified: BTreeSet<String>,
}

/// What a case needs of its judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// The court.
    pub court: CourtId,
    /// The group the case belongs to.
    pub group: String,
    /// First day a hearing may be on, and the last of that window.
    pub window: (Day, Day),
    /// Keyed digests of the numbers of parties, agents and their firms.
    pub persons: BTreeSet<String>,
    /// Judges who sat on the case in another procedure.
    pub sat_before: BTreeSet<JudgeId>,
    /// The panel whose judgment was set aside.
    pub former_panel: BTreeSet<JudgeId>,
    /// Judges who investigated or prosecuted it.
    pub investigated: BTreeSet<JudgeId>,
    /// Judges who were recused.
    pub recused: BTreeSet<JudgeId>,
    /// Those who left the bench for another reason.
    pub left: BTreeSet<JudgeId>,
    /// Those who sit on the bench and stay.
    pub on_bench: BTreeSet<JudgeId>,
    /// Those who mediated it.
    pub mediators: BTreeSet<JudgeId>,
    /// Qualifications needed.
    pub qualifications: BTreeSet<String>,
}

/// Working days away that count as away (E3).
const AWAY_DAYS: i32 = 5;

/// A people's assessor as the pool looks at them. What they sat on decides only whether they have reached the year's most:
/// below it all are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessor {
    /// Who.
    pub judge: JudgeId,
    /// On the list of the court, or of one whose lists it draws from, and in post today.
    pub listed: bool,
    /// Away from and to, both counted.
    pub away: Vec<(Day, Day)>,
    /// As for judges.
    pub bound_to: BTreeSet<String>,
    /// Cases of the year they sat or sit on.
    pub sat: i64,
    /// Cases of a year they may sit on at most; none for no limit.
    pub most: Option<i64>,
}

fn away(all: &[(Day, Day)], need: &Need) -> bool {
    let (first, last) = need.window;
    all.iter().any(|(from, to)| (*from).max(first).until((*to).min(last)) + 1 > AWAY_DAYS)
}

/// Every reason against an assessor for a case; none for one who may be drawn.
pub fn assessor_failings(one: &Assessor, need: &Need) -> Vec<Failing> {
    let checks = [
        (Failing::NotOnList, !one.listed),
        (Failing::Absent, away(&one.away, need)),
        (Failing::Related, !one.bound_to.is_disjoint(&need.persons)),
        (Failing::Recused, need.recused.contains(&one.judge)),
        (Failing::Left, need.left.contains(&one.judge)),
        (Failing::OnBench, need.on_bench.contains(&one.judge)),
        (Failing::Mediated, need.mediators.contains(&one.judge)),
        (Failing::CapReached, one.most.is_some_and(|most| one.sat >= most)),
    ];
    checks.into_iter().filter(|(_, holds)| *holds).map(|(failing, _)| failing).collect()
}

impl Failing {
    /// Bars from sitting at all, and not from being drawn alone: nobody is named, and no linked case follows, in spite of it.
    pub const fn bars(self) -> bool {
        matches!(
            self,
            Failing::NotInQuota
                | Failing::Related
                | Failing::SatBefore
                | Failing::FormerPanel
                | Failing::Investigated
                | Failing::Recused
                | Failing::Left
        )
    }
}

/// Whether a leader has reached the year's share (E9): so many cases against the average of those who are no leaders, in
/// hundredths, and the share in per cent.
pub const fn share_reached(cases: i64, average_hundredths: i64, share: i64) -> bool {
    cases > 0 && cases * 10_000 >= average_hundredths * share
}

/// Every reason against a judge for a case; none for one who may be drawn.
pub fn failings(judge: &Profile, need: &Need) -> Vec<Failing> {
    let away = away(&judge.away, need);
    let checks = [
        (Failing::NotInQuota, !judge.active || judge.court != need.court),
        (Failing::OtherGroup, !judge.groups.contains(&need.group)),
        (Failing::Absent, away),
        (Failing::Related, !judge.bound_to.is_disjoint(&need.persons)),
        (Failing::Recused, need.recused.contains(&judge.judge)),
        (Failing::Left, need.left.contains(&judge.judge)),
        (Failing::OnBench, need.on_bench.contains(&judge.judge)),
        (Failing::SatBefore, need.sat_before.contains(&judge.judge)),
        (Failing::FormerPanel, need.former_panel.contains(&judge.judge)),
        (Failing::Investigated, need.investigated.contains(&judge.judge)),
        (Failing::Overloaded, judge.most_open.is_some_and(|most| judge.open_cases >= most)),
        (Failing::ShareReached, judge.share_reached),
        (Failing::Unqualified, !need.qualifications.is_subset(&judge.qualified)),
    ];
    checks.into_iter().filter(|(_, holds)| *holds).map(|(failing, _)| failing).collect()
}

/// Lets those back in whom only their load keeps out, when nobody else is left (E8 is soft); whether that was needed.
pub fn relax(pool: &mut [Vec<Failing>]) -> bool {
    if pool.iter().any(Vec::is_empty) {
        return false;
    }
    let mut relaxed = false;
    for failing in pool.iter_mut().filter(|failing| failing.as_slice() == [Failing::Overloaded]) {
        failing.clear();
        relaxed = true;
    }
    relaxed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(words: &[&str]) -> BTreeSet<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn judge() -> Profile {
        Profile {
            judge: JudgeId(3),
            court: CourtId(2),
            active: true,
            groups: set(&["civil"]),
            away: Vec::new(),
            bound_to: BTreeSet::new(),
            open_cases: 10,
            most_open: Some(60),
            share_reached: false,
            qualified: BTreeSet::new(),
        }
    }

    fn need() -> Need {
        Need {
            court: CourtId(2),
            group: "civil".to_owned(),
            window: (Day(18_400), Day(18_430)),
            persons: set(&["p1"]),
            sat_before: BTreeSet::new(),
            former_panel: BTreeSet::new(),
            investigated: BTreeSet::new(),
            recused: BTreeSet::new(),
            left: BTreeSet::new(),
            on_bench: BTreeSet::new(),
            mediators: BTreeSet::new(),
            qualifications: BTreeSet::new(),
        }
    }

    fn assessor() -> Assessor {
        let (away, bound_to) = (Vec::new(), BTreeSet::new());
        Assessor { judge: JudgeId(3), listed: true, away, bound_to, sat: 29, most: Some(30) }
    }

    #[test]
    fn a_086_an_assessor_is_kept_out_by_each_reason_alone() {
        assert_eq!(assessor_failings(&assessor(), &need()), []);
        let all = [
            (Failing::CapReached, Assessor { sat: 30, ..assessor() }),
            (Failing::NotOnList, Assessor { listed: false, ..assessor() }),
            (Failing::Absent, Assessor { away: vec![(Day(18_390), Day(18_405))], ..assessor() }),
            (Failing::Related, Assessor { bound_to: set(&["p1"]), ..assessor() }),
        ];
        for (failing, one) in all {
            assert_eq!(assessor_failings(&one, &need()), [failing]);
        }
        let own = || BTreeSet::from([JudgeId(3)]);
        assert_eq!(assessor_failings(&assessor(), &Need { mediators: own(), ..need() }), [Failing::Mediated]);
        assert_eq!(assessor_failings(&assessor(), &Need { left: own(), ..need() }), [Failing::Left]);
    }

    #[test]
    fn e9_a_leader_is_drawn_until_the_share_of_the_average_is_reached() {
        // half of an average of ten
        assert!(!share_reached(4, 1_000, 50) && share_reached(5, 1_000, 50));
        assert!(!share_reached(0, 0, 5), "nobody has heard anything yet");
        assert!(share_reached(1, 1_900, 5) && !share_reached(1, 2_100, 5));
    }

    #[test]
    fn each_check_keeps_out_alone() {
        assert_eq!(failings(&judge(), &need()), []);
        let judges = [
            (Failing::NotInQuota, Profile { active: false, ..judge() }),
            (Failing::NotInQuota, Profile { court: CourtId(9), ..judge() }),
            (Failing::OtherGroup, Profile { groups: set(&["criminal"]), ..judge() }),
            (Failing::Absent, Profile { away: vec![(Day(18_390), Day(18_405))], ..judge() }),
            (Failing::Related, Profile { bound_to: set(&["p1"]), ..judge() }),
            (Failing::Overloaded, Profile { open_cases: 60, ..judge() }),
            (Failing::ShareReached, Profile { share_reached: true, ..judge() }),
        ];
        for (failing, judge) in judges {
            assert_eq!(failings(&judge, &need()), [failing]);
        }
        let own = || BTreeSet::from([JudgeId(3)]);
        let needs = [
            (Failing::Recused, Need { recused: own(), ..need() }),
            (Failing::SatBefore, Need { sat_before: own(), ..need() }),
            (Failing::FormerPanel, Need { former_panel: own(), ..need() }),
            (Failing::Left, Need { left: own(), ..need() }),
            (Failing::OnBench, Need { on_bench: own(), ..need() }),
            (Failing::Investigated, Need { investigated: own(), ..need() }),
            (Failing::Unqualified, Need { qualifications: set(&["juvenile"]), ..need() }),
        ];
        for (failing, need) in needs {
            assert_eq!(failings(&judge(), &need), [failing]);
        }
    }

    #[test]
    fn e3_five_days_away_are_not_yet_away() {
        let five = Profile { away: vec![(Day(18_400), Day(18_404))], ..judge() };
        let six = Profile { away: vec![(Day(18_400), Day(18_405))], ..judge() };
        let before = Profile { away: vec![(Day(18_000), Day(18_399))], ..judge() };
        assert_eq!(failings(&five, &need()), []);
        assert_eq!(failings(&six, &need()), [Failing::Absent]);
        assert_eq!(failings(&before, &need()), []);
    }

    #[test]
    fn every_failing_reason_is_told() {
        let judge = Profile { active: false, groups: BTreeSet::new(), bound_to: set(&["p1"]), ..judge() };
        assert_eq!(failings(&judge, &need()), [Failing::NotInQuota, Failing::OtherGroup, Failing::Related]);
    }

    #[test]
    fn e8_gives_way_only_when_nobody_is_left() {
        let mut pool = [vec![Failing::Overloaded], vec![Failing::Overloaded, Failing::Related]];
        assert!(relax(&mut pool));
        assert_eq!(pool, [vec![], vec![Failing::Overloaded, Failing::Related]]);
        let mut pool = [vec![Failing::Overloaded], vec![]];
        assert!(!relax(&mut pool));
        let mut pool = [vec![Failing::Related]];
        assert!(!relax(&mut pool), "A-010: never silently");
    }

    #[test]
    fn codes_stand_once() {
        let codes: BTreeSet<&str> = Failing::ALL.iter().map(|failing| failing.code()).collect();
        assert_eq!(codes.len(), Failing::ALL.len());
    }
}
