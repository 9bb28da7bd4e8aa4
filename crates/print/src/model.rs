//! A document before it is set: what is said, in which order, not how it looks.

use crate::chart::Chart;

/// An official document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Issuing body (发文机关).
    pub issuer: String,
    /// Title.
    pub title: String,
    /// Document number (发文字号), where one was given.
    pub number: Option<String>,
    /// Date as it is printed under the text.
    pub date: String,
    /// The text.
    pub blocks: Vec<Block>,
    /// Sources and notes, after the text.
    pub notes: Vec<String>,
}

/// Rank of a heading: 一、 then （一） then 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 一、
    Chapter,
    /// （一）
    Section,
    /// 1.
    Item,
}

impl Level {
    /// 1 for a chapter, 2 for a section, 3 for an item.
    pub(crate) const fn depth(self) -> u8 {
        match self {
            Level::Chapter => 1,
            Level::Section => 2,
            Level::Item => 3,
        }
    }
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading; its number is given by its place.
    Heading {
        /// Rank.
        level: Level,
        /// Words, without a number.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Words.
        text: String,
    },
    /// A table.
    Table(Table),
    /// A chart.
    Chart(Chart),
}

impl Block {
    /// A chapter's heading.
    pub fn chapter(text: impl Into<String>) -> Block {
        Block::Heading { level: Level::Chapter, text: text.into() }
    }

    /// A section's heading.
    pub fn section(text: impl Into<String>) -> Block {
        Block::Heading { level: Level::Section, text: text.into() }
    }

    /// A paragraph.
    pub fn paragraph(text: impl Into<String>) -> Block {
        Block::Paragraph { text: text.into() }
    }
}

/// A table: the first columns are words, the others numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Caption.
    pub caption: String,
    /// Headings of the columns.
    pub headings: Vec<String>,
    /// How many columns from the left hold words.
    pub words: usize,
    /// Rows; each as long as the headings.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table whose first column holds words and whose others hold numbers.
    pub fn new(caption: impl Into<String>, headings: Vec<String>, rows: Vec<Vec<String>>) -> Table {
        Table { caption: caption.into(), headings, words: 1, rows }
    }

    /// A row with as many cells as there are headings: what is missing is empty, what is too much is left out.
    pub(crate) fn cells<'a>(&'a self, row: &'a [String]) -> impl Iterator<Item = &'a str> {
        row.iter().map(String::as_str).chain(std::iter::repeat("")).take(self.headings.len())
    }

    /// Shares of the width by column, in thousandths: as wide as the longest cell asks, within bounds.
    pub(crate) fn shares(&self) -> Vec<u32> {
        let longest = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column)).chain(self.headings.get(column));
            let width = |text: &String| text.chars().map(|c| if c.is_ascii() { 1_u32 } else { 2 }).sum::<u32>();
            cells.map(width).max().unwrap_or(0).clamp(8, 36)
        };
        let widths: Vec<u32> = (0..self.headings.len()).map(longest).collect();
        let all = widths.iter().sum::<u32>().max(1);
        widths.iter().map(|width| width * 1000 / all).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(rows: Vec<Vec<String>>) -> Table {
        Table::new("表", vec!["法院".to_owned(), "受理（件）".to_owned(), "结案率（%）".to_owned()], rows)
    }

    #[test]
    fn a_row_has_as_many_cells_as_headings() {
        let table = table(Vec::new());
        let cells = |row: &[&str]| {
            let row: Vec<String> = row.iter().map(|cell| (*cell).to_owned()).collect();
            table.cells(&row).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(cells(&["甲"]), ["甲", "", ""]);
        assert_eq!(cells(&["甲", "1", "2", "3"]), ["甲", "1", "2"]);
    }

    proptest! {
        #[test]
        fn shares_never_exceed_the_page_and_none_vanishes(rows in prop::collection::vec(prop::collection::vec(".{0,60}", 0..5), 0..6)) {
            let shares = table(rows).shares();
            prop_assert_eq!(shares.len(), 3);
            prop_assert!(shares.iter().sum::<u32>() <= 1000);
            prop_assert!(shares.iter().all(|share| *share >= 90));
        }
    }
}
