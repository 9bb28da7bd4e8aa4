//! The entry a command becomes once nothing stands against it: what the person said, and what follows from it.

use super::bankruptcy::passes;
use super::case::Case;
use super::codes::{ClosingForm, Document, Procedure};
use super::command::{Command as C, Drawn};
use super::enforcement::measure_until;
use super::event as e;
use super::event::Event;
use super::papers as p;
use super::term::{Clock, rule, term};
use super::track::{Branch, Track};
use crate::calendar::Calendar;
use crate::case_number::{CaseNumber, Word};
use crate::court::{Level, court};
use crate::day::{Day, Moment};
use crate::ids::{CourtId, JudgeId};
use crate::period::{Period, Roll, Variant, last_day};

/// Days a notice of correction leaves; the law asks for a term and names none (design).
const CORRECTION_DAYS: u16 = 15;

/// Days of a mediation before the suit is registered (特邀调解规定 art. 27), S-030.
const MEDIATION_DAYS: u16 = 30;

/// Days to pay the fee, from the day after the notice (诉讼费用交纳办法 art. 22), S-014.
const FEE_DAYS: u16 = 7;

pub(crate) fn event(past: Option<&Case>, court: CourtId, at: Moment, command: &C) -> Option<Event> {
    let today = at.day();
    match (past, command) {
        (_, C::Receive(intake)) => Some(Event::Received(intake.clone())),
        (past, C::Accept { intake, year, serial }) => accepted(past, court, today, intake.as_ref(), *year, *serial),
        (Some(case), command) => registry(case, today, command)
            .or_else(|| desk(today, command))
            .or_else(|| allotment(case, today, command))
            .or_else(|| term_step(case, today, command))
            .or_else(|| trial(case, command))
            .or_else(|| measures(today, command))
            .or_else(|| offices(command)),
        (None, _) => None,
    }
}

fn accepted(
    past: Option<&Case>,
    here: CourtId,
    today: Day,
    intake: Option<&e::Intake>,
    year: u16,
    serial: u32,
) -> Option<Event> {
    let word = past.and_then(Case::word).or(intake.map(|intake| intake.word))?;
    let track = Track::of(word)?;
    let basic = court(here).is_some_and(|court| court.level == Level::Basic);
    let held = match (past, intake) {
        (Some(case), _) => case.facts.custody,
        (None, intake) => intake.is_some_and(|intake| intake.tags.contains(&super::codes::Tag::Custody)),
    };
    let found = rule(track, Procedure::None, 0, basic).and_then(|id| term(id, today));
    let custody = held && track.branch == Branch::Criminal;
    let clock = Clock { term: found, start: today, custody, ..Clock::default() };
    Some(Event::Accepted(e::Accepted {
        due: clock.ends(today).map(|(base, _)| base),
        intake: intake.cloned(),
        number: number(year, here, word, serial),
        rule: found.map(|term| term.id.clone()),
    }))
}

fn number(year: u16, court: CourtId, word: Word, serial: u32) -> String {
    let mut text = String::with_capacity(40);
    // Writing to a string cannot fail.
    let _ = CaseNumber::new(year, court, word, serial).write_to(&mut text);
    text
}

fn registry(case: &Case, today: Day, command: &C) -> Option<Event> {
    Some(match command {
        C::AskCorrection { defects, fields } => Event::CorrectionAsked(e::CorrectionAsked {
            defects: defects.clone(),
            due: last_day(
                today,
                Period::Days(CORRECTION_DAYS),
                Variant::Civil,
                Roll::Legal,
                Calendar::embedded(),
                today,
            ),
            fields: fields.clone(),
        }),
        C::Correct => Event::Corrected,
        C::Return => Event::Returned,
        C::Refuse { ground } => Event::Refused(e::Refused { ground: ground.clone() }),
        C::Assign { judge, panel, assessors, procedure } => {
            let (due, rule) = under(case, *procedure, *panel, today, false);
            Event::Assigned(e::Assigned {
                assessors: *assessors,
                change: None,
                draw: None,
                due,
                judge: *judge,
                named: None,
                panel: *panel,
                procedure: *procedure,
                rule,
            })
        }
        C::Serve { document, mode } => Event::Served(e::Served { document: *document, mode: *mode }),
        C::Publish { document } => {
            Event::Published(e::Published { document: *document, nth: case.facts.published.saturating_add(1) })
        }
        C::Withhold { ground } => Event::Withheld(e::Withheld { ground: *ground }),
        C::Disclose { effective } => Event::Disclosed(e::Disclosed { effective: *effective }),
        C::Archive => Event::Archived,
        _ => return None,
    })
}

