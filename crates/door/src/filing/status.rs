//! A filing as whoever filed it sees it: what happened, what comes next and by when, the receipt, and what can be done now.

use std::borrow::Cow;

use axum::extract::{Path, State};
use axum::response::{Html, Redirect};
use court::filing::Matter;
use court::office::{Request, perform};
use frame::fault::Fault;
use frame::format::{day_text, moment};
use frame::shell::Frame;
use law::calendar::Calendar;
use law::court::by_code;
use law::day::Day;
use law::ids::{CourtId, JudgeId, Stream};
use law::life::codes::State as Phase;
use law::life::command::Command;
use law::life::event::Event;
use law::period::{Period, Roll, Variant, last_day};

use super::draft::{complaint, fee_block, summary};
use crate::form::{Field, Form, Kind};
use crate::gate::{Posted, Who, not_done};
use crate::page::{Block, Page, Step, Text};
use crate::state::Door;

/// The address of a filing.
pub fn address(court: CourtId, stream: Stream) -> String {
    let code = law::court::court(court).map_or("", |court| court.code);
    format!("/filings/{}/{}", crate::gate::escaped(code), stream.0)
}

/// The court of a code in an address.
pub fn court_of(code: &str) -> Result<CourtId, Fault> {
    by_code(code).map(|court| court.id).ok_or_else(|| Fault::NotFound("没有这个法院".to_owned()))
}

/// A matter of whoever asks; another's is as none.
pub async fn own(door: &Door, who: &Who, court: CourtId, stream: i64) -> Result<Matter, Fault> {
    let found = Matter::load(door.docket(), court, Stream(stream)).await.map_err(not_done)?;
    let own = found.filter(|matter| matter.filer() == Some(who.account()) && who.account() != 0);
    own.ok_or_else(|| Fault::NotFound("没有这件立案申请".to_owned()))
}

/// `GET /filings/{code}/{stream}`.
pub async fn show(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
) -> Result<Html<String>, Fault> {
    let court = court_of(&code)?;
    let matter = own(&door, &who, court, stream).await?;
    let opening = matter.opening().ok_or(Fault::Unavailable)?;
    let receipt = format!("/entries/{}/{}", crate::gate::escaped(&code), opening.position);
    let name = law::court::court(court).map_or("", |court| court.name);
    let page = Page::new("立案申请", format!("{name}，{}提交", moment(opening.recorded_at)))
        .under([Text::link("我的办件", "/me")])
        .with(Block::Steps("办到哪一步".to_owned(), story(&matter, door.now().day())))
        .and(can_do(&matter, &who, &code, stream))
        .with(Block::Note(
            "good",
            vec![
                Text::from("这是您的立案回执。它证明法院的日志里有这份材料，谁也不能悄悄删改；不用本站也能核对。"),
                Text::link("打开回执：可以打印、保存文件和二维码", receipt),
            ],
        ));
    let filled = matter.complaint.as_deref().map(complaint);
    let page = match &filled {
        Some(filled) => page.and(summary(filled)).and(fee_block(filled)),
        None => page,
    };
    page.render(&frame)
}

/// What happened, and what comes.
pub fn story(matter: &Matter, today: Day) -> Vec<Step> {
    let mut steps: Vec<Step> = matter
        .entries
        .iter()
        .filter(|(_, event)| !matches!(event, Event::Viewed(_)))
        .map(|(entry, event)| Step {
            when: moment(entry.recorded_at),
            what: event.zh().to_owned(),
            more: told(event),
            state: "done",
        })
        .collect();
    steps.extend(coming(matter, today));
    steps
}

