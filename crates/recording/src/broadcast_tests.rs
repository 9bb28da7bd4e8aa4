//! What the public gets and when: nothing before its time, nothing of what was cut off, and never a hole.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Broadcast, Discarded};
use crate::fault::Fault;
use crate::frame::{Codec, Frame, Track};
use crate::sample::{self, PICTURE_US, START};

const S: i64 = 1_000_000;

/// A broadcast whose sound says when it was taken: each packet is different.
struct Show {
    root: tempfile::TempDir,
    broadcast: Broadcast,
    now: i64,
    /// What became public and when.
    seen: Vec<(PathBuf, i64)>,
}

/// The program at a moment: a picture each 66 ms, a packet each 20 ms whose bytes hold the moment.
fn program(from_us: i64, to_us: i64) -> Vec<Frame> {
    let wide = sample::read(sample::WIDE);
    let mut frames = Vec::new();
    let mut i = (from_us - START) / PICTURE_US;
    while START + i * PICTURE_US < to_us {
        let (key, data) = &wide[(i % 60) as usize];
        let (track, codec, time_us) = (Track::Camera, Codec::H264, START + i * PICTURE_US);
        frames.push(Frame { source: 0, track, codec, time_us, key: *key, data: data.as_slice().into() });
        i += 1;
    }
    for time_us in (from_us..to_us).step_by(20_000) {
        frames.push(Frame {
            source: 0,
            track: Track::Microphone,
            codec: Codec::Opus,
            time_us,
            key: true,
            data: packet(time_us).into(),
        });
    }
    frames
}

fn packet(time_us: i64) -> Vec<u8> {
    [&[0xf8][..], format!("said at {time_us}.").as_bytes()].concat()
}

impl Show {
    fn new(delay_s: u32, window_s: u32) -> Show {
        let root = tempfile::tempdir().unwrap();
        let broadcast = Broadcast::new(root.path(), delay_s, window_s, START).unwrap();
        Show { root, broadcast, now: START, seen: Vec::new() }
    }

    fn play(&mut self, seconds: i64) {
        for _ in 0..seconds * 5 {
            program(self.now, self.now + 200_000).iter().for_each(|frame| self.broadcast.push(frame));
            self.now += 200_000;
            self.broadcast.tick(self.now).unwrap();
            self.look();
        }
    }

    fn look(&mut self) {
        for entry in fs::read_dir(self.root.path().join("live")).unwrap() {
            let path = entry.unwrap().path();
            if !self.seen.iter().any(|(known, _)| *known == path) {
                self.seen.push((path, self.now));
            }
        }
    }

    /// When something said at a moment became public.
    fn heard_at(&self, time_us: i64) -> Option<i64> {
        let words = packet(time_us);
        let holds = |path: &Path| fs::read(path).is_ok_and(|file| file.windows(words.len()).any(|b| b == words));
        self.seen.iter().find(|(path, _)| holds(path)).map(|(_, at)| *at)
    }

    fn playlist(&self) -> String {
        fs::read_to_string(self.root.path().join("live/live.m3u8")).unwrap()
    }

    fn number(&self, tag: &str) -> u64 {
        let text = self.playlist();
        text.lines().find_map(|line| line.strip_prefix(tag)).unwrap().parse().unwrap()
    }

    /// Heads of the segments the playlist names now, in order.
    fn length_s(&self) -> f64 {
        let text = self.playlist();
        text.lines().filter_map(|line| line.strip_prefix("#EXTINF:")?.strip_suffix(',')?.parse::<f64>().ok()).sum()
    }
}

#[test]
fn o_206_nothing_is_public_before_its_delay_and_everything_is_after() {
    let mut show = Show::new(30, 600);
    show.play(50);
    for second in 0..17 {
        let said = START + second * S + 500_000;
        let late = show.heard_at(said).unwrap_or_else(|| panic!("{second} is not out")) - said;
        assert!((30 * S..35 * S).contains(&late), "{late}");
    }
    assert_eq!(show.heard_at(START + 25 * S), None);
    // and it is nowhere else on the disk either
    let words = packet(START + 25 * S);
    for entry in fs::read_dir(show.root.path()).unwrap().map(|entry| entry.unwrap().path()).filter(|p| p.is_file()) {
        assert!(!fs::read(entry).unwrap().windows(words.len()).any(|bytes| bytes == words));
    }
}

