//! Loose files taken into a draft by whoever names their digest in its complaint.

use docket::store::Work;
use sqlx::{AnyConnection, Row as _};

use super::{Files, State};
use crate::fault::UploadFault;

impl Files {
    /// Takes the loose files of an account with these digests into a draft; gives the digests that are not among the
    /// draft's files then.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn bind(&self, account: u32, draft: &str, digests: &[&str]) -> Result<Vec<String>, UploadFault> {
        let own = self.of_draft(draft).await?;
        let kept = |digest: &str, of: &[super::Upload]| {
            of.iter().find(|one| one.state == State::Kept && one.digest.as_deref() == Some(digest)).cloned()
        };
        let mut missing: Vec<&str> = digests.iter().copied().filter(|digest| kept(digest, &own).is_none()).collect();
        missing.dedup();
        if missing.is_empty() {
            return Ok(Vec::new());
        }
        let loose = self.loose(account).await?;
        let mut unknown = Vec::new();
        for digest in missing {
            match kept(digest, &loose) {
                Some(found) => self.docket.work(&mut Bind { upload: found.id, draft }).await?,
                None => unknown.push(digest.to_owned()),
            }
        }
        Ok(unknown)
    }
}

struct Bind<'a> {
    upload: String,
    draft: &'a str,
}

impl Work for Bind<'_> {
    type Output = ();
    type Error = UploadFault;

    async fn run(&mut self, conn: &mut AnyConnection) -> Result<(), UploadFault> {
        let row = sqlx::query("SELECT COALESCE(MAX(nth), 0) + 1 FROM uploads WHERE draft = $1")
            .bind(self.draft)
            .fetch_one(&mut *conn)
            .await?;
        let nth: i64 = row.try_get(0)?;
        sqlx::query("UPDATE uploads SET draft = $2, nth = $3 WHERE upload = $1 AND draft IS NULL AND court IS NULL")
            .bind(self.upload.as_str())
            .bind(self.draft)
            .bind(nth)
            .execute(conn)
            .await?;
        Ok(())
    }
}
