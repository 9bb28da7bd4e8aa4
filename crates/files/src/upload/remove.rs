//! Taking a file away: its owner's wish, while it was not handed in. The bytes go with the last who has them.

use law::life::papers::PaperFile;
use sqlx::Row as _;

use super::{Files, Place, State, Upload};
use crate::fault::UploadFault;

impl Files {
    /// Takes an upload of an account away.
    ///
    /// # Errors
    /// [`UploadFault::Filed`] for one that was handed in; `handed_in` are the files of the matter it belongs to.
    pub async fn remove(&self, id: &str, account: u32, handed_in: &[PaperFile]) -> Result<(), UploadFault> {
        let _taken = self.take(id)?;
        let upload = self.stored(id).await?;
        if upload.account != account {
            return Err(UploadFault::NotFound);
        }
        let entered = |digest: &str| handed_in.iter().any(|file| file.digest == digest);
        let filed = match &upload.place {
            Place::Draft(draft) => self.is_filed(draft).await?,
            Place::Matter(..) => upload.digest.as_deref().is_some_and(entered),
            Place::Loose => false,
        };
        if filed { Err(UploadFault::Filed) } else { self.throw_away(&upload).await }
    }

    /// Takes all files of a draft away that is no more.
    ///
    /// # Errors
    /// The engine's own; the sweep takes away what was left.
    pub async fn discard(&self, draft: &str) -> Result<(), UploadFault> {
        if self.is_filed(draft).await? {
            return Err(UploadFault::Filed);
        }
        for upload in self.of_draft(draft).await? {
            let _taken = self.take(&upload.id)?;
            self.throw_away(&upload).await?;
        }
        Ok(())
    }

    async fn is_filed(&self, draft: &str) -> Result<bool, UploadFault> {
        let found = sqlx::query("SELECT court FROM drafts WHERE draft = $1 AND court IS NOT NULL")
            .bind(draft)
            .fetch_optional(self.docket.pool())
            .await?;
        Ok(found.is_some())
    }

    pub(super) async fn throw_away(&self, upload: &Upload) -> Result<(), UploadFault> {
        let _one = self.shelving.lock().await;
        let gone = "DELETE FROM uploads WHERE upload = $1 AND NOT EXISTS \
                    (SELECT 1 FROM drafts WHERE drafts.draft = uploads.draft AND drafts.court IS NOT NULL)";
        let gone = sqlx::query(gone).bind(upload.id.as_str()).execute(self.docket.pool()).await?;
        if gone.rows_affected() != 1 {
            return Err(UploadFault::Filed);
        }
        self.shelf.drop_coming(&upload.id).await?;
        if let Some(digest) = upload.digest.as_deref().filter(|_| upload.state == State::Kept) {
            self.forget(digest).await?;
        }
        Ok(())
    }

    /// Forgets a digest that nobody has any more. Whoever calls holds the shelf.
    async fn forget(&self, digest: &str) -> Result<(), UploadFault> {
        let row = sqlx::query(
            "SELECT (SELECT COUNT(*) FROM uploads WHERE digest = $1) + (SELECT COUNT(*) FROM notices WHERE picture = $1)",
        )
        .bind(digest)
        .fetch_one(self.docket.pool())
        .await?;
        if row.try_get::<i64, _>(0)? == 0 {
            self.shelf.forget(digest).await?;
        }
        Ok(())
    }
}
