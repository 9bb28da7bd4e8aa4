//! Figures that follow the logs: pages asked again after somebody wrote, and `/events` that tells of it.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, BodyDataStream};
use axum::http::{Request, StatusCode};
use futures_util::StreamExt;
use serde_json::Value;
use tower::ServiceExt;
use web::{AppState, Pace};

use crate::{fixture, get, sound_page};

const PACE: Pace = Pace { every: Duration::from_millis(50), rest: 0, linger: Duration::from_mins(10) };

/// The docket, pages that follow it closely with so many places for listeners, and the folder that holds it.
async fn followed(listeners: usize) -> (String, AppState, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = fixture::docket(folder.path()).await;
    let state = AppState::paced(&url, &folder.path().join("var"), PACE, listeners).await.unwrap();
    (url, state, folder)
}

/// A connection to `/events` as a browser holds it.
struct Listening {
    body: BodyDataStream,
    read: String,
}

impl Listening {
    async fn to(router: &Router, query: &str) -> Listening {
        let request = Request::get(format!("/events?{query}")).body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        Listening { body: response.into_body().into_data_stream(), read: String::new() }
    }

    /// The next event: its id and its data; none when the server ended the connection.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.read.split_once("\n\n") {
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
                let told = field("data: ").map(|data| (field("id: ").unwrap(), serde_json::from_str(&data).unwrap()));
                self.read = rest.to_owned();
                if told.is_some() {
                    return told;
                }
                continue;
            }
            let piece = self.body.next().await?.unwrap();
            self.read.push_str(std::str::from_utf8(&piece).unwrap());
        }
    }
}

#[tokio::test]
async fn a_page_that_was_kept_shows_what_was_written_since() {
    let (url, state, _folder) = followed(9).await;
    let router = web::router(state);
    let paths = ["/", "/entries", "/cases?court=辽0102", "/courts/辽0102"];
    let mut before = Vec::new();
    for path in paths {
        before.push(get(&router, path).await.text);
        assert_eq!(
            get(&router, path).await.text.split("请求编号").next(),
            before.last().unwrap().split("请求编号").next()
        );
    }
    let mut listening = Listening::to(&router, "year=2020&since=16").await;
    fixture::accept_another(&url).await;
    let (id, told) = listening.next().await.unwrap();
    assert_eq!((id.as_str(), &told["entries"]), ("17", &Value::from(17)));
    for (path, before) in paths.into_iter().zip(before) {
        let now = get(&router, path).await;
        sound_page(path, &now);
        assert_ne!(now.text, before, "{path}");
        let holds = |text: &str| match path {
            "/" => text.contains("data-live=\"entries\">17</a>"),
            "/entries" => text.contains("共 17 条") && text.contains("data-entries=\"17\""),
            "/courts/辽0102" => text.contains("data-entries=\"17\""),
            _ => text.contains(fixture::ANOTHER) && text.contains("共 3 件"),
        };
        assert!(holds(&now.text) && !holds(&before), "{path}: {}", now.text);
    }
}

#[tokio::test]
async fn a_listener_is_told_what_moved_and_nothing_else() {
    let (url, state, _folder) = followed(9).await;
    let router = web::router(state);
    let mut province = Listening::to(&router, "year=2020&since=16").await;
    let mut list = Listening::to(&router, "year=2020&only=entries&since=16").await;
    fixture::accept_another(&url).await;
    let (_, told) = province.next().await.unwrap();
    assert_eq!((&told["year"], &told["newest_year"]), (&Value::from(2020), &Value::from(2020)));
    let page = get(&router, "/").await.text;
    let figures = told["figures"].as_object().unwrap();
    assert!(!figures.is_empty());
    for (key, text) in figures {
        let text = text.as_str().unwrap();
        let Some((before, after)) = page.split_once(&format!("data-live=\"{key}\"")) else { continue };
        let tag = before.rsplit_once('<').unwrap().1.to_owned() + after.split_once('>').unwrap().0;
        let shown = after.split_once('>').unwrap().1.starts_with(text) || tag.contains(&format!("width=\"{text}\""));
        assert!(shown, "{key} is told as {text} and shown as {tag}{after:.60}");
    }
    assert!(figures.keys().filter(|key| page.contains(&format!("data-live=\"{key}\""))).count() > 3, "{figures:?}");
    let (_, told) = list.next().await.unwrap();
    assert_eq!((&told["entries"], &told["figures"]), (&Value::from(17), &serde_json::json!({})));
    // one that comes again with an older number is told at once
    let mut late = Listening::to(&router, "year=2020&since=16").await;
    assert_eq!(late.next().await.unwrap().0, "17");
}

#[tokio::test]
async fn one_listener_too_many_is_told_so_until_a_place_is_free() {
    let (_, state, _folder) = followed(2).await;
    let router = web::router(state.clone());
    let (one, mut other) = (Listening::to(&router, "since=16").await, Listening::to(&router, "since=16").await);
    let full = get(&router, "/events?since=16").await;
    assert_eq!(full.status, StatusCode::SERVICE_UNAVAILABLE);
    sound_page("/events", &full);
    assert!(full.text.contains("随记录更新的页面已经太多"), "{}", full.text);
    assert_eq!(get(&router, "/").await.status, StatusCode::OK, "pages are shown all the same");
    drop(one);
    let mut third = Listening::to(&router, "since=16").await;
    state.listeners().stop();
    assert!(third.next().await.is_none() && other.next().await.is_none(), "all end when the server stops");
}

#[tokio::test]
async fn what_events_cannot_read_is_told() {
    let (_, state, _folder) = followed(2).await;
    let router = web::router(state);
    for (path, status, words) in [
        ("/events?year=abc", 400, "不是年份"),
        ("/events?court=京01", 404, "没有代字为"),
        ("/events?since=x&year=1", 400, "不是年份"),
    ] {
        let answer = get(&router, path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert!(answer.text.contains(words), "{path}");
    }
}
