//! Tables of all kinds, as people send them, read or refused.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{Format, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

fn text(text: &str) -> Found {
    Found::Text(text.to_owned())
}

fn plain(bytes: &[u8]) -> Result<Grid, ReadFault> {
    read(bytes, "旧案", &Limits::default())
}

fn cells(line: &Line) -> Vec<Found> {
    line.cells.iter().map(|(_, found)| found.clone()).collect()
}

/// A workbook with one sheet that a closure fills.
fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_csv_is_read_in_every_encoding_and_with_every_separator() {
    let wanted = [vec![text("案号"), text("案由")], vec![text("甲，\"乙\""), text("丙\n丁")]];
    for separator in [",", ";", "\t"] {
        let file = format!("案号{separator}案由\r\n\"甲，\"\"乙\"\"\"{separator}\"丙\n丁\"\r\n");
        let marked = [b"\xef\xbb\xbf".as_slice(), file.as_bytes()].concat();
        let (gb, _, lost) = encoding_rs::GB18030.encode(&file);
        assert!(!lost);
        let little: Vec<u8> = [0xff, 0xfe].into_iter().chain(file.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let big: Vec<u8> = [0xfe, 0xff].into_iter().chain(file.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        for bytes in [file.as_bytes(), &marked, &gb, &little, &big] {
            let grid = plain(bytes).unwrap();
            assert_eq!(grid.lines.iter().map(cells).collect::<Vec<_>>(), wanted, "{separator:?}");
        }
    }
    assert_eq!(plain(b"\x81\xff\xfe\x00\xff").unwrap_err(), ReadFault::Other("二进制文件"));
    assert_eq!(plain(b"a,b\n\xff\xff\xff").unwrap_err(), ReadFault::Encoding);
}

#[test]
fn rows_keep_the_numbers_a_spreadsheet_shows() {
    let grid = plain("案号,案由\n\n\n甲,\n,,,\n乙,丙\n".as_bytes()).unwrap();
    assert_eq!(grid.lines.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 4, 6]);
    assert_eq!(grid.lines[1].cells, [(0, text("甲"))]);
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "案号").unwrap();
        sheet.write_string(4, 2, "  丙 ").unwrap();
        sheet.write_number(4, 3, 43_892).unwrap();
        sheet.write_blank(4, 4, &Format::new().set_bold()).unwrap();
        sheet.write_boolean(4, 5, true).unwrap();
    });
    let grid = plain(&bytes).unwrap();
    assert_eq!(grid.lines[1].number, 5);
    assert_eq!(grid.lines[1].cells, [(2, text("丙")), (3, Found::Number(43_892.0)), (5, text("是"))]);
    assert!(!grid.from_1904);
    assert_eq!([letters(0), letters(25), letters(26), letters(701), letters(702)], ["A", "Z", "AA", "ZZ", "AAA"]);
}

#[test]
fn formulas_are_not_run_and_dates_are_serials() {
    let day = rust_xlsxwriter::ExcelDateTime::parse_from_str("2020-03-02").unwrap();
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "案号").unwrap();
        sheet.write_formula(1, 0, "=HYPERLINK(\"http://evil.example\")").unwrap();
        sheet.write_datetime_with_format(1, 1, &day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
    });
    assert_eq!(cells(&plain(&bytes).unwrap().lines[1]), [Found::Formula, Found::Number(43_892.0)]);
}

#[test]
fn the_sheet_of_the_template_is_read_and_hidden_ones_are_not() {
    let bytes = book(|book| {
        book.add_worksheet().set_name("甲").unwrap().set_hidden(true).write_string(0, 0, "藏").unwrap();
        book.add_worksheet().set_name("乙").unwrap().set_active(true).write_string(0, 0, "乙").unwrap();
        book.add_worksheet().set_name("旧案").unwrap().write_string(0, 0, "案号").unwrap();
    });
    let grid = plain(&bytes).unwrap();
    assert_eq!(cells(&grid.lines[0]), [text("案号")]);
    assert_eq!(grid.notes.len(), 2, "{:?}", grid.notes);
    let other = read(&bytes, "没有", &Limits::default()).unwrap();
    assert_eq!(cells(&other.lines[0]), [text("乙")], "the first that is shown");
}

#[test]
fn merged_cells_are_refused_with_their_place() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "案号").unwrap();
        sheet.merge_range(1, 0, 2, 1, "甲", &Format::new()).unwrap();
    });
    assert_eq!(plain(&bytes).unwrap_err(), ReadFault::Merged { area: "A2:B3".to_owned(), count: 1 });
}

