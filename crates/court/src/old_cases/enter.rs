//! Entering old cases: all of a file in one transaction of the court's log, under one signed head, or none of it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use docket::entry::Draft;
use docket::sealed::StreamKey;
use docket::store::{AppendError, Counter, Docket, FieldKey, Ground, KeyRing, Loading, Matters, Posted, StoreError};
use law::case_number::{CaseNumber, Word};
use law::day::Moment;
use law::ids::{CourtId, Stream};
use law::life::event::{Accepted, Event, Intake};
use law::life::office::{Import, OfficeAct};

use super::history::History;
use crate::office::{Name, context};

/// Missing serials of a series that are named one by one.
const NAMED: usize = 10;

/// A file of old cases to be entered.
#[derive(Debug, Clone)]
pub struct Load<'a> {
    /// The court.
    pub court: CourtId,
    /// Now.
    pub at: Moment,
    /// Who takes them over.
    pub actor: Name,
    /// Digest of the file, in hexadecimal.
    pub digest: &'a str,
    /// The cases, as the law has decided them.
    pub histories: &'a [History],
}

/// What was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// Cases.
    pub cases: usize,
    /// Entries, the one that tells of the file among them.
    pub entries: usize,
    /// Position of the entry that tells of the file.
    pub position: i64,
    /// Size of the log after it.
    pub size: i64,
}

/// Why nothing was entered.
#[derive(Debug)]
pub enum NotEntered {
    /// There is no case in it.
    Empty,
    /// The same file was entered before.
    Twice,
    /// Numbers that a case of the court has already, with their rows.
    Taken(Vec<(u32, String)>),
    /// A text could not be sealed or written.
    Unreadable(String),
    /// Storage failed.
    Store(StoreError),
}

impl fmt::Display for NotEntered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotEntered::Empty => f.write_str("没有可以导入的案件"),
            NotEntered::Twice => f.write_str("这份文件已经导入过，不能再次导入"),
            NotEntered::Taken(taken) => {
                let first: Vec<String> =
                    taken.iter().take(NAMED).map(|(row, number)| format!("第 {row} 行 {number}")).collect();
                write!(f, "有 {} 个案号本院已经使用：{}", taken.len(), first.join("，"))
            }
            NotEntered::Unreadable(cause) => write!(f, "案件内容无法写入：{cause}"),
            NotEntered::Store(cause) => write!(f, "{cause}"),
        }
    }
}

impl std::error::Error for NotEntered {}

impl From<AppendError<NotEntered>> for NotEntered {
    fn from(error: AppendError<NotEntered>) -> NotEntered {
        match error {
            AppendError::Declined(why) => why,
            AppendError::Store(cause) => NotEntered::Store(cause),
        }
    }
}

/// Serials of a series that neither the court nor the file has, below the highest of the file: a gap is legal and told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Year.
    pub year: u16,
    /// Type word.
    pub word: Word,
    /// The counter as it stands.
    pub last: u32,
    /// The counter after the file.
    pub raised: u32,
    /// How many serials are missing.
    pub missing: u32,
    /// The first of them.
    pub first: Vec<u32>,
}

/// What the docket is asked before a file is entered.
pub fn loading(court: CourtId, at: Moment, histories: &[History]) -> Loading {
    let series: BTreeSet<(u16, u16)> =
        histories.iter().filter_map(|one| one.facts.year.map(|year| (year, one.facts.word))).collect();
    Loading { court, at, series: series.into_iter().collect(), earlier: Import::KIND }
}

/// How the court stands now towards these cases.
///
/// # Errors
/// When storage fails.
pub async fn ground(docket: &Docket, court: CourtId, at: Moment, histories: &[History]) -> Result<Ground, StoreError> {
    docket.ground(&loading(court, at, histories)).await
}

/// What stands against entering a file in a court as it is: the same file, numbers that are taken. And what gaps it
/// would leave.
pub fn standing(ground: &Ground, digest: &str, histories: &[History]) -> (Option<NotEntered>, Vec<Gap>) {
    let same = |body: &String| serde_json::from_str::<Import>(body).is_ok_and(|import| import.digest == digest);
    if ground.earlier.iter().any(same) {
        return (Some(NotEntered::Twice), Vec::new());
    }
    let taken: BTreeSet<(u16, u16, u32)> = ground.taken.iter().copied().collect();
    let clashes: Vec<(u32, String)> = histories
        .iter()
        .filter(|one| key(one).is_some_and(|key| taken.contains(&key)))
        .map(|one| (one.row, number(one)))
        .collect();
    let against = (!clashes.is_empty()).then_some(NotEntered::Taken(clashes));
    (against, gaps(ground, histories))
}

fn key(one: &History) -> Option<(u16, u16, u32)> {
    Some((one.facts.year?, one.facts.word, one.facts.serial?))
}

fn number(one: &History) -> String {
    match (key(one), Word::by_code(one.facts.word)) {
        (Some((year, _, serial)), Some(word)) => CaseNumber::new(year, one.facts.court, word, serial).to_string(),
        _ => String::new(),
    }
}

