//! What can be wrong with a case number, said so that a person can mend it.

use std::fmt;

/// A text that is no case number: what is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberError {
    /// What is wrong.
    pub fault: Fault,
    /// Where, counted in characters from the start of the text as it was given.
    pub at: usize,
}

/// What is wrong with the text (case-numbers §2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The year is not set in a pair of brackets.
    BadBrackets,
    /// The year is not four digits, or lies before 1949 or after 2099.
    BadYear,
    /// Numbers of this form begin with 2016.
    YearBefore2016ForModernForm(u16),
    /// No province is abbreviated so.
    UnknownProvince(char),
    /// A court code has no digits, two or four; never this many.
    BadCourtDigits(usize),
    /// No court of the province has the code.
    UnknownCourt(String),
    /// The special code came into use in 2019.
    SpecialBefore2019(char),
    /// No such type word in that year.
    UnknownType(String),
    /// There is no serial.
    MissingSerial,
    /// The serial begins with a zero.
    LeadingZero,
    /// The serial is zero.
    SerialZero,
    /// The serial has more than nine digits.
    SerialTooLong,
    /// A 刑核 number has eight digits, the first not zero (case-numbers CN-008).
    SerialNot8ForXinghe,
    /// The closing 号 is missing.
    MissingHao,
    /// Something follows the number that is no suffix.
    TrailingText(String),
    /// A number, but of no court case (case-numbers CN-023).
    NotACase(Foreign),
}

/// Numbers that look like case numbers and are none (case-numbers CN-023).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// Notarial deed (公证书).
    Notarial,
    /// Arbitral award (仲裁裁决).
    Arbitration,
    /// Administrative reconsideration (行政复议).
    Reconsideration,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::BadBrackets => f.write_str("案号应以括号括起的年份开头，如“（2020）”"),
            Fault::BadYear => f.write_str("收案年度应为1949年至2099年间的四位数字"),
            Fault::YearBefore2016ForModernForm(year) => {
                write!(f, "现行案号自2016年起使用，{year}年的案件应使用“字第”式旧案号")
            }
            Fault::UnknownProvince(c) => write!(f, "“{c}”不是法院代字所用的省份简称"),
            Fault::BadCourtDigits(n) => {
                write!(f, "法院代字的数字应为两位（中院）或四位（基层法院），现有{n}位")
            }
            Fault::UnknownCourt(code) => write!(f, "本省没有代字为“{code}”的法院"),
            Fault::SpecialBefore2019(c) => write!(f, "专门审判代字“{c}”自2019年起使用"),
            Fault::UnknownType(word) if word.is_empty() => f.write_str("缺少类型代字，如“民初”"),
            Fault::UnknownType(word) => write!(f, "该年度没有“{word}”这一类型代字"),
            Fault::MissingSerial => f.write_str("缺少案件编号"),
            Fault::LeadingZero => f.write_str("案件编号不应以0开头"),
            Fault::SerialZero => f.write_str("案件编号应从1开始"),
            Fault::SerialTooLong => f.write_str("案件编号不应超过九位"),
            Fault::SerialNot8ForXinghe => f.write_str("刑核案件的编号应为八位数字，首位不为0"),
            Fault::MissingHao => f.write_str("案号应以“号”字结束"),
            Fault::TrailingText(text) => write!(f, "“号”字之后有多余的内容“{text}”"),
            Fault::NotACase(kind) => f.write_str(match kind {
                Foreign::Notarial => "这是公证书编号，不是法院案号",
                Foreign::Arbitration => "这是仲裁文书编号，不是法院案号",
                Foreign::Reconsideration => "这是行政复议文书编号，不是法院案号",
            }),
        }
    }
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "第{}个字符处：{}", self.at + 1, self.fault)
    }
}

impl std::error::Error for NumberError {}
