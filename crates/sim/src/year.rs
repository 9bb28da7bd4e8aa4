//! Living the year: day by day, court by court, minute by minute, every step through the bulk door.

use ::court::bulk::register::{Fault, Register};
use docket::sealed::StreamKey;
use law::case_number::Word;
use law::court;
use law::day::Day;
use law::ids::JudgeId;
use law::life::event::Origin;

use crate::chance::Chance;
use crate::fate::{Fate, FateId, Year, working};
use crate::life::{Life, Setting, keep_in_term};
use crate::office::{self, Planned};
use crate::persons;
use crate::plan::Plan;
use crate::run::Texts;
use crate::script::{Act, EFFECT_AFTER, Script, Step, takes_effect};

/// A step that could not be lived.
#[derive(Debug)]
pub struct Stuck {
    /// The fate, described.
    pub what: String,
    /// Why.
    pub fault: Fault,
}

impl std::fmt::Display for Stuck {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}：{}", self.what, self.fault)
    }
}

/// The year while it is lived.
pub struct Living<'a> {
    plan: &'a Plan,
    seed: u64,
    texts: Option<Texts>,
    year: Year,
    fates: &'a [Fate],
    lives: Vec<Option<Box<Life>>>,
    places: Vec<i64>,
    wheel: Vec<Vec<FateId>>,
    first: Day,
    judges: Vec<u32>,
    office: std::iter::Peekable<std::vec::IntoIter<Planned>>,
    /// The registers.
    pub register: Register,
}

