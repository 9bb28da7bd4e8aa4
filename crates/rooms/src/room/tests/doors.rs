//! The ways in and out: full rooms, replays, replacements, standard clients.

use super::{ms, secs, together};
use crate::testing::{Offers, Pictures, World, tag};
use crate::{Codec, Event, JoinFault, Person, Refused, Room, SessionId, Settings, Track, Why};

fn ended(world: &World) -> Vec<(SessionId, Why)> {
    let told = world.told(|event| match event {
        Event::Disconnected(session, _, why) => Some((*session, *why)),
        _ => None,
    });
    told.into_iter().map(|(_, one)| one).collect()
}

#[test]
fn the_same_offer_twice_is_a_replay() {
    let mut world = together(1, 2, Settings::default());
    let offer = world.seats[0].offer.clone();
    assert_eq!(world.room.join(Person(3), &offer, world.now), Err(JoinFault::Replayed));
    assert_eq!(world.room.restart(world.seats[0].session, &offer, world.now), Err(JoinFault::Replayed));
    assert_eq!(world.room.sessions().count(), 2, "who is in stays in");
}

#[test]
fn a_session_that_is_over_takes_nothing_more() {
    let mut world = together(2, 2, Settings::default());
    let session = world.seats[0].session;
    world.room.leave(session, world.now);
    let since = world.now;
    world.run(secs(1));
    assert_eq!(ended(&world), [(session, Why::Left)]);
    assert_eq!(world.restart(0), Err(JoinFault::Gone));
    world.run(secs(2));
    assert!(world.got(1, tag(1, Track::Microphone), since + ms(100)).is_empty());
    assert!(!world.seats[0].client.rtc.is_alive(), "the client was told good-bye");
}

#[test]
fn who_comes_in_again_takes_his_own_place() {
    let mut world = together(3, 2, Settings { persons: 2, ..Settings::default() });
    let again = world.seat(1, &Offers::default());
    let since = world.now;
    world.run(secs(2));
    assert_eq!(ended(&world), [(world.seats[0].session, Why::Replaced)]);
    assert!(!world.got(1, tag(1, Track::Camera), since + secs(1)).is_empty());
    assert!(!world.got(again, tag(2, Track::Camera), since + secs(1)).is_empty());
    let offer = crate::testing::Client::new(&Offers::default(), world.seats[0].client.addr, world.now).unwrap().1;
    assert_eq!(world.room.join(Person(3), &offer, world.now), Err(JoinFault::RoomFull));
}

#[test]
fn standard_clients_send_by_one_connection_and_receive_by_another() {
    let mut world = World::new(4, Settings::default());
    let sends = Offers { slots: 0, ..Offers::default() };
    let receives = Offers { sends: Vec::new(), slots: 1, ..Offers::default() };
    world.seat_by(1, &sends, Room::whip);
    let viewer = world.seat_by(1, &receives, Room::whep);
    let other = world.seat(2, &Offers::default());
    let rights = world.open_rights();
    world.room.set_rights(rights, world.now);
    world.run(secs(3));
    assert!(world.got(viewer, tag(2, Track::Camera), world.begun).len() > 50);
    assert!(world.got(other, tag(1, Track::Camera), world.begun).len() > 50);
    assert!(world.got(other, tag(1, Track::Microphone), world.begun).len() > 100);
    assert!(ended(&world).is_empty(), "both connections of a person stay");
}

#[test]
fn a_client_without_h264_is_seen_by_all_and_sees_what_it_knows() {
    let mut world = World::new(5, Settings::default());
    world.seat(1, &Offers { pictures: Pictures::Vp8, ..Offers::default() });
    world.seat(2, &Offers::default());
    let rights = world.open_rights();
    world.room.set_rights(rights, world.now);
    world.run(secs(3));
    assert!(world.got(1, tag(1, Track::Camera), world.begun).len() > 50, "VP8 is shown");
    assert!(world.got(0, tag(2, Track::Camera), world.begun).is_empty());
    assert!(world.got(0, tag(2, Track::Microphone), world.begun).len() > 100);
    let unknown = |event: &Event| {
        matches!(event, Event::Refused { person: Person(1), what: Refused::UnknownToViewer(Codec::H264), .. })
            .then_some(())
    };
    assert!(!world.told(unknown).is_empty());
}

#[test]
fn who_never_connects_is_taken_out() {
    let mut world = World::new(6, Settings::default());
    let seat = world.seat(1, &Offers::default());
    world.seats[seat].up.cut = true;
    world.run(secs(40));
    assert_eq!(ended(&world), [(world.seats[seat].session, Why::NeverCame)]);
}

#[test]
fn a_session_sends_no_more_than_it_may() {
    let world = together(7, 2, Settings { session_bytes: 60_000, ..Settings::default() });
    let whys: Vec<Why> = ended(&world).into_iter().map(|(_, why)| why).collect();
    assert_eq!(whys, [Why::TooMuch, Why::TooMuch]);
}

#[test]
fn a_client_that_closes_is_gone_at_once() {
    let mut world = together(8, 2, Settings::default());
    world.seats[0].client.rtc.close().unwrap();
    world.seats[0].client.tick(world.now);
    world.run(ms(500));
    assert_eq!(ended(&world), [(world.seats[0].session, Why::Closed)]);
}

#[test]
fn closing_takes_everybody_out() {
    let mut world = together(9, 3, Settings::default());
    world.room.close(world.now);
    world.run(ms(100));
    assert_eq!(ended(&world).len(), 3);
    assert_eq!(world.room.sessions().count(), 0);
}
