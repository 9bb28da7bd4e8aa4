//! Reads case numbers as people and other systems write them.
//!
//! A type word always ends where the serial's digits begin, so the whole run of characters
//! before the serial must be one word: 执恢8 cannot be taken for 执, nor 行审复3 for 行审
//! (case-numbers CN-020). Nothing is guessed: a misprint is an error that says where.

use super::fault::{Fault, Foreign, NumberError};
use super::{CaseNumber, CourtCode, FIRST_SPECIAL_YEAR, FIRST_YEAR, Legacy, Reference, Suffix, Word};
use crate::court;

const PROVINCES: &str = "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新兵军";
const SPECIALS: [char; 2] = ['知', '商'];
const HOME: char = '辽';

/// What a text turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed {
    /// A case of this province.
    Case(CaseNumber),
    /// A case of another province or of the Supreme People's Court.
    Elsewhere(Reference),
    /// A number of the form used before 2016.
    Legacy(Legacy),
}

impl Parsed {
    /// The number, when it is of this province.
    pub fn case(&self) -> Option<CaseNumber> {
        match self {
            Parsed::Case(number) => Some(*number),
            Parsed::Elsewhere(_) | Parsed::Legacy(_) => None,
        }
    }
}

impl std::fmt::Display for Parsed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Parsed::Case(number) => number.fmt(f),
            Parsed::Elsewhere(reference) => reference.fmt(f),
            Parsed::Legacy(legacy) => legacy.fmt(f),
        }
    }
}

/// What was put right while importing a number from another system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Repairs {
    /// Zeros before the serial were dropped.
    pub leading_zero: bool,
    /// A special code stands in a year before 2019.
    pub special_before_2019: bool,
}

/// A number taken over from another system, and what had to be put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The number.
    pub parsed: Parsed,
    /// What was put right.
    pub repairs: Repairs,
}

/// Reads a case number. Half-width brackets, 〔〕, [] and blanks are accepted.
pub fn parse(text: &str) -> Result<Parsed, NumberError> {
    Reader::new(text, false).number().map(|(parsed, _)| parsed)
}

/// Reads a case number from another system: what is merely untidy is put right and reported.
pub fn import(text: &str) -> Result<Imported, NumberError> {
    Reader::new(text, true).number().map(|(parsed, repairs)| Imported { parsed, repairs })
}

/// The text as it is looked up: no blanks, no brackets, no closing 号 (case-numbers CN-065).
pub fn search_key(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !"（）()〔〕[]【】".contains(*c);
    let mut key: String = text.chars().filter(kept).map(half_width).collect();
    if key.ends_with('号') {
        key.pop();
    }
    key
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => {
            u32::from(c).checked_sub(u32::from('０')).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c)
        }
        '－' | '—' | '–' => '-',
        other => other,
    }
}

struct Reader {
    /// Characters without blanks, each with its place in the text as given.
    chars: Vec<(usize, char)>,
    next: usize,
    length: usize,
    lenient: bool,
    repairs: Repairs,
}

type Read<T> = Result<T, NumberError>;

