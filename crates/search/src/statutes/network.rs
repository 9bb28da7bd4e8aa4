//! Who cites whom (引用网络): articles citing articles, read from their own texts, and cases citing articles, as handed in.

use std::collections::{BTreeMap, BTreeSet};

use super::ask::{Names, article};
use super::corpus::{Corpus, Place};
use super::law::Number;
use crate::words::fold;

/// Most articles a range such as 第十条至第二十条 stands for.
const LONGEST_RANGE: u32 = 60;

/// A case that cites an article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CaseCites {
    /// The case, by whatever names it.
    pub case: String,
    /// The article cited.
    pub place: Place,
}

/// Citations between articles, and from cases.
#[derive(Debug, Clone, Default)]
pub struct Network {
    cites: BTreeMap<Place, BTreeSet<Place>>,
    cited: BTreeMap<Place, BTreeSet<Place>>,
    cases: BTreeMap<Place, BTreeSet<String>>,
}

impl Network {
    /// Reads the citations of all articles.
    #[must_use]
    pub fn new(corpus: &Corpus, names: &Names) -> Self {
        let mut network = Self::default();
        for (place, law, found) in corpus.articles() {
            if !found.text.contains('条') {
                continue;
            }
            for (title, number) in citations(&found.text, names) {
                let of = match &title {
                    None => corpus.law_of(place),
                    Some(title) if *title == law.title => corpus.law_of(place),
                    Some(title) => corpus.newest(title),
                };
                let targets: Vec<Place> = of.into_iter().flat_map(|law| corpus.numbered(law, number)).collect();
                for target in targets.into_iter().filter(|target| *target != place) {
                    network.cites.entry(place).or_default().insert(target);
                    network.cited.entry(target).or_default().insert(place);
                }
            }
        }
        network
    }

    /// Takes in what cases cite; the same case citing the same article twice counts once.
    pub fn add_cases(&mut self, citations: impl IntoIterator<Item = CaseCites>) {
        for citation in citations {
            self.cases.entry(citation.place).or_default().insert(citation.case);
        }
    }

    /// The articles this one cites.
    pub fn cites(&self, place: Place) -> impl Iterator<Item = Place> {
        self.cites.get(&place).into_iter().flatten().copied()
    }

    /// The articles that cite this one.
    pub fn cited_by(&self, place: Place) -> impl Iterator<Item = Place> {
        self.cited.get(&place).into_iter().flatten().copied()
    }

    /// The cases that cite this one.
    pub fn cases(&self, place: Place) -> impl Iterator<Item = &str> {
        self.cases.get(&place).into_iter().flatten().map(String::as_str)
    }

    /// How many articles and how many cases cite this one.
    #[must_use]
    pub fn times_cited(&self, place: Place) -> (usize, usize) {
        (self.cited.get(&place).map_or(0, BTreeSet::len), self.cases.get(&place).map_or(0, BTreeSet::len))
    }

    /// The articles most cited together with this one by cases, with how many cases do so, the most first.
    #[must_use]
    pub fn together(&self, place: Place, most: usize) -> Vec<(Place, usize)> {
        let Some(own) = self.cases.get(&place) else { return Vec::new() };
        let shared = self.cases.iter().filter(|(other, _)| **other != place);
        let mut together: Vec<(Place, usize)> = shared
            .map(|(other, cases)| (*other, cases.intersection(own).count()))
            .filter(|(_, shared)| *shared > 0)
            .collect();
        together.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        together.truncate(most);
        together
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

/// The articles a text cites: the law by its title, or nothing for the law the text stands in.
fn citations(text: &str, names: &Names) -> Vec<(Option<String>, Number)> {
    let folded = fold(text);
    let mut laws: BTreeMap<usize, (usize, &str)> = BTreeMap::new();
    for (range, title) in names.find(&folded) {
        // only a title in its marks is a citation: 商标法 inside a sentence is a word
        if folded.get(..range.start).is_some_and(|before| before.ends_with('《')) {
            laws.insert(range.start, (range.end, title));
        }
    }
    let mut found = Vec::new();
    let mut law: Option<&str> = None;
    let mut last: Option<Number> = None;
    let mut at = 0;
    while let Some(rest) = folded.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some((end, title)) = laws.get(&at) {
            (law, last, at) = (Some(*title), None, *end);
        } else if let Some((named, length)) = rest.starts_with('第').then(|| article(rest, false)).flatten() {
            let number = named.number.unwrap_or_default();
            if folded.get(..at).is_some_and(|before| before.ends_with('至'))
                && let Some(from) = last
            {
                let between = (from.article + 1)..number.article.min(from.article.saturating_add(LONGEST_RANGE));
                found.extend(between.map(|article| (law.map(str::to_owned), Number::new(article))));
            }
            found.push((law.map(str::to_owned), number));
            (last, at) = (Some(number), at + length);
        } else {
            let c = rest.chars().next().unwrap_or(' ');
            if matches!(c, '。' | '；' | '\n') || rest.starts_with("本法") || rest.starts_with("本条例") {
                (law, last) = (None, None);
            }
            // another law's number, whose law is not at hand
            if c == '《' {
                law = Some("");
            }
            at += c.len_utf8();
        }
    }
    found
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
        let network = Network::new(&corpus, &Names::new(&corpus));
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
    fn cases_count_once_each_and_show_what_is_cited_together() {
        let (corpus, mut network) = network();
        let place = |id: &str| corpus.by_id(id).unwrap();
        let cites = |case: &str, id: &str| CaseCites { case: case.into(), place: place(id) };
        network.add_cases([
            cites("1号", "甲/1"),
            cites("1号", "甲/1"),
            cites("1号", "乙/2"),
            cites("2号", "甲/1"),
            cites("2号", "乙/2"),
        ]);
        network.add_cases([cites("2号", "乙/1")]);
        assert_eq!(network.times_cited(place("甲/1")), (2, 2));
        assert_eq!(network.together(place("甲/1"), 5), [(place("乙/2"), 2), (place("乙/1"), 1)]);
        assert!(network.together(place("甲/4"), 5).is_empty());
        assert_eq!(network.cases(place("甲/1")).collect::<Vec<_>>(), ["1号", "2号"]);
    }
}
