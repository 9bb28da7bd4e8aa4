//! What waits in a court on the way to the public: readers' reports, documents to be checked, those under way, and cases whose
//! document should be public by now.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Html;
use court::publication::{Paper, Stage};
use court::reports::Report;
use docket::store::CaseFilter;
use frame::fault::Fault;
use frame::format::moment;
use frame::shell::Frame;
use hall::gate::Who;
use hall::may::{own_court, phase};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;
use law::court::court;
use law::day::Day;
use law::ids::{CourtId, Stream};
use law::life::codes::{Secrecy as Level, State as Phase};
use law::life::facts::CaseFacts;
use matters::desk::list::number;
use permit::{Action, Permit, Reach, Relation, Secrecy};

use super::{address, documents};
use crate::facts::{cause_name, due};
use crate::{paper_fault, report_fault};

/// Cases of a list at most.
const CASES: i64 = 50;

/// What somebody may see of a court's documents, asked once.
struct Sight {
    reach: Reach,
    account: u32,
}

impl Sight {
    fn sees(&self, facts: &CaseFacts) -> bool {
        let secrecy = match Level::from_code(facts.secrecy) {
            Some(Level::Open) => Secrecy::Open,
            Some(Level::Restricted) => Secrecy::Restricted,
            Some(Level::Secret) | None => Secrecy::Secret,
        };
        let own = facts.judge.is_some_and(|judge| judge.0 == self.account);
        let relation = if own { Relation::InCharge } else { Relation::SameCourt };
        Phase::from_code(facts.state).is_some_and(|state| self.reach.allows(relation, secrecy, phase(state)))
    }
}

/// `GET /desk/judgments`.
pub async fn list(State(door): State<Door>, frame: Frame, who: Who) -> Result<Html<String>, Fault> {
    let own = own_court(&who)?;
    let reach = Permit::embedded().reach(who.role, Action::ListDocuments);
    if reach.is_empty() {
        return Err(Fault::Denied(format!("{}不办理裁判文书上网", who.role.zh())));
    }
    let sight = Sight { reach, account: who.account() };
    let today = door.now().day();
    let mut page = Page::new(
        "裁判文书上网",
        format!(
            "{}：生效后七个工作日内公布。处理的人和审核的人不能是同一人。",
            court(own).map_or("", |court| court.name)
        ),
    )
    .under([Text::link("工作台", "/desk")]);
    if !Permit::embedded().reach(who.role, Action::CheckDocument).is_empty() {
        let reports = door.reports().waiting(own).await.map_err(report_fault)?;
        let known = facts(&door, own, reports.iter().map(|one| one.stream)).await?;
        page = page.with(Block::Table(reported(&reports, &known, &sight, today)));
    }
    for (stage, title, empty) in [
        (Stage::Review, "等待审核", "没有等待审核的文书。处理好、送审的文书列在这里。"),
        (Stage::Masking, "正在处理", "没有正在处理的文书。从案件页面的“裁判文书”交来。"),
        (Stage::Recalled, "已经撤回，等待更正", "没有撤回的文书。"),
    ] {
        let papers = door.documents().at(own, stage).await.map_err(paper_fault)?;
        let known = facts(&door, own, papers.iter().map(|one| one.stream)).await?;
        page = page.with(Block::Table(waiting(title, empty, (&papers, &known), &sight, today)));
    }
    page = page.with(Block::Table(unpublished(&door, own, &sight, today).await?));
    let papers = door.documents().published(Some(own), (0, CASES)).await.map_err(paper_fault)?;
    let known = facts(&door, own, papers.iter().map(|one| one.stream)).await?;
    page.with(Block::Table(public(&papers, &known, &sight))).render(&frame)
}

/// The facts of matters by their streams.
async fn facts(
    door: &Door,
    court: CourtId,
    streams: impl Iterator<Item = Stream>,
) -> Result<BTreeMap<Stream, CaseFacts>, Fault> {
    let mut keys: Vec<(CourtId, Stream)> = streams.map(|stream| (court, stream)).collect();
    keys.sort_unstable();
    keys.dedup();
    let found = door.docket().facts_of(&keys).await.map_err(|cause| Fault::unavailable(&cause))?;
    Ok(found.into_iter().map(|facts| (facts.stream, facts)).collect())
}

