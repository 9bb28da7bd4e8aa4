//! A case that is not open to the public: its number, court and days stay, all else is kept back, and the log still proves.

use axum::http::StatusCode;
use serde_json::Value;

use crate::mirror::Mirror;
use crate::{fixture, get};

/// The pages after the first case of the basic court was closed to the public.
async fn closed() -> (axum::Router, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = fixture::docket(folder.path()).await;
    fixture::close_to_the_public(&url).await;
    let state = web::AppState::open(&url, &folder.path().join("var")).await.unwrap();
    (web::router(state), folder)
}

#[tokio::test]
async fn pages_and_files_keep_back_what_is_not_open() {
    let (router, _folder) = closed().await;
    let list: Value = serde_json::from_str(&get(&router, "/api/v1/cases?court=辽0102").await.text).unwrap();
    let cases = list["cases"].as_array().unwrap();
    let row = cases.iter().find(|case| case["number"] == fixture::NUMBER).expect("it is counted and listed");
    assert_eq!((&row["cause"], &row["judge"], &row["amount_fen"]), (&"不公开".into(), &Value::Null, &0.into()));
    let other = cases.iter().find(|case| case["number"] != fixture::NUMBER).unwrap();
    assert_ne!(other["cause"], "不公开");
    let stream = row["stream"].as_i64().unwrap();
    for path in [format!("/cases/辽0102/{stream}"), format!("/entries/辽0102/{stream}")] {
        let page = get(&router, &path).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
        assert!(page.text.contains("依法不公开") && page.text.contains("当事人和代理人登录后"), "{path}");
    }
    for path in [
        format!("/api/v1/cases/辽0102/{stream}"),
        format!("/api/v1/entries/辽0102/{stream}"),
        format!("/api/v1/entries/辽0102/{stream}/receipt"),
        format!("/entries/辽0102/{stream}/receipt.json"),
        format!("/entries/辽0102/{stream}/receipt.svg"),
        format!("/entries/辽0102/{stream}/receipt.pdf"),
    ] {
        assert_eq!(get(&router, &path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let problem: Value =
        serde_json::from_str(&get(&router, &format!("/api/v1/cases/辽0102/{stream}")).await.text).unwrap();
    assert_eq!(problem["code"], "case.closed");
    let file = get(&router, "/cases.csv?court=辽0102").await.text;
    let line = file.lines().find(|line| line.contains(fixture::NUMBER)).unwrap();
    assert!(line.contains("不公开"), "{line}");
}

#[tokio::test]
async fn the_feed_keeps_it_back_and_still_proves_the_log_whole() {
    let (router, _folder) = closed().await;
    let court: Value = serde_json::from_str(&get(&router, "/api/v1/courts/辽0102").await.text).unwrap();
    let mut mirror = Mirror::new("辽0102", court["court"]["public_key"].as_str().unwrap());
    let page: Value =
        serde_json::from_str(&get(&router, "/api/v1/courts/辽0102/changes?after=0&limit=500").await.text).unwrap();
    mirror.take(&page).unwrap();
    assert_eq!(page["complete"], true);
    let kept_back = page["entries"].as_array().unwrap().iter().filter(|entry| entry["text"] == "").count();
    assert!(kept_back > 1 && kept_back < page["entries"].as_array().unwrap().len(), "{kept_back}");
    let lines = get(&router, "/courts/辽0102/docket/log.jsonl").await.text;
    assert_eq!(lines.lines().filter(|line| line.contains("\"withheld\":true")).count(), kept_back);
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert!(line["position"].as_i64().is_some());
    }
    let entries: Value = serde_json::from_str(&get(&router, "/api/v1/entries?court=辽0102").await.text).unwrap();
    let withheld = entries["entries"].as_array().unwrap().iter().filter(|entry| entry["actor"] == "withheld").count();
    assert_eq!(withheld, kept_back);
}
