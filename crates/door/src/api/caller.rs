//! Who calls: an institution by its token, or a person by their session and a header only this site's pages can send.

use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use frame::fault::Fault;
use frame::problem::{ParameterFault, Problem};
use law::role::Role;
use people::session::{Duty, Method as Way};
use people::{Fault as Trouble, Secret, Signed};
use permit::Scope;
use serde::de::DeserializeOwned;

use super::LARGEST;
use hall::gate::{Who, signed, trouble};
use hall::state::Door;

/// Somebody who calls.
#[derive(Debug, Clone)]
pub struct Caller(pub Who);

/// The token of a request's `Authorization` header.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = text.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Who a token acts for.
async fn institution(door: &Door, token: &str) -> Result<Who, Fault> {
    let now = door.now();
    let found = match door.people().check_token(token, now).await {
        Ok(found) => found,
        Err(Trouble::Store(cause)) => return Err(Fault::unavailable(&cause)),
        Err(_) => return Err(Fault::SignIn),
    };
    let number = found.of.account.ok_or_else(|| Fault::Denied("这个令牌只供查看公开的内容".to_owned()))?;
    let account = door.people().account(number).await.map_err(trouble)?;
    let account = account.filter(|account| account.closed_at.is_none()).ok_or(Fault::SignIn)?;
    let scopes = found.of.scopes.iter().filter_map(|word| Scope::parse(word)).collect();
    let signed = Signed {
        account: number,
        person: number,
        kind: account.kind,
        name: account.name,
        handle: String::new(),
        acting: None,
        duty: Duty::None,
        method: Way::Code,
        csrf: Secret::new(token),
        started_at: found.made_at,
        ends_at: found.of.expires_at,
    };
    Ok(Who { signed, role: Role::Institution, scopes: Some(scopes), only: found.of.court })
}

impl FromRequestParts<Door> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, door: &Door) -> Result<Caller, Problem> {
        if let Some(token) = bearer(&parts.headers) {
            return Ok(Caller(institution(door, token).await?));
        }
        let Some(signed) = signed(door, &parts.headers).await? else { return Err(Fault::SignIn.into()) };
        if signed.duty != Duty::None {
            return Err(
                Fault::Denied("请先在网页上完成登录：修改临时密码、启用动态口令或者补验动态口令".to_owned()).into()
            );
        }
        let given = parts.headers.get("x-csrf-token").and_then(|value| value.to_str().ok()).unwrap_or("");
        let reads = matches!(parts.method, Method::GET | Method::HEAD);
        if !reads && !signed.csrf_fits(given) {
            return Err(Fault::Denied("请求头 x-csrf-token 缺失或者不对，其值见 /api/v1/me".to_owned()).into());
        }
        let role = signed.role().ok_or_else(|| Fault::Denied("您今天没有在任的职务，不能办理".to_owned()))?;
        Ok(Caller(Who { signed, role, scopes: None, only: None }))
    }
}

/// The body says that it is JSON.
pub fn json(headers: &HeaderMap) -> Result<(), Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    if kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json")) {
        return Ok(());
    }
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "正文应当是 JSON，类型写作 application/json。"))
}

/// The body is larger than is read.
pub fn too_large(most: usize) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("正文不超过 {most} 个字节；长文请作为文件上传。"))
}

/// A JSON body.
#[derive(Debug, Clone)]
pub struct Sheet<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Door> for Sheet<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Door) -> Result<Sheet<T>, Problem> {
        json(request.headers())?;
        let bytes = to_bytes(request.into_body(), LARGEST).await.map_err(|_| too_large(LARGEST))?;
        // a list of values without names would be read as fields in their order
        if bytes.trim_ascii_start().first() != Some(&b'{') {
            return Err(Problem::unclear(vec![ParameterFault::new("", "正文不是 JSON 对象", "写作 {\"字段\": 值}。")]));
        }
        serde_json::from_slice(&bytes).map(Sheet).map_err(|cause| {
            let place = format!("正文第 {} 行第 {} 列不合要求", cause.line(), cause.column());
            Problem::unclear(vec![ParameterFault::new("", place, "各字段的名称和类型见 /api。")])
        })
    }
}
