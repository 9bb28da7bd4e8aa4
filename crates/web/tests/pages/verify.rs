//! Handing in receipts, and a court's log as such.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use tower::ServiceExt;

use crate::{Answer, fixture, get, sound_page};

async fn hand_in(router: &axum::Router, parts: &[(&str, &str)]) -> Answer {
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let body: Vec<String> = parts.iter().map(|(name, text)| format!("{name}={}", encoded(text))).collect();
    let request = Request::post("/verify")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body.join("&")))
        .unwrap();
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = axum::body::to_bytes(body, 1 << 24).await.unwrap();
    Answer { status: parts.status, response_headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
}

#[tokio::test]
async fn a_receipt_holds_and_a_changed_one_is_refused_at_its_step() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let receipt = get(&router, "/entries/辽0102/5/receipt.json").await.text;
    let page = hand_in(&router, &[("receipt", &receipt)]).await;
    assert_eq!(page.status, StatusCode::OK);
    sound_page("/verify", &page);
    for told in ["回执成立", "data-sound=\"true\"", "公钥就是本站公布的该院公钥", "仍是它的延续", "日志第 5 条"]
    {
        assert!(page.text.contains(told), "{told}");
    }
    let bare = hand_in(&router, &[("receipt", &receipt), ("part", "verdict")]).await;
    assert!(bare.text.contains("回执成立") && !bare.text.contains("<html"));
    for (from, to, step) in [
        ("\"index\": 4", "\"index\": 5", "序号与包含证明一致"),
        ("judge:17", "judge:18", "合并得到树头里的树根"),
        ("\"code\": \"辽0102\"", "\"code\": \"辽01\"", "记录所载法院就是回执所载法院"),
    ] {
        let changed = receipt.replacen(from, to, 1);
        assert_ne!(changed, receipt, "{from}");
        let page = hand_in(&router, &[("receipt", &changed)]).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("回执不成立"), "{from}");
        let failed = page.text.split("class=\"bad\">✗").nth(1).unwrap();
        assert!(failed.split("</li>").next().unwrap().contains(step), "{from}: {failed}");
        assert!(page.text.contains("没有核对到这一步"), "what comes after is not claimed");
    }
}

#[tokio::test]
async fn what_is_no_receipt_is_told_and_nothing_breaks() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    sound_page("/verify", &get(&router, "/verify").await);
    let none = hand_in(&router, &[("receipt", "  ")]).await;
    assert_eq!(none.status, StatusCode::BAD_REQUEST);
    assert!(none.text.contains("没有收到回执"));
    for text in ["{}", "MJR1.", "MJR1.AAAA", "<script>alert(1)</script>", "\u{202e}倒写", "null", "[[[[[[["] {
        let page = hand_in(&router, &[("receipt", text)]).await;
        assert_eq!(page.status, StatusCode::OK, "{text}");
        assert!(page.text.contains("不是回执") && !page.text.contains("<script>alert"), "{text}");
    }
    let large = "x".repeat(300_000);
    let refused = hand_in(&router, &[("receipt", &large)]).await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    assert!(refused.text.contains("<h1"), "it is a page");
}

#[tokio::test]
async fn a_receipt_of_a_court_this_site_does_not_have_is_checked_all_the_same() {
    let (state, _folder) = fixture::state().await;
    let receipt = get(&web::router(state), "/entries/辽0102/5/receipt.json").await.text;
    let empty = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", empty.path().join("other.db").display());
    let other = web::AppState::open(&url, empty.path()).await.unwrap();
    let page = hand_in(&web::router(other), &[("receipt", &receipt)]).await;
    assert!(page.text.contains("回执成立") && page.text.contains("本站没有代字为“辽0102”的法院的日志"));
}

#[tokio::test]
async fn the_qr_code_holds_the_receipt() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let drawn = get(&router, "/entries/辽0102/5/receipt.svg").await;
    assert_eq!(drawn.header("content-type"), "image/svg+xml");
    assert!(drawn.text.starts_with("<svg") && drawn.text.len() > 2_000);
    assert!(get(&router, "/entries/辽0102/5").await.text.contains("receipt.svg"));
    assert_eq!(get(&router, "/entries/辽0102/99/receipt.svg").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_log_shows_its_heads_and_downloads_to_the_same_root() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let page = get(&router, "/courts/辽0102/docket").await;
    sound_page("/courts/辽0102/docket", &page);
    assert!(page.text.contains("签名的树头") && page.text.contains("2020-05"));
    let log = get(&router, "/courts/辽0102/docket/log.jsonl").await;
    let court = law::court::by_code("辽0102").unwrap();
    let mut tree = docket::tree::Tree::new(court.id);
    for line in log.text.lines() {
        tree.append(docket::digest::leaf_hash(line.as_bytes()), &mut Vec::new());
    }
    let root = docket::digest::to_hex(&tree.root());
    assert!(page.text.contains(&root), "whoever downloads the log comes to the head's root");
    let size = log.text.lines().count();
    let same = get(&router, &format!("/courts/辽0102/docket?from={size}&to={size}")).await;
    assert!(same.text.contains("原样包含"));
    let proof = get(&router, &format!("/courts/辽0102/docket/consistency.json?from={size}&to={size}")).await;
    let checked = hand_in(&router, &[("receipt", &proof.text)]).await;
    assert!(checked.text.contains("两个树头首尾相连"), "{}", checked.text);
    let wrong = proof.text.replacen(&root[..8], "00000000", 1);
    assert!(hand_in(&router, &[("receipt", &wrong)]).await.text.contains("回执不成立"));
}

#[tokio::test]
async fn sizes_without_a_head_and_empty_logs_are_told() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    assert!(get(&router, "/courts/辽0102/docket?from=1&to=2").await.text.contains("不都是签过名的树头"));
    assert!(get(&router, "/courts/辽0102/docket?from=1").await.text.contains("请同时给出"));
    for bad in ["from=x&to=2", "before=-1", "before=999999999999999999999"] {
        assert_eq!(get(&router, &format!("/courts/辽0102/docket?{bad}")).await.status, StatusCode::BAD_REQUEST);
    }
    let missing = get(&router, "/courts/辽0102/docket/consistency.json?from=1&to=2").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    let empty = get(&router, "/courts/辽0103/docket").await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.text.contains("还没有封存的记录"));
}
