//! Measures statute search: `cargo run -p search --example statutes -- [--data DIR] [--json] [--quick]`.
//!
//! Prints for each set the plain BM25 of this program, the library as it ships and the library that learnt, each with
//! what was to be reached. What learns is cross-validated: the queries are cut into five folds, and each fold is answered
//! by a library that learnt from the other four only. `by draw` draws the folds; `by block` keeps neighbouring questions
//! together, which is harder, as the sets were written theme by theme. No number in the crate was fitted to the folds.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench prints its table")]
#![allow(clippy::disallowed_methods, reason = "a bench measures durations")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rusqlite::Connection;
use search::metrics::{DEFINITIONS, Figures, Labels, trec};
use search::statutes::law::{Article, Kind, Law, Number, Status};
use search::statutes::learn::{Draw, Example, Learnt, Settings, learn};
use search::statutes::postings::Postings;
use search::statutes::rows::{Row, laws};
use search::statutes::terms::Terms;
use search::statutes::{Filters, Library, Page};
use search::words::{Cutter, Grain};
use serde::{Deserialize, Serialize};

type Outcome<T> = Result<T, Box<dyn Error>>;

const FOLDS: usize = 5;
/// Length of the rankings measured.
const DEPTH: usize = 200;

#[derive(Deserialize)]
struct Text {
    id: String,
    text: String,
}

#[derive(Serialize)]
struct Line {
    set: &'static str,
    way: String,
    figures: Figures,
    beat: [f64; 2],
    reach: [f64; 2],
}

#[derive(Serialize)]
struct Report {
    lines: Vec<Line>,
    speed: BTreeMap<&'static str, f64>,
}

struct Set {
    name: &'static str,
    queries: Vec<Text>,
    labels: BTreeMap<String, Labels>,
    library: Library,
    beat: [f64; 2],
    reach: [f64; 2],
}

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let data = args.iter().position(|arg| arg == "--data").and_then(|place| args.get(place + 1)).map(PathBuf::from);
    let data = data.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")));
    if !data.is_dir() {
        println!("SKIPPED: no data at {}", data.display());
        return Ok(());
    }
    let begun = Instant::now();
    let questions = statute_questions(&data)?;
    let built_s = begun.elapsed().as_secs_f64();
    let mut lines = Vec::new();
    let mut speed = speed(&questions)?;
    speed.insert("building 26,575 articles, s", built_s);
    for set in [questions, facts(&data)?] {
        lines.push(line(&set, "plain BM25".into(), baseline(&set)));
        lines.push(line(&set, "as shipped, nothing learnt".into(), shipped(&set)?));
        let cuts: &[&str] = if args.iter().any(|arg| arg == "--quick") { &["draw"] } else { &["draw", "block"] };
        for cut in cuts {
            let begun = Instant::now();
            let rankings = validated(&set, cut)?;
            lines.push(line(&set, format!("learnt, {FOLDS} folds by {cut}"), rankings));
            eprintln!("{} by {cut}: {:.0} s", set.name, begun.elapsed().as_secs_f64());
        }
    }
    let report = Report { lines, speed };
    if args.iter().any(|arg| arg == "--json") {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print(&report);
    }
    Ok(())
}

fn print(report: &Report) {
    println!(
        "{:<18} {:<30} {:>5} {:>8} {:>7} {:>7} {:>7} {:>6} {:>6} {:>6}",
        "set", "way", "n", "NDCG@10", "R@100", "R@10", "NDCG@30", "P@5", "MAP", "MRR"
    );
    for line in &report.lines {
        let f = &line.figures;
        println!(
            "{:<18} {:<30} {:>5} {:>8.4} {:>7.4} {:>7.4} {:>7.4} {:>6.4} {:>6.4} {:>6.4}   beat {:.3}/{:.3}, reach {:.2}/{:.2}",
            line.set,
            line.way,
            f.queries,
            f.ndcg_10,
            f.recall_100,
            f.recall_10,
            f.ndcg_30,
            f.precision_5,
            f.map,
            f.mrr,
            line.beat[0],
            line.beat[1],
            line.reach[0],
            line.reach[1]
        );
    }
    println!();
    for (what, value) in &report.speed {
        println!("{what}: {value:.2}");
    }
    println!();
    for (name, definition) in DEFINITIONS {
        println!("{name}: {definition}");
    }
    println!("beat / reach: NDCG@10 / R@100. Folds by draw: seed 1; by block: neighbouring questions stay together.");
}

