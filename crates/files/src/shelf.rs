//! Where files lie: those on their way in a local folder, those kept by digest in any object store. Nothing here knows
//! whose they are.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt as _};
use tokio::io::AsyncReadExt as _;

use crate::fault::UploadFault;

/// Bytes of a part on its way to a store that is no folder.
const PART: usize = 8 * 1024 * 1024;

/// The shelf.
#[derive(Debug, Clone)]
pub struct Shelf {
    coming: PathBuf,
    /// The folder of the store, where it is one: a file is moved there instead of copied.
    folder: Option<PathBuf>,
    store: Arc<dyn ObjectStore>,
}

impl Shelf {
    /// A shelf in a local folder.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn local(folder: &Path) -> Result<Shelf, UploadFault> {
        let (coming, kept) = (folder.join("coming"), folder.join("kept"));
        std::fs::create_dir_all(&coming)?;
        std::fs::create_dir_all(&kept)?;
        let store = LocalFileSystem::new_with_prefix(&kept)?;
        Ok(Shelf { coming, folder: Some(kept), store: Arc::new(store) })
    }

    /// A shelf in any object store; files on their way still lie in a local folder.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn on(store: Arc<dyn ObjectStore>, coming: &Path) -> Result<Shelf, UploadFault> {
        std::fs::create_dir_all(coming)?;
        Ok(Shelf { coming: coming.to_owned(), folder: None, store })
    }

    /// Where a file on its way lies.
    pub(crate) fn coming(&self, upload: &str) -> PathBuf {
        self.coming.join(upload)
    }

    /// Makes the names of files on their way durable.
    pub(crate) async fn named(&self) -> Result<(), UploadFault> {
        Ok(tokio::fs::File::open(&self.coming).await?.sync_all().await?)
    }

    /// Ids of files on their way.
    pub(crate) async fn all_coming(&self) -> Result<Vec<String>, UploadFault> {
        let mut all = Vec::new();
        let mut folder = tokio::fs::read_dir(&self.coming).await?;
        while let Some(entry) = folder.next_entry().await? {
            all.extend(entry.file_name().into_string());
        }
        Ok(all)
    }

    /// Throws a file on its way away.
    pub(crate) async fn drop_coming(&self, upload: &str) -> Result<(), UploadFault> {
        match tokio::fs::remove_file(self.coming(upload)).await {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(cause.into()),
            _ => Ok(()),
        }
    }

    fn key(digest: &str) -> Key {
        Key::from(format!("{}/{digest}", digest.get(..2).unwrap_or("")))
    }

    /// Where a kept file lies, when the store is a folder.
    pub(crate) fn kept(&self, digest: &str) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(digest.get(..2)?).join(digest))
    }

    /// Whether a digest is kept.
    pub(crate) async fn has(&self, digest: &str) -> Result<bool, UploadFault> {
        match self.store.head(&Shelf::key(digest)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(cause) => Err(cause.into()),
        }
    }

    /// Keeps a file that has come, under its digest; the same content is kept once.
    pub(crate) async fn keep(&self, upload: &str, digest: &str) -> Result<(), UploadFault> {
        if self.has(digest).await? {
            return Ok(());
        }
        match &self.folder {
            Some(folder) => self.move_in(folder, upload, digest).await,
            None => self.copy_in(upload, digest).await,
        }
    }

    async fn move_in(&self, folder: &Path, upload: &str, digest: &str) -> Result<(), UploadFault> {
        let shelf = folder.join(digest.get(..2).unwrap_or(""));
        tokio::fs::create_dir_all(&shelf).await?;
        tokio::fs::rename(self.coming(upload), shelf.join(digest)).await?;
        // the name is durable before anybody is told that the file is kept
        for folder in [shelf.as_path(), folder] {
            tokio::fs::File::open(folder).await?.sync_all().await?;
        }
        Ok(())
    }

    async fn copy_in(&self, upload: &str, digest: &str) -> Result<(), UploadFault> {
        let mut from = tokio::fs::File::open(self.coming(upload)).await?;
        let mut to = self.store.put_multipart(&Shelf::key(digest)).await?;
        loop {
            let mut part = BytesMut::with_capacity(PART);
            while part.len() < PART && from.read_buf(&mut part).await? > 0 {}
            if part.is_empty() {
                break;
            }
            if let Err(cause) = to.put_part(part.freeze().into()).await {
                let _ = to.abort().await;
                return Err(cause.into());
            }
        }
        to.complete().await?;
        Ok(())
    }

    /// A file by digest, in pieces, and its length; none when it is not kept.
    pub(crate) async fn read(
        &self,
        digest: &str,
    ) -> Result<Option<(u64, BoxStream<'static, Result<Bytes, UploadFault>>)>, UploadFault> {
        match self.store.get(&Shelf::key(digest)).await {
            Ok(found) => {
                let size = found.meta.size;
                Ok(Some((size, found.into_stream().map(|piece| piece.map_err(UploadFault::from)).boxed())))
            }
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(cause) => Err(cause.into()),
        }
    }

    /// Forgets a digest.
    pub(crate) async fn forget(&self, digest: &str) -> Result<(), UploadFault> {
        match self.store.delete(&Shelf::key(digest)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(cause) => Err(cause.into()),
        }
    }
}
