//! One pass over the roll: which matters meet a filter, how many, and the first of them in an order.

use std::collections::BinaryHeap;

use law::ids::{CourtId, Stream};

use super::court::{COLUMNS, Column, CourtRoll};
use crate::store::list::{CaseFilter, Days, Key};
use crate::store::order::{Order, Sort, Spot};

/// The cases of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picked {
    /// Keys in order.
    pub keys: Vec<Key>,
    /// How many meet the filter in all.
    pub total: i64,
}

/// A condition on one column.
#[derive(Debug, Clone)]
pub(super) enum Test {
    Within(Column, i32, i32),
    Among(Column, Vec<i32>),
    Amount(i64, i64),
    Absent(Column),
    /// Not closed by this day.
    NotClosedBy(i32),
}

/// The conditions of a filter; none when one of them is on a column that the roll lacks. Courts are chosen beforehand.
pub(super) fn tests(filter: &CaseFilter) -> Option<Vec<Test>> {
    let mut tests = Vec::new();
    let mut among = |column, values: Vec<i64>| {
        if !values.is_empty() {
            tests.push(Test::Among(column, values.into_iter().filter_map(|value| i32::try_from(value).ok()).collect()));
        }
    };
    among(Column::Word, filter.words.iter().map(|word| i64::from(*word)).collect());
    among(Column::State, filter.states.iter().map(|state| i64::from(*state)).collect());
    among(Column::Cause, filter.causes.iter().map(|cause| i64::from(cause.0)).collect());
    among(Column::Closing, filter.closings.iter().map(|closing| i64::from(*closing)).collect());
    among(Column::Judge, filter.judge.iter().map(|judge| i64::from(judge.0)).collect());
    among(Column::Year, filter.year.iter().map(|year| i64::from(*year)).collect());
    among(Column::Counts, filter.counts.iter().map(|counts| i64::from(*counts)).collect());
    let mut days = |column, days: Option<Days>| {
        if let Some(days) = days {
            tests.push(Test::Within(column, days.from.0, days.to.0));
        }
    };
    days(Column::Accepted, filter.accepted);
    days(Column::Closed, filter.closed);
    for day in [filter.open_on, filter.overdue_on].into_iter().flatten() {
        tests.push(Test::Within(Column::Accepted, i32::MIN + 1, day.0));
        tests.push(Test::NotClosedBy(day.0));
    }
    if let Some(day) = filter.overdue_on {
        tests.push(Test::Within(Column::Due, i32::MIN + 1, day.0 - 1));
    }
    for (name, low, high) in &filter.between {
        tests.push(match *name {
            "amount" => Test::Amount(*low, *high),
            name => Test::Within(named(name)?, clamp(*low), clamp(*high)),
        });
    }
    for name in &filter.absent {
        tests.push(Test::Absent(named(name)?));
    }
    Some(tests)
}

fn named(name: &str) -> Option<Column> {
    COLUMNS.iter().find(|(_, one)| *one == name).map(|(column, _)| *column)
}

/// The nearest value a column can hold; absence is none.
fn clamp(value: i64) -> i32 {
    i32::try_from(value.clamp(i64::from(i32::MIN + 1), i64::from(i32::MAX))).unwrap_or(i32::MAX)
}

impl Test {
    /// Takes out of `kept` what does not meet it.
    fn apply(&self, roll: &CourtRoll, kept: &mut [bool]) {
        match self {
            Test::Within(column, low, high) => {
                retain(kept, roll.column(*column), |value| *low <= value && value <= *high);
            }
            Test::Among(column, values) => among(kept, roll.column(*column), values),
            Test::Amount(low, high) => {
                for (kept, amount) in kept.iter_mut().zip(&roll.amounts) {
                    *kept &= low <= amount && amount <= high;
                }
            }
            Test::Absent(column) => retain(kept, roll.column(*column), |value| value == i32::MIN),
            Test::NotClosedBy(day) => {
                retain(kept, roll.column(Column::Closed), |value| value == i32::MIN || value > *day);
            }
        }
    }
}

fn retain(kept: &mut [bool], values: &[i32], test: impl Fn(i32) -> bool) {
    for (kept, value) in kept.iter_mut().zip(values) {
        *kept &= test(*value);
    }
}

