//! Short clips for tests: a test picture in two sizes and two codecs, and two tones.

use std::sync::Arc;

use crate::frame::{Codec, Frame, Track};

/// 60 pictures of 192×144 in H.264, 15 a second, a key frame each second.
pub const WIDE: &[u8] = include_bytes!("../tests/data/wide.h264.frames");
/// 30 pictures of 128×96 in H.264.
pub const SMALL: &[u8] = include_bytes!("../tests/data/small.h264.frames");
/// 30 pictures of 160×120 in VP8.
pub const VP8: &[u8] = include_bytes!("../tests/data/clip.vp8.frames");
/// 100 packets of 20 ms, a tone of 440 Hz.
pub const LOW: &[u8] = include_bytes!("../tests/data/low.opus.frames");
/// 100 packets of 20 ms, a tone of 1000 Hz.
pub const HIGH: &[u8] = include_bytes!("../tests/data/high.opus.frames");

/// The moment the clips begin.
pub const START: i64 = 1_795_000_000_000_000;
/// Between two pictures.
pub const PICTURE_US: i64 = 66_667;

/// The frames of a clip: whether a decoder can start, and the bytes.
pub fn read(mut clip: &[u8]) -> Vec<(bool, Vec<u8>)> {
    let mut frames = Vec::new();
    while let Some((head, rest)) = clip.split_first_chunk::<5>() {
        let len = u32::from_be_bytes([head[1], head[2], head[3], head[4]]) as usize;
        frames.push((head[0] == 1, rest[..len].to_vec()));
        clip = &rest[len..];
    }
    frames
}

/// A clip as frames of a source from a moment on; the moments are those of its codec.
pub fn frames(source: u32, track: Track, codec: Codec, clip: &[u8], from_us: i64) -> Vec<Frame> {
    let step = if codec == Codec::Opus { 20_000 } else { PICTURE_US };
    let frame = |(i, (key, data)): (usize, (bool, Vec<u8>))| {
        let time_us = from_us + step * i as i64;
        Frame { source, track, codec, time_us, key, data: Arc::from(data) }
    };
    read(clip).into_iter().enumerate().map(frame).collect()
}

/// A participant with face and voice for whole seconds, in the order of time.
pub fn person(source: u32, from_us: i64, seconds: i64) -> Vec<Frame> {
    let (wide, low) = (read(WIDE), read(LOW));
    let mut all = Vec::new();
    for i in 0..seconds * 15 {
        let (key, data) = &wide[(i % 60) as usize];
        let (codec, track) = (Codec::H264, Track::Camera);
        let time_us = from_us + i / 15 * 1_000_000 + i % 15 * PICTURE_US;
        all.push(Frame { source, track, codec, time_us, key: *key, data: Arc::from(data.as_slice()) });
    }
    for i in 0..seconds * 50 {
        let (_, data) = &low[(i % 100) as usize];
        let (codec, track) = (Codec::Opus, Track::Microphone);
        all.push(Frame {
            source,
            track,
            codec,
            time_us: from_us + i * 20_000,
            key: true,
            data: Arc::from(data.as_slice()),
        });
    }
    all.sort_by_key(|frame| frame.time_us);
    all
}
