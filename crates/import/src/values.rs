//! Cells as text, money and words of a closed list. What is wrong is said by whoever asked.

use law::fen::Fen;
use sheet::read::Found;

/// Several values in one cell are kept apart by these.
const BETWEEN: [char; 5] = ['；', ';', '、', '\n', '|'];
/// From here on a spreadsheet's numbers lose their last digits.
const INEXACT: f64 = 1e15;

/// Why a cell has no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoText {
    /// A formula, which is not run.
    Formula,
    /// An error of the spreadsheet.
    Error,
    /// A number too long to be exact.
    Inexact,
}

impl NoText {
    /// What is wrong, and what to do.
    pub const fn told(self) -> (&'static str, &'static str) {
        match self {
            NoText::Formula => ("这一格是公式，公式不会运行", "请复制后“选择性粘贴”为数值。"),
            NoText::Error => ("这一格是表格软件报的错误", "请改成正确的值。"),
            NoText::Inexact => ("长号码被存成了数字，末几位已经丢失", "请把这一列设为文本格式，再重新填写号码。"),
        }
    }
}

/// The text of a cell; a whole number is written without a point.
pub fn text(found: &Found) -> Result<String, NoText> {
    match found {
        Found::Text(text) => Ok(text.clone()),
        Found::Number(number) if number.abs() >= INEXACT || !number.is_finite() => Err(NoText::Inexact),
        Found::Number(number) => Ok(format!("{number}")),
        Found::Formula => Err(NoText::Formula),
        Found::Error => Err(NoText::Error),
    }
}

/// What was read, to be repeated.
pub fn read(found: &Found) -> String {
    match found {
        Found::Text(text) => text.clone(),
        Found::Number(number) => format!("{number}"),
        Found::Formula => "（公式）".to_owned(),
        Found::Error => "（错误值）".to_owned(),
    }
}

/// The values of a cell that holds several, in order.
pub fn several(text: &str) -> Vec<&str> {
    text.split(BETWEEN).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// An amount in yuan that is not negative.
pub fn amount(text: &str) -> Option<Fen> {
    Fen::parse(text).ok().filter(|amount| *amount >= Fen::ZERO)
}

/// The value of a closed list by its Chinese name, or by its beginning where that names one alone: 简易 for 简易程序.
pub fn of_list<T: Copy>(text: &str, all: &[T], zh: impl Fn(T) -> &'static str) -> Option<T> {
    let exact = all.iter().copied().find(|one| zh(*one) == text);
    exact.or_else(|| {
        let mut begun = all.iter().copied().filter(|one| text.chars().count() >= 2 && zh(*one).starts_with(text));
        let first = begun.next()?;
        begun.next().is_none().then_some(first)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use law::life::codes::{ClosingForm, Procedure};

    #[test]
    fn a_number_is_text_while_it_is_exact() {
        assert_eq!(text(&Found::Number(12.0)), Ok("12".to_owned()));
        assert_eq!(text(&Found::Number(100_000.5)), Ok("100000.5".to_owned()));
        assert_eq!(text(&Found::Number(2.101_021_980_010_1e17)), Err(NoText::Inexact));
        assert_eq!(text(&Found::Formula), Err(NoText::Formula));
        assert_eq!(amount("100000.5"), Some(Fen(10_000_050)));
        assert_eq!((amount("-1"), amount("1.234"), amount("一百")), (None, None, None));
    }

    #[test]
    fn a_word_of_a_list_may_be_shortened_while_it_is_clear() {
        let procedure = |text| of_list(text, Procedure::ALL, Procedure::zh);
        assert_eq!(procedure("简易程序"), Some(Procedure::Summary));
        assert_eq!(procedure("小额"), Some(Procedure::SmallClaim));
        assert_eq!(procedure("程序"), None);
        assert_eq!(
            of_list("终结", ClosingForm::ALL, ClosingForm::zh),
            Some(ClosingForm::Ended),
            "the whole word first"
        );
        assert_eq!(of_list("", Procedure::ALL, Procedure::zh), None);
    }
}
