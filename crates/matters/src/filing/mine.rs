//! What somebody has under way: filings, drafts; and the way in for those who come the first time.

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use frame::fault::Fault;
use frame::format::{day_text, moment};
use frame::shell::Frame;
use law::life::codes::State as Phase;

use super::draft::{complaint, draft_fault};
use super::status::address;
use hall::form::{Field, Form};
use hall::gate::{Who, trouble};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;

/// Matters shown at most.
const MOST: i64 = 100;
/// Notices shown beside what can be done; the board has them all.
const NOTICES: i64 = 5;

/// `GET /service`: what can be done here, for everybody.
pub async fn service(State(door): State<Door>, frame: Frame) -> Result<Html<String>, Fault> {
    let hanging = door.board().hanging(None, door.now().day(), (0, NOTICES)).await;
    let hanging = hanging.map_err(|cause| Fault::unavailable(&cause))?;
    let notices = hanging.iter().map(|notice| {
        vec![
            Text::link(notice.title.as_str(), format!("/notices/{}", notice.number)),
            Text::from(notice.by()),
            Text::from(day_text(notice.from)),
        ]
    });
    let table = Table {
        title: "最近的公告".to_owned(),
        heads: vec!["标题", "谁张贴", "日期"],
        rows: notices.collect(),
        empty: "现在没有公告。法院发布的通知会挂在这里。",
        ..Table::default()
    };
    Page::new("办事", "起诉、补正、查进度、看抽签，都在这里。")
        .with(Block::Links(vec![
            Text::link("我要立案", "/me"),
            Text::link("查我的办件", "/me"),
            Text::link("案由推荐", "/service/cause"),
            Text::link("裁判文书", "/judgments"),
            Text::link("诉讼费计算", "/service/fee"),
            Text::link("核对抽签", "/draws/replay"),
            Text::link("公告栏", "/notices"),
            Text::link("法院工作人员登录", "/sign-in/staff"),
        ]))
        .with(Block::Table(table))
        .render(&frame)
}

/// `GET /me`: staff have their desk instead.
pub async fn mine(State(door): State<Door>, frame: Frame, who: Who) -> Result<Response, Fault> {
    if who.is_staff() {
        return Ok(Redirect::to("/desk").into_response());
    }
    let drafts = door.drafts().of(who.account()).await.map_err(draft_fault)?;
    let filed = door.docket().matters_of(who.account(), MOST).await.map_err(|cause| Fault::unavailable(&cause))?;
    let rows = filed.iter().map(|facts| {
        let cause = facts.cause.and_then(law::cause::cause).map_or("", |cause| cause.name);
        let court = law::court::court(facts.court).map_or("", |court| court.name);
        let state = Phase::from_code(facts.state).map_or("", Phase::zh);
        let look = if facts.state == Phase::Correcting.code() { "overdue" } else { "" };
        vec![
            Text::link(cause, address(facts.court, facts.stream)),
            Text::from(court),
            Text::from(day_text(facts.received_day)),
            Text::from(state).looking(look),
        ]
    });
    let table = Table {
        title: "立案申请和案件".to_owned(),
        heads: vec!["案由", "法院", "提交", "现在"],
        rows: rows.collect(),
        empty: "您还没有提交过立案申请。提交以后，每一步办到哪里、什么时候该有结果，都会显示在这里。",
        ..Table::default()
    };
    let drafted = drafts.iter().map(|draft| {
        let filled = complaint(&draft.body);
        let name = if filled.cause.is_empty() { "（还没有选案由）".to_owned() } else { filled.cause };
        vec![Text::link(name, format!("/drafts/{}/review", draft.id)), Text::from(moment(draft.changed_at))]
    });
    let drafted = Table {
        title: "没有提交的草稿".to_owned(),
        heads: vec!["案由", "保存于"],
        rows: drafted.collect(),
        empty: "没有草稿。填到一半的起诉状会自动保存在这里。",
        ..Table::default()
    };
    let begin = Form::new("/drafts", who.csrf(), "我要立案");
    let mut wards = Vec::new();
    for ward in door.people().wards(who.signed.account).await.map_err(trouble)? {
        let Some(account) = door.people().account(ward).await.map_err(trouble)? else { continue };
        let form = Form::new("/drafts", who.csrf(), format!("替{}立案", account.name))
            .with(Field::hidden("ward", ward.to_string()))
            .quiet();
        wards.push(Block::Form(Box::new(form)));
    }
    let page = Page::new("我的办件", format!("{}，{}", who.signed.name, who.role.zh()))
        .following("mine", crate::live::mine_stamp(&door, who.account()).await?)
        .with(Block::Form(Box::new(begin)))
        .and(wards)
        .with(Block::Table(table))
        .with(Block::Table(drafted))
        .with(Block::Note(
            "plain",
            vec![
                Text::link("收件箱：法院发给您的通知", "/me/inbox"),
                Text::link("我的账户：登录的设备、通知方式、退出登录", "/me/account"),
            ],
        ));
    Ok(page.render(&frame)?.into_response())
}
