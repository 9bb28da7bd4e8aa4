//! One query for all indicators: a scan for each column that attributes matters to months, joined by UNION ALL.
//!
//! The text is plain SQL that other engines read as well. What is in stock is first counted by the months between
//! which it was open and only then spread over them, so that no matter is read once a month.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::definition::{Indicator, Kind};
use crate::filter::{By, Scope};
use crate::period::Period;
use crate::term::{Attribution, Counted};

/// The terms of a query, each once.
#[derive(Debug, Default)]
pub(crate) struct Slots {
    places: BTreeMap<Counted, usize>,
    order: Vec<Counted>,
}

impl Slots {
    /// The distinct terms over matters of these indicators; evenness needs each month apart.
    pub(crate) fn of<'a>(indicators: impl Iterator<Item = &'a Indicator>, by: By) -> Slots {
        let mut slots = Slots::default();
        for indicator in indicators {
            for term in indicator.numerator.iter().chain(&indicator.denominator) {
                if indicator.kind != Kind::Evenness {
                    slots.add(term.counted.clone());
                } else if !by.is_monthly() {
                    (1..=12).filter_map(|month| in_month(&term.counted, month)).for_each(|counted| slots.add(counted));
                }
            }
        }
        slots
    }

    fn add(&mut self, counted: Counted) {
        if matches!(counted, Counted::Matters { .. }) && !self.places.contains_key(&counted) {
            self.places.insert(counted.clone(), self.order.len());
            self.order.push(counted);
        }
    }

    /// Where a term's column stands among the results.
    pub(crate) fn place(&self, counted: &Counted) -> Option<usize> {
        self.places.get(counted).copied()
    }

    /// Number of terms.
    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }
}

/// The part of a point term that falls into one month.
pub(crate) fn in_month(counted: &Counted, month: i64) -> Option<Counted> {
    let Counted::Matters { on, condition, sum } = counted else { return None };
    let here = format!("{} = {month}", on.first_column());
    let condition = match condition {
        Some(condition) => format!("{here} AND ({condition})"),
        None => here,
    };
    Some(Counted::Matters { on: *on, condition: Some(condition), sum: sum.clone() })
}

/// Puts the days of the period in.
pub(crate) fn dated(text: &str, period: &Period) -> String {
    text.replace("{from}", &period.from().0.to_string()).replace("{as_of}", &period.as_of().0.to_string())
}

/// The conditions that narrow a scan to a scope.
pub(crate) fn scoped(scope: &Scope) -> Vec<String> {
    let mut conditions = Vec::new();
    if let Some(court) = scope.court {
        conditions.push(format!("court = {}", court.0));
    }
    if let Some(cause) = scope.cause {
        conditions.push(format!("cause = {}", cause.0));
    }
    if let Some(judge) = scope.judge {
        conditions.push(format!("judge = {}", judge.0));
    }
    conditions
}

/// A group of terms read in one scan.
struct Scan<'a> {
    column: &'static str,
    stock: bool,
    terms: Vec<(usize, &'a Counted)>,
}

