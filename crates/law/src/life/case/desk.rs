//! What the desk, the draw and a recusal did to a matter: folded in, and told. Nothing is refused here.

use super::Case;
use crate::day::Day;
use crate::fen::Fen;
use crate::ids::JudgeId;
use crate::life::codes::{State, Tag};
use crate::life::event::Event;
use crate::life::papers::Naming;

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

    /// The day the registry's seven days are counted from.
    pub fn registry_from(&self) -> Day {
        self.guards.corrected.unwrap_or(self.facts.received_day)
    }

    /// Consents to electronic service.
    pub const fn electronic(&self) -> bool {
        self.guards.electronic
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
                guards.electronic = papers.electronic;
                guards.mediation = papers.mediation;
                self.enter(State::Received);
            }
            Event::NumberGiven(body) => guards.number = Some(body.number.clone()),
            Event::Diverted(_) => self.enter(State::Diverted),
            Event::Reopened => {
                guards.corrected = Some(today);
                self.enter(State::Received);
            }
            Event::FeeNoticed(body) => {
                guards.fee = Some(body.amount);
                guards.fee_due = Some(body.due);
            }
            Event::FeePaid(body) => guards.paid = Some(body.amount),
            Event::NamingProposed(body) => guards.proposed = Some(body.clone()),
            Event::RecusalAsked(body) => guards.recusal = Some(body.judge),
            Event::RecusalDecided(body) => {
                guards.recusal = None;
                if body.upheld {
                    guards.vacant |= self.facts.judge == Some(body.judge);
                    guards.barred.push(body.judge);
                }
            }
            Event::Classified(body) => self.facts.secrecy = body.level.code(),
            Event::Viewed(_) => {}
            _ => return false,
        }
        true
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
