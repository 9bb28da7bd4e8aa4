//! What an address means: a law by id or name, an article by id or number, and which wording of it held on a day.

use frame::fault::Fault;
use frame::format::day_text;
use judgment::fold::Folded;
use law::day::Day;
use search::statutes::Library;
use search::statutes::corpus::{LawPlace, Place};
use search::statutes::law::Number;

use crate::link::only;

/// Why an address leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lost {
    /// No law of that id or name is at hand.
    Law,
    /// The law has no such article.
    Article,
    /// The law counts its articles anew in its parts; the number stands for several.
    Several,
    /// The law did not hold on that day: not yet, or no longer.
    Day(String, Day),
}

impl From<Lost> for Fault {
    fn from(lost: Lost) -> Fault {
        Fault::NotFound(match lost {
            Lost::Law => "法律库里没有这部法律".to_owned(),
            Lost::Article => "法律库里没有这一条".to_owned(),
            Lost::Several => "这部法律有几处用了同一个条号，请从法律的目录里打开".to_owned(),
            Lost::Day(title, on) => {
                format!("《{title}》在{}还没有施行，或者已经废止，或者那时的文本不在法律库里", day_text(on))
            }
        })
    }
}

/// A wording, and whether it is the very one of the day asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording {
    /// The wording.
    pub law: LawPlace,
    /// False where the law held on that day, but only a later wording is at hand.
    pub exact: bool,
}

/// An article, and whether its wording is the very one of the day asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The article.
    pub place: Place,
    /// False where the law held on that day, but only a later wording is at hand.
    pub exact: bool,
}

/// The wording an address names, or the one of its law that held on a day.
///
/// # Errors
/// [`Lost::Law`], [`Lost::Day`].
pub fn wording(library: &Library, written: &str, on: Option<Day>, today: Day) -> Result<Wording, Lost> {
    match (library.corpus().by_law_id(written), on) {
        (Some(law), None) => Ok(Wording { law, exact: true }),
        (Some(law), Some(on)) => {
            let title = library.law(law).map(|law| law.title.as_str()).ok_or(Lost::Law)?;
            of_day(library, title, on)
        }
        (None, Some(on)) => of_day(library, library.titled(written).ok_or(Lost::Law)?, on),
        (None, None) => {
            let title = library.titled(written).ok_or(Lost::Law)?;
            of_day(library, title, today)
                .or_else(|_| library.corpus().newest(title).map(|law| Wording { law, exact: true }).ok_or(Lost::Law))
        }
    }
}

/// The article an address names, or the article of its number in the wording that held on a day.
///
/// A law named by its id takes ids of articles; a law named by its title takes their numbers. 第…条 is a number in both.
///
/// # Errors
/// [`Lost`].
pub fn article(library: &Library, law: &str, written: &str, on: Option<Day>, today: Day) -> Result<Found, Lost> {
    let corpus = library.corpus();
    let by_id = corpus.by_law_id(law);
    let named = by_id.and_then(|law| corpus.by_id(written).filter(|place| corpus.law_of(*place) == Some(law)));
    let spelt = written.contains('条') || by_id.is_none();
    match (named, on) {
        (Some(place), None) => Ok(Found { place, exact: true }),
        (Some(place), Some(_)) => {
            let Wording { law, exact } = wording(library, law, on, today)?;
            if corpus.law_of(place) == Some(law) {
                return Ok(Found { place, exact });
            }
            let number = corpus.article(place).map(|(_, article)| article.number).filter(|number| number.is_some());
            numbered(library, law, number.ok_or(Lost::Article)?).map(|place| Found { place, exact })
        }
        (None, _) => {
            let Wording { law, exact } = wording(library, law, on, today)?;
            let number = number(written).filter(|_| spelt).ok_or(Lost::Article)?;
            numbered(library, law, number).map(|place| Found { place, exact })
        }
    }
}