/// What the parties and the registry add to a filing.
fn desk(today: Day, command: &C) -> Option<Event> {
    let within = |days| last_day(today, Period::Days(days), Variant::Civil, Roll::Legal, Calendar::embedded(), today);
    Some(match command {
        C::Resubmit(papers) => Event::Resubmitted(papers.clone()),
        C::GiveNumber { by, number } => Event::NumberGiven(p::NumberGiven { by: *by, number: number.clone() }),
        C::Divert { .. } => Event::Diverted(p::Diverted { due: within(MEDIATION_DAYS), to: None }),
        C::Reopen => Event::Reopened,
        C::NoticeFee { amount, scale } => {
            Event::FeeNoticed(p::FeeNoticed { amount: *amount, due: within(FEE_DAYS), scale: scale.clone() })
        }
        C::PayFee { amount, reference } => Event::FeePaid(p::FeePaid { amount: *amount, reference: reference.clone() }),
        C::Classify { by, ground, level } => {
            Event::Classified(p::Classified { by: *by, ground: ground.clone(), level: *level })
        }
        C::View { by, role } => Event::Viewed(p::Viewed { by: *by, role: role.clone() }),
        _ => return None,
    })
}

/// Draws, namings and recusals.
fn allotment(case: &Case, today: Day, command: &C) -> Option<Event> {
    Some(match command {
        C::Draw(drawn) => bench(case, today, drawn, drawn.judge, None),
        C::ApproveNaming { approver, drawn } => {
            let proposed = case.guards.proposed.as_ref()?;
            let named = p::Naming { approver: Some(*approver), ..proposed.clone() };
            bench(case, today, drawn, named.judge, Some(named))
        }
        C::ProposeNaming { ground, judge, proposer, reason } => Event::NamingProposed(p::Naming {
            approver: None,
            ground: *ground,
            judge: *judge,
            proposer: *proposer,
            reason: reason.clone(),
        }),
        C::AskRecusal { by, ground, judge } => {
            Event::RecusalAsked(p::RecusalAsked { by: *by, ground: ground.clone(), judge: *judge })
        }
        C::DecideRecusal { by, reason, upheld } => Event::RecusalDecided(p::RecusalDecided {
            by: *by,
            judge: case.guards.recusal?,
            reason: reason.clone(),
            upheld: *upheld,
        }),
        _ => return None,
    })
}

fn bench(case: &Case, today: Day, drawn: &Drawn, judge: JudgeId, named: Option<p::Naming>) -> Event {
    let (due, rule) = under(case, drawn.procedure, drawn.panel, today, false);
    Event::Assigned(e::Assigned {
        assessors: drawn.assessors,
        change: drawn.change.clone().map(Box::new),
        draw: Some(Box::new(drawn.draw.clone())),
        due,
        judge,
        named: named.map(Box::new),
        panel: drawn.panel,
        procedure: drawn.procedure,
        rule,
    })
}

/// The base end and rule under a procedure; anew from today when the term restarts (D-033, D-034).
fn under(case: &Case, procedure: Procedure, panel: u8, today: Day, restart: bool) -> (Option<Day>, Option<String>) {
    let from = case.facts.accepted_day.unwrap_or(today);
    let found = case.track.and_then(|track| rule(track, procedure, panel, case.basic())).and_then(|id| term(id, from));
    let base = |clock: &Clock| clock.ends(today).map(|(base, _)| base);
    let due = if restart {
        base(&Clock { term: found, start: today, custody: case.clock.custody, ..Clock::default() })
    } else if case.clock.segments.is_empty() {
        let start = case.clock.start;
        base(&Clock { term: found, start, custody: case.clock.custody, ..Clock::default() })
    } else {
        base(&Clock { term: found, ..case.clock.clone() })
    };
    (due, found.map(|term| term.id.clone()))
}

fn term_step(case: &Case, today: Day, command: &C) -> Option<Event> {
    Some(match command {
        C::Convert { to } => {
            let restart = case.branch() == Some(Branch::Criminal);
            let (due, rule) = under(case, *to, case.facts.panel, today, restart);
            Event::Converted(e::Converted { due, procedure: *to, rule })
        }
        C::Exclude { ground, from, to } => {
            let mut then = case.clone();
            then.add_segment(*ground, *from, *to);
            let due = then.clock.ends(today).map(|(base, _)| base);
            Event::Excluded(e::Excluded { due, from: *from, ground: *ground, to: *to })
        }
        C::Extend { asked_by, asked_on, decided_by } => {
            let extensions = case.clock.extensions.saturating_add(1);
            let then = Clock { extensions, ..case.clock.clone() };
            let (_, due) = then.ends(today)?;
            let ask_before = case.clock.term.map_or(0, |term| term.ask_before);
            let late = case.current_ends(today).is_some_and(|(_, end)| *asked_on > end.plus(-ask_before));
            Event::Extended(e::Extended {
                asked_by: *asked_by,
                asked_on: *asked_on,
                decided_by: *decided_by,
                due,
                late,
            })
        }
        C::Suspend { ground } => Event::Suspended(e::Suspended { ground: ground.clone() }),
        C::Resume => {
            let mut then = case.clone();
            then.add_suspension(today);
            Event::Resumed(e::Resumed { due: then.clock.ends(today).map(|(base, _)| base) })
        }
        _ => return None,
    })
}

