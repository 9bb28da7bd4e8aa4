//! Playlists of recordings with breaks in them, and moments found again.

use std::fs;

use super::Access;
use crate::fragment::tests::boxes;
use crate::frame::{Codec, Frame, Track, TrackId};
use crate::index::Index;
use crate::recorder::{Recorder, Settings};
use crate::sample::{self, START, person};

const S: i64 = 1_000_000;
const CAMERA: TrackId = TrackId::new(1, Track::Camera);
const VOICE: TrackId = TrackId::new(1, Track::Microphone);

fn record(frames: impl IntoIterator<Item = Frame>, act: impl Fn(&mut Recorder, i64)) -> (tempfile::TempDir, Index) {
    let root = tempfile::tempdir().unwrap();
    let mut recorder = Recorder::open(root.path(), "1", Settings::default(), START).unwrap().0;
    let mut now = START;
    for frame in frames {
        now = frame.time_us;
        act(&mut recorder, now);
        recorder.tick(now).unwrap();
        recorder.push(frame).unwrap();
    }
    recorder.finish(now).unwrap();
    let index = Index::read(root.path()).unwrap();
    (root, index)
}

fn count(text: &str, tag: &str) -> usize {
    text.lines().filter(|line| line.starts_with(tag)).count()
}

/// Length of a playlist in microseconds, gaps included.
fn length_us(text: &str) -> i64 {
    let durations = text.lines().filter_map(|line| line.strip_prefix("#EXTINF:"));
    durations.map(|value| (value.trim_end_matches(',').parse::<f64>().unwrap() * 1e6).round() as i64).sum()
}

#[test]
fn h_083_a_playlist_names_every_byte_of_a_track_once() {
    let (root, index) = record(person(1, START, 13), |_, _| {});
    for id in [CAMERA, VOICE] {
        let text = index.playlist(id, Access::Open);
        let file = format!("{id}-001.mp4");
        let bytes = fs::read(root.path().join(&file)).unwrap();
        let (_, map) = text.split_once("BYTERANGE=\"").unwrap();
        let mut at: usize = map.split_once('@').unwrap().0.parse().unwrap();
        assert_eq!(boxes(&bytes[..at]).len(), 2);
        for range in text.lines().filter_map(|line| line.strip_prefix("#EXT-X-BYTERANGE:")) {
            let (len, from) = range.split_once('@').unwrap();
            let (len, from): (usize, usize) = (len.parse().unwrap(), from.parse().unwrap());
            assert_eq!(from, at);
            assert!(boxes(&bytes[from..from + len]).len() >= 2);
            at = from + len;
        }
        assert_eq!(at, bytes.len());
        assert!((length_us(&text) - 13 * S).abs() < 100_000, "{text}");
        assert_eq!((count(&text, "#EXT-X-MAP"), count(&text, "#EXT-X-DISCONTINUITY")), (1, 0));
        assert!(text.ends_with("#EXT-X-ENDLIST\n") && text.contains("#EXT-X-PLAYLIST-TYPE:VOD"));
        assert!((3..=5).contains(&count(&text, "#EXTINF")), "{text}");
    }
}

#[test]
fn segments_of_a_picture_begin_with_key_frames() {
    let (root, index) = record(person(1, START, 9), |_, _| {});
    let bytes = fs::read(root.path().join("s001-camera-001.mp4")).unwrap();
    let place = index.locate(CAMERA, START + 6 * S, Access::Open).unwrap();
    let mp4_atom::Any::Moof(moof) = &boxes(&bytes[place.from as usize..place.to as usize])[0] else { panic!() };
    assert_eq!(moof.traf[0].trun[0].samples.get(0).unwrap().flags, Some(0x0200_0000));
    assert!(place.start_us <= START + 6 * S && place.end_us > START + 6 * S);
    assert!((place.offset_us - 6 * S).abs() < 1000, "{place:?}");
    assert_eq!(index.locate(CAMERA, START - 1, Access::Open), None);
}

