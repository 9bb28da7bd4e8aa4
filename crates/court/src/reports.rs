//! What readers report about a published document (读者纠错): kept sealed, answered by a day, and looked up with a code.
//! Whether somebody may answer is asked before.

use std::fmt;

use docket::digest::{sm3, to_hex};
use docket::sealed::{StreamKey, open};
use docket::store::{Docket, Fault, StoreError, Work};
use law::calendar::Calendar;
use law::day::{Day, Moment};
use law::ids::{CourtId, Stream};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row};

use crate::publication::Paper;

/// Working days in which a report is answered: as many as a document has to become public (O-010). The rules say only that
/// an error is corrected in time (O-012), so the measure is this house's own.
pub const ANSWER_DAYS: u16 = 7;
/// Characters of a report at most.
pub const LONGEST: usize = 1_000;
/// Reports of one document that wait at most.
pub const WAITING: i64 = 20;
/// Rows of a list at most.
const MOST: i64 = 200;

law::words! {
    /// How far a report is.
    Standing {
        Open = "open", "等待核实";
        Correcting = "correcting", "情况属实，已撤回更正";
        Corrected = "corrected", "已经更正并重新公布";
        Unfounded = "unfounded", "经核实无误";
    }
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its number.
    pub number: i64,
    /// The court.
    pub court: CourtId,
    /// The matter.
    pub stream: Stream,
    /// Which of its documents.
    pub nth: i64,
    /// Digest of the text it is about.
    pub digest: String,
    /// What the reader says.
    pub text: String,
    /// When it came.
    pub came_at: Moment,
    /// By when it is answered.
    pub due: Day,
    /// How far it is.
    pub standing: Standing,
    /// What the court answers; empty before it does.
    pub answer: String,
    /// When it was answered.
    pub answered_at: Option<Moment>,
}

impl Report {
    /// Whether the court still owes something.
    pub const fn waits(&self) -> bool {
        matches!(self.standing, Standing::Open | Standing::Correcting)
    }
}

/// Why nothing was done.
#[derive(Debug)]
pub enum ReportFault {
    /// There is no such report.
    NotFound,
    /// It was answered already.
    Moved,
    /// It says nothing, or too much.
    Length,
    /// As many as can wait do.
    TooMany,
    /// Storage failed.
    Store(StoreError),
}

impl fmt::Display for ReportFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReportFault::NotFound => f.write_str("没有这条反映"),
            ReportFault::Moved => f.write_str("这条反映已经答复，请刷新后再看"),
            ReportFault::Length => write!(f, "请写明哪里有误，不超过 {LONGEST} 个字"),
            ReportFault::TooMany => write!(f, "这份文书已有 {WAITING} 条反映正在核实，请等核实后再看"),
            ReportFault::Store(cause) => cause.fmt(f),
        }
    }
}

impl std::error::Error for ReportFault {}

impl From<StoreError> for ReportFault {
    fn from(cause: StoreError) -> ReportFault {
        ReportFault::Store(cause)
    }
}

impl From<sqlx::Error> for ReportFault {
    fn from(cause: sqlx::Error) -> ReportFault {
        ReportFault::Store(cause.into())
    }
}

impl Fault for ReportFault {
    fn contended(&self) -> bool {
        matches!(self, ReportFault::Store(cause) if cause.contended())
    }
    fn settled(self) -> ReportFault {
        match self {
            ReportFault::Store(cause) => ReportFault::Store(cause.settled()),
            other => other,
        }
    }
}

const COLUMNS: &str = "report, court, stream, nth, digest, sealed, came_at, due_day, state, answer, answered_at";

/// The reports of a docket.
#[derive(Clone)]
pub struct Reports {
    docket: Docket,
    key: StreamKey,
}

impl fmt::Debug for Reports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reports")
    }
}

impl Reports {
    /// Reports in this docket, sealed under this key.
    pub const fn new(docket: Docket, key: StreamKey) -> Reports {
        Reports { docket, key }
    }

