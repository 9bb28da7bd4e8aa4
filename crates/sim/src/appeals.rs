//! Cases that travel between courts: appeals up, remands down, retrials after review.

use std::collections::BTreeMap;

use law::court::{self, Level};
use law::day::Day;
use law::ids::CourtId;
use law::life::codes::{ClosingForm, Procedure};

use crate::caseload::{self, Load, Making, Span};
use crate::chance::{Chance, apportion};
use crate::fate::{Fate, FateId, working};
use crate::plan::{PlanRefused, Row};

/// Days from a judgment to the registration of the appeal above.
pub const APPEAL_DAYS: (i32, i32) = (30, 48);

/// The first-instance word whose judgments a second-instance word hears.
pub fn first_instance(word: &str) -> Option<&'static str> {
    match word {
        "民终" => Some("民初"),
        "刑终" => Some("刑初"),
        "行终" => Some("行初"),
        _ => None,
    }
}

/// A judgment below that can be appealed, and the day the appeal would be registered.
#[derive(Debug, Clone, Copy)]
struct Appealable {
    fate: FateId,
    day: Day,
    order: u64,
}

fn appealable(making: &Making<'_>, row: &Row, fates: &[Fate]) -> BTreeMap<CourtId, Vec<Appealable>> {
    let mut found: BTreeMap<CourtId, Vec<Appealable>> = BTreeMap::new();
    let Some(below) = first_instance(&row.word) else { return found };
    for (index, fate) in (0..).zip(fates) {
        let judged = fate.form == ClosingForm::Judged && fate.procedure != Procedure::SmallClaim;
        if fate.word.as_str() != below || !judged || fate.above.is_some() {
            continue;
        }
        let above = court::court(fate.court).and_then(|court| court.appeals_to());
        let (Some(closed), Some(above)) = (fate.closed, above) else { continue };
        if Some(above.level) != row.court_level() {
            continue;
        }
        let mut chance = Chance::new(making.seed, &[31, u64::from(index)]);
        let day = closed.plus(chance.between(APPEAL_DAYS.0, APPEAL_DAYS.1));
        if making.year.holds(day) && working(day, making.year.last) >= closed.plus(APPEAL_DAYS.0) {
            let day = working(day, making.year.last);
            found.entry(above.id).or_default().push(Appealable { fate: index, day, order: chance.number() });
        }
    }
    found
}

/// Adds the fates of a second-instance row: carried ones of their own, new ones out of judgments below. Where the
/// year has too few of those, some appeals of its first weeks are against judgments of the year before.
pub fn add(making: &Making<'_>, row_index: usize, row: &Row, fates: &mut Vec<Fate>) -> Result<(), PlanRefused> {
    let mut pool = appealable(making, row, fates);
    if pool.is_empty() {
        let courts = caseload::split(making, row, None).into_iter().filter(|load| load.accepted > 0);
        pool = courts.map(|load| (load.court, Vec::new())).collect();
    }
    let weights: Vec<(CourtId, u64)> =
        pool.iter().map(|(court, list)| (*court, u64::try_from(list.len()).unwrap_or(0).max(1))).collect();
    let by: Vec<u64> = weights.iter().map(|(_, weight)| *weight).collect();
    let fresh = apportion(row.accepted - row.carried, &by);
    let carried = apportion(row.carried, &by);
    let accepted: Vec<u64> = fresh.iter().zip(&carried).map(|(a, b)| a + b).collect();
    let concluded = apportion(row.concluded, &accepted);
    enough(row, &pool, &fresh)?;
    for ((court, list), (fresh, (carried, (accepted, concluded)))) in
        pool.iter_mut().zip(fresh.iter().zip(carried.iter().zip(accepted.iter().zip(&concluded))))
    {
        let missing = fresh.saturating_sub(u64::try_from(list.len()).unwrap_or(0));
        let load = Load { court: *court, accepted: *accepted, concluded: *concluded, carried: *carried };
        let own = Load { accepted: *carried, ..load };
        let mut spans = caseload::spans(making, row_index, row, own);
        spans.extend(taken(making, row_index, row, *court, list, *fresh));
        spans.extend(before(making, row_index, row, *court, missing));
        let start = FateId::try_from(fates.len()).unwrap_or(FateId::MAX);
        for (index, fate) in (start..).zip(caseload::fates(making, row_index, row, load, spans)?) {
            if let Some(below) = fate.origin.and_then(|origin| fates.get_mut(usize::try_from(origin).ok()?)) {
                below.above = Some(index);
            }
            fates.push(fate);
        }
    }
    Ok(())
}

