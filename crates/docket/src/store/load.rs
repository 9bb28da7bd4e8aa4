//! What the judges of a court carry: counts of their cases by kind. What a kind weighs, `law` says.

use std::collections::BTreeMap;

use law::assignment::SeatKind;
use law::day::Day;
use law::ids::{CauseId, CourtId, JudgeId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::error::StoreError;
use super::read::narrow;

/// Cases of one kind that a judge carries: assigned in the year, or open from before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carried {
    /// The judge.
    pub judge: JudgeId,
    /// Code of the type word.
    pub word: u16,
    /// Cause.
    pub cause: Option<CauseId>,
    /// Code of the procedure.
    pub procedure: u8,
    /// How many.
    pub n: i64,
    /// Of these still open.
    pub open: i64,
    /// Of these assigned in the year.
    pub of_year: i64,
    /// Of these such as have a weight of their own, recorded when they were assigned.
    pub weighed: i64,
    /// The sum of those weights, in hundredths.
    pub weight: i64,
}

/// The first day of a year.
pub(crate) fn first_day(year: u16) -> Day {
    Day::new(i16::try_from(year).unwrap_or(i16::MAX), 1, 1).unwrap_or_default()
}

/// A judge and a kind of case, as rows of both queries are joined.
type Kind = (i64, i64, Option<i64>, i64);

fn kind(row: &AnyRow) -> Result<Kind, StoreError> {
    Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?))
}

/// Weights of their own, from the sittings: there are as many as cases were drawn or linked here, and no more.
async fn weighed(
    conn: &mut AnyConnection,
    court: CourtId,
    first: Day,
) -> Result<BTreeMap<Kind, (i64, i64)>, StoreError> {
    let rows = sqlx::query(
        "SELECT s.judge, f.word, f.cause, f.procedure, COUNT(*), CAST(SUM(s.weight) AS BIGINT) FROM sittings s \
         JOIN case_facts f ON f.court = s.court AND f.stream = s.stream AND f.judge = s.judge \
         WHERE s.court = $1 AND s.seat = $2 AND s.until_day IS NULL AND s.weight > 0 \
         AND (f.assigned_day >= $3 OR f.closed_day IS NULL) GROUP BY s.judge, f.word, f.cause, f.procedure",
    )
    .bind(i64::from(court.0))
    .bind(SeatKind::Judge.code())
    .bind(i64::from(first.0))
    .fetch_all(conn)
    .await?;
    rows.iter().map(|row| Ok((kind(row)?, (row.try_get(4)?, row.try_get(5)?)))).collect()
}

/// The cases the judges of a court carry in the year of a day, in order of judge and kind.
pub(crate) async fn carried(conn: &mut AnyConnection, court: CourtId, first: Day) -> Result<Vec<Carried>, StoreError> {
    let own = weighed(conn, court, first).await?;
    let rows = sqlx::query(
        "SELECT judge, word, cause, procedure, COUNT(*), \
         CAST(SUM(CASE WHEN closed_day IS NULL THEN 1 ELSE 0 END) AS BIGINT), \
         CAST(SUM(CASE WHEN assigned_day >= $2 THEN 1 ELSE 0 END) AS BIGINT) \
         FROM case_facts WHERE court = $1 AND judge IS NOT NULL AND (assigned_day >= $2 OR closed_day IS NULL) \
         GROUP BY judge, word, cause, procedure ORDER BY judge, word, cause, procedure",
    )
    .bind(i64::from(court.0))
    .bind(i64::from(first.0))
    .fetch_all(conn)
    .await?;
    rows.iter()
        .map(|row| {
            let at = kind(row)?;
            let (judge, word, cause, procedure) = at;
            let (weighed, weight) = own.get(&at).copied().unwrap_or_default();
            Ok(Carried {
                judge: JudgeId(narrow(judge, "judge")?),
                word: narrow(word, "word")?,
                cause: cause.map(|cause| narrow(cause, "cause").map(CauseId)).transpose()?,
                procedure: narrow(procedure, "procedure")?,
                n: row.try_get(4)?,
                open: row.try_get(5)?,
                of_year: row.try_get(6)?,
                weighed,
                weight,
            })
        })
        .collect()
}
