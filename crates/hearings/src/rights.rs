//! What the rules of a hearing allow, as the media engine is told it after every change.

use std::collections::BTreeSet;

use law::hearing::{Hearing, Person, Track};
use rooms::Rights;

const TRACKS: [Track; 3] = [Track::Camera, Track::Microphone, Track::Screen];

/// A person as the media engine numbers them.
pub fn numbered(person: Person) -> rooms::Person {
    rooms::Person(u32::from(person.0))
}

/// And back; none for a number no hearing has.
pub fn person(numbered: rooms::Person) -> Option<Person> {
    u16::try_from(numbered.0).ok().map(Person)
}

/// A track in the words of the media engine.
pub const fn track(track: Track) -> rooms::Track {
    match track {
        Track::Camera => rooms::Track::Camera,
        Track::Microphone => rooms::Track::Microphone,
        Track::Screen => rooms::Track::Screen,
    }
}

/// Everything that may be sent and received now.
pub fn rights(hearing: &Hearing) -> Rights {
    let people: Vec<Person> = hearing.people().map(|(person, _)| person).collect();
    let pairs = |source: Person| TRACKS.map(|track| (source, track));
    let sending: Vec<(Person, Track)> =
        people.iter().copied().flat_map(pairs).filter(|(person, track)| hearing.may_send(*person, *track)).collect();
    let sends = sending.iter().map(|(person, kind)| (numbered(*person), track(*kind))).collect();
    let mut receives = BTreeSet::new();
    for viewer in &people {
        let seen = sending.iter().filter(|(source, kind)| hearing.receives(*viewer, *source, *kind));
        receives.extend(seen.map(|(source, kind)| (numbered(*viewer), numbered(*source), track(*kind))));
    }
    Rights { sends, receives, first: first(hearing).into_iter().map(numbered).collect() }
}

/// Who is heard and seen before others: whoever has the floor, the presiding judge, the bench.
fn first(hearing: &Hearing) -> Vec<Person> {
    let floor = hearing.floor().map(|floor| floor.person);
    let bench = hearing.people().filter(|(_, standing)| standing.seat().bench()).map(|(person, _)| person);
    let mut first: Vec<Person> = floor.into_iter().chain(hearing.presiding()).chain(bench).collect();
    let mut seen = BTreeSet::new();
    first.retain(|person| seen.insert(*person));
    first
}

#[cfg(test)]
mod tests {
    use super::*;
    use law::day::Moment;
    use law::hearing::{Event, Flow, Opening, Participant, Phase, Seat, Side};

    fn participant(number: u16, seat: Seat, side: Side) -> Participant {
        let (person, label) = (Person(number), seat.zh().to_owned());
        Participant { consent: true, for_whom: Vec::new(), label, online: true, person, seat, side }
    }

    #[test]
    fn nobody_is_sent_what_the_rules_do_not_let_them_receive() {
        let people = vec![
            participant(1, Seat::Presiding, Side::Bench),
            participant(2, Seat::Clerk, Side::Bench),
            participant(3, Seat::Witness, Side::None),
        ];
        let mut hearing = Hearing::new(Opening::new(Flow::Civil, true, Moment(0), people));
        assert_eq!(rights(&hearing), Rights { first: vec![rooms::Person(1)], ..Rights::default() });
        for number in 1..=3 {
            hearing.apply(Moment(1), &Event::Joined { person: Person(number) });
        }
        let (from, to) = (Phase::Scheduled, Phase::Waiting);
        hearing.apply(Moment(2), &Event::PhaseAdvanced { from, to });
        let rights = rights(&hearing);
        assert!(!rights.receives.iter().any(|(viewer, _, _)| *viewer == rooms::Person(3)), "H-090");
        assert!(rights.receives.contains(&(rooms::Person(2), rooms::Person(1), rooms::Track::Camera)));
    }
}
