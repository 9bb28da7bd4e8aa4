//! Letters of the court that have not left the house: which, why, when they are tried next; and trying again at once. What
//! they say and where they go is not shown.

use axum::extract::State;
use axum::response::{Html, Redirect};
use frame::fault::Fault;
use frame::format::moment;
use frame::shell::Frame;
use law::ids::CourtId;
use letters::{Channel, Key, State as How, Waiting};
use people::AccountId;
use permit::Action;

use super::{court_for, ways};
use hall::form::{Field, Form};
use hall::gate::{Posted, Who};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;
use matters::inbox::failed;

/// Letters listed at most.
const MOST: i64 = 200;

/// `GET /admin/letters`.
pub async fn list(State(door): State<Door>, frame: Frame, who: Who) -> Result<Html<String>, Fault> {
    let court = court_for(&who, Action::ManageLetters)?;
    let letters = door.letters();
    let counts = letters.counts(court).await.map_err(failed)?;
    let all = letters.waiting(court, MOST).await.map_err(failed)?;
    let standing = letters.standing().await.map_err(failed)?;
    let settings = letters.settings();
    let set = |on: bool, instead: &str| Text::from(if on { "已设置" } else { instead });
    let mut facts = vec![
        ("邮件服务器".to_owned(), set(settings.mail.is_some(), "没有设置，不发邮件")),
        ("短信网关".to_owned(), set(settings.sms.is_some(), "没有设置，不发短信")),
    ];
    facts.extend(counts.iter().map(|(state, n)| (state.zh().to_owned(), Text::from(format!("{n} 条")))));
    let mut page =
        Page::new("通知的发送", "本院发往邮箱和手机的通知。站内信当时就在收件箱里，不在此列；内容和号码这里不显示。")
            .under(ways())
            .with(Block::Facts("现在".to_owned(), facts));
    for stuck in standing.iter().filter(|stuck| stuck.court == court) {
        let told =
            format!("第 {} 条记录不能读取，此后的通知都没有写成：{}。请联系维护人员。", stuck.position, stuck.fault);
        page = page.with(Block::Note("warn", vec![Text::from(told)]));
    }
    let table = Table {
        title: "没有发出的".to_owned(),
        heads: vec!["记录", "事项", "方式", "账户", "情况", "#次数", "下次", "原因"],
        rows: all.iter().map(row).collect(),
        empty: "没有等待或者发送失败的通知。",
        count: format!("{} 条", all.len()),
        next: None,
    };
    page = page.with(Block::Table(table));
    if all.iter().any(|one| matches!(one.state, How::Failed | How::Waiting)) {
        let all = Form::new("/admin/letters/again", who.csrf(), "全部立即重发").titled("重发");
        let one = Form::new("/admin/letters/again", who.csrf(), "只重发这一条")
            .with(Field::line("letter", "编号").hint("上表“记录”一栏里的编号，如 17-1000001-mail。").needed())
            .quiet();
        page = page.with(Block::Form(Box::new(all))).with(Block::Form(Box::new(one)));
    }
    page.render(&frame)
}

fn name(key: Key) -> String {
    format!("{}-{}-{}", key.position, key.account.0, key.channel.word())
}

fn row(one: &Waiting) -> Vec<Text> {
    let look = if one.state == How::Failed { "overdue" } else { "" };
    vec![
        Text::from(name(one.letter.key)).looking("number"),
        Text::from(one.letter.subject.zh()),
        Text::from(one.letter.key.channel.zh()),
        Text::from(format!("账号 {}", one.letter.key.account.0)),
        Text::from(one.state.zh()).looking(look),
        Text::from(one.tries.to_string()),
        Text::from(one.next_at.map(moment).unwrap_or_default()),
        Text::from(one.fault.as_str()),
    ]
}

fn read(court: CourtId, text: &str) -> Option<Key> {
    let mut parts = text.split('-');
    let position = parts.next()?.parse().ok()?;
    let account = AccountId(parts.next()?.parse().ok()?);
    let channel = Channel::parse(parts.next()?)?;
    parts.next().is_none().then_some(Key { court, position, account, channel })
}

/// `POST /admin/letters/again`: one, or all.
pub async fn again(State(door): State<Door>, who: Who, posted: Posted) -> Result<Redirect, Fault> {
    let sent = posted.of(&who)?;
    let court = court_for(&who, Action::ManageLetters)?;
    let one = match sent.get("letter") {
        None => None,
        Some(text) => {
            let told = format!("没有编号为“{}”的通知", hall::gate::shortened(text));
            let key = read(court, text.trim());
            Some(key.ok_or_else(|| Fault::unclear(told, "编号见“记录”一栏，如 17-1000001-mail。"))?)
        }
    };
    let done = door.letters().again(court, one, door.now()).await.map_err(failed)?;
    if done == 0 && one.is_some() {
        return Err(Fault::NotFound("没有这条等待或者失败的通知，或者它正在发送".to_owned()));
    }
    Ok(Redirect::to("/admin/letters"))
}
