//! Addresses of pages, written and read. Every link on every page is made here or from a filter.

use std::collections::BTreeMap;
use std::fmt::Write;

use law::court::{self, Court};
use law::day::Day;
use law::ids::{CourtId, Stream};

use crate::fault::Fault;
use crate::visible::visible;

/// The court of a code in an address.
pub fn court_of(code: &str) -> Result<&'static Court, Fault> {
    court::by_code(code).ok_or_else(|| Fault::NotFound(format!("没有代字为“{}”的法院", short(code))))
}

/// A whole number in an address.
pub fn position_of(text: &str) -> Result<i64, Fault> {
    text.parse::<i64>()
        .ok()
        .filter(|n| *n > 0)
        .ok_or_else(|| Fault::NotFound(format!("“{}”不是记录的序号", short(text))))
}

/// No more of a reader's text than fits a sentence.
pub fn short(text: &str) -> String {
    let cut: String = text.chars().take(40).collect();
    let mut cut = visible(&cut);
    if text.chars().nth(40).is_some() {
        cut.push('…');
    }
    cut
}

/// A day in a query; none when empty.
pub fn day_of(name: &str, text: Option<&str>) -> Result<Option<Day>, Fault> {
    match text {
        None | Some("") => Ok(None),
        Some(text) => Day::parse(text)
            .map(Some)
            .ok_or_else(|| Fault::unclear(format!("{name}“{}”不是日期", short(text)), "日期请写作 2020-03-02。")),
    }
}

fn code(id: CourtId) -> &'static str {
    court::court(id).map_or("", |court| court.code)
}

/// A case's page.
pub fn case(court: CourtId, stream: Stream) -> String {
    format!("/cases/{}/{}", code(court), stream.0)
}

/// An entry's page.
pub fn entry(court: CourtId, position: i64) -> String {
    format!("/entries/{}/{position}", code(court))
}

/// The list of the entries of a kind, of those that were broadcast if so asked, in a court and between two days.
pub fn entries_of((kind, broadcast): (&str, bool), court: &str, (from, to): (&str, &str)) -> String {
    let broadcast = if broadcast { "1" } else { "" };
    query("/entries", [("kind", kind), ("court", court), ("from", from), ("to", to), ("broadcast", broadcast)])
}

/// Writes a query from its pairs, leaving out empty values.
pub fn query<'a>(path: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = path.to_owned();
    let mut sign = '?';
    for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
        out.push(sign);
        sign = '&';
        out.push_str(name);
        out.push('=');
        for byte in value.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b',' | b':' => {
                    out.push(char::from(byte));
                }
                _ => {
                    let _ = write!(out, "%{byte:02X}");
                }
            }
        }
    }
    out
}

/// The pairs of a query with some replaced; a page of a list is its filter and a key.
pub fn with(path: &str, pairs: &BTreeMap<String, String>, replaced: &[(&str, &str)]) -> String {
    let kept = pairs
        .iter()
        .filter(|(name, _)| !replaced.iter().any(|(other, _)| other == name))
        .map(|(name, value)| (name.as_str(), value.as_str()));
    query(path, kept.chain(replaced.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_leave_out_what_is_empty_and_escape_the_rest() {
        assert_eq!(query("/cases", []), "/cases");
        assert_eq!(
            query("/cases", [("court", "辽01"), ("word", ""), ("x", "a&b")]),
            "/cases?court=%E8%BE%BD01&x=a%26b"
        );
        let pairs = BTreeMap::from([("a".to_owned(), "1".to_owned()), ("after".to_owned(), "2.3".to_owned())]);
        assert_eq!(with("/cases", &pairs, &[("after", "4.5")]), "/cases?a=1&after=4.5");
        assert_eq!(with("/cases", &pairs, &[("after", "")]), "/cases?a=1");
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        assert_eq!(court_of("辽0102").unwrap().name, "沈阳市和平区人民法院");
        assert!(matches!(court_of("京01"), Err(Fault::NotFound(_))));
        assert!(position_of("0").is_err() && position_of("x").is_err());
        assert_eq!(position_of("7"), Ok(7));
        assert_eq!(day_of("日期", Some("")), Ok(None));
        assert!(day_of("日期", Some("2020-02-30")).is_err());
        assert_eq!(short(&"长".repeat(50)).chars().count(), 41);
    }

    #[test]
    fn links_carry_the_court_code() {
        assert_eq!(case(CourtId(3), Stream(9)), "/cases/辽0102/9");
        assert_eq!(entry(CourtId(3), 12), "/entries/辽0102/12");
    }
}
