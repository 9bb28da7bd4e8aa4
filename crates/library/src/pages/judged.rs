//! The public judgments that cite an article, as its page and its JSON tell of them: how many, the newest, and by year.

use docket::store::StoreError;
use frame::format::day_text;
use law::case_number::{CaseNumber, Word};
use law::court::court;
use law::life::facts::CaseFacts;
use search::statutes::corpus::Place;

use super::answer::grouped;
use super::escaped;
use crate::judgments::Counted;
use crate::shelf::Shelf;

/// Years of the picture at most; the table behind it has all of them.
const YEARS: usize = 12;
/// Units of the picture: its width, a row, where the bars begin, the longest of them.
const WIDTH: usize = 360;
const ROW: usize = 24;
const LEFT: usize = 64;
const LONGEST: usize = 220;

/// A judgment as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The case number.
    pub number: String,
    /// The court.
    pub court: &'static str,
    /// The day it was decided, or published where the case has no such day.
    pub day: law::day::Day,
    /// Its address.
    pub href: String,
}

impl Line {
    /// The day as pages write it.
    pub fn date(&self) -> String {
        day_text(self.day)
    }
}

/// What the page tells of the judgments.
pub struct Judged {
    pub total: String,
    pub lines: Vec<Line>,
    pub years: Vec<(i16, String)>,
    /// The picture by year, and what it shows; none for one year alone.
    pub picture: Option<(String, String)>,
    pub elsewhere: String,
    pub is_elsewhere: bool,
}

impl Judged {
    /// What the page tells of a count.
    pub fn of(counted: &Counted, lines: Vec<Line>) -> Judged {
        let years = &counted.years;
        Judged {
            total: grouped(counted.total),
            lines,
            picture: (years.len() > 1).then(|| (picture(years), told(years))),
            years: years.iter().map(|(year, count)| (*year, grouped(*count))).collect(),
            elsewhere: grouped(counted.elsewhere),
            is_elsewhere: counted.elsewhere > 0,
        }
    }
}

/// The newest judgments of a count, with the numbers of their cases.
///
/// # Errors
/// The engine's own.
pub async fn lines(shelf: &Shelf, counted: &Counted) -> Result<Vec<Line>, StoreError> {
    let mut keys: Vec<_> = counted.newest.iter().map(|one| (one.court, one.stream)).collect();
    keys.sort_unstable();
    keys.dedup();
    let facts = shelf.laws().docket().facts_of(&keys).await?;
    let line = |one: &crate::judgments::Judgment| {
        let facts = facts.iter().find(|facts| (facts.court, facts.stream) == (one.court, one.stream))?;
        let court = court(one.court)?;
        Some(Line {
            number: number(facts)?,
            court: court.name,
            day: one.day,
            href: format!("/judgments/{}/{}/{}", escaped(court.code), one.stream.0, one.nth),
        })
    };
    Ok(counted.newest.iter().filter_map(line).collect())
}

/// What the shelf tells of an article, with the newest judgments; nothing while they are being read.
///
/// # Errors
/// The engine's own.
pub async fn counted(
    shelf: &Shelf,
    library: &std::sync::Arc<search::statutes::Library>,
    place: Place,
) -> Result<Option<(Counted, Vec<Line>)>, StoreError> {
    let Some(counted) = shelf.judgments(library, place) else { return Ok(None) };
    let lines = lines(shelf, &counted).await?;
    Ok(Some((counted, lines)))
}

fn number(facts: &CaseFacts) -> Option<String> {
    let word = Word::by_code(facts.word)?;
    Some(CaseNumber::new(facts.year?, facts.court, word, facts.serial?).to_string())
}

/// Judgments by year: a bar each, the latest years below.
fn picture(years: &[(i16, usize)]) -> String {
    let shown = years.get(years.len().saturating_sub(YEARS)..).unwrap_or(years);
    let most = shown.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let (mut bars, mut words) = (String::new(), String::new());
    for (at, (year, count)) in shown.iter().enumerate() {
        let (y, wide) = (at * ROW, (count * LONGEST).div_ceil(most));
        bars.push_str(&format!("<rect x=\"{LEFT}\" y=\"{}\" width=\"{wide}\" height=\"{}\"/>", y + 4, ROW - 8));
        let base = y + ROW / 2 + 4;
        words.push_str(&format!("<text x=\"0\" y=\"{base}\">{year}年</text>"));
        words.push_str(&format!("<text x=\"{}\" y=\"{base}\">{} 份</text>", LEFT + wide + 8, grouped(*count)));
    }
    format!(
        "<svg class=\"network\" viewBox=\"0 0 {WIDTH} {}\" aria-hidden=\"true\"><g class=\"own\">{bars}</g>{words}</svg>",
        shown.len() * ROW
    )
}

/// What the picture answers: the year with the most, the later one of two alike.
fn told(years: &[(i16, usize)]) -> String {
    let most = years.iter().max_by_key(|(year, count)| (*count, *year));
    most.map(|(year, count)| format!("{year}年裁判的最多，{} 份", grouped(*count))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_drawn_from_zero_and_the_last_ones_only() {
        let svg = picture(&[(2020, 1), (2021, 4)]);
        assert!(svg.contains("width=\"55\"") && svg.contains("width=\"220\""), "{svg}");
        assert!(svg.contains("2020年") && svg.contains("4 份"), "{svg}");
        let many: Vec<(i16, usize)> = (2000..2030).map(|year| (year, 1)).collect();
        let svg = picture(&many);
        assert_eq!(svg.matches("<rect ").count(), YEARS);
        assert!(svg.contains("2029年") && !svg.contains("2001年"), "{svg}");
        assert_eq!(told(&[(2019, 3), (2020, 3), (2021, 1)]), "2020年裁判的最多，3 份");
    }

    #[test]
    fn a_year_alone_needs_no_picture() {
        let of = |years: Vec<(i16, usize)>| Judged::of(&Counted { total: 1, years, ..Counted::default() }, Vec::new());
        assert!(of(vec![(2020, 1)]).picture.is_none() && of(Vec::new()).picture.is_none());
        assert!(of(vec![(2020, 1), (2021, 1)]).picture.is_some());
    }
}
