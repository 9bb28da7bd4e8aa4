//! Quality of similar cases and of suggested causes on the sets at hand, beside a plain BM25 of the
//! same run: `cargo run -p search --example cases -- [--data DIR] [--set NAME]
//! [--json]`.
//!
//! Nothing is tuned on what it is scored on: see the definition printed beside every figure.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};

mod causes;

use law::ids::CourtId;
use search::cases::elements::{Elements, agreement, tell};
use search::cases::grams::{Counts, cut, mixed, normal, pairs};
use search::cases::pairwise::Pairwise;
use search::cases::space::overlap;
use search::cases::spaces::Spaces;
use search::cases::{Card, Cases, Concluded, Draft, Ending, Outcome, Reach};
use search::metrics::{Figures, Labels, trec};
use search::words::{Cutter, Grain};

type Done = Result<(), Box<dyn Error>>;
/// Measures a folder and adds its lines.
type Measure = fn(&Path, &mut Vec<Line>) -> Done;

/// A line of the table.
#[derive(serde::Serialize)]
struct Line {
    set: &'static str,
    way: String,
    figures: BTreeMap<&'static str, f64>,
    definition: &'static str,
}

fn main() -> Done {
    let arguments: Vec<String> = std::env::args().collect();
    let data = arguments
        .iter()
        .skip_while(|argument| *argument != "--data")
        .nth(1)
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")), PathBuf::from);
    let folder = data.join("retrieval");
    let mut lines = Vec::new();
    let only = arguments.iter().skip_while(|argument| *argument != "--set").nth(1);
    let sets: [(&str, Measure); 3] =
        [("similar_cases", similar), ("civil_triples", triples), ("cause_of_action", causes::causes)];
    for (name, measure) in sets.iter().filter(|(name, _)| only.is_none_or(|only| only == name)) {
        measure(&folder.join(name), &mut lines)?;
    }
    let mut out = std::io::stdout().lock();
    if arguments.iter().any(|argument| argument == "--json") {
        writeln!(out, "{}", serde_json::to_string_pretty(&lines)?)?;
        return Ok(());
    }
    for line in &lines {
        let figures: Vec<String> = line.figures.iter().map(|(name, figure)| format!("{name} {figure:.3}")).collect();
        writeln!(out, "{:<22} {:<40} {}", line.set, line.way, figures.join("  "))?;
        writeln!(out, "    {}", line.definition)?;
    }
    Ok(())
}

fn rows(path: &Path) -> Result<Vec<serde_json::Value>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text.lines().filter(|line| !line.is_empty()).map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn cell(row: &serde_json::Value, name: &str) -> String {
    row.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

fn real(number: usize) -> f64 {
    search::cases::space::real(number)
}

/// Plain BM25 (k1 1.2, b 0.75) over all words, query words counted as often as they stand.
struct Plain {
    postings: BTreeMap<String, Vec<(usize, f64)>>,
    lengths: Vec<f64>,
}

impl Plain {
    fn of(texts: &[String]) -> Self {
        let mut postings: BTreeMap<String, Vec<(usize, f64)>> = BTreeMap::new();
        let mut lengths = Vec::new();
        for (at, text) in texts.iter().enumerate() {
            let words = words(text);
            lengths.push(words.values().sum());
            for (word, count) in words {
                postings.entry(word).or_default().push((at, count));
            }
        }
        Self { postings, lengths }
    }

    fn scores(&self, text: &str) -> Vec<f64> {
        let all = real(self.lengths.len());
        let mean = self.lengths.iter().sum::<f64>() / all.max(1.0);
        let mut scores = vec![0.0; self.lengths.len()];
        for (word, often) in words(text) {
            let Some(postings) = self.postings.get(&word) else { continue };
            let spread = real(postings.len());
            let rarity = (1.0 + (all - spread + 0.5) / (spread + 0.5)).ln();
            for (at, count) in postings {
                let length = self.lengths.get(*at).copied().unwrap_or_default();
                if let Some(score) = scores.get_mut(*at) {
                    *score += often * rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / mean));
                }
            }
        }
        scores
    }
}

