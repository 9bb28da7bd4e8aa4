//! Texts that an entry made public before they were kept here, as those of a log that was simulated or brought in from elsewhere.

use docket::digest::{sm3, to_hex};
use docket::store::Work;
use law::day::Moment;
use sqlx::AnyConnection;

use super::{Documents, Fresh, PaperFault, Stage, insert};

const PUBLISHED: &str = "document.published.v1";
const RECALLED: &str = "document.recalled.v1";

impl Documents {
    /// Keeps the text of a document that an entry of its case made public: the digest in the entry is what lets it in. Gives
    /// its number in the case.
    ///
    /// # Errors
    /// [`PaperFault::NotFound`] where no entry made this text public, or one took it back; the engine's own.
    pub async fn attach(&self, fresh: Fresh<'_>, masked: &str, checker: u32, now: Moment) -> Result<i64, PaperFault> {
        let digest = to_hex(&sm3(masked.as_bytes()));
        let at = (fresh.court, fresh.stream);
        let entries = self.docket.stream(at.0, at.1).await?;
        let named = entries
            .iter()
            .rev()
            .find(|entry| (entry.kind == PUBLISHED || entry.kind == RECALLED) && entry.body.contains(&digest));
        let published = named.filter(|entry| entry.kind == PUBLISHED).ok_or(PaperFault::NotFound)?.recorded_at;
        let (text, review) = (self.seal(at, "text", fresh.text)?, self.seal(at, "review", fresh.review)?);
        let masked = masked.to_owned();
        self.docket.work(&mut Attach { fresh, text, review, masked, digest, checker, published, now }).await
    }
}

struct Attach<'a> {
    fresh: Fresh<'a>,
    text: String,
    review: String,
    masked: String,
    digest: String,
    checker: u32,
    published: Moment,
    now: Moment,
}

impl Work for Attach<'_> {
    type Output = i64;
    type Error = PaperFault;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<i64, PaperFault> {
        let sealed = (self.text.as_str(), self.review.as_str());
        let nth = insert(conn, &self.fresh, Stage::Published, sealed, self.now).await?;
        sqlx::query(
            "UPDATE documents SET checker = $4, masked = $5, digest = $6, published_at = $7 \
             WHERE court = $1 AND stream = $2 AND nth = $3",
        )
        .bind(i64::from(self.fresh.court.0))
        .bind(self.fresh.stream.0)
        .bind(nth)
        .bind(i64::from(self.checker))
        .bind(self.masked.as_str())
        .bind(self.digest.as_str())
        .bind(self.published.0)
        .execute(conn)
        .await?;
        Ok(nth)
    }
}
