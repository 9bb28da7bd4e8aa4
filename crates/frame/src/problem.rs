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
pub const CODES: [(&str, StatusCode, &str); 15] = [
    ("request.unclear", StatusCode::BAD_REQUEST, "请求不能读"),
    ("sign_in.needed", StatusCode::UNAUTHORIZED, "请先登录"),
    ("permission.denied", StatusCode::FORBIDDEN, "没有权限"),
    ("law.refused", StatusCode::UNPROCESSABLE_ENTITY, "依法不能办理"),
    ("request.too_many", StatusCode::TOO_MANY_REQUESTS, "过于频繁"),
    ("resource.missing", StatusCode::NOT_FOUND, "没有找到"),
    ("method.not_allowed", StatusCode::METHOD_NOT_ALLOWED, "不支持这种方法"),
    ("log.shorter", StatusCode::CONFLICT, "日志短于镜像"),
    ("body.too_large", StatusCode::PAYLOAD_TOO_LARGE, "正文过大"),
    ("address.too_long", StatusCode::URI_TOO_LONG, "地址过长"),
    ("body.media_type", StatusCode::UNSUPPORTED_MEDIA_TYPE, "正文类型不对"),
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
    let (code, _, title) = CODES.iter().find(|(_, one, _)| *one == status)?;
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
    fn codes_and_statuses_stand_once() {
        for (place, (code, status, _)) in CODES.iter().enumerate() {
            assert!(CODES.iter().skip(place + 1).all(|(other, one, _)| other != code && one != status), "{code}");
        }
    }
}
