//! Tracks cut into fragments, read again with the boxes of another hand.

use mp4_atom::Any;

use super::{Cut, Lane, Out, Piece};
use crate::fragment::tests::boxes;
use crate::frame::{Codec, Frame, Track, TrackId};
use crate::gap::{Event, Why};
use crate::sample::{self, PICTURE_US, START};

const CUT: Cut = Cut { epoch_us: START, fragment_us: 600_000, reorder_us: 100_000 };
const S: i64 = 1_000_000;

fn lane(track: Track) -> Lane {
    Lane::new(TrackId::new(1, track), CUT, 0, false)
}

/// Pushes frames as they come and closes what is left.
fn through(lane: &mut Lane, frames: impl IntoIterator<Item = Frame>) -> Out {
    let mut out = Out::default();
    let mut now = START;
    for frame in frames {
        now = now.max(frame.time_us);
        lane.push(frame, now, &mut out).unwrap();
        lane.tick(now, &mut out).unwrap();
    }
    lane.flush(now + 66_667, &mut out).unwrap();
    out
}

/// Start, end and number of samples of each fragment, in ticks.
fn spans(pieces: &[Piece]) -> Vec<(u64, u64, usize)> {
    let span = |piece: &Piece| {
        let Any::Moof(moof) = &boxes(&piece.bytes)[0] else { panic!("no moof") };
        let start = moof.traf[0].tfdt.as_ref().unwrap().base_media_decode_time;
        let samples = &moof.traf[0].trun[0].samples;
        let length: u64 = samples.iter().map(|entry| u64::from(entry.duration.unwrap())).sum();
        (start, start + length, samples.len())
    };
    pieces.iter().map(span).collect()
}

fn camera() -> Vec<Frame> {
    sample::frames(1, Track::Camera, Codec::H264, sample::WIDE, START)
}

fn voice() -> Vec<Frame> {
    sample::frames(1, Track::Microphone, Codec::Opus, sample::LOW, START)
}

#[test]
fn fragments_follow_each_other_without_a_hole() {
    for (track, frames) in [(Track::Camera, camera()), (Track::Microphone, voice())] {
        let count = frames.len();
        let out = through(&mut lane(track), frames);
        let spans = spans(&out.pieces);
        assert!(spans.windows(2).all(|two| two[0].1 == two[1].0), "{spans:?}");
        assert_eq!(spans.iter().map(|span| span.2).sum::<usize>(), count);
        assert!(out.pieces.iter().all(|piece| piece.end_us - piece.start_us <= 700_000 && piece.gap.is_none()));
        assert!(out.events.is_empty(), "{:?}", out.events);
    }
}

#[test]
fn a_fragment_begins_at_each_key_frame() {
    let out = through(&mut lane(Track::Camera), camera());
    let starts: Vec<i64> = out.pieces.iter().filter(|p| p.key).map(|p| (p.start_us - START + 500) / S).collect();
    assert_eq!(starts, [0, 1, 2, 3]);
}

#[test]
fn frames_out_of_order_are_put_in_order() {
    let straight = through(&mut lane(Track::Microphone), voice());
    let mut mixed = voice();
    for three in mixed.chunks_mut(3) {
        three.reverse();
    }
    let mixed = through(&mut lane(Track::Microphone), mixed);
    let bytes = |out: &Out| out.pieces.iter().flat_map(|piece| piece.bytes.clone()).collect::<Vec<u8>>();
    assert_eq!(bytes(&straight), bytes(&mixed));
}

#[test]
fn a_picture_waits_for_its_key_frame_and_asks_for_it() {
    let out = through(&mut lane(Track::Camera), camera().into_iter().skip(5));
    assert_eq!(out.events, [Event::KeyWanted(TrackId::new(1, Track::Camera))]);
    assert!(out.pieces[0].key && (out.pieces[0].start_us - START - S).abs() < 1000);
}

#[test]
fn a_new_size_or_codec_begins_a_new_part() {
    let mut frames = camera();
    frames.extend(sample::frames(1, Track::Camera, Codec::H264, sample::SMALL, START + 4 * S));
    frames.extend(sample::frames(1, Track::Camera, Codec::Vp8, sample::VP8, START + 6 * S));
    let out = through(&mut lane(Track::Camera), frames);
    let mut files: Vec<(String, String)> = Vec::new();
    for piece in &out.pieces {
        files.push((piece.part.file.clone(), piece.part.shape.codecs()[..4].to_owned()));
        files.dedup();
    }
    let expected = [("001", "avc1"), ("002", "avc1"), ("003", "vp08")];
    assert_eq!(files, expected.map(|(n, codec)| (format!("s001-camera-{n}.mp4"), codec.to_owned())));
    let spans = spans(&out.pieces);
    assert!(spans.windows(2).all(|two| two[0].1 <= two[1].0), "{spans:?}");
}

#[test]
fn h_081_the_timeline_stays_monotone_whatever_clocks_do() {
    let mut frames = camera();
    frames[20..40].iter_mut().for_each(|frame| frame.time_us -= 3600 * S);
    frames[40..].iter_mut().for_each(|frame| frame.time_us += 3600 * S);
    let mut lane = lane(Track::Camera);
    let mut out = Out::default();
    for (i, frame) in frames.into_iter().enumerate() {
        lane.push(frame, START + PICTURE_US * i as i64, &mut out).unwrap();
    }
    lane.flush(START + 4 * S, &mut out).unwrap();
    let jumps = out.events.iter().filter(|event| matches!(event, Event::ClockJumped { .. })).count();
    assert_eq!((jumps, out.jumps.len()), (2, 2));
    let spans = spans(&out.pieces);
    assert!(spans.windows(2).all(|two| two[0].1 <= two[1].0), "{spans:?}");
    assert_eq!(spans.iter().map(|span| span.2).sum::<usize>(), 60);
    let end = spans.last().unwrap().1;
    assert!(end.abs_diff(4 * 90_000) < 20_000, "{end}");
}

