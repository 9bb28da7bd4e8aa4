//! The steps of a matter's life, day by day, from its fate. What a step asks in detail is `commands`' business.

use law::day::Day;
use law::life::codes::ClosingForm as F;

use crate::chance::Chance;
use crate::fate::{Fate, FateId, Year, working};
use crate::marks;

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "named as the commands they become")]
pub enum Act {
    Receive,
    Accept,
    Disclose,
    Assign,
    Serve,
    Schedule(Day),
    Hold { last: bool },
    Exclude { from: Day, to: Day },
    Extend,
    Notice,
    Query,
    Inspect,
    Control,
    Restrict,
    Collect,
    Interview,
    Rule,
    Notify,
    Administrator,
    Claims,
    Vote,
    Reorganise,
    Approve,
    Bankrupt,
    Distribute,
    Decide,
    Pay,
    Mediator,
    Mediate,
    Close,
    Withhold,
    AppealIn,
    SendFile,
    Conclude(FateId),
    Effect,
    Publish,
    Archive,
}

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// Day.
    pub day: Day,
    /// Minutes past midnight.
    pub minute: u16,
    /// What happens.
    pub act: Act,
}

/// Days from closing to effect when nobody appeals: the longest window with its holidays.
pub const EFFECT_AFTER: i32 = 27;

/// Whether the closing document takes effect only after a window for appeal.
pub fn waits_for_window(fate: &Fate) -> bool {
    let first = fate.word.as_str().ends_with('初')
        && matches!(fate.form, F::Judged | F::Acquitted | F::DismissedSuit)
        && fate.procedure != law::life::codes::Procedure::SmallClaim;
    first || fate.form == F::BankruptcyRefused
}

/// Whether an effect is recorded at all.
pub fn takes_effect(fate: &Fate) -> bool {
    waits_for_window(fate)
        || (fate.word.as_str().ends_with('初') && fate.form == F::Judged)
        || (fate.word.as_str().ends_with(['终', '再']) && matches!(fate.form, F::Upheld | F::Changed))
}

/// The day of effect when nobody appeals.
fn effect_day(fate: &Fate, closed: Day) -> Day {
    if waits_for_window(fate) {
        working(closed.plus(EFFECT_AFTER), Day(i32::MAX - 9))
    } else {
        working(closed.plus(1), Day(i32::MAX - 9))
    }
}

/// The day its documents go online, if that is in the year.
pub fn publication_day(fate: &Fate, year: Year) -> Option<Day> {
    let closed = fate.closed?;
    if fate.above.is_some() {
        return None;
    }
    let from = if takes_effect(fate) { effect_day(fate, closed) } else { closed };
    let spread = i32::from(u8::try_from(closed.0.rem_euclid(5)).unwrap_or(0));
    let day = working(from.plus(1 + spread), Day(i32::MAX - 9));
    year.holds(day).then_some(day)
}

/// Builds a script.
pub struct Script<'a> {
    fate: &'a Fate,
    chance: Chance,
    steps: Vec<Step>,
    closed: Option<Day>,
    end: Day,
}

impl<'a> Script<'a> {
    /// The steps of a fate, in order.
    pub fn of(fate: &'a Fate, id: FateId, seed: u64, year: Year, online_filing: u64) -> Vec<Step> {
        let mut script = Script {
            fate,
            chance: Chance::new(seed, &[61, u64::from(id)]),
            steps: Vec::with_capacity(14),
            closed: fate.closed,
            end: fate.closed.unwrap_or(year.last),
        };
        script.begin(online_filing);
        match fate.word.as_str() {
            "执" | "执恢" => script.enforcement(),
            "破" => script.bankruptcy(),
            "破申" => script.add(1, 4, 600, Act::Notify),
            "财保" => script.add(0, 0, 640, Act::Rule),
            "诉前调" => script.mediation(),
            "信访" => {}
            word if word.starts_with("司救") => script.aid(),
            _ => script.litigation(),
        }
        script.finish(year);
        let Script { mut steps, .. } = script;
        steps.sort_unstable();
        steps
    }

    fn push(&mut self, day: Day, minute: u16, act: Act) {
        self.steps.push(Step { day, minute, act });
    }

    /// A step some days after acceptance, never after the end.
    fn add(&mut self, low: i32, high: i32, minute: u16, act: Act) {
        let days = self.chance.between(low, high);
        let day = self.fate.filed.plus(days).min(self.end);
        self.push(day, minute, act);
    }

    fn begin(&mut self, online_filing: u64) {
        let (filed, word) = (self.fate.filed, self.fate.word.as_str());
        let start = u16::try_from(self.chance.below(90)).unwrap_or(0);
        if !self.fate.word.is_case() {
            self.push(filed, 500 + start, Act::Receive);
            return;
        }
        let direct = word.starts_with('刑') || word.ends_with('终') || self.fate.marks.remanded;
        if !direct && self.chance.one_in(online_filing, 100) {
            let wait = if filed.0 % 3 == 0 { 1 } else { 0 };
            self.push(filed.plus(-wait), 480 + start / 4, Act::Receive);
        }
        self.push(filed, 510 + start, Act::Accept);
        self.push(filed, 620, Act::Disclose);
        let quick = if self.end <= filed.plus(9) { 0 } else { 2 };
        self.add(0, quick, 630, Act::Assign);
    }

