//! Facts with newer rows put in: every figure is that of facts read whole.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may fail loudly")]

mod made;

use law::ids::CourtId;
use law::life::facts::CaseFacts;
use made::{Draw, accepted, case, province, random};
use stats::{Books, By, Convention, Facts, Indicators, Period, Scope, Stats};

async fn figures(facts: &Facts) -> Vec<stats::Value> {
    let books = Books::new(facts.period(), &[], &[]);
    let stats = Stats::from_facts(Indicators::load().unwrap(), facts, books).unwrap();
    let mut all = Vec::new();
    for by in [By::Province, By::CourtMonth] {
        all.extend(stats.compute(by, &Scope::default()).await.unwrap());
    }
    all
}

#[tokio::test]
async fn newer_rows_count_as_if_all_had_been_read_anew() {
    let period = Period::new(2020, Convention::Natural).unwrap();
    let mut rows: Vec<CaseFacts> = province(9, 6, 40_000);
    let mut facts = Facts::from_rows(period, &rows).unwrap();
    let mut draw = Draw(4);
    for step in 0..4_i64 {
        let mut newer = Vec::new();
        for _ in 0..300 {
            let at = usize::try_from(draw.below(u64::try_from(rows.len()).unwrap())).unwrap();
            let (court, stream) = (rows[at].court, rows[at].stream);
            if newer.iter().any(|one: &CaseFacts| (one.court, one.stream) == (court, stream)) {
                continue;
            }
            rows[at] = random(&mut draw, court.0, stream.0);
            newer.push(rows[at].clone());
        }
        // a stream that no column was wide enough for
        let fresh = random(&mut draw, 3, 5_000_000_000 + step);
        rows.push(fresh.clone());
        newer.push(fresh);
        facts = facts.replaced(&newer).unwrap();
        assert_eq!(facts.rows(), rows.len());
        assert_eq!(figures(&facts).await, figures(&Facts::from_rows(period, &rows).unwrap()).await, "step {step}");
    }
}

#[tokio::test]
async fn the_last_days_are_counted_from_facts_and_tallies() {
    let period = Period::new(2020, Convention::Natural).unwrap();
    let rows = [
        accepted(case(1, 1, 301, "2020-03-02"), "2020-03-03", Some(("2020-03-06", 1))),
        accepted(case(1, 2, 301, "2020-03-02"), "2020-03-06", None),
        accepted(case(2, 1, 301, "2020-03-02"), "2020-03-06", None),
        // mediation before suit is closed that day, and no case
        CaseFacts { closed_day: Some(made::day("2020-03-06")), ..case(2, 2, 9001, "2020-03-02") },
    ];
    let facts = Facts::from_rows(period, &rows).unwrap();
    let tally = |court, day: &str, n| stats::TallyRow {
        court: CourtId(court),
        day: made::day(day),
        kind: "case.accepted.v1".to_owned(),
        n,
        total: 0,
    };
    let tallies = [tally(1, "2020-03-03", 1), tally(1, "2020-03-06", 2), tally(2, "2020-03-06", 3)];
    let stats = Stats::from_facts(Indicators::load().unwrap(), &facts, Books::new(&period, &tallies, &[])).unwrap();
    let told: Vec<_> = stats.lately().await.unwrap().iter().map(|d| (d.day, d.accepted, d.closed, d.entries)).collect();
    assert_eq!(told, [(made::day("2020-03-06"), 2, 1, 5), (made::day("2020-03-03"), 1, 0, 1)]);
}
