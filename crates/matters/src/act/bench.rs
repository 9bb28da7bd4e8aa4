//! What must hold of those who decide on a bench, and of those who are named, before a deed is done.

use court::filing::Matter;
use frame::fault::Fault;
use law::role::Role;

use super::desk::Deed;
use hall::gate::trouble;
use hall::state::Door;

/// Whether somebody would decide on what they asked for themselves, or on themselves.
pub fn own(deed: &Deed, matter: &Matter, account: u32) -> bool {
    match deed {
        Deed::Approve { .. } | Deed::Decline { .. } => {
            matter.case.naming().is_some_and(|naming| naming.proposer == account || naming.judge.0 == account)
        }
        Deed::DecideChange { .. } => {
            matter.case.change_asked().is_some_and(|asked| asked.proposer == account || asked.of.0 == account)
        }
        Deed::Recusal { .. } => matter.case.recusal().is_some_and(|judge| judge.0 == account),
        Deed::Reconsideration { .. } => matter.case.reconsidering().is_some_and(|(judge, _)| judge.0 == account),
        _ => false,
    }
}

/// Nobody is named who is no judge of the court.
pub async fn sits_here(door: &Door, matter: &Matter, judge: u32) -> Result<(), Fault> {
    let today = door.now().day();
    let roles = [Role::Judge, Role::DivisionHead, Role::President];
    let court = matter.case.facts.court;
    let all = door.people().bench(&[court], &roles, today, (today, today)).await.map_err(trouble)?;
    if all.iter().any(|one| one.acting.account.0 == i64::from(judge)) {
        return Ok(());
    }
    Err(Fault::unclear(
        format!("{judge} 号不是本院在任的法官"),
        "请填写本院法官的编号，可以在抽签记录的候选名单里查到。",
    ))
}
