//! What is done next to a matter: of the acts that would come in a court, the first that the law allows now.

use std::borrow::Cow;

use law::day::{Day, Moment};
use law::fen::Fen;
use law::ids::JudgeId;
use law::life::codes::{ClosingForm as F, Document, Procedure, Service, State};
use law::life::command::Command as C;
use law::life::{decide, usual_document};

use super::past::Past;
use crate::chance::Chance;
use crate::fate::working;

/// Days after closing that a file is kept at hand before it goes to the archive.
const AT_HAND: i32 = 42;
/// Days after which what waits for its effect is looked at again.
const WINDOW: i32 = 28;

/// What comes next.
#[derive(Debug)]
pub(super) enum Next {
    /// An act, and who does it.
    Do(C, Cow<'static, str>),
    /// Nothing before a day.
    On(Day),
    /// Nothing that is done here.
    Never,
}

/// A matter, the moment, and the draws that are this matter's own.
struct Scene<'a> {
    past: &'a Past,
    at: Moment,
    today: Day,
    judges: u32,
    chance: Chance,
}

/// The next act upon a matter.
pub(super) fn next(past: &Past, at: Moment, judges: u32, chance: Chance) -> Next {
    let mut scene = Scene { past, at, today: at.day(), judges, chance };
    match past.case.state() {
        State::Received => scene.received(),
        State::Registered => scene.registered(),
        State::Assigned | State::Hearing => scene.worked(),
        State::Closed | State::Effective => scene.closed(),
        _ => Next::Never,
    }
}

fn later(day: Day) -> Day {
    working(day, Day(i32::MAX - 9))
}

