//! The hearings of a case, and the form that makes one: who takes part, when, how; then the link of each.

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{Html, Redirect};
use court::filing::Matter;
use court::hearings::{Kept, Link};
use frame::fault::Fault;
use frame::format::moment_text;
use frame::shell::Frame;
use hall::form::{Field, Form, Kind, Sent};
use hall::gate::{Posted, Who, escaped, own};
use hall::may::upon;
use hall::page::{Block, Page, Table, Text};
use hall::state::{Door, fresh_id};
use law::day::{Day, Moment};
use law::hearing::{Flow, Opening, Participant, Person, Seat, Side};
use law::life::codes::Secrecy;
use matters::act::{load, open};
use matters::desk::list::{address as case_address, number};
use permit::Action;

use crate::room::{Laid, here};

/// People of a hearing at most.
const MOST: usize = 40;
/// Characters of a name plate at most.
const LABEL: usize = 30;

fn address(matter: &Matter) -> String {
    let facts = &matter.case.facts;
    let code = law::court::court(facts.court).map_or("", |court| court.code);
    format!("/desk/{}/{}/hearings", escaped(code), facts.stream.0)
}

/// `GET /desk/{code}/{stream}/hearings`.
pub async fn show(
    State(door): State<Door>,
    laid: Laid,
    frame: Frame,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
) -> Result<Html<String>, Fault> {
    let matter = open(&door, &who, (&code, stream), Action::HoldHearing).await?;
    let facts = &matter.case.facts;
    let page = Page::new("在线庭审", format!("{}，{}", number(facts), matter.case.state().zh()))
        .under(vec![Text::link(number(facts), case_address(facts))]);
    let Some(Extension(halls)) = laid else {
        let none = "这台服务器不办理在线庭审，请在办理在线庭审的服务器上排定。";
        return page.with(Block::Note("plain", vec![Text::from(none)])).render(&frame);
    };
    let hearings = halls.kept().of(facts.court, facts.stream).await.map_err(crate::fault)?;
    let mut page = page;
    for kept in &hearings {
        let links = halls.kept().links(kept.id).await.map_err(crate::fault)?;
        page = page.with(Block::Table(table(kept, &links)));
    }
    page.with(Block::Form(Box::new(form(&matter, &who)))).render(&frame)
}

fn table(kept: &Kept, links: &[Link]) -> Table {
    let row = |link: &Link| {
        let part = kept.opening.participants.iter().find(|part| part.person == link.person);
        vec![
            Text::from(part.map_or("", |part| part.seat.zh())),
            Text::from(part.map_or_else(String::new, |part| part.label.clone())),
            Text::link("入庭链接", format!("/room/{}", link.token)),
        ]
    };
    let phase = law::hearing::Phase::parse(&kept.phase).map_or("", law::hearing::Phase::zh);
    Table {
        title: format!("第 {} 次庭审：{}，{phase}", kept.id.nth, moment_text(kept.planned)),
        heads: vec!["席位", "名牌", "链接（只交给本人）"],
        rows: links.iter().map(row).collect(),
        empty: "没有参加人。",
        ..Table::default()
    }
}

fn form(matter: &Matter, who: &Who) -> Form {
    let flows = Flow::ALL.iter().map(|flow| (flow.word().to_owned(), flow.zh().to_owned())).collect();
    let seats: Vec<&str> = Seat::ALL.iter().map(|seat| seat.zh()).collect();
    Form::new(address(matter), who.csrf(), "排定在线庭审")
        .titled("排定一次在线庭审")
        .with(Field::new("day", "开庭日期", Kind::Day).needed())
        .with(Field::line("time", "开庭时间").hint("如 09:30。").needed())
        .with(Field::new("flow", "程序", Kind::Select(flows)).holding("civil"))
        .with(
            Field::new("people", "参加人", Kind::Text(8))
                .hint(format!(
                    "一人一行：席位、名牌，代理人再写代理谁。例如“原告 李某”“诉讼代理人 王律师 李某”。席位有：{}。",
                    seats.join("、")
                ))
                .needed(),
        )
        .with(Field::new("consent", "在线参加的人都已同意在线庭审，同意已记录在卷", Kind::Tick))
        .warning("没有当事人同意，不能排定在线庭审（人民法院在线诉讼规则第四条、第二十一条）。链接只交给本人，排定后在这里查看。")
}

/// Everything in a form that cannot be read.
type Wrong = Vec<(String, String)>;

fn side(seat: Seat) -> Side {
    match seat {
        Seat::Plaintiff => Side::Plaintiff,
        Seat::Defendant => Side::Defendant,
        Seat::Third => Side::Third,
        Seat::Prosecutor => Side::Prosecution,
        Seat::Accused => Side::Accused,
        seat if seat.court() => Side::Bench,
        _ => Side::None,
    }
}

