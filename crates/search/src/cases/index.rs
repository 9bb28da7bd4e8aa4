//! The index of concluded cases on disk.
//!
//! It is a copy: the docket stays the truth. Each commit carries, for every court, the position of the
//! last entry fed, so that after a crash the feed goes on where the last commit stood. A case fed
//! twice replaces itself.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use law::ids::{CauseId, CourtId};
use rayon::prelude::*;
use tantivy::directory::MmapDirectory;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term};

use super::card::{Concluded, band};
use super::grams::{normal, pairs, spaced};
use super::space::packed;
use super::spaces::Spaces;

/// Why the index could not do what was asked.
#[derive(Debug)]
pub enum Trouble {
    /// The index itself.
    Index(tantivy::TantivyError),
    /// A file beside it.
    File(std::io::Error),
    /// What is stored is not of this edition: rebuild.
    Foreign(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index(error) => write!(out, "case index: {error}"),
            Self::File(error) => write!(out, "case index: {error}"),
            Self::Foreign(what) => write!(out, "case index must be rebuilt: {what}"),
        }
    }
}

impl std::error::Error for Trouble {}

impl From<tantivy::TantivyError> for Trouble {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Index(error)
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self::File(error)
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    pub id: Field,
    pub facts: Field,
    pub reasons: Field,
    pub tags: Field,
    pub court: Field,
    pub secrecy: Field,
    pub date: Field,
    pub level: Field,
    pub text: Field,
    pub place: Field,
    pub card: Field,
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let words = |tokenizer: &str| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(IndexRecordOption::WithFreqs)
            .set_fieldnorms(true);
        TextOptions::default().set_indexing_options(indexing)
    };
    let fields = Fields {
        id: schema.add_text_field("id", STRING),
        facts: schema.add_text_field("facts", words("spaced")),
        reasons: schema.add_text_field("reasons", words("spaced")),
        tags: schema.add_text_field("tags", words("raw")),
        court: schema.add_u64_field("court", FAST | INDEXED),
        secrecy: schema.add_u64_field("secrecy", FAST),
        date: schema.add_u64_field("date", FAST),
        level: schema.add_u64_field("level", FAST),
        text: schema.add_text_field("text", STORED),
        place: schema.add_bytes_field("place", STORED),
        card: schema.add_text_field("card", STORED),
    };
    (schema.build(), fields)
}

/// The index of concluded cases, open for reading.
pub struct Cases {
    pub(super) index: Index,
    pub(super) reader: IndexReader,
    pub(super) fields: Fields,
    pub(super) spaces: Option<Arc<Spaces>>,
    directory: PathBuf,
}

impl Cases {
    /// Opens the index of a directory, or makes an empty one.
    pub fn open(directory: &Path) -> Result<Self, Trouble> {
        std::fs::create_dir_all(directory)?;
        let (schema, fields) = schema();
        let files = MmapDirectory::open(directory).map_err(tantivy::TantivyError::from)?;
        if Index::exists(&files).unwrap_or(false) && Index::open(files.clone())?.schema() != schema {
            return Err(Trouble::Foreign("its fields are of another edition".into()));
        }
        let index = Index::open_or_create(files, schema)?;
        index.tokenizers().register("spaced", TextAnalyzer::builder(WhitespaceTokenizer::default()).build());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let spaces = Spaces::load(directory)?.map(Arc::new);
        Ok(Self { index, reader, fields, spaces, directory: directory.to_owned() })
    }

    /// Fits the similarity spaces on a sample of concluded cases' facts and keeps them beside the
    /// index. Cases fed before must be fed again (rebuild) to be placed.
    pub fn learn<'a>(&mut self, facts: impl IntoIterator<Item = &'a str>) -> Result<(), Trouble> {
        let spaces = Spaces::fit(facts);
        spaces.save(&self.directory)?;
        self.spaces = Some(Arc::new(spaces));
        Ok(())
    }

    /// Shows what was committed since.
    pub fn refresh(&self) -> Result<(), Trouble> {
        Ok(self.reader.reload()?)
    }

    /// How many cases are findable.
    pub fn count(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// The last position committed for each court.
    pub fn positions(&self) -> Result<BTreeMap<CourtId, u64>, Trouble> {
        match self.index.load_metas()?.payload {
            None => Ok(BTreeMap::new()),
            Some(payload) => serde_json::from_str(&payload)
                .map_err(|error| Trouble::Foreign(format!("its positions do not read: {error}"))),
        }
    }

    /// The one writer. A second one, in this process or another, is refused.
    pub fn feeder(&self, memory_bytes: usize) -> Result<Feeder, Trouble> {
        Ok(Feeder {
            writer: self.index.writer_with_num_threads(2, memory_bytes.max(40_000_000))?,
            fields: self.fields,
            spaces: self.spaces.clone(),
            positions: self.positions()?,
        })
    }

    /// Empties the index and feeds it anew.
    pub fn rebuild(&self, memory_bytes: usize, cases: impl IntoIterator<Item = Concluded>) -> Result<u64, Trouble> {
        let mut feeder = self.feeder(memory_bytes)?;
        feeder.writer.delete_all_documents()?;
        feeder.positions.clear();
        let fed = feeder.pour(cases)?;
        feeder.commit()?;
        feeder.writer.wait_merging_threads()?;
        self.refresh()?;
        Ok(fed)
    }
}

