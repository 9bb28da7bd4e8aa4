//! Who is asking: the session behind a cookie, the post it acts in, and whether a form was made by this site for it.

use std::net::IpAddr;

use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::{IntoResponse, Redirect, Response};
use court::office::{Name, NotDone};
use docket::store::StoreError;
use frame::fault::Fault;
use law::ids::CourtId;
use law::role::Role;
use people::session::Duty;
use people::{Acting, Device, Fault as Trouble, Secret, Signed, SignedIn};
use permit::Scope;

use crate::form::{LARGEST, Sent};
use crate::state::Door;

/// The cookie of a session: sent to this host alone, over a safe connection alone, and never to a script.
const COOKIE: &str = "__Host-session";

/// The header of what a page asks by itself, untouched by its reader: it does not keep a session alive.
const BACKGROUND: &str = "x-background";

/// The cookie that binds a sign-in elsewhere to the browser that began it.
pub const BROWSER: &str = "__Host-vouch";
/// The cookie by which a device is known on which staff signed in before.
const DEVICE: &str = "__Host-device";
/// How long a browser keeps that, in seconds.
const DEVICE_S: i64 = 180 * 24 * 3600;

/// The token in the cookies of a request.
pub fn token(headers: &HeaderMap) -> Option<String> {
    cookie(headers, COOKIE)
}

/// A cookie of a request.
pub fn cookie(headers: &HeaderMap, wanted: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == wanted).map(|(_, value)| value.to_owned())
}

/// The device a request comes from.
pub fn device(headers: &HeaderMap) -> Device {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
    let forwarded = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok()).unwrap_or("");
    let address: Option<IpAddr> = forwarded.split(',').next().and_then(|text| text.trim().parse().ok());
    Device { agent, address, known: cookie(headers, DEVICE).map(Secret::new) }
}

/// The answer that keeps a session in the browser and goes on to a page.
pub fn begin(signed: &SignedIn, to: &str) -> Response {
    let cookie = format!("{COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax", signed.token.as_str());
    let response = with_cookie(Redirect::to(to).into_response(), &cookie);
    match &signed.device {
        Some(known) => keep(response, DEVICE, known.as_str(), DEVICE_S),
        None => response,
    }
}

/// The answer that forgets the session in the browser.
pub fn forget(response: impl IntoResponse) -> Response {
    keep(response.into_response(), COOKIE, "", 0)
}

/// An answer that also keeps a cookie for so many seconds; for none, forgets it.
pub fn keep(response: Response, name: &str, value: &str, seconds: i64) -> Response {
    with_cookie(response, &format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={seconds}"))
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
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
    /// What the token allows, for those who come with one; none for those who signed in.
    pub scopes: Option<Vec<Scope>>,
    /// The one court a token is for; all where none is named.
    pub only: Option<CourtId>,
}

impl Who {
    /// Number of the account, as entries name it.
    pub fn account(&self) -> u32 {
        u32::try_from(self.signed.account.0).unwrap_or(0)
    }

    /// How entries name somebody of the staff who acted, and for whom they stood in.
    pub fn actor(&self) -> Name {
        let named = |account: i64| format!("{}:{account}", self.role.word());
        let holder = self.signed.acting.as_ref().and_then(Acting::stands_in_for);
        Name { actor: named(self.signed.account.0).into(), on_behalf_of: holder.map(|holder| named(holder.0)) }
    }

    /// How entries name a party or an agent: by number within the matter, never by account.
    pub fn hand(&self, number: u32) -> Name {
        Name::from(format!("{}:{number}", self.role.word()))
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

/// Why a session opens nothing any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// There was none.
    None,
    /// It ran out, or was ended: here, on another device, by an administrator.
    Expired,
    /// It was used from another browser.
    Stolen,
}

impl Ended {
    /// Its word in an address.
    const fn word(self) -> &'static str {
        match self {
            Ended::None => "",
            Ended::Expired => "expired",
            Ended::Stolen => "stolen",
        }
    }

    /// Its word in the log.
    const fn reason(self) -> &'static str {
        match self {
            Ended::None => "no_session",
            Ended::Expired => "session_expired",
            Ended::Stolen => "session_stolen",
        }
    }

    /// What a person is told of a word; nothing for a word that is none.
    pub fn told(word: &str) -> Option<&'static str> {
        match word {
            "expired" => Some("上次的登录已经到期或者退出，请重新登录。登录后会回到刚才的页面，已保存的草稿都在。"),
            "stolen" => Some(
                "登录信息换了浏览器使用，为安全起见已经退出。请重新登录；不是您本人操作的，登录后请查看“我的账户”里登录的设备。",
            ),
            _ => None,
        }
    }
}

/// The session of a request, whatever it still owes; none when there is none or it has ended.
pub async fn signed(door: &Door, headers: &HeaderMap) -> Result<Option<Signed>, Fault> {
    Ok(resumed(door, headers).await?.ok())
}

