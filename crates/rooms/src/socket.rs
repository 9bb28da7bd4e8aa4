//! The socket of a node and the thread that reads it: every packet is sorted to its room's thread, strangers cheaply.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TrySendError};
use mio::net::{TcpListener, UdpSocket};
use mio::{Events, Interest, Poll, Token, Waker};
use socket2::{Domain, Protocol, Socket, Type};

use crate::flood::{Gate, Verdict};
use crate::names::{Peer, RoomId};
use crate::routes::{Route, Routes};
use crate::tcp::Connections;
use crate::worker::{Message, NodeEvent, now, worker_of};

const UDP: Token = Token(0);
const DOOR: Token = Token(1);
const WAKE: Token = Token(2);
/// Datagrams read before anything else gets a turn.
const BATCH: usize = 512;
/// The longest wait.
const WAIT: Duration = Duration::from_millis(200);
/// Packets a second from an address nobody vouched for.
const STRANGERS_PER_SECOND: u32 = 50;

/// What was dropped at the door.
#[derive(Debug, Default)]
pub(crate) struct Dropped {
    /// Packets of nobody's room.
    pub strangers: AtomicU64,
    /// Packets for threads that could not keep up.
    pub full: AtomicU64,
    /// Packets the system did not take.
    pub unsent: AtomicU64,
}

/// The sockets, bound to one port.
pub(crate) struct Sockets {
    /// To read from.
    pub udp: UdpSocket,
    /// To send by: the same one.
    pub out: Arc<std::net::UdpSocket>,
    pub door: Option<TcpListener>,
    pub addr: SocketAddr,
}

