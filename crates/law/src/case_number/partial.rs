//! Part of a case number, as people remember it: `辽0102民初1234`, `民初1234号`, `2020 辽01 民终`, `1234号`.

use super::parse::search_key;
use crate::case_number::Word;
use crate::court::{Court, by_code};

/// What of a number was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Partial {
    /// Year of acceptance.
    pub year: Option<u16>,
    /// Court.
    pub court: Option<&'static Court>,
    /// Type word.
    pub word: Option<Word>,
    /// Serial.
    pub serial: Option<u32>,
}

impl Partial {
    /// Reads a part of a number in any writing; none for other text, for a year alone and for a court alone.
    pub fn read(text: &str) -> Option<Partial> {
        let plain = search_key(text);
        let (year, rest) = year_of(&plain);
        let (court, rest) = court_of(rest)?;
        let (word, rest) = word_of(rest)?;
        let serial = if rest.is_empty() { None } else { Some(serial_of(rest)?) };
        let given = Partial { year, court, word, serial };
        (word.is_some() || serial.is_some()).then_some(given)
    }
}

/// Four digits that begin a number and are followed by none.
fn year_of(text: &str) -> (Option<u16>, &str) {
    let Some((first, rest)) = text.split_at_checked(4) else { return (None, text) };
    let year = first.parse().ok().filter(|year| (1949..=2999).contains(year));
    if rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit()) {
        return (None, text);
    }
    year.map_or((None, text), |year| (Some(year), rest.strip_prefix('年').unwrap_or(rest)))
}

/// The longest code of a court at the beginning; no reading when a code of no court stands there.
fn court_of(text: &str) -> Option<(Option<&'static Court>, &str)> {
    let Some(after) = text.strip_prefix('辽') else { return Some((None, text)) };
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let end = '辽'.len_utf8() + digits;
    let (code, rest) = text.split_at_checked(end)?;
    by_code(code).map(|court| (Some(court), rest))
}

/// The word before the serial.
fn word_of(text: &str) -> Option<(Option<Word>, &str)> {
    let end = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    // people say 第 before a serial and 字 after a word, which a number has not
    let word = word.trim_end_matches(['第', '字']);
    if word.is_empty() { Some((None, rest)) } else { Word::parse(word).map(|word| (Some(word), rest)) }
}

fn serial_of(text: &str) -> Option<u32> {
    let plain = text.len() <= 7 && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok().filter(|serial| *serial > 0) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<(Option<u16>, Option<&'static str>, Option<&'static str>, Option<u32>)> {
        Partial::read(text).map(|of| (of.year, of.court.map(|court| court.code), of.word.map(Word::as_str), of.serial))
    }

    #[test]
    fn parts_are_read_in_any_writing() {
        assert_eq!(told("辽0102民初1234"), Some((None, Some("辽0102"), Some("民初"), Some(1234))));
        assert_eq!(told("民初1234号"), Some((None, None, Some("民初"), Some(1234))));
        assert_eq!(told("2020 辽01 民终"), Some((Some(2020), Some("辽01"), Some("民终"), None)));
        assert_eq!(
            told("（２０２０）辽０１０２民初　１２号"),
            Some((Some(2020), Some("辽0102"), Some("民初"), Some(12)))
        );
        assert_eq!(told("1234号"), Some((None, None, None, Some(1234))));
        assert_eq!(told("2020号"), Some((None, None, None, Some(2020))));
        assert_eq!(told("2020"), Some((None, None, None, Some(2020))), "a serial, as nothing follows");
        assert_eq!(told("辽民终5"), Some((None, Some("辽"), Some("民终"), Some(5))));
        assert_eq!(told("2020年民初第7号"), Some((Some(2020), None, Some("民初"), Some(7))));
    }

    #[test]
    fn what_is_no_part_of_a_number_is_left_alone() {
        for text in [
            "",
            "辽0102",
            "沈河",
            "结案率",
            "辽9999民初1号",
            "民初一号",
            "民初0号",
            "民初12345678号",
            "2020年",
            "辽",
            "<b>",
            "号",
            "京01民初1",
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
