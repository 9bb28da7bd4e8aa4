//! Opening a figure: the matters that it counts and what each adds to it, by the very terms that counted them.
//!
//! A term gives every matter it counts a quantity: one, or what it sums up. The quantities of a matter in all terms of
//! a side are added, those of `less` terms taken away. What is above nothing is the side; what is below is taken from it.

use datafusion::arrow::array::{AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int64Type};
use law::ids::{CourtId, Stream};

use crate::compute::{self, Stats};
use crate::definition::Indicator;
use crate::error::StatsError;
use crate::filter::{FigureFilter, Part};
use crate::period::Period;
use crate::sql;
use crate::term::{Counted, Term};

/// Most matters of one page of a list.
pub const PAGE_ROWS: usize = 10_000;

/// A matter of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Court.
    pub court: CourtId,
    /// Stream.
    pub stream: Stream,
    /// What it adds to the figure, or takes from it: one, or days, hearings, fen.
    pub n: i64,
}

/// What a part of a figure comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Matters.
    pub matters: i64,
    /// Sum of what they add, or take away.
    pub n: i64,
}

/// What is asked of a part: which matters, and their quantity.
struct Side {
    wanted: String,
    quantity: String,
}

impl Stats {
    /// The matters that a part of a figure counts, in order of court and stream, after `after`.
    ///
    /// A part that counts entries and not matters has no list.
    pub async fn list(
        &self,
        filter: &FigureFilter,
        part: Part,
        after: Option<(CourtId, Stream)>,
        limit: usize,
    ) -> Result<Vec<Listed>, StatsError> {
        let Some(Side { wanted, quantity }) = self.side(filter, part)? else { return Ok(Vec::new()) };
        let after = after.map_or_else(String::new, |(court, stream)| {
            format!(" AND (court > {c} OR (court = {c} AND stream > {s}))", c = court.0, s = stream.0)
        });
        let text = format!(
            "SELECT court, stream, {quantity} AS n FROM facts WHERE {wanted}{after} ORDER BY court, stream LIMIT {}",
            limit.min(PAGE_ROWS)
        );
        let batches = compute::ask(self.context(), &text).await?;
        let mut listed = Vec::new();
        for batch in &batches {
            let (courts, streams, n) = (whole(batch, "court")?, whole(batch, "stream")?, whole(batch, "n")?);
            for ((court, stream), n) in courts.into_iter().zip(streams).zip(n) {
                let court = court.and_then(|id| u16::try_from(id).ok()).map(CourtId);
                if let (Some(court), Some(stream), Some(n)) = (court, stream, n) {
                    listed.push(Listed { court, stream: Stream(stream), n });
                }
            }
        }
        Ok(listed)
    }

    /// What a part of a figure comes to. The figure is that of its numerator or denominator, less what is taken away.
    pub async fn totals(&self, filter: &FigureFilter, part: Part) -> Result<Totals, StatsError> {
        let Some(Side { wanted, quantity }) = self.side(filter, part)? else { return Ok(Totals::default()) };
        let text = format!("SELECT COUNT(*) AS matters, SUM({quantity}) AS n FROM facts WHERE {wanted}");
        let batches = compute::ask(self.context(), &text).await?;
        let mut totals = Totals::default();
        for batch in &batches {
            totals.matters += whole(batch, "matters")?.into_iter().flatten().sum::<i64>();
            totals.n += whole(batch, "n")?.into_iter().flatten().sum::<i64>();
        }
        Ok(totals)
    }

    fn side(&self, filter: &FigureFilter, part: Part) -> Result<Option<Side>, StatsError> {
        let indicator = self.indicator_of(filter)?;
        let (terms, less) = match part {
            Part::Numerator => (&indicator.numerator, false),
            Part::NumeratorLess => (&indicator.numerator, true),
            Part::Denominator => (&indicator.denominator, false),
            Part::DenominatorLess => (&indicator.denominator, true),
        };
        let (from, to) = filter.months();
        // a month is one of the whole year, the year so far is a shorter year
        let period = filter.through.map_or(*self.period(), |last| self.period().through(last));
        let counted: Vec<(&Term, String)> =
            terms.iter().filter_map(|term| Some((term, matters(term, &period, (from, to))?))).collect();
        let mut all = sql::scoped(&filter.scope());
        let side = match counted.as_slice() {
            [] => return Ok(None),
            [(term, condition)] if !term.less && is_one(term) => {
                if less {
                    return Ok(None);
                }
                all.push(condition.clone());
                Side { wanted: all.join(" AND "), quantity: "CAST(1 AS BIGINT)".to_owned() }
            }
            several => {
                let any: Vec<&str> = several.iter().map(|(_, condition)| condition.as_str()).collect();
                let sum: String = several.iter().map(|(term, condition)| addend(term, condition, &period)).collect();
                let (sign, beyond) = if less { ("-", "<") } else { ("", ">") };
                all.push(format!("({})", any.join(" OR ")));
                all.push(format!("(0{sum}) {beyond} 0"));
                Side { wanted: all.join(" AND "), quantity: format!("{sign}(0{sum})") }
            }
        };
        Ok(Some(side))
    }

    /// The indicator of a filter that this year can answer.
    pub(crate) fn indicator_of(&self, filter: &FigureFilter) -> Result<&Indicator, StatsError> {
        let unknown = || StatsError::Unknown(format!("“{}”这个指标", filter.indicator));
        let indicator = self.indicators().get(&filter.indicator).ok_or_else(unknown)?;
        if filter.year != self.period().year || filter.convention != self.period().convention {
            return Err(StatsError::Unknown(format!("{}年的这种统计周期", filter.year)));
        }
        Ok(indicator)
    }
}

/// What a matter adds by a term, with its sign.
fn addend(term: &Term, condition: &str, period: &Period) -> String {
    let sum = match &term.counted {
        Counted::Matters { sum: Some(sum), .. } => sql::dated(sum, period),
        _ => "1".to_owned(),
    };
    let sign = if term.less { "-" } else { "+" };
    // what is unknown of a matter adds nothing, as in a sum over all of them
    format!(" {sign} CASE WHEN {condition} THEN COALESCE(CAST({sum} AS BIGINT), 0) ELSE 0 END")
}

/// The condition on the matters of a term in some months.
pub(crate) fn matters(term: &Term, period: &Period, (from, to): (u8, u8)) -> Option<String> {
    let Counted::Matters { on, profile, family, condition, .. } = &term.counted else { return None };
    let within = on.within(on.first_column(), "left_month", &from.to_string(), &to.to_string());
    let given =
        [profile, family, condition].into_iter().flatten().map(|text| format!("({})", sql::dated(text, period)));
    let all: Vec<String> = std::iter::once(within).chain(given).collect();
    Some(format!("({})", all.join(" AND ")))
}

/// Whether a term counts matters one by one.
fn is_one(term: &Term) -> bool {
    matches!(term.counted, Counted::Matters { sum: None, .. })
}

/// A column of whole numbers.
pub(crate) fn whole(batch: &RecordBatch, name: &str) -> Result<Vec<Option<i64>>, StatsError> {
    let column = batch.column_by_name(name).ok_or_else(|| StatsError::Engine(format!("结果缺少 {name}")))?;
    let column = cast(column, &DataType::Int64)?;
    let numbers = column.as_primitive_opt::<Int64Type>();
    let numbers = numbers.ok_or_else(|| StatsError::Engine(format!("结果的 {name} 不是整数")))?;
    Ok(numbers.iter().collect())
}
