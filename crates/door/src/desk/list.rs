//! What waits at the desk of a court: filings by age and limit, cases without a judge, recusals and namings to decide.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use docket::store::CaseFilter;
use frame::fault::Fault;
use frame::format::day_text;
use frame::shell::Frame;
use law::calendar::Calendar;
use law::day::Day;
use law::ids::CourtId;
use law::life::codes::{Channel, State as Phase};
use law::life::facts::CaseFacts;
use law::period::{Period, Roll, Variant, last_day};
use law::role::Role;
use permit::{Action, Permit};

use super::relays;
use crate::gate::{Who, escaped};
use crate::may::{own_court, within};
use crate::page::{Page, Table, Text};
use crate::state::Door;

/// Rows of a list at most.
const MOST: i64 = 200;

/// The address of a matter at the desk.
pub fn address(facts: &CaseFacts) -> String {
    let code = law::court::court(facts.court).map_or("", |court| court.code);
    format!("/desk/{}/{}", escaped(code), facts.stream.0)
}

/// What waits at the desk of a court: filings, the first to arrive first, and cases without a judge.
///
/// # Errors
/// When storage fails.
pub async fn waiting(door: &Door, court: CourtId) -> Result<(Vec<CaseFacts>, Vec<CaseFacts>), Fault> {
    let of = |states: &[Phase], absent: Vec<&'static str>| CaseFilter {
        courts: vec![court],
        states: states.iter().map(|state| state.code()).collect(),
        absent,
        ..CaseFilter::default()
    };
    let waiting = of(&[Phase::Received, Phase::Correcting, Phase::Diverted], vec!["accepted_day"]);
    let drawn = of(&[Phase::Registered], vec!["judge"]);
    let failed = |cause: docket::store::StoreError| Fault::unavailable(&cause);
    let mut filings = door.docket().list_cases(&waiting, None, MOST).await.map_err(failed)?;
    filings.sort_by_key(|facts| (facts.received_day, facts.stream));
    let cases = door.docket().list_cases(&drawn, None, MOST).await.map_err(failed)?;
    Ok((filings, cases))
}

/// `GET /desk`.
pub async fn desk(State(door): State<Door>, frame: Frame, who: Who) -> Result<Response, Fault> {
    let Ok(court) = own_court(&who) else { return Ok(Redirect::to("/me").into_response()) };
    match who.role {
        Role::Administrator => return Ok(Redirect::to("/admin").into_response()),
        Role::Discipline => return Ok(Redirect::to("/admin/access").into_response()),
        _ => {}
    }
    if within(&who, Action::ListFilings, court).is_err() {
        return Ok(own_page(&who, court).render(&frame)?.into_response());
    }
    let today = door.now().day();
    let (filings, cases) = waiting(&door, court).await?;
    let benches = super::waiting::waiting(&door, court).await?;
    let name = law::court::court(court).map_or("", |court| court.name);
    let late = filings.iter().filter(|facts| overdue(facts, today)).count();
    let lede = match (filings.len(), late) {
        (0, _) => format!("{name}：没有等待审查的立案申请。"),
        (n, 0) => format!("{name}：{n} 件立案申请等待办理，没有超过七日的。"),
        (n, late) => format!("{name}：{n} 件立案申请等待办理，其中 {late} 件已到或者超过七日。"),
    };
    let mut ways = Vec::new();
    if !Permit::embedded().reach(who.role, Action::ListCases).is_empty() {
        ways.push(Text::link("案件列表", "/desk/cases"));
    }
    if within(&who, Action::ReceiveAtCounter, court).is_ok() {
        ways.insert(0, Text::link("窗口收件", "/desk/counter"));
    }
    let mut waits = relays::waiting_here(&relays::unanswered(&door, &filings).await?);
    if within(&who, Action::ReceiveForOther, court).is_ok() {
        ways.push(Text::link("跨域收件", "/desk/relays"));
        waits.extend(relays::alarm(relays::sent_unanswered(&door, court).await?.iter(), "等管辖法院答复"));
    }
    if within(&who, Action::ImportCases, court).is_ok() {
        ways.push(Text::link("导入旧案", "/desk/import"));
    }
    if within(&who, Action::ManageNotices, court).is_ok() {
        ways.push(Text::link("公告管理", "/desk/notices"));
    }
    ways.push(Text::link("我的账户", "/me/account"));
    let stamp = crate::live::desk_stamp(&filings, &cases);
    let page = Page::new("立案工作台", lede)
        .following("desk", stamp)
        .with(crate::page::Block::Links(ways))
        .and(waits)
        .and(super::waiting::blocks(&who, &benches, today));
    let page = page.with(crate::page::Block::Table(Table {
        title: "等待审查".to_owned(),
        heads: vec!["案由", "渠道", "收到", "#已过天数", "最晚办结", "现在"],
        rows: filings.iter().map(|facts| filing(facts, today)).collect(),
        empty: "没有等待审查的申请。网上和窗口提交的立案申请会按收到的先后排在这里。",
        count: format!("{} 件", filings.len()),
        next: None,
    }));
    let page = page.with(crate::page::Block::Table(Table {
        title: "已立案，等待抽签".to_owned(),
        heads: vec!["案号", "案由", "立案", "标的额"],
        rows: cases.iter().map(case).collect(),
        empty: "没有等待抽签的案件。",
        count: format!("{} 件", cases.len()),
        next: None,
    }));
    Ok(page.render(&frame)?.into_response())
}

