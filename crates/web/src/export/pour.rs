//! A table sent while it is written: a thread reads and writes, the answer takes what is ready, and neither runs ahead.

use std::io::{self, Write};

use axum::body::{Body, Bytes};
use futures_util::{StreamExt, stream};
use sheet::Plain;
use tokio::sync::mpsc;

use super::{Ended, Table};
use crate::state::AppState;

/// Bytes sent at once.
const CHUNK: usize = 64 * 1024;
/// Chunks that may wait for a slow reader.
const WAITING: usize = 4;

type Sent = Result<Bytes, io::Error>;

/// A sink that hands over what it gets in chunks; it blocks while the reader is slow and fails once the reader is gone.
struct Chunks {
    held: Vec<u8>,
    to: mpsc::Sender<Sent>,
}

impl Chunks {
    fn hand_over(&mut self) -> io::Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        let chunk = std::mem::replace(&mut self.held, Vec::with_capacity(CHUNK));
        self.to.blocking_send(Ok(chunk.into())).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= CHUNK {
            self.hand_over()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.hand_over()
    }
}

fn write(state: &AppState, table: &Table, to: mpsc::Sender<Sent>) -> Result<(), Ended> {
    let sink = Chunks { held: Vec::with_capacity(CHUNK), to };
    let mut plain = Plain::new(sink, &table.columns)?;
    table.pour(state.source(), &mut |cells| plain.row(cells))?;
    plain.finish()?.flush().map_err(|cause| Ended(cause.to_string()))
}

/// The body of a table as CSV. A failure on the way breaks the answer off, so that no file looks whole that is not.
pub fn csv(state: AppState, table: Table, permit: tokio::sync::OwnedSemaphorePermit) -> Body {
    let (to, from) = mpsc::channel::<Sent>(WAITING);
    let last = to.clone();
    let writing = tokio::task::spawn_blocking(move || {
        let done = write(&state, &table, to);
        drop(permit);
        done
    });
    tokio::spawn(async move {
        let done = writing.await.unwrap_or_else(|cause| Err(Ended(cause.to_string())));
        if let Err(Ended(cause)) = done {
            tracing::warn!(cause, "a table was broken off");
            // a reader that is gone needs no word
            let _ = last.send(Err(io::Error::other("broken off"))).await;
        }
    });
    // asked once more after its end by what compresses it, which an unfolded stream takes ill
    Body::from_stream(stream::unfold(from, async |mut from| from.recv().await.map(|chunk| (chunk, from))).fuse())
}
