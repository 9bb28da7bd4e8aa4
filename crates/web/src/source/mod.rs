//! Where pages get their data: the docket's rows and the year's figures. It reads; nothing here writes.

mod ends;
mod figures;
mod files;
mod groups;
mod listing;
mod logs;
mod numbers;
mod opened;
mod quiet;
mod reckon;
mod reports;
mod standing;
mod texts;
mod withheld;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::body::Bytes;
use docket::entry::Entry;
use docket::head::Head;
use docket::receipt::Receipt;
use docket::sealed::{self, SealedFault, StreamKey};
use docket::store::{CaseFilter, Days, Docket, EntryCount, LogEnd, NumberKey, NumberPart, Order, Roll, StoreError};
use law::case_number::CaseNumber;
use law::court;
use law::day::Day;
use law::ids::{CourtId, Stream};
use law::life::event::Event;
use law::life::event::Intake;
use law::life::facts::CaseFacts;
use stats::Report;
use tokio::sync::watch;

use crate::address::short;
use crate::fault::Fault;
use crate::filter;
use crate::party::Parties;
use crate::report::Shelf;
use crate::report::bulletin::Bulletin;

pub use withheld::WITHHELD;

use ends::{Ends, Look};
use figures::Figures;

pub use figures::{Pace, Year};
pub use groups::{Judge, Judges};
pub use listing::{ORDERS, order_of, place_text};
pub use numbers::{About, CLOSING, Form, INTAKE, Numbers, Ratio, Shown};
pub use opened::{Adds, cause_name, judge_name, word_name};
pub use standing::{Growth, Standing};
pub use texts::Texts;

/// How long a page waits for the number of cases on a list before it is shown without.
const COUNT_WAIT: Duration = Duration::from_millis(700);
/// Entries read at once while leafing through a log.
const LEAVES: i64 = 200;
/// Counts kept.
const COUNTS_KEPT: usize = 512;

/// A court's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Log {
    /// Code of the court.
    pub code: &'static str,
    /// Entries.
    pub size: i64,
    /// Entries not yet folded into the facts.
    pub behind: i64,
}

/// A page of cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The cases.
    pub cases: Vec<CaseFacts>,
    /// Whether others follow.
    pub more: bool,
    /// How many there are, unless still being counted.
    pub total: Option<i64>,
    /// The filter in words.
    pub words: Vec<String>,
    /// What the reader should know of it.
    pub notice: Option<String>,
    /// Entries of all logs together that the list was answered from.
    pub entries: i64,
    /// What each case adds to the figure that the list is of, where that is not simply one.
    pub adds: Option<Adds>,
    /// What the figure takes away, in words, and its list.
    pub less: Option<(String, String)>,
}

/// Which entries to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFilter {
    /// Court.
    pub court: Option<CourtId>,
    /// Kind.
    pub kind: Option<String>,
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// Only hearings that were broadcast.
    pub broadcast: bool,
}

impl EntryFilter {
    fn stored(&self) -> docket::store::EntryFilter {
        let bounded = self.from.is_some() || self.to.is_some();
        let days = Days { from: self.from.unwrap_or(Day(0)), to: self.to.unwrap_or(Day(1_000_000)) };
        docket::store::EntryFilter { kind: self.kind.clone(), days: bounded.then_some(days) }
    }
}

/// The docket and what is reckoned from it.
#[derive(Debug)]
pub struct Source {
    docket: Docket,
    roll: Roll,
    ends: Arc<Ends>,
    figures: Figures,
    counts: Arc<RwLock<HashMap<String, i64>>>,
    files: Shelf<Bytes>,
    reports: Shelf<Arc<Report>>,
    bulletins: Shelf<Option<Arc<Bulletin>>>,
    groups: groups::Groups,
}

/// Hides a failure of storage from the reader.
fn failed(cause: StoreError) -> Fault {
    Fault::unavailable(&cause)
}

impl Source {
    /// Opens the database; figures are kept under `data`.
    pub async fn open(db_url: &str, data: &Path, pace: Pace) -> Result<Source, StoreError> {
        let docket = Docket::open(db_url).await?;
        let ends = Arc::new(Ends::new(docket.clone(), pace.every));
        Ok(Source {
            roll: Roll::new(docket.clone()),
            figures: Figures::new(docket.clone(), Arc::clone(&ends), data, pace),
            ends,
            docket,
            counts: Arc::default(),
            files: Shelf::default(),
            reports: Shelf::default(),
            bulletins: Shelf::default(),
            groups: groups::Groups::default(),
        })
    }

