//! The index of a docket's concluded cases on disk, and whoever feeds it: what changed among the documents is fed, what was
//! taken from sight is taken out. It holds no position of its own: the names in it say which version of which document it
//! has, so that a process that died in the middle goes on where its last commit stood.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use court::publication::{Documents, Paper, PaperFault};
use docket::store::{Docket, StoreError};
use law::cause::{self, Family};
use law::day::Moment;
use law::ids::CourtId;
use law::life::facts::CaseFacts;
use search::cases::{self, Cases, Concluded, Draft, Entry, Feeder, Reach, Similar};
use search::causes::{Lesson, Suggester, Suggestion};
use thread_priority::{ThreadPriority, set_current_thread_priority};
use tokio::sync::Mutex;

use crate::card::{INSIDE, OPEN, RESTRICTED, concluded, nearness};
use crate::source::{Key, since};

mod generation;

/// Documents read, masked and fed between two commits.
const BATCH: usize = 64;
/// Memory of whoever feeds, in bytes.
const MEMORY: usize = 64 << 20;
/// Clocks of servers may differ by this much: what changed so long before the last look is looked at again.
const OVERLAP_MS: i64 = 10 * 60_000;
/// Fewer cases than this teach nothing of what sets one apart from another.
const FEWEST: usize = 40;
/// Lessons of causes that are learnt at most; more cost minutes.
const LESSONS: usize = 2_000;
/// Documents of open cases that are looked at again in a round.
const WAITING: usize = 100;

/// Why the index is not there or does not follow.
#[derive(Debug)]
pub enum Trouble {
    /// The index itself.
    Index(cases::Trouble),
    /// Documents that could not be read.
    Paper(PaperFault),
    /// Storage failed.
    Store(StoreError),
    /// A folder that cannot be used.
    Folder(std::io::Error),
    /// Another process feeds it.
    Held,
    /// A task that ended before its end.
    Ended,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Index(cause) => cause.fmt(f),
            Trouble::Paper(cause) => cause.fmt(f),
            Trouble::Store(cause) => cause.fmt(f),
            Trouble::Folder(cause) => write!(f, "folder of the index: {cause}"),
            Trouble::Held => f.write_str("the index is fed by another process"),
            Trouble::Ended => f.write_str("the index was left in the middle"),
        }
    }
}

impl std::error::Error for Trouble {}

impl From<cases::Trouble> for Trouble {
    fn from(cause: cases::Trouble) -> Trouble {
        Trouble::Index(cause)
    }
}

impl From<StoreError> for Trouble {
    fn from(cause: StoreError) -> Trouble {
        Trouble::Store(cause)
    }
}

impl From<std::io::Error> for Trouble {
    fn from(cause: std::io::Error) -> Trouble {
        Trouble::Folder(cause)
    }
}

/// What a round did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Round {
    /// Cases that are findable from now on, or in a newer version.
    pub fed: usize,
    /// Cases that are found no more.
    pub removed: usize,
    /// The index was made anew.
    pub anew: bool,
}

/// Whose cases beside the public ones may be shown to a reader.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sight {
    /// Courts of which what is not public is shown.
    pub inside: BTreeSet<CourtId>,
    /// Courts of which restricted cases are shown too.
    pub restricted: BTreeSet<CourtId>,
}

impl Sight {
    fn allows(&self, entry: &Entry) -> bool {
        match entry.secrecy {
            OPEN => true,
            INSIDE => self.inside.contains(&entry.court),
            RESTRICTED => self.restricted.contains(&entry.court),
            _ => false,
        }
    }
}

/// What stands ready for readers.
#[derive(Clone)]
pub struct Standing {
    cases: Arc<Cases>,
    causes: Option<Arc<Suggester>>,
    asked: Arc<AtomicBool>,
}

impl fmt::Debug for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Standing").field("cases", &self.cases.count()).finish()
    }
}

impl Standing {
    /// How many cases are findable.
    pub fn count(&self) -> u64 {
        self.cases.count()
    }

