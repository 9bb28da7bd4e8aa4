//! Archives and office files: their list of contents, then every entry unpacked to nowhere, up to the limits. What they
//! hold is never written.

use std::io::{Cursor, Read, Seek};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::{Flaw, Source, at, find_last, flaw, megabytes};
use crate::kind::{Form, LIMITS};
use crate::name::{leads_elsewhere, shown};

const BROKEN: &str = "压缩包已经损坏或者没有传完整，打不开；请重新压缩后上传";
const LOCKED: &str = "压缩包加了密码，法院打不开；请去掉密码后重新压缩上传";
const BOMB: &str = "压缩包展开后异常庞大，不能收；请直接上传里面的文件";
/// Bytes of a list of contents at most.
const LIST_MOST: u64 = 16 * 1024 * 1024;
/// Bytes of an entry that say what it is.
const FIRST: usize = 512;
/// How names of programs end.
const PROGRAMS: [&str; 14] =
    ["exe", "com", "bat", "cmd", "scr", "msi", "js", "vbs", "ps1", "lnk", "jar", "apk", "dll", "hta"];
/// How names of archives end.
const ARCHIVES: [&str; 9] = ["zip", "rar", "7z", "gz", "tgz", "tar", "bz2", "xz", "iso"];

/// What an archive is, if everything in it is sound.
pub(crate) fn unpacked(file: &mut dyn Source, size: u64) -> Result<Form, Flaw> {
    listed(file, size)?;
    walk(file, size, false)
}

/// The list of contents is no larger than is read.
fn listed(file: &mut dyn Source, size: u64) -> Result<(), Flaw> {
    let from = size.saturating_sub(66 * 1024);
    let tail = at(file, from, 66 * 1024)?;
    let Some(end) = find_last(&tail, b"PK\x05\x06") else { return flaw(BROKEN) };
    let record = tail.get(end..).unwrap_or(&[]);
    let two = |at: usize| record.get(at..at + 2).and_then(|two| two.try_into().ok()).map(u16::from_le_bytes);
    let four = |at: usize| record.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
    let (Some(entries), Some(bytes)) = (two(10), four(12)) else { return flaw(BROKEN) };
    let (mut entries, mut bytes) = (u64::from(entries), u64::from(bytes));
    let locator = end.checked_sub(20).and_then(|at| tail.get(at..end)).filter(|found| found.starts_with(b"PK\x06\x07"));
    if let Some(place) = locator.and_then(|found| found.get(8..16)?.try_into().ok()).map(u64::from_le_bytes) {
        let larger = at(file, place, 56)?;
        let eight = |at: usize| larger.get(at..at + 8).and_then(|eight| eight.try_into().ok()).map(u64::from_le_bytes);
        let (Some(more), Some(long)) = (eight(32), eight(40)) else { return flaw(BROKEN) };
        (entries, bytes) = (more, long);
    }
    if entries == 0 {
        return flaw("压缩包是空的，里面没有文件");
    }
    if entries > LIMITS.archive_entries || bytes > LIST_MOST {
        return flaw(format!("压缩包里有 {entries} 个文件，最多 {} 个；请分成几个压缩包", LIMITS.archive_entries));
    }
    Ok(())
}

fn zip_flaw(cause: ZipError) -> Flaw {
    match cause {
        ZipError::UnsupportedArchive(what) if what == ZipError::PASSWORD_REQUIRED => Flaw(LOCKED.to_owned()),
        ZipError::UnsupportedArchive(_) => {
            Flaw("压缩包用了少见的压缩方法，法院打不开；请用普通 ZIP 重新压缩".to_owned())
        }
        _ => Flaw(BROKEN.to_owned()),
    }
}

/// What the names in an archive make it.
#[derive(Default)]
struct Marks {
    types: bool,
    word: bool,
    sheet: bool,
    macros: bool,
}

impl Marks {
    fn see(&mut self, name: &str) {
        self.types |= name == "[Content_Types].xml";
        self.word |= name == "word/document.xml";
        self.sheet |= name == "xl/workbook.xml";
        self.macros |= name.ends_with("vbaProject.bin");
    }

    const fn form(&self) -> Form {
        match (self.types, self.word, self.sheet) {
            (true, true, false) => Form::Docx,
            (true, false, true) => Form::Xlsx,
            _ => Form::Zip,
        }
    }
}