/// Judgments of the year before may make up for a quarter of the new appeals, or for a handful, no more.
fn enough(row: &Row, pool: &BTreeMap<CourtId, Vec<Appealable>>, fresh: &[u64]) -> Result<(), PlanRefused> {
    let found = |list: &Vec<Appealable>| u64::try_from(list.len()).unwrap_or(0);
    let missing: u64 = pool.values().zip(fresh).map(|(list, fresh)| fresh.saturating_sub(found(list))).sum();
    let wanted: u64 = fresh.iter().sum();
    if missing > (wanted / 4).max(5) {
        return Err(short(row, wanted - missing, wanted));
    }
    Ok(())
}

/// Appeals of the year's first weeks against judgments of the year before.
fn before(making: &Making<'_>, row_index: usize, row: &Row, court: CourtId, n: u64) -> Vec<Span> {
    let path = [33, u64::try_from(row_index).unwrap_or(0), u64::from(court.0)];
    let mut chance = Chance::new(making.seed, &path);
    let span = |_| {
        let filed = working(making.year.first.plus(chance.between(1, APPEAL_DAYS.1)), making.year.last);
        let days = i32::try_from(chance.quantile(&row.days)).unwrap_or(1);
        Span { filed, closing: filed.plus(days), carried: false, origin: None }
    };
    (0..n).map(span).collect()
}

fn taken(
    making: &Making<'_>,
    row_index: usize,
    row: &Row,
    court: CourtId,
    list: &mut Vec<Appealable>,
    n: u64,
) -> Vec<Span> {
    list.sort_by_key(|one| (one.order, one.fate));
    list.truncate(usize::try_from(n).unwrap_or(usize::MAX));
    list.sort_by_key(|one| (one.day, one.fate));
    let path = [32, u64::try_from(row_index).unwrap_or(0), u64::from(court.0)];
    let mut chance = Chance::new(making.seed, &path);
    let span = |one: &Appealable| {
        let days = i32::try_from(chance.quantile(&row.days)).unwrap_or(1);
        Span { filed: one.day, closing: one.day.plus(days), carried: false, origin: Some(one.fate) }
    };
    list.iter().map(span).collect()
}

fn short(row: &Row, found: u64, wanted: u64) -> PlanRefused {
    PlanRefused(vec![format!(
        "{}（{}）需要 {wanted} 件来自下级法院可上诉判决的新收，而下级法院年内只有 {found} 件",
        row.word, row.level
    )])
}

/// Gives remands (发回重审) to new cases of the court below, and orders of retrial to retrial cases.
pub fn link_back(fates: &mut [Fate]) {
    let mut waiting: BTreeMap<(CourtId, &'static str), Vec<(Day, FateId)>> = BTreeMap::new();
    for (index, fate) in (0..).zip(fates.iter()) {
        let Some(closed) = fate.closed else { continue };
        match fate.form {
            ClosingForm::Remanded => {
                let origin = fate.origin.and_then(|origin| fates.get(usize::try_from(origin).ok()?));
                if let Some(below) = origin {
                    waiting.entry((below.court, below.word.as_str())).or_default().push((closed, index));
                }
            }
            ClosingForm::RetrialOrdered => {
                let word = match fate.word.as_str() {
                    "民申" => "民再",
                    "刑申" => "刑再",
                    _ => "行再",
                };
                waiting.entry((fate.court, word)).or_default().push((closed, index));
            }
            _ => {}
        }
    }
    for list in waiting.values_mut() {
        list.sort_unstable_by(|a, b| b.cmp(a));
    }
    let mut order: Vec<(Day, usize)> = fates
        .iter()
        .enumerate()
        .filter(|(_, fate)| !fate.marks.carried && fate.origin.is_none() && fate.above.is_none())
        .filter(|(_, fate)| waiting.contains_key(&(fate.court, fate.word.as_str())))
        .map(|(index, fate)| (fate.filed, index))
        .collect();
    order.sort_unstable();
    for (filed, index) in order {
        let Some(fate) = fates.get_mut(index) else { continue };
        let first = court::court(fate.court).is_some_and(|court| court.level == Level::Basic);
        let fits = fate.procedure == Procedure::Ordinary || !first;
        let Some(list) = waiting.get_mut(&(fate.court, fate.word.as_str())) else { continue };
        if fits && list.last().is_some_and(|(closed, _)| closed.plus(7) <= filed) {
            fate.origin = list.pop().map(|(_, origin)| origin);
            fate.marks.remanded = fate.word.as_str().ends_with('初');
        }
    }
}
