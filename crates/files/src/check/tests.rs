//! Sound files of every kind pass; each that deceives, is locked, broken or beyond a limit is refused by name.

use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;

fn checked(name: &str, bytes: &[u8]) -> Result<Found, String> {
    check(name, bytes.len() as u64, &mut Cursor::new(bytes)).map_err(|faults| faults.join("；"))
}

fn passes(name: &str, bytes: &[u8], form: Form, pages: u32) {
    assert_eq!(checked(name, bytes), Ok(Found { form, pages }), "{name}");
}

/// Refused, with the file named and a reason that holds these words.
fn refused(name: &str, bytes: &[u8], why: &str) {
    let told = checked(name, bytes).expect_err(name);
    assert!(told.contains(why) && told.contains(&shown(name)), "{name}: {told}");
    assert!(!told.chars().any(crate::name::hidden), "{told}");
}

/// A PDF with a classic table of objects.
fn pdf(pages: usize, more: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut places = Vec::new();
    let kids: Vec<String> = (0..pages).map(|n| format!("{} 0 R", n + 3)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {pages} >>", kids.join(" ")),
    ];
    objects.extend((0..pages).map(|_| "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_owned()));
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", n + 1).as_bytes());
    }
    let table = out.len();
    out.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
    for place in places {
        out.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let size = objects.len() + 1;
    out.extend_from_slice(
        format!("trailer\n<< /Size {size} /Root 1 0 R {more}>>\nstartxref\n{table}\n%%EOF\n").as_bytes(),
    );
    out
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A PDF whose objects and table are packed, as PDF 1.5 and later have them.
fn packed_pdf(list: &[u8], more: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let list = deflated(list);
    let head =
        format!("1 0 obj\n<< /Type /ObjStm /N 3 /First 20 /Filter /FlateDecode /Length {} >>\nstream\r\n", list.len());
    out.extend_from_slice(head.as_bytes());
    out.extend_from_slice(&list);
    out.extend_from_slice(b"\nendstream\nendobj\n");
    let table = out.len();
    let head = format!(
        "9 0 obj\n<< /Type /XRef /Size 9 /Root 2 0 R {more}/W [1 2 1] /Length 0 >>\nstream\n\nendstream\nendobj\n"
    );
    out.extend_from_slice(head.as_bytes());
    out.extend_from_slice(format!("startxref\n{table}\n%%EOF\n").as_bytes());
    out
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8], data: &[u8]| {
        out.extend_from_slice(&(data.len() as u32).to_be_bytes());
        out.extend_from_slice(name);
        out.extend_from_slice(data);
        out.extend_from_slice(&[0; 4]);
    };
    let measures: Vec<u8> = [width.to_be_bytes(), height.to_be_bytes()].concat();
    chunk(b"IHDR", &[&measures[..], &[8, 0, 0, 0, 0]].concat());
    chunk(b"IDAT", &deflated(&[0; 8]));
    chunk(b"IEND", b"");
    out
}

fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut out = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0".to_vec();
    out.extend_from_slice(b"\xff\xc0\x00\x0b\x08");
    out.extend_from_slice(&height.to_be_bytes());
    out.extend_from_slice(&width.to_be_bytes());
    out.extend_from_slice(b"\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00");
    out.extend_from_slice(&[0x55; 64]);
    out.extend_from_slice(b"\xff\xd9");
    out
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn docx(more: &[(&str, &[u8])]) -> Vec<u8> {
    let own: [(&str, &[u8]); 2] = [("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>")];
    zip(&[&own[..], more].concat())
}

fn xlsx() -> Vec<u8> {
    zip(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")])
}

fn boxed(name: &[u8], data: &[u8]) -> Vec<u8> {
    [&(data.len() as u32 + 8).to_be_bytes()[..], name, data].concat()
}

fn movie(brand: &[u8]) -> Vec<u8> {
    [boxed(b"ftyp", &[brand, &[0; 4]].concat()), boxed(b"moov", &[1; 40]), boxed(b"mdat", &[2; 80])].concat()
}

fn wav(samples: usize) -> Vec<u8> {
    let mut out = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data".to_vec();
    out.extend_from_slice(&(samples as u32 * 2).to_le_bytes());
    out.extend(std::iter::repeat_n(0, samples * 2));
    out
}

fn mp3(frames: usize) -> Vec<u8> {
    let frame = [&b"\xff\xfb\x90\x00"[..], &[0; 413]].concat();
    [&b"ID3\x04\0\0\0\0\0\x0a"[..], &[0; 10], &frame.repeat(frames)].concat()
}

#[test]
fn sound_files_of_every_kind_pass() {
    passes("合同.pdf", &pdf(3, ""), Form::Pdf, 3);
    passes(
        "扫描.pdf",
        &packed_pdf(b"2 0 3 40 << /Type/Pages /Count 2 >> << /Type /Page >> <</Type/Page/x 1>>", ""),
        Form::Pdf,
        2,
    );
    passes("IMG_1.JPG", &jpeg(4000, 3000), Form::Jpg, 1);
    passes("截图.png", &png(1080, 2400), Form::Png, 1);
    passes("photo.jpg", &png(10, 10), Form::Png, 1);
    passes("起诉状.docx", &docx(&[]), Form::Docx, 0);
    passes("账目.xlsx", &xlsx(), Form::Xlsx, 0);
    passes("聊天.txt", "对方：收到货了\n".as_bytes(), Form::Txt, 0);
    passes("聊天 gbk.txt", b"\xca\xd5\xb5\xbd\xbb\xf5\xc1\xcb\r\n\x81\x30\x81\x30", Form::Txt, 0);
    passes("录音.mp3", &mp3(5), Form::Mp3, 0);
    passes("录音.wav", &wav(100), Form::Wav, 0);
    passes("录音.m4a", &movie(b"M4A "), Form::M4a, 0);
    passes("录像.mp4", &movie(b"isom"), Form::Mp4, 0);
    passes("IMG_2.MOV", &movie(b"qt  "), Form::Mov, 0);
    passes("证据.zip", &zip(&[("照片/一.jpg", &jpeg(9, 9)), ("合同.docx", &docx(&[]))]), Form::Zip, 0);
    passes("没有后缀", &png(10, 10), Form::Png, 1);
}

#[test]
fn disguised_files_are_refused() {
    let exe = [&b"MZ\x90\0\x03\0\0\0"[..], &[0; 200]].concat();
    refused("合同.pdf", &exe, "Windows 程序");
    refused("照片.jpg", b"\x7fELF\x02\x01\x01\0", "程序");
    refused("合同.pdf", &png(10, 10), "内容却是PNG 图片");
    refused("合同.docx", &zip(&[("一.txt", b"x")]), "内容却是ZIP");
    refused("合同.zip", &docx(&[]), "内容却是DOCX");
    refused("照片.png", b"<!DOCTYPE html><script>alert(1)</script>", "网页");
    refused("图.txt", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "SVG");
    refused("图.txt", b"\xef\xbb\xbf  <?xml version='1.0'?><html/>", "网页");
    refused("旧.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office");
    refused("照片.jpg", b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC");
    refused("x.dat", &[0; 100], "不是本院能收的文件");
    refused("x.txt", b"abc\0def", "不是本院能收的文件");
    refused("x.txt", &[&[b'a'; 5000][..], b"\x01\x02"].concat(), "控制字符");
    refused("x.txt", b"\xff\xff\xff\xff", "编码");
    refused("宏.docx", &docx(&[("word/vbaProject.bin", b"x")]), "宏程序");
}

#[test]
fn empty_and_oversize_files_are_refused() {
    refused("空.pdf", b"", "空文件");
    let told = head("大.pdf", 600 * 1024 * 1024, b"%PDF-1.4").unwrap_err();
    assert!(told[0].contains("不超过 500 MB，这个文件有 600 MB"), "{told:?}");
    assert_eq!(head("大.mp4", 2 * 1024 * 1024 * 1024, &movie(b"isom")), Ok(Form::Mp4));
    assert!(head("大.mp4", 2 * 1024 * 1024 * 1024 + 1, &movie(b"isom")).is_err());
}

#[test]
fn locked_and_broken_pdfs_are_refused() {
    refused("锁.pdf", &pdf(1, "/Encrypt 9 0 R "), "密码");
    refused("锁.pdf", &packed_pdf(b"<< /Type /Page >>", "/Encrypt 8 0 R "), "密码");
    let whole = pdf(20, "");
    for length in [9, 100, whole.len() / 2, whole.len() - 30] {
        refused("断.pdf", &whole[..length], "损坏");
    }
    refused("断.pdf", &pdf(0, ""), "损坏");
    let lost = String::from_utf8_lossy(&whole).replace("startxref\n", "startxref\n9999999");
    refused("断.pdf", lost.as_bytes(), "损坏");
    let rootless = String::from_utf8_lossy(&whole).replace("/Root", "/Toor");
    refused("断.pdf", rootless.as_bytes(), "损坏");
}

#[test]
fn a_pdf_with_a_list_that_unpacks_to_very_much_is_refused() {
    let bomb = packed_pdf(&vec![b' '; usize::try_from(LIMITS.pdf_list_bytes).unwrap() + 1], "");
    assert!(bomb.len() < 200_000);
    refused("炸弹.pdf", &bomb, "异常庞大");
}

#[test]
fn broken_and_huge_pictures_are_refused() {
    refused("炸弹.png", &png(60_000, 60_000), "过大");
    refused("炸弹.png", &png(30_000, 30_000), "过大");
    refused("炸弹.jpg", &jpeg(65_000, 65_000), "过大");
    refused("零.png", &png(0, 10), "损坏");
    let whole = png(100, 100);
    refused("断.png", &whole[..whole.len() - 12], "损坏");
    refused("断.png", &whole[..40], "损坏");
    let whole = jpeg(100, 100);
    refused("断.jpg", &whole[..whole.len() - 2], "损坏");
    refused("断.jpg", &whole[..15], "损坏");
}

#[test]
fn broken_recordings_are_refused() {
    for (name, whole) in
        [("断.mp4", movie(b"isom")), ("断.m4a", movie(b"M4A ")), ("断.wav", wav(50)), ("断.mp3", mp3(1))]
    {
        refused(name, &whole[..whole.len() / 2], "损坏");
    }
    let unfinished = [boxed(b"ftyp", b"isom\0\0\0\0"), boxed(b"mdat", &[2; 80])].concat();
    refused("没录完.mp4", &unfinished, "损坏");
    refused("假.mp3", &[&b"ID3\x04\0\0\0\0\0\x0a"[..], &[1; 400]].concat(), "损坏");
}

#[test]
fn archives_that_deceive_are_refused() {
    let nothing = vec![0; 40 * 1024 * 1024];
    let bomb = zip(&[("零.bin", &nothing)]);
    assert!(bomb.len() < 100_000);
    refused("炸弹.zip", &bomb, "庞大");
    refused("炸弹.docx", &docx(&[("word/media/零.bin", &nothing)]), "庞大");
    refused("套娃.zip", &zip(&[("内.zip", &zip(&[("a.txt", b"x")]))]), "还有压缩包");
    refused("套娃.zip", &zip(&[("内.docx", &zip(&[("a.txt", b"x")]))]), "冒充文档");
    refused("套娃.zip", &zip(&[("内.pdf", b"Rar!\x1a\x07")]), "还有压缩包");
    refused("程序.zip", &zip(&[("说明.txt", b"MZ\x90\0\x03")]), "是程序");
    refused("程序.zip", &zip(&[("安装.EXE", b"abc")]), "是程序");
    for name in ["../../etc/passwd", "/etc/passwd", "C:\\Windows\\x.txt", "a\\..\\..\\x.txt"] {
        refused("路径.zip", &zip(&[(name, b"x")]), "以外的地方");
    }
    refused("倒字.zip", &zip(&[("合同\u{202e}fdp.txt", b"x")]), "看不见");
    refused("空.zip", &zip(&[]), "空的");
    let whole = zip(&[("a.txt", &[b'x'; 1000])]);
    refused("断.zip", &whole[..whole.len() / 2], "损坏");
    let many: Vec<String> = (0..5_001).map(|n| format!("{n}.txt")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    refused("太多.zip", &zip(&many), "5001 个文件");
}

#[test]
fn an_entry_that_lies_about_its_length_is_refused() {
    let mut lying = zip(&[("a.txt", &[b'x'; 100_000])]);
    let declared = 100_000_u32.to_le_bytes();
    let mut from = 0;
    while let Some(found) = find(&lying[from..], &declared) {
        lying[from + found..from + found + 4].copy_from_slice(&10_u32.to_le_bytes());
        from += found + 4;
    }
    assert!(checked("谎.zip", &lying).is_err());
}

#[test]
fn links_and_locks_in_archives_are_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("链接", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    refused("链接.zip", &writer.finish().unwrap().into_inner(), "以外的地方");
    let mut locked = zip(&[("a.txt", b"secret")]);
    // the flag of a lock, in the entry and in the list of contents
    for mark in [&b"PK\x03\x04"[..], b"PK\x01\x02"] {
        let at = find(&locked, mark).unwrap() + if mark[2] == 3 { 6 } else { 8 };
        locked[at] |= 1;
    }
    refused("锁.zip", &locked, "密码");
}
