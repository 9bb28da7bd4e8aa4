//! The counter: papers somebody brings are filled in and scanned here, for the own court or for another (services §3).

use ::files::{State, Upload};
use axum::extract;
use axum::response::Html;
use docket::store::CaseFilter;
use frame::fault::Fault;
use frame::format::{day_text, moment};
use frame::shell::Frame;
use law::court::court;
use law::life::codes::{Channel, State as Phase};
use permit::Action;

use super::list::address;
use crate::files::upload_fault;
use crate::filing::draft::{complaint, draft_fault};
use hall::form::Form;
use hall::gate::Who;
use hall::may::{own_court, within};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;

/// Rows shown at most.
const MOST: i64 = 50;

/// What was scanned for a draft, in a word that leads to where more is added.
fn pages_of(uploads: &[Upload]) -> String {
    let kept = uploads.iter().filter(|upload| upload.state == State::Kept);
    match kept.clone().count() {
        0 => "扫描上传".to_owned(),
        files => format!("{files} 个文件，{} 页", kept.map(|upload| upload.pages).sum::<i64>()),
    }
}

/// `GET /desk/counter`.
pub async fn counter(
    extract::State(door): extract::State<Door>,
    frame: Frame,
    who: Who,
) -> Result<Html<String>, Fault> {
    let own = own_court(&who)?;
    within(&who, Action::ReceiveAtCounter, own)?;
    let drafts = door.drafts().of(who.account()).await.map_err(draft_fault)?;
    let mut scanned = Vec::with_capacity(drafts.len());
    for draft in &drafts {
        scanned.push(door.files().of_draft(&draft.id).await.map_err(upload_fault)?);
    }
    let drafted = drafts.iter().zip(&scanned).map(|(draft, uploads)| {
        let filled = complaint(&draft.body);
        let names: Vec<&str> = filled.plaintiffs.iter().map(|party| party.name.as_str()).collect();
        let cause = if filled.cause.is_empty() { "（还没有选案由）" } else { filled.cause.as_str() };
        vec![
            Text::link(cause, format!("/drafts/{}/review", draft.id)),
            Text::from(names.join("、")),
            Text::link(pages_of(uploads), format!("/drafts/{}/evidence#files", draft.id)),
            Text::from(moment(draft.changed_at)),
        ]
    });
    let drafted = Table {
        title: "填到一半的".to_owned(),
        heads: vec!["案由", "原告", "扫描件", "保存于"],
        rows: drafted.collect(),
        empty: "没有填到一半的收件。",
        ..Table::default()
    };
    let filter = CaseFilter {
        courts: vec![own],
        states: vec![Phase::Received.code(), Phase::Correcting.code()],
        ..CaseFilter::default()
    };
    let waiting = door.docket().newest_cases(&filter, None, MOST).await.map_err(|cause| Fault::unavailable(&cause))?;
    let waiting = waiting.iter().filter(|facts| facts.channel != Channel::Online.code()).map(|facts| {
        vec![
            Text::link(facts.cause.and_then(law::cause::cause).map_or("", |cause| cause.name), address(facts)),
            Text::from(Channel::from_code(facts.channel).map_or("", Channel::zh)),
            Text::from(day_text(facts.received_day)),
            Text::from(Phase::from_code(facts.state).map_or("", Phase::zh)),
        ]
    });
    let received = Table {
        title: "窗口和跨域收件，等待审查".to_owned(),
        heads: vec!["案由", "渠道", "收到", "现在"],
        rows: waiting.collect(),
        empty: "没有等待审查的窗口或者跨域收件。",
        ..Table::default()
    };
    let name = court(own).map_or("", |court| court.name);
    let begin = Form::new("/drafts", who.csrf(), "开始收件");
    Page::new("窗口收件", format!("{name}。当事人带来的材料在这里填写、扫描上传；选别的法院就是跨域立案，由该院审查。"))
        .under([Text::link("立案工作台", "/desk")])
        .with(Block::Form(Box::new(begin)))
        .with(super::relays::responsibility())
        .with(Block::Table(drafted))
        .with(Block::Table(received))
        .render(&frame)
}
