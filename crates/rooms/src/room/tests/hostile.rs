//! What no honest client sends: broken, replayed, too much, to the wrong place.

use std::net::SocketAddr;

use proptest::prelude::*;

use super::{secs, together};
use crate::testing::{Offers, World, host, tag};
use crate::{Event, Peer, Person, Refused, Room, RoomId, Settings, Track, Why};

/// Packets as they came to a room, of every kind there is.
fn real_packets() -> Vec<(Peer, Vec<u8>)> {
    let mut world = World::new(1, Settings::default());
    world.reached = Some(Vec::new());
    for person in 1..=2 {
        world.seat(person, &Offers::default());
    }
    let rights = world.open_rights();
    world.room.set_rights(rights, world.now);
    world.run(secs(2));
    world.reached.unwrap()
}

#[test]
fn a_flood_is_told_once_and_the_others_do_not_notice() {
    let mut world = together(2, 2, Settings { packets_per_second: 500, ..Settings::default() });
    let from = Peer::udp(world.seats[0].seen_as);
    for _ in 0..5_000 {
        world.room.handle_packet(from, host(), &[0x80; 50], world.now);
    }
    let since = world.now;
    world.run(secs(2));
    let floods = world.told(|event| if let Event::Flood { addr } = event { Some(*addr) } else { None });
    assert_eq!(floods.len(), 1);
    assert_eq!(floods[0].1, from);
    assert!(world.got(0, tag(2, Track::Microphone), since).len() > 80);
    assert!(world.got(1, tag(1, Track::Microphone), since + secs(1)).len() > 40, "after a second it is heard again");
}

#[test]
fn strangers_are_not_heard() {
    let packets = real_packets();
    let mut world = together(3, 2, Settings::default());
    let before = world.events.len();
    for (step, (_, bytes)) in packets.iter().enumerate() {
        let port = u16::try_from(1_000 + step % 60_000).unwrap();
        let stranger = Peer::udp(SocketAddr::from(([10, 9, 8, 7], port)));
        world.room.handle_packet(stranger, host(), bytes, world.now);
        assert!(!world.room.knows(stranger));
    }
    world.run(secs(1));
    let told = &world.events[before..];
    assert!(told.iter().all(|(_, event)| matches!(event, Event::Speaking { .. } | Event::Figures { .. })), "{told:?}");
}

#[test]
fn packets_that_come_twice_are_heard_once() {
    let mut world = together(4, 2, Settings::default());
    world.reached = Some(Vec::new());
    world.run(secs(1));
    let replayed = world.reached.take().unwrap();
    assert!(replayed.len() > 100);
    let since = world.now;
    for (from, bytes) in replayed.iter().filter(|(_, bytes)| bytes[0] >= 128) {
        world.room.handle_packet(*from, host(), bytes, world.now);
    }
    world.run(secs(1));
    let got = world.got(1, tag(1, Track::Microphone), world.begun);
    let mut numbers: Vec<u32> = got.iter().map(|got| got.mark.number).collect();
    numbers.dedup();
    assert_eq!(numbers.len(), got.len(), "no piece twice");
    assert!(got.iter().any(|got| got.at > since + super::ms(500)), "and it goes on");
}

#[test]
fn a_kind_of_packet_that_was_not_promised_is_counted() {
    let mut world = together(5, 2, Settings::default());
    let from = Peer::udp(world.seats[0].seen_as);
    let mut packet = vec![0x80, 41];
    packet.resize(60, 7);
    for _ in 0..10 {
        world.room.handle_packet(from, host(), &packet, world.now);
    }
    world.run(secs(2));
    let counted = world.told(|event| match event {
        Event::Refused { person: Person(1), what: Refused::Unpromised, count, .. } => Some(*count),
        _ => None,
    });
    assert_eq!(counted.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [10]);
}

/// Changes, cuts or doubles some bytes.
fn spoil(mut bytes: Vec<u8>, spoils: &[(usize, u8, u8)]) -> Vec<u8> {
    for (at, value, kind) in spoils {
        let at = if bytes.is_empty() { 0 } else { at % bytes.len() };
        match kind % 4 {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, *value),
            2 if !bytes.is_empty() => bytes[at] = *value,
            _ if !bytes.is_empty() => bytes[at] ^= 1 << (value % 8),
            _ => {}
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn spoiled_packets_neither_break_the_room_nor_end_a_session(
        spoils in prop::collection::vec((any::<usize>(), prop::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 1..4)), 400),
        noise in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 100),
    ) {
        let mut world = World::new(6, Settings { packets_per_second: 100_000, ..Settings::default() });
        world.reached = Some(Vec::new());
        for person in 1..=2 {
            world.seat(person, &Offers::default());
        }
        let rights = world.open_rights();
        world.room.set_rights(rights, world.now);
        world.run(secs(1));
        let packets = world.reached.take().unwrap();
        for (which, spoils) in spoils {
            let (from, bytes) = &packets[which % packets.len()];
            world.room.handle_packet(*from, host(), &spoil(bytes.clone(), &spoils), world.now);
        }
        for bytes in noise {
            world.room.handle_packet(Peer::udp(world.seats[0].seen_as), host(), &bytes, world.now);
        }
        let since = world.now;
        world.run(secs(2));
        let broken = world.told(|event| if let Event::Disconnected(_, _, why) = event { Some(*why) } else { None });
        prop_assert!(broken.iter().all(|(_, why)| *why == Why::Closed), "{broken:?}");
        prop_assert!(!world.got(1, tag(1, Track::Microphone), since).is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]
    #[test]
    fn spoiled_offers_are_refused_or_taken_but_break_nothing(
        spoils in prop::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 0..6),
        lines in prop::collection::vec((any::<usize>(), any::<usize>()), 0..4),
    ) {
        let now = crate::testing::start();
        let settings = Settings { hosts: vec![host()], ..Settings::default() };
        let mut room = Room::new(RoomId(1), settings, now).unwrap();
        let addr = SocketAddr::from(([192, 0, 2, 1], 5_000));
        let (_, offer) = crate::testing::Client::new(&Offers { simulcast: true, ..Offers::default() }, addr, now).unwrap();
        let mut all: Vec<&str> = offer.lines().collect();
        for (from, to) in lines {
            let line = all[from % all.len()];
            let to = to % all.len();
            all.insert(to, line);
        }
        let text = all.join("\r\n") + "\r\n";
        let text = String::from_utf8_lossy(&spoil(text.into_bytes(), &spoils)).into_owned();
        for joined in [room.join(Person(1), &text, now), room.whip(Person(2), &text, now)] {
            if let Err(fault) = joined {
                prop_assert!(fault.to_string().contains('。'));
            }
        }
    }

    #[test]
    fn no_text_at_all_is_an_offer(text in "\\PC{0,200}") {
        let now = crate::testing::start();
        let mut room = Room::new(RoomId(1), Settings::default(), now).unwrap();
        prop_assert!(room.join(Person(1), &text, now).is_err());
    }
}
