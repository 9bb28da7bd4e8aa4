//! Speed of the case index on synthetic judgments from a seed, beside SQLite FTS5 and PostgreSQL on a sample:
//! `cargo xtask bench index [--documents N,N] [--folder DIR] [--data DIR] [--postgres URL] [--keep] [--ask DIR] [--json]`.
//!
//! `--keep` leaves the indexes in the folder, and `--ask DIR` asks one that was left, without building any.
//!
//! Texts are made in the same run and their making is part of the time of indexing. Without a URL a private server is
//! started by `scripts/postgres.sh`, and ended.
#![allow(clippy::disallowed_methods, reason = "a bench measures durations")]

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use law::ids::CourtId;
use rayon::prelude::*;
use search::cases::grams::mixed;
use search::cases::space::real;
use search::cases::{Card, Cases, Concluded, Draft, Reach};
use search::metrics::{Figures, Labels, trec};

use crate::others::{Fts5, Other, Tsvector, Words, words_of};
use crate::town::{Draws, Town};

mod others;
mod town;

type Done<T> = Result<T, Box<dyn Error>>;

const SIZES: &str = "15000,150000";
const SAMPLE: usize = 15_000;
const LEARNT: usize = 3_000;
/// Texts made at a time, on all cores.
const BATCH: usize = 1_024;
const MEMORY: usize = 600_000_000;

fn main() -> Done<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| arguments.iter().skip_while(|argument| *argument != name).nth(1).cloned();
    let sizes = value("--documents").unwrap_or_else(|| SIZES.to_owned());
    let sizes = sizes.split(',').map(str::parse).collect::<Result<Vec<usize>, _>>()?;
    let data = value("--data")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")), PathBuf::from);
    let temporary = tempfile::tempdir()?;
    let folder = value("--folder").map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    let town = Town::new(20_200_101);
    let mut table = Table::default();
    if let Some(kept) = value("--ask") {
        let cases = Cases::open(Path::new(&kept))?;
        table.add("documents", real(usize::try_from(cases.count())?), "");
        questions(&town, &cases, &mut table)?;
        return table.print(arguments.iter().any(|argument| argument == "--json"));
    }
    table.add("jieba-rs alone, one core", cutting(&town), "MB/s");
    let mut costs = Vec::new();
    for documents in sizes {
        let place = folder.join(format!("cases-{documents}"));
        let (cases, cost) = index(&town, documents, &place, &mut table)?;
        costs.push(cost);
        questions(&town, &cases, &mut table)?;
        fresh(&town, &cases, documents, &mut table)?;
        drop(cases);
        if !arguments.iter().any(|argument| argument == "--keep") {
            std::fs::remove_dir_all(&place)?;
        }
    }
    if let [first, .., last] = costs.as_slice() {
        table.add("cost of a megabyte, largest against smallest (1 = linear)", last / first, "x");
    }
    others(&town, &folder, &data, value("--postgres"), &mut table)?;
    table.print(arguments.iter().any(|argument| argument == "--json"))
}

/// Figures in the order they were measured.
#[derive(Default)]
struct Table(Vec<(String, f64, &'static str)>);

impl Table {
    fn add(&mut self, name: impl Into<String>, figure: f64, unit: &'static str) {
        self.0.push((name.into(), figure, unit));
    }

    fn print(&self, json: bool) -> Done<()> {
        let mut out = std::io::stdout().lock();
        if json {
            let rows: Vec<_> = self
                .0
                .iter()
                .map(|(name, figure, unit)| serde_json::json!({"name": name, "figure": figure, "unit": unit}))
                .collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&rows)?)?;
            return Ok(());
        }
        for (name, figure, unit) in &self.0 {
            writeln!(out, "{name:<58} {figure:>12.2} {unit}")?;
        }
        Ok(())
    }
}

fn megabytes(bytes: usize) -> f64 {
    real(bytes / 1_000) / 1_000.0
}

