//! Columns of facts, each in the narrowest integer that holds it, with the derived ones. It knows no indicator.

use std::sync::{Arc, LazyLock};

use datafusion::arrow::array::{ArrayRef, BooleanBufferBuilder, PrimitiveArray};
use datafusion::arrow::buffer::NullBuffer;
use datafusion::arrow::datatypes::{ArrowPrimitiveType, Int8Type, Int16Type, Int32Type, Int64Type};
use law::day::Day;
use law::ids::CourtId;
use law::life::facts::CaseFacts;

use crate::error::StatsError;
use crate::period::Period;

/// What is derived from the columns of `case_facts` and the period when rows are loaded.
pub(crate) const DERIVED: [&str; 17] = [
    "level",
    "closed_before_month_end",
    "accepted_month",
    "left_month",
    "closed_month",
    "effective_month",
    "received_month",
    "appealed_month",
    "outcome_month",
    "archived_month",
    "overdue_month",
    "aged6_month",
    "aged12_month",
    "aged18_month",
    "aged24_month",
    "aged36_month",
    "first_published_month",
];

static NAMES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| CaseFacts::COLUMNS.iter().chain(DERIVED.iter()).copied().collect());

/// Every column, those of `case_facts` first.
pub(crate) fn names() -> &'static [&'static str] {
    &NAMES
}

/// Where the columns that derived ones are made of stand in a row.
pub(crate) struct Places {
    court: usize,
    received: usize,
    accepted: usize,
    closed: usize,
    final_end: usize,
    effective: usize,
    appealed: usize,
    outcome: usize,
    archived: usize,
    published: usize,
}

impl Places {
    /// Finds them by name.
    pub(crate) fn find() -> Result<Places, StatsError> {
        let place = |name: &str| {
            let found = CaseFacts::COLUMNS.iter().position(|one| *one == name);
            found.ok_or_else(|| StatsError::Facts(format!("缺少要素列 {name}")))
        };
        Ok(Places {
            court: place("court")?,
            received: place("received_day")?,
            accepted: place("accepted_day")?,
            closed: place("closed_day")?,
            final_end: place("final_end_day")?,
            effective: place("effective_day")?,
            appealed: place("appealed_day")?,
            outcome: place("appeal_outcome_day")?,
            archived: place("archived_day")?,
            published: place("first_published_day")?,
        })
    }

    /// The derived cells of a row, in the order of `DERIVED`.
    pub(crate) fn derive(&self, row: &[Option<i64>], period: &Period) -> [Option<i64>; DERIVED.len()] {
        let cell = |place: usize| row.get(place).copied().flatten();
        let (accepted, closed) = (cell(self.accepted), cell(self.closed));
        let aged = |months| Some(period.aged_month(accepted, months));
        [
            cell(self.court).and_then(level),
            closed.and_then(before_month_end),
            Some(period.stock_month(accepted)),
            Some(period.stock_month(closed)),
            Some(period.month(closed)),
            Some(period.month(cell(self.effective))),
            Some(period.month(cell(self.received))),
            Some(period.month(cell(self.appealed))),
            Some(period.month(cell(self.outcome))),
            Some(period.month(cell(self.archived))),
            Some(period.stock_month(cell(self.final_end).map(|end| end + 1))),
            aged(6),
            aged(12),
            aged(18),
            aged(24),
            aged(36),
            Some(period.month(cell(self.published))),
        ]
    }
}

fn level(court: i64) -> Option<i64> {
    let court = law::court::court(CourtId(u16::try_from(court).ok()?))?;
    Some(match court.level {
        law::court::Level::High => 1,
        law::court::Level::Intermediate => 2,
        law::court::Level::Basic => 3,
    })
}

fn before_month_end(day: i64) -> Option<i64> {
    let day = Day(i32::try_from(day).ok()?);
    Some(i64::from(day.until(Day::from_date(day.date().last_of_month()))))
}

/// A column that widens as larger values come.
pub(crate) struct Narrow {
    values: Width,
    present: BooleanBufferBuilder,
    nulls: usize,
}

enum Width {
    W8(Vec<i8>),
    W16(Vec<i16>),
    W32(Vec<i32>),
    W64(Vec<i64>),
}

impl Narrow {
    /// An empty column.
    pub(crate) fn new() -> Narrow {
        Narrow { values: Width::W8(Vec::new()), present: BooleanBufferBuilder::new(1024), nulls: 0 }
    }

