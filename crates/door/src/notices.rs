//! The notice board: what hangs, one notice as it is read and printed, and hanging up and taking down.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use court::notices::{Notice, NoticeFault};
use frame::fault::Fault;
use frame::format::day_text;
use frame::shell::Frame;
use law::day::Day;
use permit::Action;

use crate::notice_pictures;
use hall::form::{Field, Form, Kind, Sent};
use hall::gate::{Posted, Who};
use hall::may::{own_court, within};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;

/// What the board could not do, as a page says it.
pub fn failed(cause: NoticeFault) -> Fault {
    match cause {
        NoticeFault::NotFound => Fault::NotFound("没有这则公告，或者它已经撤下".to_owned()),
        other => Fault::unavailable(&other),
    }
}

/// `GET /notices`.
pub async fn all(State(door): State<Door>, frame: Frame) -> Result<Html<String>, Fault> {
    let hanging = door.board().hanging(None, door.now().day()).await.map_err(failed)?;
    let rows = hanging.iter().map(|notice| {
        let until = notice.until.map_or_else(|| "长期".to_owned(), day_text);
        vec![
            Text::link(notice.title.as_str(), format!("/notices/{}", notice.number)),
            Text::from(day_text(notice.from)),
            Text::from(until),
        ]
    });
    let table = Table {
        title: "现在张贴的".to_owned(),
        heads: vec!["标题", "张贴", "撤下"],
        rows: rows.collect(),
        empty: "现在没有公告。",
        ..Table::default()
    };
    Page::new("公告栏", "全省法院和诉讼服务的通知。").with(Block::Table(table)).render(&frame)
}

/// `GET /notices/{number}`.
pub async fn one(State(door): State<Door>, frame: Frame, Path(number): Path<i64>) -> Result<Html<String>, Fault> {
    let notice = door.board().one(number).await.map_err(failed)?;
    let by = law::court::court(notice.court).map_or("全省法院诉讼服务", |court| court.name);
    let hangs = if notice.hangs(door.now().day()) { "" } else { "（已不在张贴期）" };
    let paragraphs = notice.text.split('\n').map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
    Page::new(notice.title.clone(), format!("{by}，{}{hangs}", day_text(notice.from)))
        .narrow()
        .under([Text::link("公告栏", "/notices")])
        .and(notice_pictures::block(&notice))
        .with(Block::Prose(String::new(), paragraphs.collect()))
        .render(&frame)
}

fn manage_page(notices: &[Notice], who: &Who, sent: &Sent, wrong: &[(String, String)], today: Day) -> Page {
    let form = Form::new("/desk/notices", who.csrf(), "张贴")
        .titled("张贴一则公告")
        .with(Field::line("title", "标题").needed())
        .with(Field::new("text", "正文", Kind::Text(8)).hint("段落之间空一行。").needed())
        .with(Field::new("from", "张贴日期", Kind::Day).holding(today.to_string()).needed())
        .with(Field::new("until", "撤下日期", Kind::Day).hint("不填就一直张贴。"))
        .again(sent, wrong);
    let rows = notices.iter().map(|notice| {
        let state = if notice.withdrawn.is_some() {
            "已撤下"
        } else if notice.hangs(today) {
            "张贴中"
        } else {
            "不在张贴期"
        };
        vec![
            Text::link(notice.title.as_str(), format!("/notices/{}", notice.number)),
            Text::from(notice.from.to_string()),
            Text::from(state),
        ]
    });
    let table = Table {
        title: "本院的公告".to_owned(),
        heads: vec!["标题", "张贴", "现在"],
        rows: rows.collect(),
        empty: "本院还没有张贴过公告。",
        ..Table::default()
    };
    let hanging = notices.iter().filter(|notice| notice.withdrawn.is_none());
    let down = hanging.map(|notice| {
        let form =
            Form::new(format!("/desk/notices/{}/down", notice.number), who.csrf(), format!("撤下“{}”", notice.title));
        [notice_pictures::form(notice, who), Block::Form(Box::new(form.quiet()))]
    });
    Page::new("公告管理", "").with(Block::Form(Box::new(form))).with(Block::Table(table)).and(down.flatten())
}

/// `GET /desk/notices`.
pub async fn manage(State(door): State<Door>, frame: Frame, who: Who) -> Result<Html<String>, Fault> {
    let court = own_court(&who)?;
    within(&who, Action::ManageNotices, court)?;
    let notices = door.board().all(court).await.map_err(failed)?;
    manage_page(&notices, &who, &Sent::default(), &[], door.now().day()).render(&frame)
}

/// `POST /desk/notices`.
pub async fn hang(State(door): State<Door>, frame: Frame, who: Who, posted: Posted) -> Result<Response, Fault> {
    let sent = posted.of(&who)?;
    let court = own_court(&who)?;
    within(&who, Action::ManageNotices, court)?;
    let today = door.now().day();
    let mut wrong = Vec::new();
    let mut day = |name: &str, needed: bool| {
        let text = sent.text(name);
        let read = Day::parse(text);
        if read.is_none() && (needed || !text.is_empty()) {
            wrong.push((name.to_owned(), "日期写作 2020-03-02".to_owned()));
        }
        read
    };
    let (from, until) = (day("from", true), day("until", false));
    let notice = Notice {
        number: 0,
        court,
        author: who.account(),
        title: sent.text("title").to_owned(),
        text: sent.text("text").to_owned(),
        picture: None,
        picture_alt: None,
        from: from.unwrap_or(today),
        until,
        withdrawn: None,
    };
    let named = |(field, sentence): (&'static str, String)| (field.to_owned(), sentence);
    wrong.extend(court::notices::faults(&notice).into_iter().map(named));
    if !wrong.is_empty() {
        let notices = door.board().all(court).await.map_err(failed)?;
        let page = manage_page(&notices, &who, &sent, &wrong, today).render(&frame)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    door.board().hang(&notice).await.map_err(failed)?;
    Ok(Redirect::to("/desk/notices").into_response())
}

/// `POST /desk/notices/{number}/down`.
pub async fn take_down(
    State(door): State<Door>,
    who: Who,
    Path(number): Path<i64>,
    posted: Posted,
) -> Result<Redirect, Fault> {
    posted.of(&who)?;
    let court = own_court(&who)?;
    within(&who, Action::ManageNotices, court)?;
    door.board().take_down(court, number, door.now()).await.map_err(failed)?;
    Ok(Redirect::to("/desk/notices"))
}
