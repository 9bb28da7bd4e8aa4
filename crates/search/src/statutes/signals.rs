//! How every article fits a question by its words alone (词面得分), before anything was learnt.

use std::collections::BTreeMap;

use super::corpus::{Corpus, Place, index};
use super::learn::features::top;
use super::terms::Terms;
use super::zones::{Weighted, Zone, Zones};
use crate::words::{Cutter, Grain, is_stop};

/// Weights of the zones against each other (BM25F): text and pairs of characters carry, titles and chapters help.
const TITLE: f64 = 0.5;
const CHAPTER: f64 = 0.6;
const SYNONYMS: f64 = 0.35;
const ASKED: f64 = 0.6;
/// Best articles whose words are asked for again (伪相关反馈), and how many of their words.
const BEST: usize = 6;
const ASKED_AGAIN: usize = 24;

/// Scores of every article, by place.
#[derive(Debug, Clone, Default)]
pub struct Signals {
    /// Words of the text.
    pub text: Vec<f64>,
    /// Pairs of characters of the text.
    pub grams: Vec<f64>,
    /// Title of the law.
    pub title: Vec<f64>,
    /// Chapter.
    pub chapter: Vec<f64>,
    /// Words the law has for what was asked.
    pub synonyms: Vec<f64>,
    /// What people ask that it answers.
    pub asked: Vec<f64>,
    /// All of them, weighed.
    pub base: Vec<f64>,
    /// Words that stand in the best articles, or nothing where that was not asked.
    pub feedback: Vec<f64>,
    /// The largest of `base`.
    pub most: f64,
    /// The largest of `text`.
    pub most_text: f64,
}

impl Signals {
    /// Scores all articles.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn of(zones: &Zones, corpus: &Corpus, terms: &Terms) -> tantivy::Result<Self> {
        let wide = |zone, terms: &[_]| -> tantivy::Result<Vec<f64>> {
            Ok(zones.scores(zone, terms)?.into_iter().map(f64::from).collect())
        };
        let mut signals = Self {
            text: wide(Zone::Text, &terms.words)?,
            grams: wide(Zone::Grams, &terms.grams)?,
            title: wide(Zone::Title, &terms.words)?,
            chapter: wide(Zone::Chapter, &terms.words)?,
            synonyms: wide(Zone::Text, &terms.synonyms)?,
            asked: wide(Zone::Asked, &terms.words)?,
            ..Self::default()
        };
        for (asked, grams) in signals.asked.iter_mut().zip(wide(Zone::AskedGrams, &terms.grams)?) {
            *asked += grams;
        }
        signals.base = (0..signals.text.len())
            .map(|place| {
                let at = |values: &[f64]| values.get(place).copied().unwrap_or_default();
                let text = at(&signals.text) + at(&signals.grams) + SYNONYMS * at(&signals.synonyms);
                text + TITLE * at(&signals.title) + CHAPTER * at(&signals.chapter) + ASKED * at(&signals.asked)
            })
            .collect();
        signals.most = signals.base.iter().copied().fold(0.0, f64::max);
        signals.most_text = signals.text.iter().copied().fold(0.0, f64::max);
        signals.feedback = wide(Zone::Text, &signals.again(zones, corpus, terms))?;
        Ok(signals)
    }

    /// Words of the best articles that were not asked for, the most telling ones.
    fn again(&self, zones: &Zones, corpus: &Corpus, terms: &Terms) -> Vec<Weighted> {
        let mut weights: BTreeMap<String, f64> = BTreeMap::new();
        for place in top(&self.base, BEST) {
            let Some((_, article)) = corpus.article(Place(place)) else { continue };
            let share = self.base_of(place) / self.most.max(1e-9);
            let mut own: BTreeMap<String, f64> = BTreeMap::new();
            Cutter::shared().each(super::terms::head(&article.text, 400), Grain::Words, |word, _| {
                if word.chars().count() > 1 && !is_stop(word) {
                    *own.entry(word.to_owned()).or_default() += 1.0;
                }
            });
            let length: f64 = own.values().sum::<f64>().max(1.0);
            for (word, times) in own {
                *weights.entry(word).or_default() += share * times / length;
            }
        }
        weights.retain(|word, _| !terms.words.iter().any(|(asked, _)| asked == word));
        let articles = f64::from(super::corpus::count(zones.len()));
        let mut telling: Vec<(String, f64)> = weights
            .into_iter()
            .map(|(word, weight)| {
                let seen = f64::from(zones.seen(Zone::Text, &word));
                let telling = weight * ((articles + 1.0) / (seen + 1.0)).ln();
                (word, telling)
            })
            .collect();
        telling.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        telling.truncate(ASKED_AGAIN);
        telling.into_iter().map(|(word, _)| (word, 1.0)).collect()
    }

    /// The score of one article.
    #[must_use]
    pub fn base_of(&self, place: u32) -> f64 {
        self.base.get(index(place)).copied().unwrap_or_default()
    }
}
