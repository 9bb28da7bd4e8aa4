//! New matters of a day: which court, which kind, about what and between whom, as the plan has them.

use std::borrow::Cow;

use ::court::office::Request;
use docket::sealed::StreamKey;
use docket::store::Beside;
use law::case_number::Word;
use law::court;
use law::day::Moment;
use law::ids::CourtId;
use law::life::codes::{Channel, Tag};
use law::life::command::Command;
use law::life::event::Intake;

use crate::appeals;
use crate::caseload::{self, Causes, Making, cause_group};
use crate::chance::Chance;
use crate::fate::Year;
use crate::life::amount_of;
use crate::persons;
use crate::plan::{Plan, PlanRefused};
use crate::run::SimFault;
use crate::world::basic_courts;

/// Working days of a year.
const WORKING_DAYS: u64 = 250;
/// Cases a judge closes in a year.
const A_JUDGES_YEAR: u64 = 210;

/// New matters of one word: how many a year, and the courts they go to with weights.
#[derive(Debug)]
struct Kind {
    word: Word,
    a_year: u64,
    courts: Vec<(CourtId, u64)>,
}

/// Where new matters come from.
#[derive(Debug)]
pub(super) struct Registry {
    plan: Plan,
    seed: u64,
    causes: Causes,
    kinds: Vec<Kind>,
}

impl Registry {
    /// Reads a plan, already scaled. Appeals come from matters and bankruptcies take years: neither begins here.
    pub(super) fn new(plan: Plan, seed: u64) -> Result<Registry, SimFault> {
        let making = Making { plan: &plan, year: Year::of(plan.year), seed, causes: Causes::of(&plan) };
        let word = |text: &str| {
            Word::parse(text).ok_or_else(|| SimFault::Plan(PlanRefused(vec![format!("没有“{text}”这个代字")])))
        };
        let mut kinds = Vec::new();
        for row in &plan.caseload {
            if appeals::first_instance(&row.word).is_some() || row.word.starts_with('破') {
                continue;
            }
            let loads = caseload::split(&making, row, None);
            let courts = loads.iter().map(|load| (load.court, load.accepted)).collect();
            kinds.push(Kind { word: word(&row.word)?, a_year: row.accepted.saturating_sub(row.carried), courts });
        }
        for (text, a_year) in [("诉前调", plan.assumed.mediated), ("信访", plan.assumed.petitions)] {
            kinds.push(Kind { word: word(text)?, a_year, courts: basic_courts(&making) });
        }
        let causes = Causes::of(&plan);
        Ok(Registry { plan, seed, causes, kinds })
    }

    /// How many new matters a day brings; at least one.
    pub(super) fn filings(&self, chance: &mut Chance) -> u32 {
        let a_year: u64 = self.kinds.iter().map(|kind| kind.a_year).sum();
        let about = a_year * (80 + chance.below(41)) / 100;
        u32::try_from(about.div_ceil(WORKING_DAYS).max(1)).unwrap_or(1)
    }

    /// Judges of a court.
    pub(super) fn judges(&self, court: CourtId) -> u32 {
        let of = |kind: &Kind| kind.courts.iter().filter(|(id, _)| *id == court).map(|(_, n)| *n).sum::<u64>();
        let cases: u64 = self.kinds.iter().filter(|kind| kind.word.is_case()).map(of).sum();
        u32::try_from(cases / A_JUDGES_YEAR).unwrap_or(3).max(3)
    }

    /// The request that opens the nth new matter of a day; none when the plan has no matters.
    pub(super) fn file(&self, at: Moment, nth: u32) -> Option<Request> {
        let today = at.day();
        let mut chance = Chance::new(self.seed, &[125, u64::from(today.0.unsigned_abs()), u64::from(nth)]);
        let index = chance.weighted(self.kinds.iter().map(|kind| kind.a_year));
        let Kind { word, courts, .. } = self.kinds.get(index)?;
        let word = *word;
        let index = chance.weighted(courts.iter().map(|(_, weight)| *weight));
        let (court, _) = *courts.get(index)?;
        let criminal = word.as_str().starts_with('刑');
        let online = !word.is_case() || (!criminal && chance.one_in(self.plan.assumed.online_filing, 100));
        let livelihood = word.as_str() == "民初" && chance.one_in(18, 100);
        let (channel, actor): (_, Cow<'static, str>) = match (online, criminal) {
            (true, _) => (Channel::Online, "party".into()),
            (false, true) => (Channel::Prosecution, format!("registry:{}", court.0).into()),
            (false, false) => (Channel::Window, format!("registry:{}", court.0).into()),
        };
        let intake = Intake {
            amount: amount_of(&self.plan, word, &mut chance),
            cause: self.causes.draw(cause_group(word), &mut chance),
            channel,
            origin: None,
            papers: None,
            parties: if word.as_str().starts_with(['司', '法', '委']) { 1 } else { 2 },
            received: today,
            sealed: None,
            tags: if livelihood { vec![Tag::Livelihood] } else { Vec::new() },
            word,
        };
        let command = if online {
            Command::Receive(intake)
        } else {
            Command::Accept { intake: Some(intake), year: u16::try_from(today.year()).unwrap_or(0), serial: 0 }
        };
        let (parties, key) = self.parties(court, word, &mut chance);
        Some(Request {
            court,
            stream: None,
            at,
            actor: actor.into(),
            command,
            field_key: Some(key),
            complaint: None,
            beside: Beside::default(),
            parties,
        })
    }

    /// Invented parties and the key they are sealed under.
    fn parties(&self, court: CourtId, word: Word, chance: &mut Chance) -> (Option<String>, [u8; 32]) {
        let parties = court::court(court).map(|court| persons::parties(court, word.as_str(), chance));
        let text = parties.and_then(|parties| serde_json::to_string(&parties).ok());
        let mut seed = [0_u8; 16];
        for part in seed.chunks_mut(8) {
            part.copy_from_slice(&chance.number().to_le_bytes());
        }
        (text, StreamKey::from_seed(&seed).to_bytes())
    }
}
