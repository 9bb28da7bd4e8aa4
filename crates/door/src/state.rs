//! What all handlers share: the docket, its keys, the register of people, drafts, the board, the clock.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use court::filing::Drafts;
use court::notices::{Board, NoticeFault};
use docket::sealed::StreamKey;
use docket::store::{Docket, KeyRing};
use frame::assets::Assets;
use frame::fault::Fault;
use frame::shell::Framed;
use law::day::Moment;
use law::ids::CourtId;
use people::People;

/// Tells the time: the binary reads the system's clock, tests set their own.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Moment;
}

/// The state of the door; cheap to clone.
#[derive(Clone)]
pub struct Door(Arc<Parts>);

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Door")
    }
}

struct Parts {
    docket: Docket,
    keys: Arc<dyn KeyRing>,
    people: People,
    drafts: Drafts,
    board: Board,
    assets: Arc<Assets>,
    clock: Arc<dyn Clock>,
    shows_codes: bool,
    published: Mutex<BTreeSet<CourtId>>,
}

impl Door {
    /// The door of a docket. `shows_codes` shows one-time codes on the page that asks for them: for demonstrations, where
    /// no message leaves the machine.
    pub fn new(
        docket: Docket,
        keys: Arc<dyn KeyRing>,
        sealing: StreamKey,
        clock: Arc<dyn Clock>,
        shows_codes: bool,
    ) -> Door {
        Door(Arc::new(Parts {
            people: People::new(docket.clone(), sealing.clone()),
            drafts: Drafts::new(docket.clone(), sealing),
            board: Board::new(docket.clone()),
            docket,
            keys,
            assets: Arc::new(Assets::load()),
            clock,
            shows_codes,
            published: Mutex::default(),
        }))
    }

    /// Sees that the notice board holds what every board begins with.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn begin(&self) -> Result<(), NoticeFault> {
        self.board().begin().await
    }

    /// The docket.
    pub fn docket(&self) -> &Docket {
        &self.0.docket
    }

    /// Keys of the courts.
    pub fn keys(&self) -> &dyn KeyRing {
        self.0.keys.as_ref()
    }

    /// The register of people.
    pub fn people(&self) -> &People {
        &self.0.people
    }

    /// Drafts of filings.
    pub fn drafts(&self) -> &Drafts {
        &self.0.drafts
    }

    /// The notice board.
    pub fn board(&self) -> &Board {
        &self.0.board
    }

    /// Now.
    pub fn now(&self) -> Moment {
        self.0.clock.now()
    }

    /// One-time codes are shown on the page.
    pub fn shows_codes(&self) -> bool {
        self.0.shows_codes
    }

    /// Sees that the key of a court's draws stands in its log before the first of them.
    ///
    /// # Errors
    /// When it cannot be entered.
    pub async fn publish_key(&self, court: CourtId) -> Result<(), Fault> {
        if self.0.published.lock().unwrap_or_else(PoisonError::into_inner).contains(&court) {
            return Ok(());
        }
        court::allot::publish_key(self.docket(), self.keys(), court, self.now())
            .await
            .map_err(crate::gate::not_done)?;
        self.0.published.lock().unwrap_or_else(PoisonError::into_inner).insert(court);
        Ok(())
    }
}

impl Framed for Door {
    fn assets(&self) -> Arc<Assets> {
        Arc::clone(&self.0.assets)
    }
}
