//! Who is asking: the session behind a cookie, the post it acts in, and whether a form was made by this site for it.

use std::net::IpAddr;

use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::{IntoResponse, Redirect, Response};
use court::office::NotDone;
use docket::store::StoreError;
use frame::fault::Fault;
use law::ids::CourtId;
use law::role::Role;
use people::session::Duty;
use people::{Device, Fault as Trouble, Secret, Signed};

use crate::form::{LARGEST, Sent};
use crate::state::Door;

/// The cookie of a session: sent to this host alone, over a safe connection alone, and never to a script.
const COOKIE: &str = "__Host-session";

/// The token in the cookies of a request.
pub fn token(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, token)| token.to_owned())
}

/// The device a request comes from.
pub fn device(headers: &HeaderMap) -> Device {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
    let forwarded = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok()).unwrap_or("");
    let address: Option<IpAddr> = forwarded.split(',').next().and_then(|text| text.trim().parse().ok());
    Device { agent, address }
}

/// The answer that keeps a session in the browser and goes on to a page.
pub fn begin(token: &Secret, to: &str) -> Response {
    let cookie = format!("{COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax", token.as_str());
    with_cookie(cookie, to)
}

/// The answer that forgets the session in the browser.
pub fn forget(to: &str) -> Response {
    with_cookie(format!("{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"), to)
}

fn with_cookie(cookie: String, to: &str) -> Response {
    let mut response = Redirect::to(to).into_response();
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response
}

/// Somebody signed in, acting in a role.
#[derive(Debug, Clone)]
pub struct Who {
    /// The session.
    pub signed: Signed,
    /// The role acted in.
    pub role: Role,
}

impl Who {
    /// Number of the account, as entries name it.
    pub fn account(&self) -> u32 {
        u32::try_from(self.signed.account.0).unwrap_or(0)
    }

    /// How entries name who acted.
    pub fn actor(&self) -> String {
        format!("{}:{}", self.role.word(), self.signed.account.0)
    }

    /// The court of the post acted in.
    pub fn court(&self) -> Option<CourtId> {
        self.signed.acting.as_ref().map(|acting| acting.post.court)
    }

    /// What forms carry.
    pub fn csrf(&self) -> &str {
        self.signed.csrf.as_str()
    }

    /// Somebody of a court's staff.
    pub fn is_staff(&self) -> bool {
        self.signed.acting.is_some()
    }
}

/// The session of a request, whatever it still owes; none when there is none or it has ended.
pub async fn signed(door: &Door, headers: &HeaderMap) -> Result<Option<Signed>, Fault> {
    let Some(token) = token(headers) else { return Ok(None) };
    match door.people().resume(&token, &device(headers).agent, door.now()).await {
        Ok(signed) => Ok(Some(signed)),
        Err(Trouble::Store(cause)) => Err(Fault::unavailable(&cause)),
        Err(_) => Ok(None),
    }
}

/// Why a request of nobody, or of somebody who owes something first, goes elsewhere.
#[derive(Debug)]
pub enum Away {
    /// To another page.
    To(Redirect),
    /// Not at all.
    Fault(Fault),
}

impl From<Fault> for Away {
    fn from(fault: Fault) -> Away {
        Away::Fault(fault)
    }
}

impl IntoResponse for Away {
    fn into_response(self) -> Response {
        match self {
            Away::To(redirect) => redirect.into_response(),
            Away::Fault(fault) => fault.into_response(),
        }
    }
}

impl FromRequestParts<Door> for Who {
    type Rejection = Away;

    async fn from_request_parts(parts: &mut Parts, door: &Door) -> Result<Who, Away> {
        let Some(signed) = signed(door, &parts.headers).await? else {
            return Err(if parts.method == Method::GET && !parts.uri.path().starts_with("/api/") {
                let here = parts.uri.path_and_query().map_or("/me", |path| path.as_str());
                Away::To(Redirect::to(&format!("/sign-in?to={}", escaped(here))))
            } else {
                Away::Fault(Fault::SignIn)
            });
        };
        match signed.duty {
            Duty::None => {}
            Duty::ChangePassword => return Err(Away::To(Redirect::to("/me/password"))),
            Duty::Enrol => return Err(Away::To(Redirect::to("/me/second"))),
        }
        let role = signed.role().ok_or_else(|| Fault::Denied("您今天没有在任的职务，不能办理".to_owned()))?;
        Ok(Who { signed, role })
    }
}

