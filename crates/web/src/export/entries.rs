//! Entries as rows, court by court, in the order of their logs.

use docket::digest::to_hex;
use docket::entry::Entry;
use law::court;
use sheet::{Cell, Column, Kind, SheetFault};

use super::{Each, Ended, Rows, Table};
use crate::fault::Fault;
use crate::format::moment;
use crate::narrate::{kind_zh, sentence};
use crate::source::{EntryFilter, Source};

/// Entries read at once.
const PAGE: usize = 2_000;

/// The table of the entries that a filter lets through.
pub async fn table(source: &Source, filter: EntryFilter) -> Result<Table, Fault> {
    let total = source.count_entries(&filter).await?.iter().map(|(_, n)| n).sum();
    let columns = [
        ("法院", Kind::Text, 14),
        ("序号", Kind::Whole, 7),
        ("卷宗流", Kind::Whole, 7),
        ("版本", Kind::Whole, 4),
        ("种类", Kind::Text, 8),
        ("种类代码", Kind::Text, 14),
        ("发生时间", Kind::Text, 10),
        ("记录时间", Kind::Text, 10),
        ("经办", Kind::Text, 8),
        ("摘要", Kind::Text, 30),
        ("叶子杂凑", Kind::Text, 36),
    ];
    Ok(Table {
        title: "记录".to_owned(),
        columns: columns.into_iter().map(|(name, kind, width)| Column::new(name, kind, width)).collect(),
        notes: Vec::new(),
        total: Some(total),
        rows: Rows::Entries(filter),
    })
}

/// Hands over every entry wanted.
pub fn pour(source: &Source, filter: &EntryFilter, each: Each<'_>) -> Result<(), Ended> {
    let runtime = tokio::runtime::Handle::current();
    let courts = court::courts().iter().map(|court| court.id);
    for court in courts.filter(|court| filter.court.is_none_or(|one| one == *court)) {
        let mut after = 0;
        loop {
            let entries = runtime.block_on(source.list_entries(court, filter, after, PAGE))?;
            entries.iter().try_for_each(|entry| row(entry, each))?;
            match entries.last() {
                Some(last) if entries.len() == PAGE => after = last.position,
                _ => break,
            }
        }
    }
    Ok(())
}

fn row(entry: &Entry, each: Each<'_>) -> Result<(), SheetFault> {
    let leaf = to_hex(&entry.leaf);
    let (occurred, recorded) = (moment(entry.occurred_at), moment(entry.recorded_at));
    let told = sentence(&entry.kind, &entry.body).unwrap_or_default();
    each(&[
        Cell::text(court::court(entry.court).map_or("", |court| court.name)),
        Cell::Whole(entry.position),
        Cell::Whole(entry.stream.0),
        Cell::Whole(i64::from(entry.version)),
        Cell::text(kind_zh(&entry.kind)),
        Cell::text(&entry.kind),
        Cell::text(&occurred),
        Cell::text(&recorded),
        Cell::text(&entry.actor),
        Cell::text(&told),
        Cell::text(&leaf),
    ])
}
