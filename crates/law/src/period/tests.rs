//! The worked examples of deadlines §8, by their numbers.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

const LATEST: Day = Calendar::LATEST;
use Period::{Days, HalfMonths, Months, WorkingDays, Years};
use Roll::{Early, Legal, Never};
use Variant::{Civil, Criminal};

fn end(trigger: &str, period: Period, variant: Variant, roll: Roll, as_of: Day) -> String {
    last_day(day(trigger), period, variant, roll, Calendar::embedded(), as_of).to_string()
}

/// Example: trigger, period, whose months, roll, last day.
const WORKED: &str = "
1: 2020-01-15 15 days civil legal 2020-02-03
2: 2020-09-18 15 days civil legal 2020-10-09
3: 2020-09-25 10 days civil legal 2020-10-09
4: 2020-09-24 10 days criminal legal 2020-10-09
4 custody: 2020-09-24 10 days criminal never 2020-10-04
5: 2020-09-20 7 days civil legal 2020-09-27
6: 2020-09-28 7 days civil legal 2020-10-09
7: 2019-04-16 15 days civil legal 2019-05-05
8: 2020-11-30 2 months criminal legal 2021-02-01
8 custody: 2020-11-30 2 months criminal never 2021-01-31
8 civil raw: 2020-11-30 2 months civil never 2021-01-30
8 civil: 2020-11-30 2 months civil legal 2021-02-01
9: 2020-11-30 3 months criminal legal 2021-03-01
9 custody: 2020-11-30 3 months criminal never 2021-02-28
10 civil: 2020-02-29 2 months civil legal 2020-04-29
10 criminal: 2020-02-29 2 months criminal legal 2020-04-30
11 ten days: 2020-04-27 10 days criminal legal 2020-05-07
11 fifteen days: 2020-04-27 15 days criminal legal 2020-05-12
12 twenty days: 2020-04-13 20 days criminal legal 2020-05-06
12 a month and a half: 2020-04-13 3 half_months criminal legal 2020-05-28
13 base: 2020-03-02 6 months civil legal 2020-09-02
15 from the current end: 2020-12-18 6 months civil legal 2021-06-18
17 summary: 2020-07-01 3 months civil legal 2020-10-09
17 ordinary: 2020-07-01 6 months civil legal 2021-01-04
18 summary: 2022-03-01 3 months civil legal 2022-06-01
18 extended: 2022-06-01 1 months civil legal 2022-07-01
18 small claim: 2022-03-01 2 months civil legal 2022-05-05
19 six months: 2020-10-15 6 months civil legal 2021-04-15
19 summary: 2020-10-15 45 days civil legal 2020-11-30
20 served: 2020-05-11 60 days civil legal 2020-07-10
20 defence: 2020-07-10 15 days civil legal 2020-07-27
21 strict, served: 2020-11-02 60 days civil never 2021-01-01
21 strict, appeal: 2021-01-01 15 days civil legal 2021-01-18
21 protective, served: 2020-11-02 60 days civil legal 2021-01-04
21 protective, appeal: 2021-01-04 15 days civil legal 2021-01-19
22 old term: 2020-04-15 2 months criminal legal 2020-06-15
22 restarted, two months: 2020-06-08 2 months criminal never 2020-08-08
22 restarted, three months: 2020-06-08 3 months criminal legal 2020-09-08
23: 2020-08-31 6 months civil legal 2021-03-01
24 notify: 2020-08-03 5 days civil legal 2020-08-10
24 objection: 2020-08-07 7 days civil legal 2020-08-14
24 rule by: 2020-08-14 10 days civil legal 2020-08-24
24 extended: 2020-08-24 15 days civil legal 2020-09-08
25 minimum: 2020-09-01 30 days civil legal 2020-10-09
25 maximum: 2020-09-01 3 months civil legal 2020-12-01
26: 2020-09-05 30 days civil legal 2020-10-09
27: 2020-12-31 2 months civil legal 2021-03-01
28: 2020-02-29 2 years civil legal 2022-02-28
30: 2020-11-12 3 months civil legal 2021-02-18
";

/// A word of the table as the type it stands for.
fn named<T: serde::de::DeserializeOwned>(json: String) -> T {
    serde_json::from_str(&json).unwrap()
}

#[test]
fn d_section_8_worked_examples() {
    let mut checked = 0;
    for line in WORKED.lines().filter(|line| !line.is_empty()) {
        let (example, facts) = line.split_once(": ").unwrap();
        let facts: Vec<&str> = facts.split(' ').collect();
        let [trigger, n, unit, variant, roll, last] = facts.try_into().unwrap();
        let period = named(format!("{{\"{unit}\":{n}}}"));
        let variant = named(format!("\"{variant}\""));
        let roll = named(format!("\"{roll}\""));
        assert_eq!(end(trigger, period, variant, roll, LATEST), last, "example {example}");
        checked += 1;
    }
    assert_eq!(checked, 49);
}

#[test]
fn d_022_examples_1_and_7_with_the_calendar_known_before_the_change() {
    assert_eq!(end("2020-01-15", Days(15), Civil, Legal, day("2020-01-26")), "2020-01-31");
    assert_eq!(end("2020-01-15", Days(15), Civil, Legal, day("2020-01-27")), "2020-02-03");
    assert_eq!(end("2019-04-16", Days(15), Civil, Legal, day("2019-03-21")), "2019-05-02");
    assert_eq!(end("2019-04-16", Days(15), Civil, Legal, day("2019-03-22")), "2019-05-05");
}

