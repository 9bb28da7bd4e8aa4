//! Resumable uploads by the tus protocol 1.0: creation, expiration, termination. Pages with script and institutions send
//! files in the same way.

use ::files::{Files, NewUpload, Place, State as How, Upload, UploadFault, largest};
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use frame::fault::Fault;
use frame::problem::{ActProblems, BodyProblems, CallerProblems, ParameterFault, Problem, Problems, UploadProblems};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Caller, tus};
use hall::gate::{Asked, Who};
use hall::may;
use hall::state::{Door, fresh_id};
use matters::files::pages::{open_draft, open_matter};
use matters::files::upload_fault;
use matters::filing::status::court_of;

/// 一个上传的文件
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadSheet {
    /// 编号
    id: String,
    /// 文件名
    name: String,
    /// 字节数
    size: i64,
    /// 已经收到并且落盘的字节数
    received: i64,
    /// coming 没有传完，kept 已经收下，refused 没有收下
    state: &'static str,
    /// 摘要（SM3），收下以后才有
    digest: Option<String>,
    /// 按内容认定的类型，如 pdf
    kind: Option<&'static str>,
    /// 页数；没有页的是 0
    pages: i64,
    /// 没有收下的原因，每条写明文件名
    faults: Vec<String>,
    /// 没有传完的，到这个时刻清除，1970 年起的毫秒数
    expires: Option<i64>,
}

impl From<&Upload> for UploadSheet {
    fn from(upload: &Upload) -> UploadSheet {
        UploadSheet {
            id: upload.id.clone(),
            name: upload.name.clone(),
            size: upload.size,
            received: upload.received,
            state: upload.state.word(),
            digest: upload.digest.clone(),
            kind: upload.form.map(::files::Form::word),
            pages: upload.pages,
            faults: upload.faults.clone(),
            expires: (upload.state == How::Coming).then(|| Files::expires(upload.changed_at).0),
        }
    }
}

/// What was not taken, as a client of the protocol reads it.
fn problem(cause: UploadFault) -> Problem {
    let listing = |code: &'static str, all: Vec<String>| {
        let told = format!("{}。", all.join("；"));
        let faults = all.into_iter().map(|what| ParameterFault::new("", what, "请改好后重新上传。"));
        Problem::coded(code, told).listing(faults.collect())
    };
    match cause {
        UploadFault::Refused(all) => listing("upload.refused", all),
        UploadFault::Locked => Problem::new(StatusCode::LOCKED, format!("{cause}。请过一会儿再试。")),
        UploadFault::TooLong => Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("{cause}。")),
        other => upload_fault(other).into(),
    }
}

fn header_value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""))
}

/// The layer around uploads: every answer says which version of the protocol it speaks, and every request must.
pub async fn spoken(request: Request, next: Next) -> Response {
    let reads = matches!(request.method().as_str(), "GET" | "OPTIONS");
    let spoken = request.headers().get("tus-resumable").and_then(|value| value.to_str().ok());
    let mut response = if reads || spoken == Some(tus::VERSION) {
        next.run(request).await
    } else {
        let told = format!("上传按 tus 协议 {} 版，请求头 tus-resumable 应当写作 {}。", tus::VERSION, tus::VERSION);
        Problem::new(StatusCode::PRECONDITION_FAILED, told).into_response()
    };
    response.headers_mut().insert("tus-resumable", HeaderValue::from_static(tus::VERSION));
    if response.status() == StatusCode::PRECONDITION_FAILED {
        response.headers_mut().insert("tus-version", HeaderValue::from_static(tus::VERSION));
    }
    response
}

/// What the server can do.
#[utoipa::path(options, path = "/api/v1/uploads", tag = "文件", operation_id = "upload_options", summary = "上传协议的版本和上限",
    responses((status = 204, description = "见答复头 tus-version、tus-extension、tus-max-size"), Problems))]
pub async fn options() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert("tus-version", HeaderValue::from_static(tus::VERSION));
    headers.insert("tus-extension", HeaderValue::from_static("creation,expiration,termination"));
    headers.insert("tus-max-size", header_value(&largest().to_string()));
    response
}

