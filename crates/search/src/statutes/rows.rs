//! Reading laws from the rows of a table: one row an article, as the public `laws.db` has them.

use std::collections::BTreeMap;

use law::day::Day;

use super::law::{Article, Kind, Law, Number, Status};

/// One row: an article with what its table says of its law. Words are as the source writes them.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Id of the article.
    pub id: String,
    /// Id of the law.
    pub law_id: String,
    /// Title of the law.
    pub title: String,
    /// Kind of the law (文种).
    pub kind: String,
    /// Branch of the law.
    pub branch: String,
    /// Who made it.
    pub issuer: String,
    /// Day this wording was made public, `2020-05-28`.
    pub published: String,
    /// Day the law came into force.
    pub effective: String,
    /// Status (时效性).
    pub status: String,
    /// Chapter.
    pub chapter: String,
    /// Section.
    pub section: String,
    /// Number: 第一条.
    pub number: String,
    /// Text without the number.
    pub text: String,
}

/// What could not be read of a row, and was left as nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Id of the article.
    pub row: String,
    /// What the row says that has no meaning here.
    pub word: String,
}

/// The laws of the rows, in the order they first appear, and what could not be read.
#[must_use]
pub fn laws(rows: impl IntoIterator<Item = Row>) -> (Vec<Law>, Vec<Remark>) {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut laws: Vec<Law> = Vec::new();
    let mut remarks = Vec::new();
    for row in rows {
        let place = *places.entry(row.law_id.clone()).or_insert(laws.len());
        if place == laws.len() {
            laws.push(law(&row, &mut remarks));
        }
        let article = article(row, &mut remarks);
        if let Some(law) = laws.get_mut(place) {
            law.articles.push(article);
        }
    }
    (laws, remarks)
}

fn law(row: &Row, remarks: &mut Vec<Remark>) -> Law {
    let mut day = |text: &str| {
        let read = Day::parse(text.trim());
        if read.is_none() && !text.trim().is_empty() {
            remarks.push(Remark { row: row.id.clone(), word: text.to_owned() });
        }
        read
    };
    let (published, effective) = (day(&row.published), day(&row.effective));
    let status = Status::parse(&row.status);
    if status.is_none() {
        remarks.push(Remark { row: row.id.clone(), word: row.status.clone() });
    }
    Law {
        id: row.law_id.clone(),
        title: row.title.trim().to_owned(),
        kind: match Kind::parse(&row.kind) {
            Kind::Other => Kind::of_title(row.title.trim()),
            kind => kind,
        },
        branch: row.branch.trim().to_owned(),
        issuer: row.issuer.trim().to_owned(),
        published,
        effective,
        status: status.unwrap_or(Status::InForce),
        articles: Vec::new(),
    }
}

fn article(row: Row, remarks: &mut Vec<Remark>) -> Article {
    let number = Number::prefix(row.number.trim()).map(|(number, _)| number);
    if number.is_none() && !row.number.trim().is_empty() {
        remarks.push(Remark { row: row.id.clone(), word: row.number.clone() });
    }
    let above: Vec<&str> =
        [row.chapter.trim(), row.section.trim()].into_iter().filter(|part| !part.is_empty()).collect();
    Article {
        id: row.id,
        number: number.unwrap_or_default(),
        chapter: above.join(" "),
        text: row.text.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, law: &str, number: &str) -> Row {
        Row {
            id: id.into(),
            law_id: law.into(),
            title: format!("中华人民共和国{law}法"),
            kind: "法律".into(),
            published: "2020-05-28".into(),
            effective: "2021-01-01".into(),
            status: "现行有效".into(),
            chapter: "第一章 总则".into(),
            section: "第一节 一般".into(),
            number: number.into(),
            text: " 正文 ".into(),
            ..Row::default()
        }
    }

    #[test]
    fn rows_of_one_law_make_one_law() {
        let (laws, remarks) = laws([row("1", "甲", "第一条"), row("2", "乙", "第一条"), row("3", "甲", "第二条之一")]);
        assert!(remarks.is_empty());
        assert_eq!(laws.iter().map(|law| law.articles.len()).collect::<Vec<_>>(), [2, 1]);
        let article = &laws[0].articles[1];
        assert_eq!((article.number, article.text.as_str()), (Number { article: 2, suffix: 1 }, "正文"));
        assert_eq!(article.chapter, "第一章 总则 第一节 一般");
        assert_eq!(laws[0].effective, Day::new(2021, 1, 1));
    }

    #[test]
    fn what_cannot_be_read_is_remarked_and_the_article_kept() {
        let mut odd = row("9", "丙", "附则");
        odd.status = "不明".into();
        odd.effective = "去年".into();
        let (laws, remarks) = laws([odd]);
        assert_eq!(remarks.iter().map(|r| r.word.as_str()).collect::<Vec<_>>(), ["去年", "不明", "附则"]);
        assert_eq!((laws[0].articles.len(), laws[0].effective, laws[0].status), (1, None, Status::InForce));
    }
}
