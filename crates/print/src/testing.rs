//! A document with everything in it, and names that would break a careless writer.

use crate::{Bar, Block, Chart, Document, Level, Months, Series, Table};

/// Names with the marks of typst, of XML, of direction, and one that never ends.
pub(crate) const HOSTILE: [&str; 6] = [
    "#panic(\"x\") $x^2$ *_` <label> @ref \\ // [c]",
    "</w:t><w:br/>&amp;\"'<!--<![CDATA[",
    "\u{202e}院法\u{202c} شركة المحكمة עברית",
    "#set page(width: 1pt); #import \"/etc/passwd\"",
    "甲\u{0}\u{8}乙\u{fffe}",
    "",
];

/// A document of several pages; `rows` is the length of its long table.
pub(crate) fn sample(rows: usize) -> Document {
    let long = "很长的名称".repeat(30);
    let names = HOSTILE.iter().map(|name| (*name).to_owned()).chain([long]);
    let mut cells: Vec<Vec<String>> = names.map(|name| vec![name, "1234567".to_owned(), "94.79".to_owned()]).collect();
    cells.extend((0..rows).map(|n| vec![format!("第{n}法院"), (n * 37).to_string(), format!("{}.05", n % 100)]));
    let series = |name: &str, by: i64| Series { name: name.to_owned(), values: (1..=12).map(|n| n * by).collect() };
    let bar = |(value, name): (i64, &str)| Bar { name: name.to_owned(), value, printed: format!("{value}%") };
    Document {
        issuer: "辽宁省高级人民法院".to_owned(),
        title: "辽宁省法院2020年工作报告（统计部分）".to_owned(),
        number: None,
        date: "2021年1月1日".to_owned(),
        blocks: vec![
            Block::chapter("全年收结概况"),
            Block::paragraph("全省法院受理各类案件1103629件，审结1046137件，结案率94.79%，同比上升1.31个百分点。"),
            Block::Chart(Chart::Months(Months {
                caption: "各月新收、审结与月末未结".to_owned(),
                unit: "件".to_owned(),
                places: (1..=12).map(|n| format!("{n}月")).collect(),
                bars: vec![series("新收", 9000), series("审结", 8500)],
                line: Some(series("月末未结", 4000)),
            })),
            Block::section("各法院"),
            Block::Heading { level: Level::Item, text: "名称".to_owned() },
            Block::paragraph(HOSTILE.join("、")),
            Block::Table(Table::new(
                "各法院收结情况",
                ["法院", "受理（件）", "结案率（%）"].map(str::to_owned).to_vec(),
                cells,
            )),
            Block::chapter("结案率"),
            Block::Chart(Chart::Bars {
                caption: "各地区结案率".to_owned(),
                bars: [(93, "沈阳"), (40, HOSTILE[0]), (99, HOSTILE[1])].map(bar).to_vec(),
                interval: (Some(60), Some(95)),
            }),
        ],
        notes: vec!["各项数字均由卷宗记录逐案计数得出。".to_owned(), HOSTILE.join(" ")],
    }
}
