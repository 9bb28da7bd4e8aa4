//! A file system that is really full, and then no longer: a small one in memory, in a namespace of its own.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use crate::gap::{Event, Why};
use crate::health::Health;
use crate::recorder::{Recorder, Settings};
use crate::sample::{START, person};
use crate::verify::{Verdict, verify};

const FOLDER: &str = "RECORDING_FULL_FOLDER";
const S: i64 = 1_000_000;

/// Records onto a disk that is full after some seconds, and makes room later.
fn record(mount: &Path) {
    let folder = mount.join("hearing");
    let ballast = mount.join("ballast");
    fs::write(&ballast, vec![7; 500 << 10]).unwrap();
    let (mut recorder, _) = Recorder::open(&folder, "1", Settings::default(), START).unwrap();
    let mut events = Vec::new();
    let mut full = 0;
    let mut next = START;
    for frame in person(1, START, 40) {
        if frame.time_us >= next {
            recorder.tick(frame.time_us).unwrap();
            std::thread::sleep(Duration::from_millis(3));
            events.extend(recorder.events());
            full += i32::from(recorder.health() == Health::DiskFull);
            if full == 30 && ballast.exists() {
                assert!(matches!(verify(&folder).unwrap(), Verdict::Whole { closed: false, .. }));
                fs::remove_file(&ballast).unwrap();
            }
            next += 100_000;
        }
        recorder.push(frame).unwrap();
    }
    assert!(full >= 30 && matches!(recorder.health(), Health::Durable { .. }), "{full} {:?}", recorder.health());
    assert!(events.iter().any(|event| matches!(event, Event::WriteFailed { full: true, .. })));
    assert!(events.contains(&Event::WriteRecovered));
    let manifest = recorder.finish(START + 40 * S).unwrap();
    let gaps = manifest.gaps.iter().filter(|gap| gap.why == Why::Disk && gap.to_us - gap.from_us > S);
    assert!(gaps.count() >= 2, "{:?}", manifest.gaps);
    let missing: i64 = manifest.gaps.iter().map(|gap| gap.to_us - gap.from_us).sum();
    let there: i64 = manifest.tracks.iter().map(|track| track.media_us).sum();
    assert!((missing + there - 2 * 40 * S).abs() < S, "what is there and what is missing make the whole");
    assert!(matches!(verify(&folder).unwrap(), Verdict::Whole { closed: true, .. }));
}

fn in_namespace(script: &str, folder: &Path) -> Option<Output> {
    let exe = std::env::current_exe().ok()?;
    Command::new("unshare")
        .args(["-rm", "sh", "-ec", script, "sh"])
        .args([folder, &exe])
        .env(FOLDER, folder)
        .output()
        .ok()
}

#[test]
fn h_081_full_disk_is_told_and_survived() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        record(Path::new(&folder));
        return;
    }
    let root = tempfile::tempdir().unwrap();
    let mount = "mount -t tmpfs -o size=800k none \"$1\"";
    if !in_namespace(mount, root.path()).is_some_and(|output| output.status.success()) {
        // the failing disk of the writer's tests stands for this one where no file system may be mounted
        eprintln!("no namespace with a file system of its own may be made here");
        return;
    }
    let test = "exec \"$2\" --exact full_disk_tests::h_081_full_disk_is_told_and_survived --nocapture";
    let output = in_namespace(&format!("{mount}; {test}"), root.path()).unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains("1 passed"), "{told}");
}
