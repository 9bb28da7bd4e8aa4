//! Pictures: their structure and their measures, read from their headers. No pixel is unpacked.

use super::{Flaw, Source, at, find_last, flaw};
use crate::kind::LIMITS;

const BROKEN: &str = "图片已经损坏或者没有传完整，打不开；请重新拍摄或者重新保存后上传";
/// Where the end of a JPEG is looked for: cameras add things behind it.
const TAIL: u64 = 256 * 1024;

/// Width and height.
pub(crate) type Measures = (u64, u64);

/// Whether measures are within the limits.
pub(crate) fn within((width, height): Measures) -> Result<(), Flaw> {
    if width == 0 || height == 0 {
        return flaw(BROKEN);
    }
    let (side, pixels) = (LIMITS.picture_side, LIMITS.picture_pixels);
    if width > side || height > side || width.saturating_mul(height) > pixels {
        return flaw(format!(
            "图片有 {width}×{height} 点，过大，打开它会耗尽内存；每边最多 {side} 点，共最多 {} 万点",
            pixels / 10_000
        ));
    }
    Ok(())
}

fn be16(bytes: &[u8], from: usize) -> Option<u64> {
    let two: [u8; 2] = bytes.get(from..from + 2)?.try_into().ok()?;
    Some(u64::from(u16::from_be_bytes(two)))
}

fn be32(bytes: &[u8], from: usize) -> Option<u64> {
    let four: [u8; 4] = bytes.get(from..from + 4)?.try_into().ok()?;
    Some(u64::from(u32::from_be_bytes(four)))
}

/// The measures of a JPEG: its segments up to the first scan, and its end.
pub(crate) fn jpeg(file: &mut dyn Source, size: u64) -> Result<Measures, Flaw> {
    let mut place = 2;
    let mut measures = None;
    // no picture has so many segments before its first scan
    for _ in 0..10_000 {
        let segment = at(file, place, 9)?;
        let [0xff, marker, ..] = segment.as_slice() else { return flaw(BROKEN) };
        match marker {
            0xff => {
                place += 1;
                continue;
            }
            0x01 | 0xd0..=0xd7 => {
                place += 2;
                continue;
            }
            0xda => break,
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                measures = be16(&segment, 7).zip(be16(&segment, 5));
            }
            _ => {}
        }
        let length = be16(&segment, 2).filter(|length| *length >= 2);
        place += 2 + length.ok_or_else(|| Flaw(BROKEN.to_owned()))?;
    }
    let tail = at(file, size.saturating_sub(TAIL), TAIL)?;
    if find_last(&tail, b"\xff\xd9").is_none() {
        return flaw(BROKEN);
    }
    measures.ok_or_else(|| Flaw(BROKEN.to_owned()))
}

/// The measures of a PNG: all its chunks, by their lengths.
pub(crate) fn png(file: &mut dyn Source, size: u64) -> Result<Measures, Flaw> {
    let head = at(file, 8, 16)?;
    if head.get(4..8) != Some(b"IHDR") {
        return flaw(BROKEN);
    }
    let measures = be32(&head, 8).zip(be32(&head, 12)).ok_or_else(|| Flaw(BROKEN.to_owned()))?;
    let (mut place, mut drawn) = (8, false);
    while place + 12 <= size {
        let chunk = at(file, place, 8)?;
        let Some(length) = be32(&chunk, 0).filter(|length| place + 12 + length <= size) else { return flaw(BROKEN) };
        match chunk.get(4..8) {
            Some(b"IDAT") => drawn = true,
            Some(b"IEND") if drawn => return Ok(measures),
            Some(name) if name.iter().all(u8::is_ascii_alphabetic) => {}
            _ => return flaw(BROKEN),
        }
        place += 12 + length;
    }
    flaw(BROKEN)
}
