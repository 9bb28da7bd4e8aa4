//! The index of articles (索引): a tantivy index of one segment, read zone by zone.
//!
//! A zone (检索字段) is scored by BM25 with its own lengths; how zones weigh against each other is decided by whoever
//! asks. Scores come as one number for each article, so that every reader of them sees the same ones. Only terms that
//! this crate cut itself reach the index: nothing a reader types is ever parsed as a query.

use std::path::Path;

use tantivy::directory::{MmapDirectory, RamDirectory};
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};
use tantivy::{DocSet, Index, IndexBuilder, ReloadPolicy, Searcher, TERMINATED, TantivyDocument, Term};

use super::corpus::{Corpus, index};
use super::law::short_title;
use super::lay::questions;
use crate::words::{Grain, GramTokenizer, WordTokenizer};

const WORDS: &str = "mingjing_words";
const GRAMS: &str = "mingjing_grams";
/// Memory a build may take for postings, in bytes.
const BUILD_BYTES: usize = 400 << 20;

/// A part of an article that is scored by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    /// Title of the law (标题).
    Title,
    /// Part, chapter and section (编章节).
    Chapter,
    /// Text, by words.
    Text,
    /// Text, by pairs of characters: finds what the dictionary cuts otherwise.
    Grams,
    /// What people ask that it answers, by words.
    Asked,
    /// The same by pairs of characters.
    AskedGrams,
}

/// A term and how much it counts.
pub type Weighted = (String, f32);

/// The index, open for reading.
pub struct Zones {
    searcher: Searcher,
    fields: [(Zone, Field); 6],
    articles: usize,
    /// Articles that have questions people ask.
    asked: u64,
}

impl std::fmt::Debug for Zones {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Zones").field("articles", &self.articles).finish_non_exhaustive()
    }
}

fn schema() -> (Schema, [(Zone, Field); 6]) {
    let mut builder = Schema::builder();
    let mut field = |name: &str, tokenizer: &str| {
        let indexing =
            TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(IndexRecordOption::WithFreqs);
        builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
    };
    let fields = [
        (Zone::Title, field("title", WORDS)),
        (Zone::Chapter, field("chapter", WORDS)),
        (Zone::Text, field("text", WORDS)),
        (Zone::Grams, field("grams", GRAMS)),
        (Zone::Asked, field("asked", WORDS)),
        (Zone::AskedGrams, field("asked_grams", GRAMS)),
    ];
    (builder.build(), fields)
}

fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::new();
    manager.register(WORDS, TextAnalyzer::from(WordTokenizer::new(Grain::Words)));
    manager.register(GRAMS, TextAnalyzer::from(GramTokenizer));
    manager
}

impl Zones {
    /// Builds the index in an empty folder, or in memory.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn build(corpus: &Corpus, folder: Option<&Path>) -> tantivy::Result<Self> {
        let (schema, fields) = schema();
        let builder = IndexBuilder::new().schema(schema).tokenizers(tokenizers());
        let mut writer = match folder {
            Some(folder) => builder.single_segment_index_writer(MmapDirectory::open(folder)?, BUILD_BYTES)?,
            None => builder.single_segment_index_writer(RamDirectory::create(), BUILD_BYTES)?,
        };
        for (_, law, article) in corpus.articles() {
            let mut document = TantivyDocument::default();
            for (zone, field) in fields {
                document.add_text(
                    field,
                    match zone {
                        Zone::Title => short_title(&law.title),
                        Zone::Chapter => &article.chapter,
                        Zone::Text | Zone::Grams => &article.text,
                        Zone::Asked | Zone::AskedGrams => questions(law, article.number),
                    },
                );
            }
            writer.add_document(document)?;
        }
        Self::over(&writer.finalize()?, corpus)
    }

    /// Opens the index of a folder that was built over these articles.
    ///
    /// # Errors
    /// When the folder holds no such index.
    pub fn open(corpus: &Corpus, folder: &Path) -> tantivy::Result<Self> {
        let mut index = Index::open_in_dir(folder)?;
        index.set_tokenizers(tokenizers());
        Self::over(&index, corpus)
    }

    fn over(index: &Index, corpus: &Corpus) -> tantivy::Result<Self> {
        let articles = corpus.len();
        let (schema, fields) = schema();
        if index.schema() != schema {
            return Err(tantivy::TantivyError::SchemaError("the index is of another edition".into()));
        }
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let searcher = reader.searcher();
        let held: u64 = searcher.num_docs();
        if searcher.segment_readers().len() > 1 || usize::try_from(held) != Ok(articles) {
            return Err(tantivy::TantivyError::SchemaError("the index is of other laws".into()));
        }
        let asked = corpus.articles().filter(|(_, law, article)| !questions(law, article.number).is_empty()).count();
        Ok(Self { searcher, fields, articles, asked: u64::try_from(asked).unwrap_or_default() })
    }

    /// How many articles it holds.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.articles
    }

    /// Whether it holds none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.articles == 0
    }

    /// BM25 of every article in one zone, by place; articles without any of the terms score zero.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn scores(&self, zone: Zone, terms: &[Weighted]) -> tantivy::Result<Vec<f32>> {
        let mut scores = vec![0.0_f32; self.articles];
        let Some((_, field)) = self.fields.iter().find(|(kind, _)| *kind == zone) else { return Ok(scores) };
        let Some(segment) = self.searcher.segment_readers().first() else { return Ok(scores) };
        let inverted = segment.inverted_index(*field)?;
        let norms = segment.get_fieldnorms_reader(*field)?;
        // most articles have no questions, and the mean length is that of those that do
        let documents = match zone {
            Zone::Asked | Zone::AskedGrams => self.asked,
            _ => u64::from(segment.max_doc()),
        };
        let average = ratio(inverted.total_num_tokens(), documents);
        for (word, weight) in terms {
            let term = Term::from_field_text(*field, word);
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)? else { continue };
            let seen = u64::from(postings.doc_freq());
            let bm25 = Bm25Weight::for_one_term_without_explain(seen, documents, average).boost_by(*weight);
            while postings.doc() != TERMINATED {
                let document = postings.doc();
                if let Some(score) = scores.get_mut(index(document)) {
                    *score +=
                        bm25.score(norms.fieldnorm_id(document), tantivy::postings::Postings::term_freq(&postings));
                }
                postings.advance();
            }
        }
        Ok(scores)
    }

    /// The words of the texts with how many articles have them.
    #[must_use]
    pub fn words(&self) -> Vec<(String, u32)> {
        let field = self.fields.iter().find(|(kind, _)| *kind == Zone::Text).map(|(_, field)| *field);
        let segment = self.searcher.segment_readers().first();
        let (Some(field), Some(segment)) = (field, segment) else { return Vec::new() };
        let Ok(inverted) = segment.inverted_index(field) else { return Vec::new() };
        let Ok(mut stream) = inverted.terms().stream() else { return Vec::new() };
        let mut words = Vec::new();
        while stream.advance() {
            if let Ok(word) = std::str::from_utf8(stream.key()) {
                words.push((word.to_owned(), stream.value().doc_freq));
            }
        }
        words
    }

    /// In how many articles a term stands in a zone.
    #[must_use]
    pub fn seen(&self, zone: Zone, word: &str) -> u32 {
        let field = self.fields.iter().find(|(kind, _)| *kind == zone).map(|(_, field)| *field);
        let segment = self.searcher.segment_readers().first();
        let (Some(field), Some(segment)) = (field, segment) else { return 0 };
        let inverted = segment.inverted_index(field).ok();
        inverted.and_then(|inverted| inverted.doc_freq(&Term::from_field_text(field, word)).ok()).unwrap_or_default()
    }
}

