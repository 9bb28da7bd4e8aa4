//! Working minutes (工作时间): how long a request has waited, and when its time is over, not counting nights, lunch and
//! days off. The hours are data (`data/office_hours.toml`).

use std::sync::LazyLock;

use serde::Deserialize;

use crate::calendar::Calendar;
use crate::data;
use crate::day::{Day, Moment};

/// Minutes of a day.
const DAY: i64 = 1_440;
/// Days looked ahead for the end of a time: longer than any run of days off.
const AHEAD: i32 = 60;

/// The hours of the registry, and how soon it answers another court.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// When it is open, in minutes after midnight, in order.
    pub open: Vec<(i64, i64)>,
    /// Working minutes after which both courts are reminded (services S-020).
    pub remind: i64,
    /// Working minutes in which another court's filing is answered (services S-020).
    pub answer: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    open: Vec<(String, String)>,
    remind_minutes: i64,
    answer_minutes: i64,
}

static HOURS: LazyLock<Hours> =
    LazyLock::new(|| data::sound("office_hours.toml", load(include_str!("../../../data/office_hours.toml"))));

fn load(text: &str) -> Result<Hours, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut open = Vec::new();
    let mut last = 0;
    for (from, to) in &file.open {
        let span = minute(from).zip(minute(to)).filter(|(from, to)| last <= *from && from < to);
        let (from, to) = span.ok_or_else(|| format!("{from}–{to} are no hours after {last} minutes"))?;
        open.push((from, to));
        last = to;
    }
    let sound = !open.is_empty() && 0 < file.remind_minutes && file.remind_minutes < file.answer_minutes;
    let hours = Hours { open, remind: file.remind_minutes, answer: file.answer_minutes };
    sound.then_some(hours).ok_or_else(|| "no hours, or reminded later than answered".to_owned())
}

/// `08:30` in minutes after midnight.
fn minute(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    ((0..=24).contains(&hour) && (0..60).contains(&minute) && hour * 60 + minute <= DAY).then_some(hour * 60 + minute)
}

/// The hours of the registry.
pub fn hours() -> &'static Hours {
    &HOURS
}

/// Working minutes from one moment to another, by the calendar as it is known on the later day; 0 when they do not follow
/// each other.
pub fn minutes_between(from: Moment, to: Moment, calendar: &Calendar) -> i64 {
    let (first, last) = (from.day(), to.day());
    let mut all = 0;
    let mut day = first;
    while day <= last {
        if !calendar.kind(day, last).is_rest() {
            let begin = if day == first { from.minute() } else { 0 };
            let end = if day == last { to.minute() } else { DAY };
            all += hours().open.iter().map(|(open, close)| (end.min(*close) - begin.max(*open)).max(0)).sum::<i64>();
        }
        day = day.plus(1);
    }
    all
}

/// The moment at which so many working minutes after another are over, by the calendar as it is known on that other day.
pub fn over_at(from: Moment, minutes: i64, calendar: &Calendar) -> Moment {
    let first = from.day();
    let mut left = minutes;
    let mut day: Day = first;
    while first.until(day) < AHEAD {
        if !calendar.kind(day, first).is_rest() {
            let begin = if day == first { from.minute() } else { 0 };
            for (open, close) in &hours().open {
                let from = begin.max(*open);
                let room = (*close - from).max(0);
                if room >= left && room > 0 {
                    return day.at_minute(from + left);
                }
                left -= room;
            }
        }
        day = day.plus(1);
    }
    day.at_minute(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str, minute: i64) -> Moment {
        Day::parse(day).unwrap().at_minute(minute)
    }

    #[test]
    fn s_020_nights_lunch_and_days_off_do_not_count() {
        let between = |from, to| minutes_between(from, to, Calendar::embedded());
        assert_eq!(between(at("2020-03-02", 600), at("2020-03-02", 630)), 30);
        assert_eq!(between(at("2020-03-02", 680), at("2020-03-02", 790)), 20, "over lunch");
        assert_eq!(between(at("2020-03-06", 1010), at("2020-03-09", 520)), 20, "over a weekend");
        assert_eq!(between(at("2020-09-30", 1020), at("2020-10-09", 511)), 1, "over the national holiday");
        assert_eq!(between(at("2020-03-02", 0), at("2020-03-02", 1439)), 420);
        assert_eq!(between(at("2020-03-03", 600), at("2020-03-02", 600)), 0);
    }

    #[test]
    fn s_020_thirty_minutes_from_ten_to_five_end_at_ten_to_nine() {
        let over = |from| over_at(from, hours().answer, Calendar::embedded());
        assert_eq!(over(at("2020-03-02", 1010)), at("2020-03-03", 530), "services §15 example 6");
        assert_eq!(over(at("2020-03-06", 1010)), at("2020-03-09", 530), "over a weekend");
        assert_eq!(over(at("2020-09-30", 1010)), at("2020-10-09", 530), "over the national holiday");
        assert_eq!(over(at("2020-03-02", 600)), at("2020-03-02", 630));
        assert_eq!(over(at("2020-03-02", 680)), at("2020-03-02", 800), "over lunch");
        assert_eq!(over(at("2020-03-02", 660)), at("2020-03-02", 690), "to the minute of lunch");
        assert_eq!(over(at("2020-03-07", 600)), at("2020-03-09", 540), "asked on a Saturday");
        for minutes in [1, 29, 30, 500] {
            let from = at("2020-03-06", 1000);
            let end = over_at(from, minutes, Calendar::embedded());
            assert_eq!(minutes_between(from, end, Calendar::embedded()), minutes);
        }
    }

    #[test]
    fn hours_that_are_none_are_refused() {
        let file = |open: &str, remind: i64| format!("open = {open}\nremind_minutes = {remind}\nanswer_minutes = 30");
        assert!(load(&file(r#"[["08:30", "11:30"]]"#, 20)).is_ok());
        for bad in [
            r#"[]"#,
            r#"[["11:30", "08:30"]]"#,
            r#"[["08:30", "25:00"]]"#,
            r#"[["9:00", "12:00"], ["11:00", "13:00"]]"#,
        ] {
            assert!(load(&file(bad, 20)).is_err(), "{bad}");
        }
        assert!(load(&file(r#"[["08:30", "11:30"]]"#, 30)).is_err());
    }
}
