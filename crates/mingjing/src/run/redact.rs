//! `mingjing redact`: a document masked for the public, with what was changed, what is left and what was lost. It needs no
//! database and publishes nothing. Of a PDF the masked text is given, not a PDF.

use std::path::Path;

use encoding_rs::GB18030;
use redact::{Case, Edition, Masker, Options, Redacted, Status, Tokens, derive, docx, pdf};
use serde_json::json;

use crate::args::{Global, Redacting};
use crate::output;
use crate::run::Failure;

/// Largest file read, in bytes.
const LARGEST: u64 = 50 << 20;

/// Masks a file.
pub fn redact(global: &Global, asked: &Redacting) -> Result<(), Failure> {
    let bytes = read(&asked.file)?;
    let case = asked.case.as_deref().map(case).transpose()?;
    let edition = if asked.practice_2024 { Edition::Practice2024 } else { Edition::Rules2016 };
    let options = Options { edition, ..Options::default() };
    let mut tokens = Tokens::default();
    let (redacted, text, file) = if bytes.starts_with(b"PK") {
        let known = match case {
            Some(case) => case,
            None => derive::case(&docx_text(&asked.file, &bytes)?),
        };
        let masked = docx::mask(&bytes, &Masker::new(&known, &options), &mut tokens)
            .map_err(|cause| Failure::Input(format!("{}：{cause}", asked.file.display())))?;
        for part in &masked.unread {
            output::say(&format!("请人看一看：{part} 是图片或者嵌入的文件，没有处理"));
        }
        (masked.redacted, masked.text, masked.file)
    } else if bytes.starts_with(b"%PDF") {
        if asked.output.as_ref().is_some_and(|path| path.extension().is_some_and(|end| end == "pdf")) {
            return Err(Failure::Input("PDF 只给出隐名以后的文字，请写入 .txt 文件".to_owned()));
        }
        let read = pdf::read(&bytes).map_err(|cause| Failure::Input(format!("{}：{cause}", asked.file.display())))?;
        for part in &read.unread {
            output::say(&format!("请人看一看：{part}没有处理，也不在结果里"));
        }
        output::say("结果是文字，不带原文件的版式和任何内容");
        let known = case.unwrap_or_else(|| derive::case(&read.text));
        let redacted = Masker::new(&known, &options).mask(&read.text, &mut tokens);
        let file = redacted.text.clone().into_bytes();
        (redacted, read.text, file)
    } else {
        let text = decoded(&asked.file, &bytes)?;
        let known = case.unwrap_or_else(|| derive::case(&text));
        let redacted = Masker::new(&known, &options).mask(&text, &mut tokens);
        let file = redacted.text.clone().into_bytes();
        (redacted, text, file)
    };
    give(global, asked, (&redacted, &text, &file))?;
    match redacted.status {
        Status::Review => Err(Failure::Check("核对没有通过，不能公开".to_owned())),
        Status::Clear | Status::Look => Ok(()),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |cause: std::io::Error| Failure::Input(format!("{} 无法读取：{cause}", path.display()));
    if std::fs::metadata(path).map_err(unreadable)?.len() > LARGEST {
        return Err(Failure::Input(format!("{} 超过 {} MB", path.display(), LARGEST >> 20)));
    }
    std::fs::read(path).map_err(unreadable)
}

/// A file's text, in UTF-8 or GB18030.
pub fn text(path: &Path) -> Result<String, Failure> {
    decoded(path, &read(path)?)
}

fn case(path: &Path) -> Result<Case, Failure> {
    let text = String::from_utf8(read(path)?).map_err(|_| Failure::Input(format!("{} 不是 UTF-8", path.display())))?;
    serde_json::from_str(&text).map_err(|cause| Failure::Input(format!("{} 不是案件信息：{cause}", path.display())))
}

/// The text of a document before anything is masked: what is known of nobody hides nobody.
fn docx_text(path: &Path, bytes: &[u8]) -> Result<String, Failure> {
    let nobody = Case::default();
    let read = docx::mask(bytes, &Masker::new(&nobody, &Options::default()), &mut Tokens::default());
    read.map(|read| read.text).map_err(|cause| Failure::Input(format!("{}：{cause}", path.display())))
}

fn decoded(path: &Path, bytes: &[u8]) -> Result<String, Failure> {
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(plain) {
        return Ok(text.to_owned());
    }
    let read =
        if bytes.contains(&0) { None } else { GB18030.decode_without_bom_handling_and_without_replacement(bytes) };
    let unknown = || Failure::Input(format!("{} 不是文本：编码应当是 UTF-8 或者 GB18030", path.display()));
    read.map(std::borrow::Cow::into_owned).ok_or_else(unknown)
}

/// What came of it: the masked document where it was asked for, the reasons to whoever watches.
fn give(global: &Global, asked: &Redacting, (redacted, text, file): (&Redacted, &str, &[u8])) -> Result<(), Failure> {
    if let Some(path) = &asked.output {
        std::fs::write(path, file).map_err(|cause| Failure::Input(format!("{} 无法写入：{cause}", path.display())))?;
    }
    if global.json {
        let told = serde_json::to_value(redacted).map_err(|cause| Failure::Check(cause.to_string()))?;
        output::result(&json!({ "file": asked.file.display().to_string(), "redacted": told }).to_string());
        return Ok(());
    }
    if asked.output.is_none() {
        output::result(&redacted.text);
    }
    let of = |start: usize, end: usize| text.get(start..end).unwrap_or("").to_owned();
    output::say(&format!("隐去 {} 处", redacted.edits.len()));
    for flag in &redacted.flags {
        output::say(&format!("请人看一看：“{}”：{}", of(flag.start, flag.end), flag.reason.zh()));
    }
    for lost in &redacted.lost {
        output::say(&format!("应当保留的少了：“{}”原有 {} 处，现有 {} 处", lost.phrase, lost.before, lost.after));
    }
    output::say(&format!("应当隐去的还留着 {} 处", redacted.left.len()));
    Ok(())
}
