//! A runtime of its own for blocking work on PostgreSQL, usable from inside and outside another runtime.

use std::future::Future;

use tokio::runtime::{Builder, Runtime};

use super::error::StoreError;

/// Drives one connection's futures to their end on a thread of its own.
pub(crate) struct Driver(Option<Runtime>);

impl Driver {
    /// A new one.
    pub(crate) fn new() -> Result<Driver, StoreError> {
        let runtime = Builder::new_current_thread().enable_all().build();
        runtime.map(|runtime| Driver(Some(runtime))).map_err(|e| StoreError::Failed(e.to_string()))
    }

    /// Runs the work; the caller waits.
    pub(crate) fn drive<T: Send>(
        &self,
        work: impl Future<Output = Result<T, StoreError>> + Send,
    ) -> Result<T, StoreError> {
        let Some(runtime) = &self.0 else {
            return Err(StoreError::Failed("数据库线程已停止".to_owned()));
        };
        std::thread::scope(|scope| scope.spawn(|| runtime.block_on(work)).join())
            .unwrap_or_else(|_| Err(StoreError::Failed("数据库线程意外终止".to_owned())))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
