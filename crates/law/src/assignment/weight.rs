//! How much a case weighs (案件权重系数, A-065 to A-068): base × cause × procedure, and what comes on top. Hundredths, with
//! every step shown. The numbers are data (`data/weights.toml`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::case_number::Word;
use crate::cause;
use crate::court::Level;
use crate::data;
use crate::ids::CauseId;
use crate::life::codes::Procedure;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    base: Vec<Base>,
    cause: Vec<Factor>,
    float: BTreeMap<String, i64>,
    capacity: BTreeMap<String, i64>,
    limit: BTreeMap<String, i64>,
    share: BTreeMap<String, i64>,
}

/// What a type word weighs under a procedure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Base {
    word: String,
    #[serde(default)]
    procedure: Option<Procedure>,
    hundredths: i64,
}

/// What a cause multiplies it by.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Factor {
    name: String,
    hundredths: i64,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let read = toml::from_str(include_str!("../../../../data/weights.toml"));
    data::sound("weights.toml", read.map_err(|fault| fault.to_string()))
});

/// Factors by the cause they name and all below it.
static CAUSES: LazyLock<BTreeMap<CauseId, i64>> = LazyLock::new(|| {
    let named = TABLE.cause.iter().filter_map(|factor| Some((cause::by_name(&factor.name)?.id, factor.hundredths)));
    named.collect()
});

/// A step of a reckoning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeightStep {
    /// What it is for.
    pub what: String,
    /// What it multiplies by or adds, in hundredths.
    pub hundredths: i64,
    /// It multiplies.
    pub times: bool,
}

/// A reckoned weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weight {
    /// The weight in hundredths.
    pub hundredths: i64,
    /// How it came about.
    pub steps: Vec<WeightStep>,
}

/// What is known of a case when it is weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent circumstances of a case")]
pub struct Circumstances {
    /// Defendants.
    pub defendants: u32,
    /// Third persons.
    pub third_persons: u32,
    /// A counterclaim was brought.
    pub counterclaim: bool,
    /// An appraisal is needed.
    pub appraisal: bool,
    /// Hearings held.
    pub hearings: u32,
    /// Volumes of the file.
    pub volumes: u32,
    /// A foreign element.
    pub foreign: bool,
    /// A class action.
    pub class_action: bool,
    /// Service by public announcement.
    pub announced: bool,
    /// Withdrawn before the first hearing.
    pub withdrawn: bool,
    /// One of a series after the first.
    pub series: bool,
}

/// What a type word weighs under a procedure, in hundredths; one for words the table does not name.
pub fn base(word: Word, procedure: Procedure) -> i64 {
    let of_word = |base: &&Base| base.word == word.as_str();
    let exact = TABLE.base.iter().filter(of_word).find(|base| base.procedure == Some(procedure));
    let plain = || TABLE.base.iter().filter(of_word).find(|base| base.procedure.is_none());
    exact.or_else(plain).map_or(100, |base| base.hundredths)
}

/// What a cause multiplies a weight by, in hundredths: its own factor, or that of the nearest cause above it.
pub fn cause_factor(id: CauseId) -> i64 {
    let mut at = Some(id);
    while let Some(id) = at {
        if let Some(hundredths) = CAUSES.get(&id) {
            return *hundredths;
        }
        at = cause::cause(id).and_then(|cause| cause.parent);
    }
    100
}

fn float(name: &str) -> i64 {
    TABLE.float.get(name).copied().unwrap_or(0)
}

/// What a post carries of a full judge's load, in hundredths.
pub fn capacity(post: &str) -> i64 {
    TABLE.capacity.get(post).copied().unwrap_or(100)
}

/// A limit of the table: `judge_open` cases of a judge (E8), `assessor_year` cases of an assessor in a year.
pub fn limit(name: &str) -> Option<i64> {
    TABLE.limit.get(name).copied()
}

/// What a leader hears of the court's average in a year, in per cent; none for those who are no leaders.
pub fn leader_share(level: Level, post: &str) -> Option<i64> {
    let rank = if level == Level::Basic { "basic" } else { "upper" };
    TABLE.share.get(&format!("{rank}_{post}")).copied()
}

/// What a post carries when its holder was away for more than a month of the year (A-041, pro rata): `away` days of
/// `days`. Shorter leave changes nothing.
pub const fn pro_rata(capacity: i64, away: i64, days: i64) -> i64 {
    if away <= MONTH || days <= 0 {
        return capacity;
    }
    let there = if away >= days { 0 } else { days - away };
    let left = (capacity * there + days / 2) / days;
    // nobody in post carries nothing at all
    if left < 1 { 1 } else { left }
}

/// Days of leave that change nothing.
const MONTH: i64 = 30;

