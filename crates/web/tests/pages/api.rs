//! Every endpoint of the API, asked in process: what it answers, and how it declines.

#![allow(clippy::indexing_slicing, reason = "an answer without the field fails the test")]

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{Answer, fixture, get};

async fn json(router: &Router, path: &str) -> Value {
    let answer = get(router, path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    assert!(answer.header("content-type").starts_with("application/json"), "{path}");
    for secret in ["张建国", "张小民", "999999199001010011", "合成小区"] {
        assert!(!answer.text.contains(secret), "{path} shows {secret}");
    }
    serde_json::from_str(&answer.text).unwrap()
}

async fn problem(router: &Router, path: &str, status: StatusCode, code: &str) -> Value {
    let answer = get(router, path).await;
    assert_eq!(answer.status, status, "{path}: {}", answer.text);
    declined(&answer, status, code)
}

fn declined(answer: &Answer, status: StatusCode, code: &str) -> Value {
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let told: Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(told["code"], code);
    assert_eq!(told["status"], status.as_u16());
    assert!(!told["detail"].as_str().unwrap().is_empty());
    told
}

async fn send(router: &Router, method: Method, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
    let request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, kind);
    let response = router.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, 1 << 24).await.unwrap();
    Answer { status: parts.status, response_headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
}

#[tokio::test]
async fn courts_have_logs_keys_and_heads() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let courts = json(&router, "/api/v1/courts").await;
    assert_eq!(courts["courts"].as_array().unwrap().len(), 128);
    let court = json(&router, "/api/v1/courts/辽0102").await;
    assert_eq!(court["court"]["entries"], 11);
    assert_eq!(court["court"]["above"], "辽01");
    assert_eq!(court["court"]["public_key"].as_str().unwrap().len(), 66);
    assert_eq!(court["head"]["size"], 11);
    let heads = json(&router, "/api/v1/courts/辽0102/heads?limit=1").await;
    assert_eq!(heads["heads"][0], court["head"]);
    let before = json(&router, "/api/v1/courts/辽0102/heads?before=11").await;
    assert_eq!(before["heads"], json!([]));
    assert_eq!(json(&router, "/api/v1/health").await["entries"], 16);
}

#[tokio::test]
async fn a_figure_leads_to_as_many_cases_as_it_counts() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let indicators = json(&router, "/api/v1/indicators?year=2020").await;
    let rate = indicators["indicators"].as_array().unwrap().iter().find(|one| one["id"] == "I-020").unwrap().clone();
    assert_eq!(rate, json(&router, "/api/v1/indicators/I-020").await);
    assert_eq!((&rate["numerator"], &rate["denominator"], &rate["printed"]), (&json!(2), &json!(3), &json!("66.67%")));
    let mut opened = 0;
    for by in ["province", "month", "court", "court_month", "cause", "judge"] {
        let figures = json(&router, &format!("/api/v1/figures?indicator=I-020&year=2020&by={by}")).await;
        let rows = figures["figures"].as_array().unwrap().clone();
        assert!(!rows.is_empty(), "{by}");
        for row in rows {
            for (part, cases) in [("numerator", "numerator_cases"), ("denominator", "denominator_cases")] {
                let list = json(&router, row[cases].as_str().unwrap()).await;
                assert_eq!(list["total"], row[part], "{row}");
                opened += 1;
            }
        }
    }
    assert!(opened > 60);
    let none = json(&router, "/api/v1/indicators?year=1971").await;
    assert_eq!(none["indicators"], json!([]), "no formula applies to that year");
    let one = json(&router, "/api/v1/figures?indicator=I-020&court=辽0102").await;
    assert_eq!(one["figures"][0]["denominator"], 2);
}