impl Scene<'_> {
    fn word(&self) -> &'static str {
        self.past.case.word().map_or("", |word| word.as_str())
    }

    /// The first of the acts that the law allows.
    fn first(&self, acts: impl IntoIterator<Item = C>) -> Next {
        let case = &self.past.case;
        let allowed = |act: &C| decide(Some(case), case.facts.court, self.at, act).is_ok();
        match acts.into_iter().find(allowed) {
            Some(act) => {
                let actor = self.actor(&act);
                Next::Do(act, actor)
            }
            None => Next::Never,
        }
    }

    fn actor(&self, act: &C) -> Cow<'static, str> {
        let court = self.past.case.facts.court.0;
        match (act, self.past.case.facts.judge) {
            (C::Accept { .. } | C::Assign { .. }, _) => format!("registry:{court}").into(),
            (C::Disclose { .. }, _) => "system".into(),
            (C::AcceptMediation { .. } | C::HoldMediation { .. }, _) => "mediator".into(),
            (C::Serve { .. } | C::ScheduleHearing { .. } | C::Publish { .. } | C::Archive, _) | (_, None) => {
                format!("clerk:{court}").into()
            }
            (_, Some(judge)) => format!("judge:{}", judge.0).into(),
        }
    }

    fn close(&self, forms: &[F]) -> Next {
        let Some(word) = self.past.case.word() else { return Next::Never };
        self.first(forms.iter().map(|form| C::Close {
            form: *form,
            document: usual_document(word, *form),
            in_court: false,
        }))
    }

    fn received(&mut self) -> Next {
        let waited = self.past.case.facts.received_day.until(self.today);
        match self.word() {
            "诉前调" if !self.past.mediator => {
                let mediator =
                    u32::from(self.past.case.facts.court.0) * 100 + u32::try_from(self.chance.below(40)).unwrap_or(0);
                self.first([C::AcceptMediation { mediator }])
            }
            "诉前调" if waited < 3 => Next::On(later(self.today.plus(3))),
            "诉前调" if !self.past.mediated => {
                let (av, minutes) = (self.chance.one_in(60, 100), self.chance.between(20, 90));
                self.first([C::HoldMediation { av, minutes: u16::try_from(minutes).unwrap_or(30) }])
            }
            "诉前调" => {
                let agreed = [F::MediationAgreed, F::MediationFailed];
                let forms = if self.chance.one_in(46, 100) { &agreed[..] } else { &agreed[1..] };
                self.close(forms)
            }
            "信访" if waited < 2 => Next::On(later(self.today.plus(2))),
            "信访" => self.close(&[F::PetitionResolved]),
            _ => {
                let year = u16::try_from(self.today.year()).unwrap_or(0);
                // the serial is allotted when the act is done
                self.first([C::Accept { intake: None, year, serial: 1 }])
            }
        }
    }

    fn registered(&mut self) -> Next {
        if !self.past.case.facts.disclosed {
            let effective = self.chance.one_in(985, 1_000);
            return self.first([C::Disclose { effective }]);
        }
        let nth = 1 + u32::try_from(self.chance.below(u64::from(self.judges))).unwrap_or(0);
        let judge = JudgeId(u32::from(self.past.case.facts.court.0) * 1_000 + nth);
        let assessors = if self.chance.one_in(60, 100) { 2 } else { 0 };
        let alone = |procedure| C::Assign { judge, panel: 1, assessors: 0, procedure };
        let panel = |assessors| C::Assign { judge, panel: 3, assessors, procedure: Procedure::Ordinary };
        let summary = self.chance.one_in(75, 100).then(|| alone(Procedure::Summary));
        let mut acts: Vec<C> = summary.into_iter().collect();
        acts.extend([panel(assessors), panel(0), alone(Procedure::None)]);
        if !self.word().ends_with(['初', '终', '再']) {
            acts.reverse();
        }
        self.first(acts)
    }

    fn worked(&mut self) -> Next {
        let word = self.word();
        match word {
            "执" | "执恢" => self.enforcement(),
            "财保" | "行保" | "证保" if self.past.ruled => self.close(&[F::Preserved]),
            "财保" | "行保" | "证保" => match self.first([C::RulePreservation]) {
                Next::Never => self.close(&[F::PreservationRefused]),
                act => act,
            },
            "法赔" | "委赔" => self.close(&[F::CompensationRefused]),
            _ if word.starts_with("司救") => self.aid(),
            _ if word.ends_with(['申', '监', '抗']) && word != "破申" => self.close(&[F::RetrialRefused]),
            _ if word.ends_with('终') => self.close(&[F::Upheld]),
            _ if word.ends_with(['初', '再']) => self.trial(),
            _ => Next::Never,
        }
    }

    fn trial(&mut self) -> Next {
        let (past, today) = (self.past, self.today);
        if !past.served && past.case.facts.hearings == 0 {
            let mode = if self.chance.one_in(45, 100) { Service::Electronic } else { Service::Direct };
            return self.first([C::Serve { document: Document::Notice, mode }]);
        }
        let withdrawn = self.chance.one_in(24, 100);
        match past.pending {
            Some(day) if day > today => Next::On(day),
            Some(day) if day == today => {
                let act = |broadcast| C::HoldHearing { broadcast, minutes: 45, recorded: true };
                let broadcast = self.chance.one_in(30, 100);
                self.first([act(broadcast), act(false)])
            }
            Some(_) => {
                self.first([C::AdjournHearing { ground: "当事人正当理由未到庭".to_owned(), approved: true }])
            }
            None if past.case.facts.hearings > 0 => self.close(&[F::Judged, F::Upheld]),
            None if withdrawn => match self.close(&[F::WithdrawalAllowed, F::RetrialWithdrawn]) {
                Next::Never => self.schedule(),
                act => act,
            },
            None => self.schedule(),
        }
    }

    fn schedule(&mut self) -> Next {
        let day = later(self.today.plus(self.chance.between(3, 8)));
        let public = !self.past.case.facts.juvenile;
        let online = self.chance.one_in(20, 100);
        self.first([C::ScheduleHearing { day, online, public }])
    }

    fn enforcement(&self) -> Next {
        let facts = &self.past.case.facts;
        let left = Fen(facts.amount.0 - facts.collected.0);
        if !self.past.noticed {
            self.first([C::NoticeDebtor { report_order: true }])
        } else if !self.past.queried {
            self.first([C::QueryProperty { found: true, full: true }])
        } else if left > Fen::ZERO {
            self.first([C::CollectMoney { amount: left }])
        } else {
            self.close(&[F::Performed])
        }
    }

    fn aid(&mut self) -> Next {
        let granted = Fen(i64::from(self.chance.between(30, 600)) * 10_000);
        match self.past.aid {
            None => self.first([C::DecideAid { amount: granted }]),
            Some(Fen::ZERO) => self.close(&[F::AidRefused]),
            Some(amount) if !self.past.paid => self.first([C::PayAid { amount }]),
            Some(_) => self.close(&[F::AidGranted]),
        }
    }

    fn closed(&self) -> Next {
        let case = &self.past.case;
        let Some(closed) = case.facts.closed_day else { return Next::Never };
        let mut acts = Vec::new();
        if case.facts.effective_day.is_none() {
            acts.push(C::TakeEffect { on: self.today });
        }
        if case.facts.publishable && case.facts.published == 0 {
            let kind = Document::ALL.iter().find(|kind| kind.code() == case.facts.document);
            acts.extend(kind.map(|kind| C::Publish { document: *kind, text: None }));
        }
        if closed.until(self.today) >= AT_HAND {
            acts.push(C::Archive);
        }
        match self.first(acts) {
            Next::Never if closed.until(self.today) < WINDOW => Next::On(later(closed.plus(WINDOW))),
            next => next,
        }
    }
}