#[test]
fn h_080_a_pause_breaks_both_tracks_at_the_same_place_and_takes_no_time() {
    let mut frames = person(1, START, 6);
    frames.extend(person(1, START + 60 * S, 6));
    let (_root, index) = record(frames, |recorder, now| {
        if now >= START + 6 * S {
            if now < START + 60 * S + 300_000 {
                recorder.interrupt(START + 6 * S, "休庭").unwrap()
            } else {
                recorder.resume(now)
            }
        }
    });
    for id in [CAMERA, VOICE] {
        let text = index.playlist(id, Access::Open);
        // sound comes back at once, the picture with its next key frame: that bit alone is a gap
        let gap = usize::from(id == CAMERA);
        assert_eq!((count(&text, "#EXT-X-DISCONTINUITY"), count(&text, "#EXT-X-GAP")), (1, gap), "{text}");
        assert!((length_us(&text) - 11_700_000).abs() < 200_000, "{text}");
    }
    assert_eq!(index.locate(VOICE, START + 30 * S, Access::Open), None);
    let after = index.locate(VOICE, START + 62 * S, Access::Open).unwrap();
    assert!((after.offset_us - (8 * S - 300_000)).abs() < 200_000, "{after:?}");
}

#[test]
fn a_camera_that_was_off_leaves_a_gap_so_that_sound_stays_beside_picture() {
    let off = |frame: &Frame| frame.track == Track::Camera && (START + 5 * S..START + 20 * S).contains(&frame.time_us);
    let frames = person(1, START, 25).into_iter().filter(|frame| !off(frame));
    let (_root, index) = record(frames, |_, _| {});
    let (picture, sound) = (index.playlist(CAMERA, Access::Open), index.playlist(VOICE, Access::Open));
    assert_eq!(count(&picture, "#EXT-X-GAP"), 3, "{picture}");
    assert!((length_us(&picture) - length_us(&sound)).abs() < 200_000);
    assert_eq!(count(&picture, "#EXT-X-DISCONTINUITY"), 1);
    assert_eq!(count(&sound, "#EXT-X-DISCONTINUITY"), 1);
}

#[test]
fn a_new_part_has_a_head_of_its_own() {
    let mut frames = sample::frames(1, Track::Camera, Codec::H264, sample::WIDE, START);
    frames.extend(sample::frames(1, Track::Camera, Codec::H264, sample::SMALL, START + 4 * S));
    let (_root, index) = record(frames, |_, _| {});
    let text = index.playlist(CAMERA, Access::Open);
    let order: Vec<&str> = text.lines().filter(|line| line.contains("-X-MAP") || line.contains("-X-DISC")).collect();
    assert_eq!(order.len(), 3, "{text}");
    assert!(order[0].contains("camera-001") && order[1] == "#EXT-X-DISCONTINUITY" && order[2].contains("camera-002"));
}

#[test]
fn secret_evidence_is_played_only_to_those_who_may_see_it() {
    let (_root, index) = record(person(1, START, 9), |recorder, now| {
        recorder.restricted((START + 3 * S..START + 6 * S).contains(&now)).unwrap();
    });
    for id in [CAMERA, VOICE] {
        assert!(!index.playlist(id, Access::Open).contains("restricted"));
        assert!(index.playlist(id, Access::Restricted).contains("URI=\"restricted/"));
        assert_eq!(index.locate(id, START + 5 * S, Access::Open), None);
        assert!(index.locate(id, START + 5 * S, Access::Restricted).unwrap().file.starts_with("restricted/"));
    }
}

#[test]
fn a_source_is_played_with_its_sound_beside_its_picture() {
    let (_root, index) = record(person(1, START, 2), |_, _| {});
    let text = index.master(1, Access::Open, |id| format!("{id}.m3u8"));
    assert!(text.contains("URI=\"s001-microphone.m3u8\"") && text.ends_with("s001-camera.m3u8\n"), "{text}");
    assert!(text.contains("CODECS=\"avc1.42") && text.contains(",opus\""), "{text}");
    let sound_only = sample::frames(2, Track::Microphone, Codec::Opus, sample::HIGH, START);
    let (_root, index) = record(sound_only, |_, _| {});
    let text = index.master(2, Access::Open, |id| format!("{id}.m3u8"));
    assert!(!text.contains("EXT-X-MEDIA:") && text.ends_with("s002-microphone.m3u8\n"), "{text}");
}
