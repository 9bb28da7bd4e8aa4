//! An article as a court cites it (援引): 《中华人民共和国民法典》第一千一百六十五条第二款.

use judgment::numeral::to_chinese;

use super::law::{Article, Law};

/// The citation of an article, of one of its paragraphs (款) or of an item (项) of it.
///
/// A paragraph or item the article does not have is left out, so that nothing is cited that is not there.
#[must_use]
pub fn quote(law: &Law, article: &Article, paragraph: Option<u32>, item: Option<u32>) -> String {
    let mut quote = format!("《{}》{}", law.title.replace('《', "〈").replace('》', "〉"), article.number);
    let paragraphs = paragraphs(&article.text);
    let one = |paragraph: u32| paragraphs.get(usize::try_from(paragraph).ok()?.checked_sub(1)?);
    let of = paragraph.filter(|paragraph| one(*paragraph).is_some());
    if let Some(paragraph) = of.filter(|_| paragraphs.len() > 1) {
        quote.push_str(&format!("第{}款", to_chinese(u64::from(paragraph))));
    }
    if let Some(item) = item {
        let mark = format!("（{}）", to_chinese(u64::from(item)));
        let held = match of {
            Some(paragraph) => one(paragraph).is_some_and(|text| text.contains(&mark)),
            None => article.text.contains(&mark),
        };
        if held {
            quote.push_str(&format!("第{mark}项"));
        }
    }
    quote
}

/// The paragraphs of an article, each with the items that follow it.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match paragraphs.last_mut() {
            Some(last) if line.starts_with('（') => {
                last.push('\n');
                last.push_str(line);
            }
            _ => paragraphs.push(line.to_owned()),
        }
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::super::law::Number;
    use super::super::tests::law;
    use super::*;

    #[test]
    fn articles_paragraphs_and_items_are_cited_as_courts_do() {
        let mut code = law(
            "1",
            "中华人民共和国民法典",
            "2020-05-28",
            "2021-01-01",
            &["第一款。\n有下列情形之一的：\n（一）甲；\n（二）乙。\n第三款。", "只有一款：\n（一）甲。"],
        );
        code.articles[0].number = Number::new(1165);
        code.articles[1].number = Number { article: 133, suffix: 1 };
        let (many, one) = (&code.articles[0], &code.articles[1]);
        for (article, paragraph, item, expected) in [
            (many, None, None, "《中华人民共和国民法典》第一千一百六十五条"),
            (many, Some(2), None, "《中华人民共和国民法典》第一千一百六十五条第二款"),
            (many, Some(2), Some(2), "《中华人民共和国民法典》第一千一百六十五条第二款第（二）项"),
            (many, Some(4), None, "《中华人民共和国民法典》第一千一百六十五条"),
            (many, Some(1), Some(2), "《中华人民共和国民法典》第一千一百六十五条第一款"),
            (many, Some(0), Some(9), "《中华人民共和国民法典》第一千一百六十五条"),
            (one, Some(1), Some(1), "《中华人民共和国民法典》第一百三十三条之一第（一）项"),
        ] {
            assert_eq!(quote(&code, article, paragraph, item), expected);
        }
    }

    #[test]
    fn marks_inside_a_title_become_inner_ones() {
        let law = law("1", "最高人民法院关于适用《中华人民共和国民法典》的解释", "2020-05-28", "2021-01-01", &["甲"]);
        assert_eq!(
            quote(&law, &law.articles[0], None, None),
            "《最高人民法院关于适用〈中华人民共和国民法典〉的解释》第一条"
        );
    }
}
