//! H.264 as far as a container must know it: units, parameter sets, and the size of the picture.

/// A picture taken apart: its coded slices with lengths, and the parameter sets that came with it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// The sequence parameter set, if one came along.
    pub sps: Option<Vec<u8>>,
    /// The picture parameter set, if one came along.
    pub pps: Option<Vec<u8>>,
    /// Whether a decoder can start here.
    pub key: bool,
    /// Everything else, each unit behind its length in four bytes.
    pub body: Vec<u8>,
}

const SLICE: u8 = 1;
const KEY_SLICE: u8 = 5;
const SPS: u8 = 7;
const PPS: u8 = 8;
const DELIMITER: u8 = 9;
const FILLER: u8 = 12;

impl Unit {
    /// Takes one access unit apart. Without a slice in it there is no picture, and `body` is empty.
    pub fn read(data: &[u8]) -> Unit {
        let mut unit = Unit::default();
        let mut slices = 0;
        for nal in nals(data) {
            match nal.first().map_or(0, |head| head & 0x1f) {
                SPS => unit.sps = Some(nal.to_vec()),
                PPS => unit.pps = Some(nal.to_vec()),
                DELIMITER | FILLER | 0 => {}
                kind => {
                    slices += u32::from(kind == SLICE || kind == KEY_SLICE);
                    unit.key |= kind == KEY_SLICE;
                    put(&mut unit.body, nal);
                }
            }
        }
        if slices == 0 {
            unit.body.clear();
        }
        unit
    }
}

/// Writes a unit behind its length.
pub fn put(out: &mut Vec<u8>, nal: &[u8]) {
    out.extend_from_slice(&crate::measure::short(nal.len()).to_be_bytes());
    out.extend_from_slice(nal);
}

/// The units of a frame, whether start codes or lengths divide them. A length can look like a start code, but
/// lengths that lead exactly to the end are lengths.
fn nals(data: &[u8]) -> Vec<&[u8]> {
    by_lengths(data).unwrap_or_else(|| by_start_codes(data))
}

fn by_start_codes(data: &[u8]) -> Vec<&[u8]> {
    let starts = data.windows(3).enumerate().filter(|(_, three)| **three == [0, 0, 1]).map(|(at, _)| at);
    let starts: Vec<usize> = starts.collect();
    let ends = starts.iter().skip(1).copied().chain([data.len()]);
    starts.iter().zip(ends).filter_map(|(at, end)| data.get(at + 3..end)).map(without_zeros).collect()
}

/// A unit never ends in a zero: those belong to the next start code.
fn without_zeros(mut nal: &[u8]) -> &[u8] {
    while let Some((0, rest)) = nal.split_last() {
        nal = rest;
    }
    nal
}

fn by_lengths(mut data: &[u8]) -> Option<Vec<&[u8]>> {
    let mut found = Vec::new();
    while !data.is_empty() {
        let (head, rest) = data.split_first_chunk::<4>()?;
        let len = usize::try_from(u32::from_be_bytes(*head)).ok()?;
        let (nal, after) = rest.split_at_checked(len)?;
        found.push(nal);
        data = after;
    }
    Some(found)
}

