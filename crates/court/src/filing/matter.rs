//! A matter with what was handed in for it, opened in memory for those who may read it.

use docket::entry::Entry;
use docket::sealed::{StreamKey, open};
use docket::store::Docket;
use law::ids::{CourtId, Stream};
use law::life::Case;
use law::life::event::{Event, Intake};
use law::life::papers::Papers;

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
        Ok(Some(Matter { case, entries, papers, complaint, before, parties }))
    }

    /// The entry that opened it: what the receipt proves, and whose leaf the draw is over.
    pub fn opening(&self) -> Option<&Entry> {
        self.entries.first().map(|(entry, _)| entry)
    }

    /// The account that filed it.
    pub fn filer(&self) -> Option<u32> {
        self.case.facts.filer
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
