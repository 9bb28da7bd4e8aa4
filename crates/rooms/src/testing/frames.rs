//! Frames that look real to the engine and carry a mark: whose they are, which, and when they were sent.

use crate::names::Codec;

/// The bytes a mark takes at the end of a frame.
pub const MARK_BYTES: usize = 34;

/// What a frame carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Whose it is.
    pub tag: u32,
    /// Which one it is.
    pub number: u32,
    /// When it was sent, in microseconds of the sender's clock.
    pub sent_us: u64,
}

impl Mark {
    /// As text, so that nothing in it looks like the beginning of a unit of H264.
    pub fn text(self) -> String {
        format!("MJ{:08x}{:08x}{:016x}", self.tag, self.number, self.sent_us)
    }

    /// The mark at the end of a frame.
    pub fn read(data: &[u8]) -> Option<Mark> {
        let at = data.len().checked_sub(MARK_BYTES)?;
        let text = std::str::from_utf8(data.get(at..)?).ok()?;
        let (head, rest) = text.split_at_checked(2)?;
        let (tag, rest) = rest.split_at_checked(8)?;
        let (number, sent) = rest.split_at_checked(8)?;
        if head != "MJ" {
            return None;
        }
        Some(Mark {
            tag: u32::from_str_radix(tag, 16).ok()?,
            number: u32::from_str_radix(number, 16).ok()?,
            sent_us: u64::from_str_radix(sent, 16).ok()?,
        })
    }
}

/// A frame of about so many bytes.
pub fn frame(codec: Codec, key: bool, bytes: usize, mark: Mark) -> Vec<u8> {
    let mut data: Vec<u8> = Vec::with_capacity(bytes + 64);
    match (codec, key) {
        (Codec::Opus, _) => data.push(0x78),
        (Codec::H264, true) => {
            data.extend([0, 0, 0, 1, 0x67, 0x42, 0xe0, 0x1f, 0xda, 0x02, 0x80, 0xf6, 0x80, 0x6d, 0x0a, 0x13, 0x50]);
            data.extend([0, 0, 0, 1, 0x68, 0xce, 0x06, 0xe2]);
            data.extend([0, 0, 0, 1, 0x65]);
        }
        (Codec::H264, false) => data.extend([0, 0, 0, 1, 0x41]),
        (Codec::Vp8, true) => data.extend([0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01]),
        (Codec::Vp8, false) => data.extend([0x11, 0, 0]),
    }
    data.resize(bytes.saturating_sub(MARK_BYTES).max(data.len()), 0x55);
    data.extend(mark.text().into_bytes());
    data
}

#[cfg(test)]
mod tests {
    use super::{MARK_BYTES, Mark, frame};
    use crate::names::Codec;

    #[test]
    fn a_mark_is_read_again_from_every_kind_of_frame() {
        let mark = Mark { tag: 7, number: 9, sent_us: 1 << 40 };
        for codec in [Codec::Opus, Codec::H264, Codec::Vp8] {
            for key in [true, false] {
                let data = frame(codec, key, 500, mark);
                assert_eq!(data.len(), 500);
                assert_eq!(Mark::read(&data), Some(mark));
            }
        }
        assert_eq!(Mark::read(&[0; MARK_BYTES]), None);
        assert_eq!(Mark::read(b"MJ"), None);
    }
}
