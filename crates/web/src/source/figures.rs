//! The figures of the years asked for lately. Readers get those at hand; when logs grow, one task reckons newer ones
//! beside them and tells whoever listens. It does not say what a figure is; `reckon` does.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use docket::store::Docket;
use law::ids::CourtId;
use stats::{Convention, Following, Period, Stats};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::ends::Ends;
use super::numbers::Numbers;
use super::quiet;
use super::reckon::{self, unreckoned};
use super::texts::{self, Texts};
use crate::fault::Fault;

/// Years kept in memory; each holds the columns of every case.
const YEARS_KEPT: usize = 3;

/// How closely figures follow the logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// The logs are looked at, and figures are made anew, no oftener than this.
    pub every: Duration,
    /// After figures were made anew the next are not begun for so many times as long as those took.
    pub rest: u32,
    /// A year that nobody listens to is followed for so long after it was last asked for.
    pub linger: Duration,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace { every: Duration::from_secs(1), rest: 5, linger: Duration::from_mins(10) }
    }
}

/// A year as reckoned from one state of the logs.
pub struct Year {
    following: Following,
    /// What can be asked further.
    pub stats: Arc<Stats>,
    /// What pages show.
    pub numbers: Arc<Numbers>,
    texts: Mutex<BTreeMap<Option<CourtId>, Arc<Texts>>>,
}

impl std::fmt::Debug for Year {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Year").field("year", &self.numbers.year).field("entries", &self.numbers.entries).finish()
    }
}

impl Year {
    async fn of(following: Following, year: u16) -> Result<Arc<Year>, Fault> {
        let stats = Arc::new(following.stats().map_err(unreckoned)?);
        let mut numbers = reckon::numbers(&stats, year).await?;
        (numbers.entries, numbers.as_of) = (following.entries(), following.as_of());
        Ok(Arc::new(Year { following, stats, numbers: Arc::new(numbers), texts: Mutex::default() }))
    }

    /// The texts of the figures on the page of the province or a court, made once.
    pub fn texts(&self, court: Option<CourtId>) -> Arc<Texts> {
        let mut made = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(made.entry(court).or_insert_with(|| Arc::new(texts::of(&self.numbers, court))))
    }
}

/// A year at hand: who is told of newer figures, and when it was last asked for.
#[derive(Debug)]
struct Kept {
    told: watch::Sender<Arc<Year>>,
    asked: Instant,
}

#[derive(Debug)]
struct Desk {
    docket: Docket,
    ends: Arc<Ends>,
    data: PathBuf,
    pace: Pace,
    years: Mutex<BTreeMap<u16, Kept>>,
    reckoning: tokio::sync::Mutex<()>,
    renewals: AtomicU64,
    wake: Notify,
}

/// The years at hand and the task that follows the logs for them; the task ends with it.
#[derive(Debug)]
pub struct Figures {
    desk: Arc<Desk>,
    follower: JoinHandle<()>,
}

impl Drop for Figures {
    fn drop(&mut self) {
        self.follower.abort();
    }
}

impl Figures {
    /// Nothing reckoned yet; columns are kept under `data`, and each look at the logs goes to `ends`.
    pub fn new(docket: Docket, ends: Arc<Ends>, data: &Path, pace: Pace) -> Figures {
        let desk = Arc::new(Desk {
            docket,
            ends,
            data: data.to_path_buf(),
            pace,
            years: Mutex::default(),
            reckoning: tokio::sync::Mutex::default(),
            renewals: AtomicU64::new(0),
            wake: Notify::new(),
        });
        let follower = quiet::spawn(follow(Arc::clone(&desk)));
        Figures { desk, follower }
    }

    /// How often figures at hand were put in place of older ones.
    pub fn renewals(&self) -> u64 {
        self.desk.renewals.load(Ordering::Acquire)
    }

    /// A year: as it is at hand, though logs may have grown since, or reckoned now when it is not.
    pub async fn year(&self, year: u16) -> Result<Arc<Year>, Fault> {
        Ok(self.listen(year).await?.borrow().clone())
    }

