//! Citations in the text of a law itself (法律条文中的引用): 本法 and 第十条 alone lead to that law, 前条 to the article before.

use super::grammar::{Cursor, Part};
use super::mention::{self, Mention};
use super::{Citation, Finder, Named, Via};
use crate::fold::Folded;
use crate::laws;

/// By which words a regulation or an interpretation names itself; 本法 and 本解释 stand among those that name a law again.
const SELF: [&str; 6] = ["本条例", "本规定", "本办法", "本细则", "本规则", "本决定"];

/// The article a text is, when it is the text of a law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Within<'a> {
    /// Title of the law.
    pub law: &'a str,
    /// Its number; zero where it has none.
    pub article: u32,
    /// 之一, 之二 …, or zero.
    pub suffix: u32,
}

/// Finds every provision an article of a law refers to, in the order of the text. What leads to the article itself (前款,
/// 本条第二款) is no citation.
///
/// ```
/// let within = judgment::Within { law: "中华人民共和国民法典", article: 12, suffix: 0 };
/// let found = judgment::citations_within("依照第十条和《刑法》第三条，适用前条规定。", within);
/// let told: Vec<String> = found.iter().map(ToString::to_string).collect();
/// assert_eq!(told, ["《中华人民共和国民法典》第十条", "《中华人民共和国刑法》第三条", "《中华人民共和国民法典》第十一条"]);
/// ```
pub fn citations_within(text: &str, within: Within<'_>) -> Vec<Citation> {
    let folded = Folded::new(text);
    let mut mentions = mention::find(&folded);
    mention::add_numbers(&folded, &mut mentions);
    let named = Named { name: within.law.to_owned().into(), known: laws::find(within.law).is_some(), edition: None };
    let own = Own { named, article: within.article, suffix: within.suffix, near: None };
    Finder { text, folded: &folded, out: Vec::new(), law: None, last_end: 0, own: Some(own) }.read(&mentions)
}

/// The law whose own text is read, and the article.
pub(super) struct Own {
    named: Named,
    article: u32,
    suffix: u32,
    /// The other law named last, none for a title that is no law's, and the plain byte behind it.
    near: Option<(Option<Named>, usize)>,
}

