//! The public judgments that cite an article (引用本条的裁判文书), in memory: who cites which article, counted by article.
//!
//! Every document is read once when a process begins and again whenever it changes; a round in between is one question to an
//! index of the database. A hundred thousand judgments are a gigabyte of text to read behind the readers' backs, and some
//! fifty megabytes to keep: the citations alone are kept, so that other laws at hand need no text read again. Stubs,
//! documents that are not public yet and documents that were taken back never count.

mod source;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};

use docket::store::{Docket, StoreError};
use law::day::{Day, Moment};
use law::ids::{CourtId, Stream};
use search::statutes::Library;
use search::statutes::cited::Cited;
use search::statutes::corpus::{Corpus, LawPlace, Place};
use search::statutes::law::{Law, Number};
use search::statutes::titles::number;
use tokio::sync::Mutex;

use crate::link::{of_year, only};
use source::{Changed, Key, Public};

/// Documents read between two updates of what readers see.
const BATCH: usize = 64;
/// Clocks of servers may differ by this much: what changed so long before the last look is looked at again.
const OVERLAP_MS: i64 = 10 * 60_000;
/// Judgments that are named.
const NEWEST: usize = 5;
/// Articles cited together with one that are named.
const TOGETHER: usize = 8;

/// A public judgment; what was decided first comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Judgment {
    /// The day it was decided; the day it was published where the case has none.
    pub day: Day,
    /// The court.
    pub court: CourtId,
    /// The matter.
    pub stream: Stream,
    /// Which of the matter's documents.
    pub nth: i64,
}

/// What is told of an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counted {
    /// Judgments that cite it in this wording.
    pub total: usize,
    /// The newest of them, the last decided first.
    pub newest: Vec<Judgment>,
    /// All of them by the year they were decided in.
    pub years: Vec<(i16, usize)>,
    /// Judgments that cite the article of its number in other wordings.
    pub elsewhere: usize,
    /// The articles most cited together with it, with how many judgments do so.
    pub together: Vec<(Place, usize)>,
}

/// An article as a judgment names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Cite {
    law: Cow<'static, str>,
    edition: Option<u16>,
    number: Number,
}

/// What is known of a document.
struct Known {
    version: i64,
    public: Option<(Judgment, Vec<Cite>)>,
}

struct Reader {
    known: BTreeMap<Key, Known>,
    seen: Moment,
}

impl Default for Reader {
    fn default() -> Reader {
        Reader { known: BTreeMap::new(), seen: Moment(0) }
    }
}

/// What the judgments cite of the laws at hand.
struct Ready {
    library: Arc<Library>,
    cited: Cited<Judgment>,
    /// Everything known is counted.
    whole: bool,
}

/// The public judgments and what they cite.
#[derive(Default)]
pub struct Judgments {
    reader: Mutex<Reader>,
    ready: RwLock<Option<Ready>>,
}

impl Judgments {
    /// Reads what changed since the last round, and counts it over these laws.
    ///
    /// # Errors
    /// The engine's own; what was read before stays.
    pub async fn follow(&self, docket: &Docket, library: &Arc<Library>) -> Result<(), StoreError> {
        let mut reader = self.reader.lock().await;
        self.over(&mut reader, library).await?;
        let from = Moment(reader.seen.0.saturating_sub(OVERLAP_MS).max(0));
        let changed = source::since(docket, from).await?;
        let seen = changed.iter().map(|one| one.changed_at).max().unwrap_or(reader.seen);
        let fresh = |one: &Changed| reader.known.get(&one.key).is_none_or(|known| known.version != one.version);
        let fresh: Vec<Changed> = changed.into_iter().filter(fresh).collect();
        for batch in fresh.chunks(BATCH) {
            self.take(&mut reader, docket, library, batch).await?;
        }
        reader.seen = reader.seen.max(seen);
        if let Some(ready) = self.ready.write().unwrap_or_else(PoisonError::into_inner).as_mut() {
            ready.whole = true;
        }
        Ok(())
    }

    /// Counts what is known over these laws, unless that was done.
    async fn over(&self, reader: &mut Reader, library: &Arc<Library>) -> Result<(), StoreError> {
        let of = |ready: &Ready| Arc::ptr_eq(&ready.library, library);
        if self.ready.read().unwrap_or_else(PoisonError::into_inner).as_ref().is_some_and(of) {
            return Ok(());
        }
        // where the task ends early, everything is read again
        let Reader { known, seen } = std::mem::take(reader);
        let laws = Arc::clone(library);
        let counted = tokio::task::spawn_blocking(move || {
            let mut cited = Cited::default();
            for (judgment, cites) in known.values().filter_map(|known| known.public.as_ref()) {
                cited.add(*judgment, places(&laws, judgment.day, cites));
            }
            (known, cited)
        });
        let (known, cited) = counted.await.map_err(|cause| StoreError::Failed(cause.to_string()))?;
        *reader = Reader { known, seen };
        *self.ready.write().unwrap_or_else(PoisonError::into_inner) =
            Some(Ready { library: Arc::clone(library), cited, whole: false });
        Ok(())
    }

