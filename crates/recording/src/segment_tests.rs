//! Segments read again: each begins with a key frame, and neither picture nor sound has a hole.

use mp4_atom::Any;

use super::{Cutter, Segment, still};
use crate::fragment::tests::boxes;
use crate::frame::{Codec, Frame, Track};
use crate::sample::{self, PICTURE_US, START, person};

const S: i64 = 1_000_000;

fn cut(frames: &[Frame], from_us: i64, until_us: i64) -> Vec<Segment> {
    let mut cutter = Cutter::new(START, from_us).unwrap();
    cutter.end_at(until_us);
    let mut segments = Vec::new();
    let mut frames = frames.iter().peekable();
    let mut now = from_us;
    while now < until_us + 4 * S {
        while let Some(frame) = frames.next_if(|frame| frame.time_us <= now) {
            cutter.push(frame, frame.time_us);
        }
        while let Some(segment) = cutter.next(now).unwrap() {
            segments.push(segment);
        }
        now += 50_000;
    }
    segments
}

/// Start and end of each track in seconds and the number of samples, and whether the first picture is a key frame.
fn tracks(segment: &Segment) -> ([(f64, f64, usize); 2], bool) {
    let found = boxes(&segment.bytes);
    let Any::Moof(moof) = &found[1] else { panic!("no moof") };
    let track = |number: usize, scale: f64| {
        let traf = &moof.traf[number];
        let start = traf.tfdt.as_ref().unwrap().base_media_decode_time as f64;
        let samples = &traf.trun[0].samples;
        let length: u32 = samples.iter().map(|entry| entry.duration.unwrap()).sum();
        (start / scale, (start + f64::from(length)) / scale, samples.len())
    };
    let key = moof.traf[0].trun[0].samples.get(0).unwrap().flags == Some(0x0200_0000);
    ([track(0, 90_000.0), track(1, 48_000.0)], key)
}

/// Segments follow each other, and so do their tracks.
fn without_holes(segments: &[Segment]) {
    assert!(segments.windows(2).all(|two| two[0].end_us == two[1].start_us));
    for two in segments.windows(2) {
        let (before, after) = (tracks(&two[0]).0, tracks(&two[1]).0);
        for (one, other) in before.iter().zip(&after) {
            assert!((one.1 - other.0).abs() < 0.001, "{before:?} {after:?}");
        }
    }
}

fn is_still(segment: &Segment) -> bool {
    segment.picture.width == 640
}

#[test]
fn a_program_is_cut_at_key_frames_every_two_seconds() {
    let segments = cut(&person(0, START, 10), START, START + 10 * S);
    let lengths: Vec<i64> = segments.iter().map(|segment| segment.end_us - segment.start_us).collect();
    assert_eq!(lengths, [2 * S; 5]);
    without_holes(&segments);
    for segment in &segments {
        let ([picture, sound], key) = tracks(segment);
        assert!(key && !is_still(segment));
        assert_eq!(picture.2, 30);
        assert!((99..=101).contains(&sound.2), "{sound:?}");
    }
}

#[test]
fn where_there_is_no_picture_the_still_one_stands_with_the_sound() {
    let off = START + 3 * S..START + 9 * S;
    let mut frames = person(0, START, 12);
    frames.retain(|frame| frame.track == Track::Microphone || !off.contains(&frame.time_us));
    let segments = cut(&frames, START, START + 12 * S);
    without_holes(&segments);
    let stills: Vec<_> = segments.iter().filter(|segment| is_still(segment)).collect();
    assert!(stills.len() >= 2 && stills.last().unwrap().end_us == START + 9 * S);
    for segment in stills {
        let Any::Mdat(mdat) = boxes(&segment.bytes).pop().unwrap() else { panic!() };
        let voice = &sample::read(sample::LOW)[40].1;
        assert!(mdat.data.windows(voice.len()).any(|bytes| bytes == voice.as_slice()));
    }
    assert_eq!(segments.last().unwrap().end_us, START + 12 * S);
}

#[test]
fn where_there_is_nothing_at_all_there_is_silence() {
    let segments = cut(&[], START + S, START + 6 * S);
    without_holes(&segments);
    assert_eq!(segments.len(), 3);
    let ([picture, sound], key) = tracks(&segments[0]);
    assert!(key && (picture.2, sound.2) == (2, 100), "{picture:?} {sound:?}");
}

#[test]
fn holes_in_the_sound_are_filled() {
    let mut frames = person(0, START, 6);
    frames.retain(|frame| frame.track == Track::Camera || !(START + S..START + 3 * S).contains(&frame.time_us));
    let segments = cut(&frames, START, START + 6 * S);
    without_holes(&segments);
    assert!(segments.iter().all(|segment| (99..=101).contains(&tracks(segment).0[1].2)));
}

#[test]
fn a_new_size_begins_a_new_segment() {
    let mut frames = sample::frames(0, Track::Camera, Codec::H264, sample::WIDE, START);
    frames.truncate(50);
    let small = START + 50 * PICTURE_US;
    frames.extend(sample::frames(0, Track::Camera, Codec::H264, sample::SMALL, small));
    let segments = cut(&frames, START, START + 5 * S);
    without_holes(&segments);
    let at = segments.iter().position(|segment| segment.picture.width == 128).unwrap();
    assert_eq!(segments[at].start_us, small);
    assert!(tracks(&segments[at]).1);
}

#[test]
fn without_key_frames_segments_stay_short_enough() {
    let mut frames = person(0, START, 12);
    frames.retain(|f| f.track == Track::Microphone || f.time_us == START || !f.key);
    let segments = cut(&frames, START, START + 12 * S);
    without_holes(&segments);
    assert!(segments.iter().all(|segment| segment.end_us - segment.start_us < 5_500_000));
    assert!(segments.len() > 2 && segments.iter().all(|segment| !is_still(segment)));
    assert!(!tracks(&segments[1]).1);
}

#[test]
fn what_lies_before_the_beginning_is_not_cut() {
    let segments = cut(&person(0, START, 6), START + 2_500_000, START + 6 * S);
    without_holes(&segments);
    assert!(is_still(&segments[0]) && segments[0].end_us == START + 3 * S);
    assert_eq!(tracks(&segments[0]).0[0].0, 2.5);
}

#[test]
fn the_still_picture_fills_any_length() {
    for length in [400_000, S, 1_700_000, 2 * S] {
        let segment = still(START, START + S, START + S + length).unwrap();
        assert_eq!((segment.start_us, segment.end_us), (START + S, START + S + length));
        let ([picture, sound], _) = tracks(&segment);
        assert!((picture.1 - picture.0 - length as f64 / 1e6).abs() < 0.001);
        assert!((sound.1 - picture.1).abs() < 0.021, "{sound:?}");
    }
}
