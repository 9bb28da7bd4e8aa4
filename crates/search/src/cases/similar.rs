//! Similar cases (类案推送): the concluded cases nearest to a case or to pasted facts, each with why.
//!
//! First the index gives candidates by the draft's weightiest words, causes, articles and amount; then
//! each is compared with the draft as a whole: cosines in the latent spaces and over all character
//! pairs. What the docket knows of both adds to it.

use law::ids::CauseId;
use rayon::prelude::*;
use serde::Serialize;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, Searcher, TantivyDocument, Term};

use super::card::{Card, Outcome, band};
use super::elements::{Elements, tell};
use super::grams::{Cut, cut, normal, pair, pairs};
use super::index::{Cases, Trouble, tags};
use super::many::Question;
use super::marks::{Phrase, phrases};
use super::matrix::single;
use super::reach::{Reach, best};
use super::space::{RARITY, overlap, real, unpacked};
use super::spread::{Departure, Spread};

/// Candidates that are compared as a whole.
const CANDIDATES: usize = 500;
/// Words asked of the index.
const WORDS: usize = 64;
/// The weightiest of them are also asked of the zone of reasons, and count this much there.
const REASONS_WORDS: usize = 12;
const REASONS: f64 = 0.4;
/// Cases of which the outcomes are counted.
const NEAREST: usize = 100;
/// Articles of a draft that are asked for at most.
const ARTICLES: usize = 30;
/// Phrases marked in a pair of texts.
const PHRASES: usize = 8;
/// How much the cosine over all pairs counts beside the six latent ones.
const WHOLE: f64 = 3.0;
/// What a shared cause, article and amount band add, on the scale of cosines.
const CAUSE: f64 = 1.0;
const ARTICLE: f64 = 0.25;
const BAND: f64 = 0.15;

/// A case at hand, or pasted facts with nothing else known.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The case's own document, or the name all its documents begin with up to a `/`: it is not like itself.
    pub id: Option<String>,
    /// Facts.
    pub facts: String,
    /// Causes, if known.
    pub causes: Vec<CauseId>,
    /// Articles in play, as `law/article`.
    pub articles: Vec<String>,
    /// Amount in dispute.
    pub amount_fen: Option<i64>,
    /// What the draft decides, if it does.
    pub outcome: Option<Outcome>,
}

/// Why a case is near.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Why {
    /// Causes of both.
    pub causes: Vec<CauseId>,
    /// Articles of both.
    pub articles: Vec<String>,
    /// Elements (要素) of both, by name.
    pub elements: Vec<&'static str>,
    /// Whether the amounts in dispute lie in one band.
    pub amount_band: bool,
    /// Phrases of both texts: first the draft's, second the case's.
    pub phrases: Vec<Phrase>,
}

/// A similar case.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// The case.
    pub card: Card,
    /// Its facts.
    pub facts: String,
    /// How near it is; comparable within one answer only.
    pub score: f64,
    /// Why.
    pub why: Why,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Similar {
    /// The nearest, best first.
    pub hits: Vec<Hit>,
    /// Ids of the nearest in order, beyond the hits.
    pub order: Vec<String>,
    /// How the nearest hundred ended.
    pub spread: Spread,
    /// Where the draft's outcome departs from them.
    pub departures: Vec<Departure>,
}

struct Near {
    card: Card,
    facts: String,
    score: f64,
}

struct Asked {
    words: Cut,
    place: Vec<f32>,
    weights: Vec<(u32, f32)>,
    elements: Elements,
}