fn trial(case: &Case, command: &C) -> Option<Event> {
    Some(match command {
        C::ScheduleHearing { day, online, public } => {
            Event::HearingScheduled(e::HearingScheduled { day: *day, online: *online, public: *public })
        }
        C::AdjournHearing { ground, .. } => Event::HearingAdjourned(e::HearingAdjourned { ground: ground.clone() }),
        C::HoldHearing { broadcast, minutes, recorded } => {
            let pending = case.guards.pending?;
            Event::HearingHeld(e::HearingHeld {
                broadcast: *broadcast,
                minutes: *minutes,
                online: pending.online,
                public: pending.public,
                recorded: *recorded,
            })
        }
        C::Close { form, document, in_court } => close(*form, *document, *in_court),
        C::TakeEffect { on } => Event::Effective(e::Effective { on: *on }),
        C::ReceiveAppeal { protest } => Event::AppealReceived(e::AppealReceived { protest: *protest }),
        C::SendFile { to } => Event::FileSent(e::FileSent { to: *to }),
        C::ConcludeAppeal { above, outcome, error } => {
            Event::AppealConcluded(e::AppealConcluded { above: *above, error: *error, outcome: *outcome })
        }
        _ => return None,
    })
}

fn close(form: ClosingForm, document: Document, in_court: bool) -> Event {
    let qualified = (form == ClosingForm::RoundEnded).then_some(true);
    Event::Closed(e::Closed { document, form, in_court, qualified })
}

fn measures(today: Day, command: &C) -> Option<Event> {
    Some(match command {
        C::NoticeDebtor { report_order } => {
            Event::EnforcementNoticed(e::EnforcementNoticed { report_order: *report_order })
        }
        C::QueryProperty { found, full } => Event::PropertyQueried(e::PropertyQueried { found: *found, full: *full }),
        C::InspectProperty { found } => Event::PropertyInspected(e::PropertyInspected { found: *found }),
        C::ControlProperty { asset, value } => Event::PropertyControlled(e::PropertyControlled {
            asset: *asset,
            until: measure_until(*asset, today),
            value: *value,
        }),
        C::CollectMoney { amount } => Event::MoneyCollected(e::MoneyCollected { amount: *amount }),
        C::RestrictDebtor { listed } => Event::DebtorRestricted(e::DebtorRestricted { listed: *listed }),
        C::InterviewApplicant { agrees } => Event::ApplicantInterviewed(e::ApplicantInterviewed { agrees: *agrees }),
        _ => return None,
    })
}

fn offices(command: &C) -> Option<Event> {
    Some(match command {
        C::NotifyDebtor => Event::DebtorNotified,
        C::AppointAdministrator { administrator } => {
            Event::AdministratorAppointed(e::AdministratorAppointed { administrator: *administrator })
        }
        C::AnnounceClaims { until } => Event::ClaimsAnnounced(e::ClaimsAnnounced { until: *until }),
        C::VoteCreditors { matter, heads_present, heads_for, claims_total, claims_for } => {
            let passed = passes(*matter, (*heads_for, *heads_present), (*claims_for, *claims_total));
            Event::CreditorsVoted(e::CreditorsVoted {
                claims_for: *claims_for,
                claims_total: *claims_total,
                heads_for: *heads_for,
                heads_present: *heads_present,
                matter: *matter,
                passed,
            })
        }
        C::OrderReorganisation => Event::ReorganisationOrdered,
        C::ApprovePlan => Event::PlanApproved,
        C::DeclareBankrupt => Event::DeclaredBankrupt,
        C::DistributeEstate { amount } => Event::EstateDistributed(e::EstateDistributed { amount: *amount }),
        C::RulePreservation => Event::PreservationRuled,
        C::DecideAid { amount } => Event::AidDecided(e::AidDecided { amount: *amount }),
        C::PayAid { amount } => Event::AidPaid(e::AidPaid { amount: *amount }),
        C::AcceptMediation { mediator } => Event::MediatorAccepted(e::MediatorAccepted { mediator: *mediator }),
        C::HoldMediation { av, minutes } => Event::MediationHeld(e::MediationHeld { av: *av, minutes: *minutes }),
        _ => return None,
    })
}
