//! Which law a name stands for (法律名称): a title in any writing, a short name; and the number a citation names.

use std::collections::BTreeMap;

use judgment::fold::Folded;

use super::corpus::Corpus;
use super::law::Number;

const COUNTRY: &str = "中华人民共和国";

/// The names of the laws at hand.
#[derive(Debug, Clone, Default)]
pub struct Titles {
    /// Plain writing to title; nothing where two titles come down to the same.
    plain: BTreeMap<String, Option<String>>,
}

impl Titles {
    /// The names of the laws of a corpus.
    #[must_use]
    pub fn new(corpus: &Corpus) -> Self {
        let mut titles: BTreeMap<String, Option<String>> = BTreeMap::new();
        for (_, law) in corpus.laws() {
            let held = titles.entry(plain(&law.title)).or_insert_with(|| Some(law.title.clone()));
            if held.as_deref() != Some(law.title.as_str()) {
                *held = None;
            }
        }
        Self { plain: titles }
    }

    /// The title, as the source writes it, of a law that a text names in full, for short, or with other brackets.
    #[must_use]
    pub fn of<'a>(&'a self, corpus: &'a Corpus, written: &str) -> Option<&'a str> {
        if let Some(law) = corpus.newest(written).and_then(|place| corpus.law(place)) {
            return Some(&law.title);
        }
        if let Some(title) = self.plain.get(&plain(written)) {
            return title.as_deref();
        }
        let known = judgment::laws::find(written)?;
        self.plain.get(&plain(known.name))?.as_deref()
    }
}

/// The number of the article a citation names.
#[must_use]
pub fn number(citation: &judgment::Citation) -> Number {
    Number { article: citation.article, suffix: citation.article_suffix.unwrap_or(0) }
}

/// What a title comes down to: plain characters, no brackets around titles, no State, no issuer, no note of its year.
fn plain(title: &str) -> String {
    let folded = Folded::new(title);
    let bare: String = folded.as_str().chars().filter(|c| !"《》〈〉<>".contains(*c)).collect();
    let bare = bare.replace(COUNTRY, "");
    let bare = match bare.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        Some((name, note)) if note.contains('修') || note.chars().any(|c| c.is_ascii_digit()) => name,
        _ => bare.as_str(),
    };
    bare.find("关于").and_then(|at| bare.get(at..)).unwrap_or(bare).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writings_of_a_title_come_down_to_one() {
        let court = plain("最高人民法院关于适用《中华人民共和国民法典》物权编的解释（一）");
        for same in [
            "最高人民法院关于适用〈中华人民共和国民法典〉物权编的解释（一）",
            "关于适用<民法典>物权编的解释(一)",
            "最高人民法院關於適用《民法典》物權編的解釋（一）",
        ] {
            assert_eq!(plain(same), court, "{same}");
        }
        assert_eq!(plain("中华人民共和国民事诉讼法（2017年修正）"), "民事诉讼法");
        assert_ne!(plain("某解释（二）"), plain("某解释（一）"));
    }
}
