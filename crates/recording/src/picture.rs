//! What a decoder must be told before the first sample of a track, read from the frames themselves.

use crate::frame::Codec;
use crate::h264::{self, Unit};

/// A picture track: what changes here begins a new part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// How it is coded.
    pub codec: Codec,
    /// Its width in points.
    pub width: u16,
    /// Its height in points.
    pub height: u16,
    /// The sequence parameter set of H.264, else nothing.
    pub sps: Vec<u8>,
    /// The picture parameter set of H.264, else nothing.
    pub pps: Vec<u8>,
}

/// What a track is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Opus.
    Sound,
    /// H.264 or VP8.
    Picture(Picture),
}

impl Shape {
    /// The name of the codec as a media source wants it (RFC 6381).
    pub fn codecs(&self) -> String {
        match self {
            Shape::Sound => "opus".into(),
            Shape::Picture(picture) => picture.codecs(),
        }
    }
}

impl Picture {
    fn codecs(&self) -> String {
        match self.sps.get(1..4) {
            Some(profile) => format!("avc1.{}", hex::encode_upper(profile)),
            None => "vp08.00.10.08".into(),
        }
    }

    /// Whether a decoder set up for the other can go on with this one: the same size and the same profile.
    fn fits(&self, other: &Picture) -> bool {
        self.codec == other.codec
            && (self.width, self.height) == (other.width, other.height)
            && self.sps.get(..4) == other.sps.get(..4)
    }
}

/// A frame made ready to be a sample.
#[derive(Debug, PartialEq, Eq)]
pub struct Ready {
    /// Whether a decoder can start here.
    pub key: bool,
    /// The bytes as they stand in the file.
    pub data: Vec<u8>,
    /// Set where a new part must begin.
    pub new: Option<Picture>,
}

/// Reads the frames of one picture track in order and says where its shape changes.
#[derive(Debug, Default)]
pub struct Reader {
    current: Option<Picture>,
    sps: Vec<u8>,
    pps: Vec<u8>,
}

impl Reader {
    /// A frame made ready, or nothing where it holds no picture that can be told.
    pub fn read(&mut self, codec: Codec, data: &[u8]) -> Option<Ready> {
        match codec {
            Codec::H264 => self.h264(data),
            Codec::Vp8 => self.vp8(data),
            Codec::Opus => None,
        }
    }

    fn h264(&mut self, data: &[u8]) -> Option<Ready> {
        let unit = Unit::read(data);
        if let Some(sps) = unit.sps {
            self.sps = sps;
        }
        if let Some(pps) = unit.pps {
            self.pps = pps;
        }
        if unit.body.is_empty() {
            return None;
        }
        if !unit.key {
            return Some(Ready { key: false, data: unit.body, new: None });
        }
        if self.pps.is_empty() {
            return None;
        }
        let (width, height) = h264::size(&self.sps)?;
        let (sps, pps) = (self.sps.clone(), self.pps.clone());
        let picture = Picture { codec: Codec::H264, width, height, sps, pps };
        // an encoder that numbers its parameter sets anew has them before the picture, not in a new part
        let fits = self.current.as_ref().is_some_and(|current| picture.fits(current));
        if fits && self.current.as_ref() != Some(&picture) {
            let mut data = Vec::with_capacity(unit.body.len() + 64);
            h264::put(&mut data, &self.sps);
            h264::put(&mut data, &self.pps);
            data.extend_from_slice(&unit.body);
            return Some(Ready { key: true, data, new: None });
        }
        Some(Ready { key: true, data: unit.body, new: self.change(picture) })
    }

    fn vp8(&mut self, data: &[u8]) -> Option<Ready> {
        let key = data.first()? & 1 == 0;
        let new = if key {
            let (width, height) = vp8_size(data)?;
            self.change(Picture { codec: Codec::Vp8, width, height, sps: Vec::new(), pps: Vec::new() })
        } else {
            None
        };
        Some(Ready { key, data: data.to_vec(), new })
    }

    fn change(&mut self, picture: Picture) -> Option<Picture> {
        if self.current.as_ref() == Some(&picture) {
            return None;
        }
        self.current = Some(picture.clone());
        Some(picture)
    }

    /// The shape the next part begins with, if any picture came yet.
    pub fn current(&self) -> Option<&Picture> {
        self.current.as_ref()
    }
}

