//! Acts upon a filing from the desk. Each asks who may, then hands the command to `court`.

use std::borrow::Cow;

use axum::extract::{Path, State};
use axum::response::Redirect;
use court::filing::Matter;
use court::office::{Request, perform};
use frame::fault::Fault;
use law::complaint::{REASONS, fee_of, scale_of};
use law::ids::JudgeId;
use law::life::codes::{NamingGround, Secrecy};
use law::life::command::Command;
use permit::Action;

use super::list::address;
use super::matter::load;
use crate::filing::draft::complaint;
use crate::form::Sent;
use crate::gate::{Posted, Who, not_done};
use crate::may::upon;
use crate::state::Door;

/// Characters a reason to the litigant has at least (services §2.3).
const REASON_LEAST: usize = 10;

/// Does one act upon a matter.
pub async fn perform_on(door: &Door, who: &Who, matter: &Matter, command: Command) -> Result<(), Fault> {
    let request = Request {
        court: matter.case.facts.court,
        stream: Some(matter.case.facts.stream),
        at: door.now(),
        actor: Cow::Owned(who.actor()),
        command,
        field_key: None,
        parties: None,
        complaint: None,
        draft: None,
    };
    perform(door.docket(), door.keys(), &request).await.map_err(not_done).map(drop)
}

/// Looking at a restricted case is an entry itself.
pub async fn look(door: &Door, who: &Who, matter: &Matter) -> Result<(), Fault> {
    perform_on(door, who, matter, Command::View { by: who.account(), role: who.role.word().to_owned() }).await
}

type At = Path<(String, i64)>;

async fn act(
    door: &Door,
    who: &Who,
    (code, stream): (String, i64),
    action: Action,
    command: impl FnOnce(&Matter) -> Result<Command, Fault>,
) -> Result<Redirect, Fault> {
    let matter = load(door, &code, stream).await?;
    upon(who, action, &matter, false)?;
    perform_on(door, who, &matter, command(&matter)?).await?;
    Ok(Redirect::to(&address(&matter.case.facts)))
}

/// `POST …/accept`: registers the case and asks for the fee.
pub async fn accept(
    State(door): State<Door>,
    who: Who,
    Path((code, stream)): At,
    posted: Posted,
) -> Result<Redirect, Fault> {
    posted.of(&who)?;
    let matter = load(&door, &code, stream).await?;
    upon(&who, Action::Accept, &matter, false)?;
    let year = u16::try_from(door.now().day().year()).unwrap_or(0);
    perform_on(&door, &who, &matter, Command::Accept { intake: None, year, serial: 0 }).await?;
    let filled = matter.complaint.as_deref().map(complaint);
    if let Some((filled, fee)) = filled.and_then(|filled| fee_of(&filled).ok().map(|fee| (filled, fee))) {
        let notice = Command::NoticeFee { amount: fee.total, scale: scale_of(&filled).to_owned() };
        perform_on(&door, &who, &matter, notice).await?;
    }
    Ok(Redirect::to(&address(&matter.case.facts)))
}

/// `POST …/correction`: one notice that names all defects.
pub async fn correction(State(door): State<Door>, who: Who, Path(at): At, posted: Posted) -> Result<Redirect, Fault> {
    let sent = posted.of(&who)?;
    let (defects, fields) = asked(&sent)?;
    act(&door, &who, at, Action::AskCorrection, |_| Ok(Command::AskCorrection { defects, fields })).await
}

/// What the notice says and which reasons it names.
fn asked(sent: &Sent) -> Result<(Vec<String>, Vec<String>), Fault> {
    let codes: Vec<String> = REASONS
        .iter()
        .filter(|(code, _)| sent.ticked(&format!("code-{code}")))
        .map(|(code, _)| (*code).to_owned())
        .collect();
    let reason = sent.text("reason");
    let mut faults = Vec::new();
    if codes.is_empty() {
        faults.push(Fault::unclear("没有选补正的事项", "请至少勾选一项。"));
    }
    if reason.chars().count() < REASON_LEAST {
        faults.push(Fault::unclear("具体说明不足十个字", "请写清哪里不对、怎样改，当事人才能一次改好。"));
    }
    if !faults.is_empty() {
        return Err(Fault::all(faults));
    }
    let lines = reason.split('\n').map(str::trim).filter(|line| !line.is_empty());
    Ok((lines.map(str::to_owned).collect(), codes))
}

/// `POST …/refuse`.
pub async fn refuse(State(door): State<Door>, who: Who, Path(at): At, posted: Posted) -> Result<Redirect, Fault> {
    let ground = posted.of(&who)?.text("ground").to_owned();
    act(&door, &who, at, Action::RefuseFiling, |_| Ok(Command::Refuse { ground })).await
}

/// `POST …/return`.
pub async fn give_back(State(door): State<Door>, who: Who, Path(at): At, posted: Posted) -> Result<Redirect, Fault> {
    posted.of(&who)?;
    act(&door, &who, at, Action::ReturnFiling, |_| Ok(Command::Return)).await
}

/// `POST …/divert`.
pub async fn divert(State(door): State<Door>, who: Who, Path(at): At, posted: Posted) -> Result<Redirect, Fault> {
    posted.of(&who)?;
    act(&door, &who, at, Action::DivertToMediation, |_| Ok(Command::Divert { consent: false })).await
}

/// `POST …/reopen`.
pub async fn reopen(State(door): State<Door>, who: Who, Path(at): At, posted: Posted) -> Result<Redirect, Fault> {
    posted.of(&who)?;
    act(&door, &who, at, Action::Accept, |_| Ok(Command::Reopen)).await
}

/// `POST …/propose`: a judge is to be named.
pub async fn propose(State(door): State<Door>, who: Who, Path(at): At, posted: Posted) -> Result<Redirect, Fault> {
    let sent = posted.of(&who)?;
    let ground = NamingGround::ALL.iter().copied().find(|one| one.word() == sent.text("ground"));
    let ground = ground.ok_or_else(|| Fault::unclear("没有选事由", "指定分案的事由只有列出的几项。"))?;
    let judge = sent.text("judge").parse().map(JudgeId);
    let judge = judge.map_err(|_| Fault::unclear("法官编号不是数字", "请填写本院法官的编号。"))?;
    let command =
        Command::ProposeNaming { ground, judge, proposer: who.account(), reason: sent.text("reason").to_owned() };
    act(&door, &who, at, Action::ProposeDesignation, |_| Ok(command)).await
}

/// `POST …/recusal`: the president decides.
pub async fn recusal(State(door): State<Door>, who: Who, Path(at): At, posted: Posted) -> Result<Redirect, Fault> {
    let sent = posted.of(&who)?;
    let command = Command::DecideRecusal {
        by: who.account(),
        reason: sent.text("reason").to_owned(),
        upheld: sent.ticked("upheld"),
    };
    act(&door, &who, at, Action::DecideRecusal, |_| Ok(command)).await
}

/// `POST …/classify`.
pub async fn classify(State(door): State<Door>, who: Who, Path(at): At, posted: Posted) -> Result<Redirect, Fault> {
    let sent = posted.of(&who)?;
    let level = Secrecy::ALL.iter().copied().find(|one| one.word() == sent.text("level"));
    let level = level.ok_or_else(|| Fault::unclear("没有选密级", "请选公开、不公开或者国家秘密。"))?;
    let command = Command::Classify { by: who.account(), ground: sent.text("ground").to_owned(), level };
    act(&door, &who, at, Action::MarkSecrecy, |_| Ok(command)).await
}
