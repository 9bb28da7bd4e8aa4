//! The work report as a document to be printed: its chapters, with charts drawn from its own tables.

use print::{Bar, Block, Chart, Document, Months, Series};
use stats::{Report, Table};

use crate::chart::{self, Month};
use crate::format::{day_text, percent};

/// The document of a report.
pub fn document(report: &Report) -> Document {
    let mut blocks = Vec::new();
    for chapter in report.chapters() {
        blocks.push(Block::chapter(chapter.title));
        if !chapter.text.is_empty() {
            blocks.push(Block::paragraph(chapter.text));
        }
        for table in chapter.tables {
            blocks.extend(drawn(table).map(Block::Chart));
            blocks.push(Block::Table(set(table)));
        }
    }
    Document {
        issuer: issuer(&report.subject),
        title: report.title(),
        number: None,
        date: day_text(report.as_of),
        blocks,
        notes: vec![
            report.coverage(),
            "受理为旧存加新收；结案率为审结除以受理，四舍五入保留两位小数。没有分母的比率记作“—”。".to_owned(),
        ],
    }
}

/// Who issues: the high court speaks for the province's courts.
fn issuer(subject: &str) -> String {
    if subject == "辽宁省法院" { "辽宁省高级人民法院".to_owned() } else { subject.to_owned() }
}

fn set(table: &Table) -> print::Table {
    let headings = table.headings.iter().map(|heading| (*heading).to_owned()).collect();
    print::Table::new(table.title, headings, table.rows.clone())
}

/// The chart of a table that has one.
fn drawn(table: &Table) -> Option<Chart> {
    match table.key {
        "months" => Some(by_month(table)),
        "cities" => Some(by_city(table)),
        _ => None,
    }
}

/// A column as whole numbers.
fn column(table: &Table, at: usize) -> Vec<i64> {
    let cell = |row: &Vec<String>| row.get(at).and_then(|cell| cell.parse().ok()).unwrap_or(0);
    table.rows.iter().map(cell).collect()
}

fn by_month(table: &Table) -> Chart {
    let (filed, closed, open) = (column(table, 1), column(table, 2), column(table, 3));
    let months: Vec<Month> = (1..)
        .zip(filed.iter().zip(&closed))
        .map(|(month, (intake, closing))| Month { month, intake: *intake, closing: *closing })
        .collect();
    let series = |name: &str, values| Series { name: name.to_owned(), values };
    Chart::Months(Months {
        caption: chart::answer(&months),
        unit: "件".to_owned(),
        places: table.rows.iter().filter_map(|row| row.first().cloned()).collect(),
        bars: vec![series("新收", filed), series("审结", closed)],
        line: Some(series("月末未结", open)),
    })
}

fn by_city(table: &Table) -> Chart {
    let bar = |row: &Vec<String>| {
        let rate = hundredths(row.get(4)?)?;
        Some(Bar { name: row.first()?.clone(), value: rate, printed: percent(Some(rate)) })
    };
    let bars: Vec<Bar> = table.rows.iter().filter_map(bar).collect();
    let mut rates: Vec<i64> = bars.iter().map(|bar| bar.value).collect();
    rates.sort_unstable();
    let caption = match (rates.first(), rates.last()) {
        (Some(low), Some(high)) => {
            format!("各地区结案率在{}至{}之间", percent(Some(*low)), percent(Some(*high)))
        }
        _ => "各地区结案率".to_owned(),
    };
    Chart::Bars { caption, bars, interval: (None, None) }
}

/// `94.79` as 9479.
fn hundredths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.')?;
    let part: i64 = (part.len() == 2).then(|| part.parse().ok())??;
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use law::day::Day;
    use stats::Figures;

    fn table(key: &'static str, headings: &[&'static str], rows: &[&[&str]]) -> Table {
        let rows = rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        Table { key, title: "表", headings: headings.to_vec(), rows }
    }

    fn report() -> Report {
        let months = ["月份", "新收（件）", "审结（件）", "月末未结（件）"];
        let load = ["地区", "受理（件）", "审结（件）", "未结（件）", "结案率（%）"];
        Report {
            subject: "辽宁省法院".to_owned(),
            year: 2020,
            convention: stats::Convention::Natural,
            as_of: Day::new(2020, 12, 31).unwrap(),
            figures: Figures::new(),
            tables: vec![
                table("months", &months, &[&["1月", "10", "5", "25"], &["2月", "3", "9", "19"]]),
                table("cities", &load, &[&["沈阳", "200", "100", "100", "50.00"], &["鞍山", "0", "0", "0", "—"]]),
            ],
        }
    }

    #[test]
    fn a_report_becomes_chapters_charts_and_tables_in_order() {
        let document = document(&report());
        let kinds: String = document
            .blocks
            .iter()
            .map(|block| match block {
                Block::Heading { .. } => 'h',
                Block::Paragraph { .. } => 'p',
                Block::Table(_) => 't',
                Block::Chart(_) => 'c',
            })
            .collect();
        assert_eq!(kinds, "hcthct");
        assert_eq!((document.issuer.as_str(), document.date.as_str()), ("辽宁省高级人民法院", "2020年12月31日"));
        assert_eq!(document.title, "辽宁省法院2020年工作报告（统计部分）");
    }

    #[test]
    fn charts_draw_the_numbers_of_their_tables() {
        let report = report();
        let Some(Chart::Months(months)) = drawn(&report.tables[0]) else { panic!("no chart") };
        assert_eq!(months.bars[0].values, [10, 3]);
        assert_eq!(months.line.unwrap().values, [25, 19]);
        let Some(Chart::Bars { bars, caption, .. }) = drawn(&report.tables[1]) else { panic!("no chart") };
        assert_eq!(bars.len(), 1, "a rate that is none has no bar");
        assert_eq!((bars[0].value, bars[0].printed.as_str()), (5000, "50.00%"));
        assert_eq!(caption, "各地区结案率在50.00%至50.00%之间");
    }

    #[test]
    fn only_rates_with_two_decimals_are_read() {
        assert_eq!(hundredths("94.79"), Some(9479));
        assert_eq!(hundredths("100.00"), Some(10_000));
        for wrong in ["—", "94", "94.7", "94.799", "a.bc", ""] {
            assert_eq!(hundredths(wrong), None, "{wrong}");
        }
    }
}
