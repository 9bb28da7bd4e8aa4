//! One letter: what happened, what to do by when, where. Opening it is noted, once.

use axum::extract::{Path, State};
use axum::response::Html;
use frame::fault::Fault;
use frame::format::{day_text, moment_text};
use frame::shell::{Frame, Unread};
use letters::{Letter, Words};

use super::{failed, own};
use crate::filing::status;
use hall::gate::{Who, escaped};
use hall::page::{Block, Page, Text};
use hall::state::Door;

/// The letter of an address, to whoever asks; none of anybody else's.
///
/// # Errors
/// [`Fault::NotFound`] when they were not told of it.
pub async fn find(door: &Door, who: &Who, code: &str, position: i64) -> Result<(Letter, Words), Fault> {
    own(who)?;
    let court = status::court_of(code)?;
    if who.only.is_some_and(|only| only != court) {
        return Err(Fault::Denied("这个令牌只用于另一个法院".to_owned()));
    }
    let letter = door.letters().one(who.signed.account, court, position).await.map_err(failed)?;
    let letter = letter.ok_or_else(|| Fault::NotFound("没有发给您的这条通知".to_owned()))?;
    let words = door.letters().words(&letter).await.map_err(failed)?;
    Ok((letter, words))
}

/// `GET /me/inbox/{code}/{position}`.
pub async fn show(
    State(door): State<Door>,
    mut frame: Frame,
    who: Who,
    Path((code, position)): Path<(String, i64)>,
) -> Result<Html<String>, Fault> {
    let (letter, words) = find(&door, &who, &code, position).await?;
    let account = who.signed.account;
    door.letters().read(account, Some((letter.key.court, position)), door.now()).await.map_err(failed)?;
    frame.unread = Some(Unread(door.letters().unread(account).await.map_err(failed)?));
    page(&letter, &words).render(&frame)
}

fn page(letter: &Letter, words: &Words) -> Page {
    let mut told = vec![Text::from(words.todo)];
    if let Some((day, what)) = words.by {
        told.insert(0, Text::from(format!("{what}：{}", day_text(day))).looking("number"));
    }
    let facts = [("法院", words.court), ("案由", words.cause), ("依据", words.basis)];
    let facts = facts.map(|(name, text)| (name.to_owned(), Text::from(text)));
    let mut ways = vec![Text::link("打开这件案子", status::address(letter.key.court, letter.stream))];
    if words.by.is_some() {
        ways.push(Text::link("把期限加入日历", format!("{}/calendar.ics", super::address(letter))));
    }
    if let Some(draw) = &words.draw {
        ways.push(Text::link("自己再抽一遍核对", draw.split('/').map(escaped).collect::<Vec<_>>().join("/")));
    }
    Page::new(words.title.as_str(), format!("{}，{}", words.court, moment_text(letter.told_at)))
        .narrow()
        .under([Text::link("我的办件", "/me"), Text::link("收件箱", "/me/inbox")])
        .with(Block::Prose(String::new(), vec![words.what.clone()]))
        .with(Block::Note("plain", told))
        .with(Block::Links(ways))
        .with(Block::Facts("说明".to_owned(), facts.to_vec()))
        .with(Block::Note(
            "plain",
            vec![Text::from("通知不等于送达，期限以文书的送达为准。这一页可以打印保存。").looking("muted")],
        ))
}
