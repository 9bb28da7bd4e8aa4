//! The figures of the anonymiser: synthetic judgments from seeds no rule was written on, the 55 worked examples,
//! speed, and real judgments where a folder of them is at hand.
//!
//! `cargo run -p redact --example bench -- [--seed N] [--documents 5000] [--noise 100] [--json] [--data DIR]`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench prints its table")]

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use redact::examples::{examples, publication_faults};
use redact::forge::{Forged, Gold, SCORED, forge};
use redact::{Case, Class, Edit, Folded, Masker, Options, Tokens, derive, identifiers};

struct Arguments {
    seed: u64,
    documents: u64,
    noise: u32,
    json: bool,
    faults: usize,
    data: Option<PathBuf>,
}

fn arguments() -> Result<Arguments, String> {
    let home = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    let mut read = Arguments {
        seed: SCORED,
        documents: 5000,
        noise: 100,
        json: false,
        faults: 0,
        data: home.is_dir().then(|| home.to_owned()),
    };
    let mut given = std::env::args().skip(1);
    while let Some(name) = given.next() {
        if name == "--json" {
            read.json = true;
            continue;
        }
        let value = given.next().ok_or(format!("{name} needs a value"))?;
        let bad = |_| format!("{name} {value} is no number");
        match name.as_str() {
            "--seed" => read.seed = value.parse().map_err(bad)?,
            "--documents" => read.documents = value.parse().map_err(bad)?,
            "--noise" => read.noise = value.parse().map_err(bad)?,
            "--faults" => read.faults = value.parse().map_err(bad)?,
            "--data" => read.data = Some(value.clone().into()),
            _ => return Err(format!("unknown argument {name}")),
        }
    }
    Ok(read)
}

/// One line of the table.
struct Figure {
    name: String,
    value: String,
    reach: &'static str,
    holds: Option<bool>,
    meaning: &'static str,
}

fn figure(name: &str, value: String, reach: &'static str, holds: Option<bool>, meaning: &'static str) -> Figure {
    Figure { name: name.to_owned(), value, reach, holds, meaning }
}

#[derive(Default)]
struct Score {
    by_class: BTreeMap<Class, (usize, usize)>,
    go: usize,
    gone: usize,
    stay: usize,
    touched: usize,
    clean: usize,
    numbers_left: usize,
    changed_twice: usize,
    review: usize,
    documents: usize,
}

/// Whether every character of a stretch that is no blank lies under an edit.
fn covered(text: &str, gold: &Gold, edits: &[Edit]) -> bool {
    let stretch = text.get(gold.start..gold.end).unwrap_or("");
    stretch.char_indices().filter(|(_, c)| !c.is_whitespace()).all(|(offset, c)| {
        let (from, to) = (gold.start + offset, gold.start + offset + c.len_utf8());
        let at = edits.partition_point(|edit| edit.end <= from);
        edits.get(at).is_some_and(|edit| edit.start <= from && to <= edit.end)
    })
}

/// Whether an edit changes anything of a stretch.
fn touched(gold: &Gold, edits: &[Edit]) -> bool {
    let at = edits.partition_point(|edit| edit.end <= gold.start);
    edits.get(at).is_some_and(|edit| edit.start < gold.end)
}

fn score(forged: &Forged, score: &mut Score, show: &mut usize) {
    let masker = Masker::new(&forged.case, &Options::default());
    let mut tokens = Tokens::default();
    let masked = masker.mask(&forged.text, &mut tokens);
    let mut clean = true;
    for gold in &forged.go {
        let gone = covered(&forged.text, gold, &masked.edits);
        let class = score.by_class.entry(gold.class).or_default();
        class.0 += 1;
        class.1 += usize::from(gone);
        score.go += 1;
        score.gone += usize::from(gone);
        clean &= gone;
        report(show, gone, "left", forged, gold);
    }
    for gold in &forged.stay {
        let hit = touched(gold, &masked.edits);
        score.stay += 1;
        score.touched += usize::from(hit);
        clean &= !hit;
        report(show, !hit, "lost", forged, gold);
    }
    score.numbers_left += identifiers(&Folded::new(&masked.text)).len();
    // a second reader knows the case, not the tokens
    let again = masker.mask(&masked.text, &mut Tokens::default());
    if again.text != masked.text {
        score.changed_twice += 1;
        clean = false;
        if *show > 0 {
            *show -= 1;
            let edit = again.edits.first().cloned();
            let place = edit.as_ref().and_then(|edit| masked.text.get(edit.start..edit.end)).unwrap_or("");
            eprintln!("twice {}: {place} {edit:?}", forged.scene);
        }
    }
    score.review += usize::from(!masked.left.is_empty() || !masked.lost.is_empty());
    score.clean += usize::from(clean);
    score.documents += 1;
}