impl Finder<'_> {
    /// The law a word such as 该法 leads back to.
    pub(super) fn again(&self, mention: &Mention) -> Option<Named> {
        match &self.own {
            Some(own) if self.begins(mention, '本') => Some(own.named.clone()),
            _ => self.law.clone(),
        }
    }

    fn begins(&self, mention: &Mention, with: char) -> bool {
        self.folded.slice(mention.span.clone()).starts_with(with)
    }

    /// Remembers the law named last: what has a title in its marks, or an article that ends at a byte.
    pub(super) fn note(&mut self, mention: &Mention, article: Option<usize>, named: Named) {
        let (itself, marked) = (self.begins(mention, '本'), self.begins(mention, '《'));
        let Some(own) = &mut self.own else { return };
        if itself {
            own.near = None;
        } else if marked || article.is_some() {
            own.near = Some((Some(named), article.unwrap_or(mention.end)));
        }
    }

    /// Passes over a title that is no law's; in the text of a law with its articles, which are none of that law's.
    pub(super) fn no_law(&mut self, mention: &Mention) -> usize {
        let Some(own) = &mut self.own else { return mention.end };
        let mut cursor = Cursor::new(self.folded, mention.end);
        cursor.skip_headings();
        cursor.parts(true);
        let end = cursor.at().max(mention.end);
        own.near = Some((None, end));
        end
    }

    /// Reads an article without a law: of the law its sentence names last, else of the law whose text it is.
    pub(super) fn bare(&mut self, mention: &Mention) -> usize {
        let start = mention.span.start;
        let Some(own) = &self.own else { return mention.span.end };
        let itself = SELF.iter().any(|word| self.folded.slice(0..start).ends_with(word));
        let same_sentence =
            |end: usize| self.folded.line_start(start) < end && !self.folded.slice(end..start).contains(['。', ';']);
        let near = own.near.clone().filter(|(_, end)| !itself && same_sentence(*end));
        let (named, via) = match near {
            Some((named, _)) => (named, Via::List),
            None => (Some(own.named.clone()), Via::ThisLaw),
        };
        let mut cursor = Cursor::new(self.folded, start);
        let parts = cursor.parts(false);
        if let Some(named) = named {
            self.push(&parts, &named, via, start);
        }
        cursor.at().max(mention.span.end)
    }

    /// Reads 前条, which in the text of a law is the article before it; its other words stay within the article.
    pub(super) fn before(&mut self, mention: &Mention, word: &str) -> usize {
        let Some(own) = self.own.as_ref().filter(|_| word == "前条") else { return mention.end };
        let (article, suffix) = match own.suffix {
            0 => (own.article.saturating_sub(1), None),
            suffix => (own.article, Some(suffix - 1).filter(|suffix| *suffix > 0)),
        };
        if article == 0 {
            return mention.end;
        }
        let named = own.named.clone();
        let part = Part { span: mention.span.clone(), article, suffix, paragraph: None, item: None };
        let mut cursor = Cursor::new(self.folded, mention.end);
        let parts = cursor.places_of(part, true);
        self.push(&parts, &named, Via::Preceding, mention.span.start);
        cursor.at().max(mention.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places as `law:article[-suffix][.paragraph]`, read in article 12 of 甲法 or in another.
    fn places(text: &str, suffix: u32) -> Vec<String> {
        let within = Within { law: "甲法", article: 12, suffix };
        citations_within(text, within)
            .iter()
            .map(|one| {
                let name = laws::find(&one.law).map_or(one.law.as_ref(), |law| law.label());
                let suffix = one.article_suffix.map(|suffix| format!("-{suffix}")).unwrap_or_default();
                let paragraph = one.paragraph.map(|paragraph| format!(".{paragraph}")).unwrap_or_default();
                format!("{name}:{}{suffix}{paragraph}", one.article)
            })
            .collect()
    }

    #[test]
    fn a_law_names_its_own_articles_without_its_title() {
        for (text, expected) in [
            ("违反本法第一条规定的，处罚。", vec!["甲法:1"]),
            ("依照第十条至第十二条的规定。", vec!["甲法:10", "甲法:11", "甲法:12"]),
            ("第五条、第六条第二款。", vec!["甲法:5", "甲法:6.2"]),
            ("适用前条第二款的规定。", vec!["甲法:11.2"]),
            ("前款规定的，依照本条第一款处罚。", vec![]),
            ("第一次违反第三章规定的，从轻处罚。", vec![]),
            ("依照《刑法》第三条、第五条处罚。依照第七条减轻。", vec!["刑法:3", "刑法:5", "甲法:7"]),
            ("依照《民法典》第三条的规定，第五条除外；第七条", vec!["民法典:3", "民法典:5", "甲法:7"]),
            ("依照《民法典》第三条和本条例第五条", vec!["民法典:3", "甲法:5"]),
            ("《民法典》第三条。该法第四条，本法第五条", vec!["民法典:3", "民法典:4", "甲法:5"]),
            ("刑法规定的犯罪，依照第十条处理", vec!["甲法:10"]),
            ("依照《没有的法》第一条处理", vec!["没有的法:1"]),
            ("依照《附表》第一条、第二条处理。第三条", vec!["甲法:3"]),
            ("依照《民法典》第三条\n第四条", vec!["民法典:3", "甲法:4"]),
            ("", vec![]),
        ] {
            assert_eq!(places(text, 0), expected, "{text}");
        }
    }

    #[test]
    fn the_article_before_an_inserted_one_is_the_one_it_follows() {
        assert_eq!(places("前条规定", 1), ["甲法:12"]);
        assert_eq!(places("前条规定", 3), ["甲法:12-2"]);
        let first = Within { law: "甲法", article: 1, suffix: 0 };
        assert!(citations_within("前条规定", first).is_empty());
        assert!(citations_within("前条规定", Within { article: 0, ..first }).is_empty());
    }

    #[test]
    fn spans_hold_what_the_law_says() {
        let text = "依照第 三 条第一款、第五条，适用前条。";
        let found = citations_within(text, Within { law: "甲法", article: 12, suffix: 0 });
        let said: Vec<&str> = found.iter().map(|one| &text[one.span.clone()]).collect();
        assert_eq!(said, ["第 三 条第一款", "第五条", "前条"]);
        assert_eq!(found.iter().map(|one| one.via).collect::<Vec<_>>(), [Via::ThisLaw, Via::List, Via::Preceding]);
    }
}
