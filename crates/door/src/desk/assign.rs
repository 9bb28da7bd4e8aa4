//! Drawing a judge from the desk: the pool as the register of people and the log know it today.

use std::borrow::Cow;
use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use court::allot::{Asking, Bench, Judge, NotDrawn, draw};
use court::filing::Matter;
use frame::fault::Fault;
use frame::shell::Frame;
use law::assignment::weight::{Circumstances, capacity};
use law::assignment::{Need, Profile};
use law::complaint::Complaint;
use law::day::Day;
use law::ids::CourtId;
use law::life::codes::{ChangeGround, Procedure};
use law::life::papers::Change;
use law::role::Role;
use people::AccountId;
use permit::Action;

use super::list::address;
use super::matter::load;
use crate::filing::draft::complaint;
use crate::gate::{Posted, Who, not_done, trouble};
use crate::may::upon;
use crate::page::{Block, Page, Table, Text};
use crate::state::Door;

/// Days from today in which a first hearing is looked for.
const WINDOW: (i32, i32) = (15, 45);

type At = Path<(String, i64)>;

/// `POST …/draw`.
pub async fn drawn(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path((code, stream)): At,
    posted: Posted,
) -> Result<Response, Fault> {
    let sent = posted.of(&who)?;
    let matter = load(&door, &code, stream).await?;
    upon(&who, Action::Draw, &matter, false)?;
    let change = matter.case.vacant().then(|| change(&matter, &who));
    let asking = asking(&door, &who, &matter, sent.text("procedure"), change, None).await?;
    finish(&door, &frame, &matter, &asking).await
}

/// `POST …/approve`: the proposed judge, with the draw that would have been beside.
pub async fn approve(
    State(door): State<Door>,
    frame: Frame,
    who: Who,
    Path((code, stream)): At,
    posted: Posted,
) -> Result<Response, Fault> {
    let sent = posted.of(&who)?;
    let matter = load(&door, &code, stream).await?;
    let own = matter.case.naming().is_some_and(|naming| naming.proposer == who.account());
    upon(&who, Action::ApproveDesignation, &matter, own)?;
    let asking = asking(&door, &who, &matter, sent.text("procedure"), None, Some(who.account())).await?;
    finish(&door, &frame, &matter, &asking).await
}

/// After an upheld recusal: asked for by whoever decided it, drawn by the desk.
fn change(matter: &Matter, who: &Who) -> Change {
    let decided = matter.entries.iter().rev().find_map(|(_, event)| match event {
        law::life::event::Event::RecusalDecided(body) => Some(body.by),
        _ => None,
    });
    Change {
        asked_by: who.account(),
        by: decided.unwrap_or(0),
        ground: ChangeGround::Recusal,
        reason: "承办法官已经决定回避，依法重新抽签确定".to_owned(),
    }
}

async fn finish(door: &Door, frame: &Frame, matter: &Matter, asking: &Asking) -> Result<Response, Fault> {
    door.publish_key(asking.court).await?;
    match draw(door.docket(), door.keys(), asking).await {
        Ok(posted) => {
            let position = posted.entries.first().map_or(0, |entry| entry.position);
            let code = law::court::court(asking.court).map_or("", |court| court.code);
            Ok(Redirect::to(&format!("/draws/{}/{position}", crate::gate::escaped(code))).into_response())
        }
        Err(NotDrawn::NotDone(cause)) => Err(not_done(cause)),
        Err(NotDrawn::Unassignable(nobody)) => {
            let rows = nobody.candidates.iter().map(|one| {
                let why: Vec<&str> = one.failing.iter().map(|failing| failing.zh()).collect();
                vec![Text::from(format!("{} 号", one.judge.0)), Text::from(why.join("；"))]
            });
            let table = Table {
                title: "每个人和全部原因".to_owned(),
                heads: vec!["法官", "不能参加抽签的原因"],
                rows: rows.collect(),
                empty: "本院没有登记在册的法官。请系统管理员先登记法官的任职。",
                ..Table::default()
            };
            let page = Page::new("没有人可以抽", format!("{}一席没有符合条件的人，没有分案。", nobody.kind.zh()))
                .under([Text::link("立案工作台", "/desk"), Text::link("本案", address(&matter.case.facts))])
                .with(Block::Note("warn", vec![Text::from("一个工作日内不能解决的，由分管副院长处理；不会悄悄指定。")]))
                .with(Block::Table(table));
            Ok(page.render(frame)?.into_response())
        }
    }
}

