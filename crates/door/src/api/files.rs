//! Files of a matter, brought as they were handed in.

use axum::extract::{Path, State};
use axum::response::Response;
use frame::problem::{CallerProblems, Problem, Problems};

use super::Caller;
use hall::state::Door;

/// A file of an own filing.
#[utoipa::path(get, path = "/api/v1/filings/{court}/{stream}/files/{digest}", tag = "文件", operation_id = "filing_file",
    summary = "自己申请里的一个文件", security(("token" = []), ("session" = [])),
    params(("court" = String, Path, description = "法院代字"), ("stream" = i64, Path, description = "卷宗流"),
        ("digest" = String, Path, description = "摘要（SM3）")),
    responses((status = 200, description = "文件原样，类型按内容", body = Vec<u8>, content_type = "application/octet-stream"),
        Problems, CallerProblems))]
pub async fn of_filing(
    state: State<Door>,
    Caller(who): Caller,
    path: Path<(String, i64, String)>,
) -> Result<Response, Problem> {
    Ok(matters::files::of_filing(state, who, path).await?)
}

/// A file of a matter at the desk.
#[utoipa::path(get, path = "/api/v1/desk/{court}/{stream}/files/{digest}", tag = "文件", operation_id = "desk_file",
    summary = "立案申请里的一个文件", description = "查看不公开的案件，这次查看会记入日志。", security(("session" = [])),
    params(("court" = String, Path, description = "法院代字"), ("stream" = i64, Path, description = "卷宗流"),
        ("digest" = String, Path, description = "摘要（SM3）")),
    responses((status = 200, description = "文件原样，类型按内容", body = Vec<u8>, content_type = "application/octet-stream"),
        Problems, CallerProblems))]
pub async fn of_desk(
    state: State<Door>,
    Caller(who): Caller,
    path: Path<(String, i64, String)>,
) -> Result<Response, Problem> {
    Ok(matters::files::of_desk(state, who, path).await?)
}
