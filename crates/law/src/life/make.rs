//! The entry a command becomes once nothing stands against it: what the person said, and what follows from it.

use super::bankruptcy::passes;
use super::bench::{first_seated, seated};
use super::case::Case;
use super::codes::{ClosingForm, Document, Procedure, Relief};
use super::command::{Bench, Command as C, Drawn, Following};
use super::enforcement::measure_until;
use super::event as e;
use super::event::Event;
use super::papers as p;
use super::term::{Clock, rule, term};
use super::track::{Branch, Track};
use crate::calendar::Calendar;
use crate::case_number::{CaseNumber, Word};
use crate::cause;
use crate::complaint::after;
use crate::court::{Level, court};
use crate::day::{Day, Moment};
use crate::fee::without_prepayment;
use crate::fen::Fen;
use crate::ids::{CourtId, JudgeId};
use crate::period::{Period, Roll, Variant, last_day};

/// Days a notice of correction leaves; the law asks for a term and names none (design).
const CORRECTION_DAYS: u16 = 15;

/// Days of a mediation before the suit is registered (特邀调解规定 art. 27), S-030.
const MEDIATION_DAYS: u16 = 30;

/// Days within which the registry decides (登记立案规定 art. 8).
const REGISTER_DAYS: u16 = 7;

/// Days to decide on a recusal, and on its reconsideration (民事诉讼法 art. 47), A-026.
const RECUSAL_DAYS: u16 = 3;

/// Days to answer a complaint about the registry (登记立案规定 art. 13), P-024.
const COMPLAINT_DAYS: u16 = 15;

/// Days to pay the fee, from the day after the notice (诉讼费用交纳办法 art. 22), S-014.
const FEE_DAYS: u16 = 7;

pub(crate) fn event(past: Option<&Case>, court: CourtId, at: Moment, command: &C) -> Option<Event> {
    let today = at.day();
    match (past, command) {
        (_, C::Receive(intake)) => Some(Event::Received(intake.clone())),
        (past, C::Accept { intake, year, serial }) => accepted(past, court, today, intake.as_ref(), *year, *serial),
        (Some(case), command) => registry(case, today, command)
            .or_else(|| desk(today, command))
            .or_else(|| counter(case, today, command))
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
            due: within(today, CORRECTION_DAYS),
            approver: None,
            fields: fields.clone(),
        }),
        C::ApproveCorrection { by } => {
            let proposed = case.correction_proposed()?;
            Event::CorrectionAsked(e::CorrectionAsked {
                approver: Some(*by),
                defects: proposed.defects.clone(),
                due: within(today, CORRECTION_DAYS),
                fields: proposed.fields.clone(),
            })
        }
        C::Correct => Event::Corrected,
        C::Return => Event::Returned,
        C::Refuse { code, ground } => Event::Refused(e::Refused { code: *code, ground: ground.clone() }),
        C::Assign { judge, panel, assessors, procedure } => {
            let bench = Bench { procedure: *procedure, panel: *panel, assessors: *assessors, seven: None };
            Event::Assigned(formed(case, today, bench, *judge))
        }
        C::Serve { document, mode } => Event::Served(e::Served { document: *document, mode: *mode }),
        C::Publish { document, text } => {
            let nth = case.facts.published.saturating_add(1);
            Event::Published(e::Published { document: *document, nth, text: text.clone() })
        }
        C::Recall { ground, text } => Event::Recalled(e::Recalled { ground: *ground, text: text.clone() }),
        C::Withhold { ground } => Event::Withheld(e::Withheld { ground: *ground }),
        C::Disclose { effective } => Event::Disclosed(e::Disclosed { effective: *effective }),
        C::Archive => Event::Archived,
        _ => return None,
    })
}

/// The last of so many days from a day.
fn within(today: Day, days: u16) -> Day {
    last_day(today, Period::Days(days), Variant::Civil, Roll::Legal, Calendar::embedded(), today)
}

