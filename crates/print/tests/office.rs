//! The files as other programs read them: a word processor opens the DOCX, a reader finds the words of the PDF.
//! Where such a program is not installed, the test says so and stops.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot go on should stop; what is skipped is said"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use print::{Bar, Block, Chart, Document, Months, Series, Table};

fn sample() -> Document {
    let rows = (0..90).map(|n| vec![format!("第{n}人民法院"), (n * 41).to_string(), format!("{}.25", n % 100)]);
    Document {
        issuer: "辽宁省高级人民法院".to_owned(),
        title: "辽宁省法院2020年工作报告（统计部分）".to_owned(),
        number: Some("辽高法〔2021〕1号".to_owned()),
        date: "2021年1月1日".to_owned(),
        blocks: vec![
            Block::chapter("各法院情况"),
            Block::paragraph("全省法院受理各类案件1103629件，审结1046137件，结案率94.79%。".repeat(6)),
            Block::Chart(months()),
            Block::Chart(rates()),
            Block::Table(Table::new(
                "各法院收结情况",
                ["法院", "受理（件）", "结案率（%）"].map(str::to_owned).to_vec(),
                rows.collect(),
            )),
        ],
        notes: vec!["各项数字均由卷宗记录逐案计数得出。".to_owned()],
    }
}

fn months() -> Chart {
    let series =
        |name: &str, from: i64| Series { name: name.to_owned(), values: (0..12).map(|n| from + n * 900).collect() };
    Chart::Months(Months {
        caption: "各月新收、审结与月末未结".to_owned(),
        unit: "件".to_owned(),
        places: (1..=12).map(|n| format!("{n}月")).collect(),
        bars: vec![series("新收", 81_000), series("审结", 79_000)],
        line: Some(series("月末未结", 50_000)),
    })
}

fn rates() -> Chart {
    let bar = |(name, value): (&str, i64)| Bar {
        name: name.to_owned(),
        value,
        printed: format!("{}.{:02}%", value / 100, value % 100),
    };
    let bars = [("沈阳市", 9312), ("大连市", 9641), ("鞍山市", 8890)].map(bar).to_vec();
    Chart::Bars { caption: "各地区结案率".to_owned(), bars, interval: (Some(9000), None) }
}

fn place(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs a program; none when it is not installed.
fn run(program: &str, with: &[&str]) -> Option<()> {
    match Command::new(program).args(with).output() {
        Ok(output) => {
            assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
            Some(())
        }
        Err(_) => {
            eprintln!("skipped: {program} is not installed");
            None
        }
    }
}

/// The pages of a PDF in words.
fn pages(pdf: &Path) -> Option<Vec<String>> {
    let text = pdf.with_extension("txt");
    run("pdftotext", &["-layout", &pdf.to_string_lossy(), &text.to_string_lossy()])?;
    let all = std::fs::read_to_string(text).unwrap();
    // where words of two scripts meet, the reader puts a blank of its own
    let closed = |page: &str| page.chars().filter(|c| *c == '\n' || !c.is_whitespace()).collect::<String>();
    Some(all.split('\u{c}').filter(|page| !page.trim().is_empty()).map(closed).collect())
}

fn whole(pages: &[String]) {
    assert!(pages.len() >= 3, "{} pages", pages.len());
    for (n, page) in (1..).zip(pages) {
        assert!(page.contains(&format!("—{n}—")), "page {n} has no number: {page}");
    }
    let headed = pages.iter().filter(|page| page.contains("受理（件）")).count();
    assert!(headed >= 2, "the headings repeat: {headed}");
    let all = pages.concat();
    for n in 0..90 {
        let row = |line: &str| line.contains(&format!("第{n}人民法院")) && line.contains(&format!("{}.25", n % 100));
        assert!(all.lines().any(row), "row {n}");
    }
    assert!(!all.contains('\u{fffd}'));
}

#[test]
fn a_reader_finds_the_words_of_the_pdf() {
    let file = place("reader").join("report.pdf");
    std::fs::write(&file, print::pdf(&sample()).unwrap()).unwrap();
    if let Some(pages) = pages(&file) {
        whole(&pages);
    }
}

#[test]
fn a_word_processor_opens_the_docx() {
    let folder = place("office");
    let file = folder.join("report.docx");
    std::fs::write(&file, print::docx(&sample()).unwrap()).unwrap();
    let home = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let to = folder.to_string_lossy();
    let with = [&home, "--headless", "--convert-to", "pdf", "--outdir", &to, &file.to_string_lossy()];
    if run("soffice", &with).is_some()
        && let Some(pages) = pages(&folder.join("report.pdf"))
    {
        whole(&pages);
    }
}
