//! A matter as its entries tell it. Folding only: nothing is refused here, what is stored has happened.

mod bench;
mod desk;
mod told;

pub use bench::Sat;

use super::codes::{Channel, ClosingForm, Document, Exclusion, OnlineStep, Service, State, Vote};
use super::event::{Accepted, Assigned, Closed, Event};
use super::facts::CaseFacts;
use super::intake::blank;
use super::papers::{CorrectionProposed, Naming, ReliefDecided, ReliefPlea};
use super::refusal::{Refusal, RefusalCode};
use super::term::{Clock, rule, term};
use super::track::{Branch, Stage, Track};
use crate::calendar::Calendar;
use crate::case_number::{self, Word};
use crate::cause;
use crate::day::{Day, Moment};
use crate::fen::Fen;
use crate::ids::{CourtId, JudgeId, Stream};
use crate::period::{Period, Roll, Variant, last_day};

/// A matter: its row, and what the next decision needs besides it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The row.
    pub facts: CaseFacts,
    pub(crate) track: Option<Track>,
    pub(crate) clock: Clock,
    pub(crate) last_at: Moment,
    pub(crate) accepted_at: Option<Moment>,
    pub(crate) guards: Guards,
}

/// What only guards ask for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent steps taken")]
pub(crate) struct Guards {
    pub taken: Option<Day>,
    pub correction_due: Option<Day>,
    pub corrected: Option<Day>,
    pub refused: Option<Day>,
    pub served: Option<Day>,
    pub suspended: Option<Day>,
    pub pending: Option<Pending>,
    pub last_hearing: Option<Day>,
    pub remanded: bool,
    pub remanded_before: bool,
    pub offline: bool,
    pub reported: bool,
    pub settled: bool,
    pub query: Option<Day>,
    pub inspected: bool,
    pub interviewed: bool,
    pub administrator: bool,
    pub claims: bool,
    pub reorganising: bool,
    pub plan_voted: bool,
    pub composition_voted: bool,
    pub plan_approved: bool,
    pub bankrupt: bool,
    pub notified: bool,
    pub ruled: bool,
    pub mediator: bool,
    pub mediated: bool,
    pub aid: Option<Fen>,
    pub aid_paid: bool,
    pub electronic: bool,
    pub mediation: bool,
    pub number: Option<String>,
    pub fee: Option<Fen>,
    pub fee_due: Option<Day>,
    pub paid: Option<Fen>,
    pub proposed: Option<Naming>,
    pub recusal: Option<JudgeId>,
    pub barred: Vec<JudgeId>,
    pub vacant: bool,
    pub rounds: u32,
    pub bench: Option<Box<bench::Bench>>,
    pub consents: Vec<OnlineStep>,
    pub relief: Option<ReliefPlea>,
    pub relieved: Option<ReliefDecided>,
    pub fee_later: bool,
    pub correction: Option<CorrectionProposed>,
    pub complained: Option<Day>,
}

/// A hearing that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pending {
    pub day: Day,
    pub online: bool,
    pub public: bool,
}

impl Case {
    /// The matter that a stream's first entry opens.
    pub fn open(court: CourtId, stream: Stream, at: Moment, event: &Event) -> Result<Case, Refusal> {
        let intake = match event {
            Event::Received(intake) => intake,
            Event::Accepted(Accepted { intake: Some(intake), .. }) => intake,
            _ => {
                return Err(Refusal {
                    code: RefusalCode::NoMatter,
                    basis: "登记立案规定（2015）第二条",
                    sentence: format!("“{}”不能作为案件的第一条记录，请先收案或者立案", event.zh()),
                });
            }
        };
        let mut case = Case {
            facts: blank(court, stream, intake),
            track: Track::of(intake.word),
            clock: Clock::default(),
            last_at: at,
            accepted_at: None,
            guards: Guards::default(),
        };
        case.take_tags(&intake.tags);
        if let Some(papers) = &intake.papers {
            case.take_papers(papers);
        }
        if case.stage() == Some(Stage::First) {
            case.guards.remanded = intake.channel == Channel::Transferred && intake.origin.is_some();
        }
        if matches!(event, Event::Received(_)) && case.track.is_some_and(|track| !track.accepts()) {
            case.start_clock(intake.received);
            case.set_ends(at.day());
        }
        case.apply(at, event);
        Ok(case)
    }

