//! The monthly bulletin as a document to be printed.

use print::{Bar, Block, Chart, Document, Months, Series, Table};

use super::bulletin::{Bulletin, Judged, Line};
use crate::format::day_text;

/// More courts than this make no chart that can be read.
const BARS: usize = 20;

/// The document of a bulletin.
pub(crate) fn document(bulletin: &Bulletin) -> Document {
    let mut blocks = vec![
        Block::chapter("收结存"),
        Block::paragraph(bulletin.headline()),
        Block::Chart(months(bulletin)),
        lines(bulletin, "收结存情况", &bulletin.loads),
    ];
    if !bulletin.judged.is_empty() {
        blocks.push(Block::chapter("参考区间"));
        blocks.push(intervals(bulletin));
        for judged in &bulletin.judged {
            blocks.push(Block::section(judged.line.name.clone()));
            blocks.push(Block::paragraph(outside_words(bulletin, judged)));
            blocks.extend(outside(judged));
        }
    }
    for (title, caption, of) in [
        ("质量、效率、效果", "主要质效指标", &bulletin.quality),
        ("对照指标", "防止数字失真的对照指标", &bulletin.guards),
    ] {
        if !of.is_empty() {
            blocks.push(Block::chapter(title));
            blocks.push(lines(bulletin, caption, of));
        }
    }
    Document {
        issuer: "辽宁省高级人民法院".to_owned(),
        title: bulletin.title(),
        number: None,
        date: day_text(bulletin.as_of),
        blocks,
        notes: vec![
            format!("数据截至{}，由卷宗记录逐案计数得出。", day_text(bulletin.as_of)),
            "本通报只看是否在参考区间内，不排名次；区间外的法院按代字顺序列出。".to_owned(),
            "环比：比率为百分点之差，件数和金额为增减幅度，均数为差额。没有分母的比率记作“—”。".to_owned(),
        ],
    }
}

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn lines(bulletin: &Bulletin, caption: &str, lines: &[Line]) -> Block {
    let row = |line: &Line| {
        vec![line.name.clone(), line.month.clone(), line.before.clone(), line.change.clone(), line.to_date.clone()]
    };
    let headings = texts(&["指标", "本月", "上月", "环比", &bulletin.so_far()]);
    Block::Table(Table::new(caption, headings, lines.iter().map(row).collect()))
}

fn intervals(bulletin: &Bulletin) -> Block {
    let row = |judged: &Judged| {
        vec![
            judged.line.name.clone(),
            judged.interval.clone(),
            judged.line.to_date.clone(),
            judged.position.map_or("—", super::bulletin::Position::word).to_owned(),
            judged.outside.len().to_string(),
        ]
    };
    let headings = texts(&["指标", "参考区间", &bulletin.so_far(), "全省", "区间外法院（家）"]);
    Block::Table(Table {
        words: 2, ..Table::new("参考区间对照", headings, bulletin.judged.iter().map(row).collect())
    })
}

fn outside_words(bulletin: &Bulletin, judged: &Judged) -> String {
    if judged.outside.is_empty() {
        format!("{}，有数据的{}家法院都在参考区间（{}）内。", bulletin.so_far(), judged.courts, judged.interval)
    } else {
        format!(
            "{}，有数据的{}家法院中，{}家在参考区间（{}）外。",
            bulletin.so_far(),
            judged.courts,
            judged.outside.len(),
            judged.interval
        )
    }
}

/// The courts outside, with a chart when they are few.
fn outside(judged: &Judged) -> Vec<Block> {
    if judged.outside.is_empty() {
        return Vec::new();
    }
    let mut blocks = Vec::new();
    if judged.outside.len() <= BARS {
        let bar = |one: &super::bulletin::Outside| Bar {
            name: one.court.short.to_owned(),
            value: one.hundredths,
            printed: one.value.clone(),
        };
        blocks.push(Block::Chart(Chart::Bars {
            caption: format!("{}：区间外的法院（浅底为参考区间）", judged.line.name),
            bars: judged.outside.iter().map(bar).collect(),
            interval: judged.bounds,
        }));
    }
    let row = |one: &super::bulletin::Outside| {
        vec![
            one.court.short.to_owned(),
            one.value.clone(),
            one.num.to_string(),
            one.den.to_string(),
            one.position.word().to_owned(),
        ]
    };
    let headings = texts(&["法院", "数值", "分子", "分母", "位置"]);
    blocks.push(Block::Table(Table::new(
        format!("{}在区间外的法院", judged.line.name),
        headings,
        judged.outside.iter().map(row).collect(),
    )));
    blocks
}

fn months(bulletin: &Bulletin) -> Chart {
    let series = |name: &str, values| Series { name: name.to_owned(), values };
    Chart::Months(Months {
        caption: format!("{}各月新收与审结", bulletin.so_far()),
        unit: "件".to_owned(),
        places: bulletin.months.iter().map(|month| format!("{}月", month.month)).collect(),
        bars: vec![
            series("新收", bulletin.months.iter().map(|month| month.intake).collect()),
            series("审结", bulletin.months.iter().map(|month| month.closing).collect()),
        ],
        line: None,
    })
}
