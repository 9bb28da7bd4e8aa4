//! A file that has come as a whole: looked at, then kept under its digest or refused. Done again after a crash it comes to
//! the same.

use std::fs::File;

use super::{Files, State, Upload};
use crate::check::{self, Found};
use crate::fault::UploadFault;
use crate::hashing::Hashing;

impl Files {
    /// Looks at a whole file and keeps it, or refuses it. Whoever calls has taken it.
    pub(super) async fn settle(&self, upload: Upload) -> Result<Upload, UploadFault> {
        if upload.state != State::Coming {
            return Ok(upload);
        }
        let hashing = Hashing::resume(&upload.hashing);
        let digest = hashing.ok_or_else(|| UploadFault::Disk("摘要的状态不能读".to_owned()))?.finish();
        let moved = !tokio::fs::try_exists(self.shelf.coming(&upload.id)).await?;
        let looked = if moved { self.look_at_kept(&upload, &digest).await? } else { self.look_at(&upload).await? };
        match looked {
            Ok(found) => self.keep(upload, digest, found).await,
            Err(faults) => {
                self.refuse(&upload, &faults).await?;
                Err(UploadFault::Refused(faults))
            }
        }
    }

    async fn look_at(&self, upload: &Upload) -> Result<Result<Found, Vec<String>>, UploadFault> {
        let _one = self.checks.acquire().await.map_err(|cause| UploadFault::Disk(cause.to_string()))?;
        let (path, name) = (self.shelf.coming(&upload.id), upload.name.clone());
        let size = u64::try_from(upload.size).unwrap_or(0);
        let looking = tokio::task::spawn_blocking(move || {
            let mut file = File::open(path)?;
            Ok::<_, std::io::Error>(check::check(&name, size, &mut file))
        });
        Ok(looking.await.map_err(|cause| UploadFault::Disk(cause.to_string()))??)
    }

    /// The process ended between moving the file and noting it: what was kept is what was looked at.
    async fn look_at_kept(&self, upload: &Upload, digest: &str) -> Result<Result<Found, Vec<String>>, UploadFault> {
        let Some(path) = self.shelf.kept(digest).filter(|path| path.exists()) else {
            return Err(UploadFault::Disk(format!("{} 不在文件存储里", upload.id)));
        };
        let (name, size) = (upload.name.clone(), u64::try_from(upload.size).unwrap_or(0));
        let looking = tokio::task::spawn_blocking(move || {
            let mut file = File::open(path)?;
            Ok::<_, std::io::Error>(check::check(&name, size, &mut file))
        });
        Ok(looking.await.map_err(|cause| UploadFault::Disk(cause.to_string()))??)
    }

    async fn keep(&self, upload: Upload, digest: String, found: Found) -> Result<Upload, UploadFault> {
        let _one = self.shelving.lock().await;
        self.shelf.keep(&upload.id, &digest).await?;
        let noted = sqlx::query(
            "UPDATE uploads SET state = 'kept', digest = $2, kind = $3, pages = $4, hashing = '' \
             WHERE upload = $1 AND state = 'coming'",
        )
        .bind(upload.id.as_str())
        .bind(digest.as_str())
        .bind(found.form.word())
        .bind(i64::from(found.pages))
        .execute(self.docket.pool())
        .await?;
        if noted.rows_affected() != 1 {
            return Err(UploadFault::NotFound);
        }
        self.shelf.drop_coming(&upload.id).await?;
        let (form, pages) = (Some(found.form), i64::from(found.pages));
        Ok(Upload { state: State::Kept, digest: Some(digest), form, pages, hashing: String::new(), ..upload })
    }

    /// Notes why a file is not taken, and throws away what came of it.
    pub(super) async fn refuse(&self, upload: &Upload, faults: &[String]) -> Result<(), UploadFault> {
        sqlx::query("UPDATE uploads SET state = 'refused', faults = $2, hashing = '' WHERE upload = $1")
            .bind(upload.id.as_str())
            .bind(faults.join("\n"))
            .execute(self.docket.pool())
            .await?;
        self.shelf.drop_coming(&upload.id).await
    }
}