/// The same, with why there is none. What was refused is logged without a name.
pub async fn resumed(door: &Door, headers: &HeaderMap) -> Result<Result<Signed, Ended>, Fault> {
    found(door, headers, headers.contains_key(BACKGROUND)).await
}

/// The same for what stands around a page: the session is not used by it.
pub async fn looked(door: &Door, headers: &HeaderMap) -> Result<Result<Signed, Ended>, Fault> {
    found(door, headers, true).await
}

async fn found(door: &Door, headers: &HeaderMap, looks: bool) -> Result<Result<Signed, Ended>, Fault> {
    let Some(token) = token(headers).filter(|token| !token.is_empty()) else { return Ok(Err(Ended::None)) };
    let (agent, now) = (device(headers).agent, door.now());
    let found = if looks {
        door.people().look(&token, &agent, now).await
    } else {
        door.people().resume(&token, &agent, now).await
    };
    let ended = match found {
        Ok(signed) => return Ok(Ok(signed)),
        Err(Trouble::Store(cause)) => return Err(Fault::unavailable(&cause)),
        Err(Trouble::Stolen) => Ended::Stolen,
        Err(_) => Ended::Expired,
    };
    refused(ended.reason());
    Ok(Err(ended))
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
        // a session that was found to have ended on the way here is gone now: why is known from then
        let signed = match parts.extensions.get::<Ended>() {
            Some(ended) => Err(*ended),
            None => resumed(door, &parts.headers).await?,
        };
        let signed = match signed {
            Ok(signed) => signed,
            Err(ended) => {
                return Err(if parts.method == Method::GET && !parts.uri.path().starts_with("/api/") {
                    let here = parts.uri.path_and_query().map_or("/me", |path| path.as_str());
                    let why = if ended == Ended::None { String::new() } else { format!("&why={}", ended.word()) };
                    Away::To(Redirect::to(&format!("/sign-in?to={}{why}", escaped(here))))
                } else {
                    Away::Fault(Fault::SignIn)
                });
            }
        };
        match signed.duty {
            Duty::None => {}
            Duty::ChangePassword => return Err(Away::To(Redirect::to("/me/password"))),
            Duty::Enrol => return Err(Away::To(Redirect::to("/me/second"))),
            Duty::Prove => return Err(Away::To(Redirect::to("/me/second/show"))),
        }
        let Some(role) = signed.role() else {
            let held = door.people().posts_on(signed.person, door.now().day()).await.map_err(trouble)?;
            return Err(match (held.is_empty(), parts.method == Method::GET) {
                (true, _) => Away::Fault(Fault::Denied("您今天没有在任的职务，不能办理".to_owned())),
                (false, true) => Away::To(Redirect::to("/me/post")),
                (false, false) => Away::Fault(Fault::Denied(
                    "您原来办理的职务今天已经不在任期，这次没有办理；请在“我的账户”里另选一个职务".to_owned(),
                )),
            });
        };
        Ok(Who { signed, role, scopes: None, only: None })
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

/// A text of a request as an error may repeat it: its beginning, without what does not print.
pub fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(20).collect()
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

/// What the query of an address asks.
#[derive(Debug, Clone)]
pub struct Asked(pub Sent);

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Asked, Fault> {
        Sent::read(parts.uri.query().unwrap_or("")).map(Asked)
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

/// Notes a refusal in the log: its reason and nothing of whom it was.
pub fn refused(reason: &'static str) {
    tracing::warn!(reason, "a request was refused");
}

/// The form, made by this site for this session.
///
/// # Errors
/// When it was not.
pub fn own(sent: Sent, signed: &Signed) -> Result<Sent, Fault> {
    if signed.csrf_fits(sent.get("csrf").unwrap_or("")) {
        return Ok(sent);
    }
    refused("foreign_form");
    Err(Fault::Denied("这个表单已经过期，或者不是从本站发出的，没有办理；请返回上一页刷新后重新提交".to_owned()))
}

/// A browser says where a form comes from; one of another site is not taken.
///
/// # Errors
/// When it is of another site.
pub fn same_site(headers: &HeaderMap) -> Result<(), Fault> {
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let foreign = site.is_some_and(|site| site != "same-origin" && site != "none");
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or("");
    let origin = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok());
    let elsewhere = origin.is_some_and(|origin| origin.split("://").nth(1) != Some(host));
    if foreign || elsewhere {
        refused("cross_site");
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

/// The word in the log for what somebody typed in vain; none for what is no refusal.
pub fn reason(cause: &Trouble) -> Option<&'static str> {
    match cause {
        Trouble::Refused(_) => Some("wrong_fields"),
        Trouble::WrongPassword => Some("wrong_password"),
        Trouble::WrongCode => Some("wrong_code"),
        Trouble::Locked { .. } => Some("locked"),
        Trouble::TooSoon { .. } => Some("too_soon"),
        Trouble::Expired => Some("code_expired"),
        Trouble::Closed => Some("account_closed"),
        _ => None,
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