/// An address as a part of another's query.
pub fn escaped(address: &str) -> String {
    let mut out = String::new();
    for byte in address.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

/// A page of this site to go back to; the own matters for anything else.
pub fn back(address: &str) -> &str {
    let plain = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if plain && address.starts_with('/') && !address.starts_with("//") { address } else { "/me" }
}

/// A form sent by a browser; it is of this site, whoever is signed in.
#[derive(Debug, Clone)]
pub struct Posted(pub Sent);

impl FromRequest<Door> for Posted {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &Door) -> Result<Posted, Fault> {
        same_site(request.headers())?;
        let body = to_bytes(request.into_body(), LARGEST).await.map_err(|_| {
            Fault::unclear("表单的内容过大", "请把长文作为文件上传，再重新提交；已保存的草稿不受影响。")
        })?;
        let text = std::str::from_utf8(&body)
            .map_err(|_| Fault::unclear("表单的内容不是 UTF-8 文字", "请返回上一页重新填写。"))?;
        Ok(Posted(Sent::read(text)?))
    }
}

impl Posted {
    /// The form, made by this site for this session.
    ///
    /// # Errors
    /// When it was not.
    pub fn of(self, who: &Who) -> Result<Sent, Fault> {
        own(self.0, &who.signed)
    }
}

/// The form, made by this site for this session.
///
/// # Errors
/// When it was not.
pub fn own(sent: Sent, signed: &Signed) -> Result<Sent, Fault> {
    if signed.csrf_fits(sent.get("csrf").unwrap_or("")) {
        return Ok(sent);
    }
    Err(Fault::Denied("这个表单已经过期，或者不是从本站发出的，没有办理；请返回上一页刷新后重新提交".to_owned()))
}

/// A browser says where a form comes from; one of another site is not taken.
fn same_site(headers: &HeaderMap) -> Result<(), Fault> {
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let foreign = site.is_some_and(|site| site != "same-origin" && site != "none");
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or("");
    let origin = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok());
    let elsewhere = origin.is_some_and(|origin| origin.split("://").nth(1) != Some(host));
    if foreign || elsewhere {
        return Err(Fault::Denied("这个表单是从别的网站发来的，没有办理".to_owned()));
    }
    Ok(())
}

/// What was not done, as a page says it.
pub fn not_done(cause: NotDone) -> Fault {
    match cause {
        NotDone::Refused(refusal) => {
            Fault::Refused { code: refusal.code.as_str(), basis: refusal.basis, sentence: refusal.sentence }
        }
        NotDone::NotFound => Fault::NotFound("没有这个案卷".to_owned()),
        NotDone::Store(StoreError::Conflict(_)) => Fault::Conflict("案卷刚刚有了新的记录".to_owned()),
        other => Fault::unavailable(&other),
    }
}

/// What the register of people could not do, as a page says it.
pub fn trouble(cause: Trouble) -> Fault {
    match cause {
        Trouble::TooSoon { .. } | Trouble::Locked { .. } => {
            Fault::TooMany(cause.to_string().trim_end_matches('。').to_owned())
        }
        Trouble::NotFound => Fault::NotFound("没有找到所指的记录".to_owned()),
        Trouble::Store(cause) => Fault::unavailable(&cause),
        other => Fault::unclear(other.to_string().trim_end_matches('。').to_owned(), "请核对后重新提交。"),
    }
}

/// The wrong fields of what the register of people refused; any other trouble stands for the whole form.
pub fn wrongs(cause: Trouble) -> Result<Vec<(String, String)>, Fault> {
    match cause {
        Trouble::Refused(fields) => {
            Ok(fields.into_iter().map(|fault| (fault.field.to_owned(), fault.sentence)).collect())
        }
        Trouble::Store(cause) => Err(Fault::unavailable(&cause)),
        other => Ok(vec![("form".to_owned(), other.to_string())]),
    }
}
