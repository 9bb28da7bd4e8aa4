//! Plain text: UTF-8 or GB 18030, without what no text holds.

use std::io::SeekFrom;

use super::{Flaw, Source, flaw};

/// Bytes read at a time.
const PIECE: usize = 64 * 1024;

/// Controls that do stand in texts: tab, line ends, form feed.
const fn plain(byte: u8) -> bool {
    byte >= 0x20 && byte != 0x7f || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)
}

/// Whether first bytes may be those of a text.
pub(crate) fn may_be(first: &[u8]) -> bool {
    first.iter().all(|byte| plain(*byte))
}

/// Where a GB 18030 character is under way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gb {
    Begin,
    Second,
    Third,
    Fourth,
    Wrong,
}

impl Gb {
    const fn after(self, byte: u8) -> Gb {
        match (self, byte) {
            (Gb::Begin, 0..=0x80) => Gb::Begin,
            (Gb::Begin | Gb::Third, 0x81..=0xfe) if matches!(self, Gb::Begin) => Gb::Second,
            (Gb::Second, 0x30..=0x39) => Gb::Third,
            (Gb::Second, 0x40..=0x7e | 0x80..=0xfe) => Gb::Begin,
            (Gb::Third, 0x81..=0xfe) => Gb::Fourth,
            (Gb::Fourth, 0x30..=0x39) => Gb::Begin,
            _ => Gb::Wrong,
        }
    }
}

/// Whether a whole file is text that can be read.
pub(crate) fn readable(file: &mut dyn Source) -> Result<(), Flaw> {
    file.seek(SeekFrom::Start(0))?;
    let (mut gb, mut utf8, mut left) = (Gb::Begin, true, Vec::new());
    let mut piece = vec![0; PIECE];
    loop {
        let length = file.read(&mut piece)?;
        let bytes = piece.get(..length).unwrap_or(&[]);
        if bytes.is_empty() {
            break;
        }
        if bytes.iter().any(|byte| !plain(*byte)) {
            return flaw("含有文本文件不该有的控制字符，可能不是文本；请打印成 PDF 后上传");
        }
        gb = bytes.iter().fold(gb, |gb, byte| gb.after(*byte));
        if utf8 {
            left.extend_from_slice(bytes);
            match std::str::from_utf8(&left) {
                Ok(_) => left.clear(),
                Err(cause) if cause.error_len().is_none() => left.drain(..cause.valid_up_to()).for_each(drop),
                Err(_) => utf8 = false,
            }
        }
    }
    if (utf8 && left.is_empty()) || gb == Gb::Begin {
        return Ok(());
    }
    flaw("文字的编码不能识别；请另存为 UTF-8 编码的 TXT，或者打印成 PDF 后上传")
}