    /// The concluded cases most like a draft among those a reader may see.
    ///
    /// # Errors
    /// The index's own.
    pub async fn similar(&self, draft: Draft, sight: Sight, wanted: usize) -> Result<Similar, Trouble> {
        let cases = Arc::clone(&self.cases);
        let found = tokio::task::spawn_blocking(move || {
            let permits = |entry: &Entry| sight.allows(entry);
            let reach = Reach { secrecy: RESTRICTED, permits: Some(&permits), ..Reach::open() };
            cases.similar(&draft, &reach, wanted)
        });
        Ok(found.await.map_err(|_| Trouble::Ended)??)
    }

    /// The civil causes facts point to, the surest first; none while they are being learnt, which begins when somebody asks.
    ///
    /// # Errors
    /// When the task ends early.
    pub async fn causes(&self, facts: String, wanted: usize) -> Result<Option<Vec<Suggestion>>, Trouble> {
        let Some(causes) = self.causes.clone() else {
            self.asked.store(true, Ordering::Relaxed);
            return Ok(None);
        };
        let told = tokio::task::spawn_blocking(move || causes.suggest(&facts, wanted));
        told.await.map(Some).map_err(|_| Trouble::Ended)
    }
}

struct Writer {
    generation: u64,
    cases: Arc<Cases>,
    feeder: Feeder,
    have: BTreeMap<Key, i64>,
    waiting: BTreeSet<Key>,
    seen: Moment,
    /// Cases there were when the spaces were fitted.
    learnt: usize,
    /// Cases there were when the causes were learnt; none before.
    taught: Option<usize>,
}

struct Parts {
    docket: Docket,
    documents: Documents,
    folder: PathBuf,
    standing: RwLock<Option<Standing>>,
    writer: Mutex<Option<Writer>>,
    /// Held as long as this process feeds the index: no other one throws away what it is making.
    own: std::sync::Mutex<Option<std::fs::File>>,
    /// Somebody asked for causes: before that nothing is learnt.
    asked: Arc<AtomicBool>,
}

/// The index of a docket; cheap to clone.
#[derive(Clone)]
pub struct Shelf(Arc<Parts>);

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shelf")
    }
}

impl Shelf {
    /// The index over these documents, in a folder of its own.
    pub fn new(docket: Docket, documents: Documents, folder: impl Into<PathBuf>) -> Shelf {
        let (standing, writer, own) = (RwLock::default(), Mutex::default(), std::sync::Mutex::default());
        let asked = Arc::default();
        Shelf(Arc::new(Parts { docket, documents, folder: folder.into(), standing, writer, own, asked }))
    }

