//! Citations of law (法条引用): which article of which law a text refers to, and where it says so.
//!
//! Read are titles in 《》, short names, 该法 and 同法, lists and ranges that share one law, articles with
//! 之一, paragraphs (款) and items (项) in Chinese, Arabic and full-width numerals, and queries such as 民法典1165.
//! Articles of contracts and statutes of companies are not citations of law. The text of a law itself is read by
//! [`citations_within`]: there 第十条 alone is an article of that law.

mod grammar;
mod mention;
mod within;

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::fold::Folded;
use grammar::{Cursor, Part};
use mention::{Mention, Target};
pub use within::{Within, citations_within};

/// By which words a citation names its law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// The title as promulgated (全称).
    FullName,
    /// A short name (简称), common or declared in the text.
    Abbreviation,
    /// The law named just before: 该法, 该解释, 本法.
    ThisLaw,
    /// The same law again: 同法.
    SameLaw,
    /// The provision named just before: 前款, 前条, 同条.
    Preceding,
    /// A further place in a list that shares one law.
    List,
}

/// One provision a text refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// Bytes of the original text; of the first of a list it holds the law's name too.
    pub span: Range<usize>,
    /// Title of the law as promulgated where it is known, else as the text writes it.
    pub law: Cow<'static, str>,
    /// Whether the law is one of the table.
    pub known: bool,
    /// Year of the amendment the text names: 《民事诉讼法》（2017年修正）.
    pub edition: Option<u16>,
    /// Article (条).
    pub article: u32,
    /// Inserted article (条之一 is 1).
    pub article_suffix: Option<u32>,
    /// Paragraph (款).
    pub paragraph: Option<u32>,
    /// Item (项).
    pub item: Option<u32>,
    /// By which words the law is named.
    pub via: Via,
}

impl Citation {
    /// The provision as statutes print it: 第一千一百六十五条第二款.
    pub fn place(&self) -> String {
        let mut out = crate::numeral::article_name(self.article, self.article_suffix);
        if let Some(paragraph) = self.paragraph {
            out.push_str(&format!("第{}款", crate::numeral::to_chinese(u64::from(paragraph))));
        }
        if let Some(item) = self.item {
            out.push_str(&format!("第（{}）项", crate::numeral::to_chinese(u64::from(item))));
        }
        out
    }
}

impl std::fmt::Display for Citation {
    /// As a court cites it: 《中华人民共和国民法典》第一千一百六十五条第二款.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "《{}》{}", self.law, self.place())
    }
}

/// Finds every provision the text refers to, in the order of the text.
///
/// ```
/// let found = judgment::citations("依照《民法典》第一千一百六十五条第二款、第1179条之规定");
/// assert_eq!(found[0].to_string(), "《中华人民共和国民法典》第一千一百六十五条第二款");
/// assert_eq!(found[1].article, 1179);
/// ```
pub fn citations(text: &str) -> Vec<Citation> {
    citations_of(text, &Folded::new(text))
}

/// The same over a text that is plain already.
pub fn citations_of(text: &str, folded: &Folded) -> Vec<Citation> {
    let finder = Finder { text, folded, out: Vec::new(), law: None, last_end: 0, own: None };
    finder.read(&mention::find(folded))
}

/// A law as the text has named it.
#[derive(Clone)]
struct Named {
    name: Cow<'static, str>,
    known: bool,
    edition: Option<u16>,
}

struct Finder<'a> {
    text: &'a str,
    folded: &'a Folded,
    out: Vec<Citation>,
    law: Option<Named>,
    last_end: usize,
    /// The law whose own text is read.
    own: Option<within::Own>,
}

impl Finder<'_> {
    fn read(mut self, mentions: &[Mention]) -> Vec<Citation> {
        let mut taken = 0;
        for mention in mentions {
            if mention.span.start >= taken {
                taken = self.mention(mention);
            }
        }
        self.out
    }

    /// Reads what follows a mention; returns up to where the text has been read.
    fn mention(&mut self, mention: &Mention) -> usize {
        let (named, via) = match &mention.target {
            Target::Law { name, known, edition, full } => {
                let named = Named { name: name.clone(), known: *known, edition: *edition };
                (named, if *full { Via::FullName } else { Via::Abbreviation })
            }
            Target::Again(via) => match self.again(mention) {
                Some(named) => (named, *via),
                None => return mention.end,
            },
            Target::Nothing => return self.no_law(mention),
            Target::Provision(word) if self.own.is_some() => return self.before(mention, word),
            Target::Provision(word) => return self.provision(mention, word),
            Target::Article => return self.bare(mention),
        };
        self.law = Some(named.clone());
        let mut cursor = Cursor::new(self.folded, mention.end);
        cursor.skip_headings();
        let parts = cursor.parts(!matches!(via, Via::ThisLaw | Via::SameLaw));
        self.push(&parts, &named, via, mention.span.start);
        let end = cursor.at().max(mention.end);
        self.note(mention, (!parts.is_empty()).then_some(end), named);
        end
    }

    fn push(&mut self, parts: &[Part], named: &Named, via: Via, start: usize) {
        for (i, part) in parts.iter().enumerate() {
            let plain = if i == 0 { start..part.span.end } else { part.span.clone() };
            self.last_end = plain.end;
            self.out.push(Citation {
                span: self.folded.span(self.text, plain),
                law: named.name.clone(),
                known: named.known,
                edition: named.edition,
                article: part.article,
                article_suffix: part.suffix,
                paragraph: part.paragraph,
                item: part.item,
                via: if i == 0 { via } else { Via::List },
            });
        }
    }

    /// Reads 前款, 前条, 同条 and 该条, which lean on the provision cited just before.
    fn provision(&mut self, mention: &Mention, word: &str) -> usize {
        let near = mention.span.start.saturating_sub(self.last_end) <= 900;
        let Some((last, named)) = self.out.last().cloned().zip(self.law.clone()).filter(|_| near) else {
            return mention.end;
        };
        let mut part = Part {
            span: mention.span.clone(),
            article: last.article,
            suffix: last.article_suffix,
            paragraph: None,
            item: None,
        };
        match word {
            "前款" => match last.paragraph {
                Some(paragraph) if paragraph > 1 => part.paragraph = Some(paragraph - 1),
                _ => return mention.end,
            },
            "前条" if part.article > 1 => part = Part { article: part.article - 1, suffix: None, ..part },
            "前条" => return mention.end,
            _ => {}
        }
        let mut cursor = Cursor::new(self.folded, mention.end);
        let parts = cursor.places_of(part, word != "前款");
        if matches!(word, "同条" | "该条" | "本条")
            && parts.iter().all(|part| part.paragraph.is_none() && part.item.is_none())
        {
            return mention.end;
        }
        self.push(&parts, &named, Via::Preceding, mention.span.start);
        cursor.at().max(mention.end)
    }
}

#[cfg(test)]
mod tests;
