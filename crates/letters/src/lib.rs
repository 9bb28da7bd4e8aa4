//! What people are told of their matters (通知): an inbox, electronic mail, text messages, dates for a calendar.
//!
//! A follower of the logs turns entries of matters with hands into letters; a sender takes those that wait and records what
//! came of each. No text, name or address is stored with a letter: they are read where they lie when it is shown or sent.
//! It reads no clock: moments are arguments. Nothing here is an official act.

pub mod calendar;
pub mod settings;

mod follow;
mod inbox;
mod letter;
mod mail;
mod outbox;
mod rows;
mod send;
mod sms;
mod subject;
mod text;
mod want;
mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use docket::store::{Docket, StoreError};
use law::ids::CourtId;
use people::People;
use tokio::sync::watch;

pub use inbox::Spot;
pub use letter::{Channel, Key, Letter, State};
pub use outbox::Waiting;
pub use send::Round;
pub use settings::Settings;
pub use sms::Unsent;
pub use subject::Subject;
pub use want::Wants;
pub use words::Words;

/// The name of the follower.
pub const FOLLOWER: &str = "letters";

/// Letters of a docket; cheap to clone, every clone speaks to the same tables.
#[derive(Debug, Clone)]
pub struct Letters(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    docket: Docket,
    people: People,
    settings: Settings,
    mail: Option<mail::Mail>,
    sms: Option<sms::Gateway>,
    seen: Mutex<BTreeMap<CourtId, follow::Seen>>,
    changes: watch::Sender<u64>,
}

impl Letters {
    /// Letters by these settings.
    ///
    /// # Errors
    /// A sentence when the settings name a certificate that cannot be used.
    pub fn new(docket: Docket, people: People, settings: Settings) -> Result<Letters, String> {
        let mail = settings.mail.as_ref().map(|own| mail::Mail::new(own, &settings.host())).transpose()?;
        let sms = settings.sms.clone().map(sms::Gateway::new).transpose()?;
        let seen = Mutex::default();
        let changes = watch::Sender::new(0);
        Ok(Letters(Arc::new(Parts { docket, people, settings, mail, sms, seen, changes })))
    }

    /// Letters that stay in the inbox.
    pub fn inbox_only(docket: Docket, people: People) -> Letters {
        let settings = Settings::default();
        let seen = Mutex::default();
        let changes = watch::Sender::new(0);
        Letters(Arc::new(Parts { docket, people, settings, mail: None, sms: None, seen, changes }))
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Says whenever letters of anybody came or were read, in this process.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.0.changes.subscribe()
    }

    /// Letters that were sent over a channel of this process, beside the inbox.
    fn channels(&self) -> impl Iterator<Item = Channel> {
        let mail = self.0.mail.is_some().then_some(Channel::Mail);
        mail.into_iter().chain(self.0.sms.is_some().then_some(Channel::Sms))
    }

    fn changed(&self) {
        self.0.changes.send_modify(|n| *n = n.wrapping_add(1));
    }

    /// Courts where no letters are written any more, since an entry cannot be read.
    ///
    /// # Errors
    /// The storage's own.
    pub async fn standing(&self) -> Result<Vec<docket::store::Standing>, StoreError> {
        self.0.docket.follower(FOLLOWER).faults().await
    }
}
