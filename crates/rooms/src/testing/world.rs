//! A room and its clients in virtual time, with a line between each of them.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::{Client, Draw, Fate, Got, Link, Mark, Offers, start};
use crate::line::media_header;
use crate::{Event, JoinFault, Joined, Output, Peer, Person, Rights, Room, RoomId, SessionId, Settings, Track};

/// Where the room stands.
pub(crate) fn host() -> SocketAddr {
    SocketAddr::from(([203, 0, 113, 1], 7_000))
}

/// Somebody with a client.
pub(crate) struct Seat {
    pub person: Person,
    pub session: SessionId,
    pub client: Client,
    pub offer: String,
    /// The address the room sees.
    pub seen_as: SocketAddr,
    pub up: Link,
    pub down: Link,
    /// Everything it got.
    pub got: Vec<Got>,
    /// Frame sizes of its camera: one, or large and small.
    pub camera_bytes: Vec<usize>,
    pub screen_bytes: usize,
    numbers: BTreeMap<(Track, usize), u32>,
    keys_due: Vec<(Track, usize)>,
}

/// A way into a room.
pub(crate) type Door = fn(&mut Room, Person, &str, Instant) -> Result<Joined, JoinFault>;

/// A packet on its way.
enum Way {
    ToRoom(Peer, Vec<u8>),
    ToSeat(usize, Vec<u8>),
}

/// A media packet as it left the room.
pub(crate) struct Left {
    pub at: Instant,
    pub to: SocketAddr,
    /// Whether it only fills the line up: nothing of any frame is in it.
    pub fills_up: bool,
}

pub(crate) struct World {
    pub room: Room,
    pub now: Instant,
    pub begun: Instant,
    pub seats: Vec<Seat>,
    pub events: Vec<(Instant, Event)>,
    pub left: Vec<Left>,
    /// Every packet as it reached the room, where they are kept.
    pub reached: Option<Vec<(Peer, Vec<u8>)>>,
    draw: Draw,
    on_way: BTreeMap<(Instant, u64), Way>,
    sent: u64,
    media_at: Instant,
    steps: u64,
}

impl World {
    pub(crate) fn new(seed: u64, settings: Settings) -> World {
        eprintln!("seed {seed}");
        let now = start();
        let settings = Settings { hosts: vec![host()], ..settings };
        World {
            room: Room::new(RoomId(1), settings, now).unwrap(),
            now,
            begun: now,
            seats: Vec::new(),
            events: Vec::new(),
            left: Vec::new(),
            reached: None,
            draw: Draw::new(seed),
            on_way: BTreeMap::new(),
            sent: 0,
            media_at: now,
            steps: 0,
        }
    }

    /// Seats somebody.
    pub(crate) fn seat(&mut self, person: u32, offers: &Offers) -> usize {
        self.seat_by(person, offers, Room::join)
    }

    /// Seats somebody by one of the doors.
    pub(crate) fn seat_by(&mut self, person: u32, offers: &Offers, door: Door) -> usize {
        let number = u8::try_from(self.seats.len() + 1).unwrap();
        let addr = SocketAddr::from(([192, 0, 2, number], 5_000));
        let (mut client, offer) = Client::new(offers, addr, self.now).unwrap();
        let joined = door(&mut self.room, Person(person), &offer, self.now).unwrap();
        client.accept(&joined.answer_sdp).unwrap();
        client.tick(self.now);
        self.seats.push(Seat {
            person: Person(person),
            session: joined.session,
            client,
            offer,
            seen_as: addr,
            up: Link::good(),
            down: Link::good(),
            got: Vec::new(),
            camera_bytes: if offers.simulcast { vec![2_000, 500] } else { vec![1_250] },
            screen_bytes: 1_250,
            numbers: BTreeMap::new(),
            keys_due: Vec::new(),
        });
        self.seats.len() - 1
    }

    /// Everybody may send all and receive all.
    pub(crate) fn open_rights(&self) -> Rights {
        let tracks = [Track::Camera, Track::Microphone, Track::Screen];
        let persons: Vec<Person> = self.seats.iter().map(|seat| seat.person).collect();
        let mut rights = Rights { first: persons.clone(), ..Rights::default() };
        for source in &persons {
            for track in tracks {
                rights.sends.insert((*source, track));
                rights.receives.extend(persons.iter().map(|viewer| (*viewer, *source, track)));
            }
        }
        rights
    }

    /// A new way in for somebody.
    pub(crate) fn restart(&mut self, seat: usize) -> Result<(), JoinFault> {
        let offer = self.seats[seat].client.restart().unwrap();
        let joined = self.room.restart(self.seats[seat].session, &offer, self.now)?;
        self.seats[seat].client.accept(&joined.answer_sdp).unwrap();
        Ok(())
    }

    /// Lets time pass.
    pub(crate) fn run(&mut self, time: Duration) {
        let end = self.now + time;
        loop {
            self.carry();
            let next = self.next();
            if next > end {
                self.now = end;
                return;
            }
            self.now = next.max(self.now);
            self.step();
        }
    }