fn reported(reports: &[Report], known: &BTreeMap<Stream, CaseFacts>, sight: &Sight, today: Day) -> Table {
    let row = |report: &Report| {
        let facts = known.get(&report.stream).filter(|facts| sight.sees(facts))?;
        let left = report.due.0 - today.0;
        let time = match left {
            left if left < 0 => Text::from(format!("已超过 {} 天", -left)).looking("overdue"),
            0 => Text::from("今天到期").looking("overdue"),
            left => Text::from(format!("还有 {left} 天")),
        };
        Some(vec![
            Text::link(number(facts), format!("/desk/judgments/reports/{}", report.number)),
            Text::from(report.standing.zh()),
            Text::from(moment(report.came_at)),
            Text::from(report.due.to_string()),
            time,
        ])
    };
    Table {
        title: "读者反映有误".to_owned(),
        heads: vec!["案号", "现在", "反映", "最晚答复", "剩余"],
        rows: reports.iter().filter_map(row).collect(),
        empty: "没有等待答复的反映。读者在公开页面上反映的错误列在这里。",
        ..Table::default()
    }
}

fn waiting(
    title: &str,
    empty: &'static str,
    (papers, known): (&[Paper], &BTreeMap<Stream, CaseFacts>),
    sight: &Sight,
    today: Day,
) -> Table {
    let row = |paper: &Paper| {
        let facts = known.get(&paper.stream).filter(|facts| sight.sees(facts))?;
        let last = due(facts, today).or(paper.due);
        let look = if last.is_some_and(|last| last < today) { "overdue" } else { "" };
        Some(vec![
            Text::link(number(facts), address(facts, paper.nth)),
            Text::from(paper.kind.zh()),
            Text::from(cause_name(facts)),
            Text::from(moment(paper.changed_at)),
            Text::from(last.map_or_else(|| "尚未生效".to_owned(), |day| day.to_string())).looking(look),
        ])
    };
    Table {
        title: title.to_owned(),
        heads: vec!["案号", "文书", "案由", "最近改动", "最晚公布"],
        rows: papers.iter().filter_map(row).collect(),
        empty,
        ..Table::default()
    }
}

/// Cases that took effect and have nothing public yet.
async fn unpublished(door: &Door, own: CourtId, sight: &Sight, today: Day) -> Result<Table, Fault> {
    let filter = CaseFilter {
        courts: vec![own],
        between: vec![
            ("publishable", 1, 1),
            ("published", 0, 0),
            ("effective_day", i64::from(i32::MIN), i64::from(today.0)),
        ],
        ..CaseFilter::default()
    };
    let mut found =
        door.docket().newest_cases(&filter, None, CASES).await.map_err(|cause| Fault::unavailable(&cause))?;
    found.retain(|facts| sight.sees(facts));
    found.sort_by_key(|facts| facts.effective_day);
    let row = |facts: &CaseFacts| {
        let last = due(facts, today);
        let look = if last.is_some_and(|last| last < today) { "overdue" } else { "" };
        vec![
            Text::link(number(facts), documents(facts)),
            Text::from(cause_name(facts)),
            Text::from(facts.effective_day.map(|day| day.to_string()).unwrap_or_default()),
            Text::from(last.map(|day| day.to_string()).unwrap_or_default()).looking(look),
        ]
    };
    Ok(Table {
        title: "已生效，还没有公布".to_owned(),
        heads: vec!["案号", "案由", "生效", "最晚公布"],
        rows: found.iter().map(row).collect(),
        empty: "应当公布的都已经公布。",
        ..Table::default()
    })
}

fn public(papers: &[Paper], known: &BTreeMap<Stream, CaseFacts>, sight: &Sight) -> Table {
    let row = |paper: &Paper| {
        let facts = known.get(&paper.stream).filter(|facts| sight.sees(facts))?;
        Some(vec![
            Text::link(number(facts), address(facts, paper.nth)),
            Text::from(paper.kind.zh()),
            Text::from(cause_name(facts)),
            Text::from(paper.published_at.map(moment).unwrap_or_default()),
        ])
    };
    Table {
        title: "最近公布的".to_owned(),
        heads: vec!["案号", "文书", "案由", "公布"],
        rows: papers.iter().filter_map(row).collect(),
        empty: "还没有公布过文书。审核通过的列在这里。",
        ..Table::default()
    }
}
