//! One box (一框检索): what of a question names a law and a number, in whatever writing, and what is left to search for.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};
use judgment::numeral::parse_prefix;

use super::corpus::Corpus;
use super::law::{Number, short_title};
use super::terms::{LONGEST_CHARS, head};
use crate::words::fold;

/// Short names people type beyond those courts use, which stand in `judgment::laws`.
const ABBREVIATIONS: &str = include_str!("../../data/abbreviations.txt");
/// Most articles one question can name.
const MOST_NAMED: usize = 50;

/// An article as a question names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// Title of the law, if one was named.
    pub title: Option<String>,
    /// Number of the article, if one was named.
    pub number: Option<Number>,
    /// Paragraph (款).
    pub paragraph: Option<u32>,
    /// Item (项).
    pub item: Option<u32>,
}

/// A question, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// Laws and articles it names, in its order.
    pub named: Vec<Named>,
    /// What is left when the numbers are taken out.
    pub rest: String,
    /// True where the question was too long and its end was not read.
    pub cut: bool,
}

impl Asked {
    /// Whether an article is named by its number.
    #[must_use]
    pub fn has_number(&self) -> bool {
        self.named.iter().any(|named| named.number.is_some())
    }
}

/// Names of laws: titles, titles without the State's name, and usual abbreviations (简称).
#[derive(Debug, Clone, Default)]
pub struct Names {
    finder: Option<AhoCorasick>,
    titles: Vec<String>,
}

impl Names {
    /// The names of the laws at hand.
    #[must_use]
    pub fn new(corpus: &Corpus) -> Self {
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for known in judgment::laws::laws() {
            if let Some(law) = corpus.newest(known.name).and_then(|law| corpus.law(law)) {
                known.aliases.iter().for_each(|short| drop(names.insert(fold(short), law.title.clone())));
            }
        }
        for line in ABBREVIATIONS.lines().filter(|line| !line.starts_with('#')) {
            let Some((short, title)) = line.split_once('=') else { continue };
            if let Some(law) = corpus.newest(title.trim()).and_then(|law| corpus.law(law)) {
                short.split_whitespace().for_each(|short| drop(names.insert(fold(short), law.title.clone())));
            }
        }
        for (_, law) in corpus.laws() {
            names.insert(fold(short_title(&law.title)), law.title.clone());
            names.insert(fold(&law.title), law.title.clone());
        }
        names.retain(|name, _| name.chars().count() >= 2);
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names.keys()).ok();
        Self { finder, titles: names.into_values().collect() }
    }

    /// The names that stand in a folded text: where, and whose.
    pub(super) fn find<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = (std::ops::Range<usize>, &'a str)> {
        let hits = self.finder.iter().flat_map(move |finder| finder.find_iter(folded));
        hits.filter_map(|hit| self.titles.get(hit.pattern().as_usize()).map(|title| (hit.range(), title.as_str())))
    }

    /// Takes a question apart.
    #[must_use]
    pub fn ask(&self, question: &str) -> Asked {
        let read = head(question, LONGEST_CHARS);
        let folded = fold(read);
        let mut asked = Asked { cut: read.len() < question.len(), ..Asked::default() };
        let mut laws: BTreeMap<usize, (usize, &str)> =
            self.find(&folded).map(|(r, title)| (r.start, (r.end, title))).collect();
        let mut at = 0;
        let mut law: Option<&str> = None;
        let mut pending = false;
        while let Some(c) = folded.get(at..).and_then(|rest| rest.chars().next()) {
            if let Some((end, title)) = laws.remove(&at) {
                self.close(&mut asked, law, pending);
                asked.rest.push_str(folded.get(at..end).unwrap_or_default());
                (law, pending, at) = (Some(title), true, end);
                continue;
            }
            let rest = folded.get(at..).unwrap_or_default();
            if let Some((named, length)) = article(rest, pending)
                && asked.named.len() < MOST_NAMED
            {
                asked.named.push(Named { title: law.map(str::to_owned), ..named });
                asked.rest.push(' ');
                (pending, at) = (false, at + length);
                continue;
            }
            if !is_joint(c) {
                self.close(&mut asked, law, pending);
                (law, pending) = (None, false);
            }
            asked.rest.push(c);
            at += c.len_utf8();
        }
        self.close(&mut asked, law, pending);
        asked
    }

    /// A law that was named without a number.
    fn close(&self, asked: &mut Asked, law: Option<&str>, pending: bool) {
        if let Some(title) = law.filter(|_| pending && asked.named.len() < MOST_NAMED) {
            asked.named.push(Named { title: Some(title.to_owned()), ..Named::default() });
        }
    }
}

/// What may stand between a law and its number, or between two numbers.
fn is_joint(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '》' | '〉' | '的' | '、' | ',' | '，' | '和' | '及' | '与' | '-' | '·' | ':' | '：')
}

