//! One listener: waits until something of theirs changed, and says which list; ends when the session does.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::Event;
use serde_json::json;
use tokio::sync::watch;

use super::stamp::Lists;
use hall::beat::Beat;
use hall::gate::Who;
use hall::lives::Place;
use hall::state::Door;

/// How long a browser waits before it connects again.
const RETRY: Duration = Duration::from_secs(5);
/// How often it is seen whether the session still stands.
const SEEN_EVERY: Duration = Duration::from_secs(5);

type Told = (BTreeMap<&'static str, String>, Option<i64>);

/// A page that is told.
#[derive(Debug)]
pub(super) struct Listener {
    pub(super) door: Door,
    pub(super) who: Who,
    pub(super) lists: Lists,
    pub(super) session: (String, String),
    pub(super) beats: watch::Receiver<Arc<Beat>>,
    pub(super) stopping: watch::Receiver<bool>,
    pub(super) told: Option<Told>,
    pub(super) looked: Option<(i64, i64, u64)>,
    pub(super) _place: Place,
}

impl Listener {
    /// The next event; none when the session ended or the server stops.
    pub(super) async fn next(&mut self) -> Option<Event> {
        loop {
            if !self.stands().await {
                return None;
            }
            let beat = self.beats.borrow_and_update().clone();
            let mark = self.lists.mark(&beat);
            if self.looked != Some(mark) {
                self.looked = Some(mark);
                let now = self.lists.stamps(&self.door, &self.who).await.ok()?;
                if self.told.as_ref() != Some(&now) {
                    let event = event(&now);
                    self.told = Some(now);
                    return event;
                }
            }
            tokio::select! {
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
                changed = self.beats.changed() => changed.ok()?,
                () = tokio::time::sleep(SEEN_EVERY) => {}
            }
        }
    }

    /// Whether the session goes on, acting as what it acted as when the page began to listen. Listening is no use of it.
    async fn stands(&self) -> bool {
        let (token, agent) = &self.session;
        match self.door.people().look(token, agent, self.door.now()).await {
            Ok(signed) => signed.account == self.who.signed.account && signed.acting == self.who.signed.acting,
            Err(_) => false,
        }
    }
}

fn event((stamps, unread): &Told) -> Option<Event> {
    let data = json!({ "lists": stamps, "unread": unread });
    Some(Event::default().event("lists").retry(RETRY).data(data.to_string()))
}