async fn asking(
    door: &Door,
    who: &Who,
    matter: &Matter,
    procedure: &str,
    change: Option<Change>,
    approver: Option<u32>,
) -> Result<Asking, Fault> {
    let court = matter.case.facts.court;
    let today = door.now().day();
    let procedure = Procedure::ALL.iter().copied().find(|one| one.word() == procedure && *one != Procedure::None);
    let procedure = procedure.ok_or_else(|| Fault::unclear("没有选程序", "请选简易、小额或者普通程序。"))?;
    let (panel, assessors) = if procedure == Procedure::Ordinary { (3, 0) } else { (1, 0) };
    let filled = matter.complaint.as_deref().map(complaint).unwrap_or_default();
    let window = (today.plus(WINDOW.0), today.plus(WINDOW.1));
    let judges = judges(door, court, today, window).await?;
    Ok(Asking {
        court,
        stream: matter.case.facts.stream,
        at: door.now(),
        actor: Cow::Owned(who.actor()),
        need: Need {
            court,
            group: "civil".to_owned(),
            window,
            persons: persons(&filled),
            sat_before: BTreeSet::new(),
            former_panel: BTreeSet::new(),
            investigated: BTreeSet::new(),
            recused: BTreeSet::new(),
            qualifications: BTreeSet::new(),
        },
        judges,
        assessors: Vec::new(),
        bench: Bench { procedure, panel, assessors },
        circumstances: Circumstances {
            defendants: u32::try_from(filled.defendants.len()).unwrap_or(u32::MAX),
            ..Circumstances::default()
        },
        change,
        approver,
    })
}

/// Names of parties, as declared relations are compared with them.
fn persons(filled: &Complaint) -> BTreeSet<String> {
    let all = filled.plaintiffs.iter().chain(&filled.defendants);
    all.flat_map(|party| [party.name.trim().to_owned(), party.id.trim().to_owned()])
        .filter(|text| !text.is_empty())
        .collect()
}

/// The judges of a court as the register of people knows them: posts, leave, declared relations.
async fn judges(door: &Door, court: CourtId, today: Day, window: (Day, Day)) -> Result<Vec<Judge>, Fault> {
    let mut judges = Vec::new();
    for (role, post) in [(Role::Judge, "judge"), (Role::DivisionHead, "division_head"), (Role::President, "president")]
    {
        for acting in door.people().holders(court, role, today).await.map_err(trouble)? {
            let Some(judge) = acting.account.judge().filter(|_| acting.stand_in.is_none()) else { continue };
            let leaves = door.people().leaves(acting.account, window.0, window.1).await.map_err(trouble)?;
            let share = i64::from(acting.post.capacity_hundredths) * capacity(post) / 100;
            judges.push(Judge {
                profile: Profile {
                    judge,
                    court,
                    active: !acting.away,
                    groups: acting.post.groups.iter().cloned().collect(),
                    away: leaves.iter().map(|leave| (leave.of.from, leave.of.until)).collect(),
                    bound_to: bound(door, acting.account).await?,
                    open_cases: 0,
                    most_open: None,
                    share_reached: false,
                    qualified: BTreeSet::new(),
                },
                capacity: share,
                new: false,
            });
        }
    }
    judges.sort_by_key(|judge| judge.profile.judge);
    judges.dedup_by_key(|judge| judge.profile.judge);
    Ok(judges)
}

/// Names of persons and firms a judge declared a relation to.
async fn bound(door: &Door, account: AccountId) -> Result<BTreeSet<String>, Fault> {
    let declared = door.people().interests_of(account).await.map_err(trouble)?;
    Ok(declared.into_iter().map(|interest| interest.name).collect())
}