impl Cases {
    /// The `wanted` concluded cases most like a draft among those the reach allows.
    pub fn similar(&self, draft: &Draft, reach: &Reach<'_>, wanted: usize) -> Result<Similar, Trouble> {
        let searcher = self.reader.searcher();
        let asked = self.asked(draft);
        let question = self.question(&searcher, draft, &asked);
        if question.is_empty() {
            return Ok(Similar::default());
        }
        let found = question.best(&searcher, reach, CANDIDATES)?;
        let near: Result<Vec<Option<Near>>, Trouble> =
            found.par_iter().map(|(score, address)| self.compare(&searcher, draft, &asked, *score, *address)).collect();
        let mut near: Vec<Near> = near?.into_iter().flatten().collect();
        near.sort_by(|one, other| other.score.total_cmp(&one.score).then_with(|| one.card.id.cmp(&other.card.id)));
        near.truncate(NEAREST.max(wanted));
        let spread = Spread::of(near.iter().take(NEAREST).map(|near| &near.card.outcome));
        let departures = draft.outcome.map(|outcome| spread.departures(&outcome)).unwrap_or_default();
        let order = near.iter().map(|near| near.card.id.clone()).collect();
        near.truncate(wanted);
        let hits = near.into_par_iter().map(|near| self.explain(draft, &asked, near)).collect();
        Ok(Similar { hits, order, spread, departures })
    }

    /// Cases whose words match a plain search, best first.
    pub fn find(&self, words: &str, reach: &Reach<'_>, wanted: usize) -> Result<Vec<(Card, f32)>, Trouble> {
        let searcher = self.reader.searcher();
        let mut asked = cut(&normal(words)).words;
        asked.sort_unstable();
        asked.dedup();
        let mut clauses: Vec<(f64, Box<dyn Query>)> = Vec::new();
        for word in asked.iter().take(2_000) {
            for (field, boost) in [(self.fields.facts, 1.0), (self.fields.reasons, 0.7)] {
                let term = Term::from_field_text(field, word);
                let spread = searcher.doc_freq(&term)?;
                if spread > 0 {
                    clauses.push((rarity(searcher.num_docs(), spread), clause(term, boost)));
                }
            }
        }
        clauses.sort_by(|one, other| other.0.total_cmp(&one.0));
        clauses.truncate(WORDS);
        let query = BooleanQuery::new(clauses.into_iter().map(|(_, query)| (Occur::Should, query)).collect());
        let found = best(&searcher, &query, reach, wanted)?;
        found.into_iter().map(|(score, address)| Ok((self.card(&searcher.doc(address)?)?, score))).collect()
    }

    fn asked(&self, draft: &Draft) -> Asked {
        let text = normal(&draft.facts);
        let (words, grams) = (cut(&text), pairs(&text));
        let (place, weights) = match &self.spaces {
            None => (Vec::new(), Vec::new()),
            Some(spaces) => (spaces.place(&words.counts(), &grams), spaces.pairs.weights(&grams)),
        };
        let elements = tell(&text);
        Asked { words, place, weights, elements }
    }

    /// What is asked for a draft: what is known of it beside its words, then its weightiest words in both zones.
    fn question(&self, searcher: &Searcher, draft: &Draft, asked: &Asked) -> Question {
        let mut question = Question::default();
        let spread_of = |term: &Term| searcher.doc_freq(term).unwrap_or(0);
        let articles = draft.articles.get(..ARTICLES.min(draft.articles.len())).unwrap_or_default();
        for tag in tags(&draft.causes, articles, draft.amount_fen) {
            let term = Term::from_field_text(self.fields.tags, &tag);
            let spread = spread_of(&term);
            question.ask(term, spread, 2.0);
        }
        let all = searcher.num_docs();
        let mut words: Vec<(f64, &String)> = Vec::new();
        for (word, count) in &asked.words.content {
            let spread = spread_of(&Term::from_field_text(self.fields.facts, word));
            // A word half the cases have tells them apart from nothing and costs the most to read.
            if spread == 0 || (all > 1_000 && spread > all / 4) {
                continue;
            }
            let often = f64::from(*count) * 3.0 / (f64::from(*count) + 2.0);
            words.push((often * rarity(all, spread).powf(RARITY), word));
        }
        words.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
        words.truncate(WORDS);
        for (rank, (weight, word)) in words.into_iter().enumerate() {
            let zones = [(self.fields.facts, 1.0), (self.fields.reasons, REASONS)];
            for (field, share) in zones.into_iter().take(if rank < REASONS_WORDS { 2 } else { 1 }) {
                let term = Term::from_field_text(field, word);
                let spread = spread_of(&term);
                question.ask(term, spread, single(share * weight / rarity(all, spread).max(0.01)));
            }
        }
        question
    }

