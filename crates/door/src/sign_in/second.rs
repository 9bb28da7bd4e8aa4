//! What staff owe before anything else: a password of their own and a second factor.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Redirect, Response};
use frame::fault::Fault;
use frame::shell::Frame;
use people::{Signed, SystemDraw};

use crate::form::{Field, Form, Kind, Sent};
use crate::gate::{Posted, own, signed, trouble, wrongs};
use crate::page::{Block, Page, Text};
use crate::state::Door;

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
    let changed = door.people().change_password(signed.account, given, &signed.handle, door.now(), &mut draw);
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
    let enrolment = door.people().enrol_second(signed.account, &mut SystemDraw).await.map_err(trouble)?;
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
    let confirmed = door.people().confirm_second(signed.account, sent.text("code"), door.now(), &mut SystemDraw).await;
    match confirmed {
        Ok(codes) => {
            let rows = codes.iter().map(|code| vec![Text::from(code.as_str()).looking("number")]).collect();
            let table = crate::page::Table {
                title: "恢复码".to_owned(),
                heads: vec!["每个只能用一次"],
                rows,
                ..crate::page::Table::default()
            };
            Page::new(
                "动态口令已经启用",
                "手机丢失时，可以用恢复码登录。恢复码只显示这一次，请抄下或者打印后妥善保管。",
            )
            .narrow()
            .with(Block::Table(table))
            .with(Block::Links(vec![Text::link("进入工作台", "/desk")]))
            .render(&frame)
        }
        Err(people::Fault::WrongCode) => {
            let wrong = [("code".to_owned(), "数字不对，请等验证器换下一个数字后再试".to_owned())];
            enrol_page(&signed, sent.text("uri"), sent.text("secret"), &wrong).render(&frame)
        }
        Err(cause) => Err(trouble(cause)),
    }
}
