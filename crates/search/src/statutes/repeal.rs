//! Repeals read from the laws themselves (同时废止): 本法自2021年1月1日起施行。《…法》、《…法》同时废止。

use std::collections::BTreeMap;

use law::day::Day;

use super::law::Law;

/// Titles that another law repeals, with the day.
#[must_use]
pub fn days(laws: &[Law]) -> BTreeMap<String, Day> {
    let mut days = BTreeMap::new();
    for law in laws {
        let Some(day) = law.effective else { continue };
        for article in law.articles.iter().filter(|article| article.text.contains("同时废止")) {
            for title in repealed(&article.text) {
                if title != law.title && title != law.short_title() {
                    let earliest = days.entry(title.to_owned()).or_insert(day);
                    *earliest = day.min(*earliest);
                }
            }
        }
    }
    days
}

/// The titles before 同时废止 in the same sentence.
fn repealed(text: &str) -> Vec<&str> {
    let mut titles = Vec::new();
    for sentence in text.split(['。', '\n']) {
        let Some((before, _)) = sentence.split_once("同时废止") else { continue };
        for part in before.split('《').skip(1) {
            titles.extend(part.split_once('》').map(|(title, _)| title));
        }
    }
    titles
}

#[cfg(test)]
mod tests {
    use super::super::tests::{day, law};
    use super::*;

    #[test]
    fn the_laws_named_before_repealed_at_the_same_time_are_gone_that_day() {
        let code = law(
            "1",
            "中华人民共和国丁法典",
            "2020-05-28",
            "2021-01-01",
            &[
                "依照《中华人民共和国戊法》。本法自2021年1月1日起施行。《中华人民共和国甲法》、《中华人民共和国乙法》同时废止。",
            ],
        );
        let old = law("2", "中华人民共和国己法", "1990-01-01", "1990-02-01", &["《中华人民共和国甲法》继续适用。"]);
        let found = days(&[code, old]);
        assert_eq!(
            found.into_iter().collect::<Vec<_>>(),
            [
                ("中华人民共和国乙法".to_owned(), day("2021-01-01")),
                ("中华人民共和国甲法".to_owned(), day("2021-01-01")),
            ]
        );
    }
}
