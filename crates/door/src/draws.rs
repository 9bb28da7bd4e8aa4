//! Draws for everybody: one draw made again before one's eyes, any receipt's, and what a month of them came to.

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use court::replay::{Replayed, replay};
use docket::store::CaseFilter;
use frame::fault::Fault;
use frame::format::moment;
use frame::shell::Frame;
use law::assignment::spread::Spread;
use law::court::{by_code, courts};
use law::day::Day;
use law::ids::CourtId;
use law::life::event::Event;

use crate::filing::status::court_of;
use crate::form::{Field, Form, Kind, Sent};
use crate::gate::{Posted, escaped};
use crate::page::{Block, Page, Table, Text};
use crate::state::Door;

/// Cases looked at for a month at most.
const MOST: i64 = 5_000;

/// A draw made again, step by step, and who was looked at.
fn blocks(replayed: &Replayed) -> Vec<Block> {
    let verdict = if replayed.sound() {
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
        let rows = seat.candidates.iter().map(|one| {
            let why: Vec<String> =
                one.failing.iter().map(|failing| format!("{} {}", failing.code(), failing.zh())).collect();
            let drawn = seat.outcome.contains(&one.judge);
            let state = match (drawn, why.is_empty()) {
                (true, _) => Text::from("抽中").looking("good"),
                (false, true) => Text::from("符合条件"),
                (false, false) => Text::from(why.join("；")).looking("muted"),
            };
            vec![
                Text::from(format!("{} 号", one.judge.0)),
                Text::from(format!("{}.{:02}", one.load / 100, one.load % 100)),
                state,
            ]
        });
        Block::Table(Table {
            title: format!("{}的候选名单", seat.kind.zh()),
            heads: vec!["法官", "#负荷", "结果或者不能参加的原因"],
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
    let name = law::court::court(court).map_or("", |court| court.name);
    let entry = &replayed.receipt.entry;
    let file = format!("/entries/{}/{position}", escaped(&code));
    Page::new(
        format!("抽签分案：{} 号法官", replayed.assigned.judge.0),
        format!(
            "{name}，{}抽签，第 {} 轮。",
            moment(entry.recorded_at),
            replayed.assigned.draw.as_ref().map_or(0, |draw| draw.round)
        ),
    )
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

/// `GET /draws`: why did this judge get so many and not fewer?
pub async fn month(State(door): State<Door>, frame: Frame, RawQuery(query): RawQuery) -> Result<Html<String>, Fault> {
    let sent = Sent::read(query.as_deref().unwrap_or(""))?;
    let today = door.now().day();
    let first = Day::parse(&format!("{}-01", sent.text("month")))
        .or_else(|| Day::new(today.year(), today.month(), 1))
        .unwrap_or(today);
    let court = by_code(sent.text("court")).map(|court| court.id);
    let chosen = format!("{:04}-{:02}", first.year(), first.month());
    let options = courts().iter().map(|court| (court.code.to_owned(), court.name.to_owned())).collect();
    let ask = Block::Ask(vec![
        Field::new("court", "法院", Kind::Select(options)).holding(sent.text("court")),
        Field::line("month", "月份，如 2020-03").holding(chosen.as_str()),
    ]);
    let page = Page::new("抽签统计", "每位法官抽到几件，应当抽到几件，差多少算正常。").with(ask);
    let Some(court) = court else {
        let hint = Text::from("请选一个法院。每个数字都来自封存的抽签记录，可以逐件打开。");
        return page.with(Block::Note("plain", vec![hint])).render(&frame);
    };
    let (spread, cases) = spread(&door, court, first).await?;
    page.and(told(&spread, &cases, court)).render(&frame)
}

/// The draws of a court in a month, and where each is.
async fn spread(door: &Door, court: CourtId, first: Day) -> Result<(Spread, Vec<(i64, u32)>), Fault> {
    let failed = |cause: docket::store::StoreError| Fault::unavailable(&cause);
    let last = first.plus(31);
    let last = Day::new(last.year(), last.month(), 1).unwrap_or(last).plus(-1);
    let filter = CaseFilter {
        courts: vec![court],
        between: vec![("assigned_day", i64::from(first.0), i64::from(last.0))],
        ..CaseFilter::default()
    };
    let mut spread = Spread::default();
    let mut cases = Vec::new();
    for facts in door.docket().list_cases(&filter, None, MOST).await.map_err(failed)? {
        if facts.filer.is_none() {
            continue;
        }
        for entry in door.docket().stream(court, facts.stream).await.map_err(failed)? {
            if let Ok(Event::Assigned(body)) = Event::read(&entry.kind, &entry.body)
                && let Some(draw) = body.draw.filter(|_| body.named.is_none())
            {
                spread.add(&draw);
                cases.push((entry.position, draw.first().map_or(0, |judge| judge.0)));
            }
        }
    }
    Ok((spread, cases))
}

fn told(spread: &Spread, cases: &[(i64, u32)], court: CourtId) -> Vec<Block> {
    let code = law::court::court(court).map_or("", |court| court.code);
    let rows = spread.judges.iter().map(|(judge, share)| {
        let kept: u32 = share.kept_out.values().sum();
        let reasons: Vec<String> =
            share.kept_out.iter().map(|(failing, n)| format!("{} {n} 次", failing.zh())).collect();
        let far = share.distance().abs() > 3.0;
        vec![
            Text::from(format!("{} 号", judge.0)),
            Text::from(share.got.to_string()),
            Text::from(format!("{:.1} ± {:.1}", share.expected, 2.0 * share.deviation())).looking(if far {
                "overdue"
            } else {
                ""
            }),
            Text::from(share.in_band.to_string()),
            Text::from(share.above_band.to_string()),
            Text::from(if kept == 0 { "—".to_owned() } else { reasons.join("；") }),
        ]
    });
    let mut blocks = vec![Block::Table(Table {
        title: "每位法官".to_owned(),
        heads: vec!["法官", "#抽到", "#应当抽到", "#进入抽签", "#负荷较高未进入", "不能参加"],
        rows: rows.collect(),
        empty: "这个月没有网上抽签。抽签分案以后，每一次都会列在这里。",
        count: format!("{} 次抽签", spread.draws),
        next: None,
    })];
    if spread.draws > 0 {
        let (statistic, freedom) = spread.chi_square();
        let (p, verdict) = (spread.p_value(), if spread.p_value() < 0.001 { "需要查明原因" } else { "看不出偏向" });
        blocks.push(Block::Facts(
            "像不像抽签".to_owned(),
            vec![
                (
                    "卡方检验".to_owned(),
                    Text::from(format!("χ² = {statistic:.2}，自由度 {freedom}，p = {p:.3}：{verdict}")),
                ),
                (
                    "抽中负荷最低者".to_owned(),
                    Text::from(format!(
                        "{} 次，按抽签应为 {:.1} 次左右；明显偏多就成了轮流",
                        spread.least, spread.least_expected
                    )),
                ),
            ],
        ));
        let rows = cases.iter().rev().take(100).map(|(position, judge)| {
            vec![
                Text::link(format!("第 {position} 条"), format!("/draws/{}/{position}", escaped(code))),
                Text::from(format!("{judge} 号")),
            ]
        });
        blocks.push(Block::Table(Table {
            title: "逐次打开".to_owned(),
            heads: vec!["记录", "抽中"],
            rows: rows.collect(),
            ..Table::default()
        }));
    }
    blocks
}
