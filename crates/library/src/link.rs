//! Citations of law in a text as links (法条链接), each to the article as it read on the day of the facts (行为时法).

use law::day::Day;
use search::statutes::Library;
use search::statutes::corpus::{Corpus, LawPlace, Place};
use search::statutes::law::Law;
use search::statutes::quote::quote;
use search::statutes::titles::number;

/// Where a citation leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleLink {
    /// Address of the article, of its wording of the day: `/laws/{law}/{article}?on=2020-03-02`.
    pub href: String,
    /// As a court cites it, with paragraph and item where the text names them.
    pub quote: String,
    /// False where the law was in force on that day, but only a later wording of it is at hand.
    pub exact: bool,
}

impl ArticleLink {
    /// What a reader is told before following the link.
    pub fn told(&self) -> String {
        if self.exact {
            self.quote.clone()
        } else {
            format!("{}（那天的文本不在库里，这里是后来的）", self.quote)
        }
    }
}

/// A piece of a text: a citation that leads to an article, or what stands between two of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment<'a> {
    /// What the text says here, untouched. The pieces in a row are the text.
    pub text: &'a str,
    /// The article cited, where it is at hand.
    pub link: Option<ArticleLink>,
}

/// Takes a text apart at the citations of law that lead to an article in force on a day.
///
/// Titles in full, short names, 该法第三条, lists and ranges are read by [`judgment::citations`]. A citation is left plain
/// where its law is not at hand or was not in force on that day, where the law has no such article or counts anew in its
/// parts, and where the text names an amendment (2017年修正) whose wording is not at hand: no reader is led to a text that was
/// not cited. Of a text that cites nothing, the one piece is the text; of an empty one there is none.
pub fn linked<'a>(text: &'a str, on: Day, library: &Library) -> Vec<Segment<'a>> {
    let mut segments: Vec<Segment<'a>> = Vec::new();
    let (mut shown, mut read) = (0, 0);
    let plain = |from: usize, to: usize, segments: &mut Vec<Segment<'a>>| {
        if let Some(text) = text.get(from..to).filter(|text| !text.is_empty()) {
            segments.push(Segment { text, link: None });
        }
    };
    for citation in judgment::citations(text) {
        // what a range spells out shares its words: 第十条至第十二条 leads to its ends
        if citation.span.start < read {
            continue;
        }
        read = citation.span.end;
        let Some(link) = found(&citation, on, library) else { continue };
        let Some(said) = text.get(citation.span.clone()) else { continue };
        plain(shown, citation.span.start, &mut segments);
        segments.push(Segment { text: said, link: Some(link) });
        shown = citation.span.end;
    }
    plain(shown, text.len(), &mut segments);
    segments
}

