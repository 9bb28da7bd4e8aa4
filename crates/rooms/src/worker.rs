//! The thread of some of the rooms. Beside the socket's thread it is the only place that reads the clock.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use mio::Waker;

use crate::admission::{Load, Watch};
use crate::event::{Event, Output};
use crate::fault::JoinFault;
use crate::names::{Peer, Person, RoomId, SessionId, Way, Wire};
use crate::rights::Rights;
use crate::room::{Joined, Room};
use crate::routes::Routes;
use crate::settings::Settings;
use crate::socket::{ByTcp, Dropped};

/// The longest wait.
const WAIT: Duration = Duration::from_millis(100);
/// Messages taken before timers get a turn.
const BATCH: usize = 64;

/// The clock.
#[allow(clippy::disallowed_methods, reason = "packets are timed where they come in, and rooms are told the time here")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// The thread of a room.
pub(crate) fn worker_of(room: RoomId, workers: usize) -> usize {
    // mixed, so that numbers given in steps do not all meet on one thread
    let mixed = room.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    let workers = u64::try_from(workers).unwrap_or(1).max(1);
    usize::try_from(mixed % workers).unwrap_or(0)
}

/// What a node says.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeEvent {
    /// Something happened in a room.
    Room(RoomId, Event),
    /// An address of nobody's sends more than strangers may.
    Flood {
        /// The address.
        addr: Peer,
    },
}

/// What a thread is told.
pub(crate) enum Message {
    Packet { room: RoomId, from: Peer, bytes: Vec<u8>, at: Instant, known: bool },
    Open { room: RoomId, settings: Box<Settings>, reply: Sender<Result<(), JoinFault>> },
    Close { room: RoomId },
    Enter { room: RoomId, person: Person, way: Way, offer: String, reply: Sender<Result<Joined, JoinFault>> },
    Restart { room: RoomId, session: SessionId, offer: String, reply: Sender<Result<Joined, JoinFault>> },
    Leave { room: RoomId, session: SessionId },
    Rights { room: RoomId, rights: Rights },
    Stop,
}

/// What threads share.
#[derive(Clone)]
pub(crate) struct Shared {
    pub udp: Arc<UdpSocket>,
    pub by_tcp: Sender<ByTcp>,
    pub waker: Arc<Waker>,
    pub events: Sender<NodeEvent>,
    pub routes: Arc<Routes>,
    pub dropped: Arc<Dropped>,
    pub frames_lost: Arc<AtomicUsize>,
    /// Frames that may wait for whoever records.
    pub most_waiting: usize,
    /// The address of the node, for packets.
    pub addr: SocketAddr,
}

struct Kept {
    room: Room,
    due: Instant,
    names: HashMap<SessionId, String>,
}

/// A thread of rooms.
pub(crate) struct Worker {
    shared: Shared,
    messages: Receiver<Message>,
    load: Arc<Load>,
    rooms: HashMap<RoomId, Kept>,
    due: BTreeSet<(Instant, RoomId)>,
}

impl Worker {
    pub(crate) fn new(shared: Shared, messages: Receiver<Message>, load: Arc<Load>) -> Self {
        Worker { shared, messages, load, rooms: HashMap::new(), due: BTreeSet::new() }
    }

