//! One court's part of the roll, in order of stream.

use law::ids::CourtId;
use law::life::facts::CaseFacts;

use crate::store::engine::Location;
use crate::store::error::StoreError;
use crate::store::rows::Reader;

/// A column of the roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Word,
    Year,
    Counts,
    State,
    Cause,
    Closing,
    Judge,
    Accepted,
    Closed,
    /// End of the term with extensions; absent where none runs.
    Due,
    Channel,
    Procedure,
    Livelihood,
    DutyCrimeSenior,
    PropertyRights,
    Juvenile,
}

/// The columns with their names in `case_facts`, in the order in which they are held.
pub(super) const COLUMNS: [(Column, &str); 16] = [
    (Column::Word, "word"),
    (Column::Year, "year"),
    (Column::Counts, "counts"),
    (Column::State, "state"),
    (Column::Cause, "cause"),
    (Column::Closing, "closing"),
    (Column::Judge, "judge"),
    (Column::Accepted, "accepted_day"),
    (Column::Closed, "closed_day"),
    (Column::Due, "CASE WHEN has_term = 1 THEN COALESCE(final_end_day, base_end_day) END"),
    (Column::Channel, "channel"),
    (Column::Procedure, "procedure"),
    (Column::Livelihood, "livelihood"),
    (Column::DutyCrimeSenior, "duty_crime_senior"),
    (Column::PropertyRights, "property_rights"),
    (Column::Juvenile, "juvenile"),
];

/// The roll of one court.
#[derive(Debug, Default)]
pub(super) struct CourtRoll {
    /// Position up to which it follows the log.
    pub(super) folded: i64,
    /// Streams, ascending.
    pub(super) streams: Vec<i64>,
    /// Amounts in fen.
    pub(super) amounts: Vec<i64>,
    columns: [Vec<i32>; COLUMNS.len()],
}

impl CourtRoll {
    /// Reads a court's part. Blocks.
    pub(super) fn read(location: &Location, court: CourtId, folded: i64) -> Result<CourtRoll, StoreError> {
        let mut roll = CourtRoll { folded, ..CourtRoll::default() };
        let names: Vec<&str> = COLUMNS.iter().map(|(_, name)| *name).collect();
        let names = names.join(", ");
        let sql = format!("SELECT stream, amount, {names} FROM case_facts WHERE court = $1 ORDER BY stream");
        Reader::open(location)?.rows(&sql, &[i64::from(court.0)], &mut |row| {
            roll.streams.push(row.int(0)?);
            roll.amounts.push(row.int_or_null(1)?.unwrap_or(0));
            for (at, column) in roll.columns.iter_mut().enumerate() {
                column.push(narrow(row.int_or_null(at + 2)?));
            }
            Ok(())
        })?;
        Ok(roll)
    }

    /// The values of a column, one a matter; `i32::MIN` stands for none.
    pub(super) fn column(&self, column: Column) -> &[i32] {
        let at = COLUMNS.iter().position(|(one, _)| *one == column);
        at.and_then(|at| self.columns.get(at)).map_or(&[], Vec::as_slice)
    }

    /// Puts a matter in, or its new facts in place of the old.
    pub(super) fn put(&mut self, facts: &CaseFacts) {
        let day = |day: Option<law::day::Day>| day.map(|day| i64::from(day.0));
        let due = facts.final_end_day.or(facts.base_end_day).filter(|_| facts.has_term);
        let cells = [
            Some(i64::from(facts.word)),
            facts.year.map(i64::from),
            Some(i64::from(facts.counts)),
            Some(i64::from(facts.state)),
            facts.cause.map(|cause| i64::from(cause.0)),
            Some(i64::from(facts.closing)),
            facts.judge.map(|judge| i64::from(judge.0)),
            day(facts.accepted_day),
            day(facts.closed_day),
            day(due),
            Some(i64::from(facts.channel)),
            Some(i64::from(facts.procedure)),
            Some(i64::from(facts.livelihood)),
            Some(i64::from(facts.duty_crime_senior)),
            Some(i64::from(facts.property_rights)),
            Some(i64::from(facts.juvenile)),
        ];
        match self.streams.binary_search(&facts.stream.0) {
            Ok(at) => {
                if let Some(amount) = self.amounts.get_mut(at) {
                    *amount = facts.amount.0;
                }
                for (column, cell) in self.columns.iter_mut().zip(cells) {
                    if let Some(value) = column.get_mut(at) {
                        *value = narrow(cell);
                    }
                }
            }
            Err(at) => {
                self.streams.insert(at, facts.stream.0);
                self.amounts.insert(at, facts.amount.0);
                for (column, cell) in self.columns.iter_mut().zip(cells) {
                    column.insert(at, narrow(cell));
                }
            }
        }
    }
}

/// A value as it is held. Every column is of days, codes or small numbers.
fn narrow(cell: Option<i64>) -> i32 {
    cell.and_then(|value| i32::try_from(value).ok()).unwrap_or(i32::MIN)
}
