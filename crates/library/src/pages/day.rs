//! What a page says of the day a text was asked for.

use frame::fault::Fault;
use frame::format::day_text;
use law::day::Day;

use crate::find::Lost;

/// A note above a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text is not that of the day.
    pub warns: bool,
    /// What it says.
    pub text: String,
}

/// What was found for a day, with a note; where the law did not hold then, what is found without one, and a warning.
///
/// # Errors
/// Where nothing is found either way.
pub fn on_day<T>(
    on: Option<Day>,
    find: impl Fn(Option<Day>) -> Result<T, Lost>,
    exact: impl Fn(&T) -> bool,
) -> Result<(T, Vec<Note>), Fault> {
    let Some(day) = on else { return Ok((find(None)?, Vec::new())) };
    let date = day_text(day);
    match find(on) {
        Ok(found) if exact(&found) => {
            let text = format!("这是{date}有效的文本。");
            Ok((found, vec![Note { warns: false, text }]))
        }
        Ok(found) => {
            let text =
                format!("{date}这部法律已经施行，但那天的文本不在法律库里；这里是后来的文本，内容可能已经改动。");
            Ok((found, vec![Note { warns: true, text }]))
        }
        Err(lost @ (Lost::Day(..) | Lost::Article | Lost::Several)) => {
            let found = find(None)?;
            let text = match lost {
                Lost::Day(title, _) => format!(
                    "《{title}》在{date}还没有施行，或者已经废止，或者那时的文本不在法律库里；这里是另一个时期的文本。"
                ),
                _ => format!("{date}有效的文本里没有同一条号的一条；这里是另一个时期的文本。"),
            };
            Ok((found, vec![Note { warns: true, text }]))
        }
        Err(lost) => Err(lost.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_told_and_never_guessed() {
        let day = Day::new(2020, 3, 2);
        let found = |exact: bool| on_day(day, |_| Ok(exact), |exact| *exact).unwrap();
        assert!(!found(true).1[0].warns && found(true).1[0].text.contains("2020年3月2日有效"));
        assert!(found(false).1[0].warns);
        assert!(on_day(None, |_| Ok(()), |()| true).unwrap().1.is_empty());
        let gone = |on: Option<Day>| match on {
            Some(day) => Err(Lost::Day("甲法".to_owned(), day)),
            None => Ok(()),
        };
        assert!(on_day(day, gone, |()| true).unwrap().1[0].text.contains("《甲法》在2020年3月2日还没有施行"));
        assert!(on_day::<()>(day, |_| Err(Lost::Law), |()| true).is_err());
    }
}
