//! The one box: numbers whole and in part, courts, indicators, causes, terms and pages.

use axum::http::StatusCode;

use crate::{fixture, get, sound_page};

#[tokio::test]
async fn what_is_named_alone_is_gone_to() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    for (asked, page) in [
        ("（2020）辽0102民初1号", "/cases/%E8%BE%BD0102/1"),
        ("(2020) 辽0102 民初 1", "/cases/%E8%BE%BD0102/1"),
        ("民终1号", "/cases/%E8%BE%BD01/1"),
        ("2020 辽0102 民初 2 号", "/cases/%E8%BE%BD0102/10"),
        ("2020 辽01 民终", "/cases?court=%E8%BE%BD01&word=%E6%B0%91%E7%BB%88&year=2020"),
        ("辽0102", "/courts/%E8%BE%BD0102"),
        ("沈阳市和平区人民法院", "/courts/%E8%BE%BD0102"),
        ("i-020", "/indicators/I-020"),
        ("民间借贷纠纷", "/cases?cause=%E6%B0%91%E9%97%B4%E5%80%9F%E8%B4%B7%E7%BA%A0%E7%BA%B7"),
        ("树根", "/glossary#%E6%A0%91%E6%A0%B9"),
    ] {
        let answer = get(&router, &format!("/search?q={asked}")).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, page), "{asked}");
    }
}

#[tokio::test]
async fn machines_find_what_readers_find() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let found = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let one = found(&get(&router, "/api/v1/find?q=民终1号").await.text);
    assert_eq!(one["groups"][0]["hits"][0]["name"], "（2020）辽01民终1号");
    assert_eq!(one["understood"], "案号的一部分：“民终”字，第 1 号");
    let several = found(&get(&router, "/api/v1/find?q=结案").await.text);
    let kinds: Vec<&str> =
        several["groups"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["指标", "名词", "页面"]);
    for wrong in ["/api/v1/find", "/api/v1/find?q=", &format!("/api/v1/find?q={}", "9".repeat(101))] {
        assert_eq!(get(&router, wrong).await.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[tokio::test]
async fn what_may_mean_several_things_lists_them() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    for (asked, told) in [
        ("1号", vec!["读作案号的一部分：第 1 号", "（2020）辽0102民初1号", "（2020）辽01民终1号"]),
        ("沈", vec!["法院", "沈阳市和平区人民法院"]),
        ("结案", vec!["指标", "结案率", "名词"]),
        ("借贷", vec!["案由", "民间借贷纠纷"]),
        ("月球", vec!["没有找到", "可以这样找"]),
        ("", vec!["可以这样找"]),
        ("（2020）辽0102民初99号", vec!["没有这个案号的案件"]),
        ("民初77号", vec!["读作案号的一部分：“民初”字，第 77 号", "没有找到"]),
    ] {
        let path = format!("/search?q={asked}");
        let answer = get(&router, &path).await;
        assert_eq!(answer.status, StatusCode::OK, "{asked}");
        sound_page(&path, &answer);
        for words in told {
            assert!(answer.text.contains(words), "{asked}: {words}");
        }
        assert!(asked.is_empty() || answer.text.contains(&format!("value=\"{asked}\"")), "{asked} stays in the box");
    }
}
