//! One listener: waits for newer figures and says what differs from what it was told before.

use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::Event;
use law::ids::CourtId;
use serde_json::json;
use tokio::sync::{OwnedSemaphorePermit, watch};

use crate::format::count;
use crate::source::{Texts, Year};

/// How long a browser waits before it connects again.
const RETRY: Duration = Duration::from_secs(5);

/// A page that is told of newer figures. Texts are shared with all others of the same page.
#[derive(Debug)]
pub(super) struct Listener {
    pub(super) told: watch::Receiver<Arc<Year>>,
    pub(super) stopping: watch::Receiver<bool>,
    pub(super) court: Option<CourtId>,
    pub(super) figures: bool,
    /// Entries that the page's figures held when it connected.
    pub(super) known: Option<i64>,
    pub(super) sent: Option<Arc<Texts>>,
    pub(super) _place: OwnedSemaphorePermit,
}

impl Listener {
    /// The next event; none when the server stops or the year is no longer followed.
    pub(super) async fn next(&mut self) -> Option<Event> {
        if let Some(known) = self.known.take() {
            let now = self.told.borrow_and_update().clone();
            if now.numbers.entries > known {
                return self.event(&now);
            }
            self.sent = Some(now.texts(self.court));
        }
        tokio::select! {
            _ = self.stopping.wait_for(|stopping| *stopping) => return None,
            changed = self.told.changed() => changed.ok()?,
        }
        let now = self.told.borrow_and_update().clone();
        self.event(&now)
    }

    fn event(&mut self, now: &Year) -> Option<Event> {
        let numbers = &now.numbers;
        let newer = if self.figures {
            let texts = now.texts(self.court);
            let newer = match &self.sent {
                Some(sent) => texts.since(sent),
                None => Texts::clone(&texts),
            };
            self.sent = Some(texts);
            newer
        } else {
            Texts::default()
        };
        let data = json!({
            "entries": numbers.entries,
            "entries_text": count(numbers.entries),
            "as_of": numbers.until(),
            "year": numbers.year,
            "newest_year": numbers.as_of.map_or(numbers.year.into(), |at| i32::from(at.day().year())),
            "figures": newer.figures,
            "links": newer.links,
        });
        let event = Event::default().event("figures").id(numbers.entries.to_string()).retry(RETRY);
        Some(event.data(data.to_string()))
    }
}
