//! `/me/events`: whoever has a page open is told that a list of theirs changed, as server-sent events; the page then asks for
//! the list itself. Nothing of a matter is said here, and nothing to whom it is not for. It ends with the session.

mod beat;
mod listener;
mod stamp;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use frame::fault::Fault;
use futures_util::{Stream, stream};
use people::session::Duty;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::gate::{Who, device, signed, token};
use crate::state::Door;

use beat::Beats;
use listener::Listener;

pub use stamp::{cases_stamp, desk_stamp, inbox_stamp, mine_stamp};

/// Pages that may listen at once.
const MOST: usize = 1_000;
/// Pages of one session that may listen at once.
const MOST_OF_ONE: usize = 6;
/// A line that says nothing is sent so often, so that nobody between takes the connection for dead.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Places for listeners, what they wait for, and the word that all must go.
#[derive(Debug)]
pub struct Lives {
    places: Arc<Semaphore>,
    sessions: Arc<Mutex<BTreeMap<String, usize>>>,
    beats: Arc<Beats>,
    stopping: watch::Sender<bool>,
}

impl Default for Lives {
    fn default() -> Lives {
        Lives {
            places: Arc::new(Semaphore::new(MOST)),
            sessions: Arc::default(),
            beats: Arc::default(),
            stopping: watch::Sender::new(false),
        }
    }
}

/// A listener's place; it is free again when this is dropped.
#[derive(Debug)]
pub struct Place {
    sessions: Arc<Mutex<BTreeMap<String, usize>>>,
    handle: String,
    _place: OwnedSemaphorePermit,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(left) = sessions.get_mut(&self.handle) {
            *left -= 1;
            if *left == 0 {
                sessions.remove(&self.handle);
            }
        }
    }
}

impl Lives {
    /// Ends every listener's connection, now and later.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    fn place(&self, handle: &str) -> Result<Place, Fault> {
        let full = || Fault::Busy("随办理更新的页面已经太多，这一页暂时不能自动更新".to_owned());
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| full())?;
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let own = sessions.entry(handle.to_owned()).or_default();
        if *own >= MOST_OF_ONE {
            return Err(full());
        }
        *own += 1;
        Ok(Place { sessions: Arc::clone(&self.sessions), handle: handle.to_owned(), _place: place })
    }
}

/// `GET /me/events`. Whoever is not signed in is told so and not led to another page, which a stream could not show.
pub async fn events(State(door): State<Door>, headers: HeaderMap) -> Result<Response, Fault> {
    let signed = signed(&door, &headers).await?.filter(|signed| signed.duty == Duty::None).ok_or(Fault::SignIn)?;
    let role = signed.role().ok_or_else(|| Fault::Denied("您今天没有在任的职务，不能办理".to_owned()))?;
    let who = Who { signed, role, scopes: None, only: None };
    let place = door.lives().place(&who.signed.handle)?;
    let listener = Listener {
        lists: stamp::Lists::of(&door, &who).await?,
        beats: door.lives().beats.listen(&door),
        stopping: door.lives().stopping.subscribe(),
        session: (token(&headers).unwrap_or_default(), device(&headers).agent),
        who,
        door,
        told: None,
        looked: None,
        _place: place,
    };
    let answer = Sse::new(steps(listener)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    let unbuffered = [(header::CACHE_CONTROL, "no-store"), (HeaderName::from_static("x-accel-buffering"), "no")];
    Ok((unbuffered, answer).into_response())
}

fn steps(listener: Listener) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_has_so_many_places_and_gets_them_back() {
        let lives = Lives::default();
        let mut held: Vec<Place> = (0..MOST_OF_ONE).map(|_| lives.place("one").unwrap()).collect();
        assert!(matches!(lives.place("one"), Err(Fault::Busy(_))));
        let other = lives.place("other").unwrap();
        held.pop();
        held.push(lives.place("one").unwrap());
        drop((held, other));
        assert!(lives.sessions.lock().unwrap().is_empty());
        assert_eq!(lives.places.available_permits(), MOST);
    }
}