#[test]
fn silence_of_a_source_is_named_from_two_seconds_on() {
    for (hole, named) in [(S, false), (3 * S, true)] {
        let mut frames = voice();
        frames[50..].iter_mut().for_each(|frame| frame.time_us += hole);
        let out = through(&mut lane(Track::Microphone), frames);
        let gaps: Vec<_> = out.pieces.iter().filter_map(|piece| piece.gap.clone()).collect();
        assert_eq!(gaps.len(), usize::from(named));
        if let Some(gap) = gaps.first() {
            assert_eq!((gap.from_us, gap.to_us, &gap.why), (START + S, START + S + hole, &Why::Silent));
        }
    }
}

#[test]
fn a_source_that_stops_does_not_keep_back_what_it_sent() {
    for (track, frames) in [(Track::Camera, camera()), (Track::Microphone, voice())] {
        let mut lane = lane(track);
        let mut out = Out::default();
        let last = frames[7].time_us;
        for frame in frames.into_iter().take(8) {
            let now = frame.time_us;
            lane.push(frame, now, &mut out).unwrap();
        }
        assert!(out.pieces.is_empty());
        lane.tick(START + 850_000, &mut out).unwrap();
        assert_eq!(out.pieces.len(), 1);
        assert!(out.pieces[0].end_us > last);
    }
}

#[test]
fn h_080_what_was_taken_during_a_pause_is_not_recorded() {
    let mut lane = lane(Track::Microphone);
    let mut out = Out::default();
    for frame in voice() {
        let now = frame.time_us;
        if now == START + S {
            lane.flush(now, &mut out).unwrap();
            lane.missing_since(now + S / 2, Why::Switch);
        }
        lane.push(frame, now, &mut out).unwrap();
    }
    lane.flush(START + 2 * S, &mut out).unwrap();
    assert!(out.pieces.iter().all(|p| p.end_us <= START + S || p.start_us >= START + S + S / 2));
    assert!(out.pieces.last().unwrap().end_us > START + S + S / 2);
}

#[test]
fn after_a_lost_fragment_a_picture_goes_on_with_a_key_frame_and_names_what_is_missing() {
    let mut lane = lane(Track::Camera);
    let mut out = Out::default();
    let mut kept: Vec<Piece> = Vec::new();
    for frame in camera() {
        let now = frame.time_us;
        lane.push(frame, now, &mut out).unwrap();
        for piece in out.pieces.drain(..) {
            if kept.len() == 1 {
                lane.lost(piece.start_us, Why::Queue);
                kept.push(piece);
                continue;
            }
            kept.push(piece);
        }
    }
    let (lost, next) = (&kept[1], &kept[2]);
    let gap = next.gap.as_ref().unwrap();
    assert!(next.key && gap.why == Why::Queue);
    assert_eq!((gap.from_us, gap.to_us), (lost.start_us, next.start_us));
}

#[test]
fn sound_in_a_track_of_pictures_is_not_written() {
    let mut frames = camera();
    frames.extend(sample::frames(1, Track::Camera, Codec::Opus, sample::LOW, START));
    frames.sort_by_key(|frame| frame.time_us);
    let out = through(&mut lane(Track::Camera), frames);
    let id = TrackId::new(1, Track::Camera);
    assert_eq!(out.events, vec![Event::Unreadable(id); 100]);
    assert_eq!(spans(&out.pieces).iter().map(|span| span.2).sum::<usize>(), 60);
}

#[test]
fn frames_that_all_claim_the_same_moment_do_not_pile_up() {
    let frames = camera();
    let mut lane = lane(Track::Camera);
    let mut out = Out::default();
    for round in 0..40_000 {
        let mut frame = frames[round % 15].clone();
        frame.time_us = START + 1;
        lane.push(frame, START + 1, &mut out).unwrap();
        if round % 1000 == 0 {
            lane.tick(START + S, &mut out).unwrap();
        }
    }
    let heaviest = out.pieces.iter().map(|piece| piece.bytes.len()).max().unwrap();
    assert!(out.pieces.len() > 2 && heaviest < 5 << 20, "{} {heaviest}", out.pieces.len());
}

proptest::proptest! {
    #[test]
    fn h_081_whatever_moments_frames_claim_the_track_goes_forward(
        steps in proptest::collection::vec((0..60_usize, -40_000_000..40_000_000_i64, 0..10_u8), 1..200)
    ) {
        for (track, frames) in [(Track::Camera, camera()), (Track::Microphone, voice())] {
            let mut lane = lane(track);
            let mut out = Out::default();
            let mut now = START;
            for (which, off, act) in &steps {
                now += 40_000;
                let mut frame = frames[*which].clone();
                frame.time_us = if *act < 7 { now } else { now + off };
                lane.push(frame, now, &mut out).unwrap();
                match act {
                    3 => lane.tick(now, &mut out).unwrap(),
                    4 => lane.flush(now, &mut out).unwrap(),
                    5 => lane.lost(now - S, Why::Queue),
                    6 => lane.switch(now, off % 2 == 0, &mut out).unwrap(),
                    _ => {}
                }
            }
            lane.flush(now, &mut out).unwrap();
            let spans = spans(&out.pieces);
            proptest::prop_assert!(spans.windows(2).all(|two| two[0].1 <= two[1].0), "{spans:?}");
            proptest::prop_assert!(out.pieces.iter().all(|piece| piece.end_us <= now + 4 * S));
        }
    }
}
