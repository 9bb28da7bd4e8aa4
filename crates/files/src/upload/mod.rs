//! Uploads: what was said of a file, how far it has come, what it was found to be. Each is of one account and stands in
//! one place.

mod bind;
mod create;
mod read;
mod receive;
mod remove;
mod settle;
mod sweep;
mod write;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use docket::sealed::StreamKey;
use docket::store::Docket;
use law::day::Moment;
use law::ids::{CourtId, Stream};
use tokio::sync::Semaphore;

use crate::fault::UploadFault;
use crate::kind::Form;
use crate::shelf::Shelf;

/// Where a file belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Nowhere yet: whoever names its digest in a complaint takes it along.
    Loose,
    /// In a draft, and in the matter it becomes.
    Draft(String),
    /// In a matter that is being corrected.
    Matter(CourtId, Stream),
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// On its way.
    Coming,
    /// Whole, sound and kept.
    Kept,
    /// Not taken.
    Refused,
}

impl State {
    /// The word in the table and in the API.
    pub const fn word(self) -> &'static str {
        match self {
            State::Coming => "coming",
            State::Kept => "kept",
            State::Refused => "refused",
        }
    }
}

/// An upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its id, which nobody can guess.
    pub id: String,
    /// Account it belongs to.
    pub account: u32,
    /// Where it belongs.
    pub place: Place,
    /// Its place in the order there.
    pub nth: i64,
    /// Its name.
    pub name: String,
    /// Bytes, as declared.
    pub size: i64,
    /// Bytes received and durable.
    pub received: i64,
    /// How far it is.
    pub state: State,
    /// SM3 digest in hexadecimal, once it is kept.
    pub digest: Option<String>,
    /// What it is, once it is kept.
    pub form: Option<Form>,
    /// Pages, where it has any.
    pub pages: i64,
    /// Why it is not taken, each naming the file.
    pub faults: Vec<String>,
    /// When it was begun.
    pub made_at: Moment,
    /// When something of it came last.
    pub changed_at: Moment,
    pub(crate) hashing: String,
}

/// What is said of a file that is to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUpload {
    /// An id nobody can guess.
    pub id: String,
    /// The account.
    pub account: u32,
    /// Where it belongs.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// Its length.
    pub size: u64,
}

/// All files handed in.
#[derive(Clone)]
pub struct Files {
    docket: Docket,
    key: StreamKey,
    shelf: Shelf,
    busy: Arc<Mutex<BTreeSet<String>>>,
    /// Checks under way at a time.
    checks: Arc<Semaphore>,
    /// Held while a digest is put on the shelf or taken from it.
    shelving: Arc<tokio::sync::Mutex<()>>,
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Files")
    }
}

impl Files {
    /// Files told of in this docket, their names sealed under this key, their bytes on this shelf.
    pub fn new(docket: Docket, key: StreamKey, shelf: Shelf) -> Files {
        Files {
            docket,
            key,
            shelf,
            busy: Arc::default(),
            checks: Arc::new(Semaphore::new(2)),
            shelving: Arc::default(),
        }
    }

    /// Takes an upload for one writer.
    fn take(&self, id: &str) -> Result<Taken, UploadFault> {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        if busy.insert(id.to_owned()) {
            Ok(Taken { busy: Arc::clone(&self.busy), id: id.to_owned() })
        } else {
            Err(UploadFault::Locked)
        }
    }
}

/// An upload taken by one writer, until this is dropped.
struct Taken {
    busy: Arc<Mutex<BTreeSet<String>>>,
    id: String,
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}
