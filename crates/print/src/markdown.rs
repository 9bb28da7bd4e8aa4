//! The document as Markdown: the same words and tables, with the charts told in words.

use std::fmt::Write;

use crate::model::{Block, Document, Table};
use crate::numbering::numbered;

/// The document as Markdown.
pub fn markdown(document: &Document) -> String {
    let document = numbered(document);
    let mut out = format!("# {}\n\n", plain(&document.title));
    if let Some(number) = &document.number {
        let _ = writeln!(out, "{}\n", plain(number));
    }
    for block in &document.blocks {
        match block {
            Block::Heading { level, text } => {
                let _ = writeln!(out, "{} {}\n", "#".repeat(usize::from(level.depth()) + 1), plain(text));
            }
            Block::Paragraph { text } => {
                let _ = writeln!(out, "{}\n", plain(text));
            }
            Block::Chart(chart) => {
                let _ = writeln!(out, "{}\n", plain(&chart.told()));
            }
            Block::Table(table) => rows(&mut out, table),
        }
    }
    let _ = writeln!(out, "{}\n\n{}", plain(&document.issuer), plain(&document.date));
    for (n, note) in (1..).zip(&document.notes) {
        let _ = writeln!(out, "{}{n}. {}", if n == 1 { "\n---\n\n" } else { "" }, plain(note));
    }
    out
}

fn rows(out: &mut String, table: &Table) {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let _ = writeln!(out, "**{}**\n", plain(&table.caption));
    out.push_str(&line(table.headings.iter().map(|heading| plain(heading)).collect()));
    let rule = |column: usize| if column < table.words { "---" } else { "---:" }.to_owned();
    out.push_str(&line((0..table.headings.len()).map(rule).collect()));
    for row in &table.rows {
        out.push_str(&line(table.cells(row).map(plain).collect()));
    }
    out.push('\n');
}

/// Words with the marks of Markdown made plain.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::sample;

    #[test]
    fn headings_tables_and_charts_stand_in_order() {
        let text = markdown(&sample(2));
        assert!(text.starts_with("# 辽宁省法院2020年工作报告（统计部分）\n"));
        let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part} is missing"));
        assert!(at("## 一、全年收结概况") < at("图1 各月新收、审结与月末未结。新收（件）：1月9000"));
        assert!(at("### （一）各法院") < at("**表1 各法院收结情况**"));
        assert!(at("| 法院 | 受理（件） | 结案率（%） |\n| --- | ---: | ---: |") < at("| 第1法院 | 37 | 1.05 |"));
    }

    #[test]
    fn a_name_opens_no_cell_and_no_mark() {
        let text = markdown(&sample(0));
        assert!(text.contains("\\<label\\> @ref") && text.contains("\\<!--"));
        let rows = text.lines().filter(|line| line.starts_with("| "));
        for row in rows {
            let bars = row.replace("\\|", "").matches('|').count();
            assert_eq!(bars, 4, "{row}");
        }
    }
}
