//! Rooms with clients of our own, in virtual time.

mod doors;
mod hostile;
mod network;
mod rights;
mod sizes;

use std::time::{Duration, Instant};

use crate::testing::{Got, Offers, World, tag};
use crate::{Event, Settings, Track};

fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// A room where so many persons have been together for a while.
fn together(seed: u64, persons: u32, settings: Settings) -> World {
    let mut world = World::new(seed, settings);
    for person in 1..=persons {
        world.seat(person, &Offers::default());
    }
    let rights = world.open_rights();
    world.room.set_rights(rights, world.now);
    world.run(secs(3));
    world
}

/// How long after a moment the first of something came.
fn first_after(got: &[Got], since: Instant) -> Option<Duration> {
    got.iter().map(|got| got.at).filter(|at| *at >= since).min().map(|at| at - since)
}

#[test]
fn three_hear_and_see_each_other() {
    let world = together(1, 3, Settings::default());
    assert_eq!(world.told(|event| matches!(event, Event::Connected(..)).then_some(())).len(), 3);
    for viewer in 0..3 {
        for source in (1..=3).filter(|person| *person != world.seats[viewer].person.0) {
            for (track, least) in [(Track::Microphone, 120), (Track::Camera, 60)] {
                let got = world.got(viewer, tag(source, track), world.begun);
                assert!(got.len() >= least, "{viewer} got {} of {source} {track:?}", got.len());
                assert!(track == Track::Microphone || got[0].key, "a picture begins with a key frame");
                assert!(got.windows(2).all(|two| two[1].ticks > two[0].ticks), "one stream, always on");
            }
        }
        let own = world.seats[viewer].person.0;
        assert!(world.got(viewer, tag(own, Track::Microphone), world.begun).is_empty(), "nobody hears himself");
    }
}

#[test]
fn who_comes_late_sees_within_a_second() {
    let mut world = together(2, 2, Settings::default());
    let late = world.seat(3, &Offers::default());
    let rights = world.open_rights();
    world.room.set_rights(rights, world.now);
    let since = world.now;
    world.run(secs(2));
    for source in [1, 2] {
        let got = world.got(late, tag(source, Track::Camera), since);
        assert!(first_after(&got, since).unwrap() < secs(1));
        assert!(got[0].key);
    }
}

#[test]
fn key_frames_are_not_asked_for_more_often_than_allowed() {
    let mut world = together(3, 1, Settings::default());
    for person in 2..=9 {
        world.seat(person, &Offers { sends: vec![Track::Microphone], ..Offers::default() });
        let rights = world.open_rights();
        world.room.set_rights(rights, world.now);
        world.run(ms(100));
    }
    world.run(secs(2));
    let got = world.got(8, tag(1, Track::Camera), world.begun);
    assert!(got[0].key);
    let keys: Vec<Instant> =
        world.got(1, tag(1, Track::Camera), world.begun).iter().filter(|got| got.key).map(|got| got.at).collect();
    assert!(keys.len() <= 8, "{} key frames in {:?}", keys.len(), world.now - world.begun);
    assert!(keys.windows(2).all(|two| two[1] - two[0] >= ms(400)), "{keys:?}");
}

#[test]
fn h105_figures_are_told_once_a_second() {
    let mut world = together(4, 2, Settings::default());
    world.seats[0].up.loss = 100;
    let since = world.now;
    world.run(secs(10));
    let person = world.seats[0].person;
    let figures = world.told(|event| match event {
        Event::Figures { person: whose, figures, .. } if *whose == person => Some(*figures),
        _ => None,
    });
    let figures: Vec<_> = figures.into_iter().filter(|(at, _)| *at > since + secs(3)).map(|(_, one)| one).collect();
    assert!((6..=8).contains(&figures.len()), "{}", figures.len());
    let last = figures.last().unwrap();
    assert!((40..250).contains(&last.loss_up), "{last:?}");
    assert!((250_000..450_000).contains(&last.up_bps), "{last:?}");
    assert!(last.frames_up > 500 && last.frames_down > 500, "{last:?}");
}

#[test]
fn h080_whole_frames_are_handed_out_on_one_clock() {
    let world = together(5, 2, Settings { record: true, ..Settings::default() });
    for (person, track) in [(1, Track::Camera), (2, Track::Microphone)] {
        let frames = world.told(|event| match event {
            Event::Frame { person: whose, track: what, time_us, key, data, .. }
                if (whose.0, *what) == (person, track) =>
            {
                Some((*time_us, *key, crate::testing::Mark::read(data).unwrap()))
            }
            _ => None,
        });
        assert!(frames.len() > 60);
        assert!(frames[0].1.1, "a recording begins with a key frame");
        // the clock of the room and the clock of the sender run alike, once reports tie them
        let apart: Vec<i128> = frames
            .iter()
            .skip(frames.len() / 2)
            .map(|(_, (us, _, mark))| i128::from(*us) - i128::from(mark.sent_us))
            .collect();
        let spread = apart.iter().max().unwrap() - apart.iter().min().unwrap();
        assert!(spread < 2_000, "{person} {track:?} {spread}");
        assert!(frames.windows(2).all(|two| two[1].1.0 > two[0].1.0));
    }
    assert!(
        together(5, 2, Settings::default()).told(|event| matches!(event, Event::Frame { .. }).then_some(())).is_empty()
    );
}
