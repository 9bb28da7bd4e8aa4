//! All fates of a year, made from the plan before the first day is lived.

use law::case_number::Word;
use law::court::{Level, courts};
use law::ids::CourtId;
use law::life::codes::{ClosingForm, Procedure};

use crate::appeals;
use crate::caseload::{self, Causes, Making, filing_day};
use crate::chance::{Chance, apportion};
use crate::fate::{Fate, Marks, Year, working};
use crate::marks;
use crate::plan::{Plan, PlanRefused};

/// Row number of matters that no row of the plan holds.
const NO_ROW: u8 = u8::MAX;

/// Makes every fate; the order of the list is fixed by plan and seed.
pub fn make(plan: &Plan, seed: u64) -> Result<Vec<Fate>, PlanRefused> {
    let making = Making { plan, year: Year::of(plan.year), seed, causes: Causes::of(plan) };
    let mut fates = Vec::new();
    let appeal = |word: &str| appeals::first_instance(word).is_some();
    for (index, row) in plan.caseload.iter().enumerate().filter(|(_, row)| !appeal(&row.word)) {
        for load in caseload::split(&making, row, None) {
            let spans = caseload::spans(&making, index, row, load);
            fates.extend(caseload::fates(&making, index, row, load, spans)?);
        }
    }
    for level in [Level::Intermediate, Level::High] {
        for (index, row) in plan.caseload.iter().enumerate() {
            if appeal(&row.word) && row.court_level() == Some(level) {
                appeals::add(&making, index, row, &mut fates)?;
            }
        }
    }
    appeals::link_back(&mut fates);
    marks::hand_out(&making, &mut fates)?;
    mediations(&making, &mut fates)?;
    petitions(&making, &mut fates)?;
    Ok(fates)
}

/// The local basic courts, weighted by their city.
pub(crate) fn basic_courts(making: &Making<'_>) -> Vec<(CourtId, u64)> {
    let weight = |city: &str| making.plan.weights.get(city).copied().unwrap_or(20);
    let local = courts().iter().filter(|court| court.level == Level::Basic && !caseload::is_special(court));
    local.map(|court| (court.id, weight(court.city))).collect()
}

fn outside(making: &Making<'_>, word: Word, court: CourtId, chance: &mut Chance) -> Fate {
    Fate {
        court,
        word,
        row: NO_ROW,
        filed: filing_day(making, chance),
        closed: None,
        form: ClosingForm::OtherForm,
        procedure: Procedure::None,
        cause: making.causes.draw("civil", chance),
        origin: None,
        above: None,
        hearings: 0,
        documents: 0,
        marks: Marks::default(),
    }
}

fn word(text: &str) -> Result<Word, PlanRefused> {
    Word::parse(text).ok_or_else(|| PlanRefused(vec![format!("没有“{text}”这个代字")]))
}

/// Mediation before suit: all of the year's end within it, 3 to 28 days after they begin.
fn mediations(making: &Making<'_>, fates: &mut Vec<Fate>) -> Result<(), PlanRefused> {
    let word = word("诉前调")?;
    let list = basic_courts(making);
    let by: Vec<u64> = list.iter().map(|(_, weight)| *weight).collect();
    for ((court, _), n) in list.iter().zip(apportion(making.plan.assumed.mediated, &by)) {
        let mut chance = Chance::new(making.seed, &[91, u64::from(court.0)]);
        for _ in 0..n {
            let mut fate = outside(making, word, *court, &mut chance);
            let days = chance.between(3, 28);
            if fate.filed.until(making.year.last) < 30 {
                fate.filed = working(fate.filed.plus(-30), making.year.last);
            }
            fate.closed = Some(working(fate.filed.plus(days), fate.filed.plus(29)).max(fate.filed));
            let agreed = chance.one_in(46, 100);
            fate.form = if agreed { ClosingForm::MediationAgreed } else { ClosingForm::MediationFailed };
            fates.push(fate);
        }
    }
    marks::by_video(making, fates, word)
}

/// Petitions about enforcement: finished within 30 days; those of the last weeks may still be open.
fn petitions(making: &Making<'_>, fates: &mut Vec<Fate>) -> Result<(), PlanRefused> {
    let word = word("信访")?;
    let list = basic_courts(making);
    let by: Vec<u64> = list.iter().map(|(_, weight)| *weight).collect();
    for ((court, _), n) in list.iter().zip(apportion(making.plan.assumed.petitions, &by)) {
        let mut chance = Chance::new(making.seed, &[92, u64::from(court.0)]);
        for _ in 0..n {
            let mut fate = outside(making, word, *court, &mut chance);
            let day = working(fate.filed.plus(chance.between(2, 24)), fate.filed.plus(29)).max(fate.filed);
            fate.closed = (day <= making.year.last).then_some(day);
            fate.form = ClosingForm::PetitionResolved;
            fates.push(fate);
        }
    }
    Ok(())
}
