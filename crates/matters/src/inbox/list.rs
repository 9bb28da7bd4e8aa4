//! The list of letters, the newest first, and opening all of them at once.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{Html, Redirect};
use docket::store::Key;
use frame::fault::Fault;
use frame::format::{day_text, moment};
use frame::shell::{Frame, Unread};
use law::day::Moment;
use law::ids::CourtId;
use letters::{Letter, Spot};

use super::{address, failed, own};
use crate::live;
use hall::form::Form;
use hall::gate::{Asked, Posted, Who};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;

/// Letters on a page.
const PAGE: i64 = 20;

/// A place in the list, as an address names it.
///
/// # Errors
/// When it cannot be read.
pub fn spot(text: &str) -> Result<Option<Spot>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let mut parts = text.split('-').map(|part| part.parse::<i64>().ok());
    let mut next = || parts.next().flatten();
    let read = next().zip(next().and_then(|court| u16::try_from(court).ok())).zip(next());
    let ((at, court), position) = read.ok_or_else(|| {
        let told = format!("before 的值“{}”不能读", hall::gate::shortened(text));
        Fault::unclear(told, "请从上一页进入下一页。")
    })?;
    Ok(Some(Spot { at: Moment(at), court: CourtId(court), position }))
}

/// A place in the list as text.
pub fn spot_text(spot: Spot) -> String {
    format!("{}-{}-{}", spot.at.0, spot.court.0, spot.position)
}

/// `GET /me/inbox`.
pub async fn list(
    State(door): State<Door>,
    mut frame: Frame,
    who: Who,
    Asked(query): Asked,
) -> Result<Html<String>, Fault> {
    own(&who)?;
    let account = who.signed.account;
    let mut all = door.letters().inbox(account, spot(query.text("before"))?, PAGE + 1).await.map_err(failed)?;
    let more = all.len() > usize::try_from(PAGE).unwrap_or(0);
    all.truncate(usize::try_from(PAGE).unwrap_or(0));
    let unread = door.letters().unread(account).await.map_err(failed)?;
    frame.unread = Some(Unread(unread));
    let next = all.last().filter(|_| more).map(|last| format!("/me/inbox?before={}", spot_text(last.spot())));
    let rows = rows(&door, &all).await?;
    let table = Table {
        title: "通知".to_owned(),
        heads: vec!["事项", "案由", "法院", "时间", "期限", "阅读"],
        rows,
        empty: "还没有通知。法院对您的立案申请每办一步，都会在这里告诉您办到哪里、要做什么、最晚到哪天。",
        count: if unread == 0 { "全部已读".to_owned() } else { format!("{unread} 条未读") },
        next,
    };
    let stamp = live::inbox_stamp(&door, account).await?;
    let mut page = Page::new("收件箱", "法院办理您案件的每一步，都在这里通知您；邮件和短信是额外的提醒。")
        .under([Text::link("我的办件", "/me")])
        .following("inbox", stamp)
        .with(Block::Table(table));
    if unread > 0 {
        let form = Form::new("/me/inbox/read", who.csrf(), "全部标为已读").quiet();
        page = page.with(Block::Form(Box::new(form)));
    }
    let wants = Text::link("通知方式：要不要邮件和短信", "/me/account");
    page.with(Block::Note("plain", vec![wants])).render(&frame)
}

async fn rows(door: &Door, all: &[Letter]) -> Result<Vec<Vec<Text>>, Fault> {
    let keys: Vec<Key> = all.iter().map(|letter| (letter.key.court, letter.stream)).collect();
    let facts = door.docket().facts_of(&keys).await.map_err(failed)?;
    let causes: BTreeMap<Key, &str> = facts
        .iter()
        .map(|facts| {
            let cause = facts.cause.and_then(law::cause::cause).map_or("", |cause| cause.name);
            ((facts.court, facts.stream), cause)
        })
        .collect();
    let today = door.now().day();
    let row = |letter: &Letter| {
        let cause = causes.get(&(letter.key.court, letter.stream)).copied().unwrap_or("");
        let due = letter.due.map(day_text).unwrap_or_default();
        let past = letter.due.is_some_and(|due| due < today);
        vec![
            Text::link(letter.subject.zh(), address(letter)),
            Text::from(cause),
            Text::from(law::court::court(letter.key.court).map_or("", |court| court.name)),
            Text::from(moment(letter.told_at)),
            Text::from(due).looking(if past { "muted" } else { "" }),
            match letter.read_at {
                None => Text::from("未读").looking("good"),
                Some(_) => Text::from("已读").looking("muted"),
            },
        ]
    };
    Ok(all.iter().map(row).collect())
}

/// `POST /me/inbox/read`: all of them.
pub async fn read_all(State(door): State<Door>, who: Who, posted: Posted) -> Result<Redirect, Fault> {
    posted.of(&who)?;
    own(&who)?;
    door.letters().read(who.signed.account, None, door.now()).await.map_err(failed)?;
    Ok(Redirect::to("/me/inbox"))
}
