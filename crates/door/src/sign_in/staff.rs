//! Staff: login name, password, and the code an authenticator shows or a recovery code.

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Response};
use frame::fault::Fault;
use frame::shell::Frame;
use people::session::Duty;
use people::signing::{Second, StaffSignIn};
use people::{Fault as Trouble, SystemDraw};

use crate::form::{Field, Form, Kind, Sent};
use crate::gate::{Posted, back, begin, device, wrongs};
use crate::page::{Block, Page, Text};
use crate::state::Door;

fn page(sent: &Sent, wrong: &[(String, String)]) -> Page {
    let form = Form::new("/sign-in/staff", "", "登录")
        .with(Field::new("login", "用户名", Kind::Line("text", "username")).needed())
        .with(Field::new("password", "密码", Kind::Secret("current-password")).needed())
        .with(
            Field::new("code", "动态口令", Kind::Line("numeric", "one-time-code"))
                .hint("验证器上的六位数字；第一次登录时不填。手机不在身边的，填一个恢复码。"),
        )
        .with(Field::hidden("to", sent.text("to")))
        .again(sent, wrong);
    Page::new("工作人员登录", "")
        .narrow()
        .with(Block::Form(Box::new(form)))
        .with(Block::Note("plain", vec![Text::link("当事人、单位和律师从这里登录", "/sign-in")]))
}

/// `GET /sign-in/staff`.
pub async fn form(frame: Frame, RawQuery(query): RawQuery) -> Result<Html<String>, Fault> {
    page(&Sent::read(query.as_deref().unwrap_or(""))?, &[]).render(&frame)
}

/// `POST /sign-in/staff`.
pub async fn check(
    State(door): State<Door>,
    frame: Frame,
    headers: HeaderMap,
    Posted(sent): Posted,
) -> Result<Response, Fault> {
    let typed = sent.text("code");
    let second = match typed {
        "" => Second::None,
        code if code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) => Second::Totp(code),
        other => Second::Recovery(other),
    };
    let given = StaffSignIn { login: sent.text("login"), password: sent.get("password").unwrap_or(""), second };
    match door.people().sign_in_staff(given, &device(&headers), door.now(), &mut SystemDraw).await {
        Ok(signed) => Ok(begin(
            &signed.token,
            match signed.duty {
                Duty::None if sent.text("to").is_empty() => "/desk",
                Duty::None => back(sent.text("to")),
                Duty::ChangePassword => "/me/password",
                Duty::Enrol => "/me/second",
            },
        )),
        Err(cause) => {
            let wrong = match cause {
                Trouble::NeedsSecond | Trouble::WrongCode => vec![("code".to_owned(), cause.to_string())],
                other => wrongs(other)?,
            };
            Ok(page(&sent, &wrong).render(&frame)?.into_response())
        }
    }
}