fn line(set: &Set, way: String, rankings: Vec<Vec<String>>) -> Line {
    let none = Labels::new();
    let judged: Vec<(Vec<String>, &Labels)> = rankings
        .into_iter()
        .zip(&set.queries)
        .map(|(ranking, query)| (ranking, set.labels.get(&query.id).unwrap_or(&none)))
        .collect();
    Line { set: set.name, way, figures: Figures::of(&judged), beat: set.beat, reach: set.reach }
}

/// BM25 (k1 1.2, b 0.75) over title, number and text of each article, cut by jieba.
fn baseline(set: &Set) -> Vec<Vec<String>> {
    let mut postings = Postings::default();
    let mut ids = Vec::new();
    for (_, law, article) in set.library.corpus().articles() {
        let text = if set.name == "facts → articles" {
            article.text.clone()
        } else {
            format!("{}{}{}", law.title, article.number, article.text)
        };
        postings.add(Cutter::shared().list(&text, Grain::Words));
        ids.push(article.id.clone());
    }
    let rank = |query: &Text| {
        let words = Cutter::shared().list(&query.text, Grain::Words);
        let scores = postings.scores(words.iter().map(|word| (word.as_str(), 1.0)));
        let mut order: Vec<(f64, &String)> = scores.into_iter().zip(&ids).filter(|(score, _)| *score > 0.0).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0));
        order.into_iter().take(DEPTH).map(|(_, id)| id.clone()).collect()
    };
    set.queries.iter().map(rank).collect()
}

fn shipped(set: &Set) -> Outcome<Vec<Vec<String>>> {
    set.queries.iter().map(|query| ranking(&set.library, &query.text)).collect()
}

/// The ids of the library's answer, numbers in the question left as words.
fn ranking(library: &Library, question: &str) -> Outcome<Vec<String>> {
    let ranked = library.rank(&Terms::of(question, library.synonyms()))?;
    let articles = ranked.into_iter().take(DEPTH).filter_map(|(place, ..)| library.corpus().article(place));
    Ok(articles.map(|(_, article)| article.id.clone()).collect())
}

/// Each query answered by a library that learnt from the other folds only.
fn validated(set: &Set, cut: &str) -> Outcome<Vec<Vec<String>>> {
    let count = set.queries.len();
    let mut order: Vec<usize> = (0..count).collect();
    let mut fold = vec![0; count];
    if cut == "draw" {
        Draw::new(1).shuffle(&mut order);
    }
    for (place, query) in order.into_iter().enumerate() {
        if let Some(slot) = fold.get_mut(query) {
            *slot = if cut == "draw" { place % FOLDS } else { place * FOLDS / count };
        }
    }
    let mut rankings = vec![Vec::new(); count];
    for tested in 0..FOLDS {
        let others = set.queries.iter().zip(&fold).filter(|(_, fold)| **fold != tested).map(|(query, _)| Example {
            question: query.text.clone(),
            articles: set.labels.get(&query.id).into_iter().flatten().map(|(id, _)| id.clone()).collect(),
        });
        let examples: Vec<Example> = others.collect();
        let learnt = learn(&set.library, &examples, Settings::default())?;
        let ranker = search::statutes::learn::Ranker::new(&learnt, &set.library);
        if std::env::var("SHOW").is_ok() {
            show(&learnt);
        }
        for ((query, fold), slot) in set.queries.iter().zip(&fold).zip(&mut rankings) {
            if *fold == tested {
                let terms = Terms::of(&query.text, set.library.synonyms());
                let ranked = set.library.rank_with(Some(&ranker), &terms)?;
                let articles =
                    ranked.into_iter().take(DEPTH).filter_map(|(place, ..)| set.library.corpus().article(place));
                *slot = articles.map(|(_, article)| article.id.clone()).collect();
            }
        }
    }
    Ok(rankings)
}

fn show(learnt: &Learnt) {
    let names = search::statutes::learn::NAMES;
    let mut uses: Vec<(f64, &str)> = learnt.trees.uses(names.len()).into_iter().zip(names).collect();
    uses.sort_by(|a, b| b.0.total_cmp(&a.0));
    let told: Vec<String> = uses.iter().map(|(share, name)| format!("{name} {share:.3}")).collect();
    eprintln!("{}", told.join(", "));
}

