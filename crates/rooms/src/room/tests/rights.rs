//! Who may not, does not: to the packet.

use super::{first_after, ms, secs, together};
use crate::testing::{Offers, World, tag};
use crate::{Event, Person, Refused, Rights, Settings, Track};

/// The stream of a seat's only other camera or voice, by what leaves the room for it.
fn payload_packets(world: &World, seat: usize, since: std::time::Instant) -> usize {
    let addr = world.seats[seat].seen_as;
    world.left.iter().filter(|left| left.to == addr && left.at >= since && !left.fills_up).count()
}

#[test]
fn h010_after_a_right_is_taken_not_one_packet_more() {
    for seed in 0..8 {
        let mut world = together(seed, 2, Settings::default());
        // much waits to be sent again, and to be sent at all, when the right is taken
        world.seats[1].down.loss = 300;
        world.seats[0].camera_bytes = vec![20_000];
        let wait = world.below(400);
        world.run(secs(1) + ms(wait));
        let since = world.now;
        assert!(payload_packets(&world, 1, since - ms(200)) > 0);
        let mut rights = world.open_rights();
        rights.receives.retain(|(viewer, source, _)| (viewer.0, source.0) != (2, 1));
        world.left.clear();
        world.room.set_rights(rights, world.now);
        world.run(secs(4));
        assert_eq!(payload_packets(&world, 1, since), 0, "seed {seed}");
        for track in [Track::Camera, Track::Microphone] {
            assert!(world.sent(1, tag(1, track), since).is_empty(), "seed {seed}");
            assert!(!world.sent(0, tag(2, track), since).is_empty(), "the other way nothing changed");
        }
    }
}

#[test]
fn h010_a_muted_party_that_keeps_sending_is_dropped_and_counted() {
    let mut world = together(20, 2, Settings { record: true, ..Settings::default() });
    let mut rights = world.open_rights();
    rights.sends.remove(&(Person(1), Track::Microphone));
    world.room.set_rights(rights, world.now);
    let since = world.now;
    world.run(secs(3));
    let counted = world.told(|event| match event {
        Event::Refused { person: Person(1), what: Refused::NoRight(Track::Microphone), count, .. } => Some(*count),
        _ => None,
    });
    assert!((80..=160).contains(&counted.iter().map(|(_, count)| count).sum::<u64>()), "{counted:?}");
    assert!(world.sent(1, tag(1, Track::Microphone), since).is_empty());
    assert!(!world.got(1, tag(1, Track::Camera), since + ms(50)).is_empty());
    let later = |event: &Event| match event {
        Event::Speaking { person: Person(1), level } => Some(*level),
        Event::Frame { person: Person(1), track: Track::Microphone, .. } => Some(0),
        _ => None,
    };
    let told: Vec<u8> = world.told(later).into_iter().filter(|(at, _)| *at > since).map(|(_, level)| level).collect();
    assert_eq!(told, [127], "said to be silent once, and neither recorded nor said to speak");
}

#[test]
fn h090_a_witness_gets_nothing_before_the_call_and_at_once_after_it() {
    let mut world = World::new(21, Settings::default());
    for person in 1..=3 {
        world.seat(person, &Offers::default());
    }
    let all = world.open_rights();
    let mut before = all.clone();
    before.receives.retain(|(viewer, source, _)| viewer.0 != 3 && source.0 != 3);
    before.sends.retain(|(person, _)| person.0 != 3);
    world.room.set_rights(before, world.now);
    world.run(secs(5));
    assert!(world.seats[2].got.is_empty());
    assert_eq!(payload_packets(&world, 2, world.begun), 0);
    assert!(world.got(0, tag(3, Track::Microphone), world.begun).is_empty());
    let since = world.now;
    world.room.set_rights(all, world.now);
    world.run(secs(2));
    for (viewer, source) in [(2, 1), (0, 3)] {
        assert!(first_after(&world.got(viewer, tag(source, Track::Microphone), since), since).unwrap() < ms(200));
        assert!(first_after(&world.got(viewer, tag(source, Track::Camera), since), since).unwrap() < ms(800));
    }
}

#[test]
fn h010_rights_at_random_are_kept_to_the_packet() {
    for seed in 0..4 {
        let mut world = together(100 + seed, 3, Settings::default());
        let all = world.open_rights();
        let mut spans: Vec<(std::time::Instant, Rights)> = vec![(world.now, all.clone())];
        for _ in 0..12 {
            let mut rights = all.clone();
            rights.sends.retain(|_| world.below(4) > 0);
            rights.receives.retain(|_| world.below(3) > 0);
            world.room.set_rights(rights.clone(), world.now);
            spans.push((world.now, rights));
            let wait = world.below(900);
            world.run(ms(100 + wait));
        }
        for seat in &world.seats {
            for got in &seat.got {
                let source = (
                    Person(got.mark.tag / 10),
                    [Track::Microphone, Track::Camera][usize::try_from(got.mark.tag % 10).unwrap()],
                );
                // it came to the room after 20 ms, and went on under the rights of that moment
                let came = world.sent_at(got) + ms(20);
                let Some((_, rights)) = spans.iter().rfind(|(from, _)| *from < came) else { continue };
                assert!(rights.may_receive(seat.person, source), "{:?} got {got:?}", seat.person);
            }
        }
    }
}
