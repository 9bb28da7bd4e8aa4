//! The one function that opens transactions: as if alone, retried when another writer was quicker.
#![allow(clippy::disallowed_methods, reason = "this file owns the opening of transactions")]

use std::future::Future;
use std::time::Duration;

use sqlx::AnyConnection;
use sqlx::{AnyPool, Connection};
use tokio::sync::Semaphore;

use super::engine::Engine;
use super::error::StoreError;

/// How often contended work is tried before it is given up.
const ATTEMPTS: u64 = 40;

/// A failure that tells whether the same work may be tried again.
pub trait Fault: From<StoreError> {
    /// Whether another writer was quicker.
    fn contended(&self) -> bool;
    /// The failure as given up.
    fn settled(self) -> Self;
}

impl Fault for StoreError {
    fn contended(&self) -> bool {
        matches!(self, StoreError::Contended(_))
    }
    fn settled(self) -> StoreError {
        StoreError::settled(self)
    }
}

/// Work done whole or not at all. It may run several times; only its last run counts.
pub trait Work: Send {
    /// What it gives back.
    type Output: Send;
    /// How it fails.
    type Error: Fault + Send;
    /// Does the work on an open transaction.
    fn run(&mut self, conn: &mut AnyConnection) -> impl Future<Output = Result<Self::Output, Self::Error>> + Send;
}

/// Whose turn it is to write, first come first served. A file takes one writer at a time: who waits for it inside the engine
/// asks again and again and may be passed by for ever, so they wait here. A server takes as many as there are connections.
pub(crate) fn turns(engine: Engine) -> Semaphore {
    Semaphore::new(match engine {
        Engine::Sqlite => 1,
        Engine::Postgres => CONNECTIONS,
    })
}

/// Connections of a pool.
pub(crate) const CONNECTIONS: usize = 8;

/// Runs the work in one serialisable transaction.
pub(crate) async fn transact<W: Work>(
    (pool, turns): (&AnyPool, &Semaphore),
    engine: Engine,
    work: &mut W,
) -> Result<W::Output, W::Error> {
    let mut attempt = 1;
    loop {
        let turn = turns.acquire().await.map_err(|closed| StoreError::Failed(closed.to_string()))?;
        let done = once(pool, engine, work).await;
        drop(turn);
        match done {
            Err(fault) if fault.contended() && attempt < ATTEMPTS => {
                tokio::time::sleep(Duration::from_millis(attempt.min(12) * 2)).await;
                attempt += 1;
            }
            other => return other.map_err(Fault::settled),
        }
    }
}

async fn once<W: Work>(pool: &AnyPool, engine: Engine, work: &mut W) -> Result<W::Output, W::Error> {
    let mut conn = pool.acquire().await.map_err(StoreError::from)?;
    let mut open = conn.begin_with(engine.begin()).await.map_err(StoreError::from)?;
    let done = work.run(&mut open).await;
    match done {
        Ok(output) => {
            open.commit().await.map_err(StoreError::from)?;
            Ok(output)
        }
        Err(fault) => {
            // The work's own failure matters more than that of taking it back.
            drop(open.rollback().await);
            Err(fault)
        }
    }
}
