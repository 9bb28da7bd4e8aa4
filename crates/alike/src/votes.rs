//! What readers said of the similar cases they were shown (推送反馈): useful or not, and where in the list it stood.

use std::collections::BTreeMap;

use docket::store::{Docket, StoreError};
use law::day::Moment;
use law::ids::{CourtId, Stream};
use sqlx::Row;

/// Characters of a document's name in the index at most.
const LONGEST: usize = 64;

/// What is said of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vote {
    /// It was of use.
    pub useful: bool,
    /// Its place in the list, from 1.
    pub rank: u8,
}

/// What was said in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Said {
    /// Useful.
    pub useful: i64,
    /// Not.
    pub not: i64,
}

/// The votes of a docket.
#[derive(Debug, Clone)]
pub struct Votes {
    docket: Docket,
}

impl Votes {
    /// Votes in this docket.
    pub const fn new(docket: Docket) -> Votes {
        Votes { docket }
    }

    /// What somebody said in a matter, by document without its version.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn of(&self, court: CourtId, stream: Stream, account: u32) -> Result<BTreeMap<String, bool>, StoreError> {
        let rows =
            sqlx::query("SELECT document, useful FROM alike_votes WHERE court = $1 AND stream = $2 AND account = $3")
                .bind(i64::from(court.0))
                .bind(stream.0)
                .bind(i64::from(account))
                .fetch_all(self.docket.pool())
                .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get::<i64, _>(1)? != 0))).collect()
    }

    /// Notes a vote in the place of an earlier one; none takes it back. Gives whether the name can be one.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn give(
        &self,
        (court, stream): (CourtId, Stream),
        account: u32,
        document: &str,
        vote: Option<Vote>,
        at: Moment,
    ) -> Result<bool, StoreError> {
        if document.is_empty() || document.len() > LONGEST || document.contains('@') {
            return Ok(false);
        }
        let done = match vote {
            Some(vote) => {
                sqlx::query(
                    "INSERT INTO alike_votes (court, stream, account, document, useful, rank, given_at) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (court, stream, account, document) \
                     DO UPDATE SET useful = excluded.useful, rank = excluded.rank, given_at = excluded.given_at",
                )
                .bind(i64::from(court.0))
                .bind(stream.0)
                .bind(i64::from(account))
                .bind(document)
                .bind(i64::from(vote.useful))
                .bind(i64::from(vote.rank))
                .bind(at.0)
                .execute(self.docket.pool())
                .await?
            }
            None => {
                sqlx::query(
                    "DELETE FROM alike_votes WHERE court = $1 AND stream = $2 AND account = $3 AND document = $4",
                )
                .bind(i64::from(court.0))
                .bind(stream.0)
                .bind(i64::from(account))
                .bind(document)
                .execute(self.docket.pool())
                .await?
            }
        };
        Ok(done.rows_affected() == 1)
    }

    /// What was said in a court since a moment.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn said(&self, court: CourtId, since: Moment) -> Result<Said, StoreError> {
        let rows =
            sqlx::query("SELECT useful, COUNT(*) FROM alike_votes WHERE court = $1 AND given_at >= $2 GROUP BY useful")
                .bind(i64::from(court.0))
                .bind(since.0)
                .fetch_all(self.docket.pool())
                .await?;
        let mut said = Said::default();
        for row in &rows {
            match row.try_get::<i64, _>(0)? {
                0 => said.not = row.try_get(1)?,
                _ => said.useful = row.try_get(1)?,
            }
        }
        Ok(said)
    }
}