/// Tokens a document, as the formula takes it.
fn ratio(tokens: u64, documents: u64) -> f32 {
    let float = |count: u64| {
        f32::from(u16::try_from(count >> 16).unwrap_or(u16::MAX)) * 65_536.0
            + f32::from(u16::try_from(count & 0xFFFF).unwrap_or_default())
    };
    if documents == 0 { 0.0 } else { float(tokens) / float(documents) }
}

#[cfg(test)]
mod tests {
    use super::super::tests::law;
    use super::*;

    fn corpus() -> Corpus {
        Corpus::new(vec![
            law("1", "中华人民共和国民法典", "2020-05-28", "2021-01-01", &["借款人应当返还借款。", "租赁物应当返还。"]),
            law("2", "中华人民共和国商标法", "2019-04-23", "1983-03-01", &["商标应当有显著特征。"]),
        ])
    }

    fn terms(words: &[&str]) -> Vec<Weighted> {
        words.iter().map(|word| ((*word).to_owned(), 1.0)).collect()
    }

    #[test]
    fn each_zone_scores_by_its_own_words() {
        let zones = Zones::build(&corpus(), None).unwrap();
        let text = zones.scores(Zone::Text, &terms(&["借款", "返还"])).unwrap();
        assert!(text[0] > text[1] && text[1] > 0.0 && text[2] == 0.0);
        let title = zones.scores(Zone::Title, &terms(&["商标法"])).unwrap();
        assert!(title[2] > 0.0 && title[0] == 0.0);
        assert!(zones.scores(Zone::Grams, &terms(&["租赁"])).unwrap()[1] > 0.0);
        assert_eq!(zones.seen(Zone::Text, "返还"), 2);
        assert_eq!(zones.seen(Zone::Text, "从没有的词"), 0);
    }

    #[test]
    fn a_weight_scales_a_term() {
        let zones = Zones::build(&corpus(), None).unwrap();
        let once = zones.scores(Zone::Text, &[("返还".into(), 1.0)]).unwrap();
        let half = zones.scores(Zone::Text, &[("返还".into(), 0.5)]).unwrap();
        assert!((once[1] - 2.0 * half[1]).abs() < 1e-5);
    }

    #[test]
    fn an_index_is_opened_again_over_the_same_laws_only() {
        let folder = tempfile::tempdir().unwrap();
        let built = Zones::build(&corpus(), Some(folder.path())).unwrap();
        let opened = Zones::open(&corpus(), folder.path()).unwrap();
        let ask = terms(&["返还"]);
        assert_eq!(built.scores(Zone::Text, &ask).unwrap(), opened.scores(Zone::Text, &ask).unwrap());
        let fewer = Corpus::new(vec![law("1", "甲法", "2020-05-28", "2021-01-01", &["甲"])]);
        assert!(Zones::open(&fewer, folder.path()).is_err());
        assert!(Zones::open(&corpus(), tempfile::tempdir().unwrap().path()).is_err());
    }

    #[test]
    fn no_laws_make_an_empty_index() {
        let zones = Zones::build(&Corpus::default(), None).unwrap();
        assert!(zones.is_empty() && zones.scores(Zone::Text, &terms(&["法"])).unwrap().is_empty());
    }
}
