//! Numbers of cases that are not of this province's modern series: other provinces, older years.

use std::fmt;

use super::{Suffix, Word, write_decimal, write_suffix};

/// Code of any court of the country (法院代字), known by its form alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CourtCode {
    /// The Supreme People's Court, 最高法.
    Supreme,
    /// High court of a province.
    High(char),
    /// Intermediate court: two digits.
    Intermediate(char, u8),
    /// Basic court: four digits, the first two those of its intermediate court.
    Basic(char, u16),
}

impl CourtCode {
    /// The court above by the form of the code alone.
    pub fn parent(self) -> Option<CourtCode> {
        match self {
            CourtCode::Supreme => None,
            CourtCode::High(_) => Some(CourtCode::Supreme),
            CourtCode::Intermediate(province, _) => Some(CourtCode::High(province)),
            CourtCode::Basic(province, digits) => {
                let city = u8::try_from(digits / 100).ok()?;
                Some(CourtCode::Intermediate(province, city))
            }
        }
    }
}

impl fmt::Display for CourtCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CourtCode::Supreme => f.write_str("最高法"),
            CourtCode::High(province) => write!(f, "{province}"),
            CourtCode::Intermediate(province, digits) => write!(f, "{province}{digits:02}"),
            CourtCode::Basic(province, digits) => write!(f, "{province}{digits:04}"),
        }
    }
}

/// A number of the present form given by a court outside the province.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reference {
    /// Year of receipt.
    pub year: u16,
    /// Court.
    pub court: CourtCode,
    /// Special code, 知 or 商.
    pub special: Option<char>,
    /// Type word.
    pub word: Word,
    /// Serial.
    pub serial: u32,
    /// Which document of the case.
    pub suffix: Option<Suffix>,
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "（{}）{}", self.year, self.court)?;
        if let Some(special) = self.special {
            write!(f, "{special}")?;
        }
        f.write_str(self.word.as_str())?;
        write_decimal(f, self.serial)?;
        f.write_str("号")?;
        write_suffix(f, self.suffix)
    }
}

/// A number from before 2016, `（2015）沈中民一终字第00123号` (case-numbers CN-022): a valid
/// reference, never allocated.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Legacy {
    /// Year of receipt.
    pub year: u16,
    /// Court and type together, as written before 字: `沈中民一终`.
    pub word: String,
    /// Serial.
    pub serial: u32,
}

impl fmt::Display for Legacy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "（{}）{}字第{}号", self.year, self.word, self.serial)
    }
}