/// Width and height from the head of a VP8 key frame (RFC 6386, 9.1).
fn vp8_size(data: &[u8]) -> Option<(u16, u16)> {
    let (mark, rest) = data.get(3..)?.split_first_chunk::<3>()?;
    let (width, rest) = rest.split_first_chunk::<2>()?;
    let height = rest.first_chunk::<2>()?;
    let (width, height) = (u16::from_le_bytes(*width) & 0x3fff, u16::from_le_bytes(*height) & 0x3fff);
    (*mark == [0x9d, 0x01, 0x2a] && width > 0 && height > 0).then_some((width, height))
}

/// How long an Opus packet plays, in microseconds (RFC 6716, 3.1).
pub fn opus_us(packet: &[u8]) -> Option<i64> {
    let toc = *packet.first()?;
    let frame_us = match toc >> 3 {
        kind @ 0..=11 => [10_000, 20_000, 40_000, 60_000].get(usize::from(kind % 4)).copied()?,
        kind @ 12..=15 => [10_000, 20_000].get(usize::from(kind % 2)).copied()?,
        kind => [2_500, 5_000, 10_000, 20_000].get(usize::from(kind % 4)).copied()?,
    };
    let frames = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => i64::from(packet.get(1)? & 0x3f),
    };
    let us = frames * frame_us;
    (us > 0 && us <= 120_000).then_some(us)
}

#[cfg(test)]
mod tests {
    use super::{Reader, opus_us};
    use crate::frame::Codec;
    use crate::h264;
    use crate::sample;

    #[test]
    fn only_a_change_of_size_or_codec_is_a_new_shape() {
        let mut reader = Reader::default();
        let mut news = Vec::new();
        for (codec, clip) in [
            (Codec::H264, sample::WIDE),
            (Codec::H264, sample::SMALL),
            (Codec::Vp8, sample::VP8),
            (Codec::H264, sample::WIDE),
        ] {
            for (key, data) in sample::read(clip) {
                let ready = reader.read(codec, &data).unwrap();
                assert_eq!(ready.key, key);
                news.extend(ready.new.map(|new| (new.codec, new.width, new.height)));
            }
        }
        let expected =
            [(Codec::H264, 192, 144), (Codec::H264, 128, 96), (Codec::Vp8, 160, 120), (Codec::H264, 192, 144)];
        assert_eq!(news, expected);
    }

    #[test]
    fn parameter_sets_of_the_same_shape_stay_in_the_picture() {
        let mut reader = Reader::default();
        let data = sample::read(sample::WIDE).swap_remove(0).1;
        let unit = h264::Unit::read(&data);
        assert!(reader.read(Codec::H264, &data).unwrap().new.is_some());
        let mut other = Vec::new();
        let mut pps = unit.pps.unwrap();
        pps.push(0x80);
        [&unit.sps.unwrap(), &pps].iter().for_each(|nal| h264::put(&mut other, nal));
        other.extend_from_slice(&unit.body);
        let ready = reader.read(Codec::H264, &other).unwrap();
        assert!(ready.key && ready.new.is_none());
        assert_eq!(ready.data, other);
    }

    #[test]
    fn a_key_frame_without_parameter_sets_cannot_be_told() {
        let data = sample::read(sample::WIDE).swap_remove(0).1;
        let unit = h264::Unit::read(&data);
        assert!(Reader::default().read(Codec::H264, &unit.body).is_none());
        assert!(Reader::default().read(Codec::Vp8, &[0x10, 2, 0, 1, 2, 3, 4, 5, 6, 7]).is_none());
        assert!(Reader::default().read(Codec::Vp8, &[]).is_none());
    }

    #[test]
    fn the_length_of_a_packet_stands_in_its_first_byte() {
        let cases: [(&[u8], Option<i64>); 8] = [
            (&[0xf8, 0xff, 0xfe], Some(20_000)),
            (&[0x08, 1], Some(20_000)),
            (&[0x19, 1], Some(120_000)),
            (&[0x60, 1], Some(10_000)),
            (&[0x83, 0x04, 1], Some(10_000)),
            (&[0x1b, 0x03], None),
            (&[0xfb, 0x00], None),
            (&[], None),
        ];
        for (packet, expected) in cases {
            assert_eq!(opus_us(packet), expected, "{packet:?}");
        }
        assert!(sample::read(sample::LOW).iter().all(|(_, packet)| opus_us(packet) == Some(20_000)));
    }
}