/// Cases cut at a time on all cores.
const BATCH: usize = 1_024;

/// Takes concluded cases in.
pub struct Feeder {
    writer: IndexWriter,
    fields: Fields,
    spaces: Option<Arc<Spaces>>,
    positions: BTreeMap<CourtId, u64>,
}

impl Feeder {
    /// Takes one case; it is findable after [`Feeder::commit`] and [`Cases::refresh`].
    pub fn feed(&mut self, case: &Concluded) -> Result<(), Trouble> {
        self.writer.delete_term(Term::from_field_text(self.fields.id, &case.card.id));
        self.add(case, document(case, self.fields, self.spaces.as_deref()))
    }

    /// Takes many cases that the index does not have yet, cut on all cores.
    pub fn pour(&mut self, cases: impl IntoIterator<Item = Concluded>) -> Result<u64, Trouble> {
        let mut cases = cases.into_iter();
        let mut fed = 0;
        loop {
            let batch: Vec<Concluded> = cases.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                return Ok(fed);
            }
            let (fields, spaces) = (self.fields, self.spaces.as_deref());
            let documents: Vec<TantivyDocument> = batch.par_iter().map(|case| document(case, fields, spaces)).collect();
            for (case, document) in batch.iter().zip(documents) {
                self.add(case, document)?;
                fed += 1;
            }
        }
    }

    fn add(&mut self, case: &Concluded, document: TantivyDocument) -> Result<(), Trouble> {
        self.writer.add_document(document)?;
        let last = self.positions.entry(case.card.court).or_default();
        *last = case.position.max(*last);
        Ok(())
    }

    /// Takes a case out, as when a judgment is withdrawn from sight.
    pub fn remove(&mut self, id: &str) {
        self.writer.delete_term(Term::from_field_text(self.fields.id, id));
    }

    /// Puts on disk what was fed, together with the positions.
    pub fn commit(&mut self) -> Result<(), Trouble> {
        let positions = serde_json::to_string(&self.positions).map_err(std::io::Error::from)?;
        let mut prepared = self.writer.prepare_commit()?;
        prepared.set_payload(&positions);
        prepared.commit()?;
        Ok(())
    }
}

/// The tags by which signals beside the words are found.
pub(super) fn tags(causes: &[CauseId], articles: &[String], amount_fen: Option<i64>) -> Vec<String> {
    let causes = causes.iter().map(|cause| format!("c{}", cause.0));
    let articles = articles.iter().map(|article| format!("a{article}"));
    causes.chain(articles).chain(amount_fen.map(|amount| format!("m{}", band(amount)))).collect()
}

fn document(case: &Concluded, fields: Fields, spaces: Option<&Spaces>) -> TantivyDocument {
    let facts = normal(&case.facts);
    let (words, counts) = spaced(&facts);
    let mut document = TantivyDocument::new();
    document.add_text(fields.id, &case.card.id);
    document.add_text(fields.facts, words);
    document.add_text(fields.reasons, spaced(&normal(&case.reasons)).0);
    for tag in tags(&case.card.causes, &case.card.articles, case.card.amount_fen) {
        document.add_text(fields.tags, tag);
    }
    document.add_u64(fields.court, u64::from(case.card.court.0));
    document.add_u64(fields.secrecy, u64::from(case.card.secrecy));
    document.add_u64(fields.date, u64::from(case.card.date));
    document.add_u64(fields.level, u64::from(case.card.level));
    document.add_text(fields.text, &case.facts);
    if let Some(spaces) = spaces {
        let mut bytes = spaces.print.to_le_bytes().to_vec();
        bytes.extend(packed(&spaces.place(&counts, &pairs(&facts))));
        document.add_bytes(fields.place, &bytes);
    }
    document.add_text(fields.card, serde_json::to_string(&case.card).unwrap_or_default());
    document
}
