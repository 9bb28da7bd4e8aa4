//! Places of those who listen to what changes, what they wait for, and the word that all must go.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use frame::fault::Fault;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::beat::{Beat, Beats};
use crate::state::Door;

/// Pages that may listen at once.
const MOST: usize = 1_000;
/// Pages of one session that may listen at once.
const MOST_OF_ONE: usize = 6;

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
    /// Hears of every change from now on.
    pub fn listen(&self, door: &Door) -> watch::Receiver<Arc<Beat>> {
        self.beats.listen(door)
    }

    /// Hears that all must go.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }

    /// Ends every listener's connection, now and later.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// A place for one of a session; none are free when too many listen.
    ///
    /// # Errors
    /// [`Fault::Busy`] then.
    pub fn place(&self, handle: &str) -> Result<Place, Fault> {
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
