//! What was found, as it is shown: each case with why, how the nearest hundred ended, and where a draft departs from them.

use alike::Key;
use law::cause;
use law::court::court;
use search::cases::{Card, Hit, Outcome, Similar};
use search::causes::Suggestion;
use std::collections::BTreeMap;

use super::chart;
use super::marked::{Piece, pieces};

/// Surer than this a cause is worth saying.
const SURE: f64 = 0.01;

/// A case as it is shown.
#[derive(Debug)]
pub struct Shown {
    /// Its name for a vote.
    pub document: String,
    /// Its place, from 1.
    pub rank: usize,
    /// Case number, or what stands for it.
    pub number: String,
    /// The court.
    pub court: &'static str,
    /// The day of the decision.
    pub day: String,
    /// Its cause.
    pub cause: &'static str,
    /// How it ended and what it came to.
    pub outcome: String,
    /// It is not public.
    pub inside: bool,
    /// Why it is near, in words.
    pub why: Vec<String>,
    /// Its facts, with what both texts share.
    pub facts: Vec<Piece>,
    /// The facts at hand, with what both share.
    pub own: Vec<Piece>,
    /// What the reader said of it.
    pub said: Option<bool>,
}

/// A drawing and what it says in words.
#[derive(Debug)]
pub struct Drawn {
    /// Its heading.
    pub title: &'static str,
    /// SVG made here.
    pub svg: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
}

/// A cause the facts point to.
#[derive(Debug)]
pub struct Pointed {
    /// Its name.
    pub name: String,
    /// How sure, in percent.
    pub sure: String,
    /// It is the case's own.
    pub own: bool,
}

/// All of it.
#[derive(Debug, Default)]
pub struct Answer {
    /// Cases, the nearest first.
    pub hits: Vec<Shown>,
    /// Where the draft departs from them.
    pub departures: Vec<String>,
    /// How they ended.
    pub drawings: Vec<Drawn>,
    /// Of how many.
    pub of: usize,
    /// Causes the facts point to.
    pub causes: Vec<Pointed>,
    /// Cases of the index.
    pub held: String,
    /// There were facts to go by.
    pub asked: bool,
    /// Why there is nothing, where the index is not there.
    pub absent: &'static str,
}

/// What a vote calls a case: its document, whatever its version.
fn document(id: &str) -> String {
    id.split('@').next().unwrap_or_default().to_owned()
}

/// How a case ended, in words.
pub fn outcome(outcome: &Outcome) -> String {
    let amount = outcome.amount_fen.map(|fen| format!("，{}", chart::sum(fen))).unwrap_or_default();
    let months = outcome.months.map(|months| format!("，{}", term(months))).unwrap_or_default();
    format!("{}{amount}{months}", outcome.ending.name())
}

/// A term of imprisonment in words.
fn term(months: u32) -> String {
    match (months / 12, months % 12) {
        (0, months) => format!("{months}个月"),
        (years, 0) => format!("{years}年"),
        (years, months) => format!("{years}年{months}个月"),
    }
}

fn why(hit: &Hit) -> Vec<String> {
    let why = &hit.why;
    let mut told: Vec<String> = Vec::new();
    let causes: Vec<&str> = why.causes.iter().filter_map(|id| cause::cause(*id)).map(|cause| cause.name).collect();
    if !causes.is_empty() {
        told.push(format!("同一案由：{}", causes.join("、")));
    }
    if !why.articles.is_empty() {
        let named = why.articles.iter().filter_map(|article| article.split_once('/'));
        let named: Vec<String> = named.map(|(law, number)| format!("《{law}》第{number}条")).collect();
        told.push(format!("引用同样的条文：{}", named.join("、")));
    }
    if !why.elements.is_empty() {
        told.push(format!("共同要素：{}", why.elements.join("、")));
    }
    if why.amount_band {
        told.push("标的额在同一档".to_owned());
    }
    if !why.phrases.is_empty() {
        told.push(format!("相同表述 {} 处", why.phrases.len()));
    }
    told
}

