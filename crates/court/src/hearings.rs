//! Online hearings (庭审) beside the log: what each starts from, its journal as a chain of digests, its links, the versions of
//! its transcript and the signatures. What may happen is `law::hearing`'s; here it is kept, sealed, and never changed.

use std::fmt;

use docket::sealed::{StreamKey, open};
use docket::store::{Docket, Fault, StoreError};
use law::day::Moment;
use law::hearing::{Event, Opening, Person};
use law::ids::{CourtId, Stream};

mod journal;
mod papers;
mod register;

pub use journal::Standing;
pub use papers::{Draft, Paragraph, Put, Signed};
pub use register::{Kept, Link};

/// A hearing: the matter, and which of its hearings, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HearingId {
    /// The court.
    pub court: CourtId,
    /// The matter.
    pub stream: Stream,
    /// Which hearing of the matter.
    pub nth: i64,
}

impl HearingId {
    fn court(self) -> i64 {
        i64::from(self.court.0)
    }

    /// What is sealed of it, and where.
    fn context(self, what: &str) -> String {
        format!("hearing/{}/{}/{}/{what}", self.court.0, self.stream.0, self.nth)
    }
}

/// How far a journal is: its acts and the digest over all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Acts so far.
    pub acts: i64,
    /// Digest over them; that of the opening before the first.
    pub chain: String,
}

/// Something that happened, as the journal has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acted {
    /// Who asked for it; the room for what its programs noticed.
    pub by: Person,
    /// When.
    pub at: Moment,
    /// What.
    pub event: Event,
}

/// Why nothing was kept or read.
#[derive(Debug)]
pub enum HearingFault {
    /// There is no such hearing, or the link is not valid.
    NotFound,
    /// Somebody else wrote meanwhile.
    Moved,
    /// It does not open: the key is another.
    Sealed,
    /// The journal does not agree with its digests.
    Broken,
    /// What was handed in is too long.
    Length,
    /// Storage failed.
    Store(StoreError),
}

impl fmt::Display for HearingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HearingFault::NotFound => f.write_str("没有这次庭审，或者入庭链接已经失效"),
            HearingFault::Moved => f.write_str("庭审记录已在别处更新，请重试"),
            HearingFault::Sealed => f.write_str("庭审记录不能打开"),
            HearingFault::Broken => f.write_str("庭审记录与它的摘要不一致"),
            HearingFault::Length => f.write_str("内容过长"),
            HearingFault::Store(cause) => cause.fmt(f),
        }
    }
}

impl std::error::Error for HearingFault {}

impl From<StoreError> for HearingFault {
    fn from(cause: StoreError) -> HearingFault {
        HearingFault::Store(cause)
    }
}

impl From<sqlx::Error> for HearingFault {
    fn from(cause: sqlx::Error) -> HearingFault {
        HearingFault::Store(cause.into())
    }
}

impl Fault for HearingFault {
    fn contended(&self) -> bool {
        matches!(self, HearingFault::Store(cause) if cause.contended())
    }
    fn settled(self) -> HearingFault {
        match self {
            HearingFault::Store(cause) => HearingFault::Store(cause.settled()),
            other => other,
        }
    }
}

/// The hearings of a docket.
#[derive(Clone)]
pub struct Hearings {
    docket: Docket,
    key: StreamKey,
}

impl fmt::Debug for Hearings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hearings")
    }
}

impl Hearings {
    /// Hearings in this docket, sealed under this key.
    pub const fn new(docket: Docket, key: StreamKey) -> Hearings {
        Hearings { docket, key }
    }

    fn seal(&self, id: HearingId, what: &str, plain: &str) -> Result<String, HearingFault> {
        self.key.seal(&id.context(what), plain).map_err(|_| HearingFault::Length)
    }

    fn unseal(&self, id: HearingId, what: &str, sealed: &str) -> Result<String, HearingFault> {
        open(Some(&self.key), &id.context(what), sealed).map_err(|_| HearingFault::Sealed)
    }
}

/// A text of canonical JSON.
fn written<T: serde::Serialize>(what: &T) -> Result<String, HearingFault> {
    let plain = serde_json::to_string(what).map_err(|_| HearingFault::Length)?;
    docket::canonical::canonical(&plain).ok_or(HearingFault::Length)
}

/// What stands in an opening before anything happens; the first link of the chain.
fn begins(opening: &Opening) -> Result<(String, String), HearingFault> {
    let text = written(opening)?;
    let chain = docket::digest::to_hex(&docket::digest::sm3(text.as_bytes()));
    Ok((text, chain))
}
