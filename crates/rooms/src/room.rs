//! A room: packets and time in, packets and events out. It reads no clock and owns no socket.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::ice::StunMessage;
use str0m::net::{Protocol, Transmit};
use str0m::{Event as Engine, Input, Output as Polled};

use crate::event::{Event, Output};
use crate::fault::{JoinFault, Why};
use crate::flood::{Gate, Verdict};
use crate::names::{Peer, Person, RoomId, SessionId, Way, Wire};
use crate::rights::Rights;
use crate::sdp;
use crate::session::{Session, is_stun};
use crate::settings::{Certificate, Settings};

/// How often a room looks after itself.
pub(crate) const TEND_EVERY: Duration = Duration::from_millis(250);
/// After so long a silence nothing a picture rests on can be held to be there.
const AWAY: Duration = Duration::from_millis(800);
/// Credentials that are remembered as used.
const MOST_USED: usize = 1_024;

/// Somebody came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The new session.
    pub session: SessionId,
    /// The answer for the client.
    pub answer_sdp: String,
    /// The name the client's packets call the session by, before their address is known.
    pub ufrag: String,
}

/// A room.
pub struct Room {
    pub(crate) id: RoomId,
    pub(crate) settings: Settings,
    certificate: Certificate,
    pub(crate) rights: Rights,
    pub(crate) sessions: BTreeMap<SessionId, Session>,
    pub(crate) out: VecDeque<Output>,
    pub(crate) opened: Instant,
    pub(crate) tend_at: Instant,
    pub(crate) told_figures: Instant,
    by_peer: BTreeMap<Peer, SessionId>,
    stirred: BTreeSet<SessionId>,
    used: VecDeque<String>,
    last_session: u64,
    gate: Gate,
}

impl Room {
    /// Opens a room. Fails only where the cryptography of the process does.
    pub fn new(id: RoomId, settings: Settings, now: Instant) -> Result<Room, JoinFault> {
        let made = settings.certificate.clone().or_else(Certificate::generate);
        let certificate = made.ok_or_else(|| JoinFault::Engine("no certificate".to_owned()))?;
        Ok(Room {
            id,
            gate: Gate::new(settings.packets_per_second),
            settings,
            certificate,
            rights: Rights::default(),
            sessions: BTreeMap::new(),
            out: VecDeque::new(),
            opened: now,
            tend_at: now,
            told_figures: now,
            by_peer: BTreeMap::new(),
            stirred: BTreeSet::new(),
            used: VecDeque::new(),
            last_session: 0,
        })
    }

    /// The room's number.
    pub fn id(&self) -> RoomId {
        self.id
    }

