//! Statistics of a docket: facts scanned into columns, kept in a file until a log moves on.

use std::path::Path;

use docket::store::{Docket, StoreError};
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
        let ends = docket.log_ends().await.map_err(unread)?;
        let last = ends.iter().map(|end| end.recorded_at).max().map(law::day::Moment::day);
        let period = last.map_or(period, |last| period.until(last));
        let facts = load_facts(docket, data, period).await?;
        let books = load_books(docket, &period).await?;
        Stats::from_facts(Indicators::load()?, &facts, books)
    }
}

/// The file of a year's columns.
pub fn facts_path(data: &Path, period: &Period) -> std::path::PathBuf {
    let name = match period.convention {
        Convention::Natural => format!("{}.parquet", period.year),
        other => format!("{}-{}.parquet", period.year, other.word()),
    };
    data.join("stats").join(name)
}

async fn load_facts(docket: &Docket, data: &Path, period: Period) -> Result<Facts, StatsError> {
    let path = facts_path(data, &period);
    let stamp = stamp(docket).await?;
    if let Some(facts) = Facts::read(&path, period, &stamp)? {
        return Ok(facts);
    }
    let mut gather = Gather::new(period)?;
    docket.scan_facts(&mut |row: &[Option<i64>]| gather.push(row)).await.map_err(unread)?;
    let facts = gather.finish()?;
    facts.save(&path, &stamp)?;
    Ok(facts)
}

/// The sizes of all logs.
pub async fn stamp(docket: &Docket) -> Result<Stamp, StatsError> {
    let mut sizes = Vec::new();
    for court in docket.courts().await.map_err(unread)? {
        sizes.push((court.court, docket.size(court.court).await.map_err(unread)?));
    }
    Ok(Stamp(sizes))
}

async fn load_books(docket: &Docket, period: &Period) -> Result<Books, StatsError> {
    let tallies = docket.tallies(None).await.map_err(unread)?;
    let tallies: Vec<TallyRow> = tallies
        .into_iter()
        .map(|row| TallyRow { court: row.court, day: row.day, kind: row.kind.into_owned(), n: row.n, total: row.total })
        .collect();
    let statements = docket.statements(None::<CourtId>).await.map_err(unread)?;
    let mut rows = Vec::new();
    for row in statements {
        let year =
            i16::try_from(row.year).map_err(|_| StatsError::Docket(format!("统计年度 {} 超出范围", row.year)))?;
        rows.push(StatementRow { court: row.court, year, key: row.key, value: row.value });
    }
    Ok(Books::new(period, &tallies, &rows))
}

fn unread(error: StoreError) -> StatsError {
    StatsError::Docket(error.to_string())
}