    /// A number that is drawn.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.draw.below(end)
    }

    /// The events of a kind, with their moments.
    pub(crate) fn told<T>(&self, pick: impl Fn(&Event) -> Option<T>) -> Vec<(Instant, T)> {
        self.events.iter().filter_map(|(at, event)| pick(event).map(|one| (*at, one))).collect()
    }

    /// What was got of a track since a moment, by a seat.
    pub(crate) fn got(&self, seat: usize, tag: u32, since: Instant) -> Vec<Got> {
        self.seats[seat].got.iter().filter(|got| got.mark.tag == tag && got.at >= since).copied().collect()
    }

    /// What was sent of a track since a moment, and got by a seat. A client may hold back for long what it got.
    pub(crate) fn sent(&self, seat: usize, tag: u32, since: Instant) -> Vec<Got> {
        let all = self.seats[seat].got.iter().filter(|got| got.mark.tag == tag);
        all.filter(|got| self.sent_at(got) >= since).copied().collect()
    }

    /// When something was sent.
    pub(crate) fn sent_at(&self, got: &Got) -> Instant {
        self.begun + Duration::from_micros(got.mark.sent_us)
    }

    fn next(&mut self) -> Instant {
        let Output::Timeout(room) = self.room.poll() else { panic!("the room was not heard out") };
        let seats = self.seats.iter().map(|seat| seat.client.deadline).min().unwrap_or(room);
        let way = self.on_way.keys().next().map_or(room, |(at, _)| *at);
        room.min(seats).min(way).min(self.media_at)
    }

    fn step(&mut self) {
        let now = self.now;
        while let Some(entry) = self.on_way.first_entry().filter(|entry| entry.key().0 <= now) {
            match entry.remove() {
                Way::ToRoom(from, bytes) => {
                    self.room.handle_packet(from, host(), &bytes, now);
                    if let Some(reached) = &mut self.reached {
                        reached.push((from, bytes));
                    }
                }
                Way::ToSeat(seat, bytes) => self.seats[seat].client.read(host(), &bytes, now),
            }
            self.carry();
        }
        self.room.handle_timeout(now);
        for seat in self.seats.iter_mut().filter(|seat| seat.client.deadline <= now) {
            seat.client.tick(now);
        }
        if self.media_at <= now {
            self.media_at = now + Duration::from_millis(20);
            self.steps += 1;
            self.send_media();
        }
    }

    /// Sound every 20 ms, pictures every 40.
    fn send_media(&mut self) {
        let (now, begun, steps) = (self.now, self.begun, self.steps);
        for seat in self.seats.iter_mut().filter(|seat| seat.client.connected) {
            let sent_us = u64::try_from((now - begun).as_micros()).unwrap();
            seat.send(Track::Microphone, None, 0, 80, sent_us, now);
            if !steps.is_multiple_of(2) {
                continue;
            }
            match seat.camera_bytes.clone().as_slice() {
                [one] => seat.send(Track::Camera, None, 0, *one, sent_us, now),
                [large, small] => {
                    seat.send(Track::Camera, Some("h"), 0, *large, sent_us, now);
                    seat.send(Track::Camera, Some("l"), 1, *small, sent_us, now);
                }
                _ => {}
            }
            seat.send(Track::Screen, None, 0, seat.screen_bytes, sent_us, now);
        }
    }

    /// Puts everything that was said on its way.
    fn carry(&mut self) {
        let now = self.now;
        loop {
            match self.room.poll() {
                Output::Timeout(_) => break,
                Output::Event(event) => self.events.push((now, event)),
                Output::Transmit { to, bytes } => self.carry_down(to.addr, bytes),
            }
        }
        for at in 0..self.seats.len() {
            let seat = &mut self.seats[at];
            seat.got.append(&mut seat.client.got);
            seat.take_key_requests();
            while let Some((_, bytes)) = self.seats[at].client.out.pop_front() {
                let from = Peer::udp(self.seats[at].seen_as);
                if let Fate::Arrives(at) = self.seats[at].up.send(bytes.len(), now, &mut self.draw) {
                    self.sent += 1;
                    self.on_way.insert((at, self.sent), Way::ToRoom(from, bytes));
                }
            }
        }
    }

    fn carry_down(&mut self, to: SocketAddr, bytes: Vec<u8>) {
        if media_header(&bytes).is_some() {
            let fills_up = bytes[0] & 0x20 != 0;
            self.left.push(Left { at: self.now, to, fills_up });
        }
        let Some(at) = self.seats.iter().position(|seat| seat.seen_as == to) else { return };
        if let Fate::Arrives(arrives) = self.seats[at].down.send(bytes.len(), self.now, &mut self.draw) {
            self.sent += 1;
            self.on_way.insert((arrives, self.sent), Way::ToSeat(at, bytes));
        }
    }
}

impl Seat {
    fn send(&mut self, track: Track, layer: Option<&str>, at: usize, bytes: usize, sent_us: u64, now: Instant) {
        if bytes == 0 || !self.client.sends.iter().any(|(sent, _)| *sent == track) {
            return;
        }
        let number = self.numbers.entry((track, at)).or_insert(0);
        let due = self.keys_due.iter().position(|due| *due == (track, at));
        let key = *number == 0 || due.is_some();
        if let Some(due) = due {
            self.keys_due.swap_remove(due);
        }
        let mark = Mark { tag: tag(self.person.0, track), number: *number, sent_us };
        *number += 1;
        // a key frame is larger than the rest
        let bytes = if key && track != Track::Microphone { bytes * 4 } else { bytes };
        self.client.send(track, layer, key, bytes, mark, now);
    }

    fn take_key_requests(&mut self) {
        for (mid, rid) in std::mem::take(&mut self.client.key_asked) {
            let Some((track, _)) = self.client.sends.iter().find(|(_, sent)| *sent == mid) else { continue };
            let due = (*track, usize::from(rid == Some("l".into())));
            if !self.keys_due.contains(&due) {
                self.keys_due.push(due);
            }
        }
    }
}

/// The tag of a track's frames.
pub(crate) fn tag(person: u32, track: Track) -> u32 {
    let place = match track {
        Track::Microphone => 0,
        Track::Camera => 1,
        Track::Screen => 2,
    };
    person * 10 + place
}