    /// Adds a cell.
    pub(crate) fn push(&mut self, cell: Option<i64>) {
        self.present.append(cell.is_some());
        self.nulls += usize::from(cell.is_none());
        let value = cell.unwrap_or(0);
        while !self.values.push(value) {
            self.values = self.values.wider();
        }
    }

    /// The finished column.
    pub(crate) fn finish(mut self) -> ArrayRef {
        let nulls = (self.nulls > 0).then(|| NullBuffer::new(self.present.finish()));
        match self.values {
            Width::W8(values) => array::<Int8Type>(values, nulls),
            Width::W16(values) => array::<Int16Type>(values, nulls),
            Width::W32(values) => array::<Int32Type>(values, nulls),
            Width::W64(values) => array::<Int64Type>(values, nulls),
        }
    }
}

fn array<T: ArrowPrimitiveType>(values: Vec<T::Native>, nulls: Option<NullBuffer>) -> ArrayRef {
    Arc::new(PrimitiveArray::<T>::new(values.into(), nulls))
}

impl Width {
    /// Whether the value went in.
    fn push(&mut self, value: i64) -> bool {
        match self {
            Width::W8(values) => i8::try_from(value).map(|v| values.push(v)).is_ok(),
            Width::W16(values) => i16::try_from(value).map(|v| values.push(v)).is_ok(),
            Width::W32(values) => i32::try_from(value).map(|v| values.push(v)).is_ok(),
            Width::W64(values) => {
                values.push(value);
                true
            }
        }
    }

    fn wider(&mut self) -> Width {
        match self {
            Width::W8(values) => Width::W16(values.iter().copied().map(i16::from).collect()),
            Width::W16(values) => Width::W32(values.iter().copied().map(i32::from).collect()),
            Width::W32(values) => Width::W64(values.iter().copied().map(i64::from).collect()),
            Width::W64(values) => Width::W64(std::mem::take(values)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::period::Convention;
    use datafusion::arrow::array::{Array, AsArray};
    use datafusion::arrow::datatypes::DataType;

    fn column(cells: &[Option<i64>]) -> ArrayRef {
        let mut column = Narrow::new();
        cells.iter().for_each(|cell| column.push(*cell));
        column.finish()
    }

    #[test]
    fn a_column_is_as_narrow_as_its_values() {
        for (cells, width) in [
            (vec![None, None], DataType::Int8),
            (vec![Some(-128), None, Some(127)], DataType::Int8),
            (vec![Some(1), Some(128)], DataType::Int16),
            (vec![Some(32_768), None], DataType::Int32),
            (vec![Some(5), Some(1 << 40)], DataType::Int64),
        ] {
            let array = column(&cells);
            assert_eq!(array.data_type(), &width);
            assert_eq!(array.null_count(), cells.iter().filter(|cell| cell.is_none()).count());
        }
        let wide = column(&[Some(-7), None, Some(70_000)]);
        let wide = wide.as_primitive::<Int32Type>();
        assert_eq!(wide.iter().collect::<Vec<_>>(), [Some(-7), None, Some(70_000)]);
    }

    #[test]
    fn months_are_derived_from_days() {
        let period = Period::new(2020, Convention::Natural).unwrap();
        let mut row = vec![None; CaseFacts::COLUMNS.len()];
        let mut set = |name: &str, value: i64| {
            let place = CaseFacts::COLUMNS.iter().position(|one| *one == name).unwrap();
            row[place] = Some(value);
        };
        let day = |text| i64::from(Day::parse(text).unwrap().0);
        set("court", 1);
        set("received_day", day("2019-12-30"));
        set("accepted_day", day("2020-01-02"));
        set("closed_day", day("2020-02-25"));
        set("final_end_day", day("2020-07-02"));
        let cells = Places::find().unwrap().derive(&row, &period);
        let cell = |name: &str| cells[DERIVED.iter().position(|one| *one == name).unwrap()];
        assert_eq!(cell("level"), Some(1));
        assert_eq!(cell("closed_before_month_end"), Some(4));
        assert_eq!(cell("accepted_month"), Some(1));
        assert_eq!(cell("received_month"), Some(0));
        assert_eq!((cell("closed_month"), cell("left_month")), (Some(2), Some(2)));
        assert_eq!(cell("effective_month"), Some(13));
        assert_eq!(cell("overdue_month"), Some(7));
        assert_eq!(cell("aged12_month"), Some(13));
    }
}
