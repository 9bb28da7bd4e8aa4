//! One report of a reader: what it says, by when it is answered, and the answer: taken back and corrected, or unfounded with
//! words.

use axum::extract::{Path, State};
use axum::response::{Html, Redirect};
use court::reports::{Report, Standing};
use frame::fault::Fault;
use frame::format::{day_text, moment, moment_text};
use frame::shell::Frame;
use hall::form::{Field, Form, Kind};
use hall::gate::{Posted, Who};
use hall::may::{own_court, upon};
use hall::page::{Block, Page, Text};
use hall::state::Door;
use law::life::codes::Recall;
use matters::act::{look, worded};
use matters::desk::list::number;
use permit::{Action, Permit};

use super::decide::{ground, recall};
use super::{Opened, opened};
use crate::report_fault;

/// A report of the own court with its document, for somebody who may check it.
async fn found(door: &Door, who: &Who, number: i64) -> Result<(Report, Opened), Fault> {
    let own = own_court(who)?;
    if Permit::embedded().reach(who.role, Action::CheckDocument).is_empty() {
        return Err(Fault::Denied(format!("{}不答复读者的反映", who.role.zh())));
    }
    let report = door.reports().one(number).await.map_err(report_fault)?.filter(|report| report.court == own);
    let report = report.ok_or_else(|| Fault::NotFound("没有这条反映".to_owned()))?;
    let code = law::court::court(own).map_or("", |court| court.code);
    let opened = opened(door, who, (code, report.stream.0, report.nth)).await?;
    upon(who, Action::CheckDocument, &opened.matter, false)?;
    Ok((report, opened))
}

/// `GET /desk/judgments/reports/{number}`.
pub async fn show(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path(number_of): Path<i64>,
) -> Result<Html<String>, Fault> {
    let (report, opened) = found(&door, &who, number_of).await?;
    look(&door, &who, &opened.matter).await?;
    let facts = &opened.matter.case.facts;
    let late = report.waits() && report.due < door.now().day();
    let due = Text::from(format!("{}{}", day_text(report.due), if late { "，已经超过" } else { "" }));
    let mut rows = vec![
        ("文书".to_owned(), Text::link(format!("{}{}", number(facts), opened.paper.kind.zh()), opened.address())),
        ("文书现在".to_owned(), Text::from(opened.paper.stage.zh())),
        ("反映".to_owned(), Text::from(moment_text(report.came_at))),
        ("最晚答复".to_owned(), due.looking(if late { "overdue" } else { "" })),
        ("现在".to_owned(), Text::from(report.standing.zh())),
    ];
    if !report.answer.is_empty() {
        rows.push(("答复".to_owned(), Text::from(report.answer.clone())));
        rows.extend(report.answered_at.map(|at| ("答复时间".to_owned(), Text::from(moment(at)))));
    }
    let said = report.text.split('\n').map(str::to_owned).collect();
    let mut page = Page::new("读者反映有误", format!("{}，{}", number(facts), report.standing.zh()))
        .under([Text::link("裁判文书上网", "/desk/judgments")])
        .with(Block::Prose("读者说".to_owned(), said))
        .with(Block::Facts("情况".to_owned(), rows));
    if report.standing == Standing::Open {
        page = page.and(forms(&report, &opened, &who));
    } else if report.standing == Standing::Correcting {
        let told = "改好、审核后重新公布时，这条反映自动办结，读者凭查询码看得到。";
        page = page.with(Block::Note("plain", vec![Text::from(told)]));
    }
    page.render(&frame)
}

fn forms(report: &Report, opened: &Opened, who: &Who) -> [Block; 2] {
    let here = format!("/desk/judgments/reports/{}", report.number);
    let form = |word: &str, button: &str, title: &str| {
        Form::new(here.clone(), who.csrf(), button).titled(title).with(Field::hidden("answer", word))
    };
    let words = |hint: &str| Field::new("words", "答复读者", Kind::Text(3)).hint(hint).needed();
    let mut founded = form("correct", "撤回更正", "情况属实");
    if opened.paper.stage.is_public() {
        let grounds = Recall::ALL.iter().map(|one| (one.word().to_owned(), one.zh().to_owned())).collect();
        founded = founded
            .with(Field::new("ground", "撤回的事由", Kind::Select(grounds)).holding(Recall::Masking.word()))
            .warning("文书立即撤回，公开页面不再显示文本；由承办人改好，另一人审核后重新公布。");
    }
    let founded = founded.with(words("例如：反映属实，已经撤回，改正后重新公布。"));
    let unfounded = form("unfounded", "答复读者", "经核实无误").with(words("写清核对了什么、为什么无误。")).quiet();
    [Block::Form(Box::new(founded)), Block::Form(Box::new(unfounded))]
}

/// `POST /desk/judgments/reports/{number}`.
pub async fn answer(
    State(door): State<Door>,
    who: Who,
    Path(number_of): Path<i64>,
    posted: Posted,
) -> Result<Redirect, Fault> {
    let sent = posted.of(&who)?;
    let (report, opened) = found(&door, &who, number_of).await?;
    let words = worded("答复", sent.text("words"))?;
    if words.is_empty() {
        return Err(Fault::unclear("没有写答复", "请写给读者看的话。"));
    }
    if report.standing != Standing::Open {
        return Err(Fault::Conflict("这条反映已经答复".to_owned()));
    }
    let to = match sent.text("answer") {
        "correct" => {
            if opened.paper.stage.is_public() {
                let ground = ground(&sent)?;
                recall(&door, &who, &opened, ground).await?;
            }
            Standing::Correcting
        }
        "unfounded" => Standing::Unfounded,
        _ => return Err(Fault::unclear("没有选怎样答复", "请选情况属实，或者经核实无误。")),
    };
    let done = door.reports().answer(report.number, (to, &words), who.account(), door.now()).await;
    done.map_err(report_fault)?;
    Ok(Redirect::to(&format!("/desk/judgments/reports/{}", report.number)))
}
