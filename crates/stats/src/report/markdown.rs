//! The report as Markdown. What it says is in `words`.

use std::fmt::Write;

use super::Report;

/// Numbers of chapters.
const NUMERALS: [&str; 8] = ["一", "二", "三", "四", "五", "六", "七", "八"];

/// The report as Markdown.
pub(super) fn write(report: &Report) -> String {
    let mut out = format!("# {}\n\n", report.title());
    let _ = writeln!(out, "> {}\n", report.coverage());
    for (chapter, numeral) in report.chapters().iter().zip(NUMERALS) {
        let _ = writeln!(out, "## {numeral}、{}\n", chapter.title);
        if !chapter.text.is_empty() {
            let _ = writeln!(out, "{}\n", chapter.text);
        }
        for table in &chapter.tables {
            let _ = writeln!(out, "{}", table.markdown());
        }
    }
    out
}
