//! What people ask that an article answers (平常话的问题): written for this project, article by article, kept as data
//! (`data/lay_questions.tsv`). An article is found by them beside its own words; they are shown to nobody.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::law::{Law, Number, Status};

const TABLE: &str = include_str!("../../../../data/lay_questions.tsv");

/// Questions by the short title of the law and the article's number.
type Table = BTreeMap<(&'static str, Number), &'static str>;

static QUESTIONS: LazyLock<Table> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let (title, rest) = row.split_once('\t')?;
        let (written, questions) = rest.split_once('\t')?;
        Some(((title, Number::prefix(written)?.0), questions))
    })
    .collect()
});

/// The questions that an article of a wording answers; none for wordings of the past, whose numbers mean other things.
pub fn questions(law: &Law, number: Number) -> &'static str {
    if matches!(law.status, Status::Historical | Status::Coming) {
        return "";
    }
    QUESTIONS.get(&(law.short_title(), number)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::tests::law;
    use super::*;

    #[test]
    fn every_row_names_an_article_once_and_asks_something() {
        let rows: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(rows.len(), QUESTIONS.len(), "each article once, each number read");
        for (at, questions) in QUESTIONS.iter() {
            assert!(questions.split('；').all(|question| question.chars().count() >= 4), "{at:?}: {questions}");
            assert!(!questions.contains('\t'), "{at:?}");
        }
    }

    #[test]
    fn questions_belong_to_the_wording_in_force() {
        let mut code = law("1", "中华人民共和国民法典", "2020-05-28", "2021-01-01", &["借款人应当返还借款。"]);
        assert!(questions(&code, Number::new(675)).contains('；'));
        assert_eq!(questions(&code, Number::new(9_999)), "");
        code.status = Status::Historical;
        assert_eq!(questions(&code, Number::new(675)), "");
    }
}
