//! Who cites whom (引用网络): articles citing articles, read from their own texts. What cases cite is [`super::cited`]'s.

use std::collections::{BTreeMap, BTreeSet};

use judgment::{Via, Within};

use super::corpus::{Corpus, Place};
use super::law::Number;
use super::titles::{Titles, number};

/// Citations between articles.
#[derive(Debug, Clone, Default)]
pub struct Network {
    cites: BTreeMap<Place, BTreeSet<Place>>,
    cited: BTreeMap<Place, BTreeSet<Place>>,
}

impl Network {
    /// Reads the citations of all articles, as those of judgments are read.
    #[must_use]
    pub fn new(corpus: &Corpus, titles: &Titles) -> Self {
        let mut network = Self::default();
        for (place, ..) in corpus.articles().filter(|(.., found)| found.text.contains('条')) {
            for target in cited(corpus, titles, place).into_iter().filter(|target| *target != place) {
                network.cites.entry(place).or_default().insert(target);
                network.cited.entry(target).or_default().insert(place);
            }
        }
        network
    }

    /// The articles this one cites.
    pub fn cites(&self, place: Place) -> impl Iterator<Item = Place> {
        self.cites.get(&place).into_iter().flatten().copied()
    }

    /// The articles that cite this one.
    pub fn cited_by(&self, place: Place) -> impl Iterator<Item = Place> {
        self.cited.get(&place).into_iter().flatten().copied()
    }

    /// How many articles cite this one.
    #[must_use]
    pub fn times_cited(&self, place: Place) -> usize {
        self.cited.get(&place).map_or(0, BTreeSet::len)
    }

    /// How many citations between articles there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cites.values().map(BTreeSet::len).sum()
    }

    /// Whether no article cites another.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cites.is_empty()
    }
}

/// The articles an article cites, each as often as it does.
fn cited(corpus: &Corpus, titles: &Titles, place: Place) -> Vec<Place> {
    let Some((law, found)) = corpus.article(place) else { return Vec::new() };
    let Number { article, suffix } = found.number;
    let within = Within { law: &law.title, article, suffix };
    let mut places = Vec::new();
    let mut last: Option<(String, Number)> = None;
    for citation in judgment::citations_within(&found.text, within) {
        let here = (citation.law.to_string(), number(&citation));
        let again = citation.via == Via::List && last.as_ref() == Some(&here);
        last = Some(here);
        if again {
            continue;
        }
        if citation.via == Via::Preceding {
            // 前条 is the article before in the order of the law, which an inserted one may be
            let before = place.0.checked_sub(1).map(Place);
            places.extend(before.filter(|before| corpus.law_of(*before) == corpus.law_of(place)));
            continue;
        }
        let wording = |title: &str| if title == law.title { corpus.law_of(place) } else { corpus.newest(title) };
        let of = titles.of(corpus, &citation.law).and_then(wording);
        places.extend(of.into_iter().flat_map(|law| corpus.numbered(law, number(&citation))));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::super::tests::law;
    use super::*;

    fn network() -> (Corpus, Network) {
        let corpus = Corpus::new(vec![
            law(
                "甲",
                "中华人民共和国甲法",
                "2020-01-01",
                "2020-01-01",
                &[
                    "一。",
                    "违反本法第一条规定的，处罚。",
                    "依照本法第一条至第三条、《中华人民共和国乙法》第二条的规定。本法第四条除外。",
                    "依照《没有的法》第一条处理。",
                ],
            ),
            law(
                "乙",
                "中华人民共和国乙法",
                "2020-01-01",
                "2020-01-01",
                &["甲法讲的道理。", "二。", "第一条、第二条。"],
            ),
        ]);
        let network = Network::new(&corpus, &Titles::new(&corpus));
        (corpus, network)
    }

    fn ids(corpus: &Corpus, places: impl Iterator<Item = Place>) -> Vec<String> {
        places.map(|place| corpus.article(place).unwrap().1.id.clone()).collect()
    }

    #[test]
    fn articles_are_cited_within_and_across_laws() {
        let (corpus, network) = network();
        let cites = |id: &str| ids(&corpus, network.cites(corpus.by_id(id).unwrap()));
        assert_eq!(cites("甲/2"), ["甲/1"]);
        assert_eq!(cites("甲/3"), ["甲/1", "甲/2", "甲/4", "乙/2"]);
        assert_eq!(cites("乙/3"), ["乙/1", "乙/2"]);
        assert!(cites("甲/4").is_empty() && cites("乙/1").is_empty());
        assert_eq!(ids(&corpus, network.cited_by(corpus.by_id("甲/1").unwrap())), ["甲/2", "甲/3"]);
        assert_eq!(network.len(), 7);
    }

    #[test]
    fn an_article_leads_to_the_one_before_it_and_to_laws_named_for_short() {
        let mut law = law(
            "丙",
            "中华人民共和国丙法",
            "2020-01-01",
            "2020-01-01",
            &["一。", "一之一。", "依照前条和中华人民共和国丁法的规定。", "依照《关于丁的规定》第一条。"],
        );
        for (article, number) in law.articles.iter_mut().zip([(1, 0), (1, 1), (2, 0), (3, 0)]) {
            article.number = Number { article: number.0, suffix: number.1 };
        }
        let other = super::super::tests::law("丁", "某部关于丁的规定", "2020-01-01", "2020-01-01", &["一。"]);
        let corpus = Corpus::new(vec![law, other]);
        let network = Network::new(&corpus, &Titles::new(&corpus));
        let cites = |id: &str| ids(&corpus, network.cites(corpus.by_id(id).unwrap()));
        assert_eq!(cites("丙/3"), ["丙/2"], "the inserted article stands before it");
        assert_eq!(cites("丙/4"), ["丁/1"]);
    }
}
