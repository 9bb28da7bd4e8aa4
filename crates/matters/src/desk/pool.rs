//! Who may be drawn: judges and assessors of a court as the register of people knows them today, and what a case needs.

use std::collections::BTreeSet;

use court::allot::Judge;
use court::filing::Matter;
use frame::fault::Fault;
use law::assignment::group::{group, qualifications};
use law::assignment::pool::Assessor;
use law::assignment::weight::{Circumstances, capacity, leader_share, limit, pro_rata};
use law::assignment::{Need, Profile};
use law::complaint::Complaint;
use law::court::{Level, court, courts};
use law::day::Day;
use law::ids::CourtId;
use law::role::Role;
use people::post::{OnBench, unnumbered};

use hall::gate::trouble;
use hall::state::Door;

/// Days from today in which a first hearing is looked for.
const WINDOW: (i32, i32) = (15, 45);
/// Plaintiffs from whom on a suit is one of many (民诉法解释 art. 75).
const MANY: usize = 10;

/// Those who may be drawn for a case, and what it needs of them.
pub struct Pool {
    /// Judges.
    pub judges: Vec<Judge>,
    /// Assessors.
    pub assessors: Vec<Assessor>,
    /// What the case needs.
    pub need: Need,
    /// What is known of it for its weight.
    pub circumstances: Circumstances,
}

/// Looks everybody up; assessors only where they may sit.
pub async fn pool(door: &Door, matter: &Matter, filled: &Complaint, assessors: bool) -> Result<Pool, Fault> {
    let facts = &matter.case.facts;
    let today = door.now().day();
    let window = (today.plus(WINDOW.0), today.plus(WINDOW.1));
    let judges = judges(door, facts.court, today, window).await?;
    let assessors = if assessors { listed(door, facts.court, today, window).await? } else { Vec::new() };
    let had = judges.iter().flat_map(|judge| judge.profile.groups.iter().cloned()).collect();
    let need = Need {
        court: facts.court,
        group: matter.case.track().map_or("civil", group).to_owned(),
        window,
        persons: persons(door, matter, filled).await?,
        sat_before: BTreeSet::new(),
        former_panel: BTreeSet::new(),
        investigated: BTreeSet::new(),
        recused: BTreeSet::new(),
        left: BTreeSet::new(),
        on_bench: BTreeSet::new(),
        mediators: BTreeSet::new(),
        qualifications: qualifications(facts.juvenile, facts.cause, &had),
    };
    Ok(Pool { judges, assessors, need, circumstances: circumstances(matter, filled) })
}

/// What is known of a case for its weight: from the complaint, and on a later draw from its course.
fn circumstances(matter: &Matter, filled: &Complaint) -> Circumstances {
    let facts = &matter.case.facts;
    let n = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let parties = usize::from(facts.parties);
    let defendants = if filled.defendants.is_empty() { parties.saturating_sub(1) } else { filled.defendants.len() };
    Circumstances {
        defendants: n(defendants),
        hearings: u32::from(facts.hearings),
        announced: facts.announced,
        class_action: filled.plaintiffs.len() >= MANY,
        ..Circumstances::default()
    }
}

/// Names, numbers and marks of parties, agents and firms, as declared bonds are compared with them.
async fn persons(door: &Door, matter: &Matter, filled: &Complaint) -> Result<BTreeSet<String>, Fault> {
    let all = filled.plaintiffs.iter().chain(&filled.defendants);
    let mut found: BTreeSet<String> = BTreeSet::new();
    for party in all {
        found.extend([&party.name, &party.id, &party.head].map(|text| text.trim().to_owned()));
        match door.people().mark(party.id.trim(), door.now()) {
            Some(mark) => drop(found.insert(mark)),
            None => drop(found.insert(unnumbered(party.name.trim()))),
        }
    }
    for hand in matter.hands.iter().filter(|hand| hand.agent) {
        let agent = people::AccountId(i64::from(hand.account));
        if let Some(agent) = door.people().account(agent).await.map_err(trouble)? {
            found.insert(agent.name);
            found.extend(agent.firm);
        }
    }
    found.retain(|text| !text.is_empty() && text != "?");
    Ok(found)
}

/// The word of a post in the table of capacities and shares.
const fn post_word(role: Role) -> &'static str {
    match role {
        Role::President => "president",
        Role::DivisionHead => "division_head",
        _ => "judge",
    }
}

/// First and last day of a year, and how many it has.
fn year_of(day: Day) -> (Day, Day, i64) {
    let first = Day::new(day.year(), 1, 1).unwrap_or(day);
    let last = Day::new(day.year(), 12, 31).unwrap_or(day);
    (first, last, i64::from(first.until(last)) + 1)
}

