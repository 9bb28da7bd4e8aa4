//! Tables small enough to hold: the courts of a year, the indicators, and one indicator in every court.

use std::collections::BTreeMap;

use law::court;
use law::fen::Fen;
use sheet::{Cell, Column, Kind};

use super::{Rows, Table};
use crate::format::rate_bp;
use crate::pages;
use crate::ranking;
use crate::source::{About, Numbers, Ratio};

fn text(text: &str) -> Cell<'static> {
    Cell::Text(text.to_owned().into())
}

fn columns(given: &[(&str, Kind, u16)]) -> Vec<Column> {
    given.iter().map(|(name, kind, width)| Column::new(*name, *kind, *width)).collect()
}

fn table(title: &str, given: &[(&str, Kind, u16)], rows: Vec<Vec<Cell<'static>>>, note: String) -> Table {
    let total = i64::try_from(rows.len()).ok();
    Table { title: title.to_owned(), columns: columns(given), notes: vec![note], total, rows: Rows::Few(rows) }
}

/// A side of a ratio: an amount or a count.
fn side(about: &About, n: i64) -> Cell<'static> {
    if about.is_money() { Cell::Money(Fen(n)) } else { Cell::Whole(n) }
}

/// The value of an indicator, typed by how it is written.
fn value(about: &About, ratio: Ratio) -> Cell<'static> {
    use crate::source::Form;
    match about.form {
        Form::Rate => Cell::maybe(rate_bp(ratio.num, ratio.den), Cell::Rate),
        Form::Mean => Cell::maybe(rate_bp(ratio.num, ratio.den.saturating_mul(100)), Cell::Hundredths),
        Form::Count => Cell::Whole(ratio.num),
        Form::Amount => Cell::Money(Fen(ratio.num)),
        Form::Evenness => text(&Numbers::written(about, ratio)),
    }
}

/// All courts of a year.
pub fn courts(numbers: &Numbers) -> Table {
    let given = [
        ("法院代字", Kind::Text, 6),
        ("法院", Kind::Text, 16),
        ("审级", Kind::Text, 4),
        ("所在市", Kind::Text, 6),
        ("受理", Kind::Whole, 7),
        ("审结", Kind::Whole, 7),
        ("结案率", Kind::Rate, 6),
        ("未结", Kind::Whole, 7),
    ];
    let row = |court: &court::Court| {
        let (accepted, concluded) = numbers.caseload(Some(court.id));
        vec![
            text(court.code),
            text(court.name),
            text(court.level.name()),
            text(court.city),
            Cell::Whole(accepted),
            Cell::Whole(concluded),
            Cell::maybe(rate_bp(concluded, accepted), Cell::Rate),
            Cell::Whole(accepted - concluded),
        ]
    };
    let note = format!("{} 年。受理＝旧存＋新收；结案率＝审结÷受理。", numbers.year);
    table("法院", &given, court::courts().iter().map(row).collect(), note)
}

/// What has been open for long, by court.
pub fn aged(numbers: &Numbers) -> Table {
    let mut given = vec![("法院代字", Kind::Text, 6), ("法院", Kind::Text, 16)];
    given.extend(pages::aged_page::COLUMNS.map(|(_, head)| (head, Kind::Whole, 7)));
    given.push(("一年以上占未结", Kind::Rate, 7));
    let row = |court: &court::Court| {
        let n = pages::aged_page::of_court(numbers, court.id);
        let mut row = vec![text(court.code), text(court.name)];
        row.extend(n.map(Cell::Whole));
        row.push(Cell::maybe(rate_bp(n[1], n[0]), Cell::Rate));
        row
    };
    let note = format!("{} 年末或数据截止日未结的案件，按立案到这一天的时间分；长的也计入短的。", numbers.year);
    table("长期未结", &given, court::courts().iter().map(row).collect(), note)
}

/// All indicators of a year.
pub fn indicators(numbers: &Numbers) -> Table {
    let given = [
        ("编号", Kind::Text, 5),
        ("指标", Kind::Text, 18),
        ("类别", Kind::Text, 10),
        ("全省", Kind::Rate, 8),
        ("单位", Kind::Text, 4),
        ("分子", Kind::Whole, 9),
        ("分母", Kind::Whole, 9),
        ("参考区间", Kind::Text, 10),
        ("方向", Kind::Text, 10),
        ("口径", Kind::Text, 40),
        ("依据", Kind::Text, 30),
    ];
    let row = |about: &About| {
        let ratio = numbers.value(&about.id, None);
        let quotient = ratio.filter(|_| about.form.is_quotient());
        vec![
            text(&about.id),
            text(&about.name),
            text(&about.group),
            Cell::maybe(ratio, |ratio| value(about, ratio)),
            text(&about.unit),
            Cell::maybe(quotient, |ratio| side(about, ratio.num)),
            Cell::maybe(quotient, |ratio| side(about, ratio.den)),
            text(&about.reference),
            text(&about.direction),
            text(&about.words),
            text(&about.source),
        ]
    };
    let note = format!("{} 年全省。", numbers.year);
    table("指标", &given, numbers.indicators.iter().map(row).collect(), note)
}