#[test]
fn d_031_examples_13_14_and_16_with_days_left_out() {
    let span = |from, to| (day(from), day(to));
    let objection = span("2020-03-20", "2020-05-06");
    let appraisal = span("2020-06-01", "2020-07-15");
    let announcement = span("2020-07-01", "2020-07-31");
    for (example, docketed, segments, days, last) in [
        ("13", "2020-03-02", vec![objection, appraisal], 91, "2020-12-02"),
        ("14", "2020-03-02", vec![objection, appraisal, announcement], 107, "2020-12-18"),
        ("14 turned round", "2020-03-02", vec![announcement, appraisal, objection], 107, "2020-12-18"),
        ("16", "2020-01-10", vec![span("2020-02-03", "2020-04-08")], 65, "2020-09-14"),
        ("20", "2020-05-01", vec![span("2020-05-11", "2020-07-10")], 60, "2020-12-31"),
        ("none", "2020-03-02", vec![], 0, "2020-09-02"),
        ("before docketing", "2020-03-02", vec![span("2020-02-01", "2020-03-01")], 0, "2020-09-02"),
        ("across docketing", "2020-03-02", vec![span("2020-02-01", "2020-03-07")], 5, "2020-09-07"),
        ("turned over", "2020-03-02", vec![span("2020-04-08", "2020-04-03")], 0, "2020-09-02"),
        ("within another", "2020-03-02", vec![objection, span("2020-04-01", "2020-04-09")], 47, "2020-10-19"),
    ] {
        let docketed = day(docketed);
        assert_eq!(excluded_days(&segments, docketed), days, "example {example}");
        let calendar = Calendar::embedded();
        let raw = raw_last_day(docketed, Months(6), Civil, calendar, LATEST);
        let end = roll_day(raw.plus(days), Legal, calendar, LATEST);
        assert_eq!(end.to_string(), last, "example {example}");
    }
}

#[test]
fn d_003_a_month_without_the_day_ends_on_its_last() {
    assert_eq!(end("2020-01-31", Months(1), Civil, Never, LATEST), "2020-02-29");
    assert_eq!(end("2021-01-31", Months(1), Civil, Never, LATEST), "2021-02-28");
    assert_eq!(end("2020-02-29", Years(1), Criminal, Never, LATEST), "2021-02-28");
    assert_eq!(end("2020-02-29", HalfMonths(2), Criminal, Never, LATEST), "2020-03-31");
}

#[test]
fn d_012_reminders_move_to_the_working_day_before() {
    assert_eq!(end("2020-09-18", Days(15), Civil, Early, LATEST), "2020-09-30");
    assert_eq!(end("2020-09-20", Days(7), Civil, Early, LATEST), "2020-09-27");
}

#[test]
fn working_days_skip_the_holiday() {
    assert_eq!(end("2020-09-30", WorkingDays(3), Civil, Legal, LATEST), "2020-10-12");
    assert_eq!(end("2020-09-25", WorkingDays(1), Civil, Never, LATEST), "2020-09-27");
}

#[test]
fn a_period_is_written_with_its_unit() {
    assert_eq!(serde_json::to_string(&HalfMonths(3)).unwrap(), "{\"half_months\":3}");
    assert_eq!(serde_json::from_str::<Period>("{\"months\":6}").unwrap(), Months(6));
}

proptest! {
    #[test]
    fn a_last_day_is_no_rest_day_and_never_too_early(
        trigger in 17_600_i32..20_500,
        n in 0_u16..400,
        as_of in 17_500_i32..21_000,
    ) {
        let (trigger, as_of, calendar) = (Day(trigger), Day(as_of), Calendar::embedded());
        let legal = last_day(trigger, Days(n), Civil, Legal, calendar, as_of);
        prop_assert!(legal >= trigger.plus(i32::from(n)));
        prop_assert!(!calendar.is_rest(legal, as_of));
        let early = last_day(trigger, Days(n), Civil, Early, calendar, as_of);
        prop_assert!(early <= trigger.plus(i32::from(n)) && !calendar.is_rest(early, as_of));
    }

    #[test]
    fn d_004_the_criminal_count_is_never_the_shorter(trigger in 17_600_i32..20_500, n in 1_u16..36) {
        let calendar = Calendar::embedded();
        let at = |variant| raw_last_day(Day(trigger), Months(n), variant, calendar, LATEST);
        prop_assert!(at(Criminal) >= at(Civil));
        prop_assert!(at(Civil).until(at(Criminal)) <= 3);
    }

    #[test]
    fn d_031_the_union_counts_every_day_once(
        segments in prop::collection::vec((18_000_i32..18_300, 0_i32..90), 0..6),
        clip in 18_000_i32..18_300,
    ) {
        let segments: Vec<(Day, Day)> =
            segments.iter().map(|(from, n)| (Day(*from), Day(from + n))).collect();
        let inside = |d: i32| {
            d > clip && segments.iter().any(|(from, to)| d > from.0 && d <= to.0)
        };
        let counted = (18_000..18_500).filter(|d| inside(*d)).count();
        let union = excluded_days(&segments, Day(clip));
        prop_assert_eq!(usize::try_from(union).unwrap(), counted);
        let mut turned = segments.clone();
        turned.reverse();
        prop_assert_eq!(excluded_days(&turned, Day(clip)), union);
        turned.push((Day(18_050), Day(18_060)));
        prop_assert!(excluded_days(&turned, Day(clip)) >= union);
    }
}
