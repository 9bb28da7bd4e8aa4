//! Synthetic judgments and rulings of every kind, cut by hand: `[zone]` marks where a zone begins.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use judgment::{Judgment, ZoneKind, cut};

struct Gold {
    file: &'static str,
    marked: &'static str,
}

macro_rules! gold {
    ($($file:literal),* $(,)?) => {
        &[$(Gold { file: $file, marked: include_str!(concat!("gold/", $file, ".txt")) }),*]
    };
}

const GOLD: &[Gold] = gold![
    "criminal_first",
    "criminal_second",
    "criminal_retrial",
    "civil_first",
    "civil_second",
    "civil_small_claims",
    "civil_withdrawal",
    "civil_jurisdiction",
    "civil_preservation",
    "civil_retrial_review",
    "administrative_first",
    "administrative_second",
    "enforcement_terminated",
    "enforcement_objection",
    "payment_order",
    "mediation",
    "commutation",
];

/// The word a value has in JSON.
fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap_or("none").to_owned()
}

/// The head of comments, the text without marks, and the zones the marks give.
fn read(marked: &str) -> (Vec<String>, String, Vec<(String, usize)>) {
    let mut notes = Vec::new();
    let mut text = String::new();
    let mut zones = Vec::new();
    for line in marked.lines() {
        if let Some(note) = line.strip_prefix("# ") {
            notes.push(note.to_owned());
            continue;
        }
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('[') {
            let (kind, tail) = after.split_once(']').unwrap();
            text.push_str(before);
            zones.push((kind.to_owned(), text.len()));
            rest = tail;
        }
        text.push_str(rest);
        text.push('\n');
    }
    (notes, text, zones)
}

fn told(judgment: &Judgment<'_>) -> Vec<String> {
    let date = judgment.date.map_or("none".to_owned(), |day| day.date().to_string());
    let mut out =
        vec![format!("{} {} {} {date}", word(judgment.procedure), word(judgment.instance), word(judgment.document))];
    for party in &judgment.parties {
        let mut line = format!("party {} {} {}", word(party.role), judgment.name(&party.name), word(party.kind));
        for agent in &party.agents {
            line.push(' ');
            line.push_str(&judgment.name(&agent.name));
        }
        out.push(line);
    }
    let bench: Vec<_> = judgment.bench.iter().map(|member| judgment.name(&member.name)).collect();
    out.push(format!("bench {}", bench.join(" ")));
    out
}

/// Every zone of the text, as its kind and its words.
fn cut_up(text: &str, zones: &[(String, usize)]) -> Vec<String> {
    let ends = zones.iter().skip(1).map(|(_, at)| *at).chain([text.len()]);
    zones.iter().zip(ends).map(|((kind, at), end)| format!("{kind}: {}", text[*at..end].trim())).collect()
}

fn check(gold: &Gold, text: &str, zones: &[(String, usize)], notes: &[String]) {
    let judgment = cut(text);
    let found: Vec<(String, usize)> = judgment.zones.iter().map(|zone| (word(zone.kind), zone.span.start)).collect();
    assert_eq!(cut_up(text, &found), cut_up(text, zones), "{}", gold.file);
    assert_eq!(told(&judgment), notes, "{}", gold.file);
}

#[test]
fn every_kind_of_document_is_cut_as_by_hand() {
    for gold in GOLD {
        let (notes, text, zones) = read(gold.marked);
        check(gold, &text, &zones, &notes);
    }
}

/// The same texts as other systems hand them on: the cut must not depend on it.
#[test]
fn widths_of_marks_and_line_ends_do_not_change_the_cut() {
    for gold in GOLD {
        let (notes, text, zones) = read(gold.marked);
        let plain = |text: &str| text.replace('，', ",").replace('：', ":").replace('（', "(").replace('）', ")");
        let moved: Vec<(String, usize)> =
            zones.iter().map(|(kind, at)| (kind.clone(), plain(&text[..*at]).len())).collect();
        check(gold, &plain(&text), &moved, &notes);
        let windows = |text: &str| text.replace('\n', "\r\n");
        let moved: Vec<(String, usize)> =
            zones.iter().map(|(kind, at)| (kind.clone(), windows(&text[..*at]).len())).collect();
        check(gold, &windows(&text), &moved, &notes);
    }
}