fn walk<R: Read + Seek>(file: R, size: u64, inner: bool) -> Result<Form, Flaw> {
    let mut archive = ZipArchive::new(file).map_err(zip_flaw)?;
    let (marks, packed) = names(&mut archive, size)?;
    let form = marks.form();
    let office = form != Form::Zip;
    if office && marks.macros {
        return flaw("文档里有宏程序，不能收；请另存为不带宏的 DOCX、XLSX 或者 PDF");
    }
    if inner && !office {
        return flaw("压缩包里有冒充文档的文件，不能收；请直接上传里面的文件");
    }
    let most = if office { LIMITS.office_bytes } else { LIMITS.archive_bytes };
    let mut total = 0_u64;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(zip_flaw)?;
        if entry.is_dir() {
            continue;
        }
        let room = most.saturating_sub(total);
        total = total.saturating_add(through(&mut entry, room, office)?);
        if total > most {
            return flaw(format!("压缩包展开后超过 {}，不能收；请直接上传里面的文件", megabytes(most)));
        }
        if total > LIMITS.ratio_from && total > packed.saturating_mul(LIMITS.archive_ratio) {
            return flaw(BOMB);
        }
    }
    Ok(form)
}

/// What the list of contents tells: names that lead elsewhere, links, locks, and entries laid one over the other.
fn names<R: Read + Seek>(archive: &mut ZipArchive<R>, size: u64) -> Result<(Marks, u64), Flaw> {
    let (mut marks, mut packed) = (Marks::default(), 0_u64);
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(zip_flaw)?;
        let raw = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let told = shown(&raw);
        if leads_elsewhere(&raw) || entry.is_symlink() {
            return flaw(format!("压缩包里的“{told}”指向压缩包以外的地方，不能收；请重新压缩"));
        }
        let turned = |c: char| c.is_control() || (crate::name::hidden(c) && c != '\u{fffd}');
        if raw.chars().any(turned) {
            return flaw(format!(
                "压缩包里的“{told}”文件名含有看不见的控制字符或者改变文字方向的字符；请改名后重新压缩"
            ));
        }
        if entry.encrypted() {
            return flaw(LOCKED);
        }
        marks.see(&raw);
        packed = packed.saturating_add(entry.compressed_size());
    }
    if packed > size { flaw(BOMB) } else { Ok((marks, packed)) }
}

/// Unpacks an entry to nowhere, as far as there is room; gives what it came to.
fn through<R: Read>(entry: &mut ZipFile<'_, R>, room: u64, office: bool) -> Result<u64, Flaw> {
    let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
    let declared = entry.size();
    if declared > room {
        return Ok(declared);
    }
    let mut first = Vec::new();
    let most = u64::try_from(FIRST).unwrap_or(0);
    entry.by_ref().take(most).read_to_end(&mut first).map_err(|_| Flaw(BROKEN.to_owned()))?;
    let inner = if office { false } else { alien(&name, &first)? };
    let rest = room.min(declared).saturating_add(1);
    let mut length = u64::try_from(first.len()).unwrap_or(0);
    if inner {
        if declared > LIMITS.inner_office_bytes {
            return flaw(format!("压缩包里的“{}”过大，请单独上传", shown(&name)));
        }
        entry.by_ref().take(rest).read_to_end(&mut first).map_err(|_| Flaw(BROKEN.to_owned()))?;
        length = u64::try_from(first.len()).unwrap_or(0);
        let mut bytes = Cursor::new(first);
        listed(&mut bytes, length)?;
        walk(&mut bytes, length, true)?;
    } else {
        let copied = std::io::copy(&mut entry.by_ref().take(rest), &mut std::io::sink());
        length = length.saturating_add(copied.map_err(|_| Flaw(BROKEN.to_owned()))?);
    }
    // more than it says of itself: made to deceive
    if length > declared { flaw(BOMB) } else { Ok(length) }
}

/// Programs and archives inside an archive are not taken; says whether it is an office file, to be looked into.
fn alien(name: &str, first: &[u8]) -> Result<bool, Flaw> {
    let end = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    let begins = |with: &[u8]| first.starts_with(with);
    let told = shown(name);
    if begins(b"MZ") || begins(b"\x7fELF") || begins(b"#!") || PROGRAMS.contains(&end.as_str()) {
        return flaw(format!("压缩包里的“{told}”是程序，不能收；请去掉它再压缩"));
    }
    let office = matches!(end.as_str(), "docx" | "xlsx");
    let packed = begins(b"PK\x03\x04") || begins(b"Rar!") || begins(b"7z\xbc\xaf") || begins(b"\x1f\x8b");
    let tar = first.get(257..262) == Some(b"ustar");
    if ARCHIVES.contains(&end.as_str()) || tar || (packed && !office) {
        return flaw(format!("压缩包里还有压缩包“{told}”，不能收；请展开后重新压缩，或者直接上传里面的文件"));
    }
    Ok(office && begins(b"PK\x03\x04"))
}