fn words(text: &str) -> BTreeMap<String, f64> {
    let mut counts = BTreeMap::new();
    for word in Cutter::shared().list(text, Grain::Words) {
        *counts.entry(word).or_default() += 1.0;
    }
    counts
}

/// Places by falling score, without `own`.
fn ranked(scores: &[f64], own: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).filter(|at| *at != own).collect();
    let score = |at: usize| scores.get(at).copied().unwrap_or_default();
    order.sort_by(|one, other| score(*other).total_cmp(&score(*one)).then(one.cmp(other)));
    order
}

fn figures(rankings: &[(Vec<String>, &Labels)]) -> BTreeMap<&'static str, f64> {
    let figures = Figures::of(rankings);
    BTreeMap::from([
        ("NDCG@10", figures.ndcg_10),
        ("R@100", figures.recall_100),
        ("P@5", figures.precision_5),
        ("MAP", figures.map),
        ("queries", real(figures.queries)),
    ])
}

fn similar(folder: &Path, lines: &mut Vec<Line>) -> Done {
    let rows = rows(&folder.join("cases.jsonl"))?;
    let ids: Vec<String> = rows.iter().map(|row| cell(row, "id")).collect();
    let texts: Vec<String> = rows.iter().map(|row| cell(row, "text")).collect();
    let labels = trec(&std::fs::read_to_string(folder.join("qrels.trec"))?);
    let mut add = |way: &str, rankings: &[(Vec<String>, &Labels)], definition| {
        lines.push(Line { set: "similar cases", way: way.into(), figures: figures(rankings), definition });
    };
    let asked: Vec<(usize, &Labels)> =
        ids.iter().enumerate().filter_map(|(at, id)| Some((at, labels.get(id)?))).collect();
    let named =
        |order: Vec<usize>| -> Vec<String> { order.iter().take(100).filter_map(|at| ids.get(*at).cloned()).collect() };
    let text = |at: usize| texts.get(at).map(String::as_str).unwrap_or_default();

    let plain = Plain::of(&texts);
    let baseline: Vec<_> =
        asked.iter().map(|(at, labels)| (named(ranked(&plain.scores(text(*at)), *at)), *labels)).collect();
    add(
        "plain BM25",
        &baseline,
        "k1 1.2, b 0.75, jieba words; each case a query, itself left out; linear gain, ideal from all labels",
    );

    let directory = tempfile::tempdir()?;
    let mut cases = Cases::open(directory.path())?;
    cases.learn(texts.iter().map(String::as_str))?;
    cases.rebuild(60_000_000, ids.iter().zip(&texts).zip(1..).map(|((id, facts), at)| concluded(id, facts, at)))?;
    let mut ours = Vec::new();
    for (at, labels) in &asked {
        let draft = Draft { id: ids.get(*at).cloned(), facts: text(*at).to_owned(), ..Draft::default() };
        ours.push((cases.similar(&draft, &Reach::open(), 0)?.order, *labels));
    }
    add(
        "ours, through the index",
        &ours,
        "the product's settings; spaces fitted on the collection's texts, no label used; facts alone, no cause or article known",
    );

    let chosen = chosen(&texts, &asked, &named);
    add(
        "ours, settings chosen on other folds",
        &chosen,
        "rarity 1, 1.5 or 2 and the weight of whole texts 0, 3 or 6 chosen by NDCG@10 on 4 of 5 folds of queries, scored on the fifth; no candidate stage",
    );
    Ok(())
}

fn concluded(id: &str, facts: &str, position: u64) -> Concluded {
    let outcome = Outcome { ending: Ending::Other, amount_fen: None, months: None };
    let card = Card {
        id: id.into(),
        number: String::new(),
        court: CourtId(1),
        level: 1,
        secrecy: 0,
        date: 20_200_101,
        causes: Vec::new(),
        articles: Vec::new(),
        amount_fen: None,
        outcome,
    };
    Concluded { card, position, facts: facts.into(), reasons: String::new() }
}

