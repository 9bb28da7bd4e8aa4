//! One query for all indicators: a scan for each column that attributes matters to months, joined by UNION ALL.
//!
//! The text is plain SQL that other engines read as well. Kinds of case that many terms ask for are scanned apart, so
//! that their conditions are asked of their own rows only. What is in stock is counted by the months between which it
//! was open; spreading it over them is left to the reader of the rows, so that no matter is read once a month.

use std::collections::BTreeMap;

use crate::definition::{Indicator, Kind};
use crate::filter::{By, NO_CAUSE, NO_JUDGE, Scope};
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

    /// Whether a term counts what was open between two months in a month.
    pub(crate) fn is_open_in(&self, slot: usize, month: i64, first: i64, left: i64) -> bool {
        let Some(Counted::Matters { on, .. }) = self.order.get(slot) else { return false };
        on.holds(month, first, left)
    }

    /// Number of terms.
    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }
}

/// The part of a point term that falls into one month.
pub(crate) fn in_month(counted: &Counted, month: i64) -> Option<Counted> {
    let Counted::Matters { on, profile, family, condition, sum } = counted else { return None };
    let here = format!("{} = {month}", on.first_column());
    let condition = match condition {
        Some(condition) => format!("{here} AND ({condition})"),
        None => here,
    };
    Some(Counted::Matters {
        on: *on,
        profile: profile.clone(),
        family: family.clone(),
        condition: Some(condition),
        sum: sum.clone(),
    })
}

/// Puts the days of the period in.
pub(crate) fn dated(text: &str, period: &Period) -> String {
    text.replace("{from}", &period.from().0.to_string()).replace("{as_of}", &period.as_of().0.to_string())
}

fn of_group(column: &str, id: Option<u32>) -> String {
    id.map_or_else(|| format!("{column} IS NULL"), |id| format!("{column} = {id}"))
}

/// The conditions that narrow a scan to a scope.
pub(crate) fn scoped(scope: &Scope) -> Vec<String> {
    let mut conditions = Vec::new();
    if let Some(court) = scope.court {
        conditions.push(format!("court = {}", court.0));
    }
    if let Some(cause) = scope.cause {
        conditions.push(of_group("cause", (cause != NO_CAUSE).then_some(cause.0)));
    }
    if let Some(judge) = scope.judge {
        conditions.push(of_group("judge", (judge != NO_JUDGE).then_some(judge.0)));
    }
    if let Some(word) = scope.word {
        conditions.push(format!("word = {word}"));
    }
    conditions
}

/// Matters of a kind are scanned apart when so many terms ask for them.
const OF_FAMILY: usize = 3;
/// Matters of a profile, which leaves out fewer rows.
const OF_PROFILE: usize = 6;

/// Terms read in one scan.
#[derive(Debug)]
pub(crate) struct Scan {
    column: &'static str,
    stock: bool,
    profile: Option<String>,
    family: Option<String>,
    /// Slots of its terms, in the order of its columns `v0`, `v1` …
    pub(crate) slots: Vec<usize>,
}

/// What a scan asks of all its rows: month column, whether of stock, profile and family.
type Key<'a> = (&'static str, bool, Option<&'a str>, Option<&'a str>);

/// The scans of a query, in the order of their numbers `s`.
pub(crate) fn scans(slots: &Slots) -> Vec<Scan> {
    let keyed = slots.order.iter().filter_map(|counted| match counted {
        Counted::Matters { on, profile, family, .. } => {
            Some((on.first_column(), on.is_stock(), profile.as_deref(), family.as_deref()))
        }
        Counted::Entries { .. } => None,
    });
    let keyed: Vec<Key<'_>> = keyed.collect();
    let keyed = joined(&keyed, OF_FAMILY, |(column, stock, profile, _)| (column, stock, profile, None));
    let keyed = joined(&keyed, OF_PROFILE, |key| match key {
        (column, stock, _, None) => (column, stock, None, None),
        apart => apart,
    });
    let mut scans: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    for (slot, key) in keyed.into_iter().enumerate() {
        scans.entry(key).or_default().push(slot);
    }
    let scan = |((column, stock, profile, family), slots): (Key<'_>, Vec<usize>)| Scan {
        column,
        stock,
        profile: profile.map(str::to_owned),
        family: family.map(str::to_owned),
        slots,
    };
    scans.into_iter().map(scan).collect()
}

