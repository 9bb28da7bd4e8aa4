//! What waits at the desk of a court: filings by age and limit, cases without a judge, recusals and namings to decide.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use docket::store::CaseFilter;
use frame::fault::Fault;
use frame::format::day_text;
use frame::shell::Frame;
use law::calendar::Calendar;
use law::day::Day;
use law::ids::{CourtId, Stream};
use law::life::codes::{Channel, State as Phase};
use law::life::facts::CaseFacts;
use law::period::{Period, Roll, Variant, last_day};
use law::role::Role;
use permit::{Action, Permit};

use super::relays;
use hall::form::{Field, Kind};
use hall::gate::{Asked, Who, escaped};
use hall::may::{own_court, within};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;

/// Matters of a list that are known at once.
const MOST: i64 = 200;
/// Rows of a page.
const ROWS: i64 = 50;
/// Days within which seven days end whatever holidays lie among them.
const LONGEST: i32 = 40;

/// The address of a matter at the desk.
pub fn address(facts: &CaseFacts) -> String {
    let code = law::court::court(facts.court).map_or("", |court| court.code);
    format!("/desk/{}/{}", escaped(code), facts.stream.0)
}

fn of(court: CourtId, states: &[Phase], absent: &'static str) -> CaseFilter {
    CaseFilter {
        courts: vec![court],
        states: states.iter().map(|state| state.code()).collect(),
        absent: vec![absent],
        ..CaseFilter::default()
    }
}

fn filings_of(court: CourtId) -> CaseFilter {
    of(court, &[Phase::Received, Phase::Correcting, Phase::Diverted], "accepted_day")
}

fn to_draw_of(court: CourtId) -> CaseFilter {
    of(court, &[Phase::Registered], "judge")
}

fn failed(cause: docket::store::StoreError) -> Fault {
    Fault::unavailable(&cause)
}

/// What waits at the desk of a court: filings, the first to arrive first, and cases without a judge; so many of each at most.
///
/// # Errors
/// When storage fails.
pub async fn waiting(door: &Door, court: CourtId) -> Result<(Vec<CaseFacts>, Vec<CaseFacts>), Fault> {
    let filings = door.docket().list_cases(&filings_of(court), None, MOST).await.map_err(failed)?;
    let cases = door.docket().list_cases(&to_draw_of(court), None, MOST).await.map_err(failed)?;
    Ok((filings, cases))
}

/// Which of the filings are shown.
const SHOWN: [(&str, &str); 5] = [
    ("", "全部申请"),
    ("late", "到期和超期的"),
    ("received", "等待审查的"),
    ("correcting", "等待补正的"),
    ("diverted", "诉前调解中的"),
];

/// A part of a list: its rows, how many there are in all, and where the next part begins.
#[derive(Debug, Default)]
struct Part {
    rows: Vec<CaseFacts>,
    all: i64,
    next: Option<i64>,
}

impl Part {
    async fn of(door: &Door, court: CourtId, filter: &CaseFilter, after: &str) -> Result<Part, Fault> {
        let after = match after {
            "" => None,
            text => Some(text.parse().map(Stream).map_err(|_| {
                let told = format!("“{}”之后没有下一页", hall::gate::shortened(text));
                Fault::unclear(told, "请从上一页进入下一页。")
            })?),
        };
        let all = door.docket().count_cases(filter).await.map_err(failed)?;
        let from = after.map(|stream| (court, stream));
        let mut rows = door.docket().list_cases(filter, from, ROWS + 1).await.map_err(failed)?;
        let fits = usize::try_from(ROWS).unwrap_or(0);
        let more = rows.len() > fits;
        rows.truncate(fits);
        let next = rows.last().filter(|_| more).map(|last| last.stream.0);
        Ok(Part { rows, all, next })
    }

    fn count(&self) -> String {
        match usize::try_from(self.all) {
            Ok(all) if all == self.rows.len() => format!("{all} 件"),
            _ => format!("共 {} 件，本页 {} 件", self.all, self.rows.len()),
        }
    }
}

/// The last day on which a filing that is due by a day can have come.
fn came_by(today: Day) -> Day {
    (0..LONGEST).map(|back| today.plus(-back)).find(|came| ends(*came, today) <= today).unwrap_or(today.plus(-LONGEST))
}

fn late_of(court: CourtId, today: Day) -> CaseFilter {
    let mut filter = of(court, &[Phase::Received], "accepted_day");
    filter.between.push(("received_day", i64::from(i32::MIN), i64::from(came_by(today).0)));
    filter
}

fn shown(court: CourtId, which: &str, today: Day) -> Result<CaseFilter, Fault> {
    Ok(match which {
        "" => filings_of(court),
        "late" => late_of(court, today),
        "received" => of(court, &[Phase::Received], "accepted_day"),
        "correcting" => of(court, &[Phase::Correcting], "accepted_day"),
        "diverted" => of(court, &[Phase::Diverted], "accepted_day"),
        other => {
            let told = format!("没有“{}”这一种申请", hall::gate::shortened(other));
            return Err(Fault::unclear(told, "请从列出的种类里选。"));
        }
    })
}

