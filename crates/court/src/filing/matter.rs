//! A matter with what was handed in for it, opened in memory for those who may read it.

use docket::entry::Entry;
use docket::sealed::{StreamKey, open};
use docket::store::{Docket, Hand};
use law::ids::{CourtId, Stream};
use law::life::Case;
use law::life::event::{Event, Intake};
use law::life::papers::{PaperFile, Papers};

use crate::office::{COMPLAINT, NotDone, context, fold};

/// A matter and its papers.
#[derive(Debug, Clone)]
pub struct Matter {
    /// Its state.
    pub case: Case,
    /// Its entries with what they say, in order.
    pub entries: Vec<(Entry, Event)>,
    /// The papers as they are now; none for those that came on paper alone.
    pub papers: Option<Papers>,
    /// The complaint as it is now, opened; none when none was filled in or its key was destroyed.
    pub complaint: Option<String>,
    /// The complaint before the correction, opened.
    pub before: Option<String>,
    /// The parties' details, opened.
    pub parties: Option<String>,
    /// Who acts in it through an account.
    pub hands: Vec<Hand>,
}

impl Matter {
    /// Loads a matter; none if there is no such one.
    ///
    /// # Errors
    /// [`NotDone`] when storage fails or an entry cannot be read.
    pub async fn load(docket: &Docket, court: CourtId, stream: Stream) -> Result<Option<Matter>, NotDone> {
        let stored = docket.stream(court, stream).await.map_err(NotDone::Store)?;
        if stored.is_empty() {
            return Ok(None);
        }
        let Some(case) = fold(&stored)? else { return Ok(None) };
        let mut entries = Vec::with_capacity(stored.len());
        for entry in stored {
            let event = Event::read(&entry.kind, &entry.body).map_err(|e| NotDone::Unreadable(e.to_string()))?;
            entries.push((entry, event));
        }
        let key = docket.field_key(court, stream).await.map_err(NotDone::Store)?;
        let key = key.and_then(|bytes| StreamKey::from_bytes(&bytes));
        let handed: Vec<&Papers> = entries.iter().filter_map(|(_, event)| papers_of(event)).collect();
        let opened = |papers: Option<&&Papers>| {
            let sealed = papers.and_then(|papers| papers.sealed.as_deref())?;
            open(key.as_ref(), &context(court, stream, COMPLAINT), sealed).ok()
        };
        let complaint = opened(handed.last());
        let before = if handed.len() > 1 { opened(handed.iter().rev().nth(1)) } else { None };
        let papers = handed.last().map(|papers| (*papers).clone());
        let parties = entries
            .iter()
            .find_map(|(_, event)| intake_of(event)?.sealed.as_deref())
            .and_then(|sealed| open(key.as_ref(), &context(court, stream, "parties"), sealed).ok());
        let hands = docket.hands(court, stream).await.map_err(NotDone::Store)?;
        Ok(Some(Matter { case, entries, papers, complaint, before, parties, hands }))
    }

    /// The entry that opened it: what the receipt proves, and whose leaf the draw is over.
    pub fn opening(&self) -> Option<&Entry> {
        self.entries.first().map(|(entry, _)| entry)
    }

    /// Everything handed in as a file, in order, each content once.
    pub fn files(&self) -> Vec<PaperFile> {
        let mut all: Vec<PaperFile> = Vec::new();
        for file in self.entries.iter().filter_map(|(_, event)| papers_of(event)).flat_map(|papers| &papers.files) {
            if !all.iter().any(|known| known.digest == file.digest) {
                all.push(file.clone());
            }
        }
        all
    }

    /// The hand by which an account acts in it; none for a stranger.
    pub fn hand_of(&self, account: u32) -> Option<Hand> {
        self.hands.iter().copied().find(|hand| account != 0 && hand.account == account)
    }
}

fn intake_of(event: &Event) -> Option<&Intake> {
    match event {
        Event::Received(intake) => Some(intake),
        Event::Accepted(body) => body.intake.as_ref(),
        _ => None,
    }
}

/// The papers an entry brings.
fn papers_of(event: &Event) -> Option<&Papers> {
    match event {
        Event::Resubmitted(papers) => Some(papers),
        other => intake_of(other)?.papers.as_deref(),
    }
}