fn report(show: &mut usize, fine: bool, what: &str, forged: &Forged, gold: &Gold) {
    if fine || *show == 0 {
        return;
    }
    *show -= 1;
    let back: String = forged.text.get(..gold.start).unwrap_or("").chars().rev().take(14).collect();
    let back: String = back.chars().rev().collect();
    let ahead: String = forged.text.get(gold.end..).unwrap_or("").chars().take(10).collect();
    let stretch = forged.text.get(gold.start..gold.end).unwrap_or("");
    eprintln!("{what} {} {:?}: {back}⟦{stretch}⟧{ahead}", forged.scene, gold.class);
}

fn synthetic(arguments: &Arguments) -> Vec<Figure> {
    let mut sum = Score::default();
    let mut show = if arguments.seed < SCORED { arguments.faults } else { 0 };
    for seed in arguments.seed..arguments.seed + arguments.documents {
        score(&forge(seed, arguments.noise), &mut sum, &mut show);
    }
    figures_of(&sum)
}

fn figures_of(sum: &Score) -> Vec<Figure> {
    let share = |part: usize, of: usize| if of == 0 { 1.0 } else { f64_of(part) / f64_of(of) };
    let recall = share(sum.gone, sum.go);
    let lost = share(sum.touched, sum.stay);
    let mut figures = vec![
        figure(
            "documents",
            sum.documents.to_string(),
            "≥ 5000",
            None,
            "synthetic judgments, seeds no rule was written on",
        ),
        figure("must-go spans", sum.go.to_string(), "", None, "gold spans that must go, all classes"),
        figure(
            "recall of must-go",
            percent(recall),
            "≥ 99.9 %",
            Some(recall >= 0.999),
            "gold spans whose every character but blanks lies under an edit ÷ all",
        ),
        figure(
            "identifiers left",
            sum.numbers_left.to_string(),
            "0",
            Some(sum.numbers_left == 0),
            "ID numbers, mobile numbers and bank cards with a valid check found in the masked texts by a second reader",
        ),
        figure(
            "must-stay spans",
            sum.stay.to_string(),
            "",
            None,
            "gold spans that must stay: court, bench, case number, lawyers, companies, shown persons, statutes, amounts",
        ),
        figure(
            "must-stay violations",
            percent(lost),
            "≤ 0.1 %",
            Some(lost <= 0.001),
            "must-stay spans an edit touches ÷ all",
        ),
        figure(
            "changed by a second masking",
            sum.changed_twice.to_string(),
            "0",
            Some(sum.changed_twice == 0),
            "masked texts that masking again, without the stored tokens, would change",
        ),
        figure(
            "documents without any fault",
            percent(share(sum.clean, sum.documents)),
            "",
            None,
            "every gold span right and stable when masked twice",
        ),
        figure(
            "documents sent to REVIEW",
            percent(share(sum.review, sum.documents)),
            "",
            None,
            "a check list failed by the product's own reading",
        ),
    ];
    for (class, (all, gone)) in &sum.by_class {
        let value = format!("{} ({gone} of {all})", percent(share(*gone, *all)));
        figures.push(figure(&format!("  recall {class:?}"), value, "", None, "the same for one class"));
    }
    figures
}

fn worked() -> Figure {
    let mut wrong: BTreeMap<u8, String> = BTreeMap::new();
    for example in examples() {
        if let Some(fault) = example.fault() {
            wrong.insert(example.number, fault);
        }
    }
    let publication = publication_faults();
    for fault in wrong.values().chain(&publication) {
        eprintln!("example {fault}");
    }
    let exact = 55 - wrong.len() - publication.len();
    figure(
        "examples exact",
        format!("{exact}/55"),
        "55/55",
        Some(exact == 55),
        "worked examples of the rules whose outcome is the same to the character",
    )
}

/// The seconds this process has spent on a core, where the system tells it: what others do on the machine does not count.
fn core_seconds() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    told.split_whitespace().next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds / 1e9)
}

