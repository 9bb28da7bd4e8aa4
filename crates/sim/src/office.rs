//! Acts of the courts themselves in a simulated year: last year's statement, liaison, proposals, typical cases.

use std::collections::BTreeMap;

use law::court::{Level, courts};
use law::day::Day;
use law::ids::CourtId;
use law::life::office::{Exemplar, Liaison, OfficeAct, Proposal, Statement};

use crate::chance::{Chance, apportion};
use crate::fate::{Year, working};
use crate::plan::Plan;

/// An act and when it happens.
#[derive(Debug, Clone)]
pub struct Planned {
    /// Day.
    pub day: Day,
    /// Court.
    pub court: CourtId,
    /// Minute of the day.
    pub minute: u16,
    /// Act.
    pub act: OfficeAct,
}

/// Every act of the year, in order of day.
pub fn planned(plan: &Plan, seed: u64, year: Year) -> Vec<Planned> {
    let mut list = vec![statement(plan, year)];
    let mut chance = Chance::new(seed, &[101]);
    let high = high_court();
    let on = |chance: &mut Chance| working(year.first.plus(chance.between(5, 360)), year.last).max(year.first.plus(1));
    let activities = usize::try_from(plan.targets.liaison_activities).unwrap_or(0);
    let even = vec![1; activities];
    for participants in apportion(plan.targets.liaison_participants, &even) {
        let index = usize::try_from(chance.below(u64::try_from(courts().len()).unwrap_or(1))).unwrap_or(0);
        let court = courts().get(index).map_or(high, |court| court.id);
        let act = OfficeAct::LiaisonHeld(Liaison { participants: u32::try_from(participants).unwrap_or(0) });
        list.push(Planned { day: on(&mut chance), court, minute: 570, act });
    }
    for _ in 0..plan.targets.proposals {
        let act = OfficeAct::ProposalAnswered(Proposal { satisfied: true });
        list.push(Planned { day: on(&mut chance), court: high, minute: 580, act });
    }
    for _ in 0..plan.targets.exemplars {
        let act = OfficeAct::ExemplarPublished(Exemplar { theme: "business_environment".to_owned() });
        list.push(Planned { day: on(&mut chance), court: high, minute: 590, act });
    }
    list.sort_by_key(|planned| (planned.day, planned.court, planned.minute));
    list
}

fn high_court() -> CourtId {
    courts().iter().find(|court| court.level == Level::High).map_or(CourtId(1), |court| court.id)
}

fn statement(plan: &Plan, year: Year) -> Planned {
    let former = &plan.former;
    let figures = BTreeMap::from([
        ("caseload.high_court.rate_bp".to_owned(), former.high_rate_bp),
        ("caseload.province.rate_bp".to_owned(), former.rate_bp),
    ]);
    let act = OfficeAct::StatementImported(Statement { figures, source: former.source.clone(), year: former.year });
    Planned { day: year.first, court: high_court(), minute: 480, act }
}
