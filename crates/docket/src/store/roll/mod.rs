//! The roll: the columns that case lists are filtered and put in order by, of every matter, in memory.
//!
//! Any filter with any order is one pass over a few columns, where an engine would need an index for each pair of them.
//! It follows the logs: what has grown since is read again. It is computed from `case_facts` and holds nothing of its own.

mod court;
mod pick;

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use law::ids::CourtId;

use self::court::CourtRoll;
pub use self::pick::Picked;
use super::journal::LogEnd;
use super::order::{Order, Spot};
use super::{CaseFilter, Docket, StoreError, apart};

/// Entries a log may grow by before its court is read anew instead of matter by matter.
const FEW: i64 = 2_000;

type Courts = BTreeMap<CourtId, CourtRoll>;

/// The roll of a docket.
#[derive(Debug)]
pub struct Roll {
    docket: Docket,
    courts: Arc<RwLock<Courts>>,
    following: tokio::sync::Mutex<()>,
}

impl Roll {
    /// An empty roll; the first list fills it.
    pub fn new(docket: Docket) -> Roll {
        Roll { docket, courts: Arc::default(), following: tokio::sync::Mutex::default() }
    }

    /// The cases of a page: those that meet the filter, in an order, after a place in it, and how many meet it in all.
    /// The roll is brought up to where the logs are said to end. None when the filter asks for a column that it lacks.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn pick(
        &self,
        ends: &[LogEnd],
        filter: &CaseFilter,
        (order, after): (Order, Option<Spot>),
        limit: usize,
    ) -> Result<Option<Picked>, StoreError> {
        let Some(tests) = pick::tests(filter) else { return Ok(None) };
        self.follow(ends).await?;
        let (courts, wanted) = (Arc::clone(&self.courts), filter.courts.clone());
        apart(move || {
            let courts = courts.read().unwrap_or_else(PoisonError::into_inner);
            let of = courts.iter().filter(|(court, _)| wanted.is_empty() || wanted.contains(court));
            Ok(Some(pick::pick(of, &tests, order, after, limit)))
        })
        .await
    }

    /// Reads what the logs have gained since; the first time, everything.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn follow(&self, ends: &[LogEnd]) -> Result<(), StoreError> {
        if self.behind(ends).is_empty() {
            return Ok(());
        }
        let _following = self.following.lock().await;
        let behind = self.behind(ends);
        for (end, from) in behind {
            let near = from > 0 && end.folded >= from && end.folded - from <= FEW;
            if near { self.add(end, from).await? } else { self.read(end).await? }
        }
        Ok(())
    }

    fn behind(&self, ends: &[LogEnd]) -> Vec<(LogEnd, i64)> {
        let courts = self.courts.read().unwrap_or_else(PoisonError::into_inner);
        let at = |court| courts.get(&court).map_or(-1, |roll| roll.folded);
        ends.iter().map(|end| (*end, at(end.court))).filter(|(end, at)| end.folded > *at).collect()
    }

    async fn read(&self, end: LogEnd) -> Result<(), StoreError> {
        let location = self.docket.location.clone();
        let roll = apart(move || CourtRoll::read(&location, end.court, end.folded)).await?;
        self.courts.write().unwrap_or_else(PoisonError::into_inner).insert(end.court, roll);
        Ok(())
    }

    async fn add(&self, end: LogEnd, from: i64) -> Result<(), StoreError> {
        let streams = super::read::streams_between(&self.docket.pool, end.court, from, end.folded).await?;
        let keys: Vec<_> = streams.into_iter().map(|stream| (end.court, stream)).collect();
        let rows = self.docket.facts_of(&keys).await?;
        let mut courts = self.courts.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(roll) = courts.get_mut(&end.court) {
            rows.iter().for_each(|facts| roll.put(facts));
            roll.folded = end.folded;
        }
        Ok(())
    }
}
