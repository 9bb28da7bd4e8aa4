//! Type words (类型代字) such as 民初, and the official case types behind them.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::data;

/// Category of case types (案件大类): the first two digits of the official code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// 01 管辖案件.
    Jurisdiction,
    /// 02 刑事案件.
    Criminal,
    /// 03 民事案件.
    Civil,
    /// 04 行政案件.
    Administrative,
    /// 05 国家赔偿与司法救助案件.
    Compensation,
    /// 06 区际司法协助案件.
    Interregional,
    /// 07 国际司法协助案件.
    International,
    /// 08 司法制裁案件.
    Sanction,
    /// 09 非诉保全审查案件.
    Preservation,
    /// 10 执行类案件.
    Enforcement,
    /// 11 强制清算与破产案件.
    Bankruptcy,
    /// Local registers before filing (诉前登记), outside the national standard; not cases.
    Local,
}

/// A row of the national table of case types (案件类型).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseType {
    /// Official code as a number: `0301` is 301. Local registers start at 9001, words withdrawn
    /// from the table at 9101.
    pub code: u16,
    /// Name of the type.
    pub name: &'static str,
    /// Its word.
    pub word: Word,
}

/// A type word (类型代字), a small index into the table of words. Written as its Chinese text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(u8);

struct Entry {
    text: &'static str,
    code: u16,
    category: Category,
    from: u16,
    to: u16,
}

struct Table {
    words: Vec<Entry>,
    types: Vec<CaseType>,
    by_text: HashMap<&'static str, Word>,
    by_code: HashMap<u16, Word>,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| data::sound("case_types.tsv", load(include_str!("../../../../data/case_types.tsv"))));

fn load(text: &'static str) -> Result<Table, String> {
    let mut table = Table { words: Vec::new(), types: Vec::new(), by_text: HashMap::new(), by_code: HashMap::new() };
    for [code, name, text, category, from, to] in data::rows::<6>(text)? {
        let number = |cell: &str| cell.parse::<u16>().map_err(|_| format!("{code}: `{cell}`"));
        let code: u16 = number(code)?;
        let word = match table.by_text.get(text) {
            Some(word) => *word,
            None => {
                let index = u8::try_from(table.words.len()).map_err(|_| "too many words")?;
                table.words.push(Entry {
                    text,
                    code,
                    category: category_of(category)?,
                    from: number(from)?,
                    to: if to.is_empty() { u16::MAX } else { number(to)? },
                });
                table.by_text.insert(text, Word(index));
                Word(index)
            }
        };
        if table.by_code.insert(code, word).is_some() {
            return Err(format!("code {code} twice"));
        }
        table.types.push(CaseType { code, name, word });
    }
    Ok(table)
}

fn category_of(text: &str) -> Result<Category, String> {
    Ok(match text {
        "jurisdiction" => Category::Jurisdiction,
        "criminal" => Category::Criminal,
        "civil" => Category::Civil,
        "administrative" => Category::Administrative,
        "compensation" => Category::Compensation,
        "interregional" => Category::Interregional,
        "international" => Category::International,
        "sanction" => Category::Sanction,
        "preservation" => Category::Preservation,
        "enforcement" => Category::Enforcement,
        "bankruptcy" => Category::Bankruptcy,
        "local" => Category::Local,
        other => return Err(format!("category {other}")),
    })
}

/// All case types, in the order of the table.
pub fn case_types() -> &'static [CaseType] {
    &TABLE.types
}

impl Word {
    /// The word written so, whatever the year.
    pub fn parse(text: &str) -> Option<Word> {
        TABLE.by_text.get(text).copied()
    }

    /// The word of an official type code (`301` for `0301`); every type of a word leads to it.
    pub fn by_code(code: u16) -> Option<Word> {
        TABLE.by_code.get(&code).copied()
    }

    /// All words, in the order of the table.
    pub fn all() -> impl Iterator<Item = Word> {
        (0..=u8::MAX).map(Word).take(TABLE.words.len())
    }

