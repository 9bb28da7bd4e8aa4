//! How numbers, rates, days and moments are written on pages. No page writes them in any other way.

use law::day::{Day, Moment};

/// A count with thousands separators: `1,103,629`.
pub fn count(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        text.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A rate in hundredths of a per cent, half up (indicators I-010); none when there is nothing to divide by (I-013).
pub fn rate_bp(numerator: i64, denominator: i64) -> Option<i64> {
    if denominator <= 0 {
        return None;
    }
    let twice = numerator.checked_mul(20_000)?.checked_add(denominator)?;
    twice.checked_div_euclid(denominator.checked_mul(2)?)
}

/// A rate: `94.79%`; `—` when there is none.
pub fn percent(bp: Option<i64>) -> String {
    match bp {
        None => "—".to_owned(),
        Some(bp) => {
            let sign = if bp < 0 { "-" } else { "" };
            format!("{sign}{}.{:02}%", bp.unsigned_abs() / 100, bp.unsigned_abs() % 100)
        }
    }
}

/// A change of a rate: `↑1.31 个百分点` (indicators I-012).
pub fn points(bp: i64) -> String {
    let arrow = match bp {
        0 => return "与上年持平".to_owned(),
        1.. => "↑",
        _ => "↓",
    };
    format!("{arrow}{}.{:02} 个百分点", bp.unsigned_abs() / 100, bp.unsigned_abs() % 100)
}

/// A day in running text: `2020年3月2日`.
pub fn day_text(day: Day) -> String {
    let date = day.date();
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// A moment in running text, in court local time: `2020年3月2日 09:30`.
pub fn moment_text(at: Moment) -> String {
    let minute = at.minute();
    format!("{} {:02}:{:02}", day_text(at.day()), minute / 60, minute % 60)
}

/// A moment in a table, in court local time: `2020-03-02 09:30`.
pub fn moment(at: Moment) -> String {
    let minute = at.minute();
    format!("{} {:02}:{:02}", at.day(), minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_parted_by_thousands() {
        for (n, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_103_629, "1,103,629"), (-12_345, "-12,345")] {
            assert_eq!(count(n), text);
        }
    }

    #[test]
    fn i_010_rates_round_half_up() {
        for (numerator, denominator, text) in [
            (1_456, 3_881, "37.52%"),
            (10, 44, "22.73%"),
            (78, 139, "56.12%"),
            (1_046_137, 1_103_629, "94.79%"),
            (0, 5, "0.00%"),
            (5, 5, "100.00%"),
        ] {
            assert_eq!(percent(rate_bp(numerator, denominator)), text);
        }
        assert_eq!(percent(rate_bp(0, 0)), "—");
        assert_eq!(rate_bp(i64::MAX, 1), None);
    }

    #[test]
    fn i_012_changes_are_points() {
        assert_eq!(points(131), "↑1.31 个百分点");
        assert_eq!(points(-5), "↓0.05 个百分点");
        assert_eq!(points(0), "与上年持平");
    }

    #[test]
    fn days_and_moments_are_local() {
        let day = Day::new(2020, 3, 2).unwrap();
        assert_eq!(day_text(day), "2020年3月2日");
        assert_eq!(moment(day.at_minute(9 * 60 + 5)), "2020-03-02 09:05");
        assert_eq!(moment_text(day.at_minute(9 * 60 + 5)), "2020年3月2日 09:05");
    }
}
