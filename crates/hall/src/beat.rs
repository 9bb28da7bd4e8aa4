//! What all listeners wait for: one look a second at the ends of the logs and of the letters, while anybody listens.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use docket::store::StoreError;
use law::ids::CourtId;
use tokio::sync::watch;

use crate::state::Door;

/// Time between two looks.
const EVERY: Duration = Duration::from_secs(1);

/// How far everything is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Beat {
    /// Entries of each court.
    pub ends: BTreeMap<CourtId, i64>,
    /// How far letters were written.
    pub letters: i64,
    /// Counts up whenever letters were written or opened in this process.
    pub opened: u64,
}

impl Beat {
    pub(crate) async fn take(door: &Door) -> Result<Beat, StoreError> {
        let ends = door.docket().log_ends().await?.into_iter().map(|end| (end.court, end.size)).collect();
        let letters = door.docket().follower(letters::FOLLOWER).total().await?;
        let opened = *door.letters().changes().borrow();
        Ok(Beat { ends, letters, opened })
    }
}

/// The looks, and whether somebody looks.
#[derive(Debug)]
pub(crate) struct Beats {
    told: watch::Sender<Arc<Beat>>,
    looking: Mutex<bool>,
}

impl Default for Beats {
    fn default() -> Beats {
        Beats { told: watch::Sender::new(Arc::default()), looking: Mutex::new(false) }
    }
}

impl Beats {
    /// Hears of every change from now on; the first listener sets the looking going.
    pub(crate) fn listen(self: &Arc<Self>, door: &Door) -> watch::Receiver<Arc<Beat>> {
        let told = self.told.subscribe();
        let mut looking = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        if !*looking {
            *looking = true;
            let (beats, door) = (Arc::clone(self), door.clone());
            tokio::spawn(async move { beats.look(&door).await });
        }
        told
    }

    async fn look(&self, door: &Door) {
        while !self.nobody() {
            match Beat::take(door).await {
                Ok(beat) => {
                    self.told.send_if_modified(|told| {
                        let newer = **told != beat;
                        if newer {
                            *told = Arc::new(beat);
                        }
                        newer
                    });
                }
                Err(cause) => tracing::warn!(%cause, "lists do not follow for now"),
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    /// Whether nobody listens any more; then the looking ends.
    fn nobody(&self) -> bool {
        let mut looking = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        let nobody = self.told.receiver_count() == 0;
        if nobody {
            *looking = false;
        }
        nobody
    }
}
