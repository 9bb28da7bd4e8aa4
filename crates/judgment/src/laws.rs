//! The names of laws and judicial interpretations (法律、司法解释), and what courts call them for short.
//!
//! One name is the law's own: the title as promulgated. Every other writing leads to it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::fold::Folded;

const TABLE: &str = include_str!("../data/laws.tsv");
const COUNTRY: &str = "中华人民共和国";

/// A law, a regulation or a judicial interpretation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    /// Title as promulgated (全称), inner titles in 〈〉.
    pub name: &'static str,
    /// What it is called for short (简称), besides its title without the country's name.
    pub aliases: Vec<&'static str>,
}

impl Law {
    /// The title without the country's name at its beginning: 民法典.
    pub fn short(&self) -> &'static str {
        self.name.strip_prefix(COUNTRY).unwrap_or(self.name)
    }

    /// The shortest name courts use for it, for lists and buttons.
    pub fn label(&self) -> &'static str {
        if self.name.starts_with(COUNTRY) {
            return self.short();
        }
        self.aliases.first().copied().unwrap_or(self.name)
    }
}

/// All laws of the table.
pub fn laws() -> &'static [Law] {
    static LAWS: OnceLock<Vec<Law>> = OnceLock::new();
    LAWS.get_or_init(|| {
        TABLE
            .lines()
            .skip(1)
            .filter_map(|line| {
                let (name, aliases) = line.split_once('\t').unwrap_or((line, ""));
                let aliases = aliases.split(';').filter(|alias| !alias.is_empty()).collect();
                (!name.is_empty()).then_some(Law { name, aliases })
            })
            .collect()
    })
}

/// What a name comes down to: plain, without brackets, quotes and the country's name.
fn key(name: &str) -> String {
    let folded = Folded::new(name);
    let plain: String =
        folded.as_str().chars().filter(|c| !matches!(c, '《' | '》' | '〈' | '〉' | '<' | '>')).collect();
    plain.replace(COUNTRY, "")
}

/// The key without the year of an amendment in brackets at its end.
fn without_edition(plain: &str) -> &str {
    match plain.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        Some((name, note)) if note.contains('修') || note.chars().any(|c| c.is_ascii_digit()) => name,
        _ => plain,
    }
}

fn by_key() -> &'static BTreeMap<String, &'static Law> {
    static MAP: OnceLock<BTreeMap<String, &'static Law>> = OnceLock::new();
    MAP.get_or_init(|| {
        let mut map = BTreeMap::new();
        for law in laws() {
            map.entry(key(law.name)).or_insert(law);
        }
        for law in laws() {
            for alias in &law.aliases {
                map.entry(key(alias)).or_insert(law);
            }
            // 最高人民法院《关于…的解释》: the issuer stands outside the brackets.
            let full = key(law.name);
            if let Some(at) = full.find("关于").filter(|at| *at > 0) {
                map.entry(full.get(at..).unwrap_or_default().to_owned()).or_insert(law);
            }
        }
        map
    })
}

/// The law behind a title or a short name in any writing, brackets or not.
///
/// ```
/// let law = judgment::laws::find("《民诉法》").unwrap();
/// assert_eq!(law.name, "中华人民共和国民事诉讼法");
/// ```
pub fn find(name: &str) -> Option<&'static Law> {
    if name.len() > 600 {
        return None;
    }
    let key = key(name);
    let map = by_key();
    map.get(&key).or_else(|| map.get(without_edition(&key))).copied()
}

/// Every writing in which a law's name stands in running text without brackets, plain, with its law.
pub(crate) fn bare_names() -> Vec<(String, &'static Law)> {
    let mut names: BTreeMap<String, &'static Law> = BTreeMap::new();
    for law in laws() {
        names.insert(Folded::new(law.name).as_str().to_owned(), law);
    }
    for law in laws() {
        for short in law.aliases.iter().copied().chain([law.short()]) {
            names.entry(Folded::new(short).as_str().to_owned()).or_insert(law);
        }
    }
    names.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_writing_leads_to_the_title_as_promulgated() {
        for (written, name) in [
            ("民法典", "中华人民共和国民法典"),
            ("《中华人民共和国民法典》", "中华人民共和国民法典"),
            ("民诉法", "中华人民共和国民事诉讼法"),
            ("刑诉法", "中华人民共和国刑事诉讼法"),
            ("中华人民共和国民事诉讼法（2017修正）", "中华人民共和国民事诉讼法"),
            ("中華人民共和國合同法", "中华人民共和国合同法"),
            ("合同法解释（二）", "最高人民法院关于适用〈中华人民共和国合同法〉若干问题的解释（二）"),
            ("合同法解释(二)", "最高人民法院关于适用〈中华人民共和国合同法〉若干问题的解释（二）"),
            ("关于适用《民事诉讼法》的解释", "最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释"),
            (
                "最高人民法院关于适用<中华人民共和国民事诉讼法>的解释",
                "最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释",
            ),
            ("治安处罚法", "中华人民共和国治安管理处罚法"),
        ] {
            assert_eq!(find(written).map(|law| law.name), Some(name), "{written}");
        }
        assert_eq!(find("借款合同"), None);
        assert_eq!(find(""), None);
    }

    #[test]
    fn no_alias_stands_for_two_laws() {
        let mut owners: BTreeMap<String, &str> = BTreeMap::new();
        for law in laws() {
            for name in law.aliases.iter().copied().chain([law.name]) {
                let owner = owners.entry(key(name)).or_insert(law.name);
                assert_eq!(*owner, law.name, "{name}");
                assert_eq!(find(name).map(|law| law.name), Some(law.name), "{name}");
            }
        }
        assert!(laws().len() > 600);
    }

    #[test]
    fn labels_are_short() {
        assert_eq!(find("民法典").unwrap().label(), "民法典");
        assert_eq!(find("终本规定").unwrap().label(), "终本规定");
    }
}
