//! Cuts the texts of a folder and prints how many have which zones, how many citations, and how fast it goes.
//!
//! `cargo run -p judgment --example measure -- DIR` reads every `.jsonl` below DIR: each string of at least
//! sixty characters in a line is a text. No text is printed.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use judgment::{ZoneKind, amounts, cut};

const KINDS: [ZoneKind; 20] = [
    ZoneKind::Court,
    ZoneKind::Title,
    ZoneKind::CaseNumber,
    ZoneKind::Parties,
    ZoneKind::Procedure,
    ZoneKind::Claims,
    ZoneKind::Defence,
    ZoneKind::Evidence,
    ZoneKind::FactsBelow,
    ZoneKind::ReasonsBelow,
    ZoneKind::Facts,
    ZoneKind::Reasons,
    ZoneKind::Articles,
    ZoneKind::Disposition,
    ZoneKind::Costs,
    ZoneKind::Appeal,
    ZoneKind::Bench,
    ZoneKind::Date,
    ZoneKind::Attachment,
    ZoneKind::Other,
];

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    let Some(dir) = std::env::args().nth(1) else {
        return writeln!(out, "usage: measure DIR");
    };
    let mut files = Vec::new();
    collect(Path::new(&dir), &mut files)?;
    files.sort();
    for file in files {
        let texts = texts(&std::fs::read_to_string(&file)?);
        if texts.is_empty() {
            continue;
        }
        report(&mut out, &file, &texts)?;
    }
    Ok(())
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.extension().is_some_and(|ext| ext == "jsonl") {
        files.push(path.to_owned());
    }
    Ok(())
}

/// Every long string of every line.
fn texts(lines: &str) -> Vec<String> {
    lines
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line).ok())
        .flat_map(|object| object.into_iter().map(|(_, value)| value))
        .filter_map(|value| value.as_str().map(str::to_owned))
        .filter(|text| text.chars().count() >= 60)
        .collect()
}

#[allow(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let start = std::time::Instant::now();
    let value = run();
    (value, start.elapsed())
}

fn report(out: &mut impl Write, file: &Path, texts: &[String]) -> io::Result<()> {
    let bytes: usize = texts.iter().map(String::len).sum();
    // The tables are built once; that is not what is measured.
    drop(cut("本院认为").citations());
    let (judgments, cutting) = timed(|| texts.iter().map(|text| cut(text)).collect::<Vec<_>>());
    let (citations, citing) = timed(|| judgments.iter().map(|judgment| judgment.citations().len()).sum::<usize>());
    let (sums, summing) = timed(|| texts.iter().map(|text| amounts(text).len()).sum::<usize>());
    let mut counts: BTreeMap<ZoneKind, (usize, usize)> = BTreeMap::new();
    for judgment in &judgments {
        for kind in KINDS {
            if judgment.has(kind) {
                let entry = counts.entry(kind).or_default();
                entry.0 += 1;
                entry.1 += judgment.zones_of(kind).map(|zone| zone.span.len()).sum::<usize>();
            }
        }
    }
    writeln!(out, "\n{}: {} texts, {bytes} bytes", file.display(), texts.len())?;
    for (kind, (texts_with, inside)) in &counts {
        let share = per_mille(*texts_with, texts.len());
        writeln!(
            out,
            "  {:<14} {:>5} texts {share:>6} ‰, {:>5} ‰ of the bytes",
            format!("{kind:?}"),
            texts_with,
            per_mille(*inside, bytes)
        )?;
    }
    let known = judgments.iter().filter(|judgment| judgment.procedure.is_some()).count();
    writeln!(
        out,
        "  procedure told {known}, parties {}",
        judgments.iter().map(|judgment| judgment.parties.len()).sum::<usize>()
    )?;
    writeln!(out, "  {citations} citations ({} per thousand texts), {sums} sums", per_mille(citations, texts.len()))?;
    writeln!(
        out,
        "  MB/s: cut {}, citations {}, amounts {}",
        speed(bytes, cutting),
        speed(bytes, citing),
        speed(bytes, summing)
    )
}

fn per_mille(part: usize, whole: usize) -> usize {
    (part * 1000).checked_div(whole).unwrap_or(0)
}

/// Megabytes a second.
fn speed(bytes: usize, time: Duration) -> u128 {
    u128::try_from(bytes).unwrap_or(0).checked_div(time.as_micros()).unwrap_or(0)
}
