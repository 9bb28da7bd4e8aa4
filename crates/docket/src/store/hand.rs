//! Hands (经手人): who acts in a matter through which account. They lie beside the log, whose entries know a hand by its
//! number within the matter alone; nothing here is computed from entries.

use law::day::Moment;
use law::ids::{CourtId, Stream};
use law::life::facts::CaseFacts;
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Row};

use super::error::StoreError;
use super::{Docket, list, read};
use crate::entry::Entry;

/// The hand that opens a matter is its first.
pub const FIRST: u32 = 1;

/// Who acts in a matter through an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hand {
    /// Number within the matter, from 1.
    pub number: u32,
    /// The account.
    pub account: u32,
    /// Acts for another (诉讼代理人).
    pub agent: bool,
}

/// Notes the first hand of a matter that is being opened.
pub(crate) async fn open(
    conn: &mut AnyConnection,
    (court, stream): (CourtId, Stream),
    hand: &Hand,
    at: Moment,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO hands (court, stream, hand, account, agent, since) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(i64::from(court.0))
        .bind(stream.0)
        .bind(i64::from(hand.number))
        .bind(i64::from(hand.account))
        .bind(i64::from(hand.agent))
        .bind(at.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// The hands of a matter by number.
async fn of(pool: &AnyPool, court: CourtId, stream: Stream) -> Result<Vec<Hand>, StoreError> {
    let rows = sqlx::query("SELECT hand, account, agent FROM hands WHERE court = $1 AND stream = $2 ORDER BY hand")
        .bind(i64::from(court.0))
        .bind(stream.0)
        .fetch_all(pool)
        .await?;
    rows.iter()
        .map(|row| {
            let number = |at: usize| -> Result<u32, StoreError> {
                u32::try_from(row.try_get::<i64, _>(at)?).map_err(|_| StoreError::Damaged("经手人编号".to_owned()))
            };
            Ok(Hand { number: number(0)?, account: number(1)?, agent: number(2)? == 1 })
        })
        .collect()
}

/// The matters an account acts in, the latest first.
async fn matters(pool: &AnyPool, account: u32, limit: i64) -> Result<Vec<CaseFacts>, StoreError> {
    let rows = sqlx::query(
        "SELECT court, stream FROM hands WHERE account = $1 ORDER BY since DESC, court DESC, stream DESC LIMIT $2",
    )
    .bind(i64::from(account))
    .bind(limit)
    .fetch_all(pool)
    .await?;
    let mut keys = Vec::with_capacity(rows.len());
    for row in &rows {
        let court = u16::try_from(row.try_get::<i64, _>(0)?);
        let court = court.map_err(|_| StoreError::Damaged("经手人的法院".to_owned()))?;
        keys.push((CourtId(court), Stream(row.try_get(1)?)));
    }
    list::facts_of(pool, &keys).await
}

impl Docket {
    /// The hands of a matter (经手人), by number.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn hands(&self, court: CourtId, stream: Stream) -> Result<Vec<Hand>, StoreError> {
        of(&self.pool, court, stream).await
    }

    /// The matters an account acts in, the latest first.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn matters_of(&self, account: u32, limit: i64) -> Result<Vec<CaseFacts>, StoreError> {
        matters(&self.pool, account, limit).await
    }

    /// Entries of matters that have hands, after a position and up to another, in order, at most `limit`.
    ///
    /// # Errors
    /// The engine's own, and damage found in a row.
    pub async fn entries_of_hands(
        &self,
        court: CourtId,
        (after, to): (i64, i64),
        limit: i64,
    ) -> Result<Vec<Entry>, StoreError> {
        // a court without hands, as most simulated ones are, is passed over without looking at its entries
        let some = sqlx::query("SELECT 1 FROM hands WHERE court = $1 LIMIT 1").bind(i64::from(court.0));
        if some.fetch_optional(&self.pool).await?.is_none() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT {} FROM entries WHERE court = $1 AND position > $2 AND position <= $3 \
             AND stream IN (SELECT stream FROM hands WHERE court = $1) ORDER BY position LIMIT $4",
            read::ENTRY_COLUMNS
        );
        let query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(court.0)).bind(after).bind(to).bind(limit);
        query.fetch_all(&self.pool).await?.iter().map(read::entry).collect()
    }

    /// What changes whenever a matter of an account does: how many there are, and how many entries they hold together.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn moved(&self, account: u32) -> Result<(i64, i64), StoreError> {
        let row = sqlx::query(
            "SELECT COUNT(*), CAST(COALESCE(SUM(f.version), 0) AS BIGINT) FROM hands h \
             JOIN case_facts f ON f.court = h.court AND f.stream = h.stream WHERE h.account = $1",
        )
        .bind(i64::from(account))
        .fetch_one(&self.pool)
        .await?;
        Ok((row.try_get(0)?, row.try_get(1)?))
    }
}
