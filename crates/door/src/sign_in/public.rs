//! Litigants and lawyers: a phone, a code, and the first time a name and a number.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Response};
use frame::fault::Fault;
use frame::shell::Frame;
use people::{Draft as AccountDraft, Fault as Trouble, Kind, SystemDraw};

use crate::own::account::masked;
use hall::form::{Field, Form, Kind as Asks, Sent};
use hall::gate::{Asked, Ended, Posted, back, begin, device, escaped, reason, refused, trouble, wrongs};
use hall::page::{Block, Page, Text};
use hall::state::Door;

fn first(sent: &Sent, wrong: &[(String, String)]) -> Page {
    let kinds = [Kind::Litigant, Kind::Company, Kind::Lawyer];
    let kinds = kinds.map(|kind| (kind.word().to_owned(), said(kind).to_owned()));
    let form = Form::new("/sign-in", "", "获取验证码")
        .with(Field::new("kind", "您是", Asks::Choice(kinds.to_vec())).holding("litigant"))
        .with(
            Field::new("phone", "手机号码", Asks::Line("tel", "tel"))
                .hint("验证码发到这个号码，五分钟内有效。")
                .needed(),
        )
        .with(Field::hidden("to", sent.text("to")))
        .again(sent, wrong);
    let staff = format!("/sign-in/staff?to={}", escaped(sent.text("to")));
    Page::new("登录", "当事人、单位和律师用手机验证码登录；第一次登录时登记身份。")
        .narrow()
        .and(Ended::told(sent.text("why")).map(|told| Block::Note("warn", vec![Text::from(told)])))
        .with(Block::Form(Box::new(form)))
        .with(Block::Note("plain", vec![Text::link("法院工作人员从这里登录", staff)]))
}

const fn said(kind: Kind) -> &'static str {
    match kind {
        Kind::Litigant => "本人（自然人）",
        Kind::Company => "公司或者其他单位",
        Kind::Lawyer => "律师",
        Kind::Staff => "法院工作人员",
    }
}

/// `GET /sign-in`.
pub async fn form(frame: Frame, Asked(query): Asked) -> Result<Html<String>, Fault> {
    first(&query, &[]).render(&frame)
}

fn second(sent: &Sent, shown: Option<&str>, wrong: &[(String, String)], registers: bool) -> Page {
    let kind = Kind::parse(sent.text("kind")).unwrap_or_default();
    let mut form = Form::new("/sign-in/code", "", if registers { "登记并登录" } else { "登录" }).with(
        Field::new("code", "验证码", Asks::Line("numeric", "one-time-code"))
            .hint(format!("已发到 {}，六位数字。", masked(sent.text("phone"))))
            .needed(),
    );
    if registers {
        let name = if kind == Kind::Company { "单位名称" } else { "姓名" };
        form = form.with(Field::new("name", name, Asks::Line("text", "name")).needed());
        form = match kind {
            Kind::Company => form.with(Field::line("credit_code", "统一社会信用代码").needed()),
            Kind::Lawyer => form
                .with(Field::line("id_number", "身份证号").needed())
                .with(Field::line("licence", "律师执业证号").needed())
                .with(Field::line("firm", "律师事务所").needed()),
            _ => form.with(Field::line("id_number", "身份证号").hint("用于核对身份，加密保存，不公开。").needed()),
        };
        form = form
            .with(
                Field::new("email", "电子邮箱", Asks::Line("email", "email"))
                    .hint("可以不填；填写后通知同时发到邮箱。"),
            )
            .with(Field::hidden("registers", "1"));
    }
    for name in ["phone", "kind", "to"] {
        form = form.with(Field::hidden(name, sent.text(name)));
    }
    let page = Page::new(if registers { "登记身份" } else { "输入验证码" }, "").narrow();
    let page = match shown {
        Some(code) => page.with(Block::Note(
            "plain",
            vec![Text::from(format!("演示环境不发短信，验证码是 {code}。")).looking("number")],
        )),
        None => page,
    };
    page.with(Block::Form(Box::new(form.again(sent, wrong))))
        .with(Block::Note("plain", vec![Text::link("换一个号码，或者重新获取验证码", "/sign-in")]))
}

/// `POST /sign-in`: draws a code for the phone.
pub async fn ask(State(door): State<Door>, frame: Frame, Posted(sent): Posted) -> Result<Html<String>, Fault> {
    if !door.shows_codes() && !door.letters().sends_codes() {
        tracing::error!("one-time codes cannot be sent: no gateway of text messages is set");
        let told = "本站还没有接通短信，验证码发不出去；请到法院窗口办理，或者请本院系统管理员接通短信";
        return first(&sent, &[("phone".to_owned(), told.to_owned())]).render(&frame);
    }
    let asked = door.people().ask_code(sent.text("phone"), door.now(), &mut SystemDraw).await;
    match asked {
        Ok(asked) => {
            if door.letters().sends_codes()
                && door.letters().send_code(asked.phone.as_str(), asked.code.as_str()).await.is_err()
            {
                let wrong = [(
                    "phone".to_owned(),
                    "验证码短信没有发出去，请一分钟后再试；一直不行的，请到法院窗口办理".to_owned(),
                )];
                return first(&sent, &wrong).render(&frame);
            }
            let shown = door.shows_codes().then(|| asked.code.as_str().to_owned());
            second(&sent, shown.as_deref(), &[], false).render(&frame)
        }
        Err(cause @ Trouble::TooSoon { .. }) => Err(trouble(cause)),
        Err(cause) => first(&sent, &wrongs(cause)?).render(&frame),
    }
}

/// `POST /sign-in/code`: signs in, or asks who it is the first time.
pub async fn check(
    State(door): State<Door>,
    frame: Frame,
    headers: HeaderMap,
    Posted(sent): Posted,
) -> Result<Response, Fault> {
    let kind = Kind::parse(sent.text("kind")).filter(|kind| *kind != Kind::Staff).unwrap_or_default();
    let (at, device) = (door.now(), device(&headers));
    let registers = sent.ticked("registers");
    let done = if registers {
        door.people().register(&draft(kind, &sent), sent.text("code"), &device, at, &mut SystemDraw).await
    } else {
        let given = (sent.text("phone"), sent.text("code"));
        door.people().sign_in_by_code(kind, given, &device, at, &mut SystemDraw).await
    };
    match done {
        Ok(signed) => Ok(begin(&signed, back(sent.text("to")))),
        Err(Trouble::NoAccount) => {
            let page = second(&sent, door.shows_codes().then(|| sent.text("code")), &[], true);
            Ok(page.render(&frame)?.into_response())
        }
        Err(cause) => {
            reason(&cause).into_iter().for_each(refused);
            let wrong = match cause {
                Trouble::WrongCode | Trouble::Expired => vec![("code".to_owned(), cause.to_string())],
                other => wrongs(other)?,
            };
            Ok(second(&sent, None, &wrong, registers).render(&frame)?.into_response())
        }
    }
}

fn draft(kind: Kind, sent: &Sent) -> AccountDraft {
    let filled = |name: &str| Some(sent.text(name).to_owned()).filter(|text| !text.is_empty());
    AccountDraft {
        kind,
        name: sent.text("name").to_owned(),
        phone: filled("phone"),
        email: filled("email"),
        id_number: filled("id_number"),
        credit_code: filled("credit_code"),
        licence: filled("licence"),
        firm: filled("firm"),
        address_confirmed: true,
        ..AccountDraft::default()
    }
}