/// Binds both sockets to the same port, with large buffers.
pub(crate) fn bind(addr: SocketAddr, tcp: bool, buffer_bytes: usize) -> io::Result<Sockets> {
    // with any port the one of datagrams may be taken for connections
    let tries = if addr.port() == 0 && tcp { 16 } else { 1 };
    let mut last = io::Error::from(io::ErrorKind::AddrInUse);
    for _ in 0..tries {
        let udp = Socket::new(Domain::for_address(addr), Type::DGRAM, Some(Protocol::UDP))?;
        // the system may give less; it says in its manual which limit to raise
        udp.set_recv_buffer_size(buffer_bytes)?;
        udp.set_send_buffer_size(buffer_bytes)?;
        udp.set_nonblocking(true)?;
        udp.bind(&addr.into())?;
        let out: std::net::UdpSocket = udp.into();
        let bound = out.local_addr()?;
        let door = if tcp { TcpListener::bind(bound).map(Some) } else { Ok(None) };
        match door {
            Ok(door) => {
                let udp = UdpSocket::from_std(out.try_clone()?);
                return Ok(Sockets { udp, out: Arc::new(out), door, addr: bound });
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// A packet for a client behind a connection.
pub(crate) type ByTcp = (SocketAddr, Vec<u8>);

/// The thread that reads.
pub(crate) struct Mouth {
    udp: UdpSocket,
    door: Option<TcpListener>,
    poll: Poll,
    connections: Connections,
    by_tcp: Receiver<ByTcp>,
    sorter: Sorter,
    stop: Arc<AtomicBool>,
}

/// Sorts packets to threads.
struct Sorter {
    routes: Arc<Routes>,
    workers: Vec<Sender<Message>>,
    events: Sender<NodeEvent>,
    dropped: Arc<Dropped>,
    strangers: Gate,
}

/// What the reading thread is given.
pub(crate) struct Ends {
    pub routes: Arc<Routes>,
    pub workers: Vec<Sender<Message>>,
    pub events: Sender<NodeEvent>,
    pub dropped: Arc<Dropped>,
    pub by_tcp: Receiver<ByTcp>,
    pub stop: Arc<AtomicBool>,
}

impl Mouth {
    /// Makes ready; the waker is for whoever has a packet for a connection.
    pub(crate) fn new(mut udp: UdpSocket, mut door: Option<TcpListener>, ends: Ends) -> io::Result<(Mouth, Waker)> {
        let poll = Poll::new()?;
        let waker = Waker::new(poll.registry(), WAKE)?;
        poll.registry().register(&mut udp, UDP, Interest::READABLE)?;
        if let Some(door) = &mut door {
            poll.registry().register(door, DOOR, Interest::READABLE)?;
        }
        let sorter = Sorter {
            routes: ends.routes,
            workers: ends.workers,
            events: ends.events,
            dropped: ends.dropped,
            strangers: Gate::new(STRANGERS_PER_SECOND),
        };
        let mouth = Mouth {
            udp,
            door,
            poll,
            connections: Connections::default(),
            by_tcp: ends.by_tcp,
            sorter,
            stop: ends.stop,
        };
        Ok((mouth, waker))
    }

    /// Reads until told to stop.
    pub(crate) fn run(mut self) {
        let mut events = Events::with_capacity(256);
        let mut more = false;
        let mut buffer = vec![0u8; 65_536];
        while !self.stop.load(Ordering::Relaxed) {
            let wait = if more { Duration::ZERO } else { WAIT };
            if let Err(error) = self.poll.poll(&mut events, Some(wait))
                && error.kind() != io::ErrorKind::Interrupted
            {
                return;
            }
            let mut datagrams = more;
            for event in &events {
                match event.token() {
                    UDP => datagrams = true,
                    WAKE => {}
                    DOOR => self.open_door(),
                    token => self.turn(token, event.is_readable() || event.is_read_closed()),
                }
            }
            more = datagrams && self.read_datagrams(&mut buffer);
            while let Ok((to, packet)) = self.by_tcp.try_recv() {
                self.connections.send(to, &packet);
            }
            self.connections.sweep(now());
        }
    }

    fn open_door(&mut self) {
        if let Some(door) = &self.door {
            self.connections.accept(door, self.poll.registry(), now());
        }
    }

    fn turn(&mut self, token: Token, readable: bool) {
        if readable {
            let sorter = &mut self.sorter;
            let at = now();
            self.connections.read(token, |from, packet| sorter.sort(Peer::tcp(from), packet, at));
        }
        self.connections.write(token);
    }

    /// Reads a batch. Says whether there may be more.
    fn read_datagrams(&mut self, buffer: &mut [u8]) -> bool {
        for _ in 0..BATCH {
            match self.udp.recv_from(buffer) {
                Ok((length, from)) => {
                    let bytes = buffer.get(..length).unwrap_or(&[]);
                    self.sorter.sort(Peer::udp(from), bytes.to_vec(), now());
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return false,
                // a client that is gone answers with an error that says nothing of the others
                Err(_) => {}
            }
        }
        true
    }
}

impl Sorter {
    fn sort(&mut self, from: Peer, bytes: Vec<u8>, at: Instant) {
        let (room, known) = match self.routes.of(from, &bytes) {
            Route::Known(room) => (room, true),
            Route::Named(room) => (room, false),
            Route::Nowhere => return self.refuse(from, at),
        };
        if !known && self.strangers.count(from, at) != Verdict::Pass {
            self.dropped.strangers.fetch_add(1, Ordering::Relaxed);
            return;
        }
        self.pass(room, Message::Packet { room, from, bytes, at, known });
    }

    fn refuse(&mut self, from: Peer, at: Instant) {
        self.dropped.strangers.fetch_add(1, Ordering::Relaxed);
        if self.strangers.count(from, at) == Verdict::Flood {
            // nobody is kept waiting for a listener that does not listen
            let _ = self.events.try_send(NodeEvent::Flood { addr: from });
        }
    }

    fn pass(&mut self, room: RoomId, message: Message) {
        let Some(worker) = self.workers.get(worker_of(room, self.workers.len())) else { return };
        if let Err(TrySendError::Full(_)) = worker.try_send(message) {
            self.dropped.full.fetch_add(1, Ordering::Relaxed);
        }
    }
}
