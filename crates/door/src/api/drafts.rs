//! Drafts of filings as JSON.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use court::filing::Draft;
use frame::fault::Fault;
use frame::problem::{ActProblems, BodyProblems, CallerProblems, ParameterFault, Problem, Problems};
use law::complaint::{Complaint, check};
use law::court::by_code;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::filings::Filed;
use super::{Caller, Sheet};
use hall::gate::Who;
use hall::may;
use hall::state::{Door, fresh_id};
use matters::filing::draft::{complaint, discard_files, draft_fault};
use matters::filing::submit::{self, Handed};

/// 一份草稿
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftSheet {
    /// 草稿编号
    id: String,
    /// 每保存一次加一；改的时候要带上
    version: i64,
    /// 最近保存的时刻，1970 年起的毫秒数
    changed_at: i64,
    /// 起诉状
    #[schema(value_type = Object)]
    complaint: Complaint,
    /// 还要改的地方，全部列出；没有就可以提交
    defects: Vec<Defect>,
    /// 已经提交成为哪一件
    filed: Option<Filed>,
}

/// 起诉状的一处欠缺
#[derive(Debug, Serialize, ToSchema)]
pub struct Defect {
    /// 代码，如 R03
    code: &'static str,
    /// 字段，如 claims.0.amount
    field: String,
    /// 哪里不对
    detail: String,
}

/// 保存草稿
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Save {
    /// 读到的版本；在别处保存过的，不会被覆盖
    version: i64,
    /// 起诉状
    #[schema(value_type = Object)]
    complaint: Complaint,
}

fn sheet(draft: &Draft, today: law::day::Day) -> DraftSheet {
    let filled = complaint(&draft.body);
    let defects = check(&filled, today).into_iter();
    DraftSheet {
        id: draft.id.clone(),
        version: draft.version,
        changed_at: draft.changed_at.0,
        defects: defects.map(|one| Defect { code: one.code, field: one.field, detail: one.sentence }).collect(),
        complaint: filled,
        filed: draft.filed.map(|(court, stream)| Filed::at(court, stream, None)),
    }
}

fn text(complaint: &Complaint) -> Result<String, Fault> {
    serde_json::to_string(complaint).map_err(|cause| Fault::unavailable(&cause))
}

/// The drafts of who calls.
#[utoipa::path(get, path = "/api/v1/drafts", tag = "立案", operation_id = "drafts", summary = "没有提交的草稿",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "草稿，最近的在前", body = Vec<DraftSheet>), Problems, CallerProblems))]
pub async fn list(State(door): State<Door>, Caller(who): Caller) -> Result<Json<Vec<DraftSheet>>, Fault> {
    may::file(&who)?;
    let drafts = door.drafts().of(who.account()).await.map_err(draft_fault)?;
    let today = door.now().day();
    Ok(Json(drafts.iter().map(|draft| sheet(draft, today)).collect()))
}

/// Begins a draft; anything of it may be missing.
#[utoipa::path(post, path = "/api/v1/drafts", tag = "立案", operation_id = "begin_draft", summary = "开始一份草稿",
    security(("token" = []), ("session" = [])),
    request_body(content = Object, content_type = "application/json", description = "起诉状，可以只填一部分"),
    responses((status = 201, description = "草稿", body = DraftSheet), Problems, CallerProblems, BodyProblems))]
pub async fn begin(
    State(door): State<Door>,
    Caller(who): Caller,
    Sheet(filled): Sheet<Complaint>,
) -> Result<(StatusCode, Json<DraftSheet>), Fault> {
    may::file(&who)?;
    let id = fresh_id()?;
    door.drafts().begin(&id, who.account(), &text(&filled)?, door.now()).await.map_err(draft_fault)?;
    let draft = door.drafts().load(&id, who.account()).await.map_err(draft_fault)?;
    Ok((StatusCode::CREATED, Json(sheet(&draft, door.now().day()))))
}

/// A draft of who calls.
#[utoipa::path(get, path = "/api/v1/drafts/{id}", tag = "立案", operation_id = "draft", summary = "一份草稿",
    security(("token" = []), ("session" = [])), params(("id" = String, Path, description = "草稿编号")),
    responses((status = 200, description = "草稿", body = DraftSheet), Problems, CallerProblems))]
