//! What a follower of the logs asks: entries in order, signed heads, keys, proofs; and figures by any grouping.

use docket::entry::Entry;
use docket::head::Head;
use docket::proof::ConsistencyProof;
use docket::store::CourtRow;
use law::ids::CourtId;
use stats::{By, Scope, Value};

use super::{Source, failed};
use crate::fault::Fault;

impl Source {
    /// The courts whose logs are kept here, with their public keys.
    pub async fn keys(&self) -> Result<Vec<CourtRow>, Fault> {
        self.docket.courts().await.map_err(failed)
    }

    /// The signed head over exactly this many entries.
    pub async fn head_at(&self, court: CourtId, size: i64) -> Result<Option<Head>, Fault> {
        Ok(self.heads(court, size, 1).await?.pop().filter(|head| head.size == size))
    }

    /// Entries of a court from a position on.
    pub async fn entries_from(&self, court: CourtId, from: i64, limit: i64) -> Result<Vec<Entry>, Fault> {
        let mut entries = self.docket.entries(court, from, limit).await.map_err(failed)?;
        self.withhold(court, &mut entries).await?;
        Ok(entries)
    }

    /// Proof that a log of one size continues that of a smaller. The sizes are known to be in order and within the log.
    pub async fn consistency(&self, court: CourtId, from: i64, to: i64) -> Result<ConsistencyProof, Fault> {
        self.docket.consistency(court, from, to).await.map_err(failed)
    }

    /// The figures of a year by a grouping, within a scope.
    pub async fn values(&self, year: u16, by: By, scope: &Scope) -> Result<Vec<Value>, Fault> {
        let (stats, _) = self.stats(year).await?;
        stats.compute(by, scope).await.map_err(|cause| Fault::unavailable(&cause))
    }
}