/// How fast texts are cut into words and nothing else is done, in megabytes a second: by it machines can be told apart.
fn cutting(town: &Town) -> f64 {
    let jieba = jieba_rs::Jieba::new();
    let texts: Vec<String> = (0..LEARNT).map(|number| town.case(number).facts).collect();
    let start = Instant::now();
    let words: usize = texts.iter().map(|text| jieba.cut(text, false).len()).sum();
    let bytes = texts.iter().map(String::len).sum();
    if words == 0 { 0.0 } else { megabytes(bytes) / start.elapsed().as_secs_f64() }
}

/// Builds an index; gives it and the seconds a megabyte took.
fn index(town: &Town, documents: usize, folder: &Path, table: &mut Table) -> Done<(Cases, f64)> {
    let mut cases = Cases::open(folder)?;
    let learnt: Vec<String> = (0..LEARNT.min(documents)).map(|number| town.case(number).facts).collect();
    let start = Instant::now();
    cases.learn(learnt.iter().map(String::as_str))?;
    table.add(format!("spaces fitted on {} texts", learnt.len()), start.elapsed().as_secs_f64(), "s");
    let start = Instant::now();
    let alone = LEARNT.min(documents);
    (0..alone).into_par_iter().for_each(|number| drop(town.case(number)));
    let making = start.elapsed().as_secs_f64() * real(documents) / real(alone.max(1));
    table.add("of the time below, making the texts", making, "s");
    let mut bytes = 0;
    let start = Instant::now();
    let step = (documents / 10).max(1);
    let mut steps: Vec<f64> = Vec::new();
    let batches = (0..documents).step_by(BATCH).map(|from| (from, documents.min(from + BATCH)));
    let batches = batches.map(|(from, to)| (from..to).into_par_iter().map(|number| town.case(number)).collect());
    let made = batches.flat_map(|batch: Vec<Concluded>| batch).zip(0..).map(|(case, number)| {
        if number > 0 && number % step == 0 {
            steps.push(start.elapsed().as_secs_f64());
        }
        bytes += case.facts.len() + case.reasons.len();
        case
    });
    cases.rebuild(MEMORY, made)?;
    let took = start.elapsed().as_secs_f64();
    table.add("documents", real(documents), "");
    table.add("text", megabytes(bytes), "MB");
    table.add("indexing with its merges", took, "s");
    table.add("indexing", megabytes(bytes) / took, "MB/s");
    let (first, last) = (steps.first().copied().unwrap_or(took), steps.last().copied().unwrap_or(took));
    let tenths = real(steps.len().saturating_sub(1)).max(1.0);
    table.add("a later tenth against the first (1 = linear)", (last - first) / tenths / first.max(1e-9), "x");
    table.add("index on disk", megabytes(size(folder)), "MB");
    table.add("most memory held (VmHWM)", kilobytes("VmHWM") / 1_000.0, "MB");
    table.add("memory of its own (RssAnon)", kilobytes("RssAnon") / 1_000.0, "MB");
    Ok((cases, took / megabytes(bytes).max(1e-9)))
}

fn size(folder: &Path) -> usize {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| usize::try_from(file.metadata().ok()?.len()).ok()).sum()
}

fn kilobytes(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0.0)
}

fn words(town: &Town, number: usize) -> String {
    let mut draws = Draws(mixed(0xabc ^ u64::try_from(number).unwrap_or(0)));
    let topic = town.causes.get(draws.below(town.causes.len())).map(|(_, words)| words.as_slice()).unwrap_or_default();
    let some = (0..2 + draws.below(3)).map(|_| {
        if draws.below(2) == 0 {
            topic.get(draws.below(topic.len()))
        } else {
            town.common.get(draws.zipf(town.common.len()))
        }
    });
    some.flatten().copied().collect::<Vec<_>>().join(" ")
}

/// Durations in milliseconds: the middle, and the one that 19 of 20 stay under.
fn quantiles(mut times: Vec<f64>) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times.get(times.len().saturating_sub(1) * percent / 100).copied().unwrap_or_default();
    (at(50), at(95))
}

