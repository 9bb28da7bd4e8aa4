//! The transcript of a hearing (庭审笔录): the clerk's draft, the versions put to the parties, the signatures under them.

use docket::digest::{sm3, to_hex};
use law::day::Moment;
use law::hearing::Person;
use serde::{Deserialize, Serialize};
use sqlx::Row;

use super::{HearingFault, HearingId, Hearings, written};

/// Characters of a transcript at most.
const LONGEST: usize = 1_000_000;
/// Bytes of a signature's picture at most, as text.
const PICTURE: usize = 400_000;

/// Something said or noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// When, in milliseconds.
    pub at: i64,
    /// How the transcript names who spoke.
    pub label: String,
    /// Who; none for what the clerk notes.
    pub person: Option<u16>,
    /// What.
    pub text: String,
}

/// The clerk's draft.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Draft {
    /// What was said and noted, in order.
    pub paragraphs: Vec<Paragraph>,
}

/// A version that was put to the parties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// Its number.
    pub version: i64,
    /// When.
    pub at: Moment,
    /// Digest of its text.
    pub digest: String,
    /// Its pages.
    pub pages: Vec<String>,
}

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Whose.
    pub person: Person,
    /// Under which version.
    pub version: i64,
    /// When.
    pub at: Moment,
    /// Digest of what was signed.
    pub digest: String,
    /// The strokes as a picture.
    pub picture: String,
}

impl Hearings {
    /// The clerk's draft; empty before the first word.
    ///
    /// # Errors
    /// [`HearingFault::Sealed`]; the engine's own.
    pub async fn draft(&self, id: HearingId) -> Result<Draft, HearingFault> {
        let Some((_, _, text)) = self.text(id, 0).await? else { return Ok(Draft::default()) };
        serde_json::from_str(&text).map_err(|_| HearingFault::Broken)
    }

    /// Keeps the draft as it is now.
    ///
    /// # Errors
    /// [`HearingFault::Length`]; the engine's own.
    pub async fn save_draft(&self, id: HearingId, draft: &Draft, at: Moment) -> Result<(), HearingFault> {
        let length: usize = draft.paragraphs.iter().map(|one| one.text.chars().count() + one.label.len()).sum();
        if length > LONGEST {
            return Err(HearingFault::Length);
        }
        self.keep(id, 0, at, &written(draft)?).await.map(|_| ())
    }

    /// Keeps a version that is put to the parties, and gives its digest.
    ///
    /// # Errors
    /// [`HearingFault::Length`]; the engine's own.
    pub async fn put(&self, id: HearingId, version: i64, pages: &[String], at: Moment) -> Result<String, HearingFault> {
        self.keep(id, version, at, &written(&pages)?).await
    }

    /// What digest these pages have.
    ///
    /// # Errors
    /// [`HearingFault::Length`].
    pub fn digest(pages: &[String]) -> Result<String, HearingFault> {
        Ok(to_hex(&sm3(written(&pages)?.as_bytes())))
    }

    /// A version that was put to the parties.
    ///
    /// # Errors
    /// [`HearingFault::Sealed`]; the engine's own.
    pub async fn version(&self, id: HearingId, version: i64) -> Result<Option<Put>, HearingFault> {
        let Some((at, digest, text)) = self.text(id, version).await? else { return Ok(None) };
        if to_hex(&sm3(text.as_bytes())) != digest {
            return Err(HearingFault::Broken);
        }
        let pages = serde_json::from_str(&text).map_err(|_| HearingFault::Broken)?;
        Ok(Some(Put { version, at, digest, pages }))
    }

    /// The numbers of the versions, with their moments and digests.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn versions(&self, id: HearingId) -> Result<Vec<(i64, Moment, String)>, HearingFault> {
        let rows = sqlx::query(
            "SELECT version, put_at, digest FROM hearing_texts \
             WHERE court = $1 AND stream = $2 AND nth = $3 AND version > 0 ORDER BY version",
        )
        .bind(id.court())
        .bind(id.stream.0)
        .bind(id.nth)
        .fetch_all(self.docket.pool())
        .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, Moment(row.try_get(1)?), row.try_get(2)?))).collect()
    }

    async fn text(&self, id: HearingId, version: i64) -> Result<Option<(Moment, String, String)>, HearingFault> {
        let row = sqlx::query(
            "SELECT put_at, digest, sealed FROM hearing_texts \
             WHERE court = $1 AND stream = $2 AND nth = $3 AND version = $4",
        )
        .bind(id.court())
        .bind(id.stream.0)
        .bind(id.nth)
        .bind(version)
        .fetch_optional(self.docket.pool())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let sealed: String = row.try_get(2)?;
        Ok(Some((Moment(row.try_get(0)?), row.try_get(1)?, self.unseal(id, "text", &sealed)?)))
    }

    async fn keep(&self, id: HearingId, version: i64, at: Moment, text: &str) -> Result<String, HearingFault> {
        let digest = to_hex(&sm3(text.as_bytes()));
        // a version that was put stays as it is; only the draft is written over
        let done = sqlx::query(
            "INSERT INTO hearing_texts (court, stream, nth, version, put_at, digest, sealed) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (court, stream, nth, version) DO UPDATE SET \
             put_at = excluded.put_at, digest = excluded.digest, sealed = excluded.sealed \
             WHERE hearing_texts.version = 0",
        )
        .bind(id.court())
        .bind(id.stream.0)
        .bind(id.nth)
        .bind(version)
        .bind(at.0)
        .bind(digest.as_str())
        .bind(self.seal(id, "text", text)?)
        .execute(self.docket.pool())
        .await?;
        if done.rows_affected() == 1 { Ok(digest) } else { Err(HearingFault::Moved) }
    }

    /// Keeps a signature.
    ///
    /// # Errors
    /// [`HearingFault::Length`]; the engine's own, also where somebody signed that version before.
    pub async fn sign(&self, id: HearingId, signed: &Signed) -> Result<(), HearingFault> {
        if signed.picture.len() > PICTURE {
            return Err(HearingFault::Length);
        }
        sqlx::query(
            "INSERT INTO hearing_signatures (court, stream, nth, person, version, signed_at, digest, sealed) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (court, stream, nth, person, version) DO NOTHING",
        )
        .bind(id.court())
        .bind(id.stream.0)
        .bind(id.nth)
        .bind(i64::from(signed.person.0))
        .bind(signed.version)
        .bind(signed.at.0)
        .bind(signed.digest.as_str())
        .bind(self.seal(id, "signature", &signed.picture)?)
        .execute(self.docket.pool())
        .await?;
        Ok(())
    }

    /// The signatures under a version.
    ///
    /// # Errors
    /// [`HearingFault::Sealed`]; the engine's own.
    pub async fn signatures(&self, id: HearingId, version: i64) -> Result<Vec<Signed>, HearingFault> {
        let rows = sqlx::query(
            "SELECT person, signed_at, digest, sealed FROM hearing_signatures \
             WHERE court = $1 AND stream = $2 AND nth = $3 AND version = $4 ORDER BY person",
        )
        .bind(id.court())
        .bind(id.stream.0)
        .bind(id.nth)
        .bind(version)
        .fetch_all(self.docket.pool())
        .await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in &rows {
            let sealed: String = row.try_get(3)?;
            all.push(Signed {
                person: Person(u16::try_from(row.try_get::<i64, _>(0)?).map_err(|_| HearingFault::Broken)?),
                version,
                at: Moment(row.try_get(1)?),
                digest: row.try_get(2)?,
                picture: self.unseal(id, "signature", &sealed)?,
            });
        }
        Ok(all)
    }
}
