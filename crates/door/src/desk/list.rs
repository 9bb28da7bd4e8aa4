//! What waits at the desk of a court: filings by age and limit, cases without a judge, recusals and namings to decide.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use docket::store::CaseFilter;
use frame::fault::Fault;
use frame::format::day_text;
use frame::shell::Frame;
use law::calendar::Calendar;
use law::day::Day;
use law::life::codes::{Channel, State as Phase};
use law::life::facts::CaseFacts;
use law::period::{Period, Roll, Variant, last_day};
use permit::Action;

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

/// `GET /desk`.
pub async fn desk(State(door): State<Door>, frame: Frame, who: Who) -> Result<Response, Fault> {
    let Ok(court) = own_court(&who) else { return Ok(Redirect::to("/me").into_response()) };
    within(&who, Action::ListFilings, court)?;
    let today = door.now().day();
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
    let name = law::court::court(court).map_or("", |court| court.name);
    let late = filings.iter().filter(|facts| overdue(facts, today)).count();
    let lede = match (filings.len(), late) {
        (0, _) => format!("{name}：没有等待审查的立案申请。"),
        (n, 0) => format!("{name}：{n} 件立案申请等待办理，没有超过七日的。"),
        (n, late) => format!("{name}：{n} 件立案申请等待办理，其中 {late} 件已到或者超过七日。"),
    };
    let page = Page::new("立案工作台", lede).with(crate::page::Block::Table(Table {
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
