//! Large and small pictures, screens, and who gets the lines where there are too few.

use super::secs;
use crate::testing::{Offers, World, tag};
use crate::{Event, Person, Settings, Source, Track};

fn shown(world: &World, person: u32) -> Vec<Source> {
    let told = world.told(|event| match event {
        Event::Slots { person: whose, map, .. } if whose.0 == person => {
            Some(map.iter().filter_map(|(_, what)| *what).collect::<Vec<_>>())
        }
        _ => None,
    });
    told.last().unwrap().1.clone()
}

#[test]
fn h105_a_weak_line_gets_the_small_picture_and_the_large_one_again_when_it_is_better() {
    let mut world = World::new(1, Settings::default());
    world.seat(1, &Offers { simulcast: true, ..Offers::default() });
    world.seat(2, &Offers::default());
    let rights = world.open_rights();
    world.room.set_rights(rights, world.now);
    world.run(secs(5));
    let larges = |world: &World, since| {
        let got = world.got(1, tag(1, Track::Camera), since);
        assert!(got.windows(2).all(|two| two[1].ticks > two[0].ticks), "one stream whatever the size");
        (got.len(), got.iter().filter(|got| got.bytes >= 2_000 && !(got.key && got.bytes == 2_000)).count())
    };
    let (all, large) = larges(&world, world.begun);
    assert!(all > 80 && large > 60, "{all} {large}");
    // 400 kbit/s for the large one, 100 for the small one
    world.seats[1].down.bps = Some(300_000);
    world.run(secs(15));
    let since = world.now;
    world.run(secs(4));
    let (all, large) = larges(&world, since);
    assert!(all > 85, "{all}: the small one is whole");
    assert!(large < 10, "{large}");
    world.seats[1].down.bps = None;
    world.run(secs(20));
    let since = world.now;
    world.run(secs(4));
    let (all, large) = larges(&world, since);
    assert!(all > 85 && large > 85, "{all} {large}");
}

#[test]
fn a_screen_and_who_matters_get_the_lines() {
    let mut world = World::new(2, Settings::default());
    for person in 1..=4 {
        let mut sends = vec![Track::Microphone, Track::Camera];
        sends.extend((person == 4).then_some(Track::Screen));
        world.seat(person, &Offers { sends, slots: 2, ..Offers::default() });
    }
    let mut rights = world.open_rights();
    rights.first = vec![Person(3)];
    world.room.set_rights(rights.clone(), world.now);
    world.run(secs(3));
    let pictures = |world: &World| {
        let mut shown: Vec<Source> =
            shown(world, 1).into_iter().filter(|(_, track)| *track != Track::Microphone).collect();
        shown.sort();
        shown
    };
    assert_eq!(pictures(&world), [(Person(3), Track::Camera), (Person(4), Track::Screen)]);
    assert!(world.got(0, tag(4, Track::Screen), world.begun).len() > 40);
    rights.first = vec![Person(2)];
    let since = world.now;
    world.room.set_rights(rights, world.now);
    world.run(secs(2));
    assert_eq!(pictures(&world), [(Person(2), Track::Camera), (Person(4), Track::Screen)]);
    assert!(world.got(0, tag(2, Track::Camera), since).len() > 20);
    assert!(world.sent(0, tag(3, Track::Camera), since).is_empty());
}
