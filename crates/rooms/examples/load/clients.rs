//! The clients: each with a socket of its own, all on one thread.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::time::{Duration, Instant};

use mio::net::UdpSocket;
use mio::{Events, Interest, Poll, Token};
use rooms::Track;
use rooms::testing::{Client, Mark, Offers};

use crate::process::Server;

/// Pictures a second.
const PICTURES: usize = 25;
const SOUND_EVERY: Duration = Duration::from_millis(20);

/// One client.
struct One {
    client: Client,
    socket: UdpSocket,
    tag: u32,
    sound_at: Instant,
    picture_at: Instant,
    sounds: u32,
    pictures: u32,
    key: bool,
    due: Instant,
}

/// What was measured.
pub struct Figures {
    pub connected: usize,
    pub got: u64,
    pub expected: u64,
    pub p50_us: u64,
    pub p99_us: u64,
    pub busy: u64,
}

/// All clients.
pub struct Crowd {
    began: Instant,
    poll: Poll,
    all: Vec<One>,
    due: BTreeSet<(Instant, usize)>,
    picture_bytes: usize,
    measuring: Option<Instant>,
    delays_us: Vec<u64>,
    /// The first and last number, and how many, of each stream at each viewer.
    seen: BTreeMap<(usize, u32), (u32, u32, u64)>,
    waited: Duration,
}

#[allow(clippy::disallowed_methods, reason = "delays are measured here")]
fn clock() -> Instant {
    Instant::now()
}

impl Crowd {
    /// Nobody yet.
    pub fn new(kbit: usize) -> io::Result<Crowd> {
        Ok(Crowd {
            began: clock(),
            poll: Poll::new()?,
            all: Vec::new(),
            due: BTreeSet::new(),
            picture_bytes: kbit.saturating_mul(1_000) / 8 / PICTURES,
            measuring: None,
            delays_us: Vec::new(),
            seen: BTreeMap::new(),
            waited: Duration::ZERO,
        })
    }

    /// The time since the beginning.
    pub fn now_us(&self) -> u64 {
        us(clock().saturating_duration_since(self.began))
    }

    /// Lets a client in.
    pub fn enter(&mut self, server: &mut Server, room: u64, person: u32) -> io::Result<()> {
        let now = clock();
        let mut socket = UdpSocket::bind(std::net::SocketAddr::from(([127, 0, 0, 1], 0)))?;
        let offers = Offers { slots: 2, ..Offers::default() };
        let failed = || io::Error::other("no client could be made");
        let (mut client, offer) = Client::new(&offers, socket.local_addr()?, now).ok_or_else(failed)?;
        let answer = server.enter(room, person, &offer)?;
        client.accept(&answer).ok_or_else(|| io::Error::other(answer.clone()))?;
        client.tick(now);
        let at = self.all.len();
        self.poll.registry().register(&mut socket, Token(at), Interest::READABLE)?;
        // everybody's frames fall on other moments
        let shift = Duration::from_micros(u64::try_from(at).unwrap_or(0).wrapping_mul(7_919) % 40_000);
        let tag = u32::try_from(at).unwrap_or(u32::MAX).saturating_mul(2);
        self.all.push(One {
            client,
            socket,
            tag,
            sound_at: now + shift,
            picture_at: now + shift,
            sounds: 0,
            pictures: 0,
            key: true,
            due: now,
        });
        self.due.insert((now, at));
        Ok(())
    }

    /// From now on everything counts.
    pub fn measure(&mut self) {
        self.measuring = Some(clock());
        self.delays_us.clear();
        self.seen.clear();
        self.waited = Duration::ZERO;
    }

    /// Lets time pass.
    pub fn run(&mut self, time: Duration) -> io::Result<()> {
        let end = clock() + time;
        let mut events = Events::with_capacity(1_024);
        loop {
            let now = clock();
            if now >= end {
                return Ok(());
            }
            let next = self.due.first().map_or(end, |(due, _)| (*due).min(end));
            self.poll.poll(&mut events, Some(next.saturating_duration_since(now)))?;
            self.waited += clock().saturating_duration_since(now);
            let readable: Vec<usize> = events.iter().map(|event| event.token().0).collect();
            readable.into_iter().for_each(|at| self.read(at));
            let now = clock();
            while let Some((_, at)) = self.due.first().copied().filter(|(due, _)| *due <= now) {
                self.turn(at, now);
            }
        }
    }

