//! Reports and bulletins: pages, files, and that every file says the same numbers.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::Value as Json;
use tower::ServiceExt;

use super::{fixture, get, sound_page};

async fn file(router: &Router, path: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
    let answer = router.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = answer.into_parts();
    (parts.status, parts.headers, axum::body::to_bytes(body, 1 << 26).await.unwrap().to_vec())
}

#[tokio::test]
async fn reports_are_chosen_on_a_page_that_says_what_is_inside() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    for path in ["/reports", "/reports?year=2020&court=辽0102", "/reports?year=1999"] {
        let page = get(&router, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        sound_page(path, &page);
    }
    let page = get(&router, "/reports?year=2020").await;
    for needed in [
        "/reports/2020.pdf",
        "/reports/2020.docx",
        "/reports/2020.md",
        "/reports/2020.json",
        "全年收结概况",
        "/bulletins/2020/3",
    ] {
        assert!(page.text.contains(needed), "{needed}");
    }
    let court = get(&router, "/reports?year=2020&court=辽0102").await;
    assert!(court.text.contains("/reports/2020/辽0102.md"));
    let empty = get(&router, "/reports?year=1999").await;
    assert!(empty.text.contains("1999 年没有可报告的数字") && !empty.text.contains(".md"));
}

#[tokio::test]
async fn every_number_of_the_data_stands_in_the_text() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    for path in ["/reports/2020", "/reports/2020/%E8%BE%BD0102"] {
        let (status, _, json) = file(&router, &format!("{path}.json")).await;
        assert_eq!(status, StatusCode::OK);
        let json: Json = serde_json::from_slice(&json).unwrap();
        let (_, _, markdown) = file(&router, &format!("{path}.md")).await;
        let markdown = String::from_utf8(markdown).unwrap();
        let tables = json["tables"].as_object().unwrap();
        assert!(!tables.is_empty());
        for (key, table) in tables {
            for row in table["rows"].as_array().unwrap() {
                let cells: Vec<String> =
                    row.as_array().unwrap().iter().map(|cell| cell.as_str().unwrap().to_owned()).collect();
                assert!(markdown.contains(&format!("| {} |", cells.join(" | "))), "{key}: {cells:?}");
            }
        }
    }
}

#[tokio::test]
async fn files_have_their_types_and_chinese_names() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let paper = [
        ("/reports/2020.pdf", "application/pdf", "%PDF-"),
        ("/reports/2020.docx", word, "PK"),
        ("/bulletins/2020/3.pdf", "application/pdf", "%PDF-"),
        ("/bulletins/2020/3.docx", word, "PK"),
    ];
    let plain = [
        ("/reports/2020.json", "application/json", "{"),
        ("/reports/2020.md", "text/markdown; charset=utf-8", "# 辽宁省法院2020年工作报告"),
        ("/bulletins/2020/3.md", "text/markdown; charset=utf-8", "# 辽宁省法院2020年3月审判质效通报"),
    ];
    for (path, kind, start) in paper.into_iter().chain(plain) {
        let (status, headers, bytes) = file(&router, path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert_eq!(headers["content-type"], kind, "{path}");
        let disposition = headers["content-disposition"].to_str().unwrap();
        assert!(disposition.contains("filename*=UTF-8''%E8%BE%BD%E5%AE%81"), "{disposition}");
        assert!(bytes.starts_with(start.as_bytes()), "{path}");
        let (_, _, again) = file(&router, path).await;
        assert!(bytes == again, "{path} is the same each time");
    }
}

#[tokio::test]
async fn a_bulletin_compares_a_month_and_opens_its_cases() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let page = get(&router, "/bulletins/2020/3").await;
    assert_eq!(page.status, StatusCode::OK);
    sound_page("/bulletins/2020/3", &page);
    for needed in ["2020年3月审判质效通报", "1至3月", "环比", "month=3", "rel=\"prev\"", "不排名次"] {
        assert!(page.text.contains(needed), "{needed}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_said_and_what_is_unclear_is_asked() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    for path in [
        "/reports/1999.pdf",
        "/reports/2020.exe",
        "/reports/2020/辽9999.pdf",
        "/reports?court=辽9999",
        "/bulletins/1999/1",
        "/bulletins/2020/3.json",
        "/bulletins/2020/3.exe",
    ] {
        let page = get(&router, path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        sound_page(path, &page);
    }
    for path in [
        "/reports/x.md",
        "/reports?year=x",
        "/bulletins/2020/13",
        "/bulletins/x/1",
        "/bulletins/2020/0.md",
        "/reports/99999999999.md",
    ] {
        let page = get(&router, path).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{path}");
        sound_page(path, &page);
    }
}
