//! Statistics of a docket: facts scanned into columns, kept in a file until a log moves on.

use std::path::{Path, PathBuf};

use docket::store::{Docket, StoreError, Tally};
use law::day::Moment;
use law::ids::CourtId;

use crate::books::{Books, StatementRow, TallyRow};
use crate::compute::Stats;
use crate::definition::Indicators;
use crate::error::StatsError;
use crate::facts::{Facts, Gather, Stamp};
use crate::period::{Convention, Period};

impl Stats {
    /// Statistics of a year of a docket, as it stands on the day of the last entry; columns are kept in
    /// `data/stats/YEAR.parquet`.
    pub async fn open(docket: &Docket, data: &Path, period: Period) -> Result<Stats, StatsError> {
        let period = as_it_stands(docket, period).await?;
        let (facts, stamp) = load_facts(docket, data, period).await?;
        let books = load_books(docket, data, &period, &stamp).await?;
        Stats::from_facts(Indicators::load()?, &facts, books)
    }
}

/// A year as it stands on the day of the last entry.
pub(crate) async fn as_it_stands(docket: &Docket, period: Period) -> Result<Period, StatsError> {
    let ends = docket.log_ends().await.map_err(unread)?;
    Ok(until(period, ends.iter().map(|end| end.recorded_at).max()))
}

pub(crate) fn until(period: Period, last: Option<Moment>) -> Period {
    last.map_or(period, |last| period.until(last.day()))
}

/// The file of a year's columns.
pub fn facts_path(data: &Path, period: &Period) -> PathBuf {
    data.join("stats").join(format!("{}.parquet", name(period)))
}

/// The file of a year's books.
fn books_path(data: &Path, period: &Period) -> PathBuf {
    data.join("stats").join(format!("{}-books.json", name(period)))
}

fn name(period: &Period) -> String {
    match period.convention {
        Convention::Natural => period.year.to_string(),
        other => format!("{}-{}", period.year, other.word()),
    }
}

/// The facts of a year, and a state of the logs that they hold at least.
pub(crate) async fn load_facts(docket: &Docket, data: &Path, period: Period) -> Result<(Facts, Stamp), StatsError> {
    let path = facts_path(data, &period);
    let stamp = stamp(docket).await?;
    if let Some(facts) = Facts::read(&path, period, &stamp)? {
        return Ok((facts, stamp));
    }
    let mut gather = Gather::new(period)?;
    docket.scan_facts(&mut |row: &[Option<i64>]| gather.push(row)).await.map_err(unread)?;
    let facts = gather.finish()?;
    facts.save(&path, &stamp)?;
    Ok((facts, stamp))
}

/// The sizes of all logs.
pub async fn stamp(docket: &Docket) -> Result<Stamp, StatsError> {
    let mut sizes = Vec::new();
    for court in docket.courts().await.map_err(unread)? {
        sizes.push((court.court, docket.size(court.court).await.map_err(unread)?));
    }
    Ok(Stamp(sizes))
}

/// The tallies and statements of a year, of the same state of the logs or a later one.
pub(crate) async fn load_books(
    docket: &Docket,
    data: &Path,
    period: &Period,
    stamp: &Stamp,
) -> Result<Books, StatsError> {
    let (path, stamp) = (books_path(data, period), stamp.text(period));
    if let Some(books) = Books::read(&path, &stamp) {
        return Ok(books);
    }
    let of = *period;
    let add = move |books: &mut Books, tally: Tally| books.add_tally(&of, tally_row(tally));
    let mut books = docket.gather_tallies(Books::default(), add).await.map_err(unread)?;
    let statements = docket.statements(None::<CourtId>).await.map_err(unread)?;
    books.add_statements(&statement_rows(&statements)?);
    books.save(&path, &stamp)?;
    Ok(books)
}

pub(crate) fn tally_rows(rows: &[Tally]) -> Vec<TallyRow> {
    rows.iter().cloned().map(tally_row).collect()
}

fn tally_row(row: Tally) -> TallyRow {
    TallyRow { court: row.court, day: row.day, kind: row.kind.into_owned(), n: row.n, total: row.total }
}

pub(crate) fn statement_rows(rows: &[docket::store::StatementRow]) -> Result<Vec<StatementRow>, StatsError> {
    rows.iter()
        .map(|row| {
            let year =
                i16::try_from(row.year).map_err(|_| StatsError::Docket(format!("统计年度 {} 超出范围", row.year)))?;
            Ok(StatementRow { court: row.court, year, key: row.key.clone(), value: row.value })
        })
        .collect()
}

pub(crate) fn unread(error: StoreError) -> StatsError {
    StatsError::Docket(error.to_string())
}
