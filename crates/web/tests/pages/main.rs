//! Every page, asked in process over a real docket.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod api;
mod beside;
mod closed;
mod exports;
mod fixture;
mod hostile;
mod lists;
mod live;
mod looks;
mod mirror;
mod papers;
mod search;
mod verify;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use tower::ServiceExt;

struct Answer {
    status: StatusCode,
    response_headers: axum::http::HeaderMap,
    text: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.response_headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn get(router: &Router, path: &str) -> Answer {
    let path: String = path
        .chars()
        .map(|c| {
            if c.is_ascii() && c != ' ' {
                c.to_string()
            } else {
                c.to_string().bytes().map(|b| format!("%{b:02X}")).collect()
            }
        })
        .collect();
    let request = Request::get(&path).body(Body::empty()).unwrap();
    let response: Response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, 1 << 24).await.unwrap();
    let answer = Answer { status: parts.status, response_headers: parts.headers, text: String::new() };
    // a workbook or a picture is no text, all else is
    let packed = ["application/vnd", "application/pdf", "image/", "font/"];
    let text = if packed.iter().any(|start| answer.header("content-type").starts_with(start)) {
        String::from_utf8_lossy(&bytes).into_owned()
    } else {
        String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| panic!("{path} is not UTF-8"))
    };
    Answer { text, ..answer }
}

/// What must hold of every page.
fn sound_page(path: &str, page: &Answer) {
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{path}");
    assert!(page.header("content-security-policy").starts_with("default-src 'self'"), "{path}");
    assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
    assert!(!page.header("x-request-id").is_empty(), "{path}");
    for banned in [" style=\"", "<style", "onclick", "http://", "https://", "javascript:"] {
        let text = page.text.replace("http://www.w3.org", "");
        assert!(!text.contains(banned), "{path} has {banned}");
    }
    for needed in ["<html lang=\"zh-CN\">", "跳到正文", "<main id=\"main\"", "<h1"] {
        assert!(page.text.contains(needed), "{path} lacks {needed}");
    }
    for secret in ["张建国", "张小民", "999999199001010011", "合成小区"] {
        assert!(!page.text.contains(secret), "{path} shows {secret}");
    }
}

#[tokio::test]
async fn every_page_is_made_and_sound() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    for path in [
        "/",
        "/?year=2020&sort=rate",
        "/?year=2019",
        "/courts/辽0102",
        "/courts/辽",
        "/cases",
        "/cases?court=辽0102&word=民初&state=appealed",
        "/cases?class=criminal",
        "/cases?figure=C-003&part=num&year=2020&court=3",
        "/cases/辽0102/1",
        "/cases/辽01/1",
        "/entries",
        "/entries?kind=hearing.held.v1&broadcast=1",
        "/entries?court=辽0102&kind=case.closed.v1&from=2020-05-01&to=2020-05-31",
        "/entries/辽0102/5",
        "/indicators",
        "/indicators/I-020",
        "/indicators/K1",
        "/glossary",
    ] {
        let page = get(&router, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
        sound_page(path, &page);
    }
}

#[tokio::test]
async fn faults_are_pages_for_people() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    for (path, status, words) in [
        ("/nowhere", 404, "没有找到"),
        ("/courts/京01", 404, "没有代字为"),
        ("/cases/辽0102/7777", 404, "没有找到"),
        ("/cases/辽/1", 404, "法院自身的工作记录"),
        ("/cases/辽0102/x", 404, "不是记录的序号"),
        ("/entries/辽0102/999", 404, "没有第 999 条记录"),
        ("/entries/辽0102/999/receipt.json", 404, "没有第 999 条记录"),
        ("/indicators/I-999", 404, "没有编号为"),
        ("/cases?from=x", 400, "不是日期"),
        ("/cases?after=x", 400, "翻页的位置"),
        ("/cases?figure=I-020&year=x", 400, "没有看懂"),
        ("/?year=abc", 400, "不是年份"),
        ("/assets/none.js", 404, "没有找到"),
    ] {
        let page = get(&router, path).await;
        assert_eq!(page.status.as_u16(), status, "{path}");
        sound_page(path, &page);
        assert!(page.text.contains(words), "{path} lacks {words}: {}", page.text);
        for leak in ["error", "Error", "panicked", "sql", "None"] {
            let body = page.text.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
            assert!(!body.contains(leak), "{path} shows {leak}");
        }
    }
}

#[tokio::test]
async fn a_case_tells_its_story_with_masked_parties() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let page = get(&router, "/cases/辽0102/1").await.text;
    for words in [
        fixture::NUMBER,
        "民间借贷纠纷",
        "张某1",
        "张某2",
        "沈阳恒泰供热有限公司（合成）",
        "¥12,345.00",
        "在线庭审（云审），互联网直播，全程录像，1 小时 35 分钟",
        "上级法院案件",
        "（2020）辽01民终1号",
        "/entries/辽0102/5",
    ] {
        assert!(page.contains(words), "lacks {words}");
    }
    let above = get(&router, "/cases/辽01/1").await.text;
    assert!(above.contains("来源案件") && above.contains(fixture::NUMBER));
}

#[tokio::test]
async fn limits_stand_among_the_entries_and_what_is_late_is_said() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let page = get(&router, "/cases/辽0102/10").await.text;
    let list = page.split("<ol class=\"timeline\"").nth(1).unwrap();
    let limit = list.split("<li class=\"limit late\">").nth(1).unwrap().split("</li>").next().unwrap();
    assert!(limit.contains("2020-08-03") && limit.contains("法定审限届满") && limit.contains("已超期 150 日"));
    assert!(limit.contains("民事诉讼法（2017）第一百四十九条"), "{limit}");
    let lanes = page.split("<dl class=\"course\">").nth(1).unwrap().split("</dl>").next().unwrap();
    assert!(lanes.contains("hatch-late") && lanes.contains("已超期 150 日") && !lanes.contains("关联"));
}