impl Reader {
    fn new(text: &str, lenient: bool) -> Reader {
        let chars: Vec<(usize, char)> =
            text.chars().enumerate().filter(|(_, c)| !c.is_whitespace()).map(|(at, c)| (at, half_width(c))).collect();
        let length = text.chars().count();
        Reader { chars, next: 0, length, lenient, repairs: Repairs::default() }
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.next).map(|(_, c)| *c)
    }

    fn at(&self) -> usize {
        self.place(self.next)
    }

    fn place(&self, index: usize) -> usize {
        self.chars.get(index).map_or(self.length, |(at, _)| *at)
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.next += 1;
        }
        found
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> String {
        let mut run = String::new();
        while let Some(c) = self.peek().filter(|c| keep(*c)) {
            run.push(c);
            self.next += 1;
        }
        run
    }

    fn digits(&mut self) -> String {
        self.take_while(|c| c.is_ascii_digit())
    }

    fn fail<T>(at: usize, fault: Fault) -> Read<T> {
        Err(NumberError { fault, at })
    }

    fn number(mut self) -> Read<(Parsed, Repairs)> {
        let year_at = self.at() + 1;
        let year = self.year()?;
        let rest: String = self.chars.iter().skip(self.next).map(|(_, c)| *c).collect();
        if let Some(kind) = foreign(&rest) {
            return Self::fail(self.at(), Fault::NotACase(kind));
        }
        if rest.contains('字') {
            let legacy = self.legacy(year)?;
            return Ok((Parsed::Legacy(legacy), self.repairs));
        }
        if year < FIRST_YEAR {
            return Self::fail(year_at, Fault::YearBefore2016ForModernForm(year));
        }
        let court_at = self.at();
        let court = self.court()?;
        let special = self.special(year)?;
        let word = self.word(year)?;
        let serial = self.serial(word)?;
        let suffix = self.ending()?;
        let reference = Reference { year, court, special, word, serial, suffix };
        let parsed = home(reference, court_at)?;
        Ok((parsed, self.repairs))
    }

    fn year(&mut self) -> Read<u16> {
        let close: &[char] = match self.peek() {
            Some('（' | '(') => &['）', ')'],
            Some('〔') => &['〕'],
            Some('[') => &[']'],
            _ => return Self::fail(self.at(), Fault::BadBrackets),
        };
        self.next += 1;
        let at = self.at();
        let digits = self.digits();
        let year: u16 = digits.parse().unwrap_or(0);
        if digits.len() != 4 || !(1949..=2099).contains(&year) {
            return Self::fail(at, Fault::BadYear);
        }
        if !self.peek().is_some_and(|c| close.contains(&c)) {
            return Self::fail(self.at(), Fault::BadBrackets);
        }
        self.next += 1;
        Ok(year)
    }

    fn court(&mut self) -> Read<CourtCode> {
        let at = self.at();
        if self.chars.iter().skip(self.next).map(|(_, c)| *c).take(3).eq("最高法".chars()) {
            self.next += 3;
            return Ok(CourtCode::Supreme);
        }
        let Some(province) = self.peek() else {
            return Self::fail(at, Fault::UnknownCourt(String::new()));
        };
        if !PROVINCES.contains(province) {
            return Self::fail(at, Fault::UnknownProvince(province));
        }
        self.next += 1;
        let at = self.at();
        let digits = self.digits();
        let number: u16 = digits.parse().unwrap_or(0);
        match (digits.len(), u8::try_from(number)) {
            (0, _) => Ok(CourtCode::High(province)),
            (2, Ok(city)) => Ok(CourtCode::Intermediate(province, city)),
            (4, _) => Ok(CourtCode::Basic(province, number)),
            (count, _) => Self::fail(at, Fault::BadCourtDigits(count)),
        }
    }

    fn special(&mut self, year: u16) -> Read<Option<char>> {
        let at = self.at();
        let Some(special) = self.peek().filter(|c| SPECIALS.contains(c)) else {
            return Ok(None);
        };
        if year < FIRST_SPECIAL_YEAR {
            if !self.lenient {
                return Self::fail(at, Fault::SpecialBefore2019(special));
            }
            self.repairs.special_before_2019 = true;
        }
        self.next += 1;
        Ok(Some(special))
    }

    fn word(&mut self, year: u16) -> Read<Word> {
        let at = self.at();
        let run = self.take_while(|c| !c.is_ascii_digit() && c != '号' && c != '-');
        match Word::parse(&run).filter(|word| word.in_use(year)) {
            Some(word) => Ok(word),
            None => Self::fail(at, Fault::UnknownType(run)),
        }
    }

    fn serial(&mut self, word: Word) -> Read<u32> {
        let at = self.at();
        let digits = self.digits();
        let significant = digits.trim_start_matches('0');
        if digits.is_empty() {
            return Self::fail(at, Fault::MissingSerial);
        }
        if word.drawn_serial() && (digits.len() != 8 || significant.len() != 8) {
            return Self::fail(at, Fault::SerialNot8ForXinghe);
        }
        if significant.is_empty() {
            return Self::fail(at, Fault::SerialZero);
        }
        if significant.len() != digits.len() {
            if !self.lenient {
                return Self::fail(at, Fault::LeadingZero);
            }
            self.repairs.leading_zero = true;
        }
        match significant.parse() {
            Ok(serial) if significant.len() <= 9 => Ok(serial),
            _ => Self::fail(at, Fault::SerialTooLong),
        }
    }

    /// 号 and what may follow it; `-1` is also met before 号.
    fn ending(&mut self) -> Read<Option<Suffix>> {
        let before = self.dash()?;
        if !self.take('号') {
            return Self::fail(self.at(), Fault::MissingHao);
        }
        let at = self.at();
        let suffix = match before {
            Some(suffix) => Some(suffix),
            None if self.take('之') => {
                let count = self.take_while(|c| "一二三四五六七八九十".contains(c));
                let Some(n) = chinese_number(&count) else {
                    return Self::fail(at, Fault::TrailingText(format!("之{count}")));
                };
                Some(Suffix::Zhi(n))
            }
            None => self.dash()?,
        };
        if self.next < self.chars.len() {
            let at = self.at();
            let rest = self.take_while(|_| true);
            return Self::fail(at, Fault::TrailingText(rest));
        }
        Ok(suffix)
    }

    fn dash(&mut self) -> Read<Option<Suffix>> {
        let at = self.at();
        if !self.take('-') {
            return Ok(None);
        }
        let digits = self.digits();
        match digits.parse() {
            Ok(n @ 1..=99) if !digits.starts_with('0') => Ok(Some(Suffix::Dash(n))),
            _ => Self::fail(at, Fault::TrailingText(format!("-{digits}"))),
        }
    }

    /// `沈中民一终字第00123号`, and the mixed `黑0882刑初字33号` (case-numbers CN-022).
    fn legacy(&mut self, year: u16) -> Read<Legacy> {
        let at = self.at();
        let word = self.take_while(|c| c != '字');
        self.next += 1;
        if word.is_empty() {
            return Self::fail(at, Fault::UnknownType(word));
        }
        self.take('第');
        let at = self.at();
        let digits = self.digits();
        let serial = match digits.parse() {
            Ok(0) => return Self::fail(at, Fault::SerialZero),
            Ok(serial) => serial,
            Err(_) if digits.is_empty() => return Self::fail(at, Fault::MissingSerial),
            Err(_) => return Self::fail(at, Fault::SerialTooLong),
        };
        self.ending()?;
        Ok(Legacy { year, word, serial })
    }
}

