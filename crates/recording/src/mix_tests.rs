//! Tones mixed and heard again: both are there, neither breaks the ceiling, nothing hostile stops the mix.

use std::sync::Arc;

use opus_rs::OpusDecoder;

use super::{Mixer, held};
use crate::frame::{Codec, Frame, Track};
use crate::sample::{self, START};

const S: i64 = 1_000_000;

fn tone(source: u32, clip: &[u8], from_us: i64) -> Vec<Frame> {
    sample::frames(source, Track::Microphone, Codec::Opus, clip, from_us)
}

/// Plays frames into a mix in the order of time and decodes what comes out, 48 000 samples a second.
fn heard(mut frames: Vec<Frame>, until_us: i64) -> (Vec<Frame>, Vec<f32>) {
    frames.sort_by_key(|frame| frame.time_us);
    let mut mixer = Mixer::new(START).unwrap();
    let mut mixed = Vec::new();
    let mut now = START;
    let mut frames = frames.into_iter().peekable();
    while now <= until_us + 300_000 {
        while let Some(frame) = frames.next_if(|frame| frame.time_us <= now) {
            mixer.push(&frame);
        }
        mixed.extend(mixer.mix(now));
        now += 10_000;
    }
    let mut decoder = OpusDecoder::new(48_000, 1).unwrap();
    let mut sound = Vec::new();
    for frame in &mixed {
        let mut slot = vec![0.0; 960];
        assert_eq!(decoder.decode(&frame.data, 960, &mut slot).unwrap(), 960);
        sound.extend(slot);
    }
    (mixed, sound)
}

/// How strong a tone is within some sound (Goertzel).
fn strength(sound: &[f32], hertz: f32) -> f32 {
    let turn = std::f32::consts::TAU * hertz / 48_000.0;
    let (mut one, mut two) = (0.0_f32, 0.0_f32);
    for sample in sound {
        (one, two) = (sample + 2.0 * turn.cos() * one - two, one);
    }
    (one * one + two * two - 2.0 * turn.cos() * one * two).sqrt() / sound.len() as f32
}

#[test]
fn two_voices_are_both_heard() {
    let mut frames = tone(1, sample::LOW, START);
    frames.extend(tone(2, sample::HIGH, START + S));
    let (mixed, sound) = heard(frames, START + 3 * S);
    assert!(mixed.windows(2).all(|two| two[1].time_us - two[0].time_us == 20_000));
    assert_eq!((mixed[0].time_us, mixed[0].source), (START, 0));
    let second = |from: f32| &sound[(from * 48_000.0) as usize..((from + 0.5) * 48_000.0) as usize];
    let table = [(0.3, true, false), (1.3, true, true), (2.4, false, true)];
    for (from, low, high) in table {
        let (first, other) = (strength(second(from), 440.0), strength(second(from), 1000.0));
        assert_eq!((first > 0.02, other > 0.02), (low, high), "{from}: {first} {other}");
    }
}

#[test]
fn silence_is_sent_where_nobody_speaks() {
    let (mixed, sound) = heard(Vec::new(), START + S);
    assert!((54..=56).contains(&mixed.len()), "{}", mixed.len());
    assert!(sound.iter().all(|sample| sample.abs() < 0.001));
    let bytes: Vec<usize> = mixed.iter().map(|frame| frame.data.len()).collect();
    assert!(bytes.iter().sum::<usize>() < 5_000, "{bytes:?}");
}

#[test]
fn loud_sums_stay_below_the_ceiling() {
    for sample in [-9.0_f32, -1.2, -0.7, 0.0, 0.5, 0.71, 1.0, 3.0] {
        assert!(held(sample).abs() <= 1.0 && (sample.abs() > 0.7 || held(sample) == sample));
        assert_eq!(held(-sample), -held(sample));
    }
    assert!(held(1.0) > held(0.9));
    let frames = (1..=12).flat_map(|source| tone(source, sample::LOW, START)).collect();
    let (_, sound) = heard(frames, START + 2 * S);
    assert!(sound.iter().all(|sample| sample.abs() < 1.1));
    assert!(strength(&sound[24_000..72_000], 440.0) > 0.2);
}

#[test]
fn a_voice_is_heard_when_it_spoke() {
    let frames = tone(1, sample::HIGH, START + S).into_iter().take(20).collect();
    let (_, sound) = heard(frames, START + 2 * S);
    let loud = sound.iter().position(|sample| sample.abs() > 0.02).unwrap();
    assert!((47_000..50_000).contains(&loud), "{loud}");
}

#[test]
fn nonsense_stops_neither_the_mix_nor_another_voice() {
    let mut frames = tone(1, sample::LOW, START);
    let (mut seed, nonsense) = (7_u32, 400);
    for i in 0..nonsense {
        let bytes: Vec<u8> = (0..i % 90)
            .map(|_| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (seed >> 24) as u8
            })
            .collect();
        let (track, codec, time_us) = (Track::Microphone, Codec::Opus, START + i64::from(i) * 5_000);
        frames.push(Frame { source: 2, track, codec, time_us, key: true, data: Arc::from(bytes) });
    }
    let (mixed, _) = heard(frames, START + 2 * S);
    assert!(mixed.len() > 95);
}

#[test]
fn after_a_long_pause_the_mix_goes_on_from_now() {
    let mut mixer = Mixer::new(START).unwrap();
    assert_eq!(mixer.mix(START + 220_000).len(), 1);
    assert!(mixer.mix(START + 3600 * S).is_empty());
    assert_eq!(mixer.mix(START + 3600 * S + 20_000)[0].time_us, START + 3600 * S - 200_000);
}

#[test]
fn h_081_a_voice_whose_clock_jumps_is_still_heard() {
    for jump in [-3600 * S, 3600 * S] {
        let mut mixer = Mixer::new(START).unwrap();
        let mut mixed = Vec::new();
        for (i, mut frame) in (0..).zip(tone(1, sample::HIGH, START)) {
            mixed.extend(mixer.mix(START + i * 20_000));
            frame.time_us += if i < 50 { 0 } else { jump };
            mixer.push(&frame);
        }
        mixed.extend(mixer.finish(START + 2 * S));
        let mut decoder = OpusDecoder::new(48_000, 1).unwrap();
        let mut sound = Vec::new();
        for frame in &mixed {
            let mut slot = vec![0.0; 960];
            decoder.decode(&frame.data, 960, &mut slot).unwrap();
            sound.extend(slot);
        }
        assert!(strength(&sound[62_000..90_000], 1000.0) > 0.05, "{jump}");
    }
}
