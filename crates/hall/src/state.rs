//! What all handlers share: the docket, its keys, the register of people, drafts, the board, the clock.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use ::files::{Files, Shelf};
use alike::{Notes, Votes};
use court::filing::Drafts;
use court::notices::{Board, NoticeFault};
use court::publication::Documents;
use court::reports::Reports;
use docket::sealed::StreamKey;
use docket::store::{Docket, KeyRing};
use frame::assets::Assets;
use frame::fault::Fault;
use frame::shell::Framed;
use law::day::Moment;
use law::ids::CourtId;
use letters::Letters;
use people::People;
use vouch::Provider;

use crate::imports::Imports;
use crate::lives::Lives;

/// How far a clock may lag behind the log's head: servers of one court differ by a little.
const SKEW_MS: i64 = 5 * 60_000;

/// Tells the time: the binary reads the system's clock, tests set their own.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Moment;
}

/// An id nobody can guess.
///
/// # Errors
/// When the system gives no random bytes.
pub fn fresh_id() -> Result<String, Fault> {
    let key = StreamKey::generate().ok_or(Fault::Unavailable)?;
    Ok(key.to_bytes().iter().take(16).map(|byte| format!("{byte:02x}")).collect())
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
    documents: Documents,
    notes: Notes,
    votes: Votes,
    alike: OnceLock<alike::Shelf>,
    reports: Reports,
    files: Files,
    imports: Imports,
    assets: Arc<Assets>,
    clock: Arc<dyn Clock>,
    shows_codes: bool,
    provider: Option<Provider>,
    published: Mutex<BTreeSet<CourtId>>,
    letters: OnceLock<Letters>,
    inbox: Letters,
    lives: Lives,
}

impl Door {
    /// The door of a docket. `shows_codes` shows one-time codes on the page that asks for them: for demonstrations, where
    /// no message leaves the machine. Files handed in lie on the shelf.
    pub fn new(
        docket: Docket,
        keys: Arc<dyn KeyRing>,
        sealing: StreamKey,
        clock: Arc<dyn Clock>,
        shows_codes: bool,
        shelf: Shelf,
    ) -> Door {
        let people = People::new(docket.clone(), sealing.clone());
        Door(Arc::new(Parts {
            inbox: Letters::inbox_only(docket.clone(), people.clone()),
            letters: OnceLock::new(),
            lives: Lives::default(),
            people,
            drafts: Drafts::new(docket.clone(), sealing.clone()),
            documents: Documents::new(docket.clone(), sealing.clone()),
            notes: Notes::new(docket.clone(), sealing.clone()),
            votes: Votes::new(docket.clone()),
            alike: OnceLock::new(),
            reports: Reports::new(docket.clone(), sealing.clone()),
            files: Files::new(docket.clone(), sealing, shelf),
            board: Board::new(docket.clone()),
            imports: Imports::default(),
            docket,
            keys,
            assets: Arc::new(Assets::load()),
            clock,
            shows_codes,
            provider: None,
            published: Mutex::default(),
        }))
    }

    /// The same with another system that vouches for staff. To be said before the door is shared.
    #[must_use]
    pub fn with_provider(mut self, provider: Provider) -> Door {
        if let Some(parts) = Arc::get_mut(&mut self.0) {
            parts.provider = Some(provider);
        }
        self
    }

    /// The system that vouches for staff, where there is one.
    pub fn provider(&self) -> Option<&Provider> {
        self.0.provider.as_ref()
    }

    /// How long a sign-in elsewhere may take, in seconds.
    pub fn pending_s(&self) -> i64 {
        self.people().terms().pending_ms / people::terms::SECOND_MS
    }

    /// Sees that the notice board holds what every board begins with.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn begin(&self) -> Result<(), NoticeFault> {
        self.board().begin().await
    }

    /// Tells people by these letters from now on; without, the inbox is all there is. The first ones stay.
    pub fn tell_by(&self, letters: Letters) {
        let _ = self.0.letters.set(letters);
    }

    /// Finds similar cases by this index from now on; without, there is none. The first one stays.
    pub fn find_by(&self, alike: alike::Shelf) {
        let _ = self.0.alike.set(alike);
    }

    /// The index of concluded cases, where there is one.
    pub fn alike(&self) -> Option<&alike::Shelf> {
        self.0.alike.get()
    }

    /// Letters.
    pub fn letters(&self) -> &Letters {
        self.0.letters.get().unwrap_or(&self.0.inbox)
    }

    /// Pages that listen.
    pub fn lives(&self) -> &Lives {
        &self.0.lives
    }

    /// Ends the connections of all pages that listen, so that a server that stops need not wait for them.
    pub fn stop(&self) {
        self.0.lives.stop();
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

    /// Documents on their way to the public.
    pub fn documents(&self) -> &Documents {
        &self.0.documents
    }

    /// What those who try cases note of them.
    pub fn notes(&self) -> &Notes {
        &self.0.notes
    }

    /// What readers said of similar cases.
    pub fn votes(&self) -> &Votes {
        &self.0.votes
    }

    /// What readers report about published documents.
    pub fn reports(&self) -> &Reports {
        &self.0.reports
    }

    /// Files handed in.
    pub fn files(&self) -> &Files {
        &self.0.files
    }

    /// Throws away the files nobody comes back for; what fails is logged and tried again the next time.
    pub async fn sweep(&self) {
        match self.files().sweep(self.now()).await {
            Ok(0) => {}
            Ok(gone) => tracing::info!(gone, "uploads that nobody came back for were thrown away"),
            Err(cause) => tracing::error!(%cause, "uploads could not be swept"),
        }
    }

    /// Files of old cases under way.
    pub fn imports(&self) -> &Imports {
        &self.0.imports
    }

    /// Now.
    pub fn now(&self) -> Moment {
        self.0.clock.now()
    }

    /// Now, for an act in a court's log; a clock that lags behind what the log already holds is not believed.
    ///
    /// # Errors
    /// [`Fault::Refused`] when the log's head is later than now.
    pub async fn moment_in(&self, court: CourtId) -> Result<Moment, Fault> {
        let now = self.now();
        let head = self.docket().latest_head(court).await.map_err(|cause| Fault::unavailable(&cause))?;
        match head.filter(|head| head.signed_at.0 > now.0 + SKEW_MS) {
            None => Ok(now),
            Some(head) => {
                tracing::error!(court = court.0, "the clock is behind the log's head");
                Err(Fault::Refused {
                    code: "clock.behind",
                    basis: "日志的记录时间不能倒流",
                    sentence: format!(
                        "服务器的时钟早于本院日志最近一次签名的时间（{}），这次办理没有生效；请管理员校准时钟后重试",
                        frame::format::moment(head.signed_at)
                    ),
                })
            }
        }
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
