//! Case numbers (案号): what they are made of, how they are read and written.
//!
//! Numbers are read and written here, never given out: a serial is allocated with the entry that
//! accepts the case (case-numbers CN-060).
//! 关于人民法院案件案号的若干规定 (法〔2015〕137号, changed by 法〔2018〕335号).

mod fault;
mod parse;
mod partial;
mod reference;
mod word;

use std::fmt::{self, Write};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::court::{self, CourtId};

pub use fault::{Fault, Foreign, NumberError};
pub use parse::{Imported, Parsed, Repairs, import, parse, search_key};
pub use partial::Partial;
pub use reference::{CourtCode, Legacy, Reference};
pub use word::{CaseType, Category, Word, case_types};

/// First year of the numbers of this form (case-numbers §8).
pub const FIRST_YEAR: u16 = 2016;
/// First year of the special codes 知 and 商 (case-numbers CN-004).
pub const FIRST_SPECIAL_YEAR: u16 = 2019;

/// The number of a case of this province (案号).
///
/// Written `（2020）辽0102民初1234号`: year of receipt, court, special code, type, serial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber {
    /// Year in which the case was received (收案年度); never changes (case-numbers CN-003).
    pub year: u16,
    /// Court.
    pub court: CourtId,
    /// Special code (专门审判代字), 知 or 商.
    pub special: Option<char>,
    /// Type word (类型代字).
    pub word: Word,
    /// Serial (案件编号), counted per court, year, special code and word (case-numbers CN-007).
    pub serial: u32,
    /// Which of several documents of the case; not part of the case's identity.
    pub suffix: Option<Suffix>,
}

/// Mark that tells apart several documents under one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Suffix {
    /// `之一`, `之二` … up to `之九十九`.
    Zhi(u8),
    /// `-1` … `-99`.
    Dash(u8),
}

impl CaseNumber {
    /// A number without special code and suffix.
    pub const fn new(year: u16, court: CourtId, word: Word, serial: u32) -> CaseNumber {
        CaseNumber { year, court, special: None, word, serial, suffix: None }
    }

    /// The same number without the mark of a single document.
    #[must_use]
    pub const fn of_case(self) -> CaseNumber {
        CaseNumber { suffix: None, ..self }
    }

    /// Writes the number in its one canonical form: full-width brackets, no blanks, the court's
    /// present code (case-numbers CN-021, CN-054).
    pub fn write_to(&self, out: &mut impl Write) -> fmt::Result {
        out.write_str("（")?;
        write_decimal(out, u32::from(self.year))?;
        out.write_str("）")?;
        self.write_core(out)?;
        out.write_str("号")?;
        write_suffix(out, self.suffix)
    }

    /// What is stored for search: year, court, type and serial without any brackets
    /// (case-numbers CN-065), as in `2020辽0102民初123`.
    pub fn search_key(&self) -> String {
        let mut key = String::with_capacity(32);
        // Writing to a string cannot fail.
        let _ = write_decimal(&mut key, u32::from(self.year)).and_then(|()| self.write_core(&mut key));
        key
    }

    fn write_core(&self, out: &mut impl Write) -> fmt::Result {
        out.write_str(court::court(self.court).map_or("？", |court| court.code))?;
        if let Some(special) = self.special {
            out.write_char(special)?;
        }
        out.write_str(self.word.as_str())?;
        write_decimal(out, self.serial)
    }
}

/// Decimal digits without the cost of the formatting machinery: numbers are written by the million.
fn write_decimal(out: &mut impl Write, mut n: u32) -> fmt::Result {
    let mut digits = [b'0'; 10];
    let mut used = 0;
    for place in digits.iter_mut().rev() {
        *place = u8::try_from(n % 10).unwrap_or(0) + b'0';
        used += 1;
        n /= 10;
        if n == 0 {
            break;
        }
    }
    let text = digits.get(digits.len() - used..).unwrap_or_default();
    out.write_str(std::str::from_utf8(text).unwrap_or_default())
}

const CHINESE_DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

fn write_suffix(out: &mut impl Write, suffix: Option<Suffix>) -> fmt::Result {
    match suffix {
        None => Ok(()),
        Some(Suffix::Dash(n)) => {
            out.write_str("-")?;
            write_decimal(out, u32::from(n))
        }
        Some(Suffix::Zhi(n)) => {
            out.write_str("之")?;
            let digit = |n: u8| CHINESE_DIGITS.get(usize::from(n)).copied().unwrap_or('？');
            if n >= 20 {
                out.write_char(digit(n / 10))?;
            }
            if n >= 10 {
                out.write_char('十')?;
            }
            if n % 10 > 0 || n == 0 {
                out.write_char(digit(n % 10))?;
            }
            Ok(())
        }
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(f)
    }
}

impl Serialize for CaseNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(48);
        self.write_to(&mut text).map_err(serde::ser::Error::custom)?;
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for CaseNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberText;
        impl serde::de::Visitor<'_> for NumberText {
            type Value = CaseNumber;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a case number of this province")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<CaseNumber, E> {
                match parse(text) {
                    Ok(Parsed::Case(number)) => Ok(number),
                    Ok(_) => Err(E::custom(format!("`{text}` is of no court of this province"))),
                    Err(error) => Err(E::custom(format!("`{text}`: {error}"))),
                }
            }
        }
        deserializer.deserialize_str(NumberText)
    }
}

#[cfg(test)]
mod tests;
