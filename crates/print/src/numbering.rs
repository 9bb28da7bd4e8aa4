//! Numbers of headings as official documents have them: 一、（一）1. — the same for every writer.

use crate::model::{Block, Document, Level, Table};
use crate::text::printable;

const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// The counters while a document is walked.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    chapter: usize,
    section: usize,
    item: usize,
    table: usize,
    chart: usize,
}

impl Numbering {
    /// The heading with its number.
    pub(crate) fn heading(&mut self, level: Level, text: &str) -> String {
        match level {
            Level::Chapter => {
                (self.chapter, self.section, self.item) = (self.chapter + 1, 0, 0);
                format!("{}、{text}", chinese(self.chapter))
            }
            Level::Section => {
                (self.section, self.item) = (self.section + 1, 0);
                format!("（{}）{text}", chinese(self.section))
            }
            Level::Item => {
                self.item += 1;
                format!("{}. {text}", self.item)
            }
        }
    }

    /// The caption of the next table.
    pub(crate) fn table(&mut self, text: &str) -> String {
        self.table += 1;
        format!("表{} {text}", self.table)
    }

    /// The caption of the next chart.
    pub(crate) fn chart(&mut self, text: &str) -> String {
        self.chart += 1;
        format!("图{} {text}", self.chart)
    }
}

/// The document fit to print, with the numbers written into headings and captions.
pub(crate) fn numbered(document: &Document) -> Document {
    let mut numbering = Numbering::default();
    let all = |cells: &[String]| cells.iter().map(|cell| printable(cell)).collect::<Vec<_>>();
    let one = |block: &Block| match block {
        Block::Heading { level, text } => {
            Block::Heading { level: *level, text: numbering.heading(*level, &printable(text)) }
        }
        Block::Paragraph { text } => Block::Paragraph { text: printable(text) },
        Block::Table(table) => Block::Table(Table {
            caption: numbering.table(&printable(&table.caption)),
            headings: all(&table.headings),
            words: table.words,
            rows: table.rows.iter().map(|row| all(row)).collect(),
        }),
        Block::Chart(chart) => Block::Chart(chart.printable(|caption| numbering.chart(caption))),
    };
    Document {
        issuer: printable(&document.issuer),
        title: printable(&document.title),
        number: document.number.as_deref().map(printable),
        date: printable(&document.date),
        blocks: document.blocks.iter().map(one).collect(),
        notes: all(&document.notes),
    }
}

/// 1 to 99 in Chinese; Arabic beyond.
fn chinese(n: usize) -> String {
    let digit = |n: usize| DIGITS.get(n).copied().unwrap_or("");
    match (n / 10, n % 10) {
        (0, ones) => digit(ones).to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens @ 2..=9, ones) => format!("{}十{}", digit(tens), digit(ones)),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_begin_anew_under_each_heading() {
        let mut n = Numbering::default();
        assert_eq!(n.heading(Level::Chapter, "甲"), "一、甲");
        assert_eq!(n.heading(Level::Section, "乙"), "（一）乙");
        assert_eq!(n.heading(Level::Item, "丙"), "1. 丙");
        assert_eq!(n.heading(Level::Item, "丁"), "2. 丁");
        assert_eq!(n.heading(Level::Section, "戊"), "（二）戊");
        assert_eq!(n.heading(Level::Item, "己"), "1. 己");
        assert_eq!(n.heading(Level::Chapter, "庚"), "二、庚");
        assert_eq!(n.heading(Level::Section, "辛"), "（一）辛");
    }

    #[test]
    fn numerals_as_written() {
        let written: Vec<String> = [1, 9, 10, 11, 20, 35, 99, 100].into_iter().map(chinese).collect();
        assert_eq!(written, ["一", "九", "十", "十一", "二十", "三十五", "九十九", "100"]);
    }
}