/// The highest serial of each series of the file; words whose serials are drawn have no counter.
fn highest(histories: &[History]) -> BTreeMap<(u16, u16), u32> {
    let mut highest: BTreeMap<(u16, u16), u32> = BTreeMap::new();
    for (year, word, serial) in histories.iter().filter_map(key) {
        if Word::by_code(word).is_some_and(|word| !word.drawn_serial()) {
            let last = highest.entry((year, word)).or_default();
            *last = serial.max(*last);
        }
    }
    highest
}

fn gaps(ground: &Ground, histories: &[History]) -> Vec<Gap> {
    let mut used: BTreeMap<(u16, u16), BTreeSet<u32>> = BTreeMap::new();
    for (year, word, serial) in ground.taken.iter().copied().chain(histories.iter().filter_map(key)) {
        used.entry((year, word)).or_default().insert(serial);
    }
    let of_series = |((year, word), highest): ((u16, u16), u32)| {
        let last = ground.counters.iter().find(|counter| (counter.year, counter.word) == (year, word));
        let last = last.map_or(0, |counter| counter.last);
        let used = used.get(&(year, word))?;
        let below = u32::try_from(used.range(..=highest).count()).unwrap_or(u32::MAX);
        let first = (1..=highest).filter(|serial| !used.contains(serial)).take(NAMED).collect();
        let missing = highest.saturating_sub(below);
        Some(Gap { year, word: Word::by_code(word)?, last, raised: last.max(highest), missing, first })
    };
    highest(histories).into_iter().filter_map(of_series).collect()
}

/// Enters a file: the entry that tells of it, then every entry of every case, in one transaction.
///
/// # Errors
/// [`NotEntered`]: nothing of it is stored then.
pub async fn take_over(docket: &Docket, keys: &dyn KeyRing, load: &Load<'_>) -> Result<Entered, NotEntered> {
    if load.histories.is_empty() {
        return Err(NotEntered::Empty);
    }
    let loading = loading(load.court, load.at, load.histories);
    let posted: Posted = docket
        .append_matters(&loading, keys, |ground| {
            let (against, _) = standing(&ground, load.digest, load.histories);
            match against {
                Some(why) => Err(why),
                None => matters(load, ground.position),
            }
        })
        .await?;
    Ok(Entered {
        cases: load.histories.len(),
        entries: posted.entries.len(),
        position: posted.entries.first().map_or(0, |entry| entry.position),
        size: posted.head.size,
    })
}

/// Everything of the load as it stands from a position on.
fn matters(load: &Load<'_>, position: i64) -> Result<Matters, NotEntered> {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let entries: usize = load.histories.iter().map(|one| one.events.len()).sum();
    let told = OfficeAct::CasesImported(Import {
        cases: count(load.histories.len()),
        digest: load.digest.to_owned(),
        entries: count(entries),
    });
    let body = told.body().map_err(|cause| NotEntered::Unreadable(cause.to_string()))?;
    let mut out = Matters::default();
    out.drafts.push(draft(load, None, 1, load.at, told.kind(), body));
    let mut next = position + 1;
    for one in load.histories {
        let stream = Stream(next);
        let key = StreamKey::generate().ok_or_else(|| NotEntered::Unreadable("没有随机数".to_owned()))?;
        for (version, (at, event)) in (1_i32..).zip(&one.events) {
            let sealed;
            let event = if version == 1 {
                sealed = with_parties(event, load.court, stream, &key, &one.parties)?;
                &sealed
            } else {
                event
            };
            out.drafts.push(draft(load, Some(stream), version, *at, event.kind(), body_of(event)?));
            next += 1;
        }
        out.facts.push(law::life::facts::CaseFacts { stream, ..one.facts.clone() });
        out.field_keys.push(FieldKey { court: load.court, stream, key: key.to_bytes().to_vec() });
    }
    let counter = |((year, word), last)| Counter { court: load.court, year, word, last };
    out.counters = highest(load.histories).into_iter().map(counter).collect();
    Ok(out)
}

fn body_of(event: &Event) -> Result<String, NotEntered> {
    let mut body = Vec::with_capacity(128);
    event.write_body(&mut body).map_err(|cause| NotEntered::Unreadable(cause.to_string()))?;
    String::from_utf8(body).map_err(|cause| NotEntered::Unreadable(cause.to_string()))
}

/// It happened when it happened, and is recorded now.
fn draft(load: &Load<'_>, stream: Option<Stream>, version: i32, at: Moment, kind: &'static str, body: String) -> Draft {
    Draft {
        stream,
        version,
        kind: Cow::Borrowed(kind),
        occurred_at: at,
        recorded_at: load.at,
        actor: load.actor.actor.clone(),
        on_behalf_of: load.actor.on_behalf_of.clone(),
        body,
    }
}

/// The opening event with the parties sealed for the place the matter gets.
fn with_parties(
    event: &Event,
    court: CourtId,
    stream: Stream,
    key: &StreamKey,
    parties: &str,
) -> Result<Event, NotEntered> {
    let sealed = key
        .seal(&context(court, stream, "parties"), parties)
        .map_err(|cause| NotEntered::Unreadable(cause.to_string()))?;
    let sealed = Some(sealed);
    Ok(match event {
        Event::Received(intake) => Event::Received(Intake { sealed, ..intake.clone() }),
        Event::Accepted(body) => {
            let intake = body.intake.as_ref().map(|intake| Intake { sealed, ..intake.clone() });
            Event::Accepted(Accepted { intake, ..body.clone() })
        }
        other => other.clone(),
    })
}
