//! Three readers of text under mutated inputs for so many seconds each: zones, citations, and the anonymiser.
//!
//! `cargo run -p redact --example fuzz -- [--target zones|citations|redact] [--seconds 60] [--seed N] [--long 50] [--json] [--show SEED]`
//!
//! `--show` prints what a second masking changes in one input, and runs nothing else.
//!
//! Inputs are made from a seed: random bytes, synthetic judgments with pieces cut, doubled, moved and spliced, bytes of
//! GB18030 with some of them wrong, texts in traditional or mixed characters; and once per target texts of so many
//! megabytes. What breaks an invariant or panics, or takes longer than its length allows, is saved to a file and ends
//! the run with an error.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints its table")]

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::LazyLock;

use encoding_rs::GB18030;
use judgment::{amounts, citations, cut};
use redact::forge::{Dice, forge};
use redact::{Masker, Options, Tokens, derive, edit};

/// The longest a text may take: so many seconds of a core, and so many more for each megabyte.
const LIMIT: (f64, f64) = (2.0, 1.5);

/// Pieces that begin, end or disturb what the readers look for.
const PIECES: &[&str] = &[
    "原告",
    "被告人",
    "委托代理人",
    "：",
    "（",
    "）",
    "《",
    "》",
    "〈",
    "，",
    "。",
    "；",
    "\n",
    "　",
    "\u{200b}",
    "\u{0}",
    "本院认为，",
    "经审理查明，",
    "判决如下：",
    "审判长",
    "（2020）辽0102民初1号",
    "第",
    "条",
    "之一",
    "至",
    "该法",
    "前款",
    "某",
    "某某",
    "某1",
    "×",
    "男，",
    "1980年1月1日出生",
    "住",
    "沈阳市和平区",
    "12号3-4-5",
    "患",
    "症",
    "技术侦查",
    "微信号",
    "@",
    "-",
    "O",
    "l",
    "1",
    "139 0000 1111",
    "210102198001011232",
    "辽A",
    "号",
    "元",
    "万",
    "😀",
    "é",
    "\u{301}",
    "ﾞ",
    "㈠",
    "國",
];

struct Arguments {
    targets: Vec<&'static str>,
    seconds: f64,
    seed: u64,
    long: usize,
    json: bool,
    show: Option<u64>,
}

const TARGETS: [&str; 3] = ["zones", "citations", "redact"];

fn arguments() -> Result<Arguments, String> {
    let mut read = Arguments { targets: TARGETS.to_vec(), seconds: 60.0, seed: 1, long: 50, json: false, show: None };
    let mut given = std::env::args().skip(1);
    while let Some(name) = given.next() {
        if name == "--json" {
            read.json = true;
            continue;
        }
        let value = given.next().ok_or(format!("{name} needs a value"))?;
        let bad = || format!("{name} {value} is not understood");
        match name.as_str() {
            "--target" => read.targets = TARGETS.into_iter().filter(|target| *target == value).collect(),
            "--seconds" => read.seconds = value.parse().map_err(|_| bad())?,
            "--seed" => read.seed = value.parse().map_err(|_| bad())?,
            "--show" => read.show = Some(value.parse().map_err(|_| bad())?),
            "--long" => read.long = value.parse().map_err(|_| bad())?,
            _ => return Err(format!("unknown argument {name}")),
        }
        if read.targets.is_empty() {
            return Err(bad());
        }
    }
    Ok(read)
}

/// Simplified characters and the traditional ones that become them.
static TRADITIONAL: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    let han = '\u{4e00}'..='\u{9fff}';
    han.filter(|c| judgment::fold::is_traditional(*c)).map(|c| (judgment::fold::simplified(c), c)).collect()
});

