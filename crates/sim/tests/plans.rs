//! Plans: what is refused and how it is said, and what scaling keeps. No year is lived here.
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic, and compares rates as numbers"
)]

use proptest::prelude::*;
use sim::plan::{LIAONING_2020, Row};
use sim::{Plan, PlanRefused, Scale};

fn liaoning() -> Plan {
    Plan::read(LIAONING_2020.as_bytes()).unwrap()
}

/// The plan that ships, with pieces of its text exchanged.
fn changed(pairs: &[(&str, &str)]) -> Result<Plan, PlanRefused> {
    let mut text = LIAONING_2020.to_owned();
    for (old, new) in pairs {
        assert!(text.contains(old), "the plan has no `{old}`");
        text = text.replacen(old, new, 1);
    }
    Plan::read(text.as_bytes())
}

/// The faults a changed plan is refused with.
fn faults(pairs: &[(&str, &str)]) -> Vec<String> {
    changed(pairs).expect_err("the plan should be refused").0
}

#[track_caller]
fn names(faults: &[String], words: &[&str]) {
    let found = faults.iter().any(|fault| words.iter().all(|word| fault.contains(word)));
    assert!(found, "no fault names {words:?} in {faults:#?}");
}

#[test]
fn the_plan_that_ships_is_free_of_contradictions() {
    assert_eq!(liaoning().faults(), Vec::<String>::new());
}

#[test]
fn every_contradiction_is_listed_at_once() {
    let refused = changed(&[
        ("effective_disclosure = 99.95", "effective_disclosure = 100.5"),
        ("petitions_resolved = 100.00", "petitions_resolved = -1.0"),
        ("round_ended_share = 86", "round_ended_share = 101"),
        ("word = \"民申\"", "word = \"民梦\""),
        ("level = \"high\"", "level = \"supreme\""),
        ("accepted = 900\nconcluded = 860", "accepted = 900\nconcluded = 960"),
        ("carried = 2_100", "carried = 92_100"),
        ("days = [3, 14, 24, 42, 68, 105, 165, 420]", "days = [3, 14, 24, 42, 168, 105, 165, 420]"),
        ("joined = 1", "vanished = 1"),
        ("\"民间借贷纠纷\" = 210", "\"民间借梦纠纷\" = 210"),
        ("\"沈阳市\" = 236", "\"临海市\" = 236"),
        ("[62, 38,", "[38,"),
        ("mediated = 319_000", "mediated = 9_000"),
        ("criminal_concluded = 53_986", "criminal_concluded = 53_987"),
    ])
    .unwrap_err();
    let list = &refused.0;
    names(list, &["有效公开率", "100.5", "不在 0 到 100 之间"]);
    names(list, &["信访办结率", "-1"]);
    names(list, &["终本占比", "101%"]);
    names(list, &["民梦", "类型代字"]);
    names(list, &["supreme", "high、intermediate 或 basic"]);
    names(list, &["司救民（basic）", "审结 960 件多于受理 900 件"]);
    names(list, &["执恢（basic）", "旧存 92100 件多于受理 60000 件"]);
    names(list, &["民初（basic）", "分位值"]);
    names(list, &["vanished", "结案方式"]);
    names(list, &["案由表中没有", "民间借梦纠纷"]);
    names(list, &["法院名录中没有", "临海市"]);
    names(list, &["十二个月"]);
    names(list, &["音视频调解", "9000"]);
    names(list, &["刑事审结", "53987", "53986"]);
    // the row moved to another level and the row that concludes more change the sums too
    names(list, &["省法院受理"]);
    names(list, &["全省审结"]);
    let text = refused.to_string();
    assert!(text.starts_with(&format!("计划无法执行，共 {} 处问题：", list.len())), "{text}");
    assert_eq!(text.lines().count(), list.len() + 1);
    assert!(text.contains(&format!("{}. {}", list.len(), list.last().unwrap())));
}

