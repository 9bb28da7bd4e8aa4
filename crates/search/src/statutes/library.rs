//! The library of laws (法规库): laws, their index, their citations, and what was learnt from readers, in one folder.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::ask::Names;
use super::corpus::{Corpus, LawPlace, Place};
use super::frame::Frame;
use super::law::Law;
use super::learn::{DIRECTIONS, Learnt, Ranker, Sense};
use super::network::Network;
use super::quote::quote;
use super::signals::Signals;
use super::suggest::Suggesting;
use super::synonyms::Synonyms;
use super::terms::{LONGEST_CHARS, Terms, head};
use super::titles::Titles;
use super::zones::Zones;
use crate::words::{Cutter, Grain};

/// Form of the folder; another number is built anew.
const EDITION: u32 = 2;
const LAWS: &str = "laws.json";
const INDEX: &str = "index";
/// Seed of the directions of meaning.
const SEED: u64 = 7;

/// Why a library could not be built or opened.
#[derive(Debug)]
pub enum Fault {
    /// The folder could not be read or written.
    Folder(std::io::Error),
    /// The index could not be read or written.
    Index(tantivy::TantivyError),
    /// The folder holds another edition, or something else.
    Form(String),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(cause) => write!(f, "folder of laws: {cause}"),
            Self::Index(cause) => write!(f, "index of laws: {cause}"),
            Self::Form(cause) => write!(f, "form of laws: {cause}"),
        }
    }
}

impl std::error::Error for Fault {}

impl From<std::io::Error> for Fault {
    fn from(cause: std::io::Error) -> Self {
        Self::Folder(cause)
    }
}

impl From<tantivy::TantivyError> for Fault {
    fn from(cause: tantivy::TantivyError) -> Self {
        Self::Index(cause)
    }
}

#[derive(Serialize, Deserialize)]
struct Kept<L> {
    edition: u32,
    laws: L,
}

/// Laws that can be searched.
#[derive(Debug)]
pub struct Library {
    corpus: Corpus,
    zones: Zones,
    frame: Frame,
    names: Names,
    titles: Titles,
    network: Network,
    synonyms: Synonyms,
    suggesting: Suggesting,
    ranker: Option<Ranker>,
    sense: OnceLock<Sense>,
}

impl Library {
    /// A library in memory.
    ///
    /// # Errors
    /// When the index cannot be built.
    pub fn in_memory(laws: Vec<Law>) -> Result<Self, Fault> {
        let corpus = Corpus::new(laws);
        let zones = Zones::build(&corpus, None)?;
        Ok(Self::over(corpus, zones))
    }