/// Puts the terms of keys that too few share under a wider key.
fn joined<'a>(keys: &[Key<'a>], least: usize, wider: impl Fn(Key<'a>) -> Key<'a>) -> Vec<Key<'a>> {
    let shared = |key: &Key<'a>| keys.iter().filter(|one| *one == key).count();
    keys.iter().map(|key| if shared(key) < least { wider(*key) } else { *key }).collect()
}

/// The query: columns `s` (scan), `k` (group), `m` and `l` (first month and month of leaving, or 0 for the year)
/// and `v0`, `v1` … by the slots of the scan.
pub(crate) fn text(slots: &Slots, by: By, scope: &Scope, period: &Period) -> String {
    let scans = scans(slots);
    let width = scans.iter().map(|scan| scan.slots.len()).max().unwrap_or(0);
    let branches = (0..).zip(&scans).map(|(number, scan)| scan.branch(number, width, slots, by, scope, period));
    branches.collect::<Vec<_>>().join("\nUNION ALL\n")
}

impl Scan {
    fn branch(&self, number: usize, width: usize, slots: &Slots, by: By, scope: &Scope, period: &Period) -> String {
        let spread = self.is_spread(by);
        let terms: Vec<&Counted> = self.slots.iter().filter_map(|slot| slots.order.get(*slot)).collect();
        let aggregates: Vec<String> = (0..)
            .zip(&terms)
            .map(|(at, counted)| format!("{} AS v{at}", self.aggregate(counted, spread, period)))
            .collect();
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
            aggregates = aggregates.join(",\n  "),
            wanted = self.wanted(scope, period)
        );
        let key = by.column().unwrap_or("0");
        let month = if by.is_monthly() { self.column } else { "0" };
        let left = if spread { "left_month" } else { "0" };
        let values: Vec<String> = (0..width)
            .map(|at| {
                format!("{} AS v{at}", if at < terms.len() { format!("CAST(v{at} AS BIGINT)") } else { "0".to_owned() })
            })
            .collect();
        format!(
            "SELECT {number} AS s, CAST({key} AS BIGINT) AS k, CAST({month} AS BIGINT) AS m, CAST({left} AS BIGINT) AS l, {}\nFROM ({inner}) AS i",
            values.join(", ")
        )
    }

    /// The condition on all its rows.
    fn wanted(&self, scope: &Scope, period: &Period) -> String {
        let mut wanted = scoped(scope);
        let reach = if self.stock { Attribution::Pending } else { Attribution::Point(self.column) };
        wanted.push(reach.within(self.column, "left_month", "1", &period.last_month().to_string()));
        if self.is_past() {
            wanted.push(format!("left_month > {}", self.column));
        }
        wanted.extend(
            [&self.profile, &self.family].into_iter().flatten().map(|text| format!("({})", dated(text, period))),
        );
        wanted.join(" AND ")
    }

    /// Whether its rows are to be spread over months.
    pub(crate) fn is_spread(&self, by: By) -> bool {
        self.stock && by.is_monthly()
    }

    /// Whether its rows count only while open past a month of their own.
    fn is_past(&self) -> bool {
        self.stock && self.column != Attribution::Pending.first_column()
    }

    /// One aggregate; within a year the scan's own condition already holds, unless the term asks for less.
    fn aggregate(&self, counted: &Counted, spread: bool, period: &Period) -> String {
        let Counted::Matters { on, profile, family, condition, sum } = counted else { return "0".to_owned() };
        let mut conditions = Vec::new();
        if on.is_stock() && *on != Attribution::Pending && !spread {
            conditions.push(on.within(on.first_column(), "left_month", "1", &period.last_month().to_string()));
        }
        let profile = profile.as_ref().filter(|_| self.profile.is_none());
        let family = family.as_ref().filter(|_| self.family.is_none());
        conditions.extend(
            profile.into_iter().chain(family).chain(condition).map(|text| format!("({})", dated(text, period))),
        );
        let filter =
            if conditions.is_empty() { String::new() } else { format!(" FILTER (WHERE {})", conditions.join(" AND ")) };
        match sum {
            Some(sum) => format!("SUM({}){filter}", dated(sum, period)),
            None => format!("COUNT(*){filter}"),
        }
    }
}
