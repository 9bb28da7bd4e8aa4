//! `/events`: newer figures told to whoever has a page open, as server-sent events. It reckons nothing.

mod listener;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::response::sse::Event;
use frame::events::answer;
use futures_util::{Stream, stream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::address;
use crate::fault::Fault;
use crate::state::AppState;

use listener::Listener;

/// Pages that may listen at once.
pub const MOST: usize = 1_000;

/// Places for listeners, and the word that all must go.
#[derive(Debug)]
pub struct Listeners {
    places: Arc<Semaphore>,
    stopping: watch::Sender<bool>,
}

impl Listeners {
    /// So many places, all free.
    pub fn new(most: usize) -> Listeners {
        Listeners { places: Arc::new(Semaphore::new(most)), stopping: watch::Sender::new(false) }
    }

    fn place(&self) -> Result<OwnedSemaphorePermit, Fault> {
        let full = || Fault::Busy("随记录更新的页面已经太多，这一页暂时不能自动更新".to_owned());
        Arc::clone(&self.places).try_acquire_owned().map_err(|_| full())
    }

    /// Ends every listener's connection, now and later.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }
}

/// `/events?year=&court=&since=&only=entries`: one event whenever figures of the year were made anew. The event's id is
/// the number of entries they hold; a listener that names it (`Last-Event-ID`, or `since` at first) and is behind is
/// told at once.
pub async fn events(
    State(state): State<AppState>,
    Query(pairs): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let place = state.listeners().place()?;
    let asked = |name: &str| pairs.get(name).map(String::as_str).filter(|text| !text.is_empty());
    let court = asked("court").map(address::court_of).transpose()?;
    let year = state.source().year_of(asked("year")).await?;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).or(asked("since"));
    let listener = Listener {
        told: state.source().listen(year).await?,
        stopping: state.listeners().stopping.subscribe(),
        court: court.map(|court| court.id),
        figures: asked("only") != Some("entries"),
        known: last.and_then(|id| id.trim().parse().ok()),
        sent: None,
        _place: place,
    };
    Ok(answer(steps(listener)))
}

fn steps(listener: Listener) -> impl Stream<Item = Event> {
    stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((event, listener))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_when_its_listener_is_gone() {
        let listeners = Listeners::new(2);
        let (one, other) = (listeners.place().unwrap(), listeners.place().unwrap());
        assert!(matches!(listeners.place(), Err(Fault::Busy(_))));
        drop(one);
        assert!(listeners.place().is_ok());
        drop(other);
    }
}
