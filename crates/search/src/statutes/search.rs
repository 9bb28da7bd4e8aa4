//! Searching (检索): one box for words, numbers and plain questions; filters, pages, marks, suggestions.

use std::collections::BTreeSet;

use law::day::Day;

use super::ask::Named;
use super::corpus::{LawPlace, Place, index};
use super::law::{Kind, Status};
use super::learn::Ranker;
use super::learn::features::top;
use super::library::Library;
use super::mark::marks;
use super::suggest::{Suggestion, corrected};
use super::terms::{LONGEST_CHARS, Terms, head};
use crate::words::Span;

/// Most hits of a page.
const LARGEST_PAGE: usize = 200;
/// Most marks in one text.
const MOST_MARKS: usize = 60;

/// Which articles are looked through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// Only this law, by title; the State's name may be left out.
    pub law: Option<String>,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only this status.
    pub status: Option<Status>,
    /// Only what was in force on a day: inside a case, that of the facts (行为时).
    pub on: Option<Day>,
}

/// A part of the hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Hits before it.
    pub from: usize,
    /// Hits on it, 200 at most.
    pub size: usize,
}

impl Default for Page {
    fn default() -> Self {
        Self { from: 0, size: 20 }
    }
}

/// Why an article was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Its law and number were asked for.
    Number,
    /// Its words fit.
    Words,
    /// It answered questions like this one.
    Learnt,
}

/// An article found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The article.
    pub place: Place,
    /// Its score; comparable within one answer only.
    pub score: f64,
    /// Why.
    pub why: Why,
    /// Where the words asked for stand in its text.
    pub marks: Vec<Span>,
    /// The paragraph asked for by number.
    pub paragraph: Option<u32>,
    /// The item asked for by number.
    pub item: Option<u32>,
    /// False where the law was in force on the day asked for, but this wording is a later one.
    pub exact: bool,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// How many articles were found in all.
    pub total: usize,
    /// Those of the page.
    pub hits: Vec<Hit>,
    /// Laws the question names, the newest wording of each or that of the day asked for.
    pub laws: Vec<LawPlace>,
    /// Articles it names that are not at hand.
    pub missing: Vec<Named>,
    /// Words perhaps mistyped.
    pub suggestions: Vec<Suggestion>,
    /// The question as it was perhaps meant.
    pub corrected: Option<String>,
    /// What people say, and what the law calls it.
    pub synonyms: Vec<(String, Vec<String>)>,
    /// True where the question was too long and its end was not read.
    pub cut: bool,
}

