//! Files in a store that speaks S3, for a house of more than one machine. Files on their way still lie in a local folder.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::path::Path as Key;
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, ObjectStoreExt as _, RetryConfig};

use crate::fault::UploadFault;
use crate::shelf::Shelf;

/// How long a connection may take to stand.
const CONNECT: Duration = Duration::from_secs(5);
/// How long one answer may take to its end: a file of 2 GiB at 10 Mbit/s.
const ANSWER: Duration = Duration::from_secs(1_800);
/// How long is tried again before a failure is told.
const PATIENCE: Duration = Duration::from_secs(20);
/// A name that nothing has: asking for it shows whether the store answers and knows us.
const NOTHING: &str = "is-anybody-there";

/// Where the store is, and as whom it is asked.
#[derive(Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Its address, such as `https://s3.example.cn`.
    pub endpoint: String,
    /// The region requests are signed for.
    pub region: String,
    /// Name of the bucket.
    pub bucket: String,
    /// What every name begins with; none when empty.
    pub prefix: String,
    /// The key's id.
    pub key: String,
    /// The key.
    pub secret: String,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Bucket({} {}/{})", self.endpoint, self.bucket, self.prefix)
    }
}

impl Bucket {
    /// A shelf there. Nothing is asked of the store yet.
    ///
    /// # Errors
    /// When the settings make no store, or the folder of files on their way cannot be made.
    pub fn shelf(&self, coming: &Path) -> Result<Shelf, UploadFault> {
        Shelf::on(self.store()?, coming)
    }

    /// Whether the store answers and knows us, asked once at the start of a process.
    ///
    /// # Errors
    /// When it does not.
    pub async fn answers(&self) -> Result<(), UploadFault> {
        match self.store()?.head(&Key::from(NOTHING)).await {
            Ok(_) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(cause) => Err(cause.into()),
        }
    }

    fn store(&self) -> Result<Arc<dyn ObjectStore>, UploadFault> {
        let plain = self.endpoint.starts_with("http://");
        let client = ClientOptions::new().with_connect_timeout(CONNECT).with_timeout(ANSWER).with_allow_http(plain);
        let retry = RetryConfig { backoff: BackoffConfig::default(), max_retries: 5, retry_timeout: PATIENCE };
        let store = AmazonS3Builder::new()
            .with_endpoint(&self.endpoint)
            .with_region(&self.region)
            .with_bucket_name(&self.bucket)
            .with_access_key_id(&self.key)
            .with_secret_access_key(&self.secret)
            .with_client_options(client)
            .with_retry(retry)
            .build()?;
        Ok(match self.prefix.trim_matches('/') {
            "" => Arc::new(store),
            prefix => Arc::new(PrefixStore::new(store, prefix)),
        })
    }
}
