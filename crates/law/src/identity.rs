//! Identity numbers: the citizen's (公民身份号码, GB 11643-1999) and the unified social credit code of organisations
//! (统一社会信用代码, GB 32100-2015). A number that reads is well formed; whose it is, this does not know.

use std::fmt;

use crate::day::Day;

/// A citizen's number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CitizenId(String);

/// An organisation's code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode(String);

/// Why a text is no identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityFault {
    /// It has not 18 characters.
    Length(usize),
    /// A character that cannot stand at its place, counted from 1.
    Character(usize),
    /// The province is none.
    Region,
    /// The day of birth is no day, or lies ahead.
    Birth,
    /// The last character does not fit the others.
    Check,
}

impl fmt::Display for IdentityFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IdentityFault::Length(length) => write!(f, "应为 18 位，现为 {length} 位"),
            IdentityFault::Character(place) => write!(f, "第 {place} 位的字符不对"),
            IdentityFault::Region => f.write_str("前两位不是省级行政区代码"),
            IdentityFault::Birth => f.write_str("第 7 至 14 位不是已经过去的日期"),
            IdentityFault::Check => f.write_str("末位校验码不符，请核对有没有写错或漏写"),
        }
    }
}

impl std::error::Error for IdentityFault {}

/// Provinces, regions and municipalities (GB/T 2260), Taiwan, Hong Kong and Macao, and the codes of their residents.
const PROVINCES: [u8; 37] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63,
    64, 65, 71, 81, 82, 83, 91, 99,
];

impl CitizenId {
    /// Reads a number; blanks are left out and a small x is taken for a large one. `today` is the day it is read on.
    ///
    /// # Errors
    /// [`IdentityFault`]: the first thing that is wrong.
    pub fn parse(text: &str, today: Day) -> Result<CitizenId, IdentityFault> {
        let text = closed(text);
        let digits: Vec<u8> = places(&text, |place, c| match c {
            'X' if place == 17 => Some(10),
            c => c.to_digit(10).and_then(|digit| u8::try_from(digit).ok()),
        })?;
        let number = |from: usize, to: usize| {
            digits.get(from..to).unwrap_or(&[]).iter().fold(0_i16, |sum, digit| sum * 10 + i16::from(*digit))
        };
        let province = u8::try_from(number(0, 2)).unwrap_or(0);
        if !PROVINCES.contains(&province) {
            return Err(IdentityFault::Region);
        }
        let small = |from| i8::try_from(number(from, from + 2)).unwrap_or(0);
        let born = Day::new(number(6, 10), small(10), small(12)).filter(|born| *born <= today && number(6, 10) >= 1850);
        born.ok_or(IdentityFault::Birth)?;
        let mut weight = 1_u32;
        let mut sum = 0_u32;
        // weights are powers of two modulo 11, from the right
        for digit in digits.iter().rev() {
            sum += u32::from(*digit) * weight;
            weight = weight * 2 % 11;
        }
        if sum % 11 == 1 { Ok(CitizenId(text)) } else { Err(IdentityFault::Check) }
    }

    /// As written, 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day of birth.
    pub fn born(&self) -> Option<Day> {
        let part = |from: usize, to: usize| self.0.get(from..to).and_then(|part| part.parse::<i16>().ok());
        let small = |from: usize| part(from, from + 2).and_then(|n| i8::try_from(n).ok());
        Day::new(part(6, 10)?, small(10)?, small(12)?)
    }
}

/// Letters of a credit code: digits and capitals without I, O, S, V and Z.
const LETTERS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

