//! Many rooms on one socket: opened only while there is room for them, reached from any thread.

use std::collections::BTreeSet;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

use crate::admission::{Ceilings, Load, admit};
use crate::fault::{Busy, JoinFault};
use crate::names::{Person, RoomId, SessionId, Way};
use crate::rights::Rights;
use crate::room::Joined;
use crate::routes::Routes;
use crate::settings::{Certificate, Settings};
use crate::socket::{Dropped, Ends, Mouth, bind};
use crate::worker::{Message, NodeEvent, Shared, Worker, worker_of};

/// Messages that may wait for a thread of rooms.
const MOST_MESSAGES: usize = 4_096;
/// Packets that may wait for the thread of the socket.
const MOST_BY_TCP: usize = 16_384;
/// How long a thread may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(3);

/// Where clients reach a node, which its own socket cannot know behind NAT.
#[derive(Debug, Clone, Default)]
pub struct Advertise {
    /// The addresses; port 0 stands for the port the socket got. Empty: the address of the socket.
    pub addrs: Vec<SocketAddr>,
}

/// How a node is set up.
#[derive(Debug, Clone)]
pub struct NodeSettings {
    /// The address of the socket.
    pub bind: SocketAddr,
    /// Where clients reach it.
    pub advertise: Advertise,
    /// Whether it takes connections on the same port, for networks that block datagrams.
    pub tcp: bool,
    /// Threads of rooms.
    pub workers: usize,
    /// What the socket's buffers should hold.
    pub buffer_bytes: usize,
    /// From where on no new room is opened.
    pub ceilings: Ceilings,
    /// Frames that may wait for whoever records.
    pub most_frames_waiting: usize,
    /// The limits of every room.
    pub room: Settings,
}

impl NodeSettings {
    /// Settings for a socket address, everything else as usual.
    pub fn at(bind: SocketAddr) -> Self {
        NodeSettings {
            bind,
            advertise: Advertise::default(),
            tcp: true,
            workers: 1,
            buffer_bytes: 8 * 1024 * 1024,
            ceilings: Ceilings::default(),
            most_frames_waiting: 50_000,
            room: Settings::default(),
        }
    }
}

/// How a node does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Rooms that are open.
    pub rooms: usize,
    /// How busy each thread is, in 1/1000.
    pub busy: Vec<u64>,
    /// What 99 of 100 packets take at most on each thread, in microseconds.
    pub delay_us: Vec<u64>,
    /// Whether it is being taken out of service.
    pub draining: bool,
    /// Packets of nobody's room, dropped.
    pub strangers: u64,
    /// Packets dropped as a thread could not keep up.
    pub full: u64,
    /// Packets the system did not take.
    pub unsent: u64,
    /// Frames that nobody took for a recording.
    pub frames_lost: usize,
}

/// Many rooms on one socket.
pub struct Node {
    addr: SocketAddr,
    room: Settings,
    ceilings: Ceilings,
    workers: Vec<Sender<Message>>,
    loads: Vec<Arc<Load>>,
    rooms: Mutex<BTreeSet<RoomId>>,
    events: Receiver<NodeEvent>,
    dropped: Arc<Dropped>,
    frames_lost: Arc<AtomicUsize>,
    draining: AtomicBool,
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Node {
    /// Binds the socket and starts the threads.
    pub fn start(settings: NodeSettings) -> io::Result<Node> {
        let sockets = bind(settings.bind, settings.tcp, settings.buffer_bytes)?;
        let (addr, out) = (sockets.addr, sockets.out);
        let room = room_settings(&settings, addr)?;
        let (events_in, events) = unbounded();
        let (by_tcp_in, by_tcp) = bounded(MOST_BY_TCP);
        let (routes, dropped) = (Arc::new(Routes::default()), Arc::new(Dropped::default()));
        let (stop, frames_lost) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let queues: Vec<_> = (0..settings.workers.max(1)).map(|_| bounded(MOST_MESSAGES)).collect();
        let workers: Vec<Sender<Message>> = queues.iter().map(|(sender, _)| sender.clone()).collect();
        let ends = Ends {
            routes: Arc::clone(&routes),
            workers: workers.clone(),
            events: events_in.clone(),
            dropped: Arc::clone(&dropped),
            by_tcp,
            stop: Arc::clone(&stop),
        };
        let (mouth, waker) = Mouth::new(sockets.udp, sockets.door, ends)?;
        let shared = Shared {
            udp: out,
            by_tcp: by_tcp_in,
            waker: Arc::new(waker),
            events: events_in,
            routes,
            dropped: Arc::clone(&dropped),
            frames_lost: Arc::clone(&frames_lost),
            most_waiting: settings.most_frames_waiting,
            addr,
        };
        let mut threads = vec![thread::Builder::new().name("rooms-socket".to_owned()).spawn(move || mouth.run())?];
        let mut loads = Vec::new();
        for (number, (_, messages)) in queues.into_iter().enumerate() {
            let load = Arc::new(Load::default());
            loads.push(Arc::clone(&load));
            let worker = Worker::new(shared.clone(), messages, load);
            threads.push(thread::Builder::new().name(format!("rooms-{number}")).spawn(move || worker.run())?);
        }
        Ok(Node {
            addr,
            room,
            ceilings: settings.ceilings,
            workers,
            loads,
            rooms: Mutex::new(BTreeSet::new()),
            events,
            dropped,
            frames_lost,
            draining: AtomicBool::new(false),
            stop,
            threads,
        })
    }

    /// The address of the socket.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// What happens, in the order it happens in each room. To be taken by one listener.
    pub fn events(&self) -> &Receiver<NodeEvent> {
        &self.events
    }

    /// Opens a room, if there is room for it. A room that is open stays as it is.
    pub fn open(&self, room: RoomId, record: bool) -> Result<(), JoinFault> {
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        if rooms.contains(&room) {
            return Ok(());
        }
        let draining = self.draining.load(Ordering::Relaxed);
        let idle = Load::default();
        let load = self.loads.get(worker_of(room, self.loads.len())).map_or(&idle, |load| &**load);
        admit(rooms.len(), load, draining, &self.ceilings).map_err(JoinFault::Busy)?;
        let settings = Box::new(Settings { record, ..self.room.clone() });
        self.ask(room, |reply| Message::Open { room, settings, reply })?;
        rooms.insert(room);
        Ok(())
    }

    /// Closes a room; everybody is taken out.
    pub fn close(&self, room: RoomId) {
        self.tell(room, Message::Close { room });
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner).remove(&room);
    }

