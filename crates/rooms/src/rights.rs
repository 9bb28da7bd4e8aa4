//! What the rules of the room allow now. Told by the caller after each change, never by a client.

use std::collections::BTreeSet;

use crate::names::{Person, Source, Track};

/// Who may send what, and who may receive what of whom (H-010, H-090, H-110).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rights {
    /// What may be sent at all.
    pub sends: BTreeSet<(Person, Track)>,
    /// The viewer, the source, and the track of the source that the viewer may receive.
    pub receives: BTreeSet<(Person, Person, Track)>,
    /// Who matters most now; they get slots and bandwidth first.
    pub first: Vec<Person>,
}

impl Rights {
    /// Whether a person may send a track.
    pub fn may_send(&self, source: Source) -> bool {
        self.sends.contains(&source)
    }

    /// Whether a viewer may receive a source. What may not be sent may not be received either.
    pub fn may_receive(&self, viewer: Person, (person, track): Source) -> bool {
        self.may_send((person, track)) && self.receives.contains(&(viewer, person, track))
    }

    /// Everything a viewer may receive, the most important first: a shared screen before any camera, then by `first`,
    /// then by number.
    pub fn wanted(&self, viewer: Person) -> Vec<Source> {
        let of_viewer = (viewer, Person(0), Track::Camera)..=(viewer, Person(u32::MAX), Track::Screen);
        let mut wanted: Vec<Source> = self
            .receives
            .range(of_viewer)
            .map(|(_, person, track)| (*person, *track))
            .filter(|source| source.0 != viewer && self.may_send(*source))
            .collect();
        wanted.sort_by_key(|(person, track)| (*track != Track::Screen, self.rank(*person), *person, *track));
        wanted
    }

    /// The place of a person among those who matter; after all of them for anybody else.
    fn rank(&self, person: Person) -> usize {
        self.first.iter().position(|first| *first == person).unwrap_or(self.first.len())
    }
}

#[cfg(test)]
mod tests {
    use super::Rights;
    use crate::names::{Person, Track};
    use Track::{Camera, Microphone, Screen};

    fn rights() -> Rights {
        let (a, b, c) = (Person(1), Person(2), Person(3));
        Rights {
            sends: [(a, Camera), (a, Microphone), (b, Camera), (b, Screen), (c, Camera)].into(),
            receives: [(a, b, Camera), (a, b, Screen), (a, c, Camera), (a, a, Camera), (a, c, Microphone)].into(),
            first: vec![c],
        }
    }

    #[test]
    fn h010_nothing_is_received_that_may_not_be_sent() {
        let rights = rights();
        assert!(rights.may_receive(Person(1), (Person(2), Camera)));
        assert!(!rights.may_receive(Person(1), (Person(3), Microphone)), "c may not speak");
        assert!(!rights.may_receive(Person(2), (Person(1), Camera)), "b was not allowed to see a");
    }

    #[test]
    fn a_screen_comes_before_cameras_and_who_matters_before_the_rest() {
        let wanted = rights().wanted(Person(1));
        assert_eq!(wanted, [(Person(2), Screen), (Person(3), Camera), (Person(2), Camera)]);
        assert!(rights().wanted(Person(2)).is_empty());
    }

    #[test]
    fn nobody_is_sent_himself() {
        assert!(!rights().wanted(Person(1)).iter().any(|(person, _)| *person == Person(1)));
    }
}