impl CreditCode {
    /// Reads a code; blanks are left out and small letters are taken for large ones.
    ///
    /// # Errors
    /// [`IdentityFault`]: the first thing that is wrong.
    pub fn parse(text: &str) -> Result<CreditCode, IdentityFault> {
        let text = closed(text);
        let values: Vec<u8> = places(&text, |place, c| {
            let value = LETTERS.find(c).and_then(|value| u8::try_from(value).ok());
            // places 3 to 8 are a division code
            value.filter(|value| !(2..8).contains(&place) || *value < 10)
        })?;
        let mut weight = 1_u32;
        let mut sum = 0_u32;
        for value in values.iter().take(17) {
            sum += u32::from(*value) * weight;
            weight = weight * 3 % 31;
        }
        let last = values.last().copied().map_or(0, u32::from);
        if (sum + last).is_multiple_of(31) { Ok(CreditCode(text)) } else { Err(IdentityFault::Check) }
    }

    /// As written, 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A citizen's number is never printed by accident.
impl fmt::Debug for CitizenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CitizenId(…)")
    }
}

impl fmt::Debug for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CreditCode({})", self.0)
    }
}

fn closed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// The value of each of 18 places.
fn places(text: &str, value: impl Fn(usize, char) -> Option<u8>) -> Result<Vec<u8>, IdentityFault> {
    let length = text.chars().count();
    if length != 18 {
        return Err(IdentityFault::Length(length));
    }
    text.chars().enumerate().map(|(place, c)| value(place, c).ok_or(IdentityFault::Character(place + 1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<CitizenId, IdentityFault> {
        CitizenId::parse(text, Day::parse("2020-12-31").unwrap())
    }

    #[test]
    fn a_citizens_number_is_held_to_its_check_digit() {
        // the example of the standard
        let number = read("11010519491231002X").unwrap();
        assert_eq!(number.born(), Day::parse("1949-12-31"));
        assert_eq!(read("110105 19491231 002x"), Ok(number));
        assert_eq!(read("440524188001010014").unwrap().as_str(), "440524188001010014");
        assert_eq!(read("110105194912310021"), Err(IdentityFault::Check));
        assert_eq!(read("11010519491231002"), Err(IdentityFault::Length(17)));
        assert_eq!(read("1101051949123100XX"), Err(IdentityFault::Character(17)));
        assert_eq!(read("170105194912310021"), Err(IdentityFault::Region));
        assert_eq!(read("110105194902300021"), Err(IdentityFault::Birth));
        assert_eq!(read("110105202101010021"), Err(IdentityFault::Birth), "not born yet");
        assert_eq!(read(&"9".repeat(10_000)), Err(IdentityFault::Length(10_000)));
    }

    #[test]
    fn two_digits_exchanged_or_one_mistaken_are_noticed() {
        let number = "11010519491231002X";
        for place in 14..17 {
            let digit = number.chars().nth(place).unwrap().to_digit(10).unwrap();
            let mut wrong: Vec<char> = number.chars().collect();
            wrong[place] = char::from_digit((digit + 1) % 10, 10).unwrap();
            assert_eq!(read(&wrong.iter().collect::<String>()), Err(IdentityFault::Check), "{place}");
        }
    }

    #[test]
    fn a_credit_code_is_held_to_its_check_letter() {
        // the example of the standard, and one that is widely known
        for code in ["91350100M000100Y43", "91110000802100433B"] {
            assert_eq!(CreditCode::parse(code).unwrap().as_str(), code);
            assert_eq!(CreditCode::parse(&code.to_lowercase()).unwrap().as_str(), code);
        }
        assert_eq!(CreditCode::parse("91350100M000100Y44"), Err(IdentityFault::Check));
        assert_eq!(CreditCode::parse("91350100I000100Y43"), Err(IdentityFault::Character(9)));
        assert_eq!(CreditCode::parse("91A50100M000100Y43"), Err(IdentityFault::Character(3)));
        assert_eq!(CreditCode::parse(""), Err(IdentityFault::Length(0)));
    }

    #[test]
    fn a_number_does_not_slip_into_a_log() {
        assert!(!format!("{:?}", read("11010519491231002X").unwrap()).contains("1949"));
    }
}