    fn read(&mut self, at: usize) {
        let mut buffer = [0u8; 2_048];
        let Some(one) = self.all.get_mut(at) else { return };
        while let Ok((length, from)) = one.socket.recv_from(&mut buffer) {
            one.client.read(from, buffer.get(..length).unwrap_or(&[]), clock());
        }
        self.after(at);
    }

    fn turn(&mut self, at: usize, now: Instant) {
        let (bytes, began) = (self.picture_bytes, self.began);
        let Some(one) = self.all.get_mut(at) else { return };
        if one.client.deadline <= now {
            one.client.tick(now);
        }
        if one.sound_at <= now {
            one.sound_at += SOUND_EVERY;
            let mark = Mark { tag: one.tag, number: one.sounds, sent_us: us(now.saturating_duration_since(began)) };
            if one.client.connected && one.client.send(Track::Microphone, None, false, 80, mark, now) {
                one.sounds += 1;
            }
        }
        if one.picture_at <= now {
            one.picture_at += SOUND_EVERY * 2;
            let mark =
                Mark { tag: one.tag + 1, number: one.pictures, sent_us: us(now.saturating_duration_since(began)) };
            if one.client.connected && one.client.send(Track::Camera, None, one.key, bytes, mark, now) {
                one.pictures += 1;
                one.key = false;
            }
        }
        self.after(at);
    }

    /// Sends what is to be sent, counts what was got, and says when to come again.
    fn after(&mut self, at: usize) {
        let now = clock();
        let Some(one) = self.all.get_mut(at) else { return };
        while let Some((to, bytes)) = one.client.out.pop_front() {
            // a full buffer loses a packet, as a network does
            let _ = one.socket.send_to(&bytes, to);
        }
        one.key |= !one.client.key_asked.is_empty();
        one.client.key_asked.clear();
        for got in one.client.got.drain(..) {
            if self.measuring.is_none_or(|from| got.at < from) {
                continue;
            }
            let arrived = us(got.at.saturating_duration_since(self.began));
            self.delays_us.push(arrived.saturating_sub(got.mark.sent_us));
            let number = got.mark.number;
            let seen = self.seen.entry((at, got.mark.tag)).or_insert((number, number, 0));
            *seen = (seen.0.min(number), seen.1.max(number), seen.2 + 1);
        }
        let due = one.client.deadline.min(one.sound_at).min(one.picture_at).max(now);
        self.due.remove(&(one.due, at));
        one.due = due;
        self.due.insert((due, at));
    }

    /// What was measured.
    pub fn figures(&mut self) -> Figures {
        self.delays_us.sort_unstable();
        let delays = &self.delays_us;
        let share = |part: usize| delays.get(delays.len().saturating_mul(part) / 100).copied().unwrap_or(0);
        let passed = self.measuring.map_or(Duration::ZERO, |from| clock().saturating_duration_since(from));
        let busy = us(passed).saturating_sub(us(self.waited)).saturating_mul(100) / us(passed).max(1);
        // every viewer should have two voices and two pictures; a stream nobody saw is lost whole
        let streams = self.all.len().saturating_mul(4).saturating_sub(self.seen.len());
        let unseen = u64::try_from(streams).unwrap_or(0).saturating_mul(us(passed) / 40_000);
        Figures {
            connected: self.all.iter().filter(|one| one.client.connected).count(),
            got: self.seen.values().map(|(.., count)| count).sum(),
            expected: self.seen.values().map(|(first, last, _)| u64::from(last - first) + 1).sum::<u64>() + unseen,
            p50_us: share(50),
            p99_us: share(99),
            busy,
        }
    }
}

fn us(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
