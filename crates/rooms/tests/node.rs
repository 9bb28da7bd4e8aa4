//! A node on real sockets, with clients of our own in real time.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "functions of a test that are not tests themselves")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use rooms::testing::{Client, Mark, Offers, start};
use rooms::{Busy, Ceilings, Event, JoinFault, Node, NodeEvent, NodeSettings, Person, Rights, RoomId, Track, Wire};

const ROOM: RoomId = RoomId(7);

fn node(change: impl FnOnce(&mut NodeSettings)) -> Node {
    let mut settings = NodeSettings::at(SocketAddr::from(([127, 0, 0, 1], 0)));
    change(&mut settings);
    Node::start(settings).unwrap()
}

fn rights(persons: u32) -> Rights {
    let mut rights = Rights::default();
    for source in 1..=persons {
        for track in [Track::Camera, Track::Microphone] {
            rights.sends.insert((Person(source), track));
            rights.receives.extend((1..=persons).map(|viewer| (Person(viewer), Person(source), track)));
        }
    }
    rights
}

struct Seat {
    client: Client,
    socket: UdpSocket,
    number: u32,
}

impl Seat {
    fn enter(node: &Node, person: u32) -> Seat {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_nonblocking(true).unwrap();
        let now = start();
        let (mut client, offer) = Client::new(&Offers::default(), socket.local_addr().unwrap(), now).unwrap();
        let joined = node.join(ROOM, Person(person), &offer).unwrap();
        client.accept(&joined.answer_sdp).unwrap();
        client.tick(now);
        Seat { client, socket, number: 0 }
    }

    fn turn(&mut self, person: u32, send: bool) {
        let now = start();
        let mut buffer = [0u8; 2_000];
        while let Ok((length, from)) = self.socket.recv_from(&mut buffer) {
            self.client.read(from, &buffer[..length], now);
        }
        self.client.tick(now);
        if send && self.client.connected {
            let sent_us = u64::from(self.number) * 20_000;
            let mark = Mark { tag: person * 10, number: self.number, sent_us };
            self.client.send(Track::Microphone, None, false, 80, mark, now);
            self.client.send(
                Track::Camera,
                None,
                self.number.is_multiple_of(25),
                500,
                Mark { tag: mark.tag + 1, ..mark },
                now,
            );
            self.number += 1;
        }
        while let Some((to, bytes)) = self.client.out.pop_front() {
            self.socket.send_to(&bytes, to).unwrap();
        }
    }
}

