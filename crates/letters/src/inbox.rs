//! The inbox (收件箱): letters to one account, listed, counted, opened. Nobody else's are reached from here.

use docket::store::{StoreError, Work};
use law::day::Moment;
use law::ids::{CourtId, Stream};
use people::AccountId;
use sqlx::{AnyConnection, AssertSqlSafe, Row as _};

use crate::Letters;
use crate::letter::Letter;
use crate::rows::{COLUMNS, letter};

/// A place in the inbox, from which the next page goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// When it was told.
    pub at: Moment,
    /// Court.
    pub court: CourtId,
    /// Position.
    pub position: i64,
}

impl Letter {
    /// Its place in the inbox.
    pub const fn spot(&self) -> Spot {
        Spot { at: self.told_at, court: self.key.court, position: self.key.position }
    }
}

/// Marks letters as read: one entry's, or all up to now.
struct Read {
    account: AccountId,
    one: Option<(CourtId, i64)>,
    at: Moment,
}

impl Work for Read {
    type Output = u64;
    type Error = StoreError;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<u64, StoreError> {
        let (court, position) = self.one.map_or((-1, -1), |(court, position)| (i64::from(court.0), position));
        let set = sqlx::query(
            "UPDATE letters SET read_at = $2 WHERE account = $1 AND channel = 'inbox' AND read_at IS NULL \
             AND ($3 < 0 OR (court = $3 AND position = $4))",
        );
        let done = set.bind(self.account.0).bind(self.at.0).bind(court).bind(position).execute(conn).await?;
        Ok(done.rows_affected())
    }
}

impl Letters {
    /// Letters to an account, the newest first, after a place; at most `limit`.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn inbox(&self, account: AccountId, after: Option<Spot>, limit: i64) -> Result<Vec<Letter>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM letters WHERE account = $1 AND channel = 'inbox' AND (told_at < $2 OR \
             (told_at = $2 AND (court < $3 OR (court = $3 AND position < $4)))) \
             ORDER BY told_at DESC, court DESC, position DESC LIMIT $5"
        );
        let spot = after.unwrap_or(Spot { at: Moment(i64::MAX), court: CourtId(0), position: 0 });
        let query = sqlx::query(AssertSqlSafe(sql)).bind(account.0).bind(spot.at.0).bind(i64::from(spot.court.0));
        let rows = query.bind(spot.position).bind(limit).fetch_all(self.0.docket.pool()).await?;
        rows.iter().map(letter).collect()
    }

    /// The letter of an entry to an account; none to whoever was not told of it.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn one(&self, account: AccountId, court: CourtId, position: i64) -> Result<Option<Letter>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM letters WHERE court = $1 AND position = $2 AND account = $3 AND channel = 'inbox'"
        );
        let query = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(court.0)).bind(position).bind(account.0);
        query.fetch_optional(self.0.docket.pool()).await?.as_ref().map(letter).transpose()
    }

    /// Letters to an account of one matter, in the order they came.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn of_matter(
        &self,
        account: AccountId,
        court: CourtId,
        stream: Stream,
    ) -> Result<Vec<Letter>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM letters WHERE account = $1 AND channel = 'inbox' AND court = $2 AND stream = $3 \
             ORDER BY position"
        );
        let query = sqlx::query(AssertSqlSafe(sql)).bind(account.0).bind(i64::from(court.0)).bind(stream.0);
        query.fetch_all(self.0.docket.pool()).await?.iter().map(letter).collect()
    }

    /// How many letters of an account have not been opened.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn unread(&self, account: AccountId) -> Result<i64, StoreError> {
        let query =
            sqlx::query("SELECT COUNT(*) FROM letters WHERE account = $1 AND channel = 'inbox' AND read_at IS NULL");
        Ok(query.bind(account.0).fetch_one(self.0.docket.pool()).await?.try_get(0)?)
    }

    /// Notes that letters of an account were opened: that of one entry, or all. Whoever opens twice has opened at first.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn read(&self, account: AccountId, one: Option<(CourtId, i64)>, at: Moment) -> Result<u64, StoreError> {
        let read = self.0.docket.work(&mut Read { account, one, at }).await?;
        if read > 0 {
            self.changed();
        }
        Ok(read)
    }
}