#[test]
fn the_public_is_never_without_a_picture_from_the_first_seconds_on() {
    let mut show = Show::new(30, 600);
    show.play(3);
    assert!(show.playlist().contains("00000001.m4s"));
    show.play(47);
    assert!((show.length_s() - 49.0).abs() < 2.5, "{}", show.length_s());
    assert_eq!(show.playlist().matches("#EXT-X-DISCONTINUITY\n").count(), 1, "from the still picture to the program");
}

#[test]
fn o_206_what_is_cut_off_never_comes_out_and_the_still_picture_takes_its_place() {
    let mut show = Show::new(30, 600);
    show.play(45);
    let before = show.number("#EXT-X-DISCONTINUITY-SEQUENCE:");
    let pressed = show.now;
    let Discarded { from_us, to_us } = show.broadcast.cut(pressed).unwrap();
    assert!(show.broadcast.is_cut() && to_us == pressed && pressed - from_us < 35 * S);
    show.play(20);
    assert!((show.length_s() - 64.0).abs() < 2.5, "the playlist goes on: {}", show.length_s());
    let resumed = show.now;
    show.broadcast.resume(resumed).unwrap();
    show.play(45);
    let mut never = 0;
    for said in (START..resumed).step_by(500_000) {
        match show.heard_at(said) {
            Some(at) => assert!(at <= pressed, "{} came out after the switch", said - START),
            None => never += 1,
        }
    }
    assert!(never >= 2 * 50, "{never}");
    let after = resumed + 2 * S;
    let late = show.heard_at(after).unwrap() - after;
    assert!((30 * S..35 * S).contains(&late), "{late}");
    assert!((show.length_s() - 109.0).abs() < 3.0, "no hole: {}", show.length_s());
    assert_eq!(before, 0);
    assert_eq!(show.playlist().matches("#EXT-X-DISCONTINUITY\n").count(), 3);
}

#[test]
fn o_206_within_two_seconds_the_still_picture_is_named() {
    let mut show = Show::new(60, 600);
    show.play(90);
    show.broadcast.cut(show.now).unwrap();
    let head = |show: &Show| show.playlist().lines().rfind(|line| line.contains("-MAP")).unwrap().to_owned();
    let program = head(&show);
    for _ in 0..10 {
        show.now += 200_000;
        show.broadcast.tick(show.now).unwrap();
    }
    assert_ne!(head(&show), program);
}

#[test]
fn who_was_cut_off_stays_cut_off_when_the_process_is_ended() {
    let mut show = Show::new(30, 600);
    show.play(40);
    show.broadcast.cut(show.now).unwrap();
    show.broadcast = Broadcast::new(show.root.path(), 30, 600, show.now + S).unwrap();
    assert!(show.broadcast.is_cut());
    show.now += S;
    show.play(40);
    assert_eq!(show.heard_at(START + 45 * S), None);
    fs::write(show.root.path().join("state.json"), b"{ torn").unwrap();
    show.broadcast = Broadcast::new(show.root.path(), 30, 600, show.now).unwrap();
    assert!(show.broadcast.is_cut(), "what cannot be read counts as cut off");
}