#[tokio::test]
async fn cases_are_leafed_through_by_key() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let mut seen = Vec::new();
    let mut next = String::new();
    loop {
        let page = json(&router, &format!("/api/v1/cases?limit=1{next}")).await;
        seen.extend(page["cases"].as_array().unwrap().iter().map(|case| case["number"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(key) => next = format!("&after={key}"),
            None => break,
        }
    }
    assert_eq!(seen, ["（2020）辽01民终1号", fixture::NUMBER, "（2020）辽0102民初2号"]);
    let closed = json(&router, "/api/v1/cases?court=辽0102&livelihood=1&closed_from=2020-05-01").await;
    assert_eq!((closed["total"].clone(), closed["filter"].as_array().unwrap().len()), (json!(1), 3));
    let found = json(&router, "/api/v1/search?number=(2020)辽0102民初1号").await;
    let case = json(&router, found["case"].as_str().unwrap()).await;
    assert_eq!(case["case"]["number"], fixture::NUMBER);
    assert_eq!(case["case"]["amount_fen"], 1_234_500);
    assert_eq!(case["parties"][0], json!({"role": "原告", "name": "张某1"}));
    assert_eq!(case["facts"]["hearings_online"], 1);
    assert_eq!(case["entries"].as_array().unwrap().len(), 9);
}

#[tokio::test]
async fn entries_carry_the_text_their_leaf_is_made_of() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let counts = json(&router, "/api/v1/entries/counts?kind=case.closed.v1").await;
    assert_eq!((&counts["total"], counts["courts"].as_array().unwrap().len()), (&json!(2), 2));
    let list = json(&router, "/api/v1/entries?court=辽0102&kind=case.assigned.v1&limit=1").await;
    assert_eq!((&list["total"], &list["next"]), (&json!(2), &json!(2)));
    let after = json(&router, "/api/v1/entries?court=辽0102&kind=case.assigned.v1&after=2").await;
    assert_eq!((&after["entries"][0]["position"], &after["next"]), (&json!(11), &Value::Null));
    let entry = json(&router, "/api/v1/entries/辽0102/4").await;
    let leaf = docket::digest::leaf_hash(entry["text"].as_str().unwrap().as_bytes());
    assert_eq!(entry["entry"]["leaf"], docket::digest::to_hex(&leaf));
    assert_eq!(entry["receipt"], json(&router, "/api/v1/entries/辽0102/4/receipt").await);
}

#[tokio::test]
async fn a_receipt_is_checked_and_a_forged_one_told_why() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let check = "/api/v1/receipts/check";
    let receipt = get(&router, "/api/v1/entries/辽0102/4/receipt").await.text;
    let verdict = async |body: String| {
        let answer = send(&router, Method::POST, check, "application/json; charset=utf-8", body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        serde_json::from_str::<Value>(&answer.text).unwrap()
    };
    let good = verdict(receipt.clone()).await;
    assert_eq!((&good["valid"], &good["position"], &good["court"]), (&json!(true), &json!(4), &json!("辽0102")));
    let forged = verdict(receipt.replace("\"minutes\": 95", "\"minutes\": 96")).await;
    assert_eq!((&forged["valid"], &forged["code"]), (&json!(false), &json!("receipt.path")));
    assert_eq!(verdict("{}".to_owned()).await["code"], "receipt.form");
    let large = send(&router, Method::POST, check, "application/json", "x".repeat(70_000)).await;
    declined(&large, StatusCode::PAYLOAD_TOO_LARGE, "body.too_large");
    let kind = send(&router, Method::POST, check, "text/plain", receipt).await;
    declined(&kind, StatusCode::UNSUPPORTED_MEDIA_TYPE, "body.media_type");
    for body in ["", "[]", "{", "\u{0}"] {
        let answer = send(&router, Method::POST, check, "application/json", body).await;
        declined(&answer, StatusCode::BAD_REQUEST, "request.unclear");
    }
}

