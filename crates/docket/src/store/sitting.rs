//! Sittings (审判组织成员): who sits and sat on which matter, projected from the entries of draws; and the draws of some days.

use law::assignment::SeatKind;
use law::day::Day;
use law::ids::{CourtId, JudgeId, Stream};
use law::life::Sat;
use sqlx::{AnyConnection, Executor, Row};

use super::error::StoreError;
use super::list::bound;
use super::read::{self, ENTRY_COLUMNS, narrow};
use super::rows::Reader;
use super::{Days, Docket};
use crate::entry::Entry;

/// A sitting, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SittingRow {
    /// The court.
    pub court: CourtId,
    /// The matter.
    pub stream: Stream,
    /// Which of the matter's sittings, from 1.
    pub nth: i64,
    /// What it says.
    pub sat: Sat,
}

impl SittingRow {
    /// The rows of a matter's sittings.
    pub fn of(court: CourtId, stream: Stream, sittings: &[Sat]) -> impl Iterator<Item = SittingRow> + use<'_> {
        sittings.iter().zip(1..).map(move |(sat, nth)| SittingRow { court, stream, nth, sat: *sat })
    }

    /// Its values in the order of [`COLUMNS`].
    pub(crate) fn cells(&self) -> [Option<i64>; 9] {
        let Sat { judge, seat, from, until, weight, version } = self.sat;
        [
            Some(i64::from(self.court.0)),
            Some(self.stream.0),
            Some(self.nth),
            Some(i64::from(judge.0)),
            Some(seat.code()),
            Some(i64::from(from.0)),
            until.map(|until| i64::from(until.0)),
            Some(weight),
            Some(i64::from(version)),
        ]
    }

    fn from_cells(cells: &[Option<i64>; 9]) -> Result<SittingRow, StoreError> {
        let [court, stream, nth, judge, seat, from, until, weight, version] = *cells;
        let cell =
            |value: Option<i64>, column: &str| value.ok_or_else(|| StoreError::damaged(format!("列 {column} 没有值")));
        let kind = SeatKind::from_code(cell(seat, "seat")?);
        Ok(SittingRow {
            court: CourtId(narrow(cell(court, "court")?, "court")?),
            stream: Stream(cell(stream, "stream")?),
            nth: cell(nth, "nth")?,
            sat: Sat {
                judge: JudgeId(narrow(cell(judge, "judge")?, "judge")?),
                seat: kind.ok_or_else(|| StoreError::damaged("列 seat 的值无法识别"))?,
                from: Day(narrow(cell(from, "from_day")?, "from_day")?),
                until: until.map(|until| narrow(until, "until_day").map(Day)).transpose()?,
                weight: cell(weight, "weight")?,
                version: narrow(cell(version, "version")?, "version")?,
            },
        })
    }
}

/// The columns, in the order every reader and writer uses.
pub(crate) const COLUMNS: &str = "court, stream, nth, judge, seat, from_day, until_day, weight, version";

/// Writes the sittings of a matter as they are now; one that ended says so, and none goes away.
pub(crate) async fn put(
    conn: &mut AnyConnection,
    court: CourtId,
    stream: Stream,
    sittings: &[Sat],
) -> Result<(), StoreError> {
    for row in SittingRow::of(court, stream, sittings) {
        let sql = format!(
            "INSERT INTO sittings ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
             ON CONFLICT (court, stream, nth) DO UPDATE SET until_day = excluded.until_day"
        );
        let put = row.cells().into_iter().fold(sqlx::query(sqlx::AssertSqlSafe(sql)), |put, cell| put.bind(cell));
        conn.execute(put).await?;
    }
    Ok(())
}

/// A court's sittings, in order of matter.
pub(crate) fn all(reader: &mut Reader, court: CourtId) -> Result<Vec<SittingRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM sittings WHERE court = $1 ORDER BY stream, nth");
    let mut rows = Vec::new();
    reader.rows(&sql, &[i64::from(court.0)], &mut |row| {
        let mut cells = [None; 9];
        for (at, cell) in cells.iter_mut().enumerate() {
            *cell = row.int_or_null(at)?;
        }
        rows.push(SittingRow::from_cells(&cells)?);
        Ok(())
    })?;
    Ok(rows)
}

/// Cases that assessors of a court sat or sit on from a day on, one a matter.
pub(crate) async fn assessors_since(
    conn: &mut AnyConnection,
    court: CourtId,
    first: Day,
) -> Result<Vec<(JudgeId, i64)>, StoreError> {
    let sql = "SELECT judge, COUNT(DISTINCT stream) FROM sittings WHERE court = $1 AND from_day >= $2 AND seat = $3 \
               GROUP BY judge ORDER BY judge";
    let values = [i64::from(court.0), i64::from(first.0), SeatKind::Assessor.code()];
    let rows = bound(sql.to_owned(), &values).fetch_all(conn).await?;
    rows.iter().map(|row| Ok((JudgeId(narrow(row.try_get::<i64, _>(0)?, "judge")?), row.try_get(1)?))).collect()
}

impl Docket {
    /// The entries by which somebody was seated in a court on some days, in order, at most `limit`: the draws, namings and
    /// linked cases of those days.
    ///
    /// # Errors
    /// The engine's own, and damage found in a row.
    pub async fn seatings(&self, court: CourtId, days: Days, limit: i64) -> Result<Vec<Entry>, StoreError> {
        let columns: Vec<String> = ENTRY_COLUMNS.split(',').map(|column| format!("e.{}", column.trim())).collect();
        let sql = format!(
            "SELECT {} FROM (SELECT DISTINCT stream, version FROM sittings WHERE court = $1 AND from_day >= $2 \
             AND from_day <= $3) s JOIN entries e ON e.court = $4 AND e.stream = s.stream AND e.version = s.version \
             ORDER BY e.position LIMIT $5",
            columns.join(", ")
        );
        let values = [i64::from(court.0), i64::from(days.from.0), i64::from(days.to.0), i64::from(court.0), limit];
        bound(sql, &values).fetch_all(&self.pool).await?.iter().map(read::entry).collect()
    }
}
