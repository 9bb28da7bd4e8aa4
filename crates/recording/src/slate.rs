//! What the public sees where there is nothing to show: one still picture, and silence.

use crate::frame::Codec;
use crate::picture::{Picture, Reader};

/// A scale on red and the words 暂无画面: one key frame of 640×360 in H.264.
pub const PICTURE: &[u8] = include_bytes!("slate.h264");

/// An Opus packet of 20 ms in which nothing is heard.
pub const SILENCE: &[u8] = &[0xf8, 0xff, 0xfe];

/// The picture made ready, with its shape.
pub fn picture() -> Option<(Picture, Vec<u8>)> {
    let ready = Reader::default().read(Codec::H264, PICTURE)?;
    Some((ready.new?, ready.data))
}

#[cfg(test)]
mod tests {
    use super::{SILENCE, picture};
    use crate::picture::opus_us;

    #[test]
    fn the_still_picture_stands_alone() {
        let (shape, data) = picture().unwrap();
        assert_eq!((shape.width, shape.height), (640, 360));
        assert!(data.len() > 1000 && data.len() < 16 * 1024);
        assert_eq!(opus_us(SILENCE), Some(20_000));
    }
}
