//! One filing at the desk: the complaint, the check list, what happened, and the acts the law allows now.

use axum::extract::{Path, State};
use axum::response::Html;
use court::filing::Matter;
use frame::fault::Fault;
use frame::shell::Frame;
use law::complaint::Complaint;
use law::day::{Day, Moment};
use law::life::codes::{Channel, Secrecy, State as Phase};
use law::office_hours::hours;
use permit::Action;

use super::bench;
use super::list::titled;
use super::registry;
use super::relays::Waiting;
use crate::act::open_seen;
use crate::files::listed;
use crate::filing::draft::{complaint, fee_block, summary};
use crate::filing::status::{registry_due, story};
use hall::form::{Field, Form, Kind};
use hall::gate::{Who, escaped};
use hall::may::upon;
use hall::page::{Block, Page, Text};
use hall::state::Door;

/// `GET /desk/{code}/{stream}`.
pub async fn show(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path((code, stream)): Path<(String, i64)>,
) -> Result<Html<String>, Fault> {
    let (matter, sight) = open_seen(&door, &who, (&code, stream)).await?;
    let here = format!("/desk/{}/{stream}", escaped(&code));
    let filled = matter.complaint.as_deref().filter(|_| sight.papers).map(complaint);
    let today = door.now().day();
    let due = if matter.case.state() == Phase::Received {
        format!("，最晚 {} 办结", registry_due(&matter, today))
    } else {
        String::new()
    };
    let lede = format!("{}{due}{}", matter.case.state().zh(), waited(&matter, door.now()));
    let mut page = Page::new(titled(&matter.case.facts), lede).under([Text::link("立案工作台", "/desk")]);
    if sight.papers {
        page = page.with(Block::Links(vec![Text::link("类案推送", format!("{here}/similar"))]));
    }
    if let Some(filled) = &filled {
        page = page.with(super::checks::list(&door, &who, &matter, filled, &here).await?);
    }
    if upon(&who, Action::ListDocuments, &matter, false).is_ok() {
        page = page.with(Block::Links(vec![Text::link("裁判文书", format!("{here}/judgments"))]));
    }
    if upon(&who, Action::HoldHearing, &matter, false).is_ok() {
        page = page.with(Block::Links(vec![Text::link("在线庭审", format!("{here}/hearings"))]));
    }
    page = page.and(acts(&matter, filled.as_ref(), &who, &here, today));
    page = page.with(super::statutes::statutes(&matter, filled.as_ref()));
    page = match &filled {
        Some(filled) => page.and(summary(filled)).and(fee_block(filled)),
        None => page,
    };
    if sight.papers {
        page = page.and(listed(&door, &matter, &here).await?);
    }
    page.and(bench::who_sits(&matter)).with(Block::Steps("经过".to_owned(), story(&matter, today))).render(&frame)
}

/// How long another court's filing has waited for its first answer, in working minutes (S-020).
fn waited(matter: &Matter, now: Moment) -> String {
    let relayed = matter.case.facts.channel == Channel::CrossRegion.code();
    if let Some(due) = matter.case.taken().filter(|_| matter.case.state() == Phase::Received) {
        return format!("，已经答复协作法院：{due} 前决定");
    }
    let Some(opening) = matter.opening().filter(|_| relayed && matter.entries.len() == 1) else { return String::new() };
    let waiting = Waiting::since(opening.recorded_at, now);
    let answer = hours().answer;
    let told = match (waiting.over(), waiting.reminds()) {
        (true, _) => format!("已经超过{answer}分钟的答复目标"),
        (false, true) => format!("快到{answer}分钟的答复目标"),
        _ => format!("{answer}分钟内答复"),
    };
    format!("，跨域收件已等 {} 分钟（工作时间），{told}", waiting.minutes)
}

/// Forms of the acts that the law and the policies allow now.
fn acts(matter: &Matter, filled: Option<&Complaint>, who: &Who, here: &str, today: Day) -> Vec<Block> {
    let may = |action| upon(who, action, matter, false).is_ok();
    let mut blocks = Vec::new();
    let mut add = |form: Form| blocks.push(Block::Form(Box::new(form)));
    let case = &matter.case;
    match case.state() {
        Phase::Received => {
            let relayed = case.facts.channel == Channel::CrossRegion.code() && case.taken().is_none();
            registry::examined(matter, filled, who, here, &mut add);
            if may(Action::Accept) && relayed {
                add(Form::new(format!("{here}/take"), who.csrf(), "先接收，七日内决定")
                    .titled("今天还不能决定的")
                    .warning("协作法院会把最晚决定的日期告诉当事人。")
                    .quiet());
            }
        }
        Phase::Correcting if may(Action::ReturnFiling) => {
            add(Form::new(format!("{here}/return"), who.csrf(), "退回材料").warning("补正期限届满才能退回。").quiet());
        }
        Phase::Returned => registry::refused(matter, who, here, &mut add),
        Phase::Diverted if may(Action::Accept) => {
            add(Form::new(format!("{here}/reopen"), who.csrf(), "调解不成，转立案审查").quiet());
        }
        Phase::Registered => bench::assigning(matter, who, here, &mut add),
        Phase::Assigned | Phase::Hearing | Phase::Suspended => bench::changing(matter, who, here, &mut add),
        _ => {}
    }
    registry::besides(matter, who, here, today, &mut add);
    if may(Action::MarkSecrecy) {
        let levels = Secrecy::ALL.iter().map(|level| (level.word().to_owned(), level.zh().to_owned()));
        add(Form::new(format!("{here}/classify"), who.csrf(), "确定密级")
            .titled("密级")
            .with(
                Field::new("level", "密级", Kind::Select(levels.collect()))
                    .holding(Secrecy::from_code(case.facts.secrecy).map_or("open", Secrecy::word)),
            )
            .with(Field::line("ground", "依据").needed())
            .quiet());
    }
    blocks
}
