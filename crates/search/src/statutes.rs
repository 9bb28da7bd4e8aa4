//! Laws and their articles (法律条文): read, kept by wording and day, indexed, searched, cited.
//!
//! A [`Library`] is built from laws read by [`rows`] or [`markdown`]. It answers a question by law and number where one is
//! named, by the words of the articles otherwise, and by what readers found useful where that was learnt ([`learn`]).
//! Nothing here asks a clock: the day a law is wanted for is an argument.

pub mod ask;
pub mod cited;
pub mod corpus;
mod frame;
pub mod law;
mod lay;
pub mod learn;
mod library;
pub mod mark;
pub mod markdown;
pub mod network;
pub mod postings;
pub mod quote;
mod repeal;
pub mod rows;
mod search;
mod signals;
mod suggest;
pub mod synonyms;
pub mod terms;
pub mod titles;
mod zones;

pub use library::{Fault, Library};
pub use search::{Answer, Filters, Hit, Page, Why};
pub use signals::Signals;
pub use suggest::{Suggestion, corrected};
pub use zones::{Weighted, Zone, Zones};

#[cfg(test)]
pub(crate) mod tests {
    //! Laws to test with.

    use ::law::day::Day;

    use super::Library;
    use super::law::{Article, Kind, Law, Number, Status};

    pub(crate) fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    pub(crate) fn law(id: &str, title: &str, published: &str, effective: &str, texts: &[&str]) -> Law {
        let article = |(n, text): (u32, &&str)| Article {
            id: format!("{id}/{n}"),
            number: Number::new(n),
            chapter: "第一章 总则".into(),
            text: (*text).into(),
        };
        Law {
            id: id.into(),
            title: title.into(),
            kind: Kind::of_title(title),
            branch: String::new(),
            issuer: String::new(),
            published: Some(day(published)),
            effective: Some(day(effective)),
            status: Status::InForce,
            articles: (1..).zip(texts).map(article).collect(),
        }
    }

    pub(crate) fn laws() -> Vec<Law> {
        let code = law(
            "民",
            "中华人民共和国民法典",
            "2020-05-28",
            "2021-01-01",
            &[
                "借款人应当按照约定的期限返还借款。未返还借款的，应当支付逾期利息。",
                "承租人应当按照约定支付租金。",
                "侵害他人造成人身损害的，应当赔偿医疗费、护理费。",
            ],
        );
        let mut old =
            law("旧", "中华人民共和国合同法", "1999-03-15", "1999-10-01", &["借款人应当按照约定的期限返还借款。"]);
        old.status = Status::Repealed;
        let mut end =
            law("末", "中华人民共和国某某法", "2020-05-28", "2021-01-01", &["《中华人民共和国合同法》同时废止。"]);
        end.articles[0].number = Number::new(9);
        let court = law(
            "释",
            "最高人民法院关于审理民间借贷案件的规定",
            "2020-08-19",
            "2020-08-20",
            &["约定的借款利率超过一定限度的，不予支持。"],
        );
        vec![code, old, end, court]
    }

    pub(crate) fn library() -> Library {
        Library::in_memory(laws()).unwrap()
    }
}
