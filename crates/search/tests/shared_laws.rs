//! The public `laws.db`, where it is at hand: read whole, searched in every writing, attacked.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "a test")]

use std::path::PathBuf;

use law::day::Day;
use rusqlite::{Connection, OpenFlags};
use search::statutes::law::{Law, Number};
use search::statutes::rows::{Row, laws};
use search::statutes::{Filters, Library, Page, Why};

fn database() -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/laws/laws.db"));
    if !path.is_file() {
        println!("SKIPPED: no ../shared/data/laws/laws.db beside this checkout");
        return None;
    }
    Some(path)
}

fn read(path: &std::path::Path) -> Vec<Law> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let columns = "a.id, a.law_id, a.law_name, l.doc_type, l.law_department, l.issuing_body, l.version_date, \
                   l.effective_date, l.status, a.chapter, a.section, a.article_no, a.article_text";
    let sql = format!("SELECT {columns} FROM articles a JOIN laws l ON l.law_id = a.law_id ORDER BY a.id");
    let mut statement = connection.prepare(&sql).unwrap();
    let rows = statement.query_map([], |row| {
        let word = |column| row.get::<_, Option<String>>(column).map(Option::unwrap_or_default);
        Ok(Row {
            id: row.get::<_, i64>(0)?.to_string(),
            law_id: word(1)?,
            title: word(2)?,
            kind: word(3)?,
            branch: word(4)?,
            issuer: word(5)?,
            published: word(6)?,
            effective: word(7)?,
            status: word(8)?,
            chapter: word(9)?,
            section: word(10)?,
            number: word(11)?,
            text: word(12)?,
        })
    });
    let (laws, remarks) = laws(rows.unwrap().map(Result::unwrap));
    assert!(remarks.is_empty(), "{:?}", remarks.first());
    laws
}

fn first(library: &Library, question: &str, filters: &Filters) -> Option<(String, Number, Why)> {
    let answer = library.search(question, filters, Page::default()).unwrap();
    let hit = answer.hits.into_iter().next()?;
    let (law, article) = library.corpus().article(hit.place)?;
    Some((law.title.clone(), article.number, hit.why))
}

#[test]
fn the_public_laws_are_read_and_searched() {
    let Some(path) = database() else { return };
    let laws = read(&path);
    let articles: usize = laws.iter().map(|law| law.articles.len()).sum();
    assert!(laws.len() > 300 && articles > 26_000, "{} laws, {articles} articles", laws.len());
    let library = Library::in_memory(laws).unwrap();
    let code = "中华人民共和国民法典";
    let any = Filters::default();
    for question in ["民法典1165", "民法典第一千一百六十五条第二款", "《民法典》第1165条", "民法典　第１１６５條"]
    {
        assert_eq!(first(&library, question, &any), Some((code.into(), Number::new(1165), Why::Number)), "{question}");
    }
    let theft = Some(("中华人民共和国刑法".into(), Number::new(264), Why::Number));
    assert_eq!(first(&library, "刑法 264", &any), theft);
    quoted_and_followed(&library);
    attacked(&library);
}

fn quoted_and_followed(library: &Library) {
    let corpus = library.corpus();
    let code = corpus.newest("民法典").unwrap();
    let place = corpus.numbered(code, Number::new(1165)).next().unwrap();
    let quote = library.quote(place, Some(2), None);
    assert_eq!(quote.as_deref(), Some("《中华人民共和国民法典》第一千一百六十五条第二款"));
    // 仲裁法 stands there in two wordings, the newer in force since 2026-03-01
    let day = |text| Day::parse(text).unwrap();
    let old = corpus.as_of("仲裁法", day("2020-06-01")).unwrap();
    let new = corpus.as_of("仲裁法", day("2026-03-01")).unwrap();
    assert_ne!(old.law, new.law);
    let stages = corpus.history(corpus.numbered(new.law, Number::new(1)).next().unwrap());
    assert_eq!((stages.len(), stages[0].until), (2, Some(day("2026-03-01"))));
    assert!(library.network().len() > 2_000, "{} citations", library.network().len());
    let theft = corpus.numbered(corpus.newest("刑法").unwrap(), Number::new(264)).next().unwrap();
    assert!(library.network().times_cited(theft) > 0);
}

fn attacked(library: &Library) {
    let long = "借款合同纠纷AND OR \"(*民法典1165 第一条".repeat(400);
    for question in ["", "，。！？《》", "AND OR \"(*", "text:[* TO *]~99^9", "\u{0}\u{202e}\u{fffd}", &long] {
        let answer = library.search(question, &Filters::default(), Page { from: 0, size: 1_000 }).unwrap();
        assert!(answer.hits.len() <= 200);
    }
    let mistyped = library.search("诉论时效", &Filters::default(), Page::default()).unwrap();
    assert_eq!(mistyped.corrected.as_deref(), Some("诉讼时效"));
    let on = Filters { on: Day::parse("1900-01-01"), ..Filters::default() };
    assert_eq!(library.search("盗窃", &on, Page::default()).unwrap().total, 0);
}
