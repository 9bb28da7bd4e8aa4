//! Faults as machines read them: RFC 9457 problem documents with a stable code. The cause stays in the log.

use std::collections::BTreeMap;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

use crate::fault::Fault;

/// The media type of every fault.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// 请求有误或不能答复时的说明（RFC 9457）
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// 说明此类问题的地址
    #[serde(rename = "type")]
    kind: String,
    /// 问题的名称
    title: &'static str,
    /// HTTP 状态码
    status: u16,
    /// 稳定的代码，供程序判断
    code: &'static str,
    /// 发生了什么、应当怎样做
    detail: String,
    /// 这一请求的全部问题，一次列出
    faults: Vec<ParameterFault>,
}

/// 一个参数的问题
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ParameterFault {
    /// 参数名；不属于某个参数时为空
    pub parameter: String,
    /// 问题
    pub detail: String,
    /// 应当怎样写
    pub instead: String,
}

/// Every code a fault can have, its status and its name.
pub const CODES: [(&str, StatusCode, &str); 21] = [
    ("request.unclear", StatusCode::BAD_REQUEST, "请求不能读"),
    ("sign_in.needed", StatusCode::UNAUTHORIZED, "请先登录"),
    ("permission.denied", StatusCode::FORBIDDEN, "没有权限"),
    ("case.closed", StatusCode::FORBIDDEN, "依法不公开"),
    ("law.refused", StatusCode::UNPROCESSABLE_ENTITY, "依法不能办理"),
    ("request.too_many", StatusCode::TOO_MANY_REQUESTS, "过于频繁"),
    ("resource.missing", StatusCode::NOT_FOUND, "没有找到"),
    ("method.not_allowed", StatusCode::METHOD_NOT_ALLOWED, "不支持这种方法"),
    ("log.shorter", StatusCode::CONFLICT, "日志短于镜像"),
    ("matter.moved", StatusCode::CONFLICT, "情况刚有变化"),
    ("body.too_large", StatusCode::PAYLOAD_TOO_LARGE, "正文过大"),
    ("address.too_long", StatusCode::URI_TOO_LONG, "地址过长"),
    ("body.media_type", StatusCode::UNSUPPORTED_MEDIA_TYPE, "正文类型不对"),
    ("upload.refused", StatusCode::UNPROCESSABLE_ENTITY, "文件不能收"),
    ("upload.gone", StatusCode::GONE, "文件没有收下"),
    ("upload.version", StatusCode::PRECONDITION_FAILED, "上传协议的版本不对"),
    ("upload.locked", StatusCode::LOCKED, "文件正在上传"),
    ("server.busy", StatusCode::SERVICE_UNAVAILABLE, "暂时繁忙"),
    ("server.failed", StatusCode::INTERNAL_SERVER_ERROR, "服务器未能答复"),
    ("server.too_slow", StatusCode::GATEWAY_TIMEOUT, "用时过长"),
    ("request.refused", StatusCode::IM_A_TEAPOT, "请求不能处理"),
];

impl Problem {
    /// A problem of a status; a status without a code of its own is a refused request.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Problem {
        let known = CODES.iter().find(|(_, one, _)| *one == status);
        let (code, title) = known.map_or(("request.refused", "请求不能处理"), |(code, _, title)| (*code, *title));
        Problem {
            kind: format!("/api#{code}"),
            title,
            status: status.as_u16(),
            code,
            detail: detail.into(),
            faults: Vec::new(),
        }
    }

    /// With what it is made of, one by one.
    #[must_use]
    pub fn listing(self, faults: Vec<ParameterFault>) -> Problem {
        Problem { faults, ..self }
    }

    /// A problem of a code where its status has several.
    pub fn coded(code: &'static str, detail: impl Into<String>) -> Problem {
        let (_, status, title) =
            CODES.iter().find(|(one, _, _)| *one == code).copied().unwrap_or((code, StatusCode::BAD_REQUEST, ""));
        Problem { kind: format!("/api#{code}"), title, code, ..Problem::new(status, detail) }
    }

    /// A request with faults, all of them at once.
    pub fn unclear(faults: Vec<ParameterFault>) -> Problem {
        let told: Vec<String> = faults.iter().map(|fault| format!("{}。{}", fault.detail, fault.instead)).collect();
        Problem { faults, ..Problem::new(StatusCode::BAD_REQUEST, told.concat()) }
    }
}

impl ParameterFault {
    /// A fault of a parameter.
    pub fn new(parameter: &str, detail: impl Into<String>, instead: impl Into<String>) -> ParameterFault {
        ParameterFault { parameter: parameter.to_owned(), detail: detail.into(), instead: instead.into() }
    }

