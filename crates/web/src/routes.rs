//! Which address is which page, and the server around them.

use std::future::Future;
use std::io;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::api;
use crate::assets::{asset, favicon};
use crate::export;
use crate::fault::Fault;
use crate::kept::keep;
use crate::live;
use crate::look;
use crate::observe::{observe, panicked};
use crate::pages::{
    aged_page, bulletin, case, cases, compare, court, docket, entries, entry, glossary, indicators, overview, plain,
    receipt_paper, reports, search, verify,
};
use crate::state::AppState;

/// No page may take longer.
const LIMIT: Duration = Duration::from_secs(30);

/// All routes with what stands around them.
pub fn router(state: AppState) -> Router {
    router_with(state, Router::new(), Router::new())
}

/// The same with more routes beside them, and with routes that take or bring whole files: these may take longer than a
/// page, and nothing of theirs is packed.
pub fn router_with(state: AppState, more: Router<AppState>, unhurried: Router<AppState>) -> Router {
    Router::new()
        .route("/", get(overview::overview))
        .route("/aged", get(aged_page::aged))
        .route("/compare", get(compare::compare))
        .route("/look", post(look::choose))
        .route("/courts/{code}", get(court::court))
        .route("/courts/{code}/docket", get(docket::docket))
        .route("/courts/{code}/docket/consistency.json", get(docket::consistency))
        .route("/courts/{code}/docket/log.jsonl", get(docket::log))
        .route("/cases", get(cases::cases))
        .route("/cases/{code}/{stream}", get(case::case))
        .route("/entries", get(entries::entries))
        .route("/entries/{code}/{position}", get(entry::entry))
        .route("/entries/{code}/{position}/receipt.json", get(entry::receipt))
        .route("/entries/{code}/{position}/receipt.svg", get(entry::qr))
        .route("/entries/{code}/{position}/receipt.pdf", get(receipt_paper::pdf))
        .route("/verify", get(verify::form).post(verify::verify).layer(DefaultBodyLimit::max(verify::LARGEST)))
        .route("/indicators", get(indicators::indicators))
        .route("/reports", get(reports::reports))
        .route("/reports/{file}", get(reports::province))
        .route("/reports/{year}/{file}", get(reports::court))
        .route("/bulletins/{year}/{month}", get(bulletin::bulletin))
        .route("/indicators/{id}", get(export::indicator_or_table))
        .route("/cases.csv", get(export::cases_csv))
        .route("/cases.xlsx", get(export::cases_xlsx))
        .route("/entries.csv", get(export::entries_csv))
        .route("/courts.csv", get(export::courts_csv))
        .route("/courts.xlsx", get(export::courts_xlsx))
        .route("/aged.csv", get(export::aged_csv))
        .route("/aged.xlsx", get(export::aged_xlsx))
        .route("/compare.csv", get(export::compare_csv))
        .route("/compare.xlsx", get(export::compare_xlsx))
        .route("/indicators.csv", get(export::indicators_csv))
        .route("/indicators.xlsx", get(export::indicators_xlsx))
        .route("/exports/{id}", get(export::export))
        .route("/exports/{id}/file", get(export::file))
        .route("/glossary", get(glossary::glossary))
        .route("/search", get(search::search))
        .route("/healthz", get(plain::healthz))
        .route("/metrics", get(plain::metrics))
        .route("/assets/{*path}", get(asset))
        .route("/favicon.svg", get(favicon))
        .merge(api::routes())
        .merge(more)
        .fallback(nothing)
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, LIMIT))
        // an answer that goes on for hours: outside of the limit
        .route("/events", get(live::events))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new())
        .merge(unhurried.layer(CatchPanicLayer::custom(panicked)))
        .layer(from_fn_with_state(state.clone(), keep))
        .layer(from_fn_with_state(state.clone(), observe))
        .with_state(state)
}

async fn nothing() -> Fault {
    Fault::of_status(StatusCode::NOT_FOUND)
}

/// Serves until `stop` is done; requests under way are answered first.
///
/// # Errors
/// When the listener fails.
pub async fn serve_until(
    state: AppState,
    more: Router<AppState>,
    unhurried: Router<AppState>,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let warm = state.clone();
    tokio::spawn(async move { warm.source().warm().await });
    let ending = state.clone();
    let stop = async move {
        stop.await;
        ending.listeners().stop();
    };
    // an answer in two pieces does not wait for the first to be acknowledged
    let listener = listener.tap_io(|stream| {
        if let Err(cause) = stream.set_nodelay(true) {
            tracing::debug!(%cause, "a connection keeps its delay");
        }
    });
    axum::serve(listener, router_with(state, more, unhurried)).with_graceful_shutdown(stop).await
}

/// Waits until somebody asks the process to stop.
pub async fn asked_to_stop() {
    let interrupt = async {
        if let Err(cause) = tokio::signal::ctrl_c().await {
            tracing::warn!(%cause, "cannot listen for an interrupt");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
    tracing::info!("stopping: no new requests");
}