/// Rankings under the settings that were best on the folds a query is not in.
fn chosen<'a>(
    texts: &[String],
    asked: &[(usize, &'a Labels)],
    named: &dyn Fn(Vec<usize>) -> Vec<String>,
) -> Vec<(Vec<String>, &'a Labels)> {
    let texts: Vec<String> = texts.iter().map(|text| normal(text)).collect();
    let words: Vec<Counts> = texts.iter().map(|text| cut(text).counts()).collect();
    let grams: Vec<Counts> = texts.iter().map(|text| pairs(text)).collect();
    let mut settings: Vec<Vec<(Vec<String>, &Labels)>> = Vec::new();
    for rarity in [1.0, 1.5, 2.0] {
        let spaces = Spaces::fit_counts(&words, &grams, rarity);
        let signals = signals(&spaces, &words, &grams);
        for whole in [0.0, 3.0, 6.0] {
            let ranking = |(at, labels): &(usize, &'a Labels)| {
                let row = signals.get(*at).map(Vec::as_slice).unwrap_or_default();
                let scores: Vec<f64> = row.iter().map(|(latent, all)| latent + whole * all).collect();
                (named(ranked(&scores, *at)), *labels)
            };
            settings.push(asked.iter().map(ranking).collect());
        }
    }
    let mut rankings = Vec::new();
    for fold in 0..5 {
        let part = |setting: &Vec<(Vec<String>, &'a Labels)>, own: bool| -> Vec<(Vec<String>, &'a Labels)> {
            setting
                .iter()
                .enumerate()
                .filter(|(at, _)| (drawn(*at, 0) == fold) == own)
                .map(|(_, one)| one.clone())
                .collect()
        };
        let figure = |setting: &&Vec<(Vec<String>, &'a Labels)>| Figures::of(&part(setting, false)).ndcg_10;
        if let Some(best) = settings.iter().max_by(|one, other| figure(one).total_cmp(&figure(other))) {
            rankings.extend(part(best, true));
        }
    }
    rankings
}

/// For every two texts the sum of latent cosines, and the cosine over all pairs of characters.
fn signals(spaces: &Spaces, words: &[Counts], grams: &[Counts]) -> Vec<Vec<(f64, f64)>> {
    let places: Vec<Vec<f32>> = words.iter().zip(grams).map(|(words, grams)| spaces.place(words, grams)).collect();
    let weights: Vec<Vec<(u32, f32)>> = grams.iter().map(|grams| spaces.pairs.weights(grams)).collect();
    let each = places.iter().zip(&weights);
    each.map(|(place, weight)| {
        let others = places.iter().zip(&weights);
        others.map(|(other, row)| (spaces.cosines(place, other).iter().sum(), overlap(weight, row))).collect()
    })
    .collect()
}

/// The fold of a thing, one of five, from its place and a seed.
fn drawn(at: usize, seed: u64) -> u64 {
    mixed(u64::try_from(at).unwrap_or(0).wrapping_add(1) ^ mixed(seed)) % 5
}

fn triples(folder: &Path, lines: &mut Vec<Line>) -> Done {
    let mut texts: Vec<String> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut triples: Vec<[usize; 3]> = Vec::new();
    for row in rows(&folder.join("triples.jsonl"))? {
        let nearer = cell(&row, "label");
        let further = if nearer == "B" { "C" } else { "B" };
        triples.push(["A", nearer.as_str(), further].map(|name| {
            let text = cell(&row, name).trim().to_owned();
            *known.entry(text.clone()).or_insert_with(|| {
                texts.push(text);
                texts.len() - 1
            })
        }));
    }
    let share = |right: usize| real(right) / real(triples.len()).max(1.0);
    let mut add = |way: &str, figure: f64, definition| {
        lines.push(Line {
            set: "civil triples",
            way: way.into(),
            figures: BTreeMap::from([("right", figure)]),
            definition,
        });
    };
    let plain = Plain::of(&texts);
    let right = triples.iter().filter(|[a, b, c]| {
        let scores = plain.scores(texts.get(*a).map(String::as_str).unwrap_or_default());
        scores.get(*b) > scores.get(*c)
    });
    add("plain BM25", share(right.count()), "share of triples in which the nearer case scores higher");
    let differences = differences(&texts, &triples);
    let equal = Pairwise::equal(&differences);
    let right = differences.iter().filter(|row| equal.score(row) > 0.0).count();
    add("ours, equal weights", share(right), "text signals and elements, each over its spread, nothing learnt");
    for (strict, way, definition) in [
        (
            false,
            "ours, weights learnt on other folds",
            "5 folds by the asking case, 5 draws; training triples that compare a pair of the scored fold are left out",
        ),
        (
            true,
            "ours, as before, queries unseen",
            "as before, and no training triple holds an asking case of the scored fold in any place",
        ),
    ] {
        let right: usize = (0..5).map(|seed| learnt(&triples, &differences, seed, strict)).sum();
        add(way, share(right) / 5.0, definition);
    }
    Ok(())
}

/// Signals of the nearer pair less those of the further, for every triple.
fn differences(texts: &[String], triples: &[[usize; 3]]) -> Vec<Vec<f64>> {
    let texts: Vec<String> = texts.iter().map(|text| normal(text)).collect();
    let words: Vec<Counts> = texts.iter().map(|text| cut(text).counts()).collect();
    let grams: Vec<Counts> = texts.iter().map(|text| pairs(text)).collect();
    let spaces = Spaces::fit_counts(&words, &grams, 1.0);
    let signals = signals(&spaces, &words, &grams);
    let told: Vec<Elements> = texts.iter().map(|text| tell(text)).collect();
    let pair = |one: usize, other: usize| -> Vec<f64> {
        let (latent, whole) = signals.get(one).and_then(|row| row.get(other)).copied().unwrap_or_default();
        let agreed = told.get(one).zip(told.get(other)).map(|(one, other)| agreement(one, other)).unwrap_or_default();
        [latent, whole].into_iter().chain(agreed).collect()
    };
    let each = triples.iter();
    each.map(|[a, b, c]| pair(*a, *b).into_iter().zip(pair(*a, *c)).map(|(near, far)| near - far).collect()).collect()
}

/// How many triples come out right with weights learnt without them.
fn learnt(triples: &[[usize; 3]], differences: &[Vec<f64>], seed: u64, strict: bool) -> usize {
    let mut right = 0;
    for fold in 0..5 {
        let scored = |[a, _, _]: &[usize; 3]| drawn(*a, seed) == fold;
        let pair = |one: usize, other: usize| (one.min(other), one.max(other));
        let pairs: BTreeSet<(usize, usize)> =
            triples.iter().filter(|triple| scored(triple)).flat_map(|[a, b, c]| [pair(*a, *b), pair(*a, *c)]).collect();
        let queries: BTreeSet<usize> = triples.iter().filter(|triple| scored(triple)).map(|[a, _, _]| *a).collect();
        let kept = |[a, b, c]: &[usize; 3]| {
            !(pairs.contains(&pair(*a, *b))
                || pairs.contains(&pair(*a, *c))
                || (strict && [a, b, c].into_iter().any(|one| queries.contains(one))))
        };
        let lessons: Vec<Vec<f64>> = triples
            .iter()
            .zip(differences)
            .filter(|(triple, _)| !scored(triple) && kept(triple))
            .map(|(_, row)| row.clone())
            .collect();
        let weights = Pairwise::learn(&lessons, 0.1);
        right +=
            triples.iter().zip(differences).filter(|(triple, row)| scored(triple) && weights.score(row) > 0.0).count();
    }
    right
}
