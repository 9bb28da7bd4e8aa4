//! Cuts a judgment or ruling into its zones (裁判文书分区), and says what kind of text it is.

mod anchors;
mod body;
mod decision;
mod head;
mod tail;
mod what;
mod words;

use std::borrow::Cow;
use std::ops::Range;

use law::day::Day;
use serde::Serialize;

use crate::citation::{self, Citation};
use crate::fold::Folded;
use crate::kind::{DocumentKind, Instance, Procedure, ZoneKind};
use crate::party::{self, Party};

pub use head::case_numbers;

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Zone {
    /// What it is.
    pub kind: ZoneKind,
    /// Its bytes.
    pub span: Range<usize>,
}

/// A member of the bench, or the clerk (审判人员、书记员).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Member {
    /// Bytes of the title: 审判长.
    pub title: Range<usize>,
    /// Bytes of the name.
    pub name: Range<usize>,
}

/// A judgment or ruling cut into zones.
///
/// The zones are in order, do not overlap and together are the whole text.
#[derive(Debug, Clone, Serialize)]
pub struct Judgment<'a> {
    /// The text that was cut.
    #[serde(skip)]
    pub text: &'a str,
    /// Its zones.
    pub zones: Vec<Zone>,
    /// The parties its head names.
    pub parties: Vec<Party>,
    /// Who signed.
    pub bench: Vec<Member>,
    /// The day it bears.
    pub date: Option<Day>,
    /// Procedure it belongs to, as far as the text tells.
    pub procedure: Option<Procedure>,
    /// Instance, as far as the text tells.
    pub instance: Option<Instance>,
    /// Kind of document, as far as the text tells.
    pub document: Option<DocumentKind>,
    #[serde(skip)]
    folded: Folded,
}

/// Cuts a text. Facts alone are one zone of facts; what fits nothing is [`ZoneKind::Other`].
///
/// ```
/// use judgment::{ZoneKind, cut};
/// let text = "原告李明诉称，被告欠款。经审理查明，被告欠款3万元。本院认为，应当偿还。判决如下：被告偿还3万元。";
/// let judgment = cut(text);
/// assert_eq!(judgment.part(ZoneKind::Facts), Some("经审理查明，被告欠款3万元。"));
/// assert_eq!(judgment.part(ZoneKind::Disposition), Some("被告偿还3万元。"));
/// ```
pub fn cut(text: &str) -> Judgment<'_> {
    let folded = Folded::new(text);
    let hits = anchors::find(&folded);
    let head = head::read(&folded, &hits);
    let body_start = head.parties.as_ref().map_or(head.end(), |parties| parties.end);
    let mediation = head.title.clone().is_some_and(|title| folded.slice(title).contains("调解"));
    let decision = decision::find(&folded, &hits, body_start, mediation, head.any());
    let disposition = decision.ruling.map(|hit| hit.end + if folded.after(hit.end).starts_with(':') { 1 } else { 0 });
    let tail_from = disposition.or(decision.reasons).unwrap_or(body_start);
    let tail = tail::read(&folded, &hits, tail_from, disposition.is_some());
    let body_end = decision.start().or(tail.signed()).unwrap_or(folded.len());
    let mut starts = head_starts(&head);
    if body_start < body_end {
        starts.extend(body::cut(&folded, &hits, body_start..body_end, head.any() || head.parties.is_some()));
    }
    starts.extend(decision.reasons.map(|at| (at, ZoneKind::Reasons)));
    starts.extend(decision.articles.map(|at| (at, ZoneKind::Articles)));
    starts.extend(decision.alone.map(|at| (at, ZoneKind::Disposition)));
    starts.extend(tail.starts.iter().copied());
    let parties = head.parties.clone().map(|block| party::parties(text, &folded, block)).unwrap_or_default();
    let what = what::tell(&folded, &head, &parties, decision.ruling.as_ref());
    Judgment {
        zones: zones(&folded, starts, text.len()),
        parties,
        bench: tail.bench(text, &folded),
        date: tail.date,
        procedure: what.procedure,
        instance: what.instance,
        document: what.document,
        text,
        folded,
    }
}