/// Values are looked up in a table where they lie close together, else searched.
fn among(kept: &mut [bool], values: &[i32], wanted: &[i32]) {
    const WIDEST: usize = 1 << 16;
    if let [one] = wanted {
        return retain(kept, values, |value| value == *one);
    }
    let (Some(low), Some(high)) = (wanted.iter().min(), wanted.iter().max()) else {
        kept.fill(false);
        return;
    };
    let place = |value: i32| usize::try_from(i64::from(value) - i64::from(*low)).ok();
    let width = place(*high).map_or(usize::MAX, |width| width.saturating_add(1));
    if width > WIDEST {
        return retain(kept, values, |value| wanted.contains(&value));
    }
    let mut table = vec![false; width];
    for value in wanted {
        if let Some(cell) = place(*value).and_then(|place| table.get_mut(place)) {
            *cell = true;
        }
    }
    retain(kept, values, |value| place(value).and_then(|place| table.get(place).copied()).unwrap_or(false));
}

/// Where a matter stands in an order: its value, turned round when the order descends; then the key.
type Rank = (i64, u16, i64);

/// The rank of what has no value: last.
const LAST: i64 = i64::MAX;

/// The best ranks so far, no more than the limit. Matters come to it in order of their keys.
struct Best {
    after: Option<Rank>,
    limit: usize,
    ranks: BinaryHeap<Rank>,
}

impl Best {
    /// Puts the kept matters of a court in by their values.
    fn take(&mut self, court: CourtId, roll: &CourtRoll, kept: &[bool], value: impl Fn(usize) -> i64) {
        for (at, (_, stream)) in kept.iter().zip(&roll.streams).enumerate().filter(|(_, (kept, _))| **kept) {
            let value = value(at);
            let full = self.ranks.len() >= self.limit;
            // an equal that comes later stands later
            if full && self.ranks.peek().is_none_or(|worst| value >= worst.0) {
                continue;
            }
            let rank = (value, court.0, *stream);
            if self.after.is_some_and(|after| rank <= after) {
                continue;
            }
            self.ranks.push(rank);
            if full {
                self.ranks.pop();
            }
        }
    }
}

/// The first `limit` matters after a place, and the number of all that pass the tests. Courts come in order.
pub(super) fn pick<'a>(
    courts: impl Iterator<Item = (&'a CourtId, &'a CourtRoll)>,
    tests: &[Test],
    order: Order,
    after: Option<Spot>,
    limit: usize,
) -> Picked {
    let turned = |value: Option<i64>| match value {
        None if order.sort == Sort::Key => 0,
        None => LAST,
        Some(value) if order.descending => -value,
        Some(value) => value,
    };
    let after = after.map(|spot| (turned(spot.value), spot.key.0.0, spot.key.1.0));
    let mut best = Best { after, limit, ranks: BinaryHeap::with_capacity(limit + 1) };
    let (mut total, mut kept) = (0, Vec::new());
    for (court, roll) in courts {
        kept.clear();
        kept.resize(roll.streams.len(), true);
        tests.iter().for_each(|test| test.apply(roll, &mut kept));
        total += kept.iter().filter(|kept| **kept).count();
        let (accepted, closed) = (roll.column(Column::Accepted), roll.column(Column::Closed));
        match order.sort {
            Sort::Key => best.take(*court, roll, &kept, |_| 0),
            Sort::Accepted => best.take(*court, roll, &kept, |at| turned(cell(accepted, at))),
            Sort::Closed => best.take(*court, roll, &kept, |at| turned(cell(closed, at))),
            Sort::Amount => best.take(*court, roll, &kept, |at| turned(roll.amounts.get(at).copied())),
            Sort::Running(to) => best.take(*court, roll, &kept, |at| {
                let days = |from: i64| cell(closed, at).unwrap_or(i64::from(to.0)) - from;
                turned(cell(accepted, at).map(days))
            }),
        }
    }
    let keys = best.ranks.into_sorted_vec().into_iter().map(|(_, court, stream)| (CourtId(court), Stream(stream)));
    Picked { keys: keys.collect(), total: i64::try_from(total).unwrap_or(i64::MAX) }
}

/// A value of a column; none where it is absent.
fn cell(column: &[i32], at: usize) -> Option<i64> {
    column.get(at).filter(|value| **value != i32::MIN).map(|value| i64::from(*value))
}