    /// Whether the rule of its term still allows an extension.
    pub fn may_extend(&self) -> bool {
        self.clock.extensions < self.clock.allowed()
    }

    /// Where its trial term stands: the rule, the day it is counted from, what does not count.
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Folds an entry in.
    pub fn apply(&mut self, at: Moment, event: &Event) {
        let today = at.day();
        self.facts.version = self.facts.version.saturating_add(1);
        self.last_at = self.last_at.max(at);
        match event {
            Event::Accepted(body) => self.accepted(at, body),
            Event::Assigned(body) => self.assigned(today, body),
            Event::Closed(body) => self.closed(today, body),
            Event::Received(_) => {}
            Event::CorrectionAsked(body) => {
                self.facts.corrections = self.facts.corrections.saturating_add(1);
                self.guards.correction_due = Some(body.due);
                self.guards.correction = None;
                self.enter(State::Correcting);
            }
            Event::Corrected => {
                self.guards.corrected = Some(today);
                self.enter(State::Received);
            }
            Event::Returned => self.enter(State::Returned),
            Event::Refused(_) => {
                self.guards.refused = Some(today);
                self.enter(State::Refused);
            }
            Event::Served(body) => self.served(today, body.document, body.mode),
            Event::Disclosed(body) => {
                self.facts.disclosed = true;
                self.facts.disclosed_effectively |= body.effective;
            }
            _ => {
                if !self.fold_desk(today, event)
                    && !self.fold_bench(today, event)
                    && !self.fold_term(today, event)
                    && !self.fold_hearing(today, event)
                    && !self.fold_appeal(today, event)
                    && !self.fold_enforcement(today, event)
                {
                    self.fold_other(event);
                }
            }
        }
        self.facts.waits = self.waits();
    }

    fn fold_term(&mut self, today: Day, event: &Event) -> bool {
        match event {
            Event::Converted(body) => {
                self.facts.procedure = body.procedure.code();
                if self.branch() == Some(Branch::Criminal) {
                    self.restart(today);
                }
                self.choose_rule();
                self.set_ends(today);
            }
            Event::Excluded(body) => {
                self.add_segment(body.ground, body.from, body.to);
                self.set_ends(today);
            }
            Event::Extended(body) => {
                self.clock.extensions = self.clock.extensions.saturating_add(1);
                self.facts.extended = true;
                self.facts.final_end_day = Some(body.due);
            }
            Event::Suspended(_) => {
                self.guards.suspended = Some(today);
                self.enter(State::Suspended);
            }
            Event::Resumed(_) => {
                self.add_suspension(today);
                self.set_ends(today);
                let heard = self.facts.hearings > 0 || self.guards.pending.is_some();
                let assigned = self.facts.judge.is_some();
                self.enter(if heard {
                    State::Hearing
                } else if assigned {
                    State::Assigned
                } else {
                    State::Registered
                });
            }
            _ => return false,
        }
        true
    }

    fn fold_hearing(&mut self, today: Day, event: &Event) -> bool {
        match event {
            Event::HearingScheduled(body) => {
                self.guards.pending = Some(Pending { day: body.day, online: body.online, public: body.public });
            }
            Event::HearingAdjourned(_) => {
                self.facts.adjournments = self.facts.adjournments.saturating_add(1);
                self.guards.pending = None;
            }
            Event::HearingHeld(body) => {
                let facts = &mut self.facts;
                let add = |count: &mut u16, yes: bool| *count = count.saturating_add(u16::from(yes));
                add(&mut facts.hearings, true);
                add(&mut facts.hearings_online, body.online);
                add(&mut facts.hearings_broadcast, body.broadcast);
                add(&mut facts.hearings_closed, !body.public);
                add(&mut facts.hearings_recorded, body.recorded);
                facts.first_hearing_day = facts.first_hearing_day.or(Some(today));
                self.guards.last_hearing = Some(today);
                self.guards.pending = None;
                self.enter(State::Hearing);
            }
            _ => return false,
        }
        true
    }