/// The query: columns `k` (group), `m` (month, 0 for the year) and `t0`, `t1` … by slot.
pub(crate) fn text(slots: &Slots, by: By, scope: &Scope, period: &Period) -> String {
    let mut scans: BTreeMap<(&'static str, bool), Scan<'_>> = BTreeMap::new();
    for (place, counted) in slots.order.iter().enumerate() {
        if let Counted::Matters { on, .. } = counted {
            let key = (on.first_column(), on.is_stock());
            let scan = scans.entry(key).or_insert_with(|| Scan { column: key.0, stock: key.1, terms: Vec::new() });
            scan.terms.push((place, counted));
        }
    }
    let branches: Vec<String> = scans.values().map(|scan| scan.branch(slots.len(), by, scope, period)).collect();
    let mut sums = String::new();
    for place in 0..slots.len() {
        // writing to a string cannot fail
        let _ = write!(sums, ", SUM(t{place}) AS t{place}");
    }
    let union = branches.join("\nUNION ALL\n");
    let months: Vec<String> = (1..=12).map(|month| format!("({month})")).collect();
    let with = if by.is_monthly() { format!("WITH months(m) AS (VALUES {})\n", months.join(", ")) } else { String::new() };
    format!("{with}SELECT k, m{sums}\nFROM (\n{union}\n) AS u\nGROUP BY k, m\nORDER BY k, m")
}

impl Scan<'_> {
    fn branch(&self, slots: usize, by: By, scope: &Scope, period: &Period) -> String {
        let mut wanted = scoped(scope);
        let reach = if self.stock { Attribution::Pending } else { Attribution::Point(self.column) };
        wanted.push(reach.within(self.column, "left_month", "1", "12"));
        let wanted = wanted.join(" AND ");
        let key = by.column().unwrap_or("0");
        let whole_stock = self.stock && by.is_monthly();
        let aggregates: Vec<String> =
            self.terms.iter().map(|(place, counted)| aggregate(counted, *place, whole_stock, period)).collect();
        let aggregates = aggregates.join(",\n  ");
        let mut groups: Vec<&str> = by.column().into_iter().collect();
        if by.is_monthly() {
            groups.push(self.column);
        }
        if whole_stock {
            groups.push("left_month");
            let inner = format!(
                "SELECT {key} AS k, {first} AS first_month, left_month,\n  {aggregates}\n  FROM facts WHERE {wanted} GROUP BY {groups}",
                first = self.column,
                groups = groups.join(", ")
            );
            return self.spread(slots, &inner);
        }
        let month = if by.is_monthly() { self.column } else { "0" };
        let group = if groups.is_empty() { String::new() } else { format!(" GROUP BY {}", groups.join(", ")) };
        let inner = format!("SELECT {key} AS k, {month} AS m,\n  {aggregates}\n  FROM facts WHERE {wanted}{group}");
        let columns = self.padded(slots, |place| format!("t{place}"));
        format!("SELECT CAST(k AS BIGINT) AS k, CAST(m AS BIGINT) AS m, {columns}\nFROM ({inner}) AS s")
    }

    /// Spreads what was counted between two months over the months between.
    fn spread(&self, slots: usize, inner: &str) -> String {
        let columns = self.padded(slots, |place| {
            let on = self.terms.iter().find(|(one, _)| *one == place).map(|(_, counted)| *counted);
            let within = match on {
                Some(Counted::Matters { on, .. }) => on.within("first_month", "left_month", "months.m", "months.m"),
                _ => "FALSE".to_owned(),
            };
            format!("SUM(CASE WHEN {within} THEN t{place} ELSE 0 END)")
        });
        format!(
            "SELECT CAST(k AS BIGINT) AS k, CAST(months.m AS BIGINT) AS m, {columns}\nFROM ({inner}) AS s\nJOIN months ON s.first_month <= months.m AND s.left_month >= months.m\nGROUP BY k, months.m"
        )
    }

    fn padded(&self, slots: usize, given: impl Fn(usize) -> String) -> String {
        let column = |place: usize| {
            let here = self.terms.iter().any(|(one, _)| *one == place);
            let value = if here { given(place) } else { "0".to_owned() };
            format!("CAST({value} AS BIGINT) AS t{place}")
        };
        (0..slots).map(column).collect::<Vec<_>>().join(", ")
    }
}

/// One aggregate; within a year the scan's own condition already holds, unless the term asks for less.
fn aggregate(counted: &Counted, place: usize, whole_stock: bool, period: &Period) -> String {
    let Counted::Matters { on, condition, sum } = counted else { return String::new() };
    let mut conditions = Vec::new();
    if on.is_stock() && *on != Attribution::Pending && !whole_stock {
        conditions.push(on.within(on.first_column(), "left_month", "1", "12"));
    }
    conditions.extend(condition.as_deref().map(|text| dated(text, period)));
    let filter =
        if conditions.is_empty() { String::new() } else { format!(" FILTER (WHERE {})", conditions.join(" AND ")) };
    match sum {
        Some(sum) => format!("SUM({}){filter} AS t{place}", dated(sum, period)),
        None => format!("COUNT(*){filter} AS t{place}"),
    }
}
