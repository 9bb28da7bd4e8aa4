//! What staff owe before anything else: a password of their own and a second factor.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Redirect, Response};
use frame::fault::Fault;
use frame::shell::Frame;
use people::session::Duty;
use people::signing::Second;
use people::{Signed, SystemDraw};

use crate::own::recovery::shown;
use hall::form::{Field, Form, Kind, Sent};
use hall::gate::{Posted, own, signed, trouble, wrongs};
use hall::page::{Block, Page, Text};
use hall::state::Door;

async fn somebody(door: &Door, headers: &HeaderMap) -> Result<Signed, Fault> {
    signed(door, headers).await?.ok_or(Fault::SignIn)
}

fn password_page(signed: &Signed, wrong: &[(String, String)]) -> Page {
    let form = Form::new("/me/password", signed.csrf.as_str(), "改密码")
        .with(Field::new("old", "现在的密码", Kind::Secret("current-password")).needed())
        .with(
            Field::new("password", "新密码", Kind::Secret("new-password"))
                .hint("至少十二个字符，不能是用户名或者常见的密码。")
                .needed(),
        )
        .warning("改好以后，其他设备上的登录都会退出。")
        .again(&Sent::default(), wrong);
    Page::new("修改密码", "").narrow().with(Block::Form(Box::new(form)))
}

/// `GET /me/password`.
pub async fn password_form(State(door): State<Door>, frame: Frame, headers: HeaderMap) -> Result<Html<String>, Fault> {
    password_page(&somebody(&door, &headers).await?, &[]).render(&frame)
}

/// `POST /me/password`.
pub async fn change_password(
    State(door): State<Door>,
    frame: Frame,
    headers: HeaderMap,
    Posted(sent): Posted,
) -> Result<Response, Fault> {
    let signed = somebody(&door, &headers).await?;
    let sent = own(sent, &signed)?;
    let given = (sent.get("old").unwrap_or(""), sent.get("password").unwrap_or(""));
    let mut draw = SystemDraw;
    let changed = door.people().change_password(signed.person, given, &signed.handle, door.now(), &mut draw);
    match changed.await {
        Ok(()) => Ok(Redirect::to("/me").into_response()),
        Err(people::Fault::WrongPassword) => {
            let wrong = [("old".to_owned(), "现在的密码不正确".to_owned())];
            Ok(password_page(&signed, &wrong).render(&frame)?.into_response())
        }
        Err(cause) => Ok(password_page(&signed, &wrongs(cause)?).render(&frame)?.into_response()),
    }
}

/// `GET /me/second`: a secret for the authenticator, as a drawing and as text.
pub async fn enrol_form(State(door): State<Door>, frame: Frame, headers: HeaderMap) -> Result<Html<String>, Fault> {
    let signed = somebody(&door, &headers).await?;
    let enrolment = door.people().enrol_second(signed.person, &mut SystemDraw).await.map_err(trouble)?;
    enrol_page(&signed, enrolment.uri.as_str(), enrolment.secret.as_str(), &[]).render(&frame)
}

fn enrol_page(signed: &Signed, uri: &str, secret: &str, wrong: &[(String, String)]) -> Page {
    let code = frame::qr::svg(uri).unwrap_or_default();
    let form = Form::new("/me/second", signed.csrf.as_str(), "启用动态口令")
        .with(Field::new("code", "验证器上的六位数字", Kind::Line("numeric", "one-time-code")).needed())
        .with(Field::hidden("uri", uri))
        .with(Field::hidden("secret", secret))
        .again(&Sent::default(), wrong);
    Page::new("启用动态口令", "用手机上的验证器扫一扫，再填它显示的六位数字。")
        .narrow()
        .with(Block::Drawing(code, "动态口令的二维码", format!("不能扫码的，在验证器里输入：{secret}")))
        .with(Block::Form(Box::new(form)))
}

/// `POST /me/second`: the authenticator shows the right code; the recovery codes are shown once.
pub async fn enrol(
    State(door): State<Door>,
    frame: Frame,
    headers: HeaderMap,
    Posted(sent): Posted,
) -> Result<Html<String>, Fault> {
    let signed = somebody(&door, &headers).await?;
    let sent = own(sent, &signed)?;
    let (person, now) = (signed.person, door.now());
    let confirmed = door.people().confirm_second(person, sent.text("code"), &signed.handle, now, &mut SystemDraw).await;
    match confirmed {
        Ok(codes) => shown("动态口令已经启用", &codes, vec![Text::link("进入工作台", "/desk")]).render(&frame),
        Err(people::Fault::WrongCode) => {
            let wrong = [("code".to_owned(), "数字不对，请等验证器换下一个数字后再试".to_owned())];
            enrol_page(&signed, sent.text("uri"), sent.text("secret"), &wrong).render(&frame)
        }
        Err(cause) => Err(trouble(cause)),
    }
}

/// What was typed as second factor: six digits are the authenticator's, anything else is a recovery code.
pub fn typed(code: &str) -> Second<'_> {
    match code {
        "" => Second::None,
        code if code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) => Second::Totp(code),
        other => Second::Recovery(other),
    }
}

fn show_page(signed: &Signed, wrong: &[(String, String)]) -> Page {
    let form = Form::new("/me/second/show", signed.csrf.as_str(), "继续")
        .with(
            Field::new("code", "动态口令", Kind::Line("numeric", "one-time-code"))
                .hint("验证器上的六位数字；手机不在身边的，填一个恢复码。")
                .needed(),
        )
        .again(&Sent::default(), wrong);
    let out = Form::new("/sign-out", signed.csrf.as_str(), "退出登录").quiet();
    Page::new("请再验动态口令", "统一身份这次登录没有用第二种验证方式，请在这里补验。")
        .narrow()
        .with(Block::Form(Box::new(form)))
        .with(Block::Form(Box::new(out)))
}

/// `GET /me/second/show`: who was vouched for without a second factor shows it here.
pub async fn show_form(State(door): State<Door>, frame: Frame, headers: HeaderMap) -> Result<Response, Fault> {
    let signed = somebody(&door, &headers).await?;
    if signed.duty != Duty::Prove {
        return Ok(Redirect::to("/me").into_response());
    }
    Ok(show_page(&signed, &[]).render(&frame)?.into_response())
}

/// `POST /me/second/show`.
pub async fn show(
    State(door): State<Door>,
    frame: Frame,
    headers: HeaderMap,
    Posted(sent): Posted,
) -> Result<Response, Fault> {
    let signed = somebody(&door, &headers).await?;
    let sent = own(sent, &signed)?;
    let second = typed(sent.text("code"));
    match door.people().prove_second(signed.person, second, &signed.handle, door.now()).await {
        Ok(()) => Ok(Redirect::to("/desk").into_response()),
        Err(cause) => {
            let wrong = match cause {
                people::Fault::WrongCode => vec![("code".to_owned(), cause.to_string())],
                other => wrongs(other)?,
            };
            Ok(show_page(&signed, &wrong).render(&frame)?.into_response())
        }
    }
}
