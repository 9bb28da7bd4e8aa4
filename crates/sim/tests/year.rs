//! A year lived: totals come out exactly, the same seed gives the same logs anywhere, a stopped year goes on.
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may panic and print"
)]

mod support;

use std::collections::BTreeMap;

use docket::digest;
use docket::sealed::{self, StreamKey};
use law::case_number::Word;
use law::court::{Level, court, courts};
use law::ids::CourtId;
use sim::caseload::{Causes, Making, split};
use sim::fate::{Fate, Year};
use sim::run::SimFault;
use sim::{Plan, Scale, world};
use support::{Kept, Memory, digest_of, settings};

/// The high court's root of the year 2020 at scale 0.01 with seed 2020.
///
/// This is what "the same on any machine" means; no machine, thread count or later version of a library may
/// change it. It may be changed, together with the changelog, only by a change of the plan that ships, of an
/// entry's form, or of a rule that lets other histories through.
const HIGH_COURT: &str = "83370e8fbfda3936ec1c32d557160380d2470685103e51b7c60b579b54dbf20b";
/// One SM3 digest over the roots of all courts of the same year, in the order of the register.
const ALL_COURTS: &str = "c447bb211390e1d3c74b84318a02de98abcb5f66a43a74e601939852abb957cf";

/// Fates of the plan that ships.
fn fates(scale: &str, seed: u64) -> (Plan, Vec<Fate>) {
    let settings = settings(scale, seed);
    let plan = settings.plan.scaled(settings.scale).unwrap();
    let fates = world::make(&plan, seed).unwrap();
    (plan, fates)
}

fn count(fates: &[Fate], fits: impl Fn(&Fate) -> bool) -> u64 {
    fates.iter().filter(|fate| fits(fate)).count() as u64
}

fn lived(scale: &str, seed: u64) -> Memory {
    let memory = Memory::default();
    let outcome = memory.live(&settings(scale, seed), None).unwrap_or_else(|fault| panic!("{fault}"));
    assert!(!outcome.stopped);
    assert_eq!(outcome.entries, outcome.written);
    memory
}

/// Number and total of a kind of entry in 2020.
fn tally(kept: &Kept, kind: &str) -> (i64, i64) {
    kept.tallies.get(&(kind.to_owned(), 2020)).copied().unwrap_or_default()
}

#[test]
fn fates_of_each_row_and_court_add_up_to_the_plan() {
    for scale in ["0.01", "0.1"] {
        let (plan, fates) = fates(scale, 2020);
        for (index, row) in plan.caseload.iter().enumerate() {
            let of_row = |fate: &Fate| usize::from(fate.row) == index;
            let name = format!("{scale} {} {}", row.word, row.level);
            assert_eq!(count(&fates, of_row), row.accepted, "{name}");
            assert_eq!(count(&fates, |fate| of_row(fate) && fate.closed.is_some()), row.concluded, "{name}");
            assert_eq!(count(&fates, |fate| of_row(fate) && fate.marks.carried), row.carried, "{name}");
            let elsewhere = |fate: &Fate| court(fate.court).map(|court| court.level) != row.court_level();
            assert_eq!(count(&fates, |fate| of_row(fate) && elsewhere(fate)), 0, "{name}");
        }
        let word = |text: &str| Word::parse(text).unwrap();
        assert_eq!(count(&fates, |fate| fate.word == word("诉前调")), plan.assumed.mediated);
        assert_eq!(count(&fates, |fate| fate.word == word("信访")), plan.assumed.petitions);
    }
}

#[test]
fn a_row_is_split_over_its_courts_without_loss() {
    let settings = settings("0.1", 2020);
    let plan = settings.plan.scaled(settings.scale).unwrap();
    let making = Making { plan: &plan, year: Year::of(2020), seed: 2020, causes: Causes::of(&plan) };
    for row in &plan.caseload {
        let loads = split(&making, row, None);
        assert_eq!(loads.iter().map(|load| load.accepted).sum::<u64>(), row.accepted, "{} {}", row.word, row.level);
        assert_eq!(loads.iter().map(|load| load.concluded).sum::<u64>(), row.concluded, "{} {}", row.word, row.level);
        assert_eq!(loads.iter().map(|load| load.carried).sum::<u64>(), row.carried, "{} {}", row.word, row.level);
    }
    let civil = plan.caseload.iter().find(|row| row.word == "民初" && row.level == "basic").unwrap();
    let loads: BTreeMap<CourtId, u64> =
        split(&making, civil, None).into_iter().map(|load| (load.court, load.accepted)).collect();
    let by_code = |code: &str| loads.get(&law::court::by_code(code).unwrap().id).copied();
    assert!(by_code("辽0102") > by_code("辽0224"), "a court of the capital has more than one on an island");
    let bankruptcy = plan.caseload.iter().find(|row| row.word == "破" && row.level == "intermediate").unwrap();
    let railway = law::court::by_code("辽71").unwrap().id;
    assert!(
        split(&making, bankruptcy, None).iter().all(|load| load.court != railway),
        "no bankruptcy at the railway court"
    );
}

