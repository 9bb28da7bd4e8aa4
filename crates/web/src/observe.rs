//! Around every route: the request's number, the security headers, the counters, and a page for every fault.
//! This file reads the clock, to time answers; nothing else in the crate does.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::api::{MEDIA_TYPE, Problem};
use crate::fault::Fault;
use crate::look::Look;
use crate::shell::{Frame, Framed as _, RequestId, asked, fault_page};
use crate::state::AppState;

const POLICY: &str =
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(self), display-capture=(self), microphone=(self), geolocation=()"),
    ),
];

/// The layer around all routes.
#[expect(clippy::disallowed_methods, reason = "the time to answer is measured here and nowhere else")]
pub async fn observe(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = state.next_request_id();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let (path, asked) = (request.uri().path().to_owned(), asked(request.uri()));
    let look = Look::of(request.headers());
    let frame = Frame { assets: state.assets(), request_id: id.clone(), path, asked, look, unread: None };
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    if let Some(fault) = fault_of(&response) {
        response = if frame.path.starts_with("/api/") {
            Problem::from(fault).into_response()
        } else {
            (fault.status(), fault_page(&frame, &fault)).into_response()
        };
    }
    finish(response.headers_mut(), &id);
    let took = started.elapsed();
    let status = response.status().as_u16();
    state.metrics().answered(&route, status, took);
    tracing::info!(id, route, path = frame.path, status, ms = took.as_millis(), "answered");
    response
}

/// The fault behind an answer that is an error and no page or JSON of ours.
fn fault_of(response: &Response<Body>) -> Option<Fault> {
    if let Some(fault) = response.extensions().get::<Fault>() {
        return Some(fault.clone());
    }
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let bare = ![MEDIA_TYPE, "text/html", "application/json"].iter().any(|own| kind.starts_with(own));
    ((status.is_client_error() || status.is_server_error()) && bare).then(|| Fault::of_status(status))
}

fn finish(headers: &mut HeaderMap, id: &str) {
    for (name, value) in HEADERS {
        headers.insert(name, value);
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
}

/// The answer to a panic below: a bare fault, its page made by `observe`.
pub fn panicked(_cause: Box<dyn std::any::Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    Fault::Unavailable.into_response()
}

/// Numbers of requests: where the process began, and a count.
#[derive(Debug, Default)]
pub struct RequestIds {
    count: std::sync::atomic::AtomicU64,
}

impl RequestIds {
    /// The next number.
    pub fn next(self: &Arc<RequestIds>) -> String {
        let n = self.count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        format!("{:05x}-{:06}", std::process::id(), n + 1)
    }
}