    /// Reads the index as another process last left it, without feeding it; gives whether there is one.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn glance(&self) -> Result<bool, Trouble> {
        let folder = self.0.folder.clone();
        let opened = tokio::task::spawn_blocking(move || generation::in_use(&folder));
        let Some(cases) = opened.await.map_err(|_| Trouble::Ended)?? else { return Ok(false) };
        *self.0.standing.write().unwrap_or_else(PoisonError::into_inner) =
            Some(Standing { cases: Arc::new(cases), causes: None, asked: Arc::clone(&self.0.asked) });
        Ok(true)
    }

    /// What stands ready; none before the first round.
    pub fn standing(&self) -> Option<Standing> {
        self.0.standing.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Feeds what changed since the last round.
    ///
    /// # Errors
    /// When the index, its folder or the documents cannot be used; what was committed stays.
    pub async fn follow(&self) -> Result<Round, Trouble> {
        let mut held = self.0.writer.lock().await;
        let mut round = Round::default();
        let mut writer = match held.take() {
            Some(writer) => writer,
            None => self.open().await?,
        };
        let from = Moment(writer.seen.0.saturating_sub(OVERLAP_MS).max(0));
        let changed = since(&self.0.docket, from).await?;
        let seen = changed.last().map_or(writer.seen, |last| last.changed_at.max(writer.seen));
        let all = changed.into_iter().map(|one| (one.key, one.version));
        let fresh: BTreeMap<Key, i64> = all.filter(|(key, version)| writer.have.get(key) != Some(version)).collect();
        let due = writer.waiting.iter().copied().take(WAITING).filter(|key| !fresh.contains_key(key));
        let due: Vec<Key> = due.chain(fresh.keys().copied()).collect();
        let there = writer.have.len() + fresh.keys().filter(|key| !writer.have.contains_key(key)).count();
        if there >= FEWEST.max(writer.learnt * 2) {
            writer = self.anew(writer.generation + 1).await?;
            round.anew = true;
            round.fed = writer.have.len();
        } else {
            for batch in due.chunks(BATCH) {
                let (fed, removed);
                (writer, fed, removed) = self.feed(writer, batch).await?;
                round.fed += fed;
                round.removed += removed;
            }
        }
        writer.seen = seen;
        let count = usize::try_from(writer.cases.count()).unwrap_or(usize::MAX);
        let teach =
            self.0.asked.load(Ordering::Relaxed) && writer.taught.is_none_or(|taught| count >= FEWEST.max(taught * 2));
        {
            let mut standing = self.0.standing.write().unwrap_or_else(PoisonError::into_inner);
            let causes = standing.take().and_then(|one| one.causes);
            let asked = Arc::clone(&self.0.asked);
            *standing = Some(Standing { cases: Arc::clone(&writer.cases), causes, asked });
        }
        if teach {
            let first = writer.taught.replace(count).is_none();
            self.teach(Arc::clone(&writer.cases), first);
        }
        *held = Some(writer);
        Ok(round)
    }

    /// Opens the index where an earlier process left it.
    async fn open(&self) -> Result<Writer, Trouble> {
        {
            let mut own = self.0.own.lock().unwrap_or_else(PoisonError::into_inner);
            if own.is_none() {
                *own = Some(generation::lock(&self.0.folder)?);
            }
        }
        let folder = self.0.folder.clone();
        let opened = tokio::task::spawn_blocking(move || generation::latest(&folder));
        let (generation, cases, learnt) = opened.await.map_err(|_| Trouble::Ended)??;
        writer(generation, cases, learnt)
    }

    /// Makes the index anew from all documents, with the spaces fitted to them, and takes it in the place of the last one.
    async fn anew(&self, number: u64) -> Result<Writer, Trouble> {
        let all: Vec<Key> = since(&self.0.docket, Moment(0)).await?.into_iter().map(|one| one.key).collect();
        let step = (all.len() / search::cases::spaces::SAMPLE).max(1);
        let mut sample: Vec<Concluded> = Vec::new();
        for batch in all.iter().copied().step_by(step).collect::<Vec<_>>().chunks(BATCH) {
            let read = self.read(batch).await?;
            sample.extend(read.into_iter().filter_map(|(_, _, case)| case));
        }
        let (folder, learnt) = (self.0.folder.clone(), all.len());
        let made = tokio::task::spawn_blocking(move || -> Result<Cases, Trouble> {
            let mut cases = generation::fresh(&folder, number)?;
            if sample.len() >= FEWEST {
                cases.learn(sample.iter().map(|case| case.facts.as_str()))?;
            }
            Ok(cases)
        });
        let mut writer = writer(number, made.await.map_err(|_| Trouble::Ended)??, learnt)?;
        for batch in all.chunks(BATCH) {
            (writer, _, _) = self.feed(writer, batch).await?;
        }
        let folder = self.0.folder.clone();
        let taken = tokio::task::spawn_blocking(move || generation::take(&folder, number, learnt));
        taken.await.map_err(|_| Trouble::Ended)??;
        Ok(writer)
    }

    /// Documents with what the index is to hold of them: nothing of what nobody but its own bench may see.
    async fn read(&self, keys: &[Key]) -> Result<Vec<(Key, i64, Option<Concluded>)>, Trouble> {
        let mut papers: Vec<(Key, Paper, Option<CaseFacts>)> = Vec::with_capacity(keys.len());
        for key in keys {
            let paper = self.0.documents.one(key.court, key.stream, key.nth).await.map_err(Trouble::Paper)?;
            let Some(paper) = paper else { continue };
            let facts = self.0.docket.facts(key.court, key.stream).await?;
            papers.push((*key, paper, facts));
        }
        let read = tokio::task::spawn_blocking(move || {
            let each = papers.into_iter().map(|(key, paper, facts)| {
                let version = paper.version;
                let near = facts.as_ref().and_then(|facts| Some((nearness(&paper, facts)?, facts)));
                (key, version, near.map(|(near, facts)| concluded(key.id(version), near, &paper, facts)))
            });
            each.collect()
        });
        read.await.map_err(|_| Trouble::Ended)
    }

    /// Feeds documents and commits them; gives how many are findable since, and how many no more.
    async fn feed(&self, mut writer: Writer, keys: &[Key]) -> Result<(Writer, usize, usize), Trouble> {
        let read = self.read(keys).await?;
        let done = tokio::task::spawn_blocking(move || -> Result<_, Trouble> {
            let (mut fed, mut removed) = (0, 0);
            let mut changed = false;
            for (key, version, case) in read {
                let before = writer.have.insert(key, version);
                if case.is_none() {
                    writer.waiting.insert(key);
                } else {
                    writer.waiting.remove(&key);
                }
                if before == Some(version) && case.is_none() {
                    continue;
                }
                changed = true;
                if let Some(before) = before {
                    writer.feeder.remove(&key.id(before));
                }
                match case {
                    Some(case) => {
                        writer.feeder.feed(&case)?;
                        fed += 1;
                    }
                    None => removed += usize::from(before.is_some()),
                }
            }
            if changed {
                writer.feeder.commit()?;
                writer.cases.refresh()?;
            }
            Ok((writer, fed, removed))
        });
        done.await.map_err(|_| Trouble::Ended)?
    }

    /// Learns causes from the cases that are there, behind whoever waits for an answer; until then what is known of causes
    /// speaks alone. A shelf that nobody holds any more is not kept by it.
    fn teach(&self, cases: Arc<Cases>, first: bool) {
        let own = Arc::downgrade(&self.0);
        std::thread::spawn(move || {
            let mut lessons = Vec::new();
            let read = cases.each(LESSONS, &mut |card, facts| {
                let named = card.causes.iter().filter_map(|id| cause::cause(*id));
                let labels: Vec<String> =
                    named.filter(|cause| cause.family == Family::Civil).map(|cause| cause.name.to_owned()).collect();
                if !labels.is_empty() {
                    lessons.push(Lesson::new(facts, labels));
                }
            });
            if let Err(cause) = read {
                tracing::error!(%cause, "causes are learnt without the cases of the index");
            }
            let show = |learnt: Suggester| {
                let learnt = Arc::new(learnt);
                let Some(own) = own.upgrade() else { return };
                if let Some(ready) = own.standing.write().unwrap_or_else(PoisonError::into_inner).as_mut() {
                    ready.causes = Some(learnt);
                }
            };
            if first {
                show(Suggester::known(Family::Civil));
            }
            if lessons.len() < FEWEST {
                // so few would only draw every text to themselves
                return;
            }
            let learn = || Suggester::learn(Family::Civil, &lessons);
            // where the system does not allow it, it is learnt beside the others
            let behind = |_| drop(set_current_thread_priority(ThreadPriority::Min));
            let learnt = match rayon::ThreadPoolBuilder::new().start_handler(behind).build() {
                Ok(threads) => threads.install(learn),
                Err(_) => learn(),
            };
            show(learnt);
        });
    }
}

fn writer(generation: u64, cases: Cases, learnt: usize) -> Result<Writer, Trouble> {
    let feeder = cases.feeder(MEMORY)?;
    let have = cases.ids()?.iter().filter_map(|id| Key::read(id)).collect();
    let (waiting, seen) = (BTreeSet::new(), Moment(0));
    Ok(Writer { generation, cases: Arc::new(cases), feeder, have, waiting, seen, learnt, taught: None })
}
