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
    /// Qualifications needed.
    pub qualifications: BTreeSet<String>,
}

/// Working days away that count as away (E3).
const AWAY_DAYS: i32 = 5;

/// Every reason against a judge for a case; none for one who may be drawn.
pub fn failings(judge: &Profile, need: &Need) -> Vec<Failing> {
    let (first, last) = need.window;
    let away = judge.away.iter().any(|(from, to)| {
        let days = (*from).max(first).until((*to).min(last)) + 1;
        days > AWAY_DAYS
    });
    let checks = [
        (Failing::NotInQuota, !judge.active || judge.court != need.court),
        (Failing::OtherGroup, !judge.groups.contains(&need.group)),
        (Failing::Absent, away),
        (Failing::Related, !judge.bound_to.is_disjoint(&need.persons)),
        (Failing::Recused, need.recused.contains(&judge.judge)),
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
            qualifications: BTreeSet::new(),
        }
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
