//! A small file sent as a whole with a plain form, whose length is known only at its end.

use bytes::Bytes;
use futures_util::Stream;
use law::day::Moment;

use super::write::Coming;
use super::{Files, NewUpload, Upload};
use crate::check::megabytes;
use crate::fault::UploadFault;
use crate::name::shown;

impl Files {
    /// Takes a whole file of at most so many bytes; what is wrong with it is told and nothing of it stays.
    ///
    /// # Errors
    /// [`UploadFault`].
    pub async fn receive<S, E>(&self, new: &NewUpload, most: u64, bytes: S, at: Moment) -> Result<Upload, UploadFault>
    where
        S: Stream<Item = Result<Bytes, E>> + Send + Unpin,
        E: Send,
    {
        let declared = NewUpload { size: most, ..new.clone() };
        let upload = self.create(&declared, at).await?;
        let _taken = self.take(&upload.id)?;
        let taken = self.whole(upload.clone(), bytes, at).await;
        if taken.is_err() {
            self.throw_away(&upload).await?;
        }
        let told = |what: String| UploadFault::Refused(vec![format!("“{}”：{what}", shown(&new.name))]);
        taken.map_err(|cause| match cause {
            UploadFault::TooLong => {
                told(format!("用这个表单最多上传 {}；更大的文件请用支持断点续传的浏览器上传", megabytes(most)))
            }
            UploadFault::Cut { .. } => told("没有传完，连接就断了；请重新上传".to_owned()),
            other => other,
        })
    }

    async fn whole<S, E>(&self, upload: Upload, bytes: S, at: Moment) -> Result<Upload, UploadFault>
    where
        S: Stream<Item = Result<Bytes, E>> + Send + Unpin,
        E: Send,
    {
        let mut coming = Coming::open(self, upload, at).await?;
        coming.pieces(bytes).await?;
        let upload = coming.upload;
        if upload.received == 0 {
            return Err(UploadFault::Refused(vec![format!("“{}”：是空文件，里面没有内容", shown(&upload.name))]));
        }
        sqlx::query("UPDATE uploads SET size = received WHERE upload = $1 AND state = 'coming'")
            .bind(upload.id.as_str())
            .execute(self.docket.pool())
            .await?;
        self.settle(Upload { size: upload.received, ..upload }).await
    }
}