    fn fold_appeal(&mut self, today: Day, event: &Event) -> bool {
        let facts = &mut self.facts;
        match event {
            Event::Effective(body) => {
                facts.effective_day = Some(body.on);
                self.enter(State::Effective);
            }
            Event::AppealReceived(_) => {
                facts.appealed_day = Some(today);
                self.enter(State::Appealed);
            }
            Event::FileSent(_) => facts.file_sent_day = Some(today),
            Event::AppealConcluded(body) => {
                facts.appeal_outcome = body.outcome.code();
                facts.appeal_outcome_day = Some(today);
                facts.appeal_error = body.error;
                let refused = facts.closed_day.is_none();
                self.enter(if refused { State::Refused } else { State::Closed });
            }
            Event::Published(_) => {
                facts.published = facts.published.saturating_add(1);
                facts.first_published_day = facts.first_published_day.or(Some(today));
            }
            Event::Recalled(_) => facts.published = facts.published.saturating_sub(1),
            Event::Withheld(_) => {
                facts.publishable = false;
                self.guards.offline = true;
            }
            Event::Archived => {
                facts.archived_day = Some(today);
                self.enter(State::Archived);
            }
            _ => return false,
        }
        true
    }

    fn fold_enforcement(&mut self, today: Day, event: &Event) -> bool {
        match event {
            Event::EnforcementNoticed(body) => self.guards.reported |= body.report_order,
            Event::PropertyQueried(body) if body.full => self.guards.query = Some(today),
            Event::PropertyQueried(_) => {}
            Event::PropertyInspected(_) => self.guards.inspected = true,
            Event::PropertyControlled(body) => self.facts.assets |= body.value > Fen::ZERO,
            Event::MoneyCollected(body) => {
                self.facts.collected = Fen(self.facts.collected.0.saturating_add(body.amount.0));
            }
            Event::DebtorRestricted(body) => {
                self.facts.restricted = true;
                self.facts.listed |= body.listed;
            }
            Event::ApplicantInterviewed(_) => self.guards.interviewed = true,
            _ => return false,
        }
        true
    }

    fn fold_other(&mut self, event: &Event) {
        let guards = &mut self.guards;
        match event {
            Event::DebtorNotified => guards.notified = true,
            Event::AdministratorAppointed(_) => guards.administrator = true,
            Event::ClaimsAnnounced(_) => guards.claims = true,
            Event::CreditorsVoted(body) => match body.matter {
                Vote::Plan => guards.plan_voted |= body.passed,
                Vote::Composition => guards.composition_voted |= body.passed,
                Vote::Realisation | Vote::Distribution => {}
            },
            Event::ReorganisationOrdered => guards.reorganising = true,
            Event::PlanApproved => guards.plan_approved = true,
            Event::DeclaredBankrupt => guards.bankrupt = true,
            Event::PreservationRuled => guards.ruled = true,
            Event::AidDecided(body) => guards.aid = Some(body.amount),
            Event::AidPaid(_) => guards.aid_paid = true,
            Event::MediatorAccepted(_) => guards.mediator = true,
            Event::MediationHeld(body) => {
                guards.mediated = true;
                self.facts.mediated_av |= body.av;
            }
            _ => {}
        }
    }

    fn accepted(&mut self, at: Moment, body: &Accepted) {
        let today = at.day();
        let number = case_number::parse(&body.number).ok().and_then(|parsed| parsed.case());
        self.facts.year = number.map(|number| number.year);
        self.facts.serial = number.map(|number| number.serial);
        self.facts.accepted_day = Some(today);
        self.facts.counts = self.word().is_some_and(Word::is_case);
        self.accepted_at = Some(at);
        self.start_clock(today);
        self.enter(State::Registered);
        self.clock.custody = self.facts.custody && self.branch() == Some(Branch::Criminal);
        self.facts.has_term = body.due.is_some() && self.track.is_some_and(Track::counts_term);
        self.facts.base_end_day = body.due;
        self.facts.final_end_day = body.due;
    }

    fn assigned(&mut self, today: Day, body: &Assigned) {
        self.facts.assigned_day = self.facts.assigned_day.or(Some(today));
        self.facts.judge = Some(body.judge);
        self.guards.vacant = false;
        self.guards.proposed = None;
        self.guards.rounds = self.guards.rounds.saturating_add(1);
        self.seat(today, body);
        self.facts.panel = body.panel;
        self.facts.assessors = body.assessors > 0;
        self.facts.procedure = body.procedure.code();
        self.choose_rule();
        self.facts.has_term = body.due.is_some() && self.track.is_some_and(Track::counts_term);
        self.set_ends(today);
        if self.facts.state == State::Registered.code() {
            self.enter(State::Assigned);
        }
    }

