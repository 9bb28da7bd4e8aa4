//! What anybody may watch: hearings that are or were broadcast, and the files that carry them (O-206).

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use court::hearings::{HearingFault, HearingId, Hearings, Kept};
use frame::fault::Fault;
use frame::format::moment_text;
use frame::shell::{Frame, Shell, render};
use hall::gate::escaped;
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;
use law::court::by_code;
use law::ids::Stream;
use matters::desk::list::number;
use recording::Broadcast;

use crate::room::{Laid, here};
use crate::tape;

#[derive(Template)]
#[template(path = "watch.html")]
struct WatchPage {
    shell: Shell,
    number: String,
    court: &'static str,
    cause: &'static str,
    planned: String,
    standing: &'static str,
    live: bool,
    source: String,
}

fn standing(kept: &Kept) -> &'static str {
    match kept.broadcast.as_str() {
        "on" => "正在直播",
        "cut" => "直播已切断",
        _ => "直播已结束",
    }
}

fn address(kept: &Kept) -> String {
    let code = law::court::court(kept.id.court).map_or("", |court| court.code);
    format!("/hearings/{}/{}/{}", escaped(code), kept.id.stream.0, kept.id.nth)
}

/// `GET /hearings`.
pub async fn list(State(door): State<Door>, laid: Laid, frame: Frame) -> Result<Html<String>, Fault> {
    let found = match laid {
        Some(halls) => halls.0.kept().broadcast().await.map_err(crate::fault)?,
        None => Vec::new(),
    };
    let mut keys: Vec<_> = found.iter().map(|kept| (kept.id.court, kept.id.stream)).collect();
    keys.sort_unstable();
    keys.dedup();
    let facts = door.docket().facts_of(&keys).await.map_err(|cause| Fault::unavailable(&cause))?;
    let row = |kept: &Kept| {
        let facts = facts.iter().find(|facts| (facts.court, facts.stream) == (kept.id.court, kept.id.stream));
        let cause = facts.and_then(|facts| facts.cause).and_then(law::cause::cause).map_or("", |cause| cause.name);
        vec![
            Text::link(facts.map(number).unwrap_or_default(), address(kept)),
            Text::from(cause),
            Text::from(law::court::court(kept.id.court).map_or("", |court| court.name)),
            Text::from(moment_text(kept.planned)),
            Text::from(standing(kept)),
            Text::from(kept.watched.to_string()).looking("number"),
        ]
    };
    let table = Table {
        title: "庭审直播".to_owned(),
        heads: vec!["案号", "案由", "法院", "开庭时间", "状态", "#观看次数"],
        rows: found.iter().map(row).collect(),
        empty: "现在没有直播的庭审。经批准直播的公开庭审会列在这里，按开庭时间从近到远。",
        ..Table::default()
    };
    Page::new("庭审直播", "公开审理并经批准直播的庭审。直播有延迟；涉及未成年人、隐私、秘密的内容不播出。")
        .with(Block::Table(table))
        .render(&frame)
}

async fn found(hearings: &Hearings, (code, stream, nth): (&str, i64, i64)) -> Result<Kept, Fault> {
    let none = || crate::fault(HearingFault::NotFound);
    let court = by_code(code).ok_or_else(none)?.id;
    let kept = hearings.one(HearingId { court, stream: Stream(stream), nth }).await.map_err(crate::fault)?;
    kept.filter(|kept| matches!(kept.broadcast.as_str(), "on" | "cut" | "closed")).ok_or_else(none)
}

/// `GET /hearings/{code}/{stream}/{nth}`.
pub async fn watch(
    State(door): State<Door>,
    laid: Laid,
    frame: Frame,
    Path((code, stream, nth)): Path<(String, i64, i64)>,
) -> Result<Html<String>, Fault> {
    let halls = here(laid)?;
    let kept = found(halls.kept(), (&code, stream, nth)).await?;
    halls.kept().watched(kept.id).await.map_err(crate::fault)?;
    let facts = door.docket().facts_of(&[(kept.id.court, kept.id.stream)]).await;
    let facts = facts.map_err(|cause| Fault::unavailable(&cause))?;
    let facts = facts.first();
    let number = facts.map(number).unwrap_or_default();
    let page = WatchPage {
        shell: frame.shell(format!("庭审直播 {number}")),
        number,
        court: law::court::court(kept.id.court).map_or("", |court| court.name),
        cause: facts.and_then(|facts| facts.cause).and_then(law::cause::cause).map_or("", |cause| cause.name),
        planned: moment_text(kept.planned),
        standing: standing(&kept),
        live: kept.broadcast == "on",
        source: format!("{}/live/live.m3u8", address(&kept)),
    };
    render(&page)
}

/// `GET /hearings/{code}/{stream}/{nth}/live/{file}`: plain files that any cache may carry.
pub async fn file(
    laid: Laid,
    Path((code, stream, nth, file)): Path<(String, i64, i64, String)>,
) -> Result<Response, Fault> {
    let halls = here(laid)?;
    let kept = found(halls.kept(), (&code, stream, nth)).await?;
    let none = || Fault::NotFound("没有这一段直播".to_owned());
    let served = Broadcast::serve(&tape::public(&halls.folder(kept.id)), &file).ok_or_else(none)?;
    let bytes = tokio::fs::read(&served.path).await.map_err(|_| none())?;
    let headers = [(header::CONTENT_TYPE, served.content_type), (header::CACHE_CONTROL, served.cache_control)];
    Ok((headers, bytes).into_response())
}
