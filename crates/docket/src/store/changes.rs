//! What the logs gained since they had certain sizes, read in one snapshot: for whoever follows them with figures.

use std::borrow::Cow;
use std::collections::BTreeMap;

use law::day::{Day, Moment};
use law::ids::CourtId;
use law::life::facts::CaseFacts;

use super::batch::{StatementRow, Tally};
use super::engine::Location;
use super::error::StoreError;
use super::read::{facts_columns, narrow};
use super::rows::Reader;

/// What the logs gained, all of one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// Entries of every court's log, in order of court.
    pub sizes: Vec<(CourtId, i64)>,
    /// Courts whose logs grew.
    pub grown: Vec<CourtId>,
    /// When the last of the new entries was recorded; none when there are none.
    pub recorded_at: Option<Moment>,
    /// The rows, as they stand now, of every matter that a new entry belongs to.
    pub rows: Vec<CaseFacts>,
    /// First day of the month in which the earliest of the new entries occurred.
    pub since: Option<Day>,
    /// Tallies of the courts that grew from that day on, whole.
    pub tallies: Vec<Tally>,
    /// All statements, when there are new entries.
    pub statements: Vec<StatementRow>,
}

/// Reads what was gained; none when the sizes cannot be built upon: a log is shorter, or facts lag behind a log.
pub(crate) fn changes(location: &Location, since: &[(CourtId, i64)]) -> Result<Option<Changes>, StoreError> {
    let mut reader = Reader::open(location)?;
    let before: BTreeMap<CourtId, i64> = since.iter().copied().collect();
    let sizes = sizes(&mut reader)?;
    let held = |court: &CourtId| before.get(court).copied().unwrap_or(0);
    let shorter = before.iter().any(|(court, size)| sizes.get(court).is_none_or(|now| now.0 < *size));
    if shorter || sizes.values().any(|(size, folded)| folded < size) {
        return Ok(None);
    }
    let grown: Vec<CourtId> =
        sizes.iter().filter(|(court, (size, _))| *size > held(court)).map(|(court, _)| *court).collect();
    let mut changes = Changes {
        sizes: sizes.iter().map(|(court, (size, _))| (*court, *size)).collect(),
        grown: grown.clone(),
        recorded_at: None,
        rows: Vec::new(),
        since: None,
        tallies: Vec::new(),
        statements: Vec::new(),
    };
    for court in &grown {
        gained(&mut reader, *court, held(court), &mut changes)?;
    }
    if let Some(day) = changes.since {
        for court in grown {
            tallies(&mut reader, court, day, &mut changes.tallies)?;
        }
        statements(&mut reader, &mut changes.statements)?;
    }
    Ok(Some(changes))
}

/// Every court's number of entries, and how many of them its facts hold.
fn sizes(reader: &mut Reader) -> Result<BTreeMap<CourtId, (i64, i64)>, StoreError> {
    const ALL: &str = "SELECT c.court, COALESCE((SELECT MAX(e.position) FROM entries e WHERE e.court = c.court), 0), \
         COALESCE((SELECT k.position FROM cursors k WHERE k.name = 'facts' AND k.court = c.court), 0) \
         FROM courts c ORDER BY c.court";
    let mut all = BTreeMap::new();
    reader.rows(ALL, &[], &mut |row| {
        all.insert(CourtId(narrow(row.int(0)?, "court")?), (row.int(1)?, row.int(2)?));
        Ok(())
    })?;
    Ok(all)
}

/// The rows that a court's new entries touched, and when those entries were.
fn gained(reader: &mut Reader, court: CourtId, after: i64, changes: &mut Changes) -> Result<(), StoreError> {
    let values = [i64::from(court.0), after];
    let times = "SELECT MIN(occurred_at), MAX(recorded_at) FROM entries WHERE court = $1 AND position > $2";
    reader.rows(times, &values, &mut |row| {
        let month = first_of_month(Moment(row.int(0)?).day());
        changes.since = Some(changes.since.map_or(month, |since| since.min(month)));
        changes.recorded_at = changes.recorded_at.max(Some(Moment(row.int(1)?)));
        Ok(())
    })?;
    let touched = format!(
        "SELECT {} FROM case_facts WHERE court = $1 AND stream IN \
         (SELECT stream FROM entries WHERE court = $1 AND position > $2) ORDER BY stream",
        facts_columns()
    );
    let mut cells = Vec::with_capacity(CaseFacts::COLUMNS.len());
    reader.rows(&touched, &values, &mut |row| {
        cells.clear();
        for at in 0..CaseFacts::COLUMNS.len() {
            cells.push(row.int_or_null(at)?);
        }
        changes.rows.push(CaseFacts::from_cells(&cells).map_err(StoreError::damaged)?);
        Ok(())
    })
}

fn first_of_month(day: Day) -> Day {
    Day::from_date(day.date().first_of_month())
}

fn tallies(reader: &mut Reader, court: CourtId, from: Day, out: &mut Vec<Tally>) -> Result<(), StoreError> {
    let sql = "SELECT day, kind, n, total FROM tallies WHERE court = $1 AND day >= $2 ORDER BY day, kind";
    reader.rows(sql, &[i64::from(court.0), i64::from(from.0)], &mut |row| {
        out.push(Tally {
            court,
            day: Day(narrow(row.int(0)?, "day")?),
            kind: Cow::Owned(row.text(1)?.to_owned()),
            n: row.int(2)?,
            total: row.int(3)?,
        });
        Ok(())
    })
}

fn statements(reader: &mut Reader, out: &mut Vec<StatementRow>) -> Result<(), StoreError> {
    let sql = "SELECT court, year, key, value, source FROM statements ORDER BY court, year, key";
    reader.rows(sql, &[], &mut |row| {
        out.push(StatementRow {
            court: CourtId(narrow(row.int(0)?, "court")?),
            year: narrow(row.int(1)?, "year")?,
            key: row.text(2)?.to_owned(),
            value: row.int(3)?,
            source: row.text(4)?.to_owned(),
        });
        Ok(())
    })
}
