//! One query for all indicators: a scan for each column that attributes matters to months, joined by UNION ALL.
//!
//! The text is plain SQL that other engines read as well. Kinds of case that many terms ask for are scanned apart, so
//! that their conditions are asked of their own rows only. What is in stock is first counted by the months between
//! which it was open and only then spread over them, so that no matter is read once a month.

use std::collections::BTreeMap;

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
    let Counted::Matters { on, family, condition, sum } = counted else { return None };
    let here = format!("{} = {month}", on.first_column());
    let condition = match condition {
        Some(condition) => format!("{here} AND ({condition})"),
        None => here,
    };
    Some(Counted::Matters { on: *on, family: family.clone(), condition: Some(condition), sum: sum.clone() })
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

/// A kind of case is scanned apart when so many terms ask for it.
const FAMILY_TERMS: usize = 3;

/// Terms read in one scan.
#[derive(Debug)]
pub(crate) struct Scan {
    column: &'static str,
    stock: bool,
    family: Option<String>,
    /// Slots of its terms, in the order of its columns `v0`, `v1` …
    pub(crate) slots: Vec<usize>,
}

/// The scans of a query, in the order of their numbers `s`.
pub(crate) fn scans(slots: &Slots) -> Vec<Scan> {
    type Key<'a> = (&'static str, bool, Option<&'a str>);
    let keyed = slots.order.iter().filter_map(|counted| match counted {
        Counted::Matters { on, family, .. } => Some((on.first_column(), on.is_stock(), family.as_deref())),
        Counted::Entries { .. } => None,
    });
    let keyed: Vec<Key<'_>> = keyed.collect();
    let many = |key: &Key<'_>| keyed.iter().filter(|one| *one == key).count() >= FAMILY_TERMS;
    let mut scans: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    for (slot, key) in keyed.iter().enumerate() {
        let (column, stock, _) = *key;
        scans.entry(if many(key) { *key } else { (column, stock, None) }).or_default().push(slot);
    }
    let scan = |((column, stock, family), slots): (Key<'_>, Vec<usize>)| Scan { column, stock, family: family.map(str::to_owned), slots };
    scans.into_iter().map(scan).collect()
}

/// The query: columns `s` (scan), `k` (group), `m` (month, 0 for the year) and `v0`, `v1` … by the slots of the scan.
pub(crate) fn text(slots: &Slots, by: By, scope: &Scope, period: &Period) -> String {
    let scans = scans(slots);
    let width = scans.iter().map(|scan| scan.slots.len()).max().unwrap_or(0);
    let branches: Vec<String> = (0..).zip(&scans).map(|(number, scan)| scan.branch(number, width, slots, by, scope, period)).collect();
    let months: Vec<String> = (1..=12).map(|month| format!("({month})")).collect();
    let with = if by.is_monthly() { format!("WITH months(m) AS (VALUES {})\n", months.join(", ")) } else { String::new() };
    format!("{with}{}", branches.join("\nUNION ALL\n"))
}

impl Scan {
    fn branch(&self, number: usize, width: usize, slots: &Slots, by: By, scope: &Scope, period: &Period) -> String {
        let mut wanted = scoped(scope);
        let reach = if self.stock { Attribution::Pending } else { Attribution::Point(self.column) };
        wanted.push(reach.within(self.column, "left_month", "1", "12"));
        wanted.extend(self.family.as_deref().map(|family| dated(family, period)));
        let wanted = wanted.join(" AND ");
        let spread = self.stock && by.is_monthly();
        let terms: Vec<&Counted> = self.slots.iter().filter_map(|slot| slots.order.get(*slot)).collect();
        let aggregates: Vec<String> =
            (0..).zip(&terms).map(|(at, counted)| format!("{} AS v{at}", self.aggregate(counted, spread, period))).collect();
        // without a key of its own, a group by court keeps engines on their grouped path
        let mut groups = vec![by.column().unwrap_or("court")];
        if by.is_monthly() {
            groups.push(self.column);
        }
        if spread {
            groups.push("left_month");
        }
        let inner = format!(
            "SELECT {groups},\n  {aggregates}\n  FROM facts WHERE {wanted} GROUP BY {groups}",
            groups = groups.join(", "),
            aggregates = aggregates.join(",\n  ")
        );
        let key = by.column().unwrap_or("0");
        let month = if spread { "months.m" } else if by.is_monthly() { self.column } else { "0" };
        let value = |at: usize| match terms.get(at) {
            None => "0".to_owned(),
            Some(Counted::Matters { on, .. }) if spread => {
                format!("SUM(CASE WHEN {} THEN v{at} ELSE 0 END)", on.within(self.column, "left_month", "months.m", "months.m"))
            }
            Some(_) if by.column().is_none() => format!("SUM(v{at})"),
            Some(_) => format!("v{at}"),
        };
        let values: Vec<String> = (0..width).map(|at| format!("CAST({} AS BIGINT) AS v{at}", value(at))).collect();
        let (join, group) = self.outer(by, spread);
        format!(
            "SELECT {number} AS s, CAST({key} AS BIGINT) AS k, CAST({month} AS BIGINT) AS m, {}\nFROM ({inner}) AS i{join}{group}",
            values.join(", ")
        )
    }

    /// What is in stock is spread over the months between two; groups by court are summed up where courts are not asked for.
    fn outer(&self, by: By, spread: bool) -> (String, String) {
        let mut groups: Vec<&str> = Vec::new();
        if spread || by.column().is_none() {
            groups.extend(by.column());
            groups.extend(by.is_monthly().then_some(if spread { "months.m" } else { self.column }));
        }
        let group = if groups.is_empty() { String::new() } else { format!("\nGROUP BY {}", groups.join(", ")) };
        let join = format!("\nJOIN months ON {} <= months.m AND left_month >= months.m", self.column);
        (if spread { join } else { String::new() }, group)
    }

    /// One aggregate; within a year the scan's own condition already holds, unless the term asks for less.
    fn aggregate(&self, counted: &Counted, spread: bool, period: &Period) -> String {
        let Counted::Matters { on, family, condition, sum } = counted else { return "0".to_owned() };
        let mut conditions = Vec::new();
        if on.is_stock() && *on != Attribution::Pending && !spread {
            conditions.push(on.within(on.first_column(), "left_month", "1", "12"));
        }
        let family = family.as_ref().filter(|_| self.family.is_none());
        conditions.extend(family.into_iter().chain(condition).map(|text| format!("({})", dated(text, period))));
        let filter =
            if conditions.is_empty() { String::new() } else { format!(" FILTER (WHERE {})", conditions.join(" AND ")) };
        match sum {
            Some(sum) => format!("SUM({}){filter}", dated(sum, period)),
            None => format!("COUNT(*){filter}"),
        }
    }
}