/// The pieces as HTML; what is no link is escaped text. Line ends stay as they are.
pub fn html(segments: &[Segment<'_>]) -> String {
    let mut out = String::new();
    for segment in segments {
        let text = escaped_html(segment.text);
        match &segment.link {
            None => out.push_str(&text),
            Some(link) => {
                let (href, told) = (escaped_html(&link.href), escaped_html(&link.told()));
                out.push_str(&format!("<a class=\"cited\" href=\"{href}\" title=\"{told}\">{text}</a>"));
            }
        }
    }
    out
}

fn escaped_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

fn found(citation: &judgment::Citation, on: Day, library: &Library) -> Option<ArticleLink> {
    let corpus = library.corpus();
    let title = library.titled(&citation.law)?;
    let (wording, exact) = match citation.edition {
        None => corpus.as_of(title, on).map(|as_of| (as_of.law, as_of.exact))?,
        Some(year) => (of_year(corpus, title, year)?, true),
    };
    let (law, article) = corpus.article(only(corpus.numbered(wording, number(citation)))?)?;
    Some(ArticleLink {
        href: format!("{}?on={on}", crate::pages::article_href(law, article)),
        quote: quote(law, article, citation.paragraph, citation.item),
        exact,
    })
}

/// The wording of an amendment a text names by its year.
pub fn of_year(corpus: &Corpus, title: &str, year: u16) -> Option<LawPlace> {
    let published = |law: &Law| law.published.is_some_and(|day| i32::from(day.year()) == i32::from(year));
    corpus.wordings(title).iter().copied().find(|place| corpus.law(*place).is_some_and(published))
}

/// The one there is; nothing where there are several.
pub fn only(mut places: impl Iterator<Item = Place>) -> Option<Place> {
    let first = places.next()?;
    places.next().is_none().then_some(first)
}

#[cfg(test)]
pub(crate) mod tests {
    use search::statutes::law::{Article, Kind, Number, Status};

    use super::*;

    pub(crate) fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn law(id: &str, title: &str, published: &str, effective: &str, numbers: &[u32]) -> Law {
        let article = |number: &u32| Article {
            id: format!("{id}-{number}"),
            number: Number::new(*number),
            chapter: String::new(),
            text: format!("{title}的第{number}条。\n第二款。"),
        };
        Law {
            id: id.to_owned(),
            title: title.to_owned(),
            kind: Kind::of_title(title),
            branch: String::new(),
            issuer: String::new(),
            published: Some(day(published)),
            effective: Some(day(effective)),
            status: Status::InForce,
            articles: numbers.iter().map(article).collect(),
        }
    }

    pub(crate) fn library() -> Library {
        let mut old = law("jt1", "中华人民共和国道路交通安全法", "2003-10-28", "2004-05-01", &[10, 76]);
        old.status = Status::Historical;
        let mut penal = law("xf", "中华人民共和国刑法", "2020-12-26", "1997-10-01", &[133, 264]);
        penal.articles[0].number.suffix = 1;
        let mut twice = law("fd", "中华人民共和国反垄断法", "2007-08-30", "2008-08-01", &[1, 1]);
        twice.articles[1].id = "fd-other".to_owned();
        Library::in_memory(vec![
            law("mfd", "中华人民共和国民法典", "2020-05-28", "2021-01-01", &[10, 12, 1165, 1179]),
            old,
            law("jt2", "中华人民共和国道路交通安全法", "2011-04-22", "2011-05-01", &[10, 76]),
            penal,
            twice,
            law("jd", "最高人民法院关于审理民间借贷案件适用法律若干问题的规定", "2020-08-19", "2020-08-20", &[25, 28]),
            law(
                "sy",
                "最高人民法院关于适用《中华人民共和国民法典》时间效力的若干规定",
                "2020-12-29",
                "2021-01-01",
                &[1],
            ),
        ])
        .unwrap()
    }

    /// What is linked, as `words>article`.
    fn links(text: &str, on: &str) -> Vec<String> {
        let library = library();
        let segments = linked(text, day(on), &library);
        assert_eq!(segments.iter().map(|one| one.text).collect::<String>(), text, "nothing is lost");
        let link = |one: &Segment<'_>| one.link.as_ref().map(|link| (one.text.to_owned(), link.href.clone()));
        let told = |(text, href): (String, String)| {
            let address = href.strip_suffix(&format!("?on={on}")).unwrap();
            format!("{text}>{}", address.rsplit('/').next().unwrap())
        };
        segments.iter().filter_map(link).map(told).collect()
    }

    #[test]
    fn citations_in_every_writing_lead_to_their_article() {
        for (text, expected) in [
            (
                "依照《中华人民共和国民法典》第一千一百六十五条第二款、第1179条之规定",
                vec!["《中华人民共和国民法典》第一千一百六十五条第二款>mfd-1165", "第1179条>mfd-1179"],
            ),
            ("《民法典》第十条规定了习惯，该法第十二条", vec!["《民法典》第十条>mfd-10", "该法第十二条>mfd-12"]),
            ("《民法典》第十条至第十二条", vec!["《民法典》第十条>mfd-10", "第十二条>mfd-12"]),
            ("刑法133条之一", vec!["刑法133条之一>xf-133"]),
            (
                "《最高人民法院关于审理民间借贷案件适用法律若干问题的规定》（法释〔2020〕6号）第二十五条",
                vec!["《最高人民法院关于审理民间借贷案件适用法律若干问题的规定》（法释〔2020〕6号）第二十五条>jd-25"],
            ),
            (
                "《最高人民法院关于适用〈中华人民共和国民法典〉时间效力的若干规定》第一条",
                vec!["《最高人民法院关于适用〈中华人民共和国民法典〉时间效力的若干规定》第一条>sy-1"],
            ),
        ] {
            assert_eq!(links(text, "2021-06-01"), expected, "{text}");
        }
    }

    #[test]
    fn the_wording_of_the_day_is_cited() {
        let text = "《道路交通安全法》第七十六条";
        assert_eq!(links(text, "2010-01-01"), [format!("{text}>jt1-76")]);
        assert_eq!(links(text, "2020-01-01"), [format!("{text}>jt2-76")]);
        let later = linked("《刑法》第二百六十四条", day("2019-06-01"), &library());
        assert!(later[0].link.as_ref().is_some_and(|link| !link.exact && link.told().contains("后来的")));
        // an amendment the text names is taken at its word, whatever the day
        let named = "《道路交通安全法》（2011年修正）第七十六条";
        assert_eq!(links(named, "2010-01-01"), [format!("{named}>jt2-76")]);
    }

    #[test]
    fn what_leads_nowhere_stays_plain() {
        for text in [
            "",
            "双方在合同第十条约定",
            "《民法典》第九百九十九条",
            "《某某条例》第一条",
            "《反垄断法》第一条",
            "《道路交通安全法》（2021年修正）第七十六条",
            "《《《》》第第第条条条",
        ] {
            assert_eq!(links(text, "2021-06-01"), Vec::<String>::new(), "{text}");
        }
        assert_eq!(links("《民法典》第十条", "2020-12-31"), Vec::<String>::new(), "not in force yet");
        assert!(linked("", day("2021-06-01"), &library()).is_empty());
    }

    #[test]
    fn html_holds_the_text_and_nothing_else_of_it() {
        let library = library();
        let text = "<script>alert('x')</script> & 《民法典》第十条\"";
        let page = html(&linked(text, day("2021-06-01"), &library));
        assert_eq!(
            page,
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; <a class=\"cited\" \
             href=\"/laws/mfd/mfd-10?on=2021-06-01\" title=\"《中华人民共和国民法典》第十条\">《民法典》第十条</a>&quot;"
        );
        let long = "依照《民法典》第十条。".repeat(5_000);
        let segments = linked(&long, day("2021-06-01"), &library);
        assert_eq!(segments.iter().filter(|one| one.link.is_some()).count(), 5_000);
    }
}
