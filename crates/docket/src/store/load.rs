//! What the judges of a court carry: counts of their cases by kind. What a kind weighs, `law` says.

use law::day::Day;
use law::ids::{CauseId, CourtId, JudgeId};
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
}

/// The cases the judges of a court carry in a year, in order of judge and kind.
pub(crate) async fn carried(conn: &mut AnyConnection, court: CourtId, year: u16) -> Result<Vec<Carried>, StoreError> {
    let first = Day::new(i16::try_from(year).unwrap_or(i16::MAX), 1, 1).unwrap_or_default();
    let rows = sqlx::query(
        "SELECT judge, word, cause, procedure, COUNT(*), \
         CAST(SUM(CASE WHEN closed_day IS NULL THEN 1 ELSE 0 END) AS BIGINT) \
         FROM case_facts WHERE court = $1 AND judge IS NOT NULL AND (assigned_day >= $2 OR closed_day IS NULL) \
         GROUP BY judge, word, cause, procedure ORDER BY judge, word, cause, procedure",
    )
    .bind(i64::from(court.0))
    .bind(i64::from(first.0))
    .fetch_all(conn)
    .await?;
    rows.iter()
        .map(|row| {
            let cause: Option<i64> = row.try_get(2)?;
            Ok(Carried {
                judge: JudgeId(narrow(row.try_get::<i64, _>(0)?, "judge")?),
                word: narrow(row.try_get::<i64, _>(1)?, "word")?,
                cause: cause.map(|cause| narrow(cause, "cause").map(CauseId)).transpose()?,
                procedure: narrow(row.try_get::<i64, _>(3)?, "procedure")?,
                n: row.try_get(4)?,
                open: row.try_get(5)?,
            })
        })
        .collect()
}