    async fn take(
        &self,
        reader: &mut Reader,
        docket: &Docket,
        library: &Arc<Library>,
        batch: &[Changed],
    ) -> Result<(), StoreError> {
        let mut texts: Vec<(Key, i64, Option<Public>)> = Vec::with_capacity(batch.len());
        for one in batch {
            let public = if one.public { source::public(docket, one.key).await? } else { None };
            texts.push((one.key, public.as_ref().map_or(one.version, |public| public.version), public));
        }
        let laws = Arc::clone(library);
        let read = tokio::task::spawn_blocking(move || {
            let one = |(key, version, public): (Key, i64, Option<Public>)| {
                let public = public.map(|public| (public.judgment, cites(&public.text)));
                let places = public.as_ref().map(|(judgment, cites)| places(&laws, judgment.day, cites));
                (key, Known { version, public }, places.unwrap_or_default())
            };
            texts.into_iter().map(one).collect::<Vec<_>>()
        });
        let read = read.await.map_err(|cause| StoreError::Failed(cause.to_string()))?;
        let mut ready = self.ready.write().unwrap_or_else(PoisonError::into_inner);
        let Some(ready) = ready.as_mut() else { return Ok(()) };
        for (key, known, places) in read {
            let judgment = known.public.as_ref().map(|(judgment, _)| *judgment);
            let before = reader.known.insert(key, known);
            if let Some((before, _)) = before.and_then(|known| known.public) {
                ready.cited.remove(before);
            }
            if let Some(judgment) = judgment {
                ready.cited.add(judgment, places);
            }
        }
        Ok(())
    }

    /// What is told of an article; nothing while the judgments are being read.
    pub fn of(&self, library: &Arc<Library>, place: Place) -> Option<Counted> {
        let ready = self.ready.read().unwrap_or_else(PoisonError::into_inner);
        let ready = ready.as_ref().filter(|ready| ready.whole && Arc::ptr_eq(&ready.library, library))?;
        let mut years: BTreeMap<i16, usize> = BTreeMap::new();
        for judgment in ready.cited.cases(place) {
            *years.entry(judgment.day.year()).or_default() += 1;
        }
        let others = library.corpus().history(place).into_iter().map(|stage| stage.place);
        let others = others.filter(|other| *other != place).flat_map(|other| ready.cited.cases(other));
        Some(Counted {
            total: ready.cited.times(place),
            newest: ready.cited.cases(place).rev().take(NEWEST).collect(),
            years: years.into_iter().collect(),
            elsewhere: others.collect::<BTreeSet<Judgment>>().len(),
            together: ready.cited.together(place, TOGETHER),
        })
    }
}

/// The articles a text cites, each once.
fn cites(text: &str) -> Vec<Cite> {
    let all = judgment::citations(text).into_iter();
    let all = all.map(|one| Cite { edition: one.edition, number: number(&one), law: one.law });
    all.collect::<BTreeSet<Cite>>().into_iter().collect()
}

/// The articles at hand that are cited by a judgment of a day.
fn places(library: &Library, day: Day, cites: &[Cite]) -> Vec<Place> {
    cites.iter().filter_map(|cite| place(library, day, cite)).collect()
}

/// The article of the wording that is named, or was in force on the day; of a law that had ended by then its last, since what
/// happened before is judged by it.
fn place(library: &Library, day: Day, cite: &Cite) -> Option<Place> {
    let corpus = library.corpus();
    let title = library.titled(&cite.law)?;
    let wording = match cite.edition {
        Some(year) => of_year(corpus, title, year),
        None => corpus.as_of(title, day).map(|as_of| as_of.law).or_else(|| ended(corpus, title, day)),
    };
    only(corpus.numbered(wording?, cite.number))
}

fn ended(corpus: &Corpus, title: &str, day: Day) -> Option<LawPlace> {
    let begun = |law: &Law| law.since().is_some_and(|since| since <= day);
    corpus.newest(title).filter(|place| corpus.law(*place).is_some_and(begun))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::tests::{day, library};

    /// The ids of the articles a judgment of a day counts for.
    fn counted(text: &str, on: &str) -> Vec<String> {
        let library = library();
        let places = places(&library, day(on), &cites(text));
        places.iter().map(|place| library.corpus().article(*place).unwrap().1.id.clone()).collect()
    }

    #[test]
    fn a_judgment_counts_for_the_articles_as_they_read_when_it_was_decided() {
        for (text, on, expected) in [
            ("依照《民法典》第十条、第十条第一款、第1165条第二款之规定", "2021-06-01", vec!["mfd-10", "mfd-1165"]),
            ("《民法典》第十条至第十二条", "2021-06-01", vec!["mfd-10", "mfd-12"]),
            ("《道路交通安全法》第七十六条", "2010-01-01", vec!["jt1-76"]),
            ("《道路交通安全法》第七十六条", "2020-01-01", vec!["jt2-76"]),
            ("《道路交通安全法》（2011年修正）第七十六条", "2010-01-01", vec!["jt2-76"]),
            ("《民法典》第十条", "2020-12-31", vec![]),
            ("《反垄断法》第一条", "2021-06-01", vec![]),
            ("双方约定合同第十条", "2021-06-01", vec![]),
        ] {
            assert_eq!(counted(text, on), expected, "{text} {on}");
        }
    }

    #[test]
    fn a_law_that_has_ended_is_still_cited_for_what_happened_before() {
        let mut law = library().law(library().corpus().newest("刑法").unwrap()).unwrap().clone();
        law.status = search::statutes::law::Status::Repealed;
        let library = Library::in_memory(vec![law]).unwrap();
        let named = cites("《刑法》第二百六十四条");
        assert_eq!(places(&library, day("2021-06-01"), &named).len(), 1);
        assert_eq!(places(&library, day("1990-01-01"), &named).len(), 0, "nobody cites what is not there yet");
    }
}