fn of_day(library: &Library, title: &str, on: Day) -> Result<Wording, Lost> {
    let found = library.corpus().as_of(title, on).ok_or_else(|| Lost::Day(title.to_owned(), on))?;
    Ok(Wording { law: found.law, exact: found.exact })
}

fn numbered(library: &Library, law: LawPlace, number: Number) -> Result<Place, Lost> {
    let corpus = library.corpus();
    if corpus.numbered(law, number).next().is_none() {
        return Err(Lost::Article);
    }
    only(corpus.numbered(law, number)).ok_or(Lost::Several)
}

/// A number in any writing: 1165, 133-1, 第一千一百六十五条, 一百三十三条之一.
fn number(written: &str) -> Option<Number> {
    let folded = Folded::new(written);
    let text = folded.as_str();
    let digits = |text: &str| text.parse::<u32>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    let number = if let Some((article, suffix)) = text.split_once('-') {
        Number { article: digits(article)?, suffix: digits(suffix)? }
    } else if let Some(article) = digits(text) {
        Number::new(article)
    } else {
        let whole = if text.starts_with('第') { text.to_owned() } else { format!("第{text}") };
        Number::prefix(&whole).filter(|(_, read)| *read == whole.len())?.0
    };
    number.is_some().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::tests::{day, library};

    fn id(law: &str, written: &str, on: Option<&str>) -> Result<(String, bool), Lost> {
        let library = library();
        let found = article(&library, law, written, on.map(day), day("2021-06-01"))?;
        Ok((library.corpus().article(found.place).unwrap().1.id.clone(), found.exact))
    }

    #[test]
    fn numbers_are_read_in_every_writing() {
        for (written, article, suffix) in [
            ("1165", 1165, 0),
            ("１１６５", 1165, 0),
            ("133-1", 133, 1),
            ("第一千一百六十五条", 1165, 0),
            ("一百三十三条之一", 133, 1),
            ("第133條", 133, 0),
        ] {
            assert_eq!(number(written), Some(Number { article, suffix }), "{written}");
        }
        for written in ["", "0", "第条", "-1", "1-", "1165条和别的", "99999999999", "甲", "＋5"] {
            assert_eq!(number(written), None, "{written}");
        }
    }

    #[test]
    fn an_article_is_found_by_id_and_by_number() {
        for (law, written, on, expected) in [
            ("mfd", "mfd-10", None, "mfd-10"),
            ("mfd", "第十条", None, "mfd-10"),
            ("民法典", "1165", None, "mfd-1165"),
            ("中华人民共和国民法典", "第1165条", None, "mfd-1165"),
            ("刑法", "133-1", None, "xf-133"),
            ("道路交通安全法", "76", None, "jt2-76"),
            ("道路交通安全法", "76", Some("2010-01-01"), "jt1-76"),
            ("jt2", "jt2-76", Some("2010-01-01"), "jt1-76"),
            ("jt1", "jt1-76", Some("2020-01-01"), "jt2-76"),
        ] {
            assert_eq!(id(law, written, on), Ok((expected.to_owned(), true)), "{law} {written}");
        }
        assert_eq!(id("刑法", "264", Some("2019-06-01")), Ok(("xf-264".to_owned(), false)));
    }

    #[test]
    fn what_is_not_there_is_named() {
        for (law, written, on, lost) in [
            ("没有的法", "1", None, Lost::Law),
            ("民法典", "999", None, Lost::Article),
            ("民法典", "甲", None, Lost::Article),
            ("mfd", "10", None, Lost::Article),
            ("mfd", "jt1-10", None, Lost::Article),
            ("反垄断法", "1", None, Lost::Several),
            ("民法典", "10", Some("2020-12-31"), Lost::Day("中华人民共和国民法典".to_owned(), day("2020-12-31"))),
        ] {
            assert_eq!(id(law, written, on), Err(lost), "{law} {written}");
        }
    }
}
