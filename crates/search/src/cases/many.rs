//! Asking with many words at once. Pruning pays for a few words; for dozens of them, each in many cases, skipping costs more
//! than reading, and every posting is read once, segment beside segment.

use rayon::prelude::*;
use tantivy::query::Bm25Weight;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Searcher, SegmentReader, Term};

use super::reach::{Entries, Found, Reach};

/// Postings read at most, so that the time of an answer has a bound however many cases there are.
const POSTINGS: u64 = 8_000_000;

/// Words with their weights, the weightiest first, and whether another may be added.
#[derive(Debug, Default)]
pub struct Question {
    terms: Vec<(Term, f32)>,
    postings: u64,
}

impl Question {
    /// Adds a term that `spread` cases have; one that would cost too much beside those before it is left out.
    pub fn ask(&mut self, term: Term, spread: u64, weight: f32) {
        let postings = self.postings.saturating_add(spread);
        if spread > 0 && (postings <= POSTINGS || self.terms.is_empty()) {
            self.postings = postings;
            self.terms.push((term, weight));
        }
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The `wanted` best cases among those the reach allows, best first.
    pub fn best(
        &self,
        searcher: &Searcher,
        reach: &Reach<'_>,
        wanted: usize,
    ) -> tantivy::Result<Vec<(f32, DocAddress)>> {
        let weighed: tantivy::Result<Vec<(&Term, Bm25Weight)>> = self
            .terms
            .iter()
            .map(|(term, weight)| {
                Ok((term, Bm25Weight::for_terms(searcher, std::slice::from_ref(term))?.boost_by(*weight)))
            })
            .collect();
        let weighed = weighed?;
        let segments: Vec<(u32, &SegmentReader)> = (0..).zip(searcher.segment_readers()).collect();
        let found: tantivy::Result<Vec<Found>> = segments
            .into_par_iter()
            .map(|(ordinal, segment)| {
                let scores = scores(segment, &weighed)?;
                let entries = Entries::of(segment)?;
                let alive = segment.alive_bitset();
                let mut found = Found::new(wanted);
                for (score, doc) in scores.into_iter().zip(0..) {
                    if score > found.floor().max(0.0)
                        && alive.is_none_or(|alive| alive.is_alive(doc))
                        && reach.allows(&entries.entry(doc))
                    {
                        found.take(score, DocAddress::new(ordinal, doc));
                    }
                }
                Ok(found)
            })
            .collect();
        Ok(Found::joined(wanted, found?).sorted())
    }
}

/// The score of every case of a segment, by place; nought for those that have none of the words.
fn scores(segment: &SegmentReader, weighed: &[(&Term, Bm25Weight)]) -> tantivy::Result<Vec<f32>> {
    let mut scores = vec![0.0_f32; usize::try_from(segment.max_doc()).unwrap_or_default()];
    for (term, weight) in weighed {
        let inverted = segment.inverted_index(term.field())?;
        let Some(mut postings) = inverted.read_block_postings(term, IndexRecordOption::WithFreqs)? else { continue };
        let norms = segment.get_fieldnorms_reader(term.field())?;
        while postings.block_len() > 0 {
            for (doc, often) in postings.docs().iter().zip(postings.freqs()) {
                if let Some(score) = usize::try_from(*doc).ok().and_then(|doc| scores.get_mut(doc)) {
                    *score += weight.score(norms.fieldnorm_id(*doc), *often);
                }
            }
            postings.advance();
        }
    }
    Ok(scores)
}

#[cfg(test)]
mod tests {
    use tantivy::schema::Field;

    use super::*;

    #[test]
    fn what_would_cost_too_much_is_left_out_but_for_the_first() {
        let term = |word: &str| Term::from_field_text(Field::from_field_id(0), word);
        let mut question = Question::default();
        question.ask(term("无"), 0, 1.0);
        assert!(question.is_empty(), "no case has it");
        question.ask(term("甲"), POSTINGS - 1, 1.0);
        question.ask(term("乙"), 2, 1.0);
        question.ask(term("丙"), 1, 1.0);
        assert_eq!(question.terms.len(), 2, "the dear one is left out, the cheap one behind it is not");
        let mut question = Question::default();
        question.ask(term("甲"), POSTINGS + 1, 1.0);
        assert!(!question.is_empty());
    }
}
