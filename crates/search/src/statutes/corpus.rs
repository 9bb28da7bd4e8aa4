//! All laws at hand, by title, wording and day (法律版本): which wording was in force when, and the history of an article.

use std::collections::BTreeMap;

use law::day::Day;
use serde::{Deserialize, Serialize};

use super::law::{Article, Law, Number, Status, short_title};

/// An article among all of them: its place, counted in the order of the laws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place(pub u32);

/// A law among all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LawPlace(pub u32);

/// The wording a law had on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    /// The wording.
    pub law: LawPlace,
    /// False where the law was in force then but its wording of that day is not at hand: this is the nearest later one.
    pub exact: bool,
}

/// A stretch of the history of an article (条文沿革).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The article in that wording.
    pub place: Place,
    /// First day.
    pub since: Option<Day>,
    /// First day on which it no longer was so.
    pub until: Option<Day>,
    /// Whether its text differs from the stage before.
    pub changed: bool,
}

/// Laws and their articles.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    laws: Vec<Law>,
    /// For each article its law and its place within it.
    articles: Vec<(u32, u32)>,
    /// First article of each law.
    first: Vec<u32>,
    /// Wordings of each title, the oldest first.
    titles: BTreeMap<String, Vec<LawPlace>>,
    ids: BTreeMap<String, Place>,
    /// Title to the day it was repealed by another law.
    repealed: BTreeMap<String, Day>,
}

impl Corpus {
    /// Takes the laws in.
    #[must_use]
    pub fn new(laws: Vec<Law>) -> Self {
        let mut corpus = Self { repealed: super::repeal::days(&laws), ..Self::default() };
        for (place, law) in laws.iter().enumerate() {
            let place = count(place);
            corpus.first.push(count(corpus.articles.len()));
            corpus.titles.entry(law.title.clone()).or_default().push(LawPlace(place));
            for (within, article) in law.articles.iter().enumerate() {
                corpus.ids.entry(article.id.clone()).or_insert(Place(count(corpus.articles.len())));
                corpus.articles.push((place, count(within)));
            }
        }
        for wordings in corpus.titles.values_mut() {
            wordings.sort_by_key(|place| laws.get(index(place.0)).map(|law| (law.since(), law.published)));
        }
        corpus.laws = laws;
        corpus
    }

    /// All laws, each with its place.
    pub fn laws(&self) -> impl Iterator<Item = (LawPlace, &Law)> {
        self.laws.iter().enumerate().map(|(place, law)| (LawPlace(count(place)), law))
    }

    /// The law at a place.
    #[must_use]
    pub fn law(&self, place: LawPlace) -> Option<&Law> {
        self.laws.get(index(place.0))
    }

    /// The article at a place, with its law.
    #[must_use]
    pub fn article(&self, place: Place) -> Option<(&Law, &Article)> {
        let (law, within) = self.articles.get(index(place.0)).copied()?;
        let law = self.laws.get(index(law))?;
        Some((law, law.articles.get(index(within))?))
    }

    /// The law an article belongs to.
    #[must_use]
    pub fn law_of(&self, place: Place) -> Option<LawPlace> {
        self.articles.get(index(place.0)).map(|(law, _)| LawPlace(*law))
    }

    /// All articles in order.
    pub fn articles(&self) -> impl Iterator<Item = (Place, &Law, &Article)> {
        self.articles.iter().enumerate().filter_map(|(place, _)| {
            let place = Place(count(place));
            self.article(place).map(|(law, article)| (place, law, article))
        })
    }