    /// Serves its rooms until told to stop.
    pub(crate) fn run(mut self) {
        let mut watch = Watch::new(now());
        loop {
            let before = now();
            let wait = self.due.first().map_or(WAIT, |(due, _)| due.saturating_duration_since(before).min(WAIT));
            let message = self.messages.recv_timeout(wait);
            watch.waited(now().saturating_duration_since(before));
            let mut message = match message {
                Ok(message) => Some(message),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            for _ in 0..BATCH {
                match message {
                    Some(Message::Stop) => return self.stop(),
                    Some(one) => self.take(one, &mut watch),
                    None => break,
                }
                message = self.messages.try_recv().ok();
            }
            // a message taken after the last turn would be lost
            match message {
                Some(Message::Stop) => return self.stop(),
                Some(one) => self.take(one, &mut watch),
                None => {}
            }
            self.call_due();
            watch.tell(now(), &self.load);
        }
    }

    fn take(&mut self, message: Message, watch: &mut Watch) {
        match message {
            Message::Packet { room, from, bytes, at, known } => {
                self.packet(room, from, &bytes, at, known);
                watch.took(now().saturating_duration_since(at));
            }
            Message::Open { room, settings, reply } => drop(reply.send(self.open(room, *settings))),
            Message::Close { room } => self.close(room),
            Message::Enter { room, person, way, offer, reply } => {
                drop(reply.send(self.enter(room, person, way, &offer)));
            }
            Message::Restart { room, session, offer, reply } => {
                drop(reply.send(self.restart(room, session, &offer)));
            }
            Message::Leave { room, session } => self.with(room, |room, now| room.leave(session, now)),
            Message::Rights { room, rights } => self.with(room, |room, now| room.set_rights(rights, now)),
            Message::Stop => {}
        }
    }

    fn with(&mut self, room: RoomId, act: impl FnOnce(&mut Room, Instant)) {
        if let Some(kept) = self.rooms.get_mut(&room) {
            act(&mut kept.room, now());
            self.flush(room);
        }
    }

    fn open(&mut self, id: RoomId, settings: Settings) -> Result<(), JoinFault> {
        if self.rooms.contains_key(&id) {
            return Ok(());
        }
        let at = now();
        let room = Room::new(id, settings, at)?;
        self.rooms.insert(id, Kept { room, due: at, names: HashMap::new() });
        self.due.insert((at, id));
        Ok(())
    }

    fn close(&mut self, id: RoomId) {
        self.with(id, Room::close);
        let Some(kept) = self.rooms.remove(&id) else { return };
        self.due.remove(&(kept.due, id));
        self.shared.routes.forget(id, |_| false);
    }

    fn enter(&mut self, id: RoomId, person: Person, way: Way, offer: &str) -> Result<Joined, JoinFault> {
        let kept = self.rooms.get_mut(&id).ok_or(JoinFault::Closed)?;
        let joined = match way {
            Way::Both => kept.room.join(person, offer, now()),
            Way::In => kept.room.whip(person, offer, now()),
            Way::Out => kept.room.whep(person, offer, now()),
        };
        self.entered(id, joined)
    }

    fn restart(&mut self, id: RoomId, session: SessionId, offer: &str) -> Result<Joined, JoinFault> {
        let kept = self.rooms.get_mut(&id).ok_or(JoinFault::Closed)?;
        let joined = kept.room.restart(session, offer, now());
        self.entered(id, joined)
    }

    fn entered(&mut self, id: RoomId, joined: Result<Joined, JoinFault>) -> Result<Joined, JoinFault> {
        if let (Ok(joined), Some(kept)) = (&joined, self.rooms.get_mut(&id)) {
            self.shared.routes.name(joined.ufrag.clone(), id);
            if let Some(old) = kept.names.insert(joined.session, joined.ufrag.clone()) {
                self.shared.routes.unname(&old);
            }
        }
        self.flush(id);
        joined
    }

    fn packet(&mut self, id: RoomId, from: Peer, bytes: &[u8], at: Instant, known: bool) {
        let Some(kept) = self.rooms.get_mut(&id) else { return };
        kept.room.handle_packet(from, self.shared.addr, bytes, at);
        if !known && kept.room.knows(from) {
            self.shared.routes.learn(from, id);
        }
        self.flush(id);
    }

    fn call_due(&mut self) {
        let at = now();
        while let Some((_, id)) = self.due.first().copied().filter(|(due, _)| *due <= at) {
            self.due.pop_first();
            if let Some(kept) = self.rooms.get_mut(&id) {
                kept.room.handle_timeout(at);
                self.flush(id);
            }
        }
    }

    /// Carries out what a room wants done.
    fn flush(&mut self, id: RoomId) {
        let Some(kept) = self.rooms.get_mut(&id) else { return };
        let mut left = false;
        loop {
            match kept.room.poll() {
                Output::Transmit { to, bytes } => self.shared.send(to, bytes),
                Output::Event(event) => {
                    if let Event::Disconnected(session, ..) = &event {
                        left = true;
                        if let Some(name) = kept.names.remove(session) {
                            self.shared.routes.unname(&name);
                        }
                    }
                    self.shared.say(id, event);
                }
                Output::Timeout(due) => {
                    self.due.remove(&(kept.due, id));
                    kept.due = due;
                    self.due.insert((due, id));
                    break;
                }
            }
        }
        if left {
            self.shared.routes.forget(id, |peer| kept.room.knows(peer));
        }
    }

    fn stop(&mut self) {
        for id in self.rooms.keys().copied().collect::<Vec<_>>() {
            self.close(id);
        }
    }
}

impl Shared {
    fn send(&self, to: Peer, bytes: Vec<u8>) {
        match to.wire {
            Wire::Udp => {
                if let Err(error) = self.udp.send_to(&bytes, to.addr)
                    && error.kind() == io::ErrorKind::WouldBlock
                {
                    self.dropped.unsent.fetch_add(1, Ordering::Relaxed);
                }
            }
            Wire::Tcp => {
                if self.by_tcp.try_send((to.addr, bytes)).is_err() || self.waker.wake().is_err() {
                    self.dropped.unsent.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
    }

    /// Tells an event. Where nobody takes frames they are lost and counted; all else is kept.
    fn say(&self, room: RoomId, event: Event) {
        if matches!(event, Event::Frame { .. }) && self.events.len() >= self.most_waiting {
            self.frames_lost.fetch_add(1, Ordering::Relaxed);
            return;
        }
        drop(self.events.send(NodeEvent::Room(room, event)));
    }
}

#[cfg(test)]
mod tests {
    use super::worker_of;
    use crate::names::RoomId;

    #[test]
    fn rooms_are_spread_over_threads_and_stay_there() {
        for step in [1, 2, 4, 1_000] {
            let mut counts = [0; 4];
            for number in 0..400 {
                counts[worker_of(RoomId(number * step), 4)] += 1;
            }
            assert!(counts.iter().all(|count| (60..140).contains(count)), "{step}: {counts:?}");
        }
        assert_eq!(worker_of(RoomId(5), 1), 0);
        assert_eq!(worker_of(RoomId(5), 0), 0);
    }
}