impl Library {
    /// Answers a question. Whatever is typed is words, numbers or nothing; nothing of it is ever run as a query.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn search(&self, question: &str, filters: &Filters, page: Page) -> tantivy::Result<Answer> {
        let asked = self.names().ask(question);
        let allowed = self.allowed(filters);
        let mut answer = Answer { cut: asked.cut, ..Answer::default() };
        let mut found: Vec<Found> = Vec::new();
        let mut direct: BTreeSet<Place> = BTreeSet::new();
        for named in &asked.named {
            let places = self.named(named, filters, &allowed, &mut answer);
            let fresh = places.into_iter().filter(|place| direct.insert(*place));
            found.extend(fresh.map(|place| Found {
                paragraph: named.paragraph,
                item: named.item,
                ..Found::number(place)
            }));
        }
        let only_names = self.is_only_names(&asked.rest);
        if only_names && direct.is_empty() {
            // a law by its name alone is opened
            for place in answer.laws.iter().flat_map(|law| self.corpus().places(*law)).map(Place) {
                if self.is_allowed(place, &allowed) && direct.insert(place) {
                    found.push(Found::number(place));
                }
            }
        }
        let terms = Terms::of(&asked.rest, self.synonyms());
        // the names of laws are words too, but with a number asked for they only repeat it
        let is_answered = only_names && found.iter().any(|found| found.why == Why::Number) && asked.has_number();
        if !terms.is_empty() && !is_answered {
            let ranked = self.rank(&terms)?.into_iter();
            let kept = ranked.filter(|(place, ..)| !direct.contains(place) && self.is_allowed(*place, &allowed));
            found.extend(kept.map(|(place, score, why)| Found { score, why, ..Found::number(place) }));
        }
        answer.total = found.len();
        let words: BTreeSet<&str> = terms.words.iter().chain(&terms.synonyms).map(|(word, _)| word.as_str()).collect();
        let shown = found.into_iter().skip(page.from).take(page.size.min(LARGEST_PAGE));
        answer.hits = shown.map(|found| self.hit(found, &words, filters)).collect();
        let read = head(question, LONGEST_CHARS);
        answer.synonyms =
            self.synonyms().sayings(read).into_iter().map(|(said, words)| (said.to_owned(), words.to_vec())).collect();
        answer.suggestions = self.suggesting().of(read, self.zones());
        answer.corrected = corrected(read, &answer.suggestions);
        Ok(answer)
    }

    /// All articles that fit, the best first, with their scores and why.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn rank(&self, terms: &Terms) -> tantivy::Result<Vec<(Place, f64, Why)>> {
        self.rank_with(self.ranker(), terms)
    }

    /// The same by another ranker than the library's own.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn rank_with(&self, ranker: Option<&Ranker>, terms: &Terms) -> tantivy::Result<Vec<(Place, f64, Why)>> {
        let signals = self.signals(terms)?;
        let mut ranked: Vec<(Place, f64, Why)> = Vec::new();
        if let Some(ranker) = ranker {
            let learnt = ranker.rank(self, terms, &signals);
            ranked.extend(learnt.into_iter().map(|(place, score)| {
                let why = if signals.base_of(place.0) > 0.0 { Why::Words } else { Why::Learnt };
                (place, score, why)
            }));
        }
        let known: BTreeSet<Place> = ranked.iter().map(|(place, ..)| *place).collect();
        // what the ranker did not look at follows, in the order of its words
        let below = ranked.last().map_or(0.0, |(_, score, _)| *score) - signals.most;
        let shift = if ranked.is_empty() { 0.0 } else { below };
        let rest = top(&signals.base, signals.base.len()).into_iter().map(Place).filter(|place| !known.contains(place));
        ranked.extend(rest.map(|place| (place, signals.base_of(place.0) + shift, Why::Words)));
        Ok(ranked)
    }

    /// The articles one named law or number stands for.
    fn named(&self, named: &Named, filters: &Filters, allowed: &[bool], answer: &mut Answer) -> Vec<Place> {
        let title = named.title.as_deref().or(filters.law.as_deref());
        let laws: Vec<LawPlace> = match title {
            Some(title) => self.wording(title, filters).into_iter().collect(),
            None => self.corpus().laws().map(|(place, _)| place).collect(),
        };
        if let Some(law) = laws.first().filter(|law| named.title.is_some() && !answer.laws.contains(law)) {
            answer.laws.push(*law);
        }
        let Some(number) = named.number else { return Vec::new() };
        let laws = laws.into_iter().filter(|law| allowed.get(index(law.0)) == Some(&true));
        let places: Vec<Place> = laws.flat_map(|law| self.corpus().numbered(law, number)).collect();
        if places.is_empty() {
            answer.missing.push(named.clone());
        }
        places
    }

    /// The wording of a title that is meant: that of the day asked for, or the newest that the filters let through.
    fn wording(&self, title: &str, filters: &Filters) -> Option<LawPlace> {
        match filters.on {
            Some(day) => self.corpus().as_of(title, day).map(|as_of| as_of.law),
            None => {
                let fits = |place: &&LawPlace| {
                    let law = self.corpus().law(**place);
                    law.is_some_and(|law| filters.status.is_none_or(|status| law.status == status))
                };
                let wordings = self.corpus().wordings(title);
                let current =
                    |place: &&LawPlace| self.corpus().law(**place).is_some_and(|law| law.status == Status::InForce);
                let chosen = wordings.iter().rev().filter(fits).find(current);
                chosen.or_else(|| wordings.iter().rev().find(fits)).copied()
            }
        }
    }

    /// For each law whether the filters let it through.
    fn allowed(&self, filters: &Filters) -> Vec<bool> {
        let of_law: Option<&[LawPlace]> = filters.law.as_deref().map(|title| self.corpus().wordings(title));
        let passes = |(place, law): (LawPlace, &super::law::Law)| {
            of_law.is_none_or(|places| places.contains(&place))
                && filters.kind.is_none_or(|kind| law.kind == kind)
                && filters.status.is_none_or(|status| law.status == status)
                && filters
                    .on
                    .is_none_or(|day| self.corpus().as_of(&law.title, day).is_some_and(|as_of| as_of.law == place))
        };
        self.corpus().laws().map(passes).collect()
    }

    fn is_allowed(&self, place: Place, allowed: &[bool]) -> bool {
        self.corpus().law_of(place).is_some_and(|law| allowed.get(index(law.0)) == Some(&true))
    }

    /// Whether a text is nothing but names of laws.
    fn is_only_names(&self, rest: &str) -> bool {
        let mut left = rest.to_owned();
        let mut names: Vec<std::ops::Range<usize>> = self.names().find(rest).map(|(range, _)| range).collect();
        names.reverse();
        for range in names {
            left.replace_range(range, " ");
        }
        !left.chars().any(char::is_alphanumeric)
    }

    fn hit(&self, found: Found, words: &BTreeSet<&str>, filters: &Filters) -> Hit {
        let article = self.corpus().article(found.place);
        let as_of = filters.on.zip(article).map(|(day, (law, _))| self.corpus().as_of(&law.title, day));
        Hit {
            place: found.place,
            score: found.score,
            why: found.why,
            marks: article.map(|(_, article)| marks(&article.text, words, MOST_MARKS)).unwrap_or_default(),
            paragraph: found.paragraph,
            item: found.item,
            exact: as_of.is_none_or(|as_of| as_of.is_some_and(|as_of| as_of.exact)),
        }
    }
}

