//! For machines: whether the server is well, and its counters.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde_json::json;

use crate::fault::Fault;
use crate::state::AppState;

/// `/healthz`.
pub async fn healthz(State(state): State<AppState>) -> impl IntoResponse {
    match state.source().logs().await {
        Ok(logs) => {
            let entries: i64 = logs.iter().map(|log| log.size).sum();
            let behind: i64 = logs.iter().map(|log| log.behind).sum();
            state.metrics().docket(entries, behind);
            let body = json!({
                "database": state.source().engine(),
                "entries": entries,
                "facts_behind": behind,
                "logs": logs.iter().map(|log| json!({"court": log.code, "size": log.size})).collect::<Vec<_>>(),
                "ok": true,
            });
            (StatusCode::OK, Json(body))
        }
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, Json(json!({"ok": false}))),
    }
}

/// `/metrics`.
pub async fn metrics(State(state): State<AppState>) -> Result<impl IntoResponse, Fault> {
    let logs = state.source().logs().await?;
    state.metrics().docket(logs.iter().map(|log| log.size).sum(), logs.iter().map(|log| log.behind).sum());
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], state.metrics().text()))
}
