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

    /// Year, court, word and serial in one line; `-` for what was not given.
    fn told(text: &str) -> Option<String> {
        let or = |part: Option<String>| part.unwrap_or_else(|| "-".to_owned());
        Partial::read(text).map(|of| {
            let (year, serial) = (of.year.map(|n| n.to_string()), of.serial.map(|n| n.to_string()));
            let (court, word) =
                (of.court.map(|court| court.code.to_owned()), of.word.map(|word| word.as_str().to_owned()));
            [year, court, word, serial].map(or).join(" ")
        })
    }

    #[test]
    fn parts_are_read_in_any_writing() {
        for (text, read) in [
            ("辽0102民初1234", "- 辽0102 民初 1234"),
            ("民初1234号", "- - 民初 1234"),
            ("2020 辽01 民终", "2020 辽01 民终 -"),
            ("（２０２０）辽０１０２民初　１２号", "2020 辽0102 民初 12"),
            ("1234号", "- - - 1234"),
            ("2020号", "- - - 2020"),
            ("2020", "- - - 2020"),
            ("辽民终5", "- 辽 民终 5"),
            ("2020年民初字第7号", "2020 - 民初 7"),
        ] {
            assert_eq!(told(text).as_deref(), Some(read), "{text}");
        }
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
