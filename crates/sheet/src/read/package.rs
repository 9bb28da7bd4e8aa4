//! What a file is by its first bytes, and whether a workbook's package may be unpacked. It reads no cell.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Limits, ReadFault};

/// How a package begins.
pub(super) const ZIP: &[u8] = b"PK\x03\x04";
/// How the old compound files begin: .xls, and workbooks locked with a password.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Parts of a package at most.
const PARTS: usize = 2_000;
/// A part that unpacks to more than this many times its size is a bomb, once it is larger than a mebibyte.
const RATIO: u64 = 400;
/// The size from which the ratio counts.
const LARGE: u64 = 1 << 20;

/// What begins how, and is no table.
const OTHERS: [(&[u8], &str); 11] = [
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"{\\rtf", "RTF 文档"),
    (b"PK\x05\x06", "空的压缩包"),
];

/// What the bytes show the file to be, when that is neither a workbook nor text.
pub(super) fn disguised(bytes: &[u8]) -> Option<ReadFault> {
    if bytes.starts_with(COMPOUND) {
        let named = |name: &str| {
            let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            bytes.windows(wide.len()).any(|part| part == wide)
        };
        return Some(match (named("EncryptedPackage"), named("WordDocument")) {
            (true, _) => ReadFault::Locked,
            (_, true) => ReadFault::Other("旧版的 Word 文档"),
            _ => ReadFault::OldBook,
        });
    }
    if let Some((_, what)) = OTHERS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Some(ReadFault::Other(what));
    }
    let head = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let head = String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    let page = ["<!doctype", "<html", "<?xml", "<table", "<meta"].iter().any(|start| head.starts_with(start));
    page.then_some(ReadFault::Other("网页或者 XML"))
}

/// Whether the package is a workbook that may be unpacked: every part is unpacked once, no more than is allowed, so that
/// sizes a package states of itself need not be believed.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), ReadFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadFault::Broken)?;
    if archive.len() > PARTS {
        return Err(ReadFault::Bomb);
    }
    kind(&archive)?;
    let mut left = limits.unpacked;
    for at in 0..archive.len() {
        let part = match archive.by_index(at) {
            Ok(part) => part,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Err(ReadFault::Locked),
            Err(_) => return Err(ReadFault::Broken),
        };
        let packed = part.compressed_size().max(1);
        let most = left.min(packed.saturating_mul(RATIO).max(LARGE));
        let unpacked = std::io::copy(&mut part.take(most + 1), &mut std::io::sink()).map_err(|_| ReadFault::Broken)?;
        if unpacked > most {
            return Err(ReadFault::Bomb);
        }
        left = left.saturating_sub(unpacked);
    }
    Ok(())
}

/// Packages that are no workbook say what they are.
fn kind(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<(), ReadFault> {
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("xl/workbook.xml") {
        return Ok(());
    }
    const KINDS: [(&str, &str); 4] = [
        ("xl/workbook.bin", "XLSB 二进制工作簿"),
        ("word/document.xml", "Word 文档"),
        ("ppt/presentation.xml", "演示文稿"),
        ("content.xml", "ODF 文档"),
    ];
    let known = KINDS.iter().find(|(part, _)| has(part));
    Err(ReadFault::Other(known.map_or("压缩包", |(_, what)| what)))
}
