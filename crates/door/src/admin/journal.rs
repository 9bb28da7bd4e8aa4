//! The security journal, and who looked at restricted cases: for administrators the first, for discipline both.

use axum::extract::State;
use axum::response::Html;
use frame::fault::Fault;
use frame::format::moment;
use frame::shell::Frame;
use law::day::Moment;
use law::life::event::Event;
use people::AccountId;
use people::journal::Spot;
use permit::Action;

use super::{court_for, ways};
use hall::form::Field;
use hall::gate::{Asked, Who, escaped, trouble};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;

/// Lines on a page.
const PAGE: i64 = 100;

/// `GET /admin/journal`.
pub async fn journal(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Asked(query): Asked,
) -> Result<Html<String>, Fault> {
    let court = court_for(&who, Action::ViewJournal)?;
    let account = query.text("account").parse().ok().map(AccountId);
    let lines = door.people().journal(account, Some(court), spot(query.text("before")), PAGE).await.map_err(trouble)?;
    let rows = lines.iter().map(|line| {
        let by = if line.by == AccountId::SYSTEM { "系统".to_owned() } else { format!("账号 {}", line.by.0) };
        vec![
            Text::from(moment(line.spot.at)),
            Text::from(line.event.zh()),
            Text::from(format!("账号 {}", line.spot.account.0)),
            Text::from(by),
            Text::from(line.subject.map(|number| number.to_string()).unwrap_or_default()),
        ]
    });
    let full = i64::try_from(lines.len()).unwrap_or(0) == PAGE;
    let next = lines.last().filter(|_| full).map(|line| {
        let before = format!("{}-{}-{}", line.spot.at.0, line.spot.account.0, line.spot.n);
        format!("/admin/journal?account={}&before={before}", escaped(query.text("account")))
    });
    let ask = Block::Ask(vec![Field::line("account", "账号").holding(query.text("account"))]);
    let table = Table {
        title: "记录".to_owned(),
        heads: vec!["时刻", "事项", "账户", "经手", "编号"],
        rows: rows.collect(),
        empty: "没有符合条件的记录。",
        count: String::new(),
        next,
    };
    let page =
        Page::new("安全日志", "本院工作人员的账户、任职、登录和令牌上发生的每一件事。只增不改，不含姓名和联系方式。");
    page.under(ways()).with(ask).with(Block::Table(table)).render(&frame)
}

/// A place in the journal, as the next page's address names it.
fn spot(text: &str) -> Option<Spot> {
    let mut parts = text.split('-').map(|part| part.parse::<i64>().ok());
    Some(Spot { at: Moment(parts.next()??), account: AccountId(parts.next()??), n: parts.next()?? })
}

/// `GET /admin/access`: who looked at restricted cases of the court.
pub async fn access(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Asked(query): Asked,
) -> Result<Html<String>, Fault> {
    let court = court_for(&who, Action::ViewAccessLog)?;
    let code = law::court::court(court).map_or("", |court| court.code);
    let before = query.text("before").parse().unwrap_or(i64::MAX);
    let entries = door.docket().newest_of_kind(court, "access.viewed.v1", before, PAGE).await;
    let entries = entries.map_err(|cause| Fault::unavailable(&cause))?;
    let full = i64::try_from(entries.len()).unwrap_or(0) == PAGE;
    let next = entries.last().filter(|_| full).map(|last| format!("/admin/access?before={}", last.position));
    let rows = entries.iter().filter_map(|entry| match Event::read(&entry.kind, &entry.body) {
        Ok(Event::Viewed(body)) => Some(vec![
            Text::from(moment(entry.recorded_at)),
            Text::from(format!("账号 {}", body.by)),
            Text::from(law::role::Role::parse(&body.role).map_or("", law::role::Role::zh)),
            Text::link(format!("第 {} 条", entry.position), format!("/entries/{}/{}", escaped(code), entry.position)),
        ]),
        _ => None,
    });
    let table = Table {
        title: "查阅记录".to_owned(),
        heads: vec!["时刻", "谁", "职务", "记录"],
        rows: rows.collect(),
        empty: "还没有人查阅过本院不公开的案件。每一次查阅都会封存在这里。",
        count: String::new(),
        next,
    };
    Page::new("不公开案件的查阅", "谁在什么时候看过。查阅本身就是一条封存的记录，不能删除。")
        .with(Block::Table(table))
        .render(&frame)
}
