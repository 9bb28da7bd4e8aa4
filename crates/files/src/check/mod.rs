//! What a file is by its content, and everything wrong with it. Files are read in small pieces and never as a whole.

mod archive;
mod media;
mod pdf;
mod picture;
mod sniff;
mod text;

use std::io::{self, Read, Seek, SeekFrom};

use crate::kind::{Form, LIMITS};
use crate::name::shown;
use sniff::Sniffed;

/// Bytes at the beginning that say what a file is.
pub(crate) const HEAD: u64 = 4096;

/// What is read: a file, or in tests bytes.
pub(crate) trait Source: Read + Seek {}
impl<T: Read + Seek> Source for T {}

/// What is wrong with a content: a sentence without the file's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flaw(pub(crate) String);

impl From<io::Error> for Flaw {
    fn from(_: io::Error) -> Flaw {
        Flaw("文件不完整，读到一半就没有了；请重新保存或者重新拍摄后再上传".to_owned())
    }
}

pub(crate) fn flaw<T>(sentence: impl Into<String>) -> Result<T, Flaw> {
    Err(Flaw(sentence.into()))
}

/// What a file was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Its form.
    pub form: Form,
    /// Pages: of a PDF, one of a picture, none of others.
    pub pages: u32,
}

/// At most so many bytes from a place; fewer at the end.
pub(crate) fn at(file: &mut dyn Source, from: u64, most: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Where bytes are found in others.
pub(crate) fn find(within: &[u8], what: &[u8]) -> Option<usize> {
    within.windows(what.len()).position(|window| window == what)
}

/// Where bytes are found last in others.
pub(crate) fn find_last(within: &[u8], what: &[u8]) -> Option<usize> {
    within.windows(what.len()).rposition(|window| window == what)
}

/// What stands against a file by its first bytes: nothing that is taken, another thing than its name says, too large.
///
/// # Errors
/// Everything wrong, each naming the file.
pub fn head(name: &str, size: u64, first: &[u8]) -> Result<Form, Vec<String>> {
    let told = |what: &str| vec![format!("“{}”：{what}", shown(name))];
    let form = match sniff::sniff(first) {
        Sniffed::Form(form) => form,
        Sniffed::Alien(what) => return Err(told(what)),
    };
    let claimed = Form::of_name(name);
    // an office file is known from any other archive by what it holds, which its first bytes do not tell
    let packed = matches!(form, Form::Zip) && matches!(claimed, Some(Form::Docx | Form::Xlsx));
    let zh = |form: Form| form.kind().map_or("", |kind| kind.zh.as_str());
    if let Some(claimed) = claimed.filter(|claimed| !form.passes_for(*claimed) && !packed) {
        let end = name.rsplit('.').next().unwrap_or("");
        return Err(told(&format!("文件名写作 .{end}（{}），内容却是{}；请用本来的文件名上传", zh(claimed), zh(form))));
    }
    let limit = if packed { claimed.unwrap_or(form) } else { form };
    let most = limit.kind().map_or(0, |kind| kind.most_bytes);
    if size > most {
        return Err(told(&format!("{}不超过 {}，这个文件有 {}", zh(limit), megabytes(most), megabytes(size))));
    }
    Ok(form)
}

/// Bytes as people say them.
pub(crate) fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1024 * 1024))
}

/// What a whole file is, if it is taken.
///
/// # Errors
/// Everything wrong, each naming the file.
pub fn check<F: Read + Seek>(name: &str, size: u64, file: &mut F) -> Result<Found, Vec<String>> {
    let told = |flaw: Flaw| vec![format!("“{}”：{}", shown(name), flaw.0)];
    let first = at(file, 0, HEAD).map_err(|cause| told(cause.into()))?;
    let form = head(name, size, &first)?;
    let found = inside(form, size, file).map_err(told)?;
    if let Some(claimed) = Form::of_name(name).filter(|claimed| !found.form.passes_for(*claimed)) {
        let zh = |form: Form| form.kind().map_or("", |kind| kind.zh.as_str());
        return Err(told(Flaw(format!("文件名写作{}，内容却是{}；请用本来的文件名上传", zh(claimed), zh(found.form)))));
    }
    Ok(found)
}

fn inside(form: Form, size: u64, file: &mut dyn Source) -> Result<Found, Flaw> {
    let found = |form: Form, pages: u32| Ok(Found { form, pages });
    match form {
        Form::Pdf => found(form, pdf::pages(file, size, LIMITS.pdf_list_bytes)?),
        Form::Jpg => picture::jpeg(file, size).and_then(picture::within).and_then(|()| found(form, 1)),
        Form::Png => picture::png(file, size).and_then(picture::within).and_then(|()| found(form, 1)),
        Form::Mp4 | Form::M4a | Form::Mov => media::boxes(file, size).and_then(|()| found(form, 0)),
        Form::Wav => media::riff(file, size).and_then(|()| found(form, 0)),
        Form::Mp3 => media::frames(file, size).and_then(|()| found(form, 0)),
        Form::Txt => text::readable(file).and_then(|()| found(form, 0)),
        Form::Zip | Form::Docx | Form::Xlsx => archive::unpacked(file, size).and_then(|form| found(form, 0)),
    }
}

#[cfg(test)]
#[allow(clippy::as_conversions, reason = "lengths of small examples")]
mod tests;
