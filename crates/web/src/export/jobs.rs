//! Workbooks under way: few at once, each shown with its progress, kept a while in a folder and then taken away.

use std::collections::BTreeMap;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use docket::digest::{sm3, to_hex};
use sheet::Workbook;
use tempfile::TempPath;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

use super::{Ended, Table};
use crate::fault::Fault;
use crate::source::Source;
use crate::state::AppState;

/// Workbooks made at once.
pub const AT_ONCE: usize = 2;
/// Lists sent at once.
const SENT_AT_ONCE: usize = 4;
/// Workbooks kept, made or under way; for one more, the one longest done is taken away.
const KEPT: usize = 24;
/// How long a finished workbook can be fetched.
pub const KEPT_FOR: Duration = Duration::from_secs(15 * 60);

/// One workbook, under way or done.
#[derive(Debug)]
pub struct Job {
    /// What it holds.
    pub title: String,
    /// Its filter in words.
    pub notes: Vec<String>,
    /// How many rows there will be, where that is known.
    pub total: Option<i64>,
    /// Address of the list it was made from.
    pub list: String,
    rows: AtomicI64,
    /// Its number among all that were begun.
    nth: u64,
    done: OnceLock<Result<(TempPath, u64), ()>>,
    ended: Notify,
}

impl Job {
    /// Rows written so far.
    pub fn rows(&self) -> i64 {
        self.rows.load(Ordering::Relaxed)
    }

    /// The file and its size once it is done; an error when it could not be made; nothing while it is under way.
    pub fn file(&self) -> Option<Result<(&Path, u64), ()>> {
        self.done.get().map(|done| match done {
            Ok((path, size)) => Ok((path.as_ref(), *size)),
            Err(()) => Err(()),
        })
    }

    /// Waits until it is done, for a while.
    pub async fn wait(&self, most: Duration) {
        let ended = self.ended.notified();
        if self.done.get().is_none() {
            // whether it ended or not is looked up by the caller
            let _ = tokio::time::timeout(most, ended).await;
        }
    }
}

/// All workbooks of this process.
#[derive(Debug)]
pub struct Jobs {
    folder: PathBuf,
    jobs: Mutex<BTreeMap<String, Arc<Job>>>,
    begun: AtomicU64,
    making: Arc<Semaphore>,
    sending: Arc<Semaphore>,
}

impl Jobs {
    /// No workbook yet; what an earlier process left in the folder is taken away.
    pub fn new(folder: PathBuf) -> Jobs {
        // a folder that is not there needs no removing
        let _ = std::fs::remove_dir_all(&folder);
        Jobs {
            folder,
            jobs: Mutex::default(),
            begun: AtomicU64::new(0),
            making: Arc::new(Semaphore::new(AT_ONCE)),
            sending: Arc::new(Semaphore::new(SENT_AT_ONCE)),
        }
    }

    /// The right to send one list.
    pub fn sending(&self) -> Result<OwnedSemaphorePermit, Fault> {
        Arc::clone(&self.sending)
            .try_acquire_owned()
            .map_err(|_| Fault::Busy(format!("正在下载的列表已有 {SENT_AT_ONCE} 个")))
    }

    /// The workbook of an id.
    pub fn get(&self, id: &str) -> Option<Arc<Job>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    /// The id of what an address holds while the logs have a size: the same list asked for twice is made once.
    pub fn id(address: &str, size: i64) -> String {
        to_hex(&sm3(format!("{size} {address}").as_bytes())).chars().take(24).collect()
    }

    /// Begins a workbook, or finds it under way.
    pub fn begin(&self, state: &AppState, id: &str, list: &str, table: Table) -> Result<Arc<Job>, Fault> {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(job) = jobs.get(id).filter(|job| !matches!(job.file(), Some(Err(())))) {
            return Ok(Arc::clone(job));
        }
        let busy = |n| Fault::Busy(format!("正在导出或等待取走的文件已有 {n} 个"));
        let permit = Arc::clone(&self.making).try_acquire_owned().map_err(|_| busy(AT_ONCE))?;
        if jobs.len() >= KEPT {
            let done = jobs.iter().filter(|(_, job)| job.done.get().is_some());
            let oldest = done.min_by_key(|(_, job)| job.nth).map(|(id, _)| id.clone());
            jobs.remove(&oldest.ok_or_else(|| busy(KEPT))?);
        }
        std::fs::create_dir_all(&self.folder).map_err(|cause| Fault::unavailable(&cause))?;
        let job = Arc::new(Job {
            title: table.title.clone(),
            notes: table.notes.clone(),
            total: table.total,
            list: list.to_owned(),
            rows: AtomicI64::new(0),
            nth: self.begun.fetch_add(1, Ordering::Relaxed),
            done: OnceLock::new(),
            ended: Notify::new(),
        });
        jobs.insert(id.to_owned(), Arc::clone(&job));
        drop(jobs);
        self.run(state.clone(), id.to_owned(), Arc::clone(&job), table, permit);
        Ok(job)
    }

    fn run(&self, state: AppState, id: String, job: Arc<Job>, table: Table, permit: OwnedSemaphorePermit) {
        let folder = self.folder.clone();
        tokio::spawn(async move {
            let (own, at_work) = (state.clone(), Arc::clone(&job));
            let made = tokio::task::spawn_blocking(move || {
                make(own.source(), &table, &folder, &mut || {
                    at_work.rows.fetch_add(1, Ordering::Relaxed);
                })
            })
            .await;
            let made = made.unwrap_or_else(|cause| Err(Ended(cause.to_string())));
            let made = made.map_err(|Ended(cause)| tracing::error!(cause, "a workbook could not be made"));
            // nobody else sets it
            let _ = job.done.set(made);
            drop(permit);
            job.ended.notify_waiters();
            tokio::time::sleep(KEPT_FOR).await;
            state.jobs().forget(&id, &job);
        });
    }

    /// Takes a workbook away, unless another stands in its place by now.
    fn forget(&self, id: &str, job: &Arc<Job>) {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        if jobs.get(id).is_some_and(|one| Arc::ptr_eq(one, job)) {
            jobs.remove(id);
        }
    }
}

/// Makes a workbook in a folder, telling of each row; gives its file and size.
pub fn make(
    source: &Source,
    table: &Table,
    folder: &Path,
    wrote: &mut (dyn FnMut() + Send),
) -> Result<(TempPath, u64), Ended> {
    let failed = |cause: std::io::Error| Ended(cause.to_string());
    let mut book = Workbook::new(&table.title, table.columns.clone(), folder)?;
    table.pour(source, &mut |cells| {
        wrote();
        book.row(cells)
    })?;
    let (file, path) = tempfile::Builder::new().suffix(".xlsx").tempfile_in(folder).map_err(failed)?.into_parts();
    book.finish(&table.notes, BufWriter::with_capacity(1 << 20, file))?;
    let size = std::fs::metadata(&path).map_err(failed)?.len();
    Ok((path, size))
}