#[tokio::test]
async fn related_cases_are_shown_both_ways() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let below = get(&router, "/cases/辽0102/1").await.text;
    assert_eq!(below.matches("href=\"/cases/辽01/1\"").count(), 1, "named once though found both ways");
    let told = |text: &str| -> Vec<String> {
        let case: serde_json::Value = serde_json::from_str(text).unwrap();
        let related = case["related"].as_array().unwrap();
        related.iter().map(|one| format!("{} {}", one["relation"], one["case"]["number"])).collect()
    };
    let one = get(&router, "/api/v1/cases/辽0102/1").await.text;
    assert_eq!(told(&one), ["\"上级法院案件\" \"（2020）辽01民终1号\""]);
    let other = get(&router, "/api/v1/cases/辽01/1").await.text;
    assert_eq!(told(&other), [format!("\"来源案件\" \"{}\"", fixture::NUMBER)]);
    let alone = get(&router, "/api/v1/cases/辽0102/10").await.text;
    assert_eq!(told(&alone), Vec::<String>::new());
}

#[tokio::test]
async fn a_case_page_stays_as_it_is() {
    let (state, _folder) = fixture::state().await;
    let page = get(&web::router(state), "/cases/辽0102/1").await.text;
    let main = page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    let lines: Vec<&str> = main.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[tokio::test]
async fn parties_whose_key_is_destroyed_are_erased() {
    let folder = tempfile::tempdir().unwrap();
    let url = fixture::docket(folder.path()).await;
    let docket = docket::store::Docket::open(&url).await.unwrap();
    assert!(docket.destroy_field_key(fixture::BASIC, law::ids::Stream(1)).await.unwrap());
    let state = web::AppState::open(&url, folder.path()).await.unwrap();
    let router = web::router(state);
    let page = get(&router, "/cases/辽0102/1").await.text;
    assert!(page.contains("当事人信息已销毁") && !page.contains("张某"));
    let entry = get(&router, "/entries/辽0102/1").await.text;
    assert!(entry.contains("复核结果：全部相符"), "erasing breaks no proof");
}

#[tokio::test]
async fn an_overdue_case_is_marked_and_listed() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let list = get(&router, "/cases?overdue=1").await.text;
    assert!(list.contains("（2020）辽0102民初2号") && list.contains("·超期"));
    assert!(!list.contains(fixture::NUMBER));
    assert!(list.contains("共 1 件"));
}

#[tokio::test]
async fn a_receipt_can_be_downloaded_and_checked_away_from_here() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let file = get(&router, "/entries/辽0102/5/receipt.json").await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.header("content-type"), "application/json");
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"receipt-0102-5.json\"");
    let receipt = docket::receipt::Receipt::read(&file.text).unwrap();
    let checked = docket::receipt::check(&receipt).unwrap();
    assert_eq!(checked.entry.kind, "case.closed.v1");
    let altered = file.text.replacen("judged", "changed", 1);
    assert_ne!(altered, file.text);
    assert!(!fails(&file.text) && fails(&altered));
}

/// Whether a receipt cannot be read or does not hold.
fn fails(text: &str) -> bool {
    docket::receipt::Receipt::read(text).map_or(true, |receipt| docket::receipt::check(&receipt).is_err())
}

#[tokio::test]
async fn a_number_in_any_writing_finds_its_case() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    for text in [fixture::NUMBER, "(2020)辽0102民初1号"] {
        let answer = get(&router, &format!("/search?q={text}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{text}");
        assert_eq!(answer.header("location"), "/cases/%E8%BE%BD0102/1");
    }
}

#[tokio::test]
async fn the_first_page_counts_and_its_figures_open() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let page = get(&router, "/").await.text;
    assert!(page.contains("66.67%"), "two of three closed");
    assert!(page.contains("数据截至 <span data-live=\"as_of\">2020年12月31日"));
    let row = page.split("data-key=\"辽0102\"").nth(2).unwrap();
    let href = row.split("<td class=\"n\"").nth(1).unwrap().split("href=\"").nth(1).unwrap().split('"').next().unwrap();
    let list = get(&router, &href.replace("&#38;", "&").replace("&amp;", "&")).await.text;
    assert!(list.contains("共 2 件"), "{href}: the list is as long as the number");
    let broadcasts = get(&router, "/entries?kind=hearing.held.v1&broadcast=1").await.text;
    assert!(broadcasts.contains("庭审直播") && broadcasts.contains("共 1 条"));
}

#[tokio::test]
async fn machines_are_answered_too() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let health = get(&router, "/healthz").await;
    let body: serde_json::Value = serde_json::from_str(&health.text).unwrap();
    assert_eq!(body["ok"], true);
    assert_eq!(body["entries"], 16);
    assert_eq!(body["facts_behind"], 0);
    let metrics = get(&router, "/metrics").await.text;
    assert!(metrics.contains("mingjing_entries 16"), "{metrics}");
    assert!(metrics.contains("route=\"/healthz\",status=\"200\""));
}

#[tokio::test]
async fn pages_are_packed_for_a_slow_line_and_assets_kept() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let request = Request::get("/cases").header(header::ACCEPT_ENCODING, "gzip").body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip");
    let page = get(&router, "/").await;
    if let Some(asset) = page.text.split("href=\"/assets/").nth(1).and_then(|rest| rest.split('"').next()) {
        let style = get(&router, &format!("/assets/{asset}")).await;
        assert!(style.header("cache-control").contains("immutable"));
    }
}