#[test]
fn marks_are_handed_out_exactly_as_often_as_the_plan_says() {
    for (scale, seed) in [("0.01", 2020), ("0.1", 2020), ("0.01", 7)] {
        let (plan, fates) = fates(scale, seed);
        let targets = &plan.targets;
        let marks = [
            ("online", targets.online_hearing_cases, count(&fates, |fate| fate.marks.online)),
            ("broadcast", targets.trials_broadcast, count(&fates, |fate| fate.marks.broadcast)),
            ("av", targets.mediated_av, count(&fates, |fate| fate.marks.av)),
            ("senior", targets.senior_duty_crimes, count(&fates, |fate| fate.marks.senior)),
            ("property", targets.property_rights_corrected, count(&fates, |fate| fate.marks.property)),
            (
                "livelihood",
                targets.civil_livelihood,
                count(&fates, |fate| fate.marks.livelihood && fate.closed.is_some()),
            ),
            ("documents", targets.judgments_online, fates.iter().map(|fate| u64::from(fate.documents)).sum()),
        ];
        for (name, wanted, found) in marks {
            assert_eq!(found, wanted, "{scale} {seed} {name}");
        }
        assert_eq!(
            count(&fates, |fate| fate.marks.broadcast && fate.marks.juvenile),
            0,
            "closed hearings are not broadcast"
        );
    }
}

#[test]
fn at_a_tenth_every_court_has_a_hearing_online() {
    let (_, fates) = fates("0.1", 2020);
    for court in courts() {
        assert!(count(&fates, |fate| fate.court == court.id && fate.marks.online) > 0, "{}", court.name);
    }
}

#[test]
fn no_fate_ends_before_it_begins_or_outside_the_year() {
    let (_, fates) = fates("0.1", 2020);
    let year = Year::of(2020);
    for fate in &fates {
        assert_eq!(fate.filed < year.first, fate.marks.carried, "{fate:?}");
        assert!(fate.filed <= year.last, "{fate:?}");
        if let Some(closed) = fate.closed {
            assert!(fate.filed <= closed && year.holds(closed), "{fate:?}");
        }
        assert!(fate.hearings == 0 || fate.last_hearing().is_some_and(|day| day > fate.filed), "{fate:?}");
    }
    for fate in fates.iter().filter(|fate| fate.word.as_str().ends_with('终') && !fate.marks.carried) {
        let Some(origin) = fate.origin else {
            let weeks = year.first.until(fate.filed);
            assert!(weeks <= 60, "only appeals of the first weeks are against judgments of the year before: {fate:?}");
            continue;
        };
        let below = &fates[origin as usize];
        assert_eq!(court(below.court).unwrap().appeals_to().unwrap().id, fate.court, "{fate:?} {below:?}");
        assert!(below.closed.unwrap().until(fate.filed) >= sim::appeals::APPEAL_DAYS.0);
    }
}

/// A seed is a person's choice: none may happen to have a year that cannot be made.
#[test]
fn any_seed_makes_a_year_at_any_usual_scale() {
    let mut stuck = Vec::new();
    for scale in ["0.002", "0.005", "0.01", "0.02"] {
        let settings = settings(scale, 0);
        let plan = settings.plan.scaled(settings.scale).unwrap();
        for seed in 1..=30 {
            if let Err(fault) = world::make(&plan, seed) {
                stuck.push(format!("{scale} {seed}: {fault}"));
            }
        }
    }
    assert_eq!(stuck, Vec::<String>::new());
}

#[test]
fn any_seed_can_be_lived() {
    for seed in [1, 2, 3, 4, u64::MAX] {
        lived("0.005", seed);
    }
}

#[test]
fn appeals_against_too_few_judgments_are_refused_with_their_numbers() {
    let settings = settings("0.05", 2020);
    let mut plan = settings.plan.scaled(settings.scale).unwrap();
    let row = plan.caseload.iter_mut().find(|row| row.word == "行终" && row.level == "high").unwrap();
    row.accepted *= 40;
    let fault = world::make(&plan, 2020).unwrap_err();
    assert!(fault.0[0].starts_with("行终（high）需要") && fault.0[0].contains("下级法院年内只有"), "{fault}");
}

