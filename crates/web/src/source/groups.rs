//! An indicator by cause or kind of case, and a court's judges: asked when a page shows them, kept while the logs stand.

use std::sync::{Arc, OnceLock};

use law::ids::{CourtId, JudgeId};
use stats::{By, NO_JUDGE, Scope, Stats, StatsError, Value};

use super::{Source, failed};
use crate::fault::Fault;
use crate::report::Shelf;

/// What is kept of groups.
#[derive(Debug, Default)]
pub struct Groups {
    values: Shelf<Arc<Vec<Value>>>,
    judges: Shelf<Arc<Judges>>,
    first_year: OnceLock<u16>,
}

/// A judge's year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judge {
    /// Who; `NO_JUDGE` for what nobody is in charge of.
    pub id: JudgeId,
    /// Open at the end.
    pub open: i64,
    /// Closed in the year.
    pub closed: i64,
    /// Median days from acceptance to closing, in hundredths.
    pub days: Option<i64>,
}

/// The judges of a court by number, and the court as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judges {
    /// By number; what nobody is in charge of stands last.
    pub rows: Vec<Judge>,
    /// The whole court; its id says nothing.
    pub whole: Judge,
}

const OPEN: &str = "C-004";
const CLOSED: &str = "C-003";
const DAYS: &str = "I-040";

fn unreckoned(cause: StatsError) -> Fault {
    Fault::unavailable(&cause)
}

impl Source {
    /// An indicator of a year by a grouping, over a court or the whole province.
    pub async fn grouped(
        &self,
        year: u16,
        indicator: &str,
        by: By,
        court: Option<CourtId>,
    ) -> Result<Arc<Vec<Value>>, Fault> {
        let (stats, size) = self.stats(year).await?;
        let make = async { stats.compute_one(indicator, by, &Scope::of(court)).await.map(Arc::new) };
        self.groups
            .values
            .get(&format!("{year} {indicator} {by:?} {}", court.map_or(0, |court| court.0)), size, make)
            .await
            .map_err(unreckoned)
    }

    /// The judges of a court.
    pub async fn judges(&self, year: u16, court: CourtId) -> Result<Arc<Judges>, Fault> {
        let (stats, size) = self.stats(year).await?;
        let make = async { judges(&stats, court).await.map(Arc::new) };
        self.groups.judges.get(&format!("{year} {}", court.0), size, make).await.map_err(unreckoned)
    }

    /// Whether the logs reach back to a year.
    pub async fn reaches(&self, year: u16) -> Result<bool, Fault> {
        if let Some(first) = self.groups.first_year.get() {
            return Ok(*first <= year);
        }
        let mut first: Option<u16> = None;
        for end in &self.ends().await?.logs {
            let entries = self.docket.entries(end.court, 1, 1).await.map_err(failed)?;
            let year = entries.first().and_then(|entry| u16::try_from(entry.recorded_at.day().year()).ok());
            first = first.into_iter().chain(year).min();
        }
        // the first entry of a log never changes, and a log that is opened later begins later
        Ok(first.is_some_and(|first| *self.groups.first_year.get_or_init(|| first) <= year))
    }
}

async fn judges(stats: &Stats, court: CourtId) -> Result<Judges, StatsError> {
    let scope = Scope::of(Some(court));
    let (mut rows, mut whole) = (std::collections::BTreeMap::new(), judge(NO_JUDGE));
    for id in [OPEN, CLOSED] {
        for value in stats.compute_one(id, By::Judge, &scope).await? {
            let who = value.filter.judge.unwrap_or(NO_JUDGE);
            let row = rows.entry(who).or_insert_with(|| judge(who));
            for one in [row, &mut whole] {
                let n = if id == OPEN { &mut one.open } else { &mut one.closed };
                *n += value.num;
            }
        }
    }
    for (key, days) in stats.medians(DAYS, By::Judge, &scope).await? {
        let row = u32::try_from(key).ok().and_then(|key| rows.get_mut(&JudgeId(key)));
        if let Some(row) = row {
            row.days = Some(days);
        }
    }
    whole.days = stats.medians(DAYS, By::Province, &scope).await?.into_values().next();
    let mut rows: Vec<Judge> = rows.into_values().filter(|row| row.open > 0 || row.closed > 0).collect();
    rows.sort_by_key(|row| (row.id == NO_JUDGE, row.id));
    Ok(Judges { rows, whole })
}

const fn judge(id: JudgeId) -> Judge {
    Judge { id, open: 0, closed: 0, days: None }
}