/// Where a file goes, if who calls may bring one there.
async fn place(door: &Door, who: &Who, said: &tus::Said) -> Result<Place, Fault> {
    if let Some(draft) = &said.draft {
        return open_draft(door, who, draft).await;
    }
    if let (Some(court), Some(stream)) = (&said.court, said.stream) {
        return open_matter(door, who, court_of(court)?, stream).await.map(|(place, _)| place);
    }
    may::file(who).map(|()| Place::Loose)
}

/// Begins an upload.
#[utoipa::path(post, path = "/api/v1/uploads", tag = "文件", operation_id = "begin_upload", summary = "开始上传一个文件",
    description = "tus 协议的 creation。upload-metadata 里 filename 必有；draft 写草稿编号，或者 court 和 stream 写正在补正的申请；\
        都不写的，随后在起诉状的证据里写它的摘要，提交时一并归入。",
    security(("token" = []), ("session" = [])),
    params(("tus-resumable" = String, Header, description = "1.0.0"), ("upload-length" = u64, Header, description = "字节数"),
        ("upload-metadata" = String, Header, description = "名称和 base64 的值，用逗号分开")),
    responses((status = 201, description = "地址在答复头 location"), Problems, CallerProblems, BodyProblems, ActProblems, UploadProblems))]
pub async fn begin(State(door): State<Door>, Caller(who): Caller, headers: HeaderMap) -> Result<Response, Problem> {
    let said = tus::said(&headers)?;
    let place = place(&door, &who, &said).await?;
    if said.length > largest() {
        let told = format!("文件最大 {} 个字节。", largest());
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, told));
    }
    let new = NewUpload { id: fresh_id()?, account: who.account(), place, name: said.filename, size: said.length };
    let upload = door.files().create(&new, door.now()).await.map_err(problem)?;
    let mut response = StatusCode::CREATED.into_response();
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, header_value(&format!("/api/v1/uploads/{}", upload.id)));
    headers.insert("upload-offset", HeaderValue::from_static("0"));
    headers.insert("upload-expires", header_value(&tus::date(Files::expires(upload.changed_at))));
    Ok(response)
}

fn progress(status: StatusCode, upload: &Upload) -> Response {
    let mut response = status.into_response();
    let headers = response.headers_mut();
    headers.insert("upload-offset", header_value(&upload.received.to_string()));
    headers.insert("upload-length", header_value(&upload.size.to_string()));
    if upload.state == How::Coming {
        headers.insert("upload-expires", header_value(&tus::date(Files::expires(upload.changed_at))));
    }
    response
}

/// How far an upload is.
#[utoipa::path(head, path = "/api/v1/uploads/{id}", tag = "文件", operation_id = "upload_offset", summary = "已经收到多少",
    description = "答复头 upload-offset 是已经落盘的字节数，从那里接着传。没有收下的文件答复 410。",
    security(("token" = []), ("session" = [])),
    params(("id" = String, Path, description = "编号"), ("tus-resumable" = String, Header, description = "1.0.0")),
    responses((status = 200, description = "见答复头"), Problems, CallerProblems, UploadProblems))]
pub async fn offset(
    State(door): State<Door>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    may::file(&who)?;
    let upload = match door.files().load(&id, who.account()).await {
        Err(UploadFault::Refused(all)) => return Err(Problem::new(StatusCode::GONE, format!("{}。", all.join("；")))),
        other => other.map_err(problem)?,
    };
    if upload.state == How::Refused {
        return Err(Problem::new(StatusCode::GONE, format!("{}。", upload.faults.join("；"))));
    }
    let mut response = progress(StatusCode::OK, &upload);
    response.headers_mut().insert("upload-metadata", header_value(&tus::metadata(&upload.name)));
    Ok(response)
}

/// Brings a piece.
#[utoipa::path(patch, path = "/api/v1/uploads/{id}", tag = "文件", operation_id = "upload_piece", summary = "上传一段",
    description = "从 upload-offset 接着传。传完时按内容检查：不能收的答复 422，写明文件和原因。",
    security(("token" = []), ("session" = [])),
    params(("id" = String, Path, description = "编号"), ("tus-resumable" = String, Header, description = "1.0.0"),
        ("upload-offset" = u64, Header, description = "这一段从哪个字节起")),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses((status = 204, description = "已经收到，见答复头 upload-offset"), Problems, CallerProblems, BodyProblems, ActProblems, UploadProblems))]