#[tokio::test]
async fn bad_input_is_declined_with_all_its_faults() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let long = "9".repeat(10_000);
    for path in [
        "/api/v1/cases?after=3",
        "/api/v1/cases?after=999.1",
        "/api/v1/cases?after=%00",
        "/api/v1/cases?court=京01",
        "/api/v1/cases?from=2020-02-30",
        "/api/v1/cases?from=2020-03-01&to=2020-02-01",
        "/api/v1/cases?nothing=1",
        "/api/v1/cases?figure=I-020",
        "/api/v1/cases?figure=I-020&year=2020&month=13",
        "/api/v1/cases?limit=501",
        "/api/v1/cases?limit=1&limit=2",
        &format!("/api/v1/cases?cause={long}"),
        &format!("/api/v1/cases?{long}=1"),
        "/api/v1/figures",
        "/api/v1/figures?indicator=I-020&by=moon",
        "/api/v1/figures?indicator=I-020&year=20",
        "/api/v1/figures?indicator=I-020&cause=99999999999",
        "/api/v1/entries",
        "/api/v1/entries?court=辽0102&kind=moon",
        "/api/v1/entries?court=辽0102&after=-1",
        "/api/v1/search",
        "/api/v1/search?number=张三",
        "/api/v1/courts?x=1",
        "/api/v1/courts/辽0102/changes?wait=26",
        "/api/v1/courts/辽0102/consistency?from=5",
        "/api/v1/courts/辽0102/consistency?from=5&to=4",
    ] {
        let told = problem(&router, path, StatusCode::BAD_REQUEST, "request.unclear").await;
        assert!(!told["faults"].as_array().unwrap().is_empty(), "{path}");
        assert!(told.to_string().len() < 4_000, "{path}");
    }
    let all = problem(
        &router,
        "/api/v1/cases?court=京01&from=x&livelihood=y&limit=0&moon=1",
        StatusCode::BAD_REQUEST,
        "request.unclear",
    )
    .await;
    assert_eq!(all["faults"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn what_is_not_there_is_said_to_be_missing() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let long = "长".repeat(3_000);
    for path in [
        "/api/v1/courts/京01",
        "/api/v1/courts/京01/heads",
        "/api/v1/courts/京01/changes",
        &format!("/api/v1/courts/{long}"),
        "/api/v1/indicators/I-999",
        "/api/v1/figures?indicator=I-999",
        "/api/v1/figures?indicator=I-020&year=1971",
        "/api/v1/cases?figure=I-999&year=2020",
        "/api/v1/cases/辽0102/99",
        "/api/v1/cases/辽0102/x",
        "/api/v1/entries/辽0102/99",
        "/api/v1/entries/辽0102/0/receipt",
        "/api/v1/entries/辽0102/9223372036854775807",
        "/api/v1/search?number=（2020）辽0102民初999号",
        "/api/v1/moon",
        "/api/v1",
    ] {
        problem(&router, path, StatusCode::NOT_FOUND, "resource.missing").await;
    }
    let conflict = "/api/v1/courts/辽0102/consistency?from=1&to=99";
    problem(&router, conflict, StatusCode::CONFLICT, "log.shorter").await;
}

#[tokio::test]
async fn other_methods_are_answered_in_order() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH, Method::TRACE] {
        let answer = send(&router, method, "/api/v1/courts", "text/plain", "").await;
        declined(&answer, StatusCode::METHOD_NOT_ALLOWED, "method.not_allowed");
        assert!(answer.header("allow").contains("GET"));
    }
    let get_of_post = get(&router, "/api/v1/receipts/check").await;
    declined(&get_of_post, StatusCode::METHOD_NOT_ALLOWED, "method.not_allowed");
    assert_eq!(get_of_post.header("allow"), "POST");
    let options = send(&router, Method::OPTIONS, "/api/v1/cases", "text/plain", "").await;
    assert_eq!((options.status, options.header("allow")), (StatusCode::NO_CONTENT, "GET,HEAD"));
    let head = send(&router, Method::HEAD, "/api/v1/health", "text/plain", "").await;
    assert_eq!((head.status, head.text.as_str()), (StatusCode::OK, ""));
    assert!(head.header("content-type").starts_with("application/json"));
}

#[tokio::test]
async fn the_description_names_every_route_and_every_route_answers() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let document = json(&router, "/api/openapi.json").await;
    assert_eq!(document, serde_json::from_str::<Value>(&web::document().to_json().unwrap()).unwrap());
    for (path, item) in document["paths"].as_object().unwrap() {
        let filled = path.replace("{code}", "辽0102").replace("{court}", "辽0102").replace("{id}", "I-020");
        let filled = filled.replace("{stream}", "1").replace("{position}", "1");
        let answer = get(&router, &filled).await;
        let expected = if item.get("get").is_some() { StatusCode::NOT_FOUND } else { StatusCode::OK };
        assert_ne!(answer.status, expected, "{path}");
    }
    let page = get(&router, "/api").await;
    crate::sound_page("/api", &page);
    assert!(page.text.contains("/api/v1/courts/{code}/changes") && page.text.contains("log.shorter"));
}
