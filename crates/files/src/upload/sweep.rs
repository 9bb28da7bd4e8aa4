//! Throwing away what nobody comes back for: uploads not finished or refused, and files of drafts that are no more.

use law::day::Moment;
use sqlx::Row as _;

use super::Files;
use crate::fault::UploadFault;
use crate::kind::LIMITS;

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;
/// Uploads thrown away at a time.
const MOST: i64 = 1_000;

impl Files {
    /// When an upload that was last changed at a moment is thrown away, should it stay unfinished.
    pub fn expires(changed_at: Moment) -> Moment {
        Moment(changed_at.0.saturating_add(LIMITS.unfinished_days.saturating_mul(DAY_MS)))
    }

    /// Throws away what has expired; gives how many uploads went.
    ///
    /// # Errors
    /// The engine's own, the store's own.
    pub async fn sweep(&self, now: Moment) -> Result<usize, UploadFault> {
        let before = now.0.saturating_sub(LIMITS.unfinished_days.saturating_mul(DAY_MS));
        let rows = sqlx::query(
            "SELECT upload FROM uploads WHERE changed_at < $1 AND (state <> 'kept' \
             OR (draft IS NULL AND court IS NULL \
             AND NOT EXISTS (SELECT 1 FROM notices WHERE notices.picture = uploads.digest)) \
             OR (draft IS NOT NULL AND NOT EXISTS (SELECT 1 FROM drafts WHERE drafts.draft = uploads.draft))) LIMIT $2",
        )
        .bind(before)
        .bind(MOST)
        .fetch_all(self.docket.pool())
        .await?;
        let mut gone = 0;
        for row in &rows {
            let id: String = row.try_get(0)?;
            let Ok(_taken) = self.take(&id) else { continue };
            let upload = self.stored(&id).await?;
            match self.throw_away(&upload).await {
                Ok(()) => gone += 1,
                Err(UploadFault::Filed) => {}
                Err(other) => return Err(other),
            }
        }
        self.orphans().await?;
        Ok(gone)
    }

    /// Files on their way that no upload tells of: the process ended between the row and the file.
    async fn orphans(&self) -> Result<(), UploadFault> {
        for id in self.shelf.all_coming().await? {
            let Ok(_taken) = self.take(&id) else { continue };
            let gone = match self.stored(&id).await {
                Ok(upload) => upload.state != super::State::Coming,
                Err(UploadFault::NotFound) => true,
                Err(other) => return Err(other),
            };
            if gone {
                self.shelf.drop_coming(&id).await?;
            }
        }
        Ok(())
    }
}
