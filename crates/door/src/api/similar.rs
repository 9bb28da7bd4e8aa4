//! Similar cases and causes for facts that are no case here, as JSON (类案检索、案由推荐). Nothing is kept of what is sent.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use frame::problem::{BodyProblems, CallerProblems, ParameterFault, Problem, Problems};

use super::{Caller, Sheet};
use hall::state::Door;
use matters::similar::sheet::{Pasted, SimilarSheet};
use matters::similar::{ABSENT, LONGEST, SHORTEST, by_facts};

/// Similar cases and causes for pasted facts.
#[utoipa::path(post, path = "/api/v1/desk/similar", tag = "立案工作台", operation_id = "desk_similar", summary = "类案检索",
    description = "最相近的已结案件、为什么相近、怎样结的，和可能的案由。只列可以查看的案件；送来的事实不保存。",
    security(("session" = [])), request_body(content = Pasted, content_type = "application/json"),
    responses((status = 200, description = "检索结果", body = SimilarSheet), Problems, CallerProblems, BodyProblems))]
pub async fn similar(
    State(door): State<Door>,
    Caller(who): Caller,
    Sheet(pasted): Sheet<Pasted>,
) -> Result<Json<SimilarSheet>, Problem> {
    let length = pasted.facts.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) {
        let told = format!("事实有 {length} 个字");
        let fault = ParameterFault::new("facts", told, format!("写 {SHORTEST} 至 {LONGEST} 个字。"));
        return Err(Problem::unclear(vec![fault]));
    }
    let told = by_facts(&door, &who, &pasted.facts).await?;
    let told = told.ok_or_else(|| Problem::new(StatusCode::SERVICE_UNAVAILABLE, ABSENT))?;
    Ok(Json(told.into()))
}