    fn closed(&mut self, today: Day, body: &Closed) {
        if self.guards.suspended.is_some() {
            self.add_suspension(today);
            self.set_ends(today);
        }
        let ends = self.current_ends(today);
        self.facts.base_end_day = ends.map(|(base, _)| base);
        self.facts.final_end_day = ends.map(|(_, last)| last);
        let facts = &mut self.facts;
        facts.closed_day = Some(today);
        facts.closing = body.form.code();
        facts.document = body.document.code();
        facts.in_court = body.in_court;
        facts.terminated_compliant = body.qualified == Some(true);
        let divorce = facts.cause.and_then(cause::cause).is_some_and(|cause| cause.name.contains("离婚"));
        self.guards.offline = divorce || facts.juvenile || body.document == Document::Mediation;
        facts.publishable =
            facts.counts && !self.guards.offline && matches!(body.document, Document::Judgment | Document::Ruling);
        if self.track.is_some_and(|track| track.stage == Stage::Mediation) {
            facts.mediated_ok = Some(u8::from(body.form == ClosingForm::MediationAgreed));
        }
        self.guards.pending = None;
        self.enter(State::Closed);
    }

    fn served(&mut self, today: Day, document: Document, mode: Service) {
        let announced = mode == Service::Announcement;
        self.facts.announced |= announced;
        if self.facts.closed_day.is_some() && document.code() == self.facts.document {
            let day = if announced { announcement_end(today) } else { today };
            self.guards.served = self.guards.served.max(Some(day));
        }
    }

    fn start_clock(&mut self, day: Day) {
        self.clock.start = day;
        self.choose_rule();
    }

    fn choose_rule(&mut self) {
        let from = self.facts.accepted_day.unwrap_or(self.clock.start);
        let procedure = self.procedure();
        self.clock.term = self
            .track
            .and_then(|track| rule(track, procedure, self.facts.panel, self.basic()))
            .and_then(|id| term(id, from));
    }

    pub(crate) fn add_segment(&mut self, ground: Exclusion, from: Day, to: Day) {
        if ground == Exclusion::SupplementaryInvestigation {
            self.restart(to);
            return;
        }
        self.guards.settled |= ground == Exclusion::Settlement;
        self.clock.segments.push((from, to));
    }

    pub(crate) fn add_suspension(&mut self, today: Day) {
        if let Some(from) = self.guards.suspended.take() {
            self.clock.segments.push((from, today));
        }
    }

    /// 重新计算审限: old segments and extensions fall away (D-033).
    pub(crate) fn restart(&mut self, from: Day) {
        self.clock.start = from;
        self.clock.segments.clear();
        self.clock.extensions = 0;
    }

    fn set_ends(&mut self, as_of: Day) {
        let ends = self.clock.ends(as_of);
        self.facts.base_end_day = ends.map(|(base, _)| base);
        self.facts.final_end_day = ends.map(|(_, last)| last);
        self.facts.excluded_days = self.clock.excluded();
    }

    /// The ends by the calendar known today; a notice that came later may only give more time (D-022).
    pub(crate) fn current_ends(&self, today: Day) -> Option<(Day, Day)> {
        let (base, last) = self.clock.ends(today)?;
        let later = |held: Option<Day>, now: Day| held.map_or(now, |held| held.max(now));
        Some((later(self.facts.base_end_day, base), later(self.facts.final_end_day, last)))
    }

    fn enter(&mut self, state: State) {
        self.facts.state = state.code();
    }
}

/// The day service by public announcement is complete: 60 days, from 2022-01-01 30 days
/// (民事诉讼法 (2017) art. 92; (2021) art. 95), D-220. The law in force when published counts.
fn announcement_end(published: Day) -> Day {
    let days = if published < super::trial_term::CPL_2021 { 60 } else { 30 };
    last_day(published, Period::Days(days), Variant::Civil, Roll::Legal, Calendar::embedded(), published)
}
