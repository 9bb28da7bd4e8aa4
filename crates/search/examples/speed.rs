//! Speed of the case index on synthetic judgments from a seed, beside SQLite FTS5 on a sample:
//! `cargo run -p search --example speed -- --documents N [--folder DIR] [--data DIR] [--json]`.
//!
//! Texts are made in the same run and their making is part of the time of indexing.
#![allow(clippy::disallowed_methods, reason = "a bench measures durations")]

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use law::ids::{CauseId, CourtId};
use rayon::prelude::*;
use rusqlite::Connection;
use search::cases::grams::{cut, mixed, normal};
use search::cases::space::real;
use search::cases::{Card, Cases, Concluded, Draft, Ending, Outcome, Reach};
use search::metrics::{Figures, Labels, trec};

type Done<T> = Result<T, Box<dyn Error>>;

const WORDS: &str = include_str!("../../../data/cause_words.tsv");
const SAMPLE: usize = 15_000;
const LEARNT: usize = 3_000;
const MEMORY: usize = 600_000_000;

fn main() -> Done<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| arguments.iter().skip_while(|argument| *argument != name).nth(1).cloned();
    let documents: usize = value("--documents").map_or(Ok(SAMPLE), |number| number.parse())?;
    let data = value("--data")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")), PathBuf::from);
    let temporary = tempfile::tempdir()?;
    let folder = value("--folder").map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    let town = Town::new(20_200_101);
    let mut table = Table::default();
    let cases = index(&town, documents, &folder.join("cases"), &mut table)?;
    questions(&town, &cases, &mut table)?;
    fresh(&town, &cases, documents, &mut table)?;
    beside(&town, documents.min(SAMPLE), &folder, &mut table)?;
    ranking(&data, &folder, &mut table)?;
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

/// Draws from a seed.
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let bound = u64::try_from(bound.max(1)).unwrap_or(1);
        usize::try_from(mixed(self.0) % bound).unwrap_or(0)
    }

    /// A rank below `bound`, by Zipf's law: the n-th is drawn as often as 1/n.
    fn zipf(&mut self, bound: usize) -> usize {
        let part = real(self.below(1 << 30)) / real(1 << 30);
        let rank = real(bound.max(1)).powf(part) - 1.0;
        let mut low = 0;
        let mut high = bound.saturating_sub(1);
        // The whole part of a float without a cast: by halving.
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if real(middle) <= rank { low = middle } else { high = middle - 1 }
        }
        low
    }
}

