//! Projected tables compared with a fold of the log, row by row.

use std::collections::BTreeMap;

use law::ids::CourtId;
use law::life::facts::CaseFacts;

use super::error::StoreError;
use super::fold::CourtFold;
use super::read::facts_columns;
use super::rows::Reader;
use super::sitting::{self, SittingRow};

/// Takes a finding: the entry it concerns, if one, and what is wrong.
type Find<'a> = &'a mut (dyn FnMut(Option<i64>, String) + Send);

/// Entries of a court not yet folded into `case_facts`.
pub(crate) fn behind(reader: &mut Reader, court: CourtId) -> Result<i64, StoreError> {
    let done =
        reader.number("SELECT position FROM cursors WHERE name = 'facts' AND court = $1", &[i64::from(court.0)])?;
    Ok((reader.size(court)? - done).max(0))
}

/// Compares every projected table; `case_facts` and counters are left out while they lag behind.
pub(crate) fn compare(
    reader: &mut Reader,
    fold: &CourtFold,
    court: CourtId,
    behind: bool,
    find: Find<'_>,
) -> Result<(), StoreError> {
    if !behind {
        facts(reader, fold, court, find)?;
        sittings(reader, fold, court, find)?;
        counters(reader, fold, court, find)?;
    }
    tallies(reader, fold, court, find)?;
    statements(reader, fold, court, find)
}

fn facts(reader: &mut Reader, fold: &CourtFold, court: CourtId, find: Find<'_>) -> Result<(), StoreError> {
    let sql = format!("SELECT {} FROM case_facts WHERE court = $1", facts_columns());
    let mut cells: Vec<Option<i64>> = Vec::with_capacity(CaseFacts::COLUMNS.len());
    let mut seen = 0_usize;
    reader.rows(&sql, &[i64::from(court.0)], &mut |row| {
        cells.clear();
        for at in 0..CaseFacts::COLUMNS.len() {
            cells.push(row.int_or_null(at)?);
        }
        let stream = row.int(1)?;
        let Some(folded) = fold.facts_of(stream) else {
            find(Some(stream), format!("案件事实表多出卷宗流 {stream}"));
            return Ok(());
        };
        seen += 1;
        let folded = folded.cells();
        if cells != folded {
            let columns = CaseFacts::COLUMNS.iter().zip(CaseFacts::LABELS);
            let wrong: Vec<&str> = columns
                .zip(cells.iter().zip(&folded))
                .filter(|(_, (stored, folded))| stored != folded)
                .map(|((_, label), _)| *label)
                .collect();
            find(Some(stream), format!("卷宗流 {stream} 的案件事实与条目不符：{}", wrong.join("、")));
        }
        Ok(())
    })?;
    let all = fold.facts().count();
    if seen < all {
        missing_facts(reader, fold, court, find)?;
    }
    Ok(())
}

fn missing_facts(reader: &mut Reader, fold: &CourtFold, court: CourtId, find: Find<'_>) -> Result<(), StoreError> {
    let mut stored = std::collections::BTreeSet::new();
    let sql = "SELECT stream FROM case_facts WHERE court = $1";
    reader.rows(sql, &[i64::from(court.0)], &mut |row| {
        stored.insert(row.int(0)?);
        Ok(())
    })?;
    for facts in fold.facts().filter(|facts| !stored.contains(&facts.stream.0)) {
        let stream = facts.stream.0;
        find(Some(stream), format!("案件事实表缺少卷宗流 {stream}"));
    }
    Ok(())
}

/// Compares two tables keyed alike and names the keys that differ.
fn differing<V: PartialEq>(stored: &BTreeMap<String, V>, folded: &BTreeMap<String, V>, table: &str, find: Find<'_>) {
    for (key, value) in folded {
        match stored.get(key) {
            Some(found) if found == value => {}
            Some(_) => find(None, format!("{table} {key} 与条目不符")),
            None => find(None, format!("{table}缺少 {key}")),
        }
    }
    for key in stored.keys().filter(|key| !folded.contains_key(*key)) {
        find(None, format!("{table}多出 {key}"));
    }
}

fn tallies(reader: &mut Reader, fold: &CourtFold, court: CourtId, find: Find<'_>) -> Result<(), StoreError> {
    let mut stored = BTreeMap::new();
    let sql = "SELECT day, kind, n, total FROM tallies WHERE court = $1";
    reader.rows(sql, &[i64::from(court.0)], &mut |row| {
        let day = law::day::Day(super::read::narrow(row.int(0)?, "day")?);
        stored.insert(format!("{day} {}", row.text(1)?), (row.int(2)?, row.int(3)?));
        Ok(())
    })?;
    let folded =
        fold.tallies().into_iter().map(|row| (format!("{} {}", row.day, row.kind), (row.n, row.total))).collect();
    differing(&stored, &folded, "日统计表", find);
    Ok(())
}

fn sittings(reader: &mut Reader, fold: &CourtFold, court: CourtId, find: Find<'_>) -> Result<(), StoreError> {
    let keyed = |row: SittingRow| (format!("卷宗流 {} 第 {} 席", row.stream.0, row.nth), row.sat);
    let stored = sitting::all(reader, court)?.into_iter().map(keyed).collect();
    let folded = fold.sittings().map(keyed).collect();
    differing(&stored, &folded, "审判组织表", find);
    Ok(())
}

fn statements(reader: &mut Reader, fold: &CourtFold, court: CourtId, find: Find<'_>) -> Result<(), StoreError> {
    let mut stored = BTreeMap::new();
    let sql = "SELECT year, key, value, source FROM statements WHERE court = $1";
    reader.rows(sql, &[i64::from(court.0)], &mut |row| {
        let value = (row.int(2)?, row.text(3)?.to_owned());
        stored.insert(format!("{} {}", row.int(0)?, row.text(1)?), value);
        Ok(())
    })?;
    let folded = fold
        .statements()
        .into_iter()
        .map(|row| (format!("{} {}", row.year, row.key), (row.value, row.source)))
        .collect();
    differing(&stored, &folded, "往年统计表", find);
    Ok(())
}

fn counters(reader: &mut Reader, fold: &CourtFold, court: CourtId, find: Find<'_>) -> Result<(), StoreError> {
    let mut stored = BTreeMap::new();
    let sql = "SELECT year, word, last FROM counters WHERE court = $1";
    reader.rows(sql, &[i64::from(court.0)], &mut |row| {
        stored.insert(format!("{} 年类型代字 {}", row.int(0)?, row.int(1)?), row.int(2)?);
        Ok(())
    })?;
    let folded = fold
        .counters()
        .into_iter()
        .map(|row| (format!("{} 年类型代字 {}", row.year, row.word), i64::from(row.last)))
        .collect();
    differing(&stored, &folded, "案号计数表", find);
    Ok(())
}
