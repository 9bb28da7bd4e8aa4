//! What somebody who tries a case notes of it while its facts grow (办案笔记): the facts found so far, and the decision they
//! have in mind. It lies sealed beside the log and is its author's alone.

use std::fmt;

use docket::sealed::{StreamKey, open};
use docket::store::{Docket, StoreError};
use law::day::Moment;
use law::fen::Fen;
use law::ids::{CourtId, Stream};
use search::cases::{Ending, Outcome};
use serde::{Deserialize, Serialize};
use sqlx::Row;

/// Characters of the facts at most.
pub const LONGEST: usize = 50_000;

/// What was noted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    /// Facts found so far.
    pub facts: String,
    /// The decision in mind; none while there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<Draft>,
}

/// A decision somebody has in mind (拟判).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// How the case would end.
    pub ending: Ending,
    /// What it would come to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Fen>,
    /// Months of imprisonment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
}

impl Draft {
    /// As the index compares outcomes.
    pub fn outcome(self) -> Outcome {
        Outcome { ending: self.ending, amount_fen: self.amount.map(|amount| amount.0), months: self.months }
    }
}

/// Why nothing was noted or read.
#[derive(Debug)]
pub enum NoteFault {
    /// It is too long.
    Length,
    /// It does not open: the key is another.
    Sealed,
    /// Storage failed.
    Store(StoreError),
}

impl fmt::Display for NoteFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoteFault::Length => write!(f, "笔记最多 {LONGEST} 个字"),
            NoteFault::Sealed => f.write_str("笔记不能打开"),
            NoteFault::Store(cause) => cause.fmt(f),
        }
    }
}

impl std::error::Error for NoteFault {}

impl From<sqlx::Error> for NoteFault {
    fn from(cause: sqlx::Error) -> NoteFault {
        NoteFault::Store(cause.into())
    }
}

/// The notes of a docket.
#[derive(Clone)]
pub struct Notes {
    docket: Docket,
    key: StreamKey,
}

impl fmt::Debug for Notes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Notes")
    }
}

fn context(court: CourtId, stream: Stream, account: u32) -> String {
    format!("note/{}/{}/{account}", court.0, stream.0)
}

impl Notes {
    /// Notes in this docket, sealed under this key.
    pub const fn new(docket: Docket, key: StreamKey) -> Notes {
        Notes { docket, key }
    }

    /// What somebody noted of a matter; none before they did.
    ///
    /// # Errors
    /// [`NoteFault::Sealed`]; the engine's own.
    pub async fn of(&self, court: CourtId, stream: Stream, account: u32) -> Result<Option<Note>, NoteFault> {
        let row = sqlx::query("SELECT sealed FROM notes WHERE court = $1 AND stream = $2 AND account = $3")
            .bind(i64::from(court.0))
            .bind(stream.0)
            .bind(i64::from(account))
            .fetch_optional(self.docket.pool())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let sealed: String = row.try_get(0)?;
        let text = open(Some(&self.key), &context(court, stream, account), &sealed).map_err(|_| NoteFault::Sealed)?;
        serde_json::from_str(&text).map(Some).map_err(|_| NoteFault::Sealed)
    }

    /// Notes it, in the place of what was noted before.
    ///
    /// # Errors
    /// [`NoteFault::Length`]; the engine's own.
    pub async fn save(
        &self,
        (court, stream): (CourtId, Stream),
        account: u32,
        note: &Note,
        at: Moment,
    ) -> Result<(), NoteFault> {
        if note.facts.chars().count() > LONGEST {
            return Err(NoteFault::Length);
        }
        let text = serde_json::to_string(note).map_err(|_| NoteFault::Length)?;
        let sealed = self.key.seal(&context(court, stream, account), &text).map_err(|_| NoteFault::Length)?;
        sqlx::query(
            "INSERT INTO notes (court, stream, account, version, changed_at, sealed) VALUES ($1, $2, $3, 1, $4, $5) \
             ON CONFLICT (court, stream, account) DO UPDATE SET version = notes.version + 1, \
             changed_at = excluded.changed_at, sealed = excluded.sealed",
        )
        .bind(i64::from(court.0))
        .bind(stream.0)
        .bind(i64::from(account))
        .bind(at.0)
        .bind(sealed)
        .execute(self.docket.pool())
        .await?;
        Ok(())
    }
}