/// Texts without a single line break, as some sets hand them on: the kinds of zones stay, in their order.
#[test]
fn texts_on_one_line_keep_their_zones() {
    for gold in GOLD {
        let (_, text, zones) = read(gold.marked);
        let line: String = text.lines().collect();
        let judgment = cut(&line);
        let found: Vec<String> = judgment.zones.iter().map(|zone| word(zone.kind)).collect();
        let expected: Vec<String> = zones.iter().map(|(kind, _)| kind.clone()).collect();
        assert_eq!(
            found,
            expected,
            "{}: {:#?}",
            gold.file,
            cut_up(&line, &judgment.zones.iter().map(|z| (word(z.kind), z.span.start)).collect::<Vec<_>>())
        );
    }
}

/// The kinds of the zones of a text, in their order.
fn kinds(text: &str) -> Vec<String> {
    cut(text).zones.iter().map(|zone| word(zone.kind)).collect()
}

/// Lines broken at a fixed width, as scanners and mail programs break them.
#[test]
fn wrapped_lines_keep_their_zones() {
    for gold in GOLD {
        let (notes, text, zones) = read(gold.marked);
        let mut wrapped = String::new();
        for line in text.lines() {
            for (i, c) in line.chars().enumerate() {
                if i > 0 && i % 37 == 0 {
                    wrapped.push('\n');
                }
                wrapped.push(c);
            }
            wrapped.push('\n');
        }
        let expected: Vec<String> = zones.iter().map(|(kind, _)| kind.clone()).collect();
        assert_eq!(kinds(&wrapped), expected, "{}", gold.file);
        assert_eq!(told(&cut(&wrapped)), notes, "{}", gold.file);
    }
}

/// The same texts in traditional characters: zones and spans are the same, byte by byte.
#[test]
fn traditional_texts_are_cut_alike() {
    let table = include_str!("../data/traditional.tsv");
    let pairs: Vec<(char, char)> =
        table.lines().skip(1).map(|line| (line.chars().nth(2).unwrap(), line.chars().next().unwrap())).collect();
    for gold in GOLD {
        let (_, text, zones) = read(gold.marked);
        let traditional: String =
            text.chars().map(|c| pairs.iter().find(|(simple, _)| *simple == c).map_or(c, |(_, old)| *old)).collect();
        assert_ne!(traditional, text);
        let found: Vec<(String, usize)> =
            cut(&traditional).zones.iter().map(|zone| (word(zone.kind), zone.span.start)).collect();
        assert_eq!(found, zones, "{}", gold.file);
    }
}

#[test]
fn the_articles_relied_on_are_those_before_the_decision() {
    let (_, text, _) = read(GOLD[0].marked);
    let judgment = cut(&text);
    let relied: Vec<String> = judgment.relied_on().iter().map(|c| c.place()).collect();
    assert_eq!(relied, ["第二百六十四条", "第六十七条第三款", "第五十二条"]);
    assert!(judgment.citations().len() > relied.len(), "the attachment cites too");
}

#[test]
fn other_names_and_roles_below_are_read() {
    let (_, text, _) = read(GOLD[0].marked);
    let judgment = cut(&text);
    let accused = &judgment.parties[1];
    assert_eq!(accused.aliases.iter().map(|span| judgment.at(span)).collect::<Vec<_>>(), ["赵小强"]);
    assert!(accused.agents[0].lawyer);
    let (_, text, _) = read(GOLD[4].marked);
    let judgment = cut(&text);
    assert_eq!(judgment.parties[0].role_below, Some(judgment::Role::Defendant));
    assert_eq!(judgment.at(&judgment.parties[0].label), "上诉人（原审被告）：");
}

#[test]
fn facts_alone_are_facts() {
    for text in [
        "2019年3月3日，被告人赵强在商场窃得手机一部。",
        "经审理查明，2019年3月3日，被告人赵强在商场窃得手机一部。经鉴定，价值3500元。",
        "李某向王某借款三万元，约定一年内归还，至今未还，怎么办",
        "just some words",
    ] {
        let judgment = cut(text);
        assert_eq!(judgment.zones.len(), 1, "{text}");
        assert_eq!(judgment.zones[0].kind, ZoneKind::Facts, "{text}");
    }
    assert!(cut("").zones.is_empty());
    assert_eq!(cut("，。！？《》").zones[0].kind, ZoneKind::Other);
}
