//! The logs as readers leaf through them: where each ends, entries of a kind on days, and how many. It changes nothing.

use law::day::{Day, Moment};
use law::ids::CourtId;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{AssertSqlSafe, Row};

use super::error::StoreError;
use super::read::{ENTRY_COLUMNS, entry, narrow};
use super::{Days, Docket};
use crate::entry::Entry;

/// Where a court's log ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogEnd {
    /// Court.
    pub court: CourtId,
    /// Number of its entries.
    pub size: i64,
    /// When the last was recorded.
    pub recorded_at: Moment,
    /// Position up to which `case_facts` has folded the log in.
    pub folded: i64,
}

/// Entries of a court that meet a filter, from the tallies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryCount {
    /// Court.
    pub court: CourtId,
    /// How many.
    pub n: i64,
    /// Sum of their quantities.
    pub total: i64,
}

/// Which entries to leaf through. Every condition given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryFilter {
    /// Of this kind.
    pub kind: Option<String>,
    /// Occurred on these local days.
    pub days: Option<Days>,
}

impl EntryFilter {
    fn days(&self) -> Days {
        self.days.unwrap_or(Days { from: Day(i32::MIN / 2), to: Day(i32::MAX / 2) })
    }
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Any, AnyArguments>;

fn number<T: TryFrom<i64>>(row: &AnyRow, column: &'static str) -> Result<T, StoreError> {
    narrow(row.try_get::<i64, _>(column)?, column)
}

impl Docket {
    /// The newest entry of a kind in a court's log.
    ///
    /// # Errors
    /// The engine's own, and damage found in the row.
    pub async fn latest_of_kind(&self, court: CourtId, kind: &str) -> Result<Option<Entry>, StoreError> {
        // the tallies know the last day it happened on, and an index leads there
        let known = sqlx::query("SELECT MAX(day) FROM tallies WHERE kind = $1 AND court = $2")
            .bind(kind)
            .bind(i64::from(court.0))
            .fetch_one(&self.pool)
            .await?;
        if known.try_get::<Option<i64>, _>(0)?.is_none() {
            return Ok(None);
        }
        Ok(self.newest_of_kind(court, kind, i64::MAX, 1).await?.pop())
    }

    /// Entries of a kind in a court's log before a position, the newest first.
    ///
    /// # Errors
    /// The engine's own, and damage found in a row.
    pub async fn newest_of_kind(
        &self,
        court: CourtId,
        kind: &str,
        before: i64,
        limit: i64,
    ) -> Result<Vec<Entry>, StoreError> {
        // the tallies say how many there are, so that a log is not read past the last of them
        let known =
            sqlx::query("SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM tallies WHERE kind = $1 AND court = $2")
                .bind(kind)
                .bind(i64::from(court.0))
                .fetch_one(&self.pool)
                .await?
                .try_get::<i64, _>(0)?;
        if known == 0 {
            return Ok(Vec::new());
        }
        let limit = if before == i64::MAX { limit.min(known) } else { limit };
        let sql = format!(
            "SELECT {ENTRY_COLUMNS} FROM entries WHERE court = $1 AND kind = $2 AND position < $3 \
             ORDER BY position DESC LIMIT $4"
        );
        let query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(court.0)).bind(kind).bind(before).bind(limit);
        query.fetch_all(&self.pool).await?.iter().map(entry).collect()
    }

    /// Where each log that has entries ends, in order of court.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn log_ends(&self) -> Result<Vec<LogEnd>, StoreError> {
        // Written so that each log's end is one step down its key; a join scans the whole table.
        let rows = sqlx::query(
            "SELECT z.court AS court, z.position AS position, \
             (SELECT e.recorded_at FROM entries e WHERE e.court = z.court AND e.position = z.position) AS recorded_at, \
             COALESCE((SELECT k.position FROM cursors k WHERE k.name = $1 AND k.court = z.court), 0) AS folded \
             FROM (SELECT c.court AS court, (SELECT MAX(m.position) FROM entries m WHERE m.court = c.court) \
             AS position FROM courts c) z WHERE z.position IS NOT NULL ORDER BY z.court",
        )
        .bind("facts")
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(LogEnd {
                    court: CourtId(number(row, "court")?),
                    size: number(row, "position")?,
                    recorded_at: Moment(number(row, "recorded_at")?),
                    folded: number(row, "folded")?,
                })
            })
            .collect()
    }

    /// Entries of a court that meet the filter after a position, in order, at most `limit`.
    ///
    /// # Errors
    /// The engine's own, and damage found in a row.
    pub async fn leaf_through(
        &self,
        court: CourtId,
        filter: &EntryFilter,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Entry>, StoreError> {
        let days = filter.days();
        let kind = filter.kind.as_deref().map_or("", |_| " AND kind = $6");
        let sql = format!(
            "SELECT {ENTRY_COLUMNS} FROM entries WHERE court = $1 AND position > $2 \
             AND occurred_at >= $3 AND occurred_at < $4{kind} ORDER BY position LIMIT $5"
        );
        let mut query: Query<'_> = sqlx::query(AssertSqlSafe(sql))
            .bind(i64::from(court.0))
            .bind(after)
            .bind(days.from.at_minute(0).0)
            .bind(days.to.plus(1).at_minute(0).0)
            .bind(limit);
        if let Some(kind) = &filter.kind {
            query = query.bind(kind.clone());
        }
        let rows = query.fetch_all(&self.pool).await?;
        rows.iter().map(entry).collect()
    }

    /// How many entries a court recorded on each day, in order of days, from the tallies.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn count_by_day(&self, court: CourtId) -> Result<Vec<(Day, i64)>, StoreError> {
        let sql = "SELECT day, CAST(SUM(n) AS BIGINT) AS n FROM tallies WHERE court = $1 GROUP BY day ORDER BY day";
        let rows = sqlx::query(sql).bind(i64::from(court.0)).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok((Day(number(row, "day")?), number(row, "n")?))).collect()
    }

    /// How many entries meet the filter, by court, from the tallies; courts without any are left out.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn count_entries(
        &self,
        court: Option<CourtId>,
        filter: &EntryFilter,
    ) -> Result<Vec<EntryCount>, StoreError> {
        let (low, high) = court.map_or((0, i64::from(u16::MAX)), |c| (i64::from(c.0), i64::from(c.0)));
        let days = filter.days();
        let kind = filter.kind.as_deref().map_or("", |_| " AND kind = $5");
        let sql = format!(
            "SELECT court, CAST(SUM(n) AS BIGINT) AS n, CAST(SUM(total) AS BIGINT) AS total FROM tallies \
             WHERE court >= $1 AND court <= $2 AND day >= $3 AND day <= $4{kind} GROUP BY court ORDER BY court"
        );
        let mut query: Query<'_> = sqlx::query(AssertSqlSafe(sql))
            .bind(low)
            .bind(high)
            .bind(i64::from(days.from.0))
            .bind(i64::from(days.to.0));
        if let Some(kind) = &filter.kind {
            query = query.bind(kind.clone());
        }
        let rows = query.fetch_all(&self.pool).await?;
        rows.iter()
            .map(|row| {
                Ok(EntryCount {
                    court: CourtId(number(row, "court")?),
                    n: number(row, "n")?,
                    total: number(row, "total")?,
                })
            })
            .collect()
    }
}
