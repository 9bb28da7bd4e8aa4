//! The index over the laws (法律索引), in memory: built beside those who read, anew whenever laws were imported, in this
//! process or in another.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use docket::store::{Docket, StoreError};
use law::day::Day;
use search::statutes::Library;
use search::statutes::corpus::Place;
use tokio::sync::Mutex;

use crate::judgments::{Counted, Judgments};
use crate::laws::{Laws, Stamp};
use crate::link::{Segment, linked};

/// What the shelf holds.
#[derive(Debug, Clone)]
pub enum Standing {
    /// Laws that can be searched.
    Ready(Arc<Library>),
    /// No law was imported yet.
    Empty,
    /// They are being read.
    Coming,
}

#[derive(Default)]
struct Held {
    stamp: Option<Stamp>,
    library: Option<Arc<Library>>,
}

/// The index over the laws of a docket; cheap to clone.
#[derive(Clone)]
pub struct Shelf {
    laws: Laws,
    held: Arc<RwLock<Held>>,
    building: Arc<Mutex<()>>,
    judgments: Arc<Judgments>,
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shelf")
    }
}

impl Shelf {
    /// The shelf of a docket, empty until somebody asks.
    pub fn new(docket: Docket) -> Shelf {
        Shelf { laws: Laws::new(docket), held: Arc::default(), building: Arc::default(), judgments: Arc::default() }
    }

    /// The laws behind it.
    pub const fn laws(&self) -> &Laws {
        &self.laws
    }

    /// What it holds now. Where laws were imported since, the index is built anew meanwhile.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn standing(&self) -> Result<Standing, StoreError> {
        let stamp = self.laws.stamp().await?;
        if stamp.laws == 0 {
            return Ok(Standing::Empty);
        }
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        let (current, library) = (held.stamp == Some(stamp), held.library.clone());
        drop(held);
        if !current && self.building.try_lock().is_ok() {
            let own = self.clone();
            tokio::spawn(async move {
                if let Err(cause) = own.build().await {
                    tracing::error!(%cause, "the index over the laws is not built for now");
                }
            });
        }
        Ok(library.map_or(Standing::Coming, Standing::Ready))
    }

    /// A text taken apart at the citations of law that lead to an article in force on a day: [`crate::linked`] over what the
    /// shelf holds. Before laws are at hand the text is one plain piece.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn linked<'a>(&self, text: &'a str, on: Day) -> Result<Vec<Segment<'a>>, StoreError> {
        Ok(match self.standing().await? {
            Standing::Ready(library) => linked(text, on, &library),
            Standing::Empty | Standing::Coming if text.is_empty() => Vec::new(),
            Standing::Empty | Standing::Coming => vec![Segment { text, link: None }],
        })
    }

    /// Reads the judgments that were made public or taken back since the last time; whoever serves asks for it again and again.
    /// Before laws are at hand nothing is read.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn follow(&self) -> Result<(), StoreError> {
        match self.standing().await? {
            Standing::Ready(library) => self.judgments.follow(self.laws.docket(), &library).await,
            Standing::Empty | Standing::Coming => Ok(()),
        }
    }

    /// The public judgments that cite an article of these laws; nothing while they are being read.
    pub(crate) fn judgments(&self, library: &Arc<Library>, place: Place) -> Option<Counted> {
        self.judgments.of(library, place)
    }

    /// Builds the index, unless it is up to date; waits for whoever is building it.
    ///
    /// # Errors
    /// The engine's own, and what kept the index from being built.
    pub async fn build(&self) -> Result<(), StoreError> {
        let _own = self.building.lock().await;
        let stamp = self.laws.stamp().await?;
        if stamp.laws == 0 || self.held.read().unwrap_or_else(PoisonError::into_inner).stamp == Some(stamp) {
            return Ok(());
        }
        let laws = self.laws.all().await?;
        let built = tokio::task::spawn_blocking(move || Library::in_memory(laws)).await;
        let library = built
            .map_err(|cause| StoreError::Failed(cause.to_string()))?
            .map_err(|cause| StoreError::Failed(cause.to_string()))?;
        *self.held.write().unwrap_or_else(PoisonError::into_inner) =
            Held { stamp: Some(stamp), library: Some(Arc::new(library)) };
        Ok(())
    }
}