#[allow(clippy::disallowed_methods, reason = "a bench measures time")]
fn speed(arguments: &Arguments) -> Vec<Figure> {
    let judgments: Vec<Forged> = (0..400).map(|seed| forge(arguments.seed + seed, arguments.noise)).collect();
    let bytes: usize = judgments.iter().map(|forged| forged.text.len()).sum();
    let (mut wall, mut core) = (0.0_f64, 0.0_f64);
    for _ in 0..9 {
        let (start, before) = (std::time::Instant::now(), core_seconds());
        let mut sum = 0;
        for forged in &judgments {
            let masker = Masker::new(&forged.case, &Options::default());
            sum += masker.mask(&forged.text, &mut Tokens::default()).text.len();
        }
        let seconds = start.elapsed().as_secs_f64();
        if sum > 0 && seconds > 0.0 {
            wall = wall.max(f64_of(bytes) / seconds / 1e6);
            let spent = core_seconds().zip(before).map_or(seconds, |(after, before)| after - before);
            core = core.max(f64_of(bytes) / spent.max(1e-9) / 1e6);
        }
    }
    let mean = bytes / judgments.len().max(1);
    vec![
        figure(
            "rate per second of a core",
            format!("{core:.1} MB/s ({mean} bytes a document)"),
            "≥ 20 MB/s",
            Some(core >= 20.0),
            "bytes of UTF-8 masked per second spent on a core, reading of the case and both checks included, best of nine rounds",
        ),
        figure(
            "rate by the clock",
            format!("{wall:.1} MB/s"),
            "",
            None,
            "the same per second that passed, whatever else the machine did",
        ),
    ]
}

fn real(folder: &Path) -> Vec<Figure> {
    let mut texts = Vec::new();
    for file in [
        "civil_triples/triples.jsonl",
        "cause_of_action/train.jsonl",
        "similar_cases/cases.jsonl",
        "facts_to_articles/queries.jsonl",
    ] {
        for root in [folder.join("retrieval").join(file), folder.join(file)] {
            let Ok(lines) = std::fs::read_to_string(root) else { continue };
            for line in lines.lines() {
                let Ok(serde_json::Value::Object(row)) = serde_json::from_str(line) else { continue };
                let fields = ["A", "B", "C", "text"].iter().filter_map(|field| row.get(*field)?.as_str());
                texts.extend(fields.map(str::to_owned));
            }
        }
    }
    let (mut left, mut panics, mut changed, mut review) = (0, 0, 0, 0);
    for text in &texts {
        let read = catch_unwind(AssertUnwindSafe(|| {
            let case: Case = derive::case(text);
            let masker = Masker::new(&case, &Options::default());
            let masked = masker.mask(text, &mut Tokens::default());
            let again = masker.mask(&masked.text, &mut Tokens::default());
            let failed = !masked.left.is_empty() || !masked.lost.is_empty();
            (identifiers(&Folded::new(&masked.text)).len(), again.text != masked.text, failed)
        }));
        match read {
            Ok((numbers, twice, failed)) => {
                left += numbers;
                changed += usize::from(twice);
                review += usize::from(failed);
            }
            Err(_) => panics += 1,
        }
    }
    vec![
        figure(
            "real judgments",
            texts.len().to_string(),
            "≥ 500",
            Some(texts.len() >= 500),
            "texts of the research sets, without case data",
        ),
        figure(
            "real: identifiers left",
            left.to_string(),
            "0",
            Some(left == 0),
            "ID numbers, mobile numbers and bank cards with a valid check in the masked texts",
        ),
        figure("real: panics", panics.to_string(), "0", Some(panics == 0), "texts the anonymiser failed on"),
        figure(
            "real: changed by a second masking",
            changed.to_string(),
            "0",
            Some(changed == 0),
            "masked texts that masking again with the same case would change",
        ),
        figure("real: sent to REVIEW", review.to_string(), "", None, "texts a check list failed for"),
    ]
}

fn f64_of(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

fn percent(share: f64) -> String {
    format!("{:.3} %", share * 100.0)
}

fn main() -> Result<(), String> {
    let arguments = arguments()?;
    let mut figures = synthetic(&arguments);
    figures.push(worked());
    figures.extend(speed(&arguments));
    match &arguments.data {
        Some(folder) => figures.extend(real(folder)),
        None => eprintln!("no folder of real judgments: that part is skipped"),
    }
    if arguments.json {
        let rows: Vec<serde_json::Value> = figures
            .iter()
            .map(|row| {
                serde_json::json!({"metric": row.name.trim(), "value": row.value, "reach": row.reach, "holds": row.holds, "definition": row.meaning})
            })
            .collect();
        println!("{}", serde_json::Value::Array(rows));
    } else {
        for row in &figures {
            let holds = match row.holds {
                Some(true) => "holds",
                Some(false) => "FAILS",
                None => "",
            };
            println!("{:<34} {:<34} {:<10} {:<6} {}", row.name, row.value, row.reach, holds, row.meaning);
        }
    }
    let failed = figures.iter().filter(|row| row.holds == Some(false)).count();
    if failed == 0 { Ok(()) } else { Err(format!("{failed} figures fail")) }
}