    /// How many articles there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// The article of an id of the source.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<Place> {
        self.ids.get(id).copied()
    }

    /// The wording of an id of the source.
    #[must_use]
    pub fn by_law_id(&self, id: &str) -> Option<LawPlace> {
        self.laws().find(|(_, law)| law.id == id).map(|(place, _)| place)
    }

    /// The articles of one wording, from the first to before the last.
    #[must_use]
    pub fn places(&self, law: LawPlace) -> std::ops::Range<u32> {
        let first = self.first.get(index(law.0)).copied().unwrap_or_default();
        first..first.saturating_add(count(self.law(law).map_or(0, |law| law.articles.len())))
    }

    /// The articles of this number in one wording: one, unless the law counts anew in each of its parts.
    pub fn numbered(&self, law: LawPlace, number: Number) -> impl Iterator<Item = Place> {
        self.places(law).map(Place).filter(move |place| self.article(*place).is_some_and(|(_, a)| a.number == number))
    }

    /// Wordings of a title, the oldest first; the State's name before it may be left out.
    #[must_use]
    pub fn wordings(&self, title: &str) -> &[LawPlace] {
        let whole = || self.titles.get(&format!("中华人民共和国{}", short_title(title)));
        self.titles.get(title).or_else(whole).map_or(&[], Vec::as_slice)
    }

    /// The newest wording of a title, the one in force before one that was repealed.
    #[must_use]
    pub fn newest(&self, title: &str) -> Option<LawPlace> {
        self.wordings(title).last().copied()
    }

    /// The day after which a law no longer was in force: the next wording's, or the day another law repealed it.
    #[must_use]
    pub fn until(&self, place: LawPlace) -> Option<Day> {
        let law = self.law(place)?;
        let wordings = self.wordings(&law.title);
        let next = wordings.iter().skip_while(|other| **other != place).nth(1);
        let next = next.and_then(|next| self.law(*next)).and_then(Law::since);
        let repealed =
            self.repealed.get(&law.title).copied().filter(|day| law.since().is_none_or(|since| since < *day));
        match (next, repealed) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }

    /// 行为时法: the wording of a title that was in force on a day; nothing before the law or after its repeal.
    #[must_use]
    pub fn as_of(&self, title: &str, day: Day) -> Option<AsOf> {
        let wordings = self.wordings(title);
        let in_force = |place: &&LawPlace| {
            self.law(**place).is_some_and(|law| law.since().is_some_and(|since| since <= day))
                && self.until(**place).is_none_or(|until| day < until)
        };
        if let Some(law) = wordings.iter().rev().find(in_force) {
            let repealed =
                self.law(*law).is_some_and(|law| law.status == Status::Repealed) && self.until(*law).is_none();
            return (!repealed).then_some(AsOf { law: *law, exact: true });
        }
        let earlier = |place: &&LawPlace| {
            self.law(**place).is_some_and(|law| {
                law.effective.is_some_and(|since| since <= day) && law.since().is_some_and(|since| day < since)
            })
        };
        wordings.iter().find(earlier).map(|law| AsOf { law: *law, exact: false })
    }

    /// Whether an article's wording is the one in force on a day, nearest ones counted where the exact is not at hand.
    #[must_use]
    pub fn is_in_force(&self, place: Place, day: Day) -> bool {
        let Some(law) = self.law_of(place) else { return false };
        self.law(law).is_some_and(|found| self.as_of(&found.title, day).is_some_and(|as_of| as_of.law == law))
    }

    /// 条文沿革: the wordings of an article by number through the wordings of its law, the oldest first.
    #[must_use]
    pub fn history(&self, place: Place) -> Vec<Stage> {
        let Some((law, article)) = self.article(place) else { return Vec::new() };
        let mut stages: Vec<Stage> = Vec::new();
        let mut before: Option<&str> = None;
        for wording in self.wordings(&law.title) {
            let here = if self.law_of(place) == Some(*wording) {
                Some(place)
            } else {
                self.numbered(*wording, article.number).next()
            };
            let Some((law, found)) = here.and_then(|here| self.article(here)) else { continue };
            let changed = before.is_some_and(|text| text != found.text);
            before = Some(&found.text);
            let stage = here.map(|place| Stage { place, since: law.since(), until: self.until(*wording), changed });
            stages.extend(stage);
        }
        stages
    }
}