    /// The sessions there are, with their persons.
    pub fn sessions(&self) -> impl Iterator<Item = (SessionId, Person)> + '_ {
        self.sessions.values().map(|session| (session.id, session.person))
    }

    /// Lets a person in whose client sends and receives over one connection.
    pub fn join(&mut self, person: Person, offer_sdp: &str, now: Instant) -> Result<Joined, JoinFault> {
        self.enter(person, Way::Both, offer_sdp, now)
    }

    /// Takes what a standard client sends (WHIP).
    pub fn whip(&mut self, person: Person, offer_sdp: &str, now: Instant) -> Result<Joined, JoinFault> {
        self.enter(person, Way::In, offer_sdp, now)
    }

    /// Serves a standard client that only receives (WHEP).
    pub fn whep(&mut self, person: Person, offer_sdp: &str, now: Instant) -> Result<Joined, JoinFault> {
        self.enter(person, Way::Out, offer_sdp, now)
    }

    fn enter(&mut self, person: Person, way: Way, offer: &str, now: Instant) -> Result<Joined, JoinFault> {
        let plan = sdp::read(offer, way, &self.settings)?;
        if self.used.contains(&plan.credentials) {
            return Err(JoinFault::Replayed);
        }
        let others: BTreeSet<Person> =
            self.sessions.values().map(|session| session.person).filter(|other| *other != person).collect();
        if others.len() >= self.settings.persons {
            return Err(JoinFault::RoomFull);
        }
        let id = SessionId(self.last_session.saturating_add(1));
        let credentials = plan.credentials.clone();
        let (session, answer_sdp) = Session::open(id, person, way, plan, &self.certificate, &self.settings, now)?;
        self.last_session = id.0;
        self.remember(credentials);
        let overlaps = |other: Way| way == Way::Both || other == Way::Both || way == other;
        let before = self.sessions.values().filter(|other| other.person == person && overlaps(other.way));
        for old in before.map(|old| old.id).collect::<Vec<_>>() {
            self.end(old, Why::Replaced, now);
        }
        let ufrag = session.ufrag.clone();
        self.sessions.insert(id, session);
        self.stir(id);
        self.settle(now);
        Ok(Joined { session: id, answer_sdp, ufrag })
    }

    /// Takes a client back whose address changed or whose connection broke (ICE restart). Its lines go on as they are.
    pub fn restart(&mut self, session: SessionId, offer_sdp: &str, now: Instant) -> Result<Joined, JoinFault> {
        let Some(found) = self.sessions.get_mut(&session) else { return Err(JoinFault::Gone) };
        let plan = sdp::read(offer_sdp, found.way, &self.settings)?;
        if self.used.contains(&plan.credentials) {
            return Err(JoinFault::Replayed);
        }
        let credentials = plan.credentials.clone();
        let answer_sdp = found.restart(plan, now)?;
        let ufrag = found.ufrag.clone();
        self.remember(credentials);
        self.stir(session);
        self.settle(now);
        Ok(Joined { session, answer_sdp, ufrag })
    }

    fn remember(&mut self, credentials: String) {
        self.used.push_back(credentials);
        if self.used.len() > MOST_USED {
            self.used.pop_front();
        }
    }

    /// Takes a session out.
    pub fn leave(&mut self, session: SessionId, now: Instant) {
        self.end(session, Why::Left, now);
        self.settle(now);
    }

    /// Takes everybody out.
    pub fn close(&mut self, now: Instant) {
        for session in self.sessions.keys().copied().collect::<Vec<_>>() {
            self.end(session, Why::Left, now);
        }
    }

    /// Says what is allowed from the next packet on (H-010).
    pub fn set_rights(&mut self, rights: Rights, now: Instant) {
        self.rights = rights;
        self.show(now);
        self.settle(now);
    }

    /// Takes a packet that came from `from` to the room's address `to`.
    pub fn handle_packet(&mut self, from: Peer, to: SocketAddr, bytes: &[u8], now: Instant) {
        match self.gate.count(from, now) {
            Verdict::Pass => {}
            Verdict::Flood => return self.say(Event::Flood { addr: from }),
            Verdict::Drop => return,
        }
        let Some(id) = self.owner(from, bytes) else { return };
        let to = self.own_address(to);
        let Some(session) = self.sessions.get_mut(&id) else { return };
        let away = session.connected && now.saturating_duration_since(session.heard) >= AWAY;
        if session.read(from, to, bytes, now) {
            session.consent = now;
            if let Some(forgotten) = session.know(from, now) {
                self.by_peer.remove(&forgotten);
            }
            self.by_peer.insert(from, id);
        }
        if away {
            self.welcome(id, now);
        }
        self.stir(id);
        self.settle(now);
    }

    /// Whose packet it is: by the name it calls where it is a check, else by where it came from.
    fn owner(&self, from: Peer, bytes: &[u8]) -> Option<SessionId> {
        if is_stun(bytes)
            && let Ok(message) = StunMessage::parse(bytes)
            && message.is_binding_request()
        {
            let (local, _) = message.split_username()?;
            return self.sessions.values().find(|session| session.ufrag == local).map(|session| session.id);
        }
        self.by_peer.get(&from).copied()
    }

    /// The advertised address that a packet came to; behind NAT the socket knows another one.
    fn own_address(&self, to: SocketAddr) -> SocketAddr {
        let hosts = &self.settings.hosts;
        if hosts.contains(&to) {
            return to;
        }
        hosts.iter().find(|host| host.is_ipv4() == to.is_ipv4()).copied().unwrap_or(to)
    }

    /// The peers that are known, for whoever sorts packets by rooms.
    pub fn knows(&self, peer: Peer) -> bool {
        self.by_peer.contains_key(&peer)
    }

    /// Takes the time.
    pub fn handle_timeout(&mut self, now: Instant) {
        let due = self.sessions.values_mut().filter(|session| session.deadline <= now);
        for session in due {
            if session.rtc.handle_input(Input::Timeout(now)).is_err() {
                session.rtc.disconnect();
            }
            self.stirred.insert(session.id);
        }
        if self.tend_at <= now {
            self.tend_at = now + TEND_EVERY;
            self.tend(now);
        }
        self.settle(now);
    }

    /// What is to be done next. To be called until it says when to come again.
    pub fn poll(&mut self) -> Output {
        if let Some(output) = self.out.pop_front() {
            return output;
        }
        let next = self.sessions.values().map(|session| session.deadline).min();
        Output::Timeout(next.map_or(self.tend_at, |next| next.min(self.tend_at)))
    }

    pub(crate) fn say(&mut self, event: Event) {
        self.out.push_back(Output::Event(event));
    }

    /// Marks a session as one whose engine may have something to say.
    pub(crate) fn stir(&mut self, session: SessionId) {
        self.stirred.insert(session);
    }

    /// Hears every engine out that may have something to say.
    pub(crate) fn settle(&mut self, now: Instant) {
        while let Some(id) = self.stirred.pop_first() {
            self.hear_out(id, now);
        }
    }

    fn hear_out(&mut self, id: SessionId, now: Instant) {
        loop {
            let Some(session) = self.sessions.get_mut(&id) else { return };
            if !session.rtc.is_alive() {
                return self.end(id, Why::Broken, now);
            }
            match session.rtc.poll_output() {
                Ok(Polled::Timeout(at)) => {
                    session.deadline = at;
                    return;
                }
                Ok(Polled::Transmit(transmit)) => self.send(id, transmit, now),
                Ok(Polled::Event(Engine::Closed)) => return self.end(id, Why::Closed, now),
                Ok(Polled::Event(event)) => self.take(id, event, now),
                Err(_) => return self.end(id, Why::Broken, now),
            }
        }
    }

    fn send(&mut self, id: SessionId, transmit: Transmit, now: Instant) {
        let Some(session) = self.sessions.get_mut(&id) else { return };
        if !session.lets_out(&transmit.contents, now) {
            return;
        }
        let to = session.way_to(destination(&transmit), &transmit.contents);
        self.out.push_back(Output::Transmit { to, bytes: transmit.contents.into() });
    }

    fn take(&mut self, id: SessionId, event: Engine, now: Instant) {
        match event {
            Engine::MediaData(data) => self.forward(id, data, now),
            Engine::KeyframeRequest(request) => self.pass_key_request(id, request.mid, now),
            Engine::Connected => self.connected(id, now),
            other => self.note(id, other, now),
        }
    }

    fn connected(&mut self, id: SessionId, now: Instant) {
        let Some(session) = self.sessions.get_mut(&id) else { return };
        session.connected = true;
        session.heard = now;
        let person = session.person;
        self.say(Event::Connected(id, person));
        self.show(now);
    }

    /// Ends a session, and says good-bye to its client.
    pub(crate) fn end(&mut self, id: SessionId, why: Why, now: Instant) {
        let Some(mut session) = self.sessions.remove(&id) else { return };
        if session.rtc.is_alive() && session.rtc.close().is_ok() {
            // a few packets at most; whatever else the engine has to say is not heard
            for _ in 0..64 {
                match session.rtc.poll_output() {
                    Ok(Polled::Transmit(transmit)) if session.lets_out(&transmit.contents, now) => {
                        let to = session.way_to(destination(&transmit), &transmit.contents);
                        self.out.push_back(Output::Transmit { to, bytes: transmit.contents.into() });
                    }
                    Ok(Polled::Transmit(_) | Polled::Event(_)) => {}
                    Ok(Polled::Timeout(_)) | Err(_) => break,
                }
            }
        }
        self.by_peer.retain(|_, owner| *owner != id);
        self.say(Event::Disconnected(id, session.person, why));
        self.show(now);
    }
}

fn destination(transmit: &Transmit) -> Peer {
    let wire = if transmit.proto == Protocol::Udp { Wire::Udp } else { Wire::Tcp };
    Peer { wire, addr: transmit.destination }
}

#[cfg(test)]
mod tests;
