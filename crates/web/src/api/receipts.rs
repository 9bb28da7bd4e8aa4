//! Checking a receipt that someone sends: its verdict is an answer, not a fault.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use docket::receipt::{self, Receipt};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::ask::Ask;
use super::problem::{BodyProblems, ParameterFault, Problem, Problems};
use crate::state::AppState;

/// Longest receipt that is read, in bytes.
pub const LONGEST: usize = 64 * 1024;

/// 核验结论
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Verdict {
    /// 回执是否成立：内容未改、在日志中、签名有效，并且公钥就是本站所知该院的公钥
    valid: bool,
    /// 不成立时的稳定代码，如 receipt.path
    code: Option<String>,
    /// 结论
    detail: String,
    /// 法院代字
    court: Option<String>,
    /// 序号
    position: Option<i64>,
    /// 日志头的条数
    size: Option<i64>,
    /// 日志头的签名时刻，1970 年起的毫秒数
    signed_at: Option<i64>,
}

/// The text of a JSON body.
async fn text_of(request: Request) -> Result<String, Problem> {
    let kind = |headers: &HeaderMap| {
        let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?.split(';').next()?.trim().to_ascii_lowercase();
        Some(kind)
    };
    if kind(request.headers()).as_deref() != Some("application/json") {
        let told = "正文应当是回执文件，类型写作 application/json。";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, told));
    }
    let bytes = Bytes::from_request(request, &()).await.map_err(|refused| match refused.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("正文不超过 {LONGEST} 个字节；一份回执通常不到 8,000。"),
        ),
        _ => unread(),
    })?;
    String::from_utf8(bytes.to_vec()).map_err(|_| unread())
}

fn unread() -> Problem {
    Problem::unclear(vec![ParameterFault::new("", "正文不是 JSON 对象", "请原样发送回执文件的内容。")])
}

/// Checks a receipt.
#[utoipa::path(post, path = "/api/v1/receipts/check", tag = "记录", operation_id = "check_receipt", summary = "核验回执",
    description = "发送回执文件的内容（至多 64 kB），答复是否成立；不成立时说明哪一部分不成立。",
    request_body(content = Object, content_type = "application/json", description = "回执文件"),
    responses((status = 200, description = "结论", body = Verdict), Problems, BodyProblems))]
pub async fn check(State(state): State<AppState>, ask: Ask, request: Request) -> Result<Json<Verdict>, Problem> {
    ask.done()?;
    let text = text_of(request).await?;
    if !matches!(serde_json::from_str::<Value>(&text), Ok(Value::Object(_))) {
        return Err(unread());
    }
    let refused = |fault: receipt::ReceiptFault| {
        Json(Verdict {
            code: Some(fault.code().to_owned()),
            detail: format!("回执不成立：{fault}。"),
            ..Verdict::default()
        })
    };
    let read = match Receipt::read(&text) {
        Ok(read) => read,
        Err(fault) => return Ok(refused(fault)),
    };
    let checked = match receipt::check(&read) {
        Ok(checked) => checked,
        Err(fault) => return Ok(refused(fault)),
    };
    let keys = state.source().keys().await?;
    if !keys.iter().any(|row| row.code == read.court_code && row.public_key == read.public_key) {
        return Ok(refused(receipt::ReceiptFault::ForeignKey));
    }
    Ok(Json(Verdict {
        valid: true,
        code: None,
        detail: format!("回执成立：这条记录在{}的日志中，是第 {} 条。", checked.court_name, checked.entry.position),
        court: Some(checked.court_code),
        position: Some(checked.entry.position),
        size: Some(checked.size),
        signed_at: Some(checked.signed_at.0),
    }))
}
