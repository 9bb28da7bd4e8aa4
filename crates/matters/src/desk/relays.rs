//! Cross-region filing at both desks: what was taken in for others and what they answered; what others wait for here.

use axum::extract::{Path, State};
use axum::response::{Html, Redirect};
use court::relay::{Answer, Relayed, relayed};
use docket::store::StoreError;
use frame::fault::Fault;
use frame::format::{day_text, moment};
use frame::shell::Frame;
use law::calendar::Calendar;
use law::court::court;
use law::day::Moment;
use law::ids::CourtId;
use law::life::codes::{Channel, State as Phase};
use law::life::event::Event;
use law::life::facts::CaseFacts;
use law::office_hours::{hours, minutes_between, over_at};

use super::list::address;
use crate::act::{LOOKED_AT, may_relay, relay, tell};
use hall::form::{Field, Form};
use hall::gate::{Posted, Who, escaped};
use hall::page::{Block, Page, Step, Table, Text};
use hall::state::Door;

/// How long something has waited, in working minutes, as a desk says it.
pub struct Waiting {
    /// Working minutes.
    pub minutes: i64,
    /// When the time to answer is over.
    pub until: Moment,
}

impl Waiting {
    /// From one moment to now.
    pub fn since(from: Moment, now: Moment) -> Waiting {
        let calendar = Calendar::embedded();
        Waiting { minutes: minutes_between(from, now, calendar), until: over_at(from, hours().answer, calendar) }
    }

    /// It is time to be reminded.
    pub fn reminds(&self) -> bool {
        self.minutes >= hours().remind
    }

    /// The time to answer is over.
    pub fn over(&self) -> bool {
        self.minutes >= hours().answer
    }

    /// The minutes, standing out once they remind.
    pub fn told(&self) -> Text {
        match (self.over(), self.reminds()) {
            (true, _) => Text::from(format!("{}（已超时）", self.minutes)).looking("overdue"),
            (false, true) => Text::from(format!("{}（快到时限）", self.minutes)).looking("overdue"),
            _ => Text::from(self.minutes.to_string()),
        }
    }
}

fn failed(cause: StoreError) -> Fault {
    Fault::unavailable(&cause)
}

/// What others sent here and nobody has answered, with how long it has waited.
///
/// # Errors
/// When storage fails.
pub async fn unanswered(door: &Door, filings: &[CaseFacts]) -> Result<Vec<(CaseFacts, Waiting)>, Fault> {
    let relayed = Channel::CrossRegion.code();
    let fresh =
        |facts: &&CaseFacts| facts.channel == relayed && facts.state == Phase::Received.code() && facts.version == 1;
    let mut all = Vec::new();
    for facts in filings.iter().filter(fresh) {
        let entries = door.docket().entries(facts.court, facts.stream.0, 1).await.map_err(failed)?;
        if let Some(entry) = entries.first() {
            all.push((facts.clone(), Waiting::since(entry.recorded_at, door.now())));
        }
    }
    Ok(all)
}

/// The table of what waits here for its first answer, and a note once that is due.
pub fn waiting_here(all: &[(CaseFacts, Waiting)]) -> Vec<Block> {
    if all.is_empty() {
        return Vec::new();
    }
    let rows = all.iter().map(|(facts, waiting)| {
        vec![
            Text::link(facts.cause.and_then(law::cause::cause).map_or("", |cause| cause.name), address(facts)),
            waiting.told(),
            Text::from(moment(waiting.until)),
        ]
    });
    let table = Table {
        title: "别院转来的跨域收件，等本院答复".to_owned(),
        heads: vec!["案由", "#已等（工作分钟）", "最晚答复"],
        rows: rows.collect(),
        count: format!("{} 件", all.len()),
        ..Table::default()
    };
    alarm(all.iter().map(|(_, waiting)| waiting), "等本院答复").into_iter().chain([Block::Table(table)]).collect()
}