/// Those who take part, from the lines of a form.
fn participants(text: &str, consent: bool) -> Result<Vec<Participant>, String> {
    let mut people: Vec<Participant> = Vec::new();
    for (line, number) in text.lines().map(str::trim).filter(|line| !line.is_empty()).zip(1_u16..) {
        let mut words = line.split_whitespace();
        let seat = words.next().and_then(|word| Seat::ALL.iter().copied().find(|seat| seat.zh() == word));
        let seat = seat.ok_or_else(|| format!("第 {number} 行的席位不在列表里：{line}"))?;
        let label = words.next().unwrap_or("");
        if label.is_empty() || label.chars().count() > LABEL {
            return Err(format!("第 {number} 行没有名牌，或者名牌超过 {LABEL} 个字"));
        }
        let whom: Vec<&Participant> = words.filter_map(|word| people.iter().find(|one| one.label == word)).collect();
        if matches!(seat, Seat::Agent | Seat::Interpreter) && whom.is_empty() {
            return Err(format!("第 {number} 行没有写明代理（翻译）谁，或者那个人没有写在前面"));
        }
        let side = whom.first().map_or_else(|| side(seat), |one| one.side);
        let for_whom = whom.iter().map(|one| one.person).collect();
        let consent = consent || seat.court();
        people.push(Participant {
            consent,
            for_whom,
            label: label.to_owned(),
            online: true,
            person: Person(number),
            seat,
            side,
        });
    }
    let count = |wanted: Seat| people.iter().filter(|one| one.seat == wanted).count();
    if count(Seat::Presiding) != 1 || count(Seat::Clerk) != 1 {
        return Err("应当有一名审判长（独任审判员也写“审判长”）和一名书记员".to_owned());
    }
    if people.len() > MOST {
        return Err(format!("参加人最多 {MOST} 人"));
    }
    Ok(people)
}

/// Local time is UTC+8 (case-numbers CN-062).
fn planned(day: &str, time: &str) -> Option<Moment> {
    let (hour, minute) = time.trim().split_once([':', '：'])?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let day = Day::parse(day)?;
    (hour < 24 && minute < 60).then(|| day.at_minute(i64::from(hour * 60 + minute)))
}

fn opening(sent: &Sent, public: bool, now: Moment) -> Result<Opening, Wrong> {
    let mut wrong = Vec::new();
    let mut no = |field: &str, what: String| wrong.push((field.to_owned(), what));
    let when = planned(sent.text("day"), sent.text("time"));
    match when {
        None => no("time", "日期或者时间不能读，写如 2020-03-02 和 09:30".to_owned()),
        Some(when) if when.0 + 3_600_000 < now.0 => no("day", "开庭时间已经过去".to_owned()),
        Some(_) => {}
    }
    let flow = Flow::parse(sent.text("flow"));
    if flow.is_none() {
        no("flow", "没有选程序".to_owned());
    }
    if !sent.ticked("consent") {
        no("consent", "在线参加的人没有都同意，不能排定在线庭审；不同意的，请安排线下开庭".to_owned());
    }
    let people = participants(sent.text("people"), sent.ticked("consent"));
    if let Err(what) = &people {
        no("people", what.clone());
    }
    match (when, flow, people, wrong.is_empty()) {
        (Some(when), Some(flow), Ok(people), true) => Ok(Opening::new(flow, public, when, people)),
        _ => Err(wrong),
    }
}

/// `POST /desk/{code}/{stream}/hearings`.
pub async fn make(
    State(door): State<Door>,
    laid: Laid,
    frame: Frame,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
    Posted(sent): Posted,
) -> Result<Result<Redirect, Html<String>>, Fault> {
    let matter = load(&door, &code, stream).await?;
    upon(&who, Action::HoldHearing, &matter, false)?;
    let halls = here(laid)?;
    let sent = own(sent, &who.signed)?;
    let facts = &matter.case.facts;
    let public = facts.secrecy == Secrecy::Open.code();
    let opening = match opening(&sent, public, door.now()) {
        Ok(opening) => opening,
        Err(wrong) => {
            let page = Page::new("在线庭审", number(facts))
                .under(vec![Text::link(number(facts), case_address(facts))])
                .with(Block::Form(Box::new(form(&matter, &who).again(&sent, &wrong))));
            return page.render(&frame).map(Err);
        }
    };
    let mut links = Vec::with_capacity(opening.participants.len());
    for part in &opening.participants {
        links.push(Link { person: part.person, token: fresh_id()? });
    }
    let made = (who.account(), door.now());
    halls.kept().make((facts.court, facts.stream), &opening, &links, made).await.map_err(crate::fault)?;
    Ok(Ok(Redirect::to(&address(&matter))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEOPLE: &str = "审判长 张法官\n书记员 陈书记员\n原告 李某\n诉讼代理人 王律师 李某\n被告 赵某\n";

    #[test]
    fn people_are_read_line_by_line_and_agents_stand_with_their_clients() {
        let people = participants(PEOPLE, true).unwrap();
        assert_eq!(people.len(), 5);
        assert_eq!((people[3].seat, people[3].side), (Seat::Agent, Side::Plaintiff));
        assert_eq!(people[3].for_whom, [Person(3)]);
        assert!(people.iter().all(|one| one.consent));
        let refusing = participants(PEOPLE, false).unwrap();
        assert!(refusing[0].consent && !refusing[2].consent, "those of the court need not agree");
    }

    #[test]
    fn what_cannot_be_read_is_told_by_its_line() {
        for (text, what) in [
            ("审判长 甲\n书记员 乙\n原高 丙", "第 3 行"),
            ("审判长 甲\n书记员", "第 2 行"),
            ("审判长 甲\n书记员 乙\n诉讼代理人 丙 丁", "第 3 行"),
            ("审判长 甲", "书记员"),
            ("", "审判长"),
        ] {
            let wrong = participants(text, true).unwrap_err();
            assert!(wrong.contains(what), "{wrong}");
        }
        assert!(planned("2020-03-02", "25:00").is_none() && planned("2020-02-30", "09:00").is_none());
        assert_eq!(planned("2020-03-02", "09：30").unwrap().minute(), 570);
    }
}
