//! Where the logs end. Every page asks; one reader looks, and the others take what it saw for as long as it is fresh.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use docket::store::{Docket, LogEnd, StoreError};
use law::day::{Day, Moment};
use tokio::time::Instant;

/// The logs at a moment.
#[derive(Debug)]
pub struct Look {
    /// Every log that has entries.
    pub logs: Vec<LogEnd>,
    /// Entries of all logs together.
    pub size: i64,
    at: Instant,
}

impl Look {
    /// The day of the last entry recorded anywhere.
    pub fn as_of(&self) -> Day {
        self.logs.iter().map(|end| end.recorded_at).max().map_or(Day(0), Moment::day)
    }
}

/// The last look at the logs.
#[derive(Debug)]
pub struct Ends {
    docket: Docket,
    fresh: Duration,
    last: RwLock<Option<Arc<Look>>>,
    looking: tokio::sync::Mutex<()>,
}

impl Ends {
    /// Looks that are taken for the present for so long.
    pub fn new(docket: Docket, fresh: Duration) -> Ends {
        Ends { docket, fresh, last: RwLock::default(), looking: tokio::sync::Mutex::default() }
    }

    /// The logs, as they were at most a fresh look ago.
    pub async fn look(&self) -> Result<Arc<Look>, StoreError> {
        if let Some(look) = self.at_hand() {
            return Ok(look);
        }
        let _turn = self.looking.lock().await;
        match self.at_hand() {
            Some(look) => Ok(look),
            None => self.put_down().await,
        }
    }

    /// The logs as they are now; from then on no page is made from an older look.
    pub async fn anew(&self) -> Result<Arc<Look>, StoreError> {
        let _turn = self.looking.lock().await;
        self.put_down().await
    }

    async fn put_down(&self) -> Result<Arc<Look>, StoreError> {
        let at = Instant::now();
        let logs = self.docket.log_ends().await?;
        let look = Arc::new(Look { size: logs.iter().map(|end| end.size).sum(), logs, at });
        *self.last.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&look));
        Ok(look)
    }

    fn at_hand(&self) -> Option<Arc<Look>> {
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().filter(|look| look.at.elapsed() < self.fresh).cloned()
    }
}