/// Fees and their relief, consent, advice, complaints about the registry.
fn counter(case: &Case, today: Day, command: &C) -> Option<Event> {
    Some(match command {
        C::NoticeFee { amount, scale } => Event::FeeNoticed(fee_notice(case, today, *amount, scale)),
        C::DecideRelief { by, granted, percent, reason, until } => Event::ReliefDecided(p::ReliefDecided {
            by: *by,
            granted: *granted,
            percent: *percent,
            reason: reason.clone(),
            until: *until,
        }),
        C::ChangeConsent { by, given, step } => {
            Event::ConsentChanged(p::ConsentChanged { by: *by, given: *given, step: *step })
        }
        C::Explain { by, ground, text } => {
            Event::Explained(p::Explained { by: *by, ground: *ground, text: text.clone() })
        }
        C::ProposeCorrection { by, defects, fields, reason } => Event::CorrectionProposed(p::CorrectionProposed {
            by: *by,
            defects: defects.clone(),
            fields: fields.clone(),
            reason: reason.clone(),
        }),
        C::Complain { by, text } => {
            Event::Complained(p::Complained { by: *by, due: within(today, COMPLAINT_DAYS), text: text.clone() })
        }
        C::AnswerComplaint { by, text } => {
            Event::ComplaintAnswered(p::ComplaintAnswered { by: *by, text: text.clone() })
        }
        _ => return None,
    })
}

/// What is to be paid after the relief that was granted, and by when (FEE 20, 22, 44 to 49).
fn fee_notice(case: &Case, today: Day, full: Fen, scale: &str) -> p::FeeNoticed {
    let (_, decided) = case.relief();
    let granted = decided.and_then(|body| body.granted);
    let amount = after(full, granted, decided.map_or(0, |body| body.percent));
    let deferred = decided.and_then(|body| body.until).filter(|_| granted == Some(Relief::Defer));
    p::FeeNoticed {
        amount,
        due: deferred.unwrap_or_else(|| within(today, FEE_DAYS)),
        full: (amount != full).then_some(full),
        later: case.facts.cause.and_then(cause::cause).is_some_and(without_prepayment),
        relief: granted,
        scale: scale.to_owned(),
    }
}

/// What the parties and the registry add to a filing.
fn desk(today: Day, command: &C) -> Option<Event> {
    Some(match command {
        C::Resubmit(papers) => Event::Resubmitted(papers.clone()),
        C::GiveNumber { by, number } => Event::NumberGiven(p::NumberGiven { by: *by, number: number.clone() }),
        C::Divert { .. } => Event::Diverted(p::Diverted { due: within(today, MEDIATION_DAYS), to: None }),
        C::Take => Event::Taken(e::Taken { due: within(today, REGISTER_DAYS) }),
        C::Reopen => Event::Reopened,
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
        C::Follow(following) => follows(case, today, following),
        C::NoteNobody(body) => Event::NobodyLeft(body.clone()),
        C::DeclineNaming { by, reason } => Event::NamingDeclined(p::NamingDeclined { by: *by, reason: reason.clone() }),
        C::ProposeChange { ground, of, proposer, reason } => Event::ChangeProposed(p::ChangeProposed {
            ground: *ground,
            of: *of,
            proposer: *proposer,
            reason: reason.clone(),
        }),
        C::DecideChange { by, granted, reason } => Event::ChangeDecided(p::ChangeDecided {
            by: *by,
            granted: *granted,
            of: case.change_asked()?.of,
            reason: reason.clone(),
        }),
        C::AskReconsideration { by, ground } => Event::ReconsiderationAsked(p::ReconsiderationAsked {
            by: *by,
            due: within(today, RECUSAL_DAYS),
            ground: ground.clone(),
        }),
        C::DecideReconsideration { by, reason, upheld } => Event::Reconsidered(p::RecusalDecided {
            by: *by,
            judge: case.reconsidering()?.0,
            reason: reason.clone(),
            upheld: *upheld,
        }),
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
    Event::Assigned(e::Assigned {
        change: drawn.change.clone().map(Box::new),
        draw: Some(Box::new(drawn.draw.clone())),
        named: named.map(Box::new),
        seated: seated(case, drawn, judge),
        ..formed(case, today, drawn.bench, judge)
    })
}

/// The judge of a linked case, and the others that were drawn.
fn follows(case: &Case, today: Day, following: &Following) -> Event {
    let linked = p::Linked { case: following.case, ground: following.ground, weight: following.weight };
    Event::Assigned(e::Assigned {
        draw: following.draw.clone().map(Box::new),
        linked: Some(Box::new(linked)),
        seated: first_seated(following.judge, following.draw.as_ref(), following.bench.assessors),
        ..formed(case, today, following.bench, following.judge)
    })
}

/// An assignment to a bench, with the term that follows from it.
fn formed(case: &Case, today: Day, bench: Bench, judge: JudgeId) -> e::Assigned {
    let (due, rule) = under(case, bench.procedure, bench.panel, today, false);
    e::Assigned {
        assessors: bench.assessors,
        change: None,
        draw: None,
        due,
        judge,
        linked: None,
        named: None,
        panel: bench.panel,
        procedure: bench.procedure,
        rule,
        seated: Vec::new(),
        seven: bench.seven,
    }
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