    /// The fault of a parameter that a page would show.
    pub fn of(parameter: &str, fault: &Fault) -> ParameterFault {
        match fault {
            Fault::Unclear { what, instead } => ParameterFault::new(parameter, what, instead),
            other => {
                let words = other.words();
                ParameterFault::new(parameter, words.what.trim_end_matches('。'), words.instead)
            }
        }
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Problem {
        match &fault {
            Fault::Unclear { .. } => Problem::unclear(vec![ParameterFault::of("", &fault)]),
            Fault::Several(all) => Problem::unclear(all.iter().map(|one| ParameterFault::of("", one)).collect()),
            Fault::NotFound(what) => Problem::new(StatusCode::NOT_FOUND, format!("{what}。")),
            Fault::Conflict(_) | Fault::Closed(_) => {
                let words = fault.words();
                let code = if matches!(fault, Fault::Closed(_)) { "case.closed" } else { "matter.moved" };
                Problem::coded(code, format!("{}{}", words.what, words.instead))
            }
            Fault::Refused { code, basis, sentence } => Problem {
                faults: vec![ParameterFault::new(code, sentence.as_str(), format!("依据：{basis}。"))],
                ..Problem::new(StatusCode::UNPROCESSABLE_ENTITY, format!("{sentence}。依据：{basis}。"))
            },
            other => {
                let words = other.words();
                Problem::new(other.status(), format!("{}{}", words.what, words.instead))
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
        }
        response
    }
}

/// The faults that any endpoint may answer with.
#[derive(Debug)]
pub struct Problems;

/// The answer of a status, described.
fn described(status: StatusCode) -> Option<(String, RefOr<utoipa::openapi::Response>)> {
    let (code, _, _) = CODES.iter().find(|(_, one, _)| *one == status)?;
    described_code(code)
}

/// The answer of a code, described.
fn described_code(code: &str) -> Option<(String, RefOr<utoipa::openapi::Response>)> {
    let (code, status, title) = CODES.iter().find(|(one, _, _)| *one == code)?;
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let response =
        ResponseBuilder::new().description(format!("{title}（`{code}`）")).content(MEDIA_TYPE, content).build();
    Some((status.as_str().to_owned(), RefOr::T(response)))
}

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        [
            StatusCode::BAD_REQUEST,
            StatusCode::NOT_FOUND,
            StatusCode::METHOD_NOT_ALLOWED,
            StatusCode::INTERNAL_SERVER_ERROR,
            StatusCode::SERVICE_UNAVAILABLE,
            StatusCode::GATEWAY_TIMEOUT,
        ]
        .into_iter()
        .filter_map(described)
        .chain(described_code("case.closed"))
        .collect()
    }
}

/// The faults of a body that is sent.
#[derive(Debug)]
pub struct BodyProblems;

impl IntoResponses for BodyProblems {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        [StatusCode::PAYLOAD_TOO_LARGE, StatusCode::UNSUPPORTED_MEDIA_TYPE].into_iter().filter_map(described).collect()
    }
}

/// The faults of a request that only some may make.
#[derive(Debug)]
pub struct CallerProblems;

impl IntoResponses for CallerProblems {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].into_iter().filter_map(described).collect()
    }
}

/// The faults of an act: the law says no, or somebody was quicker.
#[derive(Debug)]
pub struct ActProblems;

impl IntoResponses for ActProblems {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        ["law.refused", "matter.moved"].into_iter().filter_map(described_code).collect()
    }
}

/// The faults of a file on its way.
#[derive(Debug)]
pub struct UploadProblems;

impl IntoResponses for UploadProblems {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        ["upload.refused", "upload.gone", "upload.version", "upload.locked", "matter.moved"]
            .into_iter()
            .filter_map(described_code)
            .collect()
    }
}

/// The fault of a follower that knows more than the log holds.
#[derive(Debug)]
pub struct LogProblems;

impl IntoResponses for LogProblems {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        described(StatusCode::CONFLICT).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_becomes_a_problem_with_a_stable_code() {
        let problem = Problem::from(Fault::NotFound("没有这个法院".to_owned()));
        assert_eq!((problem.status, problem.code), (404, "resource.missing"));
        assert_eq!(problem.kind, "/api#resource.missing");
        let problem = Problem::from(Fault::unclear("日期写错", "请写作 2020-03-02。"));
        assert_eq!((problem.status, problem.faults.len()), (400, 1));
        assert_eq!(problem.detail, "日期写错。请写作 2020-03-02。");
        let hidden = Problem::from(Fault::unavailable(&"no such table"));
        assert!(!format!("{hidden:?}").contains("table"));
    }

    #[test]
    fn a_status_without_a_code_is_a_refused_request() {
        assert_eq!(Problem::new(StatusCode::LENGTH_REQUIRED, "x").code, "request.refused");
    }

    #[test]
    fn codes_stand_once_and_read_back() {
        for (place, (code, status, _)) in CODES.iter().enumerate() {
            assert!(CODES.iter().skip(place + 1).all(|(other, ..)| other != code), "{code}");
            assert_eq!((Problem::coded(code, "").code, Problem::coded(code, "").status), (*code, status.as_u16()));
        }
        assert_eq!(Problem::from(Fault::Conflict("x".to_owned())).code, "matter.moved");
        assert_eq!(Problem::new(StatusCode::CONFLICT, "x").code, "log.shorter", "as mirrors know it");
    }
}
