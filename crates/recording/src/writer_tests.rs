//! A disk that fails, stands still or comes back: what is dropped, what is told, what is left behind.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use crate::disk::{Disk, Folder};
use crate::frame::Frame;
use crate::gap::{Event, Why};
use crate::health::Health;
use crate::index::Index;
use crate::recorder::{Recorder, Settings};
use crate::sample::{START, person};
use crate::verify::{Verdict, verify};

const S: i64 = 1_000_000;

/// A disk with so many bytes left, or one that cannot sync, or one whose writes wait.
#[derive(Clone, Default)]
struct Ill {
    inner: Arc<Mutex<Option<Folder>>>,
    left: Arc<AtomicU64>,
    no_sync: Arc<AtomicBool>,
    standing: Arc<Mutex<()>>,
}

impl Ill {
    fn new(root: &Path) -> Ill {
        let ill = Ill::default();
        *ill.inner.lock().unwrap() = Some(Folder::new(root.to_owned()));
        ill.left.store(u64::MAX, Ordering::SeqCst);
        ill
    }

    fn on<T>(&self, act: impl FnOnce(&mut Folder) -> T) -> T {
        act(self.inner.lock().unwrap().as_mut().unwrap())
    }

    fn stand_still(&self) -> MutexGuard<'_, ()> {
        self.standing.lock().unwrap()
    }
}

impl Disk for Ill {
    fn write(&mut self, file: &str, at: u64, bytes: &[u8]) -> io::Result<()> {
        drop(self.standing.lock().unwrap());
        let left = self.left.load(Ordering::SeqCst);
        let take = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
        // a full disk takes what it can and then says no
        self.on(|folder| folder.write(file, at, &bytes[..take]))?;
        if take < bytes.len() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        if left != u64::MAX {
            self.left.fetch_sub(bytes.len() as u64, Ordering::SeqCst);
        }
        Ok(())
    }

    fn cut(&mut self, file: &str, len: u64) -> io::Result<()> {
        self.on(|folder| folder.cut(file, len))
    }

    fn sync(&mut self, file: &str) -> io::Result<()> {
        if self.no_sync.load(Ordering::SeqCst) {
            return Err(io::Error::other("input/output error"));
        }
        self.on(|folder| folder.sync(file))
    }

    fn close(&mut self, file: &str) {
        self.on(|folder| folder.close(file));
    }
}

struct Room {
    folder: PathBuf,
    disk: Ill,
    recorder: Recorder,
    events: Vec<Event>,
    _root: tempfile::TempDir,
}

impl Room {
    fn new(settings: Settings) -> Room {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().to_owned();
        let disk = Ill::new(&folder);
        let (recorder, _) = Recorder::open_on(Box::new(disk.clone()), &folder, "1", settings, START).unwrap();
        Room { folder, disk, recorder, events: Vec::new(), _root: root }
    }

    /// Frames come as they were taken, and the writer is given time to follow.
    fn play(&mut self, frames: &[Frame], from_s: i64, to_s: i64) {
        let within = |frame: &&Frame| (from_s * S..to_s * S).contains(&(frame.time_us - START));
        let mut next = START + from_s * S;
        for frame in frames.iter().filter(within) {
            if frame.time_us >= next {
                self.recorder.tick(frame.time_us).unwrap();
                self.settle();
                next += 100_000;
            }
            self.recorder.push(frame.clone()).unwrap();
        }
        self.recorder.tick(START + to_s * S).unwrap();
        self.settle();
    }

    fn settle(&mut self) {
        std::thread::sleep(Duration::from_millis(4));
        self.events.extend(self.recorder.events());
    }

    fn gaps(&self) -> Vec<(i64, i64, Why)> {
        let gap = |event: &Event| match event {
            Event::Gap(gap) => Some((gap.from_us - START, gap.to_us - START, gap.why.clone())),
            _ => None,
        };
        self.events.iter().filter_map(gap).collect()
    }

    fn whole(&self) -> bool {
        matches!(verify(&self.folder).unwrap(), Verdict::Whole { .. })
    }
}