/// Lets the clients talk, each a piece every 20 ms.
fn talk(seats: &mut [Seat], time: Duration) {
    let end = start() + time;
    let mut next = start();
    while start() < end {
        let send = start() >= next;
        if send {
            next += Duration::from_millis(20);
        }
        for (person, seat) in (1..).zip(seats.iter_mut()) {
            seat.turn(person, send);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn count(seat: &Seat, tag: u32) -> usize {
    seat.client.got.iter().filter(|got| got.mark.tag == tag).count()
}

#[test]
fn two_talk_through_a_node_and_a_right_taken_is_taken() {
    for workers in [1, 3] {
        let node = node(|settings| settings.workers = workers);
        node.open(ROOM, false).unwrap();
        let mut seats = vec![Seat::enter(&node, 1), Seat::enter(&node, 2)];
        node.set_rights(ROOM, rights(2));
        talk(&mut seats, Duration::from_secs(2));
        for (viewer, tag) in [(0, 20), (0, 21), (1, 10), (1, 11)] {
            assert!(count(&seats[viewer], tag) > 30, "{workers} threads: {viewer} got {}", count(&seats[viewer], tag));
        }
        node.set_rights(ROOM, Rights::default());
        talk(&mut seats, Duration::from_millis(200));
        seats.iter_mut().for_each(|seat| seat.client.got.clear());
        talk(&mut seats, Duration::from_millis(500));
        assert!(seats.iter().all(|seat| seat.client.got.is_empty()));
        let connected = |event: &NodeEvent| matches!(event, NodeEvent::Room(ROOM, Event::Connected(..)));
        assert_eq!(node.events().try_iter().filter(connected).count(), 2);
        node.close(ROOM);
        let (_, offer) = Client::new(&Offers::default(), node.addr(), start()).unwrap();
        assert_eq!(node.join(ROOM, Person(3), &offer), Err(JoinFault::Closed));
    }
}

#[test]
fn a_node_says_why_it_opens_no_room_and_those_in_session_go_on() {
    let node = node(|settings| settings.ceilings = Ceilings { rooms: 1, ..Ceilings::default() });
    node.open(ROOM, false).unwrap();
    assert_eq!(node.open(RoomId(8), false), Err(JoinFault::Busy(Busy::Rooms)));
    assert_eq!(node.open(ROOM, false), Ok(()), "it is open");
    node.drain();
    assert_eq!(node.open(RoomId(8), false), Err(JoinFault::Busy(Busy::Draining)));
    let mut seats = vec![Seat::enter(&node, 1), Seat::enter(&node, 2)];
    node.set_rights(ROOM, rights(2));
    talk(&mut seats, Duration::from_secs(1));
    assert!(count(&seats[0], 20) > 10);
    assert!(node.health().draining);
}

#[test]
fn strangers_cost_little_and_are_told_once() {
    let node = node(|_| {});
    node.open(ROOM, false).unwrap();
    let mut seats = vec![Seat::enter(&node, 1), Seat::enter(&node, 2)];
    node.set_rights(ROOM, rights(2));
    talk(&mut seats, Duration::from_secs(1));
    let flooder = UdpSocket::bind("127.0.0.1:0").unwrap();
    let mut check = vec![0u8; 20];
    check[1] = 1;
    check[4..8].copy_from_slice(&[0x21, 0x12, 0xa4, 0x42]);
    for _ in 0..2_000 {
        flooder.send_to(&check, node.addr()).unwrap();
    }
    seats.iter_mut().for_each(|seat| seat.client.got.clear());
    talk(&mut seats, Duration::from_secs(1));
    assert!(count(&seats[0], 20) > 30);
    assert!(node.health().strangers >= 1_000, "{:?}", node.health());
    let floods = node.events().try_iter().filter(|event| matches!(event, NodeEvent::Flood { .. })).count();
    assert!((1..=2).contains(&floods), "{floods}");
}

#[test]
fn a_client_whose_datagrams_are_blocked_comes_by_a_connection() {
    let node = node(|_| {});
    node.open(ROOM, false).unwrap();
    let mut stream = TcpStream::connect(node.addr()).unwrap();
    stream.set_nodelay(true).unwrap();
    let addr = stream.local_addr().unwrap();
    let (mut client, offer) = Client::over(Wire::Tcp, &Offers::default(), addr, start()).unwrap();
    let joined = node.join(ROOM, Person(1), &offer).unwrap();
    client.accept(&joined.answer_sdp).unwrap();
    let mut seats = vec![Seat::enter(&node, 2)];
    node.set_rights(ROOM, rights(2));
    stream.set_nonblocking(true).unwrap();
    let (mut read, mut number, end) = (Vec::new(), 0, start() + Duration::from_secs(3));
    while start() < end {
        let mut buffer = [0u8; 16_384];
        while let Ok(length) = stream.read(&mut buffer) {
            read.extend_from_slice(&buffer[..length]);
        }
        while let Some(length) = read.first_chunk::<2>().map(|head| usize::from(u16::from_be_bytes(*head)))
            && read.len() >= length + 2
        {
            client.read(node.addr(), &read[2..length + 2], start());
            read.drain(..length + 2);
        }
        client.tick(start());
        if client.connected {
            let mark = Mark { tag: 77, number, sent_us: u64::from(number) * 20_000 };
            client.send(Track::Microphone, None, false, 80, mark, start());
            number += 1;
        }
        while let Some((_, bytes)) = client.out.pop_front() {
            let head = u16::try_from(bytes.len()).unwrap().to_be_bytes();
            stream.write_all(&[&head[..], &bytes].concat()).unwrap();
        }
        talk(&mut seats, Duration::from_millis(20));
    }
    assert!(client.connected);
    assert!(count(&seats[0], 77) > 50, "{}", count(&seats[0], 77));
    assert!(client.got.iter().filter(|got| got.mark.tag == 10).count() > 50);
}

#[test]
fn a_connection_that_sends_nonsense_is_closed() {
    let node = node(|_| {});
    let mut stream = TcpStream::connect(node.addr()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    let closed = stream.read(&mut [0u8; 10]);
    assert!(matches!(closed, Ok(0)) || closed.is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset));
}

#[test]
fn a_node_measures_itself_and_stops() {
    let began: Instant = start();
    let node = node(|_| {});
    std::thread::sleep(Duration::from_millis(2_300));
    let health = node.health();
    assert!(health.busy.iter().all(|busy| *busy < 300), "{health:?}");
    drop(node);
    assert!(start() - began < Duration::from_secs(8));
}