    fn read(&self, row: &AnyRow) -> Result<Report, ReportFault> {
        let damaged = |what: &str| StoreError::Damaged(format!("读者反映的{what}"));
        let court = u16::try_from(row.try_get::<i64, _>(1)?).map_err(|_| damaged("法院"))?;
        let at = (CourtId(court), Stream(row.try_get(2)?));
        let text = open(Some(&self.key), &context(at), &row.try_get::<String, _>(5)?);
        Ok(Report {
            number: row.try_get(0)?,
            court: at.0,
            stream: at.1,
            nth: row.try_get(3)?,
            digest: row.try_get(4)?,
            text: text.map_err(|_| damaged("内容"))?,
            came_at: Moment(row.try_get(6)?),
            due: i32::try_from(row.try_get::<i64, _>(7)?).map(Day).map_err(|_| damaged("期限"))?,
            standing: Standing::parse(&row.try_get::<String, _>(8)?).ok_or_else(|| damaged("状态"))?,
            answer: row.try_get::<Option<String>, _>(9)?.unwrap_or_default(),
            answered_at: row.try_get::<Option<i64>, _>(10)?.map(Moment),
        })
    }

    /// Takes in what a reader says about a document that is public, to be looked up with a code; gives the day by which it is
    /// answered.
    ///
    /// # Errors
    /// [`ReportFault::NotFound`] where it is not public; [`ReportFault::Length`], [`ReportFault::TooMany`]; the engine's own.
    pub async fn take(&self, paper: &Paper, text: &str, code: &str, at: Moment) -> Result<Day, ReportFault> {
        let text = text.trim();
        if text.is_empty() || text.chars().count() > LONGEST {
            return Err(ReportFault::Length);
        }
        let (Some((_, digest)), Some(_)) = (&paper.masked, paper.published_at) else {
            return Err(ReportFault::NotFound);
        };
        let matter = (paper.court, paper.stream);
        let sealed = self.key.seal(&context(matter), text).map_err(|_| ReportFault::Length)?;
        let today = at.day();
        let due = Calendar::embedded().add_working_days(today, ANSWER_DAYS, today);
        let mut take = Take { matter, nth: paper.nth, digest, sealed, code: hidden(code), at, due };
        self.docket.work(&mut take).await?;
        Ok(due)
    }

