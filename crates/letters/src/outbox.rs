//! Letters that wait to leave the house: taken for a while by one sender, recorded with what came of it, listed.

use docket::store::{StoreError, Work};
use law::day::Moment;
use law::ids::CourtId;
use sqlx::{AnyConnection, AssertSqlSafe, Row as _};

use crate::Letters;
use crate::letter::{Key, Letter, State};
use crate::rows::{COLUMNS, int, letter, some_int, word};
use crate::send::Outcome;
use crate::settings::Retry;

/// A letter taken to be sent, and which try this is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taken {
    pub(crate) letter: Letter,
    pub(crate) tries: i64,
}

/// A letter that has not been sent, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The letter.
    pub letter: Letter,
    /// Waiting, being sent, failed or skipped.
    pub state: State,
    /// Tries so far.
    pub tries: i64,
    /// When it is tried next.
    pub next_at: Option<Moment>,
    /// What came of the last try; it names no address.
    pub fault: String,
}

/// Takes what is due: until its lease is over, no other sender takes it.
struct Take {
    at: Moment,
    lease_ms: i64,
    limit: i64,
}

impl Work for Take {
    type Output = Vec<Taken>;
    type Error = StoreError;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<Vec<Taken>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS}, tries FROM letters WHERE next_at IS NOT NULL AND next_at <= $1 \
             ORDER BY next_at, court, position, account, channel LIMIT $2"
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(self.at.0).bind(self.limit).fetch_all(&mut *conn).await?;
        let mut taken = Vec::with_capacity(rows.len());
        for row in &rows {
            let letter = letter(row)?;
            let tries = int::<i64>(row, "tries")? + 1;
            let set = "UPDATE letters SET state = 'sending', tries = $5, next_at = $6 WHERE court = $1 AND position = $2 AND account = $3 \
                 AND channel = $4";
            let query = keyed(set, letter.key).bind(tries).bind(self.at.0.saturating_add(self.lease_ms));
            query.execute(&mut *conn).await?;
            taken.push(Taken { letter, tries });
        }
        Ok(taken)
    }
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments>;

fn keyed(sql: &'static str, key: Key) -> Query<'static> {
    let query = sqlx::query(sql).bind(i64::from(key.court.0)).bind(key.position).bind(key.account.0);
    query.bind(key.channel.word())
}

/// Records what came of a try. A try whose lease was over and that another took up is not recorded any more.
struct Record<'a> {
    taken: Taken,
    outcome: &'a Outcome,
    retry: Retry,
    at: Moment,
}

impl Work for Record<'_> {
    type Output = State;
    type Error = StoreError;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<State, StoreError> {
        let tries = self.taken.tries;
        let (state, fault) = match self.outcome {
            Outcome::Sent => (State::Sent, None),
            Outcome::Later(why) if tries < self.retry.tries => (State::Waiting, Some(why)),
            Outcome::Later(why) | Outcome::Never(why) => (State::Failed, Some(why)),
            Outcome::Skipped(why) => (State::Skipped, Some(why)),
        };
        let next = (state == State::Waiting).then(|| self.at.0.saturating_add(self.retry.wait_ms(tries)));
        let set = "UPDATE letters SET state = $6, next_at = $7, done_at = $8, fault = $9 WHERE court = $1 AND position = $2 \
             AND account = $3 AND channel = $4 AND tries = $5";
        keyed(set, self.taken.letter.key)
            .bind(tries)
            .bind(state.word())
            .bind(next)
            .bind((state != State::Waiting).then_some(self.at.0))
            .bind(fault.map(String::as_str))
            .execute(conn)
            .await?;
        Ok(state)
    }
}

/// Puts a court's letters that failed, or wait, back to the beginning of the queue: one, or all. What is just being sent
/// stays with its sender.
struct Again {
    court: CourtId,
    one: Option<Key>,
    at: Moment,
}

impl Work for Again {
    type Output = u64;
    type Error = StoreError;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<u64, StoreError> {
        let all = "UPDATE letters SET state = 'waiting', tries = 0, next_at = $2, done_at = NULL, fault = NULL \
             WHERE court = $1 AND state IN ('failed', 'waiting')";
        let one = "UPDATE letters SET state = 'waiting', tries = 0, next_at = $5, done_at = NULL, fault = NULL \
             WHERE court = $1 AND position = $2 AND account = $3 AND channel = $4 AND state IN ('failed', 'waiting')";
        let query = match self.one {
            Some(key) => keyed(one, Key { court: self.court, ..key }),
            None => sqlx::query(all).bind(i64::from(self.court.0)),
        };
        Ok(query.bind(self.at.0).execute(conn).await?.rows_affected())
    }
}

impl Letters {
    pub(crate) async fn take(&self, at: Moment, limit: i64) -> Result<Vec<Taken>, StoreError> {
        let lease_ms = self.0.settings.retry.lease_ms;
        self.0.docket.work(&mut Take { at, lease_ms, limit }).await
    }

    pub(crate) async fn record(&self, taken: Taken, outcome: &Outcome, at: Moment) -> Result<State, StoreError> {
        let retry = self.0.settings.retry;
        self.0.docket.work(&mut Record { taken, outcome, retry, at }).await
    }

    /// A court's letters that were not sent, those that failed first and then the newest; at most `limit`.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn waiting(&self, court: CourtId, limit: i64) -> Result<Vec<Waiting>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS}, state, tries, next_at, fault FROM letters WHERE court = $1 AND state <> 'sent' \
             ORDER BY state, told_at DESC, position DESC, account, channel LIMIT $2"
        );
        let query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(court.0)).bind(limit);
        let rows = query.fetch_all(self.0.docket.pool()).await?;
        rows.iter()
            .map(|row| {
                Ok(Waiting {
                    letter: letter(row)?,
                    state: word(row, "state", State::parse)?,
                    tries: int(row, "tries")?,
                    next_at: some_int(row, "next_at")?.map(Moment),
                    fault: row.try_get::<Option<String>, _>("fault")?.unwrap_or_default(),
                })
            })
            .collect()
    }

    /// How many of a court's letters are in each state, those of the inbox left out.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn counts(&self, court: CourtId) -> Result<Vec<(State, i64)>, StoreError> {
        let query = sqlx::query(
            "SELECT state, COUNT(*) AS n FROM letters WHERE court = $1 AND channel <> 'inbox' GROUP BY state ORDER BY state",
        );
        let rows = query.bind(i64::from(court.0)).fetch_all(self.0.docket.pool()).await?;
        rows.iter().map(|row| Ok((word(row, "state", State::parse)?, int(row, "n")?))).collect()
    }

    /// Tries letters of a court again at once: one, or all that failed or wait; gives how many.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn again(&self, court: CourtId, one: Option<Key>, at: Moment) -> Result<u64, StoreError> {
        self.0.docket.work(&mut Again { court, one, at }).await
    }
}