    /// The engine's name.
    pub fn engine(&self) -> &'static str {
        self.docket.engine().name()
    }

    /// The logs as last looked at, which is no longer ago than a moment.
    async fn ends(&self) -> Result<Arc<Look>, Fault> {
        self.ends.look().await.map_err(failed)
    }

    /// What pages are made from: entries of all logs, and how often figures at hand were made anew.
    pub async fn state(&self) -> Result<(i64, u64), Fault> {
        Ok((self.ends().await?.size, self.figures.renewals()))
    }

    /// All logs that have entries.
    pub async fn logs(&self) -> Result<Vec<Log>, Fault> {
        let ends = self.ends().await?;
        let log = |end: &LogEnd| Log {
            code: court::court(end.court).map_or("", |court| court.code),
            size: end.size,
            behind: (end.size - end.folded).max(0),
        };
        Ok(ends.logs.iter().map(log).collect())
    }

    /// The day up to which the logs go: of the last entry recorded anywhere.
    pub async fn as_of(&self) -> Result<Day, Fault> {
        Ok(self.ends().await?.as_of())
    }

    /// The year asked for, or the last that the logs reach.
    pub async fn year_of(&self, asked: Option<&str>) -> Result<u16, Fault> {
        let year = match asked.filter(|text| !text.is_empty()) {
            None => i64::from(self.as_of().await?.year()),
            Some(text) => text.parse().unwrap_or(0),
        };
        u16::try_from(year).ok().filter(|year| (1970..=2999).contains(year)).ok_or_else(|| {
            Fault::unclear(format!("“{}”不是年份", short(asked.unwrap_or(""))), "年份写作四位数字，如 2020。")
        })
    }

    /// The figures of a year at hand. When the logs have grown newer ones are being reckoned meanwhile.
    pub async fn numbers(&self, year: u16) -> Result<Arc<Numbers>, Fault> {
        Ok(Arc::clone(&self.figures.year(year).await?.numbers))
    }

    /// The figures of a year at hand, and to be told of newer ones.
    pub async fn listen(&self, year: u16) -> Result<watch::Receiver<Arc<Year>>, Fault> {
        self.figures.listen(year).await
    }

    /// Reckons the last year's figures before the first reader asks for them.
    pub async fn warm(&self) {
        if let Ok(ends) = self.ends().await
            && let Err(cause) = self.roll.follow(&ends.logs).await
        {
            tracing::warn!(%cause, "the roll of cases could not be read");
        }
        let year = self.year_of(None).await;
        if let Ok(year) = year
            && self.numbers(year).await.is_ok()
        {
            tracing::info!(year, "figures are ready");
        }
    }

    /// Entries in a court's log.
    pub async fn size(&self, court: CourtId) -> Result<i64, Fault> {
        self.docket.size(court).await.map_err(failed)
    }

    /// One entry.
    pub async fn entry(&self, court: CourtId, position: i64) -> Result<Option<Entry>, Fault> {
        let found = self.docket.entries(court, position, 1).await.map_err(failed)?;
        let found = found.into_iter().find(|entry| entry.position == position);
        if let Some(entry) = &found {
            self.is_open(court, entry.stream).await?;
        }
        Ok(found)
    }

    /// The receipt of an entry; none while no signed head covers it.
    pub async fn receipt(&self, court: CourtId, position: i64) -> Result<Option<Receipt>, Fault> {
        self.entry(court, position).await?;
        match self.docket.receipt(court, position).await {
            Ok(receipt) => Ok(Some(receipt)),
            Err(StoreError::Missing(_)) => Ok(None),
            Err(cause) => Err(failed(cause)),
        }
    }

    /// The newest signed head of a court.
    pub async fn latest_head(&self, court: CourtId) -> Result<Option<Head>, Fault> {
        self.docket.latest_head(court).await.map_err(failed)
    }

    /// The facts of a matter.
    pub async fn facts(&self, court: CourtId, stream: Stream) -> Result<Option<CaseFacts>, Fault> {
        self.docket.facts(court, stream).await.map_err(failed)
    }

    /// Cases of any court that name this one as their origin.
    pub async fn cases_from(&self, court: CourtId, stream: Stream, most: i64) -> Result<Vec<CaseFacts>, Fault> {
        self.docket.cases_from(court, stream, most).await.map_err(failed)
    }

    /// All entries of a matter.
    pub async fn stream(&self, court: CourtId, stream: Stream) -> Result<Vec<Entry>, Fault> {
        self.is_open(court, stream).await?;
        self.docket.stream(court, stream).await.map_err(failed)
    }

    /// The case under a number.
    pub async fn find_number(&self, number: &CaseNumber) -> Result<Option<(CourtId, Stream)>, Fault> {
        for kind in number.word.types() {
            let key = NumberKey { court: number.court, year: number.year, word: kind.code, serial: number.serial };
            if let Some(facts) = self.docket.find_number(key).await.map_err(failed)? {
                return Ok(Some((facts.court, facts.stream)));
            }
        }
        Ok(None)
    }

    /// Cases whose number a part fits, the newest first.
    pub async fn numbered(&self, part: &NumberPart, most: usize) -> Result<Vec<CaseFacts>, Fault> {
        self.docket.numbers_like(part, most).await.map_err(failed)
    }

    /// The parties of a matter, masked.
    pub async fn parties(&self, court: CourtId, stream: Stream, entries: &[Entry]) -> Result<Parties, Fault> {
        let Some(sealed) = entries.iter().find_map(sealed_of) else {
            return Ok(Parties::None);
        };
        let key = self.docket.field_key(court, stream).await.map_err(failed)?;
        let key = key.as_deref().and_then(StreamKey::from_bytes);
        let code = court::court(court).map_or("", |court| court.code);
        match sealed::open(key.as_ref(), &format!("{code}/{}/parties", stream.0), &sealed) {
            Ok(opened) => Ok(Parties::read(&opened)),
            Err(SealedFault::Erased) => Ok(Parties::Erased),
            Err(cause) => {
                tracing::error!(%cause, code, stream = stream.0, "sealed parties do not open");
                Ok(Parties::Broken)
            }
        }
    }

    /// How many entries a filter lets through, by court.
    pub async fn count_entries(&self, filter: &EntryFilter) -> Result<Vec<(CourtId, i64)>, Fault> {
        if (filter.kind.as_ref(), filter.from, filter.to) == (None, None, None) {
            let ends = self.ends().await?;
            let wanted = |end: &&LogEnd| filter.court.is_none_or(|court| court == end.court);
            return Ok(ends.logs.iter().filter(wanted).map(|end| (end.court, end.size)).collect());
        }
        let counted = self.docket.count_entries(filter.court, &filter.stored()).await.map_err(failed)?;
        let n = |tally: &EntryCount| if filter.broadcast { tally.total } else { tally.n };
        Ok(counted.iter().map(|tally| (tally.court, n(tally))).filter(|(_, n)| *n > 0).collect())
    }

    /// Entries of a court after a position.
    pub async fn list_entries(
        &self,
        court: CourtId,
        filter: &EntryFilter,
        after: i64,
        limit: usize,
    ) -> Result<Vec<Entry>, Fault> {
        let mut found = Vec::new();
        let (mut after, stored) = (after, filter.stored());
        while found.len() < limit {
            let leaves = self.docket.leaf_through(court, &stored, after, LEAVES).await.map_err(failed)?;
            let ended = i64::try_from(leaves.len()).unwrap_or(0) < LEAVES;
            after = leaves.last().map_or(after, |entry| entry.position);
            found.extend(leaves.into_iter().filter(|entry| !filter.broadcast || is_broadcast(entry)));
            if ended {
                break;
            }
        }
        found.truncate(limit);
        self.withhold(court, &mut found).await?;
        Ok(found)
    }

    /// A page of the cases that an address chooses, after a place in its order.
    pub async fn list(
        &self,
        pairs: &BTreeMap<String, String>,
        as_of: Day,
        after: &str,
        page: usize,
    ) -> Result<Listing, Fault> {
        if pairs.contains_key("figure") {
            let (filter, part) = reckon::asked(pairs)?;
            let after = self.place(Order::default(), after).await?.map(|spot| spot.key);
            let year = self.figures.year(u16::try_from(filter.year).unwrap_or(0)).await?;
            return opened::list(&self.docket, &year, (&filter, part), after, page).await;
        }
        let (chosen, order) = match (filter::read(pairs, as_of), order_of(pairs, as_of)) {
            (Ok(chosen), Ok(order)) => (chosen, order),
            (chosen, order) => return Err(Fault::all(chosen.err().into_iter().chain(order.err()).collect())),
        };
        let after = self.place(order, after).await?;
        self.list_chosen(chosen, order, after, page).await
    }

    /// How many cases a filter lets through: kept, or counted for a while; the counting goes on when the page does not wait.
    async fn count(&self, filter: CaseFilter) -> Result<Option<i64>, Fault> {
        let size = self.size_of_all().await?;
        let key = format!("{size} {filter:?}");
        if let Some(known) = self.counts.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(Some(*known));
        }
        let (docket, counts) = (self.docket.clone(), Arc::clone(&self.counts));
        let counting = tokio::spawn(async move {
            let counted = docket.count_cases(&filter).await;
            if let Ok(n) = counted {
                let mut counts = counts.write().unwrap_or_else(PoisonError::into_inner);
                if counts.len() >= COUNTS_KEPT {
                    counts.clear();
                }
                counts.insert(key, n);
            }
            counted
        });
        match tokio::time::timeout(COUNT_WAIT, counting).await {
            Ok(Ok(counted)) => counted.map(Some).map_err(failed),
            Ok(Err(cause)) => Err(Fault::unavailable(&cause)),
            Err(_) => Ok(None),
        }
    }
}

/// Whether an entry is of a hearing that was broadcast; its tally's total counts these.
fn is_broadcast(entry: &Entry) -> bool {
    matches!(Event::read(&entry.kind, &entry.body), Ok(Event::HearingHeld(body)) if body.broadcast)
}

/// The sealed parties an entry carries.
fn sealed_of(entry: &Entry) -> Option<String> {
    let sealed = |intake: Intake| intake.sealed;
    match Event::read(&entry.kind, &entry.body).ok()? {
        Event::Received(intake) => sealed(intake),
        Event::Accepted(body) => body.intake.and_then(sealed),
        _ => None,
    }
}
