//! Draws for everybody: one draw made again before one's eyes, any receipt's, and what a month of them came to.

mod chart;
mod figures;
pub mod gather;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use court::replay::{Replayed, replay};
use frame::fault::Fault;
use frame::format::moment;
use frame::shell::Frame;
use law::assignment::SeatKind;

use crate::filing::status::court_of;
use hall::form::{Field, Form, Kind, Sent};
use hall::gate::{Posted, escaped};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;

pub use figures::{figures, list};

/// A draw made again, step by step, and who was looked at.
fn blocks(replayed: &Replayed) -> Vec<Block> {
    let linked = replayed.assigned.linked.as_ref().filter(|_| replayed.assigned.draw.is_none());
    let verdict = if let Some(linked) = linked {
        let court = law::court::court(linked.case.court).map_or("", |court| court.code);
        let first = Text::link("前案的记录", format!("/entries/{}/{}", escaped(court), linked.case.stream.0));
        let told = format!("这件案件没有另行抽签：{}，随前案的承办法官，不是指定。", linked.ground.zh());
        Block::Note("good", vec![Text::from(told), first])
    } else if replayed.sound() {
        Block::Note("good", vec![Text::from("重新抽签的结果与记录完全一致。法院和当事人都不能左右它。")])
    } else {
        Block::Note(
            "warn",
            vec![Text::from("重新抽签与记录不符，见下面打叉的步骤。请向上级法院或者纪检监察部门反映。")],
        )
    };
    let rows = replayed.checks.iter().map(|check| {
        let (mark, look) = if check.sound { ("✓ 相符", "good") } else { ("✗ 不符", "overdue") };
        vec![Text::from(check.what), Text::from(mark).looking(look), Text::from(check.found.as_str())]
    });
    let steps = Table {
        title: "逐步核对".to_owned(),
        heads: vec!["步骤", "结果", "内容"],
        rows: rows.collect(),
        ..Table::default()
    };
    let mut all = vec![verdict, Block::Table(steps)];
    let seats = replayed.assigned.draw.iter().flat_map(|draw| &draw.seats);
    all.extend(seats.map(|seat| {
        let sits = gather::sitting(&replayed.assigned, seat.kind);
        let assessor = seat.kind == SeatKind::Assessor;
        let rows = seat.candidates.iter().map(|one| {
            let why: Vec<String> =
                one.failing.iter().map(|failing| format!("{} {}", failing.code(), failing.zh())).collect();
            let drawn = seat.outcome.iter().position(|drawn| *drawn == one.judge);
            let state = match (drawn, why.is_empty()) {
                (Some(place), _) if place >= sits => {
                    Text::from(format!("抽中，第 {} 递补", place - sits + 1)).looking("good")
                }
                (Some(_), _) => Text::from("抽中").looking("good"),
                (None, true) => Text::from("符合条件"),
                (None, false) => Text::from(why.join("；")).looking("muted"),
            };
            let load = if assessor {
                (one.load / 100).to_string()
            } else {
                format!("{}.{:02}", one.load / 100, one.load % 100)
            };
            vec![Text::from(format!("{} 号", one.judge.0)), Text::from(load), state]
        });
        Block::Table(Table {
            title: format!("{}的候选名单", seat.kind.zh()),
            heads: vec!["人员", if assessor { "#本年参审" } else { "#负荷" }, "结果或者不能参加的原因"],
            rows: rows.collect(),
            count: format!("{} 人", seat.candidates.len()),
            ..Table::default()
        })
    }));
    all
}

/// `GET /draws/{code}/{position}`.
pub async fn one(
    State(door): State<Door>,
    frame: Frame,
    Path((code, position)): Path<(String, i64)>,
) -> Result<Html<String>, Fault> {
    let court = court_of(&code)?;
    let receipt = door.docket().receipt(court, position).await;
    let receipt = receipt.map_err(|_| Fault::NotFound("没有这条记录".to_owned()))?.to_json();
    let replayed = replay(&receipt).map_err(|_| Fault::NotFound("这条记录里没有抽签".to_owned()))?;
    // whose case is not open finds it in their own receipts
    let stream = law::ids::Stream(replayed.receipt.entry.stream);
    let hidden = door.docket().restricted_among(court, &[stream]).await.map_err(|cause| Fault::unavailable(&cause))?;
    if !hidden.is_empty() {
        return Err(Fault::NotFound("没有这条记录".to_owned()));
    }
    let name = law::court::court(court).map_or("", |court| court.name);
    let entry = &replayed.receipt.entry;
    let file = format!("/entries/{}/{position}", escaped(&code));
    let judge = replayed.assigned.judge.0;
    let (title, lede) = match &replayed.assigned.draw {
        None => (format!("随案分配：{judge} 号法官"), format!("{name}，{}。", moment(entry.recorded_at))),
        Some(draw) => (
            format!("抽签分案：{judge} 号法官"),
            format!("{name}，{}抽签，第 {} 轮。", moment(entry.recorded_at), draw.round),
        ),
    };
    Page::new(title, lede)
        .under([Text::link("抽签统计", format!("/draws?court={}", escaped(&code)))])
        .and(blocks(&replayed))
        .with(Block::Note(
            "plain",
            vec![
                Text::from("不相信本站，可以把回执带走，用自己的电脑再抽一遍：mingjing draw replay 回执文件"),
                Text::link("这次抽签的回执", file),
            ],
        ))
        .render(&frame)
}

fn replay_page(sent: &Sent, wrong: &[(String, String)]) -> Page {
    let form = Form::new("/draws/replay", "", "重新抽签")
        .with(
            Field::new("receipt", "“分案”记录的回执", Kind::Text(8))
                .hint("粘贴回执文件的内容，或者回执二维码里的文字。不保存。")
                .needed(),
        )
        .again(sent, wrong);
    Page::new("自己抽一遍", "凭回执重新抽签：不用登录，也不看数据库，只用回执里写的内容。")
        .with(Block::Form(Box::new(form)))
}

/// `GET /draws/replay`.
pub async fn replay_form(frame: Frame) -> Result<Html<String>, Fault> {
    replay_page(&Sent::default(), &[]).render(&frame)
}

/// `POST /draws/replay`.
pub async fn replayed(frame: Frame, Posted(sent): Posted) -> Result<Response, Fault> {
    match replay(sent.text("receipt")) {
        Ok(replayed) => Ok(replay_page(&sent, &[]).and(blocks(&replayed)).render(&frame)?.into_response()),
        Err(fault) => {
            let wrong = [("receipt".to_owned(), fault.to_string())];
            Ok((StatusCode::UNPROCESSABLE_ENTITY, replay_page(&sent, &wrong).render(&frame)?).into_response())
        }
    }
}
