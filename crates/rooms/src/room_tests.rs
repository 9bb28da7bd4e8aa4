//! Rooms with clients of our own, in virtual time.

use std::time::Duration;

use crate::testing::{Offers, World};
use crate::{Event, Settings, Track};

fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

#[test]
fn three_hear_and_see_each_other() {
    let mut world = World::new(1, Settings::default());
    for person in 1..=3 {
        world.seat(person, &Offers::default());
    }
    world.room.set_rights(world.open_rights(), world.now);
    world.run(secs(5));
    assert_eq!(world.events.iter().filter(|(_, event)| matches!(event, Event::Connected(..))).count(), 3);
    for viewer in 0..3 {
        for source in (1..=3).filter(|person| *person != world.seats[viewer].person.0) {
            for track in [Track::Microphone, Track::Camera] {
                let tag = crate::testing::tag(source, track);
                let got = world.got(viewer, tag, world.begun).len();
                let least = if track == Track::Camera { 80 } else { 180 };
                assert!(got > least, "{viewer} got {got} of {source} {track:?}");
            }
        }
    }
}