/// A place on a bound of characters at or before a draw.
fn place(dice: &mut Dice, text: &str) -> usize {
    let mut at = dice.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Cuts, doubles, moves and disturbs pieces of a text.
fn mutated(dice: &mut Dice, mut text: String, other: &str) -> String {
    for _ in 0..dice.between(1, 12) {
        let (a, b) = (place(dice, &text), place(dice, &text));
        let (from, to) = (a.min(b), a.max(b).min(a.min(b) + 400));
        let to = (to..=text.len()).find(|to| text.is_char_boundary(*to)).unwrap_or(text.len());
        let piece = text.get(from..to).unwrap_or("").to_owned();
        match dice.below(6) {
            0 => text.replace_range(from..to, ""),
            1 => text.insert_str(from, &piece),
            2 => {
                let at = place(dice, &text);
                text.insert_str(at, &piece);
            }
            3 => text.insert_str(from, dice.word(PIECES)),
            4 => text.replace_range(from..to, dice.word(PIECES)),
            _ => {
                let (c, d) = (place(dice, other), place(dice, other));
                text.insert_str(from, other.get(c.min(d)..c.max(d)).unwrap_or(""));
            }
        }
    }
    text
}

fn traditional(dice: &mut Dice, text: &str) -> String {
    let share = u32::try_from(dice.below(1001)).unwrap_or(500);
    text.chars().map(|c| if dice.chance(share) { TRADITIONAL.get(&c).copied().unwrap_or(c) } else { c }).collect()
}

/// One input; of what kind it is, is drawn too.
fn input(dice: &mut Dice, seed: u64) -> (&'static str, String) {
    let judgment = forge(seed, 200).text;
    match dice.below(5) {
        0 => {
            let bytes: Vec<u8> = (0..dice.below(4000)).map(|_| u8::try_from(dice.below(256)).unwrap_or(0)).collect();
            ("random bytes", String::from_utf8_lossy(&bytes).into_owned())
        }
        1 => {
            let words: Vec<&str> = (0..dice.below(400)).map(|_| dice.word(PIECES)).collect();
            ("pieces thrown together", words.concat())
        }
        2 => {
            let mut bytes = GB18030.encode(&judgment).0.into_owned();
            for _ in 0..dice.below(40) {
                let at = dice.below(bytes.len());
                let wrong = u8::try_from(dice.below(256)).unwrap_or(0);
                bytes.splice(at..(at + 1).min(bytes.len()), dice.chance(500).then_some(wrong));
            }
            ("GB18030 with wrong bytes", GB18030.decode_without_bom_handling(&bytes).0.into_owned())
        }
        3 => ("traditional and mixed", traditional(dice, &judgment)),
        _ => {
            let other = forge(seed ^ 0x5555, 0).text;
            ("mutated judgment", mutated(dice, judgment, &other))
        }
    }
}

/// Reads a text and says which invariant does not hold.
fn hold(target: &str, text: &str, seed: u64) -> Result<bool, String> {
    match target {
        "zones" => zones(text).map(|()| false),
        "citations" => spans(text).map(|()| false),
        _ => masked(text, seed),
    }
}

fn zones(text: &str) -> Result<(), String> {
    let judgment = cut(text);
    let mut end = 0;
    for zone in &judgment.zones {
        if zone.span.start != end || zone.span.end <= end || text.get(zone.span.clone()).is_none() {
            return Err(format!("a zone at {:?} behind {end}", zone.span));
        }
        end = zone.span.end;
    }
    if end != text.len() {
        return Err(format!("zones end at {end} of {}", text.len()));
    }
    for party in &judgment.parties {
        let agents = party.agents.iter().flat_map(|agent| [&agent.name, &agent.span]);
        let wrong = |span: &std::ops::Range<usize>| text.get(span.clone()).is_none_or(str::is_empty);
        if let Some(span) = [&party.name, &party.label, &party.span]
            .into_iter()
            .chain(&party.aliases)
            .chain(agents)
            .find(|span| wrong(span))
        {
            return Err(format!("a party at {span:?}"));
        }
    }
    Ok(())
}

fn spans(text: &str) -> Result<(), String> {
    let mut before = 0;
    for citation in citations(text) {
        if text.get(citation.span.clone()).is_none_or(str::is_empty)
            || citation.span.start < before
            || citation.article == 0
        {
            return Err(format!("a citation at {:?}", citation.span));
        }
        before = citation.span.start;
    }
    let mut before = 0;
    for money in amounts(text) {
        if text.get(money.span.clone()).is_none() || money.span.start < before {
            return Err(format!("a sum at {:?}", money.span));
        }
        before = money.span.end;
    }
    Ok(())
}

/// Masks by the case of the judgment the text was made from, or by the case read from the text; gives whether a second
/// masking changes anything.
fn masked(text: &str, seed: u64) -> Result<bool, String> {
    let case = if seed.is_multiple_of(2) { forge(seed, 200).case } else { derive::case(text) };
    let masker = Masker::new(&case, &Options::default());
    let masked = masker.mask(text, &mut Tokens::default());
    let mut end = 0;
    for edit in &masked.edits {
        if edit.start < end || edit.end <= edit.start || text.get(edit.start..edit.end).is_none() {
            return Err(format!("an edit at {}..{} behind {end}", edit.start, edit.end));
        }
        end = edit.end;
    }
    if edit::apply(text, &masked.edits) != masked.text {
        return Err("the edits do not make the masked text".to_owned());
    }
    if masked.flags.iter().any(|flag| text.get(flag.start..flag.end).is_none()) {
        return Err("a flag between characters".to_owned());
    }
    if masked.left.iter().any(|left| masked.text.get(left.start..left.end).is_none()) {
        return Err("a leftover between characters".to_owned());
    }
    if text.len() > 1_000_000 {
        return Ok(false);
    }
    Ok(masker.mask(&masked.text, &mut Tokens::default()).text != masked.text)
}

/// Prints each edit of a second masking with what stands around it.
fn show(seed: u64) {
    let (kind, text) = input(&mut Dice::new(seed), seed);
    let case = if seed.is_multiple_of(2) { forge(seed, 200).case } else { derive::case(&text) };
    let masker = Masker::new(&case, &Options::default());
    let once = masker.mask(&text, &mut Tokens::default()).text;
    println!("seed {seed}, {kind}");
    for edit in masker.mask(&once, &mut Tokens::default()).edits {
        let before: String = once.get(..edit.start).unwrap_or("").chars().rev().take(20).collect();
        let before: String = before.chars().rev().collect();
        let after: String = once.get(edit.end..).unwrap_or("").chars().take(20).collect();
        let own = once.get(edit.start..edit.end).unwrap_or("");
        println!("  {before:?} {own:?} -> {:?} {after:?} ({:?})", edit.replacement, edit.rule);
    }
}

#[derive(Default)]
struct Score {
    runs: usize,
    bytes: usize,
    /// Seeds of inputs a second masking changes.
    unstable: Vec<u64>,
    slowest: (f64, usize, &'static str),
    kinds: BTreeMap<&'static str, usize>,
    long: Vec<(String, f64)>,
}

/// The seconds this process has spent on a core, where the system tells it, else those that have passed.
#[allow(clippy::disallowed_methods, reason = "a bench measures time")]
fn core_seconds(since: std::time::Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok();
    let spent = told.and_then(|told| told.split_whitespace().next()?.parse::<f64>().ok());
    spent.map_or_else(|| since.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

/// Runs one input; what fails is saved.
#[allow(clippy::disallowed_methods, reason = "a bench measures time")]
fn run(target: &str, kind: &'static str, text: &str, seed: u64, score: &mut Score) -> Result<f64, String> {
    let start = std::time::Instant::now();
    let before = core_seconds(start);
    let held = catch_unwind(AssertUnwindSafe(|| hold(target, text, seed)));
    let seconds = core_seconds(start) - before;
    let megabytes = f64_of(text.len()) / 1e6;
    let fault = match held {
        Err(_) => Some("a panic".to_owned()),
        Ok(Err(fault)) => Some(fault),
        Ok(Ok(_)) if seconds > LIMIT.0 + LIMIT.1 * megabytes => Some(format!("{seconds:.1} s for {megabytes:.2} MB")),
        Ok(Ok(unstable)) => {
            score.unstable.extend(unstable.then_some(seed));
            None
        }
    };
    if let Some(fault) = fault {
        let saved = std::env::temp_dir().join(format!("fuzz-{target}-{seed}.txt"));
        std::fs::write(&saved, text).map_err(|cause| format!("{}: {cause}", saved.display()))?;
        return Err(format!("{target}, {kind}, seed {seed}: {fault}; the input is {}", saved.display()));
    }
    score.runs += 1;
    score.bytes += text.len();
    *score.kinds.entry(kind).or_default() += 1;
    Ok(seconds)
}

/// Texts of many megabytes: a judgment said again and again, and what might make a reader go back each time.
fn long(target: &str, megabytes: usize, seed: u64, score: &mut Score) -> Result<(), String> {
    let judgment = forge(seed & !1, 200).text;
    let texts = [("judgments one after the other", judgment.as_str(), megabytes)];
    let odd = ["《", "原告", "1 2-", "患", "张", "（2020）", "某", "第一条、", "@a", "技侦", "\n", "称，"]
        .map(|piece| ("one piece said again", piece, (megabytes / 25).max(1)));
    for (what, piece, megabytes) in texts.into_iter().chain(odd) {
        let text = piece.repeat(megabytes * 1_000_000 / piece.len().max(1));
        let seconds = run(target, "long", &text, seed & !1, score)?;
        score.long.push((
            format!("{what}: {} ({megabytes} MB)", piece.chars().take(6).collect::<String>().escape_debug()),
            seconds,
        ));
    }
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "a bench measures time")]
fn fuzz(target: &str, arguments: &Arguments) -> Result<Score, String> {
    let mut score = Score::default();
    long(target, arguments.long, arguments.seed, &mut score)?;
    let start = std::time::Instant::now();
    let mut seed = arguments.seed;
    while start.elapsed().as_secs_f64() < arguments.seconds {
        let mut dice = Dice::new(seed);
        let (kind, text) = input(&mut dice, seed);
        let seconds = run(target, kind, &text, seed, &mut score)?;
        if seconds > score.slowest.0 {
            score.slowest = (seconds, text.len(), kind);
        }
        seed += 1;
    }
    Ok(score)
}

fn f64_of(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

fn main() -> Result<(), String> {
    let arguments = arguments()?;
    if let Some(seed) = arguments.show {
        show(seed);
        return Ok(());
    }
    let folder: PathBuf = std::env::temp_dir();
    for target in &arguments.targets {
        let score = fuzz(target, &arguments)?;
        let (seconds, bytes, kind) = score.slowest;
        if arguments.json {
            let line = serde_json::json!({
                "target": target, "runs": score.runs, "bytes": score.bytes, "slowest_ms": seconds * 1e3, "slowest_bytes": bytes,
                "slowest_kind": kind, "changed_by_a_second_masking": score.unstable.len(), "kinds": score.kinds, "long_seconds": score.long,
            });
            println!("{line}");
            continue;
        }
        println!(
            "{target}: {} runs, {:.1} MB, no fault (what fails is saved in {})",
            score.runs,
            f64_of(score.bytes) / 1e6,
            folder.display()
        );
        println!("  slowest: {:.1} ms of a core for {bytes} bytes, {kind}", seconds * 1e3);
        if *target == "redact" {
            let some: Vec<u64> = score.unstable.iter().take(5).copied().collect();
            println!(
                "  changed by a second masking that has not the tokens: {}, such as seeds {some:?}",
                score.unstable.len()
            );
        }
        for (kind, runs) in &score.kinds {
            println!("  {runs:>8} {kind}");
        }
        for (what, seconds) in &score.long {
            println!("  {seconds:>7.2} s of a core: {what}");
        }
    }
    Ok(())
}
