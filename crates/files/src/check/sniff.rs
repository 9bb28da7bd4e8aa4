//! What a file is by its first bytes, whatever its name says.

use super::find;
use crate::kind::Form;

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sniffed {
    /// A form that is taken, as far as its first bytes tell.
    Form(Form),
    /// Something that is not taken: what it is and what to do.
    Alien(&'static str),
}

/// Beginnings of what is not taken.
const ALIENS: [(&[u8], &str); 19] = [
    (b"MZ", "内容是 Windows 程序，不能作为材料"),
    (b"\x7fELF", "内容是程序，不能作为材料"),
    (b"\xcf\xfa\xed\xfe", "内容是程序，不能作为材料"),
    (b"\xca\xfe\xba\xbe", "内容是程序，不能作为材料"),
    (b"#!", "内容是程序脚本，不能作为材料"),
    (b"\xd0\xcf\x11\xe0", "是旧版 Office 文件，或者加了密码的 Office 文件；请去掉密码，另存为 DOCX、XLSX 或者 PDF"),
    (b"Rar!", "是 RAR 压缩包；请改用 ZIP，或者直接上传里面的文件"),
    (b"7z\xbc\xaf", "是 7z 压缩包；请改用 ZIP，或者直接上传里面的文件"),
    (b"\x1f\x8b", "是 gzip 压缩文件；请直接上传里面的文件"),
    (b"BZh", "是 bzip2 压缩文件；请直接上传里面的文件"),
    (b"\xfd7zXZ", "是 xz 压缩文件；请直接上传里面的文件"),
    (b"GIF8", "是 GIF 图片；请另存为 JPG 或者 PNG"),
    (b"BM", "是 BMP 图片；请另存为 JPG 或者 PNG"),
    (b"II*\0", "是 TIFF 图片；请另存为 JPG、PNG 或者 PDF"),
    (b"MM\0*", "是 TIFF 图片；请另存为 JPG、PNG 或者 PDF"),
    (b"%!PS", "是 PostScript 文件；请另存为 PDF"),
    (b"{\\rtf", "是 RTF 文档；请另存为 DOCX 或者 PDF"),
    (b"OggS", "是 Ogg 录音；请转为 MP3 或者 M4A"),
    (b"fLaC", "是 FLAC 录音；请转为 WAV 或者 MP3"),
];

/// Looks at the first bytes of a file.
pub(crate) fn sniff(first: &[u8]) -> Sniffed {
    let begins = |with: &[u8]| first.starts_with(with);
    let second = first.get(8..12).unwrap_or(b"");
    match first {
        [] => return Sniffed::Alien("是空文件，里面没有内容"),
        _ if begins(b"%PDF-") => return Sniffed::Form(Form::Pdf),
        _ if begins(b"\xff\xd8\xff") => return Sniffed::Form(Form::Jpg),
        _ if begins(b"\x89PNG\r\n\x1a\n") => return Sniffed::Form(Form::Png),
        _ if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") => return Sniffed::Form(Form::Zip),
        _ if begins(b"RIFF") && second == b"WAVE" => return Sniffed::Form(Form::Wav),
        _ if begins(b"RIFF") && second == b"WEBP" => return Sniffed::Alien("是 WebP 图片；请另存为 JPG 或者 PNG"),
        _ if first.get(4..8) == Some(b"ftyp") => return brand(second),
        _ if matches!(first.get(4..8), Some(b"moov" | b"mdat" | b"wide")) => return Sniffed::Form(Form::Mov),
        _ if begins(b"ID3") => return Sniffed::Form(Form::Mp3),
        _ => {}
    }
    // two letters may begin a text as well
    let letters = |with: &[u8]| matches!(with, b"MZ" | b"BM") && super::text::may_be(first);
    if let Some((_, what)) = ALIENS.iter().find(|(with, _)| begins(with) && !letters(with)) {
        return Sniffed::Alien(what);
    }
    if let [0xff, second, third, ..] = first
        && super::media::is_frame(*second, *third)
    {
        return Sniffed::Form(Form::Mp3);
    }
    if super::text::may_be(first) {
        written(first)
    } else {
        Sniffed::Alien(
            "不是本院能收的文件；请上传 PDF、JPG、PNG、DOCX、XLSX、TXT、MP3、WAV、M4A、MP4、MOV 或者 ZIP 文件",
        )
    }
}

/// The brand of an MPEG-4 file.
fn brand(brand: &[u8]) -> Sniffed {
    match brand {
        b"M4A " | b"M4B " => Sniffed::Form(Form::M4a),
        b"qt  " => Sniffed::Form(Form::Mov),
        b"heic" | b"heix" | b"mif1" | b"msf1" | b"hevc" => {
            Sniffed::Alien("是 HEIC 图片；请在手机相机设置里选“兼容性最佳”，或者转为 JPG 后上传")
        }
        b"avif" => Sniffed::Alien("是 AVIF 图片；请另存为 JPG 或者 PNG"),
        _ => Sniffed::Form(Form::Mp4),
    }
}

/// Text that is a page or a drawing with script in it is not taken as text.
fn written(first: &[u8]) -> Sniffed {
    let begins = first.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0xef | 0xbb | 0xbf));
    let lower: Vec<u8> = first.iter().skip(begins.unwrap_or(0)).take(512).map(u8::to_ascii_lowercase).collect();
    let marked = [&b"<!doctype"[..], b"<html", b"<script", b"<svg", b"<?xml", b"<body", b"<head", b"<iframe"];
    if lower.starts_with(b"<") && marked.iter().any(|mark| find(&lower, mark).is_some()) {
        return Sniffed::Alien("内容是网页或者 SVG 图形；请打印成 PDF，或者截图后上传");
    }
    Sniffed::Form(Form::Txt)
}
