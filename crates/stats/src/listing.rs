//! Opening a figure: the matters that it counts, by the very conditions that counted them.

use datafusion::arrow::array::AsArray;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int64Type};
use law::ids::{CourtId, Stream};

use crate::compute::{self, Stats};
use crate::error::StatsError;
use crate::filter::{FigureFilter, Part};
use crate::sql;
use crate::term::{Counted, Term};

/// Most matters of one page of a list.
pub const PAGE_ROWS: usize = 10_000;

impl Stats {
    /// Keys of the matters that a part of a figure counts, in order of court and stream, after `after`.
    ///
    /// A part that counts entries and not matters has no list.
    pub async fn list(
        &self,
        filter: &FigureFilter,
        part: Part,
        after: Option<(CourtId, Stream)>,
        limit: usize,
    ) -> Result<Vec<(CourtId, Stream)>, StatsError> {
        let Some(condition) = self.condition(filter, part)? else { return Ok(Vec::new()) };
        let after = after.map_or_else(String::new, |(court, stream)| {
            format!(" AND (court > {c} OR (court = {c} AND stream > {s}))", c = court.0, s = stream.0)
        });
        let text = format!(
            "SELECT court, stream FROM facts WHERE {condition}{after} ORDER BY court, stream LIMIT {}",
            limit.min(PAGE_ROWS)
        );
        let batches = compute::ask(self.context(), &text).await?;
        let mut keys = Vec::new();
        for batch in &batches {
            let whole = |name: &str| {
                let column =
                    batch.column_by_name(name).ok_or_else(|| StatsError::Engine(format!("结果缺少 {name}")))?;
                cast(column, &DataType::Int64).map_err(StatsError::from)
            };
            let (courts, streams) = (whole("court")?, whole("stream")?);
            let pairs = courts.as_primitive::<Int64Type>().iter().zip(streams.as_primitive::<Int64Type>().iter());
            for (court, stream) in pairs {
                let court = court.and_then(|id| u16::try_from(id).ok()).map(CourtId);
                if let (Some(court), Some(stream)) = (court, stream) {
                    keys.push((court, Stream(stream)));
                }
            }
        }
        Ok(keys)
    }

    /// Number of matters that a part of a figure counts.
    pub async fn count(&self, filter: &FigureFilter, part: Part) -> Result<i64, StatsError> {
        let Some(condition) = self.condition(filter, part)? else { return Ok(0) };
        let text = format!("SELECT COUNT(*) AS n FROM facts WHERE {condition}");
        let batches = compute::ask(self.context(), &text).await?;
        let n = |batch: &datafusion::arrow::array::RecordBatch| {
            batch.column_by_name("n").and_then(|n| n.as_primitive::<Int64Type>().iter().next().flatten()).unwrap_or(0)
        };
        Ok(batches.iter().map(n).sum())
    }

    fn condition(&self, filter: &FigureFilter, part: Part) -> Result<Option<String>, StatsError> {
        let unknown = || StatsError::Unknown(format!("“{}”这个指标", filter.indicator));
        let indicator = self.indicators().get(&filter.indicator).ok_or_else(unknown)?;
        if filter.year != self.period().year || filter.convention != self.period().convention {
            return Err(StatsError::Unknown(format!("{}年的这种统计周期", filter.year)));
        }
        let (terms, less) = match part {
            Part::Numerator => (&indicator.numerator, false),
            Part::NumeratorLess => (&indicator.numerator, true),
            Part::Denominator => (&indicator.denominator, false),
            Part::DenominatorLess => (&indicator.denominator, true),
        };
        let (from, to) = filter.month.map_or((1, 12), |month| (month, month));
        let chosen = terms.iter().filter(|term| term.less == less);
        let any: Vec<String> =
            chosen.filter_map(|term| self.matters(term, &from.to_string(), &to.to_string())).collect();
        if any.is_empty() {
            return Ok(None);
        }
        let mut all = sql::scoped(&filter.scope());
        all.push(format!("({})", any.join(" OR ")));
        Ok(Some(all.join(" AND ")))
    }

    fn matters(&self, term: &Term, from: &str, to: &str) -> Option<String> {
        let Counted::Matters { on, profile, family, condition, .. } = &term.counted else { return None };
        let within = on.within(on.first_column(), "left_month", from, to);
        let given = [profile, family, condition]
            .into_iter()
            .flatten()
            .map(|text| format!("({})", sql::dated(text, self.period())));
        let all: Vec<String> = std::iter::once(within).chain(given).collect();
        Some(format!("({})", all.join(" AND ")))
    }
}
