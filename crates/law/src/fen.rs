//! Money (金额) in whole fen. No floating point, no silent overflow.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An amount of money in fen (分), a hundredth of a yuan. Written as an integer in entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// Why a text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FenError {
    /// There are no digits.
    Empty,
    /// A character that does not belong in an amount.
    NotANumber,
    /// More than two decimals: a fen is the smallest amount.
    TooFine,
    /// Larger than can be held.
    TooLarge,
}

impl fmt::Display for FenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FenError::Empty => "金额为空",
            FenError::NotANumber => "金额只能由数字、千分位逗号和一个小数点组成",
            FenError::TooFine => "金额最多保留两位小数，精确到分",
            FenError::TooLarge => "金额超出可记录的范围",
        })
    }
}

impl std::error::Error for FenError {}

impl Fen {
    /// No money.
    pub const ZERO: Fen = Fen(0);

    /// An amount of whole yuan.
    pub const fn yuan(yuan: i64) -> Option<Fen> {
        match yuan.checked_mul(100) {
            Some(fen) => Some(Fen(fen)),
            None => None,
        }
    }

    /// Sum; `None` when it cannot be held.
    pub const fn checked_add(self, other: Fen) -> Option<Fen> {
        match self.0.checked_add(other.0) {
            Some(fen) => Some(Fen(fen)),
            None => None,
        }
    }

    /// Difference; `None` when it cannot be held.
    pub const fn checked_sub(self, other: Fen) -> Option<Fen> {
        match self.0.checked_sub(other.0) {
            Some(fen) => Some(Fen(fen)),
            None => None,
        }
    }

    /// Sum of many; `None` when it cannot be held.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Fen>) -> Option<Fen> {
        amounts.into_iter().try_fold(Fen::ZERO, Fen::checked_add)
    }

    /// Reads an amount in yuan such as `12345`, `12,345.6` or `¥12,345.60`.
    pub fn parse(text: &str) -> Result<Fen, FenError> {
        let text = text.trim();
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let text = text.strip_prefix(['¥', '￥']).unwrap_or(text);
        let text = text.strip_suffix('元').unwrap_or(text);
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        if whole.is_empty() {
            return Err(FenError::Empty);
        }
        let mut fen: i64 = 0;
        let mut digits = 0;
        for c in whole.chars().filter(|c| *c != ',' && *c != '，') {
            fen = push_digit(fen, c)?;
            digits += 1;
        }
        if digits == 0 {
            return Err(FenError::Empty);
        }
        for place in 0..2 {
            fen = push_digit(fen, part.chars().nth(place).unwrap_or('0'))?;
        }
        if part.chars().any(|c| !c.is_ascii_digit()) {
            return Err(FenError::NotANumber);
        }
        if part.chars().count() > 2 {
            return Err(FenError::TooFine);
        }
        Ok(Fen(if negative { -fen } else { fen }))
    }
}

fn push_digit(fen: i64, c: char) -> Result<i64, FenError> {
    let digit = c.to_digit(10).ok_or(FenError::NotANumber)?;
    fen.checked_mul(10).and_then(|fen| fen.checked_add(i64::from(digit))).ok_or(FenError::TooLarge)
}

impl FromStr for Fen {
    type Err = FenError;

    fn from_str(text: &str) -> Result<Fen, FenError> {
        Fen::parse(text)
    }
}

impl fmt::Display for Fen {
    /// `¥12,345.00`, negative `-¥12,345.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fen = self.0.unsigned_abs();
        let whole = (fen / 100).to_string();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        f.write_str("¥")?;
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        write!(f, ".{:02}", fen % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_in_yuan_with_thousands() {
        for (fen, text) in [
            (0, "¥0.00"),
            (5, "¥0.05"),
            (99_900, "¥999.00"),
            (1_234_500, "¥12,345.00"),
            (123_456_789_012, "¥1,234,567,890.12"),
            (-100, "-¥1.00"),
        ] {
            assert_eq!(Fen(fen).to_string(), text);
            assert_eq!(Fen::parse(text), Ok(Fen(fen)));
        }
        assert_eq!(Fen(i64::MIN).to_string(), "-¥92,233,720,368,547,758.08");
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        assert_eq!(Fen::parse("12345"), Ok(Fen(1_234_500)));
        assert_eq!(Fen::parse(" 12，345.6元 "), Ok(Fen(1_234_560)));
        assert_eq!("￥0.01".parse(), Ok(Fen(1)));
    }

    #[test]
    fn what_is_no_amount_is_refused_with_the_reason() {
        for (text, error) in [
            ("", FenError::Empty),
            ("¥", FenError::Empty),
            (",", FenError::Empty),
            (".5", FenError::Empty),
            ("12a", FenError::NotANumber),
            ("1.2.3", FenError::NotANumber),
            ("1.234", FenError::TooFine),
            ("1e5", FenError::NotANumber),
            ("99999999999999999999", FenError::TooLarge),
        ] {
            assert_eq!(Fen::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn sums_that_cannot_be_held_are_none() {
        assert_eq!(Fen(i64::MAX).checked_add(Fen(1)), None);
        assert_eq!(Fen(i64::MIN).checked_sub(Fen(1)), None);
        assert_eq!(Fen(3).checked_sub(Fen(5)), Some(Fen(-2)));
        assert_eq!(Fen::checked_sum([Fen(1), Fen(2)]), Some(Fen(3)));
        assert_eq!(Fen::checked_sum([Fen(i64::MAX), Fen(2)]), None);
        assert_eq!(Fen::yuan(3), Some(Fen(300)));
        assert_eq!(Fen::yuan(i64::MAX), None);
    }

    #[test]
    fn an_entry_holds_the_integer() {
        assert_eq!(serde_json::to_string(&Fen(1_234)).unwrap(), "1234");
        assert_eq!(serde_json::from_str::<Fen>("1234").unwrap(), Fen(1_234));
    }
}
