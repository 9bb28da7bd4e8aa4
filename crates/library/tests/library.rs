//! The library on both engines: laws come and come again, the index follows, the pages answer.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may stop where it fails"
)]

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use docket::store::Docket;
use law::day::{Day, Moment};
use library::pages::{Reading, routes};
use library::{ImportFault, Imported, Laws, Shelf, Standing, read};
use search::statutes::law::{Article, Kind, Law, Number, Status};
use serde_json::Value;
use tower::ServiceExt as _;

docket::both_engines! {
    scratch => &Docket::open(&scratch.url).await.unwrap();
    crate::laws_come_back_as_they_were_and_a_new_text_takes_the_old_ones_place;
    crate::pages_say_that_there_are_no_laws_and_answer_once_there_are;
    crate::a_day_is_asked_for_and_told;
    crate::programs_are_answered_as_readers_are;
}

fn day(text: &str) -> Option<Day> {
    Some(Day::parse(text).unwrap())
}

fn law(id: &str, title: &str, status: Status, texts: &[&str]) -> Law {
    let article = |(n, text): (u32, &&str)| Article {
        id: format!("{id}-{n}"),
        number: Number::new(n),
        chapter: "第一章 总则".to_owned(),
        text: (*text).to_owned(),
    };
    Law {
        id: id.to_owned(),
        title: title.to_owned(),
        kind: Kind::Law,
        branch: "民法商法".to_owned(),
        issuer: "全国人民代表大会".to_owned(),
        published: day("2020-05-28"),
        effective: day("2021-01-01"),
        status,
        articles: (1..).zip(texts).map(article).collect(),
    }
}

const LENDING: &str = "借款人应当按照约定的期限返还借款。";

fn two() -> Vec<Law> {
    let loans =
        law("a", "中华人民共和国借贷法", Status::InForce, &[LENDING, "依照本法第一条返还借款，逾期的支付利息。"]);
    vec![loans, law("b", "中华人民共和国旧借贷法", Status::Repealed, &["借款应当返还。"])]
}

async fn laws_come_back_as_they_were_and_a_new_text_takes_the_old_ones_place(docket: &Docket) {
    let laws = Laws::new(docket.clone());
    assert_eq!(laws.all().await.unwrap(), []);
    let (first, second) = (Moment(1_000), Moment(2_000));
    let done = laws.import(&two(), first).await.unwrap();
    assert_eq!(done, Imported { new: 2, replaced: 0, articles: 3 });
    assert_eq!(laws.all().await.unwrap(), two());
    let stamp = laws.stamp().await.unwrap();
    assert_eq!((stamp.laws, stamp.last), (2, first));

    // more articles than a statement takes, and a number with a suffix
    let texts: Vec<String> = (0..40).map(|n| format!("第{n}款的内容")).collect();
    let mut longer =
        law("a", "中华人民共和国借贷法", Status::Amended, &texts.iter().map(String::as_str).collect::<Vec<_>>());
    longer.articles[7].number = Number { article: 7, suffix: 1 };
    let done = laws.import(&[longer.clone()], second).await.unwrap();
    assert_eq!(done, Imported { new: 0, replaced: 1, articles: 40 });
    assert_eq!(laws.all().await.unwrap(), [longer, two()[1].clone()]);
    assert_ne!(laws.stamp().await.unwrap(), stamp, "whoever holds an index sees that it is old");
}