fn shown(hit: &Hit, rank: usize, facts: &str, votes: &BTreeMap<String, bool>) -> Shown {
    let card: &Card = &hit.card;
    let document = document(&card.id);
    let date = card.date;
    Shown {
        rank,
        number: if card.number.is_empty() { "（无案号）".to_owned() } else { card.number.clone() },
        court: court(card.court).map_or("", |court| court.name),
        day: if date == 0 {
            String::new()
        } else {
            format!("{:04}-{:02}-{:02}", date / 10_000, date / 100 % 100, date % 100)
        },
        cause: card.causes.iter().find_map(|id| cause::cause(*id)).map_or("", |cause| cause.name),
        outcome: outcome(&card.outcome),
        inside: card.secrecy != alike::OPEN,
        why: why(hit),
        facts: pieces(&hit.facts, hit.why.phrases.iter().map(|phrase| phrase.second.clone()).collect()),
        own: pieces(facts, hit.why.phrases.iter().map(|phrase| phrase.first.clone()).collect()),
        said: votes.get(&document).copied(),
        document,
    }
}

/// What was found, as it is shown to a reader.
pub fn answer(similar: &Similar, (facts, draft): (&str, Option<&Outcome>), votes: &BTreeMap<String, bool>) -> Answer {
    let hits = similar.hits.iter().zip(1..).map(|(hit, rank)| shown(hit, rank, facts, votes)).collect();
    let spread = &similar.spread;
    let mut drawings = Vec::new();
    if spread.cases > 0 {
        let told: Vec<String> =
            spread.endings.iter().map(|(ending, count)| format!("{} {count} 件", ending.name())).collect();
        drawings.push(Drawn {
            title: "裁判结果",
            svg: chart::endings(spread, draft.map(|draft| draft.ending.name())),
            alt: told.join("，"),
        });
    }
    if let Some(range) = &spread.amount_fen {
        let alt = format!(
            "{} 件有金额：中间八成在{}至{}之间，中位{}",
            range.cases,
            chart::sum(range.low),
            chart::sum(range.high),
            chart::sum(range.median)
        );
        let svg = chart::range(range, draft.and_then(|draft| draft.amount_fen), chart::sum);
        drawings.push(Drawn { title: "判决金额", svg, alt });
    }
    if let Some(range) = &spread.months {
        let told = |months: i64| term(u32::try_from(months).unwrap_or(u32::MAX));
        let alt = format!(
            "{} 件有刑期：中间八成在{}至{}之间，中位{}",
            range.cases,
            told(range.low),
            told(range.high),
            told(range.median)
        );
        let svg = chart::range(range, draft.and_then(|draft| draft.months).map(i64::from), told);
        drawings.push(Drawn { title: "刑期", svg, alt });
    }
    let departures = similar.departures.iter().map(search::cases::Departure::text).collect();
    Answer { hits, departures, drawings, of: spread.cases, asked: true, ..Answer::default() }
}

/// Causes worth saying, the surest first.
pub fn pointed(suggested: &[Suggestion], own: Option<&str>) -> Vec<Pointed> {
    let sure = suggested.iter().filter(|one| one.confidence >= SURE);
    sure.map(|one| Pointed {
        sure: format!("{:.0}%", one.confidence * 100.0),
        own: own == Some(one.name.as_str()),
        name: one.name.clone(),
    })
    .collect()
}

/// Whether a name is one a vote can be given to.
pub fn is_document(name: &str) -> bool {
    Key::read(&format!("{name}@0")).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use search::cases::Ending;

    #[test]
    fn outcomes_are_told_in_words() {
        let told = |amount_fen, months| outcome(&Outcome { ending: Ending::Convicted, amount_fen, months });
        assert_eq!(told(None, Some(42)), "定罪处刑，3年6个月");
        assert_eq!(told(Some(500_000), Some(10)), "定罪处刑，¥5,000.00，10个月");
        assert_eq!(told(None, Some(24)), "定罪处刑，2年");
    }

    #[test]
    fn a_vote_names_a_document_and_no_version() {
        assert_eq!(document("3/1/2@7"), "3/1/2");
        assert!(is_document("3/1/2") && !is_document("3/1/2@7") && !is_document("3/1") && !is_document(""));
    }
}
