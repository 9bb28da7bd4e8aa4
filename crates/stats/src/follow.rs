//! The facts of a year that follow the logs: read whole once, then brought forward by what the logs gained.

use std::path::{Path, PathBuf};

use docket::store::{Changes, Docket};
use law::day::Moment;

use crate::books::Books;
use crate::compute::Stats;
use crate::definition::Indicators;
use crate::error::StatsError;
use crate::facts::{Facts, Stamp};
use crate::open::{as_it_stands, load_books, load_facts, statement_rows, tally_rows, unread, until};
use crate::period::Period;

/// Above this share of the matters it is quicker to read all of them anew.
const ANEW: usize = 4;

/// A year's facts and books, and the state of the logs they are of.
#[derive(Debug, Clone)]
pub struct Following {
    data: PathBuf,
    year: Period,
    facts: Facts,
    books: Books,
    stamp: Stamp,
    as_of: Option<Moment>,
}

impl Following {
    /// Reads a year, from its file of columns when that is of now; `data` is where the file is kept.
    pub async fn open(docket: &Docket, data: &Path, period: Period) -> Result<Following, StatsError> {
        let year = period;
        let period = as_it_stands(docket, year).await?;
        let (facts, stamp) = load_facts(docket, data, period).await?;
        let books = load_books(docket, data, &period, &stamp).await?;
        let ends = docket.log_ends().await.map_err(unread)?;
        let as_of = ends.iter().map(|end| end.recorded_at).max();
        let following = Following { data: data.to_path_buf(), year, facts, books, stamp, as_of };
        // What was written while it was read is read again, so that all of it is of one moment.
        match docket.changes(&following.stamp.0).await.map_err(unread)? {
            Some(changes) if !changes.grown.is_empty() && !following.is_another_day(&changes) => {
                following.brought(&changes)
            }
            _ => Ok(following),
        }
    }

    /// The same year as the logs stand now; none when they did not grow.
    pub async fn advance(&self, docket: &Docket) -> Result<Option<Following>, StatsError> {
        let changes = docket.changes(&self.stamp.0).await.map_err(unread)?;
        match changes {
            Some(changes) if changes.grown.is_empty() => Ok(None),
            Some(changes)
                if changes.rows.len() <= 1_000 + self.facts.rows() / ANEW && !self.is_another_day(&changes) =>
            {
                self.brought(&changes).map(Some)
            }
            _ => {
                let now = Following::open(docket, &self.data, self.year).await?;
                Ok((now.stamp != self.stamp).then_some(now))
            }
        }
    }

    /// Whether the new entries bring the year to a later day of itself: what is open is then older, touched or not.
    fn is_another_day(&self, changes: &Changes) -> bool {
        until(self.year, self.as_of.max(changes.recorded_at)) != *self.facts.period()
    }

    fn brought(&self, changes: &Changes) -> Result<Following, StatsError> {
        let period = self.facts.period();
        let mut books = self.books.clone();
        if let Some(since) = changes.since {
            let statements = statement_rows(&changes.statements)?;
            books.replace(period, &changes.grown, since, &tally_rows(&changes.tallies), &statements);
        }
        Ok(Following {
            data: self.data.clone(),
            year: self.year,
            facts: self.facts.replaced(&changes.rows)?,
            books,
            stamp: Stamp(changes.sizes.clone()),
            as_of: self.as_of.max(changes.recorded_at),
        })
    }

    /// What can be asked of it.
    pub fn stats(&self) -> Result<Stats, StatsError> {
        Stats::from_facts(Indicators::load()?, &self.facts, self.books.clone())
    }

    /// Entries of all logs together that the figures hold.
    pub fn entries(&self) -> i64 {
        self.stamp.0.iter().map(|(_, size)| size).sum()
    }

    /// When the last of these entries was recorded.
    pub const fn as_of(&self) -> Option<Moment> {
        self.as_of
    }
}
