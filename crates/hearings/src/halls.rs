//! All hearings that are open here, over one media engine.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex as Held, PoisonError};

use axum::Extension;
use axum::Router;
use court::hearings::{HearingFault, HearingId, Hearings};
use frame::fault::Fault;
use hall::state::Door;
use law::hearing::{Command, Hearing, Person};
use matters::desk::list::number;
use rooms::{Node, NodeSettings, RoomId};

use crate::act::perform;
use crate::live::{Live, State, Titled};
use crate::pump;
use crate::tape::Tape;

/// Why no hearing can be held here.
#[derive(Debug)]
pub enum HallsFault {
    /// The address of the media engine cannot be had.
    Address(std::io::Error),
}

impl fmt::Display for HallsFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HallsFault::Address(cause) => write!(f, "庭审媒体端口不能使用：{cause}"),
        }
    }
}

impl std::error::Error for HallsFault {}

/// All hearings that are open here; cheap to clone.
#[derive(Clone)]
pub struct Halls(Arc<Parts>);

impl fmt::Debug for Halls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Halls")
    }
}

struct Parts {
    door: Door,
    hearings: Hearings,
    node: Node,
    folder: PathBuf,
    open: Held<BTreeMap<HearingId, Arc<Live>>>,
    opening: tokio::sync::Mutex<()>,
    next: AtomicU64,
}

impl Halls {
    /// Opens the media engine, and keeps recordings in a folder.
    ///
    /// # Errors
    /// [`HallsFault`].
    pub fn open(door: Door, hearings: Hearings, folder: &Path, settings: NodeSettings) -> Result<Halls, HallsFault> {
        let node = Node::start(settings).map_err(HallsFault::Address)?;
        let parts = Parts {
            door,
            hearings,
            node,
            folder: folder.to_owned(),
            open: Held::default(),
            opening: tokio::sync::Mutex::default(),
            next: AtomicU64::new(1),
        };
        let halls = Halls(Arc::new(parts));
        pump::begin(&halls);
        Ok(halls)
    }

    /// Lays itself under the routes of hearings.
    pub fn under<S: Clone + Send + Sync + 'static>(&self, routes: Router<S>) -> Router<S> {
        routes.layer(Extension(self.clone()))
    }

    /// The media engine.
    pub(crate) fn node(&self) -> &Node {
        &self.0.node
    }

    /// The door.
    pub(crate) fn door(&self) -> &Door {
        &self.0.door
    }

    /// Hearings as they are kept.
    pub(crate) fn kept(&self) -> &Hearings {
        &self.0.hearings
    }

    /// Now, in microseconds.
    pub(crate) fn now_us(&self) -> i64 {
        self.0.door.now().0.saturating_mul(1_000)
    }

    /// The folder of a hearing's recording.
    pub(crate) fn folder(&self, id: HearingId) -> PathBuf {
        let HearingId { court, stream, nth } = id;
        self.0.folder.join(format!("{}-{}-{nth}", court.0, stream.0))
    }

    /// All that are open.
    pub(crate) fn all(&self) -> Vec<Arc<Live>> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// The one in a room.
    pub(crate) fn in_room(&self, room: RoomId) -> Option<Arc<Live>> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner).values().find(|live| live.room == room).cloned()
    }

    fn held(&self, id: HearingId) -> Option<Arc<Live>> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// Whose link it is, and the hearing, opened here if it was not.
    pub(crate) async fn by_token(&self, token: &str) -> Result<(Arc<Live>, Person), Fault> {
        let found = self.kept().by_token(token).await.map_err(crate::fault)?;
        let (id, person) = found.ok_or_else(|| crate::fault(HearingFault::NotFound))?;
        Ok((self.live(id).await?, person))
    }

    /// A hearing, opened here if it was not.
    pub(crate) async fn live(&self, id: HearingId) -> Result<Arc<Live>, Fault> {
        if let Some(live) = self.held(id) {
            return Ok(live);
        }
        let _one_at_a_time = self.0.opening.lock().await;
        if let Some(live) = self.held(id) {
            return Ok(live);
        }
        let live = Arc::new(self.load(id).await?);
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::clone(&live));
        self.taken_up(&live).await;
        Ok(live)
    }

    async fn load(&self, id: HearingId) -> Result<Live, Fault> {
        let kept = self.kept().one(id).await.map_err(crate::fault)?;
        let kept = kept.ok_or_else(|| crate::fault(HearingFault::NotFound))?;
        let (head, acts) = self.kept().journal(id).await.map_err(crate::fault)?;
        let mut hearing = Hearing::new(kept.opening);
        for acted in &acts {
            hearing.apply(acted.at, &acted.event);
        }
        let room = RoomId(self.0.next.fetch_add(1, Ordering::Relaxed));
        let over = hearing.phase().over() || hearing.offline();
        let tape = if over {
            None
        } else {
            self.node().open(room, true).map_err(|fault| Fault::Busy(fault.to_string()))?;
            let name = format!("{}-{}-{}", id.court.0, id.stream.0, id.nth);
            let tape = Tape::open(&self.folder(id), &name, self.now_us());
            Some(tape.map_err(|cause| Fault::unavailable(&cause))?)
        };
        let titled = self.titled(id).await?;
        Ok(Live::new(id, room, titled, State { hearing, head }, tape))
    }

    async fn titled(&self, id: HearingId) -> Result<Titled, Fault> {
        let facts = self.door().docket().facts_of(&[(id.court, id.stream)]).await;
        let facts = facts.map_err(|cause| Fault::unavailable(&cause))?;
        let court = law::court::court(id.court).map_or("", |court| court.name).to_owned();
        let facts = facts.first();
        let cause =
            facts.and_then(|facts| facts.cause).and_then(law::cause::cause).map_or("", |cause| cause.name).to_owned();
        Ok(Titled { number: facts.map(number).unwrap_or_default(), court, cause })
    }

    /// Whoever the journal has in the room is not connected to this process yet.
    async fn taken_up(&self, live: &Arc<Live>) {
        let on: Vec<Person> = {
            let state = live.state.lock().await;
            state.hearing.people().map(|(person, _)| person).filter(|person| state.hearing.is_on(*person)).collect()
        };
        for person in on {
            if let Err(cause) = perform(self, live, Person::ROOM, &Command::Lose { person }).await {
                tracing::warn!(?cause, "a line that ended with the process is not noted");
            }
        }
    }
}
