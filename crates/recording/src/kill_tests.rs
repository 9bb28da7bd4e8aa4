//! A process that records is really killed, twice: at most the last second is lost, and the gap is named.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::fragment::tests::boxes;
use crate::frame::{Track, TrackId};
use crate::gap::Why;
use crate::index::Index;
use crate::recorder::{Recorder, Settings};
use crate::sample::person;
use crate::verify::{Verdict, verify};

const FOLDER: &str = "RECORDING_KILL_FOLDER";
const S: i64 = 1_000_000;

#[allow(clippy::disallowed_methods, reason = "what a kill loses is measured by the clock of the machine")]
fn now_us() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros()).unwrap()
}

/// Records as fast as time passes and tells each moment it has handed over, until it is killed.
fn record(folder: &Path) {
    let start = now_us();
    let (mut recorder, _) = Recorder::open(folder, "1", Settings::default(), start).unwrap();
    let mut out = std::io::stderr().lock();
    for frame in person(1, start, 60) {
        while now_us() < frame.time_us {
            std::thread::sleep(Duration::from_millis(5));
            recorder.tick(now_us()).unwrap();
        }
        let at = frame.time_us;
        recorder.push(frame).unwrap();
        writeln!(out, "{at}").unwrap();
    }
}

/// Starts a child that records, kills it after a while, and gives the last moment it had handed over.
fn killed(folder: &Path, after_ms: u64) -> i64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill_tests::h_080_kill_loses_at_most_the_last_second_and_the_gap_is_named", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let reading = std::thread::spawn(move || lines.map_while(Result::ok).filter_map(|line| line.parse().ok()).last());
    std::thread::sleep(Duration::from_millis(after_ms));
    child.kill().unwrap();
    child.wait().unwrap();
    reading.join().unwrap().expect("the child recorded nothing")
}

#[test]
fn h_080_kill_loses_at_most_the_last_second_and_the_gap_is_named() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        record(Path::new(&folder));
        return;
    }
    let root = tempfile::tempdir().unwrap();
    let tracks = [TrackId::new(1, Track::Camera), TrackId::new(1, Track::Microphone)];
    let mut ends = Vec::new();
    for after_ms in [2_300, 3_150] {
        let last = killed(root.path(), after_ms);
        assert!(matches!(verify(root.path()).unwrap(), Verdict::Whole { closed: false, .. }));
        let index = Index::read(root.path()).unwrap();
        for id in tracks {
            let end = index.tracks[&id].last().unwrap().fragments.last().unwrap().end_us;
            assert!(last - end <= S, "{id}: {} ms lost", (last - end) / 1000);
            ends.push((id, end));
        }
    }
    let now = now_us();
    let (recorder, opened) = Recorder::open(root.path(), "1", Settings::default(), now).unwrap();
    assert_eq!(opened.recovered.len(), 2);
    assert!(opened.recovered.iter().all(|gap| gap.why == Why::Crash && gap.to_us == now));
    let manifest = recorder.finish(now).unwrap();
    for (id, end) in ends {
        let gap = manifest.gaps.iter().find(|gap| gap.id() == id && gap.from_us == end).expect("a gap is not named");
        assert_eq!(gap.why, Why::Crash);
    }
    assert_eq!(manifest.tracks.iter().map(|track| track.files.len()).collect::<Vec<_>>(), [2, 2]);
    for file in manifest.tracks.iter().flat_map(|track| &track.files) {
        assert!(boxes(&std::fs::read(root.path().join(file)).unwrap()).len() > 4);
    }
    assert!(matches!(verify(root.path()).unwrap(), Verdict::Whole { closed: true, .. }));
}
