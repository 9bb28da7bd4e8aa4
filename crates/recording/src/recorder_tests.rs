//! A hearing recorded from opening to closing: pauses, secret evidence, crashes, and what the folder tells afterwards.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::{Recorder, Settings};
use crate::fault::Fault;
use crate::fragment::tests::boxes;
use crate::frame::{Track, TrackId};
use crate::gap::{Event, Why};
use crate::health::Health;
use crate::index::Index;
use crate::sample::{START, person};
use crate::verify::{Verdict, verify};

const S: i64 = 1_000_000;

fn open(folder: &Path) -> Recorder {
    Recorder::open(folder, "2026-17", Settings::default(), START).unwrap().0
}

/// Pushes seconds of a participant with ticks between.
fn play(recorder: &mut Recorder, source: u32, from_us: i64, seconds: i64) {
    for frame in person(source, from_us, seconds) {
        recorder.tick(frame.time_us).unwrap();
        recorder.push(frame).unwrap();
    }
    recorder.tick(from_us + seconds * S).unwrap();
}

/// Waits for the writing thread, for so long and no longer.
fn wait_for(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..5_000 {
        if holds() {
            return;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    panic!("{what}: waited in vain");
}

/// Waits until what was handed over is on the disk, then goes without closing, as a killed process does.
fn abandon(mut recorder: Recorder, folder: &Path, until_us: i64) {
    wait_for(
        "durable",
        || matches!(recorder.health(), Health::Durable { last_durable_us: Some(at), .. } if at >= until_us),
    );
    drop(recorder);
    wait_for("let go", || !matches!(Recorder::open(folder, "another", Settings::default(), 0), Err(Fault::Held)));
}

#[test]
fn h_080_a_hearing_is_recorded_from_opening_to_closing() {
    let root = tempfile::tempdir().unwrap();
    let mut recorder = open(root.path());
    play(&mut recorder, 1, START, 3);
    recorder.note(START + 3 * S, "法庭调查");
    let manifest = recorder.finish(START + 3 * S).unwrap();
    assert_eq!((manifest.hearing.as_str(), manifest.gaps.len(), manifest.tracks.len()), ("2026-17", 0, 2));
    for track in &manifest.tracks {
        assert_eq!(track.from_us, START);
        assert!((track.media_us - 3 * S).abs() < 100_000, "{track:?}");
        let bytes = fs::read(root.path().join(&track.files[0])).unwrap();
        assert_eq!(bytes.len() as u64, track.bytes);
        assert!(boxes(&bytes).len() > 8);
    }
    let whole = Verdict::Whole { lines: manifest.lines, digest: manifest.digest.clone(), closed: true };
    assert_eq!(verify(root.path()).unwrap(), whole);
    let index = Index::read(root.path()).unwrap();
    assert_eq!((index.notes[0].text.as_str(), index.closed_us), ("法庭调查", Some(START + 3 * S)));
    assert!(matches!(Recorder::open(root.path(), "2026-17", Settings::default(), START), Err(Fault::Closed)));
}

#[test]
fn h_080_a_pause_is_kept_with_its_reason_and_nothing_of_it_is_recorded() {
    let root = tempfile::tempdir().unwrap();
    let mut recorder = open(root.path());
    play(&mut recorder, 1, START, 2);
    recorder.interrupt(START + 2 * S, "合议").unwrap();
    recorder.interrupt(START + 2 * S, "again").unwrap();
    play(&mut recorder, 1, START + 2 * S, 3);
    recorder.resume(START + 5 * S + 300_000);
    play(&mut recorder, 1, START + 5 * S, 3);
    let manifest = recorder.finish(START + 8 * S).unwrap();
    let index = Index::read(root.path()).unwrap();
    assert_eq!(index.pauses.len(), 1);
    for track in [Track::Camera, Track::Microphone] {
        let missing = index.missing(TrackId::new(1, track));
        assert_eq!(missing[0].why, Why::Interrupted("合议".into()));
        assert_eq!((missing[0].from_us, missing[0].to_us), (START + 2 * S, START + 5 * S + 300_000));
        let fragments = index.tracks[&TrackId::new(1, track)].iter().flat_map(|part| &part.fragments);
        for fragment in fragments {
            assert!(fragment.end_us <= START + 2 * S + 100_000 || fragment.start_us >= START + 5 * S + 300_000);
        }
    }
    // the picture came back with its next key frame, and that too is named
    let camera = index.missing(TrackId::new(1, Track::Camera));
    assert_eq!((camera.len(), camera[1].why.clone(), camera[1].to_us), (2, Why::Switch, START + 6 * S));
    assert_eq!(manifest.gaps.len(), 3);
}

#[test]
fn secret_evidence_lies_in_a_folder_of_its_own_and_in_the_same_chain() {
    let root = tempfile::tempdir().unwrap();
    let mut recorder = open(root.path());
    play(&mut recorder, 1, START, 2);
    recorder.restricted(true).unwrap();
    play(&mut recorder, 1, START + 2 * S, 2);
    recorder.restricted(false).unwrap();
    play(&mut recorder, 1, START + 4 * S, 2);
    assert!(recorder.events().contains(&Event::KeyWanted(TrackId::new(1, Track::Camera))));
    recorder.finish(START + 6 * S).unwrap();
    let index = Index::read(root.path()).unwrap();
    for parts in index.tracks.values() {
        assert_eq!(parts.iter().map(|part| part.head.restricted).collect::<Vec<_>>(), [false, true, false]);
        for part in parts {
            assert_eq!(part.head.file.starts_with("restricted/"), part.head.restricted);
            let secret = START + 2 * S..START + 4 * S;
            for fragment in &part.fragments {
                assert_eq!(secret.contains(&fragment.start_us), part.head.restricted, "{fragment:?}");
            }
        }
    }
    assert!(matches!(verify(root.path()).unwrap(), Verdict::Whole { closed: true, .. }));
}

#[test]
fn after_a_crash_it_goes_on_in_new_parts_and_the_gap_is_named() {
    let root = tempfile::tempdir().unwrap();
    let mut recorder = open(root.path());
    play(&mut recorder, 2, START, 1);
    play(&mut recorder, 1, START + S, 5);
    abandon(recorder, root.path(), START + 5 * S);
    // a torn fragment and a torn line
    let camera = root.path().join("s001-camera-001.mp4");
    let mut bytes = fs::read(&camera).unwrap();
    let whole = bytes.len();
    bytes.extend_from_slice(b"\0\0\x10\0moof torn");
    fs::write(&camera, &bytes).unwrap();
    let chain = root.path().join("chain.jsonl");
    let text = fs::read_to_string(&chain).unwrap();
    fs::write(&chain, format!("{text}{{\"n\":99,\"kind\":\"frag")).unwrap();
    fs::write(root.path().join("s001-screen-001.mp4"), b"a head nobody wrote down").unwrap();

    let (mut recorder, opened) = Recorder::open(root.path(), "2026-17", Settings::default(), START + 10 * S).unwrap();
    let ids: Vec<TrackId> = opened.recovered.iter().map(|gap| gap.id()).collect();
    assert_eq!(
        ids,
        [TrackId::new(1, Track::Camera), TrackId::new(1, Track::Microphone)],
        "who had left is not cut off"
    );
    assert!(opened.recovered.iter().all(|gap| gap.why == Why::Crash && gap.to_us == START + 10 * S));
    assert!(opened.recovered.iter().all(|gap| gap.from_us >= START + 5 * S && gap.from_us <= START + 6 * S));
    assert_eq!(opened.dropped, 13 + 20 + 24);
    assert_eq!(fs::metadata(&camera).unwrap().len(), whole as u64);
    play(&mut recorder, 1, START + 11 * S, 2);
    let manifest = recorder.finish(START + 13 * S).unwrap();
    assert_eq!(manifest.gaps.iter().filter(|gap| gap.why == Why::Crash).count(), 4, "{:?}", manifest.gaps);
    let recorded = manifest.tracks.iter().find(|track| track.id == TrackId::new(1, Track::Camera)).unwrap();
    assert_eq!(recorded.files, ["s001-camera-001.mp4", "s001-camera-002.mp4"]);
    assert!(matches!(verify(root.path()).unwrap(), Verdict::Whole { closed: true, .. }));
}

#[test]
fn h_080_a_crash_during_a_pause_does_not_end_the_pause() {
    let root = tempfile::tempdir().unwrap();
    let mut recorder = open(root.path());
    play(&mut recorder, 1, START, 1);
    recorder.restricted(true).unwrap();
    recorder.interrupt(START + S, "合议").unwrap();
    wait_for("pause", || Index::read(root.path()).is_ok_and(|index| !index.pauses.is_empty()));
    abandon(recorder, root.path(), START);
    let (mut recorder, opened) = Recorder::open(root.path(), "2026-17", Settings::default(), START + 2 * S).unwrap();
    assert_eq!((opened.paused.as_deref(), opened.restricted, opened.recovered.len()), (Some("合议"), true, 0));
    play(&mut recorder, 1, START + 2 * S, 1);
    recorder.resume(START + 3 * S);
    play(&mut recorder, 1, START + 3 * S, 1);
    recorder.finish(START + 4 * S).unwrap();
    let index = Index::read(root.path()).unwrap();
    let last = &index.tracks[&TrackId::new(1, Track::Camera)][1];
    assert!(last.head.restricted && last.fragments[0].start_us >= START + 3 * S);
}

#[test]
fn recorded_bytes_that_are_gone_are_named_when_it_is_opened_again() {
    let root = tempfile::tempdir().unwrap();
    let mut recorder = open(root.path());
    play(&mut recorder, 1, START, 4);
    abandon(recorder, root.path(), START + 3 * S);
    fs::File::options().write(true).open(root.path().join("s001-camera-001.mp4")).unwrap().set_len(9000).unwrap();
    let (_, opened) = Recorder::open(root.path(), "2026-17", Settings::default(), START + 9 * S).unwrap();
    assert!(opened.recovered.iter().any(|gap| gap.why == Why::Damaged), "{:?}", opened.recovered);
}

#[test]
fn a_folder_belongs_to_one_hearing_and_one_process() {
    let root = tempfile::tempdir().unwrap();
    let recorder = open(root.path());
    assert!(matches!(Recorder::open(root.path(), "2026-17", Settings::default(), START), Err(Fault::Held)));
    recorder.finish(START + 1).unwrap();
    let other = tempfile::tempdir().unwrap();
    let mut recorder = open(other.path());
    play(&mut recorder, 1, START, 1);
    abandon(recorder, other.path(), START);
    let refused = Recorder::open(other.path(), "2026-18", Settings::default(), START);
    assert!(matches!(refused, Err(Fault::Other(hearing)) if hearing == "2026-17"));
    let long = Settings { fragment_ms: 2000, ..Settings::default() };
    assert!(matches!(Recorder::open(other.path(), "2026-17", long, START), Err(Fault::Setting(_))));
}

#[test]
fn h_081_a_clock_that_jumps_is_told_and_kept_in_the_chain() {
    let root = tempfile::tempdir().unwrap();
    let mut recorder = open(root.path());
    for mut frame in person(1, START, 4) {
        recorder.tick(frame.time_us).unwrap();
        if frame.time_us > START + 2 * S {
            frame.time_us -= 7200 * S;
        }
        recorder.push(frame).unwrap();
    }
    recorder.tick(START - 3600 * S).unwrap();
    let events = recorder.events();
    assert_eq!(events.iter().filter(|event| matches!(event, Event::ClockJumped { .. })).count(), 2);
    assert!(events.iter().any(|event| matches!(event, Event::RoomClockJumped { .. })));
    recorder.finish(START + 4 * S).unwrap();
    let text = fs::read_to_string(root.path().join("chain.jsonl")).unwrap();
    assert_eq!(text.matches("\"kind\":\"clock\"").count(), 2);
    let index = Index::read(root.path()).unwrap();
    for part in index.tracks.values().flatten() {
        assert!(part.fragments.windows(2).all(|two| two[0].end_us <= two[1].start_us + 40_000), "{part:?}");
        assert!(part.fragments.last().unwrap().end_us > START + 3_800_000);
    }
}
