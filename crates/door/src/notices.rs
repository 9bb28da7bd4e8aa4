//! The notice board: what hangs, one notice as it is read and printed, and hanging up and taking down.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use court::notices::{Notice, NoticeFault};
use frame::fault::Fault;
use frame::format::day_text;
use frame::problem::ParameterFault;
use frame::shell::Frame;
use law::court::{by_code, courts};
use law::day::Day;
use law::ids::CourtId;
use permit::Action;

use crate::notice_pictures;
use hall::form::{Field, Form, Kind, Sent};
use hall::gate::{Asked, Posted, Who, escaped, shortened};
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

/// Notices of a page.
const ROWS: i64 = 50;

/// A part of the board as an address asks for it: whose notices, and how many come before.
///
/// # Errors
/// Names what cannot be read, all of it.
pub fn asked(sent: &Sent) -> Result<(Option<CourtId>, i64), Vec<ParameterFault>> {
    let mut faults = Vec::new();
    for (name, _) in sent.pairs().filter(|(name, _)| !matches!(*name, "court" | "skip")) {
        faults.push(ParameterFault::new(&shortened(name), "没有这个参数", "只有 court 和 skip。"));
    }
    let court = match sent.text("court") {
        "" => None,
        code => {
            let found = by_code(code).map(|court| court.id);
            if found.is_none() {
                faults.push(ParameterFault::new("court", "没有这个法院", "法院代字如 辽0102，见 /api/v1/courts。"));
            }
            found
        }
    };
    let skip = match sent.text("skip") {
        "" => Some(0),
        text => text.parse().ok().filter(|skip| (0..=1_000_000).contains(skip)),
    };
    if skip.is_none() {
        faults.push(ParameterFault::new("skip", "不能读", "写要跳过几则，如 50，至多 1000000。"));
    }
    match skip {
        Some(skip) if faults.is_empty() => Ok((court, skip)),
        _ => Err(faults),
    }
}

/// What hangs today, as much as one page shows, and how many come before the next page.
///
/// # Errors
/// When storage fails.
pub async fn part(door: &Door, court: Option<CourtId>, skip: i64) -> Result<(Vec<Notice>, Option<i64>), Fault> {
    let mut hanging = door.board().hanging(court, door.now().day(), (skip, ROWS + 1)).await.map_err(failed)?;
    let fits = usize::try_from(ROWS).unwrap_or(0);
    let next = (hanging.len() > fits).then_some(skip + ROWS);
    hanging.truncate(fits);
    Ok((hanging, next))
}

/// `GET /notices`.
pub async fn all(State(door): State<Door>, frame: Frame, Asked(sent): Asked) -> Result<Html<String>, Fault> {
    let (court, skip) = asked(&sent).map_err(|faults| {
        let told: Vec<String> =
            faults.into_iter().map(|fault| format!("{}：{}", fault.parameter, fault.detail)).collect();
        Fault::unclear(told.join("；"), "请从列出的法院里选，从上一页进入下一页。")
    })?;
    let (hanging, next) = part(&door, court, skip).await?;
    let rows = hanging.iter().map(|notice| {
        let until = notice.until.map_or_else(|| "长期".to_owned(), day_text);
        vec![
            Text::link(notice.title.as_str(), format!("/notices/{}", notice.number)),
            Text::from(notice.by()),
            Text::from(day_text(notice.from)),
            Text::from(until),
        ]
    });
    let table = Table {
        title: "现在张贴的".to_owned(),
        heads: vec!["标题", "谁张贴", "张贴", "撤下"],
        rows: rows.collect(),
        empty: if skip > 0 {
            "没有更早的公告了。"
        } else {
            "现在没有公告。法院张贴以后会列在这里。"
        },
        next: next.map(|skip| format!("/notices?court={}&skip={skip}", escaped(sent.text("court")))),
        ..Table::default()
    };
    let everyone = (String::new(), "所有法院".to_owned());
    let options = courts().iter().map(|court| (court.code.to_owned(), court.name.to_owned()));
    let ask = Field::new("court", "哪个法院", Kind::Select(std::iter::once(everyone).chain(options).collect()))
        .holding(sent.text("court"));
    Page::new("公告栏", "各个法院的和面向全省的通知。选一个法院，就列它的和面向全省的。")
        .with(Block::Ask(vec![ask]))
        .with(Block::Table(table))
        .render(&frame)
}

/// `GET /notices/{number}`.
pub async fn one(State(door): State<Door>, frame: Frame, Path(number): Path<i64>) -> Result<Html<String>, Fault> {
    let notice = door.board().one(number).await.map_err(failed)?;
    let by = notice.by();
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