/// The note of an alarm: reminded, and over time (services S-020).
pub fn alarm<'a>(all: impl Iterator<Item = &'a Waiting>, what: &str) -> Option<Block> {
    let (mut reminded, mut over) = (0_usize, 0_usize);
    for waiting in all.filter(|waiting| waiting.reminds()) {
        reminded += 1;
        over += usize::from(waiting.over());
    }
    let (remind, answer) = (hours().remind, hours().answer);
    let told = match (reminded, over) {
        (0, _) => return None,
        (n, 0) => format!("{n} 件跨域收件{what}，已等 {remind} 分钟以上，满 {answer} 分钟就超时。"),
        (n, over) => format!("{n} 件跨域收件{what}，其中 {over} 件已经超过 {answer} 分钟（工作时间）。"),
    };
    Some(Block::Note("warn", vec![Text::from(told)]))
}

/// What the own court sent on and nobody has answered.
///
/// # Errors
/// When storage fails.
pub async fn sent_unanswered(door: &Door, own: CourtId) -> Result<Vec<Waiting>, Fault> {
    let all = relayed(door.docket(), own, LOOKED_AT).await.map_err(failed)?;
    let open = all.iter().filter(|one| one.answers.is_empty());
    Ok(open.map(|one| Waiting::since(one.at, door.now())).collect())
}

/// Who is responsible for what.
pub fn responsibility() -> Block {
    Block::Prose(
        "谁负责什么".to_owned(),
        vec![
            "本院（协作法院）只核对当事人的身份和材料的形式，扫描、填写、转送，并把答复当场告诉当事人。".to_owned(),
            "是否立案、怎样补正、是否不予受理，由管辖法院审查决定并对结果负责。工作时间三十分钟内答复：立案、一次告知补正、裁定不予受理，或者先接收并告知哪一天前决定。".to_owned(),
        ],
    )
}

/// `GET /desk/relays`.
pub async fn list(State(door): State<Door>, frame: Frame, who: Who) -> Result<Html<String>, Fault> {
    let own = may_relay(&who)?;
    let all = relayed(door.docket(), own, LOOKED_AT).await.map_err(failed)?;
    let now = door.now();
    let rows = all.iter().map(|one| {
        let waiting = Waiting::since(one.at, one.answered().unwrap_or(now));
        let told = match (one.answers.last(), one.untold()) {
            (None, _) => Text::from("等答复"),
            (Some(_), Some(_)) => Text::from("有新的答复，还没有告知").looking("overdue"),
            (Some(_), None) => Text::from("已告知当事人").looking("good"),
        };
        vec![
            Text::link(name(one.to), format!("/desk/relays/{}", one.stream.0)),
            Text::from(cause(one)),
            Text::from(moment(one.at)),
            if one.answers.is_empty() { waiting.told() } else { Text::from(waiting.minutes.to_string()) },
            Text::from(one.answers.last().map_or("", |answer| answer.what.zh())),
            told,
        ]
    });
    let table = Table {
        title: "转出的收件".to_owned(),
        heads: vec!["管辖法院", "案由", "转出", "#答复用时（工作分钟）", "答复", "当事人"],
        rows: rows.collect(),
        empty: "没有转出过跨域收件。在“窗口收件”里选别的法院，收件就会转给该院，并列在这里。",
        count: format!("{} 件", all.len()),
        ..Table::default()
    };
    let open: Vec<Waiting> =
        all.iter().filter(|one| one.answers.is_empty()).map(|one| Waiting::since(one.at, now)).collect();
    Page::new("跨域收件", format!("{}为别的法院收下的材料，最近的在前。", name(own)))
        .under([Text::link("立案工作台", "/desk")])
        .and(alarm(open.iter(), "等管辖法院答复"))
        .with(Block::Table(table))
        .with(responsibility())
        .render(&frame)
}

fn name(of: CourtId) -> &'static str {
    court(of).map_or("", |court| court.name)
}

fn cause(one: &Relayed) -> &'static str {
    let cause = one.matter.as_ref().and_then(|facts| facts.cause).and_then(law::cause::cause);
    cause.map_or("（还没有送达）", |cause| cause.name)
}