/// The weight of a case, rounded to hundredths.
pub fn weigh(word: Word, procedure: Procedure, cause: Option<CauseId>, now: Circumstances) -> Weight {
    let mut steps = Vec::new();
    let mut step = |what: &str, hundredths: i64, times: bool| {
        steps.push(WeightStep { what: what.to_owned(), hundredths, times });
        hundredths
    };
    let start = step(&format!("“{}”{}", word.as_str(), procedure.zh()), base(word, procedure), false);
    let factor = cause.map_or(100, cause_factor);
    let name = cause.and_then(cause::cause).map_or("案由", |cause| cause.name);
    let mut total = if factor == 100 { start } else { half_up(start * step(name, factor, true)) };
    let criminal = word.as_str().starts_with('刑');
    let each = float(if criminal { "criminal_defendant" } else { "defendant" });
    let more = |n: u32, from: u32| i64::from(n.saturating_sub(from));
    let defendants = (more(now.defendants, 1) * each).min(float("defendants_cap"));
    let volumes = (more(now.volumes, 3) * float("volume")).min(float("volumes_cap"));
    let adds = [
        ("第一名以外的被告", defendants),
        ("反诉", i64::from(now.counterclaim) * float("counterclaim")),
        ("第三人", more(now.third_persons, 0) * float("third_person")),
        ("鉴定", i64::from(now.appraisal) * float("appraisal")),
        ("第一次以外的开庭", more(now.hearings, 1) * float("hearing")),
        ("三册以外的卷宗", volumes),
        ("涉外", i64::from(now.foreign) * float("foreign")),
        ("集团诉讼", i64::from(now.class_action) * float("class_action")),
        ("公告送达", i64::from(now.announced) * float("announced")),
    ];
    for (what, hundredths) in adds.into_iter().filter(|(_, hundredths)| *hundredths != 0) {
        total += step(what, hundredths, false);
    }
    for (what, applies, name) in [("开庭前撤诉", now.withdrawn, "withdrawn"), ("系列案后续案件", now.series, "series")]
    {
        if applies {
            total = half_up(total * step(what, float(name), true));
        }
    }
    Weight { hundredths: total, steps }
}

/// Hundredths of hundredths as hundredths, half up.
const fn half_up(n: i64) -> i64 {
    (n + 50).div_euclid(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Word {
        Word::parse(text).unwrap()
    }

    #[test]
    fn a_067_bases_are_those_of_the_table() {
        for (text, procedure, hundredths) in [
            ("民初", Procedure::Ordinary, 100),
            ("民初", Procedure::Summary, 60),
            ("民初", Procedure::SmallClaim, 40),
            ("民终", Procedure::None, 90),
            ("刑初", Procedure::FastTrack, 25),
            ("刑更", Procedure::None, 7),
            ("破", Procedure::None, 800),
            ("执", Procedure::None, 50),
        ] {
            assert_eq!(base(word(text), procedure), hundredths, "{text}");
        }
    }

    #[test]
    fn a_068_a_building_case_with_three_defendants_weighs_two_and_a_half() {
        let building = cause::by_name("建设工程合同纠纷").unwrap().id;
        let now = Circumstances {
            defendants: 3,
            counterclaim: true,
            appraisal: true,
            hearings: 3,
            ..Circumstances::default()
        };
        let weight = weigh(word("民初"), Procedure::Ordinary, Some(building), now);
        assert_eq!(weight.hundredths, 250);
        let told: Vec<i64> = weight.steps.iter().map(|step| step.hundredths).collect();
        assert_eq!(told, [100, 150, 20, 30, 20, 30]);
    }

    #[test]
    fn a_068_additions_stop_at_their_caps() {
        let now = Circumstances { defendants: 400, volumes: 90, ..Circumstances::default() };
        assert_eq!(weigh(word("民初"), Procedure::Ordinary, None, now).hundredths, 100 + 200 + 100);
        let now = Circumstances { withdrawn: true, series: true, ..Circumstances::default() };
        assert_eq!(weigh(word("民初"), Procedure::Ordinary, None, now).hundredths, 12);
    }

    #[test]
    fn a_041_leave_over_a_month_takes_its_part_of_the_capacity() {
        assert_eq!(pro_rata(100, 30, 365), 100, "a month is not over a month");
        assert_eq!(pro_rata(100, 128, 365), 65, "maternity leave");
        assert_eq!((pro_rata(60, 182, 365), pro_rata(100, 365, 365)), (30, 1));
    }

    #[test]
    fn a_060_leaders_hear_their_share_and_others_have_none() {
        assert_eq!(leader_share(Level::Basic, "division_head"), Some(50));
        assert_eq!(leader_share(Level::Intermediate, "vice_president"), Some(20));
        assert_eq!(leader_share(Level::Basic, "judge"), None);
        assert_eq!((limit("assessor_year"), limit("judge_open")), (Some(30), Some(300)), "A-086");
    }

    #[test]
    fn every_cause_of_the_table_is_on_the_list() {
        for factor in &TABLE.cause {
            assert!(cause::by_name(&factor.name).is_some(), "{}", factor.name);
        }
        for base in &TABLE.base {
            assert!(Word::parse(&base.word).is_some(), "{}", base.word);
        }
    }
}