/// An article found, before it is shown.
#[derive(Debug, Clone, Copy)]
struct Found {
    place: Place,
    score: f64,
    why: Why,
    paragraph: Option<u32>,
    item: Option<u32>,
}

impl Found {
    fn number(place: Place) -> Self {
        Self { place, score: 0.0, why: Why::Number, paragraph: None, item: None }
    }
}

#[cfg(test)]
mod tests {
    use super::super::learn::{Example, Settings, learn};
    use super::super::tests::{day, library};
    use super::*;

    fn search(question: &str, filters: &Filters) -> (Answer, Vec<String>) {
        let library = library();
        let answer = library.search(question, filters, Page::default()).unwrap();
        let ids = answer.hits.iter().map(|hit| library.corpus().article(hit.place).unwrap().1.id.clone()).collect();
        (answer, ids)
    }

    fn first(question: &str) -> Option<String> {
        search(question, &Filters::default()).1.into_iter().next()
    }

    #[test]
    fn one_box_understands_words_numbers_and_questions() {
        for (question, id) in [
            ("返还借款", "民/1"),
            ("民法典2", "民/2"),
            ("民法典第二条第一款", "民/2"),
            ("《中华人民共和国民法典》第3条", "民/3"),
            ("借钱不还怎么办？", "民/1"),
            ("欠錢不還", "民/1"),
            ("我被人打伤了，对方要赔钱吗", "民/3"),
        ] {
            assert_eq!(first(question).as_deref(), Some(id), "{question}");
        }
    }

