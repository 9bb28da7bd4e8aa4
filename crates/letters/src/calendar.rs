//! Days for a calendar (RFC 5545): lines folded at 75 octets, text escaped, and the same UID for the same day however often
//! it is fetched, so that a calendar replaces what it has.

use jiff::Timestamp;
use law::day::{Day, Moment};

use crate::letter::Letter;
use crate::words::Words;

/// Octets of a line at most, without its end (RFC 5545 §3.1).
const LONGEST: usize = 75;

/// A day something is to be done by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What makes it the same entry: the letter's entry in the log.
    pub uid: String,
    /// When it was told.
    pub told_at: Moment,
    /// The day.
    pub day: Day,
    /// What it is.
    pub summary: String,
    /// More of it.
    pub more: String,
    /// Where to read on.
    pub address: String,
}

impl Entry {
    /// The day of a letter; none when it has none.
    pub fn of(letter: &Letter, words: &Words, base: &str, host: &str) -> Option<Entry> {
        let (day, what) = words.by?;
        Some(Entry {
            uid: format!("{}-{}@{host}", letter.key.court.0, letter.key.position),
            told_at: letter.told_at,
            day,
            summary: format!("{what}：{}（{}）", words.title, words.cause),
            more: format!("{}\n{}\n{}\n依据：{}", words.court, words.what, words.todo, words.basis),
            address: crate::text::address(base, letter),
        })
    }
}

/// A calendar of days.
pub fn calendar(days: &[Entry]) -> String {
    let mut out = String::new();
    for text in
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Mingjing//Letters//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    {
        put(&mut out, text);
    }
    for day in days {
        put(&mut out, "BEGIN:VEVENT");
        put(&mut out, &format!("UID:{}", escaped(&day.uid)));
        put(&mut out, &format!("DTSTAMP:{}", stamp(day.told_at)));
        put(&mut out, &format!("DTSTART;VALUE=DATE:{}", date(day.day)));
        put(&mut out, &format!("DTEND;VALUE=DATE:{}", date(day.day.plus(1))));
        put(&mut out, &format!("SUMMARY:{}", escaped(&day.summary)));
        put(&mut out, &format!("DESCRIPTION:{}", escaped(&day.more)));
        put(&mut out, &format!("URL:{}", day.address));
        put(&mut out, "TRANSP:TRANSPARENT");
        for text in ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P1D"] {
            put(&mut out, text);
        }
        put(&mut out, &format!("DESCRIPTION:{}", escaped(&day.summary)));
        put(&mut out, "END:VALARM");
        put(&mut out, "END:VEVENT");
    }
    put(&mut out, "END:VCALENDAR");
    out
}

/// `20200302`.
fn date(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// `20200302T013000Z`.
fn stamp(at: Moment) -> String {
    let at = Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH);
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Text as a value of the type TEXT (§3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line, folded where it is too long and never within a character.
fn put(out: &mut String, line: &str) {
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > LONGEST {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(c);
        octets += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            uid: "3-7@court.example".to_owned(),
            told_at: Day::parse("2020-03-02").unwrap().at_minute(9 * 60 + 30),
            day: Day::parse("2020-12-31").unwrap(),
            summary: "补正的最后一天：需要补正材料（买卖合同纠纷），甲;乙,丙\\丁".to_owned(),
            more: "第一行\n第二行\r\nBEGIN:VEVENT".repeat(9),
            address: "https://court.example/me/inbox/%E8%BE%BD0102/7".to_owned(),
        }
    }

    #[test]
    fn lines_are_folded_within_75_octets_and_unfold_to_what_was_meant() {
        let text = calendar(&[entry()]);
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        for line in text.split("\r\n") {
            assert!(line.len() <= LONGEST, "{} octets: {line}", line.len());
            assert!(!line.contains('\n') && !line.contains('\r'));
        }
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains("甲\\;乙\\,丙\\\\丁\r\n"), "{unfolded}");
        assert!(unfolded.contains("第一行\\n第二行\\nBEGIN:VEVENT第一行"));
        assert_eq!(unfolded.matches("\r\nBEGIN:VEVENT").count(), 1, "what is quoted begins nothing");
    }

    #[test]
    fn a_day_is_a_day_in_every_zone_and_its_uid_stays() {
        let text = calendar(&[entry()]);
        for line in [
            "DTSTART;VALUE=DATE:20201231",
            "DTEND;VALUE=DATE:20210101",
            "DTSTAMP:20200302T013000Z",
            "UID:3-7@court.example",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line}");
        }
        assert_eq!(text, calendar(&[entry()]));
        assert!(!calendar(&[]).contains("VEVENT"));
    }
}