impl<'a> Living<'a> {
    /// Sets the year up.
    pub fn new(plan: &'a Plan, seed: u64, fates: &'a [Fate], texts: Option<Texts>) -> Living<'a> {
        let year = Year::of(plan.year);
        let begin = |fate: &Fate| fate.filed.plus(-1);
        let first = fates.iter().map(begin).min().unwrap_or(year.first).min(year.first);
        let days = usize::try_from(first.until(year.last) + 1).unwrap_or(1);
        let mut wheel: Vec<Vec<FateId>> = vec![Vec::new(); days];
        let mut volume: Vec<u32> = vec![0; court::courts().len() + 1];
        for (id, fate) in (0..).zip(fates) {
            if let Some(day) = usize::try_from(first.until(begin(fate))).ok().and_then(|day| wheel.get_mut(day)) {
                day.push(id);
            }
            if let Some(count) = volume.get_mut(usize::from(fate.court.0)) {
                *count += u32::from(fate.word.is_case());
            }
        }
        let judges = volume.into_iter().map(|count| (count / 210).max(3)).collect();
        let office = office::planned(plan, seed, year).into_iter().peekable();
        let lives = fates.iter().map(|_| None).collect();
        Living {
            plan,
            seed,
            texts,
            year,
            fates,
            lives,
            places: vec![0; fates.len()],
            wheel,
            first,
            judges,
            office,
            register: Register::new(),
        }
    }

    /// First day with anything in it.
    pub const fn first(&self) -> Day {
        self.first
    }

    /// Last day of the year.
    pub const fn last(&self) -> Day {
        self.year.last
    }

    fn fate(&self, id: FateId) -> Option<&'a Fate> {
        self.fates.get(usize::try_from(id).ok()?)
    }

    fn life(&mut self, id: FateId) -> Option<&mut Option<Box<Life>>> {
        self.lives.get_mut(usize::try_from(id).ok()?)
    }

    fn schedule(&mut self, day: Day, id: FateId) {
        let slot = usize::try_from(self.first.until(day)).ok();
        if let Some(list) = slot.and_then(|day| self.wheel.get_mut(day)) {
            list.push(id);
        }
    }

    /// Lives one day.
    pub fn day(&mut self, day: Day) -> Result<(), Stuck> {
        self.offices(day)?;
        let slot = usize::try_from(self.first.until(day)).ok();
        let mut today = slot.and_then(|slot| self.wheel.get_mut(slot)).map(std::mem::take).unwrap_or_default();
        today.sort_unstable();
        today.dedup();
        let mut steps = Vec::with_capacity(today.len() * 2);
        for id in &today {
            let Some(fate) = self.fate(*id) else { continue };
            self.begin(*id, fate);
            let Some(Some(life)) = self.life(*id) else { continue };
            while let Some(step) = life.steps.pop_if(|step| step.day <= day) {
                steps.push((fate.court, step.minute, *id, Step { day, ..step }));
            }
            if let Some(next) = life.steps.last().map(|step| step.day) {
                self.schedule(next, *id);
            }
        }
        steps.sort_unstable_by_key(|(court, minute, id, step)| (*court, *minute, *id, step.act));
        for (_, _, id, step) in steps {
            self.step(id, step)?;
        }
        self.register.close_day(day);
        Ok(())
    }

    fn offices(&mut self, day: Day) -> Result<(), Stuck> {
        while let Some(planned) = self.office.next_if(|planned| planned.day <= day) {
            let at = day.at_minute(i64::from(planned.minute) - 300);
            let result = self.register.act(planned.court, at, "office".into(), &planned.act);
            result.map_err(|fault| Stuck { what: planned.act.kind().to_owned(), fault })?;
        }
        Ok(())
    }

    fn begin(&mut self, id: FateId, fate: &Fate) {
        let judges = self.judges.get(usize::from(fate.court.0)).copied().unwrap_or(3);
        let online = self.plan.assumed.online_filing;
        let (seed, year) = (self.seed, self.year);
        let fresh = |place: &i64| *place == 0;
        let unbegun = usize::try_from(id).ok().and_then(|index| self.places.get(index)).is_some_and(fresh);
        let Some(slot) = self.life(id) else { return };
        if slot.is_some() || !unbegun {
            return;
        }
        let mut steps = Script::of(fate, id, seed, year, online);
        steps.reverse();
        steps.shrink_to_fit();
        let nth = Chance::new(seed, &[111, u64::from(id)]).below(u64::from(judges));
        let judge = JudgeId(u32::from(fate.court.0) * 1000 + u32::try_from(nth).unwrap_or(0) + 1);
        *slot = Some(Box::new(Life { case: None, steps, judge }));
    }

    fn place(&self, id: Option<FateId>) -> Option<Origin> {
        let fate = self.fate(id?)?;
        let stream = *self.places.get(usize::try_from(id?).ok()?)?;
        (stream > 0).then_some(Origin { court: fate.court, stream: law::ids::Stream(stream) })
    }

    fn step(&mut self, id: FateId, step: Step) -> Result<(), Stuck> {
        let Some(fate) = self.fate(id) else { return Ok(()) };
        let Some(mut life) = self.life(id).and_then(Option::take) else { return Ok(()) };
        let outcome = self.perform(id, fate, &mut life, step);
        outcome.map_err(|fault| {
            let court = court::court(fate.court).map_or("", |court| court.name);
            let what =
                format!("{court} {} 第 {id} 号 {} {:?} {}", fate.word.as_str(), step.day, step.act, describe(fate));
            Stuck { what, fault }
        })?;
        self.after(id, fate, &mut life, step);
        if let Some(slot) = self.life(id) {
            *slot = Some(life);
        }
        if step.act == Act::Archive || (step.act == Act::Close && !fate.word.is_case()) {
            self.settle(id);
        }
        Ok(())
    }

    fn perform(&mut self, id: FateId, fate: &Fate, life: &mut Life, step: Step) -> Result<(), Fault> {
        let opens = life.case.is_none();
        let (sealed, key) = match if opens { self.sealed_parties(id, fate)? } else { None } {
            Some((sealed, key)) => (Some(sealed), Some(key)),
            None => (None, None),
        };
        let above = match step.act {
            Act::Conclude(above) => self.place(Some(above)).zip(self.fate(above).map(|fate| fate.form)),
            _ => None,
        };
        let serial = if step.act == Act::Accept { self.serial(fate, step.day)? } else { 0 };
        let origin = if opens { self.place(fate.origin) } else { None };
        let below = fate.origin.filter(|_| is_appeal(fate.word)).and_then(|below| self.fate(below));
        let remanded_before = below.is_some_and(|below| below.marks.remanded);
        let setting = Setting {
            plan: self.plan,
            seed: self.seed,
            texts: self.texts,
            fate,
            id,
            step,
            origin,
            above,
            remanded_before,
            serial,
            sealed,
        };
        let (command, actor) = setting.command(life);
        let at = step.day.at_minute(i64::from(step.minute));
        let stream = self.register.perform(fate.court, &mut life.case, at, actor, &command)?;
        if opens {
            if let Some(place) = usize::try_from(id).ok().and_then(|index| self.places.get_mut(index)) {
                *place = stream.0;
            }
            if let Some(key) = key {
                self.register.keep_key(fate.court, stream, key);
            }
        }
        Ok(())
    }

    fn serial(&mut self, fate: &Fate, day: Day) -> Result<u32, Fault> {
        let year = u16::try_from(day.year()).unwrap_or(0);
        self.register.next_serial(fate.court, year, fate.word)
    }

    /// Invented parties, sealed under the matter's own key for the place they will stand in.
    fn sealed_parties(&mut self, id: FateId, fate: &Fate) -> Result<Option<(String, [u8; 32])>, Fault> {
        let Some(court) = court::court(fate.court) else { return Ok(None) };
        let mut chance = Chance::new(self.seed, &[112, u64::from(id)]);
        let parties = persons::parties(court, fate.word.as_str(), &mut chance);
        let text = serde_json::to_string(&parties).map_err(|e| Fault::Body(e.to_string()))?;
        let mut seed = [0_u8; 16];
        for part in seed.chunks_mut(8) {
            part.copy_from_slice(&chance.number().to_le_bytes());
        }
        let key = StreamKey::from_seed(&seed);
        let context = format!("{}/{}/parties", court.code, self.register.next_position(fate.court)?);
        let sealed = key.seal(&context, &text).map_err(|e| Fault::Body(e.to_string()))?;
        Ok(Some((sealed, key.to_bytes())))
    }

    /// What follows from a step for other steps and other matters.
    fn after(&mut self, id: FateId, fate: &Fate, life: &mut Life, step: Step) {
        match step.act {
            Act::Assign => {
                let more = life.case.as_ref().map(|case| keep_in_term(fate, case, id, self.seed)).unwrap_or_default();
                self.insert(id, life, more);
            }
            Act::Close if is_appeal(fate.word) => self.tell_below(id, fate, step.day),
            _ => {}
        }
    }

    fn insert(&mut self, id: FateId, life: &mut Life, more: Vec<Step>) {
        if more.is_empty() {
            return;
        }
        life.steps.extend(more);
        life.steps.sort_unstable_by(|a, b| b.cmp(a));
        if let Some(next) = life.steps.last().map(|step| step.day) {
            self.schedule(next, id);
        }
    }

    /// The court above has decided: the court below hears of it, then its judgment takes effect or falls.
    fn tell_below(&mut self, id: FateId, fate: &Fate, day: Day) {
        let Some(below_id) = fate.origin else { return };
        let Some(below) = self.fate(below_id) else { return };
        let last = Day(i32::MAX - 9);
        let told = working(day.plus(4), last);
        let mut steps = vec![Step { day: told, minute: 610, act: Act::Conclude(id) }];
        let stands = !matches!(
            fate.form,
            law::life::codes::ClosingForm::Changed
                | law::life::codes::ClosingForm::Remanded
                | law::life::codes::ClosingForm::Mediated
        );
        if stands && takes_effect(below) {
            steps.push(Step { day: working(told.plus(1), last), minute: 620, act: Act::Effect });
        }
        steps.push(Step { day: working(told.plus(EFFECT_AFTER), last), minute: 1020, act: Act::Archive });
        let Some(Some(mut life)) = self.life(below_id).map(Option::take) else { return };
        self.insert(below_id, &mut life, steps);
        if let Some(slot) = self.life(below_id) {
            *slot = Some(life);
        }
    }

    fn settle(&mut self, id: FateId) {
        if let Some(Some(life)) = self.life(id).map(Option::take)
            && let Some(case) = life.case
        {
            self.register.settle(case.facts);
        }
    }

    /// The year is over: the rows of all matters still in hand.
    pub fn settle_all(&mut self) {
        for life in self.lives.iter_mut().filter_map(Option::take) {
            if let Some(case) = life.case {
                self.register.settle(case.facts);
            }
        }
    }
}

fn is_appeal(word: Word) -> bool {
    word.as_str().ends_with('终')
}

fn describe(fate: &Fate) -> String {
    let closed = fate.closed.map_or_else(|| "未结".to_owned(), |day| day.to_string());
    format!("（立案 {}，结案 {closed}，{}，{}）", fate.filed, fate.form.zh(), fate.procedure.zh())
}