#[test]
fn h_081_a_full_disk_is_told_fragments_are_dropped_and_the_gap_is_named() {
    let frames = person(1, START, 9);
    let mut room = Room::new(Settings::default());
    room.play(&frames, 0, 3);
    assert!(matches!(room.recorder.health(), Health::Durable { last_durable_us: Some(_), .. }));
    room.disk.left.store(300, Ordering::SeqCst);
    room.play(&frames, 3, 6);
    assert_eq!(room.recorder.health(), Health::DiskFull);
    let told = room.events.iter().filter(|event| matches!(event, Event::WriteFailed { full: true, .. })).count();
    assert_eq!(told, 1, "{:?}", room.events);
    assert!(room.whole(), "what was there before stays whole");
    room.disk.left.store(u64::MAX, Ordering::SeqCst);
    room.play(&frames, 6, 9);
    assert!(room.events.contains(&Event::WriteRecovered));
    assert!(matches!(room.recorder.health(), Health::Durable { since_us: Some(since), .. } if since > START + 4 * S));
    let gaps = room.gaps();
    assert_eq!(gaps.len(), 2, "{gaps:?}");
    for (from, to, why) in gaps {
        assert_eq!(why, Why::Disk);
        assert!((2 * S..=3 * S).contains(&from) && (5 * S..=7 * S).contains(&to), "{from} {to}");
    }
    let Room { recorder, folder, .. } = &mut room;
    let recorder =
        std::mem::replace(recorder, Recorder::open(&folder.join("other"), "2", Settings::default(), 0).unwrap().0);
    let manifest = recorder.finish(START + 9 * S).unwrap();
    assert_eq!(manifest.gaps.len(), 2);
    assert!(room.whole());
    let index = Index::read(&room.folder).unwrap();
    for gap in &manifest.gaps {
        let mut fragments = index.tracks[&gap.id()].iter().flat_map(|part| &part.fragments);
        let next = fragments.find(|fragment| fragment.start_us == gap.to_us).unwrap();
        assert!(next.key, "nothing is written that a decoder could not start with");
    }
}

#[test]
fn a_sync_that_fails_takes_the_batch_back() {
    let frames = person(1, START, 4);
    let mut room = Room::new(Settings::default());
    room.play(&frames, 0, 1);
    room.disk.no_sync.store(true, Ordering::SeqCst);
    room.play(&frames, 1, 3);
    assert_eq!(room.recorder.health(), Health::Failing { error: "input/output error".into() });
    let before = Index::read(&room.folder).unwrap();
    assert!(before.tracks.values().flatten().flat_map(|part| &part.fragments).all(|f| f.end_us <= START + S));
    room.disk.no_sync.store(false, Ordering::SeqCst);
    room.play(&frames, 3, 4);
    assert!(room.whole() && room.gaps().iter().all(|gap| gap.2 == Why::Disk));
}

#[test]
fn a_disk_that_stands_still_does_not_keep_the_room_waiting() {
    let frames = person(1, START, 12);
    let mut room = Room::new(Settings { queue: 8, ..Settings::default() });
    room.play(&frames, 0, 1);
    let disk = room.disk.clone();
    let standing = disk.stand_still();
    room.play(&frames, 1, 8);
    assert!(
        matches!(room.recorder.health(), Health::Stalled { for_ms } if for_ms > 4000),
        "{:?}",
        room.recorder.health()
    );
    drop(standing);
    room.settle();
    room.play(&frames, 8, 12);
    assert!(matches!(room.recorder.health(), Health::Durable { .. }));
    let gaps = room.gaps();
    assert!(gaps.len() == 2 && gaps.iter().all(|gap| gap.2 == Why::Queue && gap.1 - gap.0 > S), "{gaps:?}");
    assert!(room.whole());
}

#[test]
fn what_was_dropped_last_is_named_when_the_recording_is_closed() {
    let frames = person(1, START, 3);
    let mut room = Room::new(Settings::default());
    room.play(&frames, 0, 2);
    room.disk.left.store(10, Ordering::SeqCst);
    room.play(&frames, 2, 3);
    room.disk.left.store(u64::MAX, Ordering::SeqCst);
    let Room { recorder, folder, .. } = &mut room;
    let other = Recorder::open(&folder.join("other"), "2", Settings::default(), 0).unwrap().0;
    let manifest = std::mem::replace(recorder, other).finish(START + 3 * S).unwrap();
    assert_eq!(manifest.gaps.iter().filter(|gap| gap.why == Why::Disk).count(), 2, "{:?}", manifest.gaps);
    assert!(room.whole());
}