#[test]
fn the_same_seed_gives_the_same_logs_and_they_are_the_published_ones() {
    let (first, second) = (lived("0.01", 2020).roots(), lived("0.01", 2020).roots());
    assert_eq!(first.len(), 128);
    assert_eq!(first, second);
    assert!(first.iter().all(Option::is_some), "every court has a log");
    let high = courts().iter().position(|court| court.level == Level::High).unwrap();
    assert_eq!((digest::to_hex(&first[high].unwrap()).as_str(), digest_of(&first).as_str()), (HIGH_COURT, ALL_COURTS));
}

#[test]
fn another_seed_gives_other_logs_everywhere() {
    let (first, other) = (lived("0.01", 2020).roots(), lived("0.01", 2021).roots());
    let same = first.iter().zip(&other).filter(|(a, b)| a == b).count();
    assert_eq!(same, 0);
}

#[test]
fn a_lived_year_holds_the_plans_totals_in_its_entries() {
    let memory = lived("0.02", 2020);
    let kept = memory.0.lock().unwrap();
    let plan = settings("0.02", 2020).plan.scaled(Scale::parse("0.02").unwrap()).unwrap();
    let targets = &plan.targets;
    assert_eq!(kept.tallies, kept.counted, "tallies are what the entries add up to");
    let counting = |fits: &dyn Fn(&law::life::facts::CaseFacts) -> bool| {
        kept.facts.values().filter(|row| fits(row)).count() as u64
    };
    assert_eq!(counting(&|row| row.counts), plan.caseload.iter().map(|row| row.accepted).sum::<u64>());
    assert_eq!(
        counting(&|row| row.counts && row.closed_day.is_some()),
        plan.caseload.iter().map(|row| row.concluded).sum::<u64>()
    );
    assert_eq!(counting(&|row| row.hearings_online > 0), targets.online_hearing_cases);
    assert_eq!(counting(&|row| row.mediated_av), targets.mediated_av);
    assert_eq!(counting(&|row| row.livelihood && row.closed_day.is_some()), targets.civil_livelihood);
    assert_eq!(tally(&kept, "hearing.held.v1").1 as u64, targets.trials_broadcast);
    assert_eq!(tally(&kept, "document.published.v1").0 as u64, targets.judgments_online);
    assert_eq!(
        tally(&kept, "office.liaison_held.v1"),
        (targets.liaison_activities as i64, targets.liaison_participants as i64)
    );
    assert_eq!(tally(&kept, "office.proposal_answered.v1").0 as u64, targets.proposals);
    assert_eq!(tally(&kept, "office.exemplar_published.v1").0 as u64, targets.exemplars);
    let former = [("caseload.high_court.rate_bp".to_owned(), 8859), ("caseload.province.rate_bp".to_owned(), 9348)];
    assert_eq!(kept.statements, former);
    assert_eq!(kept.courts.len(), 128);
    assert_eq!(kept.finished, 1);
    assert_eq!(kept.cursors, kept.sizes, "at the end the rows of matters stand where the logs stand");
}

#[test]
fn serials_of_a_court_year_and_word_run_without_a_gap() {
    let memory = lived("0.01", 2020);
    let kept = memory.0.lock().unwrap();
    let mut serials: BTreeMap<(CourtId, u16, u16), Vec<u32>> = BTreeMap::new();
    for row in kept.facts.values() {
        if let (Some(year), Some(serial)) = (row.year, row.serial) {
            serials.entry((row.court, year, row.word)).or_default().push(serial);
        }
    }
    for (key, list) in &mut serials {
        list.sort_unstable();
        assert_eq!(*list, (1..=list.len() as u32).collect::<Vec<_>>(), "{key:?}");
        assert_eq!(kept.counters.get(key).copied(), list.last().copied(), "{key:?}");
    }
    assert_eq!(serials.len(), kept.counters.len());
}

