//! PDF: its beginning, its end, what its trailer says, and how many pages it has. Read in pieces; packed lists of objects
//! are unpacked up to a limit.

use std::io::{BufReader, Read as _, SeekFrom};

use flate2::read::ZlibDecoder;

use super::{Flaw, Source, at, find, find_last, flaw};

const BROKEN: &str = "PDF 已经损坏或者没有传完整，打不开；请重新导出或者重新扫描后上传";
const LOCKED: &str = "PDF 加了密码或者限制，法院打不开；请去掉密码（可以重新打印成 PDF）后上传";
const BOMB: &str = "PDF 里的压缩内容异常庞大，不能收；请重新打印成 PDF 后上传";

/// Bytes looked through at a time, and how much of the last piece is looked at again.
const PIECE: u64 = 64 * 1024;
const AGAIN: u64 = 4096;
/// Where the end is looked for.
const TAIL: u64 = 4096;
/// How far a trailer may lie behind the table it belongs to.
const TABLE: u64 = 64 * 1024 * 1024;

/// The pages of a PDF.
pub(crate) fn pages(file: &mut dyn Source, size: u64, list_most: u64) -> Result<u32, Flaw> {
    trailer(file, size)?;
    let mut counted = Counted { pages: 0, lists: Vec::new() };
    let mut from = 0;
    while from < size {
        let bytes = at(file, from, PIECE + AGAIN)?;
        counted.look(&bytes, from, from + PIECE >= size);
        from += PIECE;
    }
    let mut pages = counted.pages;
    for list in counted.lists {
        pages = pages.saturating_add(packed(file, list, list_most)?);
    }
    if pages == 0 { flaw(BROKEN) } else { Ok(pages) }
}

/// The trailer where the end says it is: it names the root, and no lock.
fn trailer(file: &mut dyn Source, size: u64) -> Result<(), Flaw> {
    let broken = || Flaw(BROKEN.to_owned());
    let tail = at(file, size.saturating_sub(TAIL), TAIL)?;
    let start = find_last(&tail, b"startxref").ok_or_else(broken)?;
    let end = tail.get(start..).unwrap_or(&[]);
    if find(end, b"%%EOF").is_none() {
        return flaw(BROKEN);
    }
    let digits = end.iter().skip(b"startxref".len()).skip_while(|byte| byte.is_ascii_whitespace());
    let digits: String = digits.take_while(|byte| byte.is_ascii_digit()).map(|byte| char::from(*byte)).collect();
    let place: u64 = digits.parse().map_err(|_| broken())?;
    if place >= size {
        return flaw(BROKEN);
    }
    let head = at(file, place, PIECE)?;
    let head = head.trim_ascii_start();
    let dictionary = if head.starts_with(b"xref") {
        let found = search(file, place, size.min(place.saturating_add(TABLE)), b"trailer")?.ok_or_else(broken)?;
        let bytes = at(file, found, PIECE)?;
        cut(&bytes, b"startxref")
    } else if head.first().is_some_and(u8::is_ascii_digit) {
        let dictionary = cut(head, b"stream");
        if find(&dictionary, b"/XRef").is_none() {
            return flaw(BROKEN);
        }
        dictionary
    } else {
        return flaw(BROKEN);
    };
    if find(&dictionary, b"/Encrypt").is_some() {
        return flaw(LOCKED);
    }
    if find(&dictionary, b"/Root").is_none() { flaw(BROKEN) } else { Ok(()) }
}

/// Bytes up to a mark.
fn cut(bytes: &[u8], mark: &[u8]) -> Vec<u8> {
    let end = find(bytes, mark).unwrap_or(bytes.len());
    bytes.get(..end).unwrap_or(bytes).to_vec()
}

/// Where a mark stands first between two places.
fn search(file: &mut dyn Source, mut from: u64, to: u64, mark: &[u8]) -> Result<Option<u64>, Flaw> {
    while from < to {
        let bytes = at(file, from, PIECE + AGAIN)?;
        if let Some(found) = find(&bytes, mark) {
            return Ok(Some(from + u64::try_from(found).unwrap_or(0)));
        }
        from += PIECE;
    }
    Ok(None)
}

/// What was counted so far.
struct Counted {
    pages: u32,
    /// Where the packed lists of objects begin.
    lists: Vec<u64>,
}

impl Counted {
    /// Looks through a piece; what begins in its last part is left to the next.
    fn look(&mut self, bytes: &[u8], from: u64, last: bool) {
        let own = usize::try_from(PIECE).unwrap_or(usize::MAX);
        for (place, _) in bytes.iter().enumerate().filter(|(place, byte)| **byte == b'/' && (last || *place < own)) {
            let Some(word) = kind(bytes.get(place..).unwrap_or(&[])) else { continue };
            if is(word, b"/Page") {
                self.pages = self.pages.saturating_add(1);
            } else if is(word, b"/ObjStm") {
                self.lists.push(from + u64::try_from(place).unwrap_or(0));
            }
        }
    }
}

/// What follows `/Type`.
fn kind(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_prefix(b"/Type")?.trim_ascii_start();
    rest.starts_with(b"/").then_some(rest)
}

/// Whether a name is this one and not a longer one.
fn is(word: &[u8], name: &[u8]) -> bool {
    word.strip_prefix(name).is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_alphanumeric))
}

/// The pages in a packed list of objects whose dictionary lies here.
fn packed(file: &mut dyn Source, place: u64, most: u64) -> Result<u32, Flaw> {
    let around = at(file, place.saturating_sub(512), 512 + AGAIN)?;
    let here = usize::try_from(place.min(512)).unwrap_or(0);
    let Some(begins) = find(around.get(here..).unwrap_or(&[]), b"stream") else { return Ok(0) };
    let before = around.get(..here + begins).unwrap_or(&[]);
    let dictionary = find_last(before, b" obj").and_then(|from| before.get(from..)).unwrap_or(before);
    if find(dictionary, b"/FlateDecode").is_none() {
        return Ok(0);
    }
    let after = around.get(here + begins + 6..).unwrap_or(&[]);
    let line = if after.starts_with(b"\r\n") { 2 } else { 1 };
    let data = place + u64::try_from(begins).unwrap_or(0) + 6 + line;
    file.seek(SeekFrom::Start(data))?;
    let mut unpacked = ZlibDecoder::new(BufReader::with_capacity(16 * 1024, file));
    let mut counted = Counted { pages: 0, lists: Vec::new() };
    let (mut window, mut total) = (Vec::new(), 0_u64);
    let length = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
    let (own, full) = (length(PIECE), length(PIECE + AGAIN));
    loop {
        let mut piece = Vec::new();
        let read = unpacked.by_ref().take(PIECE).read_to_end(&mut piece);
        total = total.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        if total > most {
            return flaw(BOMB);
        }
        let last = piece.is_empty() || read.is_err();
        window.extend_from_slice(&piece);
        if last {
            counted.look(&window, 0, true);
            return Ok(counted.pages);
        }
        if window.len() >= full {
            counted.look(&window, 0, false);
            window.drain(..own);
        }
    }
}
