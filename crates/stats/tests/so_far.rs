//! A year up to the end of a month, against its months and against the whole year.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may fail loudly")]

mod made;

use std::collections::BTreeMap;

use made::province;
use stats::{Books, By, Convention, Facts, Indicators, Period, Scope, Stats};

#[tokio::test]
async fn a_year_so_far_is_its_months_and_in_december_the_year() {
    let period = Period::new(2020, Convention::Natural).unwrap();
    let facts = Facts::from_rows(period, &province(5, 4, 2_000)).unwrap();
    let stats = Stats::from_facts(Indicators::load().unwrap(), &facts, Books::new(&period, &[], &[])).unwrap();
    let whole = Scope::default();
    for by in [By::Province, By::Court, By::Judge] {
        let through = stats.compute_through(12, by, &whole).await.unwrap();
        assert_eq!(through, stats.compute(by, &whole).await.unwrap());
    }
    assert!(stats.compute_through(6, By::Month, &whole).await.unwrap().is_empty());
    let months = stats.compute(By::Month, &whole).await.unwrap();
    let of = |id: &str, month: u8| {
        let found = months.iter().find(|v| &*v.filter.indicator == id && v.filter.month == Some(month));
        found.unwrap().num
    };
    for month in 1..=11 {
        let so_far: BTreeMap<String, i64> = stats
            .compute_through(month, By::Province, &whole)
            .await
            .unwrap()
            .into_iter()
            .map(|value| (value.filter.indicator.to_string(), value.num))
            .collect();
        for id in ["C-002", "C-003"] {
            assert_eq!(so_far[id], (1..=month).map(|one| of(id, one)).sum::<i64>(), "{id} to month {month}");
        }
        assert_eq!(so_far["C-004"], of("C-004", month), "what is open at the end of month {month}");
        assert!(!so_far.contains_key("I-085"), "evenness compares all months");
    }
}