/// A number of this province leads to its court; any other stays a reference.
fn home(reference: Reference, court_at: usize) -> Read<Parsed> {
    let Reference { year, court, special, word, serial, suffix } = reference;
    let (CourtCode::High(HOME) | CourtCode::Intermediate(HOME, _) | CourtCode::Basic(HOME, _)) = court else {
        return Ok(Parsed::Elsewhere(reference));
    };
    let code = court.to_string();
    match court::by_code(&code) {
        Some(court) => Ok(Parsed::Case(CaseNumber { year, court: court.id, special, word, serial, suffix })),
        None => Reader::fail(court_at, Fault::UnknownCourt(code)),
    }
}

/// Notarial, arbitral and reconsideration numbers look alike (case-numbers CN-023).
fn foreign(rest: &str) -> Option<Foreign> {
    let word = rest.split_once('字').map(|(before, _)| before);
    if word.is_some_and(|word| word.contains('证')) {
        Some(Foreign::Notarial)
    } else if word.is_some_and(|word| word.contains('仲')) {
        Some(Foreign::Arbitration)
    } else if rest.contains("行复第") || word.is_some_and(|word| word.ends_with("行复")) {
        Some(Foreign::Reconsideration)
    } else {
        None
    }
}

/// 一 to 九十九.
fn chinese_number(text: &str) -> Option<u8> {
    let digit = |text: &str| match text.chars().next() {
        Some(c) if text.chars().count() == 1 => {
            "零一二三四五六七八九".chars().position(|d| d == c).and_then(|n| u8::try_from(n).ok())
        }
        _ => None,
    };
    match text.split_once('十') {
        None => digit(text),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            Some(tens * 10 + ones)
        }
    }
}