    pub(super) fn card(&self, document: &TantivyDocument) -> Result<Card, Trouble> {
        let text = document.get_first(self.fields.card).and_then(|value| value.as_str()).unwrap_or_default();
        serde_json::from_str(text).map_err(|error| Trouble::Foreign(format!("a card does not read: {error}")))
    }

    fn compare(
        &self,
        searcher: &Searcher,
        draft: &Draft,
        asked: &Asked,
        lexical: f32,
        address: DocAddress,
    ) -> Result<Option<Near>, Trouble> {
        let document: TantivyDocument = searcher.doc(address)?;
        let card = self.card(&document)?;
        if draft.id.as_ref().is_some_and(|own| is_of(&card.id, own)) {
            return Ok(None);
        }
        let facts = document.get_first(self.fields.text).and_then(|value| value.as_str()).unwrap_or_default();
        let bytes = document.get_first(self.fields.place).and_then(|value| value.as_bytes()).unwrap_or_default();
        let mut score = f64::from(lexical) / 1_000.0;
        if let Some(spaces) = &self.spaces {
            if let Some((print, packed)) = bytes.split_first_chunk::<8>()
                && u64::from_le_bytes(*print) == spaces.print
            {
                score += spaces.cosines(&asked.place, &unpacked(packed)).iter().sum::<f64>();
            }
            score += WHOLE * overlap(&asked.weights, &spaces.pairs.weights(&pairs(&normal(facts))));
        }
        let (causes, articles, same_band) = shared(draft, &card);
        score += CAUSE * f64::from(u8::from(!causes.is_empty()));
        score += ARTICLE * real(articles.len().min(4)) + BAND * f64::from(u8::from(same_band));
        Ok(Some(Near { facts: facts.to_owned(), card, score }))
    }

    fn explain(&self, draft: &Draft, asked: &Asked, near: Near) -> Hit {
        let (causes, articles, amount_band) = shared(draft, &near.card);
        let common = |left: char, right: char| match &self.spaces {
            Some(spaces) => spaces.pairs.commonness(pair(left, right)),
            None => 0.0,
        };
        let why = Why {
            causes,
            articles,
            elements: asked.elements.shared(&tell(&normal(&near.facts))),
            amount_band,
            phrases: phrases(&draft.facts, &near.facts, PHRASES, common),
        };
        Hit { card: near.card, facts: near.facts, score: near.score, why }
    }
}

/// Whether a document is the named one, or one of the named case's: `3/1024` has `3/1024/1`.
fn is_of(id: &str, own: &str) -> bool {
    id.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn clause(term: Term, boost: f64) -> Box<dyn Query> {
    Box::new(BoostQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)), single(boost)))
}

/// Inverse document frequency as BM25 counts it.
fn rarity(all: u64, spread: u64) -> f64 {
    let small = |number: u64| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    let (all, spread) = (small(all), small(spread));
    (1.0 + (all - spread + 0.5).max(0.0) / (spread + 0.5)).ln()
}

fn shared(draft: &Draft, card: &Card) -> (Vec<CauseId>, Vec<String>, bool) {
    let causes = card.causes.iter().filter(|cause| draft.causes.contains(cause)).copied().collect();
    let articles = card.articles.iter().filter(|article| draft.articles.contains(article)).cloned().collect();
    let bands = (draft.amount_fen.map(band), card.amount_fen.map(band));
    (causes, articles, matches!(bands, (Some(one), Some(other)) if one == other))
}