/// One indicator in every court.
pub fn indicator(numbers: &Numbers, about: &About) -> Table {
    let given = [
        ("法院代字", Kind::Text, 6),
        ("法院", Kind::Text, 16),
        ("所在市", Kind::Text, 6),
        ("值", Kind::Rate, 8),
        ("分子", Kind::Whole, 9),
        ("分母", Kind::Whole, 9),
    ];
    let quotient = about.form.is_quotient();
    let row = |court: &court::Court| {
        let ratio = numbers.value(&about.id, Some(court.id))?;
        Some(vec![
            text(court.code),
            text(court.name),
            text(court.city),
            value(about, ratio),
            side(about, ratio.num),
            if quotient { side(about, ratio.den) } else { Cell::Empty },
        ])
    };
    let note = format!("{} 年，{}（{}）。口径：{}", numbers.year, about.name, about.id, about.words);
    table(&format!("指标 {}", about.id), &given, court::courts().iter().filter_map(row).collect(), note)
}

/// Courts side by side: a line an indicator and court.
pub fn compare(numbers: &Numbers, courts: &[&'static court::Court], ranked: bool) -> Table {
    let mut given = vec![
        ("编号", Kind::Text, 5),
        ("指标", Kind::Text, 18),
        ("类别", Kind::Text, 10),
        ("法院代字", Kind::Text, 6),
        ("法院", Kind::Text, 16),
        ("值", Kind::Rate, 8),
        ("单位", Kind::Text, 4),
        ("分子", Kind::Whole, 9),
        ("分母", Kind::Whole, 9),
        ("参考区间", Kind::Text, 10),
        ("区间位置", Kind::Text, 6),
        ("全省", Kind::Rate, 8),
        ("与全省之差", Kind::Hundredths, 7),
    ];
    if ranked {
        given.extend([("同级名次", Kind::Whole, 5), ("同级家数", Kind::Whole, 5), ("并列家数", Kind::Whole, 5)]);
    }
    let mut rows = Vec::new();
    for about in &numbers.indicators {
        let places = if ranked { ranking::places(numbers, about) } else { BTreeMap::new() };
        let whole = numbers.value(&about.id, None);
        for court in courts {
            let Some(ratio) = numbers.value(&about.id, Some(court.id)) else { continue };
            let quotient = about.form.is_quotient();
            let gap = whole.and_then(|whole| pages::compare::gap(about, ratio, whole));
            let mut row = vec![
                text(&about.id),
                text(&about.name),
                text(&about.group),
                text(court.code),
                text(court.name),
                value(about, ratio),
                text(&about.unit),
                if quotient { side(about, ratio.num) } else { Cell::Empty },
                if quotient { side(about, ratio.den) } else { Cell::Empty },
                text(&about.reference),
                pages::compare::position(about, ratio).map_or(Cell::Empty, |position| text(position.word())),
                Cell::maybe(whole, |whole| value(about, whole)),
                Cell::maybe(gap, Cell::Hundredths),
            ];
            if ranked {
                let place = places.get(&court.id);
                let n = |pick: fn(&ranking::Place) -> usize| {
                    Cell::maybe(place.and_then(|place| i64::try_from(pick(place)).ok()), Cell::Whole)
                };
                row.extend([n(|place| place.place), n(|place| place.of), n(|place| place.tied)]);
            }
            rows.push(row);
        }
    }
    let note = format!("{} 年。与全省之差：比率以百分点计，平均数以其单位计。", numbers.year);
    table("法院对比", &given, rows, note)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_courts_of_a_year_without_figures_have_no_rate() {
        let table = courts(&Numbers::empty(2020));
        assert_eq!(table.total, Some(128));
        let Rows::Few(rows) = table.rows else { panic!("few rows") };
        assert!(rows.iter().all(|row| row.len() == table.columns.len() && row[6] == Cell::Empty));
    }
}