    #[test]
    fn a_number_alone_finds_it_in_every_law_and_a_law_alone_lists_it() {
        let (answer, ids) = search("第一条", &Filters::default());
        assert!(answer.hits.iter().all(|hit| hit.why == Why::Number));
        assert!(ids.contains(&"民/1".to_owned()) && ids.contains(&"旧/1".to_owned()));
        let (answer, ids) = search("民法典", &Filters::default());
        assert_eq!((answer.laws.len(), &ids[..3]), (1, &["民/1".to_owned(), "民/2".into(), "民/3".into()][..]));
        let (answer, _) = search("民法典第九百条", &Filters::default());
        assert_eq!((answer.missing.len(), answer.missing[0].number.unwrap().article), (1, 900));
    }

    #[test]
    fn filters_hold() {
        let on = |date| Filters { on: Some(day(date)), ..Filters::default() };
        assert_eq!(search("返还借款", &on("2000-06-01")).1, ["旧/1"]);
        assert_eq!(search("返还借款", &on("2021-06-01")).1[0], "民/1");
        assert!(search("返还借款", &on("1990-01-01")).1.is_empty());
        let only = Filters { kind: Some(Kind::JudicialInterpretation), ..Filters::default() };
        assert_eq!(search("借款利率", &only).1, ["释/1"]);
        let law = Filters { law: Some("民法典".into()), ..Filters::default() };
        assert_eq!(search("第一条", &law).1, ["民/1"]);
        let repealed = Filters { status: Some(Status::Repealed), ..Filters::default() };
        assert_eq!(search("返还借款", &repealed).1, ["旧/1"]);
    }

    #[test]
    fn hits_are_marked_paged_and_the_question_explained() {
        let library = library();
        let answer = library.search("借钱不还", &Filters::default(), Page::default()).unwrap();
        let (_, article) = library.corpus().article(answer.hits[0].place).unwrap();
        let marked: Vec<&str> = answer.hits[0].marks.iter().map(|span| &article.text[span.clone()]).collect();
        assert!(marked.iter().any(|word| word.contains("借款")), "{marked:?}");
        assert!(answer.synonyms.iter().any(|(said, words)| said == "借钱不还" && words.iter().any(|w| w == "返还")));
        let second = library.search("借钱不还", &Filters::default(), Page { from: 1, size: 1 }).unwrap();
        assert_eq!((second.hits.len(), second.total, &second.hits[0]), (1, answer.total, &answer.hits[1]));
    }

    #[test]
    fn attacks_monsters_and_nothing_get_plain_answers() {
        let long = "借款AND OR \"(*民法典1 ".repeat(1_000);
        for question in
            ["", "   ", "，。！？《》()\"*", "AND OR \"(*", "text:[* TO *]^9", "\u{0}\u{fffd}\u{202e}", long.as_str()]
        {
            let (answer, _) = search(question, &Filters::default());
            assert!(answer.hits.len() <= 20, "{question}");
        }
        assert!(search("，。！？", &Filters::default()).1.is_empty());
        assert!(search(&long, &Filters::default()).0.cut);
        let huge = library().search("借款", &Filters::default(), Page { from: usize::MAX, size: usize::MAX }).unwrap();
        assert!(huge.hits.is_empty() && huge.total > 0);
    }

    #[test]
    fn what_readers_found_useful_comes_first_and_says_so() {
        let mut library = library();
        let examples = [Example { question: "老板跑路了怎么办".into(), articles: vec!["民/2".into()] }];
        let learnt = learn(&library, &examples, Settings::default()).unwrap();
        library.use_learnt(Some(&learnt));
        let answer = library.search("老板跑路", &Filters::default(), Page::default()).unwrap();
        assert_eq!((answer.hits[0].place, answer.hits[0].why), (library.corpus().by_id("民/2").unwrap(), Why::Learnt));
        library.use_learnt(None);
        assert!(
            library
                .search("老板跑路", &Filters::default(), Page::default())
                .unwrap()
                .hits
                .iter()
                .all(|h| h.why != Why::Learnt)
        );
    }
}
