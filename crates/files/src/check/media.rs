//! Recordings: their structure from beginning to end. Nothing is decoded.

use super::{Flaw, Source, at, flaw};

const BROKEN: &str = "录音或者录像已经损坏或者没有传完整，不能播放；请重新导出后上传";
/// Boxes or chunks of a recording at most.
const MOST: u32 = 100_000;

/// The boxes of an MPEG-4 or QuickTime file: they fill it, and one of them says how to play it.
pub(crate) fn boxes(file: &mut dyn Source, size: u64) -> Result<(), Flaw> {
    let (mut place, mut playable, mut held) = (0, false, false);
    for _ in 0..MOST {
        if place == size {
            break;
        }
        let head = at(file, place, 16)?;
        let four = |from: usize| head.get(from..from + 4).and_then(|four| four.try_into().ok()).map(u32::from_be_bytes);
        let eight = || head.get(8..16).and_then(|eight| eight.try_into().ok()).map(u64::from_be_bytes);
        let length = match four(0) {
            Some(0) => size - place,
            Some(1) => eight().unwrap_or(0),
            Some(length) => u64::from(length),
            None => 0,
        };
        let end = place.checked_add(length).filter(|end| length >= 8 && *end <= size);
        let Some(end) = end else { return flaw(BROKEN) };
        match head.get(4..8) {
            Some(b"moov") => playable = true,
            Some(b"mdat") => held = true,
            _ => {}
        }
        place = end;
    }
    if place == size && playable && held { Ok(()) } else { flaw(BROKEN) }
}

/// The chunks of a WAV file.
pub(crate) fn riff(file: &mut dyn Source, size: u64) -> Result<(), Flaw> {
    let (mut place, mut described, mut held) = (12, false, false);
    for _ in 0..MOST {
        if place + 8 > size {
            break;
        }
        let head = at(file, place, 8)?;
        let length = head.get(4..8).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes);
        let end = place + 8 + u64::from(length) + u64::from(length % 2);
        match head.get(..4) {
            Some(b"fmt ") => described = length >= 16,
            Some(b"data") => held = length > 0,
            _ => {}
        }
        // the last byte that makes a chunk even may be missing
        if end > size + 1 {
            return flaw(BROKEN);
        }
        place = end;
    }
    if described && held { Ok(()) } else { flaw(BROKEN) }
}

/// Whether two bytes after 0xff begin a frame of layer III.
pub(crate) const fn is_frame(second: u8, third: u8) -> bool {
    let (layer, rate, frequency) = (second & 0b110, third >> 4, (third >> 2) & 0b11);
    second & 0xe0 == 0xe0
        && second & 0b1_1000 != 0b0_1000
        && layer == 0b010
        && rate != 0
        && rate != 15
        && frequency != 3
}

const RATES: [[u64; 16]; 2] = [
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0],
];
const FREQUENCIES: [u64; 4] = [44_100, 48_000, 32_000, 0];

/// The length of a frame by its header.
fn frame(header: &[u8]) -> Option<u64> {
    let [0xff, second, third, ..] = header else { return None };
    if !is_frame(*second, *third) {
        return None;
    }
    let first = (second >> 3) & 0b11 == 0b11;
    let rate = RATES.get(usize::from(!first))?.get(usize::from(third >> 4))?;
    let halved = match (second >> 3) & 0b11 {
        0b11 => 1,
        0b10 => 2,
        _ => 4,
    };
    let frequency = FREQUENCIES.get(usize::from((third >> 2) & 0b11))? / halved;
    let slots = if first { 144_000 } else { 72_000 };
    (slots * rate).checked_div(frequency).map(|length| length + u64::from((third >> 1) & 1))
}

/// The first frames of an MP3 file, after its tag.
pub(crate) fn frames(file: &mut dyn Source, size: u64) -> Result<(), Flaw> {
    let head = at(file, 0, 10)?;
    let mut place = match head.as_slice() {
        [b'I', b'D', b'3', _, _, _, a, b, c, d] => {
            let tag = [a, b, c, d].iter().fold(0, |sum, byte| (sum << 7) | u64::from(**byte & 0x7f));
            10 + tag
        }
        _ => 0,
    };
    // a tag may be followed by padding
    let after = at(file, place, 4096)?;
    place += after.iter().take_while(|byte| **byte == 0).map(|_| 1).sum::<u64>();
    let first = place;
    for _ in 0..3 {
        let header = at(file, place, 4)?;
        let Some(length) = frame(&header) else { return flaw(BROKEN) };
        // the last frame of a recording may be cut, the first may not
        if place == first && place + length > size {
            return flaw(BROKEN);
        }
        place += length;
        if place >= size {
            break;
        }
    }
    Ok(())
}