    /// The report a reader has the code of.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn by_code(&self, code: &str) -> Result<Option<Report>, ReportFault> {
        let sql = format!("SELECT {COLUMNS} FROM document_reports WHERE code = $1");
        let row = sqlx::query(AssertSqlSafe(sql)).bind(hidden(code)).fetch_optional(self.docket.pool()).await?;
        row.as_ref().map(|row| self.read(row)).transpose()
    }

    /// A report by its number.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn one(&self, number: i64) -> Result<Option<Report>, ReportFault> {
        let sql = format!("SELECT {COLUMNS} FROM document_reports WHERE report = $1");
        let row = sqlx::query(AssertSqlSafe(sql)).bind(number).fetch_optional(self.docket.pool()).await?;
        row.as_ref().map(|row| self.read(row)).transpose()
    }

    /// The reports of a court that wait for it, those due first before the others.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn waiting(&self, court: CourtId) -> Result<Vec<Report>, ReportFault> {
        let sql = format!(
            "SELECT {COLUMNS} FROM document_reports WHERE court = $1 AND state IN ('open', 'correcting') \
             ORDER BY due_day, report LIMIT {MOST}"
        );
        let query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(court.0));
        query.fetch_all(self.docket.pool()).await?.iter().map(|row| self.read(row)).collect()
    }

    /// The reports about a document, the newest first.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn of(&self, court: CourtId, stream: Stream, nth: i64) -> Result<Vec<Report>, ReportFault> {
        let sql = format!(
            "SELECT {COLUMNS} FROM document_reports WHERE court = $1 AND stream = $2 AND nth = $3 \
             ORDER BY report DESC LIMIT {MOST}"
        );
        let query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(court.0)).bind(stream.0).bind(nth);
        query.fetch_all(self.docket.pool()).await?.iter().map(|row| self.read(row)).collect()
    }

    /// Answers a report that waits for its first answer.
    ///
    /// # Errors
    /// [`ReportFault::Moved`] when somebody answered before; [`ReportFault::Length`]; the engine's own.
    pub async fn answer(
        &self,
        number: i64,
        (to, words): (Standing, &str),
        by: u32,
        at: Moment,
    ) -> Result<(), ReportFault> {
        let words = words.trim();
        if words.is_empty() || words.chars().count() > LONGEST {
            return Err(ReportFault::Length);
        }
        let done = sqlx::query(
            "UPDATE document_reports SET state = $2, answer = $3, answered_by = $4, answered_at = $5 \
             WHERE report = $1 AND state = 'open'",
        )
        .bind(number)
        .bind(to.word())
        .bind(words)
        .bind(i64::from(by))
        .bind(at.0)
        .execute(self.docket.pool())
        .await?;
        if done.rows_affected() == 1 { Ok(()) } else { Err(ReportFault::Moved) }
    }

    /// The document is public again: what was to be corrected is. Gives how many reports that settles.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn corrected(&self, paper: &Paper, at: Moment) -> Result<u64, ReportFault> {
        let done = sqlx::query(
            "UPDATE document_reports SET state = 'corrected', answered_at = $4 \
             WHERE court = $1 AND stream = $2 AND nth = $3 AND state = 'correcting'",
        )
        .bind(i64::from(paper.court.0))
        .bind(paper.stream.0)
        .bind(paper.nth)
        .bind(at.0)
        .execute(self.docket.pool())
        .await?;
        Ok(done.rows_affected())
    }
}

fn context((court, stream): (CourtId, Stream)) -> String {
    format!("report/{}/{}", court.0, stream.0)
}

/// A code as it is kept: its digest, however it was written down.
fn hidden(code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    to_hex(&sm3(plain.as_bytes()))
}

struct Take<'a> {
    matter: (CourtId, Stream),
    nth: i64,
    digest: &'a str,
    sealed: String,
    code: String,
    at: Moment,
    due: Day,
}

impl Work for Take<'_> {
    type Output = ();
    type Error = ReportFault;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<(), ReportFault> {
        let (court, stream) = (i64::from(self.matter.0.0), self.matter.1.0);
        let row = sqlx::query(
            "SELECT COUNT(*) FROM document_reports \
             WHERE court = $1 AND stream = $2 AND nth = $3 AND state IN ('open', 'correcting')",
        )
        .bind(court)
        .bind(stream)
        .bind(self.nth)
        .fetch_one(&mut *conn)
        .await?;
        if row.try_get::<i64, _>(0)? >= WAITING {
            return Err(ReportFault::TooMany);
        }
        let row = sqlx::query("SELECT CAST(COALESCE(MAX(report), 0) + 1 AS BIGINT) FROM document_reports")
            .fetch_one(&mut *conn)
            .await?;
        let number: i64 = row.try_get(0)?;
        sqlx::query(
            "INSERT INTO document_reports \
             (report, court, stream, nth, digest, code, sealed, came_at, due_day, state) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open')",
        )
        .bind(number)
        .bind(court)
        .bind(stream)
        .bind(self.nth)
        .bind(self.digest)
        .bind(self.code.as_str())
        .bind(self.sealed.as_str())
        .bind(self.at.0)
        .bind(i64::from(self.due.0))
        .execute(conn)
        .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_written_down() {
        assert_eq!(hidden("ab12-CD34"), hidden(" AB12 cd34\n"));
        assert_ne!(hidden("AB12"), hidden("AB13"));
        assert_eq!(hidden("AB12").len(), 64);
    }
}
