//! The court's own reasons and decision (本院认为、判决如下), told apart from those it tells of.

use super::anchors::{Hit, Tag};
use super::words::{MAX_LEAD, announces_facts, lead, names_below};
use crate::fold::Folded;

/// How far back the sentence of the articles relied on is looked for.
const MAX_ARTICLES: usize = 12_000;

/// What was found of the court's own decision, in plain bytes.
#[derive(Debug, Default)]
pub(super) struct Decision {
    /// Where the reasons begin.
    pub reasons: Option<usize>,
    /// The word before what is decided.
    pub ruling: Option<Hit>,
    /// Where the sentence of the articles relied on begins.
    pub articles: Option<usize>,
    /// Where the sentence of the ruling begins when neither reasons nor articles come before it.
    pub alone: Option<usize>,
}

impl Decision {
    /// Where the body ends.
    pub(super) fn start(&self) -> Option<usize> {
        self.reasons.or(self.articles).or(self.alone)
    }
}

/// How sure it is that a word announces the court's own reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Candidate {
    /// The court's reasons.
    Sure,
    /// What the court says of evidence, unless there is nothing else.
    OfEvidence,
}

/// Whether a word for reasons announces the court's own.
fn candidate(folded: &Folded, hit: &Hit) -> Option<Candidate> {
    let rest = folded.after(hit.end);
    if rest.starts_with(['的', '之', '有']) {
        return None;
    }
    let word = folded.slice(hit.start..hit.end);
    let (_, lead) = lead(folded, hit)?;
    let count = lead.chars().count();
    let own = word.contains("本院")
        || lead.contains("本院")
        || lead.is_empty()
        || word.starts_with("合议庭")
        || word.starts_with("本庭")
        || lead.ends_with('经') && count <= 8;
    let others = names_below(lead) || lead.contains("检察") || lead.starts_with("原告") || lead.starts_with("被告");
    if !own || others || count > 40 {
        return None;
    }
    let said: String = rest.chars().take(20).collect();
    let of_evidence =
        ["该证据", "此份证据", "提交的", "提供的", "上述证据", "该组证据", "出具的证据", "证据形式", "该份证据"];
    let evidence = lead.contains("证据") || lead.contains("质证") || of_evidence.iter().any(|word| said.contains(word));
    Some(if evidence { Candidate::OfEvidence } else { Candidate::Sure })
}

/// Finds the court's own reasons and decision among the words from `from` on. `mediation` says that the title is
/// one of a mediation document, `headed` that the text has a head: facts alone may quote an agreement or a judgment.
pub(super) fn find(folded: &Folded, hits: &[Hit], from: usize, mediation: bool, headed: bool) -> Decision {
    let first = hits.partition_point(|hit| hit.start < from);
    let hits = hits.get(first..).unwrap_or_default();
    let ruling = |hit: &&Hit| hit.tag == Tag::Ruling && is_ruling(folded, hit, mediation);
    let rulings: Vec<&Hit> = hits.iter().filter(ruling).collect();
    let last_ruling = rulings.last().map_or(usize::MAX, |hit| hit.start);
    let reasons = reasons(folded, hits, last_ruling, from);
    let ruling = match reasons {
        Some(after) => rulings.iter().find(|hit| hit.start >= after).map(|hit| **hit),
        None => rulings.last().map(|hit| **hit).filter(|hit| headed || !told_below(hits, hit)),
    };
    let ruling = ruling.or_else(|| reasons.and_then(|after| plain_ruling(folded, hits, after)));
    let articles = ruling.and_then(|hit| articles(folded, reasons.unwrap_or(from), &hit));
    let alone = ruling.filter(|_| reasons.is_none() && articles.is_none());
    let alone = alone.map(|hit| folded.sentence_start(hit.start, MAX_LEAD).unwrap_or(hit.start).max(from));
    Decision { reasons, ruling, articles, alone }
}

