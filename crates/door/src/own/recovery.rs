//! Recovery codes: how many are left, and new ones in their place, shown once.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use frame::fault::Fault;
use frame::shell::Frame;
use people::{Secret, SystemDraw};

use hall::form::{Field, Form, Kind, Sent};
use hall::gate::{Posted, Who, trouble, wrongs};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;

/// So few left that new ones should be drawn.
const FEW: i64 = 3;

/// A page that shows codes once.
pub fn shown(title: &str, codes: &[Secret], links: Vec<Text>) -> Page {
    let table = Table {
        title: "恢复码".to_owned(),
        heads: vec!["每个只能用一次"],
        rows: codes.iter().map(|code| vec![Text::from(code.as_str()).looking("number")]).collect(),
        ..Table::default()
    };
    let lede = "手机丢失时，可以用恢复码登录。恢复码只显示这一次，请抄下，或者用浏览器的打印功能打印本页，妥善保管。";
    Page::new(title, lede).narrow().with(Block::Table(table)).with(Block::Links(links))
}

async fn asked(door: &Door, who: &Who, wrong: &[(String, String)]) -> Result<Page, Fault> {
    if !who.is_staff() {
        return Err(Fault::Denied("恢复码供法院工作人员使用，您用手机验证码登录".to_owned()));
    }
    let left = door.people().recovery_left(who.signed.person).await.map_err(trouble)?;
    let told = match left {
        0 => "恢复码已经用完，请马上换一组；否则丢了手机只能找管理员重置。".to_owned(),
        left if left <= FEW => format!("只剩 {left} 个恢复码，建议换一组。"),
        left => format!("还有 {left} 个恢复码没有用过。"),
    };
    let form = Form::new("/me/recovery", who.csrf(), "换一组恢复码")
        .with(
            Field::new("code", "验证器上的六位数字", Kind::Line("numeric", "one-time-code"))
                .hint("换恢复码前再验一次，确认是您本人。")
                .needed(),
        )
        .warning("换好以后，原来的恢复码全部作废。")
        .again(&Sent::default(), wrong);
    let look = if left <= FEW { "warn" } else { "plain" };
    Ok(Page::new("恢复码", "手机不在身边时，登录页的“动态口令”一栏可以填一个恢复码，每个只能用一次。")
        .narrow()
        .under([Text::link("我的账户", "/me/account")])
        .with(Block::Note(look, vec![Text::from(told)]))
        .with(Block::Form(Box::new(form))))
}

/// `GET /me/recovery`.
pub async fn left(State(door): State<Door>, frame: Frame, who: Who) -> Result<Html<String>, Fault> {
    asked(&door, &who, &[]).await?.render(&frame)
}

/// `POST /me/recovery`.
pub async fn renew(State(door): State<Door>, frame: Frame, who: Who, posted: Posted) -> Result<Response, Fault> {
    let sent = posted.of(&who)?;
    asked(&door, &who, &[]).await?;
    let renewed = door.people().renew_recovery(who.signed.person, sent.text("code"), door.now(), &mut SystemDraw).await;
    let wrong = match renewed {
        Ok(codes) => {
            let page = shown("已经换了一组恢复码", &codes, vec![Text::link("我的账户", "/me/account")]);
            return Ok(page.render(&frame)?.into_response());
        }
        Err(people::Fault::WrongCode) => {
            vec![("code".to_owned(), "数字不对，请等验证器换下一个数字后再试".to_owned())]
        }
        Err(people::Fault::NotFound) => vec![("code".to_owned(), "还没有启用动态口令，不能换恢复码".to_owned())],
        Err(cause) => wrongs(cause)?,
    };
    let page = asked(&door, &who, &wrong).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page.render(&frame)?).into_response())
}
