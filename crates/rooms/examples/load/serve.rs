//! The node's process: takes `room person offer` line by line, answers each with one line.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, Write};
use std::net::SocketAddr;
use std::time::Duration;

use rooms::{Ceilings, Node, NodeSettings, Person, Rights, RoomId, Track};

/// Serves until the input ends.
pub fn run(workers: usize) -> io::Result<()> {
    let mut settings = NodeSettings::at(SocketAddr::from(([127, 0, 0, 1], 0)));
    settings.workers = workers;
    // the load is to find the ceiling, not to be stopped before it
    settings.ceilings = Ceilings { rooms: usize::MAX, busy: u64::MAX, delay: Duration::MAX };
    let node = Node::start(settings)?;
    let mut out = io::stdout().lock();
    let mut persons: BTreeMap<u64, BTreeSet<u32>> = BTreeMap::new();
    for line in io::stdin().lock().lines() {
        let line = line?;
        // nobody listens; what was said is let go
        while node.events().try_recv().is_ok() {}
        let mut parts = line.splitn(3, ' ');
        let (Some(room), Some(person), Some(offer)) = (parts.next(), parts.next(), parts.next()) else {
            writeln!(out, "{:?}", node.health())?;
            out.flush()?;
            continue;
        };
        let (room, person) = (room.parse().unwrap_or(0), person.parse().unwrap_or(0));
        let answer = enter(&node, RoomId(room), Person(person), &offer.replace('|', "\r\n"));
        let here = persons.entry(room).or_default();
        here.insert(person);
        node.set_rights(RoomId(room), rights(here));
        writeln!(out, "{}", answer.replace("\r\n", "|"))?;
        out.flush()?;
    }
    Ok(())
}

fn enter(node: &Node, room: RoomId, person: Person, offer: &str) -> String {
    let joined = node.open(room, false).and_then(|()| node.join(room, person, offer));
    joined.map_or_else(|fault| format!("{}: {fault}", fault.code()), |joined| joined.answer_sdp)
}

fn rights(persons: &BTreeSet<u32>) -> Rights {
    let mut rights = Rights::default();
    for source in persons {
        for track in [Track::Camera, Track::Microphone] {
            rights.sends.insert((Person(*source), track));
            rights.receives.extend(persons.iter().map(|viewer| (Person(*viewer), Person(*source), track)));
        }
    }
    rights
}