    /// Lets a person in. Waits for the room's thread; not for a thread that must not wait.
    pub fn join(&self, room: RoomId, person: Person, offer: &str) -> Result<Joined, JoinFault> {
        self.enter(room, person, Way::Both, offer)
    }

    /// Takes what a standard client sends (WHIP).
    pub fn whip(&self, room: RoomId, person: Person, offer: &str) -> Result<Joined, JoinFault> {
        self.enter(room, person, Way::In, offer)
    }

    /// Serves a standard client that only receives (WHEP).
    pub fn whep(&self, room: RoomId, person: Person, offer: &str) -> Result<Joined, JoinFault> {
        self.enter(room, person, Way::Out, offer)
    }

    fn enter(&self, room: RoomId, person: Person, way: Way, offer: &str) -> Result<Joined, JoinFault> {
        self.ask(room, |reply| Message::Enter { room, person, way, offer: offer.to_owned(), reply })
    }

    /// Takes a client back (ICE restart).
    pub fn restart(&self, room: RoomId, session: SessionId, offer: &str) -> Result<Joined, JoinFault> {
        self.ask(room, |reply| Message::Restart { room, session, offer: offer.to_owned(), reply })
    }

    /// Takes a session out.
    pub fn leave(&self, room: RoomId, session: SessionId) {
        self.tell(room, Message::Leave { room, session });
    }

    /// Says what is allowed in a room from now on.
    pub fn set_rights(&self, room: RoomId, rights: Rights) {
        self.tell(room, Message::Rights { room, rights });
    }

    /// Opens no new rooms from now on; those in session go on.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// How it does.
    pub fn health(&self) -> Health {
        Health {
            rooms: self.rooms.lock().unwrap_or_else(PoisonError::into_inner).len(),
            busy: self.loads.iter().map(|load| load.busy()).collect(),
            delay_us: self.loads.iter().map(|load| load.delay_us()).collect(),
            draining: self.draining.load(Ordering::Relaxed),
            strangers: self.dropped.strangers.load(Ordering::Relaxed),
            full: self.dropped.full.load(Ordering::Relaxed),
            unsent: self.dropped.unsent.load(Ordering::Relaxed),
            frames_lost: self.frames_lost.load(Ordering::Relaxed),
        }
    }

    fn ask<T>(
        &self,
        room: RoomId,
        message: impl FnOnce(Sender<Result<T, JoinFault>>) -> Message,
    ) -> Result<T, JoinFault> {
        let (reply, answer) = bounded(1);
        self.tell(room, message(reply));
        answer.recv_timeout(ANSWER_WITHIN).unwrap_or(Err(JoinFault::Busy(Busy::Silent)))
    }

    /// Tells a room's thread, waiting where its packets fill the queue.
    fn tell(&self, room: RoomId, message: Message) {
        if let Some(worker) = self.workers.get(worker_of(room, self.workers.len())) {
            drop(worker.send_timeout(message, ANSWER_WITHIN));
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        for worker in &self.workers {
            drop(worker.send_timeout(Message::Stop, ANSWER_WITHIN));
        }
        for thread in self.threads.drain(..) {
            drop(thread.join());
        }
    }
}

fn room_settings(settings: &NodeSettings, addr: SocketAddr) -> io::Result<Settings> {
    let told = |host: &SocketAddr| {
        let port = if host.port() == 0 { addr.port() } else { host.port() };
        SocketAddr::new(host.ip(), port)
    };
    let mut hosts: Vec<SocketAddr> = settings.advertise.addrs.iter().map(told).collect();
    if hosts.is_empty() {
        hosts.push(addr);
    }
    let certificate = settings.room.certificate.clone().or_else(Certificate::generate);
    if certificate.is_none() {
        return Err(io::Error::other("no certificate could be made"));
    }
    Ok(Settings { hosts, tcp: settings.tcp, certificate, ..settings.room.clone() })
}