pub async fn piece(
    State(door): State<Door>,
    Caller(who): Caller,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    may::file(&who)?;
    let from = tus::piece(request.headers())?;
    let (files, account, at) = (door.files().clone(), who.account(), door.now());
    let bytes = request.into_body().into_data_stream();
    // what came is made durable even when who sends it goes away
    let writing = tokio::spawn(async move { files.write(&id, account, from, bytes, at).await });
    let written = writing.await.map_err(|cause| Fault::unavailable(&cause))?;
    match written {
        Ok(upload) => Ok(progress(StatusCode::NO_CONTENT, &upload)),
        Err(cause) => Err(problem(cause)),
    }
}

/// What was found of an upload.
#[utoipa::path(get, path = "/api/v1/uploads/{id}", tag = "文件", operation_id = "upload", summary = "一个上传的文件",
    security(("token" = []), ("session" = [])), params(("id" = String, Path, description = "编号")),
    responses((status = 200, description = "进度、摘要和检查结果", body = UploadSheet), Problems, CallerProblems))]
pub async fn one(
    State(door): State<Door>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<Json<UploadSheet>, Problem> {
    may::file(&who)?;
    let found = match door.files().load(&id, who.account()).await {
        // it was looked at just now, and says so from now on
        Err(UploadFault::Refused(_)) => door.files().load(&id, who.account()).await,
        other => other,
    };
    Ok(Json(UploadSheet::from(&found.map_err(|cause| Problem::from(upload_fault(cause)))?)))
}

/// The files of a draft, or those that stand nowhere yet.
#[utoipa::path(get, path = "/api/v1/uploads", tag = "文件", operation_id = "uploads", summary = "上传的文件",
    description = "一份草稿的文件，按上传的顺序；不写 draft 的，列还没有归入草稿的文件，最近的在前。",
    security(("token" = []), ("session" = [])), params(("draft" = Option<String>, Query, description = "草稿编号")),
    responses((status = 200, description = "文件", body = Vec<UploadSheet>), Problems, CallerProblems))]
pub async fn list(
    State(door): State<Door>,
    Caller(who): Caller,
    Asked(query): Asked,
) -> Result<Json<Vec<UploadSheet>>, Problem> {
    may::file(&who)?;
    let uploads = match query.get("draft") {
        Some(draft) => {
            let draft = door.drafts().load(draft, who.account()).await.map_err(matters::filing::draft::draft_fault)?;
            door.files().of_draft(&draft.id).await
        }
        None => door.files().loose(who.account()).await,
    };
    Ok(Json(uploads.map_err(upload_fault)?.iter().map(UploadSheet::from).collect()))
}

/// Throws an upload away.
#[utoipa::path(delete, path = "/api/v1/uploads/{id}", tag = "文件", operation_id = "discard_upload", summary = "删除上传的文件",
    description = "tus 协议的 termination。已经随申请提交的不能删除。", security(("token" = []), ("session" = [])),
    params(("id" = String, Path, description = "编号"), ("tus-resumable" = String, Header, description = "1.0.0")),
    responses((status = 204, description = "已经删除"), Problems, CallerProblems, ActProblems, UploadProblems))]
pub async fn discard(
    State(door): State<Door>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    may::file(&who)?;
    let upload = match door.files().load(&id, who.account()).await {
        Err(UploadFault::Refused(_)) => door.files().load(&id, who.account()).await,
        other => other,
    };
    let upload = upload.map_err(problem)?;
    let handed_in = match upload.place {
        Place::Matter(court, stream) => matters::act::own(&door, &who, court, stream.0).await?.0.files(),
        _ => Vec::new(),
    };
    door.files().remove(&id, who.account(), &handed_in).await.map_err(problem)?;
    Ok(StatusCode::NO_CONTENT)
}