/// Width and height of the picture a sequence parameter set describes, cropped as it says.
pub fn size(sps: &[u8]) -> Option<(u16, u16)> {
    let profile = *sps.get(1)?;
    let mut bits = Bits::new(sps.get(4..)?);
    bits.number()?; // seq_parameter_set_id
    let mut chroma = 1;
    if [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135].contains(&profile) {
        chroma = bits.number()?;
        if chroma == 3 {
            bits.bit()?;
        }
        bits.number()?; // bit depths
        bits.number()?;
        bits.bit()?;
        if bits.bit()? == 1 {
            return None; // scaling matrices: no profile a browser sends in real time
        }
    }
    bits.number()?; // log2_max_frame_num
    match bits.number()? {
        0 => drop(bits.number()?),
        1 => {
            bits.bit()?;
            bits.number()?;
            bits.number()?;
            for _ in 0..bits.number()?.min(255) {
                bits.number()?;
            }
        }
        _ => {}
    }
    bits.number()?; // max_num_ref_frames
    bits.bit()?;
    let width = (bits.number()?.checked_add(1)?).checked_mul(16)?;
    let units = bits.number()?.checked_add(1)?;
    let frames_only = bits.bit()?;
    if frames_only == 0 {
        bits.bit()?;
    }
    let height = units.checked_mul(16)?.checked_mul(2 - frames_only)?;
    bits.bit()?; // direct_8x8_inference
    let (mut across, mut down) = (0_u32, 0_u32);
    if bits.bit()? == 1 {
        let (left, right, top, bottom) = (bits.number()?, bits.number()?, bits.number()?, bits.number()?);
        let (wide, high) = if chroma == 0 || chroma == 3 { (1, 1) } else { (2, if chroma == 1 { 2 } else { 1 }) };
        across = left.checked_add(right)?.checked_mul(wide)?;
        down = top.checked_add(bottom)?.checked_mul(high * (2 - frames_only))?;
    }
    let (width, height) = (width.checked_sub(across)?, height.checked_sub(down)?);
    if width == 0 || height == 0 {
        return None;
    }
    Some((u16::try_from(width).ok()?, u16::try_from(height).ok()?))
}

/// Bits of a parameter set, with the bytes left out that only keep start codes from appearing.
struct Bits {
    bytes: Vec<u8>,
    at: usize,
}

impl Bits {
    fn new(data: &[u8]) -> Bits {
        let mut bytes = Vec::with_capacity(data.len());
        let mut zeros = 0;
        for &byte in data {
            if zeros >= 2 && byte == 3 {
                zeros = 0;
                continue;
            }
            zeros = if byte == 0 { zeros + 1 } else { 0 };
            bytes.push(byte);
        }
        Bits { bytes, at: 0 }
    }

    fn bit(&mut self) -> Option<u32> {
        let byte = self.bytes.get(self.at / 8)?;
        let bit = (byte >> (7 - self.at % 8)) & 1;
        self.at += 1;
        Some(u32::from(bit))
    }

    /// An unsigned Exp-Golomb number.
    fn number(&mut self) -> Option<u32> {
        let mut zeros = 0;
        while self.bit()? == 0 {
            zeros += 1;
            if zeros > 31 {
                return None;
            }
        }
        let mut value: u64 = 1;
        for _ in 0..zeros {
            value = value << 1 | u64::from(self.bit()?);
        }
        u32::try_from(value - 1).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{Unit, nals, put, size};
    use crate::sample;

    #[test]
    fn a_key_frame_gives_its_parameter_sets_and_size() {
        for (clip, expected) in [(sample::WIDE, (192, 144)), (sample::SMALL, (128, 96))] {
            let frames = sample::read(clip);
            let unit = Unit::read(&frames[0].1);
            assert!(unit.key && unit.sps.is_some() && unit.pps.is_some());
            assert_eq!(size(&unit.sps.unwrap()), Some(expected));
            let next = Unit::read(&frames[1].1);
            assert!(!next.key && next.sps.is_none() && !next.body.is_empty());
        }
    }

    #[test]
    fn a_picture_cropped_to_360_lines_is_360_high() {
        assert_eq!(size(Unit::read(crate::slate::PICTURE).sps.as_deref().unwrap()), Some((640, 360)));
    }

    #[test]
    fn start_codes_and_lengths_give_the_same_units() {
        for (_, data) in sample::read(sample::WIDE) {
            let mut with_lengths = Vec::new();
            nals(&data).iter().for_each(|nal| put(&mut with_lengths, nal));
            assert_eq!(Unit::read(&data), Unit::read(&with_lengths));
        }
    }

    #[test]
    fn parameter_sets_alone_are_no_picture() {
        let unit = Unit::read(&[0, 0, 0, 1, 0x67, 66, 0, 31, 0, 0, 1, 0x68, 1, 0, 0, 1, 6, 5, 1, 0x80]);
        assert!(unit.body.is_empty() && unit.sps == Some(vec![0x67, 66, 0, 31]) && unit.pps == Some(vec![0x68, 1]));
    }

    proptest::proptest! {
        #[test]
        fn anything_can_be_read(data: Vec<u8>) {
            Unit::read(&data);
            Unit::read(&[&[0, 0, 1][..], &data].concat());
            size(&data);
        }
    }
}