#[test]
fn what_a_file_is_follows_from_its_bytes() {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let compound = |name: &str| [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 504], &wide(name)].concat();
    assert_eq!(plain(&compound("EncryptedPackage")).unwrap_err(), ReadFault::Locked);
    assert_eq!(plain(&compound("Workbook")).unwrap_err(), ReadFault::OldBook);
    assert!(matches!(plain(&compound("WordDocument")).unwrap_err(), ReadFault::Other(_)));
    for (bytes, word) in [
        (b"%PDF-1.7\n".as_slice(), "PDF"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"MZ\x90\x00", "程序"),
        (b"\xef\xbb\xbf<html><table>", "网页"),
        (b"<?xml version=\"1.0\"?><Workbook/>", "网页"),
        (&package(&[("word/document.xml", b"<w/>")]), "Word"),
        (&package(&[("xl/workbook.bin", b"")]), "XLSB"),
        (&package(&[("content.xml", b"")]), "ODF"),
        (&package(&[("../../etc/passwd", b"x")]), "压缩包"),
    ] {
        match plain(bytes).unwrap_err() {
            ReadFault::Other(what) => assert!(what.contains(word), "{what}"),
            other => panic!("{word}: {other:?}"),
        }
    }
    assert_eq!(plain(b"").unwrap_err(), ReadFault::Empty);
    assert_eq!(plain(b"PK\x03\x04 not a package").unwrap_err(), ReadFault::Broken);
    let broken = package(&[("xl/workbook.xml", b"<workbook><sheets>")]);
    assert_eq!(plain(&broken).unwrap_err(), ReadFault::Broken);
}

#[test]
fn a_bomb_is_not_unpacked() {
    let zeros = vec![b' '; 64 << 20];
    let bomb = package(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &zeros)]);
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    assert_eq!(plain(&bomb).unwrap_err(), ReadFault::Bomb);
    let part = vec![b'a'; 1 << 20];
    let many: Vec<(String, &[u8])> = (0..80).map(|n| (format!("xl/{n}.xml"), part.as_slice())).collect();
    let mut parts: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    parts.push(("xl/workbook.xml", b"<workbook/>"));
    let small = Limits { unpacked: 10 << 20, ..Limits::default() };
    assert_eq!(read(&package(&parts), "旧案", &small).unwrap_err(), ReadFault::Bomb, "in many small parts");
}

#[test]
fn limits_are_told_with_the_place() {
    let limits = Limits { rows: 3, columns: 4, characters: 5, bytes: 1 << 20, ..Limits::default() };
    let read = |file: &str| read(file.as_bytes(), "旧案", &limits);
    assert!(read("h\n1\n2\n3\n").is_ok());
    assert_eq!(read("h\n1\n2\n3\n4\n").unwrap_err(), ReadFault::TooLong { most: 3 });
    let wide = ReadFault::TooWide { row: 2, column: "E".to_owned(), most: 4 };
    assert_eq!(read("h\na,b,c,d,e\n").unwrap_err(), wide);
    let long = ReadFault::LongCell { row: 2, column: "B".to_owned(), most: 5 };
    assert_eq!(read("h\na,一二三四五六\n").unwrap_err(), long);
    assert_eq!(read(&"x".repeat(2 << 20)).unwrap_err(), ReadFault::TooLarge { most: 1 << 20 });
    let far = book(|book| {
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "案号").unwrap();
        sheet.write_string(1_048_575, 16_383, "远").unwrap();
    });
    let wide = ReadFault::TooWide { row: 1_048_576, column: "XFD".to_owned(), most: 60 };
    assert_eq!(plain(&far).unwrap_err(), wide, "a cell at the far end costs nothing");
}

#[test]
fn every_fault_says_what_and_what_instead() {
    for fault in [ReadFault::Empty, ReadFault::TooLarge { most: 1 << 20 }, ReadFault::Locked, ReadFault::Encoding] {
        assert!(!fault.to_string().is_empty() && fault.instead().starts_with('请'), "{fault}");
    }
}

#[test]
fn a_blank_reads_back_as_it_was_asked() {
    let asked = [
        crate::Asked { name: "案号", needed: true, hint: "写", example: "例", allowed: Vec::new(), width: 9 },
        crate::Asked {
            name: "密级", needed: false, hint: "选", example: "", allowed: vec!["公开".into()], width: 9
        },
    ];
    let grid = plain(&crate::blank("旧案", &asked, &["说明"]).unwrap()).unwrap();
    assert_eq!(cells(&grid.lines[0]), [text("案号*"), text("密级")]);
    assert_eq!(cells(&grid.lines[1]), [text("例")]);
}
