//! What a dry run found, as blocks of a page: in numbers, by reason, row by row, and what it would do to the court's numbers.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use import::{Checked, Gap, Progress};
use law::case_number::Word;
use law::life::codes::State;

use hall::page::{Block, Table, Text};

/// Faults shown on the page; the files have them all.
const SHOWN: usize = 20;
/// Reasons shown.
const REASONS: usize = 12;

/// How far the reading is.
pub(super) fn how_far(progress: &Progress) -> String {
    let (done, total) = (progress.done.load(Ordering::Relaxed), progress.total.load(Ordering::Relaxed));
    match total {
        0 => "正在打开文件。".to_owned(),
        total => format!("已经核对 {done} 行，共 {total} 行。这一页会自己更新。"),
    }
}

/// The outcome in a sentence.
pub(super) fn in_short(checked: &Checked) -> String {
    match (checked.twice, checked.bad) {
        (true, _) => "这份文件已经导入过，不能再次导入。".to_owned(),
        (false, 0) => format!("读到 {} 行，全部无误，可以导入。还什么也没有导入。", checked.rows),
        (false, bad) => {
            format!("读到 {} 行，其中 {bad} 行有误。要全部改好才能导入，现在一件也没有导入。", checked.rows)
        }
    }
}

/// The blocks of the outcome.
pub(super) fn blocks(checked: &Checked, id: &str) -> Vec<Block> {
    let number = |n: usize| Text::from(n.to_string()).looking("number");
    let facts = vec![
        ("读到".to_owned(), number(checked.rows)),
        ("可以导入".to_owned(), number(checked.good.len())),
        ("有误".to_owned(), number(checked.bad)),
        ("将写入记录".to_owned(), number(checked.entries())),
        ("文件杂凑值（SM3）".to_owned(), Text::from(checked.digest.as_str()).looking("hash")),
    ];
    let mut blocks = vec![Block::Facts(String::new(), facts)];
    if !checked.notes.is_empty() {
        blocks.push(Block::Note("plain", checked.notes.iter().map(|note| Text::from(note.as_str())).collect()));
    }
    if checked.bad > 0 {
        blocks.extend(wrong(checked, id));
    }
    if !checked.good.is_empty() && !checked.twice {
        blocks.push(Block::Table(what(checked)));
        blocks.push(Block::Table(numbers(&checked.gaps)));
    }
    blocks
}

/// What is wrong: by reason, the first rows, and the files that have it all.
fn wrong(checked: &Checked, id: &str) -> Vec<Block> {
    let reasons = checked.reasons();
    let rows = reasons.iter().take(REASONS);
    let by_reason = Table {
        title: "按原因".to_owned(),
        heads: vec!["哪里不对", "#行数"],
        rows: rows.map(|(why, n)| vec![Text::from(why.as_str()), Text::from(n.to_string())]).collect(),
        count: format!("{} 种", reasons.len()),
        ..Table::default()
    };
    let lines = checked.faults.iter().take(SHOWN).map(|fault| {
        vec![
            Text::from(fault.row.to_string()),
            Text::from(fault.column.as_str()),
            Text::from(fault.read.as_str()),
            Text::from(fault.wrong.as_str()),
            Text::from(fault.instead.as_str()),
        ]
    });
    let all = checked.faults.len() + checked.more;
    let first = Table {
        title: "最先的几处".to_owned(),
        heads: vec!["#行", "列", "读到的", "哪里不对", "应当怎样"],
        rows: lines.collect(),
        count: format!("共 {all} 处"),
        ..Table::default()
    };
    let files = vec![
        Text::link("下载全部错误（XLSX）", format!("/desk/import/{id}/faults.xlsx")),
        Text::link("下载全部错误（CSV）", format!("/desk/import/{id}/faults.csv")),
    ];
    vec![Block::Links(files), Block::Table(by_reason), Block::Table(first)]
}

/// What would be imported, by type and how far the cases are.
fn what(checked: &Checked) -> Table {
    let mut kinds: BTreeMap<(u16, u16), [usize; 3]> = BTreeMap::new();
    for one in &checked.good {
        let count = kinds.entry((one.facts.year.unwrap_or(0), one.facts.word)).or_default();
        let closed = one.facts.state == State::Closed.code();
        let [all, ended, restricted] = count;
        *all += 1;
        *ended += usize::from(closed);
        *restricted += usize::from(one.facts.secrecy > 0);
    }
    let rows = kinds.into_iter().map(|((year, word), [all, ended, restricted])| {
        vec![
            Text::from(year.to_string()),
            Text::from(Word::by_code(word).map_or("", Word::as_str)),
            Text::from(all.to_string()),
            Text::from(ended.to_string()),
            Text::from((all - ended).to_string()),
            Text::from(restricted.to_string()),
        ]
    });
    Table {
        title: "将要导入".to_owned(),
        heads: vec!["年度", "类型", "#案件", "#已结", "#未结", "#不公开或涉密"],
        rows: rows.collect(),
        count: format!("{} 件", checked.good.len()),
        ..Table::default()
    }
}

/// What becomes of the court's numbers.
fn numbers(gaps: &[Gap]) -> Table {
    let rows = gaps.iter().map(|gap| {
        let first: Vec<String> = gap.first.iter().map(u32::to_string).collect();
        let more = if usize::try_from(gap.missing).unwrap_or(0) > first.len() { "……" } else { "" };
        let missing = match gap.missing {
            0 => Text::from("没有"),
            n => Text::from(format!("{n} 个：{}{more}", first.join("、"))),
        };
        vec![
            Text::from(format!("{} {}", gap.year, gap.word)),
            Text::from(gap.last.to_string()),
            Text::from(gap.raised.to_string()),
            missing,
        ]
    });
    Table {
        title: "对案号的影响".to_owned(),
        heads: vec!["年度和类型", "#现在编到", "#导入后编到", "其间的空号"],
        rows: rows.collect(),
        count: "导入后新立的案件从下一号编起，空号不再使用".to_owned(),
        ..Table::default()
    }
}