/// `GET /desk`.
pub async fn desk(State(door): State<Door>, frame: Frame, who: Who, Asked(query): Asked) -> Result<Response, Fault> {
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
    let which = query.text("show");
    let came = Part::of(&door, court, &shown(court, which, today)?, query.text("filings")).await?;
    let to_draw = Part::of(&door, court, &to_draw_of(court), query.text("draws")).await?;
    let all = door.docket().count_cases(&filings_of(court)).await.map_err(failed)?;
    let late = door.docket().count_cases(&late_of(court, today)).await.map_err(failed)?;
    let benches = super::waiting::waiting(&door, court).await?;
    let name = law::court::court(court).map_or("", |court| court.name);
    let lede = match (all, late) {
        (0, _) => format!("{name}：没有等待审查的立案申请。"),
        (n, 0) => format!("{name}：{n} 件立案申请等待办理，没有超过七日的。"),
        (n, late) => format!("{name}：{n} 件立案申请等待办理，其中 {late} 件已到或者超过七日。"),
    };
    let mut waits = relays::waiting_here(&relays::unanswered(&door, &filings).await?);
    if within(&who, Action::ReceiveForOther, court).is_ok() {
        waits.extend(relays::alarm(relays::sent_unanswered(&door, court).await?.iter(), "等管辖法院答复"));
    }
    let stamp = crate::live::desk_stamp(&filings, &cases);
    let page = Page::new("立案工作台", lede)
        .following("desk", stamp)
        .with(Block::Links(ways(&who, court)))
        .and(waits)
        .and(super::waiting::blocks(&who, &benches, today));
    let options = SHOWN.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec();
    let ask = Field::new("show", "立案申请", Kind::Select(options)).holding(which);
    let page = if all == 0 { page } else { page.with(Block::Ask(vec![ask])) };
    let next = |list: &str, part: &Part| part.next.map(|after| format!("/desk?show={}&{list}={after}", escaped(which)));
    let page = page
        .and([to_review(&came, which, today, next("filings", &came)), to_be_drawn(&to_draw, next("draws", &to_draw))]);
    Ok(page.render(&frame)?.into_response())
}

/// What somebody may do from here.
fn ways(who: &Who, court: CourtId) -> Vec<Text> {
    let lists = !Permit::embedded().reach(who.role, Action::ListCases).is_empty();
    let may = |action| within(who, action, court).is_ok();
    let all = [
        (may(Action::ReceiveAtCounter), "窗口收件", "/desk/counter"),
        (lists, "案件列表", "/desk/cases"),
        (lists, "类案检索", "/desk/similar"),
        (documents(who), "裁判文书上网", "/desk/judgments"),
        (may(Action::ReceiveForOther), "跨域收件", "/desk/relays"),
        (may(Action::ImportCases), "导入旧案", "/desk/import"),
        (may(Action::ManageNotices), "公告管理", "/desk/notices"),
        (true, "我的账户", "/me/account"),
    ];
    all.into_iter().filter(|(open, _, _)| *open).map(|(_, text, href)| Text::link(text, href)).collect()
}

/// Whether somebody has to do with judgments on their way to the public.
fn documents(who: &Who) -> bool {
    !Permit::embedded().reach(who.role, Action::ListDocuments).is_empty()
}

fn to_review(part: &Part, which: &str, today: Day, next: Option<String>) -> Block {
    Block::Table(Table {
        title: "等待审查".to_owned(),
        heads: vec!["案由", "渠道", "收到", "#已过天数", "最晚办结", "现在"],
        rows: part.rows.iter().map(|facts| filing(facts, today)).collect(),
        empty: if which.is_empty() {
            "没有等待审查的申请。网上和窗口提交的立案申请会按收到的先后排在这里。"
        } else {
            "没有这样的申请。"
        },
        count: part.count(),
        next,
    })
}

fn to_be_drawn(part: &Part, next: Option<String>) -> Block {
    Block::Table(Table {
        title: "已立案，等待抽签".to_owned(),
        heads: vec!["案号", "案由", "立案", "标的额"],
        rows: part.rows.iter().map(case).collect(),
        empty: "没有等待抽签的案件。",
        count: part.count(),
        next,
    })
}

/// The desk of those who have no filings to look after.
fn own_page(who: &Who, court: CourtId) -> Page {
    let lists = !Permit::embedded().reach(who.role, Action::ListCases).is_empty();
    let similar = lists.then(|| Text::link("类案检索", "/desk/similar"));
    let name = law::court::court(court).map_or("", |court| court.name);
    let code = law::court::court(court).map_or("", |court| court.code);
    let last =
        [Text::link("本院抽签统计", format!("/draws?court={}", escaped(code))), Text::link("我的账户", "/me/account")];
    let papers = documents(who).then(|| Text::link("裁判文书上网", "/desk/judgments"));
    let links = std::iter::once(Text::link("案件列表", "/desk/cases")).chain(similar).chain(papers).chain(last);
    Page::new("工作台", format!("{name}，{}", who.role.zh())).with(Block::Links(links.collect()))
}

/// The last day of the seven for a filing that came on a day.
fn ends(came: Day, today: Day) -> Day {
    last_day(came, Period::Days(7), Variant::Civil, Roll::Legal, Calendar::embedded(), today)
}

fn overdue(facts: &CaseFacts, today: Day) -> bool {
    facts.state == Phase::Received.code() && ends(facts.received_day, today) <= today
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
        Text::from(ends(facts.received_day, today).to_string()).looking(look),
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

/// What a page about a matter is called: by its number once it has one.
pub fn titled(facts: &CaseFacts) -> String {
    facts.serial.map_or_else(|| "立案审查".to_owned(), |_| number(facts))
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
