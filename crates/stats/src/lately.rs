//! What the last recorded day brought, and the recorded day before it.

use datafusion::arrow::array::AsArray;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int64Type};
use law::day::Day;

use crate::compute::{self, Stats};
use crate::error::StatsError;

/// A recorded day in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCount {
    /// The day.
    pub day: Day,
    /// New cases (新收).
    pub accepted: i64,
    /// Cases closed (结案).
    pub closed: i64,
    /// Entries of any kind.
    pub entries: i64,
}

impl Stats {
    /// The last two days on which anything was recorded, the later first; fewer when there are fewer.
    pub async fn lately(&self) -> Result<Vec<DayCount>, StatsError> {
        let days = self.books().last_days(2);
        let mut counts = Vec::with_capacity(days.len());
        for (day, entries) in days {
            let text = format!(
                "SELECT SUM(CASE WHEN accepted_day = {0} THEN 1 ELSE 0 END) AS accepted, \
                 SUM(CASE WHEN closed_day = {0} THEN 1 ELSE 0 END) AS closed \
                 FROM facts WHERE counts = 1 AND (accepted_day = {0} OR closed_day = {0})",
                day.0
            );
            let batches = compute::ask(self.context(), &text).await?;
            let mut sums = [0, 0];
            for (sum, name) in sums.iter_mut().zip(["accepted", "closed"]) {
                for batch in &batches {
                    let column =
                        batch.column_by_name(name).ok_or_else(|| StatsError::Engine(format!("结果缺少 {name}")))?;
                    let column = cast(column, &DataType::Int64)?;
                    *sum += column.as_primitive::<Int64Type>().iter().flatten().sum::<i64>();
                }
            }
            let [accepted, closed] = sums;
            counts.push(DayCount { day, accepted, closed, entries });
        }
        Ok(counts)
    }
}
