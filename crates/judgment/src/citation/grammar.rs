//! How places in a law are written: 第一百二十条第一款第（三）项、第十条至第十二条.

use std::ops::Range;

use crate::fold::Folded;
use crate::numeral;

/// The most places one list or range may give.
const MAX_PLACES: usize = 200;
/// The highest article number that is one: the Civil Code has 1,260.
const MAX_ARTICLE: u32 = 1400;
/// The longest range that is spelled out.
const MAX_RANGE: u32 = 100;

/// One place in a law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Plain bytes.
    pub span: Range<usize>,
    /// Article (条).
    pub article: u32,
    /// Inserted article (之一).
    pub suffix: Option<u32>,
    /// Paragraph (款).
    pub paragraph: Option<u32>,
    /// Item (项).
    pub item: Option<u32>,
}

/// A number of a list, with its plain bytes.
#[derive(Debug, Clone)]
struct Number {
    value: u32,
    span: Range<usize>,
    /// Whether a word of range stands before it.
    from_last: bool,
}

/// Reads places from a point of the plain text on.
pub(super) struct Cursor<'a> {
    folded: &'a Folded,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// A cursor at a plain byte.
    pub(super) fn new(folded: &'a Folded, at: usize) -> Cursor<'a> {
        Cursor { folded, at }
    }

    /// Where it stands.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'a str {
        self.folded.after(self.at)
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn eat_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.eat(word))
    }

    /// Passes over 中的, 第二编, 第三章 and the like between a law and its article.
    pub(super) fn skip_headings(&mut self) {
        for _ in 0..6 {
            let start = self.at;
            self.eat_any(&["中的", "中", "的", "之", ":", "总则", "分则", "有关", "关于"]);
            for unit in ["分编", "编", "章", "节"] {
                self.numbers(unit);
            }
            if self.at == start {
                return;
            }
        }
    }

    /// A number, in brackets or not.
    fn number(&mut self) -> Option<u32> {
        let start = self.at;
        let open = self.eat("(");
        let read = numeral::parse_prefix(self.rest()).and_then(|(value, len)| Some((u32::try_from(value).ok()?, len)));
        if let Some((value, len)) = read {
            self.at += len;
            if !open || self.eat(")") {
                return Some(value);
            }
        }
        self.at = start;
        None
    }

    fn range_word(&mut self) -> bool {
        self.eat_any(&["至", "到", "-", "—", "~", "–"])
    }

    /// `第`, one or more numbers, then the unit. Nothing is taken when the unit does not follow.
    fn numbers(&mut self, unit: &str) -> Vec<Number> {
        let start = self.at;
        let mut out = Vec::new();
        let mut from_last = false;
        while out.len() < MAX_PLACES {
            let from = self.at;
            let marked = self.eat("第");
            if out.is_empty() && !marked && !self.rest().starts_with('(') && unit != "条" && unit != "款" {
                break;
            }
            let Some(value) = self.number() else { break };
            out.push(Number { value, span: from..self.at, from_last });
            if self.eat(unit) {
                if let Some(last) = out.last_mut() {
                    last.span.end = self.at;
                }
                return out;
            }
            from_last = self.range_word();
            if !from_last && !self.eat_any(&["、", ",", "和", "及", "与"]) {
                break;
            }
        }
        self.at = start;
        Vec::new()
    }

    /// All places from here on that belong to one law. `bare` allows a query's number without 第 and 条.
    pub(super) fn parts(&mut self, bare: bool) -> Vec<Part> {
        let mut out: Vec<Part> = Vec::new();
        let mut read = self.article(&mut out, false);
        if !read && bare {
            read = self.bare_articles(&mut out);
        }
        while read && out.len() < MAX_PLACES {
            let end = self.at;
            let ranged = self.range_word();
            if !(ranged || self.separator()) || !self.article(&mut out, ranged) {
                self.at = end;
                break;
            }
        }
        out
    }

    /// Words between two places of a list.
    fn separator(&mut self) -> bool {
        let start = self.at;
        let told = self.eat_any(&["之规定", "的规定", "规定"]);
        if self.eat_any(&["、", "以及", "和", "及", "与", "并", "或者", "或"]) || (!told && self.eat(",")) {
            self.eat_any(&["以及", "和", "及"]);
            return true;
        }
        self.at = start;
        false
    }

    /// One article with its paragraphs and items, or a list of articles that share one 条.
    fn article(&mut self, out: &mut Vec<Part>, ranged: bool) -> bool {
        let start = self.at;
        let numbers = self.numbers("条");
        if numbers.is_empty() || numbers.iter().any(|n| n.value == 0 || n.value > MAX_ARTICLE) {
            self.at = start;
            return false;
        }
        let mut ranged = ranged;
        for number in &numbers {
            if ranged || number.from_last {
                fill_range(out, number);
            }
            ranged = false;
            let span = number.span.clone();
            out.push(Part { span, article: number.value, suffix: None, paragraph: None, item: None });
        }
        let Some(mut last) = out.pop() else { return false };
        last.suffix = self.suffix();
        last.span.end = self.at;
        out.extend(self.places_of(last, true));
        true
    }

    /// 之一 behind 条.
    fn suffix(&mut self) -> Option<u32> {
        let start = self.at;
        if self.eat("之")
            && let Some(value) = self.number().filter(|value| (1..=99).contains(value))
        {
            // 第十条之二款 would be no inserted article.
            if !self.rest().starts_with(['款', '项']) {
                return Some(value);
            }
        }
        self.at = start;
        None
    }

    /// The paragraphs and items behind an article; the article itself when there are none.
    pub(super) fn places_of(&mut self, article: Part, paragraphs: bool) -> Vec<Part> {
        let mut out: Vec<Part> = Vec::new();
        let mut paragraph = article.paragraph;
        while out.len() < MAX_PLACES {
            let end = self.at;
            if !out.is_empty() {
                self.separator();
            }
            let from = self.at;
            let found = if paragraphs { self.numbers("款") } else { Vec::new() };
            if let Some(last) = found.last() {
                paragraph = Some(last.value);
                for number in &found {
                    out.push(Part {
                        span: number.span.clone(),
                        paragraph: Some(number.value),
                        item: None,
                        ..article.clone()
                    });
                }
                let items = self.numbers("项");
                if !items.is_empty() {
                    out.pop();
                    self.push_items(&mut out, &items, &article, paragraph, from);
                }
                continue;
            }
            let items = self.numbers("项");
            if items.is_empty() {
                self.at = end;
                break;
            }
            self.push_items(&mut out, &items, &article, paragraph, from);
        }
        match out.first_mut() {
            Some(first) => first.span.start = article.span.start,
            None => out.push(article),
        }
        out
    }

    fn push_items(
        &mut self,
        out: &mut Vec<Part>,
        items: &[Number],
        article: &Part,
        paragraph: Option<u32>,
        from: usize,
    ) {
        for (i, number) in items.iter().enumerate() {
            let start = if i == 0 { from } else { number.span.start };
            let span = start..number.span.end;
            out.push(Part { span, paragraph, item: Some(number.value), ..article.clone() });
        }
        // 目 is read past: no statute a court cites is linked that deep.
        self.numbers("目");
    }

    /// A query's numbers: 民法典1165, 刑法264条、266条.
    fn bare_articles(&mut self, out: &mut Vec<Part>) -> bool {
        loop {
            let from = self.at;
            self.eat("第");
            let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
            let value = self.number().filter(|n| (1..=MAX_ARTICLE).contains(n));
            let follows = self.rest().chars().next();
            let Some(article) = value.filter(|_| (1..=4).contains(&digits) && follows.is_none_or(may_follow_bare))
            else {
                self.at = from;
                return !out.is_empty();
            };
            let part = Part { span: from..self.at, article, suffix: self.suffix(), paragraph: None, item: None };
            let span = from..self.at;
            out.extend(self.places_of(Part { span, ..part }, true));
            let end = self.at;
            if !self.eat_any(&["、", ",", "和"]) || !self.rest().starts_with(|c: char| c.is_ascii_digit()) {
                self.at = end;
                return true;
            }
        }
    }
}

/// What may stand behind an article number without 条; not what makes it a year, a sum or a count.
fn may_follow_bare(c: char) -> bool {
    !c.is_ascii_alphanumeric() && !"年月日号元万亿个名位人页分角.%％‰:时起件部条次版".contains(c)
}

/// Spells out the articles between the last place and this number.
fn fill_range(out: &mut Vec<Part>, number: &Number) {
    let Some(last) = out.last().cloned() else { return };
    let between = number.value.saturating_sub(last.article);
    if between > MAX_RANGE {
        return;
    }
    let span = last.span.start..number.span.end;
    for article in last.article.saturating_add(1)..number.value {
        out.push(Part { span: span.clone(), article, suffix: None, paragraph: None, item: None });
    }
}
