//! Pages kept as they were sent: what has been asked lately is answered again without being made, until the logs grow or
//! figures are made anew. A kept page holds at least what the logs held at the last look at them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{self, Request};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::fault::Fault;
use crate::look::Look;
use crate::state::AppState;

/// Bytes kept at most, compressed pages and their addresses together.
const ROOM: usize = 48 * 1024 * 1024;
/// The largest page kept.
const LARGEST: usize = 512 * 1024;
/// The longest address kept.
const ADDRESS: usize = 1024;

/// What pages are made from, as a number that only grows: the size of all logs, and how often figures were made anew.
pub type State = (i64, u64);

/// The pages of one state.
#[derive(Debug, Default)]
pub struct Kept {
    pages: Mutex<Pages>,
}

#[derive(Debug, Default)]
struct Pages {
    state: State,
    bytes: usize,
    by_address: HashMap<String, Page>,
}

/// A page as it was sent.
#[derive(Debug, Clone)]
struct Page {
    headers: Arc<HeaderMap>,
    body: Bytes,
}

impl Kept {
    fn find(&self, state: State, address: &str) -> Option<Page> {
        let pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        (pages.state == state).then(|| pages.by_address.get(address).cloned()).flatten()
    }

    /// Keeps a page of a state; pages of older states go, and so do all when the room is full.
    fn put(&self, state: State, address: String, page: Page) {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = address.len() + page.body.len();
        if pages.state > state {
            return;
        }
        if pages.state < state || pages.bytes + bytes > ROOM {
            *pages = Pages { state, ..Pages::default() };
        }
        pages.bytes += bytes;
        pages.by_address.insert(address, page);
    }
}

/// The layer around all routes that answers from what is kept.
pub async fn keep(extract::State(app): extract::State<AppState>, request: Request, next: Next) -> Response {
    let Some(address) = address_of(&request) else { return next.run(request).await };
    let Ok(state) = app.source().state().await else { return next.run(request).await };
    if let Some(page) = app.kept().find(state, &address) {
        let mut response = Response::new(Body::from(page.body));
        *response.headers_mut() = HeaderMap::clone(&page.headers);
        return response;
    }
    let response = next.run(request).await;
    if !is_page(&response) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else { return Fault::Unavailable.into_response() };
    // a page made while the logs grew may say a little of both
    if body.len() <= LARGEST && app.source().state().await.is_ok_and(|now| now == state) {
        parts.headers.remove(header::TRANSFER_ENCODING);
        let page = Page { headers: Arc::new(parts.headers.clone()), body: body.clone() };
        app.kept().put(state, address, page);
    }
    Response::from_parts(parts, Body::from(body))
}

/// What a page is kept under: its address and what else it is made from.
fn address_of(request: &Request) -> Option<String> {
    if *request.method() != Method::GET {
        return None;
    }
    let mut address = request.uri().path_and_query()?.as_str().to_owned();
    let packing = request.headers().get(header::ACCEPT_ENCODING).map_or(Some(""), |value| value.to_str().ok())?;
    for what in [packed(packing), Look::of(request.headers()).word()] {
        address.push('\n');
        address.push_str(what);
    }
    (address.len() <= ADDRESS).then_some(address)
}

/// How an answer is packed for a reader, told by what it accepts: gzip is all there is. Weighed wishes are kept apart.
fn packed(accepted: &str) -> &str {
    if accepted.contains(';') {
        return accepted;
    }
    let takes_gzip = accepted.split(',').map(str::trim).any(|one| one.eq_ignore_ascii_case("gzip") || one == "*");
    if takes_gzip { "gzip" } else { "" }
}

/// Whether an answer is a page for every reader.
fn is_page(response: &Response) -> bool {
    let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    response.status() == StatusCode::OK
        && text(header::CONTENT_TYPE).starts_with("text/html")
        && text(header::CACHE_CONTROL) != "no-store"
        && !response.headers().contains_key(header::SET_COOKIE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Page {
        Page { headers: Arc::default(), body: Bytes::copy_from_slice(text.as_bytes()) }
    }

    fn text(kept: &Kept, state: State, address: &str) -> Option<Bytes> {
        kept.find(state, address).map(|page| page.body)
    }

    #[test]
    fn a_page_is_kept_until_the_logs_grow_or_figures_are_newer() {
        let kept = Kept::default();
        kept.put((5, 0), "/".to_owned(), page("five"));
        assert_eq!(text(&kept, (5, 0), "/").unwrap(), "five");
        assert_eq!(text(&kept, (6, 0), "/"), None, "the logs have grown");
        assert_eq!(text(&kept, (5, 1), "/"), None, "figures are newer");
        kept.put((6, 0), "/cases".to_owned(), page("six"));
        assert_eq!(text(&kept, (5, 0), "/"), None, "pages of smaller logs are gone");
        kept.put((5, 9), "/".to_owned(), page("late"));
        assert_eq!((text(&kept, (5, 9), "/"), text(&kept, (6, 0), "/cases").unwrap()), (None, Bytes::from("six")));
    }

    #[test]
    fn the_room_is_bounded() {
        let kept = Kept::default();
        let large = "x".repeat(LARGEST);
        for n in 0..300 {
            kept.put((1, 0), n.to_string(), page(&large));
        }
        let pages = kept.pages.lock().unwrap();
        assert!(pages.bytes <= ROOM && !pages.by_address.is_empty());
        let held: usize = pages.by_address.iter().map(|(address, page)| address.len() + page.body.len()).sum();
        assert_eq!(held, pages.bytes);
    }

    #[test]
    fn readers_who_would_see_different_pages_are_told_apart() {
        let ask = |encoding: &str, cookie: &str| {
            let request = Request::get("/?year=2020").header("accept-encoding", encoding).header("cookie", cookie);
            address_of(&request.body(Body::empty()).unwrap())
        };
        assert_eq!(ask("gzip", "").unwrap(), "/?year=2020\ngzip\nauto");
        assert_eq!(ask("gzip, deflate, br", ""), ask("gzip", ""), "packed alike");
        assert_ne!(ask("br", ""), ask("gzip", ""));
        assert_ne!(ask("gzip;q=0, br", ""), ask("gzip", ""));
        assert_ne!(ask("gzip", "look=dark"), ask("gzip", ""));
        assert_eq!(ask("gzip", "seen=1"), ask("gzip", ""), "other cookies change nothing");
        assert_eq!(address_of(&Request::post("/").body(Body::empty()).unwrap()), None);
        let long = format!("/?q={}", "x".repeat(ADDRESS));
        assert_eq!(address_of(&Request::get(long).body(Body::empty()).unwrap()), None);
    }
}