/// Where the court's reasons begin: at the first word for them behind the facts.
fn reasons(folded: &Folded, hits: &[Hit], last_ruling: usize, from: usize) -> Option<usize> {
    let candidates: Vec<(&Hit, Candidate)> = hits
        .iter()
        .filter(|hit| hit.tag == Tag::Reasons && hit.start < last_ruling)
        .filter_map(|hit| Some((hit, candidate(folded, hit)?)))
        .collect();
    let sure = candidates.iter().any(|(_, sure)| *sure == Candidate::Sure);
    let decided = last_ruling != usize::MAX;
    let fit = |candidate: &&(&Hit, Candidate)| candidate.1 == Candidate::Sure || !sure && decided;
    // Facts found behind the only reasons of an undecided text show that these were none.
    let last = candidates.iter().filter(fit).map(|(hit, _)| hit.start).max().unwrap_or(0);
    let horizon = if decided { last } else { usize::MAX };
    let mut settled = from;
    for hit in hits.iter().filter(|hit| hit.tag == Tag::Facts && hit.start < horizon) {
        if announces_facts(folded, hit) && lead(folded, hit).is_some_and(|(_, lead)| !names_below(lead)) {
            settled = hit.end;
        }
    }
    candidates
        .iter()
        .filter(fit)
        .find(|(hit, _)| hit.start >= settled)
        .map(|(hit, _)| folded.sentence_start(hit.start, MAX_LEAD).unwrap_or(hit.start).max(from))
}

/// Whether the ruling stands in what a text tells of the court below.
fn told_below(hits: &[Hit], ruling: &Hit) -> bool {
    hits.iter().take_while(|hit| hit.start < ruling.start).any(|hit| hit.tag == Tag::ReasonsBelow)
}

/// Whether the words announce this court's decision: not one that is told of, nor an agreement in the facts.
fn is_ruling(folded: &Folded, hit: &Hit, mediation: bool) -> bool {
    let word = folded.slice(hit.start..hit.end);
    let rest = folded.after(hit.end);
    if word.contains("协议") && !(mediation && rest.starts_with(':')) {
        return false;
    }
    if word == "发出支付令" && !rest.starts_with(':') {
        return false;
    }
    let follows = rest.starts_with([':', '。', ',', ';', '一', '1', '(']) || folded.starts_line(hit.end);
    let lead = lead(folded, hit).map_or("", |(_, lead)| lead);
    follows && (!names_below(lead) || lead.contains("本院"))
}

/// A decision announced by 判决： alone, in a sentence that relies on a law.
fn plain_ruling(folded: &Folded, hits: &[Hit], from: usize) -> Option<Hit> {
    hits.iter()
        .filter(|hit| hit.start >= from && hit.tag == Tag::RulingPlain)
        .find(|hit| {
            let lead = lead(folded, hit).map_or("", |(_, lead)| lead);
            ["依照", "根据", "依据", "据此"].iter().any(|word| lead.contains(word)) && !names_below(lead)
        })
        .copied()
}

/// Where the sentence begins that names the articles relied on.
fn articles(folded: &Folded, from: usize, ruling: &Hit) -> Option<usize> {
    let mut floor = from.max(ruling.start.saturating_sub(MAX_ARTICLES));
    while !folded.as_str().is_char_boundary(floor) {
        floor += 1;
    }
    let before = folded.slice(floor..ruling.start);
    let sentence = floor + before.rfind('。').map_or(0, |i| i + '。'.len_utf8());
    let text = folded.slice(sentence..ruling.start);
    let title = text.find('《').or_else(|| text.find('条'))?;
    let relied = ["依照", "根据", "依据", "按照", "适用", "参照", "依"]
        .iter()
        .filter_map(|word| text.get(..title).and_then(|head| head.rfind(word)))
        .min()
        .unwrap_or(title);
    let lead = text.get(..relied).unwrap_or_default();
    let connecting = lead.chars().count() <= 8 && !lead.contains("认为");
    Some(if connecting { sentence } else { sentence + relied })
}
