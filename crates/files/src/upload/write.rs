//! Taking pieces of a file. What is told as received is on the disk; what came after is cut off when it goes on.

use std::io::SeekFrom;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use law::day::Moment;
use tokio::fs::{File, OpenOptions};
use tokio::io::{AsyncSeekExt as _, AsyncWriteExt as _, BufWriter};
use tokio::time::timeout;

use super::{Files, State, Upload};
use crate::check;
use crate::fault::UploadFault;
use crate::hashing::Hashing;

/// After so many bytes what came is made durable.
const DURABLE: u64 = 4 * 1024 * 1024;
/// Bytes gathered for a write.
const GATHERED: usize = 256 * 1024;
/// A connection that brings nothing for so long is given up.
const STILL: Duration = Duration::from_secs(30);

impl Files {
    /// Takes a piece that begins at `from`; the file is looked at when it is whole.
    ///
    /// # Errors
    /// [`UploadFault`]; what is durable stays received unless the content is refused.
    pub async fn write<S, E>(
        &self,
        id: &str,
        account: u32,
        from: u64,
        bytes: S,
        at: Moment,
    ) -> Result<Upload, UploadFault>
    where
        S: Stream<Item = Result<Bytes, E>> + Send + Unpin,
        E: Send,
    {
        let _taken = self.take(id)?;
        let upload = self.stored(id).await?;
        if upload.account != account {
            return Err(UploadFault::NotFound);
        }
        match upload.state {
            State::Refused => return Err(UploadFault::Refused(upload.faults)),
            State::Kept => return Err(UploadFault::Offset { received: upload.size }),
            State::Coming => {}
        }
        if i64::try_from(from) != Ok(upload.received) {
            return Err(UploadFault::Offset { received: upload.received });
        }
        let mut coming = Coming::open(self, upload, at).await?;
        coming.pieces(bytes).await?;
        let upload = coming.upload;
        if upload.received == upload.size { self.settle(upload).await } else { Ok(upload) }
    }
}

/// A file that is being written.
pub(super) struct Coming<'a> {
    files: &'a Files,
    pub(super) upload: Upload,
    file: BufWriter<File>,
    hashing: Hashing,
    /// Bytes written, durable or not.
    written: u64,
    /// First bytes, until they were looked at.
    head: Option<Vec<u8>>,
    at: Moment,
}

impl Coming<'_> {
    /// Opens it where the durable part ends.
    pub(super) async fn open(files: &Files, upload: Upload, at: Moment) -> Result<Coming<'_>, UploadFault> {
        let path = files.shelf.coming(&upload.id);
        let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).await?;
        let written = u64::try_from(upload.received).unwrap_or(0);
        if file.metadata().await?.len() < written {
            return Err(UploadFault::Disk(format!("{} 比记录的短", upload.id)));
        }
        if written == 0 {
            files.shelf.named().await?;
        }
        file.set_len(written).await?;
        file.seek(SeekFrom::Start(written)).await?;
        let hashing =
            Hashing::resume(&upload.hashing).ok_or_else(|| UploadFault::Disk("摘要的状态不能读".to_owned()))?;
        let head = (written == 0).then(Vec::new);
        let file = BufWriter::with_capacity(GATHERED, file);
        Ok(Coming { files, upload, file, hashing, written, head, at })
    }

    pub(super) async fn pieces<S, E>(&mut self, mut bytes: S) -> Result<(), UploadFault>
    where
        S: Stream<Item = Result<Bytes, E>> + Send + Unpin,
    {
        let size = u64::try_from(self.upload.size).unwrap_or(0);
        loop {
            let piece = match timeout(STILL, bytes.next()).await {
                Ok(None) => break,
                Ok(Some(Ok(piece))) => piece,
                Ok(Some(Err(_))) | Err(_) => {
                    self.durable().await?;
                    return Err(UploadFault::Cut { received: self.upload.received });
                }
            };
            let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
            if self.written.saturating_add(length) > size {
                self.durable().await?;
                return Err(UploadFault::TooLong);
            }
            self.file.write_all(&piece).await?;
            self.hashing.more(&piece);
            self.written += length;
            self.look(&piece).await?;
            if self.written - u64::try_from(self.upload.received).unwrap_or(0) >= DURABLE {
                self.durable().await?;
            }
        }
        self.durable().await
    }

    /// Looks at the first bytes as soon as they are there, so that nobody sends two gigabytes in vain.
    async fn look(&mut self, piece: &[u8]) -> Result<(), UploadFault> {
        let Some(head) = &mut self.head else { return Ok(()) };
        let most = usize::try_from(check::HEAD).unwrap_or(usize::MAX);
        head.extend(piece.iter().take(most - head.len()));
        if head.len() < most {
            return Ok(());
        }
        let size = u64::try_from(self.upload.size).unwrap_or(0);
        let looked = check::head(&self.upload.name, size, head);
        self.head = None;
        match looked {
            Ok(_) => Ok(()),
            Err(faults) => {
                self.files.refuse(&self.upload, &faults).await?;
                Err(UploadFault::Refused(faults))
            }
        }
    }

    /// Makes durable what was written, then notes it.
    async fn durable(&mut self) -> Result<(), UploadFault> {
        let written = i64::try_from(self.written).unwrap_or(i64::MAX);
        if written == self.upload.received {
            return Ok(());
        }
        self.file.flush().await?;
        self.file.get_ref().sync_data().await?;
        let hashing = self.hashing.kept();
        let noted = sqlx::query(
            "UPDATE uploads SET received = $3, hashing = $4, changed_at = $5 \
             WHERE upload = $1 AND received = $2 AND state = 'coming'",
        )
        .bind(self.upload.id.as_str())
        .bind(self.upload.received)
        .bind(written)
        .bind(hashing.as_str())
        .bind(self.at.0)
        .execute(self.files.docket.pool())
        .await?;
        if noted.rows_affected() != 1 {
            return Err(UploadFault::NotFound);
        }
        self.upload.received = written;
        self.upload.hashing = hashing;
        Ok(())
    }
}