#[test]
fn after_the_process_was_ended_no_name_is_used_twice() {
    let mut show = Show::new(30, 600);
    show.play(40);
    let old: Vec<(PathBuf, Vec<u8>)> = show.seen.iter().map(|(p, _)| (p.clone(), fs::read(p).unwrap())).collect();
    let sequence = show.number("#EXT-X-MEDIA-SEQUENCE:");
    show.now += 5 * S;
    show.broadcast = Broadcast::new(show.root.path(), 30, 600, show.now).unwrap();
    show.play(40);
    for (path, bytes) in old.iter().filter(|(path, _)| path.extension().is_some_and(|ext| ext != "m3u8")) {
        assert_eq!(fs::read(path).unwrap(), *bytes, "{}", path.display());
    }
    assert_eq!(show.number("#EXT-X-MEDIA-SEQUENCE:"), sequence);
    assert!((show.length_s() - 84.0).abs() < 3.0, "{}", show.length_s());
    assert!(show.heard_at(START + 50 * S).is_some());
}

#[test]
fn old_segments_leave_the_playlist_and_then_the_disk() {
    let mut show = Show::new(30, 20);
    show.play(150);
    assert!((show.length_s() - 20.0).abs() < 3.0, "{}", show.length_s());
    assert!(show.number("#EXT-X-MEDIA-SEQUENCE:") > 50);
    assert_eq!(show.number("#EXT-X-DISCONTINUITY-SEQUENCE:"), 1);
    let left: Vec<_> = fs::read_dir(show.root.path().join("live")).unwrap().collect();
    assert!((20..60).contains(&left.len()), "{}", left.len());
    for name in show.playlist().lines().filter(|line| !line.starts_with('#')) {
        assert!(Broadcast::serve(show.root.path(), name).is_some());
    }
    assert_eq!(Broadcast::serve(show.root.path(), "00000001.m4s"), None);
    assert_eq!(Broadcast::serve(show.root.path(), "../state.json"), None);
}

#[test]
fn the_end_comes_out_after_its_delay_and_closes_the_playlist() {
    let mut show = Show::new(30, 600);
    show.play(20);
    let ended = show.now;
    show.broadcast.end(ended).unwrap();
    show.play(28);
    assert!(!show.broadcast.is_over() && !show.playlist().contains("ENDLIST"));
    show.play(6);
    assert!(show.broadcast.is_over() && show.playlist().ends_with("#EXT-X-ENDLIST\n"));
    assert!(show.heard_at(ended - S).is_some());
    assert_eq!(show.heard_at(ended + S), None);
    assert!((show.length_s() - 50.0).abs() < 1.0, "{}", show.length_s());
    assert!(matches!(Broadcast::new(show.root.path(), 30, 600, show.now), Err(Fault::Closed)));
}

#[test]
fn a_broadcast_that_ends_while_cut_off_ends_with_the_still_picture() {
    let mut show = Show::new(30, 600);
    show.play(35);
    show.broadcast.cut(show.now).unwrap();
    show.play(5);
    show.broadcast.end(show.now).unwrap();
    show.play(32);
    assert!(show.broadcast.is_over());
    assert_eq!(show.heard_at(START + 37 * S), None);
}

#[test]
fn o_206_the_delay_is_thirty_to_a_hundred_and_eighty_seconds() {
    let root = tempfile::tempdir().unwrap();
    for (delay, window, fits) in [(29, 60, false), (30, 60, true), (180, 60, true), (181, 60, false), (60, 5, false)] {
        assert_eq!(Broadcast::new(&root.path().join(delay.to_string()), delay, window, START).is_ok(), fits);
    }
}

#[test]
fn o_206_a_clock_set_forward_makes_nothing_public_before_its_time() {
    let mut show = Show::new(30, 600);
    show.play(40);
    // what was said at 38 is not out, and is not made so by a clock that says it is an hour later
    let said = START + 38 * S;
    show.broadcast.tick(show.now + 3600 * S).unwrap();
    show.look();
    assert_eq!(show.heard_at(said), None);
    for step in 1..20 {
        show.broadcast.tick(show.now + 3600 * S + step * S).unwrap();
        show.look();
        assert_eq!(show.heard_at(said), None, "{step}");
    }
    for step in 20..40 {
        show.broadcast.tick(show.now + 3600 * S + step * S).unwrap();
        show.look();
    }
    assert!(show.heard_at(said).is_some());
}