/// A place as the 32 bits it is kept in.
pub(super) fn count(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// A place as what it indexes.
pub(super) fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{day, law};
    use super::*;

    fn corpus() -> Corpus {
        let mut old = law("甲-1999", "中华人民共和国甲法", "1999-03-15", "1999-10-01", &["旧文", "同文"]);
        old.status = Status::Historical;
        let new = law("甲-2019", "中华人民共和国甲法", "2019-06-01", "2020-01-01", &["新文", "同文", "第三"]);
        let revised = law("乙-2010", "中华人民共和国乙法", "2010-05-01", "1985-04-01", &["乙文"]);
        let gone = law("丙-1980", "中华人民共和国丙法", "1980-09-10", "1981-01-01", &["丙文"]);
        let code = law(
            "丁-2020",
            "中华人民共和国丁法典",
            "2020-05-28",
            "2021-01-01",
            &["本法自2021年1月1日起施行。《中华人民共和国丙法》同时废止。"],
        );
        Corpus::new(vec![new, old, revised, gone, code])
    }

    fn on(title: &str, date: &str) -> Option<(String, bool)> {
        let corpus = corpus();
        let as_of = corpus.as_of(title, day(date))?;
        Some((corpus.law(as_of.law)?.id.clone(), as_of.exact))
    }

    #[test]
    fn the_wording_of_a_day_is_found() {
        for (title, date, id, exact) in [
            ("中华人民共和国甲法", "1999-10-01", "甲-1999", true),
            ("甲法", "2019-12-31", "甲-1999", true),
            ("甲法", "2020-01-01", "甲-2019", true),
            ("乙法", "2010-05-01", "乙-2010", true),
            ("乙法", "1999-01-01", "乙-2010", false),
            ("丙法", "2020-12-31", "丙-1980", true),
        ] {
            assert_eq!(on(title, date), Some((id.to_owned(), exact)), "{title} {date}");
        }
        for (title, date) in
            [("甲法", "1999-09-30"), ("乙法", "1985-03-31"), ("丙法", "2021-01-01"), ("戊法", "2020-01-01")]
        {
            assert_eq!(on(title, date), None, "{title} {date}");
        }
    }

    #[test]
    fn an_article_is_followed_through_the_wordings() {
        let corpus = corpus();
        let first = corpus.history(corpus.by_id("甲-2019/1").unwrap());
        let told: Vec<_> =
            first.iter().map(|s| (corpus.article(s.place).unwrap().1.text.as_str(), s.changed)).collect();
        assert_eq!(told, [("旧文", false), ("新文", true)]);
        assert_eq!((first[0].until, first[1].until), (Some(day("2020-01-01")), None));
        assert!(!corpus.history(corpus.by_id("甲-1999/2").unwrap())[1].changed);
        assert_eq!(corpus.history(corpus.by_id("甲-2019/3").unwrap()).len(), 1);
        assert!(corpus.history(Place(999)).is_empty());
    }

    #[test]
    fn places_numbers_and_ids_agree() {
        let corpus = corpus();
        assert_eq!(corpus.len(), 8);
        for (place, law, article) in corpus.articles() {
            assert_eq!(corpus.by_id(&article.id), Some(place));
            let law_place = corpus.law_of(place).unwrap();
            assert_eq!(corpus.law(law_place).unwrap().id, law.id);
            assert_eq!(corpus.numbered(law_place, article.number).next(), Some(place));
        }
        assert_eq!(corpus.newest("甲法").and_then(|law| corpus.law(law)).map(|law| law.id.as_str()), Some("甲-2019"));
        assert!(corpus.is_in_force(corpus.by_id("甲-2019/1").unwrap(), day("2026-01-01")));
        assert!(!corpus.is_in_force(corpus.by_id("甲-1999/1").unwrap(), day("2026-01-01")));
    }
}