/// The desk of those who have no filings to look after.
fn own_page(who: &Who, court: CourtId) -> Page {
    let name = law::court::court(court).map_or("", |court| court.name);
    let code = law::court::court(court).map_or("", |court| court.code);
    Page::new("工作台", format!("{name}，{}", who.role.zh())).with(crate::page::Block::Links(vec![
        Text::link("案件列表", "/desk/cases"),
        Text::link("本院抽签统计", format!("/draws?court={}", escaped(code))),
        Text::link("我的账户", "/me/account"),
    ]))
}

fn due(facts: &CaseFacts, today: Day) -> Day {
    last_day(facts.received_day, Period::Days(7), Variant::Civil, Roll::Legal, Calendar::embedded(), today)
}

fn overdue(facts: &CaseFacts, today: Day) -> bool {
    facts.state == Phase::Received.code() && due(facts, today) <= today
}

fn cause(facts: &CaseFacts) -> &'static str {
    facts.cause.and_then(law::cause::cause).map_or("", |cause| cause.name)
}

fn filing(facts: &CaseFacts, today: Day) -> Vec<Text> {
    let look = if overdue(facts, today) { "overdue" } else { "" };
    vec![
        Text::link(cause(facts), address(facts)),
        Channel::from_code(facts.channel).map_or("", Channel::zh).into(),
        Text::from(facts.received_day.to_string()),
        Text::from(facts.received_day.until(today).to_string()),
        Text::from(due(facts, today).to_string()).looking(look),
        Phase::from_code(facts.state).map_or("", Phase::zh).into(),
    ]
}

fn case(facts: &CaseFacts) -> Vec<Text> {
    vec![
        Text::link(number(facts), address(facts)),
        cause(facts).into(),
        Text::from(facts.accepted_day.map(day_text).unwrap_or_default()),
        Text::from(facts.amount.to_string()).looking("number"),
    ]
}

/// The case number.
pub fn number(facts: &CaseFacts) -> String {
    let word = law::case_number::Word::by_code(facts.word);
    match (facts.year, facts.serial, word) {
        (Some(year), Some(serial), Some(word)) => {
            law::case_number::CaseNumber::new(year, facts.court, word, serial).to_string()
        }
        _ => "（未立案）".to_owned(),
    }
}
