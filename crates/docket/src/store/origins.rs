//! Cases by the case they came from: appeals, retrials, enforcements. It reads one index.

use law::ids::{CourtId, Stream};
use law::life::facts::CaseFacts;

use super::error::StoreError;
use super::list::bound;
use super::{Docket, read};

impl Docket {
    /// Cases of any court that name this one as their origin, in order of court and stream, at most `limit`.
    ///
    /// # Errors
    /// The engine's own, and damage found in a row.
    pub async fn cases_from(&self, court: CourtId, stream: Stream, limit: i64) -> Result<Vec<CaseFacts>, StoreError> {
        let sql = format!(
            "SELECT {} FROM case_facts WHERE origin_court = $1 AND origin_stream = $2 \
             ORDER BY court, stream LIMIT $3",
            read::facts_columns()
        );
        let rows = bound(sql, &[i64::from(court.0), stream.0, limit]).fetch_all(&self.pool).await?;
        rows.iter().map(read::facts).collect()
    }
}
