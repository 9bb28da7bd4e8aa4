//! What the desk, the draw and a recusal did to a matter: folded in, and told. Nothing is refused here.

use super::Case;
use crate::day::Day;
use crate::fen::Fen;
use crate::ids::JudgeId;
use crate::life::codes::{OnlineStep, State, Tag};
use crate::life::event::Event;
use crate::life::papers::{CorrectionProposed, Naming, Papers, ReliefDecided, ReliefPlea};

impl Case {
    /// The number a litigant gave for the draw.
    pub fn number_given(&self) -> Option<&str> {
        self.guards.number.as_deref()
    }

    /// Judges who may not be drawn again.
    pub fn barred(&self) -> &[JudgeId] {
        &self.guards.barred
    }

    /// The judge in charge was recused and no other has been drawn yet.
    pub const fn vacant(&self) -> bool {
        self.guards.vacant
    }

    /// A naming that waits for approval.
    pub const fn naming(&self) -> Option<&Naming> {
        self.guards.proposed.as_ref()
    }

    /// The judge whose recusal is asked for and not decided.
    pub const fn recusal(&self) -> Option<JudgeId> {
        self.guards.recusal
    }

    /// Assignments so far; the next is one round further.
    pub const fn rounds(&self) -> u32 {
        self.guards.rounds
    }

    /// Last day to correct, while a correction runs.
    pub const fn correction_due(&self) -> Option<Day> {
        self.guards.correction_due
    }

    /// The day by which another court's filing is decided, once it was taken.
    pub const fn taken(&self) -> Option<Day> {
        self.guards.taken
    }

    /// The day the registry's seven days are counted from.
    pub fn registry_from(&self) -> Day {
        self.guards.corrected.unwrap_or(self.facts.received_day)
    }

    /// Consents to electronic service.
    pub const fn electronic(&self) -> bool {
        self.guards.electronic
    }

    /// Steps a party agrees to take online.
    pub fn consents(&self) -> &[OnlineStep] {
        &self.guards.consents
    }

    /// Relief asked for, and what was decided.
    pub const fn relief(&self) -> (Option<ReliefPlea>, Option<&ReliefDecided>) {
        (self.guards.relief, self.guards.relieved.as_ref())
    }

    /// The fee need not be paid in advance.
    pub const fn fee_later(&self) -> bool {
        self.guards.fee_later
    }

    /// A second notice of correction that waits for the chief.
    pub const fn correction_proposed(&self) -> Option<&CorrectionProposed> {
        self.guards.correction.as_ref()
    }

    /// Last day to answer a complaint about the registry; none while there is none open.
    pub const fn complaint_due(&self) -> Option<Day> {
        self.guards.complained
    }

    /// The fee was asked for, is due, was not paid, and nothing was heard: the suit counts as withdrawn (FEE 22).
    pub fn fee_lapsed(&self, today: Day) -> bool {
        self.fee_open() && !self.guards.fee_later && self.guards.fee_due.is_some_and(|due| due < today)
    }

    /// The fee was asked for and not paid, and nothing was heard yet.
    pub(crate) fn fee_open(&self) -> bool {
        let owed = self.guards.fee.is_some_and(|fee| fee > Fen::ZERO) && self.guards.paid.is_none();
        owed && self.facts.hearings == 0 && self.guards.pending.is_none()
    }

    /// What papers say about consent and fees, from now on.
    pub(super) fn take_papers(&mut self, papers: &Papers) {
        let guards = &mut self.guards;
        guards.electronic = papers.electronic;
        guards.mediation = papers.mediation;
        guards.relief = papers.relief;
        guards.consents.clone_from(&papers.consents);
        if papers.electronic && !guards.consents.contains(&OnlineStep::Service) {
            guards.consents.insert(0, OnlineStep::Service);
        }
    }

    /// The fee asked for, the last day to pay it, and what was paid.
    pub const fn fee(&self) -> (Option<Fen>, Option<Day>, Option<Fen>) {
        (self.guards.fee, self.guards.fee_due, self.guards.paid)
    }

    pub(super) fn fold_desk(&mut self, today: Day, event: &Event) -> bool {
        let guards = &mut self.guards;
        match event {
            Event::Resubmitted(papers) => {
                guards.corrected = Some(today);
                self.take_papers(papers);
                self.enter(State::Received);
            }
            Event::NumberGiven(body) => guards.number = Some(body.number.clone()),
            Event::Taken(body) => guards.taken = Some(body.due),
            Event::Diverted(_) => self.enter(State::Diverted),
            Event::Reopened => {
                guards.corrected = Some(today);
                self.enter(State::Received);
            }
            Event::FeeNoticed(body) => {
                guards.fee = Some(body.amount);
                guards.fee_due = Some(body.due);
                guards.fee_later = body.later;
            }
            Event::FeePaid(body) => guards.paid = Some(body.amount),
            Event::NamingProposed(body) => guards.proposed = Some(body.clone()),
            Event::RecusalAsked(body) => guards.recusal = Some(body.judge),
            Event::RecusalDecided(body) => {
                guards.recusal = None;
                self.recused(today, body);
                if !body.upheld {
                    self.recusal_not_granted(body.judge);
                }
            }
            Event::Classified(body) => self.facts.secrecy = body.level.code(),
            Event::Viewed(_) | Event::Explained(_) => {}
            Event::ReliefDecided(body) => guards.relieved = Some(body.clone()),
            Event::ConsentChanged(body) => self.consented(body.step, body.given),
            Event::CorrectionProposed(body) => guards.correction = Some(body.clone()),
            Event::Complained(body) => guards.complained = Some(body.due),
            Event::ComplaintAnswered(_) => guards.complained = None,
            _ => return false,
        }
        true
    }

    fn consented(&mut self, step: OnlineStep, given: bool) {
        let guards = &mut self.guards;
        guards.consents.retain(|own| *own != step);
        if given {
            guards.consents.push(step);
            guards.consents.sort_unstable();
        }
        if step == OnlineStep::Service {
            guards.electronic = given;
        }
    }

    pub(super) fn take_tags(&mut self, tags: &[Tag]) {
        for tag in tags {
            match tag {
                Tag::Livelihood => self.facts.livelihood = true,
                Tag::SeniorDutyCrime => self.facts.duty_crime_senior = true,
                Tag::PropertyRights => self.facts.property_rights = true,
                Tag::Juvenile => self.facts.juvenile = true,
                Tag::Custody => self.facts.custody = true,
                Tag::Plea => self.facts.plea = true,
                Tag::RemandedBefore => self.guards.remanded_before = true,
            }
        }
    }
}