    /// Builds a library in a folder, in place of the one that was there; half a library never stands there.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn build(folder: &Path, laws: Vec<Law>) -> Result<Self, Fault> {
        let mut name = folder.file_name().unwrap_or_default().to_owned();
        name.push(".new");
        let fresh = folder.with_file_name(name);
        remove(&fresh)?;
        fs::create_dir_all(fresh.join(INDEX))?;
        let corpus = Corpus::new(laws);
        drop(Zones::build(&corpus, Some(&fresh.join(INDEX)))?);
        let laws: Vec<&Law> = corpus.laws().map(|(_, law)| law).collect();
        let kept =
            serde_json::to_vec(&Kept { edition: EDITION, laws }).map_err(|cause| Fault::Form(cause.to_string()))?;
        fs::write(fresh.join(LAWS), kept)?;
        remove(folder)?;
        fs::rename(&fresh, folder)?;
        let zones = Zones::open(&corpus, &folder.join(INDEX))?;
        Ok(Self::over(corpus, zones))
    }

    /// Opens the library of a folder.
    ///
    /// # Errors
    /// When the folder holds none of this edition; it is then to be built anew.
    pub fn open(folder: &Path) -> Result<Self, Fault> {
        let kept: Kept<Vec<Law>> =
            serde_json::from_slice(&fs::read(folder.join(LAWS))?).map_err(|cause| Fault::Form(cause.to_string()))?;
        if kept.edition != EDITION {
            return Err(Fault::Form(format!("edition {}", kept.edition)));
        }
        let corpus = Corpus::new(kept.laws);
        let zones = Zones::open(&corpus, &folder.join(INDEX))?;
        Ok(Self::over(corpus, zones))
    }

    fn over(corpus: Corpus, zones: Zones) -> Self {
        let titles = Titles::new(&corpus);
        Self {
            frame: Frame::new(&corpus),
            names: Names::new(&corpus),
            network: Network::new(&corpus, &titles),
            suggesting: Suggesting::new(&zones),
            synonyms: Synonyms::shipped(),
            ranker: None,
            sense: OnceLock::new(),
            corpus,
            zones,
            titles,
        }
    }

    /// Lets what was learnt rank from now on; nothing learnt ranks by words alone.
    pub fn use_learnt(&mut self, learnt: Option<&Learnt>) {
        self.ranker = learnt.map(|learnt| Ranker::new(learnt, self));
    }

    /// Laws by title, wording and day.
    #[must_use]
    pub const fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// Who cites whom.
    #[must_use]
    pub const fn network(&self) -> &Network {
        &self.network
    }

    /// The title, as the source writes it, of a law that a text names in full, for short, or with other brackets.
    #[must_use]
    pub fn titled(&self, written: &str) -> Option<&str> {
        self.titles.of(&self.corpus, written)
    }

    /// Names of the laws.
    #[must_use]
    pub const fn names(&self) -> &Names {
        &self.names
    }

    /// The table of what people say.
    #[must_use]
    pub const fn synonyms(&self) -> &Synonyms {
        &self.synonyms
    }

    pub(super) const fn zones(&self) -> &Zones {
        &self.zones
    }

    pub(super) const fn frame(&self) -> &Frame {
        &self.frame
    }

    pub(super) const fn suggesting(&self) -> &Suggesting {
        &self.suggesting
    }

    pub(super) const fn ranker(&self) -> Option<&Ranker> {
        self.ranker.as_ref()
    }

    /// Directions of meaning of the articles, found when first needed.
    pub(super) fn sense(&self) -> &Sense {
        self.sense.get_or_init(|| {
            let texts: Vec<&str> = self.corpus.articles().map(|(_, _, article)| article.text.as_str()).collect();
            let words: Vec<Vec<String>> =
                texts.par_iter().map(|text| Cutter::shared().list(head(text, LONGEST_CHARS), Grain::Words)).collect();
            Sense::new(&words, words.len(), DIRECTIONS, SEED)
        })
    }

    /// How every article fits by words alone.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn signals(&self, terms: &Terms) -> tantivy::Result<Signals> {
        Signals::of(&self.zones, &self.corpus, terms)
    }

    /// An article as a court cites it, or one of its paragraphs or items.
    #[must_use]
    pub fn quote(&self, place: Place, paragraph: Option<u32>, item: Option<u32>) -> Option<String> {
        self.corpus.article(place).map(|(law, article)| quote(law, article, paragraph, item))
    }

    /// The law at a place.
    #[must_use]
    pub fn law(&self, place: LawPlace) -> Option<&Law> {
        self.corpus.law(place)
    }
}

fn remove(folder: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(cause),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{laws, library};
    use super::*;

    #[test]
    fn a_library_is_built_opened_and_replaced() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("laws");
        let built = Library::build(&folder, laws()).unwrap();
        let opened = Library::open(&folder).unwrap();
        assert_eq!(built.corpus().len(), opened.corpus().len());
        let fewer = Library::build(&folder, laws().into_iter().take(1).collect()).unwrap();
        assert!(fewer.corpus().len() < opened.corpus().len());
        assert_eq!(Library::open(&folder).unwrap().corpus().len(), fewer.corpus().len());
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 1, "nothing half-built is left");
    }

    #[test]
    fn a_folder_of_another_form_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(Library::open(folder.path()), Err(Fault::Folder(_))));
        fs::write(folder.path().join(LAWS), b"\x00\xffnot laws").unwrap();
        assert!(matches!(Library::open(folder.path()), Err(Fault::Form(_))));
        fs::write(folder.path().join(LAWS), br#"{"edition":0,"laws":[]}"#).unwrap();
        assert!(Library::open(folder.path()).unwrap_err().to_string().contains("edition 0"));
    }

    #[test]
    fn an_article_is_quoted() {
        let library = library();
        let place = library.corpus().by_id("民/1").unwrap();
        assert_eq!(library.quote(place, None, None).as_deref(), Some("《中华人民共和国民法典》第一条"));
        assert_eq!(library.quote(Place(9_999), None, None), None);
    }
}