/// The words of an answer, as the party is told them.
pub fn words(answer: &Answer) -> String {
    match &answer.what {
        Event::Taken(body) => format!("管辖法院已经接收，{} 前决定是否立案", day_text(body.due)),
        Event::Accepted(body) => format!("已经立案，案号 {}", body.number),
        Event::CorrectionAsked(body) => format!("请在 {} 前补正：{}", day_text(body.due), body.defects.join("；")),
        Event::Refused(body) => format!("裁定不予受理：{}。可以在收到裁定之日起十日内上诉", body.ground),
        Event::Diverted(body) => format!("已经转诉前调解，调解期到 {}", day_text(body.due)),
        Event::Returned => "材料过期没有补正，已经退回".to_owned(),
        other => other.zh().to_owned(),
    }
}

/// `GET /desk/relays/{stream}`.
pub async fn show(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path(stream): Path<i64>,
) -> Result<Html<String>, Fault> {
    let one = relay(&door, &who, stream).await?;
    let waiting = Waiting::since(one.at, one.answered().unwrap_or(door.now()));
    let code = court(one.to).map_or("", |court| court.code);
    let lede = match one.answers.last() {
        None => format!("已等 {} 分钟（工作时间），最晚 {} 答复。", waiting.minutes, moment(waiting.until)),
        Some(answer) => format!("{}，{}答复。", answer.what.zh(), moment(answer.at)),
    };
    let mut steps =
        vec![Step {
            when: moment(one.at), what: "本院收下并转送".to_owned(), more: String::new(), state: "done"
        }];
    for answer in &one.answers {
        let told = one.told.iter().find(|(position, _)| *position == answer.position);
        let more = if one.open() {
            words(answer)
        } else {
            "这件案件不公开，答复的内容由管辖法院直接告知".to_owned()
        };
        steps.push(Step { when: moment(answer.at), what: answer.what.zh().to_owned(), more, state: "done" });
        if let Some((_, at)) = told {
            steps.push(Step {
                when: moment(*at),
                what: "已当场告知当事人".to_owned(),
                more: String::new(),
                state: "done",
            });
        }
    }
    if one.answers.is_empty() {
        let state = if waiting.over() { "late" } else { "next" };
        let more = "工作时间三十分钟内答复；超时的，请打电话催办并告诉当事人。".to_owned();
        steps.push(Step { when: moment(waiting.until), what: "管辖法院答复".to_owned(), more, state });
    }
    let mut page = Page::new(format!("转给{}", name(one.to)), lede)
        .under([Text::link("立案工作台", "/desk"), Text::link("跨域收件", "/desk/relays")])
        .and(alarm([&waiting].into_iter().filter(|_| one.answers.is_empty()), "等管辖法院答复"))
        .with(Block::Steps("办到哪一步".to_owned(), steps));
    if let Some(answer) = one.untold() {
        let form = Form::new(format!("/desk/relays/{stream}/told"), who.csrf(), "已当场告知当事人")
            .titled(if one.open() { words(answer) } else { answer.what.zh().to_owned() })
            .with(Field::hidden("answer", answer.position.to_string()));
        page = page.with(Block::Form(Box::new(form)));
    }
    if let Some(facts) = one.matter.as_ref().filter(|_| one.open()) {
        let receipt = format!("/entries/{}/{}", escaped(code), facts.stream.0);
        page = page.with(Block::Links(vec![Text::link("打印当事人的立案回执", receipt)]));
    }
    page.with(responsibility()).render(&frame)
}

/// `POST /desk/relays/{stream}/told`.
pub async fn told(
    State(door): State<Door>,
    who: Who,
    Path(stream): Path<i64>,
    posted: Posted,
) -> Result<Redirect, Fault> {
    let sent = posted.of(&who)?;
    let answer = sent.text("answer").parse().unwrap_or_default();
    tell(&door, &who, stream, answer).await?;
    Ok(Redirect::to(&format!("/desk/relays/{stream}")))
}