fn timed(count: usize, mut run: impl FnMut(usize) -> Done<()>) -> Done<(f64, f64)> {
    let mut times = Vec::new();
    for number in 0..count {
        let start = Instant::now();
        run(number)?;
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(quantiles(times))
}

fn questions(town: &Town, cases: &Cases, table: &mut Table) -> Done<()> {
    let reach = Reach::open();
    let ask = |number: usize| -> Done<()> { Ok(cases.find(&words(town, number), &reach, 10).map(drop)?) };
    timed(100, ask)?;
    let (middle, late) = timed(1_000, ask)?;
    table.add("query, median", middle, "ms");
    table.add("query, p95", late, "ms");
    let start = Instant::now();
    let failed = (0..2_000_usize)
        .into_par_iter()
        .filter(|number| cases.find(&words(town, *number), &reach, 10).is_err())
        .count();
    table.add("queries on all cores", 2_000.0 / start.elapsed().as_secs_f64(), "/s");
    table.add("queries failed", real(failed), "");
    for (name, courts) in [("similar cases", None), ("similar cases in 3 courts", Some([1, 2, 3].map(CourtId).into()))]
    {
        let reach = Reach { courts, ..Reach::open() };
        let like = |number: usize| -> Done<()> {
            let case = town.case(10_000_000 + number);
            let draft = Draft {
                facts: case.facts,
                causes: case.card.causes,
                amount_fen: case.card.amount_fen,
                ..Draft::default()
            };
            Ok(cases.similar(&draft, &reach, 10).map(drop)?)
        };
        timed(10, like)?;
        let (middle, late) = timed(120, like)?;
        table.add(format!("{name}, median"), middle, "ms");
        table.add(format!("{name}, p95"), late, "ms");
    }
    Ok(())
}

/// How long until a new judgment is found.
fn fresh(town: &Town, cases: &Cases, documents: usize, table: &mut Table) -> Done<()> {
    let mut feeder = cases.feeder(100_000_000)?;
    let mut slowest = 0.0_f64;
    for number in 0..5 {
        let case = town.case(documents + number);
        let start = Instant::now();
        feeder.feed(&case)?;
        feeder.commit()?;
        cases.refresh()?;
        slowest = slowest.max(start.elapsed().as_secs_f64());
    }
    table.add("a new judgment is findable, slowest of 5", slowest, "s");
    Ok(())
}

/// SQLite FTS5, PostgreSQL and this index on one sample, one after the other in one run; then how well each ranks.
fn others(town: &Town, folder: &Path, data: &Path, url: Option<String>, table: &mut Table) -> Done<()> {
    let start = Instant::now();
    let ours = Cases::open(&folder.join("sample"))?;
    ours.rebuild(MEMORY, (0..SAMPLE).map(|number| town.case(number)))?;
    table.add(format!("ours: {SAMPLE} documents built (no spaces)"), start.elapsed().as_secs_f64(), "s");
    let reach = Reach::open();
    asked("ours", table, town, |words| Ok(ours.find(words, &reach, 10).map(drop)?))?;
    let own = url.is_none();
    // a server cannot enter the private folder of somebody else
    let server = std::env::temp_dir().join("mingjing-bench-index");
    let url = url.map_or_else(|| others::start(&server), Ok);
    let mut engines: Vec<(&'static str, Box<dyn Other>)> =
        vec![("FTS5", Box::new(Fts5::open(&folder.join("sample.db"))?))];
    match &url {
        Ok(url) => match Tsvector::open(url) {
            Ok(engine) => engines.push(("tsvector", Box::new(engine))),
            Err(cause) => table.add(format!("PostgreSQL not at hand ({cause}): skipped"), 0.0, ""),
        },
        Err(cause) => table.add(format!("PostgreSQL not at hand ({cause}): skipped"), 0.0, ""),
    }
    for (name, engine) in &mut engines {
        beside(town, name, engine.as_mut(), table)?;
    }
    let told = ranking(data, folder, &mut engines, table);
    drop(engines);
    if own && url.is_ok() {
        others::stop(&server)?;
        std::fs::remove_dir_all(&server)?;
    }
    told
}

/// Builds and asks another engine on the sample.
fn beside(town: &Town, name: &str, engine: &mut dyn Other, table: &mut Table) -> Done<()> {
    let start = Instant::now();
    let numbers: Vec<usize> = (0..SAMPLE).collect();
    for batch in numbers.chunks(1_000) {
        let row = |number: &usize| {
            let case = town.case(*number);
            (case.card.id, words_of(&format!("{}{}", case.facts, case.reasons)))
        };
        engine.feed(&batch.par_iter().map(row).collect::<Vec<(String, Words)>>())?;
    }
    engine.ready()?;
    table.add(format!("{name}: {SAMPLE} documents built (cut on all cores)"), start.elapsed().as_secs_f64(), "s");
    asked(name, table, town, |words| engine.ask(words, 10).map(drop))
}

/// How long questions take, and how many a second one core answers.
fn asked(name: &str, table: &mut Table, town: &Town, mut ask: impl FnMut(&str) -> Done<()>) -> Done<()> {
    timed(50, |number| ask(&words(town, number)))?;
    let start = Instant::now();
    let (middle, late) = timed(500, |number| ask(&words(town, number)))?;
    table.add(format!("{name}: query on the sample, median"), middle, "ms");
    table.add(format!("{name}: query on the sample, p95"), late, "ms");
    table.add(format!("{name}: queries on the sample, one client"), 500.0 / start.elapsed().as_secs_f64(), "/s");
    Ok(())
}

/// NDCG@10 on the set of similar cases, all engines in one run.
fn ranking(data: &Path, folder: &Path, engines: &mut [(&'static str, Box<dyn Other>)], table: &mut Table) -> Done<()> {
    let set = data.join("retrieval/similar_cases");
    let Ok(rows) = std::fs::read_to_string(set.join("cases.jsonl")) else {
        table.add("similar-cases set not at hand: NDCG skipped", 0.0, "");
        return Ok(());
    };
    let labels: BTreeMap<String, Labels> = trec(&std::fs::read_to_string(set.join("qrels.trec"))?);
    let mut texts: Vec<(String, String)> = Vec::new();
    for row in rows.lines() {
        let row: serde_json::Value = serde_json::from_str(row)?;
        let cell = |name: &str| row.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        texts.push((cell("id"), cell("text")));
    }
    let mut ours = Cases::open(&folder.join("set"))?;
    ours.learn(texts.iter().map(|(_, text)| text.as_str()))?;
    let town = Town::new(1);
    ours.rebuild(
        60_000_000,
        texts.iter().zip(0..).map(|((id, text), number)| {
            let made = town.case(number);
            let card = Card {
                id: id.clone(),
                secrecy: 0,
                causes: Vec::new(),
                articles: Vec::new(),
                amount_fen: None,
                ..made.card
            };
            Concluded { card, facts: text.clone(), reasons: String::new(), ..made }
        }),
    )?;
    let mut here = Vec::new();
    for (id, text) in &texts {
        let Some(labels) = labels.get(id) else { continue };
        let draft = Draft { id: Some(id.clone()), facts: text.clone(), ..Draft::default() };
        here.push((ours.similar(&draft, &Reach::open(), 0)?.order, labels));
    }
    table.add("ours: NDCG@10 on the similar-cases set", Figures::of(&here).ndcg_10, "");
    for (name, engine) in engines {
        engine.clear()?;
        engine.feed(&texts.iter().map(|(id, text)| (id.clone(), words_of(text))).collect::<Vec<_>>())?;
        engine.ready()?;
        let mut there = Vec::new();
        for (id, text) in &texts {
            let Some(labels) = labels.get(id) else { continue };
            there.push((engine.ask(text, 101)?.into_iter().filter(|other| other != id).collect(), labels));
        }
        table.add(format!("{name}: NDCG@10 on the similar-cases set"), Figures::of(&there).ndcg_10, "");
    }
    Ok(())
}