    /// The Chinese text.
    pub fn as_str(self) -> &'static str {
        self.entry().map_or("", |entry| entry.text)
    }

    /// The lowest official type code of the word, `301` for 民初.
    pub fn code(self) -> u16 {
        self.entry().map_or(0, |entry| entry.code)
    }

    /// The category of its types.
    pub fn category(self) -> Category {
        self.entry().map_or(Category::Local, |entry| entry.category)
    }

    /// Whether matters under this word count as cases; a local register such as 诉前调 does not
    /// (case-numbers CN-040).
    pub fn is_case(self) -> bool {
        self.category() != Category::Local
    }

    /// Whether numbers of this year may carry the word.
    pub fn in_use(self, year: u16) -> bool {
        self.entry().is_some_and(|entry| (entry.from..=entry.to).contains(&year))
    }

    /// Whether serials are eight random digits rather than counted (case-numbers CN-008): 刑核.
    pub fn drawn_serial(self) -> bool {
        self.as_str() == "刑核"
    }

    /// The official types that share the word; 民特 alone has thirteen.
    pub fn types(self) -> impl Iterator<Item = &'static CaseType> {
        case_types().iter().filter(move |case_type| case_type.word == self)
    }

    fn entry(self) -> Option<&'static Entry> {
        TABLE.words.get(usize::from(self.0))
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Word {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WordText;
        impl serde::de::Visitor<'_> for WordText {
            type Value = Word;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a type word such as 民初")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Word, E> {
                Word::parse(text).ok_or_else(|| E::custom(format!("`{text}` is no type word")))
            }
        }
        deserializer.deserialize_str(WordText)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_national_table_has_129_words_for_167_types() {
        assert_eq!(Word::all().filter(|word| word.code() < 9000).count(), 129);
        assert_eq!(case_types().iter().filter(|one| one.code < 9000).count(), 167);
        for word in Word::all() {
            assert_eq!(Word::parse(word.as_str()), Some(word));
            assert_eq!(Word::by_code(word.code()), Some(word));
            assert!(word.as_str().chars().count() <= 3, "CN-005: {word}");
            assert_eq!(word.types().map(|one| one.code).min(), Some(word.code()));
        }
    }

    #[test]
    fn the_code_is_the_lowest_of_the_words_types() {
        for (text, code, category) in [
            ("民初", 301, Category::Civil),
            ("民特", 310, Category::Civil),
            ("刑核", 210, Category::Criminal),
            ("执", 1002, Category::Enforcement),
            ("破", 1112, Category::Bankruptcy),
            ("财保", 901, Category::Preservation),
            ("行赔初", 502, Category::Compensation),
            ("诉前调", 9001, Category::Local),
            ("信访", 9002, Category::Local),
        ] {
            let word = Word::parse(text).unwrap();
            assert_eq!((word.code(), word.category()), (code, category), "{text}");
        }
        assert_eq!(Word::by_code(322), Word::parse("民特"));
        assert_eq!(Word::parse("民特").unwrap().types().count(), 13);
        assert_eq!(Word::by_code(300), None);
        assert_eq!(Word::parse("认罪认罚"), None);
    }

    #[test]
    fn cn_040_local_registers_are_no_cases() {
        let local: Vec<&str> = Word::all().filter(|word| !word.is_case()).map(Word::as_str).collect();
        assert_eq!(local, ["诉前调", "信访"]);
    }

    #[test]
    fn the_old_bankruptcy_words_end_with_2016() {
        for text in ["民破", "民算"] {
            let word = Word::parse(text).unwrap();
            assert!(word.in_use(2016) && !word.in_use(2017) && !word.in_use(2015), "{text}");
        }
        assert!(Word::parse("破").unwrap().in_use(2020));
    }

    #[test]
    fn an_entry_holds_the_chinese_text() {
        let word = Word::parse("执恢").unwrap();
        assert_eq!(serde_json::to_string(&word).unwrap(), "\"执恢\"");
        assert_eq!(serde_json::from_str::<Word>("\"执恢\"").unwrap(), word);
        let error = serde_json::from_str::<Word>("\"民末\"").unwrap_err();
        assert!(error.to_string().contains("民末"));
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let head = "code\tname\tword\tcategory\tfrom\tto\n";
        let refused = |row: &str| {
            let table: &'static str = Box::leak(format!("{head}{row}").into_boxed_str());
            load(table).err().unwrap()
        };
        assert_eq!(refused("301\ta\t民初\tcivil\t2016\t\n301\tb\t民终\tcivil\t2016\t\n"), "code 301 twice");
        assert_eq!(refused("301\ta\t民初\tcivic\t2016\t\n"), "category civic");
        assert_eq!(refused("x\ta\t民初\tcivil\t2016\t\n"), "x: `x`");
    }
}