fn head_starts(head: &head::Head) -> Vec<body::Start> {
    let mut found: Vec<(Range<usize>, ZoneKind)> = [
        (head.court.clone(), ZoneKind::Court),
        (head.title.clone(), ZoneKind::Title),
        (head.number.clone(), ZoneKind::CaseNumber),
        (head.parties.clone(), ZoneKind::Parties),
    ]
    .into_iter()
    .filter_map(|(range, kind)| Some((range?, kind)))
    .collect();
    found.sort_by_key(|(range, _)| range.start);
    let mut out: Vec<body::Start> = Vec::new();
    let mut end = 0;
    for (range, kind) in found {
        if range.start > end {
            out.push((end, ZoneKind::Other));
        }
        out.push((range.start, kind));
        end = range.end;
    }
    out
}

/// Turns beginnings into zones that cover the whole text; neighbours of one kind become one.
fn zones(folded: &Folded, starts: Vec<body::Start>, len: usize) -> Vec<Zone> {
    let mut starts = starts;
    starts.sort_by_key(|(at, _)| *at);
    let mut out: Vec<Zone> = Vec::new();
    for (at, kind) in starts.into_iter().filter(|(at, _)| *at < folded.len()) {
        let start = if out.is_empty() { 0 } else { folded.original(at) };
        if let Some(last) = out.last_mut() {
            if last.kind == kind {
                continue;
            }
            if last.span.start == start {
                last.kind = kind;
                continue;
            }
            last.span.end = start;
        }
        out.push(Zone { kind, span: start..len });
    }
    if out.is_empty() && len > 0 {
        let letters = folded.as_str().chars().any(char::is_alphanumeric);
        out.push(Zone { kind: if letters { ZoneKind::Facts } else { ZoneKind::Other }, span: 0..len });
    }
    out
}

impl<'a> Judgment<'a> {
    /// The text of a span of this judgment.
    pub fn at(&self, span: &Range<usize>) -> &'a str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// A name as one would write it: without the blanks and line breaks inside.
    pub fn name(&self, span: &Range<usize>) -> Cow<'a, str> {
        let text = self.at(span);
        if text.contains(char::is_whitespace) {
            return Cow::Owned(text.chars().filter(|c| !c.is_whitespace()).collect());
        }
        Cow::Borrowed(text)
    }

    /// All zones of one kind.
    pub fn zones_of(&self, kind: ZoneKind) -> impl Iterator<Item = &Zone> {
        self.zones.iter().filter(move |zone| zone.kind == kind)
    }

    /// The text of the first zone of a kind, blanks around it dropped.
    pub fn part(&self, kind: ZoneKind) -> Option<&'a str> {
        self.zones_of(kind).next().map(|zone| self.at(&zone.span).trim())
    }

    /// Whether there is a zone of a kind.
    pub fn has(&self, kind: ZoneKind) -> bool {
        self.zones_of(kind).next().is_some()
    }

    /// The zone that holds a byte.
    pub fn zone_at(&self, byte: usize) -> Option<&Zone> {
        let i = self.zones.partition_point(|zone| zone.span.start <= byte);
        i.checked_sub(1).and_then(|i| self.zones.get(i)).filter(|zone| zone.span.contains(&byte))
    }

    /// The spans that tell what happened: facts found; else those found below, else what was claimed, else all.
    pub fn facts(&self) -> Vec<Range<usize>> {
        for kind in [ZoneKind::Facts, ZoneKind::FactsBelow, ZoneKind::Claims] {
            let found: Vec<Range<usize>> = self.zones_of(kind).map(|zone| zone.span.clone()).collect();
            if !found.is_empty() {
                return found;
            }
        }
        vec![Range { start: 0, end: self.text.len() }]
    }

    /// The provisions the whole text refers to.
    pub fn citations(&self) -> Vec<Citation> {
        citation::citations_of(self.text, &self.folded)
    }

    /// The provisions the decision relies on: those before 判决如下, else those of the reasons.
    pub fn relied_on(&self) -> Vec<Citation> {
        let all = self.citations();
        for kind in [ZoneKind::Articles, ZoneKind::Reasons] {
            let found: Vec<Citation> = all
                .iter()
                .filter(|c| self.zone_at(c.span.start).is_some_and(|zone| zone.kind == kind))
                .cloned()
                .collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The text made plain, for whoever matches more than this crate does.
    pub fn folded(&self) -> &Folded {
        &self.folded
    }
}
