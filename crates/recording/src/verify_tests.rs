//! Whatever is changed in a closed recording, the first link that does not hold is named.

use std::fs;
use std::path::Path;

use super::{Flaw, Verdict, verify};
use crate::fault::Fault;
use crate::recorder::{Recorder, Settings};
use crate::sample::{START, person};

fn recorded() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let mut recorder = Recorder::open(root.path(), "1", Settings::default(), START).unwrap().0;
    for frame in person(1, START, 3) {
        recorder.tick(frame.time_us).unwrap();
        recorder.push(frame).unwrap();
    }
    recorder.finish(START + 3_000_000).unwrap();
    root
}

fn broken(root: &Path) -> (u64, String, Flaw) {
    match verify(root).unwrap() {
        Verdict::Broken { line, file, flaw } => (line, file, flaw),
        whole => panic!("{whole:?}"),
    }
}

/// The line of the chain that names a byte of a file.
fn line_of(root: &Path, file: &str, byte: u64) -> u64 {
    let text = fs::read_to_string(root.join("chain.jsonl")).unwrap();
    for (n, line) in (1..).zip(text.lines()) {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let from = line["from"].as_u64().unwrap_or(0);
        if line["file"] == file && line["to"].as_u64().is_some_and(|to| (from..to).contains(&byte)) {
            return n;
        }
    }
    panic!("no such byte")
}

const FILE: &str = "s001-camera-001.mp4";

#[test]
fn h_084_a_changed_byte_is_found_where_it_is() {
    let root = recorded();
    let len = fs::metadata(root.path().join(FILE)).unwrap().len();
    for byte in [0, 500, len / 2, len - 1] {
        let bytes = fs::read(root.path().join(FILE)).unwrap();
        let mut changed = bytes.clone();
        changed[byte as usize] ^= 1;
        fs::write(root.path().join(FILE), changed).unwrap();
        assert_eq!(broken(root.path()), (line_of(root.path(), FILE, byte), FILE.into(), Flaw::Bytes));
        fs::write(root.path().join(FILE), bytes).unwrap();
    }
    assert!(matches!(verify(root.path()).unwrap(), Verdict::Whole { closed: true, .. }));
}

#[test]
fn h_082_what_is_cut_off_removed_or_added_is_found() {
    let root = recorded();
    let path = root.path().join(FILE);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
    assert_eq!(broken(root.path()).2, Flaw::Missing);
    fs::remove_file(&path).unwrap();
    assert_eq!(broken(root.path()).2, Flaw::Missing);
    fs::write(&path, [bytes.as_slice(), b"more"].concat()).unwrap();
    assert_eq!((broken(root.path()).1, broken(root.path()).2), (FILE.into(), Flaw::Extra));
    fs::write(&path, &bytes).unwrap();
    let stranger = root.path().join("restricted/s009-camera-001.mp4");
    fs::write(&stranger, b"not ours").unwrap();
    assert_eq!(broken(root.path()).1, "restricted/s009-camera-001.mp4");
    fs::remove_file(&stranger).unwrap();
    assert!(matches!(verify(root.path()).unwrap(), Verdict::Whole { .. }));
}

#[test]
fn h_082_a_chain_written_anew_has_another_digest() {
    let root = recorded();
    let Verdict::Whole { digest, lines, .. } = verify(root.path()).unwrap() else { panic!() };
    // all but the last fragment, with the chain made to fit
    let text = fs::read_to_string(root.path().join("chain.jsonl")).unwrap();
    let kept: Vec<&str> = text.lines().collect();
    let mut chain = crate::journal::Chain::default();
    let mut forged = String::new();
    let mut reading = crate::journal::Chain::default();
    for line in &kept[..kept.len() - 2] {
        forged.push_str(&chain.write(&reading.read(line).unwrap()).unwrap());
    }
    fs::write(root.path().join("chain.jsonl"), forged).unwrap();
    let Verdict::Whole { digest: other, lines: fewer, closed } = verify(root.path()).unwrap() else { panic!() };
    assert!(other != digest && fewer < lines && !closed);
}

#[test]
fn h_082_a_changed_line_is_named() {
    let root = recorded();
    let path = root.path().join("chain.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("\"key\":true", "\"key\":false", 1)).unwrap();
    let (line, file, flaw) = broken(root.path());
    assert_eq!((file.as_str(), flaw), ("chain.jsonl", Flaw::Line));
    let first = (1..).zip(text.lines()).find(|(_, line)| line.contains("\"key\":true")).unwrap().0;
    assert_eq!(line, first);
    assert!(matches!(verify(&root.path().join("restricted")), Err(Fault::Absent)));
}