#[test]
fn each_contradiction_alone_is_the_only_one_named() {
    let alone: &[(&str, &str, &str)] = &[
        ("accepted = 1_103_629", "accepted = 1_103_630", "全省受理目标为 1103630 件，各行合计却是 1103629 件"),
        ("concluded = 1_046_137", "concluded = 1_046_136", "全省审结目标为 1046136 件，各行合计却是 1046137 件"),
        ("high_accepted = 17_240", "high_accepted = 17_241", "省法院受理目标为 17241 件，各行合计却是 17240 件"),
        ("high_concluded = 15_988", "high_concluded = 15_987", "省法院审结目标为 15987 件，各行合计却是 15988 件"),
        (
            "enforcement_concluded = 96.83",
            "enforcement_concluded = 96.82",
            "执行整体结案率目标为 96.82%，各行合计却是 96.83%",
        ),
        ("round_ended_compliant = 100.00", "round_ended_compliant = 99.00", "低于 100% 的年份无法模拟"),
        ("enforced_in_time = 99.57", "enforced_in_time = 101.0", "有财产可供执行案件法定期限内实际执结率 101"),
        ("online_filing = 55", "online_filing = 155", "网上立案占比 155%"),
        ("civil_livelihood = 135_248", "civil_livelihood = 9_135_248", "民生案件多于审结案件"),
        ("[causes.preservation]", "[causes.other]", "缺少案由组 causes.preservation"),
        ("enforcement = [500,", "execution = [500,", "缺少标的额分布 amounts.enforcement"),
        (
            "days = [8, 22, 32, 47, 66, 84, 100, 200]",
            "days = [-8, 22, 32, 47, 66, 84, 100, 200]",
            "民终（intermediate）：审理天数",
        ),
    ];
    for (old, new, sentence) in alone {
        let found = faults(&[(old, new)]);
        assert_eq!(found.len(), 1, "{new}: {found:#?}");
        names(&found, &[sentence]);
    }
}

#[test]
fn more_concluded_than_accepted_in_the_province_is_a_rate_above_a_hundred() {
    let found = faults(&[("concluded = 1_046_137", "concluded = 1_203_629")]);
    names(&found, &["结案率超过 100%", "1203629", "1103629"]);
}

#[test]
fn a_plan_in_gbk_is_told_from_one_in_utf_8_with_the_byte() {
    // 辽宁 in GBK
    let mut bytes = b"title = \"".to_vec();
    bytes.extend([0xC1, 0xC9, 0xC4, 0xFE]);
    bytes.extend(b"\"\n");
    let refused = Plan::read(&bytes).unwrap_err();
    assert_eq!(refused.0, ["计划文件不是 UTF-8 编码：第 10 个字节起无法识别，请另存为 UTF-8 后再试"]);
}

#[test]
fn broken_toml_is_told_with_its_place() {
    let found = faults(&[("year = 2020\nseed", "year = = 2020\nseed")]);
    names(&found, &["计划文件格式有误", "line 8"]);
    let found = faults(&[("seed = 2020", "seeds = 2020")]);
    names(&found, &["seeds"]);
    let found = faults(&[("accepted = 1_103_629", "accepted = -5")]);
    names(&found, &["line 12"]);
    let found = faults(&[("seed = 2020\n", "")]);
    names(&found, &["missing field `seed`"]);
    let cut = LIAONING_2020.split_at(LIAONING_2020.find("[season]").unwrap()).0;
    names(&Plan::read(cut.as_bytes()).unwrap_err().0, &["season"]);
    assert!(Plan::read(b"").is_err());
}

#[test]
fn fewer_cases_than_courts_is_refused_at_a_tiny_scale() {
    let refused = liaoning().scaled(Scale::parse("0.0001").unwrap()).unwrap_err();
    let courts = law::court::courts().len();
    names(&refused.0, &["案件少于法院", &format!("法院有 {courts} 家")]);
    assert!(liaoning().scaled(Scale::parse("0.000001").unwrap()).is_err());
    assert!(liaoning().scaled(Scale::parse("0.002").unwrap()).is_ok());
}