/// An article's number at the start of the text and the bytes it takes; after a law a bare number will do.
fn article(text: &str, after_law: bool) -> Option<(Named, usize)> {
    let (marked, rest) = text.strip_prefix('第').map_or((false, text), |rest| (true, rest));
    let rest = rest.trim_start_matches(' ');
    let arabic = rest.starts_with(|c: char| c.is_ascii_digit());
    let (value, length) = parse_prefix(rest)?;
    let after = rest.get(length..)?.trim_start_matches(' ');
    let closed = after.strip_prefix('条');
    let bare = arabic
        && after_law
        && !after.starts_with(|c: char| c.is_alphanumeric() && c != '之' && c != '第')
        && value < 3000;
    if !(closed.is_some() && (marked || arabic || after_law) || bare) {
        return None;
    }
    let mut rest = closed.unwrap_or(rest.get(length..)?);
    let mut named =
        Named { number: Some(Number::new(u32::try_from(value).ok().filter(|n| *n > 0)?)), ..Named::default() };
    if let Some((suffix, after)) = rest.strip_prefix('之').and_then(numeral)
        && let Some(number) = &mut named.number
    {
        number.suffix = suffix;
        rest = after.strip_prefix('条').unwrap_or(after);
    }
    for (slot, unit) in [(&mut named.paragraph, '款'), (&mut named.item, '项')] {
        if let Some((value, after)) = part(rest, unit) {
            *slot = Some(value);
            rest = after;
        }
    }
    Some((named, text.len() - rest.len()))
}

fn numeral(text: &str) -> Option<(u32, &str)> {
    let (value, length) = parse_prefix(text)?;
    Some((u32::try_from(value).ok()?, text.get(length..)?))
}

/// 第二款, 第（三）项, 2款.
fn part(text: &str, unit: char) -> Option<(u32, &str)> {
    let text = text.trim_start_matches(' ');
    let text = text.strip_prefix('第').unwrap_or(text).trim_start_matches(['(', '（']);
    let (value, rest) = numeral(text)?;
    let rest = rest.trim_start_matches([')', '）', ' ']);
    rest.strip_prefix(unit).map(|rest| (value, rest))
}

#[cfg(test)]
mod tests {
    use super::super::tests::law;
    use super::*;

    fn names() -> Names {
        Names::new(&Corpus::new(vec![
            law("1", "中华人民共和国民法典", "2020-05-28", "2021-01-01", &["甲"]),
            law("2", "中华人民共和国刑法", "2020-12-26", "1997-10-01", &["甲"]),
            law("3", "中华人民共和国民事诉讼法", "2023-09-01", "2024-01-01", &["甲"]),
        ]))
    }

    fn told(named: &Named) -> String {
        let number = named.number.map(|n| n.to_string()).unwrap_or_default();
        let part = |value: Option<u32>, unit| value.map(|v| format!("{v}{unit}")).unwrap_or_default();
        let title = named.title.as_deref().map(short_title).unwrap_or("-");
        format!("{title}{number}{}{}", part(named.paragraph, "款"), part(named.item, "项"))
    }

    #[test]
    fn an_article_is_read_in_every_writing() {
        for (question, expected) in [
            ("民法典1165", "民法典第一千一百六十五条"),
            ("民法典第一千一百六十五条第二款", "民法典第一千一百六十五条2款"),
            ("《中华人民共和国民法典》第1165条第2款", "民法典第一千一百六十五条2款"),
            ("民法典　第１１６５條", "民法典第一千一百六十五条"),
            ("第一千一百六十五条", "-第一千一百六十五条"),
            ("刑法 264", "刑法第二百六十四条"),
            ("刑法133条之一", "刑法第一百三十三条之一"),
            ("刑法第一百三十三条之一第一款第（二）项", "刑法第一百三十三条之一1款2项"),
            ("刑法二百六十四条", "刑法第二百六十四条"),
            ("民诉法 第六十七条", "民事诉讼法第六十七条"),
            ("1165条", "-第一千一百六十五条"),
        ] {
            let asked = names().ask(question);
            assert_eq!(asked.named.iter().map(told).collect::<Vec<_>>(), [expected], "{question}");
        }
    }

    #[test]
    fn several_articles_keep_their_law() {
        let asked = names().ask("刑法第64条、第67条第三款和民法典1165");
        assert_eq!(
            asked.named.iter().map(told).collect::<Vec<_>>(),
            ["刑法第六十四条", "刑法第六十七条3款", "民法典第一千一百六十五条"]
        );
    }

    #[test]
    fn a_law_alone_and_plain_words_stay_words() {
        let asked = names().ask("刑法对盗窃怎么规定，偷了3000元");
        assert_eq!(asked.named.iter().map(told).collect::<Vec<_>>(), ["刑法"]);
        assert!(asked.rest.contains("盗窃") && asked.rest.contains("3000元"));
        for question in ["借了2020年的钱", "第一次离婚", "民法典2021年施行", "一条狗", ""] {
            assert!(names().ask(question).named.iter().all(|named| named.number.is_none()), "{question}");
        }
    }

    #[test]
    fn attacks_and_monsters_are_read_as_words_within_bounds() {
        for question in
            ["AND OR \"(*", "title:[* TO *]", "\u{0}\u{fffd}", "第第第条条条", "《》", "民法典99999999999999999999"]
        {
            assert!(names().ask(question).named.iter().all(|named| named.number.is_none()), "{question}");
        }
        let asked = names().ask(&"民法典1165、".repeat(100_000));
        assert!(asked.cut && asked.named.len() == MOST_NAMED);
    }
}