pub async fn one(
    State(door): State<Door>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<Json<DraftSheet>, Fault> {
    may::file(&who)?;
    let draft = door.drafts().load(&id, who.account()).await.map_err(draft_fault)?;
    Ok(Json(sheet(&draft, door.now().day())))
}

/// Saves a draft over the version it was read at.
#[utoipa::path(put, path = "/api/v1/drafts/{id}", tag = "立案", operation_id = "save_draft", summary = "保存草稿",
    security(("token" = []), ("session" = [])), params(("id" = String, Path, description = "草稿编号")),
    request_body(content = Save, content_type = "application/json"),
    responses((status = 200, description = "草稿", body = DraftSheet), Problems, CallerProblems, BodyProblems, ActProblems))]
pub async fn save(
    State(door): State<Door>,
    Caller(who): Caller,
    Path(id): Path<String>,
    Sheet(saved): Sheet<Save>,
) -> Result<Json<DraftSheet>, Fault> {
    may::file(&who)?;
    let draft = door.drafts().load(&id, who.account()).await.map_err(draft_fault)?;
    let draft = Draft { version: saved.version, ..draft };
    door.drafts().save(&draft, &text(&saved.complaint)?, door.now()).await.map_err(draft_fault)?;
    let draft = door.drafts().load(&id, who.account()).await.map_err(draft_fault)?;
    Ok(Json(sheet(&draft, door.now().day())))
}

/// Throws a draft away.
#[utoipa::path(delete, path = "/api/v1/drafts/{id}", tag = "立案", operation_id = "discard_draft", summary = "删除草稿",
    description = "删除以后不能恢复；已经提交的不能删除。",
    security(("token" = []), ("session" = [])), params(("id" = String, Path, description = "草稿编号")),
    responses((status = 204, description = "已经删除"), Problems, CallerProblems))]
pub async fn discard(
    State(door): State<Door>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Fault> {
    may::file(&who)?;
    door.drafts().discard(&id, who.account()).await.map_err(draft_fault)?;
    discard_files(&door, &id).await;
    Ok(StatusCode::NO_CONTENT)
}

/// What is wrong with a complaint, field by field.
pub fn defects(filled: &Complaint, today: law::day::Day) -> Result<(), Problem> {
    let all: Vec<ParameterFault> = check(filled, today)
        .into_iter()
        .map(|one| ParameterFault::new(&one.field, one.sentence, format!("请改“{}”一步。", one.step.zh())))
        .collect();
    if all.is_empty() { Ok(()) } else { Err(Problem::unclear(all)) }
}

/// Files a draft, and says where the receipt is; a draft that was filed answers the same again.
pub async fn hand_in(door: &Door, who: &Who, draft: &Draft) -> Result<(StatusCode, Filed), Problem> {
    if let Some((court, stream)) = draft.filed {
        return Ok((StatusCode::OK, Filed::at(court, stream, None)));
    }
    let filled = complaint(&draft.body);
    defects(&filled, door.now().day())?;
    if who.only.is_some() && by_code(&filled.court).map(|court| court.id) != who.only {
        return Err(Fault::Denied("这个令牌只能向签发时写明的法院提交".to_owned()).into());
    }
    Ok(match submit::file(door, who, draft, &filled).await? {
        Handed::Now(entry) => (StatusCode::CREATED, Filed::at(entry.court, entry.stream, Some(entry.position))),
        Handed::Before(court, stream) => (StatusCode::OK, Filed::at(court, stream, None)),
    })
}

/// Files a draft.
#[utoipa::path(post, path = "/api/v1/drafts/{id}/submit", tag = "立案", operation_id = "submit_draft", summary = "提交草稿",
    description = "一份草稿只成为一件立案申请；再次提交得到同一个答复。",
    security(("token" = []), ("session" = [])), params(("id" = String, Path, description = "草稿编号")),
    responses((status = 201, description = "已经提交", body = Filed), (status = 200, description = "以前已经提交", body = Filed),
        Problems, CallerProblems, ActProblems))]
pub async fn submit(
    State(door): State<Door>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Filed>), Problem> {
    may::file(&who)?;
    let draft = door.drafts().load(&id, who.account()).await.map_err(draft_fault)?;
    let (status, filed) = hand_in(&door, &who, &draft).await?;
    Ok((status, Json(filed)))
}
