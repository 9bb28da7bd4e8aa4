//! Words and kinds: each once, and read back as written.

use std::collections::BTreeSet;

use super::*;

fn reads_back<T>(all: &[T], word: impl Fn(T) -> &'static str, zh: impl Fn(T) -> &'static str)
where
    T: Copy + PartialEq + std::fmt::Debug + serde::Serialize + serde::de::DeserializeOwned,
{
    let words: BTreeSet<&str> = all.iter().map(|one| word(*one)).collect();
    let names: BTreeSet<&str> = all.iter().map(|one| zh(*one)).collect();
    assert_eq!((words.len(), names.len()), (all.len(), all.len()));
    for one in all.iter().copied() {
        let text = serde_json::to_string(&one).unwrap();
        assert_eq!(text, format!("\"{}\"", word(one)));
        assert_eq!(serde_json::from_str::<T>(&text).unwrap(), one);
        assert_eq!(serde_json::from_value::<T>(serde_json::json!(word(one))).unwrap(), one);
    }
    assert!(serde_json::from_str::<T>("\"nobody\"").is_err());
}

#[test]
fn the_nineteen_seats_of_the_table() {
    reads_back(Seat::ALL, Seat::word, Seat::zh);
    assert_eq!(Seat::ALL.len(), 19);
    let onlookers: Vec<Seat> = Seat::ALL.iter().copied().filter(|seat| seat.onlooker()).collect();
    assert_eq!(onlookers, [Seat::Spectator, Seat::Media, Seat::Invited]);
    let signing = Seat::ALL.iter().filter(|seat| seat.signs()).count();
    assert_eq!(signing, 12, "PJ JU CL PL DE TH AG PR AC WI EX IN");
}

#[test]
fn words_read_back() {
    reads_back(Side::ALL, Side::word, Side::zh);
    reads_back(Phase::ALL, Phase::word, Phase::zh);
    reads_back(Flow::ALL, Flow::word, Flow::zh);
    reads_back(Track::ALL, Track::word, Track::zh);
    reads_back(Absence::ALL, Absence::word, Absence::zh);
    reads_back(Classification::ALL, Classification::word, Classification::zh);
    reads_back(Rung::ALL, Rung::word, Rung::zh);
}

#[test]
fn kinds_are_unique_and_an_event_is_written_under_its_kind() {
    for kinds in [C::KINDS, E::KINDS] {
        let words: BTreeSet<&str> = kinds.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(words.len(), kinds.len());
        assert!(words.iter().all(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '_')));
    }
    let event = E::FloorGranted { person: PL, until: Some(Moment(5)) };
    assert_eq!(serde_json::to_string(&event).unwrap(), r#"{"kind":"floor_granted","person":4,"until":5}"#);
    assert_eq!((event.kind(), event.zh()), ("floor_granted", "准许发言"));
}

fn ordered<T: serde::Serialize>(body: &T) {
    let text = serde_json::to_string(body).unwrap();
    let value = serde_json::to_value(body).unwrap();
    let mut names: Vec<&String> = value.as_object().unwrap().keys().filter(|name| *name != "kind").collect();
    names.sort();
    let places: Vec<usize> = names.iter().map(|name| text.find(&format!("\"{name}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{text}");
}

#[test]
fn fields_are_written_in_the_order_of_their_names() {
    let court = Court::civil(Phase::Evidence);
    for n in 0..2_000_u32 {
        let command = invariants::command(n, n / 7 + 3);
        ordered(&command);
        for by in [PJ, CL, PL, ROOM] {
            let events = decide(&court.h, by, court.now, &command).unwrap_or_default();
            events.iter().for_each(ordered);
        }
    }
    ordered(&item(1, Side::Bench));
    ordered(&opinion(1));
    ordered(&watcher(SP, Seat::Spectator));
    ordered(&who(PL, Seat::Plaintiff, Side::Plaintiff, &[]));
    ordered(&opening(Flow::Civil));
}

#[test]
fn a_hearing_starts_from_what_is_written() {
    let opening = opening(Flow::Criminal);
    let text = serde_json::to_string(&opening).unwrap();
    assert_eq!(serde_json::from_str::<Opening>(&text).unwrap(), opening);
}
