//! The own account: signing out here, on one device, everywhere; the post acted in.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Redirect, Response};
use frame::fault::Fault;
use frame::format::moment;
use frame::shell::Frame;
use people::PostId;
use people::post::StandInId;

use crate::form::{Field, Form, Kind};
use crate::gate::{Posted, Who, forget, token, trouble};
use crate::page::{Block, Page, Table, Text};
use crate::state::Door;

/// `GET /me/account`.
pub async fn account(State(door): State<Door>, frame: Frame, who: Who) -> Result<Html<String>, Fault> {
    let devices = door.people().devices(who.signed.account, door.now()).await.map_err(trouble)?;
    let mut page = Page::new("我的账户", format!("{}，{}", who.signed.name, who.role.zh()));
    let held = door.people().posts_on(who.signed.account, door.now().day()).await.map_err(trouble)?;
    if held.len() > 1 {
        let options = held.iter().map(|acting| {
            let court = law::court::court(acting.post.court).map_or("", |court| court.name);
            let instead = if acting.stand_in.is_some() { "（代班）" } else { "" };
            let value = format!("{}-{}", acting.post.number.0, acting.stand_in.map_or(0, |number| number.0));
            (value, format!("{court} {}{instead}", acting.post.role.zh()))
        });
        let form = Form::new("/me/post", who.csrf(), "以这个职务办理").titled("以哪个职务办理").with(Field::new(
            "post",
            "职务",
            Kind::Select(options.collect()),
        ));
        page = page.with(Block::Form(Box::new(form)));
    }
    let rows = devices.iter().map(|device| {
        vec![
            Text::from(device.agent.as_str()),
            Text::from(device.network.as_str()),
            Text::from(moment(device.seen_at)),
            Text::from(if device.handle == who.signed.handle { "本机" } else { "" }),
        ]
    });
    let table = Table {
        title: "登录的设备".to_owned(),
        heads: vec!["浏览器", "网络", "最近使用", "备注"],
        rows: rows.collect(),
        ..Table::default()
    };
    let out = Form::new("/sign-out", who.csrf(), "退出登录").quiet();
    let everywhere = Form::new("/sign-out/everywhere", who.csrf(), "在所有设备上退出").quiet();
    page.with(Block::Table(table))
        .with(Block::Form(Box::new(out)))
        .with(Block::Form(Box::new(everywhere)))
        .with(Block::Links(if who.is_staff() { vec![Text::link("修改密码", "/me/password")] } else { Vec::new() }))
        .render(&frame)
}

/// `POST /me/post`: acts in another of one's posts.
pub async fn choose(State(door): State<Door>, headers: HeaderMap, who: Who, posted: Posted) -> Result<Response, Fault> {
    let sent = posted.of(&who)?;
    let (post, stand_in) = sent.text("post").split_once('-').unwrap_or(("", ""));
    let number = |text: &str| text.parse::<i64>().unwrap_or(0);
    let stand_in = Some(number(stand_in)).filter(|number| *number > 0).map(StandInId);
    let token = token(&headers).unwrap_or_default();
    door.people().choose_post(&token, PostId(number(post)), stand_in, door.now()).await.map_err(trouble)?;
    Ok(Redirect::to("/desk").into_response())
}

/// `POST /sign-out`.
pub async fn here(State(door): State<Door>, headers: HeaderMap, who: Who, posted: Posted) -> Result<Response, Fault> {
    posted.of(&who)?;
    if let Some(token) = token(&headers) {
        door.people().sign_out(&token, door.now()).await.map_err(trouble)?;
    }
    Ok(forget("/sign-in"))
}

/// `POST /sign-out/everywhere`.
pub async fn everywhere(State(door): State<Door>, who: Who, posted: Posted) -> Result<Response, Fault> {
    posted.of(&who)?;
    let account = who.signed.account;
    door.people().sign_out_everywhere(account, account, door.now()).await.map_err(trouble)?;
    Ok(forget("/sign-in"))
}
