//! A small server of rooms for trying clients: `GET /` is a page, `POST /room/NUMBER/PERSON` takes an offer.
//! Everybody may send and receive everything. `POST /room/NUMBER/PERSON/muted` takes the rights to be seen and heard.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};

use rooms::{JoinFault, Node, NodeEvent, NodeSettings, Person, Rights, RoomId, SessionId, Track};

const PAGE: &str = include_str!("page.html");

struct Desk {
    node: Node,
    persons: BTreeMap<RoomId, BTreeSet<Person>>,
    muted: BTreeSet<(RoomId, Person)>,
    sessions: BTreeMap<(RoomId, Person), SessionId>,
}

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let port: u16 = arguments.next().and_then(|port| port.parse().ok()).unwrap_or(8090);
    let mut settings = NodeSettings::at(SocketAddr::from(([127, 0, 0, 1], 0)));
    settings.room.record = true;
    let node = Node::start(settings)?;
    let door = TcpListener::bind(("127.0.0.1", port))?;
    let mut out = io::stdout();
    writeln!(out, "http://{} media {}", door.local_addr()?, node.addr())?;
    let mut desk = Desk { node, persons: BTreeMap::new(), muted: BTreeSet::new(), sessions: BTreeMap::new() };
    for client in door.incoming() {
        if let Err(error) = desk.serve(client?) {
            writeln!(out, "{error}")?;
        }
    }
    Ok(())
}

impl Desk {
    fn serve(&mut self, mut client: TcpStream) -> io::Result<()> {
        let mut reader = BufReader::new(client.try_clone()?);
        let mut first = String::new();
        reader.read_line(&mut first)?;
        let mut length = 0usize;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        let mut body = vec![0u8; length.min(1 << 20)];
        reader.read_exact(&mut body)?;
        let body = String::from_utf8_lossy(&body).into_owned();
        let path = first.split_ascii_whitespace().nth(1).unwrap_or("/");
        let path = path.split('?').next().unwrap_or("/");
        let (status, kind, text) = self.answer(path, &body);
        write!(
            client,
            "HTTP/1.1 {status}\r\ncontent-type: {kind}; charset=utf-8\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}",
            text.len()
        )
    }

    fn answer(&mut self, path: &str, body: &str) -> (&'static str, &'static str, String) {
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        let (room, person) = match parts.as_slice() {
            [""] => return ("200 OK", "text/html", PAGE.to_owned()),
            ["events"] => return ("200 OK", "text/plain", self.events()),
            ["room", room, person, ..] => (room.parse().unwrap_or(0), person.parse().unwrap_or(0)),
            _ => return ("404 Not Found", "text/plain", String::new()),
        };
        let (room, person) = (RoomId(room), Person(person));
        let done = match parts.get(3).copied() {
            None => self.enter(room, person, body),
            Some("restart") => self.restart(room, person, body),
            Some("muted") => {
                self.muted.insert((room, person));
                self.tell_rights(room);
                Ok(String::new())
            }
            Some(_) => Err(JoinFault::Malformed),
        };
        match done {
            Ok(answer) => ("201 Created", "application/sdp", answer),
            Err(fault) => ("409 Conflict", "text/plain", format!("{}: {fault}", fault.code())),
        }
    }

    fn enter(&mut self, room: RoomId, person: Person, offer: &str) -> Result<String, JoinFault> {
        self.node.open(room, true)?;
        let joined = self.node.join(room, person, offer)?;
        self.persons.entry(room).or_default().insert(person);
        self.sessions.insert((room, person), joined.session);
        self.tell_rights(room);
        Ok(joined.answer_sdp)
    }

    fn restart(&mut self, room: RoomId, person: Person, offer: &str) -> Result<String, JoinFault> {
        let session = self.sessions.get(&(room, person)).copied().ok_or(JoinFault::Gone)?;
        self.node.restart(room, session, offer).map(|joined| joined.answer_sdp)
    }

    fn tell_rights(&self, room: RoomId) {
        let persons = self.persons.get(&room).cloned().unwrap_or_default();
        let mut rights = Rights { first: persons.iter().copied().collect(), ..Rights::default() };
        for source in persons.iter().filter(|person| !self.muted.contains(&(room, **person))) {
            for track in [Track::Camera, Track::Microphone, Track::Screen] {
                rights.sends.insert((*source, track));
                rights.receives.extend(persons.iter().map(|viewer| (*viewer, *source, track)));
            }
        }
        self.node.set_rights(room, rights);
    }

    /// What happened since the last time, one event a line, frames counted only.
    fn events(&self) -> String {
        let mut text = String::new();
        let mut frames: BTreeMap<String, usize> = BTreeMap::new();
        while let Ok(event) = self.node.events().try_recv() {
            match event {
                NodeEvent::Room(_, rooms::Event::Frame { person, track, codec, .. }) => {
                    *frames.entry(format!("{person:?} {track:?} {codec:?}")).or_insert(0) += 1;
                }
                other => text.push_str(&format!("{other:?}\n")),
            }
        }
        frames.iter().for_each(|(what, count)| text.push_str(&format!("frames {what} {count}\n")));
        text.push_str(&format!("{:?}\n", self.node.health()));
        text
    }
}