/// Questions a second and the 95th percentile of one, whole answers with marks and suggestions.
fn speed(set: &Set) -> Outcome<BTreeMap<&'static str, f64>> {
    let mut spent: Vec<f64> = Vec::new();
    for query in &set.queries {
        let begun = Instant::now();
        let answer = set.library.search(&query.text, &Filters::default(), Page::default())?;
        spent.push(begun.elapsed().as_secs_f64());
        if answer.hits.is_empty() {
            eprintln!("nothing found for query {}", query.id);
        }
    }
    let total: f64 = spent.iter().sum();
    spent.sort_by(f64::total_cmp);
    let at = |share: usize| spent.get(spent.len() * share / 100).copied().unwrap_or_default() * 1000.0;
    let queries = f64::from(u32::try_from(spent.len())?);
    Ok(BTreeMap::from([
        ("queries/s, one thread", queries / total),
        ("query p50, ms", at(50)),
        ("query p95, ms", at(95)),
        ("query p99, ms", at(99)),
    ]))
}

fn read_texts(path: &Path) -> Outcome<Vec<Text>> {
    let text = std::fs::read_to_string(path).map_err(|cause| format!("{}: {cause}", path.display()))?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn statute_questions(data: &Path) -> Outcome<Set> {
    let connection =
        Connection::open_with_flags(data.join("laws/laws.db"), rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut statement = connection.prepare(
        "SELECT a.id, a.law_id, a.law_name, l.doc_type, l.law_department, l.issuing_body, coalesce(l.version_date, l.publish_date), \
         l.effective_date, l.status, a.chapter, a.section, a.article_no, a.article_text \
         FROM articles a JOIN laws l ON l.law_id = a.law_id ORDER BY a.id",
    )?;
    let word = |row: &rusqlite::Row<'_>, column| -> rusqlite::Result<String> {
        Ok(row.get::<_, Option<String>>(column)?.unwrap_or_default())
    };
    let rows = statement.query_map([], |row| {
        Ok(Row {
            id: format!("db{}", row.get::<_, i64>(0)?),
            law_id: word(row, 1)?,
            title: word(row, 2)?,
            kind: word(row, 3)?,
            branch: word(row, 4)?,
            issuer: word(row, 5)?,
            published: word(row, 6)?,
            effective: word(row, 7)?,
            status: word(row, 8)?,
            chapter: word(row, 9)?,
            section: word(row, 10)?,
            number: word(row, 11)?,
            text: word(row, 12)?,
        })
    })?;
    let mut rows: Vec<Row> = rows.collect::<Result<_, _>>()?;
    let folder = data.join("retrieval/statute_questions");
    rows.extend(read_texts(&folder.join("extra_articles.jsonl"))?.into_iter().map(extra));
    let (laws, remarks) = laws(rows);
    eprintln!("{} laws read, {} remarks", laws.len(), remarks.len());
    Ok(Set {
        name: "statute questions",
        queries: read_texts(&folder.join("queries.jsonl"))?,
        labels: trec(&std::fs::read_to_string(folder.join("qrels.trec"))?),
        library: Library::in_memory(laws)?,
        beat: [0.407, 0.704],
        reach: [0.52, 0.85],
    })
}

/// An article beyond `laws.db`: its id holds its law's title and its number.
fn extra(text: Text) -> Row {
    let name = text.id.strip_prefix("st_").unwrap_or(&text.id).to_owned();
    let start = name.match_indices('第').map(|(place, _)| place).filter(|place| {
        name.get(*place..).and_then(Number::prefix).is_some_and(|(_, length)| place + length == name.len())
    });
    let (title, number) = name.split_at(start.last().unwrap_or(name.len()));
    let body = text.text.strip_prefix(&name).unwrap_or(&text.text).trim().to_owned();
    Row {
        id: text.id.clone(),
        law_id: format!("st_{title}"),
        title: title.to_owned(),
        status: "现行有效".into(),
        number: number.to_owned(),
        text: body,
        ..Row::default()
    }
}

fn facts(data: &Path) -> Outcome<Set> {
    let folder = data.join("retrieval/facts_to_articles");
    let article = |text: Text| Article {
        number: Number::new(text.id.parse().unwrap_or_default()),
        id: text.id,
        chapter: String::new(),
        text: text.text,
    };
    let law = Law {
        id: "刑法".into(),
        title: "中华人民共和国刑法".into(),
        kind: Kind::Law,
        branch: "刑法".into(),
        issuer: String::new(),
        published: None,
        effective: None,
        status: Status::InForce,
        articles: read_texts(&folder.join("articles.jsonl"))?.into_iter().map(article).collect(),
    };
    Ok(Set {
        name: "facts → articles",
        queries: read_texts(&folder.join("queries.jsonl"))?,
        labels: trec(&std::fs::read_to_string(folder.join("qrels.trec"))?),
        library: Library::in_memory(vec![law])?,
        beat: [0.307, 0.609],
        reach: [0.50, 0.85],
    })
}