async fn get(router: &Router, address: &str) -> (StatusCode, String) {
    let request = Request::get(address).body(Body::empty()).unwrap();
    let answer = router.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    let kept = answer.headers().get("cache-control").map(|value| value.to_str().unwrap().to_owned());
    assert_eq!(kept.as_deref(), Some("no-store"), "{address}: no log tells when laws change");
    let body = to_bytes(answer.into_body(), 1 << 22).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

async fn pages_say_that_there_are_no_laws_and_answer_once_there_are(docket: &Docket) {
    let shelf = Shelf::new(docket.clone());
    let router: Router = routes(Reading::new(shelf.clone(), Arc::new(|| Day::parse("2021-06-01").unwrap())));
    let (status, page) = get(&router, "/laws").await;
    assert!(status == StatusCode::OK && page.contains("这里还没有法律"), "{page}");
    assert!(matches!(shelf.standing().await.unwrap(), Standing::Empty));

    shelf.laws().import(&two(), Moment(1_000)).await.unwrap();
    let (_, page) = get(&router, "/laws").await;
    assert!(page.contains("正在整理法律库"), "{page}");
    shelf.build().await.unwrap();
    let (_, page) = get(&router, "/laws").await;
    assert!(page.contains("现有 3 条"), "{page}");
    let (_, page) = get(&router, &format!("/laws?q={}", encoded("返还借款"))).await;
    assert!(page.contains("找到 3 条") && page.contains("<mark>"), "{page}");
    let (_, page) = get(&router, &format!("/laws?q={}", encoded("借贷法第二条"))).await;
    let at = page.find("《中华人民共和国借贷法》第二条").expect("the article asked for by number");
    assert!(page.find("《中华人民共和国借贷法》第一条").is_none_or(|other| at < other));
    let only = format!("/laws?q={}&status={}", encoded("返还借款"), encoded("已废止"));
    let (_, page) = get(&router, &only).await;
    assert!(page.contains("找到 1 条") && page.contains("旧借贷法"), "{page}");

    let (_, page) = get(&router, "/laws/a/a-1").await;
    assert!(page.contains(LENDING) && page.contains("引用它的 <small class=\"muted\">1 条"), "{page}");
    let (_, page) = get(&router, "/laws/a").await;
    assert!(page.contains("共 2 条") && page.contains("/laws/a/a-2"), "{page}");
    for (address, status) in [
        ("/laws/a/b-1", StatusCode::NOT_FOUND),
        ("/laws/zz", StatusCode::NOT_FOUND),
        ("/laws/a?from=9", StatusCode::BAD_REQUEST),
        ("/laws?q=x&kind=x&status=y&on=z&from=-1", StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(get(&router, address).await.0, status, "{address}");
    }
    for asked in ["AND OR \"(*", "。。。，，，！！", "<script>alert(1)</script>", &"借".repeat(7_000)] {
        let (status, page) = get(&router, &format!("/laws?q={}", encoded(asked))).await;
        assert!(status == StatusCode::OK && !page.contains("<script>alert"), "{asked:.20}");
    }
}

/// Pages and JSON over two laws.
async fn stocked(docket: &Docket) -> Router {
    let shelf = Shelf::new(docket.clone());
    shelf.laws().import(&two(), Moment(1_000)).await.unwrap();
    shelf.build().await.unwrap();
    routes(Reading::new(shelf, Arc::new(|| Day::parse("2021-06-01").unwrap())))
}

async fn a_day_is_asked_for_and_told(docket: &Docket) {
    let router = stocked(docket).await;
    for (address, said) in [
        ("/laws/a/a-1?on=2021-03-01", "这是2021年3月1日有效的文本"),
        ("/laws/a/a-1?on=2020-03-02", "还没有施行"),
        ("/laws/a?on=2021-03-01", "这是2021年3月1日有效的文本"),
        ("/laws?on=2021-03-01", "只查2021年3月1日有效的法律"),
        ("/laws?on=2021-03-01&of=facts.2021-03-01", "行为时法"),
        ("/laws?on=2021-03-01&of=filing.2021-03-01", "收到材料的2021年3月1日"),
        ("/laws?on=2021-04-01&of=facts.2021-03-01", "按本案的日期查找"),
    ] {
        let (status, page) = get(&router, address).await;
        assert!(status == StatusCode::OK && page.contains(said), "{address}: {page}");
    }
    let (_, page) = get(&router, &format!("/laws?q={}&on=2021-03-01", encoded("借贷法第二条"))).await;
    assert!(page.contains("/laws/a/a-2?on=2021-03-01"), "the day goes along: {page}");
    let named = format!("/laws/{}/{}", encoded("借贷法"), encoded("第二条"));
    let (status, page) = get(&router, &named).await;
    assert!(status == StatusCode::OK && page.contains("class=\"network\""), "{page}");
    for address in ["/laws/a/a-1?on=2020-02-30", "/laws/a?on=x", "/laws/a?of=elsewhere.2020-03-02", "/laws?on=20"] {
        assert_eq!(get(&router, address).await.0, StatusCode::BAD_REQUEST, "{address}");
    }
}

async fn json(router: &Router, address: &str) -> (StatusCode, Value) {
    let (status, text) = get(router, address).await;
    (status, serde_json::from_str(&text).unwrap_or_else(|cause| panic!("{address}: {cause}: {text}")))
}

async fn programs_are_answered_as_readers_are(docket: &Docket) {
    let bare: Router = routes(Reading::new(Shelf::new(docket.clone()), Arc::new(|| Day(18_000))));
    let (status, none) = json(&bare, "/api/v1/laws?q=x").await;
    assert_eq!((status, none["total"].as_u64(), none["held"].as_u64()), (StatusCode::OK, Some(0), Some(0)));
    assert_eq!(json(&bare, "/api/v1/laws/a").await.0, StatusCode::NOT_FOUND);

    let router = stocked(docket).await;
    let (_, found) = json(&router, &format!("/api/v1/laws?q={}", encoded("借贷法第二条"))).await;
    assert_eq!(found["hits"][0]["article"]["quote"], "《中华人民共和国借贷法》第二条", "{found}");
    let (_, first) = json(&router, &format!("/api/v1/laws?q={}&limit=1", encoded("返还借款"))).await;
    assert_eq!((first["total"].as_u64(), first["next"].as_u64()), (Some(3), Some(1)), "{first}");
    let text = first["hits"][0]["text"].as_str().unwrap();
    let mark = |end: &str| usize::try_from(first["hits"][0]["marks"][0][end].as_u64().unwrap()).unwrap();
    let marked: String = text.chars().skip(mark("from")).take(mark("to") - mark("from")).collect();
    assert!(!marked.is_empty() && text.contains(&marked), "{first}");
    let (_, last) = json(&router, &format!("/api/v1/laws?q={}&limit=1&after=2", encoded("返还借款"))).await;
    assert!(last["next"].is_null() && last["hits"][0] != first["hits"][0], "{last}");
    let (_, early) = json(&router, &format!("/api/v1/laws?q={}&on=2020-03-02", encoded("返还借款"))).await;
    assert_eq!(early["total"], 0, "{early}");

    let (_, law) = json(&router, &format!("/api/v1/laws/{}", encoded("借贷法"))).await;
    assert_eq!((&law["law"]["id"], law["articles"].as_array().unwrap().len()), (&Value::from("a"), 2), "{law}");
    let (_, article) = json(&router, &format!("/api/v1/laws/{}/2?on=2021-03-01", encoded("借贷法"))).await;
    assert_eq!((&article["article"]["id"], &article["cites"][0]["id"]), (&Value::from("a-2"), &Value::from("a-1")));
    let (_, article) = json(&router, "/api/v1/laws/a/a-1").await;
    assert_eq!((&article["cited_by_total"], &article["text"]), (&Value::from(1), &Value::from(LENDING)));
    assert_eq!(article["in_force_today"], true);
}

#[tokio::test]
async fn what_cannot_be_read_is_named_to_programs() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("laws.db").display());
    let router = stocked(&Docket::open(&url).await.unwrap()).await;
    let long = "a".repeat(10_000);
    for (address, names) in [
        ("/api/v1/laws".to_owned(), vec!["q"]),
        ("/api/v1/laws?q=".to_owned(), vec!["q"]),
        (format!("/api/v1/laws?q={long}"), vec!["q"]),
        (
            "/api/v1/laws?q=x&kind=y&status=z&on=2020-02-30&limit=0&after=-1&x=1".to_owned(),
            vec!["kind", "status", "on", "after", "limit", "x"],
        ),
        ("/api/v1/laws?q=x&q=y".to_owned(), vec!["q"]),
        ("/api/v1/laws/a?on=yesterday".to_owned(), vec!["on"]),
        ("/api/v1/laws/a/a-1?on=2020-3-2".to_owned(), vec!["on"]),
        ("/api/v1/laws/a/a-1?on=".to_owned(), vec!["on"]),
    ] {
        let (status, problem) = json(&router, &address).await;
        let faults = problem["faults"].as_array().unwrap().iter();
        let told: Vec<&str> = faults.map(|fault| fault["parameter"].as_str().unwrap()).collect();
        assert_eq!((status, told), (StatusCode::BAD_REQUEST, names), "{address:.80}");
        assert_eq!(problem["code"], "request.unclear");
    }
    for (address, said) in [
        ("/api/v1/laws/zz", "没有这部法律"),
        ("/api/v1/laws/a/zz", "没有这一条"),
        ("/api/v1/laws/a/a-1?on=2020-03-02", "还没有施行"),
    ] {
        let (status, problem) = json(&router, address).await;
        assert_eq!((status, &problem["code"]), (StatusCode::NOT_FOUND, &Value::from("resource.missing")));
        assert!(problem["detail"].as_str().unwrap().contains(said), "{problem}");
    }
    for asked in ["AND OR \"(*", "。。。，，，！！", "text:[* TO *]^9", "'; DROP TABLE laws; --", "\u{0}\u{202e}"]
    {
        let (status, answer) = json(&router, &format!("/api/v1/laws?q={}", encoded(asked))).await;
        assert!(status == StatusCode::OK || status == StatusCode::BAD_REQUEST, "{asked}: {answer}");
    }
    let post = Request::post("/api/v1/laws").body(Body::empty()).unwrap();
    assert_eq!(router.oneshot(post).await.unwrap().status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
fn the_description_speaks_chinese_of_everything() {
    let document = serde_json::to_value(library::document()).unwrap();
    assert_eq!(document["paths"].as_object().unwrap().len(), 3);
    for (path, item) in document["paths"].as_object().unwrap() {
        let told = &item["get"];
        let parameters = told["parameters"].as_array().unwrap().iter();
        let words = parameters.map(|one| &one["description"]).chain([&told["summary"], &told["description"]]);
        for word in words {
            assert!(word.as_str().is_some_and(|word| !word.is_ascii()), "{path}: {word}");
        }
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(!schema["description"].as_str().unwrap_or("").is_ascii(), "{name}");
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn what_is_no_source_of_laws_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    assert!(matches!(read(&path("none.db")), Err(ImportFault::Unreadable(..))));
    std::fs::write(path("text.db"), "no table").unwrap();
    assert!(matches!(read(&path("text.db")), Err(ImportFault::Form(..))));
    assert!(matches!(read(folder.path()), Err(ImportFault::Empty(..))));
    let file = "# 中华人民共和国甲法\n\n2020年5月28日公布\n\n<!-- INFO END -->\n\n## 第一章 总则\n\n第一条 甲应当返还。\n\n第二条 乙亦同。\n";
    std::fs::write(path("甲法.md"), file).unwrap();
    std::fs::write(path("README.md"), "没有法律").unwrap();
    let source = read(folder.path()).unwrap();
    assert_eq!((source.laws.len(), source.laws[0].articles.len(), source.skipped.len()), (1, 2, 1), "{source:?}");
}

#[test]
fn the_public_table_is_read_whole() {
    let table = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/laws/laws.db"));
    if !table.exists() {
        println!("skipped: there is no table of laws at hand");
        return;
    }
    let source = read(&table).unwrap();
    assert_eq!(source.laws.iter().map(|law| law.articles.len()).sum::<usize>(), 26_196);
    assert_eq!(source.laws.len(), 378);
}