fn told(event: &Event) -> String {
    match event {
        Event::CorrectionAsked(body) => format!("{}。请在 {} 前补正", body.defects.join("；"), day_text(body.due)),
        Event::Refused(body) => body.ground.clone(),
        Event::Accepted(body) => body.number.clone(),
        Event::Assigned(body) => {
            let how = match (&body.named, &body.draw) {
                (Some(named), _) => format!("经批准指定（{}）", named.ground.zh()),
                (None, Some(_)) => "由抽签确定，任何人都可以重新抽一遍核对".to_owned(),
                (None, None) => String::new(),
            };
            format!("承办法官 {} 号，{}。{how}", body.judge.0, body.procedure.zh())
        }
        Event::NumberGiven(body) => format!("数字 {}", body.number),
        Event::FeeNoticed(body) => format!("应交 {}，请在 {} 前交纳", body.amount, day_text(body.due)),
        Event::FeePaid(body) => format!("已交 {}", body.amount),
        Event::Diverted(body) => format!("调解期到 {}，不成就立案", day_text(body.due)),
        Event::RecusalAsked(body) => body.ground.clone(),
        Event::RecusalDecided(body) => {
            format!("{}：{}", if body.upheld { "准许回避" } else { "不准许回避" }, body.reason)
        }
        _ => String::new(),
    }
}

/// The last day of the registry's seven days.
pub fn registry_due(matter: &Matter, today: Day) -> Day {
    let from = matter.case.registry_from();
    last_day(from, Period::Days(7), Variant::Civil, Roll::Legal, Calendar::embedded(), today)
}

fn coming(matter: &Matter, today: Day) -> Vec<Step> {
    let step = |by: Option<Day>, what: &str, more: &str| {
        let late = by.is_some_and(|by| by < today);
        Step {
            when: by.map_or_else(String::new, |by| format!("{} 前", day_text(by))),
            what: what.to_owned(),
            more: more.to_owned(),
            state: if late { "late" } else { "next" },
        }
    };
    match matter.case.state() {
        Phase::Received => vec![step(
            Some(registry_due(matter, today)),
            "法院审查是否立案",
            "七日内立案，或者一次告知要补正的内容，或者裁定不予受理（民事诉讼法第一百二十三条、登记立案规定第八条）。",
        )],
        Phase::Correcting => vec![step(
            matter.case.correction_due(),
            "等您补正",
            "只改通知里问到的内容，别的不用重填。过期不补，材料会退回（登记立案规定第七条）。",
        )],
        Phase::Registered => vec![step(None, "抽签确定承办法官", "三日内移送审判庭并抽签，结果会告诉您。")],
        Phase::Assigned if matter.case.vacant() => {
            vec![step(None, "重新抽签确定承办法官", "原承办法官已经回避，不再参加抽签。")]
        }
        Phase::Assigned => vec![step(
            matter.case.facts.final_end_day,
            "审理",
            "五日内把起诉状副本送给被告，被告十五日内答辩；开庭三日前通知您（民事诉讼法第一百二十五条、第一百三十六条）。",
        )],
        Phase::Refused => {
            vec![step(None, "可以上诉", "收到裁定之日起十日内，可以向上一级法院上诉（民事诉讼法第一百六十四条）。")]
        }
        Phase::Returned => vec![step(None, "可以重新起诉", "材料补齐后可以再次提交；坚持起诉的，法院会作出裁定。")],
        Phase::Diverted => vec![step(None, "调解", "调解不成的，法院会转为立案审查，不用再交一次材料。")],
        _ => Vec::new(),
    }
}

