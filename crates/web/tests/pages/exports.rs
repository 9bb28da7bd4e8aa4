//! Files of lists: what they hold is what the page lists, and a workbook is shown with its progress.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use futures_util::StreamExt;
use tower::ServiceExt;

use crate::{fixture, get};

/// The bytes of an answer.
async fn bytes(router: &Router, path: &str) -> Vec<u8> {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    axum::body::to_bytes(response.into_body(), 1 << 24).await.unwrap().to_vec()
}

#[tokio::test]
async fn a_list_as_csv_holds_what_the_page_lists() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let answer = get(&router, "/cases.csv").await;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert!(answer.header("content-disposition").contains("filename*=UTF-8''%E6%A1%88%E4%BB%B6.csv"));
    assert!(answer.text.starts_with("\u{feff}案号,法院,"));
    let lines: Vec<&str> = answer.text.trim_end().split("\r\n").collect();
    assert_eq!(lines.len(), 4, "{lines:?}");
    let first = lines.iter().find(|line| line.starts_with(fixture::NUMBER)).unwrap();
    assert!(first.contains(",2020-03-02,") && first.contains(",12345.00,"), "{first}");
    let one = get(&router, "/cases.csv?court=辽0102&closed_from=2020-05-01&after=3.1&trail=").await;
    assert_eq!(one.text.trim_end().split("\r\n").count(), 2, "the place in the list is left out of the file");
    for (figure, rows) in [("I-020&part=den", 3), ("C-003", 2), ("C-003&court=3", 1)] {
        let file = get(&router, &format!("/cases.csv?figure={figure}&year=2020")).await;
        assert_eq!(file.text.trim_end().split("\r\n").count(), rows + 1, "{figure}");
    }
}

#[tokio::test]
async fn a_file_that_has_ended_can_be_asked_again() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    for path in ["/cases.csv", "/cases.xlsx", "/courts/辽0102/docket/log.jsonl"] {
        let request = Request::get(path.replace('辽', "%E8%BE%BD")).body(Body::empty()).unwrap();
        let mut chunks = router.clone().oneshot(request).await.unwrap().into_body().into_data_stream();
        let mut read = 0;
        while let Some(chunk) = chunks.next().await {
            read += chunk.unwrap().len();
        }
        assert!(read > 0, "{path}");
        assert!(chunks.next().await.is_none(), "{path}");
    }
}

#[tokio::test]
async fn the_other_tables_are_files_too() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    for (path, rows, cell) in [
        ("/courts.csv?year=2020", 128, "辽0102,沈阳市和平区人民法院,基层,沈阳市,2,1,50.00%,1"),
        ("/indicators.csv", 0, "I-020,结案率,收结存,66.67%"),
        ("/indicators/I-020.csv?year=2020", 0, "辽0102,沈阳市和平区人民法院,沈阳市,50.00%,1,2"),
        ("/entries.csv?kind=case.closed.v1", 2, "结案,case.closed.v1"),
        ("/entries.csv?court=辽0102", 11, "沈阳市和平区人民法院,11,10,2,"),
    ] {
        let answer = get(&router, path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        assert!(answer.text.contains(cell), "{path}: {}", answer.text);
        let lines = answer.text.trim_end().split("\r\n").count() - 1;
        assert!(rows == 0 || rows == lines, "{path}: {lines}");
    }
    for path in ["/courts.xlsx", "/indicators.xlsx?year=2020", "/indicators/K1.xlsx", "/cases.xlsx?court=%E8%BE%BD0102"]
    {
        let book = bytes(&router, path).await;
        assert!(book.starts_with(b"PK"), "{path}");
    }
}

#[tokio::test]
async fn a_workbook_has_a_page_and_the_same_list_is_made_once() {
    let (state, folder) = fixture::state().await;
    let router = web::router(state);
    let kept = || std::fs::read_dir(folder.path().join("var/exports")).map_or(0, Iterator::count);
    assert_eq!(kept(), 0);
    let first = bytes(&router, "/cases.xlsx").await;
    let again = bytes(&router, "/cases.xlsx?after=3.1").await;
    assert_eq!((first == again, kept()), (true, 1));
    let size: i64 = 16;
    let text = format!("{size} /cases");
    let digest = docket::digest::to_hex(&docket::digest::sm3(text.as_bytes()));
    let page = get(&router, &format!("/exports/{}", &digest[..24])).await;
    crate::sound_page("/exports", &page);
    assert!(page.text.contains("已写好 3 行") && page.header("refresh").is_empty());
    assert_eq!(bytes(&router, &format!("/exports/{}/file", &digest[..24])).await, first);
}

#[tokio::test]
async fn a_file_that_cannot_be_is_declined_before_it_begins() {
    let (state, folder) = fixture::state().await;
    let router = web::router(state);
    let long = "9".repeat(10_000);
    for (path, status) in [
        ("/cases.csv?court=京01", StatusCode::BAD_REQUEST),
        ("/cases.xlsx?from=2020-02-30", StatusCode::BAD_REQUEST),
        (&*format!("/cases.xlsx?judge={long}"), StatusCode::BAD_REQUEST),
        ("/cases.csv?figure=I-020", StatusCode::BAD_REQUEST),
        ("/cases.xlsx?figure=I-999&year=2020", StatusCode::NOT_FOUND),
        ("/entries.csv?kind=moon", StatusCode::BAD_REQUEST),
        ("/courts.csv?year=20", StatusCode::BAD_REQUEST),
        ("/indicators/I-999.csv", StatusCode::NOT_FOUND),
        ("/indicators/I-020.pdf", StatusCode::NOT_FOUND),
        ("/exports/0", StatusCode::NOT_FOUND),
        ("/exports/../file", StatusCode::NOT_FOUND),
    ] {
        let answer = get(&router, path).await;
        assert_eq!(answer.status, status, "{path}");
        crate::sound_page(path, &answer);
    }
    assert!(!folder.path().join("var/exports").exists());
}

#[tokio::test]
async fn lists_lead_to_their_files() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    for (path, link) in [
        ("/cases?court=辽0102", "/cases.xlsx?court=%E8%BE%BD0102"),
        ("/", "/courts.csv"),
        ("/indicators", "/indicators.xlsx"),
        ("/indicators/I-020?year=2020", "/indicators/I-020.csv?year=2020"),
        ("/entries?kind=case.closed.v1", "/entries.csv?kind=case.closed.v1"),
    ] {
        let page = get(&router, path).await;
        assert!(page.text.contains(&format!("href=\"{link}\"")), "{path} lacks {link}");
    }
}
