//! Whether somebody may: every handler asks here, and `permit` answers by its policies.

use court::filing::Matter;
use frame::fault::Fault;
use law::court::court;
use law::ids::CourtId;
use law::life::codes::{Secrecy as Level, State};
use permit::{Action, Ask, Permit, Phase, Relation, Secrecy};

use crate::gate::Who;

/// How somebody of the staff stands to a court.
fn to_court(who: &Who, of: CourtId) -> Relation {
    match who.court() {
        Some(own) if own == of => Relation::SameCourt,
        Some(own) if court(of).and_then(|court| court.parent) == Some(own) => Relation::Above,
        _ => Relation::Stranger,
    }
}

/// How somebody stands to a matter.
pub fn relation(who: &Who, matter: &Matter) -> Relation {
    let facts = &matter.case.facts;
    let account = who.account();
    if account != 0 && facts.filer == Some(account) {
        return if who.role == law::role::Role::Lawyer { Relation::Agent } else { Relation::Party };
    }
    match to_court(who, facts.court) {
        Relation::SameCourt if facts.judge.is_some_and(|judge| judge.0 == account) => Relation::InCharge,
        other => other,
    }
}

fn phase(state: State) -> Phase {
    match state {
        State::Received | State::Correcting => Phase::Received,
        State::Refused | State::Returned | State::Diverted => Phase::Refused,
        State::Registered | State::Assigned | State::Hearing | State::Suspended => Phase::Pending,
        State::Closed | State::Effective | State::Archived | State::Appealed => Phase::Closed,
    }
}

fn decided(ask: &Ask) -> Result<(), Fault> {
    let verdict = Permit::embedded().may(ask);
    if verdict.allowed { Ok(()) } else { Err(Fault::Denied(verdict.why)) }
}

/// Whether somebody may do it to a matter; `own` says that they made what they would now approve.
///
/// # Errors
/// [`Fault::Denied`] with the reason.
pub fn upon(who: &Who, action: Action, matter: &Matter, own: bool) -> Result<(), Fault> {
    let secrecy = match Level::from_code(matter.case.facts.secrecy) {
        Some(Level::Open) => Secrecy::Open,
        Some(Level::Restricted) => Secrecy::Restricted,
        Some(Level::Secret) | None => Secrecy::Secret,
    };
    let relation = relation(who, matter);
    decided(&Ask { role: who.role, action, relation, secrecy, phase: phase(matter.case.state()), own })
}

/// Whether somebody may do it in a court, upon no matter.
///
/// # Errors
/// [`Fault::Denied`] with the reason.
pub fn within(who: &Who, action: Action, court: CourtId) -> Result<(), Fault> {
    let relation = to_court(who, court);
    decided(&Ask { role: who.role, action, relation, secrecy: Secrecy::Open, phase: Phase::Received, own: false })
}

/// The court of the post acted in.
///
/// # Errors
/// [`Fault::Denied`] for those who act in none.
pub fn own_court(who: &Who) -> Result<CourtId, Fault> {
    who.court().ok_or_else(|| Fault::Denied("这里只供法院工作人员办理".to_owned()))
}