    /// A year, and to be told of every newer state of it.
    pub async fn listen(&self, year: u16) -> Result<watch::Receiver<Arc<Year>>, Fault> {
        if let Some((told, true)) = self.desk.at_hand(year) {
            self.desk.wake.notify_one();
            return Ok(told);
        }
        let _turn = self.desk.reckoning.lock().await;
        if let Some((told, is_followed)) = self.desk.at_hand(year) {
            if !is_followed {
                // nobody asked for it for long, so nothing brought it forward
                let known = told.borrow().clone();
                self.desk.advance(year, &known).await?;
                self.desk.asked(year);
            }
            self.desk.wake.notify_one();
            return Ok(told);
        }
        let period = Period::new(i16::try_from(year).unwrap_or(0), Convention::Natural).map_err(unreckoned)?;
        let following = Following::open(&self.desk.docket, &self.desk.data, period).await.map_err(unreckoned)?;
        let made = Year::of(following, year).await?;
        let told = self.desk.keep(year, made);
        self.desk.wake.notify_one();
        Ok(told)
    }
}

impl Desk {
    /// A year that is kept, and whether it was followed until now; one that was not is not yet asked for.
    fn at_hand(&self, year: u16) -> Option<(watch::Receiver<Arc<Year>>, bool)> {
        let mut years = self.years.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = years.get_mut(&year)?;
        let is_followed = self.is_wanted(kept);
        if is_followed {
            kept.asked = Instant::now();
        }
        Some((kept.told.subscribe(), is_followed))
    }

    fn asked(&self, year: u16) {
        let mut years = self.years.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = years.get_mut(&year) {
            kept.asked = Instant::now();
        }
    }

    fn is_wanted(&self, kept: &Kept) -> bool {
        kept.told.receiver_count() > 0 || kept.asked.elapsed() < self.pace.linger
    }

    /// Keeps a year; one that nobody listens to, and else the one not asked for longest, gives way.
    fn keep(&self, year: u16, made: Arc<Year>) -> watch::Receiver<Arc<Year>> {
        let mut years = self.years.lock().unwrap_or_else(PoisonError::into_inner);
        while years.len() >= YEARS_KEPT {
            let least = years.iter().min_by_key(|(_, kept)| (kept.told.receiver_count() > 0, kept.asked));
            let Some(least) = least.map(|(year, _)| *year) else { break };
            years.remove(&least);
        }
        let (told, receiver) = watch::channel(made);
        years.insert(year, Kept { told, asked: Instant::now() });
        receiver
    }

    /// The years that somebody listens to or asked for lately.
    fn wanted(&self) -> Vec<(u16, Arc<Year>)> {
        let years = self.years.lock().unwrap_or_else(PoisonError::into_inner);
        years
            .iter()
            .filter(|(_, kept)| self.is_wanted(kept))
            .map(|(year, kept)| (*year, kept.told.borrow().clone()))
            .collect()
    }

    /// Brings a year forward. Gives whether there was anything to bring.
    async fn advance(&self, year: u16, known: &Year) -> Result<bool, Fault> {
        let Some(following) = known.following.advance(&self.docket).await.map_err(unreckoned)? else {
            return Ok(false);
        };
        let made = Year::of(following, year).await?;
        // whoever is told of it and asks for a page finds one of at least that state
        self.ends.anew().await.map_err(super::failed)?;
        tracing::debug!(year, entries = made.numbers.entries, "figures are newer");
        let years = self.years.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = years.get(&year) {
            kept.told.send_replace(made);
            self.renewals.fetch_add(1, Ordering::Release);
        }
        Ok(true)
    }

    /// Brings every wanted year forward, if logs grew. Gives whether anything was reckoned.
    async fn refresh(&self) -> Result<bool, Fault> {
        let mut done = false;
        let wanted = self.wanted();
        if wanted.is_empty() {
            return Ok(done);
        }
        let entries = self.ends.anew().await.map_err(super::failed)?.size;
        for (year, known) in wanted.iter().filter(|(_, known)| known.numbers.entries != entries) {
            done |= self.advance(*year, known).await?;
        }
        Ok(done)
    }
}

/// Follows the logs as long as a year is wanted, and waits until one is.
async fn follow(desk: Arc<Desk>) {
    loop {
        if desk.wanted().is_empty() {
            desk.wake.notified().await;
        }
        let began = Instant::now();
        let rest = match desk.refresh().await {
            Ok(true) => began.elapsed() * desk.pace.rest,
            Ok(false) => Duration::ZERO,
            Err(_) => {
                tracing::warn!("figures could not be made anew; those at hand stay");
                desk.pace.every * 10
            }
        };
        tokio::time::sleep(rest.max(desk.pace.every)).await;
    }
}
