//! Connections for clients whose networks block datagrams: each packet behind its length (RFC 4571).

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Read, Write};
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use mio::net::{TcpListener, TcpStream};
use mio::{Interest, Registry, Token};

/// The first number of a connection; below it stand the listeners.
const FIRST: usize = 16;
/// Connections at the same time, in all and from one address.
const MOST: usize = 2_048;
const MOST_OF_ADDRESS: usize = 64;
/// The longest packet.
const LONGEST: usize = 2_000;
/// What may wait to be written to one client; with more it is too slow to be served.
const MOST_WAITING: usize = 512 * 1024;
/// How long a connection may take to become a session's.
const STRANGER_FOR: Duration = Duration::from_secs(10);

/// Cuts a stream into packets.
#[derive(Debug, Default)]
pub(crate) struct Framer {
    bytes: Vec<u8>,
}

/// A length that no packet has.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLong;

impl Framer {
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next whole packet.
    pub(crate) fn next(&mut self) -> Result<Option<Vec<u8>>, TooLong> {
        let Some((head, _)) = self.bytes.split_first_chunk::<2>() else { return Ok(None) };
        let length = usize::from(u16::from_be_bytes(*head));
        if length > LONGEST {
            return Err(TooLong);
        }
        let Some(packet) = self.bytes.get(2..length + 2).map(<[u8]>::to_vec) else { return Ok(None) };
        self.bytes.drain(..length + 2);
        Ok(Some(packet))
    }
}

/// A packet behind its length; nothing where it is too long for one.
pub(crate) fn framed(packet: &[u8]) -> Option<Vec<u8>> {
    let length = u16::try_from(packet.len()).ok()?;
    let mut bytes = length.to_be_bytes().to_vec();
    bytes.extend_from_slice(packet);
    Some(bytes)
}

struct Connection {
    stream: TcpStream,
    addr: SocketAddr,
    framer: Framer,
    waiting: VecDeque<u8>,
    since: Instant,
    /// Whether a session is behind it.
    known: bool,
}

/// All connections.
#[derive(Default)]
pub(crate) struct Connections {
    by_token: BTreeMap<Token, Connection>,
    by_addr: BTreeMap<SocketAddr, Token>,
    next: usize,
}

impl Connections {
    /// Takes everybody who waits at the door.
    pub(crate) fn accept(&mut self, listener: &TcpListener, registry: &Registry, now: Instant) {
        while let Ok((stream, addr)) = listener.accept() {
            let of_address = |ip: IpAddr| self.by_addr.keys().filter(|addr| addr.ip() == ip).count();
            if self.by_token.len() >= MOST || of_address(addr.ip()) >= MOST_OF_ADDRESS {
                continue;
            }
            let token = Token(FIRST.saturating_add(self.next));
            self.next = self.next.wrapping_add(1);
            let mut stream = stream;
            let both = Interest::READABLE | Interest::WRITABLE;
            if stream.set_nodelay(true).is_err() || registry.register(&mut stream, token, both).is_err() {
                continue;
            }
            let (framer, waiting) = (Framer::default(), VecDeque::new());
            self.by_addr.insert(addr, token);
            self.by_token.insert(token, Connection { stream, addr, framer, waiting, since: now, known: false });
        }
    }

    /// Reads what a connection has; every whole packet goes to `each`. A broken connection is closed.
    pub(crate) fn read(&mut self, token: Token, mut each: impl FnMut(SocketAddr, Vec<u8>)) {
        let Some(connection) = self.by_token.get_mut(&token) else { return };
        let mut buffer = [0u8; 16 * 1024];
        let open = loop {
            match connection.stream.read(&mut buffer) {
                Ok(0) => break false,
                Ok(read) => connection.framer.add(buffer.get(..read).unwrap_or(&[])),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break true,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => break false,
            }
            match take_all(connection, &mut each) {
                Ok(()) => {}
                Err(TooLong) => break false,
            }
        };
        if !open {
            self.close(token);
        }
    }

    /// Queues a packet for a client and writes what can be written.
    pub(crate) fn send(&mut self, to: SocketAddr, packet: &[u8]) {
        let Some(token) = self.by_addr.get(&to).copied() else { return };
        let Some(connection) = self.by_token.get_mut(&token) else { return };
        if let Some(bytes) = framed(packet) {
            connection.known = true;
            connection.waiting.extend(bytes);
        }
        self.write(token);
    }

    /// Writes what waits.
    pub(crate) fn write(&mut self, token: Token) {
        let Some(connection) = self.by_token.get_mut(&token) else { return };
        while !connection.waiting.is_empty() {
            let (front, _) = connection.waiting.as_slices();
            match connection.stream.write(front) {
                Ok(0) => return self.close(token),
                Ok(written) => drop(connection.waiting.drain(..written)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return self.close(token),
            }
        }
        if connection.waiting.len() > MOST_WAITING {
            self.close(token);
        }
    }

    /// Closes connections nobody was ever answered on.
    pub(crate) fn sweep(&mut self, now: Instant) {
        let strange = |one: &Connection| !one.known && now.saturating_duration_since(one.since) > STRANGER_FOR;
        let over: Vec<Token> = self.by_token.iter().filter(|(_, one)| strange(one)).map(|(token, _)| *token).collect();
        over.into_iter().for_each(|token| self.close(token));
    }

    fn close(&mut self, token: Token) {
        if let Some(connection) = self.by_token.remove(&token) {
            self.by_addr.remove(&connection.addr);
        }
    }
}

fn take_all(connection: &mut Connection, each: &mut impl FnMut(SocketAddr, Vec<u8>)) -> Result<(), TooLong> {
    while let Some(packet) = connection.framer.next()? {
        each(connection.addr, packet);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Framer, TooLong, framed};
    use proptest::prelude::*;

    #[test]
    fn a_length_that_no_packet_has_ends_the_connection() {
        let mut framer = Framer::default();
        framer.add(&[0xff, 0xff, 1]);
        assert_eq!(framer.next(), Err(TooLong));
    }

    proptest! {
        #[test]
        fn packets_come_out_as_they_went_in_however_the_stream_is_cut(
            packets in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..12),
            cut in 1usize..50,
        ) {
            let stream: Vec<u8> = packets.iter().flat_map(|packet| framed(packet).unwrap()).collect();
            let mut framer = Framer::default();
            let mut read = Vec::new();
            for piece in stream.chunks(cut) {
                framer.add(piece);
                while let Some(packet) = framer.next().unwrap() {
                    read.push(packet);
                }
            }
            prop_assert_eq!(read, packets);
        }
    }
}