/// The judges of a court: posts, leave, declared bonds.
async fn judges(door: &Door, of: CourtId, today: Day, window: (Day, Day)) -> Result<Vec<Judge>, Fault> {
    let (first, last, days) = year_of(today);
    let level = court(of).map_or(Level::Basic, |court| court.level);
    let roles = [Role::Judge, Role::DivisionHead, Role::President];
    let found = door.people().bench(&[of], &roles, today, (first, last.max(window.1))).await.map_err(trouble)?;
    let mut judges: Vec<Judge> = Vec::new();
    for one in found {
        let Some(judge) = one.acting.account.judge() else { continue };
        let word = post_word(one.acting.post.role);
        let new = word == "judge" && one.since >= first;
        let full = capacity(if new { "new_judge" } else { word });
        let away: i64 = one.leaves.iter().map(|leave| overlap(*leave, (first, last))).filter(|days| *days > LONG).sum();
        judges.push(Judge {
            capacity: pro_rata(i64::from(one.acting.post.capacity_hundredths) * full / 100, away, days),
            new,
            share: leader_share(level, word),
            profile: Profile {
                judge,
                court: of,
                active: !one.acting.away,
                groups: one.acting.post.groups.iter().cloned().collect(),
                qualified: one.acting.post.groups.into_iter().collect(),
                away: one.leaves,
                bound_to: one.bound_to,
                open_cases: 0,
                most_open: limit("judge_open"),
                share_reached: false,
            },
        });
    }
    // who leads holds the leader's share, though they hold a judge's post besides
    judges.sort_by_key(|judge| (judge.profile.judge, judge.share.is_none()));
    judges.dedup_by_key(|judge| judge.profile.judge);
    Ok(judges)
}

/// A leave of more days than this counts.
const LONG: i64 = 30;

/// Days that lie in both.
fn overlap(one: (Day, Day), other: (Day, Day)) -> i64 {
    i64::from((one.0.max(other.0).until(one.1.min(other.1)) + 1).max(0))
}

/// The courts whose lists of assessors a court draws from: its own; an intermediate or high court those of the basic courts
/// in its area (PA 19).
fn lists(of: CourtId) -> Vec<CourtId> {
    let level = court(of).map_or(Level::Basic, |court| court.level);
    if level == Level::Basic {
        return vec![of];
    }
    let below = |one: CourtId| {
        let parent = court(one).and_then(|court| court.parent);
        parent == Some(of) || parent.and_then(court).and_then(|court| court.parent) == Some(of)
    };
    courts().iter().filter(|one| one.level == Level::Basic && below(one.id)).map(|one| one.id).collect()
}

/// The people's assessors on the lists.
async fn listed(door: &Door, of: CourtId, today: Day, window: (Day, Day)) -> Result<Vec<Assessor>, Fault> {
    let mut all = Vec::new();
    for some in lists(of).chunks(COURTS_AT_ONCE) {
        let found = door.people().bench(some, &[Role::Assessor], today, window).await.map_err(trouble)?;
        all.extend(found.into_iter().filter_map(assessor));
    }
    all.sort_by_key(|one: &Assessor| one.judge);
    all.dedup_by_key(|one| one.judge);
    Ok(all)
}

/// Courts of one query.
const COURTS_AT_ONCE: usize = 200;

fn assessor(one: OnBench) -> Option<Assessor> {
    Some(Assessor {
        judge: one.acting.account.judge()?,
        listed: !one.acting.away,
        away: one.leaves,
        bound_to: one.bound_to,
        sat: 0,
        most: limit("assessor_year"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pa_19_upper_courts_draw_from_the_lists_of_the_basic_courts_in_their_area() {
        let of = |code: &str| law::court::by_code(code).unwrap().id;
        assert_eq!(lists(of("辽0102")), [of("辽0102")]);
        let area = lists(of("辽01"));
        assert!(area.contains(&of("辽0102")) && !area.contains(&of("辽01")) && !area.contains(&of("辽0202")));
        assert!(lists(of("辽")).len() > area.len());
    }

    #[test]
    fn days_away_are_counted_within_the_year() {
        let day = |text: &str| Day::parse(text).unwrap();
        let (first, last, days) = year_of(day("2020-06-01"));
        assert_eq!((first, last, days), (day("2020-01-01"), day("2020-12-31"), 366));
        assert_eq!(overlap((day("2019-12-01"), day("2020-01-31")), (first, last)), 31);
        assert_eq!(overlap((day("2021-01-01"), day("2021-01-31")), (first, last)), 0);
    }
}
