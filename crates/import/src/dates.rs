//! Days as tables write them: text in four writings, and serials of a spreadsheet.

use law::day::Day;
use sheet::read::Found;

/// Day 0 of a spreadsheet that counts from 1900, once past its 29 February 1900: 1899-12-30.
const FROM_1900: i32 = -25_569;
/// Day 0 of one that counts from 1904: 1904-01-01.
const FROM_1904: i32 = -24_107;
/// The first day that may be meant: the year before the numbers of this form.
const FIRST_YEAR: i16 = 2015;

/// Reads a day; none when it is none, or lies before the numbers of this form.
pub fn day(found: &Found, from_1904: bool) -> Option<Day> {
    let day = match found {
        Found::Text(text) => written(text),
        Found::Number(serial) => counted(*serial, from_1904),
        Found::Formula | Found::Error => None,
    };
    day.filter(|day| day.year() >= FIRST_YEAR)
}

/// `2020-03-02`, `2020/3/2`, `2020.3.2`, `2020年3月2日`, `20200302`, each also with a time of midnight.
pub fn written(text: &str) -> Option<Day> {
    let text = text.trim();
    let text = ["00:00:00", "0:00:00", "00:00", "0:00"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
    let text = text.trim_end().trim_end_matches('T');
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return made(text.get(..4)?, text.get(4..6)?, text.get(6..)?);
    }
    let mut parts = text.split(['-', '/', '.', '年', '月']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let day = day.strip_suffix('日').or_else(|| day.strip_suffix('号')).unwrap_or(day);
    if parts.next().is_some() || year.trim().len() != 4 {
        return None;
    }
    made(year, month, day)
}

fn made(year: &str, month: &str, day: &str) -> Option<Day> {
    Day::new(year.trim().parse().ok()?, month.trim().parse().ok()?, day.trim().parse().ok()?)
}

fn counted(serial: f64, from_1904: bool) -> Option<Day> {
    if serial.fract() != 0.0 || !(1.0..=2_958_465.0).contains(&serial) {
        return None;
    }
    let serial: i32 = format!("{serial}").parse().ok()?;
    Some(Day(serial + if from_1904 { FROM_1904 } else { FROM_1900 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_every_writing() {
        let wanted = Day::new(2020, 3, 2);
        for text in [
            "2020-03-02",
            "2020-3-2",
            "2020/3/2",
            "2020.03.02",
            "2020年3月2日",
            " 2020 年 03 月 02 日 ",
            "20200302",
            "2020-03-02 00:00:00",
            "2020/3/2 0:00",
            "2020-03-02T00:00:00",
        ] {
            assert_eq!(written(text), wanted, "{text}");
        }
        for text in ["", "2020", "2020-3", "2020-13-01", "2020-02-30", "20-3-2", "03/02/2020", "2020-3-2-1", "三月二日"]
        {
            assert_eq!(written(text), None, "{text}");
        }
    }

    #[test]
    fn a_serial_counts_from_1900_or_1904() {
        let wanted = Day::new(2020, 3, 2);
        assert_eq!(day(&Found::Number(43_892.0), false), wanted);
        assert_eq!(day(&Found::Number(42_430.0), true), wanted);
        for serial in [43_892.5, -1.0, 0.0, 60.0, 3e6, f64::NAN, f64::INFINITY] {
            assert_eq!(day(&Found::Number(serial), false), None, "{serial}");
        }
        assert_eq!(day(&Found::Text("1999-01-01".to_owned()), false), None, "before the numbers of this form");
        assert_eq!(day(&Found::Formula, false), None);
    }
}
