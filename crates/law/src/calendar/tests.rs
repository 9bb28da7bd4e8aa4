//! The embedded calendar against the figures of its sources, and broken calendars.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn latest(text: &str) -> DayKind {
    Calendar::embedded().kind(day(text), Calendar::LATEST)
}

#[test]
fn d_020_the_years_have_their_working_days() {
    let calendar = Calendar::embedded();
    let worked = |year: i16| {
        let from = Day::new(year - 1, 12, 31).unwrap();
        let to = Day::new(year, 12, 31).unwrap();
        calendar.working_days_between(from, to, Calendar::LATEST)
    };
    let years: Vec<i32> = (2019..=2026).map(worked).collect();
    assert_eq!(years, [250, 249, 250, 249, 249, 251, 248, 248]);
}

#[test]
fn d_020_single_days() {
    for (text, kind) in [
        ("2018-12-29", DayKind::MakeUp),
        ("2018-12-31", DayKind::Swapped),
        ("2020-01-31", DayKind::Swapped),
        ("2020-02-01", DayKind::Weekend),
        ("2020-02-03", DayKind::Work),
        ("2020-06-28", DayKind::MakeUp),
        ("2020-09-27", DayKind::MakeUp),
        ("2020-10-01", DayKind::Statutory),
        ("2020-10-08", DayKind::Swapped),
        ("2021-02-20", DayKind::MakeUp),
        ("2021-02-12", DayKind::Statutory),
        ("2026-02-23", DayKind::Swapped),
        ("2026-01-04", DayKind::MakeUp),
    ] {
        assert_eq!(latest(text), kind, "{text}");
    }
}

#[test]
fn d_022_the_calendar_has_editions() {
    let calendar = Calendar::embedded();
    let rest = |text, as_of| calendar.is_rest(day(text), day(as_of));
    assert!(!rest("2020-01-31", "2020-01-26") && rest("2020-01-31", "2020-01-27"));
    assert!(!rest("2020-02-01", "2020-01-26") && rest("2020-02-01", "2020-01-27"));
    assert!(!rest("2019-05-02", "2019-03-21") && rest("2019-05-02", "2019-03-22"));
    assert!(rest("2019-05-05", "2019-03-21") && !rest("2019-05-05", "2019-03-22"));
    // Before the yearly notice only weekends and the fixed holidays are known.
    assert!(rest("2021-01-01", "2020-06-01") && !rest("2021-02-15", "2020-06-01"));
}

#[test]
fn every_make_up_day_is_a_weekend_day_and_every_notice_is_read() {
    let calendar = Calendar::embedded();
    assert_eq!(calendar.notices().len(), 10);
    for notice in calendar.notices() {
        for holiday in &notice.holidays {
            for worked in &holiday.work {
                assert_eq!(plain(*worked), DayKind::Weekend, "{worked}");
                assert!(!calendar.is_rest(*worked, notice.published), "{worked}");
            }
            assert!(calendar.is_rest(holiday.first, notice.published), "{}", holiday.name);
            assert!(calendar.is_rest(holiday.last, notice.published), "{}", holiday.name);
        }
    }
    let sure = |sure| calendar.notices().iter().filter(|one| one.sure == sure).count();
    assert_eq!((sure(Sure::Verified), sure(Sure::Memory)), (10, 0));
}

#[test]
fn the_next_and_the_previous_working_day() {
    let calendar = Calendar::embedded();
    let next = |text| calendar.next_working_day(day(text), Calendar::LATEST).to_string();
    let previous = |text| calendar.previous_working_day(day(text), Calendar::LATEST).to_string();
    assert_eq!(next("2020-10-03"), "2020-10-09");
    assert_eq!(next("2020-10-09"), "2020-10-09");
    assert_eq!(previous("2020-10-03"), "2020-09-30");
    assert_eq!(previous("2020-09-27"), "2020-09-27");
    let third = calendar.add_working_days(day("2020-09-30"), 3, Calendar::LATEST);
    assert_eq!(third.to_string(), "2020-10-12");
}

#[test]
fn a_broken_calendar_is_refused_with_the_day() {
    let refused = |holiday: &str| {
        let text =
            format!("[[notice]]\npublished = \"2019-12-01\"\ntitle = \"t\"\nsure = \"memory\"\nholidays = [{holiday}]");
        Calendar::parse(&text).err().unwrap()
    };
    let monday =
        "{year=2020, name=\"a\", first=\"2020-06-25\", last=\"2020-06-25\", work=[\"2020-06-29\"], statutory=[]}";
    assert!(refused(monday).contains("2020-06-29 is a make-up day but no Saturday"));
    let both =
        "{year=2020, name=\"a\", first=\"2020-06-25\", last=\"2020-06-28\", work=[\"2020-06-28\"], statutory=[]}";
    assert!(refused(both).contains("2020-06-28 is both off and worked"));
    let other = "{year=2020, name=\"a\", first=\"2020-06-27\", last=\"2020-06-28\", work=[], statutory=[\"2020-06-27\"]}, {year=2020, name=\"b\", first=\"2020-07-01\", last=\"2020-07-01\", work=[\"2020-06-27\"], statutory=[]}";
    assert!(refused(other).contains("2020-06-27 is both off and worked"));
    let outside =
        "{year=2020, name=\"a\", first=\"2020-06-25\", last=\"2020-06-25\", work=[], statutory=[\"2020-06-26\"]}";
    assert!(refused(outside).contains("2020-06-26 is not among"));
    let backwards = "{year=2020, name=\"a\", first=\"2020-06-25\", last=\"2020-06-24\", work=[], statutory=[]}";
    assert!(refused(backwards).contains("is no end"));
    let far = "{year=2099, name=\"a\", first=\"2099-06-25\", last=\"2099-06-25\", work=[], statutory=[]}";
    assert!(refused(far).contains("out of range"));
    assert!(Calendar::parse("notice = 3").is_err());
}

#[test]
fn out_of_range_only_weekends_are_known() {
    assert_eq!(FIRST, day("2018-01-01"));
    assert_eq!(FIRST.plus(DAYS - 1), day("2030-12-31"));
    assert_eq!(latest("2017-05-01"), DayKind::Work);
    assert_eq!(latest("2031-01-04"), DayKind::Weekend);
    let calendar = Calendar::embedded();
    let span = |from, to| calendar.working_days_between(day(from), day(to), Calendar::LATEST);
    assert_eq!(span("2017-01-01", "2017-01-08"), 5);
    assert_eq!(span("2031-01-05", "2031-01-12"), 5);
}

proptest! {
    #[test]
    fn counting_agrees_with_walking(from in 17_000_i32..23_000, length in 0_i32..400, as_of in 17_500_i32..21_000) {
        let calendar = Calendar::embedded();
        let (from, as_of) = (Day(from), Day(as_of));
        let walked = (1..=length).filter(|n| !calendar.is_rest(from.plus(*n), as_of)).count();
        let counted = calendar.working_days_between(from, from.plus(length), as_of);
        prop_assert_eq!(usize::try_from(counted).unwrap(), walked);
    }
}
