//! Which spare line shows whom. Sound and picture of one person go to one pair, and nobody moves without need.

use crate::names::{Medium, Source, Track};

/// A spare line as the choice sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    pub medium: Medium,
    pub pair: usize,
    pub shows: Option<Source>,
}

/// What each line should show, where `wanted` is all that the viewer may receive, the most important first.
pub(crate) fn choose(lines: &[Line], wanted: &[Source]) -> Vec<Option<Source>> {
    let mut chosen: Vec<Option<Source>> = vec![None; lines.len()];
    for medium in [Medium::Audio, Medium::Video] {
        let room = lines.iter().filter(|line| line.medium == medium).count();
        let served: Vec<Source> =
            wanted.iter().copied().filter(|(_, track)| track.medium() == medium).take(room).collect();
        // who is shown already stays where he is
        for (line, choice) in lines.iter().zip(chosen.iter_mut()).filter(|(line, _)| line.medium == medium) {
            *choice = line.shows.filter(|source| served.contains(source));
        }
        for source in served {
            if chosen.contains(&Some(source)) {
                continue;
            }
            if let Some(at) = place(lines, &chosen, source)
                && let Some(choice) = chosen.get_mut(at)
            {
                *choice = Some(source);
            }
        }
    }
    chosen
}

/// The free line beside the same person's other track, else the first of a pair that is all free, else any free one.
/// A shared screen keeps away from the pair of its person: that one is for the camera.
fn place(lines: &[Line], chosen: &[Option<Source>], source: Source) -> Option<usize> {
    let (person, track) = source;
    let at_pair = |pair: usize| {
        lines.iter().zip(chosen).filter(move |(line, _)| line.pair == pair).filter_map(|(_, choice)| *choice)
    };
    let free: Vec<(usize, usize)> = lines
        .iter()
        .zip(chosen)
        .enumerate()
        .filter(|(_, (line, choice))| line.medium == track.medium() && choice.is_none())
        .map(|(at, (line, _))| (at, line.pair))
        .collect();
    let beside =
        |(_, pair): &&(usize, usize)| track != Track::Screen && at_pair(*pair).any(|(other, _)| other == person);
    let empty = |(_, pair): &&(usize, usize)| at_pair(*pair).next().is_none();
    // screens from the end, so that pairs stay free for persons
    let last_empty = || if track == Track::Screen { free.iter().rfind(empty) } else { free.iter().find(empty) };
    free.iter().find(beside).or_else(last_empty).or_else(|| free.first()).map(|(at, _)| *at)
}

#[cfg(test)]
mod tests {
    use super::{Line, choose};
    use crate::names::{Medium, Person, Source, Track};
    use Track::{Camera, Microphone, Screen};
    use proptest::prelude::*;

    fn lines(pairs: usize) -> Vec<Line> {
        let line = |medium, pair| Line { medium, pair, shows: None };
        (0..pairs).flat_map(|pair| [line(Medium::Audio, pair), line(Medium::Video, pair)]).collect()
    }

    fn apply(lines: &mut [Line], wanted: &[Source]) {
        let chosen = choose(lines, wanted);
        for (line, choice) in lines.iter_mut().zip(chosen) {
            line.shows = choice;
        }
    }

    fn shown(lines: &[Line]) -> Vec<Option<Source>> {
        lines.iter().map(|line| line.shows).collect()
    }

    #[test]
    fn sound_and_picture_of_a_person_stand_in_one_pair() {
        let (a, b) = (Person(1), Person(2));
        let mut lines = lines(3);
        apply(&mut lines, &[(b, Screen), (a, Microphone), (b, Camera), (b, Microphone), (a, Camera)]);
        let expected = [
            Some((a, Microphone)),
            Some((a, Camera)),
            Some((b, Microphone)),
            Some((b, Camera)),
            None,
            Some((b, Screen)),
        ];
        assert_eq!(shown(&lines), expected);
    }

    #[test]
    fn nobody_moves_when_somebody_leaves() {
        let (a, b, c) = (Person(1), Person(2), Person(3));
        let mut lines = lines(3);
        apply(&mut lines, &[(a, Camera), (b, Camera), (c, Camera)]);
        apply(&mut lines, &[(c, Camera), (b, Camera)]);
        assert_eq!(shown(&lines), [None, None, None, Some((b, Camera)), None, Some((c, Camera))]);
    }

    #[test]
    fn who_matters_more_takes_the_line_of_who_matters_less() {
        let (a, b) = (Person(1), Person(2));
        let mut lines = lines(1);
        apply(&mut lines, &[(a, Camera), (a, Microphone)]);
        apply(&mut lines, &[(b, Camera), (a, Camera), (b, Microphone), (a, Microphone)]);
        assert_eq!(shown(&lines), [Some((b, Microphone)), Some((b, Camera))]);
    }

    fn sources() -> impl Strategy<Value = Vec<Source>> {
        let one = (0u32..6, prop_oneof![Just(Camera), Just(Microphone), Just(Screen)]);
        prop::collection::btree_set(one, 0..14)
            .prop_map(|set| set.into_iter().map(|(person, track)| (Person(person), track)).collect::<Vec<_>>())
            .prop_shuffle()
    }

    proptest! {
        #[test]
        fn every_line_is_of_its_kind_nobody_is_shown_twice_and_the_most_important_are_shown(
            pairs in 0usize..6, rounds in prop::collection::vec(sources(), 1..6)
        ) {
            let mut lines = lines(pairs);
            for wanted in rounds {
                apply(&mut lines, &wanted);
                for medium in [Medium::Audio, Medium::Video] {
                    let of_medium = || lines.iter().filter(move |line| line.medium == medium);
                    let mut shown: Vec<Source> = of_medium().filter_map(|line| line.shows).collect();
                    let mut first: Vec<Source> =
                        wanted.iter().copied().filter(|(_, track)| track.medium() == medium).take(pairs).collect();
                    shown.sort();
                    first.sort();
                    prop_assert_eq!(shown, first);
                }
            }
        }
    }
}