/// What can be done now, each a form.
fn can_do(matter: &Matter, who: &Who, code: &str, stream: i64) -> Vec<Block> {
    let here = format!("/filings/{}/{stream}", crate::gate::escaped(code));
    let mut blocks = Vec::new();
    let case = &matter.case;
    if case.state() == Phase::Correcting {
        blocks.push(Block::Links(vec![Text::link("去补正", format!("{here}/correct"))]));
    }
    let before_draw = matches!(case.state(), Phase::Received | Phase::Correcting | Phase::Registered);
    if before_draw && case.number_given().is_none() {
        let form = Form::new(format!("{here}/number"), who.csrf(), "提供这个数字")
            .titled("为抽签提供一个数字")
            .with(
                Field::new("number", "随便写 1 至 20 位数字", Kind::Line("numeric", "off"))
                    .hint("承办法官由抽签产生。您的材料已经封存，再加上您的数字一起抽签，法院和您都不能左右结果。")
                    .needed(),
            )
            .warning("数字提供以后不能更改。不提供也会照常抽签。")
            .quiet();
        blocks.push(Block::Form(Box::new(form)));
    }
    if let (Some(amount), _, None) = case.fee() {
        let form = Form::new(format!("{here}/fee"), who.csrf(), format!("登记已交 {amount}"))
            .titled("交诉讼费")
            .with(Field::line("reference", "缴费凭证号").hint("银行或者窗口出具的凭证上的号码。").needed())
            .quiet();
        blocks.push(Block::Form(Box::new(form)));
    }
    let judge = case.facts.judge.filter(|_| case.state() == Phase::Assigned && !case.vacant());
    if let (Some(JudgeId(judge)), None) = (judge, case.recusal()) {
        let drawn = matter.entries.iter().rev().find(|(_, event)| matches!(event, Event::Assigned(_)));
        if let Some((entry, _)) = drawn {
            let to = format!("/draws/{}/{}", crate::gate::escaped(code), entry.position);
            blocks.push(Block::Links(vec![Text::link("看抽签，自己再抽一遍核对", to)]));
        }
        let form = Form::new(format!("{here}/recusal"), who.csrf(), "申请回避")
            .titled(format!("申请 {judge} 号法官回避"))
            .with(
                Field::new("ground", "理由", Kind::Text(3))
                    .hint("承办法官是对方的近亲属、与案件有利害关系，或者有其他可能影响公正的关系的，可以申请回避；院长三日内决定。")
                    .needed(),
            )
            .with(Field::hidden("judge", judge.to_string()))
            .quiet();
        blocks.push(Block::Form(Box::new(form)));
    }
    blocks
}

/// Does one act upon an own matter and goes back to it.
async fn act(door: &Door, who: &Who, code: &str, stream: i64, command: Command) -> Result<Redirect, Fault> {
    let court = court_of(code)?;
    own(door, who, court, stream).await?;
    let request = Request {
        court,
        stream: Some(Stream(stream)),
        at: door.now(),
        actor: Cow::Owned(who.actor()),
        command,
        field_key: None,
        parties: None,
        complaint: None,
        draft: None,
    };
    perform(door.docket(), door.keys(), &request).await.map_err(not_done)?;
    Ok(Redirect::to(&address(court, Stream(stream))))
}

/// `POST /filings/{code}/{stream}/number`.
pub async fn number(
    State(door): State<Door>,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
    posted: Posted,
) -> Result<Redirect, Fault> {
    let sent = posted.of(&who)?;
    let command = Command::GiveNumber { by: who.account(), number: sent.text("number").to_owned() };
    act(&door, &who, &code, stream, command).await
}

/// `POST /filings/{code}/{stream}/fee`.
pub async fn fee(
    State(door): State<Door>,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
    posted: Posted,
) -> Result<Redirect, Fault> {
    let sent = posted.of(&who)?;
    let matter = own(&door, &who, court_of(&code)?, stream).await?;
    let amount = matter.case.fee().0.unwrap_or(law::fen::Fen::ZERO);
    let command = Command::PayFee { amount, reference: sent.text("reference").to_owned() };
    act(&door, &who, &code, stream, command).await
}

/// `POST /filings/{code}/{stream}/recusal`.
pub async fn recusal(
    State(door): State<Door>,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
    posted: Posted,
) -> Result<Redirect, Fault> {
    let sent = posted.of(&who)?;
    let judge = JudgeId(sent.text("judge").parse().unwrap_or(0));
    let command = Command::AskRecusal { by: who.account(), ground: sent.text("ground").to_owned(), judge };
    act(&door, &who, &code, stream, command).await
}