#[test]
fn every_matters_parties_are_sealed_under_a_key_of_its_own_and_nobody_in_them_is_real() {
    let memory = Memory::default();
    memory.0.lock().unwrap().keep_bodies = true;
    memory.live(&settings("0.002", 2020), None).unwrap_or_else(|fault| panic!("{fault}"));
    let kept = memory.0.lock().unwrap();
    assert_eq!(kept.keys.len(), kept.facts.len());
    let distinct: std::collections::BTreeSet<&Vec<u8>> = kept.keys.values().collect();
    assert_eq!(distinct.len(), kept.keys.len(), "no two matters share a key");
    for (place, key) in kept.keys.iter().step_by(97) {
        let body: serde_json::Value = serde_json::from_str(&kept.bodies[place]).unwrap();
        let closed = body.pointer("/sealed").or_else(|| body.pointer("/intake/sealed")).unwrap().as_str().unwrap();
        let context = format!("{}/{}/parties", court(place.0).unwrap().code, place.1.0);
        let text = sealed::open(StreamKey::from_bytes(key).as_ref(), &context, closed).unwrap();
        let parties: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        assert!(!parties.is_empty());
        for party in parties {
            let text = |key: &str| party[key].as_str().unwrap_or_else(|| panic!("no {key}: {party}"));
            assert!(text("address").contains("合成") || text("name").contains("合成"), "{party}");
            let prosecutor = text("role") == "公诉机关";
            assert!(text("id").starts_with("999999") || (prosecutor && text("id").is_empty()), "{party}");
        }
        assert!(!kept.bodies[place].contains("合成"), "no plain party in the log");
    }
}

#[test]
fn a_year_stopped_and_taken_up_again_ends_in_the_same_logs() {
    let settings = settings("0.03", 2020);
    let whole = Memory::default();
    let outcome = whole.live(&settings, None).unwrap();
    assert!(whole.0.lock().unwrap().batches > 3, "the year is stored in several pieces");
    for stops in [&[1][..], &[400, 430], &[600, 760]] {
        let memory = Memory::default();
        let mut written = 0;
        for stop in stops {
            let part = memory.live(&settings, Some(*stop)).unwrap();
            assert!(part.stopped, "{stops:?}");
            written += part.written;
        }
        let rest = memory.live(&settings, None).unwrap();
        assert!(!rest.stopped);
        assert_eq!((rest.entries, rest.written + written), (outcome.entries, outcome.entries), "{stops:?}");
        assert_eq!(memory.roots(), whole.roots(), "{stops:?}");
        let (ours, theirs) = (memory.0.lock().unwrap(), whole.0.lock().unwrap());
        assert_eq!(ours.tallies, theirs.tallies, "{stops:?}");
        assert_eq!(ours.facts, theirs.facts, "{stops:?}");
        assert_eq!(ours.counters, theirs.counters, "{stops:?}");
        assert_eq!(ours.courts, theirs.courts, "{stops:?}");
    }
}

#[test]
fn a_year_that_is_complete_is_not_lived_again() {
    let memory = lived("0.01", 2020);
    let batches = memory.0.lock().unwrap().batches;
    let again = memory.live(&settings("0.01", 2020), None).unwrap();
    assert_eq!((again.written, again.stopped), (0, false));
    assert_eq!(again.entries, memory.0.lock().unwrap().sizes.values().sum::<i64>() as u64);
    assert_eq!(memory.0.lock().unwrap().batches, batches);
}

#[test]
fn another_seed_scale_or_plan_does_not_go_on_with_what_is_stored() {
    let memory = Memory::default();
    memory.live(&settings("0.03", 2020), Some(600)).unwrap();
    let (roots, batches) = (memory.roots(), memory.0.lock().unwrap().batches);
    assert!(batches > 0);
    let mut other_plan = settings("0.03", 2020);
    other_plan.plan.assumed.petitions += 100;
    for other in [settings("0.03", 2021), settings("0.02", 2020), other_plan] {
        let fault = memory.live(&other, None).unwrap_err();
        assert!(matches!(fault, SimFault::Other(_)), "{fault}");
        let text = fault.to_string();
        assert!(text.contains("库中已有另一次模拟") && text.contains("0.03") && text.contains("2020"), "{text}");
    }
    assert_eq!((memory.roots(), memory.0.lock().unwrap().batches), (roots, batches), "nothing was written");
}

#[test]
fn a_log_changed_meanwhile_is_named_and_not_gone_on_with() {
    let settings = settings("0.03", 2020);
    let memory = Memory::default();
    memory.live(&settings, Some(600)).unwrap();
    let batches = memory.0.lock().unwrap().batches;
    let shenyang = law::court::by_code("辽01").unwrap();
    memory.0.lock().unwrap().heads.get_mut(&shenyang.id).unwrap().root[0] ^= 1;
    let fault = memory.live(&settings, None).unwrap_err();
    assert!(matches!(fault, SimFault::Line(_)), "{fault}");
    assert!(fault.to_string().contains(shenyang.name), "{fault}");
    assert_eq!(memory.0.lock().unwrap().batches, batches, "nothing was written");
}
