//! Which law a name stands for (法律名称): a title in any writing, a short name, an id of the source.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use judgment::fold::Folded;
use search::statutes::Library;
use search::statutes::corpus::LawPlace;

const COUNTRY: &str = "中华人民共和国";

/// The names of the laws at hand, made ready when first one is not written as the source writes it.
#[derive(Debug)]
pub struct Titles<'a> {
    library: &'a Library,
    /// Plain writing to title; nothing where two titles come down to the same.
    plain: OnceCell<BTreeMap<String, Option<&'a str>>>,
}

impl<'a> Titles<'a> {
    /// The names of a library.
    pub const fn new(library: &'a Library) -> Titles<'a> {
        Titles { library, plain: OnceCell::new() }
    }

    /// The title, as the source writes it, of a law that a text names in full, for short, or with other brackets.
    pub fn of(&self, written: &str) -> Option<&'a str> {
        let corpus = self.library.corpus();
        if let Some(law) = corpus.newest(written).and_then(|place| corpus.law(place)) {
            return Some(&law.title);
        }
        if let Some(title) = self.plain().get(&plain(written)) {
            return *title;
        }
        let known = judgment::laws::find(written)?;
        self.plain().get(&plain(known.name)).copied().flatten()
    }

    /// The wording of an id of the source.
    pub fn wording(&self, id: &str) -> Option<LawPlace> {
        self.library.corpus().laws().find(|(_, law)| law.id == id).map(|(place, _)| place)
    }

    fn plain(&self) -> &BTreeMap<String, Option<&'a str>> {
        self.plain.get_or_init(|| {
            let mut titles: BTreeMap<String, Option<&str>> = BTreeMap::new();
            for (_, law) in self.library.corpus().laws() {
                let title = law.title.as_str();
                let held = titles.entry(plain(title)).or_insert(Some(title));
                if *held != Some(title) {
                    *held = None;
                }
            }
            titles
        })
    }
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
