//! Whether somebody may: every handler asks here, and `permit` answers by its policies.

use court::filing::Matter;
use frame::fault::Fault;
use law::court::court;
use law::ids::CourtId;
use law::life::codes::{Secrecy as Level, State};
use permit::{Action, Ask, Permit, Phase, Relation, Secrecy};

use crate::gate::Who;

/// How somebody of the staff stands to a court.
pub fn to_court(who: &Who, of: CourtId) -> Relation {
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
    if let Some(hand) = matter.hand_of(account).filter(|_| !who.is_staff()) {
        return if hand.agent { Relation::Agent } else { Relation::Party };
    }
    match to_court(who, facts.court) {
        Relation::SameCourt if facts.judge.is_some_and(|judge| judge.0 == account) => Relation::InCharge,
        Relation::SameCourt if on_panel(matter, account) => Relation::OnPanel,
        other => other,
    }
}

/// Whether somebody sits beside the judge in charge; a substitute does not, until they step in.
fn on_panel(matter: &Matter, account: u32) -> bool {
    matter.case.seated().iter().any(|one| one.judge.0 == account && !one.substitute)
}

/// What of a matter somebody may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// The papers and the parties' details, and not the course alone.
    pub papers: bool,
}

/// Whether somebody of the staff may look at a matter, and how much of it.
///
/// # Errors
/// [`Fault::Denied`] with the reason.
pub fn see(who: &Who, matter: &Matter) -> Result<Sight, Fault> {
    let papers = upon(who, Action::ViewFiling, matter, false);
    match papers {
        Ok(()) => Ok(Sight { papers: true }),
        Err(why) => upon(who, Action::ViewCase, matter, false).map(|()| Sight { papers: false }).map_err(|_| why),
    }
}

/// How far a matter in a state is.
pub fn phase(state: State) -> Phase {
    match state {
        State::Received | State::Correcting => Phase::Received,
        State::Refused | State::Returned | State::Diverted => Phase::Refused,
        State::Registered | State::Assigned | State::Hearing | State::Suspended => Phase::Pending,
        State::Closed | State::Effective | State::Archived | State::Appealed => Phase::Closed,
    }
}

fn decided(who: &Who, ask: &Ask) -> Result<(), Fault> {
    if who.scopes.as_ref().is_some_and(|scopes| !scopes.iter().any(|scope| scope.holds(ask.action))) {
        return Err(Fault::Denied(format!("这个令牌的接口范围不包括“{}”", ask.action.zh())));
    }
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
    decided(who, &Ask { role: who.role, action, relation, secrecy, phase: phase(matter.case.state()), own })
}

/// Whether somebody may file; staff at the counter do it for those who come.
///
/// # Errors
/// [`Fault::Denied`] with the reason.
pub fn file(who: &Who) -> Result<(), Fault> {
    if let Some(own) = who.court().filter(|_| who.is_staff()) {
        return within(who, Action::ReceiveAtCounter, own);
    }
    let relation = Relation::Stranger;
    let ask =
        Ask { role: who.role, action: Action::File, relation, secrecy: Secrecy::Open, phase: Phase::Draft, own: false };
    decided(who, &ask)
}

/// Whether somebody may do what concerns themselves alone, upon no matter and in no court.
///
/// # Errors
/// [`Fault::Denied`] with the reason.
pub fn at_large(who: &Who, action: Action) -> Result<(), Fault> {
    let (relation, phase) = (Relation::Stranger, Phase::Received);
    decided(who, &Ask { role: who.role, action, relation, secrecy: Secrecy::Open, phase, own: false })
}

/// Whether somebody may list matters of their own.
///
/// # Errors
/// [`Fault::Denied`] with the reason.
pub fn follow(who: &Who) -> Result<(), Fault> {
    if who.is_staff() {
        return Err(Fault::Denied(format!("{}没有自己提交的立案申请", who.role.zh())));
    }
    let ask = Ask {
        role: who.role,
        action: Action::ListCases,
        relation: Relation::Party,
        secrecy: Secrecy::Open,
        phase: Phase::Received,
        own: false,
    };
    decided(who, &ask)
}

/// Whether somebody may do it in a court, upon no matter.
///
/// # Errors
/// [`Fault::Denied`] with the reason.
pub fn within(who: &Who, action: Action, court: CourtId) -> Result<(), Fault> {
    let relation = to_court(who, court);
    let phase = Phase::Received;
    decided(who, &Ask { role: who.role, action, relation, secrecy: Secrecy::Open, phase, own: false })
}

/// The court of the post acted in.
///
/// # Errors
/// [`Fault::Denied`] for those who act in none.
pub fn own_court(who: &Who) -> Result<CourtId, Fault> {
    who.court().ok_or_else(|| Fault::Denied("这里只供法院工作人员办理".to_owned()))
}