/// A made-up town whose courts decide made-up cases.
struct Town {
    seed: u64,
    common: Vec<&'static str>,
    causes: Vec<(CauseId, Vec<&'static str>)>,
}

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧";
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国文辉鑫宇浩然子涵梓萱";
const FORMS: [&str; 8] = [
    "原告向本院提出诉讼请求：",
    "事实和理由：",
    "被告辩称，",
    "本院经审理认定事实如下：",
    "双方争议的焦点是，",
    "上述事实有证据在案佐证，",
    "经本院主持调解未果，",
    "另查明，",
];

impl Town {
    fn new(seed: u64) -> Self {
        let rows = WORDS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
        let causes: Vec<(CauseId, Vec<&'static str>)> = rows
            .filter_map(|(name, words)| Some((law::cause::by_name(name)?.id, words.split(' ').collect())))
            .collect();
        let mut common: Vec<&'static str> = causes.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        common.sort_unstable_by_key(|word| (search::cases::grams::key(word), *word));
        common.dedup();
        Self { seed, common, causes }
    }

    fn text(&self, draws: &mut Draws, topic: &[&str], characters: usize) -> String {
        let mut text = String::with_capacity(characters * 3 + 64);
        while text.len() < characters * 3 {
            match draws.below(6) {
                0 => text.push_str(FORMS.get(draws.below(FORMS.len())).copied().unwrap_or_default()),
                1 => {
                    let name = |draws: &mut Draws, from: &str| {
                        from.chars().nth(draws.below(from.chars().count())).unwrap_or('某')
                    };
                    text.push(name(draws, SURNAMES));
                    text.push(name(draws, GIVEN));
                    text.push(name(draws, GIVEN));
                    text.push_str(&format!(
                        "于{}年{}月{}日",
                        2000 + draws.below(20),
                        1 + draws.below(12),
                        1 + draws.below(28)
                    ));
                }
                2 => text.push_str(&format!("支付{}元", 100 * (1 + draws.below(9_999)))),
                _ => {}
            }
            for _ in 0..5 + draws.below(6) {
                let word = if draws.below(100) < 30 {
                    topic.get(draws.below(topic.len()))
                } else {
                    self.common.get(draws.zipf(self.common.len()))
                };
                text.push_str(word.copied().unwrap_or_default());
            }
            text.push_str(if draws.below(3) == 0 { "。" } else { "，" });
        }
        text
    }

    fn case(&self, number: usize) -> Concluded {
        let mut draws = Draws(mixed(self.seed ^ u64::try_from(number).unwrap_or(0).wrapping_mul(77)));
        let none = (CauseId(0), Vec::new());
        let (cause, topic) = self.causes.get(draws.zipf(self.causes.len())).unwrap_or(&none);
        let facts = self.text(&mut draws, topic, 1_600);
        let reasons = self.text(&mut draws, topic, 400);
        let amount = 10_000 * i64::try_from(1 + draws.zipf(100_000)).unwrap_or(1);
        Concluded {
            card: Card {
                id: format!("s{number}"),
                number: format!("(2020)辽01民初{number}号"),
                court: CourtId(u16::try_from(draws.below(128)).unwrap_or(0)),
                level: 1,
                secrecy: u8::from(draws.below(50) == 0),
                date: 20_200_101,
                causes: vec![*cause],
                articles: vec![format!("民法典/{}", 1 + draws.zipf(1_260))],
                amount_fen: Some(amount),
                outcome: Outcome {
                    ending: if draws.below(3) == 0 { Ending::Partly } else { Ending::Granted },
                    amount_fen: Some(amount / 2),
                    months: None,
                },
            },
            position: u64::try_from(number).unwrap_or(0),
            facts,
            reasons,
        }
    }
}

fn megabytes(bytes: usize) -> f64 {
    real(bytes / 1_000) / 1_000.0
}

fn index(town: &Town, documents: usize, folder: &Path, table: &mut Table) -> Done<Cases> {
    let mut cases = Cases::open(folder)?;
    let learnt: Vec<String> = (0..LEARNT.min(documents)).map(|number| town.case(number).facts).collect();
    let start = Instant::now();
    cases.learn(learnt.iter().map(String::as_str))?;
    table.add(format!("spaces fitted on {} texts", learnt.len()), start.elapsed().as_secs_f64(), "s");
    let mut bytes = 0;
    let start = Instant::now();
    let step = (documents / 10).max(1);
    let mut steps: Vec<f64> = Vec::new();
    let made = (0..documents).map(|number| {
        if number > 0 && number % step == 0 {
            steps.push(start.elapsed().as_secs_f64());
        }
        let case = town.case(number);
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
    Ok(cases)
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

/// The same sample in FTS5 and here: building and asking.
fn beside(town: &Town, documents: usize, folder: &Path, table: &mut Table) -> Done<()> {
    let start = Instant::now();
    let ours = Cases::open(&folder.join("sample"))?;
    ours.rebuild(MEMORY, (0..documents).map(|number| town.case(number)))?;
    table.add(format!("ours: {documents} documents built (no spaces)"), start.elapsed().as_secs_f64(), "s");
    let start = Instant::now();
    let mut base = Base::open(&folder.join("sample.db"))?;
    let numbers: Vec<usize> = (0..documents).collect();
    for batch in numbers.chunks(1_000) {
        let rows: Vec<(String, String)> = batch
            .par_iter()
            .map(|number| {
                let case = town.case(*number);
                (case.card.id, spaced(&format!("{}{}", case.facts, case.reasons)))
            })
            .collect();
        base.feed(&rows)?;
    }
    table.add(format!("FTS5: {documents} documents built (cut on all cores)"), start.elapsed().as_secs_f64(), "s");
    let reach = Reach::open();
    let (_, late) = timed(500, |number| Ok(ours.find(&words(town, number), &reach, 10).map(drop)?))?;
    table.add("ours: query on the sample, p95", late, "ms");
    let (_, late) = timed(500, |number| Ok(base.ask(&words(town, number), 10).map(drop)?))?;
    table.add("FTS5: query on the sample, p95", late, "ms");
    let rate = |start: Instant| 500.0 / start.elapsed().as_secs_f64();
    let start = Instant::now();
    (0..500).try_for_each(|number| ours.find(&words(town, number), &reach, 10).map(drop))?;
    table.add("ours: queries on the sample, one core", rate(start), "/s");
    let start = Instant::now();
    (0..500).try_for_each(|number| base.ask(&words(town, number), 10).map(drop))?;
    table.add("FTS5: queries on the sample, one core", rate(start), "/s");
    Ok(())
}

fn spaced(text: &str) -> String {
    cut(&normal(text)).words.join(" ")
}

/// SQLite FTS5 on texts cut by jieba.
struct Base(Connection);

impl Base {
    fn open(path: &Path) -> rusqlite::Result<Self> {
        let base = Connection::open(path)?;
        base.execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; CREATE VIRTUAL TABLE cases USING fts5(id UNINDEXED, text, tokenize=\"unicode61 remove_diacritics 0\");")?;
        Ok(Self(base))
    }

    fn feed(&mut self, rows: &[(String, String)]) -> rusqlite::Result<()> {
        let transaction = self.0.transaction()?;
        for (id, text) in rows {
            transaction.prepare_cached("INSERT INTO cases (id, text) VALUES (?1, ?2)")?.execute((id, text))?;
        }
        transaction.commit()
    }

    fn ask(&self, words: &str, wanted: usize) -> rusqlite::Result<Vec<String>> {
        let mut asked = cut(&normal(words)).words;
        asked.sort_unstable();
        asked.dedup();
        let query = asked.iter().map(|word| format!("\"{}\"", word.replace('"', ""))).collect::<Vec<_>>().join(" OR ");
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let mut ask =
            self.0.prepare_cached("SELECT id FROM cases WHERE cases MATCH ?1 ORDER BY bm25(cases) LIMIT ?2")?;
        let rows = ask.query_map((query, i64::try_from(wanted).unwrap_or(10)), |row| row.get(0))?;
        rows.collect()
    }
}

/// NDCG@10 on the set of similar cases, FTS5 and ours in one run.
fn ranking(data: &Path, folder: &Path, table: &mut Table) -> Done<()> {
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
    let mut base = Base::open(&folder.join("set.db"))?;
    base.feed(&texts.iter().map(|(id, text)| (id.clone(), spaced(text))).collect::<Vec<_>>())?;
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
    let (mut here, mut there) = (Vec::new(), Vec::new());
    for (id, text) in &texts {
        let Some(labels) = labels.get(id) else { continue };
        let draft = Draft { id: Some(id.clone()), facts: text.clone(), ..Draft::default() };
        here.push((ours.similar(&draft, &Reach::open(), 0)?.order, labels));
        there.push((base.ask(text, 101)?.into_iter().filter(|other| other != id).collect(), labels));
    }
    table.add("ours: NDCG@10 on the similar-cases set", Figures::of(&here).ndcg_10, "");
    table.add("FTS5: NDCG@10 on the similar-cases set", Figures::of(&there).ndcg_10, "");
    Ok(())
}
