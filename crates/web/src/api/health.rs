//! Whether the server is well, for a machine that speaks the API.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::ask::Ask;
use super::problem::{Problem, Problems};
use crate::state::AppState;

/// 运行情况
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// 能够答复时为真
    ok: bool,
    /// 数据库
    database: &'static str,
    /// 全部日志的条数
    entries: i64,
    /// 还没有汇入案件表的条数
    facts_behind: i64,
    /// 数据截至哪一天
    as_of: String,
}

/// Health.
#[utoipa::path(get, path = "/api/v1/health", tag = "运行", operation_id = "health", summary = "运行情况",
    description = "数据库、日志条数和数据截至的日期。",
    responses((status = 200, description = "运行情况", body = Health), Problems))]
pub async fn health(State(state): State<AppState>, ask: Ask) -> Result<Json<Health>, Problem> {
    ask.done()?;
    let source = state.source();
    let logs = source.logs().await?;
    Ok(Json(Health {
        ok: true,
        database: source.engine(),
        entries: logs.iter().map(|log| log.size).sum(),
        facts_behind: logs.iter().map(|log| log.behind).sum(),
        as_of: source.as_of().await?.to_string(),
    }))
}