#[test]
fn a_scale_is_a_plain_decimal_above_nothing_and_at_most_ten() {
    for (text, of_a_million, shown) in [
        ("1", 1_000_000, "1"),
        ("1.0", 1_000_000, "1"),
        ("0.01", 10_000, "0.01"),
        ("0.010", 10_000, "0.01"),
        ("2.5", 2_500_000, "2.5"),
        ("10", 10_000_000, "10"),
        ("0.000001", 1, "0.000001"),
        ("3.", 3_000_000, "3"),
    ] {
        let scale = Scale::parse(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(scale.of(1_000_000), of_a_million, "{text}");
        assert_eq!(scale.to_string(), shown);
        assert_eq!(Scale::parse(&scale.to_string()), Some(scale));
    }
    for text in [
        "",
        ".",
        ".5",
        "0",
        "0.0",
        "0.0000001",
        "10.000001",
        "11",
        "-1",
        "+1",
        "1e3",
        "abc",
        "１",
        "1,5",
        " 1",
        "1 ",
        "0.01x",
        "1.2.3",
        "99999999999999999999",
        "NaN",
        "inf",
    ] {
        assert_eq!(Scale::parse(text), None, "{text}");
    }
}

#[test]
fn a_part_of_a_count_is_rounded_half_up() {
    let tenth = Scale::parse("0.1").unwrap();
    assert_eq!([0, 4, 5, 14, 15, 25].map(|n| tenth.of(n)), [0, 0, 1, 1, 2, 3]);
    assert_eq!(Scale::WHOLE.of(1_103_629), 1_103_629);
}

fn sum(plan: &Plan, level: Option<&str>, pick: impl Fn(&Row) -> u64) -> u64 {
    plan.caseload.iter().filter(|row| level.is_none_or(|level| row.level == level)).map(pick).sum()
}

/// Each row is rounded twice, so that a total may be off by half a case a row and the rate by as much.
#[test]
fn scaling_keeps_the_rates_of_the_province_and_of_the_high_court() {
    let whole = liaoning();
    for text in ["0.01", "0.05", "0.1", "0.5", "2"] {
        let scale = Scale::parse(text).unwrap();
        let small = whole.scaled(scale).unwrap();
        for level in [None, Some("high")] {
            let rows = small.caseload.iter().filter(|row| level.is_none_or(|level| row.level == level)).count() as u64;
            let accepted = sum(&small, level, |row| row.accepted);
            let concluded = sum(&small, level, |row| row.concluded);
            let wanted = scale.of(sum(&whole, level, |row| row.accepted));
            assert!(accepted.abs_diff(wanted) * 2 <= rows, "{text} {level:?}: {accepted} not {wanted}");
            let rate = concluded as f64 / accepted as f64;
            let of_plan =
                sum(&whole, level, |row| row.concluded) as f64 / sum(&whole, level, |row| row.accepted) as f64;
            let off = (rate - of_plan).abs() * accepted as f64;
            assert!(off <= rows as f64 / 2.0, "{text} {level:?}: {rate} not {of_plan}, {off} cases of {rows} rows");
        }
        for (row, old) in small.caseload.iter().zip(&whole.caseload) {
            let exact = row.accepted as f64 * old.concluded as f64 / old.accepted as f64;
            assert!((row.concluded as f64 - exact).abs() <= 0.5, "{text} {} {}", row.word, row.level);
        }
        let targets = &small.targets;
        assert_eq!(targets.online_hearing_cases, scale.of(25_608));
        assert_eq!(targets.mediated_av, scale.of(96_657));
        assert_eq!(small.assumed.mediated, scale.of(319_000));
        assert!((targets.effective_disclosure - 99.95).abs() < 1e-9, "rates are not scaled");
    }
}

#[test]
fn the_whole_is_the_plan_itself() {
    let whole = liaoning();
    assert_eq!(format!("{:?}", whole.scaled(Scale::WHOLE).unwrap()), format!("{whole:?}"));
}

proptest! {
    #[test]
    fn at_any_scale_no_row_concludes_or_carries_more_than_it_accepts(millionths in 2_000_u64..=10_000_000) {
        let text = format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000);
        let scale = Scale::parse(&text).unwrap();
        let plan = liaoning().scaled(scale).unwrap();
        for row in &plan.caseload {
            prop_assert!(row.concluded <= row.accepted && row.carried <= row.accepted, "{text} {} {}", row.word, row.level);
        }
        prop_assert!(plan.targets.mediated_av <= plan.assumed.mediated);
    }
}