    fn litigation(&mut self) {
        let word = self.fate.word.as_str();
        if word.ends_with(['初', '再', '终']) {
            self.add(3, 5, 650, Act::Serve);
        }
        let Some(last) = self.fate.last_hearing() else { return };
        let filed = self.fate.filed;
        let hour = 540 + 30 * u16::try_from(self.chance.below(12)).unwrap_or(0);
        let back = self.chance.between(14, 26);
        if self.fate.hearings > 1 && last.plus(-back) >= filed.plus(10) {
            let first = last.plus(-back);
            let on = first.plus(-5);
            self.push(on, 680, Act::Schedule(first));
            self.push(first, hour, Act::Hold { last: false });
            self.push(first.plus(5), 690, Act::Schedule(last));
        } else {
            let on = last.plus(-5).max(filed.plus(1)).min(last.plus(-3));
            self.push(on, 690, Act::Schedule(last));
        }
        self.push(last, hour, Act::Hold { last: true });
    }

    fn enforcement(&mut self) {
        let form = self.fate.form;
        self.add(2, 4, 700, Act::Notice);
        self.add(3, 6, 720, Act::Query);
        let Some(closed) = self.closed else {
            if self.fate.filed.until(self.end) > 30 {
                self.add(20, 30, 740, Act::Restrict);
            }
            return;
        };
        let days = self.fate.filed.until(closed);
        match form {
            F::RoundEnded => {
                self.add(15, 40, 740, Act::Restrict);
                let near = self.chance.between(12, 40);
                self.push(closed.plus(-near), 720, Act::Query);
                self.push(closed.plus(-near + 3), 730, Act::Inspect);
                let talk = self.chance.between(2, 7);
                self.push(closed.plus(-talk), 750, Act::Interview);
            }
            F::Performed => {
                if days > 8 && self.chance.one_in(55, 100) {
                    self.add(6, 8, 725, Act::Control);
                } else if days > 30 {
                    self.add(12, 30, 740, Act::Restrict);
                }
                self.push(closed, 760, Act::Collect);
            }
            F::EnforcementEnded if days > 10 && self.chance.one_in(30, 100) => {
                self.add(6, 9, 725, Act::Control);
            }
            _ => {}
        }
    }

    fn bankruptcy(&mut self) {
        let filed = self.fate.filed;
        self.push(filed, 625, Act::Administrator);
        self.add(10, 22, 700, Act::Claims);
        let Some(closed) = self.closed else { return };
        if filed.until(closed) < 45 {
            return;
        }
        self.push(closed.plus(-12), 700, Act::Vote);
        match self.fate.form {
            F::ReorganisationEnded => {
                self.push(closed.plus(-20), 690, Act::Reorganise);
                self.push(closed.plus(-6), 710, Act::Approve);
            }
            F::CompositionEnded => self.push(closed.plus(-6), 710, Act::Approve),
            _ => {
                self.push(closed.plus(-9), 710, Act::Bankrupt);
                self.push(closed.plus(-4), 720, Act::Distribute);
            }
        }
    }

    fn aid(&mut self) {
        let Some(closed) = self.closed else { return };
        if self.fate.form == F::AidWithdrawn {
            return;
        }
        self.push(closed, 700, Act::Decide);
        if self.fate.form == F::AidGranted {
            self.push(closed, 800, Act::Pay);
        }
    }

    fn mediation(&mut self) {
        self.add(1, 3, 640, Act::Mediator);
        if let Some(closed) = self.closed {
            let back = self.chance.between(0, 2);
            let day = closed.plus(-back).max(self.fate.filed.plus(3)).min(closed);
            self.push(day, 700, Act::Mediate);
        }
    }

    fn finish(&mut self, year: Year) {
        let Some(closed) = self.closed else { return };
        self.push(closed, 960, Act::Close);
        if !self.fate.word.is_case() {
            return;
        }
        if let Some(day) = publication_day(self.fate, year).filter(|_| self.fate.documents > 0) {
            for n in 0..u16::from(self.fate.documents) {
                self.push(day, 1000 + n, Act::Publish);
            }
        } else if !marks::may_publish(self.fate) && self.fate.above.is_none() {
            self.push(working(closed.plus(3), Day(i32::MAX - 9)), 1000, Act::Withhold);
        }
        if self.fate.above.is_some() {
            self.push(closed.plus(8), 600, Act::AppealIn);
            self.push(closed.plus(26), 600, Act::SendFile);
            return;
        }
        if takes_effect(self.fate) {
            self.push(effect_day(self.fate, closed), 520, Act::Effect);
        }
        let days = self.chance.between(42, 88);
        self.push(working(closed.plus(days), Day(i32::MAX - 9)), 1020, Act::Archive);
    }
}
