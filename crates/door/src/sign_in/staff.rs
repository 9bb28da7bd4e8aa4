//! Staff: login name, password, and the code an authenticator shows or a recovery code.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Response};
use frame::fault::Fault;
use frame::shell::Frame;
use people::session::Duty;
use people::signing::{Second, StaffSignIn};
use people::{Fault as Trouble, SystemDraw};

use super::second::typed;
use super::vouched::after;
use hall::form::{Field, Form, Kind, Sent};
use hall::gate::{Asked, Ended, Posted, begin, device, escaped, reason, refused, wrongs};
use hall::page::{Block, Page, Text};
use hall::state::Door;

fn page(door: &Door, sent: &Sent, wrong: &[(String, String)]) -> Page {
    let form = Form::new("/sign-in/staff", "", "登录")
        .with(Field::new("login", "用户名", Kind::Line("text", "username")).needed())
        .with(Field::new("password", "密码", Kind::Secret("current-password")).needed())
        .with(
            Field::new("code", "动态口令", Kind::Line("numeric", "one-time-code"))
                .hint("验证器上的六位数字；第一次登录时不填。手机不在身边的，填一个恢复码。"),
        )
        .with(Field::hidden("to", sent.text("to")))
        .again(sent, wrong);
    let elsewhere = door.provider().map(|provider| {
        let to = format!("/sign-in/oidc?to={}", escaped(sent.text("to")));
        Block::Links(vec![Text::link(format!("用{}登录", provider.settings().label), to)])
    });
    Page::new("工作人员登录", "")
        .narrow()
        .and(Ended::told(sent.text("why")).map(|told| Block::Note("warn", vec![Text::from(told)])))
        .with(Block::Form(Box::new(form)))
        .and(elsewhere)
        .with(Block::Note("plain", vec![Text::link("当事人、单位和律师从这里登录", "/sign-in")]))
}

/// `GET /sign-in/staff`.
pub async fn form(State(door): State<Door>, frame: Frame, Asked(query): Asked) -> Result<Html<String>, Fault> {
    page(&door, &query, &[]).render(&frame)
}

/// `POST /sign-in/staff`.
pub async fn check(
    State(door): State<Door>,
    frame: Frame,
    headers: HeaderMap,
    Posted(sent): Posted,
) -> Result<Response, Fault> {
    let second = typed(sent.text("code"));
    let given = StaffSignIn { login: sent.text("login"), password: sent.get("password").unwrap_or(""), second };
    match door.people().sign_in_staff(given, &device(&headers), door.now(), &mut SystemDraw).await {
        // who came in by a recovery code sees how many are left
        Ok(signed) if signed.duty == Duty::None && matches!(second, Second::Recovery(_)) => {
            Ok(begin(&signed, "/me/recovery"))
        }
        Ok(signed) => Ok(begin(&signed, after(signed.duty, sent.text("to")))),
        Err(cause) => {
            reason(&cause).into_iter().for_each(refused);
            let wrong = match cause {
                Trouble::NeedsSecond | Trouble::WrongCode => vec![("code".to_owned(), cause.to_string())],
                other => wrongs(other)?,
            };
            Ok(page(&door, &sent, &wrong).render(&frame)?.into_response())
        }
    }
}
