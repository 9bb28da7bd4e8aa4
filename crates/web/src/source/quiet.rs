//! Threads for work nobody waits for: they run where whoever waits for an answer leaves a core free.

use std::sync::OnceLock;

use thread_priority::{ThreadPriority, set_current_thread_priority};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

/// Does work behind everything else; on the threads of who asks where there can be none of its own.
pub fn spawn<W>(work: W) -> JoinHandle<W::Output>
where
    W: Future<Output: Send> + Send + 'static,
{
    static THREADS: OnceLock<Option<Runtime>> = OnceLock::new();
    match THREADS.get_or_init(|| threads().ok()) {
        Some(threads) => threads.spawn(work),
        None => tokio::spawn(work),
    }
}

fn threads() -> std::io::Result<Runtime> {
    Builder::new_multi_thread()
        .thread_name("quiet")
        .enable_all()
        .on_thread_start(|| {
            // a system that does not allow it gives them the same turn as the others
            let _ = set_current_thread_priority(ThreadPriority::Min);
        })
        .build()
}
